"""Where on the page the story stands: the blocks of its title, of its first and of its last paragraph."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Final

from pipeline.parse.body import Body
from pipeline.parse.document import Document
from pipeline.parse.words import Mark

BEFORE: Final = 8
"""Blocks before the title that may still date or sign the story."""
INSIDE: Final = 6
"""Blocks of the story itself that are looked at: a byline or dateline that the body's reader took for text."""
BEHIND: Final = 14
"""Blocks behind the last paragraph that may still date or sign the story."""
PROSE: Final = 70
"""Characters from which a paragraph is of the story itself: not its title again, "listen to this", or "link copied"."""
_KEY: Final = 40  # characters of a title or paragraph that tell it among a page's blocks
_FAR: Final = 60  # blocks between a title and the first paragraph: galleries, summaries, share boxes


@dataclass(frozen=True, slots=True)
class Place:
    """Numbers of blocks: the title's (of what comes before the story when it is not shown), the first and last."""

    title: int
    first: int
    last: int

    def head(self) -> range:
        """The blocks from the title to the first lines of the story."""
        return range(self.title, min(max(self.first, self.title) + INSIDE, max(self.first, self.last) + 1))

    def above(self) -> range:
        """The blocks shortly before the title."""
        return range(max(self.title - BEFORE, 0), self.title)

    def tail(self) -> range:
        """The story's last block and those shortly behind it."""
        return range(max(self.last, self.head().stop - 1), self.last + BEHIND)


def locate_story(document: Document, title: str, body: Body | None) -> Place:
    """Find title and paragraphs again among the page's blocks.

    A body read after a site's `drop` rules counts the blocks of a smaller page, so then all of this one are searched.
    """
    texts = document.outline.blocks
    is_same = body is not None and not (document.site and document.site.rules.drop)
    blocks = body.blocks if body and is_same else range(len(texts))
    told, first, last = body.paragraphs if body else [], blocks.start, blocks.stop
    if told:
        first = _find(texts, _prose(told, title), blocks)
        last = _find(texts, _prose(told[::-1], title), blocks[::-1])
    headed = _find_title(document, title, first)
    return Place(headed, max(first, headed), max(first, last, headed))


def _prose(paragraphs: list[str], title: str) -> str:
    """The first of some paragraphs that is of the story itself, else the first."""
    is_told = (text for text in paragraphs if len(text) >= PROSE and not text.startswith(title or "\0"))
    return next(is_told, paragraphs[0])


def _find(texts: list[str], text: str, where: range) -> int:
    """The first block of a range that begins as a text does; the range's start when none does."""
    key = text[:_KEY]
    return next((number for number in where if texts[number].startswith(key)), where.start)


def _find_title(document: Document, title: str, first: int) -> int:
    """The nearest block before the first paragraph that shows the title, else the nearest `h1`."""
    outline, key = document.outline, title[:_KEY].replace(" ", "")
    top = max((outline.block_to[number] for number in outline.find("title")), default=0)  # `<title>` shows nothing
    near = range(min(first + 1, len(outline.blocks) - 1), max(first - _FAR, top) - 1, -1)
    headings = [outline.block_from[number] for number in outline.find("h1")]
    shown = _beginning_with(key, outline.blocks, near) if key else []
    for number in shown:
        if number in headings:
            return number
    if shown:
        return shown[0]
    return max((number for number in headings if number <= first + 1), default=max(first - 3, 0))


def _beginning_with(key: str, texts: list[str], blocks: range) -> list[int]:
    """The blocks that begin with a text without spaces: a kicker may be glued to its title, or set apart."""
    initial = key[0]
    return [
        number
        for number in blocks
        if texts[number].startswith(initial) and texts[number][: 2 * _KEY].replace(" ", "").startswith(key)
    ]


def elements_in(document: Document, blocks: range) -> range:
    """The elements that begin in a range of blocks."""
    starts = document.outline.block_from
    return range(bisect_left(starts, blocks.start), bisect_left(starts, blocks.stop))


def is_aside(document: Document, element: int, place: Place, *, marks: int = Mark.COMMENTS | Mark.NOISE) -> bool:
    """Whether an element stands in furniture or comments; one around the story or the whole page does not count."""
    outline, most = document.outline, len(document.outline.blocks) * 0.5
    if place.title < outline.block_from[element] < place.first:
        marks &= Mark.COMMENTS  # between title and text, toolbars and share boxes hold the dateline
    for around in (element, *document.ancestors(element)):
        first, end = outline.block_from[around], outline.block_to[around]
        if end - first > most or first <= place.title < end:
            return False
        mark = document.mark(around)
        if outline.tags[around] == "footer":  # an article's own: of other footers nothing is kept
            mark &= Mark.COMMENTS
        if (mark & marks and not mark & (Mark.WRAPPER | Mark.AUTHOR | Mark.DATE)) or mark & marks & Mark.COMMENTS:
            return True
    return False
