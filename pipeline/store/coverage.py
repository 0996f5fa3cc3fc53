"""The coverage ledger: each look at a source with the times of its schedule that passed before it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from pipeline.models import Attempt
from pipeline.store import sources
from pipeline.store.absences import NO_TIME, Absence, Waiting, explain
from pipeline.store.codec import from_time, to_time
from pipeline.store.sources import Look
from pipeline.ticks import Timetable, hour_of

LATE: Final = timedelta(hours=1)
"""A look so much later than its time leaves a gap, even when no other time has passed."""

NOTHING, MISSED, FAILED, LOOKED, NEW = RANKS = ".-xoN"
"""The letters of an hour, the weightiest last."""
NO_HOURS: Final = NOTHING * 24
_MOMENT: Final = timedelta(milliseconds=1)
_WHOLE: Final = frozenset({"not_running", "suspended", NO_TIME})
"""Reasons whose gaps begin with them, and not with the first time that was missed."""

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Missed:
    """Times of a schedule that passed without a look, by hour, for one reason."""

    absence: Absence
    hours: Mapping[datetime, int]
    pieces: int = 1

    @property
    def count(self) -> int:
        """How many times; none when the time never was."""
        return 0 if self.absence.reason == NO_TIME else sum(self.hours.values())


@dataclass(slots=True)
class _Day:
    counts: Counter[str] = field(default_factory=Counter)
    hours: dict[int, str] = field(default_factory=dict)

    def mark(self, hour: int, letter: str) -> None:
        self.hours[hour] = max(self.hours.get(hour, NOTHING), letter, key=RANKS.index)


def finish_look(conn: sqlite3.Connection, place: Place, look: Look, now: datetime) -> None:
    """Write down how a look at a source ended, and in the ledger what was due since the look before it."""
    before, (url, schedule) = sources.source_state(conn, *place), _address(conn, place)
    sources.finish_source(conn, *place, look, now)
    days = dict[str, _Day]()
    if before.last_run is not None and before.last_run < now:
        timetable = Timetable.read(schedule)
        missed = find_missed(conn, Waiting(url, before), timetable, before.last_run, now)
        _count_due(days, timetable, missed, before.last_run, now)
        for gap in missed:
            _keep_gap(conn, place, gap, is_after_failure=before.failures > 0)
    elif before.last_run is None:
        _day(days, now).counts["due"] += 1
    _count_look(_day(days, now), look, now)
    for day, found in days.items():
        _keep_day(conn, place, day, found)


def find_missed(
    conn: sqlite3.Connection, waiting: Waiting, timetable: Timetable, after: datetime, now: datetime
) -> list[Missed]:
    """The times between the last look and one at `now` at which nobody looked, by reason.

    The last of these times is the one that is looked for now; it is missed only in so far as it is late.
    """
    served = timetable.last(after, now)
    if served is None:
        return []
    if now - served < LATE and timetable.first(after, served - _MOMENT) is None:
        return []
    found = dict[str, Missed]()
    for absence in explain(conn, waiting, after, now):
        # A time that an absence ends with is the first one after it.
        begin, end = max(absence.since - _MOMENT, after), absence.until - _MOMENT
        began = timetable.first(begin, end) or (absence.since if absence.since > served else None)
        if began is None or (now - served < LATE and began >= served):
            continue
        since = absence.since if absence.reason in _WHOLE else began
        part = Missed(
            Absence(since, absence.until, absence.reason, absence.detail),
            timetable.by_hour(begin, min(end, served - _MOMENT)),
        )
        found[absence.reason] = _join(found[absence.reason], part) if absence.reason in found else part
    return list(found.values())


def _join(one: Missed, other: Missed) -> Missed:
    absence = Absence(one.absence.since, other.absence.until, one.absence.reason, other.absence.detail)
    return Missed(absence, Counter(one.hours) + Counter(other.hours), one.pieces + 1)


def _address(conn: sqlite3.Connection, place: Place) -> tuple[str | None, str | None]:
    row = conn.execute("SELECT url, schedule FROM sources WHERE site = ? AND source = ?", place).fetchone()
    return row or (None, None)


def _count_due(
    days: dict[str, _Day], timetable: Timetable, missed: list[Missed], after: datetime, now: datetime
) -> None:
    due, never = timetable.by_hour(after, now), Counter[datetime]()
    for gap in missed:
        if gap.absence.reason == NO_TIME:
            never.update(gap.hours)
            continue
        for hour, count in gap.hours.items():
            _day(days, hour).counts["missed"] += count
    for hour, count in (due - never).items():
        _day(days, hour).counts["due"] += count
        _day(days, hour).mark(hour.hour, MISSED)


def _count_look(day: _Day, look: Look, now: datetime) -> None:
    day.counts["looked"] += 1
    day.mark(now.hour, FAILED if look.has_failed else LOOKED)
    if look.has_failed:
        day.counts["failed"] += 1
    elif look.reason in ("empty", "not_modified"):
        day.counts["empty" if look.reason == "empty" else "unchanged"] += 1


def note_found(conn: sqlite3.Connection, attempt: Attempt, new: int, at: datetime) -> None:
    """Count the new links that a source's document gave."""
    link = attempt.link
    if new and attempt.discovery is not None and link.site and link.source:
        _keep_day(conn, (link.site, link.source), to_time(at)[:10], _Day(Counter(new_links=new), {at.hour: NEW}))


def _day(days: dict[str, _Day], moment: datetime) -> _Day:
    return days.setdefault(to_time(hour_of(moment))[:10], _Day())


_COUNTS: Final = ("due", "looked", "failed", "empty", "unchanged", "missed", "new_links")


def _keep_day(conn: sqlite3.Connection, place: Place, day: str, found: _Day) -> None:
    key = (*place, day)
    row = conn.execute("SELECT hours FROM coverage WHERE site = ? AND source = ? AND day = ?", key).fetchone()
    whole = _Day(hours=dict(enumerate(row[0] if row else NO_HOURS)))
    for hour, letter in found.hours.items():
        whole.mark(hour, letter)
    sums = ", ".join(f"{name} = {name} + excluded.{name}" for name in _COUNTS)
    names = ", ".join(_COUNTS)
    conn.execute(
        f"INSERT INTO coverage (site, source, day, hours, {names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
        f" ON CONFLICT DO UPDATE SET hours = excluded.hours, {sums}",
        (*key, "".join(whole.hours.values()), *(found.counts[name] for name in _COUNTS)),
    )


def _keep_gap(conn: sqlite3.Connection, place: Place, gap: Missed, *, is_after_failure: bool) -> None:
    """Keep a gap: as part of the last one for that reason, if that is of the same day or only failed looks between."""
    absence = gap.absence
    row = conn.execute(
        "SELECT since, until FROM gaps WHERE site = ? AND source = ? AND reason = ? ORDER BY since DESC LIMIT 1",
        (*place, absence.reason),
    ).fetchone()
    is_same_day = row is not None and from_time(row[0]).date() == absence.since.date()
    if row and (is_same_day or (is_after_failure and _is_close(conn, place, row[1]))):
        conn.execute(
            "UPDATE gaps SET until = max(until, ?), missed = missed + ?, pieces = pieces + ?, detail = ?"
            " WHERE site = ? AND source = ? AND since = ? AND reason = ?",
            (to_time(absence.until), gap.count, gap.pieces, absence.detail, *place, row[0], absence.reason),
        )
        return
    conn.execute(
        "INSERT INTO gaps (site, source, since, until, reason, missed, pieces, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET until = excluded.until, missed = missed + excluded.missed",
        (
            *place,
            to_time(absence.since),
            to_time(absence.until),
            absence.reason,
            gap.count,
            gap.pieces,
            absence.detail,
        ),
    )


def _is_close(conn: sqlite3.Connection, place: Place, until: str) -> bool:
    """Whether no look has succeeded since a moment."""
    day = until[:10]
    (good,) = conn.execute(
        "SELECT coalesce(sum(looked - failed), 0) FROM coverage WHERE site = ? AND source = ? AND day > ?",
        (*place, day),
    ).fetchone()
    return not good
