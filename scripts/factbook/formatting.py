"""Rewrites a package canonically: CSV, JSON, the nested facts, sizes and checksums."""

from __future__ import annotations

import csv
import hashlib
import io
import tempfile
from errno import EISDIR
from pathlib import Path
from typing import Any

from factbook import canonical, descriptor, expected, nested
from factbook.package import DESCRIPTOR, CannotRunError, Package, UnreadableError, parse_json
from factbook.tables import Tables


def _text(package: Package, name: str) -> str:
    try:
        return package.read(name).decode("utf-8")
    except UnreadableError as error:
        message = f"{name} {error}. Restore it first."
    except UnicodeDecodeError:
        message = f"{name} is not UTF-8. Save it as UTF-8 first."
    raise CannotRunError(message)


def _json(package: Package, name: str) -> Any:
    try:
        return parse_json(canonical.normal(_text(package, name)).encode())
    except ValueError as error:
        message = f"{name} cannot be read as JSON ({error}). Repair it first."
        raise CannotRunError(message) from None


def _table(package: Package, name: str) -> str:
    """Return a CSV file in canonical spelling; no cell is changed but to normal form C."""
    text = canonical.normal(_text(package, name))
    try:
        header, *rows = csv.reader(io.StringIO(text), strict=True)
    except (csv.Error, ValueError) as error:
        message = f"{name} cannot be read as CSV ({error}). Repair its quotes first."
        raise CannotRunError(message) from None
    rows = [row for row in rows if row]
    for number, row in enumerate(rows, 2):
        if len(row) != len(header):
            message = (
                f"Row {number} of {name} has {len(row)} cells, the header {len(header)}. "
                "Repair its commas and quotes first."
            )
            raise CannotRunError(message)
    rows.sort(key=lambda row: canonical.row_key(row[0]))
    return canonical.csv_text(header, rows)


def _nested(root: Path) -> str:
    """Return facts.json as the tables in a folder generate it."""
    tables = Tables()
    needed = (r for r in expected.expected().values() if r.name in nested.NEEDS)
    issues = tables.load(Package(root), needed)
    if issues or set(tables.loaded) < nested.NEEDS:
        found = f" ({issues[0].resource}: {issues[0].message})" if issues else ""
        message = (
            f"data/facts.json cannot be generated while the tables have issues{found}. "
            "Run scripts/validate.py for the rest and mend what it names first."
        )
        raise CannotRunError(message)
    return b"".join(nested.pieces(tables)).decode()


def formatted(package: Package) -> dict[str, str]:
    """Return the canonical content of every file of the package, by path.

    Raises CannotRunError if a file cannot be read or if the tables cannot be joined.
    """
    value = _json(package, DESCRIPTOR)
    if list(descriptor.against_profile("datapackage", DESCRIPTOR, value)):
        message = (
            f"{DESCRIPTOR} does not follow Data Package v2. "
            "Run scripts/validate.py and mend what it names first."
        )
        raise CannotRunError(message)
    files = {}
    for resource in expected.expected().values():
        if resource.tabular:
            files[resource.path] = _table(package, resource.path)
        elif resource.name != "facts-nested":
            files[resource.path] = canonical.json_text(_json(package, resource.path))
        files[resource.schema_path] = canonical.json_text(_json(package, resource.schema_path))
    with tempfile.TemporaryDirectory() as folder:
        copy = Package(_write(folder, files))
        files[expected.expected()["facts-nested"].path] = _nested(copy.root)
    for entry in value.get("resources", []):
        content = files.get(str(entry.get("path")))
        if content is not None:
            data = content.encode()
            entry["bytes"] = len(data)
            entry["hash"] = f"sha256:{hashlib.sha256(data).hexdigest()}"
    files[DESCRIPTOR] = canonical.json_text(value)
    return files


def _write(folder: str, files: dict[str, str]) -> Path:
    root = Path(folder)
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())
    return root


def write(root: Path, files: dict[str, str]) -> None:
    """Replace files below root, each in one step, and none unless all could be written.

    Raises OSError.
    """
    parts = {root / name: root / f"{name}.part" for name in files}
    try:
        for path, part in parts.items():
            if path.is_dir():
                raise IsADirectoryError(EISDIR, "is a folder; remove it first", str(path))
            part.write_bytes(files[path.relative_to(root).as_posix()].encode())
        for path, part in parts.items():
            part.replace(path)
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
