"""How often the drift watch cries wolf, and how soon it notices: `python -m bench.drift [--sources 40] [--days 365]`.

Invented sources over a year: sections with different fields come in bursts, weekends have other sections, some sites
are small, some mix languages, lengths are log-normal by section. First without any change (false alarms a source-year),
then, half-way, with one change each (pages until its field raises an alarm, and the share noticed in 20 pages).
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from pipeline.drift import Sight, SiteWatch, notice


@dataclass(frozen=True, slots=True)
class Section:
    """One section's pages: how often each field is there, who reads it, lengths (mean and spread of the log)."""

    weight: float
    weekend: float
    shares: dict[str, float]
    reader: str
    length: float
    spread: float
    language: str = "ar"


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of source: pages on a weekday, sections (told by the address or not), how often one follows itself."""

    a_day: float
    has_folders: bool
    sections: tuple[Section, ...]
    burst: float
    ticker: float


def _fields(title: float, published: float, authors: float, section: float) -> dict[str, float]:
    told = {"published": published, "authors": authors, "section": section, "newspaper": 1.0}
    return {"title": title, "body": 1.0, **told}


READERS: Final = ("json-ld", "json-ld", "site:css", "opengraph")


def draw_profile(rng: random.Random) -> Profile:
    """A source of realistic variety."""
    count = rng.choice((1, 2, 3, 5, 8))
    own = rng.choice(READERS)  # most sites have one content system, some have two
    languages = ("ar", "fr") if rng.random() < 0.25 else ("ar",)
    sections = tuple(
        Section(
            weight=rng.uniform(0.2, 1.0),
            weekend=rng.uniform(0.0, 1.0),
            shares=_fields(
                1.0, rng.choice((1.0, 0.995, 0.97)), rng.choice((0.0, 0.3, 0.6, 0.9, 0.99)), rng.choice((0.0, 0.9, 1.0))
            ),
            reader=own if rng.random() < 0.85 else rng.choice(READERS),
            length=rng.uniform(6.6, 8.2),
            spread=rng.uniform(0.35, 0.8),
            language=rng.choice(languages),
        )
        for _ in range(count)
    )
    a_day, has_folders = rng.choice((1.5, 8, 30, 60)), rng.random() < 0.7
    return Profile(a_day, has_folders, sections, rng.choice((0.0, 0.3, 0.6, 0.85)), rng.choice((0.0, 0.97, 1.0)))


def pages(profile: Profile, days: int, rng: random.Random) -> Iterator[Sight]:
    """A year's pages, in the order they are fetched."""
    number, section = 0, profile.sections[0]
    for day in range(days):
        is_weekend = day % 7 in (4, 5)
        weights = [one.weight * (one.weekend if is_weekend else 1.0) + 0.001 for one in profile.sections]
        rate = profile.a_day * (0.3 if is_weekend else 1.0)
        for _ in range(_poisson(rate, rng)):
            if rng.random() >= profile.burst:
                section = rng.choices(profile.sections, weights)[0]
            number += 1
            yield _page(number, section, profile, rng)


def _poisson(mean: float, rng: random.Random) -> int:
    count, left = 0, rng.expovariate(1.0)
    while left < mean:
        count, left = count + 1, left + rng.expovariate(1.0)
    return count


def _page(number: int, section: Section, profile: Profile, rng: random.Random) -> Sight:
    readers = {name: _reader(name, section, rng) for name, share in section.shares.items() if rng.random() < share}
    return Sight(
        capture=number,
        part=f"{section.length:.4f}" if profile.has_folders else "",
        is_article=rng.random() < 0.985,
        readers=readers,
        length=round(rng.lognormvariate(section.length, section.spread)),
        lag=rng.expovariate(8.0) if rng.random() < 0.98 else rng.uniform(1, 60),
        language=section.language if rng.random() < 0.995 else "en",
        has_ticker=rng.random() < profile.ticker,
    )


def _reader(name: str, section: Section, rng: random.Random) -> str:
    return "heuristic" if name == "body" or rng.random() < 0.02 else section.reader


def _without(sight: Sight, name: str) -> Sight:
    return replace(sight, readers={field: reader for field, reader in sight.readers.items() if field != name})


CHANGES: Final[dict[str, tuple[str, Callable[[Sight], Sight]]]] = {
    "title moved": ("title", lambda sight: replace(sight, readers={**sight.readers, "title": "text"})),
    "date gone": ("published", lambda sight: _without(sight, "published")),
    "author gone": ("authors", lambda sight: _without(sight, "authors")),
    "body halves": ("body", lambda sight: replace(sight, length=(sight.length or 0) // 2)),
    "body a tenth": ("body", lambda sight: replace(sight, length=(sight.length or 0) // 10)),
    "ticker gone": ("ticker", lambda sight: replace(sight, has_ticker=False)),
    "language changes": ("language", lambda sight: replace(sight, language="de")),
    "dates of today": ("published", lambda sight: replace(sight, lag=-400.0)),
    "walls": ("article", lambda sight: Sight(sight.capture, is_article=False)),
}
"""What happens to every page from one on, and the field it is to be noticed on."""
PAGES_BEFORE: Final = 400
MOST_DELAY: Final = 300


def count_false_alarms(sources: int, days: int) -> tuple[Counter[str], int, float]:
    """Alarms of sources that never change, by field; pages watched; microseconds of CPU a page."""
    alarms: Counter[str] = Counter()
    watched, started = 0, time.process_time()
    for seed in range(sources):
        rng = random.Random(seed)  # noqa: S311 a simulation
        watch, profile = SiteWatch(), draw_profile(rng)
        for sight in pages(profile, days, rng):
            noticed = notice(watch, sight)
            watch, watched = noticed.watch, watched + 1
            alarms.update(change.field for change in noticed.changes[:1] if not (watch.alarmed - {change.field}))
    return alarms, watched, (time.process_time() - started) / max(watched, 1) * 1e6


def measure_delay(name: str, sources: int) -> list[int | None]:
    """Pages from a change to its alarm, a number a source; None when not noticed; only where the field is usual."""
    watched_field, change = CHANGES[name]
    found: list[int | None] = []
    for seed in range(1000, 1000 + sources):
        rng = random.Random(seed)  # noqa: S311 a simulation
        profile = draw_profile(rng)
        if not _has(profile, watched_field):
            continue
        found.append(_delay(profile, change, watched_field, rng))
    return found


def _has(profile: Profile, name: str) -> bool:
    """Whether at least six pages in ten have the field: what is rarer cannot be missed in 20 pages."""
    total = sum(section.weight for section in profile.sections)
    share = sum(section.weight * section.shares.get(name, 1.0) for section in profile.sections) / total
    return profile.ticker > 0 if name == "ticker" else share >= 0.6


def _delay(profile: Profile, change: Callable[[Sight], Sight], name: str, rng: random.Random) -> int | None:
    watch = SiteWatch()
    for at, sight in enumerate(pages(profile, 10_000, rng)):
        noticed = notice(watch, change(sight) if at >= PAGES_BEFORE else sight)
        watch = noticed.watch
        if at >= PAGES_BEFORE and any(one.field == name for one in noticed.changes):
            return at - PAGES_BEFORE + 1
        if at > PAGES_BEFORE + MOST_DELAY:
            return None
    return None


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=40)
    parser.add_argument("--days", type=int, default=365)
    asked = parser.parse_args()
    alarms, watched, cost = count_false_alarms(asked.sources, asked.days)
    years = asked.sources * asked.days / 365
    print(f"steady: {years:.0f} source-years, {watched:,} pages, {alarms.total()} false alarms = ", end="")
    print(f"{alarms.total() / years:.3f} a source-year {dict(alarms)}; {cost:.0f} µs of CPU a page")
    print(f"{'change':18}{'sources':>8}{'median':>8}{'p90':>6}{'in 20':>7}{'missed':>8}")
    for name in CHANGES:
        delays = measure_delay(name, asked.sources)
        seen = sorted(delay for delay in delays if delay is not None)
        if not seen:
            continue
        in_20 = sum(delay <= 20 for delay in seen) / len(delays)
        p90 = seen[min(int(len(seen) * 0.9), len(seen) - 1)]
        missed = len(delays) - len(seen)
        print(f"{name:18}{len(delays):8}{statistics.median(seen):8.0f}{p90:6}{in_20:7.0%}{missed:8}")


if __name__ == "__main__":
    main()
