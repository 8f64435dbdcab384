"""Validate this repository's package and build its release in dist/.

Exit status: 0 built, 1 the package has issues, 2 could not run. Unless it is 0, an earlier
dist/ stays as it was.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from factbook import archive, article, formats, page, report, validation
from factbook.expected import OWN_ROOT, expected
from factbook.formats import contents
from factbook.package import CannotRunError, open_package
from factbook.tables import Tables

if TYPE_CHECKING:
    from pathlib import Path


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="build.py", description=__doc__)
    article.add_option(parser)
    return parser


def main(argv: list[str] | None = None, root: Path = OWN_ROOT) -> int:
    """Run the command on the package in root and return its exit status."""
    options = arguments().parse_args(argv)
    try:
        texts = [article.read_article(path) for path in options.article]
        package = open_package(root)
        result = validation.validate(package, texts)
        print(report.as_text(result))
        if result.issues:
            print("build.py: nothing was built.", file=sys.stderr)
            return 1
        tables = Tables()
        tables.load(package, expected().values())
        written = contents.read(package, tables)
        name = f"{written.descriptor['name']}-{written.descriptor['version']}"
        files = archive.release(package, name, formats.write(written))
        files[page.NAME] = page.render(written, result, files)
        files[archive.CHECKSUMS] = archive.checksums(files.items())
        archive.replace_folder(root / "dist", files)
    except (CannotRunError, OSError) as error:
        print(f"build.py: {error}", file=sys.stderr)
        return 2
    for name, data in files.items():
        print(f"dist/{name}  {len(data)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
