"""Counts how long fetching and reading take, and how much comes in. Told, never asking; read from any thread."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

FETCH_STEPS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
READ_STEPS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds; the last ones are those of the default deadlines."""


@dataclass(slots=True)
class Histogram:
    """How many values were at most each of `steps` seconds; the last count is of those above them all."""

    steps: tuple[float, ...]
    counts: list[int] = field(init=False)
    total: float = 0.0

    def __post_init__(self) -> None:
        self.counts = [0] * (len(self.steps) + 1)

    def add(self, seconds: float) -> None:
        """Count a value."""
        self.counts[bisect_left(self.steps, seconds)] += 1
        self.total += seconds

    def cumulative(self) -> list[tuple[str, int]]:
        """Each upper bound, as text, with how many values were not above it; `+Inf` last."""
        so_far, found = 0, list[tuple[str, int]]()
        for bound, count in zip([f"{step:g}" for step in self.steps] + ["+Inf"], self.counts.copy(), strict=True):
            so_far += count
            found.append((bound, so_far))
        return found


@dataclass(slots=True)
class Meter:
    """What a run tells of its work: seconds of answered requests and of readings, and bytes of answers unpacked."""

    fetches: Histogram = field(default_factory=lambda: Histogram(FETCH_STEPS))
    readings: Histogram = field(default_factory=lambda: Histogram(READ_STEPS))
    received: int = 0

    def fetched(self, seconds: float, size: int) -> None:
        """A request was answered with so many bytes."""
        self.fetches.add(seconds)
        self.received += size

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A page is being read for the length of the block, whether it succeeds or not."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.readings.add(time.perf_counter() - begun)
