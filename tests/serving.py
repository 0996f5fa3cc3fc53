"""A service in the test's own event loop: its clocks are turned by hand, its sites are a newsroom's."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from pipeline.health import Health, Report
from pipeline.service import Pace, Surroundings, serve
from pipeline.service.clocks import ClockWatch, Moment
from pipeline.sites import Service
from tests.newsroom import Newsroom

PACE = Pace(beat=0.02, room=0.05)
QUIET = 0.15
"""Seconds without a request after which a service with nothing under way is held to have nothing to do."""


@dataclass
class Running:
    """A service that runs, and what turns its time."""

    room: Newsroom
    watch: ClockWatch = field(init=False)
    boot: float = 1000.0
    ticks: float = 1000.0
    health: Health | None = None
    task: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self.watch = ClockWatch(lambda: Moment(self.room.clock.now, self.boot, self.ticks))

    @property
    def report(self) -> Report:
        assert self.health
        return self.health.report(time.monotonic())

    @asynccontextmanager
    async def meet(self, health: Health) -> AsyncIterator[None]:
        self.health = health
        yield

    async def sleep(self, **by: float) -> None:
        """The machine sleeps so long and wakes up; waits until nothing more is to be done."""
        length = timedelta(**by)
        self.room.clock.now += length
        self.boot += length.total_seconds()
        await self.settle()

    async def set_clock(self, **by: float) -> None:
        """Somebody sets the clock forward or back."""
        self.room.clock.now += timedelta(**by)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is under way and nothing is asked for."""
        since, asked = time.monotonic(), -1
        while time.monotonic() - since < QUIET:
            await asyncio.sleep(0.01)
            if self.report.under_way or len(self.room.server.asked) != asked:
                since, asked = time.monotonic(), len(self.room.server.asked)

    async def until(self, has_come: Callable[[], bool], what: str = "") -> None:
        """Wait until something is so; fails after a minute."""
        end = time.monotonic() + 60
        while not has_come():
            if self.task and self.task.done():
                await self.task
            assert time.monotonic() < end, f"this never came: {what}"
            await asyncio.sleep(0.005)

    def times_asked(self, path: str, host: str | None = None) -> int:
        hosts = [(asked.header("host") or "").partition(":")[0] for asked in self.room.server.asked]
        return sum(
            asked.path == path and host in (None, name)
            for asked, name in zip(self.room.server.asked, hosts, strict=True)
        )


@asynccontextmanager
async def serving(
    room: Newsroom, *, is_settled: bool = True, pace: Pace = PACE, **around: Any
) -> AsyncIterator[Running]:
    """A service over a newsroom for the length of the block; a SIGTERM ends it, as it would be ended."""
    running = Running(room)
    surroundings = Surroundings(observe=room.observe, attach=running.meet, watch=running.watch, pace=pace, **around)
    running.task = asyncio.create_task(serve(room.app, surroundings))
    try:
        await running.until(lambda: running.health is not None and running.health.is_ready, "ready")
        if is_settled:
            await running.settle()
        yield running
    finally:
        if not running.task.done():
            os.kill(os.getpid(), signal.SIGTERM)
        await running.task


def tune(room: Newsroom, **settings: Any) -> None:
    """Settings of the service: no jitter unless given."""
    tuned = Service.model_validate({"jitter": "0s", "min_free": 0, **settings})
    room.settings = room.settings.model_copy(update={"service": tuned})
