"""Takes the history of another archive's headlines in: when they went, their threads, their lists, their articles."""

from __future__ import annotations

import sqlite3

from pipeline.store.headline_ties import Wording, find_articles, join, tie_wordings
from pipeline.store.reader import Reader
from pipeline.store.tickers import note_absent, read_strip, settle, strip_of

_HISTORY = (
    "SELECT h.last_seen, h.gone_at, l.url, t.fingerprint FROM headlines AS h LEFT JOIN links AS l ON l.id = h.link_id"
    " LEFT JOIN headlines AS t ON t.id = h.thread_id AND t.id <> h.id WHERE h.id = ?"
)


def note_look(conn: sqlite3.Connection, capture_id: int) -> None:
    """Write down what a capture that came, and whose sightings are known, no longer showed of our headlines."""
    query = (
        "SELECT DISTINCT h.kind FROM ticker_sightings AS s JOIN headlines AS h ON h.id = s.headline_id"
        " WHERE s.capture_id = ?"
    )
    for (kind,) in conn.execute(query, (capture_id,)).fetchall():
        note_absent(conn, strip_of(conn, capture_id, kind), capture_id)


def carry_history(conn: sqlite3.Connection, other: Reader, theirs: int, ours: int) -> None:
    """Give a headline what the other archive knows of it. Its captures and articles are here; twice does no harm."""
    last_seen, gone_at, list_url, first = other.ask(lambda them: them.execute(_HISTORY, (theirs,)).fetchone())
    if list_url is not None:
        conn.execute(
            "UPDATE headlines SET link_id = (SELECT id FROM links WHERE url = ?) WHERE id = ? AND link_id IS NULL",
            (list_url, ours),
        )
    settle(conn, [ours])
    # The look that found it gone may have been pruned there; what was seen later here says more.
    conn.execute(
        "UPDATE headlines SET gone_at = ?1 WHERE id = ?2 AND last_seen = ?3 AND ?1 < coalesce(gone_at, '9999')",
        (gone_at, ours, last_seen),
    )
    if first is not None:
        _join_first(conn, ours, first)
    _tie_here(conn, ours)


def _join_first(conn: sqlite3.Connection, ours: int, first: bytes) -> None:
    row = conn.execute("SELECT id FROM headlines WHERE fingerprint = ?", (first,)).fetchone()
    if row:
        join(conn, ours, int(row[0]))


def _tie_here(conn: sqlite3.Connection, ours: int) -> None:
    """Tie a headline that is alone to what only this archive knows: wordings, and articles by their titles."""
    query = "SELECT text, url, first_seen, thread_id, article_id FROM headlines WHERE id = ?"
    text, url, first_seen, thread_id, article_id = conn.execute(query, (ours,)).fetchone()
    strip, _, _ = read_strip(conn, ours)
    wording = Wording(ours, text, url)
    if thread_id is None:
        tie_wordings(conn, [wording], strip, first_seen)
    if article_id is None:
        find_articles(conn, [wording], strip.site, first_seen)
