"""The package as one SQLite file: types, keys, foreign keys, indexes, a flat view, the codebook.

Numbers have NUMERIC affinity: whole ones become 64-bit integers, others doubles. That is exact,
because a number of the tables has at most 15 significant digits. A value in the base unit may
have more: it is text. Dates are text, YYYY-MM-DD, which SQLite's date functions read.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from factbook.canonical import decimal_text
from factbook.constraints import literal, quoted
from factbook.formats.contents import HERE, Contents, Sheet, citation, helper
from factbook.nested import CORROBORATION

if TYPE_CHECKING:
    from collections.abc import Iterator

FLAT = "facts_flat"
_TYPES = {"integer": "INTEGER", "number": "NUMERIC"}
_PAGE = 4096
# Bytes 96 to 99 of the header name the library that wrote the file, and nothing reads them.
_WRITER = slice(96, 100)
_WRITTEN_BY = (3_040_000).to_bytes(4, "big")
# Kinds of the pages that hold rows and keys → length of their header.
_PAGES = {2: 12, 5: 12, 10: 8, 13: 8}


def write(contents: Contents) -> bytes:
    """Return the bytes of the SQLite file."""
    with closing(_database(contents)) as con:
        data = bytearray(con.serialize())
    data[_WRITER] = _WRITTEN_BY
    for start in range(0, len(data), _PAGE):
        _wipe(data, start)
    return bytes(data)


def _wipe(data: bytearray, start: int) -> None:
    """Clear what no row uses in a page: versions of SQLite leave different remains there."""
    head = 100 if start == 0 else start
    if data[head] in _PAGES:
        rows, used = (int.from_bytes(data[head + at : head + at + 2], "big") for at in (3, 5))
        free = slice(head + _PAGES[data[head]] + 2 * rows, start + used)
        data[free] = bytes(free.stop - free.start)


def flat(contents: Contents) -> Sheet:
    """Return what the flat view shows: the current facts with labels in place of ids."""
    sheet = helper(FLAT, [])
    with closing(_database(contents)) as con:
        columns = ", ".join(map(quoted, sheet.header))
        found = con.execute(f"SELECT {columns} FROM {FLAT}")
        sheet.rows.extend([cell_text(cell) for cell in row] for row in found)
    return sheet


def cell_text(cell: str | float | None) -> str:
    """Return a cell of the database as it stands in the CSV files."""
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else decimal_text(Decimal(repr(cell)))


def _database(contents: Contents) -> sqlite3.Connection:
    """Return the database, in memory; raises sqlite3.Error if the package is not valid."""
    con = sqlite3.connect(":memory:", isolation_level=None)
    con.execute(f"PRAGMA page_size = {_PAGE}")
    # What was moved within the file is wiped, which not every build of SQLite does unasked.
    con.execute("PRAGMA secure_delete = ON")
    con.execute("BEGIN")
    for sheet in [_metadata(contents.descriptor), *contents.tables, *contents.helpers]:
        con.execute(_definition(sheet))
        marks = ", ".join("?" for _ in sheet.header)
        rows = ([cell or None for cell in row] for row in sheet.rows)
        con.executemany(f"INSERT INTO {quoted(sheet.name)} VALUES ({marks})", rows)
        for statement in _indexes(sheet):
            con.execute(statement)
    corroboration = CORROBORATION.read_text(encoding="utf-8")
    con.execute(corroboration.replace("CREATE OR REPLACE VIEW", "CREATE VIEW"))
    query = (HERE / f"{FLAT}.sql").read_text(encoding="utf-8")
    con.execute(f"CREATE VIEW {FLAT} AS\n{query.rstrip()}")
    con.execute("COMMIT")
    return con


def _metadata(descriptor: dict[str, Any]) -> Sheet:
    """Return the table that says what the file is."""
    licence = descriptor["licenses"][0]
    said = {key: descriptor[key] for key in ("name", "title", "description", "version", "created")}
    said |= {"licence": licence["name"], "licence_url": licence.get("path", "")}
    said |= {"citation": citation(descriptor)}
    fields = [{"name": name, "description": name} for name in ("key", "value")]
    schema = {"fields": fields, "primaryKey": ["key"]}
    return Sheet("metadata", "", "", schema, [[key, text] for key, text in said.items()])


def _definition(sheet: Sheet) -> str:
    """Return the CREATE TABLE of a Table Schema, each column with its description beside it."""
    lines = [*_columns(sheet.schema), *_keys(sheet)]
    last = len(lines) - 1
    body = "".join(
        f"  {sql}{',' if number < last else ''}{f' -- {words}' if words else ''}\n"
        for number, (sql, words) in enumerate(lines)
    )
    return f"CREATE TABLE {quoted(sheet.name)} (\n{body})"


def _columns(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (SQL, description) of every column."""
    for field in schema["fields"]:
        name, asked = quoted(field["name"]), field.get("constraints", {})
        sql = f"{name} {_TYPES.get(field.get('type', ''), 'TEXT')}"
        if asked.get("required") or field["name"] in schema.get("primaryKey", []):
            sql += " NOT NULL"
        if asked.get("unique"):
            sql += " UNIQUE"
        if "enum" in asked:
            sql += f" CHECK ({name} IN ({', '.join(map(literal, asked['enum']))}))"
        yield sql, " ".join(field["description"].split())


def _keys(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield (SQL, "") of every key of a table."""
    for kind, keys in (
        ("PRIMARY KEY", [sheet.schema.get("primaryKey", [])]),
        ("UNIQUE", sheet.schema.get("uniqueKeys", [])),
    ):
        for names in keys:
            if names:
                yield f"{kind} ({_listed(names)})", ""
    for key in sheet.schema.get("foreignKeys", []):
        target = key["reference"]["resource"] or sheet.name
        there = _listed(key["reference"]["fields"])
        yield f"FOREIGN KEY ({_listed(key['fields'])}) REFERENCES {quoted(target)} ({there})", ""


def _indexes(sheet: Sheet) -> Iterator[str]:
    """Yield an index for every foreign key."""
    for key in sheet.schema.get("foreignKeys", []):
        name = quoted("_".join((sheet.name, *key["fields"])))
        yield f"CREATE INDEX {name} ON {quoted(sheet.name)} ({_listed(key['fields'])})"


def _listed(names: list[str]) -> str:
    return ", ".join(map(quoted, names))
