"""The canonical content of every file of a package; what is generated is generated here.

In files that people write, generated lines are between two markers that a page does not show.
"""

import csv
import hashlib
import io
import re
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from factbook import generated, spelling
from factbook.engine import Engine
from factbook.package import (
    DESCRIPTOR,
    CannotRunError,
    Memory,
    Package,
    UnreadableError,
    parse_json,
)
from factbook.schemas import DESCRIPTOR_SCHEMA, Resource, json_errors, own_resources, own_text

CHANGELOG, CITATION, README = "CHANGELOG.md", "CITATION.cff", "README.md"
NESTED = "data/facts.json"
# Ends of JSON pointers to what is generated in the descriptor.
_GENERATED = ("/bytes", "/hash", "/sources")


def formatted(package: Package, engine: Engine, load: Callable[..., Any]) -> dict[str, bytes]:
    """Return the canonical content of every file of the package, by path.

    engine: an empty one. load: tables.load. Raises CannotRunError if a file cannot be read or the
    tables have errors.
    """
    value = _json(package, DESCRIPTOR, DESCRIPTOR_SCHEMA)
    files = {DESCRIPTOR_SCHEMA: spelling.json_text(_json(package, DESCRIPTOR_SCHEMA))}
    codes = own_resources()["vocabulary"]
    vocabulary = _json(package, codes.path, codes.schema_path)
    resources = []
    for resource in own_resources().values():
        if resource.tabular:
            files[resource.path] = _table(package, resource.path)
        elif resource.path != NESTED:
            files[resource.path] = spelling.json_text(_json(package, resource.path))
        given = _json(package, resource.schema_path)
        schema = with_codes(parse_json(own_text(resource.name)), resource, vocabulary)
        if given not in (schema, resource.schema):
            message = f"{resource.schema_path} differs from our own. Restore it first."
            raise CannotRunError(message)
        files[resource.schema_path] = spelling.json_text(schema)
        resources.append(resource._replace(schema=schema))
    content = {name: text.encode() for name, text in files.items()}
    loaded = load(engine, Memory(content), resources)
    found = [issue for issue in loaded.issues if issue.level == "error"]
    if found or loaded.names < {r.name for r in resources if r.tabular}:
        named = f" ({found[0].resource}: {found[0].message})" if found else ""
        message = (
            f"{NESTED} cannot be generated while the tables have errors{named}. "
            "Run scripts/validate.py for the rest, and repair what it names first."
        )
        raise CannotRunError(message)
    content[NESTED] = b"".join(generated.facts_json(engine))
    value["sources"] = sources(engine) or value.get("sources")
    for entry in value["resources"]:
        data = content[entry["path"]]
        entry |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    content[DESCRIPTOR] = spelling.json_text(value).encode()
    return content | {name: text.encode() for name, _, text in prose(package, value, engine)}


def generated_texts(
    package: Package, value: dict[str, Any], vocabulary: dict[str, Any], engine: Engine
) -> Iterator[tuple[str, str, str]]:
    """Yield (path, text, up-to-date text) of what has generated parts, facts.json aside.

    value: the descriptor. A file that is not there is left out.
    """
    yield from prose(package, value, engine)
    listed = {"sources": sources(engine) or value.get("sources")}
    yield DESCRIPTOR, spelling.json_text(value), spelling.json_text(value | listed)
    for resource in own_resources().values():
        text = own_text(resource.name)
        current = with_codes(parse_json(text), resource, vocabulary)
        if current != resource.schema:
            yield resource.schema_path, text.decode(), spelling.json_text(current)


def prose(
    package: Package, value: dict[str, Any], engine: Engine
) -> Iterator[tuple[str, str, str]]:
    """Yield (path, text, up-to-date text) of the files whose lines follow from data or descriptor.

    value: the descriptor. A file that is not there is left out.
    """
    writers: dict[str, Callable[[str], str]] = {
        CITATION: lambda _: citation(value),
        CHANGELOG: lambda text: _between(text, "facts", fact_lines(engine)),
        README: lambda text: _between(text, "counts", count_lines(engine)),
    }
    for name, write in writers.items():
        try:
            text = spelling.normal(package.read(name).decode("utf-8", "replace"))
        except UnreadableError:
            continue
        yield name, text, write(text)


def with_codes(schema: Any, resource: Resource, vocabulary: dict[str, Any]) -> Any:
    """Return a schema with the closed lists of the vocabulary: enums and patterns of lists."""
    for entry in vocabulary.get("lists", []):
        codes = [code["code"] for code in entry["codes"]]
        for place in entry["fields"]:
            table, _, name = place.partition(".")
            fields = schema.get("fields", []) if table == resource.name else []
            for field in fields:
                asked = field.get("constraints", {})
                if field["name"] == name and "enum" in asked:
                    asked["enum"] = codes
                elif field["name"] == name and " (" in asked.get("pattern", ""):
                    choice = "|".join(codes)
                    asked["pattern"] = f"^({choice})( ({choice}))*$"
        definition = schema.get("$defs", {}).get(entry["list"], {})
        if "enum" in definition:
            definition["enum"] = codes
    return schema


def sources(engine: Engine) -> list[dict[str, str]]:
    """Return the reports as the descriptor lists them."""
    rows = engine.query(
        "SELECT publisher, published, url FROM sources WHERE kind = 'article' ORDER BY row_no"
    )
    return [
        {"title": f"{who}, report of {day}" if day else str(who), "path": url}
        for who, day, url in rows
    ]


def citation(value: dict[str, Any]) -> str:
    """Return CITATION.cff, which says what the descriptor says."""
    lines = [
        "cff-version: 1.2.0",
        "message: To cite this data set, please use the metadata below.",
        "type: dataset",
        f"title: {_yaml(value.get('title'))}",
        f"version: {value.get('version')}",
        f"date-released: {str(value.get('created'))[:10]}",
        *(f"license: {licence.get('name')}" for licence in value.get("licenses", [])[:1]),
        "authors:",
        *(f"  - name: {_yaml(who.get('title'))}" for who in value.get("contributors", [])),
        "keywords:",
        *(f"  - {_yaml(word)}" for word in value.get("keywords", [])),
    ]
    return "\n".join(lines) + "\n"


def _yaml(text: Any) -> str:
    """Return a text as a YAML scalar: plain if that is safe, otherwise in quotation marks."""
    plain = re.fullmatch(r"[A-Za-z][A-Za-z ]*|[0-9]+[A-Z][A-Za-z ]*", str(text))
    return str(text) if plain else spelling.json_text(str(text)).rstrip("\n")


def fact_lines(engine: Engine) -> list[str]:
    """Return the lines of CHANGELOG.md on facts: by version those added, then those that ended."""
    rows = engine.query("SELECT fact_id, since, status, replaced_by FROM facts ORDER BY row_no")
    added: dict[str, list[str]] = {}
    for key, since, _, _ in rows:
        added.setdefault(since, []).append(key)
    lines = [f"- Added in {version}: {_runs(keys)}." for version, keys in added.items()]
    corrected = [f"{key} by {new}" for key, _, status, new in rows if status == "corrected"]
    withdrawn = [key for key, _, status, _ in rows if status == "withdrawn"]
    lines += [f"- Corrected: {', '.join(corrected)}."] if corrected else []
    return lines + ([f"- Withdrawn: {_runs(withdrawn)}."] if withdrawn else [])


def _runs(keys: list[str]) -> str:
    """Return ids with those that follow each other put together: f0004-f0006."""
    found: list[list[str]] = []
    for key in keys:
        if found and int(key[1:]) == int(found[-1][-1][1:]) + 1:
            found[-1].append(key)
        else:
            found.append([key])
    return ", ".join(f"{run[0]}-{run[-1]}" if run[1:] else run[0] for run in found)


def count_lines(engine: Engine) -> list[str]:
    """Return the lines of README.md with the counts of the data."""
    ((facts, observed),) = engine.query(
        "SELECT (SELECT count(*) FROM facts WHERE status = 'current'), "
        "(SELECT count(*) FROM observations)"
    )
    counts = generated.coverage(engine)
    checkable = sum(counts.values()) - counts.get("not-checkable", 0)
    named = {
        "confirmed": "confirmed by independent sources",
        "refined": "refined",
        "contradicted": "contradicted",
        "upstream-only": "found only at the original newsroom",
        "not-corroborated": "without an independent source so far",
    }
    parts = [f"{counts.get(code, 0)} are {words}" for code, words in named.items()]
    text = (
        f"{facts} facts, {observed} observations of other sources. Of {checkable} checkable facts, "
        f"{', '.join(parts)}."
    )
    return textwrap.wrap(text, 100)


def _between(text: str, name: str, lines: list[str]) -> str:
    """Return a text with the lines between two markers replaced; without markers as it is."""
    before, start, rest = text.partition(f"<!-- {name}: written by scripts/format.py -->\n")
    _, end, after = rest.partition(f"<!-- end of {name} -->")
    body = "\n".join(["", *lines, "", ""])
    return f"{before}{start}{body}{end}{after}" if end else text


def _text(package: Package, name: str) -> str:
    try:
        return spelling.normal(package.read(name).decode("utf-8"))
    except UnreadableError as error:
        message = f"{name} {error}. Restore it first."
    except UnicodeDecodeError:
        message = f"{name} is not UTF-8. Save it as UTF-8 first."
    raise CannotRunError(message)


def _json(package: Package, name: str, schema_path: str = "") -> Any:
    """Return a JSON file, which follows its schema but for what is generated here."""
    try:
        value = parse_json(_text(package, name).encode())
    except ValueError as error:
        message = f"{name} cannot be read as JSON ({error}). Repair it first."
        raise CannotRunError(message) from None
    for pointer, fault in json_errors(schema_path, value) if schema_path else ():
        if not pointer.endswith(_GENERATED):
            message = f"{name}, at {pointer or '/'}: {fault} Repair it first."
            raise CannotRunError(message)
    return value


def _table(package: Package, name: str) -> str:
    """Return a CSV file in canonical spelling; no cell is changed but to normal form C."""
    try:
        header, *rows = csv.reader(io.StringIO(_text(package, name)), strict=True)
    except (csv.Error, ValueError) as error:
        message = f"{name} cannot be read as CSV ({error}). Repair its quotes first."
        raise CannotRunError(message) from None
    for number, row in enumerate(rows, 2):
        if row and len(row) != len(header):
            message = (
                f"Row {number} of {name} has {len(row)} cells, the header {len(header)}. "
                "Repair its commas and quotes first."
            )
            raise CannotRunError(message)
    keys = next(r.key for r in own_resources().values() if r.path == name)
    if not {*keys} <= {*header}:
        message = f"{name} has no column {', '.join(keys)}. Restore its header first."
        raise CannotRunError(message)
    places = [header.index(key) for key in keys]
    rows = [row for row in rows if row]
    rows.sort(key=lambda row: (spelling.row_key(row[places[0]]), *(row[p] for p in places[1:])))
    return spelling.csv_text(header, rows)
