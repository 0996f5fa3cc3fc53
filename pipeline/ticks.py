"""The times of a source's schedule: which was the last, how many fell into each hour. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from pipeline.due import next_cron, schedule_of
from pipeline.sites import Site, Source

HOUR: Final = timedelta(hours=1)
LONGEST: Final = timedelta(days=400)
"""How far back times are counted."""
MOST: Final = 5000
"""Times of a cron expression that are gone through; a source that stood still for longer is counted to there."""


def schedule_text(source: Source, site: Site) -> str:
    """A schedule as the archive keeps it: `every 900`, or `cron 0 6 * * * Asia/Beirut`."""
    cron, every = schedule_of(source, site)
    return f"cron {cron} {site.time_zone}" if cron else f"every {every / timedelta(seconds=1):g}"


@dataclass(frozen=True, slots=True)
class Timetable:
    """A schedule: a period in seconds, counted from the epoch, or a cron expression in a zone; neither: no times."""

    every: float | None = None
    cron: str | None = None
    zone: str = "UTC"

    @classmethod
    def read(cls, text: str | None) -> Timetable:
        """The schedule of a text that `schedule_text` made; one without times for any other."""
        kind, _, rest = (text or "").partition(" ")
        if kind == "cron":
            cron, _, zone = rest.rpartition(" ")
            return cls(cron=cron, zone=zone)
        try:
            return cls(every=float(rest) or None) if kind == "every" else cls()
        except ValueError:
            return cls()

    def by_hour(self, after: datetime, until: datetime) -> Counter[datetime]:
        """How many times there are in each hour: later than `after`, up to `until`."""
        if self.every is None or self.every >= 3600:
            return Counter(hour_of(moment) for moment in self._times(after, until))
        found, begin, at = Counter[datetime](), max(after, until - LONGEST), hour_of(max(after, until - LONGEST))
        while at <= until:
            # In whole milliseconds: a time at the very end of an hour belongs to the next one.
            last = min(until, at + HOUR - timedelta(milliseconds=1))
            if count := self._count(max(begin, at - timedelta(milliseconds=1)), last):
                found[at] = count
            at += HOUR
        return found

    def first(self, after: datetime, until: datetime) -> datetime | None:
        """The first time later than `after`, up to `until`."""
        return next(self._times(after, until), None)

    def last(self, after: datetime, until: datetime) -> datetime | None:
        """The last time later than `after`, up to `until`."""
        if self.every is None:
            return max(self._times(after, until), default=None)
        at = datetime.fromtimestamp(until.timestamp() // self.every * self.every, UTC)
        return at if at > after else None

    def _count(self, after: datetime, until: datetime) -> int:
        every = round((self.every or 0) * 1000)
        return _milliseconds(until) // every - _milliseconds(after) // every

    def _times(self, after: datetime, until: datetime) -> Iterator[datetime]:
        at, left = max(after, until - LONGEST), MOST
        while left and (following := self._next(at)) is not None and following <= until:
            yield following
            at, left = following, left - 1

    def _next(self, after: datetime) -> datetime | None:
        if self.cron:
            return next_cron(self.cron, self.zone, after)
        if self.every is None:
            return None
        return datetime.fromtimestamp((after.timestamp() // self.every + 1) * self.every, UTC)


def hour_of(moment: datetime) -> datetime:
    """The hour a moment lies in."""
    return moment.replace(minute=0, second=0, microsecond=0)


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
