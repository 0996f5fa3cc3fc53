"""Addresses worth fetching: found, due, asked for, failed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from pipeline.models import Attempt, Capture, Hint, Link
from pipeline.store.codec import fill_hint, from_time, hint_from_json, hint_to_json, identity_of, to_time

V = TypeVar("V")

FRESH: Final = timedelta(days=2)
"""Links dated older than this, and undated ones from sitemaps and id ranges, wait until fresh news is fetched."""

SUDDEN: Final = 200
"""Links new at once in one document that count as news. A source that lists its whole archive one day has more,
whatever dates it gives them; they are fetched when nothing else is due."""

NOTED_AGAIN_AFTER: Final = timedelta(days=1)
"""`last_seen` of a link that is found again and again is not rewritten more often."""

ASKED_AT_ONCE: Final = 500
"""Values in one query; old builds of SQLite allow 999."""

NEWS, BACK_FILL = 0, 1
PRIORITIES: Final = (NEWS, BACK_FILL)
"""Of links, in their order."""

NO_HINT: Final = Hint()
_BACK_FILL: Final = frozenset({"sitemap", "ids"})
_STATE: Final = (
    "url, how, site, source, found_on, hint, first_seen, etag, last_modified, last_full_fetch, failures, priority"
)


@dataclass(frozen=True, slots=True)
class Found:
    """How many of a document's links are new: as news (or as it ever is with such sources), and too many to be news.

    `fresh` are the new ones that are news.
    """

    new: int
    back_fill: int
    fresh: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class DueLink:
    """A link with what the archive knows of its fetches: validators to send verbatim, failures in a row.

    `link.hint` is the stored one. `last_full_fetch` is None when no complete answer ever came.
    """

    link: Link
    first_seen: datetime
    etag: str | None = None
    last_modified: str | None = None
    last_full_fetch: datetime | None = None
    failures: int = 0
    article_id: int | None = None
    priority: int = NEWS


def add_links(conn: sqlite3.Connection, links: Iterable[Link], now: datetime) -> int:
    """Keep links that somebody listed, new ones due at once; gives how many were new.

    Known ones gain what their hints lacked.
    """
    new = _find_again_or_new(conn, links, now)
    for link in new.values():
        _insert(conn, link, now, next_due=now)
    return len(new)


def take_found(conn: sqlite3.Connection, links: Iterable[Link], now: datetime) -> Found:
    """Keep the links that one document gave, as `add_links` does; many that are new at once wait as back-fill.

    The newest SUDDEN go on as news, by their dates, else in the document's order.
    """
    new = _find_again_or_new(conn, links, now)
    late = _late(new, now) if len(new) > SUDDEN else frozenset()
    for url, link in new.items():
        _insert(conn, link, now, next_due=now, is_late=url in late)
    fresh = tuple(link for url, link in new.items() if url not in late)
    return Found(len(fresh), len(late), fresh)


def _find_again_or_new(conn: sqlite3.Connection, links: Iterable[Link], now: datetime) -> dict[str, Link]:
    """Write down that known links were found again; gives the others, by address."""
    by_url: dict[str, Link] = {}
    for link in links:
        first = by_url.setdefault(url := identity_of(link.url), link)
        if first is not link and _hints(link):
            by_url[url] = replace(first, hint=fill_hint(first.hint, link.hint))
    long_ago, new = to_time(now - NOTED_AGAIN_AFTER), dict(by_url)
    for some in in_parts(list(by_url)):
        for url, known in _known_rows(conn, some).items():
            _find_again(conn, known, new.pop(url), now, long_ago)
    return new


def _late(new: Mapping[str, Link], now: datetime) -> frozenset[str]:
    """The addresses, of those that are new at once, that are no news: old ones, and those beyond the newest SUDDEN."""
    news = [url for url, link in new.items() if _priority(link, now) == NEWS]
    news.sort(key=lambda url: _dated(new[url]) or now, reverse=True)  # stable: what has no date keeps its order
    return frozenset(new) - frozenset(news[:SUDDEN])


def _dated(link: Link) -> datetime | None:
    dated = link.hint.published or link.hint.modified
    return dated.value if dated else None


def in_parts(values: Sequence[V]) -> Iterator[Sequence[V]]:
    """The values, as many at a time as one query takes."""
    return (values[at : at + ASKED_AT_ONCE] for at in range(0, len(values), ASKED_AT_ONCE))


def places_for(values: Sequence[object]) -> str:
    """A question mark for each."""
    return ", ".join("?" * len(values))


def _known_rows(conn: sqlite3.Connection, urls: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Id and `last_seen` of those that are known."""
    # A page's ticker repeats some 60 known headlines: one query for all, and mostly that is all there is to do.
    query = f"SELECT url, id, last_seen FROM links WHERE url IN ({places_for(urls)})"  # noqa: S608
    return {url: (link_id, last_seen) for url, link_id, last_seen in conn.execute(query, urls)}


def _find_again(conn: sqlite3.Connection, known: tuple[int, str], link: Link, now: datetime, long_ago: str) -> None:
    link_id, last_seen = known
    if last_seen < long_ago:
        conn.execute("UPDATE links SET last_seen = ? WHERE id = ?", (to_time(now), link_id))
    if _hints(link):
        _gain(conn, link_id, link.hint)


def _gain(conn: sqlite3.Connection, link_id: int, found: Hint) -> None:
    """Keep what is found of a known link's article where its hint says nothing."""
    known = hint_from_json(conn.execute("SELECT hint FROM links WHERE id = ?", (link_id,)).fetchone()[0])
    filled = fill_hint(known, found)
    if filled is not known:
        conn.execute("UPDATE links SET hint = ? WHERE id = ?", (hint_to_json(filled), link_id))


def _hints(link: Link) -> bool:
    """Whether a link says something of its article that is worth reading. Headlines do not: 60 come with every page."""
    return link.how != "ticker" and link.hint != NO_HINT


def _insert(
    conn: sqlite3.Connection, link: Link, now: datetime, next_due: datetime | None, *, is_late: bool = False
) -> int:
    row = conn.execute(
        "INSERT INTO links (url, site, source, how, found_on, hint, first_seen, last_seen, priority, next_due)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            identity_of(link.url),
            link.site,
            link.source,
            link.how,
            link.found_on,
            hint_to_json(link.hint),
            to_time(now),
            to_time(now),
            BACK_FILL if is_late else _priority(link, now),
            to_time(next_due) if next_due else None,
        ),
    ).fetchone()
    return int(row[0])


def _priority(link: Link, now: datetime) -> int:
    dated = _dated(link)
    if dated is None:
        return int(link.how in _BACK_FILL)
    return int(now - dated > FRESH)


def ensure_link(conn: sqlite3.Connection, link: Link, now: datetime) -> int:
    """The id of the link of an attempt, made when it is not known."""
    row = conn.execute("SELECT id FROM links WHERE url = ?", (identity_of(link.url),)).fetchone()
    return int(row[0]) if row else _insert(conn, link, now, next_due=None)


def finish_link(conn: sqlite3.Connection, link_id: int, attempt: Attempt, article_id: int | None) -> None:
    """Write down how an attempt left its link: due time, validators, failures."""
    seen = to_time(attempt.capture.fetched_at if attempt.capture else attempt.started_at)
    changes: dict[str, Any] = {
        "last_seen": seen,
        "last_fetched": seen,
        "next_due": to_time(attempt.next_due) if attempt.next_due else None,
        **_validators(attempt, seen),
    }
    if (status := status_of(attempt)) is not None:
        changes["last_status"] = status
    if article_id is not None:
        changes["article_id"] = article_id
    assigned = ", ".join(f"{name} = ?" for name in changes)
    failures = "failures + 1" if attempt.error else "0"
    conn.execute(
        f"UPDATE links SET {assigned}, failures = {failures} WHERE id = ?",  # noqa: S608 our own column names
        (*changes.values(), link_id),
    )


def _validators(attempt: Attempt, seen: str) -> dict[str, Any]:
    """ETag and Last-Modified to send next time; not those of an answer that failed or could not be read."""
    capture = attempt.capture
    if capture is None or attempt.error:
        return {}
    if attempt.discovery and attempt.discovery.more:
        # A 304 for an index of sitemaps would hide the sitemaps, which change while their index stays as it is.
        return {"etag": None, "last_modified": None, "last_full_fetch": seen}
    sent = {"etag": capture.header("etag"), "last_modified": capture.header("last-modified")}
    if attempt.unmodified:
        return {name: value for name, value in sent.items() if value is not None}
    return {**sent, "last_full_fetch": seen}


def status_of(attempt: Attempt) -> int | None:
    """The HTTP status an attempt ended with, None without an answer."""
    if attempt.capture:
        return attempt.capture.status
    status = attempt.error.facts.get("status") if attempt.error else None
    return status if isinstance(status, int) else None


def due_link(conn: sqlite3.Connection, link: Link, now: datetime) -> DueLink:
    """What is known of an address asked for; a fresh DueLink when nothing is."""
    row = conn.execute(f"SELECT {_STATE}, article_id FROM links WHERE url = ?", (identity_of(link.url),)).fetchone()  # noqa: S608
    if row is None:
        return DueLink(link, now)
    stored = _due_link(row)
    return replace(stored, link=replace(link, hint=fill_hint(link.hint, stored.link.hint)))


def due_links(
    conn: sqlite3.Connection, site: str | None, now: datetime, limit: int, priorities: Sequence[int] = PRIORITIES
) -> list[DueLink]:
    """Links that are due, fresh news before back-fill, longest due first; of any site when `site` is None."""
    found: list[DueLink] = []
    for priority in priorities:
        found += _due_of_priority(conn, site, priority, now, limit - len(found))
    return found


def _due_of_priority(
    conn: sqlite3.Connection, site: str | None, priority: int, now: datetime, limit: int
) -> list[DueLink]:
    where, values = ("", []) if site is None else ("site = ? AND", [site])
    rows = conn.execute(
        f"SELECT {_STATE}, article_id FROM links WHERE {where} priority = ? AND next_due <= ?"  # noqa: S608
        " ORDER BY next_due LIMIT ?",
        (*values, priority, to_time(now), limit),
    )
    return [_due_link(row) for row in rows]


def next_due(conn: sqlite3.Connection, site: str, priority: int) -> datetime | None:
    """When the first link of a site and priority is due; None when none ever is."""
    query = "SELECT min(next_due) FROM links WHERE site = ? AND priority = ? AND next_due IS NOT NULL"
    (found,) = conn.execute(query, (site, priority)).fetchone()
    return from_time(found) if found else None


def mend_future(conn: sqlite3.Connection, now: datetime) -> int:
    """Mend due times that a clock wrote which has been put back since: the wait stays, from now on; gives how many."""
    done = conn.execute(
        "UPDATE links SET next_due = CASE WHEN coalesce(last_fetched, '') > ?1 THEN strftime('%Y-%m-%dT%H:%M:%SZ',"
        " julianday(?1) + max(0, julianday(next_due) - julianday(last_fetched))) ELSE ?1 END"
        " WHERE next_due > ?1 AND coalesce(last_fetched, first_seen) > ?1",
        (to_time(now),),
    )
    conn.execute("UPDATE links SET last_full_fetch = NULL WHERE last_full_fetch > ?", (to_time(now),))
    return done.rowcount


def _due_link(row: Sequence[Any]) -> DueLink:
    url, how, site, source, found_on, hint, first_seen, etag, last_modified, last_full_fetch, *rest = row
    failures, priority, article_id = rest
    return DueLink(
        link=Link(url=url, how=how, site=site, source=source, found_on=found_on, hint=hint_from_json(hint)),
        first_seen=from_time(first_seen),
        etag=etag,
        last_modified=last_modified,
        last_full_fetch=from_time(last_full_fetch) if last_full_fetch else None,
        failures=failures,
        article_id=article_id,
        priority=priority,
    )


def known_urls(conn: sqlite3.Connection, urls: Iterable[str]) -> set[str]:
    """Those of the addresses that the archive has, as links or as addresses of articles."""
    return {url for url in urls if _is_known(conn, identity_of(url))}


def _is_known(conn: sqlite3.Connection, url: str) -> bool:
    query = "SELECT EXISTS (SELECT 1 FROM links WHERE url = ?1) OR EXISTS (SELECT 1 FROM article_urls WHERE url = ?1)"
    return bool(conn.execute(query, (url,)).fetchone()[0])


def seen_at(attempt: Attempt) -> datetime:
    """The moment an attempt speaks of: when its answer came, else when it began."""
    capture: Capture | None = attempt.capture
    return capture.fetched_at if capture else attempt.started_at
