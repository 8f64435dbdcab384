"""The rules on evidence, asked about texts that the example does not have."""

from __future__ import annotations

import hashlib

import pytest

import harness
from factbook import spelling, validation

FACT = {
    "fact_id": "f0001",
    "source_id": "gazette",
    "start": "0",
    "statement": "The computing centre is there.",
    "subject_id": "centre",
    "predicate_id": "timing",
    "modality": "stated",
    "asserted_by": "gazette-report",
    "since": "1.0.0",
    "status": "current",
}


def codes(text: str, **cells: str) -> set[str]:
    """Return the rules that find something if the evidence of one fact is the whole of a text."""
    content = harness.example()
    digest = hashlib.sha256(text.encode()).hexdigest()
    fact = FACT | {"end": str(len(text)), "span_sha256": digest} | cells
    for name, records in {"facts": [fact], "observations": []}.items():
        (header, *_) = harness.rows(content[f"data/{name}.csv"])
        rows = [[record.get(field, "") for field in header] for record in records]
        content = content | {f"data/{name}.csv": spelling.csv_text(header, rows).encode()}
    source = {"text_sha256": digest, "text_length": str(len(text))}
    content = harness.edited(content, {"sources": {"gazette": source}})
    return {issue.code for issue in validation.validate(harness.memory(content), [text]).issues}


def figure(text: str, printed: str, comparator: str = "eq") -> set[str]:
    """Return the rules that find something if the fact has a figure in petaflops."""
    named = {"predicate_id": "capacity", "unit_id": "petaflops"}
    return codes(text, value=printed, printed=printed, comparator=comparator, **named)


@pytest.mark.parametrize(
    ("text", "comparator", "wrong"),
    [
        ("over 70 petaflops", "gt", False),
        ("(over 70 petaflops)", "gt", False),
        ("no more than 70 petaflops", "gt", True),
        ("no more than 70 petaflops", "le", False),
        ("more than 70 petaflops", "le", True),
        ("moreover 70 petaflops", "gt", True),
        ("Over 70 petaflops", "eq", True),
        ("it has (over 70 petaflops)", "eq", True),
        ("it has 70 petaflops, all over", "eq", False),
        ("over 170 petaflops", "eq", False),
    ],
)
def test_the_word_before_the_figure_makes_the_comparator(
    text: str,
    comparator: str,
    wrong: bool,  # noqa: FBT001
) -> None:
    assert ("comparator-not-in-evidence" in figure(text, "70", comparator)) is wrong


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("grew by 12.5%.", False),
        ("grew by -12.5%", True),
        ("grew by 112.5%", True),
        ("grew by 12.55%", True),
    ],
)
def test_a_figure_is_a_number_of_its_own(text: str, missing: bool) -> None:  # noqa: FBT001
    assert ("figure-not-in-evidence" in figure(text, "12.5")) is missing


@pytest.mark.parametrize(
    ("text", "term", "missing"),
    [
        ("the mayor of São Paulo.", "São Paulo", False),
        ("it is bold, new and big", "bold, new", False),
        ("China's best", "China's best", False),
        ("it is bold. It is new", "bold", False),
        ("it is boldly new", "bold", True),
    ],
)
def test_a_term_is_made_of_whole_words(text: str, term: str, missing: bool) -> None:  # noqa: FBT001
    assert ("term-not-in-evidence" in codes(text, object_text=term)) is missing


@pytest.mark.parametrize(
    ("statement", "lost"),
    [
        ("The centre helps farmers.", True),
        ("The centre may help farmers.", False),
        ("The mayor expects the centre to help farmers.", False),
    ],
)
def test_a_hedge_of_the_text_is_kept(statement: str, lost: bool) -> None:  # noqa: FBT001
    for modality in ("opinion", "stated"):
        fact = {"statement": statement, "modality": modality, "object_text": "help"}
        found = codes("The centre could help farmers.", **fact)
        assert ("hedge-not-in-statement" in found) is (lost and modality == "opinion")
