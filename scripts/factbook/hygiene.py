"""Bytes, characters and cells: what a reader, a diff or a spreadsheet would silently change."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from factbook import canonical
from factbook.issue import FETCHED, Issue, Rule, declare, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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
            "No text holds a control, invisible or unassigned character, or a stroke laid over "
            "the one before it.",
            "Remove the character.",
        ),
        "odd-space": (
            "The only space is U+0020.",
            "Replace the character by a plain space.",
        ),
        "conflict-marker": (
            "No table, descriptor, schema or changelog holds the markers that a merge leaves where "
            "two versions differ.",
            "Keep one of the two versions and remove the markers.",
        ),
        "decoded-wrongly": (
            "No table, descriptor, schema or changelog was taken for Windows-1252 on its way, "
            "as “Ã©” for “é”.",
            "Restore the text from before, and save it as UTF-8.",
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
        "not-in-script": (
            "Chinese labels, and names and titles in zh, are written in simplified characters, "
            "names and titles in zh-hant in traditional and those in ja in Japanese ones; in a "
            "title one character may be another.",
            "Write the characters of the language, or correct the language.",
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
# Strokes and slashes that are laid over the character before them.
_OVERLAYS = {chr(point) for point in range(0x334, 0x339)}
# What the bytes of UTF-8 look like in Windows-1252: a letter with an accent, and after it one or
# two of its signs. Quotation marks, dashes and marks that may stand after a word do not suffice.
_SIGNS = "¡-§©ª¬-­¯±´-¶¸º¼-¿€‚ƒ„†‡ˆ‰Š‹ŒŽ˜š›œžŸ"
_AFTER_WORDS = "«»‘’“”–—…®™°¹²³·•¨"
_GARBLED = re.compile(
    rf"[ÂÃÄÅ][{_SIGNS}¨®°²³·¹]|Ã[«»‘’“”–—](?=\w)"
    rf"|[â-ð](?:[{_SIGNS}][{_SIGNS}{_AFTER_WORDS}]|[{_AFTER_WORDS}][{_SIGNS}])"
)
_GARBLED_BYTES = re.compile(rb"\xc3[\x82-\x85\xa2-\xb0][\xc2\xc5\xc6\xcb\xe2]")
# What a merge leaves in a file, wherever it was put together.
_MARKERS = ("<" * 7, ">" * 7)
# Traces of an accident, by rule: how they look and what is said of them.
_TRACES = {
    "conflict-marker": (re.compile("|".join(_MARKERS)), "A merge left {part}."),
    "decoded-wrongly": (_GARBLED, "{part} is UTF-8 taken for Windows-1252."),
}
_ASCII = bytes(range(0x80))
_PLAIN_BYTES = b"\n" + bytes(range(0x20, 0x7F)) + bytes(range(0x80, 0x100))
# Faults of a whole file, said at the first line that shows them.
_ONCE = {RULES["not-lf"].code, RULES["not-nfc"].code}


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
    elif category in _INVISIBLE or char in _BLANK | _OVERLAYS:
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


def _traces(text: str) -> dict[str, tuple[str, str]]:
    """Return what an accident left in a text: rule → (the first trace, what is said of it)."""
    return {
        fault: (found[0], said)
        for fault, (pattern, said) in _TRACES.items()
        if (found := pattern.search(text))
    }


def escaped_controls(resource: str, text: str) -> Iterator[Issue]:
    """Yield the lines of a JSON text in which an escape stands for a control character."""
    for row, line in enumerate(text.split("\n"), 1):
        escape = re.search(r"(?<!\\)(?:\\\\)*(\\(?:[bfnrt]|u00[01][0-9a-fA-F]|u007[fF]))", line)
        if escape:
            message = f"The escape {shown(escape[1])} stands for a control character."
            yield RULES["invisible-character"].issue(resource, message, row=row)


def characters(resource: str, text: str, first: int = 1) -> Iterator[Issue]:
    """Yield an issue for every line that holds a character no file should hold.

    first: the number of the first line. From some number of issues on the rest is only counted.
    """
    alphabet = set(text)
    faults = {char: fault for char in alphabet if (fault := _fault_of(char))}
    mixing = any(script(char) in _SCRIPTS_WITH_DOUBLES for char in alphabet if not char.isascii())
    if not faults and not mixing and not _traces(text):
        return
    faulty, told, reach = frozenset(faults), 0, 0
    for row, line in enumerate(text.split("\n"), first):
        reach += len(line) + 1
        traces = _traces(line)
        for fault, (part, said) in traces.items():
            message = said.format(part=shown(_around(line, part)))
            yield RULES[fault].issue(resource, message, row=row)
            told += 1
        # What else is odd in such a line comes of the same mistake, or waits.
        clean = "" if traces else line
        for char in () if faulty.isdisjoint(clean) else sorted(faulty.intersection(clean)):
            name = unicodedata.name(char, "unnamed").lower()
            message = f"U+{ord(char):04X} ({name}) stands in {shown(_around(line, char))}."
            yield RULES[faults[char]].issue(resource, message, row=row)
            told += 1
        for word in _mixed_words(clean) if mixing else ():
            message = f"{shown(word)} has letters that only look Latin."
            yield RULES["look-alike"].issue(resource, message, row=row)
            told += 1
        if told >= FETCHED:
            yield from _rest(resource, text[reach:], faults)
            return


def _rest(resource: str, text: str, faults: dict[str, str]) -> Iterator[Issue]:
    """Yield, for every fault, how many characters, or lines, of a text commit it."""
    for fault, (pattern, _) in _TRACES.items():
        count = sum(1 for line in text.split("\n") if pattern.search(line))
        if count:
            yield RULES[fault].rest(resource, count)
    for fault in sorted(set(faults.values())):
        mine = {ord(char): None for char in faults if faults[char] == fault}
        count = len(text) - len(text.translate(mine))
        if count:
            yield RULES[fault].rest(resource, count)


def _around(line: str, part: str) -> str:
    at = line.index(part)
    return line[max(0, at - 12) : at + 12]


@cache
def _harmless(char: str) -> bool:
    """Return whether a character needs no second look, alone or after any other."""
    return (
        _fault_of(char) is None
        and script(char) not in _SCRIPTS_WITH_DOUBLES
        and unicodedata.is_normalized("NFC", char)
        and not unicodedata.category(char).startswith("M")
        and not "\u1160" <= char <= "\u11ff"  # Hangul letters that join the one before.
    )


def _plain(chunk: bytes) -> bool:
    """Return whether some lines are sure to break no rule on bytes and characters."""
    if chunk.translate(None, _PLAIN_BYTES):
        return False
    if any(marker.encode() in chunk for marker in _MARKERS):
        return False
    if chunk.isascii():
        return True
    if _GARBLED_BYTES.search(chunk):
        return False
    try:
        chunk.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # No byte of a character beyond ASCII is ASCII: what is left is text too, and short.
    return all(map(_harmless, set(chunk.translate(None, _ASCII).decode("utf-8"))))


def check_chunks(resource: str, chunks: Iterable[bytes]) -> Iterator[Issue]:
    """Yield what the bytes and characters of a file break; chunks hold whole lines."""
    row, tail = 1, b""
    told: set[str] = set()
    for chunk in chunks:
        for issue in () if _plain(chunk) else _closely(resource, chunk, row):
            if issue.code not in told or issue.code not in _ONCE:
                yield issue
            told.add(issue.code)
        if RULES["not-utf8"].code in told:
            return
        row += chunk.count(b"\n")
        tail = (tail + chunk[-2:])[-2:]
    if tail and (not tail.endswith((b"\n", b"\r")) or tail == b"\n\n"):
        message = "The file does not end in exactly one line break."
        yield RULES["no-final-newline"].issue(resource, message)


def _closely(resource: str, chunk: bytes, row: int) -> Iterator[Issue]:
    """Yield what some lines break, the first of them being line `row` of the file."""
    try:
        text = chunk.decode("utf-8")
    except UnicodeDecodeError as error:
        here = row + chunk.count(b"\n", 0, error.start)
        message = f"The byte 0x{chunk[error.start]:02X} in this line is not UTF-8."
        yield RULES["not-utf8"].issue(resource, message, row=here)
        return
    if row == 1 and text.startswith("\ufeff"):
        yield RULES["byte-order-mark"].issue(resource, "The file begins with U+FEFF.")
        text = text[1:]
    if "\r" in text:
        here = row + text.replace("\r\n", "\n").count("\n", 0, text.index("\r"))
        message = "The line ends in CR or CR LF."
        yield RULES["not-lf"].issue(resource, message, row=here)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not unicodedata.is_normalized("NFC", text):
        here = next(
            here
            for here, line in enumerate(text.split("\n"), row)
            if not unicodedata.is_normalized("NFC", line)
        )
        message = "The line holds characters that normal form C writes otherwise."
        yield RULES["not-nfc"].issue(resource, message, row=here)
    yield from characters(resource, text, row)


def check_bytes(resource: str, data: bytes) -> tuple[str | None, list[Issue]]:
    """Return (text, issues) of a file's bytes; text is None if no later stage should read it."""
    issues = list(check_chunks(resource, [data]))
    return (None if issues else data.decode("utf-8")), issues


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
    r"|-?inf|-?infinity|-|--|\?|\.|\\n|#(ref|name|value|div/0|num|null|calc|spill)[!?]"
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


# By language: an encoding that has its Chinese characters, and one of those it is mistaken for. A
# rare character that neither has is nobody's mistake.
_SCRIPTS = {"zh": ("gb2312", "big5"), "zh-hant": ("big5", "gb2312"), "ja": ("cp932", "gb2312")}


def not_in_script(text: str, language: str) -> str:
    """Return the Chinese characters of a text that its language writes otherwise."""
    own, other = _SCRIPTS.get(language, ("utf-8", "utf-8"))
    return "".join(
        char
        for char in text
        if script(char) == "CJK" and not char.encode(own, "ignore") and char.encode(other, "ignore")
    )


def is_chinese(label: str) -> bool:
    """Return whether a label has Chinese characters and else no letters but capitals."""
    letters = [char for char in label if char.isalpha()]
    return any(script(char) == "CJK" for char in letters) and all(
        script(char) == "CJK" or (char.isascii() and char.isupper()) for char in letters
    )
