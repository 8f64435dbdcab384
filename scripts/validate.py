"""Check a data package: its descriptor, its bytes, its tables and its rules.

Exit status: 0 valid, 1 issues found, 2 could not run. Warnings fail only with --strict.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from factbook import evidence, report, validation
from factbook.package import CannotRunError, open_folder, run
from factbook.schemas import OWN_ROOT


def arguments() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="validate.py", description=__doc__)
    parser.add_argument(
        "path",
        nargs="?",
        type=Path,
        default=OWN_ROOT,
        metavar="PATH",
        help="folder with a datapackage.json, or release archive (default: this repository)",
    )
    evidence.add_option(parser)
    help_ = "an earlier release, folder or archive; otherwise rules that need it are skipped"
    parser.add_argument("--against", type=Path, metavar="OLD", help=help_)
    parser.add_argument("--strict", action="store_true", help="warnings fail, too")
    parser.add_argument("--format", choices=sorted(report.FORMATS), default="text")
    help_ = "print every rule with its promise, and nothing else"
    parser.add_argument("--list", nargs="?", const="text", choices=sorted(report.LISTS), help=help_)
    return parser


def validate(path: Path, texts: list[str], against: Path | None) -> report.Report:
    """Return the Report of the package in a folder or in an archive; raises CannotRunError."""
    if path.is_dir() and not against:
        return validation.validate(open_folder(path), texts)
    import zipfile  # noqa: PLC0415 - it takes 20 ms, and a folder alone needs none

    from factbook import archive  # noqa: PLC0415

    earlier = archive.open_release(against) if against else None
    if path.is_dir():
        return validation.validate(open_folder(path), texts, against=earlier)
    if not path.exists() or (not zipfile.is_zipfile(path) and path.suffix != ".zip"):
        fault = "is neither a folder nor a zip archive" if path.exists() else "does not exist"
        message = f"{path} {fault}. Name a data package."
        raise CannotRunError(message)
    issues = archive.look_through(path)
    if issues:
        return validation.unopened(issues)
    return validation.validate(archive.Archive(path), texts, against=earlier)


def prefix(path: Path) -> str:
    """Return the prefix that makes package paths relative to the working directory."""
    place = path.resolve()
    if place.is_relative_to(Path.cwd()):
        place = place.relative_to(Path.cwd())
    return "" if place == Path() else f"{place.as_posix()}/"


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = arguments().parse_args(argv)
    if options.list:
        print(report.LISTS[options.list](validation.subjects()))
        return 0
    try:
        texts = [evidence.read_article(path) for path in options.article]
        found = validate(options.path, texts, options.against)
    except CannotRunError as error:
        print(f"validate.py: {error}", file=sys.stderr)
        return 2
    found.strict = options.strict
    found.root = prefix(options.path if found.paths else options.path.parent)
    # A name of a file may contain half a character, which no stream takes as it is.
    print(report.FORMATS[options.format](found).encode("utf-8", "backslashreplace").decode())
    return 0 if found.valid else 1


if __name__ == "__main__":
    sys.exit(run(main))
