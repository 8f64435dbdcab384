"""What a database must do for us, and SQLite doing it, in memory.

SQL is what SQLite and Spark SQL share; whatever goes beyond it is a function of words.py.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Row = tuple[Any, ...]
# Larger pages hold long rows without overflow: a fifth less memory.
_SETTINGS = (
    *("page_size = 16384", "journal_mode = OFF", "synchronous = OFF", "temp_store = MEMORY"),
)


class EngineError(Exception):
    """The database refused a statement; the message is one line."""


class Engine(Protocol):
    """A database; every method raises EngineError for a statement that it refuses."""

    def define(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        """Let SQL call functions by name; they have no parameters with defaults."""

    def create(
        self,
        name: str,
        columns: Mapping[str, str],
        rows: Iterable[Sequence[Any]],
        *,
        key: Sequence[str] = (),
    ) -> None:
        """Make a table of rows; columns: name → TEXT, INTEGER or DOUBLE; key: what is looked up.

        A first column row_no numbers the rows.
        """

    def prepare(self, name: str, query: str) -> None:
        """Name a query, so that others can read it as a table."""

    def query(self, sql: str) -> list[Row]:
        """Return the rows of a query."""

    def stream(self, sql: str) -> Iterator[Row]:
        """Yield the rows of a query without holding them all."""

    def execute(self, sql: str) -> None:
        """Run a statement that gives no rows."""


class Sqlite:
    """An empty SQLite database in memory."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None)
        for setting in _SETTINGS:
            self.execute(f"PRAGMA {setting}")

    def define(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        for name, function in functions.items():
            count = cast("Any", function).__code__.co_argcount
            self._connection.create_function(name, count, function, deterministic=True)

    def create(
        self,
        name: str,
        columns: Mapping[str, str],
        rows: Iterable[Sequence[Any]],
        *,
        key: Sequence[str] = (),
    ) -> None:
        numbered = next(iter(columns)) == "row_no"
        types = {**columns, "row_no": "INTEGER PRIMARY KEY"} if numbered else columns
        typed = ", ".join(f'"{column}" {kind}' for column, kind in types.items())
        self.execute(f"CREATE TABLE {name} ({typed})")
        self.execute("BEGIN")
        try:
            places = ", ".join("?" * len(columns))
            self._connection.executemany(f"INSERT INTO {name} VALUES ({places})", rows)
        except sqlite3.Error as error:
            raise EngineError(_line(error)) from error
        finally:
            self.execute("COMMIT")
        if key:
            listed = ", ".join(f'"{column}"' for column in key)
            self.execute(f"CREATE INDEX key_of_{name} ON {name} ({listed})")

    def prepare(self, name: str, query: str) -> None:
        self.execute(f"CREATE VIEW {name} AS {query}")

    def query(self, sql: str) -> list[Row]:
        return list(self.stream(sql))

    def stream(self, sql: str) -> Iterator[Row]:
        try:
            yield from self._connection.execute(sql)
        except sqlite3.Error as error:
            raise EngineError(_line(error)) from error

    def execute(self, sql: str) -> None:
        try:
            self._connection.execute(sql)
        except sqlite3.Error as error:
            raise EngineError(_line(error)) from error


def _line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]
