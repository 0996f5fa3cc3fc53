"""The kept counts, as SQL that reads a row per newspaper or day, never per article."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

from pipeline.store.codec import to_text
from pipeline.store.reading import ArticleLine

_LINE: Final = "a.id, a.published, a.newspaper, a.title, a.author, a.language, a.url, a.source_link, a.first_seen"


@dataclass(frozen=True, slots=True)
class NewspaperTotals:
    """What is known of a newspaper's articles; the counts after `articles` are of those articles."""

    newspaper: str | None
    articles: int
    words: int
    dated: int
    dated_exactly: int
    with_author: int
    with_section: int
    with_image: int
    with_source_link: int
    with_language: int
    copies: int
    seen_within_hour: int
    seen_within_day: int


_SUMS: Final = ", ".join(f"sum({name})" for name in list(NewspaperTotals.__dataclass_fields__)[1:])


def totals(conn: sqlite3.Connection, newspaper: str | None = None) -> list[NewspaperTotals]:
    """The newspapers with what is known of them, the largest first; one of them when it is named."""
    where = "" if newspaper is None else "WHERE newspaper = ?"
    rows = conn.execute(
        f"SELECT nullif(newspaper, ''), {_SUMS} FROM newspaper_totals {where}"  # noqa: S608 own text
        " GROUP BY newspaper ORDER BY sum(articles) DESC, newspaper",
        () if newspaper is None else (to_text(newspaper),),
    )
    return [NewspaperTotals(*row) for row in rows]


def totals_by_site(conn: sqlite3.Connection, newspaper: str) -> dict[str, NewspaperTotals]:
    """What is known of a newspaper's articles on each site they were read on; the site is empty when unknown."""
    rows = conn.execute(
        f"SELECT site, nullif(newspaper, ''), {_SUMS} FROM newspaper_totals WHERE newspaper = ?"  # noqa: S608 own text
        " GROUP BY site ORDER BY sum(articles) DESC, site",
        (to_text(newspaper),),
    )
    return {row[0]: NewspaperTotals(*row[1:]) for row in rows}


def count_articles(conn: sqlite3.Connection) -> int:
    """How many articles there are."""
    return int(conn.execute("SELECT coalesce(sum(articles), 0) FROM newspaper_totals").fetchone()[0])


def per_day(conn: sqlite3.Connection, since: str, until: str, newspaper: str | None = None) -> dict[str, int]:
    """Articles by day of publication, from `since` to `until` (both included); days without any are left out."""
    where = "" if newspaper is None else " AND newspaper = ?"
    rows = conn.execute(
        f"SELECT day, sum(articles) FROM newspaper_days WHERE day BETWEEN ? AND ?{where} GROUP BY day ORDER BY day",  # noqa: S608
        (since, until) if newspaper is None else (since, until, to_text(newspaper)),
    )
    return dict(rows.fetchall())


def per_day_of_each(conn: sqlite3.Connection, since: str, until: str) -> list[tuple[str, str, int]]:
    """Newspaper, day and articles, for each day of a span on which a newspaper published."""
    return conn.execute(
        "SELECT newspaper, day, articles FROM newspaper_days WHERE day BETWEEN ? AND ?", (since, until)
    ).fetchall()


def last_day(conn: sqlite3.Connection, today: str) -> str | None:
    """The last day up to today on which something was published; None when nothing dated is there."""
    row = conn.execute("SELECT max(day) FROM newspaper_days WHERE day > '' AND day <= ?", (today,)).fetchone()
    return None if row[0] is None else str(row[0])


def busiest(conn: sqlite3.Connection, since: str, until: str, limit: int) -> list[str]:
    """The newspapers that published most in a span of days."""
    rows = conn.execute(
        "SELECT newspaper FROM newspaper_days WHERE day BETWEEN ? AND ? AND newspaper > ''"
        " GROUP BY newspaper ORDER BY sum(articles) DESC, newspaper LIMIT ?",
        (since, until, limit),
    )
    return [row[0] for row in rows]


def latest_of(
    conn: sqlite3.Connection, newspaper: str, limit: int, before: tuple[str, int] | None = None
) -> tuple[ArticleLine, ...]:
    """A newspaper's newest dated articles; those before a place (date and number of an article) when it is given."""
    place = "" if before is None else " AND (a.published, a.id) < (?, ?)"
    rows = conn.execute(
        f"SELECT {_LINE} FROM articles AS a WHERE a.newspaper = ? AND a.published IS NOT NULL{place}"  # noqa: S608 own text
        " ORDER BY a.published DESC, a.id DESC LIMIT ?",
        (to_text(newspaper), *(before or ()), limit),
    )
    return tuple(ArticleLine(*row) for row in rows)


def most_printed(conn: sqlite3.Connection, since: str, limit: int) -> list[int]:
    """The stories first seen since a day that most newspapers printed."""
    rows = conn.execute(
        "SELECT id FROM stories WHERE first_seen >= ? ORDER BY publishers DESC, copies DESC, id DESC LIMIT ?",
        (since, limit),
    )
    return [row[0] for row in rows]
