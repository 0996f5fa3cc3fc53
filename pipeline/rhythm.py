"""Learns when a source publishes, by hour of the week in its site's zone, and says when to look again. Pure values.

What was found and how long was looked for it are counted per hour of the week and fade, so that the rate of each hour
is a Gamma-Poisson estimate; hours that were hardly seen yet borrow from the same hour of other days, from their weekday
and from the whole week. When to look follows from one price: a request is worth a fixed sum of time that articles wait.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

VERSION: Final = 1
"""Of what is kept; a rhythm of another version is begun anew."""

FLOOR: Final = timedelta(minutes=5)
CEILING: Final = timedelta(hours=6)

WAITING: Final = 0.125
"""Article-hours of waiting that one request is worth: at a rate r it comes after sqrt(2 * WAITING / r) hours.

For a steady rate no other rule has less waiting for the same requests (it makes requests go with the square root of the
rate). 0.125 means 15 minutes at 4 articles an hour, 5 minutes at 36, 30 minutes at one.
"""

HOURS: Final = 168
"""Of a week; hour 0 is Monday's first, in the site's zone."""
HALF_LIFE: Final = 4.0
"""Hours that an hour of the week was watched (weeks, that is) after which what was found in it counts half."""
FIRST_RATE: Final = 1.0
FIRST_WEIGHT: Final = 2.0
"""Articles an hour that a source gives before anything is known of it, and how many hours' watching that is worth."""
DAY_WEIGHT: Final = 0.5
HOUR_WEIGHT: Final = 1.0
"""Hours' watching that the whole week's rate is worth for an hour of the day, and that for an hour of the week."""
WEEKDAY_WEIGHT: Final = 20.0
"""Articles that it takes to believe half of a weekday's difference."""
LEAST_RATE: Final = 0.01
"""Share of the mean rate that no hour goes below."""

BURST: Final = 2.0
"""Hours after which half of what is special about now is forgotten: breaking news, a holiday."""
BURST_WEIGHT: Final = 4.0
"""Articles more or fewer than usual that it takes to believe half of it."""

LONGEST_WINDOW: Final = timedelta(hours=24)
"""Watching that one look can stand for; a source that was away longer has shown only its end."""
LATE: Final = timedelta(hours=6)
"""An article whose date is older when it is first seen says nothing of when it came."""
BACKLOG: Final = timedelta(days=7)
LEAST_BACKLOG: Final = 3
"""How far back the dated articles of a first look are believed to be all there were, and how many it takes."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a source gave, by hour of the week: articles `found` and hours `watched`, both faded.

    `came` and `awaited` are the articles of the last hours and how many were usual, faded within a few hours;
    `looked_at` is the last look that was believed. All empty for a source never looked at.
    """

    found: tuple[float, ...] = (0.0,) * HOURS
    watched: tuple[float, ...] = (0.0,) * HOURS
    came: float = 0.0
    awaited: float = 0.0
    looked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of time within one hour of the week; `after` and `length` in hours."""

    hour: int
    after: float
    length: float


def learn(rhythm: Rhythm, at: datetime, dates: Iterable[datetime | None], zone: str) -> Rhythm:
    """The rhythm after a look at a moment that showed new articles of these dates (None for one without).

    Only what lies since the last look is learned of, at most a day; a clock that was put back teaches nothing.
    """
    arrived = list(dates)
    if rhythm.looked_at is None:
        return _learn_backlog(at, [date for date in arrived if date and at - BACKLOG < date <= at], zone)
    if at <= rhythm.looked_at:
        return replace(rhythm, looked_at=at)
    since = max(rhythm.looked_at, at - LONGEST_WINDOW)
    pieces = _pieces(since, at, zone)
    usual = rates(rhythm)
    expected = sum(usual[piece.hour] * piece.length for piece in pieces)
    found = _place(arrived, pieces, usual, at, zone)
    learned = _count(rhythm, pieces, found)
    kept = 0.5 ** ((at - rhythm.looked_at) / timedelta(hours=BURST))
    came, awaited = rhythm.came * kept + len(arrived), rhythm.awaited * kept + expected
    return replace(learned, came=came, awaited=awaited, looked_at=at)


def _learn_backlog(at: datetime, dates: Sequence[datetime], zone: str) -> Rhythm:
    """A first look shows what came over hours or days: its dates are a rhythm already when there are a few."""
    fresh = Rhythm(looked_at=at)
    if len(dates) < LEAST_BACKLOG:
        return fresh
    pieces = _pieces(min(dates), at, zone)
    return _count(fresh, pieces, [(hour_of(date, zone), 1.0) for date in dates])


def _place(
    dates: Sequence[datetime | None], pieces: Sequence[_Piece], usual: Sequence[float], at: datetime, zone: str
) -> list[tuple[int, float]]:
    """The hours of the week that articles belong to: that of their date, or shares of those since the last look."""
    believed = [date for date in dates if date and at - LATE < date <= at]
    found = [(hour_of(date, zone), 1.0) for date in believed]
    undated = len(dates) - len(believed)
    expected = sum(usual[piece.hour] * piece.length for piece in pieces)
    if undated and expected > 0:
        found += [(piece.hour, undated * usual[piece.hour] * piece.length / expected) for piece in pieces]
    return found


def _count(rhythm: Rhythm, pieces: Iterable[_Piece], arrived: Iterable[tuple[int, float]]) -> Rhythm:
    found, watched = list(rhythm.found), list(rhythm.watched)
    for piece in pieces:
        kept = 0.5 ** (piece.length / HALF_LIFE)
        found[piece.hour] *= kept
        watched[piece.hour] = watched[piece.hour] * kept + piece.length
    for hour, share in arrived:
        found[hour] += share
    return replace(rhythm, found=tuple(found), watched=tuple(watched))


@lru_cache(maxsize=64)
def rates(rhythm: Rhythm) -> tuple[float, ...]:
    """Articles an hour that are to be expected in each hour of the week; more than zero."""
    found, watched = rhythm.found, rhythm.watched
    mean = (sum(found) + FIRST_RATE * FIRST_WEIGHT) / (sum(watched) + FIRST_WEIGHT)
    by_hour = _smooth([_rate(found[hour::24], watched[hour::24], mean, DAY_WEIGHT) for hour in range(24)])
    by_day = [_factor(found[day : day + 24], watched[day : day + 24], by_hour) for day in range(0, HOURS, 24)]
    least = LEAST_RATE * mean
    return tuple(
        max(_rate(found[at : at + 1], watched[at : at + 1], by_hour[at % 24] * by_day[at // 24], HOUR_WEIGHT), least)
        for at in range(HOURS)
    )


def _rate(found: Sequence[float], watched: Sequence[float], usual: float, weight: float) -> float:
    """The mean of the Gamma posterior of a Poisson rate, `usual` before anything was seen."""
    return (sum(found) + usual * weight) / (sum(watched) + weight)


def _factor(found: Sequence[float], watched: Sequence[float], by_hour: Sequence[float]) -> float:
    """How much more than on other days comes on a weekday."""
    expected = sum(hours * rate for hours, rate in zip(watched, by_hour, strict=True))
    return (sum(found) + WEEKDAY_WEIGHT) / (expected + WEEKDAY_WEIGHT)


def _smooth(by_hour: Sequence[float]) -> list[float]:
    """Each hour of the day with a sixth of each neighbour: what comes at ten comes a little earlier or later too."""
    return [(by_hour[at - 1] + 4 * by_hour[at] + by_hour[(at + 1) % 24]) / 6 for at in range(24)]


def next_look(
    rhythm: Rhythm, now: datetime, zone: str, floor: timedelta = FLOOR, ceiling: timedelta = CEILING
) -> datetime:
    """When to look again: as soon as what has come meanwhile has waited WAITING altogether, by what is usual.

    Never sooner than `floor` and never later than `ceiling` from now, whatever the rhythm says.
    """
    usual, special = rates(rhythm), (rhythm.came + BURST_WEIGHT) / (rhythm.awaited + BURST_WEIGHT) - 1
    unseen = waited = 0.0
    for piece in _pieces(now, now + ceiling, zone):
        rate = usual[piece.hour] * (1 + special * 0.5 ** (piece.after / BURST))
        hours = _hours_until(WAITING - waited, unseen, rate)
        if hours <= piece.length:
            return now + min(max(timedelta(hours=piece.after + hours), floor), ceiling)
        waited += piece.length * (unseen + rate * piece.length / 2)
        unseen += rate * piece.length
    return now + ceiling


def _hours_until(waiting: float, unseen: float, rate: float) -> float:
    """Hours until `unseen` articles, and those that come at a rate, have waited so long altogether."""
    return (math.sqrt(unseen * unseen + 2 * rate * waiting) - unseen) / rate if waiting > 0 else 0.0


def hour_of(moment: datetime, zone: str) -> int:
    """The hour of the week of a moment, in a zone."""
    local = moment.astimezone(_zone(zone))
    return local.weekday() * 24 + local.hour


def _pieces(start: datetime, end: datetime, zone: str) -> list[_Piece]:
    return list(_cut(start, end, zone))


def _cut(start: datetime, end: datetime, zone: str) -> Iterator[_Piece]:
    """A stretch of time, cut where the local hour changes (clock changes are at whole local hours or half ones)."""
    at = start.astimezone(UTC)
    while at < end:
        local = at.astimezone(_zone(zone))
        into = timedelta(minutes=local.minute % 30, seconds=local.second, microseconds=local.microsecond)
        stop = min(at + timedelta(minutes=30) - into, end)
        yield _Piece(local.weekday() * 24 + local.hour, _in_hours(at - start), _in_hours(stop - at))
        at = stop


def _in_hours(length: timedelta) -> float:
    return length / timedelta(hours=1)


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")  # a site file that is gone named it; its rhythm is only kept


def to_json(rhythm: Rhythm) -> str:
    """A rhythm as text, 3 KB at most whatever was seen."""
    numbers = {"found": _round(rhythm.found), "watched": _round(rhythm.watched)}
    recent = {"came": round(rhythm.came, 3), "awaited": round(rhythm.awaited, 3)}
    looked = rhythm.looked_at.isoformat() if rhythm.looked_at else None
    return json.dumps({**numbers, **recent, "looked_at": looked}, separators=(",", ":"))


def _round(numbers: Iterable[float]) -> list[float]:
    return [round(number, 3) for number in numbers]


def from_json(text: str) -> Rhythm:
    """What `to_json` wrote; a fresh rhythm for an empty text."""
    if not text:
        return Rhythm()
    kept = json.loads(text)
    looked = datetime.fromisoformat(kept["looked_at"]) if kept["looked_at"] else None
    return Rhythm(tuple(kept["found"]), tuple(kept["watched"]), kept["came"], kept["awaited"], looked)
