"""What data/facts.json adds to the facts: observations, what they come to, derived quantities."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

import harness
from factbook import report, schemas, validation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SUM = {"predicates": {"planned-capacity": {"adds_to": "capacity"}}}
PAGE = {"source_id": "monitor-2031", "subject_id": "centre", "as_of": "2031-05"}


def generated(edits: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return facts.json of the example after some edits."""
    content = harness.refreshed(harness.edited(harness.example(), edits or {}))
    value: dict[str, Any] = json.loads(content["data/facts.json"])
    return value


def corroboration(value: dict[str, Any]) -> dict[str, str]:
    return {fact["fact_id"]: fact["corroboration"] for fact in value["facts"]}


def figures(value: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (q["formula"], q["quantity"]["comparator"], q["quantity"]["value"], q["modality"])
        for q in value["derived"]
    ]


def test_observations_are_beside_their_fact() -> None:
    fact = generated()["facts"][5]
    (seen,) = fact["observations"]
    assert seen["observation_id"] == "o0002"
    assert (seen["quantity"]["comparator"], seen["quantity"]["base_value"]) == ("approx", "1210000")
    assert seen["source"]["url"] == "https://example.com/sensors"


def test_every_way_to_be_corroborated() -> None:
    found = corroboration(generated())
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


def test_a_contradiction_outweighs_what_confirms() -> None:
    figure = {"predicate_id": "capacity", "value": "90", "printed": "90", "unit_id": "petaflops"}
    verdict = {"comparator": "eq", "verdict": "contradicts", "note": "It says more."}
    edits = {"observations": {"o0007": PAGE | figure | verdict | {"fact_id": "f0003"}}}
    assert corroboration(generated(edits))["f0003"] == "contradicted"


def test_what_is_withdrawn_cannot_be_checked() -> None:
    gone = {"status": "withdrawn", "note": "Withdrawn: misread."}
    assert corroboration(generated({"facts": {"f0002": gone}}))["f0002"] == "not-checkable"


def test_the_coverage_counts_what_can_be_checked() -> None:
    found = validation.validate(harness.memory(harness.example()))
    assert found.coverage["not-checkable"] == 3
    assert sum(found.coverage.values()) == 10
    assert report.coverage_line(found).startswith("Of 7 checkable facts")
    assert report.coverage_line(report.Report()) == ""


def test_nothing_is_derived_unless_predicates_say_so() -> None:
    assert generated()["derived"] == []


def test_a_plan_adds_to_its_measure() -> None:
    assert figures(generated(SUM)) == [("f0003 + f0004", "eq", "100", "planned")]


@pytest.mark.parametrize(
    ("measure", "plan", "derived"),
    [
        ("gt", "eq", ("gt", "100")),
        ("eq", "approx", ("approx", "100")),
        ("gt", "lt", None),
    ],
)
def test_bounds_add_up_only_where_they_agree(
    measure: str, plan: str, derived: tuple[str, str] | None
) -> None:
    facts = {"f0003": {"comparator": measure}, "f0004": {"comparator": plan}}
    edits = SUM | {"facts": {key: edit | {"note": "A note."} for key, edit in facts.items()}}
    found = [figure[1:3] for figure in figures(generated(edits))]
    assert found == ([derived] if derived else [])


@pytest.mark.parametrize("record", ["f0003", "f0004"])
def test_nothing_is_derived_from_half_a_figure(record: str) -> None:
    assert figures(generated(SUM | {"facts": {record: {"comparator": ""}}})) == []


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
# Computed, or with a definition of their own.
MADE = {"corroboration", "observations", "base_value"}
# What every cell is asked, or every number and every date that is written as text.
EVERY_CELL = {r"^\S(.*\S)?$"}
AS_TEXT = {
    "number": r"^(-?(0|[1-9][0-9]*)(\.[0-9]+)?)$",
    "date": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
}
FIGURE = {"comparator", "value", "printed"}  # figure-incomplete: all of them, or none.


def leaves(definitions: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield (table, column, schema) of every property of facts.json that is a single cell."""
    for name, (table, columns) in CELLS.items():
        for key, leaf in definitions[name]["properties"].items():
            schema = definitions[leaf["$ref"].rpartition("/")[2]] if "$ref" in leaf else leaf
            if key in MADE or "properties" in schema or "anyOf" in schema:
                continue
            other, _, column = columns.get(key, key).rpartition(".")
            yield other or table, column, schema


def asked(field: dict[str, Any], keyword: str, value: Any) -> bool:
    """Return if a field of a Table Schema asks what a keyword of a JSON Schema asks."""
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
        "pattern": lambda: value in EVERY_CELL | {own, f"^({own})$", AS_TEXT.get(field["type"])},
    }
    return answers[keyword]()


def test_the_schema_asks_nothing_that_the_tables_are_not_asked() -> None:
    """So the validator does not check every line of facts.json: sound tables give a sound file."""
    own = {name: resource.schema for name, resource in schemas.own_resources().items()}
    found = list(leaves(own["facts-nested"]["$defs"]))
    assert len(found) > 30
    for table, column, schema in found:
        (field,) = [f for f in own[table]["fields"] if f["name"] == column]
        more = [key for key, value in schema.items() if not asked(field, key, value)]
        assert more == [], (table, column)
