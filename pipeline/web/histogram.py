"""Hits over time as a chart: by day, month or year, whichever gives bars that can be told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from babel.dates import format_skeleton
from markupsafe import Markup

from pipeline.web.asked import Asked
from pipeline.web.charts import Bar, bars
from pipeline.web.words import Words

MOST_BARS: Final = 62
"""Bars of a chart; of more, the last."""

_FEWEST: Final = 2


def hits_chart(words: Words, asked: Asked, days: Mapping[str | None, int]) -> Markup | None:
    """The hits over the span in which they lie; each bar leads to its own. None when they are all of one time."""
    known = sorted(day for day in days if day and _is_date(day))
    if not known:
        return None
    length = _length(known[0], known[-1])
    counts: Counter[str] = Counter()
    for day in known:
        if len(day) >= length:  # of which only the year is known has no place among months
            counts[day[:length]] += days[day]
    periods = list(_periods(counts, length))[-MOST_BARS:]
    if len(periods) < _FEWEST:
        return None
    given = [_bar(words, asked, period, counts[period]) for period in periods]
    return bars(words("hits-over-time"), given, words.number, every=_every(length, len(given)))


def _is_date(text: str) -> bool:
    """Whether a text is a year, month or day: another program may have written to the archive."""
    try:
        return bool(_first_day(text))
    except ValueError:
        return False


def _length(first: str, last: str) -> int:
    """Characters of a date that say the period: 10 for days, 7 for months, 4 for years."""
    months = 12 * (int(last[:4]) - int(first[:4])) + int(last[5:7] or 12) - int(first[5:7] or 1)
    return 10 if months <= 1 else 7 if months < MOST_BARS else 4


def _periods(counts: Mapping[str, int], length: int) -> Iterator[str]:
    """Every period from the first with a hit to the last, those without one too; years far apart only with hits."""
    if not counts:
        return
    first, last = min(counts), max(counts)
    if length == len("2025") and int(last) - int(first) >= MOST_BARS:
        yield from sorted(counts)
        return
    at = _first_day(first)
    while at.isoformat()[:length] <= last:
        yield at.isoformat()[:length]
        try:
            at = _after(at, length)
        except (OverflowError, ValueError):
            return


def _after(day: date, length: int) -> date:
    if length == len("2025-12-11"):
        return day + timedelta(days=1)
    return date(day.year + 1, 1, 1) if length == len("2025") else (day + timedelta(days=32)).replace(day=1)


def _first_day(period: str) -> date:
    return date.fromisoformat(f"{period}-01-01"[:10])


def _every(length: int, count: int) -> int:
    return {10: 7, 7: 6}.get(length, max(count // 10, 1))


def _bar(words: Words, asked: Asked, period: str, count: int) -> Bar:
    name = _name(words, period)
    link = asked.address(since=period, until=period) if count else None
    return Bar(name[0], count, words("day-tip", day=name[1], count=count), link)


def _name(words: Words, period: str) -> tuple[str, str]:
    """A period's short name and its long one."""
    if len(period) == len("2025-12-11"):
        return words.short_day(period), words.day(period)
    if len(period) == len("2025-12"):
        month = str(format_skeleton("yMMM", _first_day(period), locale=words.locale))
        return month, month
    return period, period
