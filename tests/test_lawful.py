"""Lawful edits draw no error, and at most one in ten a warning: no rule guesses too much.

Rules that need the text of the report are only asked if ARTICLE=FILE names it.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import harness
import real

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.issue import Issue

CASES = tomllib.loads(Path(__file__).with_name("lawful.toml").read_text(encoding="utf-8"))
SECOND = CASES.pop("second")
TOLD = {"story", "warned"}  # What is no edit: warned names the rules of which there is a warning.


def batches() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the edits of a group that change different records together: a run takes a while."""
    for group, cases in CASES.items():
        found: list[tuple[set[tuple[str, str]], list[dict[str, Any]]]] = []
        for case in cases:
            edits = [(kind, *edit) for kind in case.keys() - TOLD for edit in case[kind].items()]
            places = {(kind, name) for kind, name, _ in edits}
            places |= {
                (k, to["like"]) for k, _, to in edits if isinstance(to, dict) and "like" in to
            }
            batch = next((batch for batch in found if not batch[0] & places), (set(), []))
            found += [] if batch[1] else [batch]
            batch[0].update(places)
            batch[1].append(case)
        yield from ((group, together) for _, together in found)


def texts(group: str) -> tuple[str, ...]:
    """Return the texts that are at hand."""
    if group == "report":
        return (harness.text(), SECOND["text"])
    path = os.environ.get("ARTICLE")
    return (Path(path).read_bytes().decode(),) if path else ()


def placed(edits: dict[str, Any]) -> dict[str, Any]:
    """Return edits with the place of the evidence in the second report."""
    facts = {}
    for key, cells in edits.get("facts", {}).items():
        facts[key] = {name: cell for name, cell in cells.items() if name != "evidence"}
        if quote := cells.get("evidence"):
            start, digest = SECOND["text"].index(quote), hashlib.sha256(quote.encode())
            facts[key] |= {"start": str(start), "end": str(start + len(quote))}
            facts[key] |= {"span_sha256": digest.hexdigest()}
    return {**edits, "facts": facts} if facts else edits


@cache
def unedited(group: str) -> tuple[dict[str, bytes], list[Issue]]:
    """Return the package to edit, and what is found in it."""
    content = real.package()
    if group == "report":
        text, edits = SECOND["text"], placed(SECOND["edits"])
        digest = {"text_sha256": hashlib.sha256(text.encode()).hexdigest()}
        edits["sources"]["courier"] |= digest | {"text_length": str(len(text))}
        content = real.edited(harness.memory(harness.example()).content, edits)
    return content, real.found(content, texts(group))


@pytest.mark.parametrize(("group", "cases"), [*batches()])
def test_edits(group: str, cases: list[dict[str, Any]]) -> None:
    content, before = unedited("report" if group == "report" else "")
    edits: dict[str, dict[str, Any]] = {}
    for case in cases:
        for kind in case.keys() - TOLD:
            edits[kind] = edits.get(kind, {}) | case[kind]
    after = real.found(real.edited(content, placed(edits)), texts(group))
    errors, warnings = real.new(after, before)
    warned = {code for case in cases for code in case.get("warned", [])}
    assert errors == []
    assert [issue for issue in warnings if issue.code not in warned] == []
    # Rules that need the text find nothing without it.
    assert not texts(group) or {issue.code for issue in warnings} == warned, "a warning is gone"


def test_one_in_ten_is_warned() -> None:
    cases = [case for together in CASES.values() for case in together]
    warned = [case["story"] for case in cases if "warned" in case]
    assert len(cases) >= 150
    assert len(warned) <= len(cases) / 10, warned
