"""The order of a validation: descriptor → tables and documents → rules. Structure gates meaning."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factbook import article, constraints, descriptor, documents, hygiene, nested, rules
from factbook.issue import Issue, Rule
from factbook.tables import Tables

if TYPE_CHECKING:
    from factbook.package import Package

PYTHON_RULES: tuple[Rule, ...] = tuple(
    rule
    for family in (
        descriptor.RULES,
        hygiene.RULES,
        constraints.RULES,
        constraints.REFERENCE_RULES,
        documents.RULES,
        documents.CONSISTENCY,
    )
    for rule in family.values()
)


@dataclass
class Report:
    """What a validation found and what it looked at.

    issues: in order of resource and row. ran: codes of the rules that ran.
    not_run: code → reason. rows: rows of all tables. paths: resource name → path of its file.
    """

    issues: list[Issue] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    not_run: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    paths: dict[str, str] = field(default_factory=dict)


def catalogue() -> list[Rule]:
    """Return every rule, sorted by code."""
    return sorted(
        [*PYTHON_RULES, *(rule.rule for rule in rules.rules())], key=lambda rule: rule.code
    )


def _unsound(issues: list[Issue]) -> set[str]:
    """Return the resources whose structure does not hold."""
    structural = ("tables/", "reference/target-missing", "documents/")
    return {issue.resource for issue in issues if issue.code.startswith(structural)}


def validate(package: Package, text: str | None = None) -> Report:
    """Check a package, with the text of its article if it is at hand, and return the Report."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        opening = pool.submit(Tables)  # The engine needs as long to start as the descriptor.
        described = descriptor.check(package)
        tables = opening.result()
    report = Report(issues=list(described.issues))
    report.paths = {resource.name: resource.path for resource in described.resources}
    report.issues += documents.check_descriptor_spelling(package, described)
    report.issues += tables.load(package, described.resources)
    report.rows = tables.rows
    available = set(tables.loaded) - _unsound(report.issues)
    available |= _documents(package, described, tables, report)
    if text is not None and "sources" in available:
        article.load(tables, text)
        available |= rules.TEXT_TABLES
    _check_nested(tables, package, report, available)
    _run_rules(tables, available, report, text=text is not None)
    report.issues.sort(key=Issue.order)
    return report


def _documents(
    package: Package, described: descriptor.Described, tables: Tables, report: Report
) -> set[str]:
    """Check what is no table; return the names of the tables made from it for the rules."""
    tables.define_dialect()
    made = {"releases"}
    releases = documents.releases(package)
    tables.add("releases", dict.fromkeys(("version", "date"), "VARCHAR"), releases)
    if described.descriptor:
        report.issues += documents.check_changelog(described, releases)
    for resource in described.resources:
        if not resource.tabular:
            value, issues = documents.check(package, resource)
            report.issues += issues
            if resource.name == "vocabulary" and value is not None:
                report.issues += documents.check_vocabulary(value, package)
                report.issues += documents.check_lists(value, described.resources)
                columns = dict.fromkeys(("comparator", "cue"), "VARCHAR")
                tables.add("cues", columns, documents.cues(value))
                made.add("cues")
    return made


def _check_nested(tables: Tables, package: Package, report: Report, available: set[str]) -> None:
    resource = descriptor.expected()["facts-nested"]
    code = documents.CONSISTENCY["nested-not-as-tables"].code
    report.ran += [rule.code for rule in PYTHON_RULES if rule.code != code]
    if available >= nested.NEEDS:
        report.ran.append(code)
        if resource.name in report.paths:
            report.issues += documents.check_nested(tables, package, resource)
    else:
        missing = ", ".join(sorted(nested.NEEDS - available))
        report.not_run[code] = f"waits for issues in {missing}"


def _run_rules(
    tables: Tables, available: set[str], report: Report, *, text: bool
) -> None:
    ready = []
    for rule in rules.rules():
        reason = rules.waits_for(rule, available, text=text)
        if reason:
            report.not_run[rule.rule.code] = reason
        else:
            report.ran.append(rule.rule.code)
            ready.append(rule)
    report.issues += tables.each(rules.run, ready)
