"""Questions in SQL that somebody typed: they can read the archive, nothing else, and not for ever."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipeline.errors import InputError
from pipeline.store import sql_functions
from pipeline.store.failures import is_of_the_file, store_error
from pipeline.store.files import open_reader

_STEPS: Final = 10_000
"""Steps of SQLite's machine between two looks at the clock: about half a millisecond."""

_LONGEST_VALUE: Final = 64 * 2**20
"""Bytes of one value: `randomblob(1e9)` would take as much memory as it says."""

_LONGEST_PATTERN: Final = 200
"""Bytes of a LIKE pattern: the time that one takes grows with its wildcards, and no deadline is looked at meanwhile."""

_READING: Final = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE})
_DESCRIBING: Final = frozenset(
    (
        *("table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo"),
        *("foreign_key_list", "data_version", "schema_version"),
    )
)
"""Pragmas that only tell, and no path; FTS5 itself asks for data_version, Datasette for schema_version."""
_SETTING: Final = frozenset({"schema_version"})
"""Those of them that would write when they are given a value."""

_FORBIDDEN: Final = frozenset({"load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"})


@dataclass(frozen=True, slots=True)
class Table:
    """What a question gave; `is_more`: there are further rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_more: bool


def ask_sql(path: Path, sql: str, values: Mapping[str, str], *, seconds: float, limit: int) -> Table:
    """The first `limit` rows that one statement gives, its `:names` bound to values; warraq_match and others are there.

    InputError when it is no SQL, or wants more than to read; QueryTooLong after `seconds`; what `open_reader` raises.
    """
    with closing(open_reader(path)) as conn:
        _restrict(conn, seconds)
        try:
            cursor = conn.execute(sql, dict(values))
            rows = cursor.fetchmany(limit + 1)
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise _told(error, path) from error
        columns = tuple(column[0] for column in cursor.description or ())
    return Table(columns, tuple(rows[:limit]), len(rows) > limit)


def keep_to_reading(conn: sqlite3.Connection) -> None:
    """Let a connection do nothing but read: no ATTACH, no extension, no pragma that writes or gives paths away.

    What it refuses fails with "not authorized" or "prohibited". How long a statement may take is for the caller.
    """
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    conn.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, _LONGEST_PATTERN)
    conn.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    conn.set_authorizer(_authorize)


def _restrict(conn: sqlite3.Connection, seconds: float) -> None:
    sql_functions.register(conn)
    conn.text_factory = lambda octets: octets.decode("utf-8", "replace")  # text that was cut between bytes is shown
    deadline = time.monotonic() + seconds
    conn.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    keep_to_reading(conn)


def _authorize(action: int, one: str | None, other: str | None, *_: str | None) -> int:
    """Whether a statement may do this (https://sqlite.org/c3ref/c_alter_table.html): read, call, describe."""
    if action in _READING:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and (other or "").lower() not in _FORBIDDEN:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_UPDATE and one == "sqlite_master":
        # What a virtual table (FTS5, json_each) says of its columns is parsed so. A real one needs writable_schema.
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and (one or "").lower() in _DESCRIBING:
        is_setting = other is not None and (one or "").lower() in _SETTING
        return sqlite3.SQLITE_DENY if is_setting else sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _told(error: Exception, path: Path) -> Exception:
    if isinstance(error, sqlite3.Error) and is_of_the_file(error):
        return store_error(error, path) or error
    if "not authorized" in str(error) or "prohibited" in str(error):
        return InputError(f"SQL: {error}: only reading is allowed; one SELECT, or a PRAGMA that describes a table")
    return InputError(f"SQL: {error}; docs/archive-schema.md names every table and column")
