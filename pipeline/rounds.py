"""Which sources and pages a run looks at, in which order and how many; the story of each is in `run.py`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from pipeline import discover, due
from pipeline.backoff import HOST_TROUBLE
from pipeline.errors import DiscoverError, OutOfResources, PageError, StoreError
from pipeline.models import Attempt, Discovery, Link
from pipeline.run import Run, Summary, at_home
from pipeline.sites import FeedSource, IdsSource, ListingSource, Site, SitemapSource, Source, UrlsSource
from pipeline.store import DueLink, Look, Memory
from pipeline.store.links import BACK_FILL, NEWS
from pipeline.urls import host_of

PAGES_AT_ONCE: Final = 8
"""Pages of one site under way: one is being fetched, the others are being read or committed."""

GIVE_UP_AFTER: Final = 5
"""Failures in a row that look like the host's, not the page's, after which a site is left alone until the next run."""

NO_PAGE: Final = frozenset({"not_found", "gone", "not_an_article", "soft_not_found", "bad_status", "bad_redirect"})
"""Outcomes that count as a miss when numbers are counted through; sites say "no such number" in all these ways."""

CANNOT_ASK: Final = HOST_TROUBLE | {"robots_denied", "consent_wall"}
"""Outcomes that say nothing about a number."""

BATCH: Final = 50
"""Due links looked up at a time; those found on the way come with the next batch, before older back-fill."""


Part = Literal["all", "news", "back_fill"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What one round is asked to do.

    `urls` are visited instead of sites when given. `look_now` looks at sources whether due or not. `max_pages` bounds
    the pages visited over all sites, `since` leaves out links known to be older. A `dry_run` stores nothing. `part`
    leaves out what is not news (older pages, and counting through numbers), or what is.
    """

    sites: tuple[Site, ...]
    urls: tuple[Link, ...] = ()
    look_now: bool = False
    max_pages: int | None = None
    since: datetime | None = None
    dry_run: bool = False
    part: Part = "all"

    @property
    def priorities(self) -> tuple[int, ...]:
        """Of the links that are visited."""
        return {"all": (NEWS, BACK_FILL), "news": (NEWS,), "back_fill": (BACK_FILL,)}[self.part]


class Round:
    """One round of a plan.

    `memory` is what is known so far, when that is not the run's own archive (a dry run). `is_over` is asked before
    each page and document; once it says so, what is under way is ended and nothing more is begun.
    """

    def __init__(
        self, run: Run, plan: Plan, memory: Memory | None = None, is_over: Callable[[], bool] = lambda: False
    ) -> None:
        self.run, self.plan, self.memory = run, plan, memory or run.stages.archive
        self.is_over = is_over
        self.now = run.stages.clock()
        self._left = plan.max_pages

    async def go(self) -> Summary:
        """Carry the plan out, sites side by side; StoreError and OutOfResources end it, a page's failure never does."""
        try:
            async with asyncio.TaskGroup() as group:
                self._start(group)
        except BaseExceptionGroup as failures:
            if (failure := _sole_own_failure(failures)) is None:
                raise
            raise failure from failures
        return self.run.summary

    def _start(self, group: asyncio.TaskGroup) -> None:
        by_id = {site.id: site for site in self.plan.sites}
        for link in self.plan.urls:
            if self.grant():
                group.create_task(self._visit_asked(link, by_id.get(link.site or "")))
        if not self.plan.urls:
            for site in self.plan.sites:
                group.create_task(SiteRound(self, site).go())

    def grant(self) -> bool:
        """Take one page out of what the plan's `max_pages` leaves; False when it is used up."""
        if self.is_spent:
            return False
        if self._left is not None:
            self._left -= 1
        return True

    @property
    def is_spent(self) -> bool:
        """Whether `max_pages` is used up, or the round is over."""
        return self._left == 0 or self.is_over()

    async def _visit_asked(self, link: Link, site: Site | None) -> None:
        if self.plan.dry_run:
            self.run.summary.would_fetch.append(link)
        else:
            await self.run.visit(self.memory.due_link(link), site)


class SiteRound:
    """A round's work on one site: its due sources one after the other, then pages until none is due."""

    def __init__(self, round_: Round, site: Site) -> None:
        self.round, self.run, self.plan, self.site = round_, round_.run, round_.plan, site
        self.archive, self.memory = round_.run.stages.archive, round_.memory
        self._settled: set[str] = set()  # addresses this round has visited or left out
        self._found: dict[str, Link] = {}  # on a dry run
        self._failures_in_a_row = 0

    async def go(self) -> None:
        """Look, then visit; stop early when the host seems down."""
        for source in self.site.sources:
            if self._is_to_look(source) and not self.is_given_up and not self.round.is_over():
                await self._look(source)
        if self.plan.dry_run:
            self._list_wanted()
        else:
            await self._visit_due()
        if self.is_given_up:
            self.run.summary.notes.append(f"{self.site.id}: left alone after {GIVE_UP_AFTER} failures in a row")

    @property
    def is_given_up(self) -> bool:
        """Whether the host seems down."""
        return self._failures_in_a_row >= GIVE_UP_AFTER

    def _is_to_look(self, source: Source) -> bool:
        if not source.enabled or not is_of_part(source, self.plan.part):
            return False
        if self.plan.look_now:
            return True
        next_due = self.memory.source_state(self.site.id, source.id).next_due
        is_due = next_due is None or next_due <= self.round.now
        return is_due and not self._is_paused(getattr(source, "url", self.site.home))

    def _is_paused(self, url: str) -> bool:
        """Whether the host is left in peace; what was asked for by name is tried all the same."""
        stages = self.run.stages
        return not self.plan.look_now and stages.hosts.paused_until(host_of(url), stages.clock()) is not None

    async def _look(self, source: Source) -> None:
        try:
            if isinstance(source, IdsSource):
                await self._back_fill(source)
            elif isinstance(source, UrlsSource):
                await self._list(source)
            else:
                await self._read_documents(source)
        except DiscoverError as error:
            await self._finish(source, error, 0, error.detail)

    async def _read_documents(self, source: FeedSource | SitemapSource | ListingSource) -> None:
        """The source's document and those it leads to, within its bounds."""
        frontier = discover.frontier.start(source)
        ends: list[str | PageError] = []
        count = 0
        while frontier.waiting:
            if self.round.is_over():
                return  # not finished: it stays due
            step, frontier = frontier.pop()
            attempt = await self._read_document(step.url, source, frontier.links_left)
            ends.append(attempt.error or attempt.reason or "empty")
            found = attempt.discovery or Discovery()
            frontier = frontier.push(step.url, step.depth, found.more)
            links, frontier = frontier.take(found.links)
            count += len(links)
            self._keep_in_mind(links)
        end = _worst(ends)
        told = (*frontier.notes, end.detail) if isinstance(end, PageError) else frontier.notes
        await self._finish(source, end, count, "; ".join(told) or None)

    async def _read_document(self, url: str, source: Source, most: int | None) -> Attempt:
        link = Link(url=url, how=source.kind, site=self.site.id, source=source.id)
        store = not self.plan.dry_run
        attempt = await self.run.look(self.memory.due_link(link), source, self.site, most=most, store=store)
        self._watch_host(attempt.reason)
        return attempt

    async def _list(self, source: UrlsSource) -> None:
        found = discover.urls.find(source, self.site, await _read_list(source))
        links = at_home(found.links, self.site)
        self.run.summary.notes += found.notes
        self._keep_in_mind(links)
        if not self.plan.dry_run:
            self.run.summary.new_links += await self.archive.add_links(links, self.round.now)
        await self._finish(source, "read" if links else "empty", len(links), "; ".join(found.notes) or None)

    async def _back_fill(self, source: IdsSource) -> None:
        """Numbers in their order; the place reached is saved after each, so that a kill repeats one page at most."""
        cursor = discover.ids.resume(source, self.memory.source_state(self.site.id, source.id).cursor)
        links = at_home(discover.ids.batch(source, cursor, self.site), self.site)
        self._keep_in_mind(links)
        hits = 0
        for link in () if self.plan.dry_run else links:
            hit = None if cursor.done or self.is_given_up else await self._is_hit(link)
            if hit is None:
                break
            hits += hit
            cursor = discover.ids.advance(source, cursor, [hit])
            await self.archive.save_cursor(self.site.id, source.id, cursor.to_json())
        if self.round.is_over():
            return  # there is more of this run's share: it stays due
        await self._finish(source, "read" if hits else "empty", hits, "done" if cursor.done else f"next: {cursor.next}")

    async def _is_hit(self, link: Link) -> bool | None:
        """Whether there is a page of this number; None when that could not be found out, or no page is granted.

        An address known from before is taken for a page, it is or was due by itself.
        """
        if self.memory.known_urls([link.url]):
            return True
        if self._is_paused(link.url) or not self.round.grant():
            return None
        due_link = self.memory.due_link(link)
        self._settled.add(due_link.link.url)
        receipt = await self.run.visit(due_link, self.site)
        self._watch_host(receipt.reason)
        return None if receipt.reason in CANNOT_ASK else receipt.reason not in NO_PAGE

    async def _finish(self, source: Source, end: str | PageError, links: int, detail: str | None) -> None:
        """Write down how a look at a source ended: with an outcome's reason or with an error."""
        if self.plan.dry_run:
            return
        now = self.run.stages.clock()
        known = self.memory.rhythm(self.site.id, source.id) if due.is_adaptive(source, self.site) else None
        following = due.next_look(source, self.site, now, known)
        look = Look(end if isinstance(end, str) else end.reason, detail, links, following)
        if isinstance(end, PageError):
            look = self._after_failure(source, end, look, now)
        await self.archive.finish_source(self.site.id, source.id, look)

    def _after_failure(self, source: Source, error: PageError, look: Look, now: datetime) -> Look:
        state = self.memory.source_state(self.site.id, source.id)
        failures, regular = state.failures + 1, look.next_due or now
        if not self.run.stages.hosts.is_network_down():  # else the source is not to blame, and waits no longer
            look = replace(look, next_due=due.source_after_failure(error, failures, regular, now))
        crashes = failures if due.is_crash(state.last_result) else 1
        if not due.is_crash(error.reason) or crashes < due.QUARANTINED_AFTER:
            return look
        told = f"{self.site.id}/{source.id}: quarantined, its document broke the reader {crashes} times in a row"
        self.run.summary.notes.append(told)
        return replace(look, next_due=now + due.QUARANTINE, is_quarantined=True)

    def _keep_in_mind(self, links: Sequence[Link]) -> None:
        """On a dry run, what a real one would have written down."""
        if self.plan.dry_run:
            known = self.memory.known_urls(link.url for link in links)
            self._found |= {link.url: link for link in links if link.url not in known and self._is_wanted(link)}

    def _list_wanted(self) -> None:
        """On a dry run, the pages that a real one would fetch: those due already, then those found."""
        waiting = [due_link.link for due_link in self._due_batch(self.site.max_links)]
        for link in [*waiting, *self._found.values()][: self.site.max_links]:
            if self.round.grant():
                self.run.summary.would_fetch.append(link)

    async def _visit_due(self) -> None:
        """Pages as they come due, also those found on the way, until the site's or the plan's share is used up."""
        left = self.site.max_links
        while left > 0 and not self.is_given_up and not self.round.is_spent and not self._is_paused(self.site.home):
            batch = self._due_batch(min(left, BATCH))
            if not batch:
                return
            left -= len(batch)
            await self._visit_all(batch)

    def _due_batch(self, limit: int) -> list[DueLink]:
        """Due links that are wanted and not settled yet; what is not wanted is settled, and stays due."""
        while True:
            found = self._due_links(limit + len(self._settled))
            fresh = [due_link for due_link in found if due_link.link.url not in self._settled]
            wanted = [due_link for due_link in fresh if self._is_wanted(due_link.link)]
            if wanted or not fresh:
                return wanted[:limit]
            self._settled |= {due_link.link.url for due_link in fresh}

    def _due_links(self, limit: int) -> list[DueLink]:
        return self.memory.due_links(self.site.id, self.run.stages.clock(), limit, self.plan.priorities)

    def _is_wanted(self, link: Link) -> bool:
        known = link.hint.published
        is_young = self.plan.since is None or known is None or known.value >= self.plan.since
        return is_young and not self._is_paused(link.url)

    async def _visit_all(self, batch: Sequence[DueLink]) -> None:
        under_way: set[asyncio.Task[None]] = set()
        async with asyncio.TaskGroup() as group:
            for due_link in batch:
                while len(under_way) >= self._places():
                    _, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                if self.is_given_up:
                    return
                self._settled.add(due_link.link.url)
                if self._is_paused(due_link.link.url):
                    continue
                if not self.round.grant():
                    return
                under_way.add(group.create_task(self._visit(due_link)))

    def _places(self) -> int:
        """How many pages may be under way; one by one while the host is in trouble, so that it is soon left alone."""
        is_on_trial = self.run.stages.hosts.is_on_trial(host_of(self.site.home))
        return 1 if self._failures_in_a_row or is_on_trial else PAGES_AT_ONCE

    async def _visit(self, due_link: DueLink) -> None:
        receipt = await self.run.visit(due_link, self.site)
        self._watch_host(receipt.reason)

    def _watch_host(self, reason: str | None) -> None:
        self._failures_in_a_row = self._failures_in_a_row + 1 if reason in HOST_TROUBLE else 0


def is_of_part(source: Source, part: Part) -> bool:
    """Whether a source is looked at in a part of the work: counting through numbers is back-fill, the rest is news."""
    return part == "all" or (part == "back_fill") == isinstance(source, IdsSource)


async def _read_list(source: UrlsSource) -> bytes | None:
    """The content of a source's file, None when it has none; DiscoverError when it cannot be read."""
    try:
        return await asyncio.to_thread(Path(source.file).read_bytes) if source.file else None
    except OSError as error:
        raise DiscoverError(f"{source.file}: {error.strerror or error}") from error


def _sole_own_failure(failures: BaseException) -> StoreError | OutOfResources | None:
    """The archive's or machine's failure that ended several tasks at once; None when any other is among theirs."""
    if not isinstance(failures, BaseExceptionGroup):
        return failures if isinstance(failures, StoreError | OutOfResources) else None
    found = [_sole_own_failure(failure) for failure in failures.exceptions]
    return None if None in found else found[0]


def _worst(ends: Sequence[str | PageError]) -> str | PageError:
    """What became of a source with several documents: its first failure, else the best."""
    failure = next((end for end in ends if isinstance(end, PageError)), None)
    return failure or next((reason for reason in ("read", "not_modified") if reason in ends), "empty")
