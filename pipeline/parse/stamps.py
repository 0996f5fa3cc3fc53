"""Reader of the moments that pages keep in attributes, for a script to word: `data-timestamp`, `title`, `content`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pipeline.parse.document import Document
from pipeline.parse.outline import NAMELESS, Attributes
from pipeline.parse.place import Place, elements_in, is_aside
from pipeline.parse.shown import Shown, weigh_block, weigh_surroundings

MAX_VALUE: Final = 60
"""Characters of a moment in an attribute."""
MAX_ELEMENTS: Final = 120
"""Elements looked at around the story."""


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NEVER: Final = NAMELESS | _set_of(
    """
    a img svg path use button input script ul ol em strong b i u h1 h2 h3 h4 h5 h6 source picture iframe form
    label br table tbody tr link
    """
)
"""Tags of elements that hold no moment of the story."""
_NOTHING: Final = 0
_DATED: Final = 1
_PUBLISHED: Final = 2
_WORDS: Final = _set_of(
    """
    date datetime time timestamp stamp utime unixtime unix livestamp timeago epoch ago ts isodate moment
    shorttime reltime relativetime datestamp dateiso timevalue
    """
)
_PUBLISHING: Final = _set_of(
    """
    published publish pub pubdate pubtime publishedat publishdate publisheddate publishtime publicationdate
    publication posted postdate created createdat articledate firstpublished datepublished issued
    """
)
_DENYING: Final = _set_of(
    """
    update updated modified mod edited edit expire expires expiry end ends start starts event now current server
    cache valid until countdown timeout timer zone format tz timezone read reading duration play video audio
    join joined birth last lastmod access visit visited refresh build delay interval deadline target
    """
)
_PROPERTY: Final = re.compile(
    r"(?:^|[\s:])(?:datepublished|datecreated|pubdate|article:published_time|dc:(?:date|created|issued)"
    r"|dcterms:(?:date|created|issued|available)|(?:sioc|schema|content):(?:created|date\w*))(?:\s|$)"
)
_NAMED: Final = re.compile(
    r"publish(?!er)|pubdate|dtstamp|dtstart|timestamp|time-?ago|value-title|(?<![a-z])(?:date|time|ago)(?![a-z])"
)
_DULL: Final = _set_of(
    """
    class id href src style alt role target rel type width height srcset sizes loading itemprop itemscope
    itemtype name value lang dir tabindex for action method onclick async defer hidden decoding align valign
    border bgcolor
    """
)
"""Attributes that hold no moment: nine of ten elements have no other."""
_UPDATED: Final = re.compile(r"updat|modif|edited|expire|video|player|audio|event|promo|(?<![a-z])ads?(?![a-z])")
_MACHINE: Final = re.compile(r"(?:1\d{9}(?:\d{3})?(?:\.\d+)?|(?:19|20)\d\d([-/.]?)\d{1,2}\1\d{1,2}(?:\D.*|\d{6}.*)?)")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20|25|13|14)\d\d(?!\d)")
_WORD: Final = re.compile(r"[a-z]+")


def read_attributes(document: Document, place: Place, most: int = MAX_ELEMENTS) -> Iterator[tuple[int, Shown]]:
    """The first elements around the story with the moments in their attributes, which the text may word otherwise."""
    outline, tags, every = document.outline, document.outline.tags, document.outline.attributes
    for span in (place.head(), place.above()):
        for number in elements_in(document, span)[:most]:
            if tags[number] in _NEVER or _DULL.issuperset(attributes := every[number]):
                continue
            told = _told(tags[number], attributes)
            if told is None or outline.tags[outline.up[number]] == "head":  # that is a claim, and read as one
                continue
            text, kind = told
            first, end = outline.block_from[number], outline.block_to[number]
            is_around = first <= place.title < end or end - first > 2
            if (kind == _DATED and is_around) or is_aside(document, number, place):
                continue
            weight = weigh_block(place, first) - weigh_surroundings(document, number, first, place)
            if weight > 0:
                yield number, Shown(text, weight + (1.4 if kind == _PUBLISHED else 0.4), "time")


def _told(tag: str, attributes: Attributes) -> tuple[str, int] | None:
    """The moment in an element's attributes and what it is said to be; None when there is none."""
    if not any(_may_hold(key) for key in attributes):
        return None
    own = {key: value.strip() for key, value in attributes.items() if value and len(value) <= MAX_VALUE}
    label = f"{own.get('class', '')} {own.get('id', '')}".lower()
    if _UPDATED.search(label) and "publish" not in label:
        return None
    content = own.get("content")
    if content and _PROPERTY.search((own.get("property") or "").lower()):
        return content, _PUBLISHED
    kinds = ((value, _kind_of_key(key)) for key, value in own.items() if key.startswith("data-") or key in _WORDS)
    told = [(value, kind) for value, kind in kinds if kind and _MACHINE.fullmatch(value)]
    if told and tag != "time":
        return max(told, key=lambda one: one[1])
    title = own.get("title")
    if title and tag not in ("a", "img") and _YEAR.search(title) and (tag in ("abbr", "time") or _NAMED.search(label)):
        return title, _PUBLISHED if "publish" in label else _DATED
    return told[0] if told and not own.get("datetime") else None


@lru_cache(maxsize=1 << 11)
def _may_hold(key: str) -> bool:
    return key in ("title", "content") or _kind_of_key(key) > 0


@lru_cache(maxsize=1 << 11)
def _kind_of_key(key: str) -> int:
    """What an attribute's name says that it holds."""
    words = frozenset(_WORD.findall(key))
    if not words.isdisjoint(_DENYING):
        return _NOTHING
    if not words.isdisjoint(_PUBLISHING):
        return _PUBLISHED
    return _NOTHING if words.isdisjoint(_WORDS) else _DATED
