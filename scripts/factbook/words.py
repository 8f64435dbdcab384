"""Every function that rules call: plain Python, the same on every engine; NULL gives NULL."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from factbook import figures
from factbook.spelling import is_chinese, wrong_script

# What is no letter, digit, full stop, comma or hyphen separates words, in ASCII and beyond.
_SIGNS = {n: " " for n in range(128) if not (chr(n).isalnum() or chr(n) in ".,-")}
_OTHER_SIGNS = re.compile(
    "[^0-9A-Za-z\u00c0-\u1fff\u2c00-\u2dff\u3040-\ufeff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
    "\uff66-\U0010ffff.,-]"
)
_CHINESE = re.compile(
    "[\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U000323af]"
).search
_KANA = re.compile("[\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff]").search
_STOP = frozenset(figures.WORDS["stop"].split())
_SINGULAR: dict[str, str] = figures.WORDS["singular"]
_CLASS = {name: frozenset(words.split()) for name, words in figures.WORDS["classes"].items()}
_CLASS["turns"] = _CLASS["denies"] | _CLASS["limits"] | _CLASS["opposes"]
_MARK = 5  # letters of a word that are enough to name a thing
_SHORT = 3  # a word of so many letters is no plural
_LISTED_CUES = 8
_AFTER = ("or ", "plus ")  # how a word begins that may come after a figure
_NO_PAGE = {end: re.compile(form).search for end, form in figures.WORDS["no_page"].items()}
# How sentences of a note begin that say nothing beside the fact: why there is no date, and with
# which other pages a page shares its occasion.
_LABELLED = ("Undated: ", "Occasion: ")
_NUMBERS = re.compile("[0-9]+").findall
_EDGE = re.compile("[ ,;:]|[.] ").match
_INSIDE = re.compile("[A-Za-z0-9]{2}").match
_ENDED = re.compile(r"[.?!…。？！][)\]”’\"'」』）]*$|https?://\S+$").search


def as_words(text: str) -> str:
    """Return the words of a text, a space before and after each, signs left out."""
    apart = text.translate(_SIGNS) if text.isascii() else _OTHER_SIGNS.sub(" ", text)
    return f" {' '.join([word for part in apart.split() if (word := part.rstrip('.,-'))])} "


def spoken(text: str | None) -> str | None:
    """Return the words of a text in lower case: so one text is looked for in another."""
    return None if text is None else as_words(text.lower())


def marks(label: str | None, short_name: str | None) -> str | None:
    """Return what to look for in words to see if they name a thing, joined by |.

    That is the whole name, or the first five letters of a word of it, stop words left out.
    """
    found: dict[str, None] = {}
    for name in (label, short_name):
        words = (spoken(name) or "").replace("-", " ")
        for word in words.split():
            if len(word) > 1 and word not in _STOP:
                found[f" {word[:_MARK]}{' ' * (len(word) < _MARK)}"] = None
        if words.strip():
            found[words] = None
    return "|".join(found) or None


@lru_cache(1024)
def _said(text: str) -> str:
    return as_words(text.lower())


@lru_cache(1024)
def _each(joined: str) -> list[str]:
    return joined.split("|")


def mentions(words: str, names: str) -> bool:
    """Say if words name the thing that has these marks."""
    apart = words.replace("-", " ") if "-" in words else words
    for mark in _each(names):  # noqa: SIM110 - a generator takes twice the time
        if mark in apart:
            return True
    return False


@lru_cache(1024)
def _singular(words: str) -> frozenset[str]:
    """Return words of two letters or more in the singular, as far as endings say."""
    found = set()
    for word in words.split():
        short = _SINGULAR.get(word, word)
        if short == word and len(word) > _SHORT and word[-1] == "s" and word[-2] != "s":
            cut = 2 if word.endswith(("ches", "shes", "xes", "sses")) else 1
            short = f"{word[:-3]}y" if word.endswith("ies") else word[:-cut]
        found.add(short)
    return frozenset(word for word in found if len(word) > 1)


def names_unit(text: str, words: str, label: str, symbol: str) -> bool:
    """Say if a text, and its words, name a unit by its label or symbol ("" if it has none)."""
    sign, name = _said(symbol), _said(label)
    if name in words or (symbol and (symbol in text or (sign.strip() and sign in words))):
        return True
    return _singular(name) <= _singular(words)


def follows(text: str, printed: str, label: str, symbol: str) -> bool | None:
    """Say if a unit comes after a figure in a text; None if the figure is not in it."""
    _, found, rest = text.partition(printed)
    rest = rest.lstrip(" -").lower()
    if rest.startswith(label.lower()) or (symbol and rest.startswith(symbol.lower())):
        return True
    named = _singular(_said(label))
    near = " ".join(as_words(rest[:200]).split()[: len(named) + 3])
    return named <= _singular(near) if found else None


def unsupported(words: str, evidence: str, names: str) -> str | None:
    """Return a word that denies, limits or opposes and has no like in the evidence.

    A word of opposition may also come from a negation in the evidence, or from names.
    """
    theirs = set(evidence.split())
    for name in ("denies", "limits", "opposes"):
        word = of_class(words, name)
        others = theirs | set(names.split()) if name == "opposes" else theirs
        likes = _CLASS[name] | (_CLASS["denies"] if name == "opposes" else set())
        if word and likes.isdisjoint(others):
            return word
    return None


def of_class(words: str, name: str) -> str | None:
    """Return the first word that is of a class of words.toml."""
    apart, listed = words.split(), _CLASS[name]
    return None if listed.isdisjoint(apart) else next(word for word in apart if word in listed)


def cuts_word(left_of: str, span: str, right_of: str) -> bool:
    """Say if a span begins or ends inside a word, at a space or at a mark that belongs outside."""
    edges = (left_of[-1:] + span[0], span[-1] + right_of)
    return bool(_EDGE(span)) or span[-1] in " ,;:" or any(map(_INSIDE, edges))


@lru_cache(1024)
def _stems(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFD", text.lower())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return frozenset(re.findall(r"(?<![0-9a-z])[0-9a-z]{1,4}", plain))


# Functions that give a text, a truth value or a number. page: an address without its scheme, www,
# last slashes and place in the page; no_page: the end of a sentence on an address that is of none;
# newsroom: a publisher without what it cites or comes by.
_TEXTS: dict[str, Callable[..., str | None]] = {
    **{f.__name__: f for f in (spoken, as_words, unsupported, of_class)},
    **{f.__name__: f for f in (figures.readings, figures.words_beside, figures.missing_number)},
    **{f.__name__: f for f in (figures.days_in, figures.latest_day, figures.year_in)},
    "folded": lambda text: text.lower(),
    "sha256": lambda text: hashlib.sha256(text.encode()).hexdigest(),
    "version_order": lambda version: ".".join(part.zfill(20) for part in version.split(".")),
    "page": lambda url: re.sub("/*(#([^/!].*)?)?$", "", re.sub(r"^https?://(www\.)?", "", url)),
    "no_page": lambda url: next((end for end, fits in _NO_PAGE.items() if fits(url.lower())), None),
    "newsroom": lambda publisher: publisher.split(" (", 1)[0].split(" via ", 1)[0],
    "wrong_script": wrong_script,
}
_TRUTHS: dict[str, Callable[..., bool | None]] = {
    **{f.__name__: f for f in (mentions, names_unit, follows, cuts_word, figures.has_figure)},
    "same_numbers": lambda one, other: sorted(_NUMBERS(one)) == sorted(_NUMBERS(other)),
    "share_a_stem": lambda one, other: not _stems(one).isdisjoint(_stems(other)),
    "has_chinese": lambda text: not text.isascii() and _CHINESE(text) is not None,
    "has_kana": lambda text: _KANA(text) is not None,
    "ends_sentence": lambda text: _ENDED(text) is not None,
    "is_chinese": is_chinese,
    "adds": lambda note: any(not s.startswith(_LABELLED) for s in re.split(r"(?<=[.]) ", note)),
}
_FIGURES: dict[str, Callable[..., float | None]] = {
    **{f.__name__: f for f in (figures.number_meant, figures.last_digit)},
    "shared_characters": lambda one, other: len(set(one) & set(other)),
}
_Index = dict[str, list[tuple[str, str]]]


class Cues:
    """The words that call for a code: those of one list of the vocabulary."""

    def __init__(self, vocabulary: Mapping[str, Any], name: str) -> None:
        """Take the list with this name."""
        lists = [entry["codes"] for entry in vocabulary.get("lists", ()) if entry["list"] == name]
        self.cues = {code["code"]: code.get("cues", []) for codes in lists for code in codes}
        self.codes = {cue: code for code, cues in self.cues.items() for cue in cues}
        every = Counter(cue for cues in self.cues.values() for cue in cues)
        self.last = _index(self.codes, -1)
        self.first = {code: _index(cues, 0) for code, cues in self.cues.items()}
        for code, cues in self.cues.items():
            self.first[f"{code} alone"] = _index((cue for cue in cues if every[cue] == 1), 0)

    def accepted(self, code: str) -> str:
        """Return the words that call for a code, in quotation marks."""
        cues = sorted(self.cues.get(code, ()), key=lambda cue: (not cue.isascii(), cue))
        more = ", …" if len(cues) > _LISTED_CUES else ""
        return ", ".join(f"“{cue}”" for cue in cues[:_LISTED_CUES]) + more

    def meaning(self, cue: str) -> str | None:
        """Return the code that a word calls for; "" is no word: eq."""
        return self.codes.get(cue) if cue else "eq"

    def beside(self, words: str, figure: str) -> str | None:
        """Return the longest cue before a figure, or after it if it begins with "or".

        It is "" if there is none, and None if the figure is not among the words.
        """
        at, best = words.find(figure), None
        while at >= 0:
            best, end = best or "", at + len(figure)
            last = words[words.rfind(" ", 0, at) + 1 : at]
            near = [cue for cue_, cue in self.last.get(last, ()) if words.endswith(cue_, 0, at + 1)]
            if words.startswith(_AFTER, end):
                near += [cue for cue in self.codes if words.startswith(f"{cue} ", end)]
            best = max((best, *near), key=len)
            at = words.find(figure, end - 1)
        return best

    def found(self, words: str, code: str) -> str | None:
        """Return the first cue of a code; of "planned alone": the first that only planned has."""
        cues, apart = self.first.get(code, {}), words.split()
        if cues.keys().isdisjoint(apart):
            return None
        near = (item for word in apart for item in cues.get(word, ()))
        return next((cue for phrase, cue in near if phrase in words), None)


def _index(cues: Iterable[str], place: int) -> _Index:
    """Return (words, cue) of cues by their first or last word, the longest first."""
    found: _Index = {}
    for cue in sorted(cues, key=len, reverse=True):
        words = as_words(cue)
        for word in words.split()[place:][:1]:
            found.setdefault(word, []).append((words, cue))
    return found


def functions(vocabulary: Mapping[str, Any]) -> dict[str, Callable[..., Any]]:
    """Return every function that rules call, by its name in SQL; a None makes each return None."""
    comparators, modalities = Cues(vocabulary, "comparator"), Cues(vocabulary, "modality")
    named: dict[str, Callable[..., Any]] = {
        "comparator_cues": comparators.accepted,
        "comparator_of": comparators.meaning,
        "cue_beside": comparators.beside,
        "modality_cues": modalities.accepted,
        "modality_cue": modalities.found,
    }
    return {name: _strict(f) for name, f in {**named, **_TEXTS, **_TRUTHS, **_FIGURES}.items()}


def _strict(f: Any) -> Callable[..., Any]:
    """Return a function that gives None for a None; one for each number of parameters is quick."""
    code = getattr(f, "__wrapped__", f).__code__
    kinds: dict[int, Callable[..., Any]] = {
        1: lambda a: None if a is None else f(a),
        2: lambda a, b: None if a is None or b is None else f(a, b),
        3: lambda a, b, c: None if a is None or b is None or c is None else f(a, b, c),
        4: lambda a, b, c, d: None if None in (a, b, c, d) else f(a, b, c, d),
    }
    return kinds[code.co_argcount - hasattr(f, "__self__")]
