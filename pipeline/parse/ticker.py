"""Reader of headline blocks on any page: breaking-news strips and marquees ("ticker"), latest-news lists ("latest").

A heading outranks a class name: a box headed "Most read" is no list of latest news, whatever its class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.models import Headline, HeadlineKind
from pipeline.parse import site_rules
from pipeline.parse.document import Document
from pipeline.parse.headline_lists import find_lists, find_regions
from pipeline.parse.headline_strips import find_strips
from pipeline.parse.headlines import Links, Story
from pipeline.parse.latest import says_strip
from pipeline.text import squeeze

Slot = tuple[str, str | None]
Found = tuple[HeadlineKind, list[Slot]]

MAX_ITEMS = 40
"""Headlines in one block; the longest of 65 real ones has 38."""


def read(document: Document) -> tuple[Headline, ...]:
    """The page's headlines: by the site's rules if these find any, else by what blocks are called and headed."""
    slots = site_rules.ticker_anchors(document)
    if slots:
        return tuple(_number([("ticker", slots)], document))
    return tuple(_number(_find(document), document))


def _number(found: Iterable[Found], document: Document) -> Iterator[Headline]:
    """Empty slots are dropped, a text is kept once, positions count the slots kept."""
    seen: set[str] = set()
    for kind, slots in found:
        for text, href in slots:
            line = squeeze(text)
            if line and line not in seen:
                yield Headline(line, _link(document, href), len(seen), kind)
                seen.add(line)


def _link(document: Document, href: str | None) -> str | None:
    return None if not href or href.startswith("#") else document.resolve(href, document.base)


def _find(document: Document) -> Iterator[Found]:
    """Named strips, then lists under a heading; no link is taken twice, and the page's own story is left out."""
    links, taken = Links(document), set[int]()
    for kind, stories in _blocks(document, links):
        if len(stories) <= MAX_ITEMS:
            fresh = [story for story in stories if story.element not in taken and not links.leads_home(story)]
            taken.update(story.element for story in fresh)
            yield kind, [(story.text, story.href) for story in fresh]


def _blocks(document: Document, links: Links) -> Iterator[tuple[HeadlineKind, list[Story]]]:
    for stories in find_strips(document, links):
        yield "ticker", stories
    for block, stories in find_lists(document, links):
        is_strip = block < document.title_block and says_strip(document.outline.blocks[block])
        yield "ticker" if is_strip else "latest", stories
    for stories in find_regions(document, links):
        yield "latest", stories
