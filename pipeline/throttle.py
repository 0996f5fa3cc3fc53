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


@dataclass(frozen=True, slots=True)
class Turn:
    """How a turn came: seconds waited for it, and since the host's last one ended (None: none is known of)."""

    waited: float
    pause: float | None


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    ended: float = float("-inf")


class Throttle:
    """Gives out turns. `delay` (seconds) is the default pause, `hosts_at_once` the cap on turns under way.

    A host is forgotten `remember` seconds after its last turn; pauses longer than that are not kept.
    `clock` is monotonic seconds; `sleep` waits seconds. `recall` says how many seconds ago a host had its last turn
    with an earlier Throttle: a promise outlives the program that gave it.
    """

    def __init__(
        self,
        delay: float,
        hosts_at_once: int,
        *,
        remember: float = 300.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        recall: Callable[[str], float | None] = lambda host: None,
    ) -> None:
        self.delay, self.remember = delay, remember
        self._clock, self._sleep, self._recall = clock, sleep, recall
        self._slots = asyncio.Semaphore(hosts_at_once)
        self._hosts: dict[str, _Host] = {}
        self._sweep_above = SWEEP_ABOVE

    @asynccontextmanager
    async def turn(self, host: str, delay: float | None = None) -> AsyncIterator[Turn]:
        """Wait for the host's turn, first come first served, and hold it for the length of the block.

        It starts `delay` seconds (None: the default) or more after the end of the host's previous turn.
        """
        pause, asked = self.delay if delay is None else delay, self._clock()
        state = self._hosts.get(host) or self._hosts.setdefault(host, self._new(host))
        state.users += 1
        try:
            async with state.lock:
                # Slept before a slot is taken: a host that waits must not keep another from its turn.
                while (wait := state.ended + pause - self._clock()) > 0:
                    await self._sleep(wait)
                async with self._slots:
                    now = self._clock()
                    try:
                        yield Turn(now - asked, None if state.ended == float("-inf") else now - state.ended)
                    finally:
                        state.ended = self._clock()
        finally:
            state.users -= 1
            if len(self._hosts) > self._sweep_above:
                self._forget_idle()

    def _new(self, host: str) -> _Host:
        ago = self._recall(host)
        return _Host() if ago is None else _Host(ended=self._clock() - ago)

    def _forget_idle(self) -> None:
        before = self._clock() - self.remember
        self._hosts = {host: state for host, state in self._hosts.items() if state.users or state.ended > before}
        self._sweep_above = max(SWEEP_ABOVE, 2 * len(self._hosts))
