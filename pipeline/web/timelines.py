"""Bars over hours and ranks over time, as numbers and paths for SVG that the templates draw. Pure.

Time runs from left to right in every language, as on a clock's chart; a row is 1000 wide and 20 high.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pipeline.store.headline_reading import Stay
from pipeline.ticker_history import Timeline
from pipeline.web.words import Words

WIDTH: Final = 1000
HEIGHT: Final = 20
BANDS: Final = ((3, 18), (10, 13), (20, 9))
"""Ranks below the first number are drawn as high as the second says; all others as `_LOWEST`."""
_LOWEST: Final = 6
_LEAST: Final = 4
"""The least width of a bar: what was seen once is seen here as well."""
_STEPS: Final = tuple(
    timedelta(seconds=seconds)
    for seconds in (1, 5, 15, 60, 180, 300, 900, 1800, 3600, 7200, 14400, 28800, 43200, 86400, 172800, 604800)
)
_DEEP: Final = 30
"""Ranks on the chart of one headline, at least as many as it had."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the axis; `share` is its place in percent, `label` is empty where there is no room for one."""

    share: float
    label: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A headline's row. `bands` are paths, the highest ranks first; `gaps`, `rewordings` and `end` are paths too."""

    bands: tuple[str, ...]
    gaps: str
    rewordings: str
    end: str


@dataclass(frozen=True, slots=True)
class RankChart:
    """The ranks of one headline over its life: a path of steps, and the ranks and moments of its axes."""

    path: str
    ranks: tuple[tuple[float, int], ...]
    ticks: tuple[Tick, ...]


def axis(words: Words, since: str, until: str, most: int = 8) -> tuple[Tick, ...]:
    """Whole seconds, hours or days between two moments, where a clock in UTC shows them; about so many at most."""
    start, end = _time(since), _time(until)
    if start >= end:
        return ()
    step = next((step for step in _STEPS if (end - start) / step <= most), (end - start) / most)
    midnight = start.replace(hour=0, minute=0, second=0)
    at = midnight + step * ((start - midnight) // step + 1)
    found = []
    while at < end:
        share = 100 * ((at - start) / (end - start))
        found.append(Tick(round(share, 2), _label(words, at, step) if 4 < share < 96 else ""))
        at += step
    return tuple(found)


def bars(life: Timeline, since: str, until: str, *, is_lost: bool) -> Bars:
    """A headline's row between two moments; `is_lost` marks its end."""
    scale = _Scale(since, until)
    first, last = life.wordings[0].first_seen, max(line.last_seen for line in life.wordings)
    shown: list[list[str]] = [[] for _ in range(len(BANDS) + 1)]
    gaps = []
    for start, end, position in _runs(life.stays, max(first, since), min(last, until)):
        left, width = scale.place(start), max(scale.place(end) - scale.place(start), 0)
        if position is None:
            gaps.append(f"M{left:g} {HEIGHT // 2}h{width:g}")
        else:
            shown[_band(position)].append(_box(left, width, position))
    words = life.wordings[1:]
    return Bars(
        bands=tuple("".join(band) for band in shown),
        gaps="".join(gaps),
        rewordings="".join(
            f"M{scale.place(line.first_seen):g} 0v{HEIGHT}" for line in words if line.first_seen > since
        ),
        end=_cross(min(scale.place(last) + _LEAST, WIDTH)) if is_lost and last <= until else "",
    )


def rank_chart(words: Words, life: Timeline) -> RankChart | None:
    """The ranks of a headline as steps, the first rank on top; None where no look at it was kept."""
    deepest = max((stay.position for stay in life.stays if stay.position is not None), default=None)
    if deepest is None:
        return None
    since, until = life.wordings[0].first_seen, max(line.last_seen for line in life.wordings)
    scale, deep = _Scale(since, until), max(deepest + 1, _DEEP // 3)
    path, is_drawn = "", False
    for start, end, position in _runs(life.stays, since, until):
        if position is None:
            is_drawn = False
            continue
        top = 200 * (position + 0.5) / deep
        path += f"{'L' if is_drawn else 'M'}{scale.place(start):g} {top:.4g}H{max(scale.place(end), _LEAST):g}"
        is_drawn = True
    step = max(-(-deep // 5), 1)
    ranks = tuple((100 * (rank - 0.5) / deep, rank) for rank in (1, *range(step, deep + 1, step)) if rank > 1 or deep)
    return RankChart(path, tuple(dict.fromkeys(ranks)), axis(words, since, until))


class _Scale:
    """Moments as places from 0 to WIDTH."""

    def __init__(self, since: str, until: str) -> None:
        self._start = _time(since)
        self._whole = (_time(until) - self._start) or timedelta(seconds=1)

    def place(self, moment: str) -> float:
        share = (_time(moment) - self._start) / self._whole
        return round(WIDTH * min(max(share, 0.0), 1.0), 1)


def _runs(stays: Sequence[Stay], first: str, last: str) -> Iterator[tuple[str, str, int | None]]:
    """From when to when a headline stood at a place: each stay reaches to the next one."""
    if not stays:
        yield first, last, BANDS[-1][0]  # no look says where
        return
    for at, stay in enumerate(stays):
        start = stay.first if at else first
        yield max(start, first), stays[at + 1].first if at + 1 < len(stays) else max(last, stay.last), stay.position


def _band(position: int) -> int:
    return next((number for number, (below, _) in enumerate(BANDS) if position < below), len(BANDS))


def _box(left: float, width: float, position: int) -> str:
    band = _band(position)
    height = BANDS[band][1] if band < len(BANDS) else _LOWEST
    wide = max(width, _LEAST)
    return f"M{min(left, WIDTH - wide):g} {(HEIGHT - height) / 2:g}h{wide:g}v{height}h-{wide:g}z"


def _cross(left: float) -> str:
    return f"M{left:g} 1v{HEIGHT - 2}"


def _label(words: Words, moment: datetime, step: timedelta) -> str:
    if step < timedelta(minutes=1):
        return f"{moment:%H:%M:%S}"
    return words.short_day(moment.date()) if moment.hour == moment.minute == 0 else f"{moment:%H:%M}"


def _time(moment: str) -> datetime:
    return datetime.fromisoformat(moment)
