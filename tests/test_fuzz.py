"""Bad input: whatever a package contains, the validator answers in time, names the place and ends.

The first part spoils the example at random, as often as the profile in conftest.py says; the second
is what chance would not find, in memory; the third is about files that are none, which need a
folder. What a package is damaged by is in no case the point: each answer is held to what `check`
promises of every answer. Packages of many megabytes come with --hypothesis-profile=thorough.
"""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import harness
import real
import validate
from factbook import report, rewrite, spelling, validation
from factbook.issue import visible
from factbook.package import DESCRIPTOR, CannotRunError
from factbook.rules import RULES
from factbook.schemas import DESCRIPTOR_SCHEMA, Resource, own_resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from harness import Content

    Damage = Callable[[Content], object]
    Wreck = Callable[[Path], object]

# One mistake may show in many places, but nobody reads more than this.
FLOOD = 20
SECONDS = 5
THOROUGH = settings.get_current_profile_name() == "thorough"
TABLES = [resource for resource in own_resources().values() if resource.tabular]
DATA = [resource.path for resource in own_resources().values()]
SCHEMAS = sorted({resource.schema_path for resource in own_resources().values()})
PROSE = ["CHANGELOG.md", "CITATION.cff", "README.md"]
FILES = [DESCRIPTOR, *DATA, *SCHEMAS, DESCRIPTOR_SCHEMA, *PROSE]
WHOLE = {name: data for name, data in harness.example().items() if isinstance(data, bytes)}
REPORT = Path(report.__file__).with_name("report.schema.json")
FOLLOWS = jsonschema_rs.validator_for(json.loads(REPORT.read_text(encoding="utf-8")))


# What the validator may not do to the machine while it runs, as the audit of Python sees it.
_FORBIDDEN = {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate"}
_FORBIDDEN |= {"os.system", "socket.connect", "subprocess.Popen", "sqlite3.enable_load_extension"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_heard: list[str] = []
_listening: list[bool] = []


def _listen(event: str, args: tuple[Any, ...]) -> None:
    writes = event == "open" and isinstance(args[2], int) and args[2] & _WRITING
    writes = writes or (event == "sqlite3.connect" and args[0] != ":memory:")
    # The interpreter caches the modules that the first run imports.
    if _listening and (writes or event in _FORBIDDEN) and "__pycache__" not in str(args):
        _heard.append(f"{event} {args}")


sys.addaudithook(_listen)


@contextlib.contextmanager
def harmless() -> Iterator[None]:
    """Hold what runs inside to its time, and to writing and running nothing."""
    start = time.process_time()
    _heard.clear()
    _listening.append(True)
    try:
        yield
    finally:
        _listening.clear()
    took = time.process_time() - start  # Of the processor: a busy machine is nobody's fault.
    assert _heard == [], "the validator wrote or ran something"
    assert took < SECONDS, f"it took {took:.1f} seconds"


@dataclass(frozen=True)
class Answer:
    """What was said: the exit status, the printed report, the complaint, the report if JSON."""

    status: int
    out: str
    err: str = ""
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def issues(self) -> list[dict[str, Any]]:
        """Return the issues, errors and warnings."""
        return list(self.report.get("issues", ()))


def ask(content: Content, form: str = "json", *, text: bool = False) -> Answer:
    """Return the answer on a package in memory; the report is there in every form."""
    texts = [harness.text()] if text else []
    with harmless():
        try:
            found = validation.validate(harness.memory(content), texts)
        except CannotRunError as error:
            return Answer(2, "", str(error))
        out = report.FORMATS[form](found)
    out.encode("utf-8", "backslashreplace")
    said = json.loads(out if form == "json" else report.as_json(found))
    return Answer(int(not found.valid), out, "", said)


def check(answer: Answer, content: Content, root: str = "") -> None:
    """Hold an answer to what every answer promises; root: where its package lies."""
    assert answer.status in {0, 1, 2}
    if answer.status == 2:
        assert answer.out == ""
        assert DESCRIPTOR in answer.err or (root or "Texts given") in answer.err
        return
    assert answer.err == ""
    FOLLOWS.validate(answer.report)
    check_report(answer, {DESCRIPTOR, *DATA, *SCHEMAS, *content})
    if not answer.out.startswith("{"):
        check_text(answer, (*DATA, *SCHEMAS, *content), root)


def check_report(answer: Answer, known: set[str]) -> None:
    """Every issue names a file of the package, errors alone fail, every rule is accounted for."""
    assert any(issue["level"] == "error" for issue in answer.issues) == (answer.status == 1)
    ran, skipped = answer.report["rules_run"], answer.report["rules_not_run"]
    assert sorted([*ran, *skipped]) == sorted(RULES), "a rule ran and did not, or neither"
    for issue in answer.issues:
        assert issue["code"] != "rule-crashed", issue["message"]
        assert issue["code"] in ran, f"{issue['code']} found something and was skipped"
        assert issue["level"] == RULES[issue["code"]].level
        assert issue["path"] in known, issue
        assert issue["resource"] in known | set(own_resources()), issue
        assert issue["row"] is None or issue["row"] > 0, issue
        assert issue["message"].endswith("."), issue
        length = len(issue["message"]) + len(issue["record"]) + len(issue["field"])
        assert length < 1500, f"{issue['code']} says it in {length} characters"


def check_text(answer: Answer, known: tuple[str, ...], root: str) -> None:
    """Every line names a file or is a hint, every group ends in its hint, the last lines count."""
    *lines, last = answer.out.removesuffix("\n").split("\n")
    if last.startswith("Of "):  # What other sources come to, where the tables have no errors.
        *lines, last = lines
    counts = [f"{answer.report[key]:,} {key[:-1]}" for key in ("errors", "warnings")]
    assert re.match(f"{counts[0]}s?, {counts[1]}s?[. ]", last), last
    assert len(last) <= 300
    hints = [line.startswith("    ") for line in lines]
    assert hints.count(False) == len(answer.issues)
    starts = tuple(visible(f"{root}{name}") for name in known)
    assert all(line.startswith(starts) for line, hint in zip(lines, hints, strict=True) if not hint)
    assert not any(hints[:1])
    assert all(hints[-1:])
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", answer.out), "a terminal obeys these"


# ---------------------------------------------------------------------------------------------
# What chance finds.

OPTIONS = st.fixed_dictionaries(
    {"form": st.sampled_from(["json", "json", "text"]), "text": st.booleans()}
)
# What the descriptor may say freely: the validator has no second place to compare it with.
_FREE = {"title", "description", "licenses", "contributors", "keywords", "created"}


def bound(name: str, data: bytes) -> str:
    """Return the meaning of a file without what it may say freely."""
    if name in PROSE:
        return spelling.normal(data.decode("utf-8", "replace"))
    value = json.loads(data, parse_int=float)
    if name == DESCRIPTOR:
        del value["name"]
        for entry in (value, *value["resources"]):
            for key in _FREE & set(entry):
                del entry[key]
    return json.dumps(value, sort_keys=True)


def check_noticed(answer: Answer, content: Content, name: str) -> None:
    """Hold a changed file to be an issue, unless it says the same or is free to say it."""
    check(answer, content)
    if answer.status == 0 and not answer.issues and name not in {"CHANGELOG.md", "README.md"}:
        assert name not in DATA
        now = content[name]
        assert isinstance(now, bytes)
        assert bound(name, WHOLE[name]) == bound(name, now)


# Each damage: how long a stretch it takes out, and what it puts there.
ODD_BYTES = st.sampled_from([b"\0", b'"', b",", b"\n", b"\r", b"\xff", b"\xef\xbb\xbf", b";", b"{"])
SLIPS: dict[str, tuple[st.SearchStrategy[int], Callable[[bytes], st.SearchStrategy[bytes]]]] = {
    "changed": (st.just(1), lambda _: ODD_BYTES | st.binary(min_size=1, max_size=1)),
    "removed": (st.just(1), lambda _: st.just(b"")),
    "inserted": (st.just(0), lambda _: ODD_BYTES | st.binary(min_size=1, max_size=1)),
    "cut": (st.just(10**9), lambda _: st.just(b"")),
    "noise": (st.integers(1, 300), lambda _: st.binary(max_size=300)),
    "doubled": (st.integers(1, 300), lambda old: st.just(old + old)),
}


@pytest.mark.parametrize("slip", SLIPS)
@given(data=st.data(), name=st.sampled_from(FILES), options=OPTIONS)
def test_a_slip_in_the_bytes_of_a_file(
    slip: str, data: st.DataObject, name: str, options: dict[str, Any]
) -> None:
    length, puts = SLIPS[slip]
    whole = WHOLE[name]
    start = data.draw(st.integers(0, len(whole) - 1), label="start")
    stop = start + data.draw(length, label="length")
    spoilt = whole[:start] + data.draw(puts(whole[start:stop]), label="new") + whole[stop:]
    assume(spoilt != whole)
    content: Content = {**WHOLE, name: spoilt}
    answer = ask(content, **options)
    check_noticed(answer, content, name)
    if slip in {"changed", "removed", "inserted"}:
        assert len(answer.issues) <= FLOOD, f"{len(answer.issues)} issues for one byte"


@given(names=st.lists(st.sampled_from(FILES), min_size=2, max_size=2), options=OPTIONS)
def test_two_files_swapped(names: list[str], options: dict[str, Any]) -> None:
    assume(names[0] != names[1] and not {*names} <= {"CHANGELOG.md", "README.md"})
    content: Content = {**WHOLE, names[0]: WHOLE[names[1]], names[1]: WHOLE[names[0]]}
    answer = ask(content, **options)
    check(answer, content)
    assert answer.status == 1


# JSON texts, not values: half of them no program would write.
TOKENS = [
    *("null", "true", "false", "0", "-1", "1.0", "1.5", "1e308", "1e999", "-1e-999", "NaN"),
    *("[]", "{}", "[[]]", "[null]", '{"": null}', '{"a": 1, "a": 2}', "9" * 400),
    *('""', '" "', '"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '"\\u001b[31m"', '"\\n"'),
    *('"a\\"b\'; DROP TABLE facts; --"', '"../../etc/passwd"', '"C:\\\\x"', '"https://x.org/"'),
    *("[" * 49 + "]" * 49, "[" * 51 + "]" * 51, '"数量"', '"\u202e"', '"%s{0}$1\\\\1"'),
]
# By name, so that a failure can be read.
LONG_TOKENS = {
    "a long number": "9" * 5000,
    "a long text": json.dumps("x" * 100_000),
    "a long list": json.dumps([0] * 30_000),
    "many brackets": "[" * 100_000,
    "many objects": '{"a":' * 900 + "1" + "}" * 900,
}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
).map(json.dumps)
MARK = "\N{REPLACEMENT CHARACTER} the place \N{REPLACEMENT CHARACTER}"
JSON_FILES = {
    "descriptor": [DESCRIPTOR],
    "schemas": [*SCHEMAS, DESCRIPTOR_SCHEMA],
    "vocabulary": ["data/vocabulary.json"],
    "facts": [rewrite.NESTED],
}


def slots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield (list or object, number or key) of every place in a JSON value."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from slots(value[key])


def json_spoilt(data: st.DataObject, name: str) -> bytes:
    """Return a JSON file with one value, or one key, replaced or removed."""
    value = json.loads(WHOLE[name])
    every = list(slots(value))
    inside, key = every[data.draw(st.integers(0, len(every) - 1), label="place")]
    how = data.draw(st.sampled_from(["replaced", "replaced", "removed", "renamed"]), label="how")
    if how == "removed":
        del inside[key]
    elif how == "renamed" and isinstance(inside, dict):
        inside[data.draw(st.text(), label="key")] = inside.pop(key)
    else:
        inside[key] = MARK
    token = data.draw(st.sampled_from([*TOKENS, *LONG_TOKENS]) | VALUES, label="value")
    there = json.dumps(MARK, ensure_ascii=False)
    text = spelling.json_text(value).replace(there, LONG_TOKENS.get(token, token))
    return text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("kind", JSON_FILES)
@given(data=st.data(), fresh=st.booleans(), options=OPTIONS)
def test_another_value_in_a_json_file(
    kind: str,
    data: st.DataObject,
    fresh: bool,  # noqa: FBT001
    options: dict[str, Any],
) -> None:
    name = data.draw(st.sampled_from(JSON_FILES[kind]), label="name")
    content: Content = {**WHOLE, name: json_spoilt(data, name)}
    if fresh and name in DATA:
        content = harness.with_digests(content)
        check(ask(content, **options), content)
    else:
        check_noticed(ask(content, **options), content, name)


@pytest.mark.parametrize("kind", JSON_FILES)
@given(data=st.data())
def test_format_and_diff_end_in_a_message(kind: str, data: st.DataObject) -> None:
    """What format.py, and --against, cannot read is no reason to crash."""
    name = data.draw(st.sampled_from(JSON_FILES[kind]), label="name")
    spoilt = WHOLE | {name: json_spoilt(data, name)}
    with harmless(), contextlib.suppress(CannotRunError):
        real.edited(spoilt, {})
    with harmless(), contextlib.suppress(CannotRunError):
        validation.validate(harness.memory(WHOLE), against=harness.memory(spoilt))


TEXTS = [
    *("", " ", '"', '""', "'", ";", ",", "\n", "\r\n", "a\nb", "\0", "a\0b", "\\", "\\0", "%", "_"),
    *("'; DROP TABLE facts; --", '" OR 1=1 --', "{value}", "%s", "$1", "\\1", "(", "[", "(?:", "*"),
    *("=1+1", "NaN", "null", "-", "1e5", "0x10", "9" * 400, "-0", "0.0000000001", "1,5", "\u0661"),
    *("1999-02-30", "99999-01-01", "0000-01-01", "f0001", "f999999999", "e\u0301", "\u01c5"),
    *("\ufeff", "\u2028", "\u202e", "\U0001f600", "\U000e0100", "\uffff", "\u6570\u91cf" * 40),
    *("x" * 501, "999999999999999 trillion", "-999999999999999", "one hundred", "1 000 million"),
    *("999,999,999.999999999 billion", "\u4e00", "10.0.0", "99999999999999999999.0.0", "_", "|"),
]
LONG_TEXT = "a long text"
FIGURES = st.from_regex(r"-?[0-9]{1,25}([.][0-9]{1,12})?( (thousand|trillion))?", fullmatch=True)


def cell_spoilt(data: st.DataObject, rows: list[list[str]]) -> bytes:
    """Return a table with another text in one cell, spelt canonically or without quotes."""
    row = data.draw(st.integers(0, len(rows) - 1), label="row")
    column = data.draw(st.integers(0, len(rows[0]) - 1), label="column")
    others = st.sampled_from([cell for line in rows for cell in line])
    drawn = data.draw(st.sampled_from([*TEXTS, LONG_TEXT]) | st.text() | others | FIGURES)
    rows[row][column] = "x" * 100_000 if drawn == LONG_TEXT else drawn
    if data.draw(st.booleans(), label="quoted"):
        return spelling.csv_text(rows[0], rows[1:]).encode("utf-8", "surrogatepass")
    return "".join(",".join(line) + "\n" for line in rows).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("resource", TABLES, ids=lambda resource: resource.name)
@given(data=st.data(), fresh=st.sampled_from(["", "digests", "all"]), options=OPTIONS)
def test_another_text_in_a_cell(
    resource: Resource, data: st.DataObject, fresh: str, options: dict[str, Any]
) -> None:
    whole = WHOLE[resource.path]
    spoilt = cell_spoilt(data, list(csv.reader(io.StringIO(whole.decode()))))
    content: Content = {**WHOLE, resource.path: spoilt}
    if fresh:
        content = (harness.with_digests if fresh == "digests" else harness.refreshed)(content)
    answer = ask(content, **options)
    check(answer, content)
    assert answer.status == 1 or fresh or spoilt == whole
    assert len(answer.issues) <= FLOOD, f"{len(answer.issues)} issues for one cell"


# ---------------------------------------------------------------------------------------------
# What chance would not find. Each case spoils a package, and an error must say so.


def put(name: str, new: bytes | Callable[[bytes], bytes]) -> Damage:
    """Return a damage that writes a file, from its bytes if need be."""

    def damage(content: Content) -> None:
        content[name] = new if isinstance(new, bytes) else new(WHOLE[name])

    return damage


def in_descriptor(at: str, value: Any) -> Damage:
    """Return a damage that sets a value of the descriptor."""
    edits = {"json": {DESCRIPTOR: {at: value}}}
    return lambda content: content.update(harness.edited(content, edits))


def lines(count: int, line: bytes = b"x\n") -> Callable[[bytes], bytes]:
    """Return the function that puts an open quote and many lines after the first of a table."""
    return lambda old: old.partition(b"\n")[0] + b'\n"' + line * count


MANY = 10_000 if THOROUGH else 500
SQL = '\'; DROP TABLE "facts"; --'
HEADER = ",".join(own_resources()["facts"].header).encode()
CASES: dict[str, Damage] = {
    "name-that-is-sql": put(f"data/{SQL}", b""),
    "name-of-two-lines": put("data/two\nlines.csv", b""),
    "name-of-escapes": put("data/\x1b[2J.csv", b""),
    "version-of-many-digits": put("CHANGELOG.md", b"## " + b"1" * 5000 + b".0.0 - 2031-05-07\n"),
    "changelog-of-bytes": put("CHANGELOG.md", bytes(range(256))),
    "citation-of-bytes": put("CITATION.cff", bytes(range(256))),
    "descriptor-emptied": put(DESCRIPTOR, b""),
    "descriptor-of-a-list": put(DESCRIPTOR, b"[]\n"),
    "descriptor-of-nothing": put(DESCRIPTOR, b"{}\n"),
    "descriptor-of-null": put(DESCRIPTOR, b"null\n"),
    "descriptor-of-brackets": put(DESCRIPTOR, b"[" * 100_000),
    "descriptor-utf16": put(DESCRIPTOR, lambda old: old.decode().encode("utf-16")),
    "table-utf16": put("data/facts.csv", lambda old: old.decode().encode("utf-16")),
    "table-utf32": put("data/facts.csv", lambda old: old.decode().encode("utf-32")),
    "table-gzip": put("data/facts.csv", gzip.compress),
    "table-emptied": put("data/facts.csv", b""),
    "table-of-one-line-break": put("data/facts.csv", b"\n"),
    "table-of-nul": put("data/facts.csv", bytes(100_000)),
    "table-of-quotes": put("data/facts.csv", HEADER + b"\n" + b'"' * 99_999 + b"\n"),
    "quote-that-never-ends": put("data/facts.csv", lines(50_000)),
    "table-twice": put("data/facts.csv", lambda old: old + old),
    "row-of-100000-cells": put("data/facts.csv", lambda old: old + b"x," * 99_999 + b"x\n"),
    "header-of-100000-cells": put("data/facts.csv", lambda old: b"x," * 99_999 + old),
    "key-of-a-million": put("data/facts.csv", lambda old: old.replace(b"f0003", b"f" * 10**6)),
    "cell-of-a-million": put(
        "data/facts.csv", lambda old: old.replace(b"The centre computes", b"x" * 10**6)
    ),
    "deep-schema": put("schemas/facts.schema.json", b"[" * 100_000),
    "deep-vocabulary": put("data/vocabulary.json", b'{"a":' * 100_000),
    "deep-nested": put("data/facts.json", b"[" * 100_000),
    "many-resources": in_descriptor(
        "/resources", [{"name": f"r{n}", "path": f"data/r{n}.csv"} for n in range(MANY)]
    ),
    "many-times-one-resource": in_descriptor(
        "/resources", [{"name": "facts", "path": "data/facts.csv"}] * MANY
    ),
    "many-licences": in_descriptor(
        "/licenses", [{"name": "MIT", "path": "https://x.org/", "title": "x"}] * MANY
    ),
    "inline-data": in_descriptor("/resources/4/data", [{"fact_id": "f0001"}]),
    "array-of-paths": in_descriptor("/resources/4/path", ["data/facts.csv", "data/units.csv"]),
    "array-of-one-path": in_descriptor("/resources/4/path", ["data/facts.csv"]),
    "schema-as-an-object": in_descriptor("/resources/4/schema", {"fields": [{"name": SQL}]}),
    "schema-outside": in_descriptor("/resources/4/schema", "../../schema.json"),
    "schema-remote": in_descriptor("/resources/4/schema", "https://example.org/schema.json"),
    "dialect-of-odd-signs": in_descriptor("/resources/4/dialect", {"delimiter": "\0"}),
    "licence-of-brackets": in_descriptor("/licenses/0/name", "(" * 300 + "MIT" + ")" * 300),
    "licence-of-many": in_descriptor("/licenses/0/name", "-".join(["MIT"] * 10_000)),
    "markers-that-never-end": put(
        "README.md", b"<!-- counts: written by scripts/format.py -->\n" * 20_000 + b"\xff"
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_hostile_package(case: str) -> None:
    content: Content = {**WHOLE}
    CASES[case](content)
    for form in report.FORMATS if case.startswith("name-") else ("json",):
        answer = ask(content, form)
        if form in {"json", "text"}:
            check(answer, content)
        assert answer.status == 1 or case == "markers-that-never-end"


ODD_NAMES = [
    *("", ".", "/", "..", "data", "data/", "data/../data/facts.csv", "./data/facts.csv", "data//x"),
    *("/etc/passwd", "C:\\data\\facts.csv", "c:/data/facts.csv", "data\\facts.csv", "~/facts.csv"),
    *("data/facts.csv\0", "\0", "data/*.csv", "data/facts.csv'", 'data/"facts".csv', f"data/{SQL}"),
    *("data/facts.csv;data/units.csv", "data/facts.csv?x=1", "data/facts.csv#x"),
    *("data/%66acts.csv", "data/facts.csv\n", "data/facts.csv ", "DATA/FACTS.CSV"),
    *("http://127.0.0.1:9/facts.csv", "file:///etc/passwd", "s3://x/facts.csv", "//host/facts.csv"),
    *("data/f\u0430cts.csv", "x" * 5000, "accepted", "facts"),
]


@pytest.mark.parametrize("name", ODD_NAMES, ids=lambda name: ascii(name[:30]))
def test_odd_names_in_the_descriptor(name: str) -> None:
    content: Content = {**WHOLE}
    for number, key in enumerate(["path", "name", "schema"], 2):
        in_descriptor(f"/resources/{number}/{key}", name)(content)
    answer = ask(content)
    check(answer, content)
    assert answer.status == 1


# ---------------------------------------------------------------------------------------------
# Files that are none: these need a folder, and the command itself.


def tree(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return (time of the last change, size, mode) of everything in a folder by its path."""
    found = {str(path): path.lstat() for path in folder.rglob("*")}
    return {path: (s.st_mtime_ns, s.st_size, s.st_mode) for path, s in found.items()}


@contextlib.contextmanager
def written() -> Iterator[Path]:
    """Yield the example in a folder of its own, which is in the working folder."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        yield harness.write(WHOLE, Path(folder) / "package")


def command(root: Path, form: str = "json") -> Answer:
    """Run the command in this process; hold it to leaving everything alone."""
    raw = io.BytesIO(), io.BytesIO()
    # Not StringIO: the real streams refuse half a character.
    out, err = (io.TextIOWrapper(r, encoding="utf-8", write_through=True) for r in raw)
    before = tree(root.parent)
    with harmless(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = validate.main([str(root), "--format", form])
    assert tree(root.parent) == before, "the validator changed a file"
    printed, complained = (r.getvalue().decode() for r in raw)
    said = json.loads(printed) if printed.startswith("{") else {}
    return Answer(status, printed, complained, said)


def check_command(root: Path, status: int) -> None:
    """Run the command on a folder and hold its answer to what every answer promises."""
    there: Content = {p.relative_to(root).as_posix(): b"" for p in root.rglob("*")}
    answer = command(root)
    check(answer, there, str(root))
    assert answer.status == status


def instead(name: str, make: Wreck) -> Wreck:
    """Return a damage that puts something else in the place of a file or folder."""

    def damage(root: Path) -> None:
        path = root / name
        path.rename(root.parent / "before")
        make(path)

    return damage


def moved_behind_a_link(name: str, place: str) -> Wreck:
    """Return a damage that moves a file or folder and leaves a link to it."""

    def damage(root: Path) -> None:
        (root / name).rename(root / place)
        (root / name).symlink_to((root / place).resolve())

    return damage


def listen(path: Path) -> None:
    """Make a socket; its path is relative because it may have a hundred characters only."""
    with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)


def lock(path: Path) -> None:
    """Make a file that nobody may read."""
    path.write_bytes(b"locked")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("the superuser reads everything")


KINDS: dict[str, Wreck] = {
    "missing": lambda _: None,
    "folder": Path.mkdir,
    "pipe": os.mkfifo,
    "socket": listen,
    "locked": lock,
    "link-to-a-device": lambda path: path.symlink_to("/dev/zero"),
    "link-to-itself": lambda path: path.symlink_to(path.name),
}
ONE_OF_EACH = [DESCRIPTOR, "data", "data/facts.csv", "data/facts.json"]
if THOROUGH:
    ONE_OF_EACH += ["data/vocabulary.json", SCHEMAS[0], SCHEMAS[1], "data/accepted.csv", *PROSE]
KIND_OF = {f"{kind}-{name}": (kind, name) for kind in KINDS for name in ONE_OF_EACH}


@pytest.mark.parametrize("case", KIND_OF)
def test_no_file_where_one_should_be(case: str) -> None:
    kind, name = KIND_OF[case]
    with written() as root:
        instead(name, KINDS[kind])(root)
        # A descriptor that is there and may not be read is an issue: the folder is a package.
        status = 2 if name == DESCRIPTOR and kind != "locked" else 1
        # Prose that cannot be read is prose that is missing, and only releases need it.
        check_command(root, 0 if name in {"CITATION.cff", "README.md"} else status)


WRECKS: dict[str, Wreck] = {
    "table-behind-a-link": moved_behind_a_link("data/facts.csv", "facts.csv"),
    "schema-behind-a-link": moved_behind_a_link("schemas/facts.schema.json", "facts.json"),
    "descriptor-behind-a-link": moved_behind_a_link(DESCRIPTOR, "other.json"),
    "changelog-behind-a-link": moved_behind_a_link("CHANGELOG.md", "HISTORY.md"),
    "data-behind-a-link": moved_behind_a_link("data", "tables"),
    "data-outside": moved_behind_a_link("data", "../tables"),
    "schemas-behind-a-link": moved_behind_a_link("schemas", "forms"),
    "schemas-outside": moved_behind_a_link("schemas", "../forms"),
    "link-to-the-folder-itself": lambda root: (root / "data" / "loop").symlink_to("."),
    "pipe-nobody-listed": lambda root: os.mkfifo(root / "data" / "pipe"),
    "name-that-is-not-utf8": lambda root: (root / "data" / os.fsdecode(b"\xff.csv")).touch(),
}


@pytest.mark.parametrize("case", WRECKS)
def test_hostile_folder(case: str) -> None:
    with written() as root:
        WRECKS[case](root)
        check_command(root, 1)
        for form in report.FORMATS if case.startswith("name-") else ():
            assert command(root, form).status == 1


ODD_FOLDERS = ["a b", SQL, "*", "[a]", "%41", "a\nb", "\\", "s3:", "\u91cf", "e\u0301", "x.zip"]


@pytest.mark.parametrize("name", ODD_FOLDERS, ids=ascii)
def test_a_package_may_lie_in_any_folder(name: str) -> None:
    with written() as root:
        Path(name).mkdir()
        other = root.rename(Path(name) / "package")
        check_command(other, 0)
        (other / "data" / "units.csv").touch()
        with (other / "data" / "units.csv").open("a", encoding="utf-8") as file:
            file.write("x\n")
        check_command(other.resolve(), 1)


def test_a_package_may_not_lie_in_a_folder_whose_name_is_no_text() -> None:
    with written() as root:
        Path(os.fsdecode(b"\xff")).mkdir()
        answer = command(root.rename(Path(os.fsdecode(b"\xff")) / "package"))
    assert answer.status == 2
    assert "is not UTF-8. Rename the folder" in answer.err


# ---------------------------------------------------------------------------------------------
# Many megabytes, within the limits of a small machine: an error within them, or it fails.

MEGABYTE = 1_000_000
MEASURED = """
import json, resource, subprocess, sys
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
with open("out", "wb") as out, open("err", "wb") as err:
    run = subprocess.run(sys.argv[1:], stdout=out, stderr=err, timeout=60)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([run.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000]))
"""
ROW = HEADER + b"\n"
UNIT = "u%05d,,unit %05d,\u5355\u4f4d%05d,count,u%05d,1,\n"


def odd_at_the_end(_: bytes) -> bytes:
    """Return a table with a long cell that ends in every character for private use."""
    signs = [*range(0xE000, 0xF900), *range(0xF0000, 0x10FFFE)]
    return ROW + b"x" * 5 * MEGABYTE + "".join(map(chr, signs)).encode() + b"\n"


def large_many_times(content: Content) -> None:
    """Let thousands of entries of the descriptor name one large file."""
    entry = {"name": "facts-nested", "path": rewrite.NESTED}
    in_descriptor("/resources", [entry] * 10_000)(content)
    content[rewrite.NESTED] = b"x\n" * 2 * MEGABYTE


def many_members(content: Content) -> None:
    """Put an archive of 50,000 members in the place of the package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number in range(50_000):
            made.writestr(f"data/{number}.csv", b"")
    content.clear()
    content["package.zip"] = out.getvalue()


HEAVY: dict[str, Damage] = {
    "cell-of-20-mb": put(
        "data/facts.csv", lambda old: old.replace(b"The centre computes", b"x" * 20 * MEGABYTE)
    ),
    "line-of-30-mb": put("data/facts.csv", ROW + b"x" * 30 * MEGABYTE + b"\n"),
    "30-mb-of-nul": put("data/facts.csv", bytes(30 * MEGABYTE)),
    "30-mb-of-nul-in-lines": put("data/facts.csv", b"\0\n" * 15 * MEGABYTE),
    "quotes": put("data/facts.csv", ROW + b'"' * 30 * MEGABYTE + b"\n"),
    "quote-that-never-ends": put("data/facts.csv", lines(MEGABYTE)),
    "quote-in-every-line": put("data/facts.csv", lines(MEGABYTE, b'x"\n')),
    "short-rows": put("data/facts.csv", ROW + b"x\n" * 2 * MEGABYTE),
    "blank-rows": put("data/facts.csv", ROW + (b"," * 19 + b"\n") * MEGABYTE),
    "rows-all-wrong": put("data/facts.csv", ROW + (b"x," * 19 + b"x\n") * (MEGABYTE // 2)),
    "odd-characters-and-lines": put(
        "data/facts.csv",
        "".join(map(chr, range(0xE000, 0xE800))).encode() + b"\n" * MEGABYTE,
    ),
    "odd-characters-at-the-end": put("data/facts.csv", odd_at_the_end),
    "base-units": put(
        "data/units.csv",
        lambda old: old + "".join(UNIT % (n, n, n, n) for n in range(3000)).encode(),
    ),
    "list-of-10-mb": put("data/vocabulary.json", b"[" + b"1," * 5 * MEGABYTE + b"1]\n"),
    "text-of-30-mb": put("data/vocabulary.json", b'"' + b"x" * 30 * MEGABYTE + b'"\n'),
    "schema-of-30-mb": put("schemas/facts.schema.json", b"[" + b"1," * 15 * MEGABYTE + b"1]\n"),
    "30000-keys": put(DESCRIPTOR, json.dumps({f"key{n}": n for n in range(30_000)}).encode()),
    "300000-keywords": in_descriptor("/keywords", [1] * 300_000),
    "changelog-of-30-mb": put("CHANGELOG.md", b"## 1.0.0 - 2031-05-06\n" * 1_400_000),
    "citation-of-30-mb": put("CITATION.cff", b"x\n" * 15 * MEGABYTE),
    "readme-of-markers": put(
        "README.md",
        b"<!-- counts: written by scripts/format.py -->\n" * 600_000 + b"<!-- end of counts -->\n",
    ),
    "facts-of-30-mb": put("data/facts.json", lambda old: old + b"x\n" * 15 * MEGABYTE),
    "10000-times-a-large-file": large_many_times,
    "archive-of-50000-members": many_members,
}


@pytest.mark.skipif(not THOROUGH, reason="many megabytes")
@pytest.mark.parametrize("case", HEAVY)
def test_heavy_package(case: str) -> None:
    content: Content = {**WHOLE}
    HEAVY[case](content)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        root = harness.write(content, Path("package"))
        root = root / "package.zip" if "package.zip" in content else root
        script = harness.ROOT / "scripts" / "validate.py"
        args = [sys.executable, str(script), str(root), "--format", "json", "--article"]
        measured = subprocess.run(
            [sys.executable, "-c", MEASURED, *args, str(harness.ARTICLE)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert measured.returncode == 0, "it did not end within a minute"
        status, seconds, megabytes = json.loads(measured.stdout)
        assert status == 1, Path("err").read_text(encoding="utf-8")[-300:]
        assert seconds < 10
        assert megabytes < 1000
        assert Path("out").stat().st_size < MEGABYTE, "nobody reads that"
