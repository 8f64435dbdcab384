"""What the page shows: records by key, facts with what others say, words in two languages."""

import json
import tomllib
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from factbook.exports.contents import Contents

Record = dict[str, str]
WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("page.toml").read_text("utf-8"))
_DECIMALS = 4


class Both(NamedTuple):
    """The same words in English and in Chinese; a template shows those of the reader's language."""

    en: str
    zh: str

    def __html__(self) -> Markup:
        """Return the markup: both, or one if they are the same.

        The page hides lang="zh" from readers of English; what is Chinese for both is zh-Hans.
        """
        if self.en == self.zh:
            return escape(self.en)
        return Markup('<span class="en">{}</span><span lang="zh">{}</span>').format(*self)


def labels(record: Mapping[str, str]) -> Both:
    """Return the labels of a record that has them."""
    return Both(record["label_en"], record["label_zh"])


def measure(predicate: Mapping[str, str]) -> Both:
    """Return the labels of a predicate as the name of what it measures."""
    return Both(predicate["label_en"].removeprefix("has "), predicate["label_zh"])


def number(value: str) -> Both:
    """Return a plain decimal as each language writes it: 3.377 million and 337.7万."""
    return Both(*(_stepped(Decimal(value), WORDS["steps"][name]) for name in Both._fields))


def _stepped(value: Decimal, steps: list[tuple[int, str]]) -> str:
    for step, word in steps:
        part = value / step
        if abs(part) >= 1 and -int(part.as_tuple().exponent) <= _DECIMALS:
            return f"{part:,f}{word}"
    return f"{value:,f}"


def date(text: str) -> Both:
    """Return a year, month or day as each language writes it: 25 March 2024 and 2024年3月25日."""
    parts = [int(part) for part in text.split("-") if part]
    months = [WORDS["months"][month - 1] for month in parts[1:2]]
    english = reversed([*map(str, parts[:1]), *months, *map(str, parts[2:])])
    chinese = (f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    return Both(" ".join(english), "".join(chinese))


class Model:
    """The contents of a valid package, by id and with labels."""

    def __init__(self, contents: Contents) -> None:
        """Take the contents."""
        tables = {
            sheet.name: [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]
            for sheet in (*contents.tables, *contents.helpers)
        }
        self.descriptor, title = contents.descriptor, contents.descriptor["title"]
        self.title = Both(title, WORDS["titles"].get(self.descriptor["name"], title))
        self.entities = {row["entity_id"]: row for row in tables["entities"]}
        self.predicates = {row["predicate_id"]: row for row in tables["predicates"]}
        self.units = {row["unit_id"]: row for row in tables["units"]}
        self.sources = {row["source_id"]: row for row in tables["sources"]}
        self.observations, self.names = tables["observations"], tables["names"]
        self.columns = tables["codebook"]
        self.codes: dict[str, dict[str, Record]] = {}
        for row in tables["codes"]:
            self.codes.setdefault(row["list"], {})[row["code"]] = row
        whole: dict[str, list[dict[str, Any]]] = json.loads(contents.nested)
        self.facts = [fact for fact in whole["facts"] if fact["status"] == "current"]
        self.derived = whole["derived"]
        ids = {fact["evidence"]["source_id"] for fact in self.facts}
        self.reports = [source for key, source in self.sources.items() if key in ids]
        counts = Counter(fact["corroboration"] for fact in self.facts)
        self.coverage = {code: counts[code] for code in WORDS["order"]}

    def label(self, name: str, code: str) -> Both:
        """Return the labels of a code of a list."""
        return labels(self.codes[name][code])

    @property
    def cards(self) -> list[dict[str, Any]]:
        """Return the facts that are key figures: measured or planned."""
        kinds, order = WORDS["card_kinds"], WORDS["order"]
        found = [f for f in self.facts if f["quantity"] and f["predicate"]["kind"] in kinds]
        return sorted(found, key=lambda fact: order.index(fact["corroboration"]))

    @staticmethod
    def as_of(fact: dict[str, Any]) -> dict[str, Any] | None:
        """Return the observation that dates the figure of a fact: the earliest that says the same.

        It confirms the fact, or says the same value of the same predicate and adds the date.
        """
        dated = []
        for seen in fact["observations"]:
            said = [(r["predicate"], (r["quantity"] or {}).get("base_value")) for r in (fact, seen)]
            same = seen["verdict"] == "refines" and said[0] == said[1]
            if seen["as_of"] and (same or seen["verdict"] == "confirms"):
                dated.append(seen)
        return min(dated, key=lambda seen: str(seen["as_of"]), default=None)

    @staticmethod
    def unit_name(unit: Record, value: str = "") -> Both:
        """Return a unit as figures carry it: its symbol, else its label, plural unless of one."""
        if unit["symbol"]:
            return Both(unit["symbol"], unit["symbol"])
        noun, chinese = labels(unit)
        if value != "1" and not noun.endswith("s"):
            vowel = noun[-2:-1] in "aeiou"
            noun = f"{noun[:-1]}ies" if noun.endswith("y") and not vowel else f"{noun}s"
        return Both(noun, chinese)

    def figure(self, quantity: Mapping[str, Any]) -> Both:
        """Return a figure with its comparator, "equal to" left out, without its unit."""
        own, code = WORDS["comparators"], quantity["comparator"]
        word = Both(**own[code]) if code in own else self.label("comparator", code)
        english, chinese = number(quantity["value"])
        return Both(f"{word.en} {english}".strip(), f"{word.zh}{chinese}")
