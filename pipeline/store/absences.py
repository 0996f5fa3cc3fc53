"""Why a source was not looked at for a time, from what the archive knows of runs, standstills and the source itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipeline.store.codec import from_time, to_time
from pipeline.store.sources import SourceState
from pipeline.urls import host_of

REASONS: Final = {
    "clock_step": "the machine's clock was set: this time never was, or is counted twice",
    "suspended": "the machine slept",
    "archive_full": "the archive's disk was full",
    "machine_full": "the machine had no descriptor or no memory left to open anything with",
    "not_running": "neither the service nor `warraq fetch` ran",
    "host_trouble": "the host was in trouble and left in peace",
    "quarantined": "its document broke its reader again and again: one look a week",
    "robots": "robots.txt forbids it",
    "backing_off": "it failed, and is looked at ever more rarely until it answers",
    "late": "the program was busy with something else",
}
"""Why nobody looked, in the order of precedence."""
NO_TIME: Final = "clock_step"

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Absence:
    """A time without a look, for one reason."""

    since: datetime
    until: datetime
    reason: str
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A source between two looks: its address, how the last look left it, and whether a program runs now."""

    url: str | None
    state: SourceState
    is_running: bool = True


def explain(conn: sqlite3.Connection, waiting: Waiting, after: datetime, until: datetime) -> list[Absence]:
    """The whole span in parts, each with the reason why there was no look; "late" where nothing else is known."""
    free, found = [(after, until)], list[Absence]()
    for reason in _reasons(conn, waiting, after, until):
        left = list[Span]()
        for span in free:
            taken, rest = _cut(span, (reason.since, reason.until))
            found += [Absence(*part, reason.reason, reason.detail) for part in taken]
            left += rest
        free = left
    return sorted([*found, *(Absence(*span, "late") for span in free)], key=lambda absence: absence.since)


def _reasons(conn: sqlite3.Connection, waiting: Waiting, after: datetime, until: datetime) -> Iterator[Absence]:
    """What is known, the weightiest first."""
    yield from _standstills(conn, "", after, until)
    yield from _without_run(conn, after, until, is_running=waiting.is_running)
    if waiting.url:
        yield from _standstills(conn, host_of(waiting.url), after, until)
    state = waiting.state
    if state.failures and state.next_due:
        yield Absence(after, state.next_due, _own_reason(state), state.last_result)


def _own_reason(state: SourceState) -> str:
    if state.quarantined_at:
        return "quarantined"
    return "robots" if state.last_result == "robots_denied" else "backing_off"


def _standstills(conn: sqlite3.Connection, host: str, after: datetime, until: datetime) -> list[Absence]:
    rows = conn.execute(
        "SELECT since, until, reason, detail FROM standstills WHERE host = ? AND since < ? AND until > ?",
        (host, to_time(until), to_time(after)),
    )
    return [Absence(from_time(since), from_time(end), reason, detail) for since, end, reason, detail in rows]


def _without_run(conn: sqlite3.Connection, after: datetime, until: datetime, *, is_running: bool) -> Iterator[Absence]:
    """The times in which no program was there that looks at sources."""
    end = until
    for began, ended in _runs(conn, until if is_running else None):
        if ended < end:
            yield Absence(max(ended, after), end, "not_running")
        end = min(end, began)
        if began <= after or ended <= after:
            break
    else:
        if end > after:
            yield Absence(after, end, "not_running")


def _runs(conn: sqlite3.Connection, now: datetime | None) -> Iterator[Span]:
    """Beginnings and ends of runs that look at sources, the last first; its end is `now` when it goes on."""
    rows = conn.execute(
        "SELECT id, started_at, finished_at, seen_at FROM runs WHERE command IN ('fetch', 'run') ORDER BY id DESC"
    )
    for run_id, started_at, finished_at, seen_at in rows:
        began = from_time(started_at)
        if finished_at is None and now is not None:
            yield began, max(now, began)
        else:
            yield began, max(began, from_time(finished_at or seen_at or _last_outcome(conn, run_id) or started_at))
        now = None


def _last_outcome(conn: sqlite3.Connection, run_id: int) -> str | None:
    """When a run that was killed last did something."""
    found: str | None = conn.execute("SELECT max(at) FROM outcomes WHERE run_id = ?", (run_id,)).fetchone()[0]
    return found


def _cut(span: Span, by: Span) -> tuple[list[Span], list[Span]]:
    """What of a span lies within another one, and what is left."""
    since, until = max(span[0], by[0]), min(span[1], by[1])
    if since >= until:
        return [], [span]
    return [(since, until)], [part for part in ((span[0], since), (until, span[1])) if part[0] < part[1]]


def stand_still(conn: sqlite3.Connection, host: str, absence: Absence) -> None:
    """Write down that nothing could be asked for, of a host or (empty) at all; a longer end replaces a shorter one."""
    conn.execute(
        "INSERT INTO standstills (host, since, until, reason, detail) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET until = max(until, excluded.until), detail = excluded.detail",
        (host, to_time(absence.since), to_time(absence.until), absence.reason, absence.detail),
    )


def go_on(conn: sqlite3.Connection, host: str, now: datetime) -> None:
    """A host answers again: what was to last longer ends."""
    conn.execute("UPDATE standstills SET until = ?2 WHERE host = ?1 AND until > ?2", (host, to_time(now)))
