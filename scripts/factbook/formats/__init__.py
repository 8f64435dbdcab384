"""The release in the formats that people open; contents.py says what they are written from.

Every format is a function from Contents to bytes that depend on the contents alone. A test asks
that each is read back and compared with the tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.formats import flat, sqlite, whole, workbook

if TYPE_CHECKING:
    from collections.abc import Callable

    from factbook.formats.contents import Contents

FORMATS: dict[str, Callable[[Contents], bytes]] = {
    "csv": flat.write,
    "json": whole.write,
    "schema.json": whole.write_schema,
    "sqlite": sqlite.write,
    "xlsx": workbook.write,
}


def write(contents: Contents) -> dict[str, bytes]:
    """Return the bytes of every format, by the end of the file's name."""
    return {ending: make(contents) for ending, make in FORMATS.items()}
