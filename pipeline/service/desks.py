"""The sites' work: one desk per site, news when it is due, back-fill in the gaps, one round of a site at a time."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pipeline.dates import utc_iso
from pipeline.errors import ArchiveBusy, ArchiveFull, OutOfResources, StoreError
from pipeline.health import Health
from pipeline.models import Link, Receipt
from pipeline.rounds import Part, Plan, Round
from pipeline.run import Observer, Run, Stages, Summary
from pipeline.service.logs import log, tell
from pipeline.service.rota import Turn, next_turn
from pipeline.service.wakeups import LONGEST_SLEEP, WakeUps
from pipeline.sites import Site

IDLE_WAIT: Final = 60.0
"""Seconds before a site is tried again that was due but where nothing could be done: it must not spin."""

SLICE: Final = 60.0
"""Seconds of back-fill of one site before another one gets its turn."""

TROUBLES: Final = frozenset({"archive", "machine"})
"""Reasons to hold that people should know of: the archive is full or taken, the machine gives no more descriptors."""

FIRST_REST: Final = 60.0
"""Seconds a site rests after a bug of ours broke its round, doubled each time up to `LONGEST_SLEEP`."""


@dataclass(slots=True, eq=False)
class Desk:
    """A site as the service keeps it. `offset` and `not_before` are seconds, the latter of the monotonic clock."""

    site: Site
    offset: float
    task: asyncio.Task[None] | None = None
    not_before: float = float("-inf")
    failures: int = 0


class Desks:
    """Starts the rounds that are due and looks after them; nothing is begun while there is a reason to `hold`.

    A page's or source's failure is an outcome and the site's affair; a bug in a round costs its site a rest, is told
    loudly, and the others go on. A full archive or machine holds everything; any other StoreError is kept in `failure`.
    """

    def __init__(self, stages: Stages, health: Health, observe: Observer, ticks: Callable[[], float] = time.monotonic):
        self.stages, self.health = stages, health
        self.failure: StoreError | None = None
        self.holds: dict[str, str] = {}
        self.held_since: dict[str, datetime] = {}
        self._observe, self._ticks = observe, ticks
        self._desks: dict[str, Desk] = {}
        self._gaps: dict[str, None] = {}
        self._back_filling = 0
        self._wakeups = WakeUps(self._ring)

    # -- sites ------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """From now on sites come up when they are due."""
        self._wakeups.start()

    def stop(self) -> None:
        """No site comes up any more; rounds under way go on."""
        self._wakeups.stop()

    def set_up(self, sites: Iterable[Site], stages: Stages) -> None:
        """Have desks for these sites and no others, each armed anew; between rounds only."""
        self.stages, settings = stages, stages.settings.service
        self._slots = asyncio.Semaphore(settings.sites_at_once)
        for name in self._desks:
            self._wakeups.cancel(name)
        jitter = settings.jitter / timedelta(seconds=1)
        self._desks = {site.id: Desk(site, random.uniform(0, jitter)) for site in sites}  # noqa: S311
        self._gaps.clear()
        self.health.sites = len(self._desks)
        for trouble in [name for name in self.health.troubles if name.startswith("site ")]:
            self.health.relieve(trouble)
        self.arm_all(is_late=True)

    def arm_all(self, *, is_late: bool = False) -> None:
        """Set every site's alarm by what the archive says now; `is_late` spreads those out that are overdue."""
        for desk in self._desks.values():
            if is_late:
                desk.not_before = max(desk.not_before, self._ticks() + desk.offset)
            if desk.task is None:
                self._arm(desk)

    def _arm(self, desk: Desk) -> datetime | None:
        """Set a site's alarm; gives when its news is due."""
        turn, now = self._turn(desk)
        seconds = (turn.news - now) / timedelta(seconds=1) + desk.offset if turn.news else LONGEST_SLEEP
        if turn.back_fill and turn.back_fill <= now:
            self._gaps.setdefault(desk.site.id)
        elif turn.back_fill:
            seconds = min(seconds, (turn.back_fill - now) / timedelta(seconds=1))
        self._wakeups.set(desk.site.id, max(seconds, desk.not_before - self._ticks()))
        return turn.news

    def _turn(self, desk: Desk) -> tuple[Turn, datetime]:
        now = self.stages.clock()
        return next_turn(desk.site, self.stages.archive, self.stages.hosts, now), now

    async def _ring(self, name: str) -> None:
        desk = self._desks.get(name)
        if desk is None or desk.task is not None or self.holds:
            return  # it is armed again when its round, or the hold, ends
        turn, now = self._turn(desk)
        if turn.news and turn.news <= now:
            self._begin(desk, "news")
        else:
            self._arm(desk)
            self.fill_gaps()

    def fill_gaps(self) -> None:
        """Let sites go on with their back-fill, in turns, while few do and nothing holds."""
        while self._gaps and not self.holds and self._back_filling < self.stages.settings.service.backfill_at_once:
            name = next(iter(self._gaps))
            del self._gaps[name]
            desk = self._desks.get(name)
            if desk and desk.task is None and desk.not_before <= self._ticks() and not self._is_news_due(desk):
                self._begin(desk, "back_fill")

    def _is_news_due(self, desk: Desk) -> bool:
        turn, now = self._turn(desk)
        return turn.news is not None and turn.news <= now

    # -- rounds -----------------------------------------------------------------------------------------------------

    def _begin(self, desk: Desk, part: Part) -> None:
        self._gaps.pop(desk.site.id, None)
        self._back_filling += part == "back_fill"
        desk.task = asyncio.create_task(self._work(desk, part), name=f"round of {desk.site.id}")

    async def _work(self, desk: Desk, part: Part) -> None:
        try:
            async with self._slots:
                self.health.begin(desk.site.id, self._ticks())
                await self._go_round(desk, part)
        except (StoreError, OutOfResources) as error:
            self.take_failure(error)
        except Exception as error:
            self._rest(desk, error)
        finally:
            self.health.end(desk.site.id, self._ticks())
            self._back_filling -= part == "back_fill"
            desk.task = None
            if not self.holds and self._desks.get(desk.site.id) is desk:
                self._arm(desk)
                self.fill_gaps()

    async def _go_round(self, desk: Desk, part: Part) -> None:
        started, run = self._ticks(), Run(self.stages, self._observer(desk))
        summary = await Round(run, Plan((desk.site,), part=part), is_over=self._bounds(desk, part)).go()
        desk.failures = 0
        self.health.relieve(f"site {desk.site.id}")
        self.health.rounds += 1
        self.health.pages.update(summary.pages)
        self.health.sources.update(summary.sources)
        self._watch_network()
        if not summary.reasons:
            desk.not_before = self._ticks() + IDLE_WAIT
        self._tell(desk, part, summary, self._ticks() - started)

    def _watch_network(self) -> None:
        if not self.stages.hosts.is_network_down():
            if self.health.relieve("network"):
                tell("network", "the network is there again")
        elif self.health.trouble("network", "no host answers: is the machine's network, or its DNS, down?"):
            tell("network", self.health.troubles["network"], level=logging.WARNING)

    def _bounds(self, desk: Desk, part: Part) -> Callable[[], bool]:
        """When a round is over before its work is: on a hold; for back-fill, at news and at the end of its slice."""
        if part == "news":
            return lambda: bool(self.holds)
        news, end = self._turn(desk)[0].news, self._ticks() + SLICE
        return lambda: bool(self.holds) or self._ticks() > end or (news is not None and self.stages.clock() >= news)

    def _observer(self, desk: Desk) -> Observer:
        def observe(link: Link, receipt: Receipt) -> None:
            self.health.progress(desk.site.id, self._ticks())
            self._observe(link, receipt)

        return observe

    def _rest(self, desk: Desk, error: Exception) -> None:
        """A round broke by a bug: everything about it is told, and its site rests."""
        desk.failures += 1
        seconds = min(FIRST_REST * (1 << min(desk.failures - 1, 10)), LONGEST_SLEEP)
        desk.not_before = self._ticks() + seconds
        self.health.trouble(f"site {desk.site.id}", f"a bug of Warraq's broke its round: {error!r}")
        message = f"{desk.site.id}: a bug of Warraq's broke this round, please report it; it rests for {seconds:.0f} s"
        log.error(message, exc_info=error, extra={"event": "bug", "facts": {"site": desk.site.id}})

    def _tell(self, desk: Desk, part: Part, summary: Summary, seconds: float) -> None:
        for note in summary.notes:
            tell("note", f"{desk.site.id}: {note.removeprefix(f'{desk.site.id}: ')}", site=desk.site.id, note=note)
        news = self._turn(desk)[0].news
        facts = {"pages": dict(summary.pages), "sources": dict(summary.sources), "new_links": summary.new_links}
        tell(
            "round",
            f"{desk.site.id}: {describe(summary, part)}, {seconds:.1f} s" + (f"; next {utc_iso(news)}" if news else ""),
            level=logging.INFO if summary.reasons else logging.DEBUG,
            site=desk.site.id,
            part=part,
            seconds=round(seconds, 3),
            new_headlines=summary.new_headlines,
            next=utc_iso(news) if news else None,
            **facts,
        )

    # -- holding and ending -----------------------------------------------------------------------------------------

    def hold(self, name: str, why: str) -> None:
        """Begin nothing more, and let rounds under way end soon, until this name is let go."""
        self.holds[name] = why
        self.held_since.setdefault(name, self.stages.clock())
        if name in TROUBLES and self.health.trouble(name, why):
            tell("held", f"fetching pauses: {why}", level=logging.WARNING, why=why)

    def take_failure(self, error: StoreError | OutOfResources) -> None:
        """The archive or the machine failed somebody: all hold until there is room, or the service ends."""
        if isinstance(error, ArchiveFull | ArchiveBusy):
            self.hold("archive", str(error))
        elif isinstance(error, OutOfResources):
            self.hold("machine", str(error))
        else:
            self.failure = self.failure or error

    def let_go(self, name: str) -> None:
        """A reason to hold is gone; with the last one the sites' alarms are set again."""
        self.holds.pop(name, None)
        self.held_since.pop(name, None)
        if self.health.relieve(name):
            tell("resumed", "fetching goes on")
        if not self.holds:
            self.arm_all()

    def give_up_stalled(self) -> None:
        """End rounds in which nothing gets done: their sites are tried again later, the others never noticed."""
        for name in self.health.stalled(self._ticks()):
            desk = self._desks.get(name)
            if desk and desk.task and not desk.task.cancelling():
                desk.not_before = self._ticks() + FIRST_REST
                tell("stalled", f"{name}: nothing got done for long, given up for now", level=logging.ERROR, site=name)
                desk.task.cancel()

    @property
    def under_way(self) -> list[asyncio.Task[None]]:
        """The rounds that go on."""
        return [desk.task for desk in self._desks.values() if desk.task]

    async def drain(self, grace: float) -> bool:
        """Wait for the rounds under way, then end them; whether all ended by themselves. Something must hold."""
        if not (tasks := self.under_way):
            return True
        _, left = await asyncio.wait(tasks, timeout=grace)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        return not left


def describe(summary: Summary, part: Part) -> str:
    """What a round did, for people."""
    told = [(summary.sources.total(), "source", summary.sources), (summary.pages.total(), "page", summary.pages)]
    told.append((summary.new_links, "new link", Counter()))
    parts = [
        f"{count} {what}{'' if count == 1 else 's'}"
        + (f" ({', '.join(f'{n} {reason}' for reason, n in reasons.most_common())})" if reasons else "")
        for count, what, reasons in told
        if count
    ]
    return ("back-fill: " if part == "back_fill" else "") + (", ".join(parts) or "nothing could be done")
