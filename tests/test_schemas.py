"""Our schemas are strict, and what they accept the official profiles of Data Package v2 accept."""

from __future__ import annotations

import copy
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import frictionless
import jsonschema
import jsonschema_rs
import pytest

from factbook import schemas
from factbook.package import DESCRIPTOR
from factbook.schemas import OWN_ROOT as ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

FACTBOOK = ROOT / "scripts" / "factbook"
TABULAR = [resource for resource in schemas.own_resources().values() if resource.tabular]


def load(name: str) -> Any:
    return json.loads((ROOT / name).read_text(encoding="utf-8"))


def own_schemas() -> dict[str, Any]:
    """Return every JSON Schema of the project, by path."""
    paths = [*ROOT.glob("schemas/*.schema.json"), *FACTBOOK.rglob("*.schema.json")]
    return {path.relative_to(ROOT).as_posix(): load(str(path)) for path in paths}


def tables() -> list[tuple[str, dict[str, Any]]]:
    """Return (name, Table Schema) of every table, those of the exports included."""
    found = [(resource.name, resource.schema) for resource in TABULAR]
    beside = sorted((FACTBOOK / "exports").glob("*.tableschema.json"))
    return found + [(path.name.partition(".")[0], load(str(path))) for path in beside]


def undescribed(schema: dict[str, Any]) -> Iterator[str]:
    """Yield what is missing that a reader of a Table Schema looks for."""
    for field in schema["fields"]:
        for key in ("title", "description", "example"):
            if not field.get(key):
                yield f"{field['name']} has no {key}"


def loose(schema: dict[str, Any]) -> Iterator[str]:
    """Yield where a Table Schema constrains too little."""
    names = [field["name"] for field in schema["fields"]]
    references = {name for key in schema.get("foreignKeys", []) for name in key["fields"]}
    if schema["primaryKey"][0] != names[0]:
        yield "the first field is not of the primary key"
    for field in schema["fields"]:
        name, asked = field["name"], field.get("constraints", {})
        if field["type"] == "string" and not {"pattern", "enum", "maxLength"} & set(asked):
            yield f"nothing bounds the text {name}"
        elif field["type"] != "string" and "minimum" not in asked:
            yield f"nothing bounds the value {name}"
        if name == names[0] and not asked.get("required"):
            yield "the key is not required"
        if name in names[1:] and name not in references and is_key(field):
            yield f"{name} looks like a key of another table, but is no reference"


def is_key(field: dict[str, Any]) -> bool:
    """Return if a field is named as a key, or has the form of one."""
    keys = {r.schema["fields"][0]["constraints"]["pattern"] for r in TABULAR if len(r.key) == 1}
    named = field["name"].endswith("_id")
    return named or field.get("constraints", {}).get("pattern") in keys


def open_objects(schema: Any, pointer: str = "") -> Iterator[str]:
    """Yield the places of a JSON Schema that leave an object open or a value undescribed."""
    if isinstance(schema, list):
        for number, item in enumerate(schema):
            yield from open_objects(item, f"{pointer}/{number}")
    elif isinstance(schema, dict):
        if schema.get("type") == "object" and schema.get("additionalProperties", True) is True:
            yield f"{pointer or '/'} is open"
        if "additionalProperties" in schema:
            for name, value in schema.get("properties", {}).items():
                if not {"description", "$ref", "const"} & set(value):
                    yield f"{pointer}/properties/{name} is not described"
        for key, item in schema.items():
            yield from open_objects(item, f"{pointer}/{key}")


@pytest.mark.parametrize(("name", "schema"), tables(), ids=[name for name, _ in tables()])
def test_every_column_is_described(name: str, schema: dict[str, Any]) -> None:
    assert list(undescribed(schema)) == [], name


@pytest.mark.parametrize("resource", TABULAR, ids=lambda resource: resource.name)
def test_every_column_is_constrained(resource: schemas.Resource) -> None:
    assert list(loose(resource.schema)) == []


def test_a_loose_schema_is_noticed() -> None:
    field = {"name": "x", "type": "string"}
    other = {"name": "y_id", "type": "integer", "title": "Y", "description": "Y.", "example": "1"}
    schema = {"fields": [field, other], "primaryKey": ["y_id"]}
    keys = ("title", "description", "example")
    assert list(undescribed(schema)) == [f"x has no {key}" for key in keys]
    assert list(loose(schema)) == [
        "the first field is not of the primary key",
        "nothing bounds the text x",
        "the key is not required",
        "nothing bounds the value y_id",
        "y_id looks like a key of another table, but is no reference",
    ]
    inner = {"type": "object", "additionalProperties": False, "properties": {"a": {"type": "null"}}}
    found = list(open_objects({"type": "object", "properties": {"a": inner}}))
    assert found == ["/ is open", "/properties/a/properties/a is not described"]


@pytest.mark.parametrize("path", own_schemas())
def test_every_json_object_is_closed_and_described(path: str) -> None:
    schema = own_schemas()[path]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert list(open_objects(schema)) == []


@pytest.mark.parametrize("resource", TABULAR, ids=lambda resource: resource.name)
def test_examples_satisfy_their_own_constraints(resource: schemas.Resource) -> None:
    for field in resource.schema["fields"]:
        assert schemas.cell_check(field)(str(field["example"])) is None, field["name"]


@pytest.mark.parametrize("name", ["facts", "vocabulary"])
def test_jsonschema_agrees_on_the_documents(name: str) -> None:
    jsonschema.validate(load(f"data/{name}.json"), load(f"schemas/{name}.schema.json"))


def test_frictionless_finds_the_package_valid() -> None:
    found = frictionless.validate(str(ROOT / DESCRIPTOR))
    assert found.valid, found.flatten(["title", "message"])


# Everything that the standard knows and a descriptor of ours need not have.
OPTIONAL: dict[str, Any] = {
    "id": "https://doi.org/10.5281/zenodo.1",
    "homepage": "https://example.org/facts",
    "image": "docs/picture.svg",
}
PERSON = {
    "title": "A. Person",
    "path": "https://example.org/a",
    "email": "a@example.org",
    "givenName": "A.",
    "familyName": "Person",
    "organization": "Example",
    "roles": ["creator", "editor"],
}
SOURCE = {"title": "A", "path": "https://example.org", "email": "b@example.org", "version": "2"}
VALUES: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, 10**30, [], {}, [[]], [""], [None], [{}], {"x": 1}, ["x"]),
    *("", " ", "x", "x y", "算力", "X", "a/b", "a b/c d", "../x", "/x", "~x", "file:x", "c:\\x"),
    *("http://", "http://x", "http://x y", "https://[x", "https://x/%zz", "ftp://x", "https://x|y"),
    *("x@", "a@example.org", "@", "2024-02-30T00:00:00Z", "2024-02-30", "2023-02-29T00:00:00Z"),
    *("1.0", "01.0.0", "1.0.0-rc.1", "CC-BY-4.0", "CC BY", "MIT\n", "sha256:", "text/csv", "table"),
)
# Keys that the standard has at some place; elsewhere they are unknown.
KEYS = (
    *("x", "$schema", "data", "dialect", "homepage", "id", "name", "path", "title", "type"),
    *("schema", "licenses", "sources", "profile", "size", "roles", "email", "version", "web"),
)


def whole_descriptor() -> dict[str, Any]:
    """Return our descriptor with every key that it may have."""
    value: dict[str, Any] = load(DESCRIPTOR) | OPTIONAL
    value["contributors"].append(PERSON)
    value["sources"].append(SOURCE)
    value["resources"][0] |= {"licenses": value["licenses"], "sources": [SOURCE]}
    return value


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path to every value inside a JSON value."""
    items = enumerate(value) if isinstance(value, list) else ()
    for key, item in value.items() if isinstance(value, dict) else items:
        yield (*path, key)
        yield from places(item, (*path, key))


def mutants(value: Any) -> Iterator[Any]:
    """Yield descriptors that differ from one in a single value, member or item."""
    for path in [(), *places(value)]:
        item: Any = value
        for key in path:
            item = item[key]
        if path:
            yield changed(value, path, None, remove=True)
        for new in (*VALUES, *near(item)):
            yield changed(value, path, new)
        if isinstance(item, dict):
            for key in KEYS:
                for new in ("x", 1, [], None, {}):
                    yield changed(value, (*path, key), new)


def near(item: Any) -> list[Any]:
    """Return what is close to a value."""
    if isinstance(item, str):
        return [item + " ", f" {item}", item + "\n", item.upper(), item[:-1], f"x{item}", [item]]
    if isinstance(item, list):
        return [item[:1], item[1:], item + item[-1:], [*item, "x"], [*item, None], item[::-1]]
    return [str(item), [item]]


def changed(value: Any, path: tuple[Any, ...], new: Any, *, remove: bool = False) -> Any:
    """Return a value with another one at a path."""
    if not path:
        return new
    out = copy.copy(value)
    if remove and len(path) == 1:
        del out[path[0]]
    else:
        old = out.get(path[0]) if isinstance(out, dict) else out[path[0]]
        out[path[0]] = changed(old, path[1:], new, remove=remove)
    return out


def closed(profile: Any) -> Any:
    """Return a profile in which every object is closed, so that an unknown key shows."""
    if isinstance(profile, list):
        return [closed(item) for item in profile]
    if not isinstance(profile, dict):
        return profile
    found = {key: closed(item) for key, item in profile.items()}
    if isinstance(found.get("properties"), dict):
        found.setdefault("additionalProperties", False)
    return found


@cache
def official(name: str) -> Any:
    """Return the validator of an official profile of Data Package v2, closed, as dplib has it."""
    path = files("dplib") / "profiles" / "2.0" / f"{name}.json"
    profile = json.loads(path.read_text(encoding="utf-8"))
    return jsonschema_rs.validator_for(closed(profile), validate_formats=True)


def test_the_whole_descriptor_has_every_key_that_ours_may_have() -> None:
    schema, value = schemas.descriptor_schema(), whole_descriptor()
    assert set(value) == set(schema["properties"])
    for kind in ("license", "source", "contributor"):
        assert set(value[f"{kind}s"][-1]) == set(schema["$defs"][kind]["properties"])
    assert set(value["resources"][0]) == set(schema["$defs"]["resource"]["properties"])


def test_official_profiles_accept_what_our_schema_for_descriptors_accepts() -> None:
    value, accepted, total, errors = whole_descriptor(), 0, 0, set()
    assert list(schemas.json_errors(schemas.DESCRIPTOR_SCHEMA, value)) == []
    for mutant in mutants(value):
        total += 1
        if not any(schemas.json_errors(schemas.DESCRIPTOR_SCHEMA, mutant)):
            accepted += 1
            for error in official("datapackage").iter_errors(mutant):
                errors.add((*error.instance_path, error.message[-200:]))
    assert errors == set()
    assert 100 < accepted < total / 5, (accepted, total)


@pytest.mark.parametrize("resource", TABULAR, ids=lambda resource: resource.name)
def test_official_profiles_accept_our_table_schemas(resource: schemas.Resource) -> None:
    found = official("tableschema").iter_errors(resource.schema)
    assert [error.message for error in found] == []
    assert not official("tableschema").is_valid(resource.schema | {"foreignkeys": []})
