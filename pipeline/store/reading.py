"""What people ask of the archive, as SQL: articles, the ticker, the state of things."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline import text
from pipeline.store.codec import identity_of, is_address, to_text
from pipeline.store.search_index import facet


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles count. `since` and `until` bound `published` as ISO text; `until` itself is left out.

    Articles without a known date pass only when neither is given. Newspapers and sections compare folded.
    """

    newspaper: str | None = None
    language: str | None = None
    since: str | None = None
    until: str | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article in a list."""

    article_id: int
    published: str | None
    newspaper: str | None
    title: str
    author: str | None
    language: str | None
    url: str | None
    source_link: str | None
    first_seen: str


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article's row; dates and times as the archive writes them."""

    line: ArticleLine
    body: str
    word_count: int
    source_text: str | None
    section: str | None
    image: str | None
    published_precision: str | None
    published_zone: str | None
    published_raw: str | None
    modified: str | None
    site: str | None
    last_seen: str
    capture_id: int | None
    content_hash: str
    provenance: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TickerLine:
    """A headline where it stood."""

    position: int
    text: str
    url: str | None
    article_id: int | None
    first_seen: str
    last_seen: str
    times_seen: int


@dataclass(frozen=True, slots=True)
class SourceLine:
    """How a source is doing."""

    site: str
    source: str
    kind: str | None
    url: str | None
    is_active: int
    last_run: str | None
    last_result: str | None
    last_detail: str | None
    last_links: int | None
    failures: int
    next_due: str | None


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run and how its attempts ended, by reason. `finished_at` is None while it runs and when it was killed."""

    run_id: int
    command: str
    started_at: str
    finished_at: str | None
    note: str | None
    outcomes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class NewspaperLine:
    """A newspaper with its share of the archive; `name` is None for articles without one."""

    name: str | None
    articles: int
    earliest: str | None
    latest: str | None


LINE: Final = "a.id, a.published, a.newspaper, a.title, a.author, a.language, a.url, a.source_link, a.first_seen"
_END_OF_TEXT: Final = "\U0010ffff"
"""Sorts after every text that names a site or a time."""


def conditions(conn: sqlite3.Connection, only: Filter) -> tuple[str, list[Any]]:
    """SQL after WHERE, each part with its AND, and its values."""
    parts: list[str] = []
    values: list[Any] = []
    if only.newspaper is not None:
        names = newspapers_like(conn, only.newspaper)
        parts.append(f" AND a.newspaper IN ({', '.join('?' * len(names))})")
        values += names
    for condition, value in (
        ("a.language = ?", only.language),
        ("a.published >= ?", only.since),
        ("a.published < ?", only.until),
    ):
        if value is not None:
            parts.append(f" AND {condition}")
            values.append(to_text(value))
    if only.section is not None:
        parts.append(" AND a.id IN (SELECT rowid FROM articles_search WHERE articles_search MATCH ?)")
        values.append(f'"{facet("section", only.section)}"')
    return "".join(parts), values


def newspapers_like(conn: sqlite3.Connection, name: str) -> list[str]:
    """The newspapers whose folded name is that of `name`."""
    wanted = text.fold(name)
    return [known for known in _newspaper_names(conn) if text.fold(known) == wanted]


def _newspaper_names(conn: sqlite3.Connection) -> Iterator[str]:
    # Hops through the index from name to name: DISTINCT would read an entry per article.
    row = conn.execute("SELECT min(newspaper) FROM articles").fetchone()
    while row[0] is not None:
        yield row[0]
        row = conn.execute("SELECT min(newspaper) FROM articles WHERE newspaper > ?", (row[0],)).fetchone()


def latest(conn: sqlite3.Connection, only: Filter, limit: int) -> list[ArticleLine]:
    """The newest articles; those without a date come last."""
    where, values = conditions(conn, only)
    rows = conn.execute(
        f"SELECT {LINE} FROM articles AS a WHERE TRUE {where} ORDER BY a.published DESC, a.id DESC LIMIT ?",  # noqa: S608
        (*values, max(limit, 0)),
    )
    return [ArticleLine(*row) for row in rows]


def newspapers(conn: sqlite3.Connection) -> list[NewspaperLine]:
    """Every newspaper with its number of articles and span of dates, the largest first."""
    rows = conn.execute(
        "SELECT nullif(t.newspaper, ''), sum(t.articles) AS articles,"
        " (SELECT min(a.published) FROM articles AS a WHERE a.newspaper IS nullif(t.newspaper, '')),"
        " (SELECT max(a.published) FROM articles AS a WHERE a.newspaper IS nullif(t.newspaper, ''))"
        " FROM newspaper_totals AS t GROUP BY t.newspaper ORDER BY articles DESC, t.newspaper"
    )
    return [NewspaperLine(*row) for row in rows]


def find_article(conn: sqlite3.Connection, id_or_url: str) -> int | None:
    """The id of the article of this number or address; http or https and www. or not are all one here."""
    if id_or_url.isascii() and id_or_url.isdigit():
        row = conn.execute("SELECT id FROM articles WHERE id = ?", (min(int(id_or_url[:19]), 2**63 - 1),)).fetchone()
        return int(row[0]) if row else None
    for url in _spellings(identity_of(id_or_url.strip())):
        row = conn.execute("SELECT article_id FROM article_urls WHERE url = ?", (url,)).fetchone()
        if row:
            return int(row[0])
    return None


def _spellings(url: str) -> Iterator[str]:
    if not is_address(url):
        return
    rest = url.partition("://")[2]
    bare = rest.removeprefix("www.")
    yield url
    for host in (rest, f"www.{bare}", bare):
        for scheme in ("https", "http"):
            yield f"{scheme}://{host}"


def read_article(conn: sqlite3.Connection, article_id: int) -> StoredArticle | None:
    """An article's row; None when there is none of this number."""
    row = conn.execute(
        f"SELECT {LINE}, body, word_count, source_text, section, image, published_precision, published_zone,"  # noqa: S608
        " published_raw, modified, site, last_seen, capture_id, content_hash, provenance"
        " FROM articles AS a WHERE id = ?",
        (article_id,),
    ).fetchone()
    if row is None:
        return None
    values = [*row[9:-1], json.loads(row[-1])]
    return StoredArticle(ArticleLine(*row[:9]), *values)


def addresses(conn: sqlite3.Connection, article_id: int) -> tuple[str, ...]:
    """Every address of an article, in the order they were seen."""
    rows = conn.execute("SELECT url FROM article_urls WHERE article_id = ? ORDER BY first_seen, url", (article_id,))
    return tuple(row[0] for row in rows)


def ticker_editions(conn: sqlite3.Connection, site: str | None) -> Iterator[tuple[str, str]]:
    """Each site (or host) with each language of the tickers seen on its pages; of one site unless it is None."""
    # Hops through the index from edition to edition, as the view ticker_now does.
    query = (
        "SELECT site, ticker_language FROM captures"
        " WHERE ticker_language IS NOT NULL AND (site, ticker_language, fetched_at) > (?, ?, ?) AND site <= ?"
        " ORDER BY site, ticker_language LIMIT 1"
    )
    last = _END_OF_TEXT if site is None else to_text(site)
    at = ("" if site is None else last, "")
    while row := conn.execute(query, (*at, _END_OF_TEXT, last)).fetchone():
        at = (row[0], row[1])
        yield at


def ticker_capture(conn: sqlite3.Connection, edition: tuple[str, str], at: str) -> tuple[int, str] | None:
    """The last capture of an edition's ticker up to a moment: its id and when it was made."""
    row = conn.execute(
        "SELECT id, fetched_at FROM captures WHERE site = ? AND ticker_language = ? AND fetched_at <= ?"
        " ORDER BY fetched_at DESC, id DESC LIMIT 1",
        (*edition, at),
    ).fetchone()
    return (row[0], row[1]) if row else None


def ticker_lines(conn: sqlite3.Connection, capture_id: int) -> tuple[TickerLine, ...]:
    """The ticker seen on a capture, in order; lists of the latest news on it are not part of it."""
    rows = conn.execute(
        "SELECT position, text, url, article_id, first_seen, last_seen, times_seen FROM ticker_sightings"
        " JOIN headlines ON headlines.id = headline_id WHERE capture_id = ? AND kind = 'ticker' ORDER BY position",
        (capture_id,),
    )
    return tuple(TickerLine(*row) for row in rows)


def source_lines(conn: sqlite3.Connection) -> tuple[SourceLine, ...]:
    """Every source the archive has heard of."""
    rows = conn.execute(
        "SELECT site, source, kind, url, is_active, last_run, last_result, last_detail, last_links, failures, next_due"
        " FROM sources ORDER BY site, source"
    )
    return tuple(SourceLine(*row) for row in rows)


def last_run(conn: sqlite3.Connection) -> RunLine | None:
    """The last run that began, with its outcomes as it counts them, or as the archive does while it has not said."""
    row = conn.execute(
        "SELECT id, command, started_at, finished_at, note, summary FROM runs ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    # Counting all that a service did in months takes ever longer; it says so itself every half minute.
    values = [*row[:5], json.loads(row[5]) if row[5] else _outcomes(conn, row[0])]
    return RunLine(*values)


def _outcomes(conn: sqlite3.Connection, run_id: int) -> dict[str, int]:
    counts = conn.execute("SELECT reason, count(*) FROM outcomes WHERE run_id = ? GROUP BY reason", (run_id,))
    return dict(counts.fetchall())
