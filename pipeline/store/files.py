"""Opens archive files: tells ours from others, old from new, and sets the connections up."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlite_utils import Database

from pipeline.errors import ArchiveForeign, ArchiveMissing, ArchiveNewer, StoreError
from pipeline.store import migrations, search_index, site_watches
from pipeline.store.failures import translated
from pipeline.store.mounts import check_file_system

APPLICATION_ID: Final = int.from_bytes(b"Warq", "big")
"""`PRAGMA application_id` of our files (https://sqlite.org/fileformat2.html#application_id)."""

PAGE_SIZE: Final = 1024
"""Bytes of a page of a new archive; older ones keep theirs."""

STATEMENTS_KEPT: Final = 512
"""Prepared statements of the writer: a page takes some 70, and those for lists differ with the lists' lengths."""

BUSY_MILLISECONDS: Final = 10_000
_MAGIC: Final = b"SQLite format 3\x00"
_APPLICATION_ID_AT: Final = 68


def check_place(path: Path) -> None:
    """Raise before anything is written: no such folder, a folder or foreign file there, hard links, a network disk."""
    if path.is_dir():
        raise ArchiveForeign(f"{path}: this is a folder; give the path of the archive file, such as {path}/archive.db")
    if not path.resolve().parent.is_dir():
        raise ArchiveMissing(f"{path}: there is no folder {path.resolve().parent}; create it first")
    check_file_system(path)
    if not path.exists():
        return
    if path.stat().st_nlink > 1:
        # SQLite names its journal after the path: two names of one file mean two journals, and damage.
        raise StoreError(f"{path}: this file has several names (hard links), which SQLite cannot keep whole; copy it")
    if not is_ours(path):
        raise ArchiveForeign(f"{path}: this is not a Warraq archive; it was left as it is. Choose another path")


def is_ours(path: Path) -> bool:
    """Whether an existing file is an archive or can become one (empty); it is not touched."""
    if _is_open_here(path):
        # POSIX: to close any handle of a file gives up all locks that the process has on it. Another program that ends
        # would then take itself for the last one and remove the journal under us, with what was acknowledged in it
        # (https://sqlite.org/howtocorrupt.html, 2.2). SQLite's own handles know of one another.
        return _is_marked(path)
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror}") from error
    if not head:
        return True
    if not head.startswith(_MAGIC):
        return False
    marked = int.from_bytes(head[_APPLICATION_ID_AT : _APPLICATION_ID_AT + 4], "big")
    return marked == APPLICATION_ID or (marked == 0 and _is_unfinished(path))


def _is_open_here(path: Path) -> bool:
    """Whether this process has the file open, by any name; False where the system does not tell."""
    wanted = path.stat()
    for handle in Path("/proc/self/fd").glob("*"):
        with suppress(OSError):  # it may be closed meanwhile
            known = handle.stat()
            if (known.st_dev, known.st_ino) == (wanted.st_dev, wanted.st_ino):
                return True
    return False


def _is_unfinished(path: Path) -> bool:
    """Whether an unmarked SQLite file is one of ours that was killed while it was made: empty, or marked in its WAL."""
    # Without a WAL the file is all there is; `immutable` then leaves no -shm file beside a stranger's database.
    return _is_marked(path, "" if Path(f"{path}-wal").exists() else "&immutable=1")


def _is_marked(path: Path, options: str = "") -> bool:
    """Whether SQLite finds our mark in a file, or nothing at all."""
    with translated(path), closing(sqlite3.connect(_uri(path, "ro") + options, uri=True)) as conn:
        marked: int = conn.execute("PRAGMA application_id").fetchone()[0]
        tables: int = conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return marked == APPLICATION_ID or (marked == 0 and tables == 0)


def open_writer(path: Path) -> sqlite3.Connection:
    """The one writing connection, on an archive brought to today's schema. The caller holds the lock."""
    with translated(path):
        conn = sqlite3.connect(
            _uri(path, "rwc"),
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=STATEMENTS_KEPT,
        )
        try:
            conn.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
            db = Database(conn, execute_plugins=False)
            applied = migrations.applied_names(db)
            _refuse_newer(applied, path)
            _set_up_writer(conn, is_new=not applied)
            if set(applied) != set(migrations.known_names()):
                _migrate(db, path, applied)
            search_index.prepare(conn)
            site_watches.prepare(conn)
        except BaseException:
            conn.close()
            raise
    return conn


def _set_up_writer(conn: sqlite3.Connection, *, is_new: bool) -> None:
    # Journal and vacuum modes are properties of the file; the rest is of this connection.
    if is_new:
        # Bodies of articles and captures are a few kB: at 4096, SQLite's default, a fifth of each page stays empty, of
        # 1024 a twentieth; and with every new article pages of a dozen indexes are written that change by a few bytes.
        conn.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        # Pages that pruning frees can be given back bit by bit; later, this would take a VACUUM of the whole file.
        conn.execute("PRAGMA auto_vacuum = INCREMENTAL")
    conn.execute("PRAGMA journal_mode = WAL")
    # FULL: a commit is on the disk before it is acknowledged, so not even a power loss takes it back. NORMAL would only
    # survive the death of the process. Group commit shares one fsync among all pages that wait.
    conn.execute("PRAGMA synchronous = FULL")
    conn.execute("PRAGMA foreign_keys = ON")
    # Debian compiles secure_delete in: every freed page is written once more, for an archive that hides nothing.
    conn.execute("PRAGMA secure_delete = OFF")
    conn.execute("PRAGMA cache_size = -32768")
    conn.execute("PRAGMA temp_store = MEMORY")
    conn.execute(f"PRAGMA journal_size_limit = {64 * 2**20}")


def _migrate(db: Database, path: Path, applied: list[str]) -> None:
    conn = db.conn
    if applied:
        back_up(conn, path, applied[-1])
    conn.execute("BEGIN IMMEDIATE")
    try:
        conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.apply_all(db)
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise


def _refuse_newer(applied: list[str], path: Path) -> None:
    unknown = sorted(set(applied) - set(migrations.known_names()))
    if unknown:
        raise ArchiveNewer(f"{path}: written by a newer Warraq (it knows {unknown[0]}); upgrade Warraq to use it")


def back_up(conn: sqlite3.Connection, path: Path, state: str) -> Path:
    """A copy of the archive beside it, named after its `state` and the time; whole or absent."""
    real = path.resolve()
    copy = real.with_name(f"{real.name}.before-upgrade-{state}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    partial = copy.with_name(copy.name + ".partial")
    with closing(sqlite3.connect(partial)) as target:
        conn.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, whoever opens it
    partial.rename(copy)
    return copy


def open_reader(path: Path) -> sqlite3.Connection:
    """A read-only connection that sees every commit and never waits for the writer or makes it wait.

    ArchiveMissing, ArchiveForeign and ArchiveNewer say why there is nothing to read; StoreError for an older archive.
    """
    if not path.exists() or path.stat().st_size == 0:
        raise ArchiveMissing(f"{path}: there is no archive here yet; `warraq fetch` creates it")
    if path.is_dir() or not is_ours(path):
        raise ArchiveForeign(f"{path}: this is not a Warraq archive")
    with translated(path):
        conn = sqlite3.connect(_uri(path, "ro"), uri=True, isolation_level=None, check_same_thread=False)
        try:
            conn.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
            _check_age(conn, path)
        except BaseException:
            conn.close()
            raise
    return conn


def _check_age(conn: sqlite3.Connection, path: Path) -> None:
    applied = migrations.applied_names(Database(conn, execute_plugins=False, recursive_triggers=False))
    if not applied:
        raise ArchiveMissing(f"{path}: the archive is still being made; try again in a moment")
    _refuse_newer(applied, path)
    if set(applied) != set(migrations.known_names()):
        raise StoreError(f"{path}: written by an older Warraq; any command that writes, such as fetch, upgrades it")


def _uri(path: Path, mode: str) -> str:
    return f"file:{quote(str(path.resolve()))}?mode={mode}"
