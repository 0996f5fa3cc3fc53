"""The coverage ledger as SQL: days, gaps, and how sources stand now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pipeline.store.absences import Waiting
from pipeline.store.codec import to_text
from pipeline.store.coverage import Missed, find_missed
from pipeline.store.sources import source_state
from pipeline.ticks import Timetable


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which days and gaps: from a moment on (ISO), of a site, of a source; of all that are active when None."""

    since: str
    site: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class DayLine:
    """A source's day in the ledger; `hours` are 24 letters, as the column says."""

    site: str
    source: str
    day: str
    due: int
    looked: int
    failed: int
    empty: int
    unchanged: int
    missed: int
    new_links: int
    hours: str


@dataclass(frozen=True, slots=True)
class GapLine:
    """A time in which a source was not looked at; `is_open` when that is still so."""

    site: str
    source: str
    since: str
    until: str
    reason: str
    missed: int
    pieces: int
    detail: str | None
    is_open: bool = False


def days(conn: sqlite3.Connection, chosen: Chosen) -> list[DayLine]:
    """The days of the chosen sources, in order."""
    where, values = _where(chosen)
    rows = conn.execute(
        "SELECT site, source, day, due, looked, failed, empty, unchanged, missed, new_links, hours FROM coverage"  # noqa: S608 own text
        f" WHERE day >= ?{where} ORDER BY site, source, day",
        (chosen.since[:10], *values),
    )
    return [DayLine(*row) for row in rows]


def gaps(conn: sqlite3.Connection, chosen: Chosen) -> list[GapLine]:
    """The gaps of the chosen sources that ended since then, in order."""
    where, values = _where(chosen)
    rows = conn.execute(
        "SELECT site, source, since, until, reason, missed, pieces, detail FROM gaps"  # noqa: S608 own text
        f" WHERE until >= ?{where} ORDER BY site, source, since, reason",
        (chosen.since, *values),
    )
    return [GapLine(*row) for row in rows]


def _where(chosen: Chosen) -> tuple[str, tuple[str, ...]]:
    wanted = {"site": chosen.site, "source": chosen.source}
    named = {column: to_text(value) for column, value in wanted.items() if value is not None}
    return "".join(f" AND {column} = ?" for column in named), tuple(named.values())


def open_gaps(
    conn: sqlite3.Connection, chosen: Chosen, now: datetime, *, is_running: bool
) -> Iterator[tuple[str, str, Missed]]:
    """Site, source and what is being missed, for each active source whose next look is late, or put off, right now."""
    where, values = _where(chosen)
    rows = conn.execute(
        f"SELECT site, source, url, schedule FROM sources WHERE is_active{where} ORDER BY site, source",  # noqa: S608
        values,
    ).fetchall()
    for site, source, url, schedule in rows:
        state, timetable = source_state(conn, site, source), Timetable.read(schedule)
        if state.last_run is None or state.last_run >= now:
            continue
        for missed in find_missed(conn, Waiting(url, state, is_running), timetable, state.last_run, now):
            yield site, source, missed
