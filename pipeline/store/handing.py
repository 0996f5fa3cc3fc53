"""Files of readings beside the archive: those that a re-parse is making, and those handed over to a running service.

`<archive>.reparse` is its maker's alone; renamed to `<archive>.handed` it is whole, and whoever has the archive puts it
in. What has been put in is known from the archive alone, so the file is only ever removed.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Final, Self

from pipeline.errors import ArchiveBusy, InputError
from pipeline.store.codec import from_time, to_json, to_time
from pipeline.store.records import COLUMNS, Record
from pipeline.store.rereading import About, Chosen, Reading

AT_ONCE: Final = 500
"""Readings that are read from the file at once."""
SIDE_SUFFIX: Final = ".reparse"
HANDED_SUFFIX: Final = ".handed"
REFUSED_SUFFIX: Final = ".refused"


class _File:
    """Readings in an SQLite file, ordered by article."""

    def __init__(self, path: Path, conn: sqlite3.Connection) -> None:
        self.path, self._conn = path, conn

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._conn.close()

    @property
    def about(self) -> About:
        """What readings these are."""
        what, batch = self._conn.execute("SELECT what, batch FROM batches").fetchone()
        rules, site, since, columns = json.loads(what)
        if tuple(columns) != COLUMNS:
            raise ValueError("another version of Warraq made them")
        return About(rules, Chosen(site, from_time(since) if since else None), batch)

    def count_beyond(self, after: int) -> int:
        """How many there are, of articles beyond this number."""
        return int(self._conn.execute("SELECT count(*) FROM readings WHERE article_id > ?", (after,)).fetchone()[0])

    def portion(self, after: int, most: int) -> list[Reading]:
        """The next readings, of articles beyond this number."""
        rows = self._conn.execute(
            "SELECT article_id, capture_id, site, record, problem FROM readings WHERE article_id > ?"
            " ORDER BY article_id LIMIT ?",
            (after, most),
        )
        return [_reading(*row) for row in rows]

    def parts(self) -> Iterator[list[Reading]]:
        """All of them, some at a time."""
        last = 0
        while part := self.portion(last, AT_ONCE):
            yield part
            last = part[-1].article_id

    def discard(self) -> None:
        """Remove the file: what it held is in the archive, or not wanted."""
        self._conn.close()
        with suppress(FileNotFoundError):
            os.unlink(self.path)  # noqa: PTH108 beside suppress it says the same


def _reading(article_id: int, capture_id: int, site: str, record: str | None, problem: str | None) -> Reading:
    return Reading(article_id, capture_id, site, Record(**json.loads(record)) if record else None, problem)


class Readings(_File):
    """Readings made so far: a kill loses none, and the archive can be fetched into."""

    def __init__(self, archive: Path, rules: str, chosen: Chosen) -> None:
        """Go on with those of the same rules and choice; others are begun anew. ArchiveBusy when another goes on."""
        path = _beside(archive, SIDE_SUFFIX)
        super().__init__(path, sqlite3.connect(path, isolation_level=None, timeout=0))
        self._archive = archive
        try:
            self._conn.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._conn.execute("PRAGMA synchronous = NORMAL")
            self._begin(to_json([rules, chosen.site, to_time(chosen.since) if chosen.since else None, COLUMNS]))
        except sqlite3.OperationalError as error:
            self._conn.close()
            raise ArchiveBusy(f"{self.path}: another reparse is under way ({error}); wait for it to end") from error

    def _begin(self, what: str) -> None:
        conn = self._conn
        conn.execute("BEGIN EXCLUSIVE")
        conn.execute("CREATE TABLE IF NOT EXISTS batches (what TEXT NOT NULL, batch TEXT NOT NULL)")
        conn.execute(
            "CREATE TABLE IF NOT EXISTS readings (article_id INTEGER PRIMARY KEY, capture_id INTEGER NOT NULL,"
            " site TEXT NOT NULL, record TEXT, problem TEXT)"
        )
        if conn.execute("SELECT what FROM batches").fetchone() != (what,):
            self._empty(what)
        conn.execute("COMMIT")

    def _empty(self, what: str) -> None:
        self._conn.execute("DELETE FROM readings")
        self._conn.execute("DELETE FROM batches")
        self._conn.execute("INSERT INTO batches VALUES (?, ?)", (what, secrets.token_hex(16)))

    def begin_anew(self) -> None:
        """Forget all of them: they are in the archive already, as others will be that are made from now on."""
        (what,) = self._conn.execute("SELECT what FROM batches").fetchone()
        self._conn.execute("BEGIN")
        self._empty(what)
        self._conn.execute("COMMIT")

    @property
    def last(self) -> int:
        """The highest number of an article that has been read; 0 for none."""
        return int(self._conn.execute("SELECT coalesce(max(article_id), 0) FROM readings").fetchone()[0])

    def add(self, readings: Sequence[Reading]) -> None:
        """Keep readings, all or none."""
        self._conn.execute("BEGIN")
        self._conn.executemany(
            "INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?)",
            [
                (r.article_id, r.capture_id, r.site, to_json(asdict(r.record)) if r.record else None, r.problem)
                for r in readings
            ],
        )
        self._conn.execute("COMMIT")

    def hand_over(self) -> None:
        """Leave them to whoever has the archive, all at once; ArchiveBusy when others wait there already.

        Only one process at a time has the file under its first name, so no two can take the second one.
        """
        self._conn.execute("PRAGMA synchronous = FULL")
        self._conn.execute("BEGIN IMMEDIATE")
        self._conn.execute("UPDATE batches SET what = what")
        self._conn.execute("COMMIT")  # the one that must be on the disk before the name is
        handed = _beside(self._archive, HANDED_SUFFIX)
        if handed.exists():
            raise ArchiveBusy(f"{handed}: another re-parse waits for the service already; wait for it to end")
        self.path.rename(handed)
        self._conn.close()


class Handed(_File):
    """Readings that were handed over."""

    @classmethod
    def find(cls, archive: Path) -> Self | None:
        """Those that wait for this archive's owner; None when there are none, or they are just being handed over.

        InputError when the file there is none of ours to trust, or cannot be read: `refuse` it.
        """
        path = _beside(archive, HANDED_SUFFIX)
        try:
            found = path.lstat()
        except FileNotFoundError:
            return None
        _check_trusted(path, found, archive)
        try:
            conn = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=0)
            handed = cls(path, conn)
            handed.inode = found.st_ino
            handed.known = handed.about
        except sqlite3.OperationalError as error:
            conn.close()
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN):
                return None  # its maker has not let go of it yet, or it has just been put in
            raise InputError(f"{path}: {error}") from error
        except (sqlite3.DatabaseError, ValueError, TypeError) as error:
            conn.close()
            raise InputError(
                f"{path}: the readings cannot be used ({error}); remove it and run `warraq reparse` again"
            ) from error
        return handed

    inode: int
    known: About

    def is_waiting(self) -> bool:
        """Whether the file is still there: it goes when all of it is in the archive, or when it is refused."""
        try:
            return self.path.lstat().st_ino == self.inode
        except FileNotFoundError:
            return False


def _check_trusted(path: Path, found: os.stat_result, archive: Path) -> None:
    # Where others may put files too, theirs must not become our articles.
    owners = {0, os.geteuid(), archive.resolve().stat().st_uid}
    if not stat.S_ISREG(found.st_mode) or found.st_uid not in owners:
        raise InputError(f"{path}: not a file of the archive's owner; it is not read, remove it")


def refuse(archive: Path, why: str) -> None:
    """Put readings that cannot be used out of the way, with a word to who waits for them."""
    _beside(archive, REFUSED_SUFFIX).write_text(why + "\n", encoding="utf-8")
    _beside(archive, HANDED_SUFFIX).unlink(missing_ok=True)


def take_refusal(archive: Path) -> str | None:
    """Why readings were refused, said once."""
    path = _beside(archive, REFUSED_SUFFIX)
    try:
        why = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    path.unlink(missing_ok=True)
    return why


def is_handed(archive: Path) -> bool:
    """Whether readings wait; one look at the folder."""
    return os.path.lexists(_beside(archive, HANDED_SUFFIX))


def _beside(archive: Path, suffix: str) -> Path:
    real = archive.resolve()
    return real.with_name(real.name + suffix)
