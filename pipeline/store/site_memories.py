"""What the pages of a site have taught, as rows: read before a page is read, grown in its transaction."""

from __future__ import annotations

import sqlite3

from pipeline.models import Attempt
from pipeline.site_memory import VERSION, from_json, key_of, learn, to_json
from pipeline.store.codec import to_time
from pipeline.store.links import seen_at


def read_memory(conn: sqlite3.Connection, key: str) -> str:
    """A site's memory as JSON; empty when there is none, or one of other rules."""
    row = conn.execute("SELECT memory FROM site_memory WHERE site = ? AND version = ?", (key, VERSION)).fetchone()
    return str(row[0]) if row else ""


def learn_page(conn: sqlite3.Connection, attempt: Attempt) -> None:
    """Add what the page of a new article teaches; nothing for one that was read without a memory."""
    capture, facts = attempt.capture, attempt.page.facts if attempt.page else None
    key = key_of(attempt.link.site, capture.final_url) if capture else None
    if facts is None or key is None:
        return
    known = from_json(read_memory(conn, key))
    grown = learn(known, facts)
    if grown is not known:
        conn.execute(
            "INSERT OR REPLACE INTO site_memory (site, pages, updated_at, version, memory) VALUES (?, ?, ?, ?, ?)",
            (key, grown.pages, to_time(seen_at(attempt)), VERSION, to_json(grown)),
        )
