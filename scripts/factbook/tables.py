"""The tables of a package in one database, and what holds between them."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factbook import engine, hygiene
from factbook.constraints import REFERENCE_RULES, literal, quoted
from factbook.issue import Issue, shown
from factbook.table import Table, fetched, first_of_each_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factbook.expected import Resource
    from factbook.package import Package

DIALECT = Path(__file__).with_name("dialect.sql")
# Columns that a resource gets on loading: words that many rules look through.
WORDS = {
    "facts": {"statement_words": "spoken(statement)", "printed_words": "spoken(printed)"},
    "entities": {"label_words": "spoken(label_en)"},
}
# Where Chinese characters stand: resource, field, the language, or the field that names it, and how
# many characters of another way of writing make a slip: a title may hold one that is rare.
WRITTEN = (
    *((name, "label_zh", "'zh'", 1) for name in ("entities", "predicates", "units")),
    ("names", "value", "language", 1),
    ("sources", "title", "language", 2),
)
# What is made of resources for the rules: name → (resources, query).
MADE: dict[str, tuple[frozenset[str], str]] = {
    # What was corrected or withdrawn may be wrong in every way: it stays as it was.
    "current_facts": (frozenset({"facts"}), "SELECT * FROM facts WHERE status = 'current'"),
    # What facts and observations have in common: the same rules hold for both.
    "claims": (
        frozenset({"facts", "observations"}),
        """SELECT 'facts' AS resource, row_no, fact_id AS record, subject_id, predicate_id,
  object_id, object_text, comparator, value, unit_id, printed
FROM facts WHERE status = 'current'
UNION ALL
SELECT 'observations', row_no, observation_id, subject_id, predicate_id, object_id, object_text,
  comparator, value, unit_id, figure_of(printed)
FROM observations""",
    ),
    # What the editors say in sentences of their own, statements aside.
    "prose": (
        frozenset({"facts", "observations", "entities", "predicates", "names", "sources"}),
        """SELECT 'facts' AS resource, row_no, fact_id AS record, 'note' AS field, note AS content
FROM facts WHERE note IS NOT NULL
UNION ALL SELECT 'observations', row_no, observation_id, 'note', note
FROM observations WHERE note IS NOT NULL
UNION ALL SELECT 'entities', row_no, entity_id, 'description', description FROM entities
UNION ALL SELECT 'entities', row_no, entity_id, 'note', note FROM entities WHERE note IS NOT NULL
UNION ALL SELECT 'predicates', row_no, predicate_id, 'definition', definition FROM predicates
UNION ALL SELECT 'names', row_no, name_id, 'note', note FROM names WHERE note IS NOT NULL
UNION ALL SELECT 'sources', row_no, source_id, 'note', note FROM sources WHERE note IS NOT NULL""",
    ),
    # What to look for in a text to see whether it names an entity.
    "name_marks": (
        frozenset({"entities"}),
        """SELECT e.entity_id, m.mark FROM entities e, marks_of(e.label_en) m
UNION ALL
SELECT e.entity_id, m.mark FROM entities e, marks_of(e.short_name) m""",
    ),
    # The entities whose label stands, in whole words, in a longer label.
    "longer_labels": (
        frozenset({"entities"}),
        """SELECT e.entity_id, m.entity_id AS longer_id
FROM (SELECT entity_id, label_en, unnest(label_parts(label_en)) AS part FROM entities) m
JOIN entities e ON lower(e.label_en) = m.part
WHERE e.entity_id <> m.entity_id AND m.part <> lower(m.label_en)""",
    ),
}
# Below this size planning a query costs more than running it.
SMALL = 1_000_000


class Tables:
    """A database in memory; `loaded` names the resources in it, `rows` counts their rows."""

    def __init__(self) -> None:
        """Open an empty database that reads nothing it is not told to."""
        self.con = engine.connect(":memory:", config={"autoinstall_known_extensions": "false"})
        self.loaded: dict[str, Resource] = {}
        self.rows = 0
        self.small = False

    def load(
        self, package: Package, resources: Iterable[Resource], *, words: bool = False
    ) -> list[Issue]:
        """Load the resources that are tables; return what they break, one by one and together.

        words: whether to add what rules read beside the resources; needs the dialect.
        """
        tables = [
            Table(resource, WORDS.get(resource.name, {}) if words else {})
            for resource in resources
            if resource.tabular
        ]
        self.small = sum(package.size(table.resource.path) for table in tables) < SMALL
        if self.small:
            self.con.execute("PRAGMA disable_optimizer")
            self.con.execute("SET threads = 1")
        found = [i for table in tables for i in table.load(self.con, package, copy=self.small)]
        self.loaded = {table.resource.name: table.resource for table in tables if table.loaded}
        self.rows = sum(table.rows for table in tables)
        if words:
            self._make()
        found += [*self._references(), *(self._scripts() if words else ())]
        return first_of_each_cell(found)

    def _references(self) -> Iterator[Issue]:
        """Yield the references that lead nowhere: all counted at once, then fetched."""
        keys = [
            (resource, key["fields"][0], target, key["reference"]["fields"][0])
            for resource in self.loaded.values()
            for key in resource.schema.get("foreignKeys", [])
            if (target := key["reference"]["resource"] or resource.name) in self.loaded
        ]
        if not keys or not self._dangling(keys):
            return
        for resource, name, target, there in keys:
            query = (
                f"SELECT rowid + 2, {quoted(resource.schema['primaryKey'][0])}, {quoted(name)} "
                f"FROM {quoted(f'raw_{resource.name}')} WHERE {quoted(name)} NOT IN "
                f"(SELECT {quoted(there)} FROM {quoted(f'raw_{target}')} "
                f"WHERE {quoted(there)} IS NOT NULL) ORDER BY rowid"
            )
            rule = REFERENCE_RULES["target-missing"]
            rows, more = fetched(self.con, query)
            for row, record, value in rows:
                message = f"{name} is {shown(value)}, which is no {there} of {target}."
                yield rule.issue(resource.name, message, row=row, record=record or "", field=name)
            if more:
                yield rule.rest(resource.name, more)

    def _scripts(self) -> Iterator[Issue]:
        """Yield the labels, names and titles with Chinese characters of another way of writing."""
        written = [
            (resource, field, language, least)
            for name, field, language, least in WRITTEN
            if (resource := self.loaded.get(name))
        ]
        query = " UNION ".join(
            f"SELECT {literal(resource.name)}, {language}, unnest(split({field}, '')) "
            f"FROM {quoted(f'raw_{resource.name}')}"
            for resource, field, language, _ in written
        )
        found = self.con.execute(query).fetchall() if query else []
        wrong = {
            (name, char)
            for name, language, char in found
            if language and not char.isascii() and hygiene.not_in_script(char, language)
        }
        for resource, field, language, least in written if wrong else ():
            chars = ", ".join(literal(char) for name, char in wrong if name == resource.name)
            key = quoted(resource.schema["primaryKey"][0])
            query = (
                f"SELECT rowid + 2, {key}, {field}, {language} "
                f"FROM {quoted(f'raw_{resource.name}')} "
                f"WHERE list_has_any(split({field}, ''), [{chars}]) ORDER BY rowid"
            )
            rule = hygiene.RULES["not-in-script"]
            rows, more = fetched(self.con, query) if chars else ([], 0)
            for row, record, value, written_in in rows:
                odd = hygiene.not_in_script(value, written_in or "")
                if len(set(odd)) >= least:
                    message = f"{field} is {shown(value)}; {written_in} writes {odd} otherwise."
                    yield rule.issue(
                        resource.name, message, row=row, record=record or "", field=field
                    )
            if more:
                yield rule.rest(resource.name, more)

    def _dangling(self, keys: list[tuple[Resource, str, str, str]]) -> int:
        """Return the number of references that lead nowhere: one join for all of them."""
        named = " UNION ALL ".join(
            f"SELECT {literal(target)} AS target, {quoted(name)} AS key "
            f"FROM {quoted(f'raw_{resource.name}')} WHERE {quoted(name)} IS NOT NULL"
            for resource, name, target, _ in keys
        )
        there = " UNION ALL ".join(
            f"SELECT {literal(target)} AS target, {quoted(name)} AS key "
            f"FROM {quoted(f'raw_{target}')}"
            for target, name in sorted({(target, there) for _, _, target, there in keys})
        )
        query = f"SELECT count(*) FROM ({named}) ANTI JOIN ({there}) USING (target, key)"
        found = self.con.execute(query).fetchone() or (0,)
        return int(found[0])

    def define_dialect(self) -> None:
        """Define what rules use beyond the SQL that DuckDB and Spark share."""
        self.con.execute(DIALECT.read_text(encoding="utf-8"))

    def _make(self) -> None:
        """Make what rules read beside the resources; copies of facts only where they are few."""
        for name, (resources, query) in MADE.items():
            kind = "TABLE" if self.small or "facts" not in resources else "VIEW"
            if resources <= set(self.loaded):
                self.con.execute(f"CREATE {kind} {name} AS {query}")

    def add(self, name: str, columns: dict[str, str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Add a table that rules may read beside the resources; columns maps name to SQL type."""
        typed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        self.con.execute(f"CREATE TABLE {name} ({typed})")
        self.insert(name, rows)

    def add_lines(self, name: str, texts: dict[str, str]) -> None:
        """Add a table of the lines of some texts, by path: path, row_no (1, 2, …), content."""
        self.con.execute(
            f"CREATE TABLE {name} AS SELECT path, generate_subscripts(lines, 1) AS row_no, "
            "unnest(lines) AS content FROM (SELECT path, split(content, chr(10)) AS lines "
            "FROM (SELECT unnest(?) AS path, unnest(?) AS content))",
            [list(texts), list(texts.values())],
        )

    def insert(self, name: str, rows: Iterable[tuple[Any, ...]], *, words_of: int = 0) -> None:
        """Append rows to a table that was added, 100,000 at a time.

        words_of: the cell (1, 2, …) whose words fill a last column that the rows lack; 0 for none.
        """
        coming = iter(rows)
        while part := list(itertools.islice(coming, 100_000)):
            # One list per column: a statement per row takes a hundred times as long.
            columns = [list(column) for column in zip(*part, strict=True)]
            cells = ", ".join(f"unnest(?) AS c{number}" for number, _ in enumerate(columns, 1))
            words = f", spoken(c{words_of})" if words_of else ""
            self.con.execute(f"INSERT INTO {name} SELECT *{words} FROM (SELECT {cells})", columns)
