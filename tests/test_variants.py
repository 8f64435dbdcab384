"""No false alarm: whatever the promises allow, the validator lets through.

Every test makes lawful packages out of the example, many changed cells in each, and has them
checked with the article's text. Where a variant says something else than the example's article,
it tells the article anew, so that the evidence stays true.
"""

# ruff: noqa: RUF001 - signs that look like others are what is tried here

from __future__ import annotations

import csv
import hashlib
import json
import re
import string
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import harness
from factbook import article, canonical, expected, validation
from factbook.package import DESCRIPTOR, open_package

if TYPE_CHECKING:
    from collections.abc import Iterator

    Row = dict[str, str]
    Rows = list[Row]

TEXT = article.read_article(harness.ARTICLE)
TABLES = ("entities", "facts", "predicates", "sources", "units")


@contextmanager
def variant(pristine: Path) -> Iterator[Path]:
    """Yield a copy of the example that goes afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield harness.copy(pristine, Path(folder) / "package")


def read(root: Path, table: str) -> Rows:
    """Return the rows of a table."""
    with (root / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(root: Path, table: str, rows: Rows) -> None:
    """Write the rows of a table in the order of their keys."""
    header = list(rows[0])
    ordered = sorted(rows, key=lambda row: canonical.row_key(row[header[0]]))
    text = canonical.csv_text(header, [list(row.values()) for row in ordered])
    (root / "data" / f"{table}.csv").write_bytes(text.encode())


def in_json(root: Path, name: str, values: dict[str, Any]) -> None:
    """Set values in a JSON file; values maps pointers to them."""
    for at, value in values.items():
        try:
            harness.apply(root, {"json": name, "at": at, "set": value})
        except AssertionError:
            continue  # It was that before.


def assert_valid(root: Path, text: str = TEXT) -> None:
    """Have a variant checked, with nothing left out."""
    harness.refresh(root)
    report = validation.validate(open_package(root), [text])
    assert [(i.code, i.record, i.field, i.message) for i in report.issues] == []
    assert report.not_run == {}


def constraints(table: str) -> dict[str, dict[str, Any]]:
    """Return the constraints of a table's fields, by field."""
    fields = expected.expected()[table].schema["fields"]
    return {field["name"]: field["constraints"] for field in fields}


# Words as editors write them. No promise speaks against any; each is there for a sign or a script.
_WORDS = """
Lindenau café Ångström naïve Đà Nẵng São Łódź İzmir Straße Œuvre Þór řež O'Neill O’Neill "quoted"
“so-called” ‘x’ «x» „x“ a,b a;b;c (a) [sic] {x} <b> 50% %s &amp; A/B x|y #1 ~5 $1 €5 £3 ¥8 10–20 — –
… ½ ¼ x¹² H₂O m² 5° ‰ × ÷ ± −5 § ¶ † • © ® ™ 1.º → ≥ ≈ ∞ e-mail C++ C# .NET R&D \\n \\\\ C:\\x ``
a_b a*b ^2 $$ {{x}} μm kΩ λόγος Αθήνα Москва Путь 数据 算力 𠮷野 㐀 ありがとう カタカナ 서울 بغداد
שלום हिन्दी ไทย 😀 NaNs nullable nobody truest 1e5 0x1F 2031-05-07 12:30 'tis f0001
"""
WORDS = _WORDS.split()
# What common readers take for a missing or a truth value if it is the whole of a cell.
RESERVED = {"no", "on", "off", "yes", "true", "false", "na", "n/a", "nan", "nat", "nil", "none"}
RESERVED |= {"null", "missing", "undefined", "inf", "infinity", ".", "-", "--", "?", "\\n"}
LETTERS = string.ascii_letters + "áàâäãåæçéèêëíîïñóôöøœßúüýÿčřšžđłşğıőűØŁŠÉ"
HAN = ["算力", "网络", "数据中心", "规划", "东数西算", "𠮷", "㐀", "甲", "国家", "高质量", "龘"]
_ZH = """
（一） “数字中国” 、 ， ： ； · —— …… 《规划》 【一】 「二」 ！ ？ 〇 2024年 A级 AI 5G GPU 100% (B) + / - &
"""
ZH = [*HAN, *_ZH.split()]


def prose(longest: int, end: str = "", shortest: int = 1) -> st.SearchStrategy[str]:
    """Return a strategy of lawful texts: words with a space between, as many as there is room."""

    def fitted(words: list[str]) -> str:
        text = ""
        for word in words:
            longer = f"{text} {word}".strip()
            text = longer if len(longer + end) <= longest else text
        return text + end

    word = st.sampled_from(WORDS) | st.text(LETTERS, min_size=1, max_size=12)
    texts = st.lists(word, min_size=1, max_size=40).map(fitted)
    return texts.filter(lambda text: len(text) >= shortest and lawful(text))


def lawful(text: str) -> bool:
    """Return whether a text may be the whole of a cell."""
    return text.lower() not in RESERVED and text[0] not in "=@+-"


def chinese(longest: int) -> st.SearchStrategy[str]:
    """Return a strategy of lawful Chinese labels."""
    rest = st.lists(st.sampled_from(ZH), max_size=20).map("".join)
    return st.tuples(st.sampled_from(HAN), rest).map(lambda parts: "".join(parts)[:longest])


def different(texts: st.SearchStrategy[str], count: int) -> st.SearchStrategy[list[str]]:
    """Return a strategy of lists of texts, no two alike whatever their case."""
    return st.lists(texts, min_size=count, max_size=count, unique_by=str.lower)


# Which texts of the tables are free. The article names Berg, its petaflops and its sensors.
FREE = {
    "entities": ("label_en", "label_zh", "description", "note"),
    "predicates": ("label_en", "label_zh", "definition"),
    "units": ("label_zh",),
    "sources": ("title", "publisher", "note"),
    "facts": ("statement", "note"),
}


def texts_for(table: str, field: str) -> st.SearchStrategy[str]:
    """Return a strategy of lawful cells of a field, by its constraints."""
    bounds = constraints(table)[field]
    if field == "label_zh":
        return chinese(bounds["maxLength"])
    end = "." if field == "statement" else ""
    cells = prose(bounds["maxLength"], end, bounds.get("minLength", 1))
    unique = field in {"label_en", "statement"} or bounds.get("required")
    return cells if unique else cells | st.just("")


@pytest.mark.parametrize("table", TABLES)
@given(data=st.data())
def test_any_words_in_free_texts(table: str, pristine: Path, data: st.DataObject) -> None:
    with variant(pristine) as root:
        rows = read(root, table)
        for field in FREE[table]:
            texts = texts_for(table, field)
            blank = "label" not in field and field != "statement"
            several = st.lists(texts, min_size=len(rows), max_size=len(rows))
            drawn = data.draw(several if blank else different(texts, len(rows)), label=field)
            for row, text in zip(rows, drawn, strict=True):
                row[field] = text
        write(root, table, rows)
        assert_valid(root)


def filled(number: int, length: int, field: str) -> str:
    """Return a text of a length that no other number has."""
    if field == "label_zh":
        return (chr(0x4E00 + number) * length)[:length]
    end = "." if field == "statement" else ""
    return f"{chr(ord('a') + number)}{'x' * (length - 1 - len(end))}{end}"


@pytest.mark.parametrize("bound", ["longest", "shortest"])
def test_texts_as_long_or_short_as_allowed(bound: str, pristine: Path) -> None:
    with variant(pristine) as root:
        for table, fields in FREE.items():
            rows = read(root, table)
            for field in fields:
                limits = constraints(table)[field]
                length = limits["maxLength"] if bound == "longest" else limits.get("minLength", 1)
                for number, row in enumerate(rows):
                    row[field] = filled(number, length, field)
            write(root, table, rows)
        assert_valid(root)


TITLES = prose(150)
PEOPLE = st.fixed_dictionaries(
    {"title": TITLES}, optional={"organization": TITLES, "roles": st.just(["editor", "x y"])}
)
PLACES = [
    *("https://example.org/", "http://example.org:8080/a?b=c&d=%20#e", "LICENSE", "data/x.csv"),
    *("https://xn--fsqu00a.xn--0zwm56d/a", "https://example.org/%E4%BD%A0(1),2;3'4"),
]


@given(data=st.data())
def test_any_words_in_the_descriptor(pristine: Path, data: st.DataObject) -> None:
    with variant(pristine) as root:
        values: dict[str, Any] = {"/title": data.draw(TITLES), "/description": data.draw(TITLES)}
        for number in range(7):
            for key in ("title", "description"):
                values[f"/resources/{number}/{key}"] = data.draw(TITLES)
        named = {"title": data.draw(TITLES), "path": data.draw(st.sampled_from(PLACES))}
        licence = st.sampled_from(["CC0-1.0", "ODbL-1.0", "CC-BY-4.0", "MIT", "0BSD"])
        values |= {
            "/name": data.draw(st.sampled_from(["a", "0", "a-b", "x" * 200, "2031-05"])),
            "/keywords": data.draw(st.lists(TITLES, min_size=1, unique=True)),
            "/contributors": data.draw(st.lists(PEOPLE, min_size=1, max_size=5)),
            "/sources": [named],
            "/licenses": [{"name": data.draw(licence), **named}],
        }
        in_json(root, DESCRIPTOR, values)
        assert_valid(root)


@given(data=st.data())
def test_any_words_in_the_vocabulary(pristine: Path, data: st.DataObject) -> None:
    with variant(pristine) as root:
        path = root / "data" / "vocabulary.json"
        value = json.loads(path.read_text(encoding="utf-8"))
        for entry in value["lists"]:
            count = len(entry["codes"])
            english = data.draw(different(prose(80), count))
            han = data.draw(different(chinese(40), count))
            for code, *labels in zip(entry["codes"], english, han, strict=True):
                code |= dict(zip(("label_en", "label_zh"), labels, strict=True))
                code["definition"] = data.draw(prose(200))
                code["exact_match"] = data.draw(st.none() | st.sampled_from(ADDRESSES))
        path.write_text(canonical.json_text(value), encoding="utf-8")
        assert_valid(root)


ADDRESSES = [
    *(
        "http://a",
        "https://a.b",
        "https://example.org/",
        "https://example.org:8443",
        "http://1.2.3.4/",
    ),
    *(
        "https://example.org:8443/a/b.html?c=d&e=f#g",
        "https://example.org/?a[]=1&b={2}",
        "http://a/~b",
    ),
    *(
        "https://xn--fiqs8s.xn--55qx5d/%E6%8A%A5%E9%81%93",
        "https://EXAMPLE.org/A",
        "https://a-b.c/",
    ),
    *(
        "https://example.org/a,b;c",
        'https://example.org/"x"',
        "https://example.org/'x'",
        "http://a/#",
    ),
    *("https://example.org/a//b/../c", "https://example.org/=1+1", "https://example.org/a@b:c!d*"),
    *("https://example.org/" + "x" * 2000, "https://example.org/%00", "https://example.org/\\"),
]


@given(data=st.data())
def test_sources_of_all_kinds(pristine: Path, data: st.DataObject) -> None:
    with variant(pristine) as root:
        (report,) = read(root, "sources")
        path = st.from_regex(r"/[!-~]{0,60}", fullmatch=True)
        made = st.tuples(st.sampled_from(["http://a.b", "https://example.org:80"]), path)
        address = st.sampled_from(ADDRESSES) | made.map("".join)
        urls = data.draw(st.lists(address, min_size=2, max_size=25, unique=True))
        day = st.dates(min_value=date(1990, 1, 1)).map(str) | st.just("")
        rows = [report | {"url": urls[0], "published": data.draw(day)}]
        for number, url in enumerate(urls[1:]):
            row = dict.fromkeys(report, "") | {"source_id": f"page{number}", "kind": "page"}
            row |= {"url": url, "published": data.draw(day), "title": data.draw(prose(300))}
            row |= {"language": data.draw(st.sampled_from(["zh", "en", "de", "aa", "zz"]))}
            rows.append(row | {"publisher": data.draw(prose(200)), "note": data.draw(prose(500))})
        write(root, "sources", rows)
        assert_valid(root)


# Figures: every one is told in a sentence of its own after the example's article.
MAGNITUDES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
COUNTED = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
CUES = [("eq", "")] + [
    (code["code"], cue)
    for entry in json.loads(
        (harness.ROOT / "data" / "vocabulary.json").read_text(encoding="utf-8")
    )["lists"]
    for code in entry["codes"]
    for cue in code.get("cues", [])
]


@dataclass(frozen=True)
class Figure:
    """A value as a fact records it, and as an article prints it."""

    value: str
    printed: str


def plain(digits: int, scale: int, *, negative: bool = False) -> str:
    """Return digits with so many after the point, as a fact records them."""
    return canonical.decimal_text(Decimal(-digits if negative else digits).scaleb(-scale))


def grouped(value: str) -> str:
    """Return a figure with a comma between thousands."""
    return f"{Decimal(value):,f}"


def scaled(printed: str, word: str) -> Figure:
    """Return the figure that is printed as a number and a magnitude."""
    value = Decimal(printed).scaleb(MAGNITUDES[word])
    return Figure(canonical.decimal_text(value), f"{printed} {word}")


def fits(figure: Figure) -> bool:
    """Return whether a figure keeps within what the schema allows: size, digits, decimals."""
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


def told(root: Path, sentences: list[tuple[str, Row]]) -> str:
    """Append sentences to the article, each with the fact it tells; return the new article."""
    rows, text = read(root, "facts"), TEXT
    for sentence, cells in sentences:
        start = len(text) + 1
        text += f"\n{sentence}."
        span = {"start": str(start), "end": str(len(text) - 1)}
        number = len(rows) + 1
        rows.append(
            rows[0]
            | {"fact_id": f"f{number:04}", "statement": f"This is fact number {number}."}
            | {"object_text": "", "span_sha256": sha256(sentence), **span, **cells}
        )
    write(root, "facts", rows)
    (source,) = read(root, "sources")
    write(root, "sources", [source | {"text_sha256": sha256(text), "text_length": str(len(text))}])
    return text


def sha256(text: str) -> str:
    """Return the checksum of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def telling(figure: Figure, cue: tuple[str, str], unit: str, name: str) -> tuple[str, Row]:
    """Return a sentence on a figure and the cells of its fact."""
    words = " ".join(["The centre has", *filter(None, [cue[1]]), figure.printed, name])
    predicate = "sensor-count" if unit == "sensor" else "capacity"
    cells = {"subject_id": "centre", "predicate_id": predicate, "comparator": cue[0]}
    return words, cells | {"value": figure.value, "unit_id": unit, "printed": figure.printed}


MEASURED = st.sampled_from([("sensor", "sensors"), ("petaflops", "petaflops")])


@given(
    figures=st.lists(FIGURES, min_size=1, max_size=40, unique_by=lambda figure: figure.value),
    data=st.data(),
)
def test_any_figure_as_it_is_printed(
    figures: list[Figure], pristine: Path, data: st.DataObject
) -> None:
    sentences = [
        telling(figure, data.draw(st.sampled_from(CUES)), *data.draw(MEASURED))
        for figure in figures
        if figure.value not in {"40", "1200000"}
    ]
    with variant(pristine) as root:
        assert_valid(root, told(root, sentences))


def test_the_same_figure_of_two_things(pristine: Path) -> None:
    """One sentence says over 5 of one thing, the next one 5 of another."""
    sentences = [
        telling(Figure("5", "5"), ("gt", "over"), "petaflops", "petaflops"),
        telling(Figure("5", "5"), ("eq", ""), "sensor", "sensors"),
    ]
    with variant(pristine) as root:
        assert_valid(root, told(root, sentences))


SPEAKERS = ["Jean-Luc O'Neill", "Zoë Müller-Łuk", "Nguyễn Văn Á", "Li Qiang (李强)", "von der X"]
SPEAKERS += ["O’Hara", "AT&T", "E.ON", "Yahoo!", "Berg, Ada", "X", "3M", "Ada 'the Hill' Berg"]


@pytest.mark.parametrize("name", SPEAKERS)
def test_a_speaker_of_any_name(name: str, pristine: Path) -> None:
    with variant(pristine) as root:
        cells = {"entity_id": "speaker", "type": "person", "description": "Who speaks."}
        cells |= {"label_en": name, "label_zh": "发言人"}
        harness.apply(root, {"table": "entities", "add": cells})
        sentence, fact = telling(Figure("5", "5"), ("eq", ""), "sensor", "sensors")
        sentence = f"{sentence}, said {name}"
        assert_valid(root, told(root, [(sentence, fact | {"asserted_by": "speaker"})]))


TERMS = prose(60).filter(lambda text: any(map(str.isalnum, text)) and not re.search("[.!?] ", text))


@given(terms=st.lists(TERMS, min_size=1, max_size=20, unique_by=str.lower))
def test_any_term_the_article_prints(terms: list[str], pristine: Path) -> None:
    cells = {"subject_id": "centre", "predicate_id": "timing"}
    sentences = [(f"It is called {term} there", cells | {"object_text": term}) for term in terms]
    with variant(pristine) as root:
        assert_valid(root, told(root, sentences))


@pytest.mark.parametrize("start", ["Dr. Berg says it has", "No. 5 of the U.S. firms has", "It has"])
def test_a_sentence_may_hold_abbreviations(start: str, pristine: Path) -> None:
    sentence, cells = telling(Figure("7", "7"), ("eq", ""), "sensor", "sensors")
    with variant(pristine) as root:
        text = told(root, [(sentence.replace("The centre has", start), cells)])
        assert_valid(root, text)


@pytest.mark.parametrize(
    "title",
    ["Доклад о сети и о данных", "А у нас", "Η έκθεση για τα δίκτυα", "Ο λόγος", "น้ำ", "β2"],
)
def test_titles_in_other_scripts(title: str, pristine: Path) -> None:
    """Words of one letter are words: о, с and у in Russian, η and ο in Greek."""
    with variant(pristine) as root:
        harness.apply(root, {"table": "sources", "record": "gazette", "set": {"title": title}})
        assert_valid(root)


FACTORS = st.sampled_from(["0.001", "0.123456789", "1", "2", "12", "999999999999999"]) | st.builds(
    plain, st.integers(10**9, 10**15 - 1), st.integers(0, 9)
).filter(lambda factor: Decimal(factor) >= Decimal("0.001"))
SYMBOLS = ["", "m²", "km/h", "μm", "kΩ", "°C", "€", "½", "x¹", "—", "–", "%", "‰", "人", "′", "×"]
SYMBOLS += ["'", '"', "a;b", "a,b", "(x)", "PF", "Pflop/s", "$", "½ h", "x" * 20, "个", "EF", "𠮷"]


@given(data=st.data())
def test_units_of_any_factor_and_symbol(pristine: Path, data: st.DataObject) -> None:
    names = data.draw(
        st.lists(st.text(string.ascii_lowercase, min_size=3), max_size=12, unique=True)
    )
    with variant(pristine) as root:
        units = read(root, "units")
        for unit in units:
            unit["symbol"] = data.draw(st.sampled_from(SYMBOLS))
            if unit["base_unit_id"] != unit["unit_id"]:
                unit["factor"] = data.draw(FACTORS)
        sentences = []
        for number, name in enumerate(names):
            unit = {"unit_id": f"unit-{number}", "label_en": f"{name}-{number}"}
            unit |= {"label_zh": f"单位{number}", "dimension": "computing-power"}
            unit |= {"base_unit_id": "flops", "factor": data.draw(FACTORS)}
            units.append(units[0] | unit | {"symbol": data.draw(st.sampled_from(SYMBOLS))})
            figure = Figure(str(number), str(number))
            by = data.draw(st.sampled_from([units[-1]["label_en"], units[-1]["symbol"] or name]))
            named = by if by != name else units[-1]["label_en"]
            sentences.append(telling(figure, ("eq", ""), unit["unit_id"], named))
        write(root, "units", units)
        assert_valid(root, told(root, sentences))


@pytest.mark.parametrize("symbol", ["µs", "№", "″", "℃"])
def test_symbols_of_one_character(symbol: str, pristine: Path) -> None:
    """Unicode composes these of others, but they are how the units are written."""
    with variant(pristine) as root:
        harness.apply(root, {"table": "units", "record": "sensor", "set": {"symbol": symbol}})
        assert_valid(root)


PREFIXES = {"kFLOPS": 3, "MFLOPS": 6, "GFLOPS": 9, "TFLOPS": 12, "PFLOPS": 15, "EFLOPS": 18}
PREFIXES |= {"XFLOPS": 4, "FLOPSk": 4, "kFLOPS/s": 2, "FLOPS": 1, "kflops": 5, "k": 7}


@pytest.mark.parametrize(("symbol", "factor"), PREFIXES.items())
def test_prefix_and_factor(symbol: str, factor: int, pristine: Path) -> None:
    with variant(pristine) as root:
        units = read(root, "units")
        units[2] |= {"symbol": symbol, "factor": str(10**factor)}
        write(root, "units", units)
        assert_valid(root)


KEY = constraints("entities")["entity_id"]["pattern"].strip("^$")
EDGES = [
    "a",
    "z9",
    "a1",
    "a10",
    "a2",
    "a-1",
    "a-b",
    "ab",
    "a0",
    "a-0-b",
    "x" * 300,
    "a" + "-1" * 99,
]
IDS = (st.sampled_from(EDGES) | st.from_regex(KEY, fullmatch=True)).filter(lawful)


@pytest.mark.parametrize("table", ["entities", "predicates", "sources", "units"])
@given(data=st.data())
def test_any_ids(table: str, pristine: Path, data: st.DataObject) -> None:
    with variant(pristine) as root:
        key = next(iter(read(root, table)[0]))
        old = [row[key] for row in read(root, table)]
        new = data.draw(st.lists(IDS, min_size=len(old), max_size=len(old), unique=True))
        names = dict(zip(old, new, strict=True))
        for other in TABLES:
            rows = read(root, other)
            leading = [f for f in rows[0] if f in LEADING[table] and (other == table or f != key)]
            leading += [key] if key in rows[0] and key not in leading else []
            write(
                root,
                other,
                [row | {f: names[row[f]] for f in leading if row[f]} for row in rows],
            )
        assert_valid(root)


# The fields, of any table, that name a row of the table.
LEADING = {
    "entities": {"part_of", "subject_id", "object_id", "asserted_by"},
    "predicates": {"predicate_id"},
    "sources": {"source_id"},
    "units": {"base_unit_id", "unit_id"},
}


@given(data=st.data())
def test_entities_in_parts_of_any_depth(pristine: Path, data: st.DataObject) -> None:
    with variant(pristine) as root:
        by_id = {row["entity_id"]: row for row in read(root, "entities")}
        # No fact names the network: it needs a part.
        names = [
            "town-network",
            *data.draw(st.permutations(sorted(by_id.keys() - {"town-network"}))),
        ]
        for number, name in enumerate(names):
            above = st.sampled_from(["", *names[:number]])
            by_id[name]["part_of"] = names[0] if number == 1 else data.draw(above)
        write(root, "entities", list(by_id.values()))
        assert_valid(root)


SPEAKING = {"ada-berg": ["person", "organization"], "gazette-report": ["document"]}


@given(data=st.data())
def test_entities_and_predicates_of_any_type(pristine: Path, data: st.DataObject) -> None:
    types = constraints("entities")["type"]["enum"]
    with variant(pristine) as root:
        entities, facts = read(root, "entities"), read(root, "facts")
        for row in entities:
            row["type"] = data.draw(st.sampled_from(SPEAKING.get(row["entity_id"], types)))
        type_of = {row["entity_id"]: row["type"] for row in entities} | {"": ""}
        predicates = read(root, "predicates")
        for row in predicates:
            for field, end in (("subject_types", "subject_id"), ("object_types", "object_id")):
                used = {type_of[f[end]] for f in facts if f["predicate_id"] == row["predicate_id"]}
                more = data.draw(st.sets(st.sampled_from(types))) if row[field] else set()
                row[field] = " ".join(sorted((used | more) - {""}))
            row["exact_match"] = data.draw(st.just("") | st.sampled_from(ADDRESSES))
        write(root, "entities", entities)
        write(root, "predicates", predicates)
        assert_valid(root)


def released(root: Path, versions: list[str], day: str, *, mark: str = "## {} - {}\n") -> None:
    """List versions in the changelog, all of a day, and name the newest in the descriptor."""
    newest = max(versions, key=lambda version: [int(part) for part in version.split(".")])
    lines = ["# Changelog\n", *(mark.format(version, day) for version in versions)]
    (root / "CHANGELOG.md").write_text("\n".join(lines), encoding="utf-8")
    in_json(root, DESCRIPTOR, {"/version": newest, "/created": f"{day}T23:59:59Z"})


VERSIONS = st.builds("{}.{}.{}".format, *[st.integers(0, 20) | st.integers(0, 10**12)] * 3)


@given(
    versions=st.lists(VERSIONS, max_size=8, unique=True),
    day=st.dates(min_value=date(1990, 1, 1)).map(str),
    mark=st.sampled_from(["## {} - {}\n", "## [{}] - {}\n", "## {} - {}\n\n### Added\n\n- A.\n"]),
    data=st.data(),
)
def test_any_versions(
    versions: list[str], day: str, mark: str, pristine: Path, data: st.DataObject
) -> None:
    versions = data.draw(st.permutations(sorted({*versions, "1.0.0"})))
    with variant(pristine) as root:
        released(root, versions, day, mark=mark)
        rows = read(root, "facts")
        # In one version the facts stand in the order of the text.
        write(
            root, "facts", [row | {"since": data.draw(st.sampled_from(versions))} for row in rows]
        )
        assert_valid(root)


@given(data=st.data())
def test_corrected_and_withdrawn_facts(pristine: Path, data: st.DataObject) -> None:
    with variant(pristine) as root:
        released(root, ["1.0.0", "10.20.30"], "2032-02-29")
        rows = read(root, "facts")
        gone = data.draw(st.sets(st.sampled_from(range(len(rows))), min_size=1))
        for number in sorted(gone):
            later = f"f{len(rows) + 1:04}"
            rows.append(rows[number] | {"fact_id": later, "since": "10.20.30"})
            if data.draw(st.booleans(), label="corrected"):
                rows[number] |= {"status": "corrected", "replaced_by": later}
            else:
                rows[number] |= {"status": "withdrawn", "note": data.draw(prose(500))}
            # What no longer holds may have been wrong in every way.
            wrong = data.draw(st.sampled_from([{}, *WRONG]), label="wrong")
            rows[number] |= wrong
        write(root, "facts", rows)
        assert_valid(root)


WRONG: list[Row] = [
    {"statement": "What was said here does not hold."},
    {"modality": "opinion"},
    {"span_sha256": "0" * 64},
    {"asserted_by": "farmers"},
    {"subject_id": "farmers", "object_text": "no such term"},
    {"comparator": "lt", "value": "7", "unit_id": "petaflops", "printed": "8"},
]


def counted(count: int) -> list[tuple[str, Row]]:
    """Return so many sentences, each with a count of sensors."""
    figures = [Figure(str(n), str(n)) for n in range(100, count + 100)]
    return [telling(figure, ("eq", ""), "sensor", "sensors") for figure in figures]


@pytest.mark.parametrize("count", [9_989, 9_990, 10_000])
def test_more_facts_than_four_digits_number(count: int, pristine: Path) -> None:
    """Without the text: the next test is about long ones."""
    with variant(pristine) as root:
        told(root, counted(count))
        harness.refresh(root)
        assert validation.validate(open_package(root)).issues == []


def test_a_long_article_is_checked_in_time(pristine: Path) -> None:
    with variant(pristine) as root:
        text = told(root, counted(4000))
        harness.refresh(root)
        start = time.perf_counter()
        report = validation.validate(open_package(root), [text])
        assert report.issues == []
        assert time.perf_counter() - start < 5
