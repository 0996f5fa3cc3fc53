"""Coverage as strips of hours: one source's days, each hour a stroke whose shade says what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pipeline.coverage import Coverage, SourceCoverage

DAY: Final = 26
"""Width of a day: 24 hours and a space."""
HEIGHT: Final = 20
HOURS: Final = {"N": "hour-new", "o": "hour-looked", "x": "hour-failed", "-": "hour-missed", ".": "hour-nothing"}
"""The ledger's letters, each with its class and the key of its word."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A source's days. Those before its first look are not there: the strip ends with today.

    `paths` are the hours of each kind, by class, as one drawing: a rectangle each made a page of fifty sources 0.7 MB.
    """

    source: SourceCoverage
    paths: Mapping[str, str]


def strips(seen: Coverage, days: int) -> tuple[Strip, ...]:
    """A strip for each source, `days` wide."""
    return tuple(Strip(source, _paths(source, days)) for source in seen.sources)


def _paths(source: SourceCoverage, days: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for start, length, kind in _strokes(source, days):
        found[kind] = f"{found.get(kind, '')}M{start} 0h{length}v{HEIGHT}h-{length}z"
    return found


def _strokes(source: SourceCoverage, days: int) -> Iterator[tuple[int, int, str]]:
    """Hours of one kind in a row: where they begin, how many, their class."""
    shown = source.days[-days:]
    for place, day in enumerate(shown, days - len(shown)):
        hour = place * DAY
        for letter, run in groupby(day.hours):
            length = len(list(run))
            yield hour, length, HOURS.get(letter, "hour-nothing")
            hour += length
