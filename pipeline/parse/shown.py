"""Where on a page a date can be the story's: how well a place is suited, and what around it speaks against it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.parse.document import Document
from pipeline.parse.place import Place

INSIDE: Final = 0.8
"""What a date loses behind the first paragraph, where boxes with other stories stand."""
OF_OTHERS: Final = 3.0
"""What a date loses in a card of another story: all."""
OF_MASTHEAD: Final = 1.6
"""What it loses in the page's head, where today's date stands; alone it is still believed."""
OF_TODAY: Final = 4.0
"""What it loses where the page says that it is today's."""
MAX_CARD: Final = 12
"""Blocks of one story's card; what is larger holds several, and may hold this one's."""
_CARDS: Final = frozenset({"article", "li", "a", "tr", "dd"})
_HEADS: Final = frozenset({"header", "nav"})
_OWN: Final = frozenset({"article", "main"})
_MASTHEAD: Final = re.compile(
    r"(?<![a-z])(?:top-?(?:bar|head|line|nav|menu|strip)?|mast-?head|(?:site|page|main)-?head(?:er)?|header|head-?(?:top|bar)"
    r"|nav-?bar|branding|utility)(?![a-z])"
)
_TODAY: Final = re.compile(
    r"(?<![a-z])(?:today|to-?day-?date|date-?today|current-?(?:date|time|day)?|now|clock|server-?time|live-?date|heute|hoy"
    r"|oggi|hoje|bugun|fecha-?actual|aktuelles-?datum)(?![a-z])"
)
_STORY: Final = re.compile(r"(?<![a-z])(?:entry|post|article|story|news|single|title|content|detail|meta|h1)(?![a-z])")
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Shown:
    """A text with a date in it, how far it is believed (0 not at all), and the reader's name."""

    text: str
    weight: float
    source: str


def weigh_block(place: Place, block: int) -> float:
    """How well a block is placed to date the story: best between title and first paragraph."""
    if place.title <= block < place.head().stop:
        return 3 - 0.02 * (block - place.title) - (INSIDE if block > place.first else 0)
    if block in place.above():
        return 2.9 - 0.1 * (place.title - block)
    if block in place.tail():
        return 1.2 - 0.02 * (block - place.last)
    return 0


def weigh_surroundings(document: Document, element: int, block: int, place: Place) -> float:
    """What a date outside the story loses: in another story's card, in the page's head, in a box for today's date."""
    if place.title <= block < place.first:
        return 0
    outline = document.outline
    links, in_head = document.linked_before, False
    own = links[block + 1] - links[block] if block + 1 < len(links) else 0  # a date can be a link itself
    for around in (element, *document.ancestors(element)):
        first, end, tag = outline.block_from[around], outline.block_to[around], outline.tags[around]
        if first <= place.title < end or (first <= place.first < end and end > place.first + 1):
            break
        is_card = tag in _CARDS and end - first <= MAX_CARD and links[end] - links[first] > own
        if is_card and (tag != "li" or first > place.title):
            return OF_OTHERS
        named = _told_by(outline.attribute(around, "class"), outline.attribute(around, "id"))
        if named == OF_TODAY:
            return OF_TODAY
        if tag in _OWN:
            return 0
        in_head = in_head or (end <= place.title and (tag in _HEADS or named > 0))
    return OF_MASTHEAD if in_head else 0


@lru_cache(maxsize=1 << 13)
def _told_by(name: str, number: str) -> float:
    """What the names of an element take from a date in it."""
    if not (name or number):
        return 0
    label = _HUMP.sub("-", f"{name} {number}").replace("_", "-").lower()
    if _TODAY.search(label):
        return OF_TODAY
    return OF_MASTHEAD if _MASTHEAD.search(label) and not _STORY.search(label) else 0
