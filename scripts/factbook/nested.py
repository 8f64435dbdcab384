"""Tables → data/facts.json: every fact whole, one a line."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from decimal import Context, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from factbook.canonical import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.tables import Tables

NEEDS = {"facts", "sources", "entities", "predicates", "units"}
QUERY = Path(__file__).with_name("nested.sql")
_HEAD = '{\n  "$schema": "../schemas/facts.schema.json",\n  "facts": [\n'
_TAIL = "\n  ]\n}\n"
# 15 digits of a value times 15 of a factor need 30: the product is exact, never rounded.
_EXACT = Context(prec=60)


def pieces(tables: Tables, rows: int = 20_000) -> Iterator[str]:
    """Yield the content of data/facts.json in pieces of whole lines, at most `rows` facts each.

    The tables named in NEEDS must be loaded and hold.
    """
    _add_base_values(tables)
    facts = tables.con.execute("SELECT count(*) FROM raw_facts").fetchone() or (0,)
    query = QUERY.read_text(encoding="utf-8")
    with ThreadPoolExecutor(max_workers=1) as pool:

        def fetch(first: int) -> Future[list[tuple[str]]]:
            """Generate the facts from row `first` on while the piece before is looked at."""
            return pool.submit(
                lambda: tables.con.execute(query, [first, first + rows - 1]).fetchall()
            )

        coming, lead = fetch(0), _HEAD
        for first in range(0, max(facts[0], 1), rows):
            lines = coming.result()
            coming = fetch(first + rows)
            yield lead + ",\n".join(f"    {line}" for (line,) in lines)
            lead = ",\n"
    yield _TAIL


def _add_base_values(tables: Tables) -> None:
    """Add the table base_values: the value in the base unit of every figure, exactly."""
    rows = tables.con.execute(
        "SELECT DISTINCT f.value, f.unit_id, u.factor FROM raw_facts f "
        "JOIN raw_units u ON u.unit_id = f.unit_id WHERE f.value IS NOT NULL"
    ).fetchall()
    products = [
        (value, unit_id, decimal_text(_EXACT.multiply(Decimal(value), Decimal(factor))))
        for value, unit_id, factor in rows
    ]
    columns = dict.fromkeys(("value", "unit_id", "base_value"), "VARCHAR")
    tables.add("base_values", columns, products)
