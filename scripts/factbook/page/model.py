"""What the page shows: the tables as records, the facts with what other sources say of them."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from factbook.canonical import decimal_text
from factbook.page import words
from factbook.page.words import Both

if TYPE_CHECKING:
    from decimal import Decimal

    from factbook.formats.contents import Contents, Sheet

Record = dict[str, str]
# Cards and counts begin with what is best borne out.
ORDER = (
    "confirmed",
    "refined",
    "contradicted",
    "upstream-only",
    "not-corroborated",
    "not-checkable",
)
# The descriptor speaks English alone.
_TITLES = {
    "China's national computing power network: the facts of one report": (
        "中国全国一体化算力网：一篇报道中的事实"
    ),
}
_KEY_KINDS = ("measurement", "plan")


class Model:
    """The contents of a release, by id and with labels."""

    def __init__(self, contents: Contents) -> None:
        """Take the contents of a valid package."""
        own = {sheet.name: sheet for sheet in contents.tables}
        self.descriptor = contents.descriptor
        self.entities = _by_key(own["entities"])
        self.predicates = _by_key(own["predicates"])
        self.units = _by_key(own["units"])
        self.sources = _by_key(own["sources"])
        self.observations = _records(own["observations"])
        self.names = _records(own["names"])
        helpers = {sheet.name: _records(sheet) for sheet in contents.helpers}
        self.columns = helpers["codebook"]
        self.codes = helpers["codes"]
        self._labels = {(row["list"], row["code"]): words.labels(row) for row in self.codes}
        nested = json.loads(contents.nested)
        self.facts: list[dict[str, Any]] = [f for f in nested["facts"] if f["status"] == "current"]
        self.derived: list[dict[str, Any]] = nested["derived"]

    def label(self, name: str, code: str) -> Both:
        """Return the labels of a code of a list."""
        return self._labels[name, code]

    def definition(self, name: str, code: str) -> str:
        """Return the definition of a code of a list."""
        return next(row["definition"] for row in self.lists(name)[name] if row["code"] == code)

    def lists(self, *names: str) -> dict[str, list[Record]]:
        """Return the codes of the lists named, of all if none is, in their order."""
        found: dict[str, list[Record]] = {}
        for row in self.codes:
            if not names or row["list"] in names:
                found.setdefault(row["list"], []).append(row)
        return found

    @property
    def title(self) -> Both:
        """Return the title."""
        title = self.descriptor["title"]
        return Both(title, _TITLES.get(title, title))

    @staticmethod
    def headline(fact: dict[str, Any]) -> Both:
        """Return what a fact measures, and of whom."""
        subject, predicate = words.labels(fact["subject"]), words.labels(fact["predicate"])
        return Both(
            f"{subject.en}: {predicate.en.removeprefix('has ')}", f"{subject.zh}：{predicate.zh}"
        )

    def names_of(self, entity_id: str) -> list[Record]:
        """Return the names of an entity on other pages."""
        return [name for name in self.names if name["entity_id"] == entity_id]

    @property
    def cards(self) -> list[dict[str, Any]]:
        """Return the facts that are key figures: measured or planned."""
        found = [f for f in self.facts if f["quantity"] and f["predicate"]["kind"] in _KEY_KINDS]
        return sorted(found, key=lambda fact: ORDER.index(fact["corroboration"]))

    @property
    def coverage(self) -> dict[str, int]:
        """Return the number of facts by what other sources come to, in ORDER."""
        counts = Counter(fact["corroboration"] for fact in self.facts)
        return {code: counts[code] for code in ORDER}

    @property
    def reports(self) -> list[Record]:
        """Return the documents whose facts these are."""
        ids = {fact["evidence"]["source_id"] for fact in self.facts}
        return [source for key, source in self.sources.items() if key in ids]

    @staticmethod
    def published(source: Record) -> date:
        """Return the day of a source that has one."""
        return date.fromisoformat(source["published"])

    @staticmethod
    def as_of(fact: dict[str, Any]) -> dict[str, Any] | None:
        """Return the observation that dates the figure of a fact: the earliest that says the same.

        It confirms the fact, or says the same value of the same predicate and adds the date.
        """
        own = (fact["predicate"], (fact["quantity"] or {}).get("base_value"))
        dated = [
            seen
            for seen in fact["observations"]
            if seen["as_of"]
            and (
                seen["verdict"] == "confirms"
                or (
                    seen["verdict"] == "refines"
                    and (seen["predicate"], (seen["quantity"] or {}).get("base_value")) == own
                )
            )
        ]
        return min(dated, key=lambda seen: str(seen["as_of"]), default=None)

    @staticmethod
    def unit_name(unit: Record, value: str = "") -> Both:
        """Return a unit as figures carry it: its symbol, else its label, plural unless of one."""
        if unit["symbol"]:
            return Both(unit["symbol"], unit["symbol"])
        label = words.labels(unit)
        return label if value == "1" else Both(words.plural(label.en), label.zh)

    def figure(self, quantity: dict[str, Any]) -> Both:
        """Return a figure with its comparator, "equal to" left out, without its unit."""
        told = words.number(quantity["value"])
        if quantity["comparator"] == "eq":
            return told
        label = self.label("comparator", quantity["comparator"])
        return Both(f"{label.en} {told.en}", f"{label.zh}{told.zh}")

    def said(self, comparator: str, value: Decimal, unit: Both) -> Both:
        """Return a figure with comparator and unit."""
        told = self.figure({"comparator": comparator, "value": decimal_text(value)})
        return Both(f"{told.en} {unit.en}", f"{told.zh} {unit.zh}")


def _records(sheet: Sheet) -> list[Record]:
    return [dict(zip(sheet.header, row, strict=True)) for row in sheet.rows]


def _by_key(sheet: Sheet) -> dict[str, Record]:
    return {row[sheet.header[0]]: row for row in _records(sheet)}
