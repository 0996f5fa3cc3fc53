"""Which sources and pages a run looks at, in which order and how many; the story of each is in `run.py`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

from pipeline import discover, due
from pipeline.errors import DiscoverError
from pipeline.models import Discovery, Link
from pipeline.run import SOURCE_ANSWERED, Run, Summary
from pipeline.sites import FeedSource, IdsSource, ListingSource, Site, SitemapSource, Source, UrlsSource
from pipeline.store import DueLink

T = TypeVar("T")

PAGES_AT_ONCE: Final = 8
"""Pages of one site under way: one is being fetched, the others are being read or committed."""

GIVE_UP_AFTER: Final = 5
"""Failures in a row that look like the host's, not the page's, after which a site is left alone until the next run."""

HOST_TROUBLE: Final = frozenset(
    {"dns_failed", "connect_failed", "tls_failed", "deadline_exceeded", "connection_lost", "robots_unavailable"}
    | {"rate_limited", "server_failed", "blocked_address"}
)
NO_PAGE: Final = frozenset({"not_found", "gone", "not_an_article"})
"""Outcomes that count as a miss when numbers are counted through."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one round is asked to do.

    `urls` are visited instead of sites when given. `look_now` looks at sources whether due or not. `max_pages` bounds
    the pages visited over all sites, `since` leaves out links known to be older. A `dry_run` stores nothing.
    """

    sites: tuple[Site, ...]
    urls: tuple[Link, ...] = ()
    look_now: bool = False
    max_pages: int | None = None
    since: datetime | None = None
    dry_run: bool = False


class Round:
    """One round of a plan."""

    def __init__(self, run: Run, plan: Plan) -> None:
        self.run, self.plan = run, plan
        self.now = run.stages.clock()
        self._left = plan.max_pages

    async def go(self) -> Summary:
        """Carry the plan out, several sites side by side; a StoreError ends it, a page's failure never does."""
        by_id = {site.id: site for site in self.plan.sites}
        async with asyncio.TaskGroup() as group:
            for link in self.take(self.plan.urls):
                group.create_task(self._visit_asked(link, by_id.get(link.site or "")))
            if not self.plan.urls:
                for site in self.plan.sites:
                    group.create_task(SiteRound(self, site).go())
        return self.run.summary

    def take(self, wanted: Sequence[T]) -> Sequence[T]:
        """As many of the wanted pages as the plan's `max_pages` still grants."""
        granted = wanted if self._left is None else wanted[: self._left]
        if self._left is not None:
            self._left -= len(granted)
        return granted

    @property
    def is_spent(self) -> bool:
        """Whether `max_pages` is used up."""
        return self._left == 0

    async def _visit_asked(self, link: Link, site: Site | None) -> None:
        if self.plan.dry_run:
            self.run.summary.would_fetch.append(link)
        else:
            await self.run.visit(self.run.stages.archive.due_link(link), site)


class SiteRound:
    """A round's work on one site: its due sources one after the other, then pages until none is due."""

    def __init__(self, round_: Round, site: Site) -> None:
        self.round, self.run, self.plan, self.site = round_, round_.run, round_.plan, site
        self.archive = round_.run.stages.archive
        self._visited: set[str] = set()
        self._failures_in_a_row = 0

    async def go(self) -> None:
        """Look, then visit; stop early when the host seems down."""
        for source in self.site.sources:
            if source.enabled and self._is_due(source) and not self.is_given_up:
                await self._look(source)
        if not self.plan.dry_run:
            await self._visit_due()
        if self.is_given_up:
            self.run.summary.notes.append(f"{self.site.id}: left alone after {GIVE_UP_AFTER} failures in a row")

    @property
    def is_given_up(self) -> bool:
        """Whether the host seems down."""
        return self._failures_in_a_row >= GIVE_UP_AFTER

    def _is_due(self, source: Source) -> bool:
        next_due = self.archive.source_state(self.site.id, source.id).next_due
        return self.plan.look_now or next_due is None or next_due <= self.round.now

    async def _look(self, source: Source) -> None:
        if isinstance(source, IdsSource):
            await self._back_fill(source)
        elif isinstance(source, UrlsSource):
            await self._list(source)
        else:
            await self._read_documents(source)

    async def _read_documents(self, source: FeedSource | SitemapSource | ListingSource) -> None:
        """The source's document and those it leads to, within its bounds."""
        frontier = discover.frontier.start(source)
        reasons: list[str] = []
        count = 0
        while frontier.waiting:
            step, frontier = frontier.pop()
            reason, found = await self._read_document(step.url, source)
            reasons.append(reason)
            frontier = frontier.push(step.url, step.depth, found.more)
            links, frontier = frontier.take(found.links)
            count += len(links)
            self.run.summary.would_fetch += self._unknown(links)
        await self._finish(source, _worst(reasons), count, "; ".join(frontier.notes) or None)

    async def _read_document(self, url: str, source: Source) -> tuple[str, Discovery]:
        link = Link(url=url, how=source.kind, site=self.site.id, source=source.id)
        due_link = self.archive.due_link(link)
        reason, found = await self.run.look(due_link, source, self.site, store=not self.plan.dry_run)
        self._watch_host(reason)
        return reason, found

    def _unknown(self, links: Sequence[Link]) -> list[Link]:
        """On a dry run, the links that a real one would fetch."""
        if not self.plan.dry_run:
            return []
        known = self.archive.known_urls(link.url for link in links)
        return [link for link in links if link.url not in known and self._is_wanted(link)]

    async def _list(self, source: UrlsSource) -> None:
        data = await asyncio.to_thread(Path(source.file).read_bytes) if source.file else None
        found = discover.urls.find(source, self.site, data)
        self.run.summary.notes += found.notes
        self.run.summary.would_fetch += self._unknown(found.links)
        if not self.plan.dry_run:
            self.run.summary.new_links += await self.archive.add_links(found.links, self.round.now)
        await self._finish(source, "read" if found.links else "empty", len(found.links), "; ".join(found.notes) or None)

    async def _back_fill(self, source: IdsSource) -> None:
        """Numbers in their order; the place reached is saved after each, so that a kill repeats one page at most."""
        cursor = discover.ids.resume(source, self.archive.source_state(self.site.id, source.id).cursor)
        links = self.round.take(discover.ids.batch(source, cursor, self.site))
        if self.plan.dry_run:
            self.run.summary.would_fetch += links
            return
        hits = 0
        for link in links:
            hit = await self._is_hit(link)
            if hit is None or cursor.done:
                break
            hits += hit
            cursor = discover.ids.advance(source, cursor, [hit])
            await self.archive.save_cursor(self.site.id, source.id, cursor.to_json())
        await self._finish(source, "read" if hits else "empty", hits, "done" if cursor.done else f"next: {cursor.next}")

    async def _is_hit(self, link: Link) -> bool | None:
        """Whether there is an article; None when that could not be found out."""
        if self.archive.known_urls([link.url]):
            return True
        self._visited.add(link.url)
        receipt = await self.run.visit(self.archive.due_link(link), self.site)
        self._watch_host(receipt.reason)
        if receipt.article_id is not None:
            return True
        return False if receipt.reason in NO_PAGE else None

    async def _finish(self, source: Source, reason: str, links: int, detail: str | None) -> None:
        if self.plan.dry_run:
            return
        now = self.run.stages.clock()
        state = self.archive.source_state(self.site.id, source.id)
        regular = due.next_look(source, self.site, now)
        if reason not in SOURCE_ANSWERED:
            regular = due.source_after_failure(DiscoverError(reason), state.failures + 1, regular, now)
        await self.archive.finish_source(self.site.id, source.id, reason, detail, links, regular)

    async def _visit_due(self) -> None:
        """Pages as they come due, also those found on the way, until the site's or the plan's share is used up."""
        left = self.site.max_links
        while left > 0 and not self.is_given_up:
            batch = self.round.take(self._due_batch(min(left, 50)))
            if not batch:
                return
            left -= len(batch)
            await self._visit_all(batch)

    def _due_batch(self, limit: int) -> list[DueLink]:
        found = self.archive.due_links(self.site.id, self.run.stages.clock(), limit + len(self._visited))
        fresh = [due_link for due_link in found if due_link.link.url not in self._visited]
        return [due_link for due_link in fresh if self._is_wanted(due_link.link)][:limit]

    def _is_wanted(self, link: Link) -> bool:
        known = link.hint.published
        return self.plan.since is None or known is None or known.value >= self.plan.since

    async def _visit_all(self, batch: Sequence[DueLink]) -> None:
        places = asyncio.Semaphore(PAGES_AT_ONCE)
        async with asyncio.TaskGroup() as group:
            for due_link in batch:
                self._visited.add(due_link.link.url)
                await places.acquire()
                if self.is_given_up:
                    return
                group.create_task(self._visit(due_link, places))

    async def _visit(self, due_link: DueLink, places: asyncio.Semaphore) -> None:
        try:
            receipt = await self.run.visit(due_link, self.site)
            self._watch_host(receipt.reason)
        finally:
            places.release()

    def _watch_host(self, reason: str) -> None:
        self._failures_in_a_row = self._failures_in_a_row + 1 if reason in HOST_TROUBLE else 0


def _worst(reasons: Sequence[str]) -> str:
    """What became of a source with several documents: its first failure, else the best."""
    failures = [reason for reason in reasons if reason not in SOURCE_ANSWERED]
    if failures:
        return failures[0]
    return next((reason for reason in ("read", "not_modified") if reason in reasons), "empty")
