"""Captures read again: which there are, and how their articles change by it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.models import Article, Hint
from pipeline.store import watching
from pipeline.store.articles import read_stored, replace_reading
from pipeline.store.codec import hint_from_json, to_time
from pipeline.store.records import Record, to_record


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which captures to read again: of a site, fetched since a moment; None for all."""

    site: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What readings are: the rules they were made with, of which captures, and a name that no others have."""

    rules: str
    chosen: Chosen
    batch: str


@dataclass(frozen=True, slots=True)
class Generation:
    """Readings as the archive has them: up to which article they are in it, and how many articles changed by them."""

    id: int
    reached: int
    articles: int
    is_finished: bool


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


def find_generation(conn: sqlite3.Connection, batch: str) -> Generation | None:
    """The generation that readings of this name are put in as."""
    row = conn.execute(
        "SELECT id, reached, articles, finished_at IS NOT NULL FROM generations WHERE batch = ?", (batch,)
    ).fetchone()
    return Generation(row[0], row[1], row[2], bool(row[3])) if row else None


def begin_generation(conn: sqlite3.Connection, about: About, now: datetime) -> Generation:
    """A new generation for these readings, or the one that they have been put in as so far."""
    if known := find_generation(conn, about.batch):
        return known
    since = to_time(about.chosen.since) if about.chosen.since else None
    conn.execute(
        "INSERT INTO generations (rules, site, since, started_at, batch) VALUES (?, ?, ?, ?, ?)",
        (about.rules, about.chosen.site, since, to_time(now), about.batch),
    )
    return begin_generation(conn, about, now)


def replace_readings(conn: sqlite3.Connection, readings: Sequence[Reading], generation_id: int, now: datetime) -> int:
    """Put readings, ordered by article, in the place of their articles'; gives how many articles changed.

    Each is put in once: those that the generation has reached already are passed over.
    """
    (reached,) = conn.execute("SELECT reached FROM generations WHERE id = ?", (generation_id,)).fetchone()
    changed, alarmed = 0, watching.alarmed_sites(conn)
    for reading in readings:
        if reading.article_id <= reached or reading.record is None:
            continue
        if reading.capture_id >= alarmed.get(reading.site, reading.capture_id + 1):
            watching.watch_again(conn, reading.site, reading.capture_id, reading.record, now)
        if stored_record(conn, reading) is not None:
            changed += replace_reading(conn, reading.article_id, reading.record, generation_id, now)
    conn.execute(
        "UPDATE generations SET articles = articles + ?, reached = max(reached, ?) WHERE id = ?",
        (changed, readings[-1].article_id if readings else 0, generation_id),
    )
    return changed


def finish_generation(conn: sqlite3.Connection, generation_id: int, now: datetime) -> None:
    """Close a generation; once."""
    conn.execute(
        "UPDATE generations SET finished_at = ? WHERE id = ? AND finished_at IS NULL", (to_time(now), generation_id)
    )
