"""What was to be looked at, what was, what was missed and why: "no news" is not "not looked". Only reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection
from typing import Final

from pipeline.dates import utc_iso
from pipeline.store import Reader, coverage_reading
from pipeline.store.absences import REASONS
from pipeline.store.coverage import MISSED, NO_HOURS
from pipeline.store.coverage import Missed as _Missed
from pipeline.store.coverage_reading import Chosen, DayLine, GapLine
from pipeline.store.lock import read_writer

__all__ = ["REASONS", "Coverage", "DayLine", "GapLine", "SourceCoverage", "coverage"]

DAYS: Final = 14
"""Days shown unless more are asked for."""


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """A source's days, all from the first one asked for to today (those before its first look are left out)."""

    site: str
    source: str
    days: tuple[DayLine, ...]

    def total(self, column: str) -> int:
        """A count of the days together: due, looked, failed, empty, unchanged, missed or new_links."""
        return sum(getattr(day, column) for day in self.days)

    @property
    def share(self) -> float | None:
        """The share (0 to 1) of the schedule's times that were looked at; None when none was due."""
        due = self.total("due")
        return (due - min(self.total("missed"), due)) / due if due else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The ledger from `since` to `now` (UTC): what a table or a heat map is drawn from."""

    since: datetime
    now: datetime
    sources: tuple[SourceCoverage, ...]
    gaps: tuple[GapLine, ...]


def coverage(
    archive: Reader,
    now: datetime,
    since: datetime | None = None,
    site: str | None = None,
    source: str | None = None,
) -> Coverage:
    """The ledger of all sources, of a site or of a source; the last 14 days unless `since` says otherwise.

    What is being missed right now (nobody runs, a host is in trouble) is in it, as gaps that are open and in the
    counts and hours of the days, although it is written down only with the next look.
    """
    begin = since or (now - timedelta(days=DAYS - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
    chosen, is_running = Chosen(utc_iso(begin), site, source), read_writer(archive.path) is not None
    return archive.ask(lambda conn: _coverage(conn, chosen, begin, now, is_running=is_running))


def _coverage(conn: Connection, chosen: Chosen, since: datetime, now: datetime, *, is_running: bool) -> Coverage:
    days = {(line.site, line.source, line.day): line for line in coverage_reading.days(conn, chosen)}
    gaps = coverage_reading.gaps(conn, chosen)
    for site, source, missed in coverage_reading.open_gaps(conn, chosen, now, is_running=is_running):
        absence = missed.absence
        span = utc_iso(absence.since), utc_iso(absence.until)
        gaps.append(
            GapLine(site, source, *span, absence.reason, missed.count + 1, missed.pieces, absence.detail, is_open=True)
        )
        _add_open(days, site, source, missed, since)
    return Coverage(since, now, tuple(_by_source(days, now)), tuple(gaps))


def _add_open(
    days: dict[tuple[str, str, str], DayLine], site: str, source: str, missed: _Missed, since: datetime
) -> None:
    for hour, count in missed.hours.items():
        day = utc_iso(hour)[:10]
        if day >= utc_iso(since)[:10]:
            line = days.get((site, source, day)) or _empty_day(site, source, day)
            days[site, source, day] = _with_missed(line, hour.hour, count)


def _with_missed(line: DayLine, hour: int, count: int) -> DayLine:
    letter = line.hours[hour] if line.hours[hour] != NO_HOURS[0] else MISSED
    hours = line.hours[:hour] + letter + line.hours[hour + 1 :]
    return DayLine(
        line.site, line.source, line.day, line.due + count, line.looked, line.failed, line.empty, line.unchanged,
        line.missed + count, line.new_links, hours,
    )  # fmt: skip


def _empty_day(site: str, source: str, day: str) -> DayLine:
    return DayLine(site, source, day, 0, 0, 0, 0, 0, 0, 0, NO_HOURS)


def _by_source(days: Mapping[tuple[str, str, str], DayLine], now: datetime) -> Iterable[SourceCoverage]:
    places = sorted({(site, source) for site, source, _ in days})
    for site, source in places:
        known = {day: line for (one, other, day), line in days.items() if (one, other) == (site, source)}
        yield SourceCoverage(
            site, source, tuple(known.get(day) or _empty_day(site, source, day) for day in _span(min(known), now))
        )


def _span(first: str, now: datetime) -> Iterable[str]:
    day, last = datetime.fromisoformat(first).date(), now.date()
    while day <= last:
        yield day.isoformat()
        day += timedelta(days=1)
