"""Reader of the body on pages nobody wrote rules for: the container with most prose, less what is furniture in it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from pipeline.parse.block_features import Guess
from pipeline.parse.block_judge import Judge, choose_blocks
from pipeline.parse.document import Document
from pipeline.parse.phrases import is_furniture_heading, is_furniture_line
from pipeline.parse.prose import ENDS, measure_blocks, without_copies
from pipeline.parse.words import Mark

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_GROUPS: Final = frozenset(
    [
        "div",
        "section",
        "article",
        "ul",
        "ol",
        "li",
        "aside",
        "table",
        "td",
        "dl",
        "header",
        "footer",
        "center",
        "details",
        "form",
        "fieldset",
        "main",
    ]
)
_TEXT_TAGS: Final = frozenset({"p", "li", "blockquote", "td", "th", "dd", "dt", "pre"})
_BESIDE: Final = Mark.AUTHOR | Mark.DATE | Mark.MODIFIED | Mark.SECTION | Mark.TITLE
_PLAIN: Final = frozenset({"a", "b", "strong", "em", "br", "i", "sub", "sup", "font", "link", "meta", "title"})
_FURNITURE_TAGS: Final = frozenset({"nav", "footer", "aside", "form", "button"})
LONG_PROSE: Final = 200
LONGEST_CAPTION: Final = 400
"""Characters of prose that are no dateline or byline, and no caption, whatever the part is called."""
CARD_PROSE: Final = 450
"""Characters of prose up to which a link followed by prose is a teaser of another story."""
SHORT_STORY: Final = 300
"""Characters of prose in an `<article>` under the title that are preferred to more prose elsewhere."""
LEAD_BLOCKS: Final = 25
"""Blocks between the title and the container up to which a standfirst is looked for."""
SHORTEST_STORY: Final = 200
"""Characters in a part named as the story's text that are preferred to a rail with more."""
WHOLE: Final = 3
"""Times as much prose as in the container makes the titled article around it the container."""
TITLED: Final = 0.35
"""Share of the container's prose that such an article holds."""


@dataclass(frozen=True, slots=True)
class Body:
    """The chosen paragraphs, the container they are from and the range of its blocks."""

    paragraphs: list[str]
    container: int
    blocks: range


def read_body(document: Document, judge: Judge = choose_blocks) -> Body | None:
    """The page's main text; None when the page has no prose."""
    return _Reader(document).read(judge)


class _Reader:
    """What is known of the page's blocks while the body is being found."""

    def __init__(self, document: Document) -> None:
        self.document, self.outline, self.mark = document, document.outline, document.mark
        outline = self.outline
        self.prose = measure_blocks(outline.blocks, outline.block_links)
        for title in outline.find("title"):
            for number in outline.blocks_of(title):
                self.prose[number] = 0
        if document.recalls:
            self.prose = [0 if document.is_known_furniture(n) else weight for n, weight in enumerate(self.prose)]
        self.cards: list[int] = []
        self.refused: set[int] = set()
        self.good = [0, *accumulate([weight if weight > 0 else 0 for weight in self.prose])]
        self.headlines = document.linked_before

    def read(self, judge: Judge) -> Body | None:
        if not self.good[-1]:
            return None
        furniture = Mark.NOISE | Mark.COMMENTS | Mark.FOOT | Mark.PAYWALL
        noisy = self.find_noise(furniture)
        best = self.find_container(noisy)
        if best is None or self.weight_of(best, noisy) < 0.25 * self.good[-1]:
            bare = self.find_noise(0)
            other = self.find_container(bare)
            if other is not None and (best is None or self.weight_of(other, bare) > 3 * self.weight_of(best, noisy)):
                best, noisy, furniture = other, bare, 0
        if best is None:
            return None
        best = self.find_named(best) if self.is_beside(best) else self.find_titled(best, noisy)
        best = self.find_known(best, noisy)
        self.find_light_noise(best, noisy, furniture)
        self.keep_cards(best, noisy)
        blocks = self.outline.blocks_of(best)
        first = {*self.lead(blocks, noisy), *self.kept(self.from_title(blocks), noisy)}
        region = range(self.first_in_question(blocks), blocks.stop)
        guess = Guess(best, region, [number in first for number in region], self.prose, self.refused)
        kept = judge(self.document, guess)
        return Body(without_copies([self.outline.blocks[number] for number in kept]), best, blocks)

    def keep_cards(self, container: int, noisy: list[bool]) -> None:
        """An article can be a list of linked headlines and prose: when cards hold most of the container, they stay."""
        outline = self.outline
        inside = [card for card in self.cards if container < card < outline.last[container]]
        if sum(map(self.good_in, inside)) > self.weight_of(container, noisy):
            for card in inside:
                noisy[card : outline.last[card]] = [False] * (outline.last[card] - card)

    def good_in(self, element: int) -> int:
        outline = self.outline
        return self.good[outline.block_to[element]] - self.good[outline.block_from[element]]

    def find_noise(self, furniture: int) -> list[bool]:
        """Per element: whether it or one around it is furniture or a teaser. What holds much of the prose never is."""
        outline, mark, most = self.outline, self.mark, self.good[-1] * 0.4
        tags, last, block_from, block_to = outline.tags, outline.last, outline.block_from, outline.block_to
        good, headlines = self.good, self.headlines
        self.cards.clear()
        noisy = [False] * len(tags)
        number, end = 0, len(tags)
        while number < end:
            tag, first, after = tags[number], block_from[number], block_to[number]
            if good[first] == good[after] and headlines[first] == headlines[after]:  # see `find_light_noise`
                number = last[number]
                continue
            if tag in _PLAIN:
                number += 1
                continue
            if tag in _FURNITURE_TAGS:
                is_noisy = True
            else:
                marks = mark(number)
                is_noisy = bool(marks & furniture and not marks & Mark.WRAPPER)
                if marks & Mark.AUTHOR and tag in _GROUPS and not marks & (Mark.WRAPPER | Mark.BODY):
                    is_noisy = is_noisy or self.good_in(number) < most / 2
            if is_noisy:
                is_noisy = self.is_furniture(number, most)
            elif tag not in _FURNITURE_TAGS and marks & Mark.TICKER and not marks & Mark.WRAPPER:
                is_noisy = headlines[after] - headlines[first] >= 3 and not first <= self.document.title_block < after
            if not is_noisy and tag in _GROUPS and self.is_card(number):
                self.cards.append(number)
                is_noisy = True
            if is_noisy:
                noisy[number : last[number]] = [True] * (last[number] - number)
                number = last[number]
            else:
                number += 1
        return noisy

    def find_light_noise(self, container: int, noisy: list[bool], furniture: int) -> None:
        """Mark the furniture in the container that `find_noise` passes over: what has text but decides nothing."""
        outline, good, headlines = self.outline, self.good, self.headlines
        tags, last, block_from, block_to = outline.tags, outline.last, outline.block_from, outline.block_to
        number, end = container + 1, last[container]
        while number < end:
            tag, first, after = tags[number], block_from[number], block_to[number]
            is_light = first < after and good[first] == good[after] and headlines[first] == headlines[after]
            if is_light and tag not in _PLAIN and not noisy[number] and self.is_light_furniture(number, furniture):
                noisy[number : last[number]] = [True] * (last[number] - number)
                number = last[number]
            else:
                number += 1

    def is_light_furniture(self, element: int, furniture: int) -> bool:
        """Whether a part without prose is called furniture or is about the author."""
        tag, marks = self.outline.tags[element], self.mark(element)
        if tag in _FURNITURE_TAGS:
            return not marks & Mark.BODY
        is_author = bool(marks & Mark.AUTHOR) and tag in _GROUPS and not marks & Mark.BODY
        return (is_author or bool(marks & furniture)) and not marks & Mark.WRAPPER

    def is_furniture(self, element: int, most: float) -> bool:
        """Whether an element named as furniture is it. What holds the title or most of the prose rarely is."""
        marks, good = self.mark(element), self.good_in(element)
        if good < most:
            return not marks & (Mark.BODY | Mark.PAYWALL) or good < most / 3
        if self.document.title_block < 0 or marks & Mark.WRAPPER:
            return False
        outline = self.outline
        holds_title = outline.block_from[element] <= self.document.title_block < outline.block_to[element]
        return bool(marks & (Mark.COMMENTS | Mark.FOOT)) and not holds_title

    def is_card(self, element: int) -> bool:
        """Whether an element is a teaser: a linked headline, then little prose."""
        outline = self.outline
        first, end = outline.block_from[element], outline.block_to[element]
        if not 2 <= end - first <= 8 or first <= self.document.title_block < end:
            return False
        good = self.good_in(element)
        if not 0 < good <= CARD_PROSE:
            return False
        for number in range(first, end):
            if self.prose[number] > 0:
                return False
            if self.prose[number] < 0 and len(outline.blocks[number]) >= 20:
                return True
        return False

    def find_container(self, noisy: list[bool]) -> int | None:
        """The element whose blocks weigh most together; of equals the innermost."""
        outline = self.outline
        sums = [0]
        for owner, weight in zip(outline.block_owner, self.prose, strict=True):
            sums.append(sums[-1] + (0 if noisy[owner] else weight))
        seen: set[int] = set()
        best, best_weight = None, 0
        for number, owner in enumerate(outline.block_owner):
            element = owner if sums[number + 1] > sums[number] else -1
            while element > 0 and element not in seen:
                seen.add(element)
                weight = sums[outline.block_to[element]] - sums[outline.block_from[element]]
                if weight > best_weight or (weight == best_weight and best is not None and element > best):
                    best, best_weight = element, weight
                element = outline.up[element]
        return best

    def is_beside(self, container: int) -> bool:
        """Whether the container is, or lies in, what calls itself furniture."""
        element, mark = container, self.mark
        while element >= 0 and not mark(element) & (Mark.WRAPPER | Mark.BODY):
            if mark(element) & Mark.FURNITURE:
                return True
            element = self.outline.up[element]
        return False

    def find_named(self, container: int) -> int:
        """The part that calls itself the story's text, where the container is furniture: a story of a few lines."""
        outline, best, most = self.outline, container, SHORTEST_STORY
        for element in self.document.marked(Mark.BODY):
            if not outline.last[container] > element >= container:
                size = sum(len(outline.blocks[n]) for n in outline.blocks_of(element) if not outline.block_links[n])
                if size > most:
                    best, most = element, size
        return best

    def find_known(self, container: int, noisy: list[bool]) -> int:
        """Where the site's articles are known to stand, when it is elsewhere and holds half as much prose."""
        known, last = self.document.known_container(), self.outline.last
        if known is None or container <= known < last[container] or known <= container < last[known]:
            return container
        return known if self.weight_of(known, noisy) >= 0.5 * self.weight_of(container, noisy) else container

    def find_titled(self, container: int, noisy: list[bool]) -> int:
        """The article that the title heads, where the container holds more than it: forms, a second story, a foot."""
        outline, block = self.outline, self.document.title_block
        if not outline.block_from[container] <= block < outline.block_to[container]:
            return self.find_whole(container, noisy)
        element, least = outline.block_owner[block], self.weight_of(container, noisy) * TITLED
        while (element := outline.up[element]) > container:
            is_article = outline.tags[element] in ("article", "main") or self.mark(element) & Mark.BODY
            if is_article and self.weight_of(element, noisy) >= max(SHORT_STORY, least):
                return element
        return container

    def find_whole(self, container: int, noisy: list[bool]) -> int:
        """The titled article of which the container is a small part: one amid so many links that another won."""
        outline, block, element = self.outline, self.document.title_block, container
        while (element := outline.up[element]) > 0:
            if outline.tags[element] == "article" and outline.block_from[element] <= block < outline.block_to[element]:
                is_whole = self.weight_of(element, noisy) > WHOLE * self.weight_of(container, noisy)
                return element if is_whole else container
        return container

    def weight_of(self, element: int, noisy: list[bool]) -> int:
        """Characters of prose in an element, without its furniture."""
        prose, owners, weight = self.prose, self.outline.block_owner, 0
        for number in self.outline.blocks_of(element):
            if prose[number] > 0 and not noisy[owners[number]]:
                weight += prose[number]
        return weight

    def from_title(self, blocks: range) -> range:
        """The blocks after the last `<h1>` that has most of the prose behind it."""
        outline = self.outline
        for heading in outline.find("h1")[:1]:
            start = outline.block_to[heading]
            if blocks.start < start < blocks.stop and self.good[blocks.stop] - self.good[start] > 0.6 * (
                self.good[blocks.stop] - self.good[blocks.start]
            ):
                return range(start, blocks.stop)
        return blocks

    def lead(self, blocks: range, noisy: list[bool]) -> list[int]:
        """The standfirst between the title and the container."""
        between = range(self.first_in_question(blocks), blocks.start)
        return [n for n in between if self.prose[n] > 0 and self.belongs(n, noisy)][:3]

    def first_in_question(self, blocks: range) -> int:
        """The first block behind a title shortly before the container, else the container's first."""
        outline = self.outline
        heading = next((n for n in outline.find("h1") if outline.block_to[n] <= blocks.start), None)
        if heading is None or blocks.start - outline.block_to[heading] > LEAD_BLOCKS:
            return blocks.start
        return outline.block_to[heading]

    def kept(self, blocks: range, noisy: list[bool]) -> list[int]:
        """The blocks of the container that are the article's; a heading is kept when text of its own follows."""
        outline = self.outline
        kept: list[int] = []
        heading: list[int] = []
        seen: set[str] = set()
        for number in blocks:
            owner = outline.block_owner[number]
            if noisy[owner] or outline.blocks[number] in seen:
                continue
            if len(outline.blocks[number]) < 200 and (outline.tags[owner] in _HEADINGS or self.is_in_heading(owner)):
                heading = [] if outline.tags[owner] == "h1" else [number]
                if is_furniture_heading(outline.blocks[number]) and self.is_near_end(number, blocks):
                    break
            elif self.belongs(number, noisy):
                kept += heading
                heading = []
                kept.append(number)
                if self.prose[number] > 60:
                    seen.add(outline.blocks[number])
        return kept

    def is_in_heading(self, owner: int) -> bool:
        up = self.outline.up[owner]
        return up >= 0 and self.outline.tags[up] in _HEADINGS

    def is_near_end(self, number: int, blocks: range) -> bool:
        """Whether nearly all of the container's prose is above a block."""
        start, end = self.good[blocks.start], self.good[blocks.stop]
        return self.good[number] - start > 0.88 * (end - start)

    def belongs(self, number: int, noisy: list[bool]) -> bool:
        """Whether a block reads as part of the article."""
        outline = self.outline
        owner, text, prose = outline.block_owner[number], outline.blocks[number], self.prose[number]
        if noisy[owner]:
            return False
        if is_furniture_line(text):
            self.refused.add(number)
            return False
        if self.is_caption(number):
            return False
        if prose >= LONG_PROSE:
            return True
        parent = outline.up[owner]
        mark = self.mark(owner)
        if parent >= 0 and not self.mark(parent) & Mark.WRAPPER:
            mark |= self.mark(parent)
        if mark & _BESIDE and not mark & (Mark.BODY | Mark.LEAD) and prose < LONG_PROSE:
            return False
        if prose > 0:
            return True
        links, length = outline.block_links[number], len(text)
        if links * 2 > length:
            return outline.tags[owner] == "p" and length > 100 and links < 0.85 * length and text.endswith(ENDS)
        return outline.tags[owner] in _TEXT_TAGS or text.endswith(ENDS)

    def is_caption(self, number: int) -> bool:
        """Whether a block is the text of a picture: in a figcaption, or in a small part named for one."""
        outline, tags = self.outline, self.outline.tags
        element, is_long = outline.block_owner[number], self.prose[number] >= LONGEST_CAPTION
        for _ in range(3):
            if tags[element] == "figcaption":
                return True
            if not is_long and outline.block_to[element] - outline.block_from[element] <= 3:
                mark = self.mark(element)
                if mark & (Mark.CAPTION | Mark.PICTURE) and not mark & Mark.BODY:
                    return True
            element = outline.up[element]
            if element < 0:
                break
        return False
