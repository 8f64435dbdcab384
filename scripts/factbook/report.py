"""A Report as text for people, as JSON, as SARIF and as annotations of GitHub Actions."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from factbook.issue import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from factbook.issue import Issue, Rule
    from factbook.validation import Report

SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _path(report: Report, issue: Issue) -> str:
    """Return the path, inside the package, of the file an issue is about."""
    return report.paths.get(issue.resource, issue.resource)


def _place(report: Report, issue: Issue) -> str:
    row = f":{issue.row}" if issue.row else ""
    place = (_path(report, issue) + row, issue.record, issue.field)
    return visible(" ".join(part for part in place if part))


def found(report: Report) -> int:
    """Return the number of findings, those included that the report does not list one by one."""
    return sum(issue.count for issue in report.issues)


def closing_line(report: Report) -> str:
    """Return how much was looked at, and what was not run and why."""
    looked = (
        f"{_plural(found(report), 'issue')}. {_plural(len(report.ran), 'rule')} looked at "
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


def coverage_line(report: Report) -> str:
    """Return what other sources say of the facts that can be checked, "" if nothing is known."""
    counts = Counter(report.coverage)
    checkable = counts.total() - counts["not-checkable"]
    if not checkable:
        return ""
    return (
        f"Of {_plural(checkable, 'checkable fact')}, {counts['confirmed']:,} confirmed by other "
        f"sources, {counts['refined']:,} refined, {counts['contradicted']:,} contradicted, "
        f"{counts['upstream-only']:,} told by the upstream alone, "
        f"{counts['not-corroborated']:,} not corroborated."
    )


def as_text(report: Report) -> str:
    """Return the report as people read it: the issues of each rule, then its hint once.

    What other sources say is told of a valid package alone.
    """
    lines: dict[tuple[str, str], list[str]] = {}
    hints = {}
    for issue in report.issues:
        group = (issue.resource, issue.code)
        line = f"{_place(report, issue)}: {visible(issue.message)} [{issue.code}]"
        lines.setdefault(group, []).append(line)
        hints[group] = f"    {issue.hint}"
    blocks = [line for group, block in lines.items() for line in (*block, hints[group])]
    covered = [] if report.issues else [coverage_line(report)]
    return "\n".join([*blocks, closing_line(report), *filter(None, covered)])


def as_json(report: Report) -> str:
    """Return the report as JSON; its schema is report.schema.json beside this module."""
    value = {
        "valid": not report.issues,
        "count": found(report),
        "issues": [
            {
                "code": issue.code,
                "resource": issue.resource,
                "path": _path(report, issue),
                "row": issue.row,
                "record": issue.record,
                "field": issue.field,
                "message": issue.message,
                "hint": issue.hint,
                "count": issue.count,
            }
            for issue in report.issues
        ],
        "rules_run": sorted(report.ran),
        "rules_not_run": dict(sorted(report.not_run.items())),
        "rows": report.rows,
        "resources": report.paths,
        "coverage": report.coverage,
    }
    return json.dumps(value, ensure_ascii=False, indent=2)


def as_sarif(report: Report) -> str:
    """Return the report as SARIF 2.1.0: a result for every issue, at its file and line."""
    rules = [
        {
            "id": rule.code,
            "shortDescription": {"text": rule.promise},
            "help": {"text": rule.hint},
        }
        for rule in report.rules
    ]
    looked = [closing_line(report)]
    looked += [f"{code} {reason}." for code, reason in sorted(report.not_run.items())]
    notes = [{"level": "note", "message": {"text": text}} for text in looked]
    run = {
        "tool": {"driver": {"name": "validate.py", "rules": rules}},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "results": [_result(report, issue) for issue in report.issues],
    }
    value = {"$schema": SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(value, ensure_ascii=False, indent=2)


def _result(report: Report, issue: Issue) -> dict[str, Any]:
    """Return an issue as a result of SARIF; what stands for many counts them."""
    uri = quote(report.root + _path(report, issue), errors="surrogateescape")
    place = {"artifactLocation": {"uri": uri}}
    region = {"region": {"startLine": issue.row}} if issue.row else {}
    name = "/".join(part for part in (issue.resource, issue.record, issue.field) if part)
    return {
        "ruleId": issue.code,
        "level": "error",
        "message": {"text": f"{issue.message} {issue.hint}"},
        "occurrenceCount": issue.count,
        "locations": [
            {
                "physicalLocation": place | region,
                "logicalLocations": [{"fullyQualifiedName": name}],
            }
        ],
    }


def as_github(report: Report) -> str:
    """Return the report as workflow commands: GitHub shows an annotation at every file and line."""
    lines = []
    for issue in report.issues:
        places = {
            "file": report.root + _path(report, issue),
            "line": issue.row or 1,
            "title": issue.code,
        }
        named = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in places.items())
        place = " ".join(part for part in (issue.record, issue.field) if part)
        message = f"{place}: {issue.message}" if place else issue.message
        lines.append(f"::error {named}::{_escaped(f'{message} {issue.hint}')}")
    return "\n".join([*lines, closing_line(report)])


def _escaped(value: object, more: str = "") -> str:
    """Return a value as a workflow command takes it."""
    text = str(value).replace("%", "%25")
    for char in "\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def as_list(rules: list[Rule]) -> str:
    """Return every rule with its promise, one a line."""
    width = max(len(rule.code) for rule in rules)
    return "\n".join(f"{rule.code:{width}}  {rule.promise}" for rule in rules)


def as_markdown(rules: list[Rule]) -> str:
    """Return the page RULES.md: a table of every rule, with its promise and its hint."""
    head = [
        "# Rules",
        "",
        "What a package is held to. Made by `python scripts/validate.py --list markdown`.",
        "",
        "| rule | promise | if broken |",
        "|---|---|---|",
    ]
    rows = [f"| `{rule.code}` | {rule.promise} | {rule.hint} |" for rule in rules]
    return "\n".join([*head, *rows])


FORMATS: dict[str, Callable[[Report], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
LISTS: dict[str, Callable[[list[Rule]], str]] = {"text": as_list, "markdown": as_markdown}
