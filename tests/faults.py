"""Damage the real data in every way its schemas suggest and count what the validator sees.

    nox -s faults -- [--article FILE] [--per-kind N] [--meaning] [--missed]

For every column: blank a cell, swap it with the next row's, put the value of another column there,
shift a number by 1000, turn a code into each other code, point a reference elsewhere, change one
character; for every table: delete and duplicate rows. Each fault is tried twice: raw, and dressed,
that is followed by what scripts/format.py does, so that no checksum and no generated file tells.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from factbook import article, canonical, formatting, rules, validation
from factbook.expected import OWN_ROOT, expected
from factbook.package import CannotRunError, Package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.expected import Resource

Rows = list[list[str]]
# The columns of facts that carry meaning: for each the README promises a share of dressed faults.
MEANING = (
    *("fact_id", "source_id", "start", "end", "span_sha256", "subject_id", "predicate_id"),
    *("object_id", "object_text", "comparator", "value", "unit_id", "printed", "modality"),
    *("asserted_by", "since", "replaced_by"),
)


@dataclass(frozen=True)
class Fault:
    """One change: the table, the column ("" for the row), what was done, and the table after it."""

    table: str
    column: str
    kind: str
    record: str
    told: str
    rows: Rows


def read(resource: Resource) -> Rows:
    """Return the rows of a table, header first."""
    text = (OWN_ROOT / resource.path).read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text)))


def other_values(resource: Resource, rows: Rows, at: int, column: int) -> Iterator[tuple[str, str]]:
    """Yield (kind, value) of what could wrongly stand in a cell instead of its value."""
    field = resource.schema["fields"][column]
    value = rows[at][column]
    constraints = field.get("constraints", {})
    if value:
        yield "blanked", ""
    yield "swapped", rows[at % (len(rows) - 1) + 1][column]
    yield "of another column", rows[at][(column + 3) % len(rows[0])]
    for code in constraints.get("enum", ()):
        yield "another code", code
    for target in _targets(resource, field["name"]) if value else ():
        yield "pointed elsewhere", target
    if field["type"] in {"integer", "number"} and value:
        yield "times 1000", str(int(value) * 1000) if value.isdigit() else f"{value}000"
        yield "one more", str(int(value) + 1) if value.isdigit() else f"{value}1"
    elif value:
        place = random.Random(f"{at} {column}").randrange(len(value))
        char = "x" if value[place] != "x" else "y"
        yield "another character", value[:place] + char + value[place + 1 :]


def _targets(resource: Resource, name: str) -> Iterator[str]:
    """Yield the keys that a reference could name."""
    for key in resource.schema.get("foreignKeys", []):
        if key["fields"] == [name]:
            target = expected()[key["reference"]["resource"] or resource.name]
            yield from (row[0] for row in read(target)[1:])


def faults(resource: Resource, per_kind: int) -> Iterator[Fault]:
    """Yield the faults of a table: of each kind in each column at most `per_kind`, 0 for all."""
    rows = read(resource)
    found: defaultdict[tuple[str, str], list[Fault]] = defaultdict(list)
    for at in range(1, len(rows)):
        record = rows[at][0]
        for column, name in enumerate(rows[0]):
            for kind, value in other_values(resource, rows, at, column):
                if value == rows[at][column]:
                    continue
                changed = [list(row) for row in rows]
                changed[at][column] = value
                if kind == "swapped":
                    changed[at % (len(rows) - 1) + 1][column] = rows[at][column]
                told = f"{rows[at][column]!r} -> {value!r}"
                found[name, kind].append(Fault(resource.name, name, kind, record, told, changed))
        rest = rows[:at] + rows[at + 1 :]
        found["", "deleted"].append(Fault(resource.name, "", "deleted", record, "", rest))
        twice = [*rows[: at + 1], *rows[at:]]
        found["", "duplicated"].append(Fault(resource.name, "", "duplicated", record, "", twice))
    rng = random.Random(resource.name)
    for group in found.values():
        yield from group if not per_kind else rng.sample(group, min(per_kind, len(group)))


def is_seen(fault: Fault, texts: list[str], *, dressed: bool) -> bool:
    """Return whether the validator, or format.py before it, objects to the package with a fault."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("data", "schemas"):
            (root / name).mkdir()
        package = Package(OWN_ROOT)
        names = [*package.files("data"), *package.files("schemas")]
        for name in (*names, "datapackage.json", "CHANGELOG.md", "CITATION.cff", "LICENSE"):
            (root / name).write_bytes(package.read(name))
        header, *rows = fault.rows
        path = root / expected()[fault.table].path
        path.write_text(canonical.csv_text(header, rows), encoding="utf-8")
        try:
            if dressed:
                formatting.write(root, formatting.formatted(Package(root)))
            return bool(validation.validate(Package(root), texts).issues)
        except CannotRunError:
            return True  # Status 2, with a message that says why.


def _try(job: tuple[Fault, list[str]]) -> tuple[Fault, bool, bool]:
    fault, texts = job
    return fault, is_seen(fault, texts, dressed=False), is_seen(fault, texts, dressed=True)


def main() -> int:
    """Print the shares by column.

    Exit status 1 if raw damage was not seen or, with the text at hand, less than was promised.
    """
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    article.add_option(parser)
    parser.add_argument("--per-kind", type=int, default=3, metavar="N", help="0: all")
    parser.add_argument("--meaning", action="store_true", help="only where meaning is carried")
    parser.add_argument("--missed", action="store_true", help="print every fault that was missed")
    options = parser.parse_args()
    texts = [article.read_article(path) for path in options.article]
    tables = [resource for resource in expected().values() if resource.tabular]
    jobs = [
        (fault, texts)
        for table in tables
        for fault in faults(table, options.per_kind)
        if not options.meaning or (table.name == "facts" and fault.column in MEANING)
    ]
    counts: Counter[tuple[str, str, str]] = Counter()
    with ProcessPoolExecutor() as pool:
        for fault, raw, dressed in pool.map(_try, jobs, chunksize=8):
            for what, seen in (("tried", True), ("raw", raw), ("dressed", dressed)):
                counts[fault.table, fault.column, what] += seen
            if options.missed and not dressed:
                print(f"{fault.table}.{fault.column} {fault.record} {fault.kind}: {fault.told}")
    _print(counts)
    return int(
        any(_too_few(counts, table, column, texts=bool(texts)) for table, column, _ in [*counts])
    )


def _too_few(
    counts: Counter[tuple[str, str, str]], table: str, column: str, *, texts: bool
) -> bool:
    """Return whether in a column raw damage was not seen, or too little of the dressed."""
    tried = counts[table, column, "tried"]
    promised = (
        rules.FAULTS_SEEN / 100 * tried if texts and table == "facts" and column in MEANING else 0
    )
    return counts[table, column, "raw"] < tried or counts[table, column, "dressed"] < promised


def _print(counts: Counter[tuple[str, str, str]]) -> None:
    print(f"{'column':32}{'tried':>7}{'raw':>7}{'dressed':>9}")
    for (table, column, what), tried in sorted(counts.items()):
        if what == "tried":
            raw, dressed = counts[table, column, "raw"], counts[table, column, "dressed"]
            name = f"{table}.{column or '(row)'}"
            print(f"{name:32}{tried:7}{raw / tried:7.0%}{dressed / tried:9.1%}")


if __name__ == "__main__":
    sys.exit(main())
