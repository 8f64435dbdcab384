"""CSV files → tables of the engine, checked on the way: spelling, cells, keys, references.

A resource `facts` becomes the table facts: row_no, the row as a spreadsheet shows it, then its
fields as text, blank is NULL, integers as numbers; then what rules read besides (MADE).
"""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

from factbook import words
from factbook.characters import check_chunks
from factbook.engine import Engine
from factbook.issue import ERROR, FETCHED, Issue, quoted
from factbook.package import Package, UnreadableError
from factbook.rules import RULES, Check, asked
from factbook.schemas import Resource, cell_check, hygiene, is_suspect
from factbook.spelling import csv_text, row_key

# The default limit is 128 KB a cell; what is too long is said by the schema.
csv.field_size_limit(2**31 - 1)
_BATCH = 10_000
# Columns made on loading, because many rules read them: name → (function, its fields).
MADE: dict[str, dict[str, tuple[Callable[..., Any], tuple[str, ...]]]] = {
    "facts": {
        "statement_words": (words.spoken, ("statement",)),
        "printed_words": (words.spoken, ("printed",)),
    },
    "entities": {
        "label_words": (words.spoken, ("label_en",)),
        "marks": (words.marks, ("label_en", "short_name")),
    },
}
Row = list[str]


class Loaded(NamedTuple):
    """What became of the tables: names of those that could be read, rows of all, issues."""

    names: set[str]
    rows: int
    issues: list[Issue]


def load(engine: Engine, package: Package, resources: Iterable[Resource]) -> Loaded:
    """Load the resources that are tables; check them one by one, then their references."""
    tables = [_Table(resource) for resource in resources if resource.tabular]
    issues = [issue for table in tables for issue in table.load(engine, package)]
    names = {table.resource.name for table in tables if table.loaded}
    for table in tables:
        if table.loaded:
            issues += _references(engine, table.resource, names)
    return Loaded(names, sum(table.rows for table in tables), _first_of_each_cell(issues))


class _Table:
    """A resource on its way into the engine; `loaded` says if it could be read."""

    def __init__(self, resource: Resource) -> None:
        fields = resource.schema["fields"]
        self.resource, self.header = resource, resource.header
        self.key = [self.header.index(name) for name in resource.key]
        self.checks = [cell_check(field) for field in fields]
        self.texts = [field["type"] == "string" for field in fields]
        self.required = [field.get("constraints", {}).get("required", False) for field in fields]
        self.made = MADE.get(resource.name, {})
        self.loaded, self.unsorted, self.rows = False, False, 0
        self.last: tuple[Any, ...] = ()
        self.issues: list[Issue] = []
        self.counts: Counter[str] = Counter()

    def load(self, engine: Engine, package: Package) -> list[Issue]:
        """Load the file; return what its bytes, header, cells, keys and order break."""
        name, path = self.resource.name, self.resource.path
        try:
            issues = list(check_chunks(name, package.chunks(path)))
            with package.open(path) as file:
                first = file.readline(1_000_000).decode("utf-8-sig", "replace").rstrip("\r\n")
        except UnreadableError:
            return []  # The descriptor stage has said so.
        if first != ",".join(self.header):
            return [*issues, _wrong_header(name, first, self.header)]
        if any(issue.level == ERROR for issue in issues):
            return issues
        columns = {"row_no": "INTEGER"}
        for field in self.resource.schema["fields"]:
            columns[field["name"]] = "INTEGER" if field["type"] == "integer" else "TEXT"
        columns |= dict.fromkeys(self.made, "TEXT")
        with package.open(path) as file:
            engine.create(name, columns, self._records(file), key=self.resource.key)
        self.issues += [
            RULES[code].rest(name, count - FETCHED)
            for code, count in self.counts.items()
            if count > FETCHED
        ]
        if self.counts["table-unreadable"]:
            return issues + [issue for issue in self.issues if issue.code == "table-unreadable"]
        self.loaded = True
        return [*issues, *self.issues, *self._repeated(engine)]

    def _records(self, file: BinaryIO) -> Iterator[tuple[Any, ...]]:
        """Yield the rows as the engine takes them; collect what they break."""
        made = [(f, [self.header.index(n) for n in names]) for f, names in self.made.values()]
        for lines in _batches(file):
            first, batch = self.rows + 2, list[Row]()
            try:
                batch.extend(csv.reader(lines, strict=True))
            except csv.Error as error:
                message = f"The quotes of the row do not match ({error})."
                self._add("table-unreadable", first + len(batch), [], "", message)
                return
            self.rows += len(batch)
            self._check_shape(batch, first, lines)
            self._check_order(batch, first)
            columns = list(zip(*batch, strict=True))
            for place, column in enumerate(columns):
                self._check_column(place, column, first, batch)
            cells = [[cell or None for cell in column] for column in columns]
            extra = [map(f, *(cells[at] for at in where)) for f, where in made]
            yield from zip(range(first, first + len(batch)), *cells, *extra, strict=True)

    def _check_shape(self, batch: list[Row], first: int, lines: list[str]) -> None:
        """Check the number of cells of every row, and how its line is spelt."""
        width, whole = len(self.header), len(lines) == len(batch)
        for n, cells in enumerate(batch):
            if len(cells) != width:
                message = f"The row has {len(cells)} of {width} cells."
                self._add("table-unreadable", first + n, cells, "", message)
                batch[n] = [*cells, *[""] * width][:width]
            # A cell with a line break spoils the count of lines, and is reported as such.
            elif whole and ",".join(cells) + "\n" != lines[n] and csv_text(cells) != lines[n]:
                message = f"The line is not spelt canonically: {quoted(lines[n][:-1])}."
                self._add("spelling-not-canonical", first + n, cells, "", message)

    def _check_order(self, batch: list[Row], first: int) -> None:
        """Check that keys rise strictly."""
        for row, cells in enumerate(batch, first):
            key = cells[self.key[0]]
            here = (row_key(key), *(cells[at] for at in self.key[1:]))
            if key and self.last and here <= self.last:
                self.unsorted = True
                if here < self.last:
                    message = f"{quoted(key)} comes after {quoted(self.last[0][2])}."
                    self._add("rows-unsorted", row, cells, "", message)
            self.last = here if key else self.last

    def _check_column(
        self, place: int, column: tuple[str, ...], first: int, batch: list[Row]
    ) -> None:
        """Check the cells of a column, each value once."""
        check, name, values = self.checks[place], self.header[place], set(column)
        values.discard("")
        faults = {cell: fault for cell in values if (fault := check(cell))}
        if self.texts[place] and is_suspect(values):
            faults = {c: fault for c in values if (fault := hygiene(c))} | faults
        if self.required[place] and "" in column:
            faults[""] = ("value-missing", "blank")
        for row, cell in enumerate(column, first) if faults else ():
            if cell in faults:
                code, end = faults[cell]
                cells = batch[row - first]
                # A blank row is one mistake: only its key is reported as missing.
                if cell or place == self.key[0] or any(cells):
                    self._add(code, row, cells, name, f"{name} is {end}.")

    def _add(self, code: str, row: int, cells: Row, field: str, message: str) -> None:
        """Add an issue; from some number per rule on they are only counted."""
        self.counts[code] += 1
        if self.counts[code] <= FETCHED:
            record = " ".join(cells[at] for at in self.key if at < len(cells)).strip()
            name = self.resource.name
            self.issues.append(
                RULES[code].issue(name, message, row=row, record=record, field=field)
            )

    def _repeated(self, engine: Engine) -> Iterator[Issue]:
        """Yield the rows whose primary key, or another unique key, occurs before."""
        schema, name = self.resource.schema, self.resource.name
        keys = [("key-repeated", self.resource.key)] if self.unsorted else []
        keys += [("value-repeated", list(key)) for key in schema.get("uniqueKeys", [])]
        keys += [
            ("value-repeated", [field["name"]])
            for field in schema["fields"]
            if field.get("constraints", {}).get("unique")
        ]
        for code, names in keys:
            query = (
                f"SELECT *, min(row_no) OVER (PARTITION BY {', '.join(names)}) AS first_row "
                f"FROM {name} WHERE {names[0]} IS NOT NULL"
            )
            verb = "is" if len(names) == 1 else "are"
            message = f"{' and '.join(names)} of this row {verb} in row {{first_row}} too."
            where = "row_no <> first_row"
            yield from _asked(engine, self.resource, code, (query, where, names[0], message))


def _asked(
    engine: Engine, resource: Resource, code: str, parts: tuple[str, str, str, str]
) -> Iterator[Issue]:
    """Yield what a rule on a resource finds; parts: rows, the condition, field and message."""
    rows, where, field, message = parts
    query = (
        f"SELECT '{resource.name}' AS resource, {resource.key[0]} AS record, '{field}' AS field, "
        f"t.* FROM ({rows}) t WHERE {where}"
    )
    yield from asked(engine, Check(code, {"query": query, "message": message}, ()))


def _batches(file: BinaryIO) -> Iterator[list[str]]:
    """Yield the lines of a file but the first, thousands at a time, never half a quoted cell."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
    next(text)
    try:
        while lines := list(islice(text, _BATCH)):
            odd = sum(line.count('"') for line in lines) % 2
            while odd and (more := next(text, "")):
                lines.append(more)
                odd ^= more.count('"') % 2
            yield lines
    finally:
        text.detach()


def _wrong_header(name: str, first: str, header: list[str]) -> Issue:
    message = f"The header is {quoted(first, 200)}, expected {quoted(','.join(header), 400)}."
    for sign, signs in ((";", "semicolons"), ("\t", "tabs")):
        if first == sign.join(header):
            message = f"The cells are separated by {signs}, not by commas."
    return RULES["header-differs"].issue(name, message, row=1)


def _first_of_each_cell(issues: list[Issue]) -> list[Issue]:
    """Keep the first issue per cell."""
    seen: dict[tuple[str, int | None, str, str], Issue] = {}
    for issue in issues:
        many = issue.code if issue.count > 1 or not issue.field else ""
        seen.setdefault((issue.resource, issue.row, issue.field, many), issue)
    return list(seen.values())


def _references(engine: Engine, resource: Resource, names: set[str]) -> Iterator[Issue]:
    """Yield the references of a table that lead nowhere."""
    for key in resource.schema.get("foreignKeys", []):
        name, there = key["fields"][0], key["reference"]["fields"][0]
        target = key["reference"]["resource"] or resource.name
        if target in names:
            rows = (
                f"SELECT f.*, k.row_no AS target_row FROM {resource.name} f "
                f"LEFT JOIN {target} k ON k.{there} = f.{name}"
            )
            where = f"t.{name} IS NOT NULL AND t.target_row IS NULL"
            message = f"{name} is “{{{name}}}”, which is no {there} of {target}."
            yield from _asked(engine, resource, "reference-broken", (rows, where, name, message))
