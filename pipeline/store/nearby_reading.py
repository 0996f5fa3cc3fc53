"""What stands around an article and a capture, as SQL that goes along an index: neighbours, headlines, other looks."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from pipeline.store.reading import LINE, ArticleLine


@dataclass(frozen=True, slots=True)
class HeadlineLed:
    """A headline that led to an article; `led_by` says what ties them: url, or title. Times are UTC."""

    headline_id: int
    site: str
    kind: str
    language: str | None
    text: str
    first_seen: str
    last_seen: str
    times_seen: int
    led_by: str | None


@dataclass(frozen=True, slots=True)
class OtherLook:
    """Another capture of the same address."""

    capture_id: int
    fetched_at: str
    status: int


_BY_PLACE: Final = (
    f"SELECT {LINE} FROM articles AS a INDEXED BY articles_newspaper"  # noqa: S608 own text
    " WHERE a.newspaper = ? AND (a.published, a.id) {sign} (?, ?)"
    " ORDER BY a.published {order}, a.id {order} LIMIT 1"
)
_EARLIER, _LATER = _BY_PLACE.format(sign="<", order="DESC"), _BY_PLACE.format(sign=">", order="ASC")


def neighbours(conn: sqlite3.Connection, line: ArticleLine) -> tuple[ArticleLine | None, ArticleLine | None]:
    """The article that the same newspaper published before, and the one after; None without newspaper or date."""
    if line.newspaper is None or line.published is None:
        return None, None
    place = (line.newspaper, line.published, line.article_id)
    earlier, later = (conn.execute(query, place).fetchone() for query in (_EARLIER, _LATER))
    return ArticleLine(*earlier) if earlier else None, ArticleLine(*later) if later else None


def headlines_of(conn: sqlite3.Connection, article_id: int, limit: int) -> tuple[HeadlineLed, ...]:
    """The headlines that led to an article, those seen first before others."""
    rows = conn.execute(
        "SELECT id, site, kind, language, text, first_seen, last_seen, times_seen, article_by"
        " FROM headlines INDEXED BY headlines_article WHERE article_id = ? ORDER BY first_seen, id LIMIT ?",
        (article_id, limit),
    )
    return tuple(HeadlineLed(*row) for row in rows)


READ_FROM: Final = (
    f"SELECT {LINE} FROM articles AS a WHERE a.id IN (SELECT id FROM articles WHERE capture_id = ?1"  # noqa: S608
    " UNION SELECT article_id FROM versions WHERE capture_id = ?1) ORDER BY a.id LIMIT ?2"
)


def read_from(conn: sqlite3.Connection, capture_id: int, limit: int) -> tuple[ArticleLine, ...]:
    """The articles whose text, as it is now or in a former version, was read from a capture."""
    return tuple(ArticleLine(*row) for row in conn.execute(READ_FROM, (capture_id, limit)))


def other_looks(conn: sqlite3.Connection, capture_id: int, limit: int) -> tuple[OtherLook, ...]:
    """Other captures of the same address, the newest first."""
    rows = conn.execute(
        "SELECT c.id, c.fetched_at, c.status FROM captures AS c INDEXED BY captures_link_time"
        " WHERE c.link_id = (SELECT link_id FROM captures WHERE id = ?1) AND c.id <> ?1"
        " ORDER BY c.fetched_at DESC, c.id DESC LIMIT ?2",
        (capture_id, limit),
    )
    return tuple(OtherLook(*row) for row in rows)


def was_given_up(conn: sqlite3.Connection, capture_id: int) -> bool:
    """Whether a capture that is not there once was: numbers are given in order."""
    row = conn.execute("SELECT max(id) FROM captures").fetchone()
    return 0 < capture_id < (row[0] or 0)
