"""Bytes, characters and cells: what a reader, a diff or a spreadsheet would silently change."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from typing import TYPE_CHECKING

from factbook import canonical
from factbook.issue import Issue, Rule, declare, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RULES = declare(
    "hygiene",
    {
        "not-utf8": ("Every file is UTF-8.", "Save the file as UTF-8."),
        "byte-order-mark": (
            "No file begins with a byte order mark.",
            "Save the file as UTF-8 without byte order mark, or run scripts/format.py.",
        ),
        "not-lf": ("Every line ends in LF alone.", "Run scripts/format.py."),
        "no-final-newline": (
            "Every file ends in exactly one line break.",
            "Run scripts/format.py.",
        ),
        "not-nfc": ("Every text is in Unicode normal form C.", "Run scripts/format.py."),
        "invisible-character": (
            "No text holds a control, invisible or unassigned character.",
            "Remove the character.",
        ),
        "odd-space": (
            "The only space is U+0020.",
            "Replace the character by a plain space.",
        ),
        "look-alike": (
            "No letter or digit only looks like a plain one, and no word mixes scripts.",
            "Type the plain character.",
        ),
        "not-canonical": (
            "Every file is spelt in the one canonical way: quotes only where needed, "
            "JSON indented by two.",
            "Run scripts/format.py.",
        ),
        "rows-not-in-order": (
            "The rows of every table stand in the order of their keys.",
            "Run scripts/format.py.",
        ),
        "stray-space": (
            "No cell begins or ends with a space or has two in a row.",
            "Remove the space.",
        ),
        "line-break-in-cell": (
            "No cell holds a line break.",
            "Put the text on one line.",
        ),
        "formula-like": (
            "No cell begins with a sign that makes spreadsheets run it as a formula.",
            "Begin the cell with another character.",
        ),
        "reads-as-missing": (
            "No cell reads as a missing value to common readers.",
            "Leave the cell blank or choose another word.",
        ),
        "reads-as-boolean": (
            "No cell reads as a truth value to common readers.",
            "Choose another word.",
        ),
        "codes-not-in-order": (
            "Codes in one cell stand in alphabetical order, each once.",
            "Sort the codes and remove repeated ones.",
        ),
        "label-not-chinese": (
            "Every Chinese label is written in Chinese characters; "
            "Latin letters stand only in upper-case abbreviations.",
            "Write the label in Chinese.",
        ),
    },
)

# Scripts with letters that look like Latin ones, and the commonest of those letters.
_SCRIPTS_WITH_DOUBLES = {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"}
_DOUBLES = set("аеорсухіѕјһԁАВЕЅІЈКМНОРСТХУοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")
# Greek letters that stand in symbols of units beside Latin ones.
_UNIT_LETTERS = set("μΩ")
_FULL_WIDTH_PUNCTUATION = set("，。：；！？（）、“”‘’《》—…·×")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Blank in every font, or without a form of their own, although of another category.
_BLANK = set("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\ufffc\ufffd") | {
    chr(point)
    for selectors in (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
    for point in selectors
}
# How Unicode marks a character as another form of a plain one. Superscripts, fractions and
# circled digits are forms too, but nobody takes them for the plain ones.
_SAME_LOOK = re.compile("<(wide|narrow|font|compat)>")


def script(char: str) -> str:
    """Return the first word of a character's Unicode name, which names its script."""
    return unicodedata.name(char, "UNNAMED").split(" ", 1)[0]


def _fault_of(char: str) -> str | None:
    """Return the fault that a character commits wherever it stands, or None."""
    category = unicodedata.category(char)
    if char in _FULL_WIDTH_PUNCTUATION | {"\n", " "} or unicodedata.normalize("NFC", char) != char:
        fault = None
    elif category == "Zs":
        fault = "odd-space"
    elif category in _INVISIBLE or char in _BLANK:
        fault = "invisible-character"
    elif _SAME_LOOK.match(unicodedata.decomposition(char)):
        fault = "look-alike"
    else:
        fault = None
    return fault


def _mixed_words(line: str) -> Iterator[str]:
    """Yield the words of a line that mix such a script with Latin or look Latin throughout."""
    for word in re.findall(r"\w+", line):
        letters = {char for char in word if script(char) != "CJK"}
        foreign = {char for char in letters if script(char) in _SCRIPTS_WITH_DOUBLES}
        mixed = re.search(r"[A-Za-z0-9]", word) and not foreign <= _UNIT_LETTERS
        if foreign and (mixed or letters <= _DOUBLES):
            yield word


def escaped_controls(resource: str, text: str) -> Iterator[Issue]:
    """Yield the lines of a JSON text in which an escape stands for a control character."""
    for row, line in enumerate(text.split("\n"), 1):
        escape = re.search(r"(?<!\\)(?:\\\\)*(\\(?:[bfnrt]|u00[01][0-9a-fA-F]|u007[fF]))", line)
        if escape:
            message = f"The escape {shown(escape[1])} stands for a control character."
            yield RULES["invisible-character"].issue(resource, message, row=row)


def characters(resource: str, text: str) -> Iterator[Issue]:
    """Yield an issue for every line of a text that holds a character no file should hold."""
    alphabet = set(text)
    faults = {char: fault for char in alphabet if (fault := _fault_of(char))}
    mixing = any(script(char) in _SCRIPTS_WITH_DOUBLES for char in alphabet if not char.isascii())
    if not faults and not mixing:
        return
    for row, line in enumerate(text.split("\n"), 1):
        for char in sorted(set(line) & set(faults)):
            name = unicodedata.name(char, "unnamed").lower()
            message = f"U+{ord(char):04X} ({name}) stands in {shown(_around(line, char))}."
            yield RULES[faults[char]].issue(resource, message, row=row)
        for word in _mixed_words(line) if mixing else ():
            message = f"{shown(word)} has letters that only look Latin."
            yield RULES["look-alike"].issue(resource, message, row=row)


def _around(line: str, char: str) -> str:
    at = line.index(char)
    return line[max(0, at - 12) : at + 12]


def check_bytes(resource: str, data: bytes) -> tuple[str | None, list[Issue]]:
    """Return (text, issues) of a file's bytes; text is None if no later stage should read it."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        message = f"The byte 0x{data[error.start]:02X} in this line is not UTF-8."
        return None, [RULES["not-utf8"].issue(resource, message, row=row)]
    issues = []
    if text.startswith("\ufeff"):
        issues.append(RULES["byte-order-mark"].issue(resource, "The file begins with U+FEFF."))
        text = text[1:]
    if "\r" in text:
        row = text.replace("\r\n", "\n").count("\n", 0, text.index("\r")) + 1
        message = "The line ends in CR or CR LF."
        issues.append(RULES["not-lf"].issue(resource, message, row=row))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text and (not text.endswith("\n") or text.endswith("\n\n")):
        issues.append(
            RULES["no-final-newline"].issue(
                resource, "The file does not end in exactly one line break."
            )
        )
    if not unicodedata.is_normalized("NFC", text):
        row = next(
            row
            for row, line in enumerate(text.split("\n"), 1)
            if not unicodedata.is_normalized("NFC", line)
        )
        message = "The line holds characters that normal form C writes otherwise."
        issues.append(RULES["not-nfc"].issue(resource, message, row=row))
    issues += characters(resource, text)
    return (None if issues else text), issues


def check_csv_spelling(resource: str, text: str) -> list[Issue]:
    """Return where a CSV text departs from the canonical spelling; slow, for use after a doubt."""
    issues = []
    for row, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        try:
            cells = next(csv.reader(io.StringIO(line + "\n"), strict=True))
        except (csv.Error, StopIteration):
            cells = []
        if not cells or canonical.csv_text(cells, []) != line + "\n":
            message = f"The line is not spelt canonically: {shown(line)}."
            issues.append(RULES["not-canonical"].issue(resource, message, row=row))
    return issues


# Cell checks, as conditions in SQL on a cell {x} that is not blank: they run inside tables.py.
_MISSING = (
    r"#?n/?a( n/a)?|#?n\.a\.|<na>|-?nan|-?1\.#(ind|qnan)|null|none|nil|nat|missing|undefined"
    r"|-?inf|-?infinity|-|--|\?|\.|\\n"
)
_BOOLEAN = "true|false|yes|no|on|off"
_FORMULA = r"[=@+]|-[0-9.,]*[^0-9., \x1f]|- "
_IS_MISSING = f"regexp_full_match(lower({{x}}), '{_MISSING}')"
CELL_CHECKS: list[tuple[Rule, str]] = [
    (RULES["line-break-in-cell"], "contains({x}, chr(10))"),
    (
        RULES["stray-space"],
        "starts_with({x}, ' ') OR ends_with({x}, ' ') OR contains({x}, '  ')",
    ),
    (
        RULES["formula-like"],
        f"regexp_matches({{x}}, '^({_FORMULA})') AND NOT {_IS_MISSING}",
    ),
    (RULES["reads-as-missing"], _IS_MISSING),
    (RULES["reads-as-boolean"], f"regexp_full_match(lower({{x}}), '{_BOOLEAN}')"),
]
# A row of cells joined by U+001F in which some cell breaks a rule above: one look at the row
# instead of five at every cell.
SUSPECT_ROW = f"(^|\x1f)( |{_FORMULA}|(?i:{_MISSING}|{_BOOLEAN})(\x1f|$))|  | (\x1f|$)|\n"
FIELD_CHECKS: list[tuple[Rule, str, Callable[[str], bool]]] = [
    (
        RULES["label-not-chinese"],
        "NOT regexp_matches({x}, '\\p{{Han}}') OR regexp_matches({x}, "
        "'[\\p{{Ll}}\\p{{Hiragana}}\\p{{Katakana}}\\p{{Hangul}}\\p{{Cyrillic}}\\p{{Greek}}]')",
        lambda field: field == "label_zh",
    ),
    (
        RULES["codes-not-in-order"],
        "{x} <> array_to_string(list_sort(list_distinct(split({x}, ' '))), ' ')",
        lambda field: field.endswith("_types") or field == "modalities",
    ),
]


def is_chinese(label: str) -> bool:
    """Return whether a label has Chinese characters and else no letters but capitals."""
    letters = [char for char in label if char.isalpha()]
    return any(script(char) == "CJK" for char in letters) and all(
        script(char) == "CJK" or (char.isascii() and char.isupper()) for char in letters
    )
