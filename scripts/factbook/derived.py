"""What follows from figures of the report but is not in it: sums, conversions, shares.

Each quantity is marked derived and names its formula and the facts it comes from.
"""

from collections.abc import Callable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal, Inexact
from typing import Any, NamedTuple

from factbook.engine import Engine
from factbook.spelling import decimal_text

# 15 digits of a value times 19 of a factor, and room for a sum: a product is exact.
_EXACT = Context(prec=60, traps=[Inexact])
_DIGITS = 6
_PERCENT = "percent"
# The comparator of a quotient if the number it is divided by is a bound.
_TURNED = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge", "eq": "eq", "approx": "approx"}
# A bound is rounded so that it stays true.
_ROUNDINGS = {
    "lt": ("up", ROUND_CEILING),
    "le": ("up", ROUND_CEILING),
    "gt": ("down", ROUND_FLOOR),
    "ge": ("down", ROUND_FLOOR),
}
# Figures of one source that can be worked out together: those whose predicate adds to another one.
# A plan adds to the measure of its own subject; a measure is a part of the total of another
# subject, if the source gives one such total.
_FIGURES = """
WITH figures AS (
  SELECT f.row_no, f.fact_id, f.source_id, f.subject_id, f.predicate_id, p.kind, p.adds_to,
    p.dimension, f.modality, f.comparator, f.value, f.unit_id, u.factor
  FROM facts f
  JOIN predicates p ON p.predicate_id = f.predicate_id
  JOIN units u ON u.unit_id = f.unit_id
  LEFT JOIN (SELECT DISTINCT adds_to FROM predicates) t ON t.adds_to = p.predicate_id
  WHERE f.status = 'current' AND f.value IS NOT NULL AND f.comparator IS NOT NULL
    AND (p.adds_to IS NOT NULL OR t.adds_to IS NOT NULL)
), totals AS (
  SELECT source_id, predicate_id, min(row_no) AS row_no
  FROM figures GROUP BY source_id, predicate_id HAVING count(*) = 1
)
SELECT m.fact_id, 'sum', p.fact_id, m.subject_id, m.predicate_id, m.modality, m.comparator, m.value,
  m.unit_id, m.factor, p.modality, p.comparator, p.value, p.unit_id, p.factor
FROM figures m
JOIN figures p ON p.adds_to = m.predicate_id AND p.source_id = m.source_id
  AND p.subject_id = m.subject_id AND p.dimension = m.dimension
WHERE p.kind = 'plan' AND m.kind = 'measurement'
UNION ALL
SELECT m.fact_id, 'share', w.fact_id, m.subject_id, m.predicate_id, m.modality, m.comparator,
  m.value, m.unit_id, m.factor, w.modality, w.comparator, w.value, w.unit_id, w.factor
FROM figures m
JOIN totals t ON t.predicate_id = m.adds_to AND t.source_id = m.source_id
JOIN figures w ON w.row_no = t.row_no
WHERE m.kind = 'measurement' AND w.kind = 'measurement' AND w.subject_id <> m.subject_id
  AND w.dimension = m.dimension
ORDER BY 1, 2, 3"""


class _Figure(NamedTuple):
    """A figure of the report: its fact, value and unit, and the factor of the unit."""

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


def derived(
    engine: Engine, shown: Callable[[Engine], dict[str, dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    """Yield what follows from figures but is not in the report: sums, conversions, shares.

    shown: gives the entities, predicates and units as they are shown, by table and key.
    """
    found = engine.query(_FIGURES)
    records = shown(engine) if found else {}
    totals = {row[0]: _Figure(row[2], *row[10:]) for row in found if row[1] == "share"}
    for fact_id, kind, other_id, subject, predicate, *cells in found:
        part, other = _Figure(fact_id, *cells[:5]), _Figure(other_id, *cells[5:])
        entries = (
            _sum(part, other, totals.get(fact_id))
            if kind == "sum"
            else _share(part, other, known=_PERCENT in records["units"])
        )
        for entry in entries:
            quantity = entry.pop("quantity")
            quantity["unit"] = records["units"][quantity["unit"]]
            about = {
                "subject": records["entities"][subject],
                "predicate": records["predicates"][predicate],
            }
            yield entry | about | {"quantity": quantity}


def _entry(
    derivation: str, formula: str, facts: tuple[_Figure, ...], quantity: tuple[str, Decimal, str]
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


def _sum(part: _Figure, more: _Figure, total: _Figure | None) -> Iterator[dict[str, Any]]:
    """Yield what a measure and its planned increase come to, also in the unit of the total."""
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


def _share(part: _Figure, whole: _Figure, *, known: bool) -> Iterator[dict[str, Any]]:
    """Yield a figure in the unit of the total and, if percent is a unit, as its share."""
    value = _in_unit(part.base, whole.factor)
    if part.unit_id != whole.unit_id and value is not None:
        formula = f"{part.fact_id} in {whole.unit_id}"
        yield _entry("conversion", formula, (part,), (part.comparator, value, whole.unit_id))
    if not known or part.comparator != "eq" or not whole.base:
        return
    comparator = _TURNED[whole.comparator]
    how, rounding = _ROUNDINGS.get(comparator, ("nearest", ROUND_HALF_EVEN))
    context = Context(prec=_DIGITS, rounding=rounding)
    share = context.divide(_EXACT.multiply(part.base, Decimal(100)), whole.base)
    rounded = f"{how}, to {_DIGITS} digits" if context.flags[Inexact] else None
    formula = f"100 × {part.fact_id} / {whole.fact_id}"  # noqa: RUF001 - the sign of multiplication
    entry = _entry("share", formula, (part, whole), (comparator, share, _PERCENT))
    yield entry | {"rounded": rounded}


def _in_unit(base: Decimal, factor: str) -> Decimal | None:
    """Return a value in the unit with a factor, None if no decimal is exactly that."""
    try:
        return _EXACT.divide(base, Decimal(factor))
    except Inexact:
        return None
