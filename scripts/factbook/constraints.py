"""Table Schema → conditions in SQL, each true of the rows that break the schema.

An engine's cast accepts too much ("4.5" as an integer, "epoch" as a date), so every type is
first a pattern over the text of the cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factbook.hygiene import CELL_CHECKS, FIELD_CHECKS
from factbook.issue import Rule, declare

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES = declare(
    "tables",
    {
        "not-readable": (
            "Every table is CSV with the same number of cells in every row.",
            "Repair the quotes and commas of the row.",
        ),
        "header-not-as-schema": (
            "The header names exactly the fields of the Table Schema, in their order.",
            "Restore the header, or add the new column to the Table Schema.",
        ),
        "value-missing": ("No required cell is blank.", "Fill in the cell."),
        "not-an-integer": (
            "Integers are digits alone, without plus sign, leading zero or point.",
            "Write a plain integer.",
        ),
        "not-a-number": (
            "Numbers are plain decimals: no exponent, no comma, no NaN or INF, "
            "no leading or trailing zeros.",
            "Write a plain decimal.",
        ),
        "too-many-digits": (
            "A number has at most 15 significant digits, at most nine of them after the point.",
            "Use a unit of another size, or fewer digits.",
        ),
        "not-a-date": (
            "Dates are days of the calendar written as YYYY-MM-DD.",
            "Write the day as YYYY-MM-DD.",
        ),
        "not-as-pattern": (
            "Every cell matches the pattern of its field.",
            "Write the cell as the pattern asks.",
        ),
        "not-in-list": (
            "Every code is one of the closed list of its field.",
            "Choose a code of the list, or add one to data/vocabulary.json and the schemas.",
        ),
        "below-minimum": ("No value is below the minimum of its field.", "Correct the value."),
        "above-maximum": ("No value is above the maximum of its field.", "Correct the value."),
        "too-short": ("No text is shorter than its field allows.", "Write a longer text."),
        "too-long": ("No text is longer than its field allows.", "Write a shorter text."),
        "not-unique": (
            "Fields that are declared unique hold no value twice.",
            "Correct one of the rows or remove it.",
        ),
        "key-repeated": (
            "No primary key stands twice.",
            "Give the row a key of its own, or remove it.",
        ),
    },
)
REFERENCE_RULES = declare(
    "reference",
    {
        "target-missing": (
            "Every reference leads to a row that exists.",
            "Correct the reference, or add the row it names.",
        ),
    },
)

INTEGER = "0|-?[1-9][0-9]*"
NUMBER = r"0|-?(0\.[0-9]*[1-9]|[1-9][0-9]*(\.[0-9]*[1-9])?)"
DATE = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_BOUNDS = {
    "minimum": ("below-minimum", "<", "minimum"),
    "maximum": ("above-maximum", ">", "maximum"),
}
_LENGTHS = {
    "minLength": ("too-short", "<", "at least"),
    "maxLength": ("too-long", ">", "at most"),
}
SQL_TYPES = {"integer": "BIGINT", "number": "DECIMAL(28, 9)", "date": "DATE"}


@dataclass(frozen=True)
class Check:
    """A condition over one field of a raw table; {value} in text stands for the cell."""

    rule: Rule
    field: str
    bad: str
    text: str


def quoted(name: str) -> str:
    """Return a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def _full(x: str, pattern: str) -> str:
    return f"regexp_full_match({x}, {literal(pattern)})"


def _type_checks(name: str, x: str, kind: str) -> Iterator[Check]:
    if kind == "integer":
        yield Check(RULES["not-an-integer"], name, f"NOT {_full(x, INTEGER)}", "{value}")
        digits = f"length(regexp_replace({x}, '^-|0+$', '', 'g')) > 15"
        yield Check(RULES["too-many-digits"], name, f"{_full(x, INTEGER)} AND {digits}", "{value}")
    elif kind == "number":
        yield Check(RULES["not-a-number"], name, f"NOT {_full(x, NUMBER)}", "{value}")
        digits = (
            f"(length(regexp_replace(replace({x}, '.', ''), '^-?0*|0+$', '', 'g')) > 15 "
            f"OR length(split_part({x}, '.', 2)) > 9)"
        )
        yield Check(RULES["too-many-digits"], name, f"{_full(x, NUMBER)} AND {digits}", "{value}")
    elif kind == "date":
        bad = f"{x} IS NOT NULL AND (NOT {_full(x, DATE)} OR TRY_CAST({x} AS DATE) IS NULL)"
        yield Check(RULES["not-a-date"], name, bad, "{value}")


def _comparable(x: str, kind: str) -> str:
    """Return a cell as something a bound can be compared with, NULL if its type does not hold.

    Numbers as floating point: they have at most 15 digits, which it holds, and never overflow.
    """
    if kind == "date":
        return f"CASE WHEN {_full(x, DATE)} THEN TRY_CAST({x} AS DATE) END"
    pattern = INTEGER if kind == "integer" else NUMBER
    return f"CASE WHEN {_full(x, pattern)} THEN CAST({x} AS DOUBLE) END"


def _constraint_checks(
    name: str, x: str, kind: str, constraints: dict[str, Any]
) -> Iterator[Check]:
    for key, value in constraints.items():
        if key == "required" and value:
            yield Check(RULES["value-missing"], name, f"{x} IS NULL", "blank")
        elif key == "pattern":
            text = f"{{value}}, which is not of the form {value}"
            yield Check(RULES["not-as-pattern"], name, f"NOT {_full(x, value)}", text)
        elif key == "enum":
            codes = ", ".join(literal(code) for code in value)
            text = "{value}, which is none of " + ", ".join(value)
            yield Check(RULES["not-in-list"], name, f"{x} NOT IN ({codes})", text)
        elif key in _BOUNDS:
            fault, compare, noun = _BOUNDS[key]
            bound = f"DATE {literal(value)}" if kind == "date" else value
            text = f"{{value}}, the {noun} is {value}"
            yield Check(RULES[fault], name, f"{_comparable(x, kind)} {compare} {bound}", text)
        elif key in _LENGTHS:
            fault, compare, amount = _LENGTHS[key]
            text = f"{{value}}, {amount} {value} characters are allowed"
            yield Check(RULES[fault], name, f"length({x}) {compare} {value}", text)


def field_checks(schema: dict[str, Any]) -> list[Check]:
    """Return the conditions that are counted for every table: types, constraints, field hygiene."""
    checks: list[Check] = []
    for field in schema["fields"]:
        name, kind = field["name"], field["type"]
        x = quoted(name)
        checks += _type_checks(name, x, kind)
        checks += _constraint_checks(name, x, kind, field.get("constraints", {}))
        checks += [
            Check(rule, name, condition.format(x=x), "{value}")
            for rule, condition, applies in FIELD_CHECKS
            if applies(name)
        ]
    return checks


def joined_row(schema: dict[str, Any]) -> str:
    """Return an expression for the cells of a row, joined by U+001F, which no file holds."""
    cells = ", ".join(f"coalesce({quoted(field['name'])}, '')" for field in schema["fields"])
    return f"concat_ws(chr(31), {cells})"


def cell_checks(schema: dict[str, Any]) -> list[Check]:
    """Return the conditions of hygiene on every cell, for a table with suspect rows."""
    return [
        Check(rule, field["name"], condition.format(x=quoted(field["name"])), "{value}")
        for field in schema["fields"]
        for rule, condition in CELL_CHECKS
    ]


def unique_keys(schema: dict[str, Any]) -> list[tuple[Rule, list[str]]]:
    """Return the keys of a schema whose values may stand only once, with the rule they break."""
    keys = [(RULES["key-repeated"], list(schema["primaryKey"]))]
    keys += [(RULES["not-unique"], list(key)) for key in schema.get("uniqueKeys", [])]
    keys += [
        (RULES["not-unique"], [field["name"]])
        for field in schema["fields"]
        if field.get("constraints", {}).get("unique")
    ]
    return keys
