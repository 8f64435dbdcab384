"""Bytes and characters of a file: what a reader, a diff or a spreadsheet would change silently."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from factbook.issue import FETCHED, Issue, quoted
from factbook.rules import RULES
from factbook.spelling import script

# Scripts with letters that look like Latin ones, and the commonest of those letters.
_SCRIPTS_WITH_DOUBLES = {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"}
_DOUBLES = set("аеорсухіѕјһԁАВЕЅІЈКМНОРСТХУοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")
# Greek letters that occur in symbols of units beside Latin ones.
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
# What the bytes of UTF-8 look like in Windows-1252: a letter with an accent, then one or two of
# its signs. Quotation marks, dashes and marks that may follow a word do not suffice.
_SIGNS = "¡-§©ª¬-­¯±´-¶¸º¼-¿€‚ƒ„†‡ˆ‰Š‹ŒŽ˜š›œžŸ"
_AFTER_WORDS = "«»‘’“”–—…®™°¹²³·•¨"
_GARBLED = re.compile(
    rf"[ÂÃÄÅ][{_SIGNS}¨®°²³·¹]|Ã[«»‘’“”–—](?=\w)"
    rf"|[â-ð](?:[{_SIGNS}][{_SIGNS}{_AFTER_WORDS}]|[{_AFTER_WORDS}][{_SIGNS}])"
)
_GARBLED_BYTES = re.compile(rb"\xc3[\x82-\x85\xa2-\xb0][\xc2\xc5\xc6\xcb\xe2]")
_MARKERS = ("<" * 7, ">" * 7)
# Traces of an accident, by rule: how they look and what the message says of them.
_TRACES = {
    "merge-marker": (re.compile("|".join(_MARKERS)), "A merge left {part}."),
    "mojibake": (_GARBLED, "{part} looks like UTF-8 read as Windows-1252."),
}
_ASCII = bytes(range(0x80))
_PLAIN_BYTES = b"\n" + bytes(range(0x20, 0x7F)) + bytes(range(0x80, 0x100))
# Faults of a whole file, reported at the first line that shows them.
_ONCE = {"line-ending", "not-nfc"}


def check_chunks(resource: str, chunks: Iterable[bytes]) -> Iterator[Issue]:
    """Yield what the bytes and characters of a file break; chunks contain whole lines."""
    row, tail = 1, b""
    raised: set[str] = set()
    for chunk in chunks:
        for issue in () if _is_plain(chunk) else _check_closely(resource, chunk, row):
            if issue.code not in raised or issue.code not in _ONCE:
                yield issue
            raised.add(issue.code)
        if "not-utf8" in raised:
            return
        row += chunk.count(b"\n")
        tail = (tail + chunk[-2:])[-2:]
    if tail and (not tail.endswith((b"\n", b"\r")) or tail == b"\n\n"):
        message = "The file does not end in exactly one line break."
        yield RULES["no-final-newline"].issue(resource, message)


def check_bytes(resource: str, data: bytes) -> tuple[str | None, list[Issue]]:
    """Return (text, issues) of a file's bytes; text is None if no later stage should read it."""
    issues = list(check_chunks(resource, [data]))
    stops = any(issue.level == "error" for issue in issues)
    return (None if stops else data.decode("utf-8")), issues


def escaped_controls(resource: str, text: str) -> Iterator[Issue]:
    """Yield the lines of a JSON text in which an escape stands for a control character."""
    for row, line in enumerate(text.split("\n"), 1) if "\\" in text else ():
        escape = re.search(r"(?<!\\)(?:\\\\)*(\\(?:[bfnrt]|u00[01][0-9a-fA-F]|u007[fF]))", line)
        if escape:
            message = f"The escape {quoted(escape[1])} stands for a control character."
            yield RULES["invisible-character"].issue(resource, message, row=row)


def _fault_of(char: str) -> str | None:
    """Return the rule that a character breaks wherever it occurs, or None."""
    category = unicodedata.category(char)
    if char in _FULL_WIDTH_PUNCTUATION | {"\n", " "} or unicodedata.normalize("NFC", char) != char:
        return None
    if category == "Zs":
        return "odd-space"
    if category in _INVISIBLE or char in _BLANK | _OVERLAYS:
        return "invisible-character"
    if _SAME_LOOK.match(unicodedata.decomposition(char)):
        return "look-alike-character"
    return None


@cache
def _is_harmless(char: str) -> bool:
    """Return if a character needs no second look, alone or after any other."""
    return (
        _fault_of(char) is None
        and script(char) not in _SCRIPTS_WITH_DOUBLES
        and unicodedata.is_normalized("NFC", char)
        and not unicodedata.category(char).startswith("M")
        and not "\u1160" <= char <= "\u11ff"  # Hangul letters that join the one before.
    )


def _is_plain(chunk: bytes) -> bool:
    """Return if some lines are sure to break no rule on bytes and characters."""
    if chunk.translate(None, _PLAIN_BYTES) or any(m.encode() in chunk for m in _MARKERS):
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
    return all(map(_is_harmless, set(chunk.translate(None, _ASCII).decode("utf-8"))))


def _check_closely(resource: str, chunk: bytes, row: int) -> Iterator[Issue]:
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
        yield RULES["line-ending"].issue(resource, "The line ends in CR or CR LF.", row=here)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not unicodedata.is_normalized("NFC", text):
        lines = enumerate(text.split("\n"), row)
        here = next(n for n, line in lines if not unicodedata.is_normalized("NFC", line))
        message = "The line has characters that normal form C writes otherwise."
        yield RULES["not-nfc"].issue(resource, message, row=here)
    yield from _check_lines(resource, text, row)


def _check_lines(resource: str, text: str, first: int) -> Iterator[Issue]:
    """Yield an issue per line and fault; from some number of issues on they are only counted."""
    alphabet = set(text)
    faults = {char: fault for char in alphabet if (fault := _fault_of(char))}
    mixing = any(script(char) in _SCRIPTS_WITH_DOUBLES for char in alphabet if not char.isascii())
    if not faults and not mixing and not any(p.search(text) for p, _ in _TRACES.values()):
        return
    counts: Counter[str] = Counter()
    for row, line in enumerate(text.split("\n"), first):
        for fault, message in _faults_of_line(line, faults, mixing=mixing):
            counts[fault] += 1
            if counts[fault] <= FETCHED:
                yield RULES[fault].issue(resource, message, row=row)
    for fault, count in counts.items():
        if count > FETCHED:
            yield RULES[fault].rest(resource, count - FETCHED)


def _faults_of_line(
    line: str, faults: dict[str, str], *, mixing: bool
) -> Iterator[tuple[str, str]]:
    """Yield (rule, message): traces of an accident, which explain all else, or odd characters."""
    traces = False
    for fault, (pattern, message) in _TRACES.items():
        if found := pattern.search(line):
            traces = True
            yield fault, message.format(part=quoted(_around(line, found[0])))
    for char in () if traces else sorted(set(line) & faults.keys()):
        name = unicodedata.name(char, "unnamed").lower()
        where = quoted(_around(line, char))
        yield faults[char], f"{where} contains U+{ord(char):04X} ({name})."
    for word in _mixed_words(line) if mixing and not traces else ():
        yield "look-alike-character", f"{quoted(word)} has letters that only look Latin."


def _mixed_words(line: str) -> Iterator[str]:
    """Yield the words of a line that mix such a script with Latin or look Latin throughout."""
    for word in () if line.isascii() else re.findall(r"\w+", line):
        letters = {char for char in word if script(char) != "CJK"}
        foreign = {char for char in letters if script(char) in _SCRIPTS_WITH_DOUBLES}
        mixed = re.search(r"[A-Za-z0-9]", word) and not foreign <= _UNIT_LETTERS
        if foreign and (mixed or letters <= _DOUBLES):
            yield word


def _around(line: str, part: str) -> str:
    at = line.index(part)
    return line[max(0, at - 12) : at + 12]
