"""Gives up old captures, so that the file can shrink: articles, versions and the ticker's history of headlines stay."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipeline.store.codec import to_time

AT_ONCE: Final = 500
"""Captures per transaction; the rest goes on after a kill with the same command."""

_OLD: Final = "SELECT id FROM captures WHERE fetched_at < ?"


@dataclass(frozen=True, slots=True)
class Loss:
    """What pruning takes away: captures and their bodies, ticker sightings, and articles that can then not be re-read.

    `packed` is the bytes of the bodies as they are stored.
    """

    captures: int
    payloads: int
    packed: int
    sightings: int
    articles: int


def loss_before(conn: sqlite3.Connection, before: datetime) -> Loss:
    """What giving up the captures fetched before a moment would lose."""
    values = (to_time(before),)
    captures = conn.execute(f"SELECT count(*) FROM ({_OLD})", values).fetchone()[0]  # noqa: S608 own text
    payloads, packed = conn.execute(
        "SELECT count(*), coalesce(sum(length(body)), 0) FROM payloads AS p WHERE"
        " EXISTS (SELECT 1 FROM captures WHERE payload_id = p.id)"
        " AND NOT EXISTS (SELECT 1 FROM captures WHERE payload_id = p.id AND fetched_at >= ?)",
        values,
    ).fetchone()
    sightings = conn.execute(
        f"SELECT count(*) FROM ticker_sightings WHERE capture_id IN ({_OLD})",  # noqa: S608
        values,
    ).fetchone()[0]
    articles = conn.execute(
        f"SELECT count(*) FROM articles WHERE capture_id IN ({_OLD})",  # noqa: S608
        values,
    ).fetchone()[0]
    return Loss(captures, payloads, packed, sightings, articles)


def prune_some(conn: sqlite3.Connection, before: datetime) -> int:
    """Give up some captures fetched before a moment, oldest number first; gives how many, 0 when none is left.

    In the caller's transaction. Outcomes, articles and versions keep their rows without the capture's number; a body
    goes with its last capture.
    """
    query = f"{_OLD} ORDER BY id LIMIT {AT_ONCE}"
    ids = [row[0] for row in conn.execute(query, (to_time(before),))]
    places = ", ".join("?" * len(ids))
    bodies = conn.execute(
        f"SELECT DISTINCT payload_id FROM captures WHERE id IN ({places}) AND payload_id IS NOT NULL",  # noqa: S608
        ids,
    ).fetchall()
    conn.execute(f"DELETE FROM captures WHERE id IN ({places})", ids)  # noqa: S608
    conn.executemany(
        "DELETE FROM payloads WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM captures WHERE payload_id = ?1)", bodies
    )
    return len(ids)


def give_back(conn: sqlite3.Connection) -> None:
    """Hand the pages that became free back to the disk."""
    free = conn.execute("PRAGMA freelist_count").fetchone()[0]
    for _ in range(free):  # a step of this pragma gives one page back, and Python makes one step of it
        conn.execute("PRAGMA incremental_vacuum(1)")


def try_room(conn: sqlite3.Connection, size: int) -> None:
    """Find out whether so many bytes fit into the file, by putting them in and taking them out again."""
    conn.execute("SAVEPOINT room")
    conn.execute("INSERT INTO payloads (sha256, size, codec, body) VALUES ('room', 0, 'zstd', zeroblob(?))", (size,))
    conn.execute("ROLLBACK TO room")
    conn.execute("RELEASE room")
