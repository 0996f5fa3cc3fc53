"""Sources of links: which there are, when each is due, how the last look ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pipeline.sites import Site, Source
from pipeline.store.codec import from_time, to_time


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source stands; all empty when it was never looked at."""

    next_due: datetime | None = None
    last_run: datetime | None = None
    last_result: str | None = None
    failures: int = 0
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """How one look at a source ended: `reason` as in outcomes, `links` it gave, when it is due again."""

    reason: str
    detail: str | None
    links: int
    next_due: datetime | None
    has_failed: bool


def sync_sources(conn: sqlite3.Connection, sites: Iterable[Site], now: datetime) -> None:
    """Bring the table in line with the site files; what has left them stays, as not active."""
    conn.execute("UPDATE sources SET is_active = 0")
    for site in sites:
        for source in site.sources:
            _sync(conn, site, source, now)


def _sync(conn: sqlite3.Connection, site: Site, source: Source, now: datetime) -> None:
    conn.execute(
        "INSERT INTO sources (site, source, kind, url, is_active, added_at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (site, source) DO UPDATE"
        " SET kind = excluded.kind, url = excluded.url, is_active = excluded.is_active",
        (site.id, source.id, source.kind, getattr(source, "url", None), site.enabled and source.enabled, to_time(now)),
    )


def source_state(conn: sqlite3.Connection, site: str, source: str) -> SourceState:
    """How a source stands; empty when the archive never heard of it."""
    row = conn.execute(
        "SELECT next_due, last_run, last_result, failures, cursor FROM sources WHERE site = ? AND source = ?",
        (site, source),
    ).fetchone()
    if row is None:
        return SourceState()
    next_due, last_run, last_result, failures, cursor = row
    return SourceState(
        from_time(next_due) if next_due else None,
        from_time(last_run) if last_run else None,
        last_result,
        failures,
        cursor,
    )


def finish_source(conn: sqlite3.Connection, site: str, source: str, look: Look, now: datetime) -> None:
    """Write down how a look at a source ended."""
    conn.execute(
        "INSERT INTO sources (site, source, added_at, last_run, last_result, last_detail, last_links, next_due,"
        " failures) VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (site, source) DO UPDATE"
        " SET last_run = ?3, last_result = ?4, last_detail = ?5, last_links = ?6, next_due = ?7,"
        " failures = CASE WHEN ?8 THEN failures + 1 ELSE 0 END",
        (
            site,
            source,
            to_time(now),
            look.reason,
            look.detail,
            look.links,
            to_time(look.next_due) if look.next_due else None,
            int(look.has_failed),
        ),
    )


def save_cursor(conn: sqlite3.Connection, site: str, source: str, cursor: str, now: datetime) -> None:
    """Remember where an id range goes on."""
    conn.execute(
        "INSERT INTO sources (site, source, added_at, cursor) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (site, source) DO UPDATE SET cursor = ?4",
        (site, source, to_time(now), cursor),
    )
