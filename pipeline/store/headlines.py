"""The ticker: distinct headlines, and where each stood on which capture."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from pipeline.models import Headline
from pipeline.store.captures import Kept
from pipeline.store.codec import identity_of, to_text, to_time
from pipeline.text import fingerprint_text


def see_ticker(conn: sqlite3.Connection, ticker: Iterable[Headline], kept: Kept, at: datetime) -> int:
    """Write down a page's ticker; gives how many headlines were never seen on the site before."""
    seen: dict[bytes, int] = {}
    new = 0
    for headline in ticker:
        key = _fingerprint(kept.site, headline)
        if key not in seen:
            seen[key], is_new = _see(conn, headline, key, kept.site, to_time(at))
            new += is_new
        conn.execute(
            "INSERT OR IGNORE INTO ticker_sightings (capture_id, position, headline_id) VALUES (?, ?, ?)",
            (kept.capture_id, headline.position, seen[key]),
        )
    return new


def _fingerprint(site: str, headline: Headline) -> bytes:
    url = identity_of(headline.url) if headline.url else ""
    # A changed mark or letter is another headline: rewordings are what people look for in a ticker. Fingerprint text
    # holds no control characters, so the parts cannot run into each other.
    parts = "\0".join((site, headline.kind, fingerprint_text(headline.text) or headline.text, url))
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).digest()[:16]


def _see(conn: sqlite3.Connection, headline: Headline, key: bytes, site: str, at: str) -> tuple[int, bool]:
    known = conn.execute("SELECT id FROM headlines WHERE fingerprint = ?", (key,)).fetchone()
    if known:
        conn.execute(
            "UPDATE headlines SET times_seen = times_seen + 1, last_seen = max(last_seen, ?1),"
            " first_seen = min(first_seen, ?1) WHERE id = ?2",
            (at, known[0]),
        )
        return int(known[0]), False
    url = identity_of(headline.url) if headline.url else None
    row = conn.execute(
        "INSERT INTO headlines (site, kind, text, url, article_id, first_seen, last_seen, times_seen, fingerprint)"
        " VALUES (?1, ?2, ?3, ?4, (SELECT article_id FROM article_urls WHERE url = ?4), ?5, ?5, 1, ?6) RETURNING id",
        (site, headline.kind, to_text(headline.text), url, at, key),
    ).fetchone()
    return int(row[0]), True


def link_to_article(conn: sqlite3.Connection, url: str, article_id: int) -> None:
    """Tie the headlines that lead to an address to the article that has just come from there."""
    conn.execute("UPDATE headlines SET article_id = ? WHERE url = ? AND article_id IS NULL", (article_id, url))
