"""CSV → DuckDB: load every cell as text, run the checks in SQL, expose typed views.

A resource `facts` becomes the table raw_facts (text, blank is NULL) and the view `facts` with
typed columns and row_no, the row as a spreadsheet shows it. Bytes and header are checked before
the engine sees a file, because its reader hides a byte order mark and a renamed column.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from factbook import hygiene
from factbook.constraints import (
    REFERENCE_RULES,
    RULES,
    SQL_TYPES,
    Check,
    cell_checks,
    literal,
    quoted,
    unique_keys,
)
from factbook.issue import Issue, shown
from factbook.package import Package, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.descriptor import Resource

DIALECT = Path(__file__).with_name("dialect.sql")


def connect() -> duckdb.DuckDBPyConnection:
    """Return an empty database in memory that reads nothing it is not told to."""
    con = duckdb.connect(":memory:")
    con.execute("SET autoinstall_known_extensions = false")
    con.execute("SET preserve_insertion_order = true")
    return con


class Tables:
    """The tables of a package in a database; `rows` counts them, `loaded` names them."""

    def __init__(self) -> None:
        """Open an empty database."""
        self.con = connect()
        self.loaded: dict[str, Resource] = {}
        self.rows = 0

    def load(self, package: Package, resource: Resource) -> list[Issue]:
        """Load a resource and return what its bytes, cells and keys break."""
        try:
            data = package.read(resource.path)
        except UnreadableError:
            return []
        text, issues = hygiene.check_bytes(resource.name, data)
        if text is None:
            return issues
        header = [field["name"] for field in resource.schema["fields"]]
        first = text.split("\n", 1)[0]
        if first != ",".join(header):
            message = f"The header is {shown(first, 200)}, expected {shown(','.join(header), 400)}."
            return [RULES["header-not-as-schema"].issue(resource.name, message, row=1)]
        issues = self._read(package.path(resource.path), resource, header, text)
        if not issues:
            self.loaded[resource.name] = resource
            issues = [*self._cells(resource), *self._keys(resource), *self._order(resource)]
        return issues

    def _read(
        self, path: Path, resource: Resource, header: list[str], text: str
    ) -> list[Issue]:
        columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in header)
        raw = quoted(f"raw_{resource.name}")
        try:
            self.con.execute(
                f"CREATE TABLE {raw} AS SELECT * FROM read_csv({literal(str(path))}, "
                f"columns = {{{columns}}}, auto_detect = false, header = true, delim = ',', "
                "quote = '\"', escape = '\"', nullstr = '', strict_mode = true, "
                "max_line_size = 10000000)"
            )
            spelt = self._canonical_size(raw, header)
        except duckdb.Error as error:
            return _not_readable(resource, header, text) or [
                RULES["not-readable"].issue(resource.name, str(error).split("\n")[0])
            ]
        if spelt != len(text.encode()):
            return _not_readable(resource, header, text) or hygiene.check_csv_spelling(
                resource.name, text
            )
        self.rows += self._count(f"SELECT count(*) FROM {raw}")
        typed = ", ".join(
            f"TRY_CAST({quoted(f['name'])} AS {SQL_TYPES.get(f['type'], 'VARCHAR')}) "
            f"AS {quoted(f['name'])}"
            for f in resource.schema["fields"]
        )
        self.con.execute(
            f"CREATE VIEW {quoted(resource.name)} AS SELECT rowid + 2 AS row_no, {typed} FROM {raw}"
        )
        return []

    def _canonical_size(self, raw: str, header: list[str]) -> int:
        """Return the bytes that the canonical spelling of a loaded table takes.

        No other spelling of the same cells is as short, so a file of this size is canonical.
        """
        cells = " + ".join(
            f"coalesce(strlen({x}) + CASE WHEN regexp_matches({x}, '[\",\\n]') "
            f"THEN 2 + length({x}) - length(replace({x}, '\"', '')) ELSE 0 END, 0)"
            for x in map(quoted, header)
        )
        body = self._count(f"SELECT coalesce(sum({cells} + {len(header)}), 0) FROM {raw}")
        return len(",".join(header)) + 1 + body

    def _count(self, query: str) -> int:
        row = self.con.execute(query).fetchone()
        return int(row[0]) if row else 0

    def _cells(self, resource: Resource) -> Iterator[Issue]:
        """Count every check in one scan; fetch rows only for the checks that fired."""
        raw = quoted(f"raw_{resource.name}")
        checks = cell_checks(resource.schema)
        counts = ", ".join(f"count_if({check.bad})" for check in checks)
        found = self.con.execute(f"SELECT {counts} FROM {raw}").fetchone() or ()
        for check, count in zip(checks, found, strict=True):
            if count:
                yield from self._bad_rows(resource, raw, check)

    def _bad_rows(self, resource: Resource, raw: str, check: Check) -> Iterator[Issue]:
        key = quoted(resource.schema["primaryKey"][0])
        x = quoted(check.field)
        query = f"SELECT rowid + 2, {key}, {x} FROM {raw} WHERE {check.bad} ORDER BY rowid"
        for row, record, value in self.con.execute(query).fetchall():
            said = check.text.replace("{value}", shown(value))
            yield check.rule.issue(
                resource.name,
                f"{check.field} is {said}.",
                row=row,
                record=record or "",
                field=check.field,
            )

    def _keys(self, resource: Resource) -> Iterator[Issue]:
        raw = quoted(f"raw_{resource.name}")
        for rule, names in unique_keys(resource.schema):
            columns = ", ".join(map(quoted, names))
            present = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in names)
            query = (
                f"SELECT rowid + 2, first + 2, {quoted(resource.schema['primaryKey'][0])} FROM "
                f"(SELECT *, rowid, min(rowid) OVER (PARTITION BY {columns}) AS first FROM {raw} "
                f"WHERE {present}) WHERE rowid <> first ORDER BY rowid"
            )
            if self._count(
                f"SELECT count(*) - count(DISTINCT ({columns})) FROM {raw} WHERE {present}"
            ):
                for row, first, record in self.con.execute(query).fetchall():
                    message = f"{' and '.join(names)} of this row stand in row {first} too."
                    if len(names) == 1:
                        message = f"{names[0]} of this row stands in row {first} too."
                    yield rule.issue(
                        resource.name, message, row=row, record=record or "", field=names[0]
                    )

    def _order(self, resource: Resource) -> Iterator[Issue]:
        raw = quoted(f"raw_{resource.name}")
        key = quoted(resource.schema["primaryKey"][0])
        # The same order as canonical.row_key.
        order = f"[regexp_replace({key}, '[0-9]+$', ''), lpad(length({key})::VARCHAR, 9, '0'), {key}]"
        query = (
            f"SELECT rowid + 2, {key}, before FROM (SELECT *, rowid, "
            f"lag({key}) OVER w AS before, lag({order}) OVER w > {order} AS wrong "
            f"FROM {raw} WINDOW w AS (ORDER BY rowid)) WHERE wrong ORDER BY rowid"
        )
        for row, record, before in self.con.execute(query).fetchall():
            message = f"{shown(record)} stands after {shown(before)}."
            yield hygiene.RULES["rows-not-in-order"].issue(
                resource.name, message, row=row, record=record or ""
            )

    def references(self) -> list[Issue]:
        """Return the references of the loaded tables that lead nowhere."""
        return [
            issue
            for resource in self.loaded.values()
            for key in resource.schema.get("foreignKeys", [])
            for issue in self._dangling(resource, key)
        ]

    def _dangling(self, resource: Resource, key: dict[str, Any]) -> Iterator[Issue]:
        target = key["reference"]["resource"] or resource.name
        if target not in self.loaded:
            return
        name, there = key["fields"][0], key["reference"]["fields"][0]
        x = quoted(name)
        query = (
            f"SELECT rowid + 2, {quoted(resource.schema['primaryKey'][0])}, {x} "
            f"FROM {quoted(f'raw_{resource.name}')} r WHERE {x} IS NOT NULL AND NOT EXISTS "
            f"(SELECT 1 FROM {quoted(f'raw_{target}')} t WHERE t.{quoted(there)} = r.{x}) "
            "ORDER BY rowid"
        )
        for row, record, value in self.con.execute(query).fetchall():
            message = f"{name} is {shown(value)}, which is no {there} of {target}."
            yield REFERENCE_RULES["target-missing"].issue(
                resource.name, message, row=row, record=record or "", field=name
            )

    def define_dialect(self) -> None:
        """Define what rules use beyond the SQL that DuckDB and Spark share."""
        self.con.execute(DIALECT.read_text(encoding="utf-8"))

    def add(self, name: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        """Add a table of texts that rules may read beside the resources."""
        self.con.execute(f"CREATE TABLE {name} ({', '.join(f'{c} VARCHAR' for c in columns)})")
        if rows:
            marks = ", ".join("?" for _ in columns)
            self.con.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)


def _not_readable(resource: Resource, header: list[str], text: str) -> list[Issue]:
    """Return the rows whose quotes or number of cells are wrong; slow, for use after a doubt."""
    issues = []
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        for cells in reader:
            if len(cells) != len(header):
                message = f"The row has {len(cells)} cells, the header {len(header)}."
                record = cells[0] if cells else ""
                issues.append(
                    RULES["not-readable"].issue(
                        resource.name, message, row=reader.line_num, record=record
                    )
                )
    except csv.Error as error:
        message = f"The quotes of the row do not match ({error})."
        issues.append(
            RULES["not-readable"].issue(resource.name, message, row=reader.line_num)
        )
    return issues
