"""robots.txt answers that outlive the process: a RobotsCache kept in the archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future

from pipeline.robots import RobotsRecord
from pipeline.store.codec import from_time, pack, to_time
from pipeline.store.reader import Reader
from pipeline.store.writer import Writer


class ArchivedRobots:
    """A RobotsCache in the archive. `put` does not wait for the disk; `get` sees what was put at once."""

    def __init__(self, reader: Reader, writer: Writer) -> None:
        self._reader, self._writer = reader, writer
        self._on_the_way: dict[str, RobotsRecord] = {}

    def get(self, authority: str) -> RobotsRecord | None:
        """The last record put for this authority."""
        waiting = self._on_the_way.get(authority)
        return waiting or self._reader.ask(lambda conn: _read(conn, authority))

    def put(self, record: RobotsRecord) -> None:
        """Keep a record. One that cannot be stored stays in memory; the page that follows it reports the archive."""
        self._on_the_way[record.authority] = record
        self._writer.submit(lambda conn: _write(conn, record)).add_done_callback(self._forget(record))

    def _forget(self, record: RobotsRecord) -> Callable[[Future[None]], None]:
        def stored(done: Future[None]) -> None:
            if done.exception() is None and self._on_the_way.get(record.authority) is record:
                del self._on_the_way[record.authority]

        return stored


def _write(conn: sqlite3.Connection, record: RobotsRecord) -> None:
    conn.execute(
        "INSERT OR REPLACE INTO robots (authority, fetched_at, expires_at, status, note, body)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            record.authority,
            to_time(record.fetched_at),
            to_time(record.expires_at),
            record.status,
            record.note,
            record.body,
        ),
    )
    _keep_version(conn, record)


def _keep_version(conn: sqlite3.Connection, record: RobotsRecord) -> None:
    conn.execute(
        "INSERT INTO robots_versions (authority, version, first_seen, status, body) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (record.authority, record.version, to_time(record.fetched_at), record.status, pack(record.body)),
    )


def _read(conn: sqlite3.Connection, authority: str) -> RobotsRecord | None:
    row = conn.execute(
        "SELECT fetched_at, expires_at, status, note, body FROM robots WHERE authority = ?", (authority,)
    ).fetchone()
    if row is None:
        return None
    fetched_at, expires_at, status, note, body = row
    return RobotsRecord(authority, from_time(fetched_at), from_time(expires_at), status, body, note)
