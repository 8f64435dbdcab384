"""The rules on figures, asked about texts that the example package does not hold."""

from __future__ import annotations

import pytest

from factbook import article, rules
from factbook.tables import Tables

CUES = [("gt", "over"), ("gt", "more than"), ("le", "no more than"), ("le", "up to")]


def found(code: str, text: str, **fact: str) -> bool:
    """Return whether a rule fires on one fact whose evidence is the whole of a text."""
    tables = Tables()
    tables.define_dialect()
    tables.add("cues", dict.fromkeys(("comparator", "cue"), "VARCHAR"), CUES)
    row = {"source_id": "s", "fact_id": "f0001", "comparator": "eq", "object_text": "", **fact}
    columns = dict.fromkeys(row, "VARCHAR") | dict.fromkeys(("row_no", "start", '"end"'), "BIGINT")
    cells = (*row.values(), 2, 0, len(text))
    words = "statement" if "statement" in fact else "printed"
    tables.add("current_facts", columns | {f"{words}_words": "VARCHAR"}, [])
    tables.insert("current_facts", [cells], words_of=[*columns].index(words) + 1)
    article.add_texts(tables, [("s", text)])
    rule = next(rule for rule in rules.rules() if rule.rule.code == code)
    return bool(rules.run(tables.con, rule))


@pytest.mark.parametrize(
    ("text", "comparator", "wrong"),
    [
        ("over 70 petaflops", "gt", False),
        ("(over 70 petaflops)", "gt", False),
        ("no more than 70 petaflops", "gt", True),
        ("no more than 70 petaflops", "le", False),
        ("more than 70 petaflops", "le", True),
        ("moreover 70 petaflops", "gt", True),
    ],
)
def test_the_word_before_the_figure_makes_the_comparator(
    text: str,
    comparator: str,
    wrong: bool,  # noqa: FBT001
) -> None:
    code = "evidence/comparator-not-in-span"
    assert found(code, text, printed="70", comparator=comparator) is wrong


@pytest.mark.parametrize(
    ("text", "ignored"),
    [
        ("Over 70 petaflops", True),
        ("it has (over 70 petaflops)", True),
        ("it has 70 petaflops, all over", False),
        ("over 170 petaflops", False),
    ],
)
def test_a_word_before_the_figure_is_not_ignored(text: str, ignored: bool) -> None:  # noqa: FBT001
    assert found("evidence/comparator-ignored", text, printed="70") is ignored


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
    assert found("evidence/figure-not-in-span", text, printed="12.5") is missing


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
    assert found("evidence/term-not-in-span", text, printed="", object_text=term) is missing


@pytest.mark.parametrize(
    ("statement", "lost"),
    [
        ("The centre helps farmers.", True),
        ("The centre may help farmers.", False),
        ("The mayor expects the centre to help farmers.", False),
    ],
)
def test_a_hedge_of_the_text_is_kept(statement: str, lost: bool) -> None:  # noqa: FBT001
    text = "The centre could help farmers."
    for modality in ("opinion", "stated"):
        fact = {"statement": statement, "modality": modality}
        assert found("evidence/limit-not-in-span", text, **fact) is (lost and modality == "opinion")
