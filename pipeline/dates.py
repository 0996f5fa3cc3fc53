"""Moments in time as news pages write them: parsing, precision and zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

Precision = Literal["year", "month", "day", "minute", "second"]
Zone = Literal["none", "given", "site", "assumed"]


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
