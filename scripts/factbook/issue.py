"""A rule is a promise the data makes; an issue is a place where the promise is broken."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Findings of one rule in one resource that a report lists, and that a query fetches.
LISTED = 20
FETCHED = 1000


@dataclass(frozen=True)
class Issue:
    """One finding.

    code: the rule that was broken, as family/fault.
    resource: name of the resource, or path of a file that is no resource.
    row: row number as a spreadsheet shows it (the header is 1), or None.
    record: primary key of the row, or "".
    field: name of the field, pointer into a JSON document, or "".
    message: one sentence that says what is there. hint: one action that mends it.
    count: findings it stands for; more than one only where a long list was cut.
    """

    code: str
    resource: str
    row: int | None
    record: str
    field: str
    message: str
    hint: str
    count: int = 1

    def order(self) -> tuple[str, int, int, str, str, str]:
        """Sort key: resource, row, field, code, message; what stands for many comes last."""
        cut = int(self.count > 1)
        return (self.resource, cut, self.row or 0, self.field, self.code, self.message)


@dataclass(frozen=True)
class Rule:
    """A promise with its code (family/fault) and the hint that mends a breach."""

    code: str
    promise: str
    hint: str

    def issue(
        self,
        resource: str,
        message: str,
        *,
        row: int | None = None,
        record: str = "",
        field: str = "",
    ) -> Issue:
        """Return the Issue that says where this rule is broken; texts that nobody reads are cut."""
        said = cut(message, 1000)
        return Issue(self.code, resource, row, cut(record), cut(field), said, self.hint)

    def rest(self, resource: str, count: int) -> Issue:
        """Return the Issue that stands for `count` more findings of this rule in a resource."""
        message = f"{count:,} more like these."
        return Issue(self.code, resource, None, "", "", message, self.hint, count)


def declare(family: str, faults: dict[str, tuple[str, str]]) -> dict[str, Rule]:
    """Return the rules of a family by fault; faults maps fault to (promise, hint)."""
    return {
        fault: Rule(f"{family}/{fault}", promise, hint) for fault, (promise, hint) in faults.items()
    }


def capped(issues: Iterable[Issue], listed: int = LISTED) -> list[Issue]:
    """Return issues in order, of each rule and resource at most `listed` and one for the rest."""
    groups: defaultdict[tuple[str, str], list[Issue]] = defaultdict(list)
    for issue in sorted(issues, key=Issue.order):
        groups[issue.code, issue.resource].append(issue)
    kept = []
    for (code, resource), group in groups.items():
        single = [issue for issue in group if issue.count == 1]
        total = sum(issue.count for issue in group)
        if total <= listed + 1:
            kept += single
        else:
            rest = Rule(code, "", group[0].hint).rest(resource, total - listed)
            kept += [*single[:listed], rest]
    return sorted(kept, key=Issue.order)


def visible(text: str) -> str:
    """Return a text with every character escaped that does not print."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"\\u{{{ord(c):x}}}" for c in text)


def cut(text: str, limit: int = 200) -> str:
    """Return a text of at most `limit` characters; where it was longer an ellipsis says so."""
    return text if len(text) <= limit else f"{text[: limit - 2]}…{text[-1]}"


def shown(value: object, limit: int = 60) -> str:
    """Return a value as a message shows it: quoted, invisible characters escaped, cut at limit."""
    text = visible(str(value)[: limit + 1])
    return f"“{text if len(text) <= limit else text[: limit - 1] + '…'}”"
