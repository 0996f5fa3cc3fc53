"""What headlines belong to: the thread of their wordings, and the article they became. Bounded work for each page."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from pipeline.store.codec import from_time, to_time
from pipeline.store.headline_words import entitlement, near, rewording
from pipeline.store.tickers import Strip

REWORDED_WITHIN: Final = timedelta(hours=6)
"""Time between two wordings, from the last sight of the one to the first of the other."""

STARTED_WITHIN: Final = timedelta(days=1)
"""How long before a wording the one before it may have appeared; a ticker changes faster than that."""

PUBLISHED_WITHIN: Final = timedelta(days=3)
"""Time between a headline and an article that only its title ties to it."""

MOST_COMPARED: Final = 120
"""Headlines of one ticker, or articles of one site, that a new one is compared with, the newest first."""

MOST_WORDINGS: Final = 20
"""Of one address: what shows more headlines is a page of news, and no story's."""


class Wording(NamedTuple):
    """A headline as its kin see it."""

    headline_id: int
    text: str
    url: str | None


def tie_wordings(conn: sqlite3.Connection, fresh: Iterable[Wording], strip: Strip, at: str) -> None:
    """Put headlines first seen now into the threads of those of the same ticker that they replace.

    They replace one that is not on show now: one with their address, else one with nearly their words.
    """
    recent: Sequence[tuple[int, str]] | None = None
    for wording in fresh:
        kin = _same_address(conn, wording, strip, at) if _is_storys(wording.url) else None
        if kin is None:
            recent = _recent(conn, strip, at) if recent is None else recent
            kin = _most_alike(wording, recent)
        if kin is not None:
            join(conn, wording.headline_id, kin)


def _is_storys(url: str | None) -> bool:
    """Whether an address may be one story's: the front page is none's."""
    return url is not None and len(urlsplit(url).path) > 1


def _window(at: str) -> dict[str, str]:
    moment = from_time(at)
    return {
        "at": at,
        "started": to_time(moment - STARTED_WITHIN),
        "before": to_time(moment - REWORDED_WITHIN),
        "after": to_time(moment + REWORDED_WITHIN),
    }


_NOT_WITH: Final = "(last_seen < :at AND last_seen >= :before OR first_seen > :at AND first_seen <= :after)"
_SAME_STRIP: Final = "site = :site AND kind = :kind AND language IS :language"


def _same_address(conn: sqlite3.Connection, wording: Wording, strip: Strip, at: str) -> int | None:
    rows = conn.execute(
        # The plus keeps SQLite from walking through all headlines of the site in the order of their times.
        f"SELECT id, {_NOT_WITH} FROM headlines WHERE url = :url AND +{_SAME_STRIP} AND id <> :id"  # noqa: S608 own text
        " ORDER BY first_seen DESC LIMIT :most",
        {
            **strip.values,
            **_window(at),
            "url": wording.url,
            "id": wording.headline_id,
            "most": MOST_WORDINGS,
        },
    ).fetchall()
    if len(rows) == MOST_WORDINGS:
        return None
    return next((int(row[0]) for row in rows if row[1]), None)


def _recent(conn: sqlite3.Connection, strip: Strip, at: str) -> list[tuple[int, str]]:
    rows = conn.execute(
        f"SELECT id, text FROM headlines WHERE {_SAME_STRIP} AND first_seen BETWEEN :started AND :after"  # noqa: S608
        f" AND {_NOT_WITH} ORDER BY first_seen DESC LIMIT :most",
        {**strip.values, **_window(at), "most": MOST_COMPARED},
    )
    return rows.fetchall()


def _most_alike(wording: Wording, others: Iterable[tuple[int, str]]) -> int | None:
    found = [(rewording(wording.text, text), headline_id) for headline_id, text in near(wording.text, others)]
    likeness, kin = max(found, default=(0.0, 0))
    return kin if likeness else None


def join(conn: sqlite3.Connection, one: int, other: int) -> None:
    """Make the threads of two headlines one, named after the lowest number in it."""
    query = "SELECT coalesce(thread_id, id) FROM headlines WHERE id IN (?, ?)"
    threads = {int(row[0]) for row in conn.execute(query, (one, other))}
    conn.executemany(
        "UPDATE headlines SET thread_id = ?1 WHERE thread_id = ?2 OR id = ?2",
        [(min(threads), thread) for thread in sorted(threads)],
    )


# -- articles ---------------------------------------------------------------------------------------------------------


def link_to_article(conn: sqlite3.Connection, url: str, article_id: int) -> None:
    """Tie the headlines that lead to an address to the article that has just come from there."""
    conn.execute(
        "UPDATE headlines SET article_id = ?, article_by = 'url'"
        " WHERE url = ? AND (article_id IS NULL OR article_by = 'title')",
        (article_id, url),
    )


def link_by_title(conn: sqlite3.Connection, article_id: int) -> None:
    """Tie an article to the headlines of its site that say what its title says and lead to no other article."""
    query = "SELECT site, title, first_seen FROM articles WHERE id = ? AND site IS NOT NULL"
    row = conn.execute(query, (article_id,)).fetchone()
    if row is None:
        return
    site, title, at = row
    query = (
        "SELECT id, text FROM headlines WHERE site = ? AND article_id IS NULL AND first_seen BETWEEN ? AND ?"
        " ORDER BY first_seen DESC LIMIT ?"
    )
    waiting = conn.execute(query, (site, *_days_around(at), MOST_COMPARED)).fetchall()
    _tie_titles(conn, [(one, article_id) for one, text in near(title, waiting) if entitlement(text, title)])


def find_articles(conn: sqlite3.Connection, orphans: Sequence[Wording], site: str, at: str) -> None:
    """Tie headlines without an article to those of their site that have them as titles."""
    if not orphans:
        return
    query = (
        "SELECT id, title FROM articles WHERE site = ? AND first_seen BETWEEN ? AND ? ORDER BY first_seen DESC LIMIT ?"
    )
    articles = conn.execute(query, (site, *_days_around(at), MOST_COMPARED)).fetchall()
    found = []
    for orphan in orphans:
        alike = [(entitlement(orphan.text, title), -one) for one, title in near(orphan.text, articles)]
        likeness, article_id = max(alike, default=(0.0, 0))
        if likeness:
            found.append((orphan.headline_id, -article_id))
    _tie_titles(conn, found)


def _days_around(at: str) -> tuple[str, str]:
    moment = from_time(at)
    return to_time(moment - PUBLISHED_WITHIN), to_time(moment + PUBLISHED_WITHIN)


def _tie_titles(conn: sqlite3.Connection, found: Sequence[tuple[int, int]]) -> None:
    conn.executemany(
        "UPDATE headlines SET article_id = ?2, article_by = 'title' WHERE id = ?1 AND article_id IS NULL", found
    )
