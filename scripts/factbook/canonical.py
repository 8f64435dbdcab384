"""The one spelling of the files: UTF-8, LF, NFC, quotes only where needed, rows in order of key."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as canonical CSV (RFC 4180 with LF)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def json_text(value: Any) -> str:
    """Return a JSON value as canonical text: two spaces, no escapes but the needed ones."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def row_key(key: str) -> tuple[str, int, str]:
    """Sort key of a row by its primary key: f9999 comes before f10000."""
    return (re.sub(r"[0-9]+$", "", key), len(key), key)


def normal(text: str) -> str:
    """Return a text without byte order mark, in NFC, with LF and one final newline."""
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    return unicodedata.normalize("NFC", text)


def decimal_text(number: Decimal) -> str:
    """Return a decimal in plain notation, without exponent and without trailing zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
