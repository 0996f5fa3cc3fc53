"""Tells when the machine slept and when somebody set its clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from pipeline.due import CLOCK_SLACK

SUSPECT_FOR: Final = 3600.0
"""Seconds that the times of rows are marked as doubtful after the clock was set: it may well be set again."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What three clocks show: the one that can be set, one that counts on in sleep, one that stops in it."""

    wall: datetime
    boot: float
    ticks: float


def read_clocks() -> Moment:
    """The machine's clocks."""
    return Moment(datetime.now(UTC), time.clock_gettime(time.CLOCK_BOOTTIME), time.monotonic())


@dataclass(frozen=True, slots=True)
class Jump:
    """What happened between two looks: how far the clock was set (negative: back), how long the machine slept."""

    step: timedelta
    slept: timedelta

    @property
    def is_step(self) -> bool:
        """Whether the clock was set by more than everyday corrections do."""
        return abs(self.step) > CLOCK_SLACK

    def __str__(self) -> str:
        told = [f"the machine slept {self.slept}"] if self.slept > CLOCK_SLACK else []
        if self.is_step:
            told.append(f"the clock was set {'back' if self.step < timedelta(0) else 'forward'} by {abs(self.step)}")
        return " and ".join(told)


class ClockWatch:
    """Compares the clocks at every look; remembers for an hour that one was set."""

    def __init__(self, read: Callable[[], Moment] = read_clocks) -> None:
        self._read = read
        self._last = read()
        self._suspect_until = float("-inf")

    def look(self) -> Jump | None:
        """What happened since the last look; None for an ordinary stretch of time."""
        before, self._last = self._last, self._read()
        boot = timedelta(seconds=self._last.boot - before.boot)
        ticks = timedelta(seconds=self._last.ticks - before.ticks)
        jump = Jump(round_second(self._last.wall - before.wall - boot), round_second(boot - ticks))
        if jump.is_step:
            self.suspect()
        return jump if jump.is_step or jump.slept > CLOCK_SLACK else None

    def suspect(self) -> None:
        """The clock is not to be trusted for a while."""
        self._suspect_until = self._last.boot + SUSPECT_FOR

    def is_suspect(self) -> bool:
        """Whether the clock was set within the last hour."""
        return self._last.boot < self._suspect_until


def round_second(length: timedelta) -> timedelta:
    """A duration in whole seconds."""
    return timedelta(seconds=round(length / timedelta(seconds=1)))
