"""Bad input: whatever a package holds, the validator answers in time, names the place and ends.

The first half spoils the example at random, as often as the profile in conftest.py says; the
second half is what chance would not find. What a package is damaged by is in no case the point:
each answer is held to what `ask` promises of every answer.
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
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import harness
import validate
from factbook import canonical, expected
from factbook.package import DESCRIPTOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Damage = Callable[[Path], object]

# One mistake may show in many places, but nobody reads more than this.
FLOOD = 20
SECONDS = 5
TABLES = [resource for resource in expected.expected().values() if resource.tabular]
DATA = [resource.path for resource in expected.expected().values()]
SCHEMAS = sorted({resource.schema_path for resource in expected.expected().values()})
FILES = [DESCRIPTOR, *DATA, *SCHEMAS, "CHANGELOG.md"]
ARTICLE = ("--article", str(harness.ARTICLE))


# What the command may not do to the machine while it runs, as the interpreter's own audit sees it.
_FORBIDDEN = {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate"}
_FORBIDDEN |= {"os.system", "socket.connect", "subprocess.Popen"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_heard: list[str] = []
_listening: list[bool] = []


def _listen(event: str, args: tuple[Any, ...]) -> None:
    writes = event == "open" and isinstance(args[2], int) and args[2] & _WRITING
    # The interpreter caches the modules that the first run imports.
    if _listening and (writes or event in _FORBIDDEN) and "__pycache__" not in str(args):
        _heard.append(f"{event} {args}")


sys.addaudithook(_listen)


@dataclass(frozen=True)
class Answer:
    """What the command said: its exit status, what it printed, the issues if it printed JSON."""

    status: int
    out: str
    err: str
    issues: list[dict[str, Any]] = field(default_factory=list)


def tree(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Return (time of the last change, size, mode) of everything in a folder by its path."""
    found = {str(path): path.lstat() for path in folder.rglob("*")}
    return {path: (s.st_mtime_ns, s.st_size, s.st_mode) for path, s in found.items()}


def places(root: Path) -> set[str]:
    """Return what an issue may name: every file that should be there, and every one that is."""
    there = {path.relative_to(root).as_posix() for path in root.rglob("*")}
    return {DESCRIPTOR, *DATA, *SCHEMAS} | there


@contextlib.contextmanager
def copied(pristine: Path) -> Iterator[Path]:
    """Yield a copy of the example in a folder of its own, which is the working folder."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        yield harness.copy(pristine, Path(folder) / "package")


def ask(root: Path, *options: str) -> Answer:
    """Run the command in this process; hold it to its time and to leaving everything alone."""
    raw = io.BytesIO(), io.BytesIO()
    # Not StringIO: the real streams refuse half a character.
    out, err = (io.TextIOWrapper(r, encoding="utf-8", write_through=True) for r in raw)
    before = tree(root.parent)
    start = time.process_time()
    _heard.clear()
    _listening.append(True)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = validate.main([str(root), *options])
    finally:
        _listening.clear()
    took = time.process_time() - start  # Of the processor: a busy machine is nobody's fault.
    assert _heard == [], "the validator wrote or ran something"
    assert tree(root.parent) == before, "the validator changed a file"
    assert took < SECONDS, f"it took {took:.1f} seconds"
    printed, complained = (r.getvalue().decode() for r in raw)
    issues = json.loads(printed)["issues"] if printed.startswith("{") else []
    return Answer(status, printed, complained, issues)


def check(answer: Answer, root: Path) -> None:
    """Hold an answer to what every answer promises."""
    assert answer.status in {0, 1, 2}
    if answer.status == 2:
        assert answer.out == ""
        assert DESCRIPTOR in answer.err or str(root) in answer.err
        return
    assert answer.err == ""
    if answer.out.startswith("{"):
        check_issues(answer, root)
    else:
        check_text(answer, root)


def check_issues(answer: Answer, root: Path) -> None:
    """Every issue names a file of the package, and there is one unless the status is 0."""
    known = places(root)
    assert bool(answer.issues) == (answer.status == 1)
    for issue in answer.issues:
        assert issue["code"] != "rules/crashed", issue["message"]
        assert issue["path"] in known, issue
        assert issue["resource"] in known | set(expected.expected()), issue
        assert issue["row"] is None or issue["row"] > 0, issue
        assert issue["message"].endswith("."), issue
        length = len(issue["message"]) + len(issue["record"])
        assert length < 5000, f"{issue['code']} says it in {length} characters"


def check_text(answer: Answer, root: Path) -> None:
    """Every line names a file or is a hint, every group ends in its hint, the last lines count."""
    *lines, last = answer.out.removesuffix("\n").split("\n")
    if last.startswith("Of "):  # What other sources come to, where the tables hold.
        *lines, last = lines
    hints = [line.startswith("    ") for line in lines]
    cut = any(" more like these. [" in line for line in lines)
    assert cut or re.match(f"{hints.count(False)} issues?[.] ", last)
    assert bool(lines) == (answer.status == 1)
    known = tuple(places(root))
    assert all(line.startswith(known) for line, hint in zip(lines, hints, strict=True) if not hint)
    assert not any(hints[:1])
    assert all(hints[-1:])
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", answer.out), "a terminal obeys these"


OPTIONS = st.tuples(
    st.sampled_from([("--format", "json"), ("--format", "json"), ("--format", "text")]),
    st.sampled_from([(), ARTICLE]),
).map(lambda parts: [*parts[0], *parts[1]])


# What the descriptor may say freely: the validator has no second place to hold it against.
_FREE = {"title", "description", "licenses", "sources", "contributors", "keywords", "created"}


def bound(name: str, data: bytes) -> str:
    """Return the meaning of a JSON file without what a descriptor may say freely."""
    value = json.loads(data, parse_int=float)
    if name == DESCRIPTOR:
        del value["name"]
        for entry in (value, *value["resources"]):
            for key in _FREE & set(entry):
                del entry[key]
    return json.dumps(value, sort_keys=True)


def check_noticed(answer: Answer, root: Path, pristine: Path, name: str) -> None:
    """Hold a changed file to be an issue, unless it says the same or is free to say it."""
    check(answer, root)
    if answer.status == 0 and name != "CHANGELOG.md":
        assert name not in DATA
        was, is_now = ((folder / name).read_bytes() for folder in (pristine, root))
        assert bound(name, was) == bound(name, is_now)


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
    slip: str, pristine: Path, data: st.DataObject, name: str, options: list[str]
) -> None:
    length, puts = SLIPS[slip]
    whole = (pristine / name).read_bytes()
    start = data.draw(st.integers(0, len(whole) - 1), label="start")
    stop = start + data.draw(length, label="length")
    spoilt = whole[:start] + data.draw(puts(whole[start:stop]), label="new") + whole[stop:]
    assume(spoilt != whole)
    with copied(pristine) as root:
        (root / name).write_bytes(spoilt)
        answer = ask(root, *options)
        check_noticed(answer, root, pristine, name)
    if slip in {"changed", "removed", "inserted"}:
        assert len(answer.issues) <= FLOOD, f"{len(answer.issues)} issues for one byte"


@given(names=st.lists(st.sampled_from(FILES), min_size=2, max_size=2), options=OPTIONS)
def test_two_files_swapped(pristine: Path, names: list[str], options: list[str]) -> None:
    assume(names[0] != names[1])
    with copied(pristine) as root:
        first, second = ((root / name).read_bytes() for name in names)
        (root / names[0]).write_bytes(second)
        (root / names[1]).write_bytes(first)
        answer = ask(root, *options)
        check(answer, root)
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


def slots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield (list or object, number or key) of every place in a JSON value."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from slots(value[key])


def json_spoilt(data: st.DataObject, text: str) -> str:
    """Return a JSON text with one value, or one key, replaced or removed."""
    value = json.loads(text)
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
    return canonical.json_text(value).replace(there, LONG_TOKENS.get(token, token))


@pytest.mark.parametrize(
    "names",
    [[DESCRIPTOR], SCHEMAS, ["data/vocabulary.json"], ["data/facts.json"]],
    ids=lambda names: Path(names[0]).stem,
)
@given(data=st.data(), fresh=st.sampled_from(["", "digests"]), options=OPTIONS)
def test_another_value_in_a_json_file(
    names: list[str], pristine: Path, data: st.DataObject, fresh: str, options: list[str]
) -> None:
    name = data.draw(st.sampled_from(names), label="name")
    spoilt = json_spoilt(data, (pristine / name).read_text(encoding="utf-8"))
    with copied(pristine) as root:
        (root / name).write_text(spoilt, encoding="utf-8")
        if fresh and name in DATA:
            harness.refresh_digests(root)
            check(ask(root, *options), root)
        else:
            check_noticed(ask(root, *options), root, pristine, name)


TEXTS = [
    *("", " ", '"', '""', "'", ";", ",", "\n", "\r\n", "a\nb", "\0", "a\0b", "\\", "\\0", "%", "_"),
    *("'; DROP TABLE facts; --", '" OR 1=1 --', "{value}", "%s", "$1", "\\1", "(", "[", "(?:", "*"),
    *("=1+1", "NaN", "null", "-", "1e5", "0x10", "9" * 400, "-0", "0.0000000001", "1,5", "\u0661"),
    *(
        "1999-02-30",
        "99999-01-01",
        "0000-01-01",
        "f0001",
        "f999999999",
        "e\u0301",
        "\u01c5",
        "\ufeff",
    ),
    *("\u2028", "\u202e", "\U0001f600", "\U000e0100", "\uffff", "\u6570\u91cf" * 40, "x" * 501),
    *(
        "999999999999999 trillion",
        "-999999999999999",
        "999,999,999.999999999 billion",
        "one hundred",
    ),
]
LONG_TEXT = "a long text"
FIGURES = st.from_regex(r"-?[0-9]{1,25}([.][0-9]{1,12})?( (thousand|trillion))?", fullmatch=True)


def cells_of(text: str) -> list[list[str]]:
    """Return the rows of a CSV text, header and all."""
    return list(csv.reader(io.StringIO(text)))


def cell_spoilt(data: st.DataObject, rows: list[list[str]]) -> str:
    """Return a table with another text in one cell, spelt canonically or without quotes."""
    row = data.draw(st.integers(0, len(rows) - 1), label="row")
    column = data.draw(st.integers(0, len(rows[0]) - 1), label="column")
    others = st.sampled_from([cell for line in rows for cell in line])
    drawn = data.draw(st.sampled_from([*TEXTS, LONG_TEXT]) | st.text() | others | FIGURES)
    rows[row][column] = "x" * 100_000 if drawn == LONG_TEXT else drawn
    if data.draw(st.booleans(), label="quoted"):
        return canonical.csv_text(rows[0], rows[1:])
    return "".join(",".join(line) + "\n" for line in rows)


@pytest.mark.parametrize("resource", TABLES, ids=lambda resource: resource.name)
@given(data=st.data(), fresh=st.sampled_from(["", "digests", "all"]), options=OPTIONS)
def test_another_text_in_a_cell(
    resource: expected.Resource, pristine: Path, data: st.DataObject, fresh: str, options: list[str]
) -> None:
    whole = (pristine / resource.path).read_text(encoding="utf-8")
    spoilt = cell_spoilt(data, cells_of(whole))
    with copied(pristine) as root:
        (root / resource.path).write_bytes(spoilt.encode())
        if fresh == "digests":
            harness.refresh_digests(root)
        elif fresh:
            harness.refresh(root)
        answer = ask(root, *options)
        check(answer, root)
    assert answer.status == 1 or fresh or spoilt == whole
    assert len(answer.issues) <= FLOOD, f"{len(answer.issues)} issues for one cell"


# What chance would not find. Each case spoils a package; the answer is status 1 unless it says 2.


def put(name: str, content: bytes | Callable[[bytes], bytes]) -> Damage:
    """Return a damage that writes a file, from its bytes if need be."""

    def damage(root: Path) -> None:
        path = root / name
        path.write_bytes(content if isinstance(content, bytes) else content(path.read_bytes()))

    return damage


def instead(name: str, make: Callable[[Path], object]) -> Damage:
    """Return a damage that puts something else in the place of a file or folder."""

    def damage(root: Path) -> None:
        path = root / name
        path.rename(root.parent / "before")
        make(path)

    return damage


def moved_behind_a_link(name: str, place: str) -> Damage:
    """Return a damage that moves a file or folder and leaves a link to it."""

    def damage(root: Path) -> None:
        (root / name).rename(root / place)
        (root / name).symlink_to((root / place).resolve())

    return damage


def in_descriptor(at: str, value: Any) -> Damage:
    """Return a damage that sets a value of the descriptor."""
    return lambda root: harness.apply(root, {"json": DESCRIPTOR, "at": at, "set": value})


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


KINDS: dict[str, Callable[[Path], object]] = {
    "missing": lambda _: None,
    "folder": Path.mkdir,
    "pipe": os.mkfifo,
    "socket": listen,
    "locked": lock,
    "link-to-a-device": lambda path: path.symlink_to("/dev/zero"),
    "link-to-itself": lambda path: path.symlink_to(path.name),
}
ONE_OF_EACH = [DESCRIPTOR, DATA[0], *DATA[-2:], SCHEMAS[0], SCHEMAS[1], "CHANGELOG.md"]
KIND_OF = {f"{kind}-{name}": (kind, name) for kind in KINDS for name in (*ONE_OF_EACH, "data")}


@pytest.mark.parametrize("case", KIND_OF)
def test_no_file_where_one_should_be(case: str, pristine: Path) -> None:
    kind, name = KIND_OF[case]
    if name == "CHANGELOG.md" and kind == "locked":
        pytest.skip("a changelog that cannot be read is one that is missing")
    with copied(pristine) as root:
        instead(name, KINDS[kind])(root)
        answer = ask(root, "--format", "json")
        check(answer, root)
    # A descriptor that is there and may not be read is an issue: the folder is a package.
    assert answer.status == (2 if name == DESCRIPTOR and kind != "locked" else 1)


SQL = '\'; DROP TABLE "facts"; --'
FACTS = expected.expected()["facts"].schema["fields"]
HEADER = b",".join(field["name"].encode() for field in FACTS)
CASES: dict[str, Damage] = {
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
    "name-that-is-sql": lambda root: (root / "data" / SQL).touch(),
    "name-of-two-lines": lambda root: (root / "data" / "two\nlines.csv").touch(),
    "name-that-is-not-utf8": lambda root: (root / "data" / os.fsdecode(b"\xff.csv")).touch(),
    "name-of-escapes": lambda root: (root / "data" / "\x1b[2J.csv").touch(),
    "version-of-many-digits": put("CHANGELOG.md", b"## " + b"1" * 5000 + b".0.0 - 2031-05-07\n"),
    "changelog-of-bytes": put("CHANGELOG.md", bytes(range(256))),
    "descriptor-utf16": put(DESCRIPTOR, lambda old: old.decode().encode("utf-16")),
    "table-utf16": put("data/facts.csv", lambda old: old.decode().encode("utf-16")),
    "table-utf32": put("data/facts.csv", lambda old: old.decode().encode("utf-32")),
    "table-gzip": put("data/facts.csv", gzip.compress),
    "table-emptied": put("data/facts.csv", b""),
    "table-of-one-line-break": put("data/facts.csv", b"\n"),
    "table-of-nul": put("data/facts.csv", bytes(100_000)),
    "table-of-quotes": put("data/facts.csv", HEADER + b"\n" + b'"' * 99_999 + b"\n"),
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
    "10000-resources": in_descriptor(
        "/resources", [{"name": f"r{n}", "path": f"data/r{n}.csv"} for n in range(10_000)]
    ),
    "10000-times-one-resource": in_descriptor(
        "/resources", [{"name": "facts", "path": "data/facts.csv"}] * 10_000
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
}


@pytest.mark.parametrize("case", CASES)
def test_hostile_package(case: str, pristine: Path) -> None:
    with copied(pristine) as root:
        CASES[case](root)
        for form in ("json", "text") if case.startswith("name-") else ("json",):
            answer = ask(root, "--format", form)
            check(answer, root)
            assert answer.status == 1


ODD_NAMES = [
    *("", ".", "/", "..", "data", "data/", "data/../data/facts.csv", "./data/facts.csv", "data//x"),
    *("/etc/passwd", "C:\\data\\facts.csv", "c:/data/facts.csv", "data\\facts.csv", "~/facts.csv"),
    *("data/facts.csv\0", "\0", "data/*.csv", "data/facts.csv'", 'data/"facts".csv', f"data/{SQL}"),
    *(
        "data/facts.csv;data/units.csv",
        "data/facts.csv?x=1",
        "data/facts.csv#x",
        "data/%66acts.csv",
    ),
    *("http://127.0.0.1:9/facts.csv", "file:///etc/passwd", "s3://x/facts.csv", "//host/facts.csv"),
    *("data/facts.csv\n", "data/facts.csv ", "DATA/FACTS.CSV", "data/f\u0430cts.csv", "x" * 5000),
]


@pytest.mark.parametrize("name", ODD_NAMES, ids=lambda name: ascii(name[:30]))
def test_odd_names_in_the_descriptor(name: str, pristine: Path) -> None:
    with copied(pristine) as root:
        for number, key in enumerate(["path", "name", "schema"], 2):
            in_descriptor(f"/resources/{number}/{key}", name)(root)
        answer = ask(root, "--format", "json")
        check(answer, root)
    assert answer.status == 1


ODD_FOLDERS = [
    *("a b", "'", '"', SQL, "*", "[a]", "{a,b}", "%41", "a\nb", "\\", "x.gz", "~", "a=1", "s3:"),
    *("\u91cf", "e\u0301", "x" * 200, "$HOME", "data"),
]


@pytest.mark.parametrize("name", ODD_FOLDERS, ids=ascii)
def test_a_package_may_lie_in_any_folder(name: str, pristine: Path) -> None:
    with copied(pristine) as root:
        Path(name).mkdir()
        other = harness.copy(root, Path(name) / "package")
        for path in (other, other.resolve()):
            answer = ask(path, "--format", "json")
            check(answer, path)
            assert answer.status == 0


def test_a_package_may_not_lie_in_a_folder_whose_name_is_no_text(pristine: Path) -> None:
    with copied(pristine) as root:
        Path(os.fsdecode(b"\xff")).mkdir()
        other = harness.copy(root, Path(os.fsdecode(b"\xff")) / "package")
        answer = ask(other)
    assert answer.status == 2
    assert "is not UTF-8. Rename the folder" in answer.err


# The limits of the machine that a hostile package is given: status 1 within them, or it fails.
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
HEAVY: dict[str, Damage] = {
    "cell-of-20-mb": put(
        "data/facts.csv", lambda old: old.replace(b"The centre computes", b"x" * 20 * MEGABYTE)
    ),
    "line-of-30-mb": put("data/facts.csv", ROW + b"x" * 30 * MEGABYTE + b"\n"),
    "30-mb-of-nul": put("data/facts.csv", bytes(30 * MEGABYTE)),
    "30-mb-of-nul-in-lines": put("data/facts.csv", b"\0\n" * 15 * MEGABYTE),
    "short-rows": put("data/facts.csv", ROW + b"x\n" * 2 * MEGABYTE),
    "blank-rows": put("data/facts.csv", ROW + (b"," * 19 + b"\n") * MEGABYTE),
    "rows-all-wrong": put("data/facts.csv", ROW + (b"x," * 19 + b"x\n") * (MEGABYTE // 2)),
    "odd-characters-and-lines": put(
        "data/facts.csv",
        "".join(map(chr, range(0xE000, 0xE800))).encode() + b"\n" * MEGABYTE,
    ),
    "base-units": put(
        "data/units.csv",
        lambda old: old + "".join(UNIT % (n, n, n, n) for n in range(3000)).encode(),
    ),
    "list-of-10-mb": put("data/vocabulary.json", b"[" + b"1," * 5 * MEGABYTE + b"1]\n"),
    "text-of-30-mb": put("data/vocabulary.json", b'"' + b"x" * 30 * MEGABYTE + b'"\n'),
    "schema-of-30-mb": put("schemas/facts.schema.json", b"[" + b"1," * 15 * MEGABYTE + b"1]\n"),
    "30000-keys": lambda root: [
        put(DESCRIPTOR, json.dumps({f"key{n}": n for n in range(30_000)}).encode())(root)
    ],
    "300000-keywords": in_descriptor("/keywords", [1] * 300_000),
    "changelog-of-30-mb": put("CHANGELOG.md", b"## 1.0.0 - 2031-05-06\n" * 1_400_000),
}


@pytest.mark.parametrize("case", HEAVY)
def test_heavy_package(case: str, pristine: Path) -> None:
    with copied(pristine) as root:
        HEAVY[case](root)
        script = harness.ROOT / "scripts" / "validate.py"
        command = [sys.executable, str(script), str(root), "--format", "json"]
        measured = subprocess.run(
            [sys.executable, "-c", MEASURED, *command], capture_output=True, text=True, check=False
        )
        assert measured.returncode == 0, "it did not end within a minute"
        status, seconds, megabytes = json.loads(measured.stdout)
        assert status == 1, Path("err").read_text(encoding="utf-8")[-300:]
        assert seconds < 10
        assert megabytes < 1000
        assert Path("out").stat().st_size < 10 * MEGABYTE, "nobody reads that"
