"""Captures read again: which there are, what came of them so far, and how their articles change by it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from pipeline.errors import ArchiveBusy
from pipeline.models import Article, Hint
from pipeline.store import watching
from pipeline.store.articles import read_stored, replace_reading
from pipeline.store.codec import hint_from_json, to_json, to_time
from pipeline.store.records import Record, to_record

AT_ONCE: Final = 500
SIDE_SUFFIX: Final = ".reparse"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which captures to read again: of a site, fetched since a moment; None for all."""

    site: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article with the capture its text was read from. `site` and `hint` are those of the capture's link."""

    article_id: int
    capture_id: int
    site: str | None
    hint: Hint


@dataclass(frozen=True, slots=True)
class Reading:
    """What today's rules make of an article's capture: a record, or why there is none (`problem`, a reason code)."""

    article_id: int
    capture_id: int
    site: str
    record: Record | None
    problem: str | None = None


def candidates(conn: sqlite3.Connection, chosen: Chosen, after: int, limit: int) -> list[Candidate]:
    """Articles, by number, beyond `after`, whose capture is still there with a whole body."""
    rows = conn.execute(
        "SELECT a.id, c.id, l.site, l.hint FROM articles AS a JOIN captures AS c ON c.id = a.capture_id"
        " JOIN links AS l ON l.id = c.link_id WHERE a.id > ?1 AND c.payload_id IS NOT NULL AND NOT c.is_truncated"
        " AND (?2 IS NULL OR c.site = ?2) AND (?3 IS NULL OR c.fetched_at >= ?3) ORDER BY a.id LIMIT ?4",
        (after, chosen.site, to_time(chosen.since) if chosen.since else None, limit),
    )
    return [Candidate(row[0], row[1], row[2], hint_from_json(row[3])) for row in rows]


def record_of(article: Article, content_hash: str, stored: Record) -> Record:
    """A new reading as the row it would be: at the address the article goes by."""
    read = to_record(article, content_hash)
    return replace(read, url=stored.url or read.url)


def stored_record(conn: sqlite3.Connection, reading: Reading) -> Record | None:
    """The record a reading is about; None when the article has been read from another capture since."""
    try:
        record, capture_id = read_stored(conn, reading.article_id)
    except TypeError:  # no such row: merged away meanwhile
        return None
    return record if capture_id == reading.capture_id else None


def begin_generation(conn: sqlite3.Connection, rules: str, chosen: Chosen, now: datetime) -> int:
    """The number of a new generation, or of the unfinished one with the same rules and choice."""
    since = to_time(chosen.since) if chosen.since else None
    row = conn.execute(
        "SELECT id FROM generations WHERE finished_at IS NULL AND rules = ? AND site IS ? AND since IS ?",
        (rules, chosen.site, since),
    ).fetchone()
    if row is None:
        row = conn.execute(
            "INSERT INTO generations (rules, site, since, started_at) VALUES (?, ?, ?, ?) RETURNING id",
            (rules, chosen.site, since, to_time(now)),
        ).fetchone()
    return int(row[0])


def replace_readings(conn: sqlite3.Connection, readings: Sequence[Reading], generation_id: int, now: datetime) -> int:
    """Put readings in the place of their articles'; gives how many articles changed. Once more changes nothing."""
    changed, alarmed = 0, watching.alarmed_sites(conn)
    for reading in readings:
        if reading.record is not None and reading.capture_id >= alarmed.get(reading.site, reading.capture_id + 1):
            watching.watch_again(conn, reading.site, reading.capture_id, reading.record, now)
        if reading.record is not None and stored_record(conn, reading) is not None:
            changed += replace_reading(conn, reading.article_id, reading.record, generation_id, now)
    conn.execute("UPDATE generations SET articles = articles + ? WHERE id = ?", (changed, generation_id))
    return changed


def finish_generation(conn: sqlite3.Connection, generation_id: int, now: datetime) -> None:
    """Close a generation."""
    conn.execute("UPDATE generations SET finished_at = ? WHERE id = ?", (to_time(now), generation_id))


class Readings:
    """Readings made so far, in a file beside the archive: a kill loses none, and the archive can be fetched into."""

    def __init__(self, archive: Path, rules: str, chosen: Chosen) -> None:
        """Go on with those of the same rules and choice; others are begun anew. ArchiveBusy when another goes on."""
        real = archive.resolve()
        self.path = real.with_name(real.name + SIDE_SUFFIX)
        self._conn = sqlite3.connect(self.path, isolation_level=None, timeout=0)
        try:
            self._conn.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._conn.execute("PRAGMA synchronous = NORMAL")
            self._begin(to_json([rules, chosen.site, to_time(chosen.since) if chosen.since else None]))
        except sqlite3.OperationalError as error:
            self._conn.close()
            raise ArchiveBusy(f"{self.path}: another reparse is under way ({error}); wait for it to end") from error

    def _begin(self, about: str) -> None:
        conn = self._conn
        conn.execute("BEGIN EXCLUSIVE")
        conn.execute("CREATE TABLE IF NOT EXISTS about (what TEXT NOT NULL)")
        conn.execute(
            "CREATE TABLE IF NOT EXISTS readings (article_id INTEGER PRIMARY KEY, capture_id INTEGER NOT NULL,"
            " site TEXT NOT NULL, record TEXT, problem TEXT)"
        )
        if conn.execute("SELECT what FROM about").fetchone() != (about,):
            conn.execute("DELETE FROM readings")
            conn.execute("DELETE FROM about")
            conn.execute("INSERT INTO about VALUES (?)", (about,))
        conn.execute("COMMIT")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._conn.close()

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

    def parts(self) -> Iterator[list[Reading]]:
        """All readings by number of the article, some at a time."""
        last = 0
        query = "SELECT * FROM readings WHERE article_id > ? ORDER BY article_id LIMIT ?"
        while rows := self._conn.execute(query, (last, AT_ONCE)).fetchall():
            yield [_reading(*row) for row in rows]
            last = rows[-1][0]

    def discard(self) -> None:
        """Remove the file: what it held is in the archive."""
        self._conn.close()
        with suppress(FileNotFoundError):
            os.unlink(self.path)  # noqa: PTH108 beside suppress it says the same


def _reading(article_id: int, capture_id: int, site: str, record: str | None, problem: str | None) -> Reading:
    return Reading(article_id, capture_id, site, Record(**json.loads(record)) if record else None, problem)
