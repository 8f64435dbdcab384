"""Two versions of a package: what changed, the version that this asks for, the rules on that."""

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

from factbook.issue import Issue, quoted
from factbook.package import DESCRIPTOR, Package
from factbook.rules import RULES
from factbook.snapshot import CODES, FACTS, RESOURCES, VERSION, Cells, Place, Snapshot
from factbook.spelling import row_key, version_key

# What messages call an old and a new version that cannot be read.
NAMES = ("The earlier release", "The package")
_SUMS = "SHA256SUMS"
_ENDS = ("corrected", "withdrawn")
ACTIONS = ("added", *_ENDS, "changed", "removed")
# The part of a version that a change asks for, or that was raised.
Level = IntEnum("Level", {"LOWER": -1, "NONE": 0, "PATCH": 1, "MINOR": 2, "MAJOR": 3})
_VERSIONS = tomllib.loads(Path(__file__).with_name("versions.toml").read_text("utf-8"))
_LEVELS = {
    kind: {field: Level[level.upper()] for level, fields in table.items() for field in fields}
    for kind, table in _VERSIONS["levels"].items()
}
_FROZEN = {column: code for code, columns in _VERSIONS["frozen"].items() for column in columns}
_LEVELS["record of facts"] = dict.fromkeys(_FROZEN, Level.MAJOR)
_IN_CORRECTION = {*_VERSIONS["frozen"]["claim-changed"], "printed", "statement", "start", "end"}


class Change(NamedTuple):
    """One change. label: what people call what changed. replaced_by: the fact that corrects it.

    action: added, changed or removed; a fact may be corrected or withdrawn, too. kind: package,
    resource, column, schema or record. name: key of the record, name of the column, or "".
    fields: what differs, each with field, title, old, new; of a corrected fact, from its
    replacement.
    """

    action: str
    kind: str
    resource: str
    name: str
    level: Level
    label: str = ""
    replaced_by: str = ""
    fields: Sequence[Cells] = ()


class Comparison(NamedTuple):
    """What changed, the part of the version that this asks for, and the one that was raised.

    minimum: the lowest version that may follow the old one.
    """

    old: Snapshot
    new: Snapshot
    changes: list[Change]
    needed: Level
    raised: Level
    minimum: str


def compare(old: Package, new: Package, names: tuple[str, str] = NAMES) -> Comparison:
    """Return what changed from a package to a later one; names: what messages call them."""
    one, two = Snapshot(old, names[0]), Snapshot(new, names[1])
    changes = [c for place in one.tables if place in two.tables for c in _changes(place, one, two)]
    changes = changes or [
        Change("changed", "resource", name, "", Level.PATCH, two.label(RESOURCES, name))
        for name, entry in two.entries.items()
        if entry.get("hash") != one.entries[name].get("hash")
    ]
    needed = max((change.level for change in changes), default=Level.NONE)
    before, after = version_key(one.version), version_key(two.version)
    parts = (Level(3 - n) for n in range(3) if before[n] != after[n])
    raised = next(parts, Level.NONE) if after >= before else Level.LOWER
    least = (*before[: 3 - needed], before[3 - needed] + 1, 0, 0)[:3] if needed else before
    return Comparison(one, two, changes, needed, raised, ".".join(map(str, least)))


def _changes(place: Place, old: Snapshot, new: Snapshot) -> Iterator[Change]:
    here, there, columns = old.tables[place], new.tables[place], new.columns(place)
    shared = [column for column in columns if column in old.columns(place)]

    def cells(fields: Iterable[str], before: Cells, after: Cells) -> list[Cells]:
        found = []
        for field in fields:
            title = columns.get(field, {}).get("title") or field
            pair = {"old": before.get(field, ""), "new": after.get(field, "")}
            found.append({"field": field, "title": title, **pair})
        return [cell for cell in found if cell["old"] != cell["new"]]

    for key in sorted((k for k in here | there if here.get(k) != there.get(k)), key=row_key):
        before, after = here.get(key, {}), there.get(key, {})
        label = (new if key in there else old).description(place, key)
        about = (*place, key) if place != RESOURCES else (place[0], key, "")
        if key not in here or key not in there:
            action, sign = ("removed", "-") if key in here else ("added", "+")
            yield Change(action, *about, _level(place, sign), label)
        fields, status = shared or [*(before | after)], after.get("status", "")
        if place == FACTS and status in _ENDS and before.get("status", "current") == "current":
            other = after.get("replaced_by", "")
            ended = cells(["note"], {}, after)
            if status == "corrected":
                said = [column for column in after if column in _IN_CORRECTION and other in there]
                ended = cells(said, after, there.get(other, {}))
            yield Change(status, *about, Level.MINOR, label, other, ended)
            fields = [field for field in fields if field not in ("status", "replaced_by", "note")]
        different = cells(fields, before, after)
        if different and key in here and key in there:
            level = max(_level(place, c["field"], c["old"], c["new"]) for c in different)
            yield Change("changed", *about, level, label, "", different)


def _level(place: Place, field: str, old: str = "-", new: str = "-") -> Level:
    """Return what another value of a field asks for, or a row that comes (+) or goes (-)."""
    *parents, last = field.split("/")
    last = "*" if parents and parents[-1] in ("properties", "$defs") else last
    tables = (_LEVELS.get(name, {}) for name in (f"{place[0]} of {place[1]}", place[0], "any"))
    level = next((table[last] for table in tables if last in table), _LEVELS[place[0]]["*"])
    if place[0] in ("column", "schema") and level is not Level.PATCH:
        if not new and "properties" in parents:
            return Level.MAJOR
        return level if old else Level.MINOR
    return level


def check(found: Comparison) -> Iterator[Issue]:
    """Yield what a package breaks of what an earlier release has promised."""
    old, new, first = found.old.version, found.new.version, _first(found)
    rows = {key: row for row, key in enumerate(found.new.tables.get(FACTS, {}), 2)}
    for change in found.changes:
        for code, field, message in _faults(found, change) if change[1:3] == FACTS else ():
            row, name = rows.get(change.name), change.name
            yield RULES[code].issue(FACTS[1], message, row=row, record=name, field=field)
    code, message = "version-too-low", ""
    if found.raised is Level.LOWER:
        message = f"The version is {new}, the earlier release was {old}."
    elif found.raised is Level.NONE and first:
        code, message = "version-reused", f"{new} was released with other content; {first} differs."
    elif found.raised < found.needed:
        message = f"{new} is too low after {old}: {first} asks for {found.minimum} at least."
    if message:
        yield RULES[code].issue(DESCRIPTOR, message, field="version")


def _faults(found: Comparison, change: Change) -> Iterator[tuple[str, str, str]]:
    """Yield (code of the rule, field, message) of what a change of a fact breaks, once a rule."""
    old, new, seen = found.old, found.new, set()
    since = new.cells(FACTS, change.name).get("since", "")
    late = VERSION.fullmatch(since) and version_key(since) > version_key(old.version)
    if change.action == "removed":
        message = f"{old.version} has {change.name}, {quoted(change.label)}; here it is missing."
        yield "fact-removed", "", message
    elif change.action == "added" and not late:
        yield "since-changed", "since", f"since is {since}, but {old.version} has no {change.name}."
    for cell in change.fields if change.action == "changed" else ():
        field, code = cell["field"], _FROZEN.get(cell["field"], "")
        target, _ = old.targets.get((FACTS, field), (CODES, ""))
        # An entity that was given another id in a major version takes its facts along.
        renamed = cell["old"] and target != CODES and not new.cells(target, cell["old"])
        if code and code not in seen and not renamed:
            seen.add(code)
            was, now = (quoted(cell[key]) if cell[key] else "blank" for key in ("old", "new"))
            yield code, field, f"{field} is {now}, was {was} in {old.version}."


def _first(found: Comparison) -> str:
    """Return a word for the first change that asks for most, or for a file that differs, or ""."""
    for change in found.changes:
        if change.level is found.needed:
            place = " ".join(filter(None, (change.resource, change.name))) or "the package"
            fields = ", ".join(cell["field"] for cell in change.fields)
            return f"{place} ({fields if change.action == 'changed' and fields else change.action})"
    packages = [version.package for version in (found.old, found.new)]
    sums = {package.read(_SUMS) for package in packages if package.size(_SUMS)}
    return "a released file" if len(sums) > 1 else ""


def as_json(found: Comparison) -> str:
    """Return a comparison as JSON; its schema is diff.schema.json beside this module."""
    changes, facts = [], defaultdict(list)
    for change in found.changes:
        changes.append(change._asdict() | {"level": change.level.name.lower()})
        if change[1:3] == FACTS:
            facts[change.action].append(change.name)
    value = {
        "old": {"name": found.old.name, "version": found.old.version},
        "new": {"name": found.new.name, "version": found.new.version},
        "asked": found.needed.name.lower(),
        "taken": found.raised.name.lower(),
        "enough": found.raised >= found.needed,
        "least": found.minimum,
        "facts": facts,
        "changes": changes,
    }
    return json.dumps(value, ensure_ascii=False, indent=2)
