"""What every package is held to: the descriptor and the schemas beside this code.

A package under validation must have exactly those resources, paths and schemas, so it cannot
pass by leaving one out or by loosening it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from factbook.package import DESCRIPTOR, CannotRunError, Package, UnreadableError, parse_json

OWN_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Resource:
    """An expected resource: name, path, and its schema as a JSON value with the schema's path."""

    name: str
    path: str
    tabular: bool
    schema_path: str
    schema: dict[str, Any]


def schema_path(entry: dict[str, Any]) -> str:
    """Return the path of the schema that a resource entry answers to."""
    if "schema" in entry:
        return str(entry["schema"])
    return f"schemas/{Path(str(entry.get('path'))).stem}.schema.json"


def _own(name: str) -> Any:
    try:
        return parse_json(Package(OWN_ROOT).read(name))
    except (UnreadableError, ValueError) as error:
        message = f"The validator's own {name} cannot be used: {error}. Repair it first."
        raise CannotRunError(message) from None


@cache
def expected_entries() -> dict[str, dict[str, Any]]:
    """Return the entries of the resources in the descriptor beside this code, by name."""
    return {entry["name"]: entry for entry in _own(DESCRIPTOR)["resources"]}


@cache
def expected() -> dict[str, Resource]:
    """Return the resources that come with this validator, by name; raises CannotRunError."""
    return {
        name: Resource(
            name, entry["path"], "schema" in entry, schema_path(entry), _own(schema_path(entry))
        )
        for name, entry in expected_entries().items()
    }
