"""Check a data package: its descriptor, its bytes, its tables, its documents and its rules.

Exit status: 0 valid, 1 issues found, 2 could not run.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from factbook import article, report, validation
from factbook.expected import OWN_ROOT
from factbook.package import CannotRunError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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
    article.add_option(parser)
    parser.add_argument(
        "--against",
        type=Path,
        metavar="OLD",
        help="an earlier release, folder or archive; rules that need it are else not run",
    )
    parser.add_argument("--format", choices=sorted(report.FORMATS), default="text")
    parser.add_argument(
        "--list",
        nargs="?",
        const="text",
        choices=sorted(report.LISTS),
        help="print every rule with its promise, and nothing else",
    )
    return parser


@contextlib.contextmanager
def progress(patience: float = 2) -> Iterator[Callable[[str], None]]:
    """Give a function to call with the name of every stage that begins.

    On a terminal, once `patience` seconds have passed, the stage and the seconds stand on stderr.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    begin, over, stages = time.monotonic(), threading.Event(), ["the package"]

    def tell() -> None:
        wait = patience
        while not over.wait(wait):
            passed = time.monotonic() - begin
            print(
                f"\r\033[KChecking {stages[-1]}, {passed:.0f} s",
                end="",
                file=sys.stderr,
                flush=True,
            )
            wait = 1
        if wait < patience:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield stages.append
    finally:
        over.set()
        teller.join()


def main(argv: list[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = arguments().parse_args(argv)
    if options.list:
        print(report.LISTS[options.list](validation.catalogue()))
        return 0
    try:
        texts = [article.read_article(path) for path in options.article]
        with progress() as stage:
            result = validation.validate_path(options.path, texts, stage, options.against)
    except CannotRunError as error:
        print(f"validate.py: {error}", file=sys.stderr)
        return 2
    # A name of a file may hold half a character, which no stream takes as it is.
    print(report.FORMATS[options.format](result).encode("utf-8", "backslashreplace").decode())
    return 1 if result.issues else 0


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    # The answer is out; taking the engine down in order would cost a tenth of the run.
    os._exit(status)
