"""Reader of headline blocks on any page: breaking-news strips and marquees ("ticker"), latest-news lists ("latest").

A heading outranks a class name: a box headed "Most read" is no list of latest news, whatever its class.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.models import Headline, HeadlineKind
from pipeline.parse import site_rules
from pipeline.parse.document import Document
from pipeline.parse.latest import MAX_HEADING, says_latest, says_other
from pipeline.parse.outline import BREAK
from pipeline.parse.words import Mark
from pipeline.text import squeeze

Slot = tuple[str, str | None]
Found = tuple[HeadlineKind, list[Slot]]

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_DEAD = ("#", "javascript:", "mailto:", "tel:", "whatsapp:")
_TIME = re.compile(
    r"^[\d:./\s,-]*(?:(?:\d+ ?)?(?:min|mins|minutes?|hours?|hrs?|h|d|days?|ago|am|pm|hace|vor|il y a)\b[\s\d]*)*$",
    re.IGNORECASE,
)
_WIDE = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_STEMS = (
    "ticker",
    "breaking",
    "marq",
    "justin",
    "just-in",
    "just_in",
    "flash",
    "eilm",
    "ultima",
    "urgent",
    "bnews",
    "عاجل",
)
"""One of these is in the class or id of a strip as it stands: "b-news", two words that make one of them, is none."""
_BOXES = frozenset({"div", "ul", "ol", "section", "aside", "p", "span", "marquee", "header", "?"})
MAX_ITEMS = 40
MAX_BLOCKS = 150
"""Blocks in an element that can still be one list; the longest of 65 real ones has 38 headlines, three blocks each."""


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
    """Named strips first, then the lists under a heading; no element is read twice."""
    taken: list[range] = []
    for element in [*_strips(document), *_lists(document)]:
        if any(span.start <= element < span.stop for span in taken):
            continue
        is_strip = bool(document.mark(element) & Mark.TICKER)
        slots = _slots(document, element)
        if (1 if is_strip else 3) <= len(slots) <= MAX_ITEMS:
            taken.append(range(element, document.outline.last[element]))
            yield "ticker" if is_strip else "latest", slots


def _strips(document: Document) -> Iterator[int]:
    """Elements named as a ticker that hold neither the article nor a heading that says otherwise."""
    outline, title = document.outline, document.title_block
    linked = document.linked_before
    end = 0
    spans = zip(outline.tags, outline.block_from, outline.block_to, strict=True)
    for element, (tag, first, after) in enumerate(spans):
        if tag not in _BOXES or element < end or linked[first] == linked[after] or after - first > MAX_BLOCKS:
            continue
        if tag in ("span", "p") and outline.tags[element + 1 : element + 2] != ["a"]:
            continue
        if (
            document.mark(element) & (Mark.TICKER | Mark.COMMENTS | Mark.WRAPPER) != Mark.TICKER
            or first <= title < after
        ):
            continue
        if tag != "marquee" and not _is_called_strip(document, element):
            continue
        blocks = range(first, after)
        if any(says_other(outline.blocks[n]) and not outline.block_links[n] for n in blocks[:3]):
            continue
        end = outline.last[element]
        yield element


def _is_called_strip(document: Document, element: int) -> bool:
    """Whether a class or id holds one of the stems."""
    name = f"{document.outline.attribute(element, 'class')} {document.outline.attribute(element, 'id')}".lower()
    return any(stem in name for stem in _STEMS)


def _lists(document: Document) -> Iterator[int]:
    """The smallest element that holds a heading of latest news and at least three headlines."""
    outline = document.outline
    for number, text in enumerate(outline.blocks):
        if len(text) > MAX_HEADING or not says_latest(text):
            continue
        owner = outline.block_owner[number]
        panel = _panel_of(document, owner)
        element = panel if panel is not None else _list_around(document, number, owner)
        if element is not None:
            yield element


def _list_around(document: Document, block: int, owner: int) -> int | None:
    outline, element = document.outline, owner
    for _ in range(6):
        element = outline.up[element]
        if element < 0 or (document.mark(element) & Mark.WRAPPER and outline.tags[element] in ("html", "body")):
            return None
        blocks = outline.blocks_of(element)
        if len(blocks) > MAX_BLOCKS or document.title_block in blocks[1:]:
            return None
        if blocks.stop - block > 3 and sum(outline.block_links[n] >= 20 for n in range(block + 1, blocks.stop)) >= 3:
            return element if block - blocks.start <= 2 else None
    return None


def _panel_of(document: Document, owner: int) -> int | None:
    """The panel that a tab label opens: the element its `href="#id"` or `aria-controls` names."""
    outline = document.outline
    for element in (owner, outline.up[owner], *range(owner + 1, outline.last[owner])):
        href = outline.attribute(element, "href")
        name = href[1:] if href.startswith("#") else outline.attribute(element, "aria-controls")
        if name:
            return next((n for n, attributes in enumerate(outline.attributes) if attributes.get("id") == name), None)
    return None


def _slots(document: Document, element: int) -> list[Slot]:
    """The headlines among the links of an element, one per address."""
    outline = document.outline
    found: dict[str, str] = {}
    for number in range(element, outline.last[element]):
        if outline.tags[number] == "a":
            href = outline.attribute(number, "href")
            text = _headline_in(document, number)
            if (
                href
                and not href.lower().startswith(_DEAD)
                and is_headline(text)
                and len(text) > len(found.get(href, ""))
            ):
                found[href] = text
    return [(text, href) for href, text in found.items()]


def _headline_in(document: Document, anchor: int) -> str:
    """A link's headline: the heading or title inside it, else its text without times and section labels."""
    outline = document.outline
    for number in range(anchor + 1, outline.last[anchor]):
        is_title = outline.tags[number] in _HEADINGS or document.mark(number) & Mark.TITLE
        if is_title and (text := outline.text_of(number)):
            return text
    parts = [
        (outline.piece_from[number], outline.piece_to[number])
        for number in range(anchor + 1, outline.last[anchor])
        if document.mark(number) & (Mark.DATE | Mark.SECTION | Mark.CAPTION | Mark.PICTURE)
    ]
    pieces = range(outline.piece_from[anchor], outline.piece_to[anchor])
    kept = [outline.pieces[n] for n in pieces if not any(start <= n < end for start, end in parts)]
    return " ".join(" ".join(kept).replace(BREAK, " ").split())


def is_headline(text: str) -> bool:
    """Whether a text is long enough for a headline and no time."""
    length = len(text) * 2 if _WIDE.search(text) else len(text)
    return 15 <= length <= 300 and not _TIME.match(text)
