"""A point in time as a page gives it, and the limits outside which no news date is believed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Literal

Precision = Literal["year", "month", "day", "minute", "second"]
Zone = Literal["none", "given", "site", "assumed"]

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # news pages on the web are younger; epoch 0 and year 1 are defaults
LATEST_YEAR = 2099
AHEAD = timedelta(days=2)  # zones and embargoes put honest dates a day ahead of us; more is a mistake


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time with what is known of it.

    `value` is aware, in the offset it was written in; midnight UTC when `precision` is a day or coarser.
    `zone` says where the offset is from: "given" in the text, the "site"'s time zone, "assumed" UTC,
    or "none" when the precision is a day or coarser. `raw` is the text it was read from.
    """

    value: datetime
    precision: Precision
    zone: Zone
    raw: str

    @property
    def day(self) -> date:
        """The calendar day as the page writes it."""
        return self.value.date()

    def iso(self) -> str:
        """`2025-12-11` for a day or coarser, else `2025-12-11T09:30:00Z` in UTC; sorts by time."""
        if self.precision in ("year", "month", "day"):
            return self.value.date().isoformat()
        return utc_iso(self.value)


def utc_iso(moment: datetime) -> str:
    """`2025-12-11T09:30:00Z` for an aware datetime."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Clock:
    """What reading a date needs to know besides the text: the site's zone and the present."""

    zone: tzinfo | None = None
    now: datetime | None = None

    def today(self) -> date | None:
        """The present day where the site is; None when the present is not known."""
        return self.now.astimezone(self.zone or UTC).date() if self.now else None


def is_believable(value: datetime, now: datetime | None) -> bool:
    """Whether a news page can bear this date: from 1990 to two days ahead of `now`."""
    if not EARLIEST.year - 1 <= value.year <= LATEST_YEAR or value < EARLIEST:
        return False
    return now is None or value <= now + AHEAD


def fixed(value: datetime) -> datetime:
    """The same wall time with its zone as a plain offset, which compares and pickles without a zone file."""
    offset = value.utcoffset() or timedelta()
    return value.replace(tzinfo=timezone(offset) if offset else UTC)
