"""The example package in memory, and edits that break it.

The package is a dict of files: name → bytes, or a Link. Edits are nested dicts, in TOML:

    facts.f0003.value = "41"                            change a cell of a row
    facts.f0011 = { like = "f0010", since = "1.1.0" }   add a row; cells not named are those of
                                                        the row `like`, or blank without it
    facts.f0003.evidence = "new centre"                 set start, end and span_sha256 to where
                                                        the report says so
    facts."f0003+" = { like = "f0003" }                 add a row with a key that is taken
    facts.f0003 = false                                 remove a row
    json."datapackage.json"."/resources/units/path" = "x"   set a value; nan stands for null;
                                        items of resources, fields, lists and codes by name;
                                        "/-" appends
    remove."datapackage.json" = ["/licenses"]           remove values
    replace."data/facts.csv" = ["old", "new"]           replace a text that occurs once; or pairs
    bytes."data/facts.csv" = ["c3a9", "e9"]             the same in hexadecimal
    lines."data/facts.csv" = "1-3, 5, 4, 6-"            put the lines into another order
    files."data/x.txt" = "…"                            write a file; false removes it
    links."data/x.txt" = "facts.csv"                    make a link
    release."1.1.0" = "Some changes."                   give the package a later version
    archive."data/x" = "…"                              pack the release, add a member
    archive."data/facts.csv" = { as = "link" }          change a member: link, compressed,
                                                        encrypted, removed or repeated

An edit that hits nothing is an error.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import shutil
import stat
import zipfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factbook import archive, generated, rewrite, spelling, tables
from factbook.engine import Sqlite
from factbook.package import DESCRIPTOR, Memory
from factbook.schemas import own_resources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Refresh = Callable[["Mapping[str, bytes | Link]"], "Content"]

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "tests" / "example"
ARTICLE = EXAMPLE / "article.txt"
ARCHIVE = "example.zip"
# Lists whose items are named by one of their values, not by number.
NAMES = {"resources": "name", "fields": "name", "lists": "list", "codes": "code"}


class Link(str):
    """Where a symbolic link leads."""

    __slots__ = ()


Content = dict[str, "bytes | Link"]


@cache
def text() -> str:
    """Return the report of the example."""
    return ARTICLE.read_text(encoding="utf-8")


@cache
def example() -> Content:
    """Return the valid example package: tests/example with the project's schemas and codes."""
    names = [DESCRIPTOR, "data/vocabulary.json"]
    names += [f"schemas/{path.name}" for path in (ROOT / "schemas").iterdir()]
    content: Content = {name: (ROOT / name).read_bytes() for name in names}
    content |= {k: v for k, v in read(EXAMPLE).items() if k != ARTICLE.name}
    value = json.loads(content[DESCRIPTOR])
    value |= {"name": "example", "title": "Example", "description": "Made up for the tests."}
    value |= {"version": "1.0.0", "created": "2031-05-07T00:00:00Z"}
    content |= {DESCRIPTOR: spelling.json_text(value).encode(), "CITATION.cff": b"\n"}
    return refreshed(content)


def memory(content: Mapping[str, bytes | Link]) -> Memory:
    """Return the package of some files; links are left out."""
    return Memory({name: data for name, data in content.items() if isinstance(data, bytes)})


def refreshed(content: Mapping[str, bytes | Link]) -> Content:
    """Return the files with what is generated up to date, as far as the tables allow it."""
    out, engine = dict(content), Sqlite()
    resources = own_resources().values()
    loaded = tables.load(engine, memory(content), resources)
    broken = any(issue.level == "error" for issue in loaded.issues)
    if broken or loaded.names < {resource.name for resource in resources if resource.tabular}:
        return with_digests(out)
    out[rewrite.NESTED] = b"".join(generated.facts_json(engine))
    value = _canonical(out.get(DESCRIPTOR))
    if isinstance(value, dict) and "sources" in value:
        value["sources"] = rewrite.sources(engine) or value["sources"]
        out[DESCRIPTOR] = spelling.json_text(value).encode()
        for name, before, after in rewrite.prose(memory(out), value, engine):
            out[name] = after.encode() if out[name] == before.encode() else out[name]
    return with_digests(out)


def _canonical(data: bytes | Link | None) -> Any:
    """Return the value of a JSON file in canonical spelling, otherwise None."""
    try:
        value = json.loads(data or b"")
        return value if spelling.json_text(value).encode() == data else None
    except ValueError:
        return None


def with_digests(content: Mapping[str, bytes | Link]) -> Content:
    """Return the files with sizes and checksums up to date, if the descriptor is canonical."""
    out, value = dict(content), _canonical(content.get(DESCRIPTOR))
    entries = value.get("resources") if isinstance(value, dict) else None
    for entry in entries if isinstance(entries, list) else ():
        data = out.get(entry.get("path", "")) if isinstance(entry, dict) else None
        if isinstance(data, bytes) and {"bytes", "hash"} & set(entry):
            digest = hashlib.sha256(data).hexdigest()
            entry |= {"bytes": len(data), "hash": f"sha256:{digest}"}
    if entries:
        out[DESCRIPTOR] = spelling.json_text(value).encode()
    return out


def read(folder: Path) -> Content:
    """Return the files of a folder, links as links."""
    found: Content = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = Link(path.readlink())
        elif path.is_file():
            found[name] = path.read_bytes()
    return found


def write(content: Mapping[str, bytes | Link], folder: Path) -> Path:
    """Write the files into a folder and return it."""
    for name, data in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(data, Link):
            path.symlink_to(data)
        else:
            path.write_bytes(data)
    return folder


def change(folder: Path, edits: Mapping[str, Any], refresh: Refresh = refreshed) -> Path:
    """Edit the package in a folder, refresh what follows, and return the folder."""
    after = refresh(edited(read(folder), edits))
    shutil.rmtree(folder)
    return write(after, folder)


def edited(
    content: Mapping[str, bytes | Link], edits: Mapping[str, Any], report: str = ""
) -> Content:
    """Return the files of a package after edits; raises AssertionError if one hits nothing.

    report: the text in which evidence is looked for, if it is not that of the example.
    """
    out = dict(content)
    for kind, changes in edits.items():
        if kind in EDITS:
            for name, change in changes.items():
                EDITS[kind](out, name, change)
        else:
            _edit_table(out, f"data/{kind}.csv", changes, report or text())
    return out


def rows(data: bytes | Link) -> list[list[str]]:
    """Return the rows of a CSV file, with its header."""
    assert isinstance(data, bytes), "the table is a link"
    return list(csv.reader(data.decode().splitlines(keepends=True)))


def _edit_table(content: Content, name: str, changes: dict[str, Any], report: str) -> None:
    header, *cells = rows(content[name])
    records = [dict(zip(header, row, strict=True)) for row in cells]
    for key, change in changes.items():
        record = next((r for r in records if r[header[0]] == key), None)
        if change is False:
            assert record, f"no row {key}"
            records.remove(record)
            continue
        like = change.get("like")
        new = {field: value for field, value in change.items() if field not in {"like", "evidence"}}
        new |= _evidence(change.get("evidence", ""), report)
        assert set(new) <= set(header), "no such field"
        if record:
            assert any(record[field] != value for field, value in new.items()), "nothing changes"
            record |= new
        else:
            model = next(r for r in records if r[header[0]] == like) if like else {}
            records.append(dict.fromkeys(header, "") | model | {header[0]: key.rstrip("+")} | new)
            records.sort(key=lambda record: spelling.row_key(record[header[0]]))
    content[name] = spelling.csv_text(header, [list(r.values()) for r in records]).encode()


def _evidence(quote: str, report: str) -> dict[str, str]:
    if not quote:
        return {}
    assert report.count(quote) == 1, f"the report says {quote!r} {report.count(quote)} times"
    start, digest = report.index(quote), hashlib.sha256(quote.encode()).hexdigest()
    return {"start": str(start), "end": str(start + len(quote)), "span_sha256": digest}


def parent(value: Any, pointer: str) -> tuple[Any, Any]:
    """Return the list or object that a pointer leads into, and the key or index in it."""
    *keys, last = pointer.removeprefix("/").split("/")
    within = ""
    for key in keys:
        value, within = value[_index(value, key, within)], key
    return value, last if last == "-" else _index(value, last, within)


def _index(value: Any, key: str, within: str) -> Any:
    if not isinstance(value, list):
        return key
    if within in NAMES and not key.isdecimal():
        return [item.get(NAMES[within]) for item in value].index(key)
    return int(key)


def named(value: Any, pointer: str) -> str:
    """Return a pointer with items by name where they have one, and "-" for one beyond the end."""
    keys = pointer.split("/")
    for place, key in enumerate(keys[1:], 1):
        if isinstance(value, list) and key == str(len(value)):
            keys[place] = "-"
        try:
            value = value[int(key) if isinstance(value, list) else key]
            keys[place] = value[NAMES[keys[place - 1]]] if key.isdecimal() else key
        except (IndexError, KeyError, TypeError, ValueError):
            continue
    return "/".join(keys)


def without_nan(value: Any) -> Any:
    """Return a value of TOML as one of JSON: null for nan."""
    if isinstance(value, dict):
        return {key: without_nan(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_nan(item) for item in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def _edit_json(content: Content, name: str, changes: dict[str, Any]) -> None:
    document = json.loads(content[name])
    for pointer, change in changes.items():
        value = without_nan(change)
        place, key = parent(document, pointer)
        if key == "-":
            place.append(value)
        else:
            assert isinstance(place, list) or place.get(key, place) != value, "nothing changes"
            place[key] = value
    content[name] = spelling.json_text(document).encode()


def _remove_json(content: Content, name: str, pointers: list[str]) -> None:
    document = json.loads(content[name])
    for pointer in pointers:
        place, key = parent(document, pointer)
        del place[key]
    content[name] = spelling.json_text(document).encode()


def _bytes(content: Content, name: str) -> bytes:
    data = content[name]
    assert isinstance(data, bytes), f"{name} is a link"
    return data


def _replace(content: Content, name: str, old: bytes, new: bytes) -> None:
    data = _bytes(content, name)
    assert data.count(old) == 1, f"{old!r} occurs {data.count(old)} times, not once"
    content[name] = data.replace(old, new)


def _replace_texts(content: Content, name: str, pairs: list[str] | list[list[str]]) -> None:
    for old, new in pairs if isinstance(pairs[0], list) else [pairs]:
        _replace(content, name, old.encode(), new.encode())


def _reorder(content: Content, name: str, order: str) -> None:
    data = _bytes(content, name)
    lines = data.splitlines(keepends=True)
    out: list[bytes] = []
    for run in order.split(", "):
        first, dash, last = run.partition("-")
        out += lines[int(first) - 1 : int(last or len(lines) if dash else first)]
    assert out != lines, "nothing changes"
    content[name] = b"".join(out)


def _write(content: Content, name: str, text: str | bool) -> None:  # noqa: FBT001
    if isinstance(text, str):
        content[name] = text.encode()
    else:
        del content[name]


def _link(content: Content, name: str, target: str) -> None:
    content[name] = Link(target)


def _release(content: Content, version: str, notes: str) -> None:
    """Give descriptor and changelog a version, a day later than the one before."""
    value = json.loads(content[DESCRIPTOR])
    day = date.fromisoformat(value["created"][:10]) + timedelta(days=1)
    value |= {"version": version, "created": f"{day}T00:00:00Z"}
    content[DESCRIPTOR] = spelling.json_text(value).encode()
    head, mark, rest = _bytes(content, "CHANGELOG.md").decode().partition("\n## ")
    section = f"\n## {version} - {day}\n\n{notes}\n"
    content["CHANGELOG.md"] = f"{head}{section}{mark}{rest}".encode()


def releasable(content: Mapping[str, bytes | Link]) -> Content:
    """Return the files with what a release needs beside the data."""
    names = [".github/SECURITY.md", "docs/one.svg", "docs/rules.md", "requirements.txt"]
    names += [f"scripts/one.{kind}" for kind in ("jinja", "json", "py", "sql", "toml")]
    more = {"LICENSE": (ROOT / "LICENSE").read_bytes(), "scripts/validate.py": b"print('run')\n"}
    return {**content, **dict.fromkeys(names, b"1\n"), **more}


def _pack(content: Content, name: str, change: str | dict[str, str]) -> None:
    """Pack the release anew with one member changed; sums follow."""
    if ARCHIVE not in content:
        files = [(n, d) for n, d in releasable(content).items() if isinstance(d, bytes)]
        content.clear()
        content[ARCHIVE] = archive.pack(sorted(files))
    with zipfile.ZipFile(io.BytesIO(_bytes(content, ARCHIVE))) as old:
        members = {n: old.read(n) for n in old.namelist() if n != archive.CHECKSUMS}
    how = change["as"] if isinstance(change, dict) else ""
    assert (name in members) == bool(how), "no such member, or one too many"
    if isinstance(change, str):
        members[name] = change.encode()
    if how == "removed":
        del members[name]
    content[ARCHIVE] = _zip(sorted(members.items()), name, how)
    content[archive.CHECKSUMS] = archive.checksums([(ARCHIVE, _bytes(content, ARCHIVE))])


def _zip(files: list[tuple[str, bytes]], name: str, how: str) -> bytes:
    """Return an archive in which one member is a link, compressed, encrypted or repeated."""
    out = io.BytesIO()
    members = [*files, (archive.CHECKSUMS, archive.checksums(files))]
    members += [(name.upper(), b"")] if how == "repeated" else []
    with zipfile.ZipFile(out, "w") as new:
        for member, data in members:
            info = zipfile.ZipInfo(member, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            kind = stat.S_IFLNK if (member, how) == (name, "link") else stat.S_IFREG
            info.external_attr = (kind | 0o644) << 16
            if (member, how) == (name, "compressed"):
                info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, data)
    whole = bytearray(out.getvalue())
    if how == "encrypted":
        entry = whole.rindex(name.encode()) - 46
        assert whole[entry : entry + 4] == b"PK\x01\x02", "no entry of the list of members"
        whole[entry + 8] |= 1
    return bytes(whole)


EDITS: dict[str, Callable[[Content, str, Any], None]] = {
    "json": _edit_json,
    "remove": _remove_json,
    "replace": _replace_texts,
    "bytes": lambda content, name, pair: _replace(content, name, *map(bytes.fromhex, pair)),
    "lines": _reorder,
    "files": _write,
    "links": _link,
    "release": _release,
    "archive": _pack,
}
