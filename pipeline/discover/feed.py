"""The feed way: RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from pipeline.discover import json_feed, xml_feed
from pipeline.discover.document import Document, open_document
from pipeline.discover.gather import Gatherer
from pipeline.discover.item import Item
from pipeline.discover.wording import Calendar, calendar_of, clean, clean_name, read_language
from pipeline.errors import NotAFeed
from pipeline.models import Capture, Discovery, Hint
from pipeline.sites import FeedSource, Site

XML_ROOTS: Final = frozenset({"rss", "feed", "rdf"})


def read(capture: Capture, source: FeedSource, site: Site) -> Discovery:
    """The links of a feed's items, each with what its item says of the article.

    Items before a cut are kept and the cut is noted; a feed without items is an empty Discovery.
    NotAFeed when the document is something else, naming what it is.
    """
    document = open_document(capture)
    gatherer = Gatherer("feed", capture.final_url, site, source)
    items, faults = _open_items(document)
    hints = _Hints(calendar_of(capture, site, source), source, gatherer)
    first = next(items, None)
    for item in islice(chain([first] if first else [], items), source.max_items):
        gatherer.add(item.addresses, hints.read(item), item.base)
    if next(items, None) is not None:
        gatherer.notes.append(f"only the first {source.max_items} items were read, the feed has more")
    if faults and first is None:
        raise NotAFeed(f"{document.describe()} without a whole item: {faults[0]}", url=document.url)
    gatherer.notes += [*document.notes, *faults]
    return gatherer.discovery()


def _open_items(document: Document) -> tuple[Iterator[Item], list[str]]:
    """The items, and a list that the reader fills with what is wrong with the document while they are read."""
    faults: list[str] = []
    if document.head.startswith("{") and json_feed.looks_like_feed(document.head):
        return json_feed.read_items(document, faults), faults
    if document.root in XML_ROOTS:
        return xml_feed.read_items(document, faults), faults
    raise NotAFeed(f"expected a feed, got {document.describe()}", url=document.url)


@dataclass(frozen=True, slots=True)
class _Hints:
    calendar: Calendar
    source: FeedSource
    gatherer: Gatherer

    def read(self, item: Item) -> Hint:
        """What an item says, cleaned."""
        creators = _clean_names(item.creators)
        newspaper = clean(item.newspaper)
        if self.source.creator == "newspaper" and creators:
            newspaper, creators = creators[0], ()
        published, modified = self.calendar.read(item.published), self.calendar.read(item.modified)
        if item.published and published is None:
            self.gatherer.pass_over("dates that are none or not believable", item.published)
        return Hint(
            title=clean(item.title),
            published=published,
            modified=modified,
            authors=creators or _clean_names(item.authors),
            newspaper=newspaper,
            section=clean(item.section),
            language=read_language(item.language) or self.source.language or read_language(item.feed_language),
            image=self.gatherer.resolve(item.image, item.base),
            guid=clean(item.guid),
        )


def _clean_names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for written in names if (name := clean_name(written))))
