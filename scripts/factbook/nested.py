"""Tables → data/facts.json: every fact with its observations, and what is derived, one a line."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Context, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from factbook import derived
from factbook.canonical import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factbook.tables import Tables

NEEDS = {"facts", "sources", "entities", "predicates", "units", "observations"}
QUERY = Path(__file__).with_name("nested.sql")
CORROBORATION = Path(__file__).with_name("corroboration.sql")
_HEAD = b'{\n  "$schema": "../schemas/facts.schema.json",\n  "facts": [\n'
_MIDDLE = b'\n  ],\n  "derived": [\n'
_TAIL = b"\n  ]\n}\n"
# 15 digits of a value times 15 of a factor need 30: the product is exact, never rounded.
_EXACT = Context(prec=60)


def pieces(tables: Tables) -> Iterator[bytes]:
    """Yield the bytes of data/facts.json in pieces of whole lines, some thousand facts each.

    The tables named in NEEDS must be loaded and hold.
    """
    _define_corroboration(tables)
    lead = _HEAD
    for lines in _in_order(_batches(tables)):
        yield lead + b",\n".join(lines)
        lead = b",\n"
    more = b",\n".join(f"    {line}".encode() for line in derived.lines(tables))
    yield (_MIDDLE if lead != _HEAD else _HEAD + _MIDDLE) + more + _TAIL


def coverage(tables: Tables) -> dict[str, int]:
    """Return the number of facts by what the observations come to; the tables must hold."""
    _define_corroboration(tables)
    query = "SELECT corroboration, count(*) FROM corroboration GROUP BY ALL ORDER BY ALL"
    return dict(tables.con.execute(query).fetchall())


def _define_corroboration(tables: Tables) -> None:
    """Define the view corroboration: what the observations come to, for every fact."""
    tables.con.execute(CORROBORATION.read_text(encoding="utf-8"))


def _batches(tables: Tables, size: int = 10_000) -> Iterator[list[tuple[int, bytes]]]:
    """Yield (row of the table, fact as a line), each batch made while the one before is used."""
    columns = dict.fromkeys(("value", "unit_id", "base_value"), "VARCHAR")
    tables.add("base_values", columns, base_values(tables))
    # One thread: more would overtake each other, and rows out of order wait in memory.
    tables.con.execute("SET threads = 1")
    found = tables.con.cursor().execute(QUERY.read_text(encoding="utf-8"))
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(found.fetchmany, size)
        while batch := coming.result():
            coming = pool.submit(found.fetchmany, size)
            yield batch


def _in_order(batches: Iterable[list[tuple[int, bytes]]]) -> Iterator[list[bytes]]:
    """Yield the lines in order of their rows: sorting in the engine would hold them all at once."""
    waiting: dict[int, bytes] = {}
    row = 2
    for batch in batches:
        waiting.update(batch)
        ready = []
        while row in waiting:
            ready.append(waiting.pop(row))
            row += 1
        if ready:
            yield ready


def base_values(tables: Tables) -> list[tuple[str, str, str]]:
    """Return (value, unit, value in the base unit) of every figure, exactly."""
    rows = tables.con.execute(
        "SELECT DISTINCT f.value, f.unit_id, u.factor FROM (SELECT value, unit_id FROM raw_facts "
        "UNION ALL SELECT value, unit_id FROM raw_observations) f "
        "JOIN raw_units u ON u.unit_id = f.unit_id WHERE f.value IS NOT NULL"
    ).fetchall()
    return [
        (value, unit_id, decimal_text(_EXACT.multiply(Decimal(value), Decimal(factor))))
        for value, unit_id, factor in rows
    ]
