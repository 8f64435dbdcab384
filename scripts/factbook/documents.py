"""JSON resources: against their JSON Schemas, against the tables, against each other."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from factbook import hygiene, nested, standard
from factbook.descriptor import SEMANTIC, load_json
from factbook.issue import Issue, declare, shown
from factbook.package import DESCRIPTOR, Package, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.descriptor import Described
    from factbook.expected import Resource
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
        "citation-differs": (
            "CITATION.cff is that of a data set and has the title, the version, the date, the "
            "licence, the authors and the keywords of the descriptor.",
            "Correct CITATION.cff, or the descriptor.",
        ),
        "licence-differs": (
            "LICENSE has name, title and address of every licence of the descriptor and no year "
            "after the release, and a Creative Commons licence the address of its own.",
            "Correct the licence in the descriptor, or LICENSE.",
        ),
        "releases-not-in-order": (
            "CHANGELOG.md lists the releases from the newest to the oldest, each once, with its "
            "day and what it brings.",
            "Put the headings in order, remove repeated ones, and say what each release brings.",
        ),
        "version-not-in-changelog": (
            "The newest release in CHANGELOG.md has the version and the date of the descriptor.",
            "Name one release in the descriptor and, as “## 1.0.0 - 2026-01-31”, in CHANGELOG.md.",
        ),
    },
)
CHANGELOG = "CHANGELOG.md"
CITATION = "CITATION.cff"
LICENCE = "LICENSE"
# The lists whose codes are called for by words, so that a sentence can be held to them.
CUED = ("comparator", "modality")
FACT_ACTIONS = ("added", "changed", "corrected", "withdrawn", "removed")
FACT_LINE = re.compile(rf"- Facts ({'|'.join(FACT_ACTIONS)}): (.+)\.")
FACT_IDS = re.compile(r"(f[0-9]{4,9})(?:-(f[0-9]{4,9}))?")
# The columns of the table of facts that the changelog lists.
FACTS_LISTED = {"row_no": "BIGINT", "version": "VARCHAR", "action": "VARCHAR"} | dict.fromkeys(
    ("first", "last"), "BIGINT"
)
# An item of a list in CITATION.cff.
_ITEM = re.compile(r"^  - (?:name: )?[\"']?(.*?)[\"']?$", re.MULTILINE)
RELEASE = re.compile(
    r"^## \[?(\d{1,9}\.\d{1,9}\.\d{1,9})\]? - (\d{4}-\d{2}-\d{2})$", re.MULTILINE | re.ASCII
)


def check(package: Package, resource: Resource) -> tuple[Any, list[Issue]]:
    """Return (value, issues) of a JSON resource; value is None if it cannot be used."""
    try:
        package.path(resource.path)
    except UnreadableError:
        return None, []  # The descriptor stage has said so.
    value, issues = load_json(package, resource.path, resource.name)
    if value is None:
        return None, issues
    errors = list(jsonschema_rs.validator_for(resource.schema).iter_errors(value))
    for error in errors:
        pointer = standard.pointer(error.instance_path)
        issues.append(
            RULES["not-as-schema"].issue(resource.name, f"{error.message}.", field=pointer)
        )
    return (None if errors else value), issues


def check_vocabulary(value: dict[str, Any]) -> Iterator[Issue]:
    """Yield what is wrong inside the vocabulary: labels, repeats."""
    for number, entry in enumerate(value["lists"]):
        for place, labelled in enumerate([*entry["codes"], entry]):
            label = labelled["label_zh"]
            at = f"/codes/{place}" if labelled is not entry else ""
            for fault, wrong in (
                ("label-not-chinese", not hygiene.is_chinese(label)),
                ("not-in-script", hygiene.not_in_script(label, "zh")),
            ):
                if wrong:
                    message = f"label_zh is {shown(label)}."
                    yield hygiene.RULES[fault].issue(
                        "vocabulary", message, field=f"/lists/{number}{at}/label_zh"
                    )
        yield from _repeated(entry["codes"], ("code", "label_en", "label_zh"), entry["list"])
    yield from _repeated(value["lists"], ("list", "label_en", "label_zh"), "of lists")
    for name in CUED:
        words = [{"cue": cue} for _, cue in cues(value, name)]
        yield from _repeated(words, ("cue",), f"of cues of {name}")


def _repeated(entries: list[Any], keys: tuple[str, ...], where: str) -> Iterator[Issue]:
    """Yield what stands twice; an entry whose code is repeated is not asked for its labels."""
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        for key in keys:
            word = entry[key]
            if (key, word.lower()) in seen:
                message = f"{key} {shown(word)} stands twice in the list {where}."
                yield RULES["codes-repeated"].issue("vocabulary", message, field=key)
                if key == keys[0]:
                    break
            seen.add((key, word.lower()))


def check_lists(value: dict[str, Any], resources: list[Resource]) -> Iterator[Issue]:
    """Yield the code lists that the schemas spell otherwise than the vocabulary."""
    listed: dict[str, list[str]] = {}
    for entry in value["lists"]:
        codes = list(dict.fromkeys(code["code"] for code in entry["codes"]))
        listed |= dict.fromkeys(entry["fields"], codes)
        listed[entry["list"]] = codes
    closed = [(resource, *place) for resource in resources for place in _closed_lists(resource)]
    whole = True
    for resource, place, found, field in closed:
        codes = listed.get(place, [])
        choice = "|".join(codes)
        if found not in (codes, f"^({choice})( ({choice}))*$"):
            whole = False
            message = f"{field} allows {shown(found, 200)}, the vocabulary {shown(codes, 200)}."
            yield CONSISTENCY["list-not-as-schema"].issue(
                resource.schema_path, message, field=field
            )
    there = {name for r, place, _, _ in closed for name in (place, f"{r.name}.{place}")}
    claimed = {name for name in listed if "." in name} - there
    for field in sorted(claimed) if whole else ():
        message = f"The vocabulary has a list for {field}, which is no field with a closed list."
        yield CONSISTENCY["list-not-as-schema"].issue("vocabulary", message, field="fields")


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


def cues(value: dict[str, Any], name: str) -> list[tuple[str, str]]:
    """Return (code, word that calls for it) of a list of the vocabulary."""
    return [
        (code["code"], cue)
        for entry in value["lists"]
        if entry["list"] == name
        for code in entry["codes"]
        for cue in code.get("cues", [])
    ]


def check_nested(tables: Tables, package: Package, resource: Resource) -> Iterator[Issue]:
    """Yield the first line in which data/facts.json is not what the tables generate.

    Its JSON Schema asks nothing that the tables are not asked (tests/test_nested.py holds it to
    that): what is as generated from tables in order follows the schema too.
    """
    row = 1
    try:
        with package.stream(resource.path) as file:
            for wanted in nested.pieces(tables):
                found = file.read(len(wanted))
                if found != wanted:
                    yield _first_difference(resource, row, found + file.readline(), wanted)
                    return
                row += wanted.count(b"\n")
            if file.read(1):
                message = "The file has more lines than the tables generate."
                yield CONSISTENCY["nested-not-as-tables"].issue(resource.name, message, row=row)
    except UnreadableError:
        return  # The descriptor stage has said so.


def _first_difference(resource: Resource, row: int, found: bytes, wanted: bytes) -> Issue:
    """Return the issue of the first line that differs; row is that of the first line here."""
    here = found.decode("utf-8", "replace").split("\n")
    there = wanted.decode().split("\n")
    at, have, want = next(
        (row + n, have, want)
        for n, (have, want) in enumerate(itertools.zip_longest(here, there))
        if have != want
    )
    record = re.search(r'"fact_id":"(f[0-9]+)"', want or have or "")
    return CONSISTENCY["nested-not-as-tables"].issue(
        resource.name,
        _difference(at, have, want),
        row=at,
        record=record[1] if record else "",
    )


def _difference(row: int, have: str | None, want: str | None) -> str:
    if have is None or want is None:
        return f"The file has {'fewer' if have is None else 'more'} lines than the tables generate."
    at = next(
        (n for n, (a, b) in enumerate(zip(have, want, strict=False)) if a != b),
        min(len(have), len(want)),
    )
    around = slice(max(0, at - 20), at + 20)
    return f"Line {row} has {shown(have[around])} where the tables generate {shown(want[around])}."


def read_changelog(package: Package) -> tuple[list[tuple[str, str]], list[Issue]]:
    """Return (version, date) of the releases in CHANGELOG.md, in its order, and its issues."""
    try:
        data = package.read(CHANGELOG)
    except UnreadableError:
        return [], []
    text, issues = hygiene.check_bytes(CHANGELOG, data)
    text = text or data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    found = RELEASE.findall(text)
    days = [day for _, day in found]
    rule = CONSISTENCY["releases-not-in-order"]
    if found != sorted(dict(found).items(), key=_number, reverse=True):
        message = "The releases do not stand from the newest to the oldest, each once."
        issues.append(rule.issue(CHANGELOG, message))
    elif days != sorted(days, reverse=True):
        message = "A release has an earlier day than the one before it."
        issues.append(rule.issue(CHANGELOG, message))
    else:
        sections = RELEASE.split(text)[1:]
        issues += [
            rule.issue(CHANGELOG, f"Nothing is said of the release {version}.")
            for version, said in zip(sections[::3], sections[2::3], strict=True)
            if not said.strip()
        ]
    return found, issues


def fact_lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield (row, version, line) of the lines on facts in a changelog; wrapped lines whole."""
    version = ""
    lines = text.split("\n")
    for row, line in enumerate(lines, 1):
        heading = RELEASE.match(line)
        version = heading[1] if heading else version
        if line.startswith("- Facts ") and version:
            wrapped = itertools.takewhile(lambda more: more.startswith("  "), lines[row:])
            yield row, version, " ".join([line, *(more.strip() for more in wrapped)])


def facts_listed(package: Package, before: str | None) -> list[tuple[int, str, str, int, int]]:
    """Return (row, version, action, first, last) of every run of facts listed in CHANGELOG.md.

    before: what stands under versions after this one is left to the comparison with it; of such a
    version there is one row, with the action "compared".
    """
    try:
        text = package.read(CHANGELOG).decode("utf-8", "replace")
    except UnreadableError:
        return []
    later = {
        version
        for version, _ in RELEASE.findall(text)
        if before is not None and _number((version, "")) > _number((before, ""))
    }
    return [(0, version, "compared", 0, 0) for version in sorted(later)] + [
        (row, version, match[1], int(ids[1][1:]), int((ids[2] or ids[1])[1:]))
        for row, version, line in fact_lines(text)
        if version not in later and (match := FACT_LINE.fullmatch(line))
        for part in match[2].split(", ")
        if (ids := FACT_IDS.fullmatch(part))
    ]


def check_citation(package: Package, value: dict[str, Any]) -> Iterator[Issue]:
    """Yield what CITATION.cff, if there is one, says otherwise than the descriptor."""
    wanted = {
        "title": value.get("title"),
        "version": value.get("version"),
        "date-released": (value.get("created") or "")[:10],
        "type": "dataset",
        "license": next((licence.get("name") for licence in value.get("licenses", [])), None),
    }
    try:
        text = package.read(CITATION).decode("utf-8", "replace")
    except UnreadableError:
        return
    for key, want in wanted.items():
        found = re.search(rf"^{key}: *[\"']?(.*?)[\"']?$", text, re.MULTILINE)
        if want and (found is None or found[1] != want):
            said = shown(found[1]) if found else "missing"
            message = f"{key} is {said}, the descriptor says {shown(want)}."
            yield CONSISTENCY["citation-differs"].issue(CITATION, message, field=key)
    lists = {
        "authors": [person.get("title") for person in value.get("contributors", [])],
        "keywords": value.get("keywords", []),
    }
    for key, items in lists.items():
        block = re.search(rf"^{key}:\n((?:  .*\n)+)", text, re.MULTILINE)
        listed = _ITEM.findall(block[1]) if block else items
        if listed != items:
            message = f"{key} are {shown(', '.join(listed))}, the descriptor says "
            message += f"{shown(', '.join(map(str, items)))}."
            yield CONSISTENCY["citation-differs"].issue(CITATION, message, field=key)


def check_licences(package: Package, value: dict[str, Any]) -> Iterator[Issue]:
    """Yield the licences that LICENSE, if there is one, or their own address says otherwise."""
    try:
        text = " ".join(package.read(LICENCE).decode("utf-8", "replace").split())
    except UnreadableError:
        text = None
    for number, licence in enumerate(value.get("licenses", [])):
        name, path = licence.get("name", ""), licence.get("path", "")
        commons = re.fullmatch(r"CC-(.+)-(\d\.\d)", name)
        if commons and f"/licenses/{commons[1].lower()}/{commons[2]}/" not in path:
            message = f"The licence {name} has the address {shown(path)}."
            at = f"/licenses/{number}/path"
            yield CONSISTENCY["licence-differs"].issue(DESCRIPTOR, message, field=at)
        elif text is not None and not all(
            w in text for w in (name, path, licence.get("title", ""))
        ):
            message = f"LICENSE does not hold {name}, {path} and its title."
            yield CONSISTENCY["licence-differs"].issue(LICENCE, message)
    years = re.findall(r"Copyright \(c\) (\d{4})", text or "")
    created = (value.get("created") or "")[:4]
    if created and any(year > created for year in years):
        message = f"LICENSE has the year {max(years)}, the release is of {created}."
        yield CONSISTENCY["licence-differs"].issue(LICENCE, message)


def prose(package: Package) -> dict[str, str]:
    """Return the texts of the files that people read, by path."""
    found = {}
    for path in (DESCRIPTOR, CHANGELOG, "README.md"):
        try:
            found[path] = package.read(path).decode("utf-8", "replace")
        except UnreadableError:
            continue
    return found


def _number(release: tuple[str, str]) -> tuple[list[int], str]:
    """Sort key of a release: its version as numbers, then its date."""
    return [int(part) for part in release[0].split(".")], release[1]


def check_changelog(described: Described, found: list[tuple[str, str]]) -> Iterator[Issue]:
    """Yield whether the descriptor's version and date are not those of the newest release."""
    version = described.descriptor.get("version") or ""
    date = (described.descriptor.get("created") or "")[:10]
    if not SEMANTIC.fullmatch(version) or not date:
        return
    newest = max(found, key=_number, default=None)
    if newest != (version, date):
        named = " of ".join(newest) if newest else "missing"
        message = (
            f"The descriptor says {version} of {date}, "
            f"the newest release in CHANGELOG.md is {named}."
        )
        yield CONSISTENCY["version-not-in-changelog"].issue(DESCRIPTOR, message, field="version")
