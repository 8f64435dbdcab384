"""Validate this repository's package and build its release in dist/.

Exit status: 0 built, 1 the package has errors (with --strict: or warnings), 2 could not run. Unless
it is 0, an earlier dist/ stays as it was.
"""

import argparse
import sys
from pathlib import Path

from factbook import archive, evidence, exports, generated, page, report, tables, validation
from factbook.engine import Sqlite
from factbook.exports import contents
from factbook.package import CannotRunError, Folder, Package, open_folder, run
from factbook.schemas import OWN_ROOT, own_resources


def read(package: Package) -> contents.Contents:
    """Return the Contents of a valid package."""
    engine, resources = Sqlite(), own_resources()
    tables.load(engine, package, resources.values())
    base_values = generated.base_values(engine)
    return contents.read(package, engine, resources, base_values, generated.CORROBORATION)


def release(package: Folder, rows: int) -> dict[str, bytes]:
    """Return the files of the release of a valid package, by name; rows: those looked at."""
    made = read(package)
    name = f"{made.descriptor['name']}-{made.descriptor['version']}"
    formats = exports.write(made) | {"zip": archive.pack(archive.released(package))}
    files = {f"{name}.{end}": data for end, data in sorted(formats.items())}
    files[page.NAME] = page.render(made, files, rows)
    return files | {archive.CHECKSUMS: archive.checksums(files.items())}


def main(argv: list[str] | None = None, root: Path = OWN_ROOT) -> int:
    """Run the command on the package in root and return its exit status."""
    parser = argparse.ArgumentParser(prog="build.py", description=__doc__)
    evidence.add_option(parser)
    parser.add_argument("--strict", action="store_true", help="warnings fail, too")
    options = parser.parse_args(argv)
    try:
        texts = [evidence.read_article(path) for path in options.article]
        package = open_folder(root)
        found = validation.validate(package, texts)
        found.strict = options.strict
        print(report.as_text(found))
        if not found.valid:
            print("build.py: nothing was built.", file=sys.stderr)
            return 1
        files = release(package, found.rows)
        archive.replace_folder(root / "dist", files)
    except (CannotRunError, OSError) as error:
        print(f"build.py: {error}", file=sys.stderr)
        return 2
    for name, data in files.items():
        print(f"dist/{name}  {len(data)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
