"""Two editions of a package → what changed between them, and the version that this asks for."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from factbook.canonical import row_key
from factbook.change import (
    CLAIM,
    FACTS,
    WORDING,
    Cell,
    Change,
    Level,
    cell_level,
    number,
    schema_level,
)
from factbook.edition import CODES, LISTS, VOCABULARY, Edition, Record
from factbook.package import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PARTS = (Level.MAJOR, Level.MINOR, Level.PATCH)
_COUNTED_ELSEWHERE = {"$schema", "version", "created", "resources"}
_DIGESTS = {"bytes", "hash", "name", "schema"}
_COMPARED_IN_CORRECTION = (*CLAIM, "printed", "statement", "start", "end")


@dataclass(frozen=True)
class Comparison:
    """What changed from an old to a new edition."""

    old: Edition
    new: Edition
    changes: list[Change] = field(default_factory=list)

    @property
    def required(self) -> Level:
        """The part of the version that the changes ask to be raised."""
        return max((change.level for change in self.changes), default=Level.NONE)

    @property
    def taken(self) -> Level | None:
        """The part of the version that was raised; None if the new one is the lower."""
        old, new = number(self.old.version), number(self.new.version)
        if new < old:
            return None
        raised = (level for a, b, level in zip(old, new, _PARTS, strict=True) if a != b)
        return next(raised, Level.NONE)

    @property
    def enough(self) -> bool:
        """Whether the version was raised as far as the changes ask."""
        return self.taken is not None and self.taken >= self.required


def compare(old: Edition, new: Edition) -> Comparison:
    """Return what changed from one edition to another: the package, its schemas, its records."""
    changes = [*_package(old, new), *_resources(old, new)]
    for name, schema in old.schemas.items():
        if name in new.schemas and name not in (LISTS, CODES):
            changes += _schema(name, schema, new.schemas[name])
    for table in old.keys:
        if table in new.keys:
            changes += _records(table, old, new)
    return Comparison(old, new, changes or list(_documents(old, new)))


def _package(old: Edition, new: Edition) -> Iterator[Change]:
    """Yield how the descriptor speaks otherwise of the package as a whole."""
    breaking = {"name", "licenses"}
    cells = tuple(_values(old.descriptor, new.descriptor, _COUNTED_ELSEWHERE))
    if cells:
        level = Level.MAJOR if breaking & {cell.field for cell in cells} else Level.PATCH
        yield Change("changed", "package", "", "", level, cells=cells)


def _resources(old: Edition, new: Edition) -> Iterator[Change]:
    """Yield the resources that came, went, or are described otherwise."""
    for name in dict.fromkeys([*old.entries, *new.entries]):
        here, there = old.entries.get(name), new.entries.get(name)
        title = str((there or here or {}).get("title", ""))
        if here is None:
            yield Change("added", "resource", name, "", Level.MINOR, title)
        elif there is None:
            yield Change("removed", "resource", name, "", Level.MAJOR, title)
        elif cells := tuple(_values(here, there, _DIGESTS)):
            worded = all(cell.field in WORDING for cell in cells)
            level = Level.PATCH if worded else Level.MAJOR
            yield Change("changed", "resource", name, "", level, title, cells)


def _values(old: Mapping[str, Any], new: Mapping[str, Any], but: set[str]) -> Iterator[Cell]:
    """Yield the keys of two JSON objects whose values differ."""
    for key in dict.fromkeys([*old, *new]):
        if key not in but and old.get(key) != new.get(key):
            yield _cell(key, key, _text(old.get(key)), _text(new.get(key)))


def _cell(name: str, title: str, old: str, new: str) -> Cell:
    return Cell(name, title, old, new, old, new)


def _text(value: Any) -> str:
    """Return a JSON value as text: "" for none, a string as it is, else as compact JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _leaves(value: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield (path, value) of all that a schema says; the fields of a table go by their names."""
    if isinstance(value, dict) and (value or not place):
        for key, item in value.items():
            yield from _leaves(item, (*place, key))
    elif place == ("fields",) and isinstance(value, list):
        for item in value:
            yield ("fields", str(item["name"])), ""
            rest = {key: said for key, said in item.items() if key != "name"}
            yield from _leaves(rest, ("fields", str(item["name"]))) if rest else ()
    else:
        yield place, value


def _schema(resource: str, old: Any, new: Any) -> Iterator[Change]:
    """Yield how a schema changed; what is inside a column that came or went is not told apart."""
    here, there = dict(_leaves(old)), dict(_leaves(new))
    columns = {place[:2] for place in here.keys() ^ there.keys() if _is_column(place)}
    for place in sorted(columns):
        gone = place in here
        level = Level.MAJOR if gone else Level.MINOR
        schema = old if gone else new
        fields = {field["name"]: field for field in schema["fields"]}
        title = str(fields[place[1]].get("title", ""))
        yield Change("removed" if gone else "added", "column", resource, place[1], level, title)
    for place in dict.fromkeys([*here, *there]):
        if place[:2] not in columns and here.get(place) != there.get(place):
            cell = _cell(place[-1], place[-1], _text(here.get(place)), _text(there.get(place)))
            level = schema_level(place, come=place not in here, gone=place not in there)
            yield Change("changed", "schema", resource, "/".join(place), level, cells=(cell,))


def _is_column(place: tuple[str, ...]) -> bool:
    return place[:-1] == ("fields",)


def _pairs(table: str, old: Edition, new: Edition) -> Iterator[tuple[Record | None, Record | None]]:
    """Yield (old, new) of every record of a table in the order of their keys; None if not there."""
    left, right = old.records(table), new.records(table)
    one, two = next(left, None), next(right, None)
    while one or two:
        first = two is None or (one is not None and row_key(one.key) <= row_key(two.key))
        second = one is None or (two is not None and row_key(two.key) <= row_key(one.key))
        yield (one if first else None), (two if second else None)
        one = next(left, None) if first else one
        two = next(right, None) if second else two


def _records(table: str, old: Edition, new: Edition) -> Iterator[Change]:
    """Yield the records of a table that came, went or have another cell."""
    for one, two in _pairs(table, old, new):
        if two is None:
            if one is not None:
                label = old.label(table, one)
                yield Change("removed", "record", table, one.key, Level.MAJOR, label)
            continue
        label = new.label(table, two) if one is None or one.cells != two.cells else ""
        if one is None:
            yield Change("added", "record", table, two.key, Level.MINOR, label, row=two.row)
        ended = table == FACTS and _ended(one, two)
        if ended:
            yield _end(ended, two, label, new)
        if one is None or one.cells == two.cells:
            continue
        told = {"status", "replaced_by", "note"} if ended else set()
        shared = [c for c in two.cells if c in one.cells and c not in told]
        cells = tuple(_differences(table, shared, (old, one), (new, two)))
        if cells:
            level = max(cell_level(table, cell.field) for cell in cells)
            yield Change("changed", "record", table, two.key, level, label, cells, two.row)


def _ended(one: Record | None, two: Record) -> str:
    """Return how the life of a fact ended between two editions: corrected, withdrawn, or ""."""
    before = one.cells.get("status", "current") if one else "current"
    after = two.cells.get("status", "current")
    return after if before == "current" and after in ("corrected", "withdrawn") else ""


def _end(action: str, fact: Record, label: str, new: Edition) -> Change:
    """Return the change of a fact that was corrected, with its replacement, or withdrawn."""
    replaced_by = fact.cells.get("replaced_by", "")
    replacement = new.find(FACTS, replaced_by)
    cells: tuple[Cell, ...] = ()
    if action == "corrected" and replacement:
        columns = [c for c in _COMPARED_IN_CORRECTION if c in fact.cells]
        cells = tuple(_differences(FACTS, columns, (new, fact), (new, replacement)))
    elif action == "withdrawn":
        cells = (_cell("note", new.title(FACTS, "note"), "", fact.cells.get("note", "")),)
    return Change(
        action, "record", FACTS, fact.key, Level.MINOR, label, cells, fact.row, replaced_by
    )


def _differences(
    table: str, columns: list[str], before: tuple[Edition, Record], after: tuple[Edition, Record]
) -> Iterator[Cell]:
    """Yield the cells of two records that differ in some columns."""
    for column in columns:
        old, new = before[1].cells[column], after[1].cells[column]
        if old != new:
            yield Cell(
                column,
                after[0].title(table, column),
                old,
                new,
                before[0].named(table, column, old),
                after[0].named(table, column, new),
            )


def _documents(old: Edition, new: Edition) -> Iterator[Change]:
    """Yield the generated documents that differ although nothing they are made of does."""
    for name, entry in old.entries.items():
        other = new.entries.get(name, entry)
        if name in old.keys or name == VOCABULARY:
            continue
        try:
            same = old.package.digest(entry["path"]) == new.package.digest(other["path"])
        except UnreadableError:
            same = False
        if not same:
            title = str(entry.get("title", ""))
            yield Change("changed", "resource", name, "", Level.PATCH, title)
