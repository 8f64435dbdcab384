"""The report's text as tables, when it is at hand; the text itself never enters the package.

texts            source_id, content
text_sentences   source_id, row_no (1, 2, …), start, end, content; headings left out
text_words       source_id, position, start, end, word; words of headings left out
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from factbook.package import CannotRunError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from factbook.tables import Tables

WORD = re.compile(r"[^\W_]+(?:[-'.][^\W_]+)*")
SENTENCE = re.compile(r"\S.*?[.!?]['\"”’)]*(?=\s|$)")


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


def load(tables: Tables, text: str) -> None:
    """Add the tables of this module; the text belongs to the source with its checksum.

    If no source has that checksum, it is taken for the text of the first source that has one, so
    that the rule on the checksum says what is wrong.
    """
    digest = hashlib.sha256(text.encode()).hexdigest()
    found = tables.con.execute(
        "SELECT source_id FROM raw_sources WHERE text_sha256 IS NOT NULL "
        "ORDER BY text_sha256 <> ?, rowid LIMIT 1",
        [digest],
    ).fetchone()
    source = found[0] if found else None
    tables.add(
        "texts",
        {"source_id": "VARCHAR", "content": "VARCHAR"},
        [(source, text)] if source else [],
    )
    for table, number, content, spans in (
        ("text_sentences", "row_no", "content", sentences(text)),
        ("text_words", "position", "word", words(text)),
    ):
        columns = {"source_id": "VARCHAR", number: "BIGINT", "start": "BIGINT", '"end"': "BIGINT"}
        rows = [(source, n, a, b, text[a:b]) for n, (a, b) in enumerate(spans, 1) if source]
        tables.add(table, {**columns, content: "VARCHAR"}, rows)
