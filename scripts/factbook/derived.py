"""What follows from figures of the report but is not said in it: sums, conversions, shares.

Each quantity is marked derived and names its formula and the facts it comes from.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, Inexact
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factbook.canonical import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.tables import Tables

QUERY = Path(__file__).with_name("derived.sql")
# 15 digits of a value times 19 of a factor, and room for a sum: a product is exact.
_EXACT = Context(prec=60, traps=[Inexact])
DIGITS = 6
PERCENT = "percent"
# How a quotient stands to its value when the number it is divided by is a bound.
_TURNED = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge", "eq": "eq", "approx": "approx"}
# A bound is rounded so that it stays true.
_ROUNDINGS = {
    "lt": ("up", ROUND_CEILING),
    "le": ("up", ROUND_CEILING),
    "gt": ("down", ROUND_FLOOR),
    "ge": ("down", ROUND_FLOOR),
}


@dataclass(frozen=True)
class Figure:
    """A figure of the report: its fact, its value and the factor of its unit."""

    fact_id: str
    modality: str
    comparator: str
    value: str
    unit_id: str
    factor: str

    @property
    def base(self) -> Decimal:
        """The value in the base unit, exactly."""
        return _EXACT.multiply(Decimal(self.value), Decimal(self.factor))


def lines(tables: Tables) -> Iterator[str]:
    """Yield every derived quantity as a line of JSON, in order of the facts it comes from."""
    found = tables.con.execute(QUERY.read_text(encoding="utf-8")).fetchall()
    if not found:
        return
    entities = _labelled(tables, "entities", "entity_id", "type")
    predicates = _labelled(tables, "predicates", "predicate_id", "kind")
    units = _labelled(tables, "units", "unit_id", "symbol")
    totals = {row[1]: Figure(*row[9:]) for row in found if row[0] == "share"}
    for derivation, fact_id, subject_id, predicate_id, *cells in found:
        part, other = Figure(fact_id, *cells[:5]), Figure(*cells[5:])
        about = {"subject": entities[subject_id], "predicate": predicates[predicate_id]}
        made = (
            _sum(part, other, totals.get(fact_id))
            if derivation == "sum"
            else _share(part, other, known=PERCENT in units)
        )
        for entry in made:
            quantity = entry.pop("quantity")
            quantity["unit"] = units[quantity["unit"]]
            value = {**entry, **about, "quantity": quantity}
            yield json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _labelled(tables: Tables, table: str, key: str, kind: str) -> dict[str, dict[str, Any]]:
    """Return the rows of a table as facts.json shows them, by key."""
    names = (key, kind, "label_en", "label_zh")
    rows = tables.con.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


def _entry(
    derivation: str, formula: str, facts: tuple[Figure, ...], quantity: tuple[str, Decimal, str]
) -> dict[str, Any]:
    """Return a derived quantity, exact; quantity is its comparator, value and unit."""
    ids = [fact.fact_id for fact in facts]
    comparator, value, unit_id = quantity
    planned = any(fact.modality == "planned" for fact in facts)
    return {
        "derived_id": "-".join((derivation, *ids)),
        "derived": True,
        "derivation": derivation,
        "formula": formula,
        "facts": ids,
        "modality": "planned" if planned else facts[0].modality,
        "rounded": None,
        "quantity": {"comparator": comparator, "value": decimal_text(value), "unit": unit_id},
    }


def _sum(part: Figure, more: Figure, total: Figure | None) -> Iterator[dict[str, Any]]:
    """Yield what a measure and its planned increase come to, and that in the unit of the total."""
    bounds = {part.comparator, more.comparator} - {"eq"}
    if len(bounds) > 1:
        return
    comparator, facts = (bounds or {"eq"}).pop(), (part, more)
    base, formula = _EXACT.add(part.base, more.base), f"{part.fact_id} + {more.fact_id}"
    value = _in_unit(base, part.factor)
    if value is not None:
        yield _entry("sum", formula, facts, (comparator, value, part.unit_id))
    if total and total.unit_id != part.unit_id:
        value = _in_unit(base, total.factor)
        if value is not None:
            formula = f"({formula}) in {total.unit_id}"
            yield _entry("conversion", formula, facts, (comparator, value, total.unit_id))


def _share(part: Figure, whole: Figure, *, known: bool) -> Iterator[dict[str, Any]]:
    """Yield a figure in the unit of the total and, where percent are known, as its share."""
    value = _in_unit(part.base, whole.factor)
    if part.unit_id != whole.unit_id and value is not None:
        formula = f"{part.fact_id} in {whole.unit_id}"
        yield _entry("conversion", formula, (part,), (part.comparator, value, whole.unit_id))
    if not known or part.comparator != "eq" or not whole.base:
        return
    comparator = _TURNED[whole.comparator]
    how, rounding = _ROUNDINGS.get(comparator, ("nearest", ROUND_HALF_EVEN))
    context = Context(prec=DIGITS, rounding=rounding)
    share = context.divide(_EXACT.multiply(part.base, Decimal(100)), whole.base)
    rounded = f"{how}, to {DIGITS} digits" if context.flags[Inexact] else None
    formula = f"100 × {part.fact_id} / {whole.fact_id}"  # noqa: RUF001 - the sign of multiplication
    entry = _entry("share", formula, (part, whole), (comparator, share, PERCENT))
    yield entry | {"rounded": rounded}


def _in_unit(base: Decimal, factor: str) -> Decimal | None:
    """Return a value in the unit with a factor, None if no decimal is exactly that."""
    try:
        return _EXACT.divide(base, Decimal(factor))
    except Inexact:
        return None
