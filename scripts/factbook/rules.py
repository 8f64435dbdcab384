"""The rules, read from rules/*.toml, and those in SQL run on the tables of a package.

An entry `[code]` has level, promise and hint; a rule in SQL has besides:

    of       the table that it looks through, or several: of prepare.sql, or a resource
    where    a condition that a row must not meet, or
    unique   an expression that may occur once ({first} is the record that had it first), or
    query    a SELECT of the faults: resource, row_no, record, field and what the message names
    field    the field at fault; without it the table has a column, or let an expression, `field`
    let      expressions that the message names besides the columns of the table
    message  a sentence with {names} of columns
    needs    what else must be free of errors, as "vocabulary" for a rule that looks for cues
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, NamedTuple

from factbook.engine import EngineError
from factbook.issue import FETCHED, Issue, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from factbook.engine import Engine

_FOLDER = Path(__file__).with_name("rules")
_ENTRIES: dict[str, dict[str, dict[str, Any]]] = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(_FOLDER.glob("*.toml"))
}
# Every rule by code, and the codes by subject: the name of the file.
RULES = {
    code: Rule(code, entry["level"], entry["promise"], entry["hint"])
    for entries in _ENTRIES.values()
    for code, entry in entries.items()
}
SUBJECTS = {subject: list(entries) for subject, entries in _ENTRIES.items()}
TEXT_TABLES = frozenset({"texts", "sentences", "evidence", "gaps", "lines"})
# Reasons why a rule was not run, as the ends of a sentence about it.
NEEDS_TEXT = "needs the text (--article FILE)"
_TEXT_FIRST = "text-differs-from-source"
_OTHER_TEXT = "needs the text that its source describes"
_PREPARED = re.compile(r"-- (\w+): .*?\n-- of: (.*?)\n(.*?);\n", re.DOTALL)
# The tables of prepare.sql: name → (what it is made of, query).
_TABLES: dict[str, tuple[list[str], str]] = {
    found[1]: (found[2].split(), found[3])
    for found in _PREPARED.finditer((_FOLDER / "prepare.sql").read_text(encoding="utf-8"))
}


class Check(NamedTuple):
    """A rule in SQL: its code, its entry in TOML, and the tables that it looks through."""

    code: str
    entry: dict[str, Any]
    tables: tuple[str, ...]

    def reads(self) -> set[str]:
        """Return the resources that the rule is made of."""
        names = {*self.tables, *self.entry.get("needs", "").split()}
        while made := names & _TABLES.keys():
            names = (names - made).union(*(_TABLES[name][0] for name in made))
        return names


def checks() -> list[Check]:
    """Return the rules in SQL."""
    entries = [item for group in _ENTRIES.values() for item in group.items() if "of" in item[1]]
    return [Check(code, entry, tuple(entry["of"].split())) for code, entry in entries]


def run(
    engine: Engine, available: set[str], *, text: bool
) -> tuple[list[Issue], list[str], dict[str, str]]:
    """Run every rule in SQL that can run; return (issues, codes that ran, code → why not).

    available: names of the resources without errors. text: if evidence.py has loaded the texts.
    """
    ready: list[Check] = []
    issues: list[Issue] = []
    not_run: dict[str, str] = {}
    for check in checks():
        missing = check.reads() - available - (TEXT_TABLES if text else set())
        if broken := missing - TEXT_TABLES:
            not_run[check.code] = f"needs {', '.join(sorted(broken))} without errors"
        elif missing:
            not_run[check.code] = NEEDS_TEXT
        else:
            ready.append(check)
    _prepare(engine, {table for check in ready for table in check.tables})
    first = [check for check in ready if check.code == _TEXT_FIRST]
    if first and (issues := _look(engine, first)):
        waits = [c for c in ready if c.reads() & TEXT_TABLES and c not in first]
        not_run |= {check.code: _OTHER_TEXT for check in waits}
        ready = [check for check in ready if check not in waits]
    issues += _look(engine, [check for check in ready if check not in first])
    return issues, [check.code for check in ready], not_run


def _prepare(engine: Engine, names: Iterable[str]) -> None:
    """Make the prepared tables with these names, and those that they are made of, in order."""
    needed: set[str] = set()
    for name in reversed(_TABLES):
        if name in names or name in needed:
            needed |= {name, *_TABLES[name][0]}
    for name, (_, query) in _TABLES.items():
        if name in needed:
            engine.prepare(name, query)


def _look(engine: Engine, ready: list[Check]) -> list[Issue]:
    """Return what rules find; all conditions on a table are counted in one scan."""
    issues: list[Issue] = []
    scans: dict[str, list[Check]] = {}
    for check in ready:
        if "query" in check.entry:
            issues += asked(engine, check)
        for table in check.tables if "unique" in check.entry else ():
            issues += asked(engine, check, table)
        for table in check.tables if "where" in check.entry else ():
            scans.setdefault(table, []).append(check)
    for table, together in scans.items():
        parts = [f"sum(CASE WHEN {check.entry['where']} THEN 1 ELSE 0 END)" for check in together]
        try:
            (counts,) = engine.query(f"SELECT {', '.join(parts)} FROM {table}")
        except EngineError:
            # One of them crashes: each is asked alone.
            counts = (1,) * len(together)
        for check, count in zip(together, counts, strict=True):
            issues += asked(engine, check, table) if count else []
    return issues


def asked(engine: Engine, check: Check, table: str = "") -> list[Issue]:
    """Return the issues of a rule that found something, or one that says how it crashed."""
    try:
        return list(_issues(engine, check, table))
    except EngineError as error:
        message = f"{check.code} could not run: {error}."
        return [RULES["rule-crashed"].issue("rules", message)]


def _issues(engine: Engine, check: Check, table: str) -> Iterator[Issue]:
    """Yield the issues of a rule; those beyond the first FETCHED are only counted."""
    entry, rule = check.entry, RULES[check.code]
    if "unique" in entry and not _repeated(engine, entry["unique"], table):
        return
    names = [name for _, name, _, _ in Formatter().parse(entry["message"]) if name]
    given = {"field": f"'{entry['field']}'"} if "field" in entry else {}
    given |= entry.get("let", {})
    columns = ["resource", "row_no", "record", "field", *dict.fromkeys(names)]
    listed = ", ".join(f"{given[name]} AS {name}" if name in given else name for name in columns)
    faults = f"SELECT {listed} FROM {_faults(entry, table)}"
    rows = engine.query(f"{faults} ORDER BY row_no LIMIT {FETCHED + 1}")
    for row in rows[:FETCHED]:
        values = dict(zip(columns, row, strict=True))
        message = entry["message"].format_map(values)
        resource, number, record, field = row[:4]
        yield rule.issue(
            resource, message, row=number or None, record=record or "", field=field or ""
        )
    if len(rows) > FETCHED:
        ((total,),) = engine.query(f"SELECT count(*) FROM ({faults}) faults")
        yield rule.rest(rows[0][0], total - FETCHED)


def _repeated(engine: Engine, key: str, table: str) -> bool:
    """Say if an expression may occur twice in a table: quicker than to name the rows."""
    ((distinct, total),) = engine.query(f"SELECT count(DISTINCT {key}), count(*) FROM {table}")
    return bool(distinct < total)


def _faults(entry: dict[str, Any], table: str) -> str:
    """Return what comes after FROM to get the rows that break a rule."""
    if "query" in entry:
        return f"({entry['query']}) faults"
    if "where" in entry:
        return f"{table} WHERE {entry['where']}"
    key = entry["unique"]
    return (
        f"(SELECT *, row_number() OVER (PARTITION BY {key} ORDER BY row_no) AS turn, "
        f"first_value(record) OVER (PARTITION BY {key} ORDER BY row_no) AS first "
        f"FROM {table} WHERE {key} IS NOT NULL) faults WHERE turn > 1"
    )
