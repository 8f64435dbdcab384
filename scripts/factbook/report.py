"""A Report as text for people and as JSON for machines."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from factbook.issue import Issue, Rule
    from factbook.validation import Report


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _place(report: Report, issue: Issue) -> str:
    path = report.paths.get(issue.resource, issue.resource)
    row = f":{issue.row}" if issue.row else ""
    return " ".join(part for part in (path + row, issue.record, issue.field) if part)


def closing_line(report: Report) -> str:
    """Return how much was looked at, and what was not run and why."""
    looked = (
        f"{_plural(len(report.issues), 'issue')}. {_plural(len(report.ran), 'rule')} looked at "
        f"{_plural(report.rows, 'row')} in {_plural(len(report.paths), 'resource')}"
    )
    reasons = Counter(report.not_run.values())
    parts = []
    for reason, count in sorted(reasons.items()):
        verb = reason
        if count > 1:
            verb = reason.replace("needs", "need", 1).replace("waits", "wait", 1)
        parts.append(f"{_plural(count, 'rule')} {verb}")
    return "; ".join([looked, *parts]) + "."


def as_text(report: Report) -> str:
    """Return the report as people read it: every issue with place, message, code and hint."""
    blocks = [
        f"{_place(report, issue)}: {issue.message} [{issue.code}]\n    {issue.hint}"
        for issue in report.issues
    ]
    return "\n".join([*blocks, closing_line(report)])


def as_json(report: Report) -> str:
    """Return the report as JSON: valid, issues, and what was looked at and not run."""
    value = {
        "valid": not report.issues,
        "issues": [
            {**asdict(issue), "path": report.paths.get(issue.resource, issue.resource)}
            for issue in report.issues
        ],
        "rules_run": sorted(report.ran),
        "rules_not_run": dict(sorted(report.not_run.items())),
        "rows": report.rows,
        "resources": report.paths,
    }
    return json.dumps(value, ensure_ascii=False, indent=2)


def as_list(rules: list[Rule]) -> str:
    """Return every rule with its promise, one a line."""
    width = max(len(rule.code) for rule in rules)
    return "\n".join(f"{rule.code:{width}}  {rule.promise}" for rule in rules)


FORMATS = {"text": as_text, "json": as_json}
