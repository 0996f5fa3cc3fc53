"""Surveys a site for a draft of its file: fetches the home page, looks at the sources found, tries the rules."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline import discover, drafting, urls
from pipeline.drafting import Asked, Draft
from pipeline.errors import InputError, PageError
from pipeline.fetch import Fetcher
from pipeline.models import Capture, Request
from pipeline.robots import MemoryRobotsCache, sitemaps_of
from pipeline.sites import Site, Source
from pipeline.worker import Workers

Tell = Callable[[str], None]
STORIES: Final = 4
"""Stories taken from a home or section page when no story is given."""


@dataclass
class Survey:
    """The parts it takes; `robots` is the cache that the fetcher fills. `tell` is told what is being done."""

    fetcher: Fetcher
    workers: Workers
    robots: MemoryRobotsCache
    tell: Tell = lambda line: None
    captures: dict[str, Capture] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    async def draft(self, pages: Sequence[Capture], asked: Asked, *, is_online: bool) -> Draft:
        """The draft from these pages of one site, checked on them; without `is_online` nothing is fetched.

        InputError for pages of several sites, NotAnArticle when none holds an article.
        """
        home = _home_of(pages)
        self.captures = {capture.final_url: capture for capture in pages}
        if is_online:
            pages = [*pages, *await self._fetch_stories(pages)]
        others = await self._fetch_home(home) if is_online else []
        named = sitemaps_of(self.robots.get(urls.origin_of(home))) if is_online else ()
        draft = await self.workers.call(drafting.draft_site, pages, others, named, asked)
        if is_online:
            draft = await self._look_at_sources(draft)
        stories = [capture for capture in pages if capture.final_url in draft.pages]
        draft = await self.workers.call(drafting.check_draft, draft, stories, as_site(draft))
        return replace(draft, warnings=(*self.warnings, *draft.warnings))

    async def _fetch_home(self, home: str) -> list[Capture]:
        if any(urls.canonicalise(url) == home for url in self.captures):
            return []
        try:
            return [await self._fetch(home)]
        except PageError as error:
            self.warnings.append(f"the home page could not be fetched, so no listing was looked for: {error.detail}")
            return []

    async def _fetch_stories(self, pages: Sequence[Capture]) -> list[Capture]:
        """A few of the stories listed, when only pages that list stories were given."""
        found = []
        for url in await self.workers.call(drafting.list_stories, pages, STORIES):
            try:
                found.append(await self._fetch(url))
            except PageError as error:
                self.warnings.append(f"could not be fetched: {error}")
        return found

    async def _fetch(self, url: str) -> Capture:
        if url not in self.captures:
            self.tell(f"fetching {url}")
            self.captures[url] = await self.fetcher.fetch(Request(url))
        return self.captures[url]

    async def _look_at_sources(self, draft: Draft) -> Draft:
        """Fetch every source that was found, and count what the real readers find in it."""
        site = as_site(replace(draft, facts=replace(draft.facts, article_url=None)))
        found, problems = dict[str, list[str]](), dict[str, str]()
        for source in site.sources:
            try:
                found[source.id] = await self._links_of(source, site)
            except PageError as error:
                problems[source.id] = f"{error.reason}: {error.detail}"
        return drafting.with_links(draft, found, problems)

    async def _links_of(self, source: Source, site: Site) -> list[str]:
        """The links of a source's document, else the further documents it names."""
        capture = await self._fetch(getattr(source, "url"))  # noqa: B009 - drafted kinds all have an address
        looked = await self.workers.call(discover.find, capture, source, site)
        return [link.url for link in looked.links] or list(looked.more)


def as_site(draft: Draft) -> Site:
    """The site that the drafted file makes."""
    return Site.model_validate(tomllib.loads(drafting.write_toml(draft)))


def _home_of(pages: Sequence[Capture]) -> str:
    """The home page of the one site the pages are of."""
    homes: dict[str, str] = {}
    for capture in pages:
        try:
            origin = urls.origin_of(urls.normalise(capture.final_url))
        except ValueError:
            raise InputError(
                f"{capture.url}: the page does not say its own address; give the address instead of the file, "
                'or add <link rel="canonical" href="…"> to the file'
            ) from None
        homes.setdefault(origin.partition("://")[2].removeprefix("www."), f"{origin}/")
    if len(homes) > 1:
        raise InputError(f"these pages are of several sites ({', '.join(homes)}); draft one site at a time")
    return next(iter(homes.values()))
