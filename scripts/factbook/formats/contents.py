"""What every format is written from: the tables of a valid package, and tables made of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factbook import expected, nested
from factbook.constraints import quoted
from factbook.package import DESCRIPTOR, Package, parse_json

if TYPE_CHECKING:
    from factbook.tables import Tables

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Sheet:
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


@dataclass(frozen=True)
class Contents:
    """A package as the formats need it.

    descriptor: datapackage.json. tables: its tables. helpers: base_values, codes, codebook.
    nested, nested_schema: the bytes of data/facts.json and of its JSON Schema.
    """

    descriptor: dict[str, Any]
    tables: list[Sheet]
    helpers: list[Sheet]
    nested: bytes
    nested_schema: bytes


def read(package: Package, tables: Tables) -> Contents:
    """Return the Contents of a valid package whose tables are loaded."""
    descriptor = parse_json(package.read(DESCRIPTOR))
    entries = expected.expected_entries()
    own = [
        Sheet(name, entries[name]["title"], entries[name]["description"], resource.schema, rows)
        for name, resource in expected.expected().items()
        if resource.tabular
        for rows in [_rows(tables, name)]
    ]
    vocabulary = parse_json(package.read(expected.expected()["vocabulary"].path))
    products = sorted([unit, value, base] for value, unit, base in nested.base_values(tables))
    helpers = [helper("base_values", products), helper("codes", _codes(vocabulary))]
    described = [helper("facts_flat", []), *own, *helpers, helper("codebook", [])]
    others = [entry for name, entry in entries.items() if "schema" not in entry]
    helpers.append(helper("codebook", [*_codebook(described), *map(_resource, others)]))
    whole = expected.expected()["facts-nested"]
    documents = package.read(whole.path), package.read(whole.schema_path)
    return Contents(descriptor, own, helpers, *documents)


def helper(name: str, rows: list[list[str]]) -> Sheet:
    """Return a table that is no resource of the package; its schema lies beside this code."""
    schema = parse_json((HERE / f"{name}.tableschema.json").read_bytes())
    return Sheet(name, schema.pop("title"), schema.pop("description"), schema, rows)


def citation(descriptor: dict[str, Any]) -> str:
    """Return how to cite the package."""
    people = "; ".join(person.get("title", "") for person in descriptor["contributors"])
    year, version = descriptor["created"][:4], descriptor["version"]
    return f"{people} ({year}): {descriptor['title']}. Version {version}. Data set."


def _rows(tables: Tables, name: str) -> list[list[str]]:
    query = f"SELECT * FROM {quoted(f'raw_{name}')} ORDER BY rowid"
    return [[cell or "" for cell in row] for row in tables.con.execute(query).fetchall()]


def _codes(vocabulary: dict[str, Any]) -> list[list[str]]:
    """Return a row for every code: its list, labels, definition, and the words that call for it."""
    keys = ("code", "label_en", "label_zh", "definition", "exact_match")
    return [
        [
            entry["list"],
            *(code[key] or "" for key in keys),
            "; ".join(code.get("cues", [])),
            "; ".join(entry["fields"]),
        ]
        for entry in vocabulary["lists"]
        for code in entry["codes"]
    ]


def _resource(entry: dict[str, Any]) -> list[str]:
    return [entry["name"], "", entry["title"], "", entry["description"], "", ""]


def _codebook(sheets: list[Sheet]) -> list[list[str]]:
    """Return a row for every table, and one for every field of it."""
    rows = []
    for sheet in sheets:
        rows.append([sheet.name, "", sheet.title, "", sheet.description, "", ""])
        for field in sheet.schema["fields"]:
            said = "; ".join(_constraints(sheet.schema, field))
            words = [field["title"], field["type"], field["description"], said]
            rows.append([sheet.name, field["name"], *words, str(field["example"])])
    return rows


def _constraints(schema: dict[str, Any], field: dict[str, Any]) -> list[str]:
    """Return what a schema asks of a field, as people say it."""
    name, asked = field["name"], field.get("constraints", {})
    said = ["key"] if name in schema.get("primaryKey", []) else []
    for key, words in {
        "required": "required",
        "unique": "unique",
        "minimum": "at least {}",
        "maximum": "at most {}",
        "minLength": "{} characters or more",
        "maxLength": "{} characters or fewer",
        "enum": "one of {}",
        "pattern": "matches {}",
    }.items():
        value = asked.get(key)
        if value is not None:
            said.append(words.format(", ".join(value) if isinstance(value, list) else value))
    for key in schema.get("foreignKeys", []):
        if name in key["fields"]:
            target, there = key["reference"]["resource"], key["reference"]["fields"]
            said.append(f"refers to {there[key['fields'].index(name)]} of {target or 'this table'}")
    return said
