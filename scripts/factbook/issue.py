"""A rule is a promise about the data; an issue is a place where the data break it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

# Findings of one rule in one resource that a report lists, and that a query fetches.
LISTED = 20
FETCHED = 1000
ERROR, WARNING = "error", "warning"


class Issue(NamedTuple):
    """One finding.

    code, level: of the rule. resource: name of the resource, or path of a file that is none.
    row: number as a spreadsheet shows it (the header is 1), or None. record: key of the row, or "".
    field: name of the field, JSON pointer, or "". message: one sentence. hint: one action.
    count: findings it stands for; more than 1 only where a long list was cut.
    """

    code: str
    level: str
    resource: str
    row: int | None
    record: str
    field: str
    message: str
    hint: str
    count: int = 1  # type: ignore[assignment]  # nobody counts the fields of an issue

    def order(self) -> tuple[str, int, int, str, str, str]:
        """Sort key: resource, row, field, code, message; the count of the rest comes last."""
        cut = int(self.count > 1)
        return (self.resource, cut, self.row or 0, self.field, self.code, self.message)


class Rule(NamedTuple):
    """A promise with its code, its level (error or warning) and the hint that repairs a breach."""

    code: str
    level: str
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
        """Return the Issue of a breach; long texts are truncated."""
        places = (truncated(record), truncated(field), truncated(message, 1000))
        return Issue(self.code, self.level, resource, row, *places, self.hint)

    def rest(self, resource: str, count: int) -> Issue:
        """Return the Issue that stands for `count` more breaches in a resource."""
        message = f"{count:,} more like these."
        return Issue(self.code, self.level, resource, None, "", "", message, self.hint, count)


def capped(issues: Iterable[Issue], listed: int = LISTED) -> list[Issue]:
    """Return issues in order: at most `listed` per rule and resource, the rest as one count."""
    groups: defaultdict[tuple[str, str], list[Issue]] = defaultdict(list)
    for issue in sorted(issues, key=Issue.order):
        groups[issue.code, issue.resource].append(issue)
    kept: list[Issue] = []
    for (code, resource), group in groups.items():
        single = [issue for issue in group if issue.count == 1]
        total = sum(issue.count for issue in group)
        if total <= listed + 1:
            kept += single
        else:
            rule = Rule(code, group[0].level, "", group[0].hint)
            kept += [*single[:listed], rule.rest(resource, total - listed)]
    return sorted(kept, key=Issue.order)


def visible(text: str) -> str:
    """Return a text with every character that does not print as an escape."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"\\u{{{ord(c):x}}}" for c in text)


def truncated(text: str, limit: int = 200) -> str:
    """Return a text of at most `limit` characters; an ellipsis marks what was left out."""
    return text if len(text) <= limit else f"{text[: limit - 2]}…{text[-1]}"


def quoted(value: object, limit: int = 60) -> str:
    """Return a value as messages show it: in quotation marks, escaped, truncated at limit."""
    text = visible(str(value)[: limit + 1])
    return f"“{text if len(text) <= limit else text[: limit - 1] + '…'}”"
