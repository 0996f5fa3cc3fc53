"""Reads the day or month that news sites put into the path of an address."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import chain

from pipeline.dates.moment import Moment, is_believable
from pipeline.dates.names import MONTHS

# The date must own its path segments, or open one.
_SEGMENTS = re.compile(
    r"/(?P<year>(?:19|20)\d\d)"
    r"(?:"
    r"/(?P<month>\d{1,2}|[a-z]{3,9})/(?P<day>\d{1,2})(?![^/.?#_-])"  # /2025/12/11/, /2025/dec/11/
    r"|-(?P<month2>\d{1,2})-(?P<day2>\d{1,2})(?![^/.?#_-])"  # /2025-12-11/, /2025-12-11-slug
    r"|/?(?P<month3>[01]\d)-?/?(?P<day3>[0-3]\d)(?![^/.?#_-])"  # /20251211/, /202512/11/, /2025/1211/, /20251211-slug
    r"|-(?P<month5>\d\d)/(?P<day5>\d\d)(?![^/.?#])"  # /2025-12/11/
    r"|[/-]?(?P<month4>\d\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?![^/?#])"  # /2025/12/, /202512/
    r")"
)

# Else a stamp inside a slug or id: eight figures that are a day, alone or before a time or serial number. On 600 real
# pages all 13 such numbers were the day of publication; of ids at random one in ten thousand would be a calendar day.
_STAMP = re.compile(
    r"(?<![a-z0-9])[a-z]{0,3}(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])"
    r"\d{0,12}(?![a-z0-9])"
    r"|(?<![a-z0-9])(?P<year6>20\d\d)([_-])(?P<month6>0[1-9]|1[0-2])\5(?P<day6>0[1-9]|[12]\d|3[01])(?![a-z0-9])"
)
_ARCHIVED = re.compile(r"^/web/\d{14}[a-z_]*/https?://?[^/]*")  # a web archive's own stamp dates the copy


def from_url(url: str, *, now: datetime | None = None) -> Moment | None:
    """The day (or month) an address's path carries; None when it carries none that can be believed.

    Only dates that fill whole path segments or open one count, and figures inside an id that are a whole day, with or
    without a time. With `now`, dates more than two days ahead of it are refused.
    """
    start = url.find("/", url.find("://") + 3)
    if start < 0:
        return None
    path = re.split(r"[?#]", url[start:], maxsplit=1)[0].lower()
    path = _ARCHIVED.sub("", path)
    for found in chain(_SEGMENTS.finditer(path), _STAMP.finditer(path)):
        if moment := _moment(found, now):
            return moment
    return None


def _moment(found: re.Match[str], now: datetime | None) -> Moment | None:
    parts = found.groupdict()
    month = next(value for name, value in parts.items() if name.startswith("month") and value)
    day = next((value for name, value in parts.items() if name.startswith("day") and value), None)
    year = next(value for name, value in parts.items() if name.startswith("year") and value)
    number = int(month) if month.isdigit() else MONTHS.get(month, 0)
    try:
        value = datetime.combine(date(int(year), number, int(day or 1)), datetime.min.time(), UTC)
    except ValueError:
        return None
    if not is_believable(value, now):
        return None
    return Moment(value, "day" if day else "month", "none", found[0])
