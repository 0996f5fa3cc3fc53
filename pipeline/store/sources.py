"""Sources of links: which there are, when each is due, how the last look ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pipeline.due import Looked
from pipeline.models import SUCCESSES
from pipeline.sites import Site, Source
from pipeline.store.codec import from_time, to_time
from pipeline.ticks import schedule_text


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source stands; all empty when it was never looked at."""

    next_due: datetime | None = None
    last_run: datetime | None = None
    last_result: str | None = None
    failures: int = 0
    cursor: str | None = None
    quarantined_at: datetime | None = None

    @property
    def looked(self) -> Looked:
        """What its next due time follows from."""
        return Looked(self.next_due, self.last_run)


@dataclass(frozen=True, slots=True)
class Look:
    """How one look at a source ended: `reason` as in outcomes, `links` it gave, when it is due again."""

    reason: str
    detail: str | None
    links: int
    next_due: datetime | None
    is_quarantined: bool = False

    @property
    def has_failed(self) -> bool:
        """Whether it counts as a failure."""
        return self.reason not in SUCCESSES


def sync_sources(conn: sqlite3.Connection, sites: Iterable[Site], now: datetime) -> None:
    """Bring the table in line with the site files; what has left them stays, as not active."""
    conn.execute("UPDATE sources SET is_active = 0")
    for site in sites:
        for source in site.sources:
            _sync(conn, site, source, now)


def _sync(conn: sqlite3.Connection, site: Site, source: Source, now: datetime) -> None:
    conn.execute(
        "INSERT INTO sources (site, source, kind, url, is_active, added_at, schedule) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (site, source) DO UPDATE"
        " SET kind = excluded.kind, url = excluded.url, is_active = excluded.is_active, schedule = excluded.schedule",
        (
            site.id,
            source.id,
            source.kind,
            getattr(source, "url", None),
            site.enabled and source.enabled,
            to_time(now),
            schedule_text(source, site),
        ),
    )


def source_state(conn: sqlite3.Connection, site: str, source: str) -> SourceState:
    """How a source stands; empty when the archive never heard of it."""
    row = conn.execute(
        "SELECT next_due, last_run, last_result, failures, cursor, quarantined_at FROM sources"
        " WHERE site = ? AND source = ?",
        (site, source),
    ).fetchone()
    if row is None:
        return SourceState()
    next_due, last_run, last_result, failures, cursor, quarantined_at = row
    return SourceState(
        from_time(next_due) if next_due else None,
        from_time(last_run) if last_run else None,
        last_result,
        failures,
        cursor,
        from_time(quarantined_at) if quarantined_at else None,
    )


def finish_source(conn: sqlite3.Connection, site: str, source: str, look: Look, now: datetime) -> None:
    """Write down how a look at a source ended."""
    conn.execute(
        "INSERT INTO sources (site, source, added_at, last_run, last_result, last_detail, last_links, next_due,"
        " failures, quarantined_at)"
        " VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?7, ?8, iif(?9, ?3, NULL)) ON CONFLICT (site, source) DO UPDATE"
        " SET last_run = ?3, last_result = ?4, last_detail = ?5, last_links = ?6, next_due = ?7,"
        " failures = CASE WHEN ?8 THEN failures + 1 ELSE 0 END,"
        " quarantined_at = CASE WHEN ?9 THEN coalesce(quarantined_at, ?3) END",
        (
            site,
            source,
            to_time(now),
            look.reason,
            look.detail,
            look.links,
            to_time(look.next_due) if look.next_due else None,
            int(look.has_failed),
            int(look.is_quarantined),
        ),
    )


def revive_sources(conn: sqlite3.Connection, site: str, reasons: Iterable[str], now: datetime) -> int:
    """Make those sources of a site due now whose last look failed for one of the reasons; gives how many."""
    due_now = "UPDATE sources SET next_due = ? WHERE site = ? AND failures > 0 AND last_result = ? AND next_due > ?"
    values = [(to_time(now), site, reason, to_time(now)) for reason in reasons]
    return sum(conn.execute(due_now, row).rowcount for row in values)


def set_looked(conn: sqlite3.Connection, site: str, source: str, looked: Looked) -> None:
    """Put right what is written of a source's last look."""
    values = [to_time(moment) if moment else None for moment in (looked.next_due, looked.last_run)]
    conn.execute("UPDATE sources SET next_due = ?, last_run = ? WHERE site = ? AND source = ?", (*values, site, source))


def save_cursor(conn: sqlite3.Connection, site: str, source: str, cursor: str, now: datetime) -> None:
    """Remember where an id range goes on."""
    conn.execute(
        "INSERT INTO sources (site, source, added_at, cursor) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (site, source) DO UPDATE SET cursor = ?4",
        (site, source, to_time(now), cursor),
    )
