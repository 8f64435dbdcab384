"""Rewrite a data package canonically and regenerate what is generated.

CSV and JSON in their one spelling, data/facts.json from the tables, code lists in the schemas,
sources, sizes and checksums in the descriptor, CITATION.cff, the generated lines of CHANGELOG.md
and README.md, and, if they are there, docs/rules.md and the chart in docs/. Exit status: 0 done
(with --check: nothing to do), 1 --check found differences, 2 could not run; then nothing is
written.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from errno import EISDIR
from pathlib import Path

from factbook import generated, report, rewrite, tables, validation
from factbook.engine import Sqlite
from factbook.package import CannotRunError, Folder, Memory, UnreadableError, open_folder, run
from factbook.schemas import OWN_ROOT, own_resources

RULES, CHART = "docs/rules.md", "docs/computing-power.svg"


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="format.py", description=__doc__)
    help_ = "folder with a datapackage.json (default: this repository)"
    parser.add_argument("path", nargs="?", type=Path, default=OWN_ROOT, metavar="PATH", help=help_)
    parser.add_argument("--check", action="store_true", help="print the differences, write nothing")
    return parser


def changed(package: Folder) -> dict[str, tuple[bytes, bytes]]:
    """Return (old, new) content of the files that differ from their canonical content."""
    engine, found = Sqlite(), {}
    files = rewrite.formatted(package, engine, tables.load)
    if package.size(RULES):
        files[RULES] = f"{report.LISTS['markdown'](validation.subjects())}\n".encode()
    if package.size(CHART):
        files[CHART] = chart(files, engine) or package.read(CHART)
    for name, new in files.items():
        try:
            old = package.read(name)
        except UnreadableError:
            old = b""
        if old != new:
            found[name] = (old, new)
    return found


def chart(files: dict[str, bytes], engine: Sqlite) -> bytes:
    """Return the chart of the README, b"" if there is none or packages of build.py are missing."""
    try:
        from factbook import page  # noqa: PLC0415 - all else here runs without them
        from factbook.exports import contents  # noqa: PLC0415
    except ImportError:
        return b""
    values = generated.base_values(engine), generated.CORROBORATION
    return page.picture(contents.read(Memory(files), engine, own_resources(), *values))


def write(root: Path, files: dict[str, bytes]) -> None:
    """Replace files below root, each in one step, and none unless all could be written.

    Raises OSError.
    """
    parts = {root / name: root / f"{name}.part" for name in files}
    try:
        for name, (path, part) in zip(files, parts.items(), strict=True):
            if path.is_dir():
                raise IsADirectoryError(EISDIR, "is a folder; remove it first", str(path))
            part.write_bytes(files[name])
        for path, part in parts.items():
            part.replace(path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = arguments().parse_args(argv)
    try:
        package = open_folder(options.path)
        different = changed(package)
        if not options.check:
            write(package.root, {name: new for name, (_, new) in different.items()})
    except (CannotRunError, OSError) as error:
        print(f"format.py: {error}", file=sys.stderr)
        return 2
    for name, (old, new) in different.items():
        if options.check:
            before, after = (data.decode("utf-8", "replace").splitlines() for data in (old, new))
            diff = difflib.unified_diff(before, after, name, f"{name} (canonical)", lineterm="")
            print("\n".join(diff) or f"{name}: the bytes differ, the lines do not.")
        else:
            print(f"wrote {name}")
    return 1 if options.check and different else 0


if __name__ == "__main__":
    sys.exit(run(main))
