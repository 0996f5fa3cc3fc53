"""What a site's memory knows of a page's parts, by prints of their texts and of the places they stand in.

Nothing here is looked at unless the page is read with a memory.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, islice
from typing import Final

from pipeline.parse.outline import NAMELESS, Outline
from pipeline.site_memory import SiteMemory
from pipeline.text import fold
from pipeline.urls import canonicalise

LINE: Final = 80
"""Characters from which a line of text is an article's own: two articles hardly share one by chance."""
SHORT: Final = 25
"""Characters below which a text says little ("Close", "Music"): it must have stood on two other articles."""
LEAD_LINES: Final = 2
"""Lines of a story that a teaser of it shows."""
NUMBERED: Final = 40
"""Characters from which a text with another number is another text."""
HASHED: Final = 300
"""Characters of a text that its print is of."""
OFTEN: Final = 0.2
"""Share of a site's articles that show what is furniture; background that follows a running story stands on fewer."""
TRUSTED: Final = 3
"""Other articles from which on a repeated text is furniture even on a page that may be a copy of one of them."""
MOSTLY: Final = 0.5
"""Share of a site's articles from which on a text is furniture even where it stands amid new lines."""
FRESH_SHARE: Final = 0.2
"""Share of new lines below which a page may be a copy of another, of which it repeats the story itself."""
STALE_PART: Final = 3
"""Articles on which a part held nothing new, from which on its texts are furniture unread."""
LEAST_PROSE: Final = 200
"""Characters of new text that make the known place of the article hold one."""
LONGEST_END: Final = 60
LONGEST_BYLINE: Final = 130
NEAR: Final = 20
"""Blocks off the title up to which a line can be a byline or a dateline."""
HEADINGS: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})
_DIGITS = re.compile(r"\d+")
_ENDS = re.compile(r"\s*[|｜»]+\s*|\s+[-–—•·:/]+\s+")
_WORD = re.compile(r"[A-Za-z_-]+\Z")


def print_of(text: str) -> int:
    """32 bits of a text without case; of a short one without its numbers either ("5 readers online")."""
    text = text[:HASHED].lower()
    return exact_print(_DIGITS.sub("", text) if len(text) < NUMBERED else text)


def exact_print(text: str) -> int:
    """32 bits of a text as it is."""
    return zlib.crc32(text.encode("utf-8", "replace"))


def print_of_end(text: str) -> int:
    """The print of an end of a title, which is no text of the page."""
    return print_of(f"title\0{fold(text)}")


def title_ends(title: str) -> list[str]:
    """The first and last part of a page's title where separators set them off: one of them often names the site."""
    parts = [part for part in _ENDS.split(title) if part]
    ends = dict.fromkeys((*parts[-2:], parts[0])) if len(parts) > 1 else ()
    return [end for end in ends if len(end) <= LONGEST_END and end != title]


@dataclass
class Signs:
    """Prints of places in a page's structure: an element's tag, stable name and those of three elements around it."""

    outline: Outline
    _labels: dict[int, str] = field(default_factory=dict)
    _signs: dict[int, int] = field(default_factory=dict)

    def of(self, element: int) -> int:
        """The sign of an element, the same on every page of one layout."""
        sign = self._signs.get(element)
        if sign is None:
            up, labels = self.outline.up, list[str]()
            number = element
            while number >= 0 and len(labels) < 4:
                labels.append(self._label(number))
                number = up[number]
            sign = self._signs[element] = exact_print(">".join(labels))
        return sign

    def _label(self, element: int) -> str:
        label = self._labels.get(element)
        if label is None:
            label = self._labels[element] = self._name(element)
        return label

    def _name(self, element: int) -> str:
        """The tag with the first class, id and itemprop that hold no digits: those are numbers of stories or builds."""
        tag = self.outline.tags[element]
        if tag in NAMELESS:
            return tag
        attributes = self.outline.attributes[element]
        if not attributes:
            return tag
        first = next((name for name in (attributes.get("class") or "").split() if _WORD.match(name)), "")
        own = attributes.get("id") or ""
        return f"{tag}.{first}#{own if _WORD.match(own) else ''}@{attributes.get('itemprop') or ''}"


class Familiar:
    """A page as its site's memory sees it. Everything is found when first asked for."""

    def __init__(
        self, outline: Outline, memory: SiteMemory, address: str | None, summaries: Iterable[str] = ()
    ) -> None:
        """`summaries` are what the page says its own story is about."""
        self.outline, self.memory, self.summaries = outline, memory, frozenset(summaries)
        self.page = exact_print(canonicalise(address) if address else "")
        self.signs = Signs(outline)

    @cached_property
    def prints(self) -> list[int]:
        """By block: the print of its text."""
        return [print_of(text) for text in self.outline.blocks]

    @cached_property
    def known(self) -> Mapping[int, int]:
        """By print of a text: on how many other articles it stood."""
        return self.memory.seen_elsewhere(self.page, frozenset(map(exact_print, self._titles())))

    def _titles(self) -> Iterator[str]:
        """What the page may be called: an article of this name is this one at another address."""
        outline = self.outline
        for heading in outline.find("h1"):
            yield from (outline.text_of(heading), outline.heading_text(heading))
        for title in map(outline.text_of, outline.find("title")[:1]):
            yield from (title, *_ENDS.split(title))

    @cached_property
    def furniture(self) -> frozenset[int]:
        """The blocks that other articles of the site show too, or that stand where nothing new ever does.

        None of them when too little else is left: then it is the page that is known, not its furniture.
        """
        if not self.memory.pages:
            return frozenset()
        repeated = {block: count for block, count in self._repeated() if self._is_share(count, OFTEN)}
        lines = self.long_lines
        fresh = [block for block in lines if block not in repeated]
        if not fresh:
            return frozenset()
        if len(fresh) < FRESH_SHARE * len(lines):
            repeated = {block: count for block, count in repeated.items() if count >= TRUSTED}
        said = {
            block
            for block, count in repeated.items()
            if (count >= TRUSTED and self._is_share(count, MOSTLY)) or not self._is_amid(block, repeated)
        }
        said |= self._in_stale_parts(said)
        return frozenset(block for block in said - self._own_lead() if not self._is_heading_of_new(block, said))

    @cached_property
    def long_lines(self) -> list[int]:
        """The blocks that are lines of running text, an article's or not."""
        outline = self.outline
        blocks = enumerate(zip(outline.blocks, outline.block_links, strict=True))
        return [block for block, (text, links) in blocks if is_line(text, links)]

    def _repeated(self) -> Iterator[tuple[int, int]]:
        known, blocks = self.known, self.outline.blocks
        for block, text_print in enumerate(self.prints):
            count = known.get(text_print, 0)
            if count > 1 or (count and len(blocks[block]) >= SHORT):
                yield block, count

    def _is_share(self, count: int, share: float) -> bool:
        """Whether a text of so many other articles, and this one, stands on a share of the site's."""
        return count + 1 >= share * (self.memory.weight + 1)

    def _is_amid(self, block: int, repeated: Mapping[int, int]) -> bool:
        """Whether new lines stand right before and after a line, its equals: the background of a running story."""
        outline = self.outline
        if not 0 < block < len(outline.blocks) - 1:
            return False
        parent = outline.up[outline.block_owner[block]]
        return all(
            other not in repeated
            and is_line(outline.blocks[other], outline.block_links[other])
            and outline.up[outline.block_owner[other]] == parent
            for other in (block - 1, block + 1)
        )

    def _is_heading_of_new(self, block: int, furniture: set[int]) -> bool:
        """Whether a block is a heading right above a new line: "Background" is one on many a story of some sites."""
        outline, below = self.outline, block + 1
        if outline.tags[outline.block_owner[block]] not in HEADINGS or below >= len(outline.blocks):
            return False
        return below not in furniture and is_line(outline.blocks[below], outline.block_links[below])

    def _own_lead(self) -> set[int]:
        """The lines that other pages show because they tell of this one: its summary, and the first lines that stand
        on no more pages than its heading.
        """
        outline, blocks = self.outline, self.outline.blocks
        own = {block for block in self.long_lines if blocks[block] in self.summaries}
        for heading in outline.find("h1")[:1]:
            shown = self.known.get(print_of(outline.text_of(heading)), 0)
            lines = (block for block in self.long_lines if block >= outline.block_to[heading])
            own.update(
                islice((block for block in lines if 0 < self.known.get(self.prints[block], 0) <= shown), LEAD_LINES)
            )
        return own

    def part_of(self, block: int) -> int:
        """The sign of the part a block stands in: of the element around the one that holds it."""
        owner = self.outline.block_owner[block]
        return self.signs.of(max(self.outline.up[owner], 0))

    def _in_stale_parts(self, said: set[int]) -> set[int]:
        stale = {part for part, count in self.memory.parts.items() if count >= STALE_PART}
        if not stale:
            return set()
        return {
            block for block in range(len(self.outline.blocks)) if block not in said and self.part_of(block) in stale
        }

    @cached_property
    def container(self) -> int | None:
        """The element that stands where most articles of the site do, with most new text; None when it holds little."""
        wanted = self._usual(self.memory.containers)
        if not wanted:
            return None
        weight = [0, *accumulate(self._fresh_weights())]
        first, end = self.outline.block_from, self.outline.block_to
        found = [(weight[end[n]] - weight[first[n]], -n) for n in self._around_lines() if self.signs.of(n) in wanted]
        most, element = max(found, default=(0, 0))
        return -element if most >= LEAST_PROSE else None

    def _fresh_weights(self) -> Iterator[int]:
        """By block: the characters of a long line that is no furniture."""
        lines = frozenset(self.long_lines) - self.furniture
        return (len(text) if block in lines else 0 for block, text in enumerate(self.outline.blocks))

    def _around_lines(self) -> set[int]:
        """The elements that hold a long line."""
        outline, found = self.outline, set[int]()
        for block in self.long_lines:
            element = outline.block_owner[block]
            while element > 0 and element not in found:
                found.add(element)
                element = outline.up[element]
        return found

    def is_usual(self, element: int) -> bool:
        """Whether an element stands where most articles of the site do, or nothing is known of that."""
        wanted = self._usual(self.memory.containers)
        return not wanted or self.signs.of(element) in wanted

    def _usual(self, places: Mapping[int, int]) -> frozenset[int]:
        """The place that half of the site's articles share, and at least two."""
        return frozenset(place for place, count in places.items() if count > 1 and 2 * count >= self.memory.weight)

    def title_names(self, title: str) -> frozenset[str]:
        """Those ends of a page's title, folded, that other articles' titles end in too."""
        return frozenset(fold(end) for end in title_ends(title) if print_of_end(end) in self.known)

    @property
    def byline_blocks(self) -> list[int]:
        """The blocks that stand where the site's bylines do."""
        return self._standing_in(self._usual(self.memory.bylines))

    @property
    def dateline_blocks(self) -> list[int]:
        """The blocks that stand where the site's datelines do."""
        return self._standing_in(self._usual(self.memory.datelines))

    def _standing_in(self, places: frozenset[int]) -> list[int]:
        if not places:
            return []
        owner = self.outline.block_owner
        return [block for block in self.lines_near_title() if self.signs.of(owner[block]) in places]

    def lines_near_title(self) -> list[int]:
        """The short blocks around the first `<h1>`, where bylines and datelines stand; none on a page without one."""
        outline = self.outline
        title = next((outline.block_from[number] for number in outline.find("h1")), None)
        if title is None:
            return []
        near = range(max(title - NEAR, 0), min(title + NEAR, len(outline.blocks)))
        return [
            block
            for block in near
            if len(outline.blocks[block]) <= LONGEST_BYLINE
            and outline.tags[outline.block_owner[block]] not in ("title", "h1")
        ]


def is_line(text: str, links: int) -> bool:
    """Whether a block is a line of running text: long, and mostly no link. Scripts of wide letters need half."""
    return len(text) >= (LINE if text.isascii() else LINE // 2) and links * 2 <= len(text)
