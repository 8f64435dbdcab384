"""No false alarms: hundreds of lawful variants of the example pass, drawn at random.

Each variant changes many cells at once; when one is refused, hypothesis finds the smallest change.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import harness
import real
from factbook import spelling, validation
from factbook.rules import SUBJECTS
from factbook.schemas import own_resources

if TYPE_CHECKING:
    from harness import Content

    Row = dict[str, str]

TEXT = harness.text()
NESTED = jsonschema.Draft202012Validator(own_resources()["facts-nested"].schema)


def read(content: Content, table: str) -> list[Row]:
    """Return the rows of a table."""
    data = content[f"data/{table}.csv"]
    assert isinstance(data, bytes)
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def write(content: Content, table: str, rows: list[Row]) -> None:
    """Write the rows of a table."""
    text = spelling.csv_text(list(rows[0]), [list(row.values()) for row in rows])
    content[f"data/{table}.csv"] = text.encode()


def assert_valid(content: Content, text: str = TEXT) -> None:
    """Have a variant formatted and checked, with nothing left out and nothing found."""
    made = real.edited(harness.memory(content).content, {})
    assert real.edited(made, {}) == made, "what is formatted is formatted otherwise again"
    NESTED.validate(json.loads(made["data/facts.json"]))
    report = validation.validate(harness.memory(made), [text])
    errors = [issue for issue in report.issues if issue.level == "error"]
    assert [(i.code, i.record, i.field, i.message) for i in errors] == []
    assert set(report.not_run) <= set(SUBJECTS["release"])


# Words as editors write them. No promise speaks against any; each is there for a sign or a script.
_WORDS = """
Lindenau café Ångström naïve Đà Nẵng São Łódź İzmir Straße Œuvre Þór řež O'Neill O’Neill "quoted"
“so-called” ‘x’ «x» „x“ a,b a;b;c (a) [sic] {x} <b> 50% %s &amp; A/B x|y #1 ~5 $1 €5 £3 ¥8 10–20 — –
… ½ ¼ x¹² H₂O m² 5° ‰ × ÷ ± −5 § ¶ † • © ® ™ 1.º → ≥ ≈ ∞ e-mail C++ C# .NET R&D \\n \\\\ C:\\x ``
a_b a*b ^2 $$ {{x}} μm kΩ λόγος Αθήνα Москва Путь ありがとう カタカナ 서울 بغداد
שלום हिन्दी ไทย 😀 NaNs nullable nobody truest 1e5 0x1F 2031-05-07 12:30 'tis f0001
"""
WORDS = _WORDS.split()
LATIN = [word for word in WORDS if not any("\u3400" <= char <= "\U0003ffff" for char in word)]
PROSE = st.lists(st.sampled_from(LATIN), min_size=1, max_size=9).map(" ".join)
# A statement has no number and no negation that its evidence has not.
PLAIN = [word for word in LATIN if not any(map(str.isdigit, word)) and word != "nobody"]
PLAIN_PROSE = st.lists(st.sampled_from(PLAIN), min_size=1, max_size=9).map(" ".join)
HAN = st.lists(
    st.sampled_from(["算力", "东数西算", "𠮷", "㐀", "《规划》", "——", "AI"]), max_size=4
)
# The free texts of the tables, and what each ends with.
FREE = {
    "entities": {"description": ".", "note": "."},
    "predicates": {"definition": "."},
    "sources": {"title": "", "note": "."},
    "facts": {"statement": ".", "note": "."},
    "observations": {"note": "."},
    "names": {"note": "."},
}


@pytest.mark.parametrize("table", FREE)
@given(data=st.data())
def test_any_words_in_free_texts(table: str, data: st.DataObject) -> None:
    """A statement goes on in other words; other texts are new throughout, and numbered."""
    content = dict(harness.example())
    rows = read(content, table)
    for field, end in FREE[table].items():
        for number, row in enumerate(rows):
            dated = f"Undated: text {number}," if row.get("as_of") == "" else f"Text {number}:"
            kept = row[field].rstrip(".") if field == "statement" else dated
            words = data.draw(PLAIN_PROSE if field == "statement" else PROSE)
            row[field] = f"{kept} {words}"[:200].rstrip() + end
    write(content, table, rows)
    assert_valid(content)


@given(data=st.data())
def test_longer_labels(data: st.DataObject) -> None:
    content = dict(harness.example())
    for table in ("entities", "predicates"):
        rows = read(content, table)
        for number, row in enumerate(rows):
            if row.get("entity_id") == "town":
                continue  # Other sources have names for it, which contain its label.
            row["label_en"] += f" {data.draw(st.sampled_from(PLAIN))} {chr(ord('a') + number)}"
            row["label_zh"] += "".join(data.draw(HAN)) + chr(0x4E00 + number)
        write(content, table, rows)
    assert_valid(content)


# Figures: each is in a sentence of its own after the example's report.
MAGNITUDES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
COUNTED = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
VOCABULARY = json.loads((harness.ROOT / "data" / "vocabulary.json").read_text(encoding="utf-8"))
CUES = [
    (code["code"], cue)
    for entry in VOCABULARY["lists"]
    if entry["list"] == "comparator"
    for code in entry["codes"]
    for cue in code.get("cues", [])
    if cue.isascii()  # Statements are English.
]


@dataclass(frozen=True)
class Figure:
    """A value as a fact records it, and as an article prints it."""

    value: str
    printed: str


def plain(digits: int, scale: int, *, negative: bool = False) -> str:
    """Return digits with so many after the point, as a fact records them."""
    return spelling.decimal_text(Decimal(-digits if negative else digits).scaleb(-scale))


def grouped(value: str) -> str:
    """Return a figure with a comma between thousands."""
    return f"{Decimal(value):,f}"


def scaled(printed: str, word: str) -> Figure:
    """Return the figure that is printed as a number and a magnitude."""
    value = Decimal(printed).scaleb(MAGNITUDES[word])
    return Figure(spelling.decimal_text(value), f"{printed} {word}")


def fits(figure: Figure) -> bool:
    """Return if a figure keeps within what the schema allows: size, digits, decimals."""
    number = Decimal(figure.value)
    digits = figure.value.replace(".", "").replace("-", "").strip("0")
    decimals = len(figure.value.partition(".")[2])
    return abs(number) <= 10**15 and len(digits) <= 15 and decimals <= 9


NUMBERS = st.builds(plain, st.integers(0, 10**15 - 1), st.integers(0, 9), negative=st.booleans())
SMALL = st.builds(plain, st.integers(1, 9999), st.integers(0, 3), negative=st.booleans())
BOUNDS = ["0", "1000000000000000", "-1000000000000000", "999999999999999", "-999999999999999"]
BOUNDS += ["0.000000001", "-0.000000001", "999999.999999999", "0.999999999", "99999999999999.9"]
FIGURES = st.one_of(
    st.sampled_from(BOUNDS).flatmap(
        lambda v: st.sampled_from([Figure(v, v), Figure(v, grouped(v))])
    ),
    NUMBERS.map(lambda v: Figure(v, v)),
    NUMBERS.map(lambda v: Figure(v, grouped(v))),
    st.builds(scaled, SMALL, st.sampled_from(sorted(MAGNITUDES))),
    st.integers(1, 11).map(lambda n: Figure(str(n), COUNTED[n - 1])),
    st.integers(1, 99).map(lambda n: Figure(str(n), f"{n}.00")),
).filter(fits)
# Not those of the example, which are in facts already.
NEW_FIGURES = FIGURES.filter(lambda figure: figure.value not in {"40", "1200000"})
UNITS = st.sampled_from([("sensor", "sensors"), ("petaflops", "petaflops")])


def with_sentences(content: Content, sentences: list[tuple[str, Row]]) -> str:
    """Append sentences to the report, each with its fact; return the new report."""
    rows, text = read(content, "facts"), TEXT
    for sentence, cells in sentences:
        start = len(text) + 1
        text += f"\n{sentence}."
        span = {"start": str(start), "end": str(len(text) - 1)}
        number = len(rows) + 1
        statement = sentence.replace("The centre has", "At the centre there are") + "."
        rows.append(
            rows[0]
            | {"fact_id": f"f{number:04}", "statement": statement, "object_text": ""}
            | {"span_sha256": sha256(sentence), **span, **cells}
        )
    write(content, "facts", rows)
    source, *others = read(content, "sources")
    source |= {"text_sha256": sha256(text), "text_length": str(len(text))}
    write(content, "sources", [source, *others])
    return text


def sha256(text: str) -> str:
    """Return the checksum of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def sentence_of(figure: Figure, cue: tuple[str, str], unit: str, name: str) -> tuple[str, Row]:
    """Return a sentence with a figure, and the cells of its fact."""
    words = f"The centre has {cue[1]} {figure.printed} {name}"
    predicate = "sensor-count" if unit == "sensor" else "capacity"
    cells = {"subject_id": "centre", "predicate_id": predicate, "comparator": cue[0]}
    return words, cells | {"value": figure.value, "unit_id": unit, "printed": figure.printed}


@given(
    figures=st.lists(NEW_FIGURES, min_size=1, max_size=40, unique_by=lambda figure: figure.value),
    data=st.data(),
)
def test_any_figure_as_it_is_printed(figures: list[Figure], data: st.DataObject) -> None:
    content = dict(harness.example())
    cues = st.sampled_from(CUES)
    sentences = [sentence_of(figure, data.draw(cues), *data.draw(UNITS)) for figure in figures]
    assert_valid(content, with_sentences(content, sentences))


@given(figure=NEW_FIGURES, cue=st.sampled_from(CUES), unit=UNITS, bare=st.booleans())
def test_a_page_with_the_same_figure_confirms_it(
    figure: Figure,
    cue: tuple[str, str],
    unit: tuple[str, str],
    bare: bool,  # noqa: FBT001
) -> None:
    """The page prints the same number, with the word for the comparator or as exact."""
    content = dict(harness.example())
    sentence, fact = sentence_of(figure, cue, *unit)
    text = with_sentences(content, [(sentence, fact)])
    said = {"comparator": "eq"} if bare else {"printed": f"{cue[1]} {figure.printed}"}
    seen = {key: fact[key] for key in ("subject_id", "predicate_id", "comparator", "value")}
    seen |= {key: fact[key] for key in ("unit_id", "printed")} | said
    named = {"observation_id": "o0007", "source_id": "monitor-2031", "as_of": "2031-05"}
    named |= {"fact_id": "f0011", "verdict": "confirms", "note": "A figure far from others."}
    rows = read(content, "observations")
    rows.append(dict.fromkeys(rows[0], "") | seen | named)
    # The figure of the page before it, if it is one of another date, has a note as well.
    write(content, "observations", [row | {"note": row["note"] or "A note."} for row in rows])
    assert_valid(content, text)
