"""Sites as values: the models that `config/sites/*.toml` must fit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, Final, Literal
from urllib.parse import urljoin

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from pipeline import urls
from pipeline.sites.base import Strict, misfit
from pipeline.sites.units import (
    Address,
    Cron,
    Duration,
    Every,
    Flag,
    HostName,
    Period,
    Regex,
    Selector,
    Whole,
    ZoneName,
    check_address,
)


class FieldRule(Strict):
    """How to read one field: the first rule that gives text wins."""

    css: Selector
    """Selects the elements to read."""
    attr: str | None = None
    """Take the value of this attribute instead of the element's text."""
    regex: Regex | None = None
    """Keep the first group of the first match (the whole match when there is no group); no match, no value."""
    all: Flag = False
    """Every selected element counts (paragraphs, authors, headlines), not only the first."""
    until: date | None = None
    """The rule holds for captures made up to and including this day: the site's former layout."""


def _as_rules(value: object) -> object:
    """A string is a rule's `css`; one rule is a list of one."""
    items = value if isinstance(value, list | tuple) else [value]
    return [{"css": item} if isinstance(item, str) else item for item in items]


RuleList = Annotated[tuple[FieldRule, ...], BeforeValidator(_as_rules)]


class Rules(Strict):
    """Selectors per field; a field without rules, or whose rules find nothing, is left to the generic readers."""

    article: RuleList = ()
    """An element that only article pages have; a page without it is no article."""
    title: RuleList = ()
    """The headline of the article."""
    body: RuleList = ()
    """The text; line breaks and block elements separate paragraphs."""
    published: RuleList = ()
    """The text that holds the day or moment of publication, in any language the date reader knows."""
    modified: RuleList = ()
    """The text that holds the moment of the last change."""
    authors: RuleList = ()
    """The author or, with `all`, the authors."""
    newspaper: RuleList = ()
    """The newspaper the article is from."""
    source_link: RuleList = ()
    """The anchor to the original of a republished story; here `regex` is looked for in the line it stands in."""
    section: RuleList = ()
    """The section or category."""
    language: RuleList = ()
    """The language code of the article."""
    image: RuleList = ()
    """The address of the picture."""
    ticker: RuleList = ()
    """The anchors of the headline ticker."""
    drop: tuple[Selector, ...] = ()
    """Elements removed from the page before the body is read."""
    drop_text: tuple[Regex, ...] = ()
    """Paragraphs of the body that match are left out."""


class _Source(Strict):
    """What all kinds of sources have in common."""

    id: str = Field("", pattern=r"^([a-z0-9][a-z0-9_.-]*)?$")
    """Name of the source within its site; default: its kind, numbered when the site has several of the kind."""
    enabled: Flag = True
    """Whether scheduled runs and `warraq fetch` read this source."""
    every: Every | None = None
    """How often the source is read, or `"auto"`; default: the site's schedule."""
    cron: Cron | None = None
    """When the source is read, as a cron expression in the site's time zone; instead of `every`."""
    floor: Period | None = None
    """With `every = "auto"`: it is never read sooner again than after this; default: the site's."""
    ceiling: Period | None = None
    """With `every = "auto"`: it is never left alone for longer than this; default: the site's."""
    language: str | None = None
    """Language code of the articles found here."""
    newspaper: str | None = None
    """Newspaper of the articles found here."""
    section: str | None = None
    """Section of the articles found here."""

    @model_validator(mode="after")
    def _check_schedule(self) -> _Source:
        if self.every is not None and self.cron is not None:
            raise misfit("give `every` or `cron`, not both", "cron")
        return self


class FeedSource(_Source):
    """An RSS, Atom or JSON feed."""

    kind: Literal["feed"]
    """`feed`."""
    url: str
    """Address of the feed; may be relative to the site's `home`."""
    creator: Literal["author", "newspaper"] = "author"
    """What an item's creator names: the author, or on aggregators the newspaper."""
    max_items: int = Field(2_000, ge=1, strict=True)
    """How many items of the feed are read."""


class SitemapSource(_Source):
    """A sitemap or sitemap index, plain, gzipped or with news tags."""

    kind: Literal["sitemap"]
    """`sitemap`."""
    url: str
    """Address of the sitemap; may be relative to the site's `home`."""
    max_depth: int = Field(3, ge=1, le=5, strict=True)
    """How many levels of sitemap indexes are followed."""
    max_documents: int = Field(100, ge=1, strict=True)
    """How many sitemaps are read in one run, newest first where the index dates them."""
    max_links: int = Field(10_000, ge=1, strict=True)
    """How many links are taken, newest first where the sitemap dates them."""


class ListingSource(_Source):
    """A page that lists articles: the home page, a section."""

    kind: Literal["listing"]
    """`listing`."""
    url: str
    """Address of the page; may be relative to the site's `home`."""
    link: Selector
    """Selects the anchors of the articles."""
    next: Selector | None = None
    """Selects the anchor to the next page of the listing."""
    max_pages: int = Field(1, ge=1, le=1000, strict=True)
    """How many pages of the listing are read at most."""


class IdsSource(_Source):
    """Articles numbered in their address: back-fill by counting, resumed where the last run stopped."""

    kind: Literal["ids"]
    """`ids`."""
    url: str
    """Address of an article with `{id}` in place of its number; may be relative to the site's `home`."""
    start: Whole
    """The first number."""
    stop: Whole | None = None
    """The last number; default: until `max_misses` is reached."""
    step: Whole = 1
    """From one number to the next; negative to count down."""
    max_misses: int = Field(50, ge=1, strict=True)
    """Stop after this many numbers in a row without a page."""
    per_run: int = Field(100, ge=1, strict=True)
    """How many numbers are asked for per run."""

    @model_validator(mode="after")
    def _check_range(self) -> IdsSource:
        if "{id}" not in self.url:
            raise misfit("the address needs {id} where the number goes", "url")
        if self.step == 0:
            raise misfit("a step of 0 would ask for one number for ever", "step")
        if self.stop is not None and (self.stop - self.start) * self.step < 0:
            raise misfit("`stop` is never reached from `start` in this direction; turn the sign of `step`", "stop")
        return self


class UrlsSource(_Source):
    """A list of addresses, in the site file or in a text file with one per line."""

    kind: Literal["urls"]
    """`urls`."""
    file: str | None = None
    """Text file with one address per line; relative to the configuration folder."""
    urls: tuple[str, ...] = ()
    """The addresses; may be relative to the site's `home`."""

    @model_validator(mode="after")
    def _check_given(self) -> UrlsSource:
        if self.file is None and not self.urls:
            raise misfit("give `file` or `urls`", "urls")
        return self


Source = Annotated[FeedSource | SitemapSource | ListingSource | IdsSource | UrlsSource, Field(discriminator="kind")]


SOURCE_KINDS: Final[Mapping[str, type[Source]]] = {
    "feed": FeedSource,
    "sitemap": SitemapSource,
    "listing": ListingSource,
    "ids": IdsSource,
    "urls": UrlsSource,
}


class Site(Strict):
    """One site: how to find links, when, and how to read its pages."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    """Name of the site on the command line and in the archive; also the name of its file."""
    name: str = Field(min_length=1)
    """Name for people."""
    home: Address
    """Address of the home page; its scheme and host are the canonical ones of all pages."""
    aliases: tuple[HostName, ...] = ()
    """Further hosts that serve the same pages at the same paths; with and without `www.` go without saying."""
    enabled: Flag = True
    """Whether scheduled runs and `warraq fetch` without a name take this site."""
    verified: Flag = False
    """Whether a run against the real site has shown that this file reads it right."""
    country: str | None = Field(None, pattern=r"^[A-Z]{2}$")
    """Country code (ISO 3166-1, two capitals)."""
    language: str | None = None
    """Language code of the articles, for pages and sources that do not say."""
    time_zone: ZoneName = "UTC"
    """Zone of the times on the pages and of `cron`, by its IANA name."""
    newspaper: str | None = None
    """Newspaper of all articles, for a site that is one newspaper."""
    every: Every = timedelta(minutes=30)
    """How often the sources are read; `"auto"`: as often as what they publish at that hour and weekday is worth."""
    cron: Cron | None = None
    """When the sources are read, as a cron expression in `time_zone`; instead of `every`."""
    floor: Period = timedelta(minutes=5)
    """With `every = "auto"`: no source is read sooner again than after this."""
    ceiling: Period = timedelta(hours=6)
    """With `every = "auto"`: no source is left alone for longer than this."""
    delay: Duration | None = None
    """Pause between two requests to one host; default: `politeness.delay`."""
    follow_ticker: Flag = False
    """Whether the headlines in the ticker of every page fetched are links to fetch too."""
    article_url: Regex | None = None
    """Found links whose canonical address does not match are passed over."""
    recheck: tuple[Duration, ...] = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7))
    """How long after its first fetch an article is fetched again, to record edits; an empty list for never."""
    max_links: int = Field(200, ge=1, strict=True)
    """How many pages are fetched per run."""
    robots_on_403: Literal["allow", "deny"] = "allow"
    """What a robots.txt that answers 401 or 403 means; RFC 9309 reads it as "allow"."""
    bad_certificate: Literal["refuse", "accept"] = "refuse"
    """What it means when a certificate of the site's own hosts is bad; "accept" fetches all the same, and says so."""
    sources: tuple[Source, ...]
    """Where links to articles are found."""
    rules: Rules = Rules()
    """How fields are read from a page."""

    @field_validator("sources", mode="after")
    @classmethod
    def _complete_sources(cls, sources: tuple[Source, ...], info: ValidationInfo) -> tuple[Source, ...]:
        """Name the nameless, refuse two of one name, make addresses absolute."""
        named = tuple(
            source if source.id else source.model_copy(update={"id": _default_id(sources, index)})
            for index, source in enumerate(sources)
        )
        ids = [source.id for source in named]
        for index, source in enumerate(named):
            if source.id in ids[:index]:
                raise misfit(f"duplicate id: another source of this site is called {source.id!r} too", index, "id")
        home = info.data.get("home")  # absent when it is wrong itself
        return tuple(_resolve(source, home, index) for index, source in enumerate(named)) if home else named

    @model_validator(mode="after")
    def _check_schedule(self) -> Site:
        if "every" in self.model_fields_set and self.cron is not None:
            raise misfit("give `every` or `cron`, not both", "cron")
        return self

    @model_validator(mode="after")
    def _check_bounds(self) -> Site:
        if self.ceiling < self.floor:
            raise misfit("`ceiling` must not be less than `floor`", "ceiling")
        for index, source in enumerate(self.sources):
            if (source.ceiling or self.ceiling) < (source.floor or self.floor):
                key = "ceiling" if source.ceiling else "floor"
                raise misfit("`ceiling` must not be less than `floor`", "sources", index, key)
        return self

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts of the site, each with and without `www.`, with the port when it is not the scheme's own."""
        bare = {_without_www(_host(self.home)), *(_without_www(alias) for alias in self.aliases)}
        return frozenset(bare | {f"www.{host}" for host in bare})

    def owns(self, url: str) -> bool:
        """Whether the address is of this site: its host is `home`'s or an alias, with or without `www.`.

        Other hosts under the same registered domain are not, unless listed: `fr.example.org` is mostly another
        edition with other pages at the same paths. Anything that is not an http(s) address is not owned.
        """
        try:
            origin = urls.origin_of(urls.normalise(url))
        except ValueError:
            return False
        return origin.partition("://")[2] in self.hosts

    def canonical(self, url: str) -> str:
        """`urls.canonicalise(url)`, with the scheme and host of `home` when the address is of this site.

        ValueError when it is not an http(s) address that can be fetched.
        """
        address = urls.canonicalise(url)
        if not self.owns(address):
            return address
        return urls.origin_of(self.home) + address[len(urls.origin_of(address)) :]

    def source(self, source_id: str) -> Source:
        """The source of that id; KeyError when there is none."""
        for source in self.sources:
            if source.id == source_id:
                return source
        raise KeyError(f"site {self.id} has no source {source_id!r}")


def _default_id(sources: tuple[Source, ...], index: int) -> str:
    kind = sources[index].kind
    nameless = [at for at, source in enumerate(sources) if source.kind == kind and not source.id]
    return kind if len(nameless) == 1 else f"{kind}-{nameless.index(index) + 1}"


def _resolve(source: Source, home: str, index: int) -> Source:
    if isinstance(source, UrlsSource):
        return source.model_copy(
            update={"urls": tuple(_join(home, url, index, "urls", at) for at, url in enumerate(source.urls))}
        )
    return source.model_copy(update={"url": _join(home, source.url, index, "url")})


def _join(home: str, url: str, *at: str | int) -> str:
    address = urljoin(home, url)
    try:
        check_address(address)
    except ValueError as error:
        raise misfit(str(error), *at) from None
    return address


def _host(url: str) -> str:
    return urls.origin_of(url).partition("://")[2]


def _without_www(host: str) -> str:
    return host.removeprefix("www.")


FILE_KEYS: Final[Mapping[str, str]] = {
    "template": "Name of a file in `templates/`, without `.toml`, that is laid under this one.",
    "vars": "Table of texts for the `{name}` places of the template.",
}
"""Keys of a site file, besides those of Site, with their descriptions: they are used up when it is read."""
