"""Coverage as strips of hours: one source's days, each hour a stroke whose shade says what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pipeline.coverage import Coverage, SourceCoverage

DAY: Final = 26
"""Width of a day: 24 hours and a space."""
HOURS: Final = {"N": "hour-new", "o": "hour-looked", "x": "hour-failed", "-": "hour-missed", ".": "hour-nothing"}
"""The ledger's letters, each with its class and the key of its word."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """Hours of one kind in a row: where they begin, how many, their class."""

    start: int
    length: int
    kind: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A source's days. Those before its first look are not there: the strip ends with today."""

    source: SourceCoverage
    strokes: tuple[Stroke, ...]


def strips(seen: Coverage, days: int) -> tuple[Strip, ...]:
    """A strip for each source, `days` wide."""
    return tuple(Strip(source, tuple(_strokes(source, days))) for source in seen.sources)


def _strokes(source: SourceCoverage, days: int) -> Iterator[Stroke]:
    shown = source.days[-days:]
    for place, day in enumerate(shown, days - len(shown)):
        hour = place * DAY
        for letter, run in groupby(day.hours):
            length = len(list(run))
            yield Stroke(hour, length, HOURS.get(letter, "hour-nothing"))
            hour += length
