"""The background service: from its start over signals, clocks and full disks to its end."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from pipeline import app as composition
from pipeline.alarms import Teller
from pipeline.app import App
from pipeline.backoff import Hosts
from pipeline.errors import ArchiveBusy, ArchiveFull, PipelineError
from pipeline.health import Health
from pipeline.run import Observer, Stages
from pipeline.service.clocks import ClockWatch, Jump
from pipeline.service.desks import Desks
from pipeline.service.logs import tell
from pipeline.service.memory import give_back
from pipeline.service.notify import Notifier
from pipeline.service.taking import Taker
from pipeline.service.watchdog import Watchdog, leave_hard
from pipeline.sites import Config, load
from pipeline.sites import Service as ServiceSettings
from pipeline.store import Archive

STOP_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)
SPARE: Final = 16
"""Files that can be opened before fetching goes on after the machine would let none be opened."""

ROOM: Final = 4 << 20
"""Bytes that must fit into the archive before fetching goes on after it was full."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two times that something is seen to."""

    beat: float = 1.0
    room: float = 30.0
    memory: float = 60.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a service is told by and tells: replaced by tests, and by who wants to listen.

    `attach` is entered with the health before the first round and left after the last: the place for whatever shows how
    the service is doing, in its event loop.
    """

    notifier: Notifier = field(default_factory=Notifier)
    ping_every: float | None = None
    observe: Observer = lambda link, receipt: None
    attach: Callable[[Health], AbstractAsyncContextManager[object]] = lambda health: nullcontext()
    load: Callable[[App], Config] = lambda app: load(app.config.folder)
    ticks: Callable[[], float] = time.monotonic
    watch: ClockWatch = field(default_factory=ClockWatch)
    leave: Callable[[str], None] = leave_hard
    pace: Pace = Pace()


async def serve(app: App, surroundings: Surroundings | None = None) -> None:
    """Keep the schedule of all enabled sites until a signal ends it; the first one drains, a second one stops hard.

    ArchiveBusy names the process that has the archive; ConfigError and StoreErrors as for a single run.
    """
    around = surroundings or Surroundings()
    with Archive.open(app.archive, clock=app.clock) as archive:
        await Service(app, archive, around).go()


class Service:
    """One life of the service over an open archive."""

    def __init__(self, app: App, archive: Archive, around: Surroundings) -> None:
        self.app, self.archive, self.around = app, archive, around
        settings = app.config.settings.service
        self.health = Health(
            around.ticks(), settings.watchdog / timedelta(seconds=1), settings.stall / timedelta(seconds=1)
        )
        self._hosts = Hosts(archive.pauses())
        self._teller = Teller(archive, around.ticks, lambda why: tell("not_told", why, level=logging.WARNING))
        self._stop, self._stir = asyncio.Event(), asyncio.Event()
        self._is_reload_asked = False
        self._room_at, self._held_since, self._memory_at = float("-inf"), app.clock(), float("-inf")

    async def go(self) -> None:
        """Start, look after the sites until told to stop, drain, end."""
        with self._signals():
            beating = asyncio.create_task(self._beat_for_ever())
            try:
                with Watchdog(self.health, self.around.ticks, self.health.loop_limit / 4, self.around.leave):
                    await self._serve()
            finally:
                beating.cancel()

    async def _serve(self) -> None:
        await self.archive.sync_sources(self.app.config.sites.values())
        await self._note_configuration(None)
        await self._mend_clock_at_start()
        sites = self.app.chosen_sites(())
        await self.archive.start_run("run", [site.id for site in sites])
        async with self.around.attach(self.health), AsyncExitStack() as self._crew:
            stages = await self._crew.enter_async_context(self._equip(self.app))
            self.desks = Desks(stages, self.health, self.around.observe, self.around.ticks)
            self._taker = Taker(self.archive, self.desks, self.around.ticks)
            self.desks.start()
            self.desks.set_up(sites, stages)
            self._say_ready()
            try:
                while not self._stop.is_set() and self.desks.failure is None:
                    await self._look_after()
                    await self._rest()
            finally:
                await self._end()
        if self.desks.failure is not None:
            raise self.desks.failure

    def _equip(self, app: App) -> AbstractAsyncContextManager[Stages]:
        return composition.equip(app, self.archive, self._hosts, self.around.watch.is_suspect, self.health.meter)

    def _say_ready(self) -> None:
        self.health.is_ready = True
        told = f"{self.health.sites} site{'' if self.health.sites == 1 else 's'} kept in {self.app.archive}"
        self.around.notifier.ready(told)
        tell("ready", f"ready: {told}", sites=self.health.sites, archive=str(self.app.archive), pid=os.getpid())

    # -- every beat -------------------------------------------------------------------------------------------------

    async def _beat_for_ever(self) -> None:
        """Show that the event loop turns; systemd hears of it only while work gets done too."""
        pinged = float("-inf")
        while True:
            now = self.around.ticks()
            self.health.beat(now)
            every = self.around.ping_every
            if every is not None and now - pinged >= every and self.health.stuck_reason(now) is None:
                pinged = now
                self.around.notifier.alive(self._status())
            await asyncio.sleep(min(self.around.pace.beat, every or self.around.pace.beat))

    def _status(self) -> str:
        report = self.health.report(self.around.ticks())
        trouble = "; ".join(report.troubles.values())
        pages = sum(report.pages.values())
        return f"{report.state}: {len(report.under_way)} of {report.sites} sites under way, {pages} pages so far" + (
            f"; {trouble}" if trouble else ""
        )

    async def _rest(self) -> None:
        """Wait for the next beat, or for a signal."""
        try:
            async with asyncio.timeout(self.around.pace.beat):
                await self._stir.wait()
        except TimeoutError:
            pass
        self._stir.clear()

    async def _look_after(self) -> None:
        if jump := self.around.watch.look():
            await self._after_jump(jump)
        if self._is_reload_asked:
            self._is_reload_asked = False
            await self._reload()
        self.desks.give_up_stalled()
        await self._see_to_room()
        await self._see_to_memory()
        if not self.desks.holds:
            self._teller.stir(self.app.config.settings.notify)
        self.desks.fill_gaps()
        self._taker.stir()

    async def _see_to_room(self) -> None:
        """Hold while the disk is full, or nearly so, and go on once there is room again."""
        now = self.around.ticks()
        if now < self._room_at:
            return
        self._room_at, held = now + self.around.pace.room, "archive" in self.desks.holds
        try:
            self._check_disk()
            if held:
                await self.archive.check_room(ROOM)
                await self.archive.stand_still("archive_full", self._held_since, self.desks.holds["archive"])
            await self.archive.tell_run(self.health.pages + self.health.sources)
        except (ArchiveFull, ArchiveBusy) as error:
            self.desks.hold("archive", str(error))
        else:
            if held:
                self.desks.let_go("archive")
            self._held_since = self.app.clock()
        if "machine" in self.desks.holds and "archive" not in self.desks.holds and can_open(SPARE):
            await self._note_machine()
            self.desks.let_go("machine")

    def _check_disk(self) -> None:
        try:
            free = shutil.disk_usage(self.app.archive.resolve().parent).free
        except OSError as error:  # a disk that went away comes back, or its mount point does
            raise ArchiveFull(f"{self.app.archive}: its disk cannot be asked for room: {error.strerror}") from error
        if free < self._settings.min_free:
            raise ArchiveFull(f"{self.app.archive}: only {free >> 20} MiB are free on its disk")

    async def _see_to_memory(self) -> None:
        now = self.around.ticks()
        if now >= self._memory_at:
            self._memory_at = now + self.around.pace.memory
            await asyncio.to_thread(give_back)

    async def _note_machine(self) -> None:
        """Write down that the machine let nothing be opened until now."""
        with suppress(ArchiveFull):  # the next write says so
            why, since = self.desks.holds["machine"], self.desks.held_since["machine"]
            await self.archive.stand_still("machine_full", since, why)

    @property
    def _settings(self) -> ServiceSettings:
        return self.app.config.settings.service

    # -- clocks -----------------------------------------------------------------------------------------------------

    async def _mend_clock_at_start(self) -> None:
        if told := await composition.mend_clock(self.app, self.archive):
            self.around.watch.suspect()
            tell("clock", told, level=logging.WARNING)

    async def _after_jump(self, jump: Jump) -> None:
        """The machine slept, or its clock was set: what is due is asked anew; each source catches up once at most."""
        tell("clock", str(jump), level=logging.WARNING if jump.is_step else logging.INFO)
        await self._note_jump(jump)
        if jump.is_step:
            await self.archive.mend_future(self.app.config.sites.values())
        self.desks.arm_all(is_late=True)

    async def _note_jump(self, jump: Jump) -> None:
        """Write down the time in which nobody could look, or that never was; later, if the disk is full."""
        lost = jump.step + jump.slept
        if lost > timedelta(0) and "archive" not in self.desks.holds:
            reason = "clock_step" if jump.is_step else "suspended"
            with suppress(ArchiveFull):  # the next write says so
                await self.archive.stand_still(reason, self.app.clock() - lost, str(jump))

    # -- signals ----------------------------------------------------------------------------------------------------

    @contextmanager
    def _signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in STOP_SIGNALS:
            loop.add_signal_handler(number, self._on_stop, signal.Signals(number).name)
        loop.add_signal_handler(signal.SIGHUP, self._on_reload)
        try:
            yield
        finally:
            for number in (*STOP_SIGNALS, signal.SIGHUP):
                loop.remove_signal_handler(number)

    def _on_stop(self, name: str) -> None:
        if self._stop.is_set():
            self.around.leave(f"{name} again: stopped at once; what was acknowledged is in the archive")
            return
        self.health.is_stopping = True
        tell("stopping", f"{name}: pages under way are ended, others stay due; once more to stop at once", signal=name)
        self._stop.set()
        self._stir.set()

    def _on_reload(self) -> None:
        self._is_reload_asked = True
        self._stir.set()

    async def _reload(self) -> None:
        """Take the configuration anew; a bad one is refused, told with file and line, and the old one kept."""
        self.around.notifier.reloading()
        try:
            config = await asyncio.to_thread(self.around.load, self.app)
            await self._take_over(replace(self.app, config=config))
        except (PipelineError, OSError) as error:  # OSError: no descriptor left for new children
            self.health.trouble("configuration", str(error))
            await self._note_configuration(str(error))
            for line in str(error).splitlines():
                tell("config_refused", f"the new configuration is refused: {line}", level=logging.ERROR)
            tell("config_kept", "the old configuration is kept")
        else:
            self.health.relieve("configuration")
            await self._note_configuration(None)
        finally:
            self.desks.let_go("reload")
        self._say_ready()

    async def _note_configuration(self, refused: str | None) -> None:
        with suppress(ArchiveFull, ArchiveBusy):  # the log and the health page tell it all the same
            await self.archive.note_configuration(refused)

    async def _take_over(self, app: App) -> None:
        """Go on with another configuration: rounds under way end; new children and a new client take over."""
        self.desks.hold("reload", "the configuration is read anew")
        await self.desks.drain(self._settings.grace / timedelta(seconds=1))
        async with AsyncExitStack() as crew:
            stages = await crew.enter_async_context(self._equip(app))
            await self.archive.sync_sources(app.config.sites.values())  # fails, if it does, with the old parts whole
            await self._crew.aclose()
            # The new client knows nothing of the hosts' last requests: the longest regular pause covers them all.
            await asyncio.sleep(min(app.config.settings.politeness.delay / timedelta(seconds=1), 60.0))
            self._crew.push_async_exit(crew.pop_all())
        self.app = app
        self._retune(app.config)
        self.desks.set_up(app.chosen_sites(()), stages)

    def _retune(self, config: Config) -> None:
        settings = config.settings.service
        self.health.loop_limit = settings.watchdog / timedelta(seconds=1)
        self.health.work_limit = settings.stall / timedelta(seconds=1)

    async def _end(self) -> None:
        self.around.notifier.stopping("ending the pages under way")
        self.health.is_stopping = True
        self.desks.stop()
        self.desks.hold("stop", "the service ends")
        grace = self._settings.grace / timedelta(seconds=1)
        is_whole = await self.desks.drain(grace)
        await self._taker.stop()
        if self.desks.failure is None and "archive" not in self.desks.holds:
            await self.archive.finish_run(self.health.pages + self.health.sources)
        tell("stopped", "stopped; everything under way was ended" if is_whole else "stopped after the grace was over")


def can_open(count: int) -> bool:
    """Whether so many further files can be open at once."""
    with ExitStack() as taken:
        try:
            for _ in range(count):
                taken.enter_context(Path(os.devnull).open("rb"))
        except OSError:
            return False
    return True
