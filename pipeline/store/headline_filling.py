"""Fills the ticker's history for headlines of before: where they stood, when they went, their threads and articles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from pipeline.store.headline_ties import Wording, find_articles, tie_wordings
from pipeline.store.tickers import Strip, settle

AT_ONCE: Final = 500


def fill_all(conn: sqlite3.Connection) -> None:
    """Work out for each headline what is written down of new ones as they come."""
    _fill_places(conn)
    conn.execute("UPDATE headlines SET article_by = 'url' WHERE article_id IS NOT NULL")
    for headline_id, *_ in _headlines(conn):
        settle(conn, [headline_id])
    for headline_id, text, url, first_seen, article_id, strip in _headlines(conn):
        wording = Wording(headline_id, text, url)
        tie_wordings(conn, [wording], strip, first_seen)
        if article_id is None:
            find_articles(conn, [wording], strip.site, first_seen)


def _fill_places(conn: sqlite3.Connection) -> None:
    # The columns beside min() and max() come from the row that has it (SQLite, "bare columns in an aggregate query").
    conn.execute(
        "CREATE TEMP TABLE places AS SELECT s.headline_id AS id, max(c.fetched_at), c.ticker_language AS language"
        " FROM captures AS c JOIN ticker_sightings AS s ON s.capture_id = c.id GROUP BY s.headline_id"
    )
    conn.execute(
        "CREATE TEMP TABLE lists AS SELECT s.headline_id AS id, min(c.fetched_at), c.link_id AS link_id"
        " FROM captures AS c JOIN ticker_sightings AS s ON s.capture_id = c.id GROUP BY s.headline_id"
    )
    conn.execute("UPDATE headlines SET language = p.language FROM places AS p WHERE p.id = headlines.id"
                 " AND kind = 'ticker'")  # fmt: skip
    conn.execute("UPDATE headlines SET link_id = p.link_id FROM lists AS p WHERE p.id = headlines.id"
                 " AND kind = 'latest'")  # fmt: skip
    conn.execute("DROP TABLE temp.places")
    conn.execute("DROP TABLE temp.lists")


def _headlines(conn: sqlite3.Connection) -> Iterator[tuple[int, str, str | None, str, int | None, Strip]]:
    """All headlines in the order they appeared."""
    query = (
        "SELECT first_seen, id, text, url, article_id, site, kind, language, link_id FROM headlines"
        " WHERE (first_seen, id) > (?, ?) ORDER BY first_seen, id LIMIT ?"
    )
    at, last = "", 0
    while rows := conn.execute(query, (at, last, AT_ONCE)).fetchall():
        for first_seen, headline_id, text, url, article_id, *strip in rows:
            yield headline_id, text, url, first_seen, article_id, Strip(*strip)
        at, last = rows[-1][0], rows[-1][1]
