"""The report's text as tables, when it is at hand; the text itself never enters the package.

texts      source_id, sha256, length
sentences  row_no (of all texts), source_id, place (1, 2, … in its text), start, stop, words,
           facts (how many have their evidence in it), untold (its first number in digits that is
           in no fact of it); headings are left out
evidence   row_no (of the fact), span, words, left_of (up to 40 code points of its line), right_of
           (up to 1), sentence (row_no, blank for a heading): of the facts that still hold and whose
           span is on one line
gaps       source_id, start, word: what is in no evidence, of sentences that have facts
lines      path, row_no, content: of documents that are no tables
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factbook.package import CannotRunError
from factbook.words import spoken

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator

    from factbook.engine import Engine

_WORD = re.compile(r"[^\W_]+(?:[-'.][^\W_]+)*")
_SENTENCE = re.compile(r"\S.*?(?:[.!?]['\"”’)]*(?=\s|$)|[。！？][”’」』）]*)")
_NUMBERS = re.compile(" ([0-9][0-9.,-]*)(?= )").findall
_BEFORE = 40
_SPANS = """
SELECT f.row_no, f.start, f.end, s.label_words || coalesce(o.label_words, '')
  || coalesce(f.printed_words, '') || coalesce(spoken(f.object_text), '')
FROM facts f
JOIN entities s ON s.entity_id = f.subject_id
LEFT JOIN entities o ON o.entity_id = f.object_id
WHERE f.status = 'current' AND f.source_id = '{}'
ORDER BY f.start, f.end"""
_COLUMNS = {
    "texts": "source_id sha256 length",
    "evidence": "row_no span words left_of right_of sentence",
    "sentences": "row_no source_id place start stop words facts untold",
    "gaps": "source_id start word",
    "lines": "path row_no content",
}
_NUMBERED = "row_no length sentence place start stop facts"
_TYPES = dict.fromkeys(_NUMBERED.split(), "INTEGER")
_RUN = 6  # words in a row that are looked for first
_COMMON = 2


def add_option(parser: argparse.ArgumentParser) -> None:
    """Give a command the option --article, once per article; its value is a list of paths."""
    parser.add_argument(
        "--article",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="the report's text (once per article); without it, rules that need it are skipped",
    )


def read_article(path: Path) -> str:
    """Return the text of an article exactly as it is; raises CannotRunError."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}). Name the file with the report's text."
    except UnicodeDecodeError:
        message = f"{path} is not UTF-8. Name the file with the report's text."
    raise CannotRunError(message)


def load(engine: Engine, texts: list[str], lines: Iterable[tuple[str, int, str]] = ()) -> bool:
    """Add the tables of this module if there are texts and articles; return if it did.

    lines: (path, row_no, content) of documents whose words are compared with the report's, too.
    Raises CannotRunError unless there are as many texts as articles.
    """
    query = "SELECT source_id, text_sha256 FROM sources WHERE kind = 'article' ORDER BY row_no"
    articles = engine.query(query)
    if not texts or not articles:
        return False
    if len(texts) != len(articles):
        named = ", ".join(source for source, _ in articles)
        message = (
            f"Texts given: {len(texts)}; articles in the package: {len(articles)} ({named}). "
            "Give --article once for each."
        )
        raise CannotRunError(message)
    left = {_sha256(text): text for text in texts}
    owned = {source: left.pop(digest or "", None) for source, digest in articles}
    # A text without a source is taken for that of the next article left over: a rule says so.
    others = iter(left.values())
    found: list[_Text] = []
    for source, text in owned.items():
        first = 1 + sum(len(text.sentences) for text in found)
        found.append(_Text(source, next(others, "") if text is None else text, first))
    _create(engine, "texts", ((t.source_id, _sha256(t.content), len(t.content)) for t in found))
    _create(engine, "evidence", (row for text in found for row in text.evidence(engine)))
    _create(engine, "sentences", (row for text in found for row in text.rows()))
    _create(engine, "gaps", (row for text in found for row in text.gap_words()))
    _create(engine, "lines", lines)
    names = engine.query("SELECT label_en, short_name FROM entities")
    engine.define({"repeated_run": _repeated_run([text.content for text in found], names)})
    return True


def _create(engine: Engine, name: str, rows: Iterable[tuple[Any, ...]]) -> None:
    columns = {column: _TYPES.get(column, "TEXT") for column in _COLUMNS[name].split()}
    engine.create(name, columns, rows, key=("sentence",) if name == "evidence" else ())


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class _Text:
    """The text of a source, and what its facts make of it."""

    def __init__(self, source_id: str, content: str, first: int) -> None:
        """Take a text; `first` is the row number of its first sentence."""
        self.source_id, self.content, self.first = source_id, content, first
        lines = re.finditer(r"[^\n]+", content)
        self.sentences = [
            (line.start() + sentence.start(), line.start() + sentence.end())
            for line in lines
            for sentence in _SENTENCE.finditer(line[0])
        ]
        self.starts = [start for start, _ in self.sentences]
        self.words = [spoken(content[start:stop]) or "" for start, stop in self.sentences]
        self.untold = [_NUMBERS(words) for words in self.words]
        self.facts = [0] * len(self.sentences)
        self.gaps: list[tuple[int, int]] = []

    def evidence(self, engine: Engine) -> Iterator[tuple[Any, ...]]:
        """Yield the evidence of the facts; note what each sentence has of them, and the gaps."""
        text, reach = self.content, 0
        for row, start, stop, words in engine.stream(_SPANS.format(self.source_id)):
            if not start < stop <= len(text):
                continue
            if start > reach:
                self.gaps.append((reach, start))
            reach = max(reach, stop)
            span = text[start:stop]
            if "\n" in span:
                continue
            at, sentence = bisect_right(self.starts, start) - 1, None
            if at >= 0 and stop <= self.sentences[at][1]:
                self.facts[at] += 1
                sentence = self.first + at
                if self.untold[at]:
                    self.untold[at] = [n for n in self.untold[at] if f" {n} " not in words]
            left_of = text[max(start - _BEFORE, 0) : start].rpartition("\n")[2]
            yield row, span, spoken(span), left_of, text[stop : stop + 1].strip("\n"), sentence
        self.gaps.append((reach, len(text)))

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of the sentences."""
        for at, (start, stop) in enumerate(self.sentences):
            place = (self.first + at, self.source_id, at + 1, start, stop, self.words[at])
            yield (*place, self.facts[at], next(iter(self.untold[at]), None))

    def gap_words(self) -> Iterator[tuple[Any, ...]]:
        """Yield the words in gaps of sentences that have facts."""
        for begin, end in self.gaps:
            for at in range(max(bisect_right(self.starts, begin) - 1, 0), len(self.starts)):
                start, stop = self.sentences[at]
                if start >= end:
                    break
                if self.facts[at]:
                    words = _WORD.finditer(self.content, max(begin, start), min(end, stop))
                    yield from ((self.source_id, word.start(), word[0]) for word in words)


def _repeated_run(texts: Iterable[str], labels: Iterable[Any]) -> Callable[[str, int], str | None]:
    """Return the function that gives the first run of more words than may be repeated, or None.

    What has a figure or a word of a name is no such run. labels: rows of names; one of one or two
    words without a capital letter is none.
    """
    lines = [spoken(line) or "" for text in texts for line in text.split("\n")]
    report = "\n".join(lines)
    runs = {hash(run) for line in lines for run in _runs(line.split(), _RUN)}
    names: dict[str, list[list[str]]] = {}
    for label in filter(None, (label for row in labels for label in row)):
        words = (spoken(label) or "").split()
        if len(words) > _COMMON or (words and label != label.lower()):
            names.setdefault(words[0], []).append(words)

    def repeated_run(content: str, may_repeat: int) -> str | None:
        if content.count(" ") < may_repeat:
            return None
        words = (spoken(content) or "").split()
        known = [hash(run) in runs for run in _runs(words, _RUN)]
        if not any(known):
            return None
        for at, word in enumerate(words):
            for name in names.get(word, ()):
                if words[at : at + len(name)] == name:
                    words[at : at + len(name)] = ["0"] * len(name)
        found = (run for run in _runs(words, may_repeat + 1) if not re.search("[0-9]", run))
        return next((run for run in found if f" {run} " in report), None)

    return repeated_run


def _runs(words: list[str], size: int) -> Iterator[str]:
    return (" ".join(words[at : at + size]) for at in range(len(words) - size + 1))
