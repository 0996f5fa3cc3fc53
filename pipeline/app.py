"""The composition root: from configuration to the objects a command works with; the only place that builds them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pipeline import alarms, drafting, handover, ingest, notify, reading, urls
from pipeline.backoff import Hosts
from pipeline.dates import utc_iso
from pipeline.due import CLOCK_SLACK
from pipeline.errors import ArchiveBusy, ConfigError, InputError, PageError
from pipeline.fetch import Fetcher
from pipeline.handover import Done, Way
from pipeline.intake import Intake
from pipeline.meter import Meter
from pipeline.models import Capture, Hint, Link, Page, Request
from pipeline.parse.explain import Explanation, explain
from pipeline.reparsing import Chosen, Handed, Readings, Reparse, SiteReport, compare
from pipeline.robots import MemoryRobotsCache, RobotsCache
from pipeline.rounds import Plan, Round
from pipeline.run import Observer, Run, Stages, Summary, at_home, policy
from pipeline.sites import Config, Site, load, locate
from pipeline.store import Archive, Memory, Reader
from pipeline.store.rereading import find_generation
from pipeline.survey import Survey, Tell
from pipeline.worker import Workers

CHILD_MODULES: Final = ("pipeline.reading",)
Address = tuple[str, int]

STORIES_AT_ONCE: Final = 100
"""Articles of a commit while stories are looked for anew."""


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
        is_suspect = await mend_clock(app, archive) is not None
        async with equip(app, archive, is_clock_suspect=lambda: is_suspect) as stages:
            yield stages


async def mend_clock(app: App, archive: Archive) -> str | None:
    """Mend what a clock wrote that has been put back since, if one has; what people should know of it."""
    last, now = archive.last_moment(), app.clock()
    if last is None or last <= now + CLOCK_SLACK:
        return None
    await archive.mend_future(app.config.sites.values())
    return f"the clock says {utc_iso(now)}, the archive was written to at {utc_iso(last)}: it has been put back"


@asynccontextmanager
async def equip(
    app: App,
    archive: Archive,
    hosts: Hosts | None = None,
    is_clock_suspect: Callable[[], bool] = lambda: False,
    meter: Meter | None = None,
) -> AsyncIterator[Stages]:
    """The parts of a run over an archive that is open already; what is known of hosts comes from it when not given."""
    known = Hosts(archive.pauses()) if hosts is None else hosts
    async with open_workers(app) as workers, open_fetcher(app, archive) as fetcher:
        meter = meter or Meter()
        yield Stages(app.config.settings, fetcher, workers, archive, app.clock, known, is_clock_suspect, meter)


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
    fetcher = Fetcher(app.config.settings, connect_to=app.connect_to, robots=cache, clock=app.clock)
    if archive:
        archive.requests.keep = app.config.settings.politeness.keep_requests
        fetcher.log = archive.requests
    return fetcher


async def fetch(app: App, plan: Plan, observe: Observer, wait: float = 0.0) -> Summary:
    """One round over sources and pages, into the app's archive; a dry run leaves no trace and waits for nobody."""
    if plan.dry_run:
        return await _rehearse(app, plan, observe)
    sender = notify.sender_of(app.config.settings.notify)
    async with open_stages(app, wait) as stages:
        await alarms.take_asked(stages.archive)
        await stages.archive.start_run("fetch", [site.id for site in plan.sites])
        run = Run(stages, observe)
        try:
            await Round(run, plan).go()
        finally:
            await stages.archive.finish_run(run.summary.reasons, "; ".join(run.summary.notes) or None)
        run.summary.notes += await alarms.deliver(stages.archive, app.config.settings.notify, sender)
        return run.summary


async def _rehearse(app: App, plan: Plan, observe: Observer) -> Summary:
    """A dry run: over an empty archive that is thrown away, with the memory of the app's own when there is one."""
    with TemporaryDirectory(prefix="warraq-") as folder:
        async with open_stages(replace(app, archive=Path(folder) / "archive.db")) as stages:
            if not app.archive.exists():
                return await Round(Run(stages, observe), plan).go()
            with Memory(Reader(app.archive), app.clock) as memory:
                return await Round(Run(stages, observe), plan, memory).go()


async def rebuild_stories(path: Path, tell: Callable[[int], None], wait: float = 0.0) -> None:
    """Look at all articles of an archive again for stories; `tell` hears the number of the last one done.

    A part at a time, each with its commit: what was interrupted goes on where it was.
    """
    with Archive.open(path, wait=wait) as archive:
        await archive.begin_story_rebuild()
        while (reached := await archive.rebuild_stories(STORIES_AT_ONCE)) is not None:
            tell(reached)


async def import_files(app: App, files: Iterable[Path], site_id: str | None, observe: Observer) -> Summary:
    """Read files as if their pages had just been fetched; addresses in lists become due links.

    Files of one page and lists are all read before anything is stored, so one that cannot be read changes nothing.
    Files of many records are gone through; a record that is archived already is passed over, so an import that was
    killed goes on, and a second one adds nothing.
    """
    site = app.site(site_id) if site_id else None
    contents = [(file, ingest.read_file(file)) for file in files]
    async with open_stages(app) as stages:
        await stages.archive.start_run("import", [site.id] if site else [])
        run = Run(stages, observe)
        intake = Intake(run, lambda link: _belonging(app, link, site), width=2 * stages.workers.count)
        for file, items in contents:
            await intake.take(file, items)
        await stages.archive.finish_run(run.summary.reasons, "; ".join(run.summary.notes) or None)
        return run.summary


def _belonging(app: App, link: Link, site: Site | None) -> tuple[Link, Site | None]:
    """A link out of a file with the site it belongs to, the asked one before the one that owns its address."""
    asked = _asked(app, link.url, site)
    owner = site or app.site_of(link.url)
    return replace(asked, how=link.how, hint=link.hint), owner


async def reparse(
    app: App, chosen: Chosen, *, is_dry: bool, wait: float = 0.0, tell: Callable[[str], None] = lambda line: None
) -> tuple[dict[str, SiteReport], Done]:
    """Read captures again with today's rules and put them in: what differs by site, and how it ended (dry: nothing).

    The archive can be written to by others meanwhile. A service that has it puts the readings in, which is waited for.
    What a kill or a dry run leaves is used by the next call with the same choice and rules.
    """
    rules, settings = _rules_fingerprint(app.config.folder), app.config.settings.notify
    sender = notify.sender_of(settings)
    way = Way(app.archive, app.clock, lambda archive: alarms.deliver(archive, settings, sender), tell)
    with Reader(app.archive) as reader:
        if not is_dry and (waiting := Handed.find(app.archive)):
            with waiting:  # what was handed over before comes first
                report = compare(reader, waiting)
                done = await handover.see_through(way, reader, waiting)
            if (waiting.known.rules, waiting.known.chosen) == (rules, chosen):
                return report, done
        with Readings(app.archive, rules, chosen) as readings:
            if (known := reader.ask(lambda conn: find_generation(conn, readings.about.batch))) and known.is_finished:
                readings.begin_anew()
            again = Reparse(reader, readings, chosen, app.config.sites, lambda done: tell(f"{done:,} captures read"))
            async with open_workers(app) as workers:
                await again.read(workers)
            report = compare(reader, readings)
            return report, Done(0) if is_dry else await handover.commit(way, reader, readings, wait)


async def answer_alarm(app: App, asked: alarms.Asked) -> bool:
    """Do what a person says of an alarm; False when another program is writing: it does it at the end of its round.

    InputError when there is no such alarm.
    """
    alarms.check(app.archive, asked, app.clock())
    alarms.leave(app.archive, [asked])
    try:
        with Archive.open(app.archive, clock=app.clock) as archive:
            await alarms.take_asked(archive)
    except ArchiveBusy:
        return False
    return True


async def send_test(app: App) -> tuple[int, list[str]]:
    """Send a message that says it is a test: to how many, and to whom it could not be sent; ConfigError for nobody."""
    settings = app.config.settings.notify
    sender = notify.sender_of(settings)
    if sender is None:
        file = app.config.folder / "warraq.toml"
        raise ConfigError("nobody is to be told; add an address", file=file, key="notify.urls")
    title, body = "Warraq: a test", f"This is a test of the notifications of {app.archive.name}; nothing is wrong."
    return sender.count, await sender.send(title, body, settings.deadline / timedelta(seconds=1))


def _rules_fingerprint(folder: Path) -> str:
    """A digest of what decides how pages are read: this program's files and the site files."""
    package = Path(__file__).parent
    files = [*sorted(package.rglob("*.py")), *sorted(folder.rglob("*.toml"))]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


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
    if isinstance(found, ingest.Record):
        return found.capture
    if not isinstance(found, Capture):
        raise InputError(f"{path}: does not begin with a page; `warraq import` takes lists and files of many records")
    return found
