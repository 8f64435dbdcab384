"""One edition of a package, read by its own descriptor and schemas, not by what is expected now.

Two editions can be compared although one has columns or resources that the other lacks.
"""

from __future__ import annotations

import contextlib
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factbook import standard, unpacking
from factbook.constraints import quoted
from factbook.descriptor import SEMANTIC
from factbook.expected import Resource, schema_path
from factbook.package import DESCRIPTOR, CannotRunError, UnreadableError, open_package, parse_json
from factbook.table import key_order
from factbook.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.package import Package

VOCABULARY = "vocabulary"
# The two tables that the vocabulary is read as; their names can be those of no resource.
LISTS, CODES = "code lists", "codes"
_LABELS = ("statement", "label_en", "title")


@dataclass(frozen=True)
class Record:
    """A row: its key, its number in a spreadsheet, its cells by column ("" where blank)."""

    key: str
    row: int
    cells: dict[str, str]


class Edition:
    """A package with its tables in a database, every cell as text.

    version: of the package. entries: of its resources in the descriptor, by name. schemas: Table
    Schema or JSON Schema, by name of the resource. keys: table → its key, code lists included.
    """

    def __init__(self, package: Package, name: str) -> None:
        """Read a package; name is what messages call it. Raises CannotRunError."""
        self.package, self.name = package, name
        self.descriptor = self._document(DESCRIPTOR, "datapackage")
        self.version = str(self.descriptor.get("version"))
        if not SEMANTIC.fullmatch(self.version):
            self._fail(f"its version is “{self.version}”, not MAJOR.MINOR.PATCH")
        self.entries = {str(entry["name"]): entry for entry in self.descriptor["resources"]}
        self.schemas: dict[str, Any] = {}
        self.keys: dict[str, str] = {}
        self._code_lists: dict[str, str] = {}
        self._tables = Tables()
        self._load()

    def _fail(self, what: str) -> None:
        message = f"{self.name} cannot be compared: {what}. Validate it with its own validator."
        raise CannotRunError(message)

    def _document(self, path: str, profile: str = "") -> Any:
        """Return a JSON file of the package, which follows a profile of the standard, if named."""
        try:
            value = parse_json(self.package.read(path))
        except (UnreadableError, ValueError) as error:
            self._fail(f"{path} is not as it should be ({error})")
        if not isinstance(value, dict):
            self._fail(f"{path} holds no JSON object")
        return self._held_to(profile, value, path) if profile else value

    def _held_to(self, profile: str, value: Any, where: str) -> Any:
        """Return a value that follows a profile of the standard."""
        for unknown, said, place in standard.departures(profile, value):
            if not unknown:
                self._fail(f"in {where}, at {place or '/'}, {said}")
        return value

    def _load(self) -> None:
        resources = []
        for name, entry in self.entries.items():
            if not isinstance(entry.get("path"), str):
                self._fail(f"the resource {name} has not one path")
            inline = entry.get("schema")
            if isinstance(inline, dict):
                self.schemas[name] = self._held_to("tableschema", inline, name)
            elif inline:
                self.schemas[name] = self._document(str(inline), "tableschema")
            elif self.package.size(schema_path(entry)):
                # One level down, places in it read as JSON pointers and none is taken for a column.
                self.schemas[name] = {"": self._document(schema_path(entry))}
            if inline:
                resources.append(self._resource(name, entry))
        issues = self._tables.load(self.package, resources)
        for resource in resources:
            lost = resource.name not in self._tables.loaded
            faults = [i for i in issues if i.resource == resource.name]
            faults = [i for i in faults if lost or i.code.startswith("tables/")]
            if lost or faults:
                said = f": {faults[0].message}" if faults else ""
                self._fail(f"{resource.path} is no table as its schema says{said.rstrip('.')}")
        if VOCABULARY in self.entries:
            self._load_lists(self._document(self.entries[VOCABULARY]["path"]))

    def _resource(self, name: str, entry: dict[str, Any]) -> Resource:
        """Return a resource as it is read here: every cell as text, held to nothing but its key."""
        schema = self.schemas[name]
        key = schema.get("primaryKey", [])
        columns = [str(field["name"]) for field in schema["fields"]]
        self.keys[name] = key if isinstance(key, str) else " ".join(key)
        if self.keys[name] not in columns:
            self._fail(f"the key of {name} is not one column")
        fields = [
            {"name": column, "type": "string"}
            | ({"constraints": {"required": True}} if column == self.keys[name] else {})
            for column in columns
        ]
        bare = {"fields": fields, "primaryKey": [self.keys[name]]}
        return Resource(name, entry["path"], tabular=True, schema_path="", schema=bare)

    def _load_lists(self, value: Any) -> None:
        """Add the code lists as two tables: the lists, and their codes as “list/code”."""
        try:
            lists = [{k: v for k, v in entry.items() if k != "codes"} for entry in value["lists"]]
            codes = [
                {**code, "code": f"{entry['list']}/{code['code']}"}
                for entry in value["lists"]
                for code in entry["codes"]
            ]
            self._code_lists = {
                place: entry["list"] for entry in lists for place in entry.get("fields", [])
            }
        except (KeyError, TypeError, AttributeError):
            self._fail("its vocabulary holds no lists of codes")
        for table, key, rows in ((LISTS, "list", lists), (CODES, "code", codes)):
            columns = list(dict.fromkeys([key, *(column for row in rows for column in row)]))
            self.keys[table] = key
            self.schemas[table] = {"fields": [{"name": column} for column in columns]}
            cells = [tuple(_cell(row.get(column)) for column in columns) for row in rows]
            typed = {quoted(column): "VARCHAR" for column in columns}
            self._tables.add(quoted(f"raw_{table}"), typed, cells)

    def columns(self, table: str) -> list[str]:
        """Return the columns of a table, in its order."""
        return [str(field["name"]) for field in self.schemas[table]["fields"]]

    def title(self, table: str, column: str) -> str:
        """Return what people call a column."""
        fields = {field["name"]: field for field in self.schemas[table]["fields"]}
        said = fields.get(column, {}).get("title")
        return str(said or column.replace("_", " ").capitalize())

    def records(self, table: str, only: str | None = None) -> Iterator[Record]:
        """Yield the records of a table in the order of their keys; of one key if it is given."""
        columns, key = self.columns(table), quoted(self.keys[table])
        chosen = "" if only is None else f"WHERE {key} = ?"
        cursor = self._tables.con.cursor()
        cursor.execute(
            f"SELECT rowid + 2, {key}, {', '.join(map(quoted, columns))} "
            f"FROM {quoted(f'raw_{table}')} {chosen} ORDER BY {key_order(key)}",
            [] if only is None else [only],
        )
        while rows := cursor.fetchmany(10_000):
            for row, name, *cells in rows:
                blanks = (cell or "" for cell in cells)
                yield Record(name, row, dict(zip(columns, blanks, strict=True)))

    def find(self, table: str, key: str) -> Record | None:
        """Return the record with a key, None if there is none."""
        return next(self.records(table, key), None) if table in self.keys else None

    def references(self, table: str) -> dict[str, str]:
        """Return column → table it refers to, of every foreign key that is one column."""
        found = {}
        for key in self.schemas[table].get("foreignKeys", []):
            fields = key["fields"] if isinstance(key["fields"], list) else [key["fields"]]
            if len(fields) == 1:
                found[fields[0]] = key["reference"].get("resource") or table
        return found

    def label(self, table: str, record: Record) -> str:
        """Return what people call a record: its statement or label, or what it puts together."""
        for name in _LABELS:
            if record.cells.get(name):
                return record.cells[name]
        references = self.references(table)
        parts = [
            self.named(table, column, cell)
            for column, cell in record.cells.items()
            if cell and (column in references or column in ("value", "object_text"))
        ]
        return ", ".join(parts)

    def named(self, table: str, column: str, cell: str) -> str:
        """Return a cell as people read it: with the label of the code or record it names."""
        target, key = self.references(table).get(column), cell
        if code_list := self._code_lists.get(f"{table}.{column}"):
            target, key = CODES, f"{code_list}/{cell}"
        found = self.find(target, key) if target else None
        label = next((found.cells[n] for n in _LABELS if found.cells.get(n)), "") if found else ""
        return f"{label} ({cell})" if label else cell


def _cell(value: Any) -> str | None:
    """Return a value of the vocabulary as the text of a cell."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return None if value is None else str(value)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Edition]:
    """Give the edition in a folder or in a release archive; raises CannotRunError."""
    if path.is_dir():
        yield Edition(open_package(path), str(path))
        return
    if not zipfile.is_zipfile(path):
        message = f"{path} is neither a folder nor a zip archive. Name a data package."
        raise CannotRunError(message)
    with tempfile.TemporaryDirectory() as folder:
        issues = unpacking.unpack(path, Path(folder), earlier=True)
        if issues:
            message = f"{path} cannot be compared: {issues[0].message} {issues[0].hint}"
            raise CannotRunError(message)
        yield Edition(open_package(Path(folder)), str(path))
