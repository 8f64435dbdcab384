"""What data/facts.json adds to the facts: observations, what they come to, derived quantities."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

import harness
from factbook import expected, report, validation
from factbook.package import open_package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SUM = {"table": "predicates", "record": "planned-capacity", "set": {"adds_to": "capacity"}}
PAGE = {"source_id": "monitor-2031", "subject_id": "centre", "as_of": "2031-05"}


def nested(root: Path, *edits: dict[str, Any]) -> dict[str, Any]:
    """Return facts.json of a package after some edits."""
    for edit in edits:
        harness.apply(root, edit)
    harness.refresh(root)
    value: dict[str, Any] = json.loads((root / "data" / "facts.json").read_text(encoding="utf-8"))
    return value


def corroboration(value: dict[str, Any]) -> dict[str, str]:
    return {fact["fact_id"]: fact["corroboration"] for fact in value["facts"]}


def figures(value: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (q["formula"], q["quantity"]["comparator"], q["quantity"]["value"], q["modality"])
        for q in value["derived"]
    ]


def test_observations_stand_beside_their_fact(example: Path) -> None:
    fact = nested(example)["facts"][5]
    (seen,) = fact["observations"]
    assert seen["observation_id"] == "o0002"
    assert (seen["quantity"]["comparator"], seen["quantity"]["base_value"]) == ("approx", "1210000")
    assert seen["source"]["url"] == "https://example.com/sensors"


def test_every_way_to_be_corroborated(example: Path) -> None:
    found = corroboration(nested(example))
    assert Counter(found.values()) == {
        "confirmed": 1,  # f0003
        "refined": 2,  # f0004, f0006
        "contradicted": 1,  # f0007
        "upstream-only": 1,  # f0005
        "not-corroborated": 2,  # f0002, f0010
        "not-checkable": 3,  # f0001 about a document, f0008 and f0009 opinions
    }
    assert found["f0003"] == "confirmed"
    assert found["f0001"] == found["f0009"] == "not-checkable"


def test_a_contradiction_outweighs_what_confirms(example: Path) -> None:
    figure = {"predicate_id": "capacity", "value": "90", "printed": "90", "unit_id": "petaflops"}
    verdict = {"comparator": "eq", "verdict": "contradicts", "note": "It says more."}
    own = {"observation_id": "o0007", "fact_id": "f0003"}
    edit = {"table": "observations", "add": PAGE | figure | verdict | own}
    assert corroboration(nested(example, edit))["f0003"] == "contradicted"


def test_what_is_withdrawn_cannot_be_checked(example: Path) -> None:
    gone = {"status": "withdrawn", "note": "Withdrawn: misread."}
    edit = {"table": "facts", "record": "f0002", "set": gone}
    assert corroboration(nested(example, edit))["f0002"] == "not-checkable"


def test_the_coverage_counts_what_can_be_checked(example: Path) -> None:
    found = validation.validate(open_package(example))
    assert report.coverage_line(found) == (
        "Of 7 checkable facts, 1 confirmed by other sources, 2 refined, 1 contradicted, "
        "1 told by the upstream alone, 2 not corroborated."
    )
    assert sum(found.coverage.values()) == 10
    assert report.coverage_line(validation.Report()) == ""


def test_nothing_is_derived_unless_predicates_say_so(example: Path) -> None:
    assert nested(example)["derived"] == []


def test_a_plan_adds_to_its_measure(example: Path) -> None:
    assert figures(nested(example, SUM)) == [("f0003 + f0004", "eq", "100", "planned")]


@pytest.mark.parametrize(
    ("measure", "plan", "derived"),
    [
        ("gt", "eq", ("gt", "100")),
        ("eq", "approx", ("approx", "100")),
        ("gt", "lt", None),
    ],
)
def test_bounds_add_up_only_where_they_agree(
    example: Path, measure: str, plan: str, derived: tuple[str, str] | None
) -> None:
    edits = [
        {"table": "facts", "record": record, "set": {"comparator": comparator, "note": "x y"}}
        for record, comparator in (("f0003", measure), ("f0004", plan))
    ]
    found = [figure[1:3] for figure in figures(nested(example, SUM, *edits))]
    assert found == ([derived] if derived else [])


@pytest.mark.parametrize("record", ["f0003", "f0004"])
def test_nothing_is_derived_from_half_a_figure(example: Path, record: str) -> None:
    half = {"table": "facts", "record": record, "set": {"comparator": ""}}
    assert figures(nested(example, SUM, half)) == []


def test_what_is_derived_from_the_report() -> None:
    value = json.loads((harness.ROOT / "data" / "facts.json").read_text(encoding="utf-8"))
    assert figures(value) == [
        ("f0016 in eflops", "eq", "0.1", "stated"),
        ("100 × f0016 / f0058", "lt", "0.0434783", "stated"),  # noqa: RUF001
        ("f0016 + f0017", "eq", "300", "planned"),
        ("(f0016 + f0017) in eflops", "eq", "0.3", "planned"),
    ]
    exact = {q["formula"]: q["rounded"] for q in value["derived"]}
    assert exact["f0016 + f0017"] is None
    assert exact["100 × f0016 / f0058"] == "up, to 6 digits"  # noqa: RUF001


# Where facts.json has cells: definition → table, and property → column where they differ.
CELLS = {
    "fact": ("facts", {"text": "object_text"}),
    "entity": ("entities", {}),
    "predicate": ("predicates", {}),
    "unit": ("units", {}),
    "quantity": ("facts", {}),
    "evidence": ("facts", {"sha256": "span_sha256", "url": "sources.url"}),
    "observation": ("observations", {"text": "object_text"}),
    "source": ("sources", {}),
}
# Computed, or other definitions: theirs is the promise.
MADE = {"corroboration", "observations", "base_value"}
# What every cell is asked, or every number and every date that is written as text.
EVERY_CELL = {r"^\S(.*\S)?$"}
WRITTEN = {
    "number": r"^(-?(0|[1-9][0-9]*)(\.[0-9]+)?)$",
    "date": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
}
FIGURE = {"comparator", "value", "printed"}  # quantity/figure-incomplete: all of them, or none.


def leaves(definitions: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (table, column, schema) of every property of facts.json that holds a single cell."""
    for name, (table, columns) in CELLS.items():
        for key, leaf in definitions[name]["properties"].items():
            schema = definitions[leaf["$ref"].rpartition("/")[2]] if "$ref" in leaf else leaf
            if key in MADE or "properties" in schema or "anyOf" in schema:
                continue
            other, _, column = columns.get(key, key).rpartition(".")
            yield other or table, column, schema


def asked(field: dict[str, Any], keyword: str, value: Any) -> bool:
    """Return whether a field of a Table Schema asks what a keyword of a JSON Schema asks."""
    cell = field.get("constraints", {})
    own = cell.get("pattern")
    optional = not cell.get("required") and field["name"] not in FIGURE
    answers: dict[str, Callable[[], bool]] = {
        "description": lambda: True,
        "type": lambda: not optional or "null" in value,
        "enum": lambda: cell["enum"] == value,
        "minimum": lambda: cell["minimum"] >= value,
        "minLength": lambda: cell.get("minLength", 1) >= value,
        "maxLength": lambda: cell["maxLength"] <= value,
        "pattern": lambda: value in EVERY_CELL | {own, f"^({own})$", WRITTEN.get(field["type"])},
    }
    return answers[keyword]()


def test_the_schema_asks_nothing_that_the_tables_are_not_asked() -> None:
    """So the validator does not ask it of every line: what comes of tables in order follows it."""
    schemas = {name: resource.schema for name, resource in expected.expected().items()}
    found = list(leaves(schemas["facts-nested"]["$defs"]))
    assert len(found) > 30
    for table, column, schema in found:
        (field,) = [f for f in schemas[table]["fields"] if f["name"] == column]
        more = [key for key, value in schema.items() if not asked(field, key, value)]
        assert more == [], (table, column)
