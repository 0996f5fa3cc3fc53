"""A newsroom for tests: invented sites on a real bad server, an App over them, and the rows that they lead to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from pipeline import app as composition
from pipeline.app import App
from pipeline.models import OUTCOMES, Link, Receipt
from pipeline.rounds import Plan
from pipeline.run import Summary
from pipeline.sites import Config, Limits, Network, Politeness, Reading, Settings, Site
from tests.badserver import BadServer, Script, answer

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
RULES: dict[str, Any] = {
    "title": "h1",
    "body": {"css": "article p", "all": True},
    "published": {"css": "time", "attr": "datetime"},
    "newspaper": ".paper",
    "ticker": "#ticker a",
}


@dataclass
class Clock:
    """A clock that stands still until it is told to go on."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


def host_of(site_id: str) -> str:
    return f"www.{site_id}.example"


def address(path: str, site_id: str = "one") -> str:
    return f"http://{host_of(site_id)}{path}"


def feed_source(url: str = "/rss", **keys: Any) -> dict[str, Any]:
    return {"kind": "feed", "url": url, **keys}


def make_site(site_id: str = "one", *sources: dict[str, Any], **keys: Any) -> Site:
    """A site of its own host with these sources (default: a feed at /rss) and rules for the pages below."""
    facts = {"id": site_id, "name": site_id.title(), "home": address("/", site_id), "rules": RULES, **keys}
    return Site.model_validate({"sources": sources or (feed_source(),), **facts})


def make_settings(
    reading: dict[str, Any] | None = None, politeness: dict[str, Any] | None = None, **limits: Any
) -> Settings:
    """Loopback allowed, no pauses, no retries, and a deadline that only a stalled server meets."""
    return Settings(
        network=Network(allow_loopback=True),
        politeness=Politeness.model_validate({"delay": timedelta(0), **(politeness or {})}),
        limits=Limits.model_validate({"retries": 0, "deadline": timedelta(seconds=20), **limits}),
        reading=Reading.model_validate({"workers": 1, "wall": timedelta(seconds=60), **(reading or {})}),
    )


@dataclass
class Newsroom:
    """A server, some sites on it, an archive's path, and what was seen of the runs."""

    server: BadServer
    folder: Path
    sites: list[Site] = field(default_factory=lambda: [make_site()])
    settings: Settings = field(default_factory=make_settings)
    clock: Clock = field(default_factory=Clock)
    receipts: list[tuple[Link, Receipt]] = field(default_factory=list)

    @property
    def archive(self) -> Path:
        return self.folder / "archive.db"

    @property
    def app(self) -> App:
        config = Config(self.settings, {site.id: site for site in self.sites}, self.folder)
        place = ("127.0.0.1", self.server.port)
        hosts = {host for site in self.sites for host in site.hosts if not host.endswith("invalid")}
        return App(config, self.archive, connect_to=dict.fromkeys(hosts, place), clock=self.clock)

    async def fetch(self, *paths: str, **plan: Any) -> Summary:
        """One round over all sites, or over some of the first site's paths."""
        urls = tuple(Link(address(path, self.sites[0].id), "command", self.sites[0].id) for path in paths)
        return await composition.fetch(self.app, Plan(tuple(self.sites), urls, **plan), self.observe)

    def observe(self, link: Link, receipt: Receipt) -> None:
        self.receipts.append((link, receipt))

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{self.archive}?mode=ro", uri=True)) as conn:
            return conn.execute(query, values).fetchall()

    def column(self, query: str, *values: object) -> list[Any]:
        return [row[0] for row in self.rows(query, *values)]

    def outcomes(self) -> list[tuple[str, str]]:
        """(path, reason) of every attempt, in order."""
        found = self.rows("SELECT url, reason FROM outcomes JOIN links ON links.id = link_id ORDER BY outcomes.id")
        return [("/" + url.split("/", 3)[3], reason) for url, reason in found]

    def titles(self) -> list[str]:
        return self.column("SELECT title FROM articles ORDER BY title")

    def source(self, source_id: str = "feed", site_id: str = "one") -> dict[str, Any]:
        """The row of a source."""
        with closing(sqlite3.connect(self.archive)) as conn:
            conn.row_factory = sqlite3.Row
            found = conn.execute("SELECT * FROM sources WHERE site = ? AND source = ?", (site_id, source_id))
            return dict(found.fetchone())

    # What the server says.

    def on(self, path: str, what: Script | str | bytes, *headers: str, site_id: str | None = None) -> None:
        script = answer(what, *headers) if isinstance(what, str | bytes) else what
        self.server.on(path, script, host=host_of(site_id) if site_id else None)

    def publish(self, *numbers: int, site_id: str | None = None) -> None:
        """Serve the pages of stories, and a feed of them at /rss."""
        owner = site_id or self.sites[0].id
        for number in numbers:
            self.on(f"/news/{number}", page(number), site_id=site_id)
        self.on("/rss", feed(*numbers, site_id=owner), *XML, site_id=site_id)


XML = ("Content-Type: application/rss+xml; charset=utf-8",)


@contextmanager
def open_newsroom(folder: Path, *sites: Site, **settings: Any) -> Iterator[Newsroom]:
    """A newsroom whose server runs for the length of the block."""
    with BadServer() as server:
        yield Newsroom(server, folder, list(sites) or [make_site()], make_settings(**settings))


# Pages and documents of invented news.


def title_of(number: int) -> str:
    return f"البلدية تفتتح الجسر رقم {number}"


def body_of(number: int) -> list[str]:
    return [
        f"افتتحت بلدية المدينة صباح اليوم الجسر رقم {number} فوق الوادي بعد عامين من الأشغال.",
        f"وقال رئيس البلدية إن الجسر {number} سيخفف الازدحام عن وسط المدينة ويخدم آلاف السكان.",
    ]


def page(
    number: int,
    *,
    title: str | None = None,
    body: list[str] | None = None,
    head: str = "",
    main: str = "",
    date: str = "",
) -> str:
    """The page of a story: what is not given follows from its number; no date and no newspaper unless given."""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in (body if body is not None else body_of(number)))
    when = f'<time datetime="{date}">{date}</time>' if date else ""
    return f"""<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>{title_of(number)}</title>{head}</head>
<body>{main}<main><h1>{escape(title_of(number) if title is None else title)}</h1>{when}
<article>{paragraphs}</article></main></body></html>"""


def ticker_of(*numbers: int) -> str:
    anchors = "".join(f'<a href="/news/{number}">{title_of(number)}</a>&nbsp;&nbsp;' for number in numbers)
    return f'<div id="ticker">{anchors}</div>'


def item(
    number: int, *, url: str | None = None, site_id: str = "one", date: datetime | None = NOON, more: str = ""
) -> str:
    """A feed's item for a story."""
    when = f"<pubDate>{format_datetime(date)}</pubDate>" if date else ""
    link = escape(url or address(f"/news/{number}", site_id))
    return f"<item><title>{title_of(number)}</title><link>{link}</link>{when}{more}</item>"


def rss(items: Iterable[str]) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title>{"".join(items)}</channel></rss>'


def feed(*numbers: int, site_id: str = "one") -> str:
    return rss(item(number, site_id=site_id) for number in numbers)


def sitemap(*paths: str, site_id: str = "one", kind: str = "url") -> str:
    entries = "".join(f"<{kind}><loc>{address(path, site_id)}</loc></{kind}>" for path in paths)
    root = "urlset" if kind == "url" else "sitemapindex"
    return f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{root}>'


def listing(*numbers: int, after: str | None = None) -> str:
    anchors = "".join(f'<li><a href="/news/{number}">{title_of(number)}</a></li>' for number in numbers)
    following = f'<a class="next" href="{after}">التالي</a>' if after else ""
    return f'<html><body><ul class="list">{anchors}</ul>{following}</body></html>'


# What holds of an archive at any moment.

GOOD = ("new", "updated", "unchanged", "duplicate", "not_modified")


def check_consistent(room: Newsroom) -> None:
    """Links, outcomes, captures and articles agree with one another."""
    assert room.rows("PRAGMA integrity_check") == [("ok",)]
    assert room.rows("PRAGMA foreign_key_check") == []
    assert set(room.column("SELECT DISTINCT reason FROM outcomes")) <= set(OUTCOMES)
    ended: dict[int, list[str]] = {}
    for link_id, reason in room.rows("SELECT link_id, reason FROM outcomes ORDER BY id"):
        ended.setdefault(link_id, []).append(reason)
    for link_id, failures, article_id in room.rows("SELECT id, failures, article_id FROM links"):
        reasons = ended.get(link_id, [])
        failed = [reason not in (*GOOD, "read", "empty", "not_an_article") for reason in reasons]
        in_a_row = next((at for at, has_failed in enumerate(reversed(failed)) if not has_failed), len(failed))
        assert failures == in_a_row, reasons
        assert (article_id is not None) == bool(set(GOOD) & set(reasons)), reasons
    assert room.column("SELECT count(*) FROM outcomes WHERE reason = 'new'") == room.column(
        "SELECT count(*) FROM articles"
    )
    assert room.column("SELECT count(*) FROM outcomes WHERE reason = 'updated'") == room.column(
        "SELECT count(*) FROM versions"
    )
    new = "SELECT count(*) FROM outcomes WHERE reason = 'new' AND site = site_memory.site"
    assert room.rows(f"SELECT site FROM site_memory WHERE pages > ({new})") == []  # noqa: S608
    for reason, with_article in room.rows("SELECT DISTINCT reason, article_id IS NOT NULL FROM outcomes"):
        assert reason == "not_modified" or with_article == (reason in GOOD), reason
    assert room.rows("SELECT url FROM articles GROUP BY url HAVING count(*) > 1") == []
    assert room.rows("SELECT id FROM articles WHERE capture_id NOT IN (SELECT id FROM captures)") == []
    assert room.rows("SELECT id FROM payloads WHERE id NOT IN (SELECT payload_id FROM captures)") == []
    assert room.rows("SELECT id FROM captures WHERE is_truncated AND id IN (SELECT capture_id FROM articles)") == []
