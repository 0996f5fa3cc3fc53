"""Which documents of a source are still to be read: decided purely, with a bound on depth, documents and links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline import urls
from pipeline.models import Link
from pipeline.sites import FeedSource, ListingSource, SitemapSource


@dataclass(frozen=True, slots=True)
class Step:
    """A document to read. The source's own address has depth 1, what it leads to depth 2."""

    url: str
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Frontier:
    """The documents `waiting`, and how much may still be read; every method gives a new value.

    `documents_left` counts documents not yet queued, `links_left` is None for no bound. `notes` say what a bound cut.
    """

    waiting: tuple[Step, ...]
    seen: frozenset[str]
    max_depth: int
    documents_left: int
    links_left: int | None = None
    notes: tuple[str, ...] = ()

    def pop(self) -> tuple[Step, Frontier]:
        """The next document and the frontier without it; IndexError when none is waiting."""
        return self.waiting[0], replace(self, waiting=self.waiting[1:])

    def push(self, document_url: str, depth: int, more: Iterable[str]) -> Frontier:
        """Queue what the document at `document_url` (its final address) leads to, each address once ever."""
        seen = self.seen | {_identity(document_url)}
        fresh: dict[str, Step] = {}
        for url in more:
            if (key := _identity(url)) not in seen:
                fresh.setdefault(key, Step(url, depth + 1))
        room = self.documents_left if depth < self.max_depth else 0
        taken = list(fresh)[:room]
        grown = replace(
            self,
            waiting=self.waiting + tuple(fresh[key] for key in taken),
            seen=seen | set(taken),
            documents_left=self.documents_left - len(taken),
        )
        return grown._note_left_out(len(fresh) - len(taken), depth)

    def take(self, links: tuple[Link, ...]) -> tuple[tuple[Link, ...], Frontier]:
        """As many of a document's links as the source may still give; at the bound nothing waits any more."""
        if self.links_left is None:
            return links, self
        taken = links[: self.links_left]
        left = replace(self, links_left=self.links_left - len(taken))
        if left.links_left or not (left.waiting or len(taken) < len(links)):
            return taken, left
        return taken, replace(left, waiting=())._note("the source's `max_links` is reached; the rest was left out")

    def _note_left_out(self, count: int, depth: int) -> Frontier:
        if not count:
            return self
        bound = f"deeper than {self.max_depth} levels" if depth >= self.max_depth else "enough for one run"
        return self._note(f"{count} further documents were left out: {bound}")

    def _note(self, note: str) -> Frontier:
        return replace(self, notes=(*self.notes, note))


def start(source: FeedSource | SitemapSource | ListingSource) -> Frontier:
    """The frontier of a source of which nothing has been read yet.

    A sitemap goes `max_depth` levels and `max_documents` wide, a listing through `max_pages`; a feed is one document.
    """
    first, seen = (Step(source.url),), frozenset({_identity(source.url)})
    if isinstance(source, SitemapSource):
        return Frontier(first, seen, source.max_depth, source.max_documents - 1, source.max_links)
    if isinstance(source, ListingSource):
        return Frontier(first, seen, source.max_pages, source.max_pages - 1)
    return Frontier(first, seen, 1, 0)


def _identity(url: str) -> str:
    try:
        return urls.canonicalise(url)
    except ValueError:  # a document read from a file
        return url
