"""Figures as a page prints them ("nearly 3.38 million", "490多万", "four"), read as numbers.

Plain functions that rules call; words.py gives them to the engine.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
_NUMBERS = WORDS["numbers"].split()
_DIGITS = {word: str(number) for number, word in enumerate(_NUMBERS)}
_DIGITS |= {sign: str(number) for number, sign in enumerate(WORDS["chinese_numbers"], 1)}
# "one" is mostly no number, and a word above twelve is rare.
_COUNTS = {word: str(number) for number, word in enumerate(_NUMBERS[2:13], 2)}
_NUMBERS_IN = re.compile(rf" ([0-9][0-9.,-]*|{'|'.join(_COUNTS)})(?= )").findall
_POWERS, _ENGLISH_POWERS = (
    {word: int(power) for power, words in WORDS[name].items() for word in words.split()}
    for name in ("powers", "english_powers")
)
_FIGURE = re.compile(
    r"(-?[0-9]+(?:[.,][0-9]+)*(?:[ \u00a0\u202f][0-9]{3}(?![0-9]))*(?:,[0-9]+)?"
    rf"|\b(?:{'|'.join(_NUMBERS)})|[{WORDS['chinese_numbers']}])([多余餘])?"
    rf"(?:[ \u00a0-]?({'|'.join(sorted(_POWERS | _ENGLISH_POWERS, key=len, reverse=True))}))?"
    r"(?![0-9A-Za-z])",
    re.IGNORECASE,
).search
_NUMBER = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?|-?[0-9]+([.][0-9]+)?").fullmatch
_POINT_LANGUAGES = frozenset({"en", "ja", "ko", "zh", "zh-hant"})
_SWAP = str.maketrans(".,", ",.")


@lru_cache(1024)
def _figure(printed: str) -> tuple[str, str, str] | None:
    """Return (number, word for its power, words beside it) of a figure as printed."""
    found = _FIGURE(printed)
    if not found:
        return None
    rest = printed[: found.start()] + (found[2] or "") + printed[found.end() :]
    rest = rest.strip(" -\u00a0$€£¥%").lower()
    return None if re.search("[0-9]", rest) else (found[1], (found[3] or "").lower(), rest)


@lru_cache(1024)
def _numbers(printed: str, language: str) -> tuple[list[str], int]:
    """Return the readings of the digits of a figure, as English writes them, and their power."""
    number, word, _ = _figure(printed) or ("", "", "")
    english = language in _POINT_LANGUAGES
    power = _POWERS.get(word, _ENGLISH_POWERS.get(word, -1) if english else -1) if word else 0
    plain = re.sub("[ \u00a0\u202f]", "", _DIGITS.get(number.lower(), number))
    forms = [plain] if english else [plain.translate(_SWAP), plain]
    return [form.replace(",", "") for form in forms if power >= 0 and _NUMBER(form)], power


@lru_cache(1024)
def readings(printed: str, language: str) -> str | None:
    """Return the numbers that a figure as printed can stand for, joined by spaces."""
    numbers, power = _numbers(printed, language)
    found: dict[str, None] = {}
    for number in numbers:
        whole, _, part = number.lstrip("-").partition(".")
        part = part.ljust(power, "0")
        whole, part = (whole + part[:power]).lstrip("0") or "0", part[power:].rstrip("0")
        found[f"{'-' * number.startswith('-')}{whole}{'.' * bool(part)}{part}"] = None
    return " ".join(found) or None


_DAY = re.compile("(?<![0-9])(20[0-9][0-9])[-/]?([01][0-9])[-/]?([0-3][0-9])(?![0-9])").findall
_YEAR = re.compile("(?<![0-9])20[0-9]{2}(?![0-9])").findall


def number_meant(printed: str, language: str, value: str) -> float:
    """Return the number that a figure as printed stands for, the value if that is uncertain."""
    found = (readings(printed, language) or value).split()
    return float(found[0] if len(found) == 1 else value)


def last_digit(printed: str, language: str) -> float | None:
    """Return what one step of the last digit of a figure as printed amounts to."""
    numbers, power = _numbers(printed, language)
    return float(10.0 ** (power - len(numbers[0].partition(".")[2]))) if numbers else None


def words_beside(printed: str) -> str | None:
    """Return the words beside a figure as printed, "" if there are none."""
    figure = _figure(printed)
    return figure[2] if figure else None


def has_figure(text: str, printed: str) -> bool:
    """Say if a text has a figure as printed, and not only as a part of a longer one."""
    before = (
        r"(?<![0-9])(?<![0-9][.,])(?<!^-)(?<!\s-)" if printed[0].isdigit() else "(?<![A-Za-z0-9])"
    )
    after = "(?![0-9]|[.,][0-9])" if printed[-1].isdigit() else "(?![A-Za-z0-9])"
    plain = text.replace("\u00a0", " ").replace("\u202f", " ")
    return re.search(before + re.escape(printed) + after, plain) is not None


def missing_number(words: str, evidence: str, printed: str) -> str | None:
    """Return the first number of words, in digits or a word, that the others do not have."""
    for number in _NUMBERS_IN(words):
        same = (f" {number} ", f" {_COUNTS.get(number, number)} ")
        if not any(word in others for word in same for others in (evidence, printed)):
            return str(number)
    return None


def days_in(url: str) -> str | None:
    """Return the days in an address, as 2024-03-25, joined by spaces."""
    return " ".join("-".join(day) for day in _DAY(url)) or None


def year_in(key: str) -> str | None:
    """Return the year in the key of a source, if there is one and no other."""
    years = _YEAR(key)
    return years[0] if len(years) == 1 else None


def latest_day(published: str, url: str, key: str) -> str | None:
    """Return when a page was published, or the last day that its address or key allows."""
    days, years = _DAY(url), _YEAR(key)
    return published or ("-".join(days[-1]) if days else f"{max(years)}-12-31" if years else None)
