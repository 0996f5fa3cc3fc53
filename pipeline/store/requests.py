"""The politeness ledger: every request to a host, committed with the next attempt that ends."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from pipeline.models import Sent
from pipeline.store.codec import from_time, identity_of, to_text, to_time
from pipeline.store.reader import Reader
from pipeline.urls import host_of

MOST_WAITING: Final = 10_000
"""Requests that wait for an attempt to end, or for a full disk to have room."""
PRUNED_EVERY: Final = 256
"""Requests between two looks for those that are older than they are kept."""
KEPT: Final = timedelta(days=90)


class RequestLedger:
    """Takes note of requests as they end; the archive commits them with its attempts, at no transaction of their own.

    After a kill the requests of pages that were under way are missing from it.
    """

    def __init__(self, reader: Reader, keep: timedelta = KEPT) -> None:
        """`keep` is how long a request is kept."""
        self._reader, self.keep = reader, keep
        self._waiting: deque[Sent] = deque(maxlen=MOST_WAITING)

    def put(self, sent: Sent) -> None:
        """Take note of a request."""
        self._waiting.append(sent)

    def take(self) -> tuple[Sent, ...]:
        """What is to be committed; it is this caller's to commit, or to give back."""
        return tuple(self._waiting.popleft() for _ in range(len(self._waiting)))

    def give_back(self, sent: Iterable[Sent]) -> None:
        """What could not be committed waits again."""
        self._waiting.extendleft(reversed(tuple(sent)))

    def since_last(self, host: str, now: datetime) -> float | None:
        """How many seconds ago the last request to a host ended; None when none is kept, or the clock was put back."""
        at, elapsed = self._reader.ask(lambda conn: _last(conn, host))
        ago = (now - from_time(at)) / timedelta(seconds=1) - elapsed if at else None
        return ago if ago is not None and ago >= 0 else None


def _last(conn: sqlite3.Connection, host: str) -> tuple[str | None, float]:
    query = "SELECT at, elapsed FROM requests WHERE host = ? ORDER BY at DESC LIMIT 1"
    row: tuple[str, float] | None = conn.execute(query, (host,)).fetchone()
    return row or (None, 0.0)


def keep_requests(conn: sqlite3.Connection, sent: Iterable[Sent], keep: timedelta) -> None:
    """Write requests down, and now and then give up some that are older than `keep`."""
    for one in sent:
        number = _insert(conn, one)
        if number % PRUNED_EVERY == 0:
            _prune(conn, one.at - keep)


def _insert(conn: sqlite3.Connection, sent: Sent) -> int:
    link_id, link_url = _link(conn, sent.asked)
    done = conn.execute(
        "INSERT INTO requests (host, at, why, try, hop, link_id, url, is_conditional, status, failure, bytes, elapsed,"
        " delay, pause, waited, robots_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            to_text(host_of(sent.url)),
            to_moment(sent.at),
            sent.why,
            sent.tries,
            sent.hop,
            link_id,
            None if sent.url == link_url else to_text(sent.url),
            sent.is_conditional,
            sent.status,
            sent.failure,
            sent.size,
            round(sent.elapsed, 3),
            sent.delay,
            None if sent.pause is None else round(sent.pause, 3),
            round(sent.waited, 3),
            sent.robots_version,
        ),
    )
    return done.lastrowid or 0


def _link(conn: sqlite3.Connection, url: str | None) -> tuple[int | None, str | None]:
    if url is None:
        return None, None
    identity = identity_of(url)
    row = conn.execute("SELECT id FROM links WHERE url = ?", (identity,)).fetchone()
    return (row[0], identity) if row else (None, None)


def _prune(conn: sqlite3.Connection, before: datetime) -> None:
    oldest = "SELECT id, at FROM requests ORDER BY id LIMIT ?"
    old = f"DELETE FROM requests WHERE id IN (SELECT id FROM ({oldest}) WHERE at < ?)"  # noqa: S608 own text
    conn.execute(old, (2 * PRUNED_EVERY, to_time(before)))


def to_moment(at: datetime) -> str:
    """UTC with milliseconds."""
    return f"{to_time(at)[:-1]}.{at.microsecond // 1000:03}Z"
