"""Whose turn it is: one request at a time per host, a pause between two, several hosts side by side."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

SWEEP_ABOVE: Final = 1024
"""Hosts remembered before the idle ones are looked for; looking doubles this, so it costs O(1) per turn."""


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    ended: float = float("-inf")


class Throttle:
    """Gives out turns. `delay` (seconds) is the default pause, `hosts_at_once` the cap on turns under way.

    A host is forgotten `remember` seconds after its last turn; pauses longer than that are not kept.
    `clock` is monotonic seconds; `sleep` waits seconds.
    """

    def __init__(
        self,
        delay: float,
        hosts_at_once: int,
        *,
        remember: float = 300.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.delay, self.remember = delay, remember
        self._clock, self._sleep = clock, sleep
        self._slots = asyncio.Semaphore(hosts_at_once)
        self._hosts: dict[str, _Host] = {}
        self._sweep_above = SWEEP_ABOVE

    @asynccontextmanager
    async def turn(self, host: str, delay: float | None = None) -> AsyncIterator[None]:
        """Wait for the host's turn, first come first served, and hold it for the length of the block.

        It starts `delay` seconds (None: the default) or more after the end of the host's previous turn.
        """
        pause = self.delay if delay is None else delay
        state = self._hosts.setdefault(host, _Host())
        state.users += 1
        try:
            async with state.lock:
                # Slept before a slot is taken: a host that waits must not keep another from its turn.
                while (wait := state.ended + pause - self._clock()) > 0:
                    await self._sleep(wait)
                async with self._slots:
                    try:
                        yield
                    finally:
                        state.ended = self._clock()
        finally:
            state.users -= 1
            if len(self._hosts) > self._sweep_above:
                self._forget_idle()

    def _forget_idle(self) -> None:
        before = self._clock() - self.remember
        self._hosts = {host: state for host, state in self._hosts.items() if state.users or state.ended > before}
        self._sweep_above = max(SWEEP_ABOVE, 2 * len(self._hosts))
