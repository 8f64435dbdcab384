"""Every rule is proved by cases that it finds, and by near misses that it lets through.

A case of tests/cases breaks the example package (its edits are those of harness.py) and says what
must be found, and nothing else:

    [[value-differs-from-printed.bad]]
    story = "An editor typed 41 for 40."
    facts.f0003.value = "41"
    message = "The value is 41, but the figure is printed as 40."

finds      places of the findings: [rule] resource record field, "-" for none; if left out, the
           first edited place. A row without a key is #3, "here" for the first that is edited, or
           "line" in a file that is not edited
message    of a finding; once per rule
text       if the report's text is at hand; if left out, for the subjects that need it
more       a paragraph that the report has besides, at its end
refresh    false: nothing is generated after the edits; "digests": only sizes and checksums
against    edits that make of the example the earlier release to compare with
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import sqlglot

import harness
from factbook import archive, generated, rules, validation
from factbook.engine import Sqlite
from factbook.package import DESCRIPTOR, Folder, Package
from factbook.rules import RULES
from factbook.schemas import own_resources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.issue import Issue
    from harness import Content

FOLDER = Path(__file__).with_name("cases")
# The report's text has no say in what these are about: it is left out, which takes half the time.
WITHOUT_TEXT = {"archive", "descriptor", "characters", "tables", "validation"}
WORDS = {"story", "finds", "message", "text", "more", "refresh", "against"}
# No package makes a rule crash; a test of its own does.
WITHOUT_CASE = {"rule-crashed"}
# Rules of other subjects that name a line of a file.
BY_LINE = {"generated-file-outdated", "header-differs", "repeats-report", "table-unreadable"}
PATHS = {name: resource.path for name, resource in own_resources().items()}
NAMES = {path: name for name, path in PATHS.items()}


class Case(NamedTuple):
    """A case: its subject, the rule, if it is bad, and what the file says."""

    subject: str
    code: str
    bad: bool
    said: dict[str, Any]

    @property
    def edits(self) -> dict[str, Any]:
        """Return the edits of the example package."""
        return {key: value for key, value in self.said.items() if key not in WORDS}

    @property
    def report(self) -> str:
        """Return the text of the report."""
        more = self.said.get("more")
        return f"{harness.text()}\n{more}\n" if more else harness.text()


def read_cases() -> Iterator[tuple[str, Case]]:
    """Yield (name, case) of every case."""
    for path in sorted(FOLDER.glob("*.toml")):
        for code, kinds in tomllib.loads(path.read_text(encoding="utf-8")).items():
            assert kinds.keys() <= {"bad", "good"}, f"{code} has {', '.join(kinds)}"
            for kind, cases in kinds.items():
                for number, said in enumerate(cases, 1):
                    yield f"{code}.{kind}.{number}", Case(path.stem, code, kind == "bad", said)


CASES = dict(read_cases())


def changed_line(before: Content, after: Content, path: str) -> int:
    """Return the first line of a file that differs, 0 if none does."""
    both = (harness.memory(files).content.get(path, b"") for files in (before, after))
    old, new = (data.split(b"\n") for data in both)
    longest = max(len(old), len(new))
    return next((n + 1 for n in range(longest) if old[n : n + 1] != new[n : n + 1]), 0)


def place(issue: Issue, before: Content, after: Content) -> str:
    """Return where an issue is, as cases say it: rule, resource, record, field."""
    path = PATHS.get(issue.resource, issue.resource)
    record = issue.record if issue.row is None else key_of_row(issue, before, after)
    field = issue.field
    if field.startswith("/"):
        document = before[path if path.endswith(".json") else DESCRIPTOR]
        field = harness.named(json.loads(document), field)
    return f"{issue.code} {issue.resource} {record or '-'} {field or '-'}"


def key_of_row(issue: Issue, before: Content, after: Content) -> str:
    """Return the key of the row of an issue if only that row has it, otherwise its number."""
    path, row = PATHS.get(issue.resource, issue.resource), issue.row or 0
    key = ""
    if path.endswith(".csv") and row != 1:
        try:
            keys = [row[0] if row else "" for row in harness.rows(after[path])]
            key = keys[row - 1] if keys.count(keys[row - 1]) == 1 else ""
        except (IndexError, UnicodeDecodeError, csv.Error):
            key = ""
    if re.fullmatch("[A-Za-z0-9._-]+", key):
        assert issue.record in {"", key} or issue.resource == "accepted", "of another row"
        return key
    if issue.record and not path.endswith(".csv"):
        return issue.record
    changed = changed_line(before, after, path)
    return "line" if not changed else "here" if row == changed else f"#{row}"


def implied(case: Case, before: Content, after: Content) -> str:
    """Return the place of the first edit."""
    kind, changes = next(iter(case.edits.items()))
    name, change = next(iter(changes.items()))
    path = f"data/{kind}.csv" if kind in PATHS else name
    resource, record, field = NAMES.get(path, path), "-", "-"
    if case.subject == "characters" or (case.code in BY_LINE and kind not in PATHS):
        line = changed_line(before, after, path)
        issue = RULES[case.code].issue(resource, "", row=line or None)
        return place(issue, before, after)
    if kind in PATHS:
        header = harness.rows(before[path])[0]
        field = next((key for key in change if key != "like"), header[0])
        record = change.get(field, name.rstrip("+")) if field == header[0] else name
        field = "start" if field == "evidence" else field
    elif kind in {"json", "remove"}:
        field = next(iter(change))
    elif kind == "archive":
        resource, record = harness.ARCHIVE, name
    return f"{case.code} {resource} {record} {field}"


def expected(case: Case, before: Content, after: Content) -> list[str]:
    """Return the places that a case asks for."""
    if not case.bad:
        return []
    if "finds" not in case.said:
        return [implied(case, before, after)]
    words = [found.split(" ") for found in case.said["finds"]]
    return sorted(" ".join(w if len(w) == 4 else [case.code, *w]) for w in words)


def edit(case: Case) -> Content:
    """Return the example after the edits of a case."""
    after = harness.edited(harness.example(), case.edits, case.report)
    if "more" in case.said:
        digest = hashlib.sha256(case.report.encode()).hexdigest()
        source = {"text_sha256": digest, "text_length": str(len(case.report))}
        after = harness.edited(after, {"sources": {"gazette": source}})
    return after


def refresh(case: Case, content: Content) -> Content:
    """Return edited files with what follows from the edits refreshed, as the case asks."""
    how = case.said.get("refresh", True)
    if harness.ARCHIVE in content or not how:
        return content
    return harness.with_digests(content) if how == "digests" else harness.refreshed(content)


def opened(content: Content, folder: Path) -> Package:
    """Return the package of some files, in a folder only if one of them is a link."""
    if any(isinstance(data, harness.Link) for data in content.values()):
        return Folder(harness.write(content, folder))
    return harness.memory(content)


def look(case: Case, after: Content, folder: Path) -> list[Issue]:
    """Return what the validator finds."""
    if harness.ARCHIVE in after:
        path = harness.write(after, folder) / harness.ARCHIVE
        found = archive.look_through(path)
        return found or validation.validate(archive.Archive(path)).issues
    texts = [case.report] if case.said.get("text", case.subject not in WITHOUT_TEXT) else []
    against = None
    if "against" in case.said:
        edits = case.said["against"]
        against = harness.memory(harness.refreshed(harness.edited(harness.example(), edits)))
    return validation.validate(opened(after, folder), texts, against=against).issues


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    before, after = harness.example(), edit(case)
    found = look(case, refresh(case, after), tmp_path / "package")
    assert sorted(place(issue, before, after) for issue in found) == expected(case, before, after)
    messages = [issue.message for issue in found]
    assert case.said.get("message") in {None, *messages}, messages
    assert all(message.endswith(".") for message in messages), "a message is a sentence"
    assert all(issue.level == RULES[issue.code].level for issue in found)


def test_example_is_valid() -> None:
    package = harness.memory(harness.example())
    report = validation.validate(package, [harness.text()], against=package)
    assert report.issues == []
    assert report.not_run == {}
    assert set(report.ran) == set(RULES)


def test_every_rule_has_a_case_and_a_near_miss() -> None:
    alone = Counter(
        case.code
        for case in CASES.values()
        if case.bad and all(len(found.split(" ")) == 3 for found in case.said.get("finds", []))
    )
    misses = Counter(case.code for case in CASES.values() if not case.bad)
    rules_with_cases = RULES.keys() - WITHOUT_CASE
    assert rules_with_cases - alone.keys() == set(), "without a case of their own"
    assert rules_with_cases - misses.keys() == set(), "without a near miss"
    assert {case.code for case in CASES.values()} == rules_with_cases, "cases of no rule"


def test_every_rule_has_one_message() -> None:
    said = Counter(case.code for case in CASES.values() if "message" in case.said)
    first = {name for name in CASES if name.endswith(".bad.1")}
    assert said == Counter(CASES[name].code for name in first)
    assert all("message" in CASES[name].said for name in first)


def test_promises_and_hints_are_sentences() -> None:
    for rule in RULES.values():
        assert re.fullmatch("[a-z]+(-[a-z0-9]+)*", rule.code)
        assert re.fullmatch(r"[A-Z].+[.”]", rule.promise), rule.promise
        assert re.fullmatch(r"[A-Z].+\.", rule.hint), rule.hint


class Recorder(Sqlite):
    """An engine that answers as if every condition found something, and keeps the SQL."""

    def __init__(self) -> None:
        """Begin with no SQL."""
        super().__init__()
        self.asked: list[str] = []

    def prepare(self, name: str, query: str) -> None:
        """Keep the query of a prepared table."""
        del name
        self.asked.append(query)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Return no rows, or a 1 for every rule that is counted."""
        self.asked.append(sql)
        counted = sqlglot.parse_one(sql, read="sqlite").expressions
        return [] if " LIMIT " in sql else [(1,) * len(counted)]


def test_sql_is_what_sqlite_and_spark_share() -> None:
    engine = Recorder()
    issues, ran, not_run = rules.run(engine, {*PATHS}, text=True)
    assert (issues, not_run) == ([], {})
    assert len(engine.asked) > len(ran) == len(rules.checks())
    for sql in [*engine.asked, generated.CORROBORATION]:
        for dialect in ("sqlite", "spark"):
            sqlglot.parse_one(sql, read=dialect)


def test_a_rule_that_crashes_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    check = next(check for check in rules.checks() if check.code == "count-factor")
    broken = check._replace(entry={**check.entry, "where": "no_such_column = 1"})
    others = [check for check in rules.checks() if check.code != broken.code]
    monkeypatch.setattr(rules, "checks", lambda: [*others, broken])
    report = validation.validate(harness.memory(harness.example()), [harness.text()])
    (issue,) = report.issues
    assert (issue.code, issue.level, report.valid) == ("rule-crashed", "error", False)
    assert issue.message.startswith("count-factor could not run: ")


def test_stories_are_sentences() -> None:
    assert [
        n for n, case in CASES.items() if not re.fullmatch(r"[A-Z].{8,}\.", case.said["story"])
    ] == []
