"""What a package owes to the release before it: its ids, their life, its version, its changelog."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from factbook import changelog
from factbook.change import CLAIM, FACTS, Change, Level, number
from factbook.documents import CHANGELOG, FACT_ACTIONS
from factbook.issue import Issue, declare, shown
from factbook.package import DESCRIPTOR, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.package import Package
    from factbook.versions import Comparison

RULES = declare(
    "release",
    {
        "id-lost": (
            "Every fact of an earlier release is there in each later one.",
            "Restore the row; a fact that no longer holds is withdrawn, not removed.",
        ),
        "id-reused": (
            "The id of a released fact keeps its claim: source, subject, predicate, object, "
            "figure, unit, modality and speaker.",
            "Restore the row, add the other claim as a new fact, and name that in replaced_by.",
        ),
        "since-not-as-released": (
            "A released fact keeps its since; that of a new fact is a version after the earlier "
            "release.",
            "Restore since, or write the version that adds the fact.",
        ),
        "status-not-as-released": (
            "A fact that was corrected or withdrawn in a release stays so, with its replacement.",
            "Restore status and replaced_by; add what holds again as a new fact.",
        ),
        "version-repeated": (
            "A version stands for one content.",
            "Raise the version in datapackage.json, CITATION.cff and CHANGELOG.md.",
        ),
        "bump-too-small": (
            "The version is raised as far as the changes since the earlier release ask.",
            "Raise the version in datapackage.json, CITATION.cff and CHANGELOG.md.",
        ),
        "changelog-not-as-changes": (
            "CHANGELOG.md lists the facts that were added, changed, corrected, withdrawn or "
            "removed since the earlier release.",
            "Replace the lines on facts by those that scripts/diff.py prints.",
        ),
    },
)
NEEDS_EARLIER = "needs an earlier release (--against OLD)"
_SUMS = "SHA256SUMS"


def check(found: Comparison) -> Iterator[Issue]:
    """Yield what a package breaks of what an earlier release has promised."""
    yield from _lives(found)
    if found.taken is not Level.NONE:
        if not found.enough:
            yield RULES["bump-too-small"].issue(DESCRIPTOR, _too_small(found), field="version")
        if found.taken is not None:
            yield from _changelog(found)
    elif found.changes or _sums_differ(found.old.package, found.new.package):
        first = _first(found, found.required) if found.changes else "a released file"
        message = f"{found.new.version} was released with other content; {first} differs."
        yield RULES["version-repeated"].issue(DESCRIPTOR, message, field="version")


def _lives(found: Comparison) -> Iterator[Issue]:
    """Yield the facts whose id, claim, since or status is not as released."""
    old, new = found.old, found.new
    for change in found.changes:
        if (change.kind, change.resource) != ("record", FACTS):
            continue
        if change.action == "removed":
            message = f"{old.version} has {change.name}, {shown(change.label)}; here it is missing."
            yield RULES["id-lost"].issue(FACTS, message, record=change.name)
        elif change.action == "added":
            record = new.find(FACTS, change.name)
            since = record.cells["since"] if record else old.version
            if number(since) <= number(old.version):
                message = f"since is {since}, but {old.version} has no {change.name}."
                yield RULES["since-not-as-released"].issue(
                    FACTS, message, row=change.row, record=change.name, field="since"
                )
        elif change.action == "changed":
            yield from _cells(found, change)


def _cells(found: Comparison, change: Change) -> Iterator[Issue]:
    """Yield the cells of a released fact that may not change: the first of its claim, its life."""
    faults = {
        "since": "since-not-as-released",
        "status": "status-not-as-released",
        "replaced_by": "status-not-as-released",
    }
    targets = found.old.references(FACTS)
    seen = set()
    for cell in change.cells:
        fault = "id-reused" if cell.field in CLAIM else faults.get(cell.field)
        # An entity that was given another id in a major version takes its facts along.
        renamed = cell.field in targets and not found.new.find(targets[cell.field], cell.old)
        if fault and fault not in seen and not (renamed and cell.old):
            seen.add(fault)
            was = shown(cell.old) if cell.old else "blank"
            message = f"{cell.field} is {shown(cell.new) if cell.new else 'blank'}, was {was} in "
            yield RULES[fault].issue(
                FACTS,
                f"{message}{found.old.version}.",
                row=change.row,
                record=change.name,
                field=cell.field,
            )


def _first(found: Comparison, level: Level) -> str:
    """Return a word for the first change that asks for a part of the version."""
    change = next(change for change in found.changes if change.level is level)
    place = " ".join(word for word in (change.resource, change.name) if word) or "the package"
    cells = ", ".join(cell.field for cell in change.cells) if change.action == "changed" else ""
    return f"{place} ({cells or change.action})"


def _too_small(found: Comparison) -> str:
    old, new = found.old.version, found.new.version
    if found.taken is None:
        return f"The version is {new}, the earlier release was {old}."
    asked = found.required.name.lower()
    return f"{old} to {new} is no {asked} version; {_first(found, found.required)} asks for one."


def _sums_differ(old: Package, new: Package) -> bool:
    """Return whether two packages that were both released hold other files."""
    try:
        return old.read(_SUMS) != new.read(_SUMS)
    except UnreadableError:
        return False


def _changelog(found: Comparison) -> Iterator[Issue]:
    """Yield where CHANGELOG.md lists other facts than changed since the earlier release."""
    rule = RULES["changelog-not-as-changes"]
    try:
        text = found.new.package.read(CHANGELOG).decode("utf-8", "replace")
    except UnreadableError:
        return  # That the version is not listed is said already.
    said: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row, line, action, ids in changelog.told(found, text):
        if not action:
            message = f"{shown(line)} is not of the form “{changelog.FORM}”."
            yield rule.issue(CHANGELOG, message, row=row)
            return
        said[action] |= dict.fromkeys(ids, row)
    real = changelog.fact_changes(found)
    # What was added and changed later, between the two releases, is no more than added.
    lawful = {action: {*real.get(action, [])} for action in FACT_ACTIONS}
    lawful["changed"] |= lawful["added"]
    for action in FACT_ACTIONS:
        missing = [name for name in real.get(action, []) if name not in said[action]]
        wrong = [name for name in said[action] if name not in lawful[action]]
        if missing:
            message = f"“Facts {action}” leaves out {', '.join(changelog.runs(missing))}."
            yield rule.issue(CHANGELOG, message)
        if wrong:
            names = ", ".join(changelog.runs(wrong))
            message = f"“Facts {action}” names {names}, to which that did not happen."
            yield rule.issue(CHANGELOG, message, row=said[action][wrong[0]])
