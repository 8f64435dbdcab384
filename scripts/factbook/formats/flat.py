"""The current facts in one flat CSV, with labels in place of ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.canonical import csv_text
from factbook.formats import sqlite

if TYPE_CHECKING:
    from factbook.formats.contents import Contents


def write(contents: Contents) -> bytes:
    """Return the bytes of the flat CSV: UTF-8 without byte order mark, LF."""
    sheet = sqlite.flat(contents)
    return csv_text(sheet.header, sheet.rows).encode()
