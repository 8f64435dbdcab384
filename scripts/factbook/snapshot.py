"""One version of a package, read by its own descriptor and schemas, with every cell as text.

So two versions can be compared although one has columns or resources that the other lacks. All that
can change is a row of a table: the metadata of package, resources, columns and schemas, the
records, and the code lists with their codes.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from factbook.issue import quoted
from factbook.package import DESCRIPTOR, CannotRunError, Package, UnreadableError, parse_json

Place = tuple[str, str]  # kind of what can change, resource
Cells = dict[str, str]
FACTS, RESOURCES, CODES = ("record", "facts"), ("resource", ""), ("record", "codes")
VERSION = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}")
_SAID, _NONE = ("value", "object_text"), (CODES, "")
_FAULTS = (AttributeError, LookupError, OSError, TypeError, ValueError, csv.Error, UnreadableError)


class Snapshot:
    """One version of a package: its descriptor and version, and its tables by kind and resource.

    tables: place → key → column → cell. targets: place, column → the table that the column refers
    to, and what keys begin with there.
    """

    def __init__(self, package: Package, name: str) -> None:
        """Read a package; name is what messages call it. Raises CannotRunError."""
        self.package, self.reading = package, DESCRIPTOR
        self.targets: dict[tuple[Place, str], tuple[Place, str]] = {}
        try:
            self.descriptor = self._json(DESCRIPTOR)
            self.name, self.version = str(self.descriptor["name"]), str(self.descriptor["version"])
            if not VERSION.fullmatch(self.version):
                message = f"its version is {quoted(self.version)}, not MAJOR.MINOR.PATCH"
                raise ValueError(message)
            self.entries = {str(entry["name"]): entry for entry in self.descriptor["resources"]}
            self.tables: dict[Place, dict[str, Cells]] = dict(self._tables())
        except _FAULTS as error:
            reason = f"{self.reading} is not as it should be ({error})"
            message = f"{name} cannot be compared: {reason}. Validate it with its own validator."
            raise CannotRunError(message) from None

    def _json(self, path: str) -> Any:
        self.reading = path
        return parse_json(self.package.read(path))

    def _tables(self) -> Iterator[tuple[Place, dict[str, Cells]]]:
        yield ("package", ""), {"": _flat(self.descriptor, "$schema version created resources")}
        entries = self.entries.items()
        yield RESOURCES, {name: _flat(e, "bytes hash name schema") for name, e in entries}
        vocabulary = self.entries.get("vocabulary")
        lists = self._json(vocabulary["path"])["lists"] if vocabulary else []
        yield ("record", "code lists"), {e["list"]: _flat(e, "codes") for e in lists}
        yield CODES, {f"{e['list']}/{c['code']}": _flat(c) for e in lists for c in e["codes"]}
        for entry in lists:
            for place in entry.get("fields", []):
                resource, _, column = place.partition(".")
                self.targets[("record", resource), column] = (CODES, f"{entry['list']}/")
        for name, entry in entries:
            self.reading = DESCRIPTOR
            beside = f"schemas/{PurePosixPath(entry['path']).stem}.schema.json"
            schema = entry.get("schema", beside if self.package.size(beside) else {})
            schema = dict(self._json(schema) if isinstance(schema, str) else schema)
            if "schema" in entry:
                columns = {field["name"]: _flat(field) for field in schema.pop("fields")}
                yield ("column", name), columns
                yield ("record", name), self._rows(entry["path"], [*columns], schema["primaryKey"])
                for key in schema.get("foreignKeys", []):
                    target = ("record", key["reference"].get("resource") or name)
                    self.targets[("record", name), key["fields"][0]] = (target, "")
            yield ("schema", name), {"": _flat(schema)}

    def _rows(self, path: str, header: list[str], key: str | list[str]) -> dict[str, Cells]:
        """Return the records of a CSV file."""
        self.reading = path
        with self.package.open(path) as file:
            reader = csv.DictReader(io.TextIOWrapper(file, "utf-8", newline=""), strict=True)
            rows = list(reader)
        if reader.fieldnames != header or any(None in (*row, *row.values()) for row in rows):
            message = "its header is not that of its schema, or a row is too short or too long"
            raise ValueError(message)
        columns = [key] if isinstance(key, str) else key
        keyed = {" ".join([row[column] for column in columns]): row for row in rows}
        if len(keyed) < len(rows):
            message = "two rows have the same key"
            raise ValueError(message)
        return keyed

    def cells(self, place: Place, key: str) -> Cells:
        """Return the cells of a row by column, {} if there is no such row."""
        return self.tables.get(place, {}).get(key, {})

    def columns(self, place: Place) -> dict[str, Cells]:
        """Return what the schema of records says of their columns."""
        return self.tables.get(("column", place[1]), {}) if place[0] == "record" else {}

    def label(self, place: Place, key: str) -> str:
        """Return the statement, label or title of a row, "" if there is none."""
        cells = self.cells(place, key)
        return next((cells[n] for n in ("statement", "label_en", "title") if cells.get(n)), "")

    def description(self, place: Place, key: str) -> str:
        """Return what people call a row: its label, or the records and values it puts together."""
        together = [
            self.shown(place, column, cell)
            for column, cell in self.cells(place, key).items()
            if cell and (column in _SAID or self.targets.get((place, column), _NONE)[0] != CODES)
        ]
        return self.label(place, key) or ", ".join(together)

    def shown(self, place: Place, column: str, cell: str) -> str:
        """Return a cell as people read it: with the label of the code or record it names."""
        target, start = self.targets.get((place, column), (("", ""), ""))
        label = self.label(target, start + cell)
        return f"{label} ({cell})" if label else cell


def _flat(value: dict[str, Any], but: str = "") -> Cells:
    """Return path → text of every value in a JSON object, some of its keys left out."""
    found: Cells = {}
    for key in [key for key in value if key not in but.split()]:
        item = "" if value[key] is None else value[key]
        if isinstance(item, dict) and item:
            found |= {f"{key}/{path}": text for path, text in _flat(item).items()}
        else:
            found[key] = item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)
    return found
