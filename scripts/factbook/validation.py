"""The order of a validation: descriptor → tables and documents → rules. Structure gates meaning."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from factbook import (
    article,
    constraints,
    descriptor,
    documents,
    edition,
    expected,
    hygiene,
    nested,
    release,
    rules,
    unpacking,
    versions,
)
from factbook.issue import LISTED, Issue, Rule, capped
from factbook.package import CannotRunError, open_package
from factbook.tables import Tables

if TYPE_CHECKING:
    from factbook.package import Package

PYTHON_RULES: tuple[Rule, ...] = tuple(
    rule
    for family in (
        unpacking.RULES,
        descriptor.RULES,
        hygiene.RULES,
        constraints.RULES,
        constraints.REFERENCE_RULES,
        documents.RULES,
        documents.CONSISTENCY,
        release.RULES,
    )
    for rule in family.values()
)


ARCHIVE_RULES = tuple(unpacking.RULES.values())
RELEASE_RULES = tuple(release.RULES.values())
TEXT_CHECKSUM = "evidence/text-not-as-source"
ARCHIVE_FIRST = "waits for issues in the archive"
Stage = Callable[[str], None]


def _silent(_: str) -> None:
    """Tell nobody which stage begins."""


@dataclass
class Report:
    """What a validation found and what it looked at.

    issues: in order of resource and row. ran: codes of the rules that ran.
    not_run: code → reason. rows: rows of all tables. paths: resource name → path of its file.
    root: what leads from the working directory to those paths. rules: every rule.
    coverage: number of facts by what other sources come to, {} if the tables do not hold.
    """

    issues: list[Issue] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    not_run: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    paths: dict[str, str] = field(default_factory=dict)
    root: str = ""
    coverage: dict[str, int] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=lambda: catalogue())  # noqa: PLW0108 - defined below


def catalogue() -> list[Rule]:
    """Return every rule, sorted by code."""
    return sorted(
        [*PYTHON_RULES, *(rule.rule for rule in rules.rules())], key=lambda rule: rule.code
    )


def _unsound(issues: list[Issue]) -> set[str]:
    """Return the resources whose structure does not hold."""
    structural = ("tables/", "reference/target-missing", "documents/")
    return {issue.resource for issue in issues if issue.code.startswith(structural)}


def validate_path(
    path: Path, texts: list[str], stage: Stage = _silent, against: Path | None = None
) -> Report:
    """Check the package in a folder or in a release archive; return the Report.

    stage: called with the name of every stage. against: an earlier release to compare with.
    Raises CannotRunError if there is no package.
    """
    if against is None:
        return _validate_path(path, texts, stage, None)
    with edition.opened(against) as earlier:
        return _validate_path(path, texts, stage, earlier)


def _validate_path(
    path: Path, texts: list[str], stage: Stage, earlier: edition.Edition | None
) -> Report:
    if path.is_dir():
        report = validate(open_package(path), texts, stage, earlier=earlier)
        report.root = _lead(path)
        return report
    if not zipfile.is_zipfile(path) and path.suffix != ".zip":
        message = f"{path} is neither a folder nor a zip archive. Name a data package."
        raise CannotRunError(message)
    with tempfile.TemporaryDirectory() as folder:
        stage("the archive")
        issues = unpacking.unpack(path, Path(folder))
        if not issues:
            report = validate(open_package(Path(folder)), texts, stage, earlier=earlier)
            report.ran += [rule.code for rule in ARCHIVE_RULES]
            report.root = _lead(path)
            return report
    report = Report(issues=capped(issues), ran=[rule.code for rule in ARCHIVE_RULES])
    asked = set(report.ran)
    report.not_run = {r.code: ARCHIVE_FIRST for r in report.rules if r.code not in asked}
    report.root = _lead(path.parent)
    return report


def _opened() -> Tables:
    """Return an empty database that speaks the dialect of the rules."""
    tables = Tables()
    tables.define_dialect()
    return tables


def _lead(path: Path) -> str:
    """Return what stands before a path inside a package: "", or the way to it and a slash."""
    place = path.resolve()
    if place.is_relative_to(Path.cwd()):
        place = place.relative_to(Path.cwd())
    return "" if place == Path() else f"{place.as_posix()}/"


def validate(
    package: Package,
    texts: list[str] | None = None,
    stage: Stage = _silent,
    listed: int = LISTED,
    earlier: edition.Edition | None = None,
) -> Report:
    """Check a package, with the texts of its articles if they are at hand; return the Report.

    earlier: the release that it follows, to be compared with.
    listed: how many findings of a rule in a resource are listed before the rest is counted.
    """
    stage("the descriptor")
    with ThreadPoolExecutor(max_workers=1) as pool:
        opening = pool.submit(_opened)  # The engine needs as long to start as the descriptor.
        described = descriptor.check(package)
        tables = opening.result()
    report = Report(issues=list(described.issues))
    reached = PYTHON_RULES if described.resources else tuple(descriptor.RULES.values())
    report.ran = [r.code for r in reached if r not in (*ARCHIVE_RULES, *RELEASE_RULES)]
    report.paths = {resource.name: resource.path for resource in described.resources}
    stage("the tables")
    report.issues += tables.load(package, described.resources, words=True)
    report.rows = tables.rows
    available = set(tables.loaded) - _unsound(report.issues)
    available |= _add_documents(package, described, tables, report)
    told = documents.facts_listed(package, earlier.version if earlier else None)
    tables.add("listed_facts", documents.FACTS_LISTED, told)
    tables.add_lines("own_prose", documents.prose(package))
    if {"sources", "facts"} <= available and article.load(tables, texts or []):
        available |= rules.TEXT_TABLES
    stage("the rules")
    _run_rules(tables, available, report, text=bool(texts))
    if available >= nested.NEEDS:
        report.coverage = nested.coverage(tables)
    stage("facts.json")
    _check_generated(package, tables, available, report)
    _check_against(package, earlier, available, report)
    waiting = sorted(code for code, reason in report.not_run.items() if reason.startswith("waits"))
    if waiting and not report.issues:
        message = f"{waiting[0]} {report.not_run[waiting[0]]}, but none was found."
        report.issues.append(rules.CRASHED.issue("rules", message))
    report.issues = capped(report.issues, listed)
    return report


def _add_documents(
    package: Package, described: descriptor.Described, tables: Tables, report: Report
) -> set[str]:
    """Check vocabulary and changelog; return the names of the tables made from them."""
    releases, issues = documents.read_changelog(package)
    report.issues += issues
    tables.add("releases", dict.fromkeys(("version", "date"), "VARCHAR"), releases)
    listed = [
        (str(source.get("path")), str(source.get("title")))
        for source in described.descriptor.get("sources", [])
    ]
    tables.add("listed_sources", dict.fromkeys(("path", "title"), "VARCHAR"), listed)
    if described.descriptor:
        report.issues += documents.check_changelog(described, releases)
        report.issues += documents.check_citation(package, described.descriptor)
        report.issues += documents.check_licences(package, described.descriptor)
    vocabulary = next((r for r in described.resources if r.name == "vocabulary"), None)
    value, issues = documents.check(package, vocabulary) if vocabulary else (None, [])
    report.issues += issues
    if value is None:
        return {"releases"}
    report.issues += documents.check_vocabulary(value)
    report.issues += documents.check_lists(value, list(expected.expected().values()))
    for name, table in zip(documents.CUED, rules.CUES, strict=True):
        columns = dict.fromkeys((name, "cue"), "VARCHAR")
        tables.add(table, columns, documents.cues(value, name))
    return {"releases", *rules.CUES}


def _run_rules(tables: Tables, available: set[str], report: Report, *, text: bool) -> None:
    """Run the rules whose tables are there; the one on the text's checksum goes first.

    A text that is not the source's would break every rule on evidence: none of them is asked. A
    cell that is broken already is not said to break a rule as well.
    """
    broken = {(issue.resource, issue.row, issue.field) for issue in report.issues if issue.field}
    checksum = [rule for rule in rules.rules() if rule.rule.code == TEXT_CHECKSUM]
    for group in (checksum, [rule for rule in rules.rules() if rule not in checksum]):
        ready = []
        for rule in group:
            reason = rules.waits_for(rule, available, text=text)
            if reason:
                report.not_run[rule.rule.code] = reason
            else:
                report.ran.append(rule.rule.code)
                ready.append(rule)
        found = [issue for rule in ready for issue in rules.run(tables.con, rule)]
        report.issues += [i for i in found if (i.resource, i.row, i.field) not in broken]
        if group is checksum and found:
            available = available - rules.TEXT_TABLES - {"sources"}


def _check_generated(package: Package, tables: Tables, available: set[str], report: Report) -> None:
    """Compare facts.json with what the tables generate."""
    resource = expected.expected()["facts-nested"]
    missing = ", ".join(sorted(nested.NEEDS - available))
    if missing:
        code = documents.CONSISTENCY["nested-not-as-tables"].code
        report.ran = [ran for ran in report.ran if ran != code]
        report.not_run[code] = f"waits for issues in {missing}"
    elif resource.name in report.paths:
        report.issues += documents.check_nested(tables, package, resource)


def _check_against(
    package: Package, earlier: edition.Edition | None, available: set[str], report: Report
) -> None:
    """Compare the package with an earlier release, once it can be read as a whole."""
    missing = [
        r.name for r in expected.expected().values() if r.tabular and r.name not in available
    ]
    missing += ["vocabulary"] if "cues" not in available else []
    reason = "" if earlier else release.NEEDS_EARLIER
    if missing and earlier:
        reason = f"waits for issues in {', '.join(sorted(missing))}"
    if earlier and not reason:
        try:
            found = versions.compare(earlier, edition.Edition(package, "the package"))
            report.issues += release.check(found)
        except CannotRunError:
            reason = "waits for issues in the descriptor or the schemas"
    codes = [rule.code for rule in RELEASE_RULES]
    report.ran += [] if reason else codes
    report.not_run |= dict.fromkeys(codes, reason) if reason else {}
