"""The archive: one file, one writer; every write is a transaction, acknowledged when it is committed."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Self, TypeVar

from pipeline import due
from pipeline.backoff import Pause
from pipeline.models import Attempt, Link, Receipt, Sent
from pipeline.sites import Site
from pipeline.store import (
    absences,
    alarms,
    coverage,
    hosts,
    ledger_merging,
    merging,
    pruning,
    rereading,
    rhythms,
    runs,
    search_index,
    settling,
    site_watches,
    sources,
    stories,
)
from pipeline.store import links as link_rows
from pipeline.store.articles import Judge
from pipeline.store.failures import translated
from pipeline.store.files import check_place, open_writer
from pipeline.store.lock import WriterLock
from pipeline.store.memory import Memory
from pipeline.store.reader import Reader
from pipeline.store.recording import record_attempt
from pipeline.store.requests import RequestLedger, keep_requests
from pipeline.store.robots import ArchivedRobots
from pipeline.store.sources import Look
from pipeline.store.writer import Writer

T = TypeVar("T")
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


class Archive(Memory):
    """An open archive. Reads answer from what is committed; writes are awaited until theirs is.

    Use it as a context manager: leaving it commits what was submitted and gives the writer's lock up.
    """

    def __init__(self, path: Path, lock: WriterLock, conn: sqlite3.Connection, clock: Clock) -> None:
        super().__init__(Reader(path), clock)
        self.path, self._lock, self._conn = path, lock, conn
        self._writer = Writer(conn, path, _write_waiting)
        self.robots = ArchivedRobots(self._reader, self._writer)
        self.requests = RequestLedger(self._reader)
        self._run_id: int | None = None

    @classmethod
    def open(cls, path: Path | str, *, wait: float = 0.0, clock: Clock = utc_now) -> Self:
        """Open or create the archive at `path` for writing; its folder must exist.

        Waits `wait` seconds for another writer to end, then raises ArchiveBusy naming it. ArchiveForeign and
        ArchiveNewer leave the file as it is; an older archive is copied beside itself and brought up to date.
        StoreError for a place where SQLite cannot keep it whole, such as a network disk.
        """
        place = Path(path)
        with translated(place):
            check_place(place)
            lock = WriterLock(place)
            lock.acquire(wait)
        conn: sqlite3.Connection | None = None
        try:
            with translated(place):
                check_place(place)  # again: it may have been made while we waited
                conn = open_writer(place)
                search_index.bring_up_to_date(conn)
            return cls(place, lock, conn, clock)
        except BaseException:
            if conn is not None:
                conn.close()
            lock.release()
            raise

    def close(self) -> None:
        """Commit what was submitted and let others write. Twice does no harm."""
        if sent := self.requests.take():  # for pages that were given up
            self._writer.submit(lambda conn: keep_requests(conn, sent, self.requests.keep))
        self._writer.close()
        self._reader.close()
        self._settle()
        self._conn.close()  # the last connection to go folds the journal in and removes it
        self._lock.release()

    def _settle(self) -> None:
        # Nobody waits for it and nothing is lost without it: a full or failing disk was, or will be, told by a write.
        if self._writer.is_sound:
            with suppress(sqlite3.Error):
                settling.settle(self._conn)

    # -- attempts ---------------------------------------------------------------------------------------------------

    def submit(self, attempt: Attempt, judge: Judge) -> Future[Receipt]:
        """Queue all that an attempt changes; the Future resolves when it is committed.

        Everything of it is stored, or nothing. Its exception is a StoreError when the file failed.
        """
        about = (self.requests.take(), self.requests.keep)
        done = self._writer.submit(partial(_record, attempt=attempt, judge=judge, run_id=self._run_id, requests=about))
        done.add_done_callback(lambda end: self.requests.give_back(about[0]) if _has_failed(end) else None)
        return done

    async def record(self, attempt: Attempt, judge: Judge) -> Receipt:
        """`submit`, awaited. When the awaiting task is cancelled the attempt is stored whole or not at all."""
        return await asyncio.wrap_future(self.submit(attempt, judge))

    # -- links ------------------------------------------------------------------------------------------------------

    async def add_links(self, links: Iterable[Link], now: datetime) -> int:
        """Keep links, new ones due at once; gives how many were new."""
        found = tuple(links)
        return await self._write(lambda conn: link_rows.add_links(conn, found, now))

    # -- sources ----------------------------------------------------------------------------------------------------

    async def sync_sources(self, sites: Iterable[Site]) -> None:
        """Bring the known sources in line with the site files."""
        known, now = tuple(sites), self._clock()
        await self._write(lambda conn: sources.sync_sources(conn, known, now))
        await self._write(lambda conn: rhythms.sync_rhythms(conn, known))

    async def finish_source(self, site_id: str, source_id: str, look: Look) -> None:
        """Write down how a look at a source ended and when it is due again."""
        now = self._clock()
        await self._write(lambda conn: coverage.finish_look(conn, (site_id, source_id), look, now))

    async def revive_sources(self, site_id: str, reasons: Iterable[str]) -> int:
        """Make those sources of a site due now that failed for one of the reasons; gives how many."""
        asked, now = tuple(reasons), self._clock()
        return await self._write(lambda conn: sources.revive_sources(conn, site_id, asked, now))

    async def save_cursor(self, site_id: str, source_id: str, cursor: str) -> None:
        """Remember where an id range goes on."""
        now = self._clock()
        await self._write(lambda conn: sources.save_cursor(conn, site_id, source_id, cursor, now))

    # -- hosts and clocks -------------------------------------------------------------------------------------------

    async def save_pause(self, pause: Pause) -> None:
        """Remember that a host is left in peace."""
        await self._write(lambda conn: hosts.save_pause(conn, pause))

    async def end_pause(self, host: str) -> None:
        """Forget a host's trouble."""
        now = self._clock()
        await self._write(lambda conn: hosts.end_pause(conn, host, now))

    async def stand_still(self, reason: str, since: datetime, detail: str | None = None) -> None:
        """Write down that from a moment until now nothing could be asked for; reasons are those of `absences`."""
        absence = absences.Absence(since, self._clock(), reason, detail)
        await self._write(lambda conn: absences.stand_still(conn, "", absence))

    async def note_configuration(self, refused: str | None) -> None:
        """Raise the alarm of a configuration that was refused, with why, or end it where none was."""
        now = self._clock()
        if refused is None:
            await self._write(lambda conn: alarms.resolve_alarm(conn, "configuration", ("", ""), "itself", now))
            return
        trouble = alarms.Trouble("configuration", "", "", "the new configuration is refused", refused)
        await self._write(lambda conn: alarms.raise_alarm(conn, trouble, now))

    async def mend_future(self, sites: Iterable[Site]) -> None:
        """Mend the due times of links and sources that a clock wrote which has been put back since."""
        now = self._clock()
        await self._write(lambda conn: link_rows.mend_future(conn, now))
        for site in sites:
            for source in site.sources:
                written = self.source_state(site.id, source.id).looked
                if (mended := due.mend(source, site, written, now)) != written:
                    place = (site.id, source.id, mended)
                    await self._write(lambda conn, place=place: sources.set_looked(conn, *place))  # type: ignore[misc]

    async def check_room(self, size: int) -> None:
        """ArchiveFull when so many bytes more do not fit into the file; nothing is changed."""
        await self._write(lambda conn: pruning.try_room(conn, size))

    # -- runs -------------------------------------------------------------------------------------------------------

    async def start_run(self, command: str, sites: Sequence[str]) -> int:
        """The number of a new run; the outcomes of all attempts submitted from now on bear it."""
        now = self._clock()
        self._run_id = await self._write(lambda conn: runs.start_run(conn, command, sites, now))
        return self._run_id

    async def tell_run(self, summary: Mapping[str, int]) -> None:
        """Write down the counts of the current run, which goes on."""
        run_id, now = self._run_id, self._clock()
        if run_id is not None:
            await self._write(lambda conn: runs.tell_run(conn, run_id, summary, now))

    async def finish_run(self, summary: Mapping[str, int], note: str | None = None) -> None:
        """Close the current run with its counts by reason."""
        run_id, now = self._run_id, self._clock()
        if run_id is not None:
            await self._write(lambda conn: runs.finish_run(conn, run_id, summary, note, now))
        self._run_id = None

    # -- alarms -----------------------------------------------------------------------------------------------------

    async def acknowledge_alarm(self, alarm_id: int) -> None:
        """Write down that a person knows of an alarm."""
        now = self._clock()
        await self._write(lambda conn: alarms.acknowledge(conn, alarm_id, now))

    async def release_alarm(self, alarm: alarms.Alarm) -> None:
        """Take what an alarm is about as the usual from now on."""
        now = self._clock()
        await self._write(lambda conn: alarms.release(conn, alarm, now))

    async def mute_alarms(self, site: str, source: str, until: datetime) -> None:
        """Send nothing of a site, or of one source of it, until a moment."""
        await self._write(lambda conn: alarms.mute(conn, site, source, until))

    async def begin_sending(self, waiting: Sequence[alarms.Alarm]) -> None:
        """Put the next try to send messages off; before they go out."""
        now = self._clock()
        await self._write(lambda conn: alarms.begin_sending(conn, waiting, now))

    async def finish_sending(self, sent: Sequence[alarms.Alarm]) -> None:
        """Write down that messages went out."""
        now = self._clock()
        await self._write(lambda conn: alarms.finish_sending(conn, sent, now))

    # -- keeping ----------------------------------------------------------------------------------------------------

    async def prune(self, before: datetime) -> int:
        """Give up the captures fetched before a moment, some at a time; gives how many. Articles stay."""
        pruned = 0
        while some := await self._write(lambda conn: pruning.prune_some(conn, before)):
            pruned += some
        await self._write(pruning.give_back)
        return pruned

    async def merge(self, other: Path, tell: merging.Tell = lambda table, row: None) -> Counter[str]:
        """Take another archive in; gives what was new by table, and `damaged` captures that were passed over.

        What `open_reader` raises for the other file; a merge that is killed is finished by the next one.
        """
        added: Counter[str] = Counter()
        with Reader(other) as reader:
            for step in (*merging.STEPS, *ledger_merging.STEPS):
                last: int | None = 0
                while last is not None:
                    tell(step.__name__, last)
                    start = last
                    found = await self._write(lambda conn, step=step, start=start: step(conn, reader, start))  # type: ignore[misc]
                    last = found.last
                    added += found.added
        return added

    async def begin_generation(self, about: rereading.About) -> rereading.Generation:
        """A generation for readings, or the one that they have been put in as so far."""
        now = self._clock()
        return await self._write(lambda conn: rereading.begin_generation(conn, about, now))

    async def replace_readings(self, readings: Sequence[rereading.Reading], generation_id: int) -> int:
        """Put readings in the place of their articles' in one transaction; gives how many articles changed by it."""
        now = self._clock()
        return await self._write(lambda conn: rereading.replace_readings(conn, readings, generation_id, now))

    async def finish_generation(self, generation_id: int) -> None:
        """Close a re-parse."""
        now = self._clock()
        await self._write(lambda conn: rereading.finish_generation(conn, generation_id, now))

    async def rebuild_search(self) -> None:
        """Make the full-text index anew from the articles."""
        await self._write(search_index.rebuild)

    async def begin_story_rebuild(self) -> None:
        """Forget all stories, to look at all articles again; does nothing while such a rebuild is unfinished."""
        await self._write(stories.begin_rebuild)

    async def rebuild_stories(self, most: int) -> int | None:
        """Go on with a rebuild by `most` articles; the number of the last one, None when all have been looked at."""
        return await self._write(lambda conn: stories.go_on(conn, most))

    async def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await asyncio.wrap_future(self._writer.submit(work))


def _write_waiting(conn: sqlite3.Connection) -> None:
    search_index.write_waiting(conn)
    site_watches.write_waiting(conn)


def _record(
    conn: sqlite3.Connection,
    attempt: Attempt,
    judge: Judge,
    run_id: int | None,
    requests: tuple[Sequence[Sent], timedelta],
) -> Receipt:
    receipt = record_attempt(conn, attempt, judge, run_id)
    keep_requests(conn, *requests)
    return receipt


def _has_failed(done: Future[Receipt]) -> bool:
    return done.cancelled() or done.exception() is not None
