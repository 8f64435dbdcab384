"""The lines on facts in CHANGELOG.md: those a comparison asks for, and those that stand there.

Under the heading of a version, each a list item that may be wrapped:

    - Facts added: f0128, f0130-f0140.
    - Facts withdrawn: f0009.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.change import FACTS, number
from factbook.documents import FACT_ACTIONS, FACT_IDS, FACT_LINE, fact_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.versions import Comparison

FORM = "- Facts added: f0128, f0130-f0140."


def fact_changes(found: Comparison) -> dict[str, list[str]]:
    """Return the ids of the facts that changed, by what happened to them."""
    ids: dict[str, list[str]] = {action: [] for action in FACT_ACTIONS}
    for change in found.changes:
        if (change.kind, change.resource) == ("record", FACTS):
            ids[change.action].append(change.name)
    return {action: names for action, names in ids.items() if names}


def lines(found: Comparison) -> list[str]:
    """Return the lines on facts that CHANGELOG.md owes to a comparison."""
    return [
        f"- Facts {action}: {', '.join(runs(names))}."
        for action, names in fact_changes(found).items()
    ]


def runs(names: list[str]) -> list[str]:
    """Return ids with those that follow each other put together: f0004-f0006."""
    found: list[list[str]] = []
    for name in names:
        if found and FACT_IDS.fullmatch(name) and name == _id(int(found[-1][-1][1:]) + 1):
            found[-1].append(name)
        else:
            found.append([name])
    return [f"{run[0]}-{run[-1]}" if run[1:] else run[0] for run in found]


def _id(number: int) -> str:
    return f"f{number:04}"


def told(found: Comparison, text: str) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield (row, line, action, ids) of every line on facts since the earlier release.

    Of a line that has not the form, action is "".
    """
    for row, version, line in fact_lines(text):
        if number(version) <= number(found.old.version):
            continue
        match = FACT_LINE.fullmatch(line)
        ids = _listed(match[2], found) if match else None
        yield (row, line, match[1], ids) if match and ids else (row, line, "", [])


def _listed(text: str, found: Comparison) -> list[str] | None:
    """Return the ids that a line of the changelog lists, None if it is not of that form."""
    ids = []
    for part in text.split(", "):
        match = FACT_IDS.fullmatch(part)
        if not match:
            return None
        first, last = match[1], match[2] or match[1]
        # A run ends at facts that exist, so that it cannot be without end.
        if match[2] and not (_exists(first, found) and _exists(last, found)):
            return None
        ids += [_id(number) for number in range(int(first[1:]), int(last[1:]) + 1)]
    return ids


def _exists(name: str, found: Comparison) -> bool:
    return bool(found.new.find(FACTS, name) or found.old.find(FACTS, name))
