"""What the judge of the body looks at: numbers about each block, its place among the others and what was kept at first.

All are counts, lengths in characters or shares (0 to 1), none is of a language or a site. A first reading has chosen
the container and guessed which blocks are the article's (`pipeline.parse.body`); most numbers ask how a block's
surroundings fare in that guess: whether its parent, or blocks of the same tag and class, hold the text that was kept.

Two thirds of the blocks are plain from a few of the numbers, so that the others are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

from pipeline.parse.document import Document
from pipeline.parse.outline import NAMELESS
from pipeline.parse.prose import ENDS
from pipeline.parse.words import Mark

FEATURES: Final = (
    "length",
    "linked",  # share of characters in links
    "prose",
    "ends",  # like a sentence
    "capitals",
    "is_paragraph",
    "is_item",
    "is_heading",
    "from_heading",  # blocks since the heading above
    "kept",
    "before",
    "after",
    "with_place",  # share of all that was kept that has the same parent, tag and class
    "with_kind",  # the same tag and class
    "position",  # share of the kept text before it
    "from_title",  # blocks
    "from_start",
    "to_end",
    "to_last",  # blocks until the last long text that was kept
    "total",  # characters kept at first
    "is_copy",
    "with_parent",
    "with_grandparent",
    "parent_kept",
    "parent_linked",
    "grandparent_kept",
    "noise",
    "text",
    "lead",
    "caption",
    "picture",
    "hidden",
    "box",
    "card",
    "meta",
    "action",
)
_MARKS: Final = (
    Mark.NOISE,
    Mark.BODY,
    Mark.LEAD,
    Mark.CAPTION,
    Mark.PICTURE,
    Mark.HIDDEN,
    Mark.BOX,
    Mark.CARD,
    Mark.META,
    Mark.ACTION,
)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS: Final = frozenset({"td", "th"})
_CAPITALS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST: Final = 1000
"""Characters from which a block weighs no more."""
COPIED: Final = 60
"""Characters from which a text that stood before is a copy, not a repeated label."""
FAR: Final = 40
"""Blocks from which a distance is far."""
LONG: Final = 150
"""Characters of a text that nothing but an article has."""
PLAIN_PROSE, PLAIN_SHARE, PLAIN_KIND = 80, 0.3, 0.5
"""Kept prose is the article's where this share of all has its parent, or is of its kind: no tree says otherwise."""
LEAD_PROSE: Final = 60
"""Characters of a standfirst."""
STRAY_PLACE, STRAY_PARENT = 0.02, 0.05
"""What was not kept, and stands where nothing was, is not the article's: the trees say otherwise once in 200 times."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The first reading: the container, the range of blocks in question, and which of these it kept."""

    container: int
    blocks: range
    kept: Sequence[bool]  # by block of the range
    prose: Sequence[int]  # by block of the page
    refused: Set[int] = frozenset()  # blocks whose own words say that they are furniture


Around = tuple[float, float, float, float, float]


@lru_cache(maxsize=1 << 12)
def _bits(marks: int) -> tuple[float, ...]:
    return tuple(float(bool(marks & mark)) for mark in _MARKS)


class BlockMeasure:
    """Measures the blocks in question."""

    def __init__(self, document: Document, guess: Guess) -> None:
        self.document, self.guess = document, guess
        outline, blocks = document.outline, guess.blocks
        self.outline, self.tags, self.up, self.start = outline, outline.tags, outline.up, blocks.start
        self.owners = outline.block_owner[blocks.start : blocks.stop]
        self.texts = outline.blocks[blocks.start : blocks.stop]
        self.links = outline.block_links[blocks.start : blocks.stop]
        self.sizes = [min(len(text), LONGEST) for text in self.texts]
        self.masses = [size if kept else 0 for size, kept in zip(self.sizes, guess.kept, strict=True)]
        self.mass = [0, *accumulate(self.masses)]
        self.size = [0, *accumulate(self.sizes)]
        self.linked = [0, *accumulate(map(min, self.links, self.sizes))]
        self.total = self.mass[-1] or 1
        self.last = max((n for n, mass in enumerate(self.masses) if mass > LONG), default=0)
        self.by_parent: dict[int, int] = {}
        self.by_grandparent: dict[int, int] = {}
        self.by_kind: dict[str, int] = {}
        self.by_place: dict[tuple[int, str], int] = {}
        self.shared: dict[int, tuple[float, float]] = {}
        self.parents: dict[int, tuple[Around, int]] = {}
        self.kinds: list[str] = []
        self.count()

    def kind(self, element: int) -> str:
        """An element's tag and class."""
        tag = self.tags[element]
        if tag not in NAMELESS and (name := self.outline.nodes[element].attributes.get("class")):
            return f"{tag} {name}"
        return tag

    def count(self) -> None:
        """How much of the kept text stands under each parent and in each kind of element."""
        up, by_parent, by_grandparent = self.up, self.by_parent, self.by_grandparent
        by_kind, by_place, kinds = self.by_kind, self.by_place, self.kinds
        for owner, mass in zip(self.owners, self.masses, strict=True):
            if not mass:
                kinds.append("")
                continue
            parent, kind = up[owner], self.kind(owner)
            grandparent = up[parent] if parent >= 0 else -1
            by_parent[parent] = by_parent.get(parent, 0) + mass
            by_grandparent[grandparent] = by_grandparent.get(grandparent, 0) + mass
            by_kind[kind] = by_kind.get(kind, 0) + mass
            place = parent, kind
            by_place[place] = by_place.get(place, 0) + mass
            kinds.append(kind)

    def settle(self) -> Iterator[bool | tuple[float, ...]]:
        """For each block in question: whether it is the article's where that is plain, else its `FEATURES`."""
        tags, up, by_parent, kept, total = self.tags, self.up, self.by_parent, self.guess.kept, self.total
        prose, start, last, shared = self.guess.prose, self.start, self.last - 1, self.shared
        by_kind, kinds, refused = self.by_kind, self.kinds, self.guess.refused
        heading, seen = -FAR, set[str]()
        for number, (text, owner) in enumerate(zip(self.texts, self.owners, strict=True)):
            tag, parent = tags[owner], up[owner]
            around = tags[parent] if parent >= 0 else ""
            if is_heading := tag in _HEADINGS or around in _HEADINGS:
                heading = number
            if tag in _CELLS or around in _CELLS:
                yield kept[number]  # a table is judged as a whole
                continue
            share, is_copy = by_parent.get(parent, 0) / total, False
            if len(text) >= COPIED:
                is_copy = text in seen
                seen.add(text)
            if kept[number]:
                is_usual = share > PLAIN_SHARE or by_kind[kinds[number]] > PLAIN_KIND * total
                is_prose = prose[start + number] > PLAIN_PROSE and text.endswith(ENDS)
                if is_usual and is_prose and 1 < number < last and not is_copy:
                    yield True
                    continue
                if prose[start + number] > LEAD_PROSE and self.is_lead(owner):
                    yield True  # the standfirst, which some count as text and some do not
                    continue
            elif start + number in refused or (
                share < STRAY_PLACE and (shared.get(parent) or self.shares(parent))[0] < STRAY_PARENT
            ):
                yield False
                continue
            yield self.numbers(number, is_heading, min(number - heading, FAR), is_copy)

    def is_lead(self, owner: int) -> bool:
        """Whether a block or what holds it is called the story's beginning."""
        return bool((self.document.mark(owner) | self.document.mark(max(self.up[owner], 0))) & Mark.LEAD)

    def numbers(self, number: int, is_heading: bool, from_heading: int, is_copy: bool) -> tuple[float, ...]:
        """The `FEATURES` of one block."""
        text, owner, kept, total = self.texts[number], self.owners[number], self.guess.kept, self.total
        tag, parent, length = self.tags[owner], self.up[owner], len(text)
        kind, own = self.kinds[number] or self.kind(owner), self.document.mark(owner)
        around, marks = self.parents.get(parent) or self.around(parent)
        begin = text[:80].encode("ascii", "ignore")
        return (
            length,
            self.links[number] / (length or 1),
            self.guess.prose[number + self.start],
            text.endswith(ENDS),
            1 - len(begin.translate(None, _CAPITALS)) / (len(begin) or 1),
            tag == "p",
            tag == "li",
            is_heading,
            from_heading,
            kept[number],
            number > 0 and kept[number - 1],
            number + 1 < len(kept) and kept[number + 1],
            self.by_place.get((parent, kind), 0) / total,
            self.by_kind.get(kind, 0) / total,
            self.mass[number] / total,
            self.from_title(number),
            min(number, FAR),
            min(len(kept) - number, FAR),
            max(-FAR, min(self.last - number, FAR)),
            total,
            is_copy,
            *around,
            *_bits(marks if own & Mark.WRAPPER else marks | own),
        )

    def from_title(self, number: int) -> int:
        """Blocks since the title, many when there is none."""
        title = self.document.title_block
        return max(-FAR, min(number + self.start - title, 4 * FAR)) if title >= 0 else 4 * FAR + 1

    def around(self, parent: int) -> tuple[Around, int]:
        """What blocks of one parent have in common, from `with_parent` on, and the marks around them."""
        up, container, mark = self.up, self.guess.container, self.document.mark
        grandparent = up[parent] if parent >= 0 else -1
        element, marks, steps = parent, 0, FAR
        while element >= 0 and element != container and steps:
            own = mark(element)
            if not own & Mark.WRAPPER:
                marks |= own
            element, steps = up[element], steps - 1
        parent_kept, parent_linked = self.shares(parent)
        numbers = (
            self.by_parent.get(parent, 0) / self.total,
            self.by_grandparent.get(grandparent, 0) / self.total,
            parent_kept,
            parent_linked,
            self.shares(grandparent)[0],
        )
        self.parents[parent] = numbers, marks
        return numbers, marks

    def shares(self, element: int) -> tuple[float, float]:
        """Of an element's text in question: the share that was kept, and the share in links."""
        known = self.shared.get(element)
        if known is None:
            known = self.shared[element] = self.measure_shares(element) if element >= 0 else (-1.0, -1.0)
        return known

    def measure_shares(self, element: int) -> tuple[float, float]:
        """`shares` of one element."""
        outline, last = self.outline, len(self.sizes)
        first = min(max(outline.block_from[element] - self.start, 0), last)
        end = min(max(outline.block_to[element] - self.start, first), last)
        size = self.size[end] - self.size[first]
        if not size:
            return 0.0, 0.0
        return (self.mass[end] - self.mass[first]) / size, (self.linked[end] - self.linked[first]) / size
