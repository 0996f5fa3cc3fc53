"""Copies of an archive: made while it is written to, and there only when they are whole."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from pipeline.errors import ArchiveDamaged, InputError
from pipeline.store.failures import translated
from pipeline.store.files import open_reader

SQLITE_HEADER = b"SQLite format 3\0"
PAGES_AT_ONCE = 2000
"""Pages of the file copied between two looks at the signals; the writer never waits for them (WAL)."""


def back_up(path: Path, destination: Path) -> Path:
    """Copy an archive, which may be in use, into one file; gives its path. A folder gets a file of the same name.

    The copy is checked (SQLite's integrity_check and references) under another name before it takes its own, so that
    an older backup of this name stands until then. InputError when the destination is the archive, is a file that is
    no copy, or has no folder; ArchiveDamaged when the copy does not pass.
    """
    target = destination / path.name if destination.is_dir() else destination
    if not target.resolve().parent.is_dir():
        raise InputError(f"{target}: there is no folder {target.resolve().parent}; create it first")
    if target.exists() and target.samefile(path):
        raise InputError(f"{target}: this is the archive itself; choose another file")
    if target.exists() and not _is_replaceable(target):
        raise InputError(f"{target}: is there already and no SQLite file, so no older copy; choose another name")
    unfinished = target.with_name(f"{target.name}.partial-{os.getpid()}")
    try:
        _copy(path, unfinished)
        _check(unfinished)
        _sync(unfinished)
        unfinished.replace(target)
        _sync(target.resolve().parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def _is_replaceable(target: Path) -> bool:
    """Whether what stands there may be an older copy: a SQLite file, or one without any content."""
    try:
        with target.open("rb") as file:
            head = file.read(len(SQLITE_HEADER))
    except OSError as error:
        raise InputError(f"{target}: {error.strerror or error}") from error
    return head in (b"", SQLITE_HEADER)


def _copy(path: Path, target: Path) -> None:
    with translated(path), closing(open_reader(path)) as source, closing(sqlite3.connect(target)) as copy:
        # One read transaction: a page that is written meanwhile would make the copy begin again, without end.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(copy, pages=PAGES_AT_ONCE)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, whoever opens it


def _check(path: Path) -> None:
    with translated(path), closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        found = [str(row[0]) for row in conn.execute("PRAGMA integrity_check(3)") if row != ("ok",)]
        found += [f"{row[0]} {row[1]} refers to nothing" for row in conn.execute("PRAGMA foreign_key_check")][:3]
    if found:
        raise ArchiveDamaged(f"the copy is damaged, as the archive probably is ({'; '.join(found)}); it was not kept")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
