"""Every rule is proved by a case that only it catches and a near miss that it lets through."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import harness
from factbook import article, validation

# What the text of the report has no say in is checked without it: it takes half the time.
STRUCTURE = ("archive/", "descriptor/", "documents/", "hygiene/", "tables/")
FOLDER = Path(__file__).with_name("mutations")
SCHEMA = json.loads((FOLDER / "case.schema.json").read_text(encoding="utf-8"))
CASES = {
    path.relative_to(FOLDER).with_suffix("").as_posix(): json.loads(
        path.read_text(encoding="utf-8")
    )
    for path in sorted(FOLDER.glob("*/*/*.json"))
}


def test_example_is_valid(example: Path) -> None:
    texts = [article.read_article(harness.ARTICLE)]
    report = validation.validate_path(example, texts, against=example)
    assert report.issues == []
    assert report.not_run == {}


def changes_facts(edit: dict[str, Any]) -> bool:
    """Return whether an edit may change what facts.json is made from."""
    return "table" in edit or str(edit.get("file") or edit.get("json")).startswith("data/")


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, pristine: Path, example: Path, tmp_path: Path) -> None:
    case: dict[str, Any] = CASES[name]
    jsonschema.validate(case, SCHEMA)
    against = None
    if "against" in case:
        against = harness.copy(pristine, tmp_path / "earlier")
        for edit in case["against"]:
            harness.apply(against, edit)
        harness.refresh(against)
    for edit in case["edits"]:
        harness.apply(example, edit)
    refresh = case.get("refresh", True)
    if refresh is True and any(map(changes_facts, case["edits"])):
        harness.refresh(example)
    elif refresh:
        harness.refresh_digests(example)
    with_text = case.get("article", not name.startswith(STRUCTURE))
    texts = [article.read_article(harness.ARTICLE)] if with_text else []
    archives = [example / edit["archive"] for edit in case["edits"] if "archive" in edit]
    path = archives[0] if archives else example
    report = validation.validate_path(path, texts, against=against)
    found = [
        {key: getattr(i, key) for key in ("code", "resource", "row", "field", "message")}
        for i in report.issues
    ]
    assert found == case["issues"]
    assert all(str(issue["message"]).endswith(".") for issue in found), "a message is a sentence"


# Its schema must equal the validator's own, so no case can loosen it; test_project.py proves it.
WITHOUT_CASE = {"descriptor/schema-too-loose"}


def test_every_rule_has_a_case_and_a_near_miss() -> None:
    alone: defaultdict[str, int] = defaultdict(int)
    misses: defaultdict[str, int] = defaultdict(int)
    for name, case in CASES.items():
        code = name.rsplit("/", 1)[0]
        if {issue["code"] for issue in case["issues"]} == {code}:
            alone[code] += 1
        elif not case["issues"]:
            misses[code] += 1
    codes = {rule.code for rule in validation.catalogue()}
    assert {code for code in codes if not alone[code]} == WITHOUT_CASE, (
        "without a case of their own"
    )
    assert {code for code in codes if not misses[code]} == set(), "without a near miss"
    assert set(alone) | set(misses) <= codes, "cases of no rule"
