"""datapackage.json, the schemas, the JSON resources and the files that the descriptor lists."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from factbook import spelling
from factbook.characters import check_bytes, escaped_controls
from factbook.issue import Issue, quoted
from factbook.package import DESCRIPTOR, DuplicateKeyError, Package, UnreadableError, parse_json
from factbook.rules import RULES
from factbook.schemas import DESCRIPTOR_SCHEMA, Resource, json_errors, own_resources, own_text

CHANGELOG, LICENCE = "CHANGELOG.md", "LICENSE"
# Bytes of the largest JSON file that is read whole and laid out anew to be compared.
_LARGEST = 4_000_000
RELEASE = re.compile(
    r"^## \[?(\d{1,9}\.\d{1,9}\.\d{1,9})\]? - (\d{4}-\d{2}-\d{2})$", re.MULTILINE | re.ASCII
)


class Described(NamedTuple):
    """What the descriptor stage leaves for the later ones; descriptor is {} if it is unusable."""

    descriptor: dict[str, Any]
    resources: list[Resource]
    vocabulary: dict[str, Any] | None
    releases: list[tuple[str, str]]
    issues: list[Issue]


def check(package: Package) -> Described:
    """Return the descriptor, the resources that can be looked into, and the issues found."""
    value, issues = load_json(package, DESCRIPTOR)
    if not isinstance(value, dict) or not isinstance(value.get("resources"), list):
        if value is not None:
            message = "The descriptor is no JSON object with a list of resources."
            issues.append(RULES["descriptor-invalid"].issue(DESCRIPTOR, message))
        return Described({}, [], None, [], issues)
    for pointer, message in json_errors(DESCRIPTOR_SCHEMA, value):
        issues.append(RULES["descriptor-invalid"].issue(DESCRIPTOR, message, field=pointer))
    usable = not any(issue.code == "descriptor-invalid" for issue in issues)
    entries = [entry for entry in value["resources"] if isinstance(entry, dict)]
    listed = {str(entry.get("name")): str(entry.get("path")) for entry in entries}
    present = [r for r in own_resources().values() if listed.get(r.name) == r.path]
    for number, entry in enumerate(value["resources"]):
        if isinstance(entry, dict) and own_resources().get(str(entry.get("name"))) in present:
            issues += _check_file(package, entry, f"/resources/{number}")
    issues += _unlisted(package, set(listed.values()))
    for resource in present:
        issues += _check_schema(package, resource)
    vocabulary = next((r for r in present if r.name == "vocabulary"), None)
    codes, found = _vocabulary(package, vocabulary) if vocabulary else (None, [])
    releases, more = _releases(package)
    issues += [*found, *more]
    if usable:
        issues += _check_version(value, releases)
        issues += _check_licences(package, value)
    return Described(value if usable else {}, present, codes, releases, issues)


def load_json(package: Package, path: str, resource: str = "") -> tuple[Any, list[Issue]]:
    """Return (value, issues) of a JSON file of the package; value is None if it cannot be used.

    Issues name the resource, or the path of a file that is none.
    """
    name = resource or path
    try:
        data = package.read(path, _LARGEST)
        text, issues = check_bytes(name, data)
        if text is None:
            return None, issues
        value = parse_json(text.encode())
    except UnreadableError as error:
        return None, [RULES["file-unreadable"].issue(name, f"{path} {error}.")]
    except DuplicateKeyError as error:
        message = f"The key {quoted(error)} occurs twice in one object."
        return None, [RULES["duplicate-key"].issue(name, message)]
    except ValueError as error:
        return None, [RULES["json-unreadable"].issue(name, f"{path} is not JSON: {error}.")]
    if value is None:
        return None, [RULES["json-unreadable"].issue(name, f"{path} contains nothing but null.")]
    issues += escaped_controls(name, text)
    if text != spelling.json_text(value):
        message = "The file is not laid out canonically."
        issues.append(RULES["spelling-not-canonical"].issue(name, message))
    return value, issues


def _check_file(package: Package, entry: dict[str, Any], pointer: str) -> Iterator[Issue]:
    """Yield if a file has another size or checksum than its entry states."""
    name, path = str(entry["name"]), str(entry["path"])
    try:
        size, digest = package.digest(path)
    except UnreadableError as error:
        rule = RULES["file-unreadable"]
        yield rule.issue(DESCRIPTOR, f"{path} {error}.", field=f"{pointer}/path")
        return
    rule = RULES["file-differs"]
    if entry.get("bytes") != size:
        message = f"{path} has {size} bytes, the descriptor says {entry.get('bytes', 'nothing')}."
        yield rule.issue(name, message, field="bytes")
    elif entry.get("hash") != f"sha256:{digest}":
        said = entry.get("hash", "nothing")
        message = f"{path} has the checksum sha256:{digest}, the descriptor says {said}."
        yield rule.issue(name, message, field="hash")


def _unlisted(package: Package, listed: set[str]) -> Iterator[Issue]:
    """Yield the files in data/ and schemas/ that belong to no resource."""
    own = own_resources().values()
    listed |= {r.path for r in own} | {r.schema_path for r in own} | {DESCRIPTOR_SCHEMA}
    for folder in ("data", "schemas"):
        for path in package.files(folder):
            if path not in listed:
                message = f"{path} belongs to no resource."
                yield RULES["file-unlisted"].issue(path, message)


def _check_schema(package: Package, resource: Resource) -> Iterator[Issue]:
    """Yield what is wrong with the schema of a resource: it must equal our own."""
    try:
        if package.read(resource.schema_path) == own_text(resource.name):
            return
    except UnreadableError:
        pass  # load_json says so.
    value, issues = load_json(package, resource.schema_path)
    yield from issues
    # As JSON: Python takes 1 for true.
    if value is not None and _sorted(value) != _sorted(resource.schema):
        message = f"{resource.schema_path} differs from the one that comes with the validator."
        yield RULES["schema-differs"].issue(resource.schema_path, message)


def _sorted(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _vocabulary(package: Package, resource: Resource) -> tuple[dict[str, Any] | None, list[Issue]]:
    """Return (the vocabulary, issues); it is None if it cannot be used."""
    value, issues = load_json(package, resource.path, resource.name)
    if value is None:
        unreadable = [issue for issue in issues if issue.code == "file-unreadable"]
        return None, issues if not unreadable else []  # The file itself is reported already.
    errors = list(json_errors(resource.schema_path, value))
    rule = RULES["json-invalid"]
    issues += [rule.issue(resource.name, message, field=pointer) for pointer, message in errors]
    claimed = {place for entry in value["lists"] for place in entry["fields"]} if not errors else ()
    for place, path in _closed_lists() if claimed else ():
        if place not in claimed and place not in {entry["list"] for entry in value["lists"]}:
            message = f"{path} has a closed list for {place}, the vocabulary has none."
            issues.append(RULES["code-list-missing"].issue(resource.name, message, field=place))
    return (None if errors else value), issues


def _closed_lists() -> Iterator[tuple[str, str]]:
    """Yield (table.field, or definition, path of the schema) of the closed lists of our schemas."""
    for resource in own_resources().values():
        for field in resource.schema.get("fields", []):
            asked = field.get("constraints", {})
            if "enum" in asked or " (" in asked.get("pattern", ""):
                yield f"{resource.name}.{field['name']}", resource.schema_path
        for name, definition in resource.schema.get("$defs", {}).items():
            if "enum" in definition:
                yield name, resource.schema_path


def code_rows(vocabulary: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield (pointer, list, code, label_en, label_zh) of the code lists and of their codes."""
    for number, entry in enumerate(vocabulary["lists"]):
        yield f"/lists/{number}", "lists", entry["list"], entry["label_en"], entry["label_zh"]
        for place, code in enumerate(entry["codes"]):
            labels = code["label_en"], code["label_zh"]
            yield f"/lists/{number}/codes/{place}", entry["list"], code["code"], *labels


def cue_rows(vocabulary: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (list, cue) of the words that call for codes."""
    for entry in vocabulary["lists"]:
        for code in entry["codes"]:
            yield from ((entry["list"], cue) for cue in code.get("cues", []))


def _releases(package: Package) -> tuple[list[tuple[str, str]], list[Issue]]:
    """Return (version, date) of the releases in CHANGELOG.md, in its order, and its issues."""
    try:
        data = package.read(CHANGELOG)
    except UnreadableError:
        return [], []
    text, issues = check_bytes(CHANGELOG, data)
    text = text or data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    found = RELEASE.findall(text)
    days = [day for _, day in found]
    versions = [spelling.version_key(version) for version, _ in found]
    rule = RULES["releases-unsorted"]
    if versions != sorted(set(versions), reverse=True):
        message = "The releases are not listed from the newest to the oldest, each once."
        issues.append(rule.issue(CHANGELOG, message))
    elif days != sorted(days, reverse=True):
        message = "A release has an earlier day than the one before it."
        issues.append(rule.issue(CHANGELOG, message))
    sections = RELEASE.split(text)[1:]
    for version, words in zip(sections[::3], sections[2::3], strict=True):
        if not words.strip():
            message = f"Nothing is said about the release {version}."
            issues.append(rule.issue(CHANGELOG, message))
    return found, issues


def _check_version(value: dict[str, Any], releases: list[tuple[str, str]]) -> Iterator[Issue]:
    """Yield an issue if version or date differ from the newest changelog entry."""
    stated = (value["version"], value["created"][:10])
    newest = max(releases, key=lambda release: spelling.version_key(release[0]), default=None)
    if newest != stated:
        named = " of ".join(newest) if newest else "missing"
        message = (
            f"The descriptor says {stated[0]} of {stated[1]}, "
            f"the newest release in CHANGELOG.md is {named}."
        )
        yield RULES["version-not-in-changelog"].issue(DESCRIPTOR, message, field="version")


def _is_spdx(name: str) -> bool:
    from packaging.licenses import (  # noqa: PLC0415 - the list takes 5 ms, most names are known
        InvalidLicenseExpression,
        canonicalize_license_expression,
    )

    try:
        return str(canonicalize_license_expression(name)) == name
    except InvalidLicenseExpression:
        return False


def _check_licences(package: Package, value: dict[str, Any]) -> Iterator[Issue]:
    """Yield licences that are no SPDX licence, or that LICENSE or their address says otherwise."""
    try:
        text = " ".join(package.read(LICENCE).decode("utf-8", "replace").split())
    except UnreadableError:
        text = None
    places = {"": value} | {f"/resources/{n}": entry for n, entry in enumerate(value["resources"])}
    licences = {
        f"{at}/licenses/{number}": licence
        for at, place in places.items()
        for number, licence in enumerate(place.get("licenses", []))
    }
    for at, licence in licences.items():
        name, path, title = licence["name"], licence["path"], licence["title"]
        commons = re.fullmatch(r"CC-(.+)-(\d\.\d)", name)
        if name.startswith("LicenseRef-") or not _is_spdx(name):
            message = f"The licence name is {quoted(name)}."
            yield RULES["licence-unknown"].issue(DESCRIPTOR, message, field=f"{at}/name")
        elif commons and f"/licenses/{commons[1].lower()}/{commons[2]}/" not in path:
            message = f"The licence {name} has the address {quoted(path)}."
            yield RULES["licence-text-differs"].issue(DESCRIPTOR, message, field=f"{at}/path")
        elif text is not None and not all(word in text for word in (name, path, title)):
            message = f"LICENSE does not contain {name}, {path} and its title."
            yield RULES["licence-text-differs"].issue(LICENCE, message)
    late = re.findall(r"Copyright \(c\) (\d{4})", text or "")
    if late and max(late) > value["created"][:4]:
        message = f"LICENSE has the year {max(late)}, the release is of {value['created'][:4]}."
        yield RULES["copyright-year-late"].issue(LICENCE, message)
