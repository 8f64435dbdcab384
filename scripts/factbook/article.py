"""The report's text as tables, when it is at hand; the text itself never enters the package.

texts            source_id, content
text_sentences   source_id, row_no (1, 2, …), start, end, content; headings left out
text_words       source_id, position, start, end, word; words of headings left out
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from factbook.package import CannotRunError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from factbook.tables import Tables

WORD = re.compile(r"[^\W_]+(?:[-'.][^\W_]+)*")
SENTENCE = re.compile(r"\S.*?[.!?]['\"”’)]*(?=\s|$)")


def add_option(parser: argparse.ArgumentParser) -> None:
    """Give a command the option --article, once per article; its value is a list of paths."""
    parser.add_argument(
        "--article",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="the report's text (once per article); rules that need it are else not run",
    )


def read_article(path: Path) -> str:
    """Return the text of an article exactly as it stands; raises CannotRunError."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}). Name the file with the report's text."
    except UnicodeDecodeError:
        message = f"{path} is not UTF-8. Name the file with the report's text."
    raise CannotRunError(message)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every sentence; a line without a final mark is a heading."""
    for line in re.finditer(r"[^\n]+", text):
        for sentence in SENTENCE.finditer(line.group()):
            yield line.start() + sentence.start(), line.start() + sentence.end()


def words(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every word in the sentences of a text."""
    for start, end in sentences(text):
        for word in WORD.finditer(text, start, end):
            yield word.span()


def load(tables: Tables, texts: list[str]) -> bool:
    """Add the tables of this module if there are texts and articles; return whether it did.

    A text belongs to the source with its checksum. One without such a source is taken for the
    text of the next article left over, so that the rule on the checksum says what is wrong.
    Raises CannotRunError unless there are as many texts as articles.
    """
    articles: list[tuple[str, str | None]] = tables.con.execute(
        "SELECT source_id, text_sha256 FROM raw_sources WHERE kind = 'article' ORDER BY rowid"
    ).fetchall()
    if not texts or not articles:
        return False
    if len(texts) != len(articles):
        named = ", ".join(source for source, _ in articles)
        message = (
            f"Texts given: {len(texts)}; articles in the package: {len(articles)} ({named}). "
            "Give --article once for each."
        )
        raise CannotRunError(message)
    left = {hashlib.sha256(text.encode()).hexdigest(): text for text in texts}
    owned = {source: left.pop(digest or "", None) for source, digest in articles}
    others = iter(left.values())
    pairs = [(source, next(others, "") if text is None else text) for source, text in owned.items()]
    tables.add("texts", {"source_id": "VARCHAR", "content": "VARCHAR"}, pairs)
    for table, number, content, split in (
        ("text_sentences", "row_no", "content", sentences),
        ("text_words", "position", "word", words),
    ):
        columns = {"source_id": "VARCHAR", number: "BIGINT", "start": "BIGINT", '"end"': "BIGINT"}
        rows = [
            (source, n, a, b, text[a:b])
            for source, text in pairs
            for n, (a, b) in enumerate(split(text), 1)
        ]
        tables.add(table, {**columns, content: "VARCHAR"}, rows)
    return True
