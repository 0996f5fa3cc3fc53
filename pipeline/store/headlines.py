"""The ticker: distinct headlines, and where each stood on which capture."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from pipeline.models import Headline
from pipeline.store.captures import Kept
from pipeline.store.codec import REMEMBERED, identity_of, to_text, to_time
from pipeline.store.links import in_parts, places_for
from pipeline.text import fingerprint_text


def see_ticker(conn: sqlite3.Connection, ticker: Sequence[Headline], kept: Kept, at: datetime) -> int:
    """Write down a page's ticker; gives how many headlines were never seen on the site before."""
    keys = [_fingerprint(kept.site, line.kind, line.text, line.url) for line in ticker]
    known: dict[bytes, int] = {}
    for some in in_parts(list(dict.fromkeys(keys))):
        known.update(_known_ids(conn, some))
    for ids in in_parts(list(known.values())):
        _see_again(conn, ids, to_time(at))
    new = 0
    for headline, key in zip(ticker, keys, strict=True):
        if key not in known:
            known[key] = _insert(conn, headline, key, kept.site, to_time(at))
            new += 1
    conn.executemany(
        "INSERT OR IGNORE INTO ticker_sightings (capture_id, position, headline_id) VALUES (?, ?, ?)",
        [(kept.capture_id, line.position, known[key]) for line, key in zip(ticker, keys, strict=True)],
    )
    return new


@lru_cache(maxsize=REMEMBERED)
def _fingerprint(site: str, kind: str, text: str, url: str | None) -> bytes:
    # A changed mark or letter is another headline: rewordings are what people look for in a ticker. Fingerprint text
    # holds no control characters, so the parts cannot run into each other.
    parts = "\0".join((site, kind, fingerprint_text(text) or text, identity_of(url) if url else ""))
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).digest()[:16]


def _known_ids(conn: sqlite3.Connection, keys: Sequence[bytes]) -> list[tuple[bytes, int]]:
    query = f"SELECT fingerprint, id FROM headlines WHERE fingerprint IN ({places_for(keys)})"  # noqa: S608
    return conn.execute(query, keys).fetchall()


def _see_again(conn: sqlite3.Connection, ids: Sequence[int], at: str) -> None:
    conn.execute(
        "UPDATE headlines SET times_seen = times_seen + 1, last_seen = max(last_seen, ?1),"  # noqa: S608
        f" first_seen = min(first_seen, ?1) WHERE id IN ({places_for(ids)})",
        (at, *ids),
    )


def _insert(conn: sqlite3.Connection, headline: Headline, key: bytes, site: str, at: str) -> int:
    url = identity_of(headline.url) if headline.url else None
    row = conn.execute(
        "INSERT INTO headlines (site, kind, text, url, article_id, first_seen, last_seen, times_seen, fingerprint)"
        " VALUES (?1, ?2, ?3, ?4, (SELECT article_id FROM article_urls WHERE url = ?4), ?5, ?5, 1, ?6) RETURNING id",
        (site, headline.kind, to_text(headline.text), url, at, key),
    ).fetchone()
    return int(row[0])


def link_to_article(conn: sqlite3.Connection, url: str, article_id: int) -> None:
    """Tie the headlines that lead to an address to the article that has just come from there."""
    conn.execute("UPDATE headlines SET article_id = ? WHERE url = ? AND article_id IS NULL", (article_id, url))
