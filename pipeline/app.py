"""The composition root: from configuration to the objects a command works with; the only place that builds them."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pipeline import drafting, ingest, reading, urls
from pipeline.errors import ConfigError, InputError, PageError
from pipeline.fetch import Fetcher
from pipeline.models import Capture, Hint, Link, Page, Request
from pipeline.parse.explain import Explanation, explain
from pipeline.robots import MemoryRobotsCache, RobotsCache
from pipeline.rounds import Plan, Round
from pipeline.run import Observer, Run, Stages, Summary, at_home, policy
from pipeline.sites import Config, Site, load, locate
from pipeline.store import Archive, Memory, Reader
from pipeline.survey import Survey, Tell
from pipeline.worker import Workers

CHILD_MODULES: Final = ("pipeline.reading",)
Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class App:
    """A command's surroundings: its configuration and its archive's path.

    `connect_to` sends named hosts to other addresses (host -> address, port); only tests and the demo use it.
    """

    config: Config
    archive: Path
    connect_to: Mapping[str, Address] = field(default_factory=dict)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def site(self, site_id: str) -> Site:
        """The configured site of this name; ConfigError with the known ones when there is none."""
        try:
            return self.config.sites[site_id]
        except KeyError:
            known = ", ".join(sorted(self.config.sites))
            raise ConfigError(f"there is no site {site_id!r}; known: {known}", file=self.config.folder) from None

    def site_of(self, url: str) -> Site | None:
        """The configured site that owns an address."""
        return next((site for site in self.config.sites.values() if site.owns(url)), None)

    def chosen_sites(self, names: Iterable[str]) -> tuple[Site, ...]:
        """The named sites, or every enabled one when none is named."""
        chosen = tuple(self.site(name) for name in names)
        return chosen or tuple(site for site in self.config.sites.values() if site.enabled)


def open_app(archive: Path | None, config: Path | None) -> App:
    """Load and check the configuration; `archive` overrides its setting. ConfigError before anything is fetched."""
    loaded = load(locate(config, os.environ, Path.cwd()))
    return App(config=loaded, archive=archive or Path(loaded.settings.archive))


def archive_path(archive: Path | None, config: Path | None) -> Path:
    """The archive to ask: the given one, for which no configuration has to be in order, else the configured one."""
    return archive or open_app(None, config).archive


@asynccontextmanager
async def open_stages(app: App, wait: float = 0.0) -> AsyncIterator[Stages]:
    """The parts of a run over the app's archive: opened, locked, and closed again whatever happens."""
    with Archive.open(app.archive, wait=wait, clock=app.clock) as archive:
        await archive.sync_sources(app.config.sites.values())
        async with open_workers(app) as workers, open_fetcher(app, archive) as fetcher:
            yield Stages(app.config.settings, fetcher, workers, archive, app.clock)


def open_workers(app: App, count: int | None = None) -> Workers:
    """The parsing children, with the app's sites and limits."""
    settings = app.config.settings.reading
    return Workers(
        count=count or settings.workers or len(os.sched_getaffinity(0)),
        wall=settings.wall / timedelta(seconds=1),
        cpu=settings.cpu / timedelta(seconds=1),
        memory=settings.memory,
        context=dict(app.config.sites),
        preload=CHILD_MODULES,
    )


def open_fetcher(app: App, archive: Archive | None = None, robots: RobotsCache | None = None) -> Fetcher:
    """The network edge; it remembers robots.txt in the archive when it has one, else in `robots`."""
    cache = archive.robots if archive else robots
    return Fetcher(app.config.settings, connect_to=app.connect_to, robots=cache, clock=app.clock)


async def fetch(app: App, plan: Plan, observe: Observer, wait: float = 0.0) -> Summary:
    """One round over sources and pages, into the app's archive; a dry run leaves no trace and waits for nobody."""
    if plan.dry_run:
        return await _rehearse(app, plan, observe)
    async with open_stages(app, wait) as stages:
        await stages.archive.start_run("fetch", [site.id for site in plan.sites])
        run = Run(stages, observe)
        try:
            return await Round(run, plan).go()
        finally:
            await stages.archive.finish_run(run.summary.reasons, "; ".join(run.summary.notes) or None)


async def _rehearse(app: App, plan: Plan, observe: Observer) -> Summary:
    """A dry run: over an empty archive that is thrown away, with the memory of the app's own when there is one."""
    with TemporaryDirectory(prefix="warraq-") as folder:
        async with open_stages(replace(app, archive=Path(folder) / "archive.db")) as stages:
            if not app.archive.exists():
                return await Round(Run(stages, observe), plan).go()
            with Memory(Reader(app.archive), app.clock) as memory:
                return await Round(Run(stages, observe), plan, memory).go()


async def import_files(app: App, files: Iterable[Path], site_id: str | None, observe: Observer) -> Summary:
    """Read files as if their pages had just been fetched; addresses in lists become due links.

    Every file is read before anything is stored, so a file that cannot be read changes nothing.
    """
    site = app.site(site_id) if site_id else None
    items = [item for file in files for item in ingest.read_file(file)]
    async with open_stages(app) as stages:
        await stages.archive.start_run("import", [site.id] if site else [])
        run = Run(stages, observe)
        links = [_asked(app, item, site) for item in items if isinstance(item, str)]
        run.summary.new_links += await stages.archive.add_links(links, app.clock())
        for capture in (item for item in items if isinstance(item, Capture)):
            link = replace(_asked(app, capture.url, site), how="import")
            await run.take_in(capture, link, site or app.site_of(capture.url))
        await stages.archive.finish_run(run.summary.reasons)
        return run.summary


async def read_one(app: App, target: str, site_id: str | None) -> tuple[Capture, Page]:
    """Fetch an address, or read a file, and parse it; nothing is stored."""
    site = app.site(site_id) if site_id else None
    async with open_workers(app, count=1) as workers, open_fetcher(app) as fetcher:
        capture, link = await _get_page(app, target, site, fetcher)
        return capture, await workers.call(reading.read_page, capture, link.site, Hint())


async def explain_one(app: App, target: str, site_id: str | None) -> tuple[Capture, Page, Explanation]:
    """`read_one` with the explanation of the reading beside it."""
    site = app.site(site_id) if site_id else None
    async with open_workers(app, count=1) as workers, open_fetcher(app) as fetcher:
        capture, link = await _get_page(app, target, site, fetcher)
        page = await workers.call(reading.read_page, capture, link.site, Hint())
        owner = app.site(link.site) if link.site else None
        return capture, page, await workers.call(explain, capture, owner)


async def draft_site(
    app: App, targets: Sequence[str], asked: drafting.Asked, tell: Tell = lambda line: None
) -> drafting.Draft:
    """A draft of a site's file, learnt from addresses or files of its pages; nothing is stored.

    With an address among them the home page and the sources that are found are fetched too. A page that cannot be had
    becomes a warning as long as another one can.
    """
    cache = MemoryRobotsCache()
    async with open_workers(app, count=1) as workers, open_fetcher(app, robots=cache) as fetcher:
        pages, failures = list[Capture](), list[PageError]()
        for target in targets:
            try:
                tell(f"reading {target}")
                pages.append((await _get_page(app, target, None, fetcher))[0])
            except PageError as error:
                failures.append(error)
        if not pages:
            tell("no page could be had: check the addresses, or save pages in a browser and give the files")
            raise failures[0]
        survey = Survey(
            fetcher, workers, cache, tell, warnings=[f"could not be fetched: {error}" for error in failures]
        )
        return await survey.draft(pages, asked, is_online=any(map(_is_address, targets)))


async def _get_page(app: App, target: str, site: Site | None, fetcher: Fetcher) -> tuple[Capture, Link]:
    """The page at an address or in a file, and the link that it counts as."""
    if _is_address(target):
        link = _asked(app, _normalised(target), site)
        return await fetcher.fetch(Request(link.url), policy(site or app.site_of(link.url))), link
    capture = _single_page(Path(target))
    return capture, _asked(app, capture.url, site)


def _is_address(target: str) -> bool:
    return target.startswith(("http://", "https://"))


def asked_links(app: App, addresses: Iterable[str]) -> tuple[Link, ...]:
    """Links for addresses given on the command line; InputError for one that is none."""
    return tuple(_asked(app, _normalised(address), None) for address in addresses)


def _asked(app: App, url: str, site: Site | None) -> Link:
    owner = site or app.site_of(url)
    link = Link(url=url, how="command", site=owner.id if owner else None)
    return at_home([link], owner)[0] if owner and owner.owns(url) else link


def _normalised(address: str) -> str:
    try:
        return urls.normalise(address)
    except ValueError as error:
        raise InputError(f"{address[:200]!r} is not an address to fetch: {error}") from error


def _single_page(path: Path) -> Capture:
    found = next(iter(ingest.read_file(path)), None)
    if not isinstance(found, Capture):
        raise InputError(f"{path}: a list of addresses, not a page; `warraq import` takes lists")
    return found
