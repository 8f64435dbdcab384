"""The release in the formats that people open, each a function from Contents to bytes.

A test demands that each is read back and compared with the tables.
"""

import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing

import jinja2

from factbook.exports import workbook
from factbook.exports.contents import HERE, Contents
from factbook.spelling import csv_text

_TABLE = (HERE / "table.sql.jinja").read_text("utf-8")
_PAGE = 4096
# Kinds of the pages of a SQLite file that contain rows and keys → length of their header.
_PAGES = {2: 12, 5: 12, 10: 8, 13: 8}


def sqlite(contents: Contents) -> bytes:
    """Return one SQLite file with types, keys, foreign keys, indexes, views.

    Numbers are NUMERIC, 64-bit integers or doubles: exact, because a number of the tables has at
    most 15 significant digits. A value in the base unit may have more: it is text, as dates are.
    Raises sqlite3.Error if the tables break their schemas.
    """
    template = jinja2.Template(_TABLE, trim_blocks=True, lstrip_blocks=True)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as con:
        con.execute(f"PRAGMA page_size = {_PAGE}")
        # What was moved within the file is wiped, which not every build of SQLite does unasked.
        con.execute("PRAGMA secure_delete = ON")
        con.execute("BEGIN")
        for sheet in (contents.about, *contents.tables, *contents.helpers):
            con.execute(template.render(sheet=sheet))
            rows = ([cell or None for cell in row] for row in sheet.rows)
            marks = ", ".join("?" for _ in sheet.header)
            con.executemany(f'INSERT INTO "{sheet.name}" VALUES ({marks})', rows)
            for key in sheet.schema.get("foreignKeys", []):
                (name,) = key["fields"]
                con.execute(f'CREATE INDEX "{sheet.name}_{name}" ON "{sheet.name}" ("{name}")')
        for view, query in contents.views.items():
            con.execute(f'CREATE VIEW "{view}" AS\n{query.strip()}')
        con.execute("COMMIT")
        data = bytearray(con.serialize())
    # These bytes name the library that wrote the file, and nothing reads them.
    data[96:100] = (3_040_000).to_bytes(4, "big")
    # What no row uses in a page is cleared: versions of SQLite leave different remains there.
    for start in range(0, len(data), _PAGE):
        head = start or 100
        if data[head] in _PAGES:
            rows, used = struct.unpack_from(">HH", data, head + 3)
            free = slice(head + _PAGES[data[head]] + 2 * rows, start + used)
            data[free] = bytes(free.stop - free.start)
    return bytes(data)


FORMATS: dict[str, Callable[[Contents], bytes]] = {
    "csv": lambda contents: csv_text(contents.flat.header, contents.flat.rows).encode(),
    "json": lambda contents: contents.nested,
    "schema.json": lambda contents: contents.nested_schema,
    "sqlite": sqlite,
    "xlsx": workbook.write,
}


def write(contents: Contents) -> dict[str, bytes]:
    """Return the bytes of every format, by the end of the file's name."""
    return {ending: make(contents) for ending, make in FORMATS.items()}
