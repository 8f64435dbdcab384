"""JSON resources: against their JSON Schemas, against the tables, against each other."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from factbook import canonical, hygiene, nested
from factbook.descriptor import load_json
from factbook.issue import Issue, declare, shown
from factbook.package import DESCRIPTOR, Package, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.descriptor import Described, Resource
    from factbook.tables import Tables

RULES = declare(
    "documents",
    {
        "not-as-schema": (
            "Every JSON resource follows its JSON Schema.",
            "Change the value so that it follows the schema.",
        ),
        "codes-repeated": (
            "No code list has two codes, or two labels, alike.",
            "Rename or remove one of them.",
        ),
    },
)
CONSISTENCY = declare(
    "consistency",
    {
        "nested-not-as-tables": (
            "data/facts.json is exactly what the tables generate.",
            "Run scripts/format.py.",
        ),
        "list-not-as-schema": (
            "Every code list is the same in the vocabulary and in the schemas.",
            "Give both the same codes.",
        ),
        "version-not-in-changelog": (
            "The newest release in CHANGELOG.md has the version and the date of the descriptor.",
            "Write the release as a heading, such as “## 1.0.0 - 2026-01-31”.",
        ),
    },
)
RELEASE = re.compile(r"^## \[?(\d+\.\d+\.\d+)\]? - (\d{4}-\d{2}-\d{2})$", re.MULTILINE)


def check(package: Package, resource: Resource) -> tuple[Any, list[Issue]]:
    """Return (value, issues) of a JSON resource; value is None if it cannot be used."""
    try:
        text, issues = hygiene.check_bytes(resource.name, package.read(resource.path))
    except UnreadableError:
        return None, []
    if text is None:
        return None, issues
    value, issues = load_json(package, resource.path)
    if issues:
        return None, issues
    for error in jsonschema_rs.validator_for(resource.schema).iter_errors(value):
        pointer = "".join(f"/{part}" for part in error.instance_path)
        issues.append(
            RULES["not-as-schema"].issue(resource.name, f"{error.message}.", field=pointer)
        )
    return (None if issues else value), issues


def check_vocabulary(value: dict[str, Any], package: Package) -> Iterator[Issue]:
    """Yield what is wrong inside and around the vocabulary: spelling, repeats, other schemas."""
    if package.read("data/vocabulary.json").decode() != canonical.json_text(value):
        message = "The file is not laid out canonically."
        yield hygiene.RULES["not-canonical"].issue("vocabulary", message)
    for entry in value["lists"]:
        for key in ("code", "label_en", "label_zh"):
            seen = [code[key] for code in entry["codes"]]
            for word in sorted({word for word in seen if seen.count(word) > 1}):
                message = f"{key} {shown(word)} stands twice in the list {entry['list']}."
                yield RULES["codes-repeated"].issue("vocabulary", message, field=key)


def check_lists(value: dict[str, Any], resources: list[Resource]) -> Iterator[Issue]:
    """Yield the code lists that the schemas spell otherwise than the vocabulary."""
    listed: dict[str, list[str]] = {}
    for entry in value["lists"]:
        codes = [code["code"] for code in entry["codes"]]
        listed |= dict.fromkeys(entry["fields"], codes)
        listed[entry["list"]] = codes
    for resource in resources:
        for place, found, field in _closed_lists(resource):
            codes = listed.get(place, [])
            choice = "|".join(codes)
            if found not in (codes, f"^({choice})( ({choice}))*$"):
                message = f"{field} allows {shown(found, 200)}, the vocabulary {shown(codes, 200)}."
                yield CONSISTENCY["list-not-as-schema"].issue(
                    resource.schema_path, message, field=field
                )


def _closed_lists(resource: Resource) -> Iterator[tuple[str, Any, str]]:
    """Yield (key in the vocabulary, codes or pattern, field) of every closed list of a schema."""
    if resource.tabular:
        for field in resource.schema["fields"]:
            name, constraints = field["name"], field.get("constraints", {})
            if "enum" in constraints:
                yield f"{resource.name}.{name}", constraints["enum"], name
            elif " (" in constraints.get("pattern", ""):
                yield f"{resource.name}.{name}", constraints["pattern"], name
    else:
        for name, definition in resource.schema.get("$defs", {}).items():
            if "enum" in definition:
                yield name, definition["enum"], name


def cues(value: dict[str, Any]) -> list[tuple[str, str]]:
    """Return (comparator, word before a figure that calls for it) from the vocabulary."""
    return [
        (code["code"], cue)
        for entry in value["lists"]
        if entry["list"] == "comparator"
        for code in entry["codes"]
        for cue in code.get("cues", [])
    ]


def check_nested(tables: Tables, package: Package, resource: Resource) -> Iterator[Issue]:
    """Yield the first line in which data/facts.json is not what the tables generate."""
    try:
        found = package.read(resource.path)
    except UnreadableError:
        return
    wanted = nested.text(tables)
    if found == wanted.encode():
        return
    here = found.decode("utf-8", "replace").split("\n")
    there = wanted.split("\n")
    for row, (have, want) in enumerate(itertools.zip_longest(here, there, fillvalue=""), 1):
        if have != want:
            record = re.search(r'"fact_id":"(f\d+)"', want or have)
            at = next(
                (n for n, (a, b) in enumerate(zip(have, want, strict=False)) if a != b),
                min(len(have), len(want)),
            )
            message = (
                f"Line {row} has {shown(have[max(0, at - 20) : at + 20])} where the tables "
                f"generate {shown(want[max(0, at - 20) : at + 20])}."
            )
            yield CONSISTENCY["nested-not-as-tables"].issue(
                resource.name, message, row=row, record=record[1] if record else ""
            )
            return


def releases(package: Package) -> list[tuple[str, str]]:
    """Return (version, date) of the releases in CHANGELOG.md, newest first."""
    try:
        return RELEASE.findall(package.read("CHANGELOG.md").decode("utf-8", "replace"))
    except UnreadableError:
        return []


def check_changelog(described: Described, found: list[tuple[str, str]]) -> Iterator[Issue]:
    """Yield whether the descriptor's version and date are not those of the newest release."""
    value = described.descriptor
    own = (value.get("version", ""), value.get("created", "")[:10])
    if not found or found[0] != own:
        newest = " of ".join(found[0]) if found else "none"
        message = (
            f"The descriptor says {own[0]} of {own[1]}, "
            f"the newest release in CHANGELOG.md is {newest}."
        )
        yield CONSISTENCY["version-not-in-changelog"].issue(DESCRIPTOR, message, field="version")


def check_descriptor_spelling(package: Package, described: Described) -> Iterator[Issue]:
    """Yield whether the descriptor or a schema is not laid out canonically."""
    names = [DESCRIPTOR, *sorted({r.schema_path for r in described.resources})]
    for name in names:
        value, issues = load_json(package, name)
        if issues:
            continue
        text, faults = hygiene.check_bytes(name, package.read(name))
        yield from faults
        if text is not None and text != canonical.json_text(value):
            message = "The file is not laid out canonically."
            yield hygiene.RULES["not-canonical"].issue(name, message)
