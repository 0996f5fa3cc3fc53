"""When sources publish, as rows: grown with each look, in its transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from pipeline import rhythm
from pipeline.models import Attempt
from pipeline.rhythm import Rhythm
from pipeline.sites import Site
from pipeline.store.links import Found, seen_at

RHYTHMIC: Final = frozenset({"feed", "sitemap", "listing"})
"""Kinds of sources that have a rhythm of their own."""


def sync_rhythms(conn: sqlite3.Connection, sites: Iterable[Site]) -> None:
    """Have a row for each source of the sites that has a rhythm; in another time zone it is begun anew."""
    conn.executemany(
        "INSERT INTO source_rhythms (site, source, time_zone, version) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (site, source) DO UPDATE SET time_zone = excluded.time_zone, state = ''"
        " WHERE time_zone <> excluded.time_zone",
        [
            (site.id, source.id, site.time_zone, rhythm.VERSION)
            for site in sites
            for source in site.sources
            if source.kind in RHYTHMIC
        ],
    )


def read_rhythm(conn: sqlite3.Connection, site: str, source: str) -> Rhythm:
    """What is known of a source's rhythm; a fresh one when nothing is."""
    row = _row(conn, site, source)
    return rhythm.from_json(row[1]) if row else Rhythm()


def _row(conn: sqlite3.Connection, site: str, source: str) -> tuple[str, str] | None:
    """The zone and the state."""
    row = conn.execute(
        "SELECT time_zone, iif(version = ?, state, '') FROM source_rhythms WHERE site = ? AND source = ?",
        (rhythm.VERSION, site, source),
    ).fetchone()
    return (row[0], row[1]) if row else None


def learn_rhythm(conn: sqlite3.Connection, attempt: Attempt, found: Found) -> None:
    """Let a source's rhythm see a look at its document; a look that failed, or on a doubtful clock, teaches nothing."""
    link = attempt.link
    is_source = link.how in RHYTHMIC and link.found_on is None and link.site is not None and link.source is not None
    if not is_source or attempt.error or attempt.is_clock_suspect:
        return
    if attempt.discovery is None and not attempt.unmodified:
        return
    site, source = link.site or "", link.source or ""
    if row := _row(conn, site, source):
        learned = rhythm.learn(rhythm.from_json(row[1]), seen_at(attempt), _dates(attempt, found), row[0])
        conn.execute(
            "UPDATE source_rhythms SET version = ?, state = ? WHERE site = ? AND source = ?",
            (rhythm.VERSION, rhythm.to_json(learned), site, source),
        )


def _dates(attempt: Attempt, found: Found) -> list[datetime | None]:
    """When what is new was published, as far as the document says to the minute; None for the rest."""
    dates = [link.hint.published for link in found.fresh if link.how == attempt.link.how]  # the rest is the ticker's
    return [date.value if date and date.precision in ("minute", "second") else None for date in dates]
