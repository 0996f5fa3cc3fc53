"""What each source usually gives, as rows: asked before a look is believed, grown or alarmed in its transaction."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Final

from pipeline import drift_feeds
from pipeline.drift_feeds import Habits, Item, Look
from pipeline.errors import DiscoverError, HeldBack
from pipeline.language import language_of
from pipeline.models import Attempt, Link
from pipeline.store.alarms import Trouble, raise_alarm, resolve_alarm
from pipeline.store.codec import to_text, to_time
from pipeline.store.links import seen_at
from pipeline.urls import host_of, registered_domain

RHYTHMIC: Final = frozenset({"feed", "sitemap", "listing"})
"""Kinds of sources that have a rhythm of their own."""
FEEDS: Final = "feed"
"""The kind of source whose content is compared with what it usually gives."""


def read_habits(conn: sqlite3.Connection, site: str, source: str) -> Habits:
    """What a source usually gives; fresh habits when nothing is known."""
    row = conn.execute(
        "SELECT state FROM source_habits WHERE site = ? AND source = ? AND version = ?",
        (site, source, drift_feeds.VERSION),
    ).fetchone()
    return drift_feeds.from_json(row[0] if row else "")


def why_doubted(conn: sqlite3.Connection, attempt: Attempt) -> str | None:
    """Why what a feed gave is to be held back; None when it is as usual, or not a feed."""
    link = attempt.link
    if link.how != FEEDS or attempt.discovery is None or link.site is None or link.source is None:
        return None
    return drift_feeds.doubt(read_habits(conn, link.site, link.source), _look(attempt))


def _look(attempt: Attempt) -> Look:
    links = attempt.discovery.links if attempt.discovery else ()
    items = tuple(map(_item, links))
    titles = " . ".join(item.title for item in items if item.title)
    return Look(seen_at(attempt), items, language_of(titles) if titles else None)


def _item(link: Link) -> Item:
    hint, host = link.hint, host_of(link.url)
    published = hint.published.value if hint.published else None
    return Item(link.url, registered_domain(host) or host, hint.title or "", hint.newspaper or "", published)


def watch_source(conn: sqlite3.Connection, attempt: Attempt, new: int) -> None:
    """Let the watch of a source see a look at its document, which gave so many new links; in its transaction."""
    link, at = attempt.link, seen_at(attempt)
    if link.how not in RHYTHMIC or link.found_on is not None or link.site is None or link.source is None:
        return
    habits = read_habits(conn, link.site, link.source)
    if attempt.error is not None:
        _fail(conn, attempt, drift_feeds.look_failed(habits, at))
    elif attempt.discovery is not None or attempt.unmodified:
        seen = drift_feeds.look_well(habits, at, new)
        if attempt.discovery is not None and link.how == FEEDS:
            seen = drift_feeds.learn(seen, _look(attempt))
        elif attempt.discovery is not None:
            seen = drift_feeds.learn(seen, Look(at, ()))
        _write(conn, link, seen, at)
        _end(conn, link, seen, at)


def _write(conn: sqlite3.Connection, link: Link, habits: Habits, at: datetime) -> None:
    conn.execute(
        "INSERT OR REPLACE INTO source_habits (site, source, version, looked_at, state) VALUES (?, ?, ?, ?, ?)",
        (link.site, link.source, drift_feeds.VERSION, to_time(at), to_text(drift_feeds.to_json(habits))),
    )


def _fail(conn: sqlite3.Connection, attempt: Attempt, habits: Habits) -> None:
    link, error, at = attempt.link, attempt.error, seen_at(attempt)
    _write(conn, link, habits, at)
    if isinstance(error, HeldBack):
        title = f"{_name(link)} suddenly serves other content: nothing of it is taken"
        detail = (
            f"{error.detail}\nit goes on by itself when it is as before; if this is right, `warraq alarms --release`"
        )
        raise_alarm(conn, Trouble("feed", link.site or "", link.source or "", title, detail), at)
    elif error and drift_feeds.is_broken(habits, at, is_content=isinstance(error, DiscoverError)):
        title = f"{_name(link)} cannot be read any more ({error.reason})"
        detail = f"{error.detail}\n{habits.failures} looks in a row have failed; it is tried ever more rarely"
        raise_alarm(conn, Trouble("source", link.site or "", link.source or "", title, detail), at)


def _name(link: Link) -> str:
    return f"{link.site}/{link.source}"


def _end(conn: sqlite3.Connection, link: Link, habits: Habits, at: datetime) -> None:
    """A look that was as usual ends what was wrong; nothing new for too long is wrong itself."""
    where = (link.site or "", link.source or "")
    resolve_alarm(conn, "feed", where, "itself", at)
    resolve_alarm(conn, "source", where, "itself", at)
    limit = drift_feeds.quiet_after(habits)
    if limit is None or not drift_feeds.is_quiet(habits):
        resolve_alarm(conn, "quiet", where, "itself", at)
        return
    days, usual = habits.quiet / 86_400, habits.longest_gap / 86_400
    title = f"{_name(link)} has gone quiet: nothing new for {days:.1f} days"
    detail = (
        f"it is looked at and answers; its longest pause before was {usual:.1f} days, the limit is {limit.days} days"
    )
    raise_alarm(conn, Trouble("quiet", *where, title, detail), at)
