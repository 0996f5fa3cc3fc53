"""Reads moments out of attributes, bylines and visible text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo

from pipeline.dates.clock import TimeOfDay, find_time
from pipeline.dates.machine import Reading, read_machine
from pipeline.dates.moment import Clock, Moment, fixed, is_believable
from pipeline.dates.names import BUDDHIST_YEARS, GREGORIAN_YEARS, SOLAR_YEARS
from pipeline.dates.relative import find_ago
from pipeline.dates.written import Style, Written, find_dates
from pipeline.dates.zones import is_american
from pipeline.text import fold_letters, squeeze

_LONGEST = 500  # characters looked at: a date stands in a line, not in a story
_RAW = 200


def read(
    raw: str,
    *,
    zone: tzinfo | None = None,
    now: datetime | None = None,
    day_first: bool = True,
    language: str | None = None,
) -> Moment | None:
    """The moment written in a short piece of text (an attribute, a "published" line); None when there is none.

    Reads machine forms (ISO 8601, RFC 5322, Unix epochs), figures, month names of about 90 languages, Persian solar
    and Thai years, and, given an aware `now`, «منذ ساعتين» and its like. Of several dates the first that names a day
    wins. `zone` is the site's; a zone in the text goes before it. Figures such as 11/12/2025 are day first unless
    `day_first` is false, `language` is en-US, or an American zone stands beside them. Dates before 1990, after 2099 or
    more than two days after `now` are refused, and no part that the text lacks is ever made up.
    """
    clock = Clock(zone, now)
    if len(raw) in _STAMPS and raw[10] == "T" and (stamp := _read_stamp(raw)):
        return Moment(stamp, "second", "given", raw) if is_believable(stamp, now) else None
    text = squeeze(raw[: 2 * _LONGEST])[:_LONGEST]
    try:
        reading = read_machine(text)
    except ValueError:
        return None
    reading = reading or _read_written(text, clock, _style(text, day_first, language))
    return _moment(reading, clock, text[:_RAW]) if reading else None


_STAMPS = (20, 24, 25, 29)
"""Lengths of `2025-12-11T14:05:33Z`, with `.123` and with `+01:00`: nine of ten claims; C reads them in a tenth."""


def _read_stamp(raw: str) -> datetime | None:
    """The instant of a whole RFC 3339 stamp; None for any other text, an offset that is nowhere, or a leap second."""
    try:
        value = datetime.fromisoformat(raw)
    except ValueError:
        return None
    offset = value.utcoffset()
    if offset is None or raw[13] != ":" or raw[16] != ":" or abs(offset) > _FARTHEST or offset % _MINUTE:
        return None
    return value.replace(microsecond=0)


_FARTHEST, _MINUTE = timedelta(hours=14), timedelta(minutes=1)


def _style(text: str, day_first: bool, language: str | None, *, loose: bool = True) -> Style:
    american = (language or "").lower().replace("_", "-") == "en-us" or (
        "/" in text and any(is_american(word.lower()) for word in re.findall(r"\b[A-Z]{2,4}\b", text))
    )
    if not american and "/" in text and not (language or "").lower().startswith("en-") and _DOT_NET.search(text):
        american = True
    return Style(day_first and not american, (language or "").lower().split("-")[0] or None, loose)


_DOT_NET = re.compile(r"\d{1,2}/\d{1,2}/\d{4},? \d{1,2}:\d\d:\d\d [AP]M\b")
"""What .NET and scripts write where nobody set a culture: 3/12/2024 10:30:00 AM. Few others set AM to seconds."""


def _read_written(text: str, clock: Clock, style: Style) -> Reading | None:
    folded = fold_letters(text)
    found = min(find_dates(folded, style), key=lambda date: (not date.names_day, date.start), default=None)
    if found:
        return _with_time(found, folded, text)
    return _read_relative(folded, clock, text)


def _with_time(found: Written, folded: str, raw: str) -> Reading:
    return _timed(found, find_time(folded, found.start, found.end, raw) if found.names_day else None)


def _timed(found: Written, beside: TimeOfDay | None) -> Reading:
    midnight = datetime.combine(found.day, time(), UTC)
    if not beside:
        return Reading(midnight, "day" if found.names_day else "month")
    return Reading(midnight + beside.since_midnight, "second" if beside.has_seconds else "minute", beside.zone)


def _read_relative(folded: str, clock: Clock, raw: str) -> Reading | None:
    if not clock.now or not (ago := find_ago(folded)):
        return None
    if ago.days is None:
        value = (clock.now.astimezone(UTC) - ago.span).replace(second=0, microsecond=0)
        return Reading(value, "minute", UTC)
    day = clock.now.astimezone(clock.zone or UTC).date() - timedelta(days=ago.days)
    return _with_time(Written(0, ago.end, day), folded, raw)


def _moment(reading: Reading, clock: Clock, raw: str) -> Moment | None:
    if reading.precision in ("year", "month", "day"):
        value = reading.value
        return Moment(value, reading.precision, "none", raw) if is_believable(value, clock.now) else None
    zone = reading.zone or clock.zone or UTC
    value = fixed(reading.value.replace(tzinfo=zone))
    if not is_believable(value, clock.now):
        return None
    return Moment(value, reading.precision, "given" if reading.zone else "site" if clock.zone else "assumed", raw)


_YEARS = frozenset(map(str, (*GREGORIAN_YEARS, *SOLAR_YEARS, *BUDDHIST_YEARS)))
_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)")
_AROUND = 56  # characters before and after a year that hold the rest of the date and its time


def read_all(
    text: str,
    *,
    zone: tzinfo | None = None,
    now: datetime | None = None,
    day_first: bool = True,
    language: str | None = None,
) -> list[Moment]:
    """Every date with a four-figure year in a longer visible text, in order; `raw` is the text around it.

    Only neighbourhoods of a possible year are read, so that long texts cost little. Relative times are not read.
    """
    clock = Clock(zone, now)
    return [
        moment
        for piece in _neighbourhoods(text)
        for reading, raw in _read_piece(piece, day_first, language)
        if (moment := _moment(reading, clock, raw))
    ]


def _read_piece(piece: str, day_first: bool, language: str | None) -> Iterator[tuple[Reading, str]]:
    raw, folded = squeeze(piece), fold_letters(piece)
    floor = 0
    for found in sorted(find_dates(folded, _style(raw, day_first, language, loose=False)), key=lambda date: date.start):
        if found.start < floor:
            continue
        beside = find_time(folded, found.start, found.end, raw, floor) if found.names_day else None
        yield _timed(found, beside), raw[:_RAW]
        floor = max(found.end, beside.end if beside else 0)


def _neighbourhoods(text: str) -> Iterator[str]:
    """Stretches of text around four-figure numbers that can be years, neither overlapping nor cutting a word."""
    start = end = -1
    for found in _FOUR_DIGITS.finditer(text):
        if str(int(found[0])) not in _YEARS:
            continue
        opens = max(found.start() - _AROUND, 0)
        if opens > end:
            if end >= 0:
                yield _whole_words(text, start, end)
            start = opens
        end = found.end() + _AROUND
    if end >= 0:
        yield _whole_words(text, start, end)


def _whole_words(text: str, start: int, end: int) -> str:
    piece = text[start:end]
    return piece if start == 0 else piece[piece.find(" ") + 1 :]
