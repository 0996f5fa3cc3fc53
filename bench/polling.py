"""Adaptive against fixed polling, by simulation: requests per new article and delay to first sight, side by side.

`python -m bench.polling` invents newspapers with their hours, weekdays, print deadlines and bursts, lets
`every = "auto"` learn for some weeks, and measures the weeks after. What it is compared with is the fixed interval that
gives each newspaper the same freshness, found for it alone with hindsight: nobody could set fixed intervals better.
"""

from __future__ import annotations

import argparse
import bisect
import itertools
import math
import random
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from pipeline import rhythm

START: Final = datetime(2026, 2, 2, tzinfo=UTC)  # a Monday; the weeks hold a change to summer time
HOUR: Final = timedelta(hours=1)
FIXED: Final = (5, 7.5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360)
"""Minutes."""


@dataclass(frozen=True, slots=True)
class Newspaper:
    """An invented source: articles an hour by local hour of the day, a factor by weekday from Monday, its habits.

    `echo` is how many more each article brings within the hour, `batch` how many are put on line together, and
    `is_dated` whether its feed tells when.
    """

    name: str
    zone: str
    by_hour: tuple[float, ...]
    by_day: tuple[float, ...] = (1.0,) * 7
    echo: float = 0.0
    batch: int = 1
    is_dated: bool = True


def _hours(**given: float) -> tuple[float, ...]:
    """24 rates from stretches like `h06_09=4`; nothing elsewhere."""
    rates = [0.0] * 24
    for name, rate in given.items():
        first, last = (int(part) for part in name[1:].split("_"))
        rates[first:last] = [rate] * (last - first)
    return tuple(rates)


NEWSPAPERS: Final = (
    Newspaper("agency, round the clock", "Africa/Cairo", _hours(h00_06=5, h06_09=12, h09_20=24, h20_24=12), echo=0.3),
    Newspaper(
        "national daily, on line all day",
        "Africa/Casablanca",
        _hours(h00_07=0.2, h07_10=3, h10_19=5, h19_23=3, h23_24=0.8),
        (1, 1, 1, 1, 1, 0.5, 0.6),
        echo=0.2,
    ),
    Newspaper("print edition at four in the morning", "Asia/Riyadh", _hours(h03_06=14, h10_20=0.4), batch=6),
    Newspaper(
        "regional paper, office hours, Friday off",
        "Africa/Algiers",
        _hours(h08_17=1.2, h17_22=0.2),
        (1, 1, 1, 1, 0.05, 0.4, 1),
    ),
    Newspaper(
        "ministry, a few a day, weekdays",
        "Europe/Paris",
        _hours(h09_13=0.5, h14_18=0.4),
        (1, 1, 1, 1, 0.9, 0.02, 0.02),
        is_dated=False,
    ),
    Newspaper(
        "sports site, evenings and weekends", "Asia/Beirut", _hours(h10_17=1, h17_24=5), (1, 1, 1, 1, 1, 3, 3), 0.3
    ),
    Newspaper("weekly, on Thursday", "Africa/Tunis", _hours(h07_11=8), (0, 0, 0, 1, 0.02, 0, 0), batch=4),
    Newspaper("aggregator of undated lists", "UTC", _hours(h00_05=1, h05_22=7, h22_24=3), is_dated=False, batch=3),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A way of looking: requests, and hours that each article waited."""

    requests: int
    delays: tuple[float, ...]

    @property
    def per_article(self) -> float:
        """Requests per new article."""
        return self.requests / max(len(self.delays), 1)

    def quantile(self, share: float) -> float:
        """A delay in minutes."""
        ordered = sorted(self.delays)
        return 60 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]

    @property
    def mean(self) -> float:
        """Minutes."""
        return 60 * statistics.fmean(self.delays)


def publish(paper: Newspaper, weeks: int, chance: random.Random) -> list[datetime]:
    """Invented times of publication: a Poisson process by the hour, in batches, each with echoes; two holidays."""
    holidays, zone = {chance.randrange(7 * weeks) for _ in range(2)}, ZoneInfo(paper.zone)
    times: list[datetime] = []
    for hour in range(weeks * 168):
        at = START + hour * HOUR
        local = at.astimezone(zone)
        rate = paper.by_hour[local.hour] * paper.by_day[local.weekday()]
        rate *= (0.15 if hour // 24 in holidays else 1.0) * chance.lognormvariate(-0.125, 0.5)
        for first in _arrivals(rate / paper.batch, at, chance):
            times += [first + timedelta(seconds=20 * number) for number in range(paper.batch)]
            times += _echoes(paper.echo, first, chance)
    return sorted(times)


def _arrivals(rate: float, at: datetime, chance: random.Random) -> Iterator[datetime]:
    after = chance.expovariate(rate) if rate > 0 else math.inf
    while after < 1:
        yield at + after * HOUR
        after += chance.expovariate(rate)


def _echoes(share: float, first: datetime, chance: random.Random) -> list[datetime]:
    echoes: list[datetime] = []
    while chance.random() < share:
        first += chance.expovariate(3) * HOUR
        echoes.append(first)
    return echoes


def follow(
    times: Sequence[datetime], weeks: tuple[int, int], following: Callable[[datetime, Sequence[datetime]], datetime]
) -> Measured:
    """Look from the start, each time when `following` says, which is told what was new; measured between two weeks."""
    begin, end = START + weeks[0] * 168 * HOUR, START + weeks[1] * 168 * HOUR
    now, seen, requests, delays = START, 0, 0, list[float]()
    while now < end:
        until = bisect.bisect_right(times, now)
        new = times[seen:until]
        if now >= begin:
            requests += 1
            delays += [(now - time) / HOUR for time in new if time >= begin]
        seen, now = until, following(now, new)
    return Measured(requests, tuple(delays))


def follow_fixed(times: Sequence[datetime], weeks: tuple[int, int], minutes: float) -> Measured:
    """Look at whole periods."""
    return follow(times, weeks, lambda now, new: now + timedelta(minutes=minutes))


def follow_rhythm(paper: Newspaper, times: Sequence[datetime], weeks: tuple[int, int]) -> Measured:
    """Look as `every = "auto"` does."""
    known = rhythm.Rhythm()

    def following(now: datetime, new: Sequence[datetime]) -> datetime:
        nonlocal known
        known = rhythm.learn(known, now, new if paper.is_dated else [None] * len(new), paper.zone)
        return rhythm.next_look(known, now, paper.zone)

    return follow(times, weeks, following)


def fixed_with(measure: Callable[[Measured], float], wanted: float, fixed: Sequence[Measured]) -> float:
    """Requests of the fixed interval that gives a measure its wanted value, between those tried on a log scale."""
    for before, after in itertools.pairwise(fixed):
        low, high = measure(before), measure(after)
        if low <= wanted <= high and high > low:
            share = (wanted - low) / (high - low)
            return math.exp(math.log(before.requests) * (1 - share) + math.log(after.requests) * share)
    return float(fixed[0].requests if wanted < measure(fixed[0]) else fixed[-1].requests)


MEASURES: Final[dict[str, Callable[[Measured], float]]] = {
    "mean": lambda measured: measured.mean,
    "median": lambda measured: measured.quantile(0.5),
    "p90": lambda measured: measured.quantile(0.9),
}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learn", type=int, default=4, help="weeks before the measured ones (default 4; 0: cold)")
    parser.add_argument("--weeks", type=int, default=6, help="weeks measured (default 6)")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    chance, weeks = random.Random(asked.seed), (asked.learn, asked.learn + asked.weeks)  # noqa: S311
    times = {paper: publish(paper, weeks[1], chance) for paper in NEWSPAPERS}
    auto = {paper: follow_rhythm(paper, times[paper], weeks) for paper in NEWSPAPERS}
    fixed = {paper: [follow_fixed(times[paper], weeks, minutes) for minutes in FIXED] for paper in NEWSPAPERS}
    _tell_each(auto, fixed)
    _tell_all(auto, fixed)


def _tell_each(auto: dict[Newspaper, Measured], fixed: dict[Newspaper, list[Measured]]) -> None:
    print("each newspaper: auto, and requests that the fixed interval with the same freshness would need (auto = 1)")
    print(f"{'':38}{'articles':>9}{'requests':>9}{'median':>8}{'p90':>7} |" + "".join(f"{m:>8}" for m in MEASURES))
    needed = dict.fromkeys(MEASURES, 0.0)
    for paper, own in auto.items():
        same = {name: fixed_with(of, of(own), fixed[paper]) for name, of in MEASURES.items()}
        needed = {name: needed[name] + same[name] for name in MEASURES}
        told = f"{own.quantile(0.5):7.0f}m{own.quantile(0.9):6.0f}m |"
        ratios = "".join(f"{same[name] / own.requests:8.2f}" for name in MEASURES)
        print(f"{paper.name:38}{len(own.delays):9}{own.requests:9}{told}{ratios}")
    total = sum(own.requests for own in auto.values())
    saved = "".join(f"{needed[name] / total:8.2f}" for name in MEASURES)
    print(f"{'all; fixed intervals one by one':38}{'':9}{total:9}{'':8}{'':7} |{saved}")


def _tell_all(auto: dict[Newspaper, Measured], fixed: dict[Newspaper, list[Measured]]) -> None:
    print("\nall newspapers together: one fixed interval for all of them, and auto")
    print(f"{'':>12}{'requests':>10}{'per article':>13}{'mean':>8}{'median':>8}{'p90':>8}")
    ways = {f"every {minutes:g}m": _pool([fixed[paper][at] for paper in fixed]) for at, minutes in enumerate(FIXED)}
    together = _pool(list(auto.values()))
    for name, measured in {**ways, "auto": together}.items():
        told = f"{measured.mean:7.1f}m{measured.quantile(0.5):7.1f}m{measured.quantile(0.9):7.1f}m"
        print(f"{name:>12}{measured.requests:10}{measured.per_article:13.2f}{told}")
    for name, of in MEASURES.items():
        needed = fixed_with(of, of(together), list(ways.values()))
        print(f"at the same {name}: auto asks {1 - together.requests / needed:.0%} less than one fixed interval")


def _pool(measured: Sequence[Measured]) -> Measured:
    return Measured(sum(one.requests for one in measured), tuple(delay for one in measured for delay in one.delays))


if __name__ == "__main__":
    main()
