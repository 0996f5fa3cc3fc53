"""THE WRITE STORY: the life of one page, top to bottom, and of the documents that lead to it.

  1. discover   a source's document is fetched and read for links            Run.look
  2. fetch      a page is asked for, politely and conditionally              Run.visit
  3. parse      what came is read in a killable child, which is told what earlier pages taught of the site
  4. dedupe     what the archive knows says what the article is to it
  5. store      capture, article, ticker, links, due time, outcome and what it taught become one transaction

Whatever happens to a page, it ends in exactly one outcome. Which pages, in which order and how many: `rounds.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pipeline import answers, dedupe, discover, due, reading, site_memory
from pipeline.backoff import HOST_TROUBLE, Hosts
from pipeline.dates import utc_iso
from pipeline.errors import BadStatus, Challenged, HeldBack, NotAnArticle, PageError
from pipeline.fetch import Fetcher, Policy
from pipeline.meter import Meter
from pipeline.models import OBSTACLES, SUCCESSES, Attempt, Capture, Link, Page, Receipt, Request, RequestWhy
from pipeline.sites import Settings, Site, Source
from pipeline.store import Archive, DueLink
from pipeline.urls import host_of
from pipeline.worker import Workers

Observer = Callable[[Link, Receipt], None]


@dataclass(frozen=True, slots=True)
class Stages:
    """The parts a run works with, built by the composition root."""

    settings: Settings
    fetcher: Fetcher
    workers: Workers
    archive: Archive
    clock: Callable[[], datetime]
    hosts: Hosts = field(default_factory=Hosts)
    is_clock_suspect: Callable[[], bool] = lambda: False
    meter: Meter = field(default_factory=Meter)


@dataclass(slots=True)
class Summary:
    """What a run did so far: pages and source documents by outcome, and what was found."""

    pages: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    new_links: int = 0
    new_headlines: int = 0
    back_fill: int = 0
    would_fetch: list[Link] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def broken_sources(self) -> int:
        """Source documents that could not be read."""
        return sum(count for reason, count in self.sources.items() if reason not in SUCCESSES)

    @property
    def reasons(self) -> Counter[str]:
        """All outcomes by reason."""
        return self.pages + self.sources

    def count(self, counter: Counter[str], receipt: Receipt) -> None:
        """Add one receipt."""
        counter[receipt.reason] += 1
        self.new_links += receipt.new_links
        self.new_headlines += receipt.new_headlines
        self.back_fill += receipt.back_fill


class Run:
    """The story of pages and documents, one call each; `observe` is told of every receipt as it is acknowledged."""

    def __init__(self, stages: Stages, observe: Observer = lambda link, receipt: None) -> None:
        self.stages, self.observe = stages, observe
        self.summary = Summary()
        self._memories = site_memory.Shelf(stages.archive.site_memory)

    async def visit(self, due_link: DueLink, site: Site | None) -> Receipt:
        """The life of one page: fetch, parse, dedupe, store. Only a StoreError or a bug comes out of it."""
        attempt = self._begin(due_link.link)
        try:
            capture = await self.fetch(due_link, site, _purpose(due_link))
            attempt = replace(attempt, capture=capture, tries=capture.tries)
            attempt = await self._read(attempt, site)
        except PageError as error:
            attempt = _failed(attempt, error)
        attempt = replace(attempt, next_due=self._page_due(attempt, due_link, site))
        receipt = await self._record_page(attempt)
        await self._note_host(attempt, site)
        return receipt

    async def take_in(self, capture: Capture, link: Link, site: Site | None) -> Receipt:
        """The life of a page that came as a file: the same without the fetch; an address known before stays due."""
        return await self.keep(await self.read_in(capture, link, site), site)

    async def read_in(self, capture: Capture, link: Link, site: Site | None) -> Attempt:
        """Read a page that came as a file; nothing is stored yet."""
        attempt = replace(self._begin(link), capture=capture)
        try:
            return await self._read(attempt, site)
        except PageError as error:
            return _failed(attempt, error)

    async def keep(self, attempt: Attempt, site: Site | None) -> Receipt:
        """Store what was read of a file; of several kept at once, the first to begin is stored first."""
        if self.stages.archive.known_urls([attempt.link.url]):
            due_link = self.stages.archive.due_link(attempt.link)
            attempt = replace(attempt, next_due=self._page_due(attempt, due_link, site))
        return await self._record_page(attempt)

    async def look(
        self, due_link: DueLink, source: Source, site: Site, *, most: int | None = None, store: bool = True
    ) -> Attempt:
        """Fetch a source's document and read it for links, at most `most` of them; gives the ended attempt."""
        attempt = self._begin(due_link.link)
        try:
            capture = await self.fetch(due_link, site)
            attempt = replace(attempt, capture=capture, tries=capture.tries, unmodified=capture.status == 304)
            if not attempt.unmodified:
                read = await self._read_source(attempt, capture, source, site)
                if why := self._why_held(read):
                    raise HeldBack(why, url=capture.final_url)
                attempt = _bounded(read, most)
        except PageError as error:
            attempt = _failed(attempt, error)
        if store:
            await self._record_source(attempt)
            await self._note_host(attempt, site)
        return attempt

    def _why_held(self, attempt: Attempt) -> str | None:
        """Why nothing of a source's document is to be taken: it is not what the source usually gives."""
        return self.stages.archive.why_doubted(attempt) if self.stages.settings.alarms.hold_feeds else None

    async def fetch(self, due_link: DueLink, site: Site | None, why: RequestWhy = "source") -> Capture:
        """Ask for an address, conditionally unless its last full answer is too old to trust a 304."""
        request = Request(due_link.link.url, why=why)
        full = due_link.last_full_fetch
        age = self.stages.clock() - full if full else None
        # An answer of the future was dated by a clock that has been put back: nobody knows how old it is.
        if age is not None and timedelta(0) <= age < self.stages.settings.network.full_fetch_every:
            request = replace(request, etag=due_link.etag, last_modified=due_link.last_modified)
        capture = await self.stages.fetcher.fetch(request, policy(site))
        self.stages.meter.fetched(capture.elapsed, len(capture.body))
        if capture.distrust:
            self._note_once(f"{host_of(capture.final_url)}: asked although its certificate is bad: {capture.distrust}")
        return capture

    def _note_once(self, note: str) -> None:
        if note not in self.summary.notes:
            self.summary.notes.append(note)

    def _begin(self, link: Link) -> Attempt:
        return Attempt(link, self.stages.clock(), is_clock_suspect=self.stages.is_clock_suspect())

    async def _note_host(self, attempt: Attempt, site: Site | None) -> None:
        """Tell what is known of hosts how an attempt ended; a trouble that begins or ends is kept, and told."""
        hosts, archive, error = self.stages.hosts, self.stages.archive, attempt.error
        url = (error.url if error else attempt.capture and attempt.capture.final_url) or attempt.link.url
        if error and error.reason in HOST_TROUBLE:
            asked = error.facts.get("retry_after")
            pause = hosts.note_failure(host_of(url), attempt.link.url, error.reason, asked, self.stages.clock())
            if pause:
                self.summary.notes.append(f"{pause.host}: {pause.reason}, left in peace until {utc_iso(pause.until)}")
                await archive.save_pause(pause)
        elif attempt.capture and (ended := hosts.note_answer(host_of(attempt.capture.final_url), self.stages.clock())):
            self.summary.notes.append(f"{ended.host}: answers again, after trouble since {utc_iso(ended.since)}")
            await archive.end_pause(ended.host)
            if site:
                await archive.revive_sources(site.id, HOST_TROUBLE)

    async def _read(self, attempt: Attempt, site: Site | None) -> Attempt:
        capture, link = attempt.capture, attempt.link
        if capture is None or capture.status == 304:
            return replace(attempt, unmodified=True)
        kind = capture.header("content-type") or ""
        if capture.encoding is None and answers.is_no_page(kind, capture.body):
            raise NotAnArticle(f"no page: {kind[:100] or 'binary'}, {len(capture.body)} bytes", url=capture.final_url)
        memory = self._memories.take(site_memory.key_of(link.site, capture.final_url))
        with self.stages.meter.reading():
            page = await self.stages.workers.call(reading.read_page, capture, link.site, link.hint, memory)
        if page.kind in OBSTACLES:
            raise OBSTACLES[page.kind](page.why or page.kind, url=capture.final_url)
        return replace(attempt, page=page, links=_ticker_links(page, site, capture))

    async def _read_source(self, attempt: Attempt, capture: Capture, source: Source, site: Site) -> Attempt:
        with self.stages.meter.reading():
            looked = await self.stages.workers.call(reading.read_source, capture, site.id, source.id)
        found = replace(looked.discovery, links=at_home(looked.discovery.links, site))
        links = _ticker_links(looked.page, site, capture) if looked.page else ()
        return replace(attempt, discovery=found, page=looked.page, links=links)

    def _page_due(self, attempt: Attempt, due_link: DueLink, site: Site | None) -> datetime | None:
        now = self.stages.clock()
        if attempt.error:
            return due.after_failure(attempt.error, due_link.failures + 1, now)
        if attempt.page and attempt.page.article is None:
            return None
        return due.after_success(site, due_link.first_seen, now)

    async def _record_page(self, attempt: Attempt) -> Receipt:
        receipt = await self.stages.archive.record(attempt, dedupe)
        self.summary.count(self.summary.pages, receipt)
        self.observe(attempt.link, receipt)
        return receipt

    async def _record_source(self, attempt: Attempt) -> None:
        receipt = await self.stages.archive.record(attempt, dedupe)
        self.summary.count(self.summary.sources, receipt)
        self.observe(attempt.link, receipt)


def policy(site: Site | None) -> Policy:
    """How gently a site's pages are asked for."""
    if site is None:
        return Policy()
    delay = site.delay / timedelta(seconds=1) if site.delay is not None else None
    distrusted = site.hosts if site.bad_certificate == "accept" else frozenset[str]()
    return Policy(delay=delay, robots_on_403=site.robots_on_403, distrusted=distrusted)


def _purpose(due_link: DueLink) -> RequestWhy:
    """What a page is asked for."""
    if due_link.link.how == "command":
        return "asked"
    if due_link.last_full_fetch or due_link.failures:
        return "revisit"
    return "back_fill" if due_link.priority or due_link.link.how == "ids" else "new"


def _failed(attempt: Attempt, error: PageError) -> Attempt:
    capture = error.facts.get("capture") or attempt.capture
    if isinstance(error, BadStatus) and capture and answers.is_challenge(capture.headers, capture.body):
        error = Challenged(f"{error.detail}: an anti-robot service answered", url=error.url, **error.facts)
    return replace(attempt, error=error, capture=capture, tries=error.facts.get("tries", attempt.tries))


def _bounded(attempt: Attempt, most: int | None) -> Attempt:
    """The attempt with no more links than its source may still give."""
    found = attempt.discovery
    if found is None or most is None or len(found.links) <= most:
        return attempt
    notes = (*found.notes, f"{most} of {len(found.links)} links were taken: the source's `max_links` is reached")
    return replace(attempt, discovery=replace(found, links=found.links[:most], notes=notes))


def _ticker_links(page: Page, site: Site | None, capture: Capture) -> tuple[Link, ...]:
    """The ticker's headlines are links too, on sites that want it so."""
    if site is None or not site.follow_ticker:
        return ()
    return at_home(discover.ticker.links(page.ticker, site, capture.final_url), site)


def at_home(links: Iterable[Link], site: Site) -> tuple[Link, ...]:
    """The links at their canonical addresses: a page found with and without `www.` is fetched once."""
    return tuple(replace(link, url=site.canonical(link.url)) for link in links)
