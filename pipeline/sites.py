"""Sites as data: `config/warraq.toml` and `config/sites/*.toml` become Settings and Site objects."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Duration = timedelta  # written "90s", "15m", "1h", "7d"


class FieldRule(_Strict):
    """How to read one field: the first rule that gives text wins.

    `css` selects elements; their text is taken, or the value of `attr`; `regex` then keeps its first group
    (or the whole match). With `all`, every element counts (several paragraphs, authors, headlines), else the first.
    `until`: the rule holds for captures made up to and including that day (the site's former layout).
    """

    css: str
    attr: str | None = None
    regex: re.Pattern[str] | None = None
    all: bool = False
    until: date | None = None


RuleList = tuple[FieldRule, ...]  # in TOML: one string (css), one table, or a list of either


class Rules(_Strict):
    """Selectors per field; a field without rules is left to the generic readers."""

    article: RuleList = ()  # an element that only article pages have
    title: RuleList = ()
    body: RuleList = ()
    published: RuleList = ()
    modified: RuleList = ()
    authors: RuleList = ()
    newspaper: RuleList = ()
    source_link: RuleList = ()
    section: RuleList = ()
    language: RuleList = ()
    image: RuleList = ()
    ticker: RuleList = ()  # selects the anchors
    drop: tuple[str, ...] = ()  # removed from the page before the body is read
    drop_text: tuple[re.Pattern[str], ...] = ()  # paragraphs that match are left out of the body


class _Source(_Strict):
    id: str = ""  # default: the kind, numbered when the site has several of it
    every: Duration | None = None
    cron: str | None = None
    language: str | None = None
    newspaper: str | None = None
    section: str | None = None


class FeedSource(_Source):
    kind: Literal["feed"]
    url: str


class SitemapSource(_Source):
    kind: Literal["sitemap"]
    url: str
    max_depth: int = Field(3, ge=1, le=5)
    max_links: int = Field(10_000, ge=1)


class ListingSource(_Source):
    kind: Literal["listing"]
    url: str
    link: str  # css selector of the anchors
    next: str | None = None  # css selector of the anchor to the next page
    max_pages: int = Field(1, ge=1, le=1000)


class IdsSource(_Source):
    kind: Literal["ids"]
    url: str  # with {id}
    start: int
    stop: int | None = None
    step: int = 1  # may be negative
    max_misses: int = Field(50, ge=1)
    per_run: int = Field(100, ge=1)


class UrlsSource(_Source):
    kind: Literal["urls"]
    file: str | None = None
    urls: tuple[str, ...] = ()


Source = Annotated[
    FeedSource | SitemapSource | ListingSource | IdsSource | UrlsSource, Field(discriminator="kind")
]


class Site(_Strict):
    """One site: how to find links, when, and how to read its pages."""

    id: str
    name: str
    home: str  # its scheme and host are the canonical ones
    aliases: tuple[str, ...] = ()  # further hosts of the same site; with and without www. go without saying
    enabled: bool = True
    verified: bool = False
    country: str | None = None
    language: str | None = None
    time_zone: str = "UTC"
    newspaper: str | None = None  # for a site that is one newspaper
    every: Duration = timedelta(minutes=30)
    cron: str | None = None
    delay: Duration | None = None  # seconds between two requests to a host; default from settings
    follow_ticker: bool = False
    article_url: re.Pattern[str] | None = None  # found links that do not match are passed over
    recheck: tuple[Duration, ...] = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7))
    max_links: int = Field(200, ge=1)  # pages fetched per run
    robots_on_403: Literal["allow", "deny"] = "allow"
    sources: tuple[Source, ...]
    rules: Rules = Rules()


class Agent(_Strict):
    """Who we say we are."""

    name: str = "Warraq"
    contact: str = "https://example.org/warraq-contact"  # a page or mailto: where the operator is reached


class Politeness(_Strict):
    """How gently sites are treated."""

    delay: Duration = timedelta(seconds=2)  # between two requests to one host
    max_crawl_delay: Duration = timedelta(seconds=300)  # robots.txt may ask for more; it is clamped
    robots_ttl: Duration = timedelta(hours=24)  # RFC 9309 §2.4: at most 24 h
    hosts_at_once: int = Field(16, ge=1)


class Limits(_Strict):
    """What one answer may cost. Bytes are plain integers or "10MiB"."""

    deadline: Duration = timedelta(seconds=30)  # wall clock, whole request with its body, each redirect hop anew
    connect: Duration = timedelta(seconds=10)
    max_encoded: int = 10 * 2**20
    max_decoded: int = 30 * 2**20
    max_redirects: int = Field(5, ge=0, le=5)
    retries: int = Field(2, ge=0, le=10)
    max_retry_after: Duration = timedelta(days=1)


class Reading(_Strict):
    """What reading one page may cost in its child process."""

    workers: int = Field(0, ge=0)  # 0: one per core
    wall: Duration = timedelta(seconds=10)
    cpu: Duration = timedelta(seconds=8)
    memory: int = 2**30


class Network(_Strict):
    """Where connections may go."""

    allow_loopback: bool = False  # only for tests and the demo: lets 127.0.0.0/8 and ::1 through the guard
    full_fetch_every: Duration = timedelta(days=30)  # conditional requests are skipped this often


class Settings(_Strict):
    """`config/warraq.toml`."""

    archive: str = "archive.db"
    agent: Agent = Agent()
    politeness: Politeness = Politeness()
    limits: Limits = Limits()
    reading: Reading = Reading()
    network: Network = Network()
