"""Our own schemas: the resources every package has, and what a Table Schema asks of a cell."""

import datetime as dt
import operator
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import jsonschema_rs

from factbook.issue import quoted
from factbook.package import CannotRunError, Folder, UnreadableError, parse_json
from factbook.spelling import json_text

Fault = tuple[str, str]  # code of the rule, end of the sentence "field is …"
CellCheck = Callable[[str], Fault | None]

OWN_ROOT = Path(__file__).resolve().parents[2]
DESCRIPTOR_SCHEMA = "schemas/datapackage.schema.json"
_INTEGER = re.compile("0|-?[1-9][0-9]*").fullmatch
_NUMBER = re.compile(r"0|-?(0\.[0-9]*[1-9]|[1-9][0-9]*(\.[0-9]*[1-9])?)").fullmatch
_DATE = re.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])").fullmatch
_DIGITS, _DECIMALS = 15, 9
# Spellings that spreadsheets, pandas, R or SQL take for a missing value or a truth value.
_MISSING_WORDS = (
    r"#?n/?a( n/a)?|#?n\.a\.|<na>|-?nan|-?1\.#(ind|qnan)|null|none|nil|nat|missing|undefined"
    r"|-?inf|-?infinity|-|--|\?|\.|\\n|#(ref|name|value|div/0|num|null|calc|spill)[!?]"
)
_BOOLEAN_WORDS = "true|false|yes|no|on|off"
_MISSING, _BOOLEAN = re.compile(_MISSING_WORDS).fullmatch, re.compile(_BOOLEAN_WORDS).fullmatch
_FORMULA = re.compile(r"[=@+]|-[0-9.,]*[^0-9., ]|- ").match
_BETWEEN = "\x1f\x1f"
_HEADS = re.compile(rf"\x1f(?:[ =@+-]|(?i:{_MISSING_WORDS}|{_BOOLEAN_WORDS})\x1f)")
# Bounds of a Table Schema: the rule, when a cell breaks it, and the end of the message.
_LIMITS: dict[str, tuple[str, Callable[[Any, Any], bool], str]] = {
    "minimum": ("below-minimum", operator.lt, "the minimum is {}"),
    "maximum": ("above-maximum", operator.gt, "the maximum is {}"),
    "minLength": ("too-short", operator.lt, "at least {} characters are needed"),
    "maxLength": ("too-long", operator.gt, "at most {} characters are allowed"),
}


class Resource(NamedTuple):
    """A resource that every package has, with its schema as a JSON value and the schema's path."""

    name: str
    path: str
    tabular: bool
    schema_path: str
    schema: dict[str, Any]

    @property
    def header(self) -> list[str]:
        """Return the names of the fields of a table."""
        return [field["name"] for field in self.schema["fields"]]

    @property
    def key(self) -> list[str]:
        """Return the fields of the primary key."""
        return list(self.schema["primaryKey"])


def _own(name: str) -> Any:
    try:
        return parse_json(Folder(OWN_ROOT).read(name))
    except (UnreadableError, ValueError) as error:
        message = f"The validator's own {name} cannot be used: {error}. Repair it first."
        raise CannotRunError(message) from None


@cache
def descriptor_schema() -> dict[str, Any]:
    """Return our JSON Schema for descriptors; raises CannotRunError."""
    schema: dict[str, Any] = _own(DESCRIPTOR_SCHEMA)
    return schema


@cache
def own_resources() -> dict[str, Resource]:
    """Return the resources that the JSON Schema for descriptors asks for, by name."""
    found = {}
    for clause in descriptor_schema()["$defs"]["resource"]["allOf"]:
        name = clause["if"]["properties"]["name"]["const"]
        asked = clause["then"]["properties"]
        path, tabular = asked["path"]["const"], bool(asked["schema"])
        schema_path = f"schemas/{PurePosixPath(path).stem}.schema.json"
        schema_path = asked["schema"]["const"] if tabular else schema_path
        found[name] = Resource(name, path, tabular, schema_path, _own(schema_path))
    return found


@cache
def own_text(name: str) -> bytes:
    """Return the schema of one of our resources in canonical spelling."""
    return json_text(own_resources()[name].schema).encode()


@cache
def _validator(path: str) -> Any:
    return jsonschema_rs.validator_for(_own(path), validate_formats=True)


def json_errors(schema_path: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield (JSON pointer, sentence) of what in a value breaks one of our own JSON Schemas."""
    errors = list(_validator(schema_path).iter_errors(value))
    broken = {tuple(error.instance_path) for error in errors if error.kind.name != "format"}
    for error in errors:
        path, kind = list(error.instance_path), error.kind
        if kind.name == "format" and tuple(path) in broken:
            continue  # The pattern of the value says it already.
        message = f"{error.message}."
        if kind.name == "required":
            path.append(kind.property)
            message = f"{kind.property} is missing."
        elif kind.name == "additionalProperties":
            message = f"{', '.join(map(quoted, kind.unexpected))} is no key of the standard here."
        elif kind.name == "contains":
            clause = _own(schema_path)["properties"]["resources"]["allOf"][error.schema_path[3]]
            name = clause["contains"]["properties"]["name"]["const"]
            message = f"The resource {quoted(name)} is not listed exactly once."
        elif kind.name == "pattern":
            message = f"{quoted(kind.value)} is not of the form {kind.pattern}."
        elif kind.name == "falseSchema":
            message = f"{path[-1]} is not expected here."
        yield "".join(f"/{part}" for part in path), message


def cell_check(field: dict[str, Any]) -> CellCheck:
    """Return the function that gives what in a cell, not blank, breaks its field, or None."""
    kind, asked = field["type"], field.get("constraints", {})
    checks: list[CellCheck] = [*_TYPES.get(kind, ()), *_constraints(field, kind, asked)]
    if field["name"].endswith("_types") or field["name"] == "modalities":
        checks.append(_sorted_codes)
    if len(checks) == 1:
        return checks[0]

    def check(cell: str) -> Fault | None:
        for one in checks:
            fault = one(cell)
            if fault:
                return fault
        return None

    return check


def is_suspect(cells: Iterable[str]) -> bool:
    """Return if hygiene may find something in some cells: one look at all of them."""
    joined = f"\x1f{_BETWEEN.join(cells)}\x1f"
    return (
        "  " in joined or " \x1f" in joined or "\n" in joined or _HEADS.search(joined) is not None
    )


def hygiene(cell: str) -> Fault | None:
    """Return what a spreadsheet or another reader would do to a cell, as a fault, or None."""
    if cell[0] == " " or cell[-1] == " " or "  " in cell:
        return "stray-space", quoted(cell)
    if "\n" in cell:
        return "line-break-in-cell", quoted(cell)
    missing = _MISSING(cell.lower())
    if _FORMULA(cell) and not missing:
        return "formula-like", quoted(cell)
    if missing:
        return "reads-as-missing", quoted(cell)
    return ("reads-as-boolean", quoted(cell)) if _BOOLEAN(cell.lower()) else None


def _integer(cell: str) -> Fault | None:
    if not _INTEGER(cell):
        return "not-an-integer", quoted(cell)
    return ("too-many-digits", quoted(cell)) if len(cell.strip("-0")) > _DIGITS else None


def _number(cell: str) -> Fault | None:
    if not _NUMBER(cell):
        return "not-a-number", quoted(cell)
    digits = cell.replace(".", "").lstrip("-0").rstrip("0")
    long = len(digits) > _DIGITS or len(cell.partition(".")[2]) > _DECIMALS
    return ("too-many-digits", quoted(cell)) if long else None


def _date(cell: str) -> Fault | None:
    try:
        good = bool(_DATE(cell) and dt.date.fromisoformat(cell))
    except ValueError:
        good = False
    return None if good else ("not-a-date", quoted(cell))


_TYPES: dict[str, list[CellCheck]] = {"integer": [_integer], "number": [_number], "date": [_date]}


def _constraints(field: dict[str, Any], kind: str, asked: dict[str, Any]) -> Iterator[CellCheck]:
    """Yield the checks of the constraints of a field."""
    if "pattern" in asked:
        pattern = re.compile(asked["pattern"]).fullmatch
        end = f"which is not of the form of the example, {quoted(field.get('example'))}"
        yield lambda x: None if pattern(x) else ("pattern-mismatch", f"{quoted(x)}, {end}")
    if "enum" in asked:
        codes, listed = frozenset(asked["enum"]), ", ".join(asked["enum"])
        none = f"which is none of {listed}"
        yield lambda x: None if x in codes else ("code-unknown", f"{quoted(x)}, {none}")
    for key, (code, breaks, words) in _LIMITS.items():
        if key in asked:
            size = len if key.endswith("Length") else str if kind == "date" else float
            yield _limit(code, size, breaks, asked[key], words)


def _limit(
    code: str,
    size: Callable[[Any], Any],
    breaks: Callable[[Any, Any], bool],
    bound: Any,
    words: str,
) -> CellCheck:
    """Return the check of a bound on the size of a cell: its length, its number, its day."""
    limit, end = bound if size is len else size(bound), words.format(bound)
    return lambda x: (code, f"{quoted(x)}, {end}") if breaks(size(x), limit) else None


def _sorted_codes(cell: str) -> Fault | None:
    codes = cell.split(" ")
    return None if codes == sorted(set(codes)) else ("codes-unsorted", quoted(cell))
