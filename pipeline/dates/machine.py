"""Dates that machines write as a whole text: ISO 8601 in all its widths, compact forms and Unix epochs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from pipeline.dates.moment import Precision
from pipeline.dates.zones import offset_zone, place_zone


@dataclass(frozen=True, slots=True)
class Reading:
    """A wall time as written, marked UTC whatever its zone; `zone` is what the text itself says of that."""

    value: datetime
    precision: Precision
    zone: tzinfo | None = None


_ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d\d)(?:-?(?P<day>\d\d)"
    r"(?:(?:[Tt]| [Tt]?)?(?P<hour>\d\d)(?::?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d{1,12})?)?)?"
    r"(?: ?(?P<utc>[Zz]|UTC|GMT)| ?(?:GMT|UTC)?(?P<sign>[+\-\u2212])(?P<east>\d\d)(?::?(?P<past>\d\d))?)?"
    r"(?:\[(?P<place>[\w/+-]{1,40})\])?)?)?",
    re.ASCII,
)
_EPOCH = re.compile(r"(?:/?Date\()?(\d{10})(?:\d{3})?(?:\.\d{1,9})?(?:\)/?)?", re.ASCII)
_MONTH_YEAR = re.compile(
    r"(?P<month>\d{1,2}) ?[./-] ?(?P<year>\d{4})|(?P<year2>\d{4}) ?[./-] ?(?P<month2>\d{1,2})", re.ASCII
)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)


def read_machine(text: str) -> Reading | None:
    """The moment that a whole trimmed text is, in a form made for machines; None when it is no such form.

    Sources: ISO 8601-1:2019 calendar dates (basic and extended), RFC 3339, RFC 9557 suffixes; seconds or milliseconds
    since 1970 when the text is exactly 10 or 13 digits, with a fraction or in .NET's `/Date(…)/` too. Raises ValueError
    for impossible ones.
    """
    if len(text) < 10 or not (text[:4].isdigit() or text.startswith("/Date(")):
        return _read_short(text)
    if epoch := _EPOCH.fullmatch(text):
        return Reading(datetime.fromtimestamp(int(epoch[1]), UTC), "second", UTC)
    found = _ISO.fullmatch(text)
    return _read_iso(found) if found else None


def _read_iso(found: re.Match[str]) -> Reading:
    year, month, day, hour, minute, second, utc, sign, east, past, place = found.groups()
    if day is None:
        return Reading(datetime(int(year), int(month), 1, tzinfo=UTC), "month")
    value = datetime(int(year), int(month), int(day), tzinfo=UTC)
    if hour is None:
        return Reading(value, "day")
    zone = UTC if utc else offset_zone(sign, east, past) if sign else place_zone(place) if place else None
    value += timed(int(hour), int(minute or 0), int(second or 0))
    return Reading(value, "second" if second else "minute", zone)


def timed(hour: int, minute: int, second: int) -> timedelta:
    """The time since midnight; ISO's 24:00 and leap seconds count. Raises ValueError for impossible times."""
    if minute > 59 or second > 60 or hour > 24 or (hour == 24 and (minute or second)):
        raise ValueError(f"there is no time {hour}:{minute}:{second}")
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59))


def _read_short(text: str) -> Reading | None:
    """`20251211`, `2025-12`, `12/2025` or `2025`, and nothing longer."""
    if len(text) == 8 and (found := _ISO.fullmatch(text)):
        return _read_iso(found)
    if found := _MONTH_YEAR.fullmatch(text):
        year, month = found["year"] or found["year2"], found["month"] or found["month2"]
        return Reading(datetime(int(year), int(month), 1, tzinfo=UTC), "month")
    return Reading(datetime(int(text), 1, 1, tzinfo=UTC), "year") if _YEAR.fullmatch(text) else None
