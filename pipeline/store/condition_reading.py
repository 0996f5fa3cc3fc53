"""How the archive's machinery is doing, as SQL that reads a bounded number of rows, whatever the archive's size."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipeline.store.codec import to_time

_RUNS: Final = 5000
"""Runs that are looked through for those of a span of time, the last ones."""
_OUTCOMES: Final = 500_000
"""Attempts that are counted at most; more in a day than any archive makes, but an import may."""


@dataclass(frozen=True, slots=True)
class SourceCondition:
    """A source that is looked at; times are ISO 8601 text in UTC."""

    site: str
    source: str
    kind: str | None
    url: str | None
    last_run: str | None
    last_result: str | None
    last_detail: str | None
    last_links: int | None
    failures: int
    next_due: str | None
    quarantined_at: str | None
    schedule: str | None


@dataclass(frozen=True, slots=True)
class RunCondition:
    """A run as it counted itself; `finished_at` is None while it runs and when it was killed."""

    run_id: int
    command: str
    started_at: str
    finished_at: str | None
    note: str | None
    outcomes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WeekOfWork:
    """What the runs begun in a week (its Monday) came to: attempts, new articles, changed ones."""

    week: str
    runs: int
    attempts: int
    new: int
    updated: int


@dataclass(frozen=True, slots=True)
class Pages:
    """The database file in SQLite's pages: their size in bytes, how many, how many of them free."""

    size: int
    count: int
    free: int


def active_sources(conn: sqlite3.Connection) -> tuple[SourceCondition, ...]:
    """Every source that is looked at, those in trouble first."""
    rows = conn.execute(
        "SELECT site, source, kind, url, last_run, last_result, last_detail, last_links, failures, next_due,"
        " quarantined_at, schedule FROM sources WHERE is_active"
        " ORDER BY quarantined_at IS NULL, failures DESC, site, source"
    )
    return tuple(SourceCondition(*row) for row in rows)


def last_runs(conn: sqlite3.Connection, limit: int) -> tuple[RunCondition, ...]:
    """The runs that began last."""
    rows = conn.execute(
        "SELECT id, command, started_at, finished_at, note, summary FROM runs ORDER BY id DESC LIMIT ?", (limit,)
    )
    return tuple(
        RunCondition(run_id, command, started_at, finished_at, note, json.loads(summary or "{}"))
        for run_id, command, started_at, finished_at, note, summary in rows
    )


def outcomes_since(conn: sqlite3.Connection, since: datetime) -> dict[str, int]:
    """How the attempts begun since then ended, by reason, the most frequent first; from an index alone."""
    rows = conn.execute(
        "SELECT reason, count(*) FROM (SELECT reason FROM outcomes WHERE at >= ? ORDER BY at DESC LIMIT ?)"
        " GROUP BY reason ORDER BY count(*) DESC, reason",
        (to_time(since), _OUTCOMES),
    )
    return dict(rows.fetchall())


def row_counts(conn: sqlite3.Connection) -> dict[str, int]:
    """How many rows the large tables have, as kept beside them, the largest first."""
    rows = conn.execute('SELECT name, "rows" FROM row_counts ORDER BY "rows" DESC, name')
    return dict(rows.fetchall())


def weeks_of_work(conn: sqlite3.Connection, since: datetime) -> tuple[WeekOfWork, ...]:
    """The weeks since then in which something ran, the last one first."""
    rows = conn.execute(
        "SELECT date(started_at, 'weekday 0', '-6 days') AS week, count(*),"
        " sum((SELECT sum(value) FROM json_each(coalesce(summary, '{}')))),"
        " sum(json_extract(summary, '$.new')), sum(json_extract(summary, '$.updated')) FROM runs"
        " WHERE id > (SELECT max(id) FROM runs) - ? AND started_at >= ? GROUP BY week ORDER BY week DESC",
        (_RUNS, to_time(since)),
    )
    return tuple(WeekOfWork(row[0], row[1], *(int(count or 0) for count in row[2:])) for row in rows)


def file_pages(conn: sqlite3.Connection) -> Pages:
    """How large the database is, and how much of it is free for what comes."""
    size, count, free = (
        conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_size", "page_count", "freelist_count")
    )
    return Pages(size, count, free)
