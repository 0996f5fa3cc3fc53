"""What happens with alarms: people are told once of each and once of its end, and what they say of it is taken in.

While a program writes to the archive, what a person asks for waits in a file beside it until that program's round ends.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal, Protocol

from pipeline.dates import utc_iso
from pipeline.errors import InputError, PipelineError
from pipeline.notify import sender_of
from pipeline.sites.settings import Notify
from pipeline.store import Archive, Reader
from pipeline.store import alarms as alarm_rows
from pipeline.store.alarms import Alarm, find_alarm

ASKED_SUFFIX: Final = ".alarms"
DETAIL_LINES: Final = 12
"""Lines of an alarm's detail in a message."""


class Sends(Protocol):
    """Who sends messages."""

    @property
    def count(self) -> int:
        """How many targets there are."""

    async def send(self, title: str, body: str, deadline: float) -> list[str]:
        """Send to all; gives the names of those that could not be reached."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent, and the alarms it is about."""

    title: str
    body: str
    alarms: tuple[Alarm, ...]


def compose(alarms: Sequence[Alarm], digest_over: int) -> list[Message]:
    """A message for each alarm and each end of one; one for all when there are more than `digest_over`."""
    if len(alarms) <= digest_over:
        return [Message(_headline(alarm), _body(alarm), (alarm,)) for alarm in alarms]
    begun = sum(alarm.resolved_at is None for alarm in alarms)
    title = f"Warraq: {begun} alarms, {len(alarms) - begun} resolved"
    return [Message(title, "\n".join(_headline(alarm) for alarm in alarms), tuple(alarms))]


def _headline(alarm: Alarm) -> str:
    return f"{'Resolved' if alarm.resolved_at else 'Alarm'} {alarm.id}: {alarm.title}"


def _body(alarm: Alarm) -> str:
    if alarm.resolved_at:
        return f"raised {alarm.raised_at}, resolved {alarm.resolved_at} by {alarm.resolved_by}"
    pages = [f"last good page: {alarm.last_good}"] if alarm.last_good else []
    pages += [f"first bad page: {alarm.first_bad}"] if alarm.first_bad else []
    return "\n".join([*alarm.detail.split("\n")[:DETAIL_LINES], *pages, f"raised {alarm.raised_at}"])


async def deliver(archive: Archive, settings: Notify, sender: Sends | None) -> list[str]:
    """Take in what people asked for, then send what is waiting; gives what could not be sent, for people.

    A message that no target takes is tried again at later runs, ever more rarely. One that some target takes has been
    sent. It is put off before it goes out: a kill between sending and writing it down can only repeat it later.
    """
    await take_asked(archive)
    waiting = archive.waiting_messages() if sender else []
    if not waiting or sender is None:
        return []
    await archive.begin_sending(waiting)
    problems: list[str] = []
    for message in compose(waiting, settings.digest_over):
        failed = await sender.send(message.title, message.body, settings.deadline / timedelta(seconds=1))
        problems += [f"could not be told of {message.title!r}: {name}" for name in failed]
        if len(failed) < sender.count:
            await archive.finish_sending(message.alarms)
        else:
            break  # whoever does not take one message now does not take the next; all are tried again later
    return problems


class Teller:
    """Delivers while a service runs: at most every `EVERY` seconds, beside the rounds, never two at once.

    `say` hears what could not be sent, and an address that is wrong, once until it is another.
    """

    def __init__(self, archive: Archive, ticks: Callable[[], float], say: Callable[[str], None]) -> None:
        self._archive, self._ticks, self._say = archive, ticks, say
        self._next, self._told = float("-inf"), ""
        self._task: asyncio.Task[None] | None = None

    def stir(self, settings: Notify) -> None:
        """See to it that what waits is delivered; returns at once."""
        if (self._task is None or self._task.done()) and self._ticks() >= self._next:
            self._next = self._ticks() + EVERY
            self._task = asyncio.create_task(self._go(settings), name="alarms")

    async def _go(self, settings: Notify) -> None:
        try:
            sender = await asyncio.to_thread(sender_of, settings)  # the import takes half a second
            problems = "; ".join(await deliver(self._archive, settings, sender))
        except PipelineError as error:
            problems = str(error)
        if problems and problems != self._told:
            self._say(problems)
        self._told = problems


EVERY: Final = 20.0


# -- what people ask for ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """One wish of a person: about an alarm by number, or (to mute) about a site and source until a moment."""

    what: Literal["ack", "release", "mute"]
    alarm_id: int = 0
    site: str = ""
    source: str = ""
    until: str = ""


def list_alarms(path: Path, now: datetime, *, with_resolved: bool = False) -> list[Alarm]:
    """The open alarms of an archive, or all there ever were, the newest first."""
    with Reader(path) as reader:
        return reader.ask(lambda conn: alarm_rows.list_alarms(conn, now, with_resolved=with_resolved))


def check(path: Path, asked: Asked, now: datetime) -> None:
    """InputError when there is no such alarm, or it is over."""
    if asked.what == "mute":
        return
    with Reader(path) as reader:
        alarm = reader.ask(lambda conn: find_alarm(conn, asked.alarm_id, now))
    if alarm is None:
        raise InputError(f"there is no alarm {asked.alarm_id}; `warraq alarms --all` lists them")
    if alarm.resolved_at and asked.what == "release":
        raise InputError(f"alarm {asked.alarm_id} is over since {alarm.resolved_at}")


def leave(path: Path, wishes: Iterable[Asked]) -> None:
    """Write wishes into the file beside the archive, for whoever writes to it next."""
    lines = "".join(json.dumps(asdict(asked)) + "\n" for asked in wishes)
    with _asked_file(path).open("a", encoding="utf-8") as file:
        file.write(lines)  # one small write in append mode: lines of two people never mix


def _asked_file(path: Path) -> Path:
    real = path.resolve()
    return real.with_name(real.name + ASKED_SUFFIX)


async def take_asked(archive: Archive) -> int:
    """Do what people asked for meanwhile; gives how many wishes. Doing one twice, after a kill, does no harm."""
    file = _asked_file(archive.path)
    taken = file.with_name(file.name + ".taken")
    if not taken.exists():
        if not file.exists():
            return 0
        file.rename(taken)
    wishes = [Asked(**json.loads(line)) for line in taken.read_text(encoding="utf-8").splitlines()]
    for asked in wishes:
        await grant(archive, asked)
    taken.unlink()
    return len(wishes)


async def grant(archive: Archive, asked: Asked) -> None:
    """Do what a person asked for."""
    if asked.what == "mute":
        await archive.mute_alarms(asked.site, asked.source, datetime.fromisoformat(asked.until))
        return
    alarm = archive.find_alarm(asked.alarm_id)
    if alarm is not None and asked.what == "ack":
        await archive.acknowledge_alarm(alarm.id)
    elif alarm is not None and alarm.resolved_at is None:
        await archive.release_alarm(alarm)


def mute_wish(where: str, until: datetime) -> Asked:
    """The wish to hear nothing of `SITE` or `SITE/SOURCE` until a moment."""
    site, _, source = where.partition("/")
    return Asked("mute", site=site, source=source, until=utc_iso(until))
