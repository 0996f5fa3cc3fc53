"""Runs and the outcomes of their attempts: what was tried, when, and how each try ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from pipeline.errors import RobotsDenied, RobotsUnavailable
from pipeline.models import Attempt
from pipeline.store.codec import from_time, to_json, to_text, to_time
from pipeline.store.links import status_of


def start_run(conn: sqlite3.Connection, command: str, sites: Sequence[str], now: datetime) -> int:
    """The number of a new run."""
    row = conn.execute(
        "INSERT INTO runs (command, sites, started_at) VALUES (?, ?, ?) RETURNING id",
        (command, to_json(list(sites)), to_time(now)),
    ).fetchone()
    return int(row[0])


def finish_run(
    conn: sqlite3.Connection, run_id: int, summary: Mapping[str, int], note: str | None, now: datetime
) -> None:
    """Close a run with its counts by reason."""
    conn.execute(
        "UPDATE runs SET finished_at = ?, summary = ?, note = ? WHERE id = ?",
        (to_time(now), to_json(dict(summary)), note, run_id),
    )


def tell_run(conn: sqlite3.Connection, run_id: int, summary: Mapping[str, int], now: datetime) -> None:
    """Write down the counts of a run, and that it goes on."""
    conn.execute(
        "UPDATE runs SET summary = ?, seen_at = ? WHERE id = ?", (to_json(dict(summary)), to_time(now), run_id)
    )


def last_moment(conn: sqlite3.Connection) -> datetime | None:
    """When the last run or the last attempt began, whichever is later; None for a new archive."""
    (run,) = conn.execute("SELECT started_at FROM runs ORDER BY id DESC LIMIT 1").fetchone() or (None,)
    (attempt,) = conn.execute("SELECT at FROM outcomes ORDER BY id DESC LIMIT 1").fetchone() or (None,)
    return max((from_time(moment) for moment in (run, attempt) if moment), default=None)


def add_outcome(
    conn: sqlite3.Connection, attempt: Attempt, ids: Mapping[str, int | None], reason: str, detail: str | None
) -> None:
    """The one row of an attempt. `ids` are those of its run, link, capture and article."""
    capture = attempt.capture
    conn.execute(
        "INSERT INTO outcomes (run_id, link_id, site, source, at, reason, detail, status, bytes, elapsed, tries,"
        " robots, robots_version, is_clock_suspect, capture_id, article_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            ids["run"],
            ids["link"],
            attempt.link.site,
            attempt.link.source,
            to_time(attempt.started_at),
            reason,
            to_text(detail) if detail else None,
            status_of(attempt),
            len(capture.body) if capture else None,
            capture.elapsed if capture else None,
            attempt.tries,
            robots_verdict(attempt),
            _robots_version(attempt),
            attempt.is_clock_suspect,
            ids["capture"],
            ids["article"],
        ),
    )


def robots_verdict(attempt: Attempt) -> str | None:
    """The robots.txt verdict of an attempt; None when it ended before one was reached."""
    if isinstance(attempt.error, RobotsDenied):
        return "denied"
    if isinstance(attempt.error, RobotsUnavailable):
        return "unavailable"
    return attempt.capture.robots if attempt.capture else None


def _robots_version(attempt: Attempt) -> str | None:
    """Which rules of robots.txt an attempt was made under, or refused by."""
    if attempt.capture:
        return attempt.capture.robots_version
    return attempt.error.facts.get("robots_version") if attempt.error else None
