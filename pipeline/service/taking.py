"""Takes in what a re-parse beside the service has handed over: some readings at a time, pages come between them."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Final

from pipeline import handover
from pipeline.errors import InputError, OutOfResources, StoreError
from pipeline.service.desks import FIRST_REST, Desks
from pipeline.service.logs import log, tell
from pipeline.store import Archive
from pipeline.store.handing import Handed, is_handed, refuse

SHARE: Final = 1.0
"""How long pages have the writer for themselves after a portion, in portions: half of the time is theirs alone."""


class Taker:
    """Puts handed readings in while nothing holds the service; one re-parse at a time, beside the rounds.

    Trouble with the archive holds or ends the service as a round's would; a bug costs the re-parse a rest. Whatever is
    not put in when the service ends stays for the next one.
    """

    def __init__(self, archive: Archive, desks: Desks, ticks: Callable[[], float] = time.monotonic) -> None:
        self._archive, self._desks, self._ticks = archive, desks, ticks
        self._task: asyncio.Task[None] | None = None
        self._not_before, self._refused = float("-inf"), ""

    def stir(self) -> None:
        """See to it that what waits is taken; returns at once."""
        if self._task is not None and not self._task.done():
            return
        if self._may_go_on() and self._ticks() >= self._not_before and is_handed(self._archive.path):
            self._task = asyncio.create_task(self._go(), name="handed readings")

    async def stop(self) -> None:
        """Wait for the portion under way; something must hold."""
        if self._task is not None:
            await self._task

    def _may_go_on(self) -> bool:
        return not self._desks.holds and self._desks.failure is None

    async def _go(self) -> None:
        try:
            if (handed := Handed.find(self._archive.path)) is not None:
                with handed:
                    await self._take(handed)
        except InputError as error:
            self._refuse(str(error))
        except (StoreError, OutOfResources) as error:
            self._desks.take_failure(error)
        except Exception as error:
            self._not_before = self._ticks() + FIRST_REST
            message = (
                f"a bug of Warraq's kept readings from being put in, please report it; again in {FIRST_REST:.0f} s"
            )
            log.error(message, exc_info=error, extra={"event": "bug", "facts": {}})

    async def _take(self, handed: Handed) -> None:
        count, site = handed.count_beyond(0), handed.known.chosen.site
        tell("reparse", f"a re-parse handed over {count:,} readings: put in between pages", readings=count, site=site)
        began = self._ticks()
        changed = await handover.put_in(
            self._archive, handed, handover.PORTION, lambda took: asyncio.sleep(took * SHARE), self._may_go_on
        )
        if changed is None:
            tell("reparse_waits", "the re-parse waits: what is not put in yet is, as soon as nothing holds")
        else:
            seconds = self._ticks() - began
            told = f"the re-parse is in: {changed:,} articles changed, {seconds:.1f} s"
            tell("reparsed", told, changed=changed, readings=count, seconds=round(seconds, 3))

    def _refuse(self, why: str) -> None:
        if why != self._refused:
            tell("reparse_refused", why, level=logging.ERROR)
        self._refused = why
        try:
            refuse(self._archive.path, why)
        except OSError as error:  # not ours to remove
            self._not_before = self._ticks() + FIRST_REST
            log.debug("readings that were refused stay: %s", error)
