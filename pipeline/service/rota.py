"""Whose turn it is: when a site's news and its back-fill are due, by what the archive knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.backoff import Hosts
from pipeline.rounds import is_of_part
from pipeline.sites import Site, Source
from pipeline.store import Memory
from pipeline.store.links import BACK_FILL, NEWS
from pipeline.urls import host_of


@dataclass(frozen=True, slots=True)
class Turn:
    """When the two parts of a site's work are due; None for never."""

    news: datetime | None
    back_fill: datetime | None


def next_turn(site: Site, memory: Memory, hosts: Hosts, now: datetime) -> Turn:
    """When a site's work is due: its sources and links at their times, none before its host's pause is over."""
    desk = _Desk(site, memory, hosts, now)
    return Turn(
        news=_earliest(desk.source_times("news"), desk.link_time(NEWS)),
        back_fill=_earliest(desk.source_times("back_fill"), desk.link_time(BACK_FILL)),
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    site: Site
    memory: Memory
    hosts: Hosts
    now: datetime

    def source_times(self, part: str) -> list[datetime]:
        wanted = [source for source in self.site.sources if source.enabled]
        return [self._source_time(source) for source in wanted if is_of_part(source, "news") == (part == "news")]

    def _source_time(self, source: Source) -> datetime:
        at = self.memory.source_state(self.site.id, source.id).next_due or self.now
        return self._not_before_pause(at, getattr(source, "url", self.site.home))

    def link_time(self, priority: int) -> list[datetime]:
        at = self.memory.next_due(self.site.id, priority)
        return [] if at is None else [self._not_before_pause(at, self.site.home)]

    def _not_before_pause(self, at: datetime, url: str) -> datetime:
        return max(at, self.hosts.paused_until(host_of(url), self.now) or at)


def _earliest(*times: list[datetime]) -> datetime | None:
    return min((time for some in times for time in some), default=None)
