"""The real package in memory, its edits, and what the validator finds in it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import harness
from factbook import rewrite, tables, validation
from factbook.engine import Sqlite
from factbook.issue import ERROR
from factbook.package import DESCRIPTOR, CannotRunError, Folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from factbook.issue import Issue

PROSE = ("CHANGELOG.md", "CITATION.cff", "LICENSE", "README.md")


@cache
def package() -> dict[str, bytes]:
    """Return the files of the package, by name."""
    folder = Folder(harness.ROOT)
    names = [*folder.files("data"), *folder.files("schemas"), DESCRIPTOR, *PROSE]
    return {name: folder.read(name) for name in names}


def rows(table: str, field: str) -> dict[str, dict[str, str]]:
    """Return the rows of a table in which a field is filled in, by key."""
    header, *cells = harness.rows(package()[f"data/{table}.csv"])
    found = {row[0]: dict(zip(header, row, strict=True)) for row in cells}
    return {key: row for key, row in found.items() if row[field]}


def claims(field: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield (table, key, row) of the facts and observations in which a field is filled in."""
    for table in ("facts", "observations"):
        yield from ((table, key, row) for key, row in rows(table, field).items())


def edited(content: Mapping[str, bytes], edits: Mapping[str, Any]) -> dict[str, bytes]:
    """Return files after edits, as format.py leaves them; raises CannotRunError as it does."""
    memory = harness.memory(harness.edited(content, edits))
    return {**memory.content, **rewrite.formatted(memory, Sqlite(), tables.load)}


def found(content: Mapping[str, bytes], texts: tuple[str, ...]) -> list[Issue]:
    """Return every finding in a package."""
    return validation.validate(harness.memory(content), texts, listed=1000).issues


@cache
def findings(texts: tuple[str, ...]) -> list[Issue]:
    """Return every finding in the package as it is."""
    return found(package(), texts)


def new(issues: Iterable[Issue], before: Iterable[Issue]) -> tuple[list[Issue], list[Issue]]:
    """Return the errors and the warnings that are not among those of before, rows aside."""
    known = {issue._replace(row=None) for issue in before}
    more = [issue for issue in issues if issue._replace(row=None) not in known]
    errors = [issue for issue in more if issue.level == ERROR]
    return errors, [issue for issue in more if issue.level != ERROR]


def level(edits: Mapping[str, Any], texts: tuple[str, ...]) -> str:
    """Return the level at which an edit is found: error, warning or "" if it is not."""
    try:
        errors, warnings = new(found(edited(package(), edits), texts), findings(texts))
    except CannotRunError:
        return "error"
    return "error" if errors else "warning" if warnings else ""
