"""The politeness ledger as SQL: what an address or a host was asked for, and what became of it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from pipeline.store.codec import identity_of, to_text

MOST: Final = 200
"""Visits and requests of one address that are read, the last ones."""


@dataclass(frozen=True, slots=True)
class LinkLine:
    """An address as the archive knows it."""

    link_id: int
    url: str
    site: str | None
    source: str | None
    how: str
    found_on: str | None
    first_seen: str
    priority: int
    next_due: str | None
    last_fetched: str | None
    last_status: int | None
    failures: int
    article_id: int | None


@dataclass(frozen=True, slots=True)
class VisitLine:
    """How one attempt to get an address ended."""

    at: str
    reason: str
    detail: str | None
    status: int | None
    bytes: int | None
    tries: int
    robots: str | None
    robots_version: str | None


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request; the columns of `requests`."""

    at: str
    host: str
    url: str | None
    why: str
    tries: int
    hop: int
    is_conditional: int
    status: int | None
    failure: str | None
    bytes: int
    elapsed: float
    delay: float
    pause: float | None
    waited: float
    robots_version: str | None


@dataclass(frozen=True, slots=True)
class HostTotals:
    """The requests to a host in a time; lengths are in seconds, None when there is nothing to measure.

    `least_spare` is the smallest difference between the peace that a request's host had and that which it was
    promised: never below zero when every promise was kept.
    """

    requests: int
    failed: int
    refused: int
    bytes: int
    first_at: str | None
    last_at: str | None
    shortest_pause: float | None
    longest_pause: float | None
    least_spare: float | None


@dataclass(frozen=True, slots=True)
class RobotsLine:
    """A host's robots.txt as it was last answered."""

    authority: str
    version: str | None
    fetched_at: str
    expires_at: str
    status: int | None
    note: str
    body: bytes


@dataclass(frozen=True, slots=True)
class PauseLine:
    """A host that is left in peace."""

    reason: str
    since: str
    until: str
    count: int


_REQUEST: Final = (
    "at, host, coalesce(requests.url, links.url), why, try, hop, is_conditional, status, failure, bytes, elapsed,"
    " delay, pause, waited, robots_version FROM requests LEFT JOIN links ON links.id = link_id"
)


def find_link(conn: sqlite3.Connection, url: str) -> LinkLine | None:
    """What is known of an address; None when it is not known."""
    row = conn.execute(
        "SELECT id, url, site, source, how, found_on, first_seen, priority, next_due, last_fetched, last_status,"
        " failures, article_id FROM links WHERE url = ?",
        (identity_of(url),),
    ).fetchone()
    return LinkLine(*row) if row else None


def visits(conn: sqlite3.Connection, link_id: int, since: str) -> tuple[VisitLine, ...]:
    """The attempts to get an address since a moment, in order."""
    rows = conn.execute(
        "SELECT at, reason, detail, status, bytes, tries, robots, robots_version FROM outcomes"
        " WHERE link_id = ? AND at >= ? ORDER BY id DESC LIMIT ?",
        (link_id, since, MOST),
    )
    return tuple(VisitLine(*row) for row in rows)[::-1]


def requests_for(conn: sqlite3.Connection, link_id: int, since: str) -> tuple[RequestLine, ...]:
    """The requests made for an address since a moment, in order."""
    query = f"SELECT {_REQUEST} WHERE link_id = ? AND at >= ? ORDER BY requests.id DESC LIMIT ?"
    return tuple(RequestLine(*row) for row in conn.execute(query, (link_id, since, MOST)))[::-1]


def requests_to(conn: sqlite3.Connection, host: str, since: str) -> tuple[RequestLine, ...]:
    """The last requests to a host since a moment, in order."""
    query = f"SELECT {_REQUEST} WHERE host = ? AND at >= ? ORDER BY at DESC LIMIT ?"
    return tuple(RequestLine(*row) for row in conn.execute(query, (to_text(host), since, MOST)))[::-1]


def totals(conn: sqlite3.Connection, host: str, since: str) -> HostTotals:
    """The requests to a host since a moment, together."""
    row = conn.execute(
        "SELECT count(*), coalesce(sum(failure IS NOT NULL OR status >= 400), 0),"
        " coalesce(sum(status IN (429, 503)), 0), coalesce(sum(bytes), 0), min(at), max(at), min(pause), max(pause),"
        " min(pause - delay) FROM requests WHERE host = ? AND at >= ?",
        (to_text(host), since),
    ).fetchone()
    return HostTotals(*row)


def per_hour(conn: sqlite3.Connection, host: str, since: str) -> dict[str, int]:
    """Requests to a host by hour (2025-12-11T09)."""
    rows = conn.execute(
        "SELECT substr(at, 1, 13), count(*) FROM requests WHERE host = ? AND at >= ? GROUP BY 1 ORDER BY 1",
        (to_text(host), since),
    )
    return dict(rows.fetchall())


def robots_of(conn: sqlite3.Connection, host: str) -> tuple[RobotsLine, ...]:
    """The last answers to a host's robots.txt, one for each scheme and port."""
    rows = conn.execute(
        "SELECT authority, (SELECT version FROM robots_versions AS v WHERE v.authority = robots.authority"
        " ORDER BY first_seen DESC LIMIT 1), fetched_at, expires_at, status, note, body FROM robots"
        " WHERE authority IN (?1, ?2) OR authority GLOB ?1 || ':*' OR authority GLOB ?2 || ':*' ORDER BY authority",
        (f"https://{to_text(host)}", f"http://{to_text(host)}"),
    )
    return tuple(RobotsLine(*row) for row in rows)


def pause_of(conn: sqlite3.Connection, host: str) -> PauseLine | None:
    """The trouble of a host; None when it has none."""
    row = conn.execute("SELECT reason, since, until, count FROM hosts WHERE host = ?", (host,)).fetchone()
    return PauseLine(*row) if row else None
