"""The one spelling of files, and the characters that a language is written in."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

# By language: an encoding that has its Chinese characters, and one of those it is mistaken for. A
# rare character that neither has is nobody's mistake.
_ENCODINGS = {"zh": ("gb2312", "big5"), "zh-hant": ("big5", "gb2312"), "ja": ("cp932", "gb2312")}


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]] = ()) -> str:
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
    return (key.rstrip("0123456789"), len(key), key)


def version_key(version: str) -> tuple[int, ...]:
    """Return a version MAJOR.MINOR.PATCH as numbers, which sort as versions do."""
    # Python reads no number of more than 4,300 digits.
    return tuple(int(part[:1000]) for part in version.split("."))


def normal(text: str) -> str:
    """Return a text without byte order mark, in NFC, with LF and one final newline."""
    text = text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    return unicodedata.normalize("NFC", text)


def decimal_text(number: Decimal) -> str:
    """Return a decimal in plain notation, without exponent and without trailing zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def script(char: str) -> str:
    """Return the first word of a character's Unicode name, which names its script."""
    return unicodedata.name(char, "UNNAMED").split(" ", 1)[0]


def wrong_script(text: str, language: str) -> str:
    """Return the Chinese characters of a text that its language writes otherwise."""
    own, other = _ENCODINGS.get(language, ("utf-8", "utf-8"))
    return "".join(
        char
        for char in text
        if script(char) == "CJK" and not char.encode(own, "ignore") and char.encode(other, "ignore")
    )


def is_chinese(label: str) -> bool:
    """Return if a label has Chinese characters and otherwise no letters but capitals."""
    letters = [char for char in label if char.isalpha()]
    return any(script(char) == "CJK" for char in letters) and all(
        script(char) == "CJK" or (char.isascii() and char.isupper()) for char in letters
    )
