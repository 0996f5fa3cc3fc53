"""How what files hold goes into the archive: read side by side, stored in its order, each record once.

A record is known by its address, its body and, where the file gives it, its moment. As capture, article and outcome
are one transaction, the archive itself is the list of what was taken: a killed import needs no notes to go on.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pipeline.ingest import Item, Passed, Record, Unreadable
from pipeline.models import Attempt, Capture, Link, Receipt
from pipeline.run import Run
from pipeline.sites import Site

MOST_NAMED: Final = 20
"""Damaged records of a file that the summary names; every one is an outcome."""

KNOWN: Final = "in the archive already"

Belonging = Callable[[Link], tuple[Link, Site | None]]
Key = tuple[str, str]


@dataclass(slots=True)
class _Tally:
    """What a file held besides pages."""

    file: Path
    passed: Counter[str] = field(default_factory=Counter)
    damaged: list[str] = field(default_factory=list)

    def notes(self) -> list[str]:
        """The tally for people."""
        told = self.damaged[:MOST_NAMED]
        if more := len(self.damaged) - len(told):
            told.append(f"{self.file}: {more:,} more damaged; the table `outcomes` has them all")
        if self.passed:
            kinds = ", ".join(f"{count:,} {kind}" for kind, count in self.passed.most_common())
            records = "record" if self.passed.total() == 1 else "records"
            told.append(f"{self.file}: {self.passed.total():,} {records} passed over: {kinds}")
        return told


@dataclass(frozen=True, slots=True)
class _Reading:
    """A page that is being read, to be stored when its turn comes."""

    task: asyncio.Task[Attempt]
    site: Site | None
    key: Key


class Intake:
    """Takes files in through a run. `belonging` finds a link's site; `width` pages are under way at once."""

    def __init__(self, run: Run, belonging: Belonging, width: int) -> None:
        self._run, self._belonging, self._width = run, belonging, width
        self._reading: deque[_Reading] = deque()
        self._keeping: deque[tuple[asyncio.Task[Receipt], Key]] = deque()
        self._under_way: set[Key] = set()

    async def take(self, file: Path, items: Iterable[Capture | str | Item]) -> None:
        """Take all of a file in; the run's notes tell what was damaged and what was passed over."""
        tally, addresses = _Tally(file), list[Link]()
        try:
            for item in items:
                if isinstance(item, str):
                    addresses.append(self._belonging(Link(item, "command"))[0])
                else:
                    await self._take_item(item, tally)
            await self._settle()
        finally:
            await self._abandon()
            self._run.summary.notes += tally.notes()
        stages = self._run.stages
        self._run.summary.new_links += await stages.archive.add_links(addresses, stages.clock())

    async def _take_item(self, item: Capture | Item, tally: _Tally) -> None:
        if isinstance(item, Passed):
            tally.passed[item.kind] += 1
        elif isinstance(item, Unreadable):
            tally.damaged.append(str(item.error))
            await self._take_unreadable(item)
        elif isinstance(item, Capture):
            link, site = self._belonging(Link(item.url, "import"))
            await self._begin(self._run.read_in(item, link, site), site, (link.url, item.sha256))
        else:
            await self._take_record(item, tally)

    async def _take_record(self, record: Record, tally: _Tally) -> None:
        capture = record.capture
        link, site = self._belonging(Link(record.link, "import", hint=record.hint))
        key = (link.url, f"{capture.sha256} {capture.fetched_at if record.is_dated else ''}")
        at = capture.fetched_at if record.is_dated else None
        if key in self._under_way or self._run.stages.archive.has_capture(link.url, at, capture.sha256):
            tally.passed[KNOWN] += 1
            return
        await self._begin(self._run.read_in(capture, link, site), site, key)

    async def _take_unreadable(self, item: Unreadable) -> None:
        """A damaged record is an outcome too, once."""
        if self._run.stages.archive.known_urls([item.url]):
            return
        link = Link(item.url, "import")
        attempt = Attempt(link=link, started_at=self._run.stages.clock(), error=item.error)
        await self._begin(_ready(attempt), None, (item.url, ""))

    async def _begin(self, reading: Coroutine[Any, Any, Attempt], site: Site | None, key: Key) -> None:
        self._under_way.add(key)
        self._reading.append(_Reading(asyncio.create_task(reading), site, key))
        if len(self._reading) >= self._width:
            await self._keep_first()

    async def _keep_first(self) -> None:
        """Store the page whose turn it is. Several wait for their commits together: they share one fsync."""
        first = self._reading[0]
        attempt = await first.task
        self._reading.popleft()
        self._keeping.append((asyncio.create_task(self._run.keep(attempt, first.site)), first.key))
        if len(self._keeping) > self._width:
            await self._finish_first()

    async def _finish_first(self) -> None:
        task, key = self._keeping[0]
        await task
        self._keeping.popleft()
        self._under_way.discard(key)

    async def _settle(self) -> None:
        while self._reading:
            await self._keep_first()
        while self._keeping:
            await self._finish_first()

    async def _abandon(self) -> None:
        """After an error: what is under way is not waited for, but must not be left behind either."""
        tasks = [*(reading.task for reading in self._reading), *(task for task, _ in self._keeping)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._reading.clear()
        self._keeping.clear()


async def _ready(attempt: Attempt) -> Attempt:
    return attempt
