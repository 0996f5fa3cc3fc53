"""Hosts left in peace, kept so that a new process knows of them."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from pipeline.backoff import Pause
from pipeline.store.absences import Absence, go_on, stand_still
from pipeline.store.codec import from_time, to_time


def save_pause(conn: sqlite3.Connection, pause: Pause) -> None:
    """Keep a pause, in place of the host's last one."""
    conn.execute(
        "INSERT OR REPLACE INTO hosts (host, reason, since, until, count) VALUES (?, ?, ?, ?, ?)",
        (pause.host, pause.reason, to_time(pause.since), to_time(pause.until), pause.count),
    )
    stand_still(conn, pause.host, Absence(pause.since, pause.until, "host_trouble", pause.reason))


def end_pause(conn: sqlite3.Connection, host: str, now: datetime) -> None:
    """Forget a host's trouble."""
    conn.execute("DELETE FROM hosts WHERE host = ?", (host,))
    go_on(conn, host, now)


def read_pauses(conn: sqlite3.Connection) -> list[Pause]:
    """All hosts in trouble."""
    rows = conn.execute("SELECT host, reason, since, until, count FROM hosts ORDER BY host")
    return [
        Pause(host, reason, from_time(since), from_time(until), count) for host, reason, since, until, count in rows
    ]
