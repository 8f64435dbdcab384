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
    con = tables.con
    con.execute("CREATE TABLE texts (source_id VARCHAR, content VARCHAR)")
    con.execute(
        'CREATE TABLE text_sentences '
        '(source_id VARCHAR, row_no BIGINT, start BIGINT, "end" BIGINT, content VARCHAR)'
    )
    con.execute(
        'CREATE TABLE text_words '
        '(source_id VARCHAR, "position" BIGINT, start BIGINT, "end" BIGINT, word VARCHAR)'
    )
    digest = hashlib.sha256(text.encode()).hexdigest()
    found = con.execute(
        "SELECT source_id FROM raw_sources WHERE text_sha256 IS NOT NULL "
        "ORDER BY text_sha256 <> ?, rowid LIMIT 1",
        [digest],
    ).fetchone()
    if found is None:
        return
    source = found[0]
    con.execute("INSERT INTO texts VALUES (?, ?)", [source, text])
    for table, spans in (("text_sentences", sentences(text)), ("text_words", words(text))):
        rows = [(source, n, a, b, text[a:b]) for n, (a, b) in enumerate(spans, 1)]
        if rows:
            con.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?)", rows)
