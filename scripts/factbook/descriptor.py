"""datapackage.json and schemas/ against the standard and against our own expectations.

The standard's voice is the official profile of Data Package v2, read from the installed dplib.
Our expectations are the descriptor and the schemas beside this code: a package under validation
must have exactly those resources, paths and schemas, so it cannot pass by leaving one out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from factbook import canonical, hygiene
from factbook.issue import Issue, declare, shown
from factbook.package import (
    DESCRIPTOR,
    CannotRunError,
    DuplicateKeyError,
    Package,
    UnreadableError,
    parse_json,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN_ROOT = Path(__file__).resolve().parents[2]
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
SEMANTIC = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}")
METADATA = (
    "$schema",
    "name",
    "title",
    "description",
    "version",
    "created",
    "licenses",
    "sources",
    "contributors",
    "keywords",
    "resources",
)
COMPARED = ("type", "path", "format", "mediatype", "encoding", "dialect", "schema", "data")

RULES = declare(
    "descriptor",
    {
        "not-json": (
            "The descriptor and the schemas are JSON.",
            "Repair the JSON at the place named.",
        ),
        "duplicate-key": (
            "No JSON object has a key twice.",
            "Remove one of the two entries.",
        ),
        "not-as-profile": (
            "The descriptor and the schemas follow their standards: Data Package v2, "
            "Table Schema v2 and JSON Schema 2020-12.",
            "Change the value so that it follows the standard.",
        ),
        "unknown-key": (
            "Descriptor and Table Schemas have no key that the standard does not know.",
            "Correct the spelling of the key or remove it.",
        ),
        "metadata-missing": (
            "The descriptor has every key that this project promises.",
            "Add the key.",
        ),
        "version-not-semantic": (
            "The version is three numbers: MAJOR.MINOR.PATCH.",
            "Write the version as three numbers, such as 1.0.0.",
        ),
        "licence-not-spdx": (
            "Every licence is named by its SPDX identifier.",
            "Use an identifier of the SPDX licence list, such as CC-BY-4.0.",
        ),
        "resource-missing": (
            "The descriptor lists every expected resource.",
            "List the resource again.",
        ),
        "resource-unexpected": (
            "The descriptor lists no resource but the expected ones, and each once.",
            "Remove the entry, or add the resource to the project first.",
        ),
        "resource-not-as-expected": (
            "Every resource has the expected path, format, encoding and schema.",
            "Restore the expected value.",
        ),
        "schema-not-as-expected": (
            "Every schema of a package equals the one that comes with the validator.",
            "Restore the schema, or validate with the validator of that version.",
        ),
        "schema-too-loose": (
            "Every field is described and constrained, every reference is a foreign key, "
            "and JSON objects are closed.",
            "Add what is missing to the schema.",
        ),
        "path-not-readable": (
            "Every path leads to a file inside the package.",
            "Put the file there, or correct the path.",
        ),
        "file-unlisted": (
            "Every file in data/ and schemas/ belongs to a listed resource.",
            "Remove the file, or list it as a resource.",
        ),
        "bytes-differ": (
            "The size of every file is the one in the descriptor.",
            "Run scripts/format.py if the change was meant; otherwise fetch the file again.",
        ),
        "hash-differs": (
            "The checksum of every file is the one in the descriptor.",
            "Run scripts/format.py if the change was meant; otherwise fetch the file again.",
        ),
    },
)


@dataclass(frozen=True)
class Resource:
    """An expected resource: name, path, and its schema as a JSON value with the schema's path."""

    name: str
    path: str
    tabular: bool
    schema_path: str
    schema: dict[str, Any]


@dataclass
class Described:
    """What the descriptor stage leaves behind for the later ones."""

    descriptor: dict[str, Any]
    resources: list[Resource] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


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
def _expected_entries() -> dict[str, dict[str, Any]]:
    return {entry["name"]: entry for entry in _own(DESCRIPTOR)["resources"]}


@cache
def expected() -> dict[str, Resource]:
    """Return the resources that come with this validator, by name; raises CannotRunError."""
    return {
        name: Resource(
            name, entry["path"], "schema" in entry, schema_path(entry), _own(schema_path(entry))
        )
        for name, entry in _expected_entries().items()
    }


def _closed(schema: Any) -> Any:
    """Return a profile in which every object is closed, so that a misspelt key shows."""
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _closed(value) for key, value in schema.items()}
    if isinstance(closed.get("properties"), dict):
        closed.setdefault("additionalProperties", False)
    return closed


@cache
def _profile(name: str) -> tuple[Any, Any]:
    """Return the validators of an official profile: as published, and closed."""
    spec = find_spec("dplib")
    places = spec.submodule_search_locations if spec else None
    if not places:
        message = "dplib is not installed"
        raise ModuleNotFoundError(message)
    path = Path(places[0]) / "profiles" / "2.0" / f"{name}.json"
    profile = parse_json(path.read_bytes())
    return jsonschema_rs.validator_for(profile), jsonschema_rs.validator_for(_closed(profile))


def _pointer(path: list[str | int]) -> str:
    return "".join(f"/{part}" for part in path)


def against_profile(name: str, file: str, value: Any) -> Iterator[Issue]:
    """Yield where a JSON value departs from the official profile `name`."""
    published, closed = _profile(name)
    errors = list(published.iter_errors(value))
    for error in errors:
        yield RULES["not-as-profile"].issue(
            file, f"{error.message}.", field=_pointer(error.instance_path)
        )
    if not errors:
        for error in closed.iter_errors(value):
            yield RULES["unknown-key"].issue(
                file,
                f"The standard does not know every key here: {error.message}.",
                field=_pointer(error.instance_path),
            )


def load_json(
    package: Package, path: str, resource: str = "", *, canonically: bool = True
) -> tuple[Any, list[Issue]]:
    """Return (value, issues) of a JSON file of the package; value is None if it cannot be used.

    Issues name the resource, or the path where the file is none; canonically says whether the
    file must be laid out canonically.
    """
    name = resource or path
    try:
        text, issues = hygiene.check_bytes(name, package.read(path))
        if text is None:
            return None, issues
        value = parse_json(text.encode())
    except UnreadableError as error:
        return None, [RULES["path-not-readable"].issue(name, f"{path} {error}.")]
    except DuplicateKeyError as error:
        message = f"The key {shown(error)} stands twice in one object."
        return None, [RULES["duplicate-key"].issue(name, message)]
    except ValueError as error:
        return None, [RULES["not-json"].issue(name, f"{path} is not JSON: {error}.")]
    issues = list(hygiene.escaped_controls(name, text))
    if canonically and text != canonical.json_text(value):
        message = "The file is not laid out canonically."
        issues.append(hygiene.RULES["not-canonical"].issue(name, message))
    return value, issues


def _metadata(value: dict[str, Any]) -> Iterator[Issue]:
    for key in METADATA:
        if not value.get(key):
            yield RULES["metadata-missing"].issue(DESCRIPTOR, f"{key} is missing.", field=key)
    version = value.get("version") or "0.0.0"
    if not SEMANTIC.fullmatch(version):
        message = f"version is {shown(version)}."
        yield RULES["version-not-semantic"].issue(DESCRIPTOR, message, field="version")
    yield from _licences(value, "")
    for number, entry in enumerate(value["resources"]):
        yield from _licences(entry, f"/resources/{number}")


def _licences(value: dict[str, Any], pointer: str) -> Iterator[Issue]:
    for number, licence in enumerate(value.get("licenses", [])):
        name = licence.get("name", "")
        try:
            known = canonicalize_license_expression(name) == name
        except InvalidLicenseExpression:
            known = False
        if not known or name.startswith("LicenseRef-"):
            yield RULES["licence-not-spdx"].issue(
                DESCRIPTOR,
                f"The licence name is {shown(name)}.",
                field=f"{pointer}/licenses/{number}/name",
            )


def _entries(package: Package, value: dict[str, Any]) -> Iterator[Issue]:
    names = [entry["name"] for entry in value["resources"]]
    for name in expected():
        if name not in names:
            message = f"The resource {shown(name)} is not listed."
            yield RULES["resource-missing"].issue(DESCRIPTOR, message, field="/resources")
    for number, entry in enumerate(value["resources"]):
        pointer = f"/resources/{number}"
        name = entry["name"]
        if name not in expected() or name in names[:number]:
            message = f"The resource {shown(name)} is not expected here."
            yield RULES["resource-unexpected"].issue(DESCRIPTOR, message, field=pointer)
            continue
        own = _expected_entries()[name]
        for key in COMPARED:
            if entry.get(key) != own.get(key):
                yield RULES["resource-not-as-expected"].issue(
                    DESCRIPTOR,
                    f"{key} of {name} is {shown(entry.get(key))}, expected {shown(own.get(key))}.",
                    field=f"{pointer}/{key}",
                )
        if entry.get("path") == own["path"]:
            yield from _integrity(package, entry, pointer)


def _integrity(package: Package, entry: dict[str, Any], pointer: str) -> Iterator[Issue]:
    path = str(entry.get("path"))
    try:
        size, digest = package.digest(path)
    except UnreadableError as error:
        message = f"{path} {error}."
        yield RULES["path-not-readable"].issue(DESCRIPTOR, message, field=f"{pointer}/path")
        return
    if entry.get("bytes") != size:
        said = entry.get("bytes", "nothing")
        message = f"{path} has {size} bytes, the descriptor says {said}."
        yield RULES["bytes-differ"].issue(entry["name"], message, field="bytes")
    elif entry.get("hash") != f"sha256:{digest}":
        message = (
            f"{path} has the checksum sha256:{digest}, the descriptor says {entry.get('hash')}."
        )
        yield RULES["hash-differs"].issue(entry["name"], message, field="hash")


def _unlisted(package: Package, value: dict[str, Any]) -> Iterator[Issue]:
    listed = {item for r in expected().values() for item in (r.path, r.schema_path)}
    for entry in value["resources"]:
        listed |= {str(entry.get("path")), schema_path(entry)}
    for folder in ("data", "schemas"):
        for path in package.files(folder):
            if path not in listed:
                message = f"{path} belongs to no resource."
                yield RULES["file-unlisted"].issue(path, message)


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


def _schema(package: Package, resource: Resource) -> Iterator[Issue]:
    value, issues = load_json(package, resource.schema_path)
    yield from issues
    if value is None:
        return
    if value != resource.schema:
        yield RULES["schema-not-as-expected"].issue(
            resource.schema_path, f"{resource.schema_path} differs from the validator's own."
        )
        return
    if resource.tabular:
        yield from against_profile("tableschema", resource.schema_path, value)
    elif not jsonschema_rs.meta.is_valid(value):
        message = f"{resource.schema_path} is not a JSON Schema."
        yield RULES["not-as-profile"].issue(resource.schema_path, message)
    loose = loose_fields(resource) if resource.tabular else loose_objects(value)
    for place, missing in loose:
        message = f"At {place}, {missing}."
        yield RULES["schema-too-loose"].issue(resource.schema_path, message, field=place)


def check(package: Package) -> Described:
    """Return the descriptor, the resources that can be looked into, and the issues found."""
    value, issues = load_json(package, DESCRIPTOR)
    if value is None:
        return Described({}, [], issues)
    departures = list(against_profile("datapackage", DESCRIPTOR, value))
    issues += departures
    if any(issue.code == RULES["not-as-profile"].code for issue in departures):
        return Described({}, [], issues)
    if value.get("$schema", PROFILE) != PROFILE:
        message = f"$schema is {shown(value['$schema'])}, expected {shown(PROFILE)}."
        issues.append(RULES["not-as-profile"].issue(DESCRIPTOR, message, field="/$schema"))
    issues += _metadata(value)
    issues += _entries(package, value)
    issues += _unlisted(package, value)
    listed = {entry["name"]: entry.get("path") for entry in value["resources"]}
    present = [r for r in expected().values() if listed.get(r.name) == r.path]
    for resource in present:
        issues += _schema(package, resource)
    return Described(value, present, issues)
