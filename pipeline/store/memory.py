"""What an archive knows of addresses and sources: the questions a run asks, answered without writing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Self

from pipeline.backoff import Pause
from pipeline.models import Attempt, Link
from pipeline.rhythm import Rhythm
from pipeline.store import alarms as alarm_rows
from pipeline.store import exporting, habits, hosts, rhythms, runs, site_memories, sources
from pipeline.store import links as link_rows
from pipeline.store.alarms import Alarm
from pipeline.store.codec import identity_of, to_time
from pipeline.store.links import PRIORITIES, DueLink
from pipeline.store.reader import Reader
from pipeline.store.sources import SourceState


class Memory:
    """Answers from what is committed. It takes no lock and changes nothing; closed with its reader."""

    def __init__(self, reader: Reader, clock: Callable[[], datetime]) -> None:
        self._reader, self._clock = reader, clock

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the reader."""
        self._reader.close()

    def due_link(self, link: Link) -> DueLink:
        """An address asked for, with what is known of its fetches; the stored hint fills what its own lacks."""
        return self._reader.ask(lambda conn: link_rows.due_link(conn, link, self._clock()))

    def due_links(
        self, site_id: str | None, now: datetime, limit: int, priorities: Sequence[int] = PRIORITIES
    ) -> list[DueLink]:
        """Links due by `now`, fresh news before back-fill, longest due first; of all sites for None."""
        return self._reader.ask(lambda conn: link_rows.due_links(conn, site_id, now, limit, priorities))

    def next_due(self, site_id: str, priority: int) -> datetime | None:
        """When the first link of a site and priority is due; None when none ever is."""
        return self._reader.ask(lambda conn: link_rows.next_due(conn, site_id, priority))

    def pauses(self) -> list[Pause]:
        """The hosts in trouble."""
        return self._reader.ask(hosts.read_pauses)

    def last_moment(self) -> datetime | None:
        """When the archive last began a run or an attempt: a clock that shows less has been put back since."""
        return self._reader.ask(runs.last_moment)

    def known_urls(self, urls: Iterable[str]) -> set[str]:
        """Those of the addresses that are known as links or as addresses of articles."""
        return self._reader.ask(lambda conn: link_rows.known_urls(conn, urls))

    def has_capture(self, url: str, fetched_at: datetime | None, sha256: str) -> bool:
        """Whether this very answer is archived: what came from an address (at a moment, if one is given)."""
        at = to_time(fetched_at) if fetched_at else None
        return self._reader.ask(lambda conn: exporting.is_archived(conn, identity_of(url), at, sha256))

    def site_memory(self, key: str) -> str:
        """What the articles of a site have taught, as JSON; empty when none has."""
        return self._reader.ask(lambda conn: site_memories.read_memory(conn, key))

    def why_doubted(self, attempt: Attempt) -> str | None:
        """Why what a feed gave is to be held back, since it is not what it usually gives; None when it is."""
        return self._reader.ask(lambda conn: habits.why_doubted(conn, attempt))

    def alarms(self, *, with_resolved: bool = False) -> list[Alarm]:
        """The open alarms, or all there ever were, the newest first."""
        return self._reader.ask(lambda conn: alarm_rows.list_alarms(conn, self._clock(), with_resolved=with_resolved))

    def find_alarm(self, alarm_id: int) -> Alarm | None:
        """The alarm of this number."""
        return self._reader.ask(lambda conn: alarm_rows.find_alarm(conn, alarm_id, self._clock()))

    def waiting_messages(self) -> list[Alarm]:
        """Alarms of which a message is to be sent now."""
        return self._reader.ask(lambda conn: alarm_rows.waiting_messages(conn, self._clock()))

    def source_state(self, site_id: str, source_id: str) -> SourceState:
        """How a source stands; all empty when it was never looked at."""
        return self._reader.ask(lambda conn: sources.source_state(conn, site_id, source_id))

    def rhythm(self, site_id: str, source_id: str) -> Rhythm:
        """When a source publishes, as far as is known."""
        return self._reader.ask(lambda conn: rhythms.read_rhythm(conn, site_id, source_id))
