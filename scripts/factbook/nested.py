"""Tables → data/facts.json: every fact whole, one a line."""

from __future__ import annotations

from decimal import Context, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from factbook.canonical import decimal_text

if TYPE_CHECKING:
    from factbook.tables import Tables

NEEDS = {"facts", "sources", "entities", "predicates", "units"}
QUERY = Path(__file__).with_name("nested.sql")
_HEAD = '{\n  "$schema": "../schemas/facts.schema.json",\n  "facts": [\n'
_TAIL = "\n  ]\n}\n"
# 15 digits of a value times 15 of a factor need 30: the product is exact, never rounded.
_EXACT = Context(prec=60)


def lines(tables: Tables) -> list[tuple[str, str]]:
    """Return (fact_id, the fact as one line of JSON) for every fact, in order of the table.

    The tables named in NEEDS must be loaded and hold.
    """
    con = tables.con
    rows = con.execute(
        "SELECT f.fact_id, f.value, u.factor FROM raw_facts f "
        "JOIN raw_units u ON u.unit_id = f.unit_id WHERE f.value IS NOT NULL"
    ).fetchall()
    products = [
        (fact_id, decimal_text(_EXACT.multiply(Decimal(value), Decimal(factor))))
        for fact_id, value, factor in rows
    ]
    tables.add("base_values", {"fact_id": "VARCHAR", "base_value": "VARCHAR"}, products)
    return con.execute(QUERY.read_text(encoding="utf-8")).fetchall()


def text(tables: Tables) -> str:
    """Return the content of data/facts.json."""
    return _HEAD + ",\n".join(f"    {line}" for _, line in lines(tables)) + _TAIL
