"""What every format is written from: the tables of a valid package, and tables made of them."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from factbook.engine import Engine
from factbook.package import DESCRIPTOR, Package, parse_json

HERE = Path(__file__).parent
_FLAT = "facts_flat"
WORDS = tomllib.loads((HERE / "formats.toml").read_text("utf-8"))


class Sheet(NamedTuple):
    """A table: a name, words for people, a Table Schema, and rows of cells as text ("": blank)."""

    name: str
    title: str
    description: str
    schema: dict[str, Any]
    rows: list[list[str]]

    @property
    def header(self) -> list[str]:
        """Return the names of the fields."""
        return [field["name"] for field in self.schema["fields"]]


class Contents(NamedTuple):
    """A package as the formats need it.

    descriptor: datapackage.json. about: what the package is, a row per key. tables: its tables.
    helpers: base_values, codes, codebook. flat: the current facts with labels in place of ids.
    views: name → SQL. nested, nested_schema: the bytes of data/facts.json and of its JSON Schema.
    """

    descriptor: dict[str, Any]
    about: Sheet
    tables: list[Sheet]
    helpers: list[Sheet]
    flat: Sheet
    views: dict[str, str]
    nested: bytes
    nested_schema: bytes


def read(
    package: Package,
    engine: Engine,
    resources: Mapping[str, Any],
    base_values: Iterable[tuple[str, str, str]],
    corroboration: str,
) -> Contents:
    """Return the Contents of a valid package whose tables are in the engine.

    resources: those of a package by name, each with path, tabular, schema and schema_path.
    base_values: (value, unit, value in the base unit). corroboration: the query of that view.
    """
    descriptor = parse_json(package.read(DESCRIPTOR))
    entries = {entry["name"]: entry for entry in descriptor["resources"]}
    sheets: dict[bool, list[Sheet]] = {True: [], False: []}
    for name, resource in resources.items():
        words, rows = (entries[name]["title"], entries[name]["description"]), []
        if resource.tabular:
            fields = ", ".join(f'"{field["name"]}"' for field in resource.schema["fields"])
            rows = _rows(engine, f"SELECT {fields} FROM {name} ORDER BY row_no")
        sheets[resource.tabular].append(Sheet(name, *words, resource.schema, rows))
    tables, documents = sheets[True], sheets[False]
    products = sorted([unit, value, base] for value, unit, base in base_values)
    vocabulary = parse_json(package.read(resources["vocabulary"].path))
    helpers = [_helper("base_values", products), _helper("codes", _codes(vocabulary))]
    for sheet in helpers:
        engine.create(sheet.name, dict.fromkeys(sheet.header, "TEXT"), sheet.rows)
    flat_sql = (HERE / f"{_FLAT}.sql").read_text(encoding="utf-8")
    views = {"corroboration": corroboration, _FLAT: flat_sql}
    for name, query in views.items():
        engine.prepare(name, query)
    flat = _helper(_FLAT, _rows(engine, f"SELECT * FROM {_FLAT}"))
    helpers.append(_codebook([flat, *tables, *helpers], documents))
    whole = resources["facts-nested"]
    nested = package.read(whole.path), package.read(whole.schema_path)
    return Contents(descriptor, _about(descriptor), tables, helpers, flat, views, *nested)


def _helper(name: str, rows: list[list[str]]) -> Sheet:
    """Return a table that is no resource of the package; its schema lies beside this code."""
    schema = json.loads((HERE / f"{name}.tableschema.json").read_bytes())
    return Sheet(name, schema.pop("title"), schema.pop("description"), schema, rows)


def _about(descriptor: dict[str, Any]) -> Sheet:
    people = "; ".join(person.get("title", "") for person in descriptor["contributors"])
    licence = {"title": "", "path": ""} | descriptor["licenses"][0]
    values = descriptor | {"people": people, "licence": licence}
    words = WORDS["metadata"].items()
    return _helper("metadata", [[key, text.format_map(values)] for key, text in words])


def _rows(engine: Engine, query: str) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in row] for row in engine.query(query)]


def _codes(vocabulary: dict[str, Any]) -> list[list[str]]:
    """Return a row for every code: its list, labels, definition, cues, and the fields of it."""
    keys = ("code", "label_en", "label_zh", "definition", "exact_match")
    rows = []
    for entry in vocabulary["lists"]:
        for code in entry["codes"]:
            lists = "; ".join(code.get("cues", [])), "; ".join(entry["fields"])
            rows.append([entry["list"], *(code[key] or "" for key in keys), *lists])
    return rows


def _codebook(sheets: Iterable[Sheet], documents: Iterable[Sheet]) -> Sheet:
    """Return a row for every table, one for each of its fields, and one for every document."""
    book = _helper("codebook", [])
    for sheet in [*sheets, book, *documents]:
        book.rows.append([sheet.name, "", sheet.title, "", sheet.description, "", ""])
        for field in sheet.schema.get("fields", []):
            words = [field["title"], field["type"], field["description"]]
            asked = "; ".join(_constraints(sheet.schema, field))
            book.rows.append([sheet.name, field["name"], *words, asked, str(field["example"])])
    return book


def _constraints(schema: dict[str, Any], field: dict[str, Any]) -> Iterator[str]:
    """Yield in words what a schema asks of a field."""
    name, asked = field["name"], field.get("constraints", {})
    if name in schema.get("primaryKey", []):
        yield "key"
    for constraint, words in WORDS["asked"].items():
        value = asked.get(constraint)
        if value is not None:
            yield words.format(", ".join(value) if isinstance(value, list) else value)
    for key in schema.get("foreignKeys", []):
        if key["fields"] == [name]:
            target, (there,) = key["reference"]["resource"], key["reference"]["fields"]
            yield f"refers to {there} of {target or 'this table'}"
