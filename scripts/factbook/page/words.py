"""Words, figures and dates in English and in Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
# Chinese counts in steps of ten thousand: from this value on, with this word.
_STEPS = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))
_EXACT_DIGITS = 20


@dataclass(frozen=True)
class Both:
    """The same words in English and in Chinese; a template shows those of the reader's language."""

    en: str
    zh: str

    def __html__(self) -> Markup:
        """Return the markup: both, or one if they are the same.

        The page hides lang="zh" from readers of English; what is Chinese for both is zh-Hans.
        """
        if self.en == self.zh:
            return escape(self.en)
        return Markup('<span class="en">{}</span><span lang="zh">{}</span>').format(
            self.en, self.zh
        )

    def __add__(self, other: Both) -> Both:
        """Return both texts, one after the other."""
        return Both(self.en + other.en, self.zh + other.zh)


def labels(record: dict[str, str]) -> Both:
    """Return the labels of a record that has them."""
    return Both(record["label_en"], record["label_zh"])


def plural(noun: str) -> str:
    """Return an English noun in the plural."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return noun if noun.endswith("s") else f"{noun}s"


def number(value: str) -> Both:
    """Return a plain decimal as each language writes it: 3,377,000 and 337.7万."""
    exact = Decimal(value)
    for step, word in _STEPS:
        if abs(exact) >= step and len(exact.as_tuple().digits) <= _EXACT_DIGITS:
            return Both(f"{exact:,f}", f"{_plain(exact / step)}{word}")
    return Both(f"{exact:,f}", f"{exact:,f}")


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def date(text: str) -> Both:
    """Return a year, month or day as each language writes it: 25 March 2024 and 2024年3月25日."""
    parts = [int(part) for part in text.split("-")]
    english = [str(parts[0]), *(_MONTHS[month - 1] for month in parts[1:2]), *map(str, parts[2:])]
    chinese = "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    return Both(" ".join(reversed(english)), chinese)
