"""The alarm clock: APScheduler in UTC. It knows when to ring; what is due when is the archive's to say."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

LONGEST_SLEEP: Final = 3600.0
"""Seconds after which a site is looked up again even if nothing of it is due: no mistake lasts longer."""

AT_ONCE: Final = 1_000
"""Alarms of one name that may ring at once: more than ever do."""


class WakeUps:
    """One alarm per name; ringing calls `ring(name)`.

    A late alarm rings all the same (`misfire_grace_time=None`), and several missed ones ring once (`coalesce`): by
    APScheduler's defaults an alarm that is a second late is lost. So is one that is due before the last of its name
    has rung out (`max_instances`), as it is when ringing sets it anew: `ring` must bear to be called meanwhile.
    """

    def __init__(self, ring: Callable[[str], Awaitable[None]]) -> None:
        self._ring = ring
        defaults = {"coalesce": True, "max_instances": AT_ONCE, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)

    def start(self) -> None:
        """From now on alarms ring; in the running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """No alarm rings any more."""
        self._scheduler.shutdown(wait=False)

    def set(self, name: str, seconds: float) -> None:
        """Ring for this name in so many seconds, an hour at most, in place of its last alarm."""
        at = datetime.now(UTC) + timedelta(seconds=min(max(seconds, 0.0), LONGEST_SLEEP))
        self._scheduler.add_job(self._ring, DateTrigger(at), args=[name], id=name, replace_existing=True)

    def cancel(self, name: str) -> None:
        """Forget the alarm of this name, if there is one."""
        with suppress(JobLookupError):  # it has rung
            self._scheduler.remove_job(name)
