"""What the judge of the body looks at: numbers about each block, its place among the others and what was kept at first.

All are counts, lengths in characters or shares (0 to 1), none is of a language or a site. A first reading has chosen
the container and guessed which blocks are the article's (`pipeline.parse.body`); most numbers ask how a block's
surroundings fare in that guess: whether its parent, or blocks of the same tag and class, hold the text that was kept.

Two thirds of the blocks are plain from a few of the numbers, so that the others are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any, Final, cast

from pipeline.parse.block_trees import Row, score
from pipeline.parse.document import Document
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
PLAIN_PROSE: Final = 80
PLAIN_SHARE: Final = 0.3
PLAIN_KIND: Final = 0.5
"""Kept prose is the article's where this share of all has its parent, or is of its kind: no tree says otherwise."""
LEAD_PROSE: Final = 60
"""Characters of a standfirst."""
STRAY_PLACE: Final = 0.02
STRAY_PARENT: Final = 0.05
"""What was not kept, and stands where nothing was, is not the article's: the trees say otherwise once in 200 times."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The first reading: the container, the range of blocks in question, and which of these it kept."""

    container: int
    blocks: range
    kept: list[bool]  # by block of the range
    prose: list[int]  # by block of the page
    refused: Set[int] = frozenset()  # blocks whose own words say that they are furniture


Around = tuple[float, float, float, float, float]
Bits = tuple[float, float, float, float, float, float, float, float, float, float]
NO: Final = 0
YES: Final = 1
UNSURE: Final = 2


@lru_cache(maxsize=1 << 12)
def _bits(marks: int) -> Bits:
    bits: Any = tuple([float(bool(marks & mark)) for mark in _MARKS])
    return cast(Bits, bits)


class BlockMeasure:
    """Measures the blocks in question."""

    def __init__(self, document: Document, guess: Guess) -> None:
        self.document, self.guess = document, guess
        outline, blocks = document.outline, guess.blocks
        self.outline, self.tags, self.up, self.start = outline, outline.tags, outline.up, blocks.start
        self.prose = guess.prose
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
        self.heading = -FAR  # the last heading above
        self.is_heading = self.is_copy = False  # whether the block is one
        self.seen: set[str] = set()
        self.count()

    def kind(self, element: int) -> str:
        """An element's tag and class."""
        tag = self.tags[element]
        if name := self.outline.attributes[element].get("class"):
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

    def settle(self) -> Iterator[bool | Row]:
        """For each block in question: whether it is the article's where that is plain, else its `FEATURES`."""
        for number in range(len(self.texts)):
            plain = self.settle_plainly(number)
            yield self.numbers(number) if plain == UNSURE else plain == YES

    def scores(self, firm: float) -> list[float]:
        """For each block in question the score of the trees; `firm`, or less by twice that, where they need no asking.

        What `settle` tells, without an object for each number.
        """
        scores = list[float]()
        for number in range(len(self.texts)):
            plain = self.settle_plainly(number)
            scores.append(score(self.numbers(number)) if plain == UNSURE else firm if plain == YES else -firm)
        return scores

    def settle_plainly(self, number: int) -> int:
        """Whether a block is the article's, where that is plain. The blocks are asked for one after the other."""
        text, owner = self.texts[number], self.owners[number]
        parent, kept, total = self.up[owner], self.guess.kept[number], self.total
        tag, around = self.tags[owner], self.tags[parent] if parent >= 0 else ""
        self.is_heading = tag in _HEADINGS or around in _HEADINGS
        if self.is_heading:
            self.heading = number
        if tag in _CELLS or around in _CELLS:
            return YES if kept else NO  # a table is judged as a whole
        share, self.is_copy = self.by_parent.get(parent, 0) / total, False
        if len(text) >= COPIED:
            self.is_copy = text in self.seen
            self.seen.add(text)
        prose = self.prose[self.start + number]
        if kept:
            is_amid = 1 < number < self.last - 1 and not self.is_copy
            is_usual = share > PLAIN_SHARE or self.by_kind[self.kinds[number]] > PLAIN_KIND * total
            if is_amid and is_usual and prose > PLAIN_PROSE and text.endswith(ENDS):
                return YES
            # the standfirst, which some count as text and some do not
            return YES if prose > LEAD_PROSE and self.is_lead(owner) else UNSURE
        if self.start + number in self.guess.refused:
            return NO
        return NO if share < STRAY_PLACE and self.shares(parent)[0] < STRAY_PARENT else UNSURE

    def is_lead(self, owner: int) -> bool:
        """Whether a block or what holds it is called the story's beginning."""
        return bool((self.document.mark(owner) | self.document.mark(max(self.up[owner], 0))) & Mark.LEAD)

    def numbers(self, number: int) -> Row:
        """The `FEATURES` of the block that `settle_plainly` was asked of last."""
        text, owner, kept, total = self.texts[number], self.owners[number], self.guess.kept, self.total
        tag, parent, length = self.tags[owner], self.up[owner], len(text)
        kind, own = self.kinds[number] or self.kind(owner), self.document.mark(owner)
        around, marks = self.parents.get(parent) or self.around(parent)
        with_parent, with_grandparent, parent_kept, parent_linked, grandparent_kept = around
        bits = _bits(marks if own & Mark.WRAPPER else marks | own)
        noise, body, lead, caption, picture, hidden, box, card, meta, action = bits
        begin = text[:80].encode("ascii", "ignore")
        return (
            length,
            self.links[number] / (length or 1),
            self.prose[number + self.start],
            text.endswith(ENDS),
            1 - len(begin.translate(None, _CAPITALS)) / (len(begin) or 1),
            tag == "p",
            tag == "li",
            self.is_heading,
            min(number - self.heading, FAR),
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
            self.is_copy,
            with_parent,
            with_grandparent,
            parent_kept,
            parent_linked,
            grandparent_kept,
            noise,
            body,
            lead,
            caption,
            picture,
            hidden,
            box,
            card,
            meta,
            action,
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
