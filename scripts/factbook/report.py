"""A Report, and its forms: text for people, JSON, SARIF and annotations of GitHub Actions."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from factbook.issue import ERROR, WARNING, Issue, Rule, visible
from factbook.rules import RULES

_ABOUT = """\
What a package must meet. An error fails. A warning is a guess from words, figures or habit: it is
shown and counted, fails with `--strict`, and can be accepted in `data/accepted.csv`. This page is
the output of `python scripts/validate.py --list markdown`."""
SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# Why a rule was not run, as the end of a sentence about it, as rules.NEEDS_TEXT is, too.
NEEDS_EARLIER = "needs an earlier release (--against OLD)"


def blocked_by(names: Iterable[str]) -> str:
    """Return why a rule was not run that reads resources with errors."""
    return f"needs {', '.join(sorted(names))} without errors"


@dataclass
class Report:
    """What a validation found and what it looked at.

    issues: in order, long lists cut, without the accepted warnings. ran: codes of rules. not_run:
    code → reason. rows: of all tables. paths: resource → path of its file. root: prefix that makes
    those relative to the working directory. coverage: number of facts by what other sources come
    to, {} if the tables have errors. strict: if warnings fail, too.
    """

    issues: list[Issue] = field(default_factory=list)
    accepted: int = 0
    ran: list[str] = field(default_factory=list)
    not_run: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    paths: dict[str, str] = field(default_factory=dict)
    root: str = ""
    coverage: dict[str, int] = field(default_factory=dict)
    strict: bool = False

    def count(self, level: str) -> int:
        """Return the number of findings of a level, with those that are not listed one by one."""
        return sum(issue.count for issue in self.issues if issue.level == level)

    @property
    def valid(self) -> bool:
        """Return if nothing fails."""
        return not (self.issues if self.strict else self.count(ERROR))

    def path(self, issue: Issue) -> str:
        """Return the path, inside the package, of the file an issue is about."""
        return self.paths.get(issue.resource, issue.resource)


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def closing_line(report: Report) -> str:
    """Return how much was found and looked at, and what was skipped and why."""
    accepted = f" ({report.accepted:,} accepted)" if report.accepted else ""
    fails = ", which fail (--strict)" if report.strict and report.count(WARNING) else ""
    return (
        f"{_plural(report.count(ERROR), 'error')}, {_plural(report.count(WARNING), 'warning')}"
        f"{accepted}{fails}. {_plural(len(report.ran), 'rule')} looked at "
        f"{_plural(report.rows, 'row')} in {_plural(len(report.paths), 'resource')}"
        f"{_skipped(report.not_run.values())}."
    )


def _skipped(whys: Iterable[str]) -> str:
    blocked = "needs data without errors"
    reasons = Counter(blocked if why.endswith(" without errors") else why for why in whys)
    parts = []
    for why, count in sorted(reasons.items(), reverse=True):
        subject = f"{count:,}" if len(reasons) > 1 else "it" if count == 1 else "they"
        parts.append(f"{subject} {why if count == 1 else why.replace('needs', 'need', 1)}")
    total = f"{_plural(reasons.total(), 'rule')} {'was' if reasons.total() == 1 else 'were'}"
    return f"; {total} skipped: {', '.join(parts)}" if parts else ""


def coverage_line(report: Report) -> str:
    """Return what other sources say about the facts that can be checked, "" if nothing is known."""
    counts = Counter(report.coverage)
    checkable = counts.total() - counts["not-checkable"]
    said = (
        f"Of {_plural(checkable, 'checkable fact')}: {counts['confirmed']:,} confirmed by other "
        f"sources, {counts['refined']:,} confirmed with detail, {counts['contradicted']:,} "
        f"contradicted, {counts['upstream-only']:,} found only at the original newsroom, "
        f"{counts['not-corroborated']:,} without an independent source."
    )
    return said if checkable else ""


def as_text(report: Report) -> str:
    """Return the report as people read it: the issues of each rule, then its hint once."""
    blocks: dict[tuple[str, str, str], list[str]] = {}
    for issue in report.issues:
        row = f":{issue.row}" if issue.row else ""
        parts = (f"{report.root}{report.path(issue)}{row}", issue.record, issue.field)
        place = visible(" ".join(filter(None, parts)))
        line = f"{place}: {issue.level}: {visible(issue.message)} [{issue.code}]"
        blocks.setdefault((issue.resource, issue.code, f"    {issue.hint}"), []).append(line)
    lines = [line for (_, _, hint), block in blocks.items() for line in (*block, hint)]
    covered = coverage_line(report) if report.valid else ""
    return "\n".join([*lines, closing_line(report), *filter(None, [covered])])


def as_json(report: Report) -> str:
    """Return the report as JSON; its schema is report.schema.json beside this module."""
    value = {
        "valid": report.valid,
        "count": sum(issue.count for issue in report.issues),
        "errors": report.count(ERROR),
        "warnings": report.count(WARNING),
        "accepted": report.accepted,
        "issues": [{**issue._asdict(), "path": report.path(issue)} for issue in report.issues],
        "rules_run": sorted(report.ran),
        "rules_not_run": dict(sorted(report.not_run.items())),
        "rows": report.rows,
        "resources": report.paths,
        "coverage": report.coverage,
    }
    return json.dumps(value, ensure_ascii=False, indent=2)


def as_sarif(report: Report) -> str:
    """Return the report as SARIF 2.1.0: a result for every issue, at its file and line."""
    rules = []
    for rule in RULES.values():
        said = {"shortDescription": {"text": rule.promise}, "help": {"text": rule.hint}}
        rules.append({"id": rule.code, **said, "defaultConfiguration": {"level": rule.level}})
    texts = [closing_line(report)]
    texts += [f"{code} {reason}." for code, reason in sorted(report.not_run.items())]
    invocation = {
        "executionSuccessful": "rule-crashed" not in {issue.code for issue in report.issues},
        "toolExecutionNotifications": [{"level": "note", "message": {"text": t}} for t in texts],
    }
    run = {
        "tool": {"driver": {"name": "validate.py", "rules": rules}},
        "invocations": [invocation],
        "results": [_result(report, issue) for issue in report.issues],
    }
    value = {"$schema": SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(value, ensure_ascii=False, indent=2)


def _result(report: Report, issue: Issue) -> dict[str, Any]:
    """Return an issue as a result of SARIF, its field as a logical place."""
    uri = quote(report.root + report.path(issue), errors="surrogateescape")
    names = [name for name in (issue.resource, issue.record, issue.field) if name]
    logical = {"name": names[-1], "fullyQualifiedName": "/".join(names)}
    region = {"region": {"startLine": issue.row}} if issue.row else {}
    physical = {"artifactLocation": {"uri": uri}} | region
    return {
        "ruleId": issue.code,
        "level": issue.level,
        "message": {"text": f"{issue.message} {issue.hint}"},
        "occurrenceCount": issue.count,
        "locations": [{"physicalLocation": physical, "logicalLocations": [logical]}],
    }


def as_github(report: Report) -> str:
    """Return the report as workflow commands: GitHub shows an annotation at every file and line."""
    lines = []
    for issue in report.issues:
        file = _escaped(report.root + report.path(issue), ":,")
        place = " ".join(filter(None, (issue.record, issue.field)))
        message = _escaped(f"{place}: " * bool(place) + f"{issue.message} {issue.hint}")
        named = f"file={file},line={issue.row or 1},title={issue.code}"
        lines.append(f"::{issue.level} {named}::{message}")
    return "\n".join([*lines, closing_line(report)])


def _escaped(value: str, more: str = "") -> str:
    return "".join(f"%{ord(c):02X}" if c in f"%\r\n{more}" else c for c in value)


def as_list(subjects: Mapping[str, Sequence[Rule]]) -> str:
    """Return every rule with its level and promise, one a line."""
    rules = [rule for group in subjects.values() for rule in group]
    width = max(len(rule.code) for rule in rules)
    return "\n".join(f"{r.code:{width}}  {r.level:7}  {r.promise}" for r in rules)


def as_markdown(subjects: Mapping[str, Sequence[Rule]]) -> str:
    """Return the page docs/rules.md: for every subject a table of its rules."""
    lines = ["# Rules", "", _ABOUT]
    for subject, group in subjects.items():
        lines += ["", f"## {subject.capitalize()}", ""]
        lines += ["| rule | level | promise | if broken |", "|---|---|---|---|"]
        lines += [f"| `{r.code}` | {r.level} | {r.promise} | {r.hint} |" for r in group]
    return "\n".join(lines)


FORMATS = {"text": as_text, "json": as_json, "sarif": as_sarif, "github": as_github}
LISTS = {"text": as_list, "markdown": as_markdown}
