"""datapackage.json and schemas/ against the standard and against our own expectations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from factbook import canonical, hygiene, standard
from factbook.expected import Resource, expected, expected_entries, schema_path
from factbook.issue import Issue, declare, shown
from factbook.package import (
    DESCRIPTOR,
    DuplicateKeyError,
    Package,
    UnreadableError,
    parse_json,
)
from factbook.strictness import loose_fields, loose_objects

if TYPE_CHECKING:
    from collections.abc import Iterator

SEMANTIC = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}")
# Bytes of the largest JSON file that is read whole and laid out anew to be compared.
LARGEST = 4_000_000
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


@dataclass
class Described:
    """What the descriptor stage leaves behind for the later ones."""

    descriptor: dict[str, Any]
    resources: list[Resource] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def against_profile(name: str, file: str, value: Any) -> Iterator[Issue]:
    """Yield where a JSON value departs from the official profile `name`."""
    for unknown, said, place in standard.departures(name, value):
        rule = RULES["unknown-key" if unknown else "not-as-profile"]
        message = f"The standard does not know every key here: {said}." if unknown else f"{said}."
        yield rule.issue(file, message, field=place)


def load_json(package: Package, path: str, resource: str = "") -> tuple[Any, list[Issue]]:
    """Return (value, issues) of a JSON file of the package; value is None if it cannot be used.

    Issues name the resource, or the path where the file is none.
    """
    name = resource or path
    try:
        text, issues = hygiene.check_bytes(name, _read_whole(package, path))
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
    if value is None:
        return None, [RULES["not-json"].issue(name, f"{path} holds nothing but null.")]
    issues = list(hygiene.escaped_controls(name, text))
    if text != canonical.json_text(value):
        message = "The file is not laid out canonically."
        issues.append(hygiene.RULES["not-canonical"].issue(name, message))
    return value, issues


def _read_whole(package: Package, path: str) -> bytes:
    """Return the bytes of a file that is not too large; raises UnreadableError."""
    size = package.size(path)
    if size > LARGEST:
        message = f"has {size:,} bytes, more than the {LARGEST:,} it may have"
        raise UnreadableError(message)
    return package.read(path)


def _metadata(value: dict[str, Any]) -> Iterator[Issue]:
    for key in METADATA:
        if not value.get(key):
            yield RULES["metadata-missing"].issue(DESCRIPTOR, f"{key} is missing.", field=key)
    name = value.get("name") or "-"
    if not re.fullmatch(r"[a-z0-9-]+", name):
        message = f"name is {shown(name)}, which is not lower-case letters, digits and hyphens."
        yield RULES["not-as-profile"].issue(DESCRIPTOR, message, field="/name")
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
        own = expected_entries()[name]
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
        said = entry.get("hash", "nothing")
        message = f"{path} has the checksum sha256:{digest}, the descriptor says {said}."
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
    if value.get("$schema", standard.PROFILE) != standard.PROFILE:
        message = f"$schema is {shown(value['$schema'])}, expected {shown(standard.PROFILE)}."
        issues.append(RULES["not-as-profile"].issue(DESCRIPTOR, message, field="/$schema"))
    issues += _metadata(value)
    issues += _entries(package, value)
    issues += _unlisted(package, value)
    listed = {entry["name"]: entry.get("path") for entry in value["resources"]}
    present = [r for r in expected().values() if listed.get(r.name) == r.path]
    for resource in present:
        issues += _schema(package, resource)
    return Described(value, present, issues)
