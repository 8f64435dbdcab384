"""The database engine, DuckDB, without the layer for data frames that its package adds.

That layer takes longer to import than the engine to start, and nothing here needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Connection
    from duckdb import Error, connect
else:
    try:
        from _duckdb import DuckDBPyConnection as Connection
        from _duckdb import Error, connect
    except ImportError:  # The name of the binding is DuckDB's own affair.
        from duckdb import DuckDBPyConnection as Connection
        from duckdb import Error, connect

__all__ = ["Connection", "Error", "connect"]
