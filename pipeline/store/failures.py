"""What SQLite reports, as errors that say what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pipeline.errors import ArchiveBusy, ArchiveDamaged, ArchiveForeign, ArchiveFull, QueryTooLong, StoreError

_ANSWERS: Final[dict[int, tuple[type[StoreError], str]]] = {
    sqlite3.SQLITE_FULL: (ArchiveFull, "the disk or the file's size limit is full; make room and run it again"),
    sqlite3.SQLITE_CORRUPT: (ArchiveDamaged, "the file is damaged; keep a copy, restore a backup or try `.recover`"),
    sqlite3.SQLITE_NOTADB: (ArchiveForeign, "this is not an SQLite file"),
    sqlite3.SQLITE_BUSY: (ArchiveBusy, "another program holds a write lock on it; close it and run this again"),
    sqlite3.SQLITE_LOCKED: (ArchiveBusy, "another program holds a write lock on it; close it and run this again"),
    sqlite3.SQLITE_INTERRUPT: (QueryTooLong, "the question took longer than it may; ask for less or allow more time"),
    sqlite3.SQLITE_READONLY: (StoreError, "the file or its folder cannot be written; check its permissions"),
    sqlite3.SQLITE_CANTOPEN: (StoreError, "cannot be opened; check the folder and its permissions"),
    sqlite3.SQLITE_PERM: (StoreError, "cannot be opened; check its permissions"),
    sqlite3.SQLITE_IOERR: (
        StoreError,
        "the disk reported an error, what was written last cannot be trusted; check the disk, then run it again",
    ),
}

FATAL: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY})
"""Primary codes after which a connection must not be used again.

A failed fsync drops the dirty pages, so a second one that succeeds proves nothing (fsync errors are reported once).
"""


def primary_code(error: sqlite3.Error) -> int:
    """The error's primary result code (https://sqlite.org/rescode.html), -1 when it carries none."""
    code: int = getattr(error, "sqlite_errorcode", -1)
    if code == sqlite3.SQLITE_IOERR_SHMSIZE:
        return sqlite3.SQLITE_FULL  # no room to grow the -shm file beside the archive
    return code & 0xFF if code >= 0 else code


def is_of_the_file(error: sqlite3.Error) -> bool:
    """Whether the error is about the file or the disk, rather than a mistake in our own SQL or data."""
    return primary_code(error) in _ANSWERS


def store_error(error: sqlite3.Error, path: Path) -> StoreError | None:
    """The StoreError for what SQLite reports of a file; None when it is a mistake in our own SQL or data."""
    if not is_of_the_file(error):
        return None
    kind, advice = _ANSWERS[primary_code(error)]
    return kind(f"{path}: {advice} (SQLite: {error})")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise what SQLite or the system reports inside as StoreError; our own mistakes pass as they are."""
    try:
        yield
    except sqlite3.Error as error:
        known = store_error(error, path)
        if known is None:
            raise
        raise known from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError(f"{path}: cannot be opened ({reason}); put that right and run it again") from error
