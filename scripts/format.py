"""Rewrite a data package canonically and regenerate what is generated.

CSV and JSON in their one spelling, data/facts.json from the tables, sizes and checksums in the
descriptor. Exit status: 0 done (with --check: nothing to do), 1 --check found differences,
2 could not run; nothing is written then.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

from factbook import formatting
from factbook.expected import OWN_ROOT
from factbook.package import CannotRunError, Package, UnreadableError, open_package


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="format.py", description=__doc__)
    parser.add_argument(
        "path",
        nargs="?",
        type=Path,
        default=OWN_ROOT,
        metavar="PATH",
        help="folder with a datapackage.json (default: this repository)",
    )
    parser.add_argument("--check", action="store_true", help="print the differences, write nothing")
    return parser


def changed(package: Package, files: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Return (old, new) content of the files that differ from their canonical content."""
    found = {}
    for name, new in files.items():
        try:
            old = package.read(name)
        except UnreadableError:
            old = b""
        if old != new.encode():
            found[name] = (old.decode("utf-8", "replace"), new)
    return found


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = arguments().parse_args(argv)
    try:
        package = open_package(options.path)
        different = changed(package, formatting.formatted(package))
        if not options.check:
            formatting.write(package.root, {name: new for name, (_, new) in different.items()})
    except (CannotRunError, OSError) as error:
        print(f"format.py: {error}", file=sys.stderr)
        return 2
    for name, (old, new) in different.items():
        if options.check:
            lines = difflib.unified_diff(
                old.splitlines(), new.splitlines(), name, f"{name} (canonical)", lineterm=""
            )
            print("\n".join(lines) or f"{name}: the bytes differ, the lines do not.")
        else:
            print(f"wrote {name}")
    return 1 if options.check and different else 0


if __name__ == "__main__":
    sys.exit(main())
