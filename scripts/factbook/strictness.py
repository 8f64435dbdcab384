"""How a schema of our own may not be: described too little, or constrained too little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.expected import Resource


def loose_fields(resource: Resource) -> Iterator[tuple[str, str]]:
    """Yield (field, what is missing) of a Table Schema that constrains too little."""
    schema = resource.schema
    references = {name for key in schema.get("foreignKeys", []) for name in key["fields"]}
    names = [item["name"] for item in schema["fields"]]
    if schema.get("primaryKey") != names[:1]:
        yield names[0], "the first field is not the primary key"
    for item in schema["fields"]:
        name, constraints = item["name"], item.get("constraints", {})
        for key in ("title", "description", "example"):
            if not item.get(key):
                yield name, f"{key} is missing"
        if item.get("type") == "string":
            if not {"pattern", "enum", "maxLength"} & set(constraints):
                yield name, "neither pattern nor enum nor maxLength bounds the text"
        elif "minimum" not in constraints:
            yield name, "no minimum bounds the value"
        if name == names[0] and not constraints.get("required"):
            yield name, "the key is not required"
        if name.endswith("_id") and name != names[0] and name not in references:
            yield name, "the field is named as a reference but is no foreign key"


def loose_objects(schema: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Yield (pointer, what is missing) of a JSON Schema that leaves an object open."""
    if isinstance(schema, list):
        for number, item in enumerate(schema):
            yield from loose_objects(item, f"{pointer}/{number}")
    elif isinstance(schema, dict):
        if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
            yield pointer or "/", "the object is not closed by additionalProperties"
        for key, item in schema.items():
            yield from loose_objects(item, f"{pointer}/{key}")
