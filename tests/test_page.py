"""The page without a browser: what it contains, what it escapes, its charts and its JSON-LD."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import jsonschema
import markupsafe
import pytest

import build
import harness
from factbook import exports, page
from factbook.package import Folder
from factbook.page import model

if TYPE_CHECKING:
    from factbook.exports.contents import Contents

SCHEMA = json.loads(
    (harness.ROOT / "tests" / "page" / "dataset.schema.json").read_text(encoding="utf-8")
)
FILES = {"facts.xlsx": b"1", "facts.json": b"2"}


def made(edits: dict[str, Any] | None = None) -> Contents:
    """Return the Contents of the example after edits."""
    content = harness.edited(harness.example(), edits or {})
    return build.read(harness.memory(harness.refreshed(content)))


@pytest.fixture(scope="module")
def own() -> Contents:
    return build.read(Folder(harness.ROOT))


@pytest.fixture(scope="module")
def shown(own: Contents) -> model.Model:
    return model.Model(own)


@pytest.fixture(scope="module")
def drawn(shown: model.Model) -> dict[str, Any]:
    return {chart.spec["name"]: chart for chart in page.charts(shown)}


@pytest.fixture(scope="module")
def html(own: Contents) -> str:
    return rendered(own)


def rendered(contents: Contents) -> str:
    return page.render(contents, FILES, 460).decode()


def read(html: str) -> Reader:
    """Return what a reader of a page collected; every element must be closed."""
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    return reader


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
    reader = read(html)
    assert len(reader.ids) == len(set(reader.ids))
    anchors = {address[1:] for address in reader.addresses if address.startswith("#")}
    assert anchors | reader.referred <= set(reader.ids)
    assert not re.search(r"<(?:img|iframe|object|embed)|@import|url\((?!#)", html)
    assert re.findall(r"<link[^>]*>", html) == ['<link rel="icon" href="data:,">']
    assert len(html.encode()) < 400_000


def test_every_observation_of_a_fact_is_on_the_page(html: str, shown: model.Model) -> None:
    addresses = re.findall(r'href="(https?://[^"]+)"', html)
    seen = [o["source"]["url"] for fact in shown.facts for o in fact["observations"]]
    assert {url.replace("&", "&amp;") for url in seen} <= set(addresses)
    for entity in shown.entities.values():
        assert markupsafe.escape(entity["label_zh"]) in html


def test_the_same_input_gives_the_same_bytes(own: Contents, html: str) -> None:
    assert rendered(own) == html


def test_what_the_data_says_is_escaped() -> None:
    bad = "</script><b>&\"'"
    html = rendered(made({"json": {"datapackage.json": {"/title": bad, "/description": bad}}}))
    assert "<b>&" not in html
    read(html)
    assert dataset(html)["name"] == bad


def test_a_report_without_a_date_has_a_page_without_charts() -> None:
    undated = made({"sources": {"gazette": {"published": ""}}})
    assert "None" not in rendered(undated)
    assert "one news report says" in rendered(undated)
    assert page.picture(undated) == b""


def test_a_package_without_facts_has_a_page(own: Contents) -> None:
    read(rendered(own._replace(nested=b'{"facts": [], "derived": []}')))


def test_downloads_have_the_sizes_and_checksums_of_the_files() -> None:
    files = {f"x.{ending}": ending.encode() for ending in ("zip", *exports.FORMATS)}
    found = page.downloads({**files, "SHA256SUMS": b""})
    assert {file["name"]: file["size"] for file in found} == {n: len(d) for n, d in files.items()}
    assert found[0]["name"] == "x.xlsx"
    html = page.render(made(), files, 42).decode()
    for name, data in files.items():
        assert f'href="{name}"' in html
        assert hashlib.sha256(data).hexdigest() in html


def dataset(html: str) -> dict[str, Any]:
    """Return the JSON-LD of a page."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    value: dict[str, Any] = json.loads(found[1])
    return value


def test_jsonld_is_a_dataset(own: Contents, html: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    value = dataset(html)
    jsonschema.validate(value, SCHEMA)
    assert value["name"] == own.descriptor["title"]
    assert value["version"] == own.descriptor["version"]
    assert value["temporalCoverage"].startswith("2019-12/")
    assert [file["name"] for file in value["distribution"]] == ["facts.xlsx", "facts.json"]
    assert value["distribution"][0]["sha256"] == hashlib.sha256(b"1").hexdigest()
    for key in ("license", "temporalCoverage", "variableMeasured", "distribution"):
        damaged = {name: part for name, part in value.items() if name != key}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(damaged, SCHEMA)


def test_charts_show_one_series_each(shown: model.Model, drawn: dict[str, Any]) -> None:
    rows = {row["observation_id"]: row for row in shown.observations}
    for chart in drawn.values():
        subject, predicate = chart.spec["subject"], chart.spec["predicate"]
        about = {predicate, chart.spec.get("targets"), chart.spec.get("more")}
        for point in [*chart.points, *chart.undated]:
            for key in re.findall(r"o\d+", point.record):
                assert rows[key]["subject_id"] == subject
                assert rows[key]["predicate_id"] in about
        dated = {row["observation_id"] for row in rows.values() if row["as_of"]}
        there = {key for point in chart.points for key in re.findall(r"o\d+", point.record)}
        asked = {
            key
            for key, row in rows.items()
            if (row["subject_id"], row["predicate_id"]) == (subject, predicate)
        }
        assert asked & dated <= there <= dated


@pytest.mark.parametrize(
    ("name", "fact", "day", "value"),
    [
        ("computing-power", "f0058", date(2023, 12, 31), "230"),
        ("base-stations", "f0057", date(2023, 12, 31), "3377000"),
        ("tianjin-capacity", "f0016", date(2024, 3, 25), "100"),
        ("tianjin-capacity", "f0017", date(2024, 3, 25), "300"),
    ],
)
def test_the_figures_of_the_report_are_in_their_place(
    drawn: dict[str, Any], name: str, fact: str, day: date, value: str
) -> None:
    point = next(point for point in drawn[name].points if point.record == fact)
    assert (point.day, point.value) == (day, Decimal(value))


def test_the_steps_of_the_centre_add_up(drawn: dict[str, Any]) -> None:
    steps = [(p.when, p.value) for p in drawn["tianjin-capacity"].points if p.mark == "figure"]
    assert ("2023-09", Decimal(200)) in steps
    assert max(value for _, value in steps) == 300
    assert [value for _, value in steps] == sorted(value for _, value in steps)


def test_a_chart_in_words(drawn: dict[str, Any]) -> None:
    english, chinese = drawn["base-stations"].summary
    assert english == (
        "Other pages, first and last: 130,000 5G base stations (December 2019), 4.838 million 5G "
        "base stations (December 2025). The report of 25 March 2024 says more than 3.377 million "
        "5G base stations, without a date; other pages give December 2023."
    )
    assert "2024年3月25日的报道称超过337.7万 5G基站" in chinese
    assert drawn["tianjin-capacity"].summary.en.endswith("With the planned increase: 300 PFLOPS.")


def test_points_and_ticks_are_to_scale(drawn: dict[str, Any]) -> None:
    for chart in drawn.values():
        plot = vars(chart)
        left, right, top, bottom = plot["box"]
        heights = [float(y) for y, _ in plot["ticks"]]
        gaps = [above - below for above, below in pairwise(heights)]
        assert heights[0] == bottom
        assert max(gaps) - min(gaps) < 0.2
        assert 3 <= len(heights) <= 8
        for _, x, y in plot["marks"]:
            assert left <= float(x) <= right
            assert top <= float(y) <= bottom
        assert left < float(plot["published"]) < right
        # A point is as high as its value says, measured by the last tick.
        unit = (heights[0] - heights[-1]) / float(plot["ticks"][-1][1].en)
        for point in chart.points:
            height = bottom - unit * float(point.value) / plot["scale"]
            where = [float(y) for _, _, y in plot["marks"]]
            assert min(abs(height - y) for y in where) < 0.3
    names = [both for _, both in drawn["base-stations"].ticks]
    assert (names[-1].en, names[-1].zh) == ("5", "500")


def test_a_chart_is_text_and_the_colours_are_those_of_the_page(
    html: str, own: Contents, drawn: dict[str, Any]
) -> None:
    pictures = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert len(pictures) == len(drawn) == 3
    for svg, chart in zip(pictures, drawn.values(), strict=True):
        name = chart.spec["name"]
        assert not re.search(r'#[0-9a-f]{3}|font-family|\bid="', svg)
        assert f'aria-labelledby="{name}-title {name}-summary"' in svg
        assert chart.unit.en in svg
        assert chart.unit.zh in svg
        assert svg.count('class="en"') == svg.count('lang="zh"') > 0
        assert svg.count("<path transform") >= len(chart.points)
    alone = page.picture(own).decode()
    assert read(alone).referred == {"computing-power-title", "computing-power-summary"}
    assert "prefers-color-scheme: dark" in alone
    assert 'lang="zh"' not in alone


def test_the_picture_of_the_readme_is_the_chart_of_the_page(own: Contents) -> None:
    assert (harness.ROOT / page.PICTURE).read_bytes() == page.picture(own)
    readme = (harness.ROOT / "README.md").read_text(encoding="utf-8")
    assert f"]({page.PICTURE})" in readme


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        ("3377000", "3.377 million", "337.7万"),
        ("130000", "130,000", "13万"),
        ("1270000000", "1.27 billion", "12.7亿"),
        ("1234567890", "1,234,567,890", "123,456.789万"),
        ("57000000000000", "57 trillion", "57万亿"),
        ("9.4", "9.4", "9.4"),
        ("1000", "1,000", "1,000"),
        ("10000", "10,000", "1万"),
        ("0", "0", "0"),
    ],
)
def test_numbers_as_each_language_writes_them(value: str, english: str, chinese: str) -> None:
    assert model.number(value) == (english, chinese)


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("2024-03-25", "25 March 2024", "2024年3月25日"),
        ("2023-12", "December 2023", "2023年12月"),
        ("2023", "2023", "2023年"),
        ("", "", ""),
    ],
)
def test_dates_as_each_language_writes_them(text: str, english: str, chinese: str) -> None:
    assert model.date(text) == (english, chinese)


def test_a_figure_is_dated_by_who_says_the_same(shown: model.Model) -> None:
    found: dict[str, Any] = {fact["fact_id"]: shown.as_of(fact) for fact in shown.facts}
    dated = {key: seen["as_of"] for key, seen in found.items() if seen and key in CARDS}
    assert dated == {key: when for key, when in CARDS.items() if when}
    assert {fact["fact_id"] for fact in shown.cards} == set(CARDS)


CARDS = {
    "f0016": "2023-03",
    "f0017": "2023-03-20",
    "f0047": "",
    "f0057": "2023-12",
    "f0058": "2023-12",
}
