"""Makes packages to break: a copy of tests/example with the project's schemas, then edits.

The edits of a case, each a JSON object:

    {"table": "facts", "record": "f0003", "set": {"value": "41"}}   change cells of a row
    {"table": "facts", "add": {"fact_id": "f0011", …}}              add a row in order of its key
    {"table": "facts", "remove": "f0003"}                           remove a row
    {"file": "data/facts.csv", "replace": ["old", "new"]}           the old text stands there once
    {"file": "data/facts.csv", "replace_bytes": ["c3a9", "e9"]}     the same in hexadecimal
    {"file": "data/x.txt", "write": "…"}                            write a file
    {"file": "data/x.txt", "link": "facts.csv"}                     make a link
    {"file": "data/x.txt", "delete": true}                          remove a file
    {"json": "datapackage.json", "at": "/resources/0/name", "set": 1}   set a value; "/-" appends
    {"json": "datapackage.json", "at": "/licenses", "remove": true}     remove a value
    {"archive": "example.zip", "member": "data/x", "write": "…"}    build the archive, add a member
    {"archive": "example.zip", "member": "data/x", "as": "link"}    make a member a link; also
                                    "compressed", "encrypted", "removed", "repeated"
    {"release": "1.1.0", "notes": "- Facts added: f0011."}   give the package a later version

An edit that hits nothing is an error. After the edits, unless "refresh" is false, facts.json is
generated again where the tables allow it, and sizes and checksums follow the files; with
"refresh": "digests" only sizes and checksums do. SHA256SUMS in an archive and beside it follow too.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import stat
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from factbook import archive, canonical, expected, nested
from factbook.package import DESCRIPTOR, Package
from factbook.tables import Tables

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "tests" / "example"
ARTICLE = EXAMPLE / "article.txt"


def make_package(folder: Path) -> Path:
    """Write the example package, valid, into a folder and return the folder."""
    shutil.copytree(EXAMPLE / "data", folder / "data")
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    shutil.copy(ROOT / "data" / "vocabulary.json", folder / "data")
    shutil.copy(EXAMPLE / "CHANGELOG.md", folder)
    value = json.loads((ROOT / DESCRIPTOR).read_text(encoding="utf-8"))
    value |= {"name": "example", "title": "Example", "description": "Made up for the tests."}
    value |= {
        "sources": [{"title": "Lindenau Gazette, 2031-05-06", "path": "https://example.org/centre"}]
    }
    value |= {"version": "1.0.0", "created": "2031-05-07T00:00:00Z"}
    (folder / DESCRIPTOR).write_text(canonical.json_text(value), encoding="utf-8")
    refresh(folder)
    return folder


def copy(source: Path, folder: Path) -> Path:
    """Copy a package, links as links, and return the new folder."""
    shutil.copytree(source, folder, symlinks=True)
    return folder


def refresh(root: Path) -> None:
    """Generate facts.json again where the tables allow it; refresh sizes and checksums."""
    package, tables = Package(root), Tables()
    issues = tables.load(package, expected.expected().values())
    broken = any(issue.code.startswith(("tables/", "reference/")) for issue in issues)
    if not broken and set(tables.loaded) >= nested.NEEDS and (root / "data").is_dir():
        with (root / "data" / "facts.json").open("wb") as file:
            file.writelines(nested.pieces(tables))
    refresh_digests(root)


def refresh_digests(root: Path) -> None:
    """Refresh the sizes and checksums in the descriptor, if it can be read."""
    path = root / DESCRIPTOR
    try:
        before = path.read_bytes().decode("utf-8")
        value = json.loads(before)
        if canonical.json_text(value) != before:
            return
        entries = [entry for entry in value["resources"] if "bytes" in entry or "hash" in entry]
    except (OSError, ValueError, KeyError, TypeError):
        return
    for entry in entries:
        file = root / str(entry.get("path"))
        if file.is_file() and file.is_relative_to(root):
            data = file.read_bytes()
            entry |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    path.write_text(canonical.json_text(value), encoding="utf-8")


def apply(root: Path, edit: dict[str, Any]) -> None:
    """Carry out one edit of a case below root; raises AssertionError if it hits nothing."""
    if "table" in edit:
        _edit_table(root / "data" / f"{edit['table']}.csv", edit)
    elif "release" in edit:
        _edit_release(root, edit["release"], edit["notes"])
    elif "archive" in edit:
        _edit_archive(root, edit)
    elif "json" in edit:
        _edit_json(root / edit["json"], edit)
    else:
        _edit_file(root / edit["file"], edit)


def _edit_table(path: Path, edit: dict[str, Any]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    records = [dict(zip(header, row, strict=True)) for row in rows]
    by_id = {record[header[0]]: record for record in records}
    if "set" in edit:
        record = by_id[edit["record"]]
        assert set(edit["set"]) <= set(header), "no such field"
        assert any(record[key] != value for key, value in edit["set"].items()), "nothing changes"
        record |= edit["set"]
    elif "add" in edit:
        assert set(edit["add"]) <= set(header), "no such field"
        records.append(dict.fromkeys(header, "") | edit["add"])
        records.sort(key=lambda record: canonical.row_key(record[header[0]]))
    else:
        records.remove(by_id[edit["remove"]])
    text = canonical.csv_text(header, [list(record.values()) for record in records])
    path.write_bytes(text.encode())


def _edit_release(root: Path, version: str, notes: str) -> None:
    """Give descriptor and changelog a version, a day later than the one before."""
    value = json.loads((root / DESCRIPTOR).read_text(encoding="utf-8"))
    day = date.fromisoformat(value["created"][:10]) + timedelta(days=1)
    value |= {"version": version, "created": f"{day}T00:00:00Z"}
    (root / DESCRIPTOR).write_text(canonical.json_text(value), encoding="utf-8")
    path = root / "CHANGELOG.md"
    title, rest = path.read_text(encoding="utf-8").split("\n\n", 1)
    path.write_text(f"{title}\n\n## {version} - {day}\n\n{notes}\n\n{rest}", encoding="utf-8")


def _edit_json(path: Path, edit: dict[str, Any]) -> None:
    value = json.loads(path.read_text(encoding="utf-8"))
    *parents, last = edit["at"].removeprefix("/").split("/")
    place = value
    for key in parents:
        place = place[int(key) if isinstance(place, list) else key]
    if isinstance(place, list) and last == "-":
        place.append(edit["set"])
    else:
        key = int(last) if isinstance(place, list) else last
        if edit.get("remove"):
            del place[key]
        else:
            assert not isinstance(place, dict) or place.get(key) != edit["set"], "nothing changes"
            place[key] = edit["set"]
    path.write_text(canonical.json_text(value), encoding="utf-8")


def _edit_file(path: Path, edit: dict[str, Any]) -> None:
    if "write" in edit:
        path.write_bytes(edit["write"].encode())
    elif "link" in edit:
        path.unlink(missing_ok=True)
        path.symlink_to(edit["link"])
    elif edit.get("delete"):
        path.unlink()
    else:
        old, new = (
            map(bytes.fromhex, edit["replace_bytes"])
            if "replace_bytes" in edit
            else (text.encode() for text in edit["replace"])
        )
        data = path.read_bytes()
        assert data.count(old) == 1, f"{old!r} stands there {data.count(old)} times, not once"
        path.write_bytes(data.replace(old, new))


def releasable(root: Path) -> Path:
    """Add to the example what a release needs beside the data."""
    for name in ("LICENSE", "README.md", "RULES.md", "SECURITY.md", "requirements.txt"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    citation = "type: dataset\ntitle: Example\nversion: 1.0.0\nlicense: CC-BY-4.0\n"
    citation += "date-released: 2031-05-07\n"
    (root / "CITATION.cff").write_text(citation)
    for name, text in {
        "docs/one.svg": "<svg/>\n",
        "scripts/validate.py": "print('checked')\n",
        "scripts/one.jinja": "1\n",
        "scripts/one.json": "1\n",
        "scripts/one.sql": "1\n",
    }.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)
    return root


def _edit_archive(root: Path, edit: dict[str, Any]) -> None:
    """Build the archive of a package anew with one member changed; sums follow."""
    path, name, how = root / edit["archive"], edit["member"], edit.get("as", "")
    if path.exists():
        with zipfile.ZipFile(path) as old:
            members = [(info, old.read(info)) for info in old.infolist()]
    else:
        files = archive.released(Package(releasable(root)))
        members = [(zipfile.ZipInfo(n, (1980, 1, 1, 0, 0, 0)), data) for n, data in files]
    members = [(info, data) for info, data in members if info.filename != archive.CHECKSUMS]
    if "write" in edit:
        assert name not in [info.filename for info, _ in members], "the member is there"
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        members.append((info, edit["write"].encode()))
        members.sort(key=lambda member: member[0].filename)
    else:
        assert name in [info.filename for info, _ in members], "no such member"
    if how == "removed":
        members = [(info, data) for info, data in members if info.filename != name]
    sums = archive.checksums((info.filename, data) for info, data in members)
    members.append((zipfile.ZipInfo(archive.CHECKSUMS, (1980, 1, 1, 0, 0, 0)), sums))
    if how == "repeated":
        members.append((zipfile.ZipInfo(name.upper(), (1980, 1, 1, 0, 0, 0)), b""))
    with zipfile.ZipFile(path, "w") as new:
        for info, data in members:
            info.create_system = 3
            kind = stat.S_IFLNK if (info.filename, how) == (name, "link") else stat.S_IFREG
            info.external_attr = (kind | 0o644) << 16
            if (info.filename, how) == (name, "compressed"):
                info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, data)
    if how == "encrypted":
        whole = bytearray(path.read_bytes())
        entry = whole.rindex(name.encode()) - 46
        assert whole[entry : entry + 4] == b"PK\x01\x02", "no entry of the list of members"
        whole[entry + 8] |= 1
        path.write_bytes(whole)
    beside = archive.checksums([(path.name, path.read_bytes())])
    (root / archive.CHECKSUMS).write_bytes(beside)
