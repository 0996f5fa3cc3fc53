"""Breaking-news strips and marquees, found by what their boxes are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pipeline.parse.document import Document
from pipeline.parse.headlines import LONG, Links, Story, pick_list
from pipeline.parse.latest import says_latest, says_other
from pipeline.parse.outline import BREAK

MAX_BLOCKS: Final = 150
"""Blocks in an element that can still be one strip; the longest of 15 real ones has 27 headlines."""

MAX_NAMED: Final = 60
MAX_BELOW: Final = 40
"""Blocks below the title at which a strip can still begin: the first `<h1>` may be the paper's name."""
MIN_LINK: Final = 10
"""Characters of the shortest linked headline, for in some scripts these are many."""

_BOXES: Final = frozenset({"div", "ul", "ol", "section", "aside", "marquee", "header", "?", "table", "dl"})
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_STRIP: Final = re.compile(
    r"(?<!s)(?<!stock-)(?<!price-)ticker|newsticker|(?<![a-z])breaking(?!-(?:point|bad|change))|marquee|just-?in(?![a-z])"
    r"|news-?flash|flash-?(?:news|info|actu)|eil-?meldung|ultim[ao]-?(?:hora|minuto|ora)|(?<![a-z])urgent(?![a-z])|عاجل"
    r"|(?<![a-z-])bnews(?![a-z])|news-?bar(?![a-z])|laufband|son-?dakika|(?<![a-z])ajel(?![a-z])|last-minute-news"
    r"|headline-?(?:bar|strip|scroll)|(?:scroll(?:ing|er)?-?news|news-?scroll(?:er)?)(?![a-z])|teletipo|lauftext"
    r"|news-?(?:crawl|strip|line-?scroll)(?:er)?(?![a-z])|(?<![a-z])crawler(?![a-z])|haber-?band|kayan-?(?:haber|yazi|bant)"
    r"|beg(?:usch?|ush)\w*-?strok|running-?(?:text|line|news)"
)
_STEMS: Final = (
    *("ticker", "breaking", "marquee", "justin", "flash", "eilmeldung", "ultim", "urgent", "عاجل", "bnews", "newsbar"),
    *("laufband", "dakika", "ajel", "minutenews", "headline", "scroll", "teletipo", "lauftext"),
    *("crawl", "newsstrip", "newsline", "haberband", "kayan", "begus", "running"),
)
"""Of which, hyphens left out, the pattern needs one. Looked for plainly, they cost a fifth of it."""
_OTHER: Final = re.compile(
    r"(?<![a-z])(?:stocks?|crypto|prices?|quotes?|markets?|forex|currenc\w+|rates?|scores?|match\w*|weather|promo\w*|donat\w+"
    r"|comment\w*|sponsor\w*|advert\w*|trending|popular|mostread|breaking-?points?)(?![a-z])"
)


def find_strips(document: Document, links: Links) -> Iterator[list[Story]]:
    """The headlines of each strip, in order."""
    outline, end = document.outline, 0
    for element in _named_boxes(document)[:MAX_NAMED]:
        if element < end or not _may_be_strip(document, element):
            continue
        stories = pick_list(links.stories_in(element, outline.last[element]), is_named=True)
        if len(stories) > 1 or (stories and _stands_alone(document, element, stories[0])):
            end = outline.last[element]
            yield stories


def _named_boxes(document: Document) -> list[int]:
    """The boxes that are marquees or called like a strip, in order.

    Asked are those around linked headlines; around a single one only above the title, where bars are.
    """
    outline, linked, title = document.outline, document.linked_before, document.title_block
    up, tags, first, last = outline.up, outline.tags, outline.block_from, outline.block_to
    seen, named = set[int](), list[int]()
    for element in _owners_of_headlines(document, title + MAX_BELOW if title >= 0 else len(outline.blocks)):
        while element >= 0 and element not in seen:
            seen.add(element)
            start, stop = first[element], last[element]
            if stop - start > MAX_BLOCKS or start <= title < stop:  # and so are all around it
                break
            if tags[element] in _BOXES and (linked[stop] - linked[start] > 1 or start < title or title < 0):
                attributes = outline.attributes[element]
                if names_strip(attributes.get("class"), attributes.get("id")) or tags[element] == "marquee":
                    named.append(element)
            element = up[element]
    return sorted(named)


def _owners_of_headlines(document: Document, end: int) -> list[int]:
    """What holds the blocks before `end` that are a link as long as a headline; a link in a sentence is none."""
    outline, linked = document.outline, document.linked_before
    blocks, links = outline.blocks, outline.block_links
    return [
        outline.block_owner[n]
        for n in range(min(end, len(blocks)))
        if links[n] >= MIN_LINK and linked[n + 1] > linked[n] and links[n] * 2 >= len(blocks[n])
    ]


@lru_cache(maxsize=1 << 14)
def names_strip(name: str | None, number: str | None) -> bool:
    """Whether a class and id name a strip of headlines. Remembered: pages of a site share their names."""
    label = f"{name or ''} {number or ''}"
    letters = label.lower().replace("-", "").replace("_", "")
    if not any(stem in letters for stem in _STEMS):
        return False
    label = _HUMP.sub("-", label).replace("_", "-").lower()
    return _STRIP.search(label) is not None and _OTHER.search(label) is None


def _may_be_strip(document: Document, element: int) -> bool:
    """Whether the box holds no heading that says otherwise, and little but links."""
    outline, blocks = document.outline, document.outline.blocks_of(element)
    for number in blocks[:3]:
        if not outline.block_links[number] and says_other(outline.blocks[number]):
            return False
    text = sum(map(len, outline.blocks[blocks.start : blocks.stop]))
    return sum(outline.block_links[blocks.start : blocks.stop]) * 2 >= text


def _stands_alone(document: Document, element: int, story: Story) -> bool:
    """Whether a single link is news, by its address or what stands before it, and no offer of a shop."""
    outline = document.outline
    if not story.is_own or "utm_" in story.href:
        return False
    before = outline.pieces[outline.piece_from[element] : outline.piece_from[story.element]]
    if any(says_latest(" ".join(piece.split())) for piece in before if piece is not BREAK):
        return True
    return story.is_told and len(story.text) >= LONG
