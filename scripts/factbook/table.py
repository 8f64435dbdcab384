"""One CSV file → DuckDB: load every cell as text, run the checks in SQL, add the typed table.

A resource `facts` becomes the table raw_facts (text, blank is NULL) and `facts`, with typed columns
and row_no, the row as a spreadsheet shows it; a view, where the file is large. Bytes and header are
the engine sees a file, because its reader hides a byte order mark and a renamed column.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from factbook import engine, hygiene
from factbook.constraints import (
    RULES,
    SQL_TYPES,
    Check,
    cell_checks,
    field_checks,
    joined_row,
    literal,
    quoted,
    unique_keys,
)
from factbook.hygiene import SUSPECT_ROW
from factbook.issue import FETCHED, Issue, Rule, shown
from factbook.package import Package, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from factbook.expected import Resource


# The default limit is 128 KB a cell; what is too long is said by the schema.
csv.field_size_limit(2**31 - 1)


def fetched(con: engine.Connection, query: str) -> tuple[list[Any], int]:
    """Return the first rows that a query finds and the number of those left out."""
    rows = con.execute(query).fetchmany(FETCHED)
    if len(rows) < FETCHED:
        return rows, 0
    total = con.execute(f"SELECT count(*) FROM ({query})").fetchone() or (0,)
    return rows, total[0] - len(rows)


def key_order(key: str) -> str:
    """Return a key, given as SQL, as what rows are sorted by: the order of canonical.row_key."""
    return f"(regexp_replace({key}, '[0-9]+$', ''), length({key}), {key})"


class Table:
    """A resource in a database; `loaded` says whether it could be read, `rows` counts it."""

    con: engine.Connection

    def __init__(self, resource: Resource, made: Mapping[str, str] | None = None) -> None:
        """Take an expected resource that is a table.

        made: columns that the rules want beside its fields, name → expression over the fields.
        """
        self.resource = resource
        self.made = made or {}
        self.raw = quoted(f"raw_{resource.name}")
        self.key = quoted(resource.schema["primaryKey"][0])
        self.order = key_order(self.key)
        self.loaded = False
        self.rows = 0

    def load(self, con: engine.Connection, package: Package, *, copy: bool = False) -> list[Issue]:
        """Load the file through a connection; return what its bytes, cells and keys break.

        copy: whether the typed table is a copy of the cells, which is quicker while it is small.
        """
        self.con = con
        resource = self.resource
        name, path = resource.name, resource.path
        header = [field["name"] for field in resource.schema["fields"]]
        try:
            issues = list(hygiene.check_chunks(name, package.chunks(path)))
            with package.stream(path) as file:
                first = file.readline(1_000_000).decode("utf-8", "replace").removesuffix("\n")
        except UnreadableError:
            return []  # The descriptor stage has said so.
        if issues and "\t".join(header) != first:
            return issues
        if first != ",".join(header):
            return [_wrong_header(name, first, header)]
        read = self._read(package.path(path), header, copy=copy)
        size, suspect, faulty, unordered = self._looked_over() if read else (-1, 0, 0, 0)
        if size != package.size(path):
            return _misread(resource, header, package.read(path).decode("utf-8"))
        self.loaded = True
        checks = [
            *(field_checks(resource.schema) if faulty else []),
            *(cell_checks(resource.schema) if suspect else []),
        ]
        issues = first_of_each_cell(issue for check in checks for issue in self._bad_rows(check))
        keys = unique_keys(resource.schema)[0 if unordered else 1 :]
        issues += [issue for rule, names in keys for issue in self._repeated(rule, names)]
        return [*issues, *self._order()] if unordered else issues

    def _read(self, path: Path, header: list[str], *, copy: bool) -> bool:
        """Load the cells of a file as text; return whether the engine could read it."""
        columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in header)
        made = "".join(f", {expression} AS {name}" for name, expression in self.made.items())
        try:
            self.con.execute(
                f"CREATE TABLE {self.raw} AS SELECT *{made} FROM read_csv({_file(path)}, "
                f"columns = {{{columns}}}, auto_detect = false, header = true, delim = ',', "
                "quote = '\"', escape = '\"', nullstr = '', strict_mode = true, "
                "max_line_size = 10000000)"
            )
        except engine.Error:
            return False
        typed = ", ".join(
            f"TRY_CAST({quoted(f['name'])} AS {SQL_TYPES.get(f['type'], 'VARCHAR')}) "
            f"AS {quoted(f['name'])}"
            for f in self.resource.schema["fields"]
        )
        self.con.execute(
            f"CREATE {'TABLE' if copy else 'VIEW'} {quoted(self.resource.name)} AS "
            f"SELECT rowid + 2 AS row_no, {', '.join([typed, *self.made])} FROM {self.raw}"
        )
        return True

    def _looked_over(self) -> tuple[int, int, int, int]:
        """Return in one scan: size of the canonical spelling; rows suspect, faulty, out of order.

        No other spelling of the same cells is as short as the canonical one, so a file of that
        size is spelt canonically. Rows in strict order of their key have no key twice.
        """
        header = ",".join(field["name"] for field in self.resource.schema["fields"])
        faulty = " OR ".join(f"({check.bad})" for check in field_checks(self.resource.schema))
        quotes = (
            "2 * len(regexp_extract_all(line, '[^\\x1f]*[,\"\\n][^\\x1f]*')) "
            "+ strlen(line) - strlen(replace(line, '\"', ''))"
        )
        query = (
            f"SELECT count(*), coalesce(sum(strlen(line) + 1 + {quotes}), 0), "
            f"count(*) FILTER (WHERE regexp_matches(line, {literal(SUSPECT_ROW)})), "
            f"count(*) FILTER (WHERE faulty), (SELECT count(*) FROM (SELECT {self.order} AS here, "
            f"lag({self.order}) OVER () AS before FROM {self.raw}) WHERE before >= here) "
            f"FROM (SELECT {joined_row(self.resource.schema)} AS line, {faulty} AS faulty "
            f"FROM {self.raw})"
        )
        row = self.con.execute(query).fetchone()
        self.rows, body, suspect, found, unordered = map(int, row or (0, 0, 0, 0, 0))
        return len(header.encode()) + 1 + body, suspect, found, unordered

    def _bad_rows(self, check: Check) -> Iterator[Issue]:
        x = quoted(check.field)
        bad = check.bad
        if check.rule is RULES["value-missing"] and x != self.key:
            # A blank row is one mistake: only its key is said to be missing.
            cells = ", ".join(quoted(field["name"]) for field in self.resource.schema["fields"])
            bad += f" AND coalesce({cells}) IS NOT NULL"
        query = f"SELECT rowid + 2, {self.key}, {x} FROM {self.raw} WHERE {bad} ORDER BY rowid"
        rows, more = fetched(self.con, query)
        for row, record, value in rows:
            said = check.text.replace("{value}", shown(value))
            yield check.rule.issue(
                self.resource.name,
                f"{check.field} is {said}.",
                row=row,
                record=record or "",
                field=check.field,
            )
        if more:
            yield check.rule.rest(self.resource.name, more)

    def _repeated(self, rule: Rule, names: list[str]) -> Iterator[Issue]:
        columns = ", ".join(map(quoted, names))
        present = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in names)
        query = (
            f"SELECT rowid + 2, first + 2, {self.key} FROM "
            f"(SELECT *, rowid, min(rowid) OVER (PARTITION BY {columns}) AS first "
            f"FROM {self.raw} WHERE {present}) WHERE rowid <> first ORDER BY rowid"
        )
        verb = "stands" if len(names) == 1 else "stand"
        rows, more = fetched(self.con, query)
        for row, first, record in rows:
            message = f"{' and '.join(names)} of this row {verb} in row {first} too."
            yield rule.issue(
                self.resource.name, message, row=row, record=record or "", field=names[0]
            )
        if more:
            yield rule.rest(self.resource.name, more)

    def _order(self) -> Iterator[Issue]:
        query = (
            f"SELECT rowid + 2, {self.key}, before FROM (SELECT *, rowid, "
            f"lag({self.key}) OVER w AS before, lag({self.order}) OVER w > {self.order} AS wrong "
            f"FROM {self.raw} WHERE {self.key} IS NOT NULL WINDOW w AS (ORDER BY rowid)) "
            "WHERE wrong ORDER BY rowid"
        )
        rule = hygiene.RULES["rows-not-in-order"]
        rows, more = fetched(self.con, query)
        for row, record, before in rows:
            message = f"{shown(record)} stands after {shown(before)}."
            yield rule.issue(self.resource.name, message, row=row, record=record or "")
        if more:
            yield rule.rest(self.resource.name, more)


def _wrong_header(name: str, first: str, header: list[str]) -> Issue:
    message = f"The header is {shown(first, 200)}, expected {shown(','.join(header), 400)}."
    for sign, signs in ((";", "semicolons"), ("\t", "tabs")):
        if first == sign.join(header):
            message = f"The cells are separated by {signs}, not by commas."
    return RULES["header-not-as-schema"].issue(name, message, row=1)


def first_of_each_cell(issues: Iterable[Issue]) -> list[Issue]:
    """Return issues without the later ones of a cell: a cell that is broken is broken once."""
    seen: dict[tuple[str, int | None, str, str], Issue] = {}
    for issue in issues:
        many = issue.code if issue.count > 1 else ""
        seen.setdefault((issue.resource, issue.row, issue.field, many), issue)
    return list(seen.values())


def _file(path: Path) -> str:
    """Return a path as an SQL string that the engine takes for no pattern and for no home."""
    return literal(re.sub(r"([*?\[])", r"[\1]", str(path.absolute())))


def _misread(resource: Resource, header: list[str], text: str) -> list[Issue]:
    """Return why the engine could not read a text or read other cells than the file spells."""
    message = "The file cannot be read as a table, or a row is longer than 10 MB."
    return (
        _not_readable(resource, header, text)
        or hygiene.check_csv_spelling(resource.name, text)
        or [RULES["not-readable"].issue(resource.name, message)]
    )


def _not_readable(resource: Resource, header: list[str], text: str) -> list[Issue]:
    """Return the rows whose quotes or number of cells are wrong; slow, for use after a doubt."""
    issues: list[Issue] = []
    good = more = 0
    rule = RULES["not-readable"]
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        for cells in reader:
            if len(cells) != len(header) and len(issues) == FETCHED:
                more += 1
            elif len(cells) != len(header):
                message = f"The row has {len(cells)} of {len(header)} cells."
                record = cells[0] if cells else ""
                issues.append(
                    rule.issue(resource.name, message, row=reader.line_num, record=record)
                )
            good = reader.line_num
    except csv.Error as error:
        message = f"The quotes of the row do not match ({error})."
        issues.append(rule.issue(resource.name, message, row=good + 1))
    return [*issues, rule.rest(resource.name, more)] if more else issues
