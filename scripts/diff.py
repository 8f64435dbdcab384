"""Compare two versions of a data package: what changed, and the version that this asks for.

Exit status: 0 the new version is raised as far as the changes ask, 1 it is not, 2 could not run.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from factbook import difference, edition, versions
from factbook.package import CannotRunError


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="diff.py", description=__doc__)
    for name in ("old", "new"):
        help_ = f"the {name} version: folder with a datapackage.json, or release archive"
        parser.add_argument(name, type=Path, metavar=name.upper(), help=help_)
    parser.add_argument("--format", choices=sorted(difference.FORMATS), default="text")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = arguments().parse_args(argv)
    try:
        with edition.opened(options.old) as old, edition.opened(options.new) as new:
            found = versions.compare(old, new)
            print(difference.FORMATS[options.format](found))
    except (CannotRunError, OSError) as error:
        print(f"diff.py: {error}", file=sys.stderr)
        return 2
    return 0 if found.enough else 1


if __name__ == "__main__":
    sys.exit(main())
