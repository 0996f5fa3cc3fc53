"""What the watch of each site knows, as rows; a transaction of many pages reads and writes each row once."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Final

from pipeline import drift
from pipeline.store.codec import from_time, to_text, to_time

_numbers: Final = count(1)
_local = threading.local()  # an archive has one writing thread


@dataclass(frozen=True, slots=True)
class State:
    """A site's row of `drift_states`: its last page, and the last long time without one."""

    watch: drift.SiteWatch
    seen_at: datetime | None = None
    gap_from: datetime | None = None
    gap_to: datetime | None = None


def prepare(conn: sqlite3.Connection) -> None:
    """Make the place where a transaction's states wait; outside of any transaction, once a connection.

    To read and write 3 kB of JSON takes longer than to look at a page. The states wait in memory, and the numbers of
    the latest in this table: what is taken back, of a piece of work or of all, is the number, and with it the state.
    """
    conn.execute(
        "CREATE TEMP TABLE IF NOT EXISTS waiting_watches (site TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID"
    )


def read_state(conn: sqlite3.Connection, site: str) -> State:
    """What is known of a site, by the pages of this transaction too; a fresh state when nothing is."""
    waiting = conn.execute("SELECT number FROM temp.waiting_watches WHERE site = ?", (site,)).fetchone()
    if waiting is not None:
        return _waiting()[waiting[0]]
    row = conn.execute(
        "SELECT state, seen_at, gap_from, gap_to FROM drift_states WHERE site = ? AND version = ?",
        (site, drift.VERSION),
    ).fetchone()
    if row is None:
        return State(drift.SiteWatch())
    state, *times = row
    return State(drift.from_json(state), *(from_time(time) if time else None for time in times))


def keep_state(conn: sqlite3.Connection, site: str, state: State) -> None:
    """Have a site's new state written with the commit."""
    number = next(_numbers)
    _waiting()[number] = state
    conn.execute("INSERT OR REPLACE INTO temp.waiting_watches (site, number) VALUES (?, ?)", (site, number))


def forget_state(conn: sqlite3.Connection, site: str) -> None:
    """Begin anew with a site."""
    conn.execute("DELETE FROM temp.waiting_watches WHERE site = ?", (site,))
    conn.execute("DELETE FROM drift_states WHERE site = ?", (site,))


def write_waiting(conn: sqlite3.Connection) -> None:
    """Write the waiting states, and have none waiting; among the last things before a commit."""
    for site, number in conn.execute("SELECT site, number FROM temp.waiting_watches").fetchall():
        _write(conn, site, _waiting()[number])
    conn.execute("DELETE FROM temp.waiting_watches")
    _waiting().clear()


def _waiting() -> dict[int, State]:
    if not hasattr(_local, "states"):
        _local.states = dict[int, State]()
    states: dict[int, State] = _local.states
    return states


def _write(conn: sqlite3.Connection, site: str, state: State) -> None:
    times = (to_time(time) if time else None for time in (state.seen_at, state.gap_from, state.gap_to))
    conn.execute(
        "INSERT OR REPLACE INTO drift_states (site, version, seen_at, gap_from, gap_to, state)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (site, drift.VERSION, *times, to_text(drift.to_json(state.watch))),
    )
