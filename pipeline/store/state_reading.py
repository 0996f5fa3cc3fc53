"""The state of things as SQL that takes the same time however large the archive is."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from pipeline.urls import host_of

MOST_DUE: Final = 100_000
"""Due links that are counted; what is more is "so many, or more"."""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A site's active sources together; `pauses` are the ends (ISO) of the pauses of its hosts."""

    site: str
    sources: int
    last_run: str | None
    last_result: str | None
    next_due: str | None
    failing: int
    quarantined: int
    alarms: int
    pauses: tuple[str, ...]


def row_counts(conn: sqlite3.Connection) -> dict[str, int]:
    """The kept numbers of rows by table."""
    return dict(conn.execute('SELECT name, "rows" FROM row_counts').fetchall())


def count_due(conn: sqlite3.Connection, now: str) -> int:
    """Links that are due, at most MOST_DUE."""
    due = "SELECT 1 FROM links WHERE priority IN (0, 1) AND next_due <= ? LIMIT ?"
    return int(conn.execute(f"SELECT count(*) FROM ({due})", (now, MOST_DUE)).fetchone()[0])  # noqa: S608 own text


def outcomes(conn: sqlite3.Connection, since: str) -> dict[str, int]:
    """Attempts since a moment by how they ended, the most frequent first."""
    rows = conn.execute(
        "SELECT reason, count(*) FROM outcomes WHERE at >= ? GROUP BY reason ORDER BY count(*) DESC, reason", (since,)
    )
    return dict(rows.fetchall())


def count_pages(conn: sqlite3.Connection, since: str) -> int:
    """Attempts since a moment that were for pages."""
    query = "SELECT count(*) FROM outcomes WHERE at >= ? AND reason NOT IN ('read', 'empty')"
    return int(conn.execute(query, (since,)).fetchone()[0])


def seen_at(conn: sqlite3.Connection) -> str | None:
    """When the last run said that it goes on; None when it has ended, or never says."""
    row = conn.execute("SELECT finished_at, seen_at FROM runs ORDER BY id DESC LIMIT 1").fetchone()
    return None if row is None or row[0] else row[1]


def sites(conn: sqlite3.Connection) -> list[SiteFacts]:
    """Every site with active sources, those with something wrong first."""
    rows = conn.execute(
        "SELECT site, count(*), max(last_run), min(next_due), sum(next_due IS NULL), sum(failures > 0),"
        " sum(quarantined_at IS NOT NULL), group_concat(url, ' ') FROM sources AS s WHERE is_active"
        " GROUP BY site ORDER BY sum(failures > 0) DESC, site"
    ).fetchall()
    alarms = dict(conn.execute("SELECT site, count(*) FROM alarms WHERE resolved_at IS NULL GROUP BY site").fetchall())
    pauses = dict(conn.execute("SELECT host, until FROM hosts").fetchall())
    found = []
    for site, count, last, next_due, never, failing, quarantined, urls in rows:
        ends = tuple(pauses[host] for host in {host_of(url) for url in (urls or "").split()} if host in pauses)
        result = _last_result(conn, site, last)
        due = None if never else next_due
        found.append(SiteFacts(site, count, last, result, due, failing, quarantined, alarms.get(site, 0), ends))
    return found


def _last_result(conn: sqlite3.Connection, site: str, last: str | None) -> str | None:
    query = "SELECT last_result FROM sources WHERE site = ? AND last_run = ? AND is_active"
    row = conn.execute(query, (site, last)).fetchone()
    return row[0] if row else None
