"""A thread that ends the process when the service no longer gets on: who supervises it starts it again."""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from pipeline.health import Health
from pipeline.service.logs import tell

STOPPED_HARD: Final = 9
"""The exit code of a service that ended without draining; its archive is consistent all the same."""


def leave_hard(reason: str) -> None:
    """End the process at once. What was acknowledged is committed; the kernel ends the children and frees the lock."""
    tell("stopped_hard", reason, level=logging.CRITICAL)
    sys.stderr.flush()
    os._exit(STOPPED_HARD)


class Watchdog:
    """Asks the health every `interval` seconds, whatever the event loop does; a context manager."""

    def __init__(
        self,
        health: Health,
        ticks: Callable[[], float],
        interval: float,
        leave: Callable[[str], None] = leave_hard,
    ) -> None:
        self._health, self._ticks, self._interval, self._leave = health, ticks, interval, leave
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._is_over.wait(self._interval):
            reason = self._health.stuck_reason(self._ticks())
            if reason and self._is_still_so():
                faulthandler.dump_traceback(sys.__stderr__ or 2)
                self._leave(f"the service ends itself: {reason}")
                return

    def _is_still_so(self) -> bool:
        # After a SIGSTOP or a sleeping machine this thread may be the first to run: the loop gets its chance.
        return not self._is_over.wait(self._interval) and self._health.stuck_reason(self._ticks()) is not None
