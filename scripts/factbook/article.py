"""The report's text as tables, when it is at hand; the text itself never enters the package.

texts        source_id, content
paragraphs   source_id, row_no (1, 2, …), start, content: the lines of a text
sentences    source_id, row_no (1, 2, …), start, end, content, words; headings left out
evidence     source_id, row_no (of the fact), span, before (up to 40 code points of its line), after
             (up to 1), sentence (row_no of the one that holds the span, NULL for a heading), words
             of the span; of the facts that still hold and whose span lies on one line of the text
gaps         source_id, sentence, start, word: the words of sentences that lie in no evidence
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from factbook.package import CannotRunError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

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


_EVIDENCE = Path(__file__).with_name("evidence.sql")
_TYPES = dict.fromkeys(("row_no", "start", '"end"', "sentence"), "BIGINT")
COLUMNS = {
    table: {column: _TYPES.get(column, "VARCHAR") for column in ("source_id", *columns)}
    for table, columns in {
        "texts": ("content",),
        "paragraphs": ("row_no", "start", "content"),
        "sentences": ("row_no", "start", '"end"', "content", "words"),
        "gaps": ("sentence", "start", "word"),
    }.items()
}


@dataclass(frozen=True)
class Text:
    """The text of a source and the (start, end) of its sentences."""

    source_id: str
    content: str
    sentences: list[tuple[int, int]]


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every sentence; a line without a final mark is a heading."""
    for line in re.finditer(r"[^\n]+", text):
        for sentence in SENTENCE.finditer(line.group()):
            yield line.start() + sentence.start(), line.start() + sentence.end()


def _words(text: Text, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield (sentence, start, word) of the words that begin or end between two places."""
    first = bisect_right(text.sentences, start, key=lambda sentence: sentence[0])
    for number in range(max(first, 1), len(text.sentences) + 1):
        opening, closing = text.sentences[number - 1]
        if opening >= end:
            return
        begin = max(opening, start)
        while begin > opening and not text.content[begin - 1].isspace():
            begin -= 1
        for word in WORD.finditer(text.content, begin, closing):
            if word.start() >= end:
                break
            if word.end() > start:
                yield number, word.start(), word.group()


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
    add_texts(tables, pairs)
    return True


def add_texts(tables: Tables, pairs: Iterable[tuple[str, str]]) -> None:
    """Add the tables of this module, made from (source_id, content) of every text."""
    found = [Text(source, content, list(sentences(content))) for source, content in pairs]
    for name, columns in COLUMNS.items():
        tables.add(name, columns, [])
    for text in found:
        source = text.source_id
        tables.insert("texts", [(source, text.content)])
        lines = enumerate(re.finditer(r"[^\n]+", text.content), 1)
        tables.insert("paragraphs", ((source, n, line.start(), line[0]) for n, line in lines))
        numbered = enumerate(text.sentences, 1)
        tables.insert(
            "sentences",
            ((source, n, start, end, text.content[start:end]) for n, (start, end) in numbered),
            words_of=5,
        )
    query = _EVIDENCE.read_text(encoding="utf-8")
    tables.con.execute(f"CREATE TABLE evidence AS {query}")
    for text in found:
        words = (word for gap in _gaps(tables, text) for word in _words(text, *gap))
        tables.insert("gaps", ((text.source_id, *word) for word in words))


def _gaps(tables: Tables, text: Text) -> list[tuple[int, int]]:
    """Return (start, end) of what lies in no span of a text's facts, in its order."""
    query = """
WITH spans AS (
  SELECT start, "end" FROM current_facts
  WHERE source_id = $source AND start < "end" AND "end" <= $size
  UNION ALL SELECT $size, $size
), reached AS (
  SELECT start, coalesce(max("end") OVER (ORDER BY start, "end"
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS reach
  FROM spans
)
SELECT reach, start FROM reached WHERE start > reach ORDER BY start"""
    named = {"source": text.source_id, "size": len(text.content)}
    return tables.con.execute(query, named).fetchall()
