"""HANDING OVER: the readings of a re-parse come into the archive, by ourselves or by the service that has it.

A file beside the archive is the way there, the archive itself the way back: what has been put in stands in it, in the
transaction that did it. So either side may be killed at any moment, and no endpoint, port or password is needed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pipeline.errors import ArchiveBusy, StoreError
from pipeline.store import Archive, Reader
from pipeline.store.handing import AT_ONCE, Handed, Readings, take_refusal
from pipeline.store.lock import Owner, read_owner, read_writer
from pipeline.store.rereading import Generation, find_generation

PORTION: Final = 25
"""Readings of a transaction beside pages: one that is to be stored waits for one portion at most."""
LOOK_EVERY: Final = 0.3
"""Seconds between two looks at how far the service is."""
GRACE: Final = 10.0
"""Seconds without anybody who writes after which we do it ourselves: a service that died is started again by then."""
LONG: Final = 60.0
"""Seconds without a portion after which who waits is told why that may be."""

Rest = Callable[[float], Awaitable[object]]


async def no_rest(took: float) -> None:
    """Nobody else writes."""


@dataclass(frozen=True, slots=True)
class Way:
    """The way into an archive: `deliver` is awaited after we put readings in, `tell` hears how far it is.

    `grace` is in seconds.
    """

    path: Path
    clock: Callable[[], datetime]
    deliver: Callable[[Archive], Awaitable[object]]
    tell: Callable[[str], None]
    grace: float = GRACE


@dataclass(frozen=True, slots=True)
class Done:
    """How many articles changed, and the service that put the readings in; None when we did."""

    changed: int
    service: Owner | None = None


async def put_in(
    archive: Archive,
    readings: Readings | Handed,
    portion: int = AT_ONCE,
    rest: Rest = no_rest,
    may_go_on: Callable[[], bool] = lambda: True,
) -> int | None:
    """Put readings in the place of their articles', so many at a time, and remove their file; how many changed.

    None when it `may_go_on` no longer: the next call goes on with the portion after the last. Each portion is a
    transaction, and each reading is put in once, whatever is killed. `rest` is awaited after each, with the seconds
    that it took.
    """
    generation = await archive.begin_generation(readings.about)
    last, changed = generation.reached, generation.articles
    while not generation.is_finished and (part := readings.portion(last, portion)):
        if not may_go_on():
            return None
        began = time.monotonic()
        changed += await archive.replace_readings(part, generation.id)
        last = part[-1].article_id
        await rest(time.monotonic() - began)
    await archive.finish_generation(generation.id)
    readings.discard()
    return changed


async def commit(way: Way, reader: Reader, readings: Readings, wait: float) -> Done:
    """Put readings in, waiting so many seconds for another writer, or have the service do it that has the archive."""
    writer = read_writer(way.path)
    try:
        return await _put_in_ourselves(way, readings, 0.0 if writer and writer.is_service else wait)
    except ArchiveBusy:
        owner = read_owner(way.path)
        if owner is None or not owner.is_service:
            raise
    about = readings.about
    readings.hand_over()
    handed = Handed.find(way.path)
    if handed is None:  # put in within the blink of an eye
        generation = reader.ask(lambda conn: find_generation(conn, about.batch))
        return _ended(way, generation, owner)
    with handed:
        return await see_through(way, reader, handed)


async def see_through(way: Way, reader: Reader, handed: Handed) -> Done:
    """Wait until the service has put readings in; ourselves, when there is none any more. StoreError when refused."""
    watch, service = _Watch(way), read_owner(way.path)
    while True:
        is_waiting = handed.is_waiting()  # asked first: the file goes after the end of its generation
        found = reader.ask(lambda conn: find_generation(conn, handed.known.batch))
        if not is_waiting or (found and found.is_finished):
            return _ended(way, found, service)
        watch.look(found.reached if found else 0, handed.count_beyond(found.reached if found else 0))
        if watch.is_alone():
            try:
                return await _put_in_ourselves(way, handed, 0.0)
            except ArchiveBusy:
                watch.begin_anew()  # a service of another machine's view, a container's, or one that has just come
        await asyncio.sleep(LOOK_EVERY)


async def _put_in_ourselves(way: Way, readings: Readings | Handed, wait: float) -> Done:
    with Archive.open(way.path, wait=wait, clock=way.clock) as archive:
        changed = await put_in(archive, readings)
        await way.deliver(archive)
        return Done(changed or 0)


def _ended(way: Way, found: Generation | None, service: Owner | None) -> Done:
    if found is None or not found.is_finished:
        why = take_refusal(way.path) or "they are gone"
        raise StoreError(f"{way.path}: the service did not take the readings: {why}")
    return Done(found.articles, service)


class _Watch:
    """What who waits sees: how far it is, whether nobody is there to do it, why nothing happens."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._reached, self._moved_at = -1, time.monotonic()
        self._seen_at = float("-inf")  # who is not there when we come is not waited for

    def begin_anew(self) -> None:
        """Somebody is there, or was a moment ago."""
        self._seen_at = time.monotonic()

    def look(self, reached: int, left: int) -> None:
        """Say how far it is."""
        if reached != self._reached:
            self._reached, self._moved_at = reached, time.monotonic()
        told = f"handed over to the service: {left:,} readings to go"
        if time.monotonic() - self._moved_at > LONG:
            told += "; it has not taken any for a minute: is its disk full, or is it an older Warraq? see its log"
        self._way.tell(told)

    def is_alone(self) -> bool:
        """Whether nobody has been writing for a while."""
        if read_writer(self._way.path) is not None:
            self.begin_anew()
        return time.monotonic() - self._seen_at > self._way.grace
