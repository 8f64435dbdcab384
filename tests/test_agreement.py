"""Frictionless finds every structural fault that we find, in the same cell, but for its silences.

The faults are made from the Table Schemas: every constraint, type and key of every field. Each
stands in a row of its own, so that one run of both validators judges hundreds of them.
"""

from __future__ import annotations

import csv
import json
import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import frictionless
import pytest

import harness
from factbook import spelling, validation
from factbook.issue import FETCHED
from factbook.package import DESCRIPTOR, open_folder
from factbook.schemas import own_resources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from factbook.schemas import Resource

    Place = tuple[str, int | None, str]  # resource, row and field of a finding
    Rows = list[list[str]]  # a table with its header; cells as the file spells them

RESOURCES = own_resources()
TABLES = [resource for resource in RESOURCES.values() if resource.tabular]

# Why frictionless says something else, what ("" is nothing), and in which cases, with a bar
# between. A case in which it says the same as we makes the tests fail: take it off the list.
SILENCES = {
    "blanks around a number": ("", "integer: 5 |integer:5 |integer: 5|number: 5 "),
    "plus signs": ("", "integer:+5|number:+5"),
    "leading zeros": ("", "integer:007|number:007|number:00.5"),
    "trailing zeros, points without digits": ("", "number:1.50|number:1.0|number:.5|number:5."),
    "exponents": ("", "number:1e3|number:1E-3"),
    "underscores between digits": ("", "integer:2_632|number:2_632|number:2__632"),
    "digits of other scripts": ("", "integer:\u0665|number:\u0665|date:2020-08-1\u0664"),
    "NaN is a number, outside all bounds": ("below-minimum", "number:NaN|number:nan"),
    "-INF is a number": ("below-minimum", "number:-INF"),
    "INF is a number": ("above-maximum", "number:INF|number:Infinity|number:1e999"),
    "digits are not counted": ("", "number:0.1234567891|number:123456789012345.6"),
    "digits are not counted, bounds hold": ("above-maximum", "integer:1234567890123456"),
    "months and days of one digit": ("", "date:2020-8-14|date:2020-08-4"),
    "uniqueKeys are not checked": ("", "value-repeated"),
    "separator and blanks after it are guessed": ("", "semicolons|tabs|name after a space"),
    "quotes are read leniently": ("", "text after a quote"),
    "no bytes, or 0, are not compared": ("", "no bytes|0 bytes"),
    "only SHA-256 and MD5 are compared": ("", "no hash|SHA-512"),
    "links are followed": ("", "link"),
}
SAYS = {case: says for says, cases in SILENCES.values() for case in cases.split("|")}

# Spellings that are wrong for a type and that frictionless does not take either.
SPELLINGS = {
    "integer": "4.5|4.0|4.|1e3|0x1F|0b1|NaN|INF|1,000|1 000|4,5|five|--5|5-|-|12a|\u00bd"
    "|\u00b2|TRUE|null|N/A",
    "number": "0x1F|1,000|1 000|4,5|five|--5|1/2|50%|$5|1.2.3|\u00bd|-|null",
    "date": "0000-01-01|2020/08/14|2020-02-30|2021-02-29|2020-13-01|2020-00-10|2020-01-00|20200814"
    "|14.08.2020|2020-08|2020|20-08-14|12020-08-14|2020-08-14Z|2020-08-14T00:00:00| 2020-08-14"
    "|2020-08-14 "
    "|2020-W33-5|2020-227|today|epoch|-2020-08-14|+2020-08-14|44057|null",
}

# What frictionless calls our codes: its errors, types and constraints.
CODE_OF = {
    "source-error": "header-differs",
    "blank-row": "table-unreadable",
    "extra-cell": "table-unreadable",
    "missing-cell": "table-unreadable",
    "required": "value-missing",
    "integer/default": "not-an-integer",
    "number/default": "not-a-number",
    "date/default": "not-a-date",
    "pattern": "pattern-mismatch",
    "enum": "code-unknown",
    "minimum": "below-minimum",
    "maximum": "above-maximum",
    "minLength": "too-short",
    "maxLength": "too-long",
    "unique-error": "value-repeated",
    "primary-key": "key-repeated",
    "foreign-key": "reference-broken",
    "byte-count": "file-differs",
    "hash-count": "file-differs",
    "scheme-error": "file-unreadable",
}
CODES = {*CODE_OF.values(), "too-many-digits"}
UNREADABLE = ("header-differs", "table-unreadable")


def faulty_values(field: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (case, value) for the type and constraints of a field; "" is the case of no fault."""
    kind, example = field["type"], str(field["example"])
    wrong = [f"{kind}:{spelling}" for spelling in SPELLINGS.get(kind, "").split("|") if spelling]
    for case in [*wrong, *(case for case in SAYS if case.startswith(f"{kind}:"))]:
        yield case, case.split(":", 1)[1]
    for key, bound in field["constraints"].items():
        sign = -1 if key.startswith("min") else 1
        if key == "required":
            yield key, ""
        elif key == "pattern":
            yield from ((key, broken) for broken in broken_examples(bound, example))
        elif key == "enum":
            yield from (("", code) for code in bound)
            yield from ((key, code) for code in codes_beyond(bound))
        elif key in {"minimum", "maximum"}:
            yield from (("", beyond(kind, bound, 0)), (key, beyond(kind, bound, sign)))
        else:
            assert key in {"minLength", "maxLength"}, f"no faults are made for {key}"
            for case, length in (("", bound), (key, bound + sign)):
                yield case, example[-1:].rjust(length, "x")


def broken_examples(pattern: str, example: str) -> Iterator[str]:
    """Yield the example with one character changed so that it breaks the pattern."""
    for place in sorted({0, len(example) // 2, len(example) - 1}):
        changed = (example[:place] + char + example[place + 1 :] for char in "!_A ")
        yield from [text for text in changed if not re.fullmatch(pattern, text)][:1]


def codes_beyond(codes: list[str]) -> Iterator[str]:
    """Yield what is no code of a list: unknown, spelt otherwise, two, or of another list."""
    yield from ("no-such-code", codes[0].upper(), codes[0].capitalize(), " ".join(codes[:2]))
    limits = [field["constraints"] for table in TABLES for field in table.schema["fields"]]
    yield from sorted({code for limit in limits for code in limit.get("enum", ())} - set(codes))


def beyond(kind: str, bound: Any, sign: int) -> str:
    """Return the nearest value beyond a bound (sign 0: at it) with no more digits than we allow."""
    if kind == "date":
        return (date.fromisoformat(bound) + timedelta(days=sign)).isoformat()
    number = Decimal(str(bound))
    step = 0 if kind == "integer" else max(number.adjusted() - 14, -9)
    return spelling.decimal_text(number + sign * Decimal(1).scaleb(step))


def unique_keys(table: Resource) -> list[tuple[str, str]]:
    """Return (rule, first field) of the primary key and of the other unique keys."""
    fields = [f["name"] for f in table.schema["fields"] if f["constraints"].get("unique")]
    more = [*(key[0] for key in table.schema.get("uniqueKeys", [])), *fields]
    return [("key-repeated", table.key[0]), *(("value-repeated", name) for name in more)]


def cell_faults(table: Resource, last: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield (case, field, value) for every fault of a cell, given the last row of its table."""
    for field in table.schema["fields"]:
        for case, value in faulty_values(field):
            yield case, field["name"], value
    for code, key in unique_keys(table):
        yield from 2 * [(code, key, last[key])]
    for key in table.schema.get("foreignKeys", []):
        yield "foreignKey", key["fields"][0], "f9999"  # It fits the patterns of all keys.


def add_faults(table: Resource, rows: Rows) -> dict[Place, str]:
    """Add a copy of the last row, with keys of its own, for every fault, and a blank row.

    Return the cases by place.
    """
    names = rows[0]
    last = dict(zip(names, rows[-1], strict=True))
    keys = [key for _, key in unique_keys(table)]
    places: dict[Place, str] = {}
    for case, field, value in cell_faults(table, last):
        own = {key: f"{last[key]}{1000 + len(rows)}" for key in keys}
        rows.append(list((last | own | {field: spelt(value)}).values()))
        if case:
            places[table.name, len(rows), field] = case
    rows.append([""] * len(names))
    places[table.name, len(rows), names[0]] = "required"
    return places


def spelt(cell: str) -> str:
    return spelling.csv_text([cell, ""], [])[:-2]


def read(root: Path, table: Resource) -> Rows:
    """Return the rows of a table; of one that has none, a row of the schema's examples."""
    with (root / table.path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows += [] if rows[1:] else [[str(field["example"]) for field in table.schema["fields"]]]
    return [[spelt(cell) for cell in row] for row in rows]


def write(path: Path, rows: Rows) -> None:
    path.write_bytes("".join(",".join(row) + "\n" for row in rows).encode())


def ours(root: Path) -> dict[Place, str]:
    """Return what we find in the structure of a package."""
    found = validation.validate(open_folder(root), listed=FETCHED).issues
    return {(i.resource, i.row, i.field): i.code for i in found if i.code in CODES}


def theirs(root: Path) -> dict[Place, str]:
    """Return what frictionless finds, in our words, without what only follows from another find.

    A cell is broken once, the cells of a table that cannot be read are not looked into, and where
    the size differs the checksum does.
    """
    report = frictionless.Package(str(root / DESCRIPTOR)).validate(limit_errors=10**6)
    assert report.errors == []
    found: dict[Place, str] = {}
    for task in report.tasks:
        for error in task.errors:
            place, code = translated(task.name, error.to_descriptor())
            found.setdefault(place, code)
    for worst in UNREADABLE:
        broken = {place[0] for place, code in found.items() if code == worst}
        found = {p: code for p, code in found.items() if code == worst or p[0] not in broken}
    sizes = {place[0] for place in found if place[2] == "bytes"}
    return {p: code for p, code in found.items() if p[2] == "bytes" or p[0] not in sizes}


def translated(name: str, error: dict[str, Any]) -> tuple[Place, str]:
    """Return the place and our code of an error that frictionless found in a resource."""
    kind, row = error["type"], error.get("rowNumber", 1)
    if "labels" in error:
        kind = "source-error"
    elif kind in {"type-error", "constraint-error"}:
        kind = error["note"].split('"')[1]
    elif kind == "blank-row" and error["cells"]:
        kind = "required"
    code = CODE_OF[kind]
    if code in UNREADABLE:
        return (name, row, ""), code
    if kind == "scheme-error":  # A table whose target is missing is said to be missing itself.
        number = next(n for n, r in enumerate(RESOURCES.values()) if r.path in error["note"])
        return (DESCRIPTOR, None, f"/resources/{number}/path"), code
    if kind in {"byte-count", "hash-count"}:
        return (name, None, "bytes" if kind == "byte-count" else "hash"), code
    named = error.get("fieldNames") or [error.get("fieldName")]
    return (name, row, named[0] or RESOURCES[name].schema["primaryKey"][0]), code


def differences(root: Path, faults: dict[Place, str]) -> list[tuple[Any, ...]]:
    """Return (place, case, our code, theirs) where we do not say the same, but for silences."""
    we, they = ours(root), theirs(root)
    return [
        (place, faults.get(place), we.get(place), they.get(place))
        for place in {**faults, **we, **they}
        if place not in faults
        or place not in we
        or they.get(place, "") != SAYS.get(faults[place], we[place])
    ]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_cells(table: Resource, example: Path) -> None:
    rows = read(example, table)
    faults = add_faults(table, rows)
    write(example / table.path, rows)
    harness.change(example, {}, harness.with_digests)
    assert differences(example, faults) == []


# Damage to a whole table: its header, its columns, the cells of its last row.
SHAPES: dict[str, Callable[[Rows], Rows]] = {
    "name changed": lambda t: [[*t[0][:-1], "remark"], *t[1:]],
    "name in capitals": lambda t: [[t[0][0].upper(), *t[0][1:]], *t[1:]],
    "name after a space": lambda t: [[t[0][0], " " + t[0][1], *t[0][2:]], *t[1:]],
    "name missing": lambda t: [t[0][:-1], *t[1:]],
    "name blank": lambda t: [[*t[0][:-1], ""], *t[1:]],
    "name twice": lambda t: [[*t[0][:-1], t[0][0]], *t[1:]],
    "name added": lambda t: [[*t[0], "remark"], *t[1:]],
    "names swapped": lambda t: [[t[0][1], t[0][0], *t[0][2:]], *t[1:]],
    "column missing": lambda t: [row[:-1] for row in t],
    "column added": lambda t: [[*row, row[0] + "x"] for row in t],
    "columns swapped": lambda t: [[row[1], row[0], *row[2:]] for row in t],
    "header missing": lambda t: t[1:],
    "no line": lambda _: [],
    "semicolons": lambda t: [[";".join(row)] for row in t],
    "tabs": lambda t: [["\t".join(row)] for row in t],
    "cell missing": lambda t: [*t[:-1], t[-1][:-1]],
    "cells missing": lambda t: [*t[:-1], t[-1][:1]],
    "cell added": lambda t: [*t[:-1], [*t[-1], ""]],
    "empty line": lambda t: [*t[:-1], [], t[-1]],
    "quote not closed": lambda t: [*t[:-1], ['"x', *t[-1][1:]]],
    "text after a quote": lambda t: [*t[:-1], [*t[-1][:-1], '"https://a.b/"c.']],
}


@pytest.mark.parametrize("case", SHAPES)
def test_shapes(case: str, example: Path) -> None:
    faults: dict[Place, str] = {}
    for table in TABLES:
        rows = read(example, table)
        damaged = SHAPES[case](rows)
        write(example / table.path, damaged)
        faults[table.name, 1 if damaged[:1] != rows[:1] else len(rows), ""] = case
    harness.change(example, {}, harness.with_digests)
    assert differences(example, faults) == []


# What the descriptor says of every file; None is nothing.
ENTRIES: dict[str, dict[str, Any]] = {
    "1 byte": {"bytes": 1},
    "0 bytes": {"bytes": 0},
    "no bytes": {"bytes": None},
    "checksum of zeros": {"hash": f"sha256:{'0' * 64}"},
    "MD5 of zeros": {"hash": "0" * 32},
    "SHA-512": {"hash": f"sha512:{'0' * 128}"},
    "no hash": {"hash": None},
    "both": {"bytes": 1, "hash": f"sha256:{'0' * 64}"},
}


@pytest.mark.parametrize("case", ENTRIES)
def test_entries(case: str, example: Path) -> None:
    path = example / DESCRIPTOR
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"] = [
        {key: value for key, value in (entry | ENTRIES[case]).items() if value is not None}
        for entry in descriptor["resources"]
    ]
    path.write_text(spelling.json_text(descriptor), encoding="utf-8")
    faults: dict[Place, str] = {(name, None, min(ENTRIES[case])): case for name in RESOURCES}
    assert differences(example, faults) == []


@pytest.mark.parametrize("case", ["missing", "folder", "link"])
@pytest.mark.parametrize("damaged", ["facts", "others"])
def test_files(case: str, damaged: str, example: Path) -> None:
    """Damage the file of facts or, as facts refers to them, those of all others."""
    faults: dict[Place, str] = {}
    for number, resource in enumerate(RESOURCES.values()):
        if (resource.name == "facts") == (damaged == "facts"):
            path = example / resource.path
            moved = path.rename(example / path.name)
            if case == "folder":
                path.mkdir()
            elif case == "link":
                path.symlink_to(moved)
            faults[DESCRIPTOR, None, f"/resources/{number}/path"] = case
    assert differences(example, faults) == []


def test_frictionless_breaks_down_over_a_signalling_nan(example: Path) -> None:
    harness.change(example, {"facts": {"f0003": {"value": "sNaN"}}})
    assert ours(example)["facts", 4, "value"] == "not-a-number"
    with pytest.raises(InvalidOperation):
        theirs(example)


def test_every_silence_is_of_a_case() -> None:
    made = {*SHAPES, *ENTRIES, "link", "value-repeated"}
    assert {case for case in SAYS if case.split(":")[0] not in SPELLINGS} <= made
