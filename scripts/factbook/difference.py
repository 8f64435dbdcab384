"""A Comparison as text for people, who need not know the schema, and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from factbook import changelog
from factbook.change import FACTS, Cell, Change, Level, number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from factbook.versions import Comparison

_KINDS = ("record", "column", "schema", "resource", "package")
_ACTIONS = ("added", "corrected", "withdrawn", "changed", "removed")


def _name(level: Level | None) -> str:
    return "lower" if level is None else level.name.lower()


def least(found: Comparison) -> str:
    """Return the lowest version that the changes allow after the old one."""
    major, minor, patch = number(found.old.version)
    return {
        Level.NONE: found.old.version,
        Level.PATCH: f"{major}.{minor}.{patch + 1}",
        Level.MINOR: f"{major}.{minor + 1}.0",
        Level.MAJOR: f"{major + 1}.0.0",
    }[found.required]


def _verdict(found: Comparison) -> str:
    """Return one sentence on the version that the changes ask for and the one that was taken."""
    new, asked, taken = found.new.version, _name(found.required), _name(found.taken)
    if found.taken is None:
        return f"{new} is lower than {found.old.version}: name the earlier version first."
    if found.required is Level.NONE:
        return "Nothing has changed of what the version stands for."
    if not found.enough:
        took = "the version stayed" if found.taken is Level.NONE else f"{new} is a {taken} one"
        return f"The changes ask for a {asked} version, but {took}: take {least(found)}."
    same = found.taken is found.required
    return f"The changes ask for a {asked} version; {new} is {'one' if same else f'a {taken} one'}."


def as_text(found: Comparison) -> str:
    """Return a comparison as people read it: the verdict, then what changed, facts first."""
    name = found.new.descriptor.get("title", "")
    lines = [f"{name}: {found.old.version} → {found.new.version}", _verdict(found)]
    groups: dict[tuple[int, bool, int, int], list[Change]] = {}
    order = [*found.new.keys, *found.old.keys]
    for change in found.changes:
        place = order.index(change.resource) if change.resource in order else len(order)
        kind, action = _KINDS.index(change.kind), _ACTIONS.index(change.action)
        groups.setdefault((kind, change.resource != FACTS, place, action), []).append(change)
    for _, group in sorted(groups.items()):
        level = max(change.level for change in group)
        heading = f"{_heading(found, group[0])}: {len(group)} ({_name(level)})"
        lines += ["", heading, *(line for change in group for line in _lines(change))]
    owed = changelog.lines(found)
    return "\n".join([*lines, *(["", "Lines for CHANGELOG.md:", *owed] if owed else [])])


def _heading(found: Comparison, change: Change) -> str:
    """Return what happened to what: “Facts added”, “Columns of Facts removed”."""
    entry = found.new.entries.get(change.resource) or found.old.entries.get(change.resource) or {}
    table = str(entry.get("title") or change.resource.capitalize())
    noun = {
        "record": table,
        "column": f"Columns of {table}",
        "schema": f"Schema of {table}",
        "resource": "Resources",
        "package": "Package",
    }[change.kind]
    return f"{noun} {change.action}"


def _lines(change: Change) -> Iterator[str]:
    """Yield the lines of a change: what it is about, then old and new of every field."""
    name = change.resource if change.kind == "resource" else change.name
    head = "  ".join(word for word in (name, change.label) if word)
    if head:
        yield f"  {head}"
    if change.replaced_by:
        yield f"      replaced by {change.replaced_by}"
    for cell in change.cells:
        yield f"      {_said(cell)}"


def _said(cell: Cell) -> str:
    if not cell.old and cell.field == "note":
        return f"{cell.title}: {cell.new_shown}"
    return f"{cell.title}: {cell.old_shown or 'blank'} → {cell.new_shown or 'blank'}"


def as_json(found: Comparison) -> str:
    """Return a comparison as JSON; its schema is diff.schema.json beside this module."""
    value = {
        "old": {"name": found.old.descriptor["name"], "version": found.old.version},
        "new": {"name": found.new.descriptor["name"], "version": found.new.version},
        "asked": _name(found.required),
        "taken": _name(found.taken),
        "enough": found.enough,
        "least": least(found),
        "facts": changelog.fact_changes(found),
        "changes": [_change(change) for change in found.changes],
        "changelog": changelog.lines(found),
    }
    return json.dumps(value, ensure_ascii=False, indent=2)


def _change(change: Change) -> dict[str, Any]:
    cells = [
        {"field": cell.field, "title": cell.title, "old": cell.old, "new": cell.new}
        for cell in change.cells
    ]
    return {
        "action": change.action,
        "kind": change.kind,
        "resource": change.resource,
        "name": change.name,
        "label": change.label,
        "level": _name(change.level),
        "replaced_by": change.replaced_by,
        "fields": cells,
    }


FORMATS: dict[str, Callable[[Comparison], str]] = {"text": as_text, "json": as_json}
