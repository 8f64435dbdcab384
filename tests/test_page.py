"""The page without a browser: what it holds, what it escapes, its charts and its JSON-LD."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import jsonschema
import markupsafe
import pytest

import build
import harness
import picture
from factbook import formats, page, rules, validation
from factbook.expected import OWN_ROOT, expected
from factbook.formats import contents
from factbook.package import open_package
from factbook.page import charts, downloads, drawing, jsonld, words
from factbook.page.model import Model
from factbook.tables import Tables

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = json.loads(
    (harness.ROOT / "tests" / "page" / "dataset.schema.json").read_text(encoding="utf-8")
)


def read(root: Path) -> contents.Contents:
    package, tables = open_package(root), Tables()
    assert tables.load(package, expected().values()) == []
    return contents.read(package, tables)


@pytest.fixture(scope="module")
def own() -> contents.Contents:
    return read(OWN_ROOT)


@pytest.fixture(scope="module")
def report() -> validation.Report:
    return validation.validate(open_package(OWN_ROOT))


@pytest.fixture(scope="module")
def html(own: contents.Contents, report: validation.Report) -> str:
    return page.render(own, report, {"facts.xlsx": b"1", "facts.json": b"2"}).decode()


class Reader(HTMLParser):
    """Collects the ids and addresses of a page, and which elements are never closed."""

    VOID = frozenset(("br", "input", "link", "meta"))

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.ids: list[str] = []
        self.referred: set[str] = set()
        self.addresses: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        self._note(attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self._note(attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, self.getpos()

    def _note(self, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("aria-labelledby", "for"):
                self.referred |= set((value or "").split())
            elif name in ("href", "src", "xlink:href"):
                self.addresses.add(value or "")


def test_the_page_is_one_sound_file(html: str) -> None:
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    assert len(reader.ids) == len(set(reader.ids))
    anchors = {address[1:] for address in reader.addresses if address.startswith("#")}
    assert anchors | reader.referred <= set(reader.ids)
    assert not re.search(r"<(?:img|iframe|object|embed)|@import|url\((?!#)", html)
    assert re.findall(r"<link[^>]*>", html) == ['<link rel="icon" href="data:,">']
    assert len(html.encode()) < 400_000


def test_every_observation_of_a_fact_stands_on_the_page(html: str, own: contents.Contents) -> None:
    model = Model(own)
    addresses = re.findall(r'href="(https?://[^"]+)"', html)
    seen = [o["source"]["url"] for fact in model.facts for o in fact["observations"]]
    assert {url.replace("&", "&amp;") for url in seen} <= set(addresses)
    for entity in model.entities.values():
        assert markupsafe.escape(entity["label_zh"]) in html


def test_the_same_input_gives_the_same_bytes(
    html: str, own: contents.Contents, report: validation.Report
) -> None:
    asked = [rule.rule.code for rule in rules.rules() if rule.of_the_text]
    with_text = replace(report, ran=[*report.ran, *asked], not_run={})
    for made in (report, with_text):
        again = page.render(own, made, {"facts.xlsx": b"1", "facts.json": b"2"})
        assert again.decode() == html


def test_what_the_data_says_is_escaped(example: Path) -> None:
    bad = "</script><b>&\"'"
    for edit in (
        {"json": "datapackage.json", "at": "/title", "set": bad},
        {"json": "datapackage.json", "at": "/description", "set": bad},
    ):
        harness.apply(example, edit)
    made = read(example)
    report = validation.validate(open_package(example))
    html = page.render(made, report, {"x.csv": b"1"}).decode()
    assert "<b>&" not in html
    reader = Reader()
    reader.feed(html)
    assert reader.open == []


def test_downloads_have_the_sizes_and_checksums_of_the_files(example: Path) -> None:
    assert build.main([], harness.releasable(example)) == 0
    html = (example / "dist" / page.NAME).read_text(encoding="utf-8")
    for path in (example / "dist").iterdir():
        if path.suffix not in (".html", "") and path.name != "SHA256SUMS":
            assert f'href="{path.name}"' in html
            assert hashlib.sha256(path.read_bytes()).hexdigest() in html
    names = {f"x.{ending}": b"" for ending in ("zip", *formats.FORMATS)}
    assert {file.name for file in downloads.offered(names)} == set(names)


def test_jsonld_is_a_dataset(own: contents.Contents, html: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    value = json.loads(found[1])
    jsonschema.validate(value, SCHEMA)
    descriptor = own.descriptor
    assert value["name"] == descriptor["title"]
    assert value["version"] == descriptor["version"]
    assert [file["name"] for file in value["distribution"]] == ["facts.xlsx", "facts.json"]
    assert value["distribution"][0]["sha256"] == hashlib.sha256(b"1").hexdigest()
    for key in ("license", "temporalCoverage", "variableMeasured", "distribution"):
        damaged = {name: part for name, part in value.items() if name != key}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(damaged, SCHEMA)


def test_jsonld_of_any_descriptor_is_a_dataset(example: Path) -> None:
    files = downloads.offered({"x.csv": b"1"})
    value = jsonld.dataset(Model(read(example)), files)
    assert value["name"] == "Example"


def made(own: contents.Contents) -> dict[str, charts.Chart]:
    return {chart.spec.name: chart for chart in charts.charts(Model(own))}


def test_charts_hold_one_series_each(own: contents.Contents) -> None:
    rows = {row["observation_id"]: row for row in Model(own).observations}
    for chart in made(own).values():
        spec = chart.spec
        for point in [*chart.points, *chart.undated]:
            for key in re.findall(r"o\d+", point.record):
                assert rows[key]["subject_id"] == spec.subject
                about = {spec.predicate, spec.targets, spec.more} - {""}
                assert rows[key]["predicate_id"] in about
        dated = {row["observation_id"] for row in rows.values() if row["as_of"]}
        drawn = {key for point in chart.points for key in re.findall(r"o\d+", point.record)}
        asked = {
            key
            for key, row in rows.items()
            if (row["subject_id"], row["predicate_id"]) == (spec.subject, spec.predicate)
        }
        assert asked & dated <= drawn <= dated


@pytest.mark.parametrize(
    ("name", "fact", "day", "value"),
    [
        ("computing-power", "f0058", date(2023, 12, 31), "230"),
        ("base-stations", "f0057", date(2023, 12, 31), "3377000"),
        ("tianjin-capacity", "f0016", date(2024, 3, 25), "100"),
        ("tianjin-capacity", "f0017", date(2024, 3, 25), "300"),
    ],
)
def test_the_figures_of_the_report_stand_in_their_place(
    own: contents.Contents, name: str, fact: str, day: date, value: str
) -> None:
    point = next(point for point in made(own)[name].points if point.record == fact)
    assert (point.day, point.value) == (day, Decimal(value))


def test_the_steps_of_the_centre_add_up(own: contents.Contents) -> None:
    chart = made(own)["tianjin-capacity"]
    steps = [(p.when, p.value) for p in chart.points if p.mark == "figure"]
    assert ("2023-09", Decimal(200)) in steps
    assert max(value for _, value in steps) == 300
    assert [value for _, value in steps] == sorted(value for _, value in steps)


def test_a_chart_is_text_and_the_colours_are_those_of_the_page(own: contents.Contents) -> None:
    for chart in made(own).values():
        svg = drawing.draw(chart)
        assert svg == drawing.draw(chart)
        assert not re.search(r"#[0-9a-f]{6}|font-family|\bid=\"(?:figure|axes|text)", svg)
        assert f'aria-labelledby="{chart.spec.name}-title {chart.spec.name}-told"' in svg
        assert chart.unit.en in svg
        assert chart.unit.zh in svg
        assert svg.count('class="en"') == svg.count('lang="zh"') > 0
    alone = drawing.draw(made(own)["computing-power"], alone=True)
    assert "<title " in alone
    assert "<desc " in alone
    assert 'lang="zh"' not in alone


def test_the_picture_of_the_readme_is_the_chart_of_the_page(
    own: contents.Contents, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (OWN_ROOT / page.PICTURE).read_bytes() == page.picture(own)
    readme = (OWN_ROOT / "README.md").read_text(encoding="utf-8")
    assert f"]({page.PICTURE})" in readme
    (example / "data" / "facts.csv").write_text("broken\n", encoding="utf-8")
    assert picture.main([], example) == 2
    assert "validate.py" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        ("3377000", "3,377,000", "337.7万"),
        ("130000", "130,000", "13万"),
        ("1270000000", "1,270,000,000", "12.7亿"),
        ("9.4", "9.4", "9.4"),
        ("1000", "1,000", "1,000"),
        ("10000", "10,000", "1万"),
        ("0", "0", "0"),
    ],
)
def test_numbers_as_each_language_writes_them(value: str, english: str, chinese: str) -> None:
    assert words.number(value) == words.Both(english, chinese)


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("2024-03-25", "25 March 2024", "2024年3月25日"),
        ("2023-12", "December 2023", "2023年12月"),
        ("2023", "2023", "2023年"),
    ],
)
def test_dates_as_each_language_writes_them(text: str, english: str, chinese: str) -> None:
    assert words.date(text) == words.Both(english, chinese)


def test_a_figure_is_dated_by_who_says_the_same(own: contents.Contents) -> None:
    model = Model(own)
    found: dict[str, Any] = {fact["fact_id"]: model.as_of(fact) for fact in model.facts}
    dated = {key: seen["as_of"] for key, seen in found.items() if seen and key in CARDS}
    assert dated == {key: when for key, when in CARDS.items() if when}
    assert {fact["fact_id"] for fact in model.cards} == set(CARDS)


CARDS = {
    "f0016": "2023-03",
    "f0017": "2023-03-20",
    "f0047": "",
    "f0057": "2023-12",
    "f0058": "2023-12",
}
