"""Numbers of the archive for those who watch a service: what waits, what is late, what is wrong. A few milliseconds."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipeline.store.codec import from_time, to_time
from pipeline.store.links import BACK_FILL, NEWS

MOST_COUNTED: Final = 100_000
"""Due links are counted so far: an archive whose back-fill waits may have millions."""
MOST_SITES: Final = 500
"""Sites whose lateness is told one by one, the latest first."""


@dataclass(frozen=True, slots=True)
class Gauges:
    """The numbers at a moment.

    `due_links` by part of the work ("news", "back_fill"), at most MOST_COUNTED each; `lag` by site, the seconds that
    its latest source is overdue; `sources` by state ("ok", "failing", "quarantined"); `alarms` that are open by kind;
    `looked_at` is the last look at any source.
    """

    due_links: Mapping[str, int]
    lag: Mapping[str, float]
    sources: Mapping[str, int]
    alarms: Mapping[str, int]
    looked_at: datetime | None


def read_gauges(conn: sqlite3.Connection, now: datetime) -> Gauges:
    """The archive's numbers."""
    (looked,) = conn.execute("SELECT max(last_run) FROM sources").fetchone()
    return Gauges(
        due_links={"news": _count_due(conn, NEWS, now), "back_fill": _count_due(conn, BACK_FILL, now)},
        lag=_read_lag(conn, now),
        sources={"ok": 0, "failing": 0, "quarantined": 0} | _count_sources(conn),
        alarms=dict(conn.execute("SELECT kind, count(*) FROM alarms WHERE resolved_at IS NULL GROUP BY kind")),
        looked_at=from_time(looked) if looked else None,
    )


def _count_due(conn: sqlite3.Connection, priority: int, now: datetime) -> int:
    (count,) = conn.execute(
        "SELECT count(*) FROM (SELECT 1 FROM links WHERE priority = ? AND next_due <= ? LIMIT ?)",
        (priority, to_time(now), MOST_COUNTED),
    ).fetchone()
    return int(count)


def _read_lag(conn: sqlite3.Connection, now: datetime) -> dict[str, float]:
    rows = conn.execute(
        "SELECT site, min(coalesce(next_due, added_at)) AS due FROM sources WHERE is_active GROUP BY site"
        " ORDER BY due LIMIT ?",
        (MOST_SITES,),
    )
    return {site: max((now - from_time(due)).total_seconds(), 0.0) for site, due in rows}


def _count_sources(conn: sqlite3.Connection) -> dict[str, int]:
    return dict(
        conn.execute(
            "SELECT CASE WHEN quarantined_at IS NOT NULL THEN 'quarantined' WHEN failures > 0 THEN 'failing'"
            " ELSE 'ok' END, count(*) FROM sources WHERE is_active GROUP BY 1"
        )
    )
