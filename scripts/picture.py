"""Draw the chart of the README anew: docs/computing-power.svg.

Exit status: 0 drawn, 2 could not run.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from factbook import page
from factbook.expected import OWN_ROOT, expected
from factbook.formats import contents
from factbook.package import CannotRunError, open_package
from factbook.tables import Tables

if TYPE_CHECKING:
    from pathlib import Path


def main(argv: list[str] | None = None, root: Path = OWN_ROOT) -> int:
    """Draw the chart of the package in root and return the exit status."""
    argparse.ArgumentParser(prog="picture.py", description=__doc__).parse_args(argv)
    try:
        package, tables = open_package(root), Tables()
        issues = tables.load(package, expected().values())
        if issues:
            print(f"picture.py: {issues[0].message} Run scripts/validate.py.", file=sys.stderr)
            return 2
        drawn = page.picture(contents.read(package, tables))
        (root / page.PICTURE).parent.mkdir(exist_ok=True)
        (root / page.PICTURE).write_bytes(drawn)
    except (CannotRunError, OSError) as error:
        print(f"picture.py: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
