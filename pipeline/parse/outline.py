"""The page as a flat outline: one walk over the tree, after which no generic reader touches a node again.

Elements are numbered in document order, so a subtree is a range. Element `i` holds the elements `i .. last[i] - 1`, the
pieces of text `piece_from[i] .. piece_to[i] - 1`, and the blocks `block_from[i] .. block_to[i] - 1` begin in it.
A block is a run of text with no boundary (block element or `<br>`) inside: a paragraph as rendered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BEFORE_MARK = re.compile(r" ([,.;:!?)»”])(?=\s|$)")

Attributes = dict[str, str | None]
Kind = tuple[str, bool, bool]  # its name, whether it is a block, whether its attributes are kept
Start = tuple[str, int, Attributes, int, int]  # tag, parent, attributes, first piece, first block
End = tuple[int, int, int]  # the element, piece and block behind the last one inside

_UNKNOWN: Kind = ("?", False, True)
_NONE: Attributes = {}
_NAMELESS = frozenset(
    {"li", "b", "strong", "em", "i", "u", "sub", "sup", "small", "font", "tr", "tbody", "thead", "hr", "cite"}
)

BREAK = "\0"
"""The piece that stands for a boundary; no text holds it, since HTML drops or replaces NUL (HTML §13.2.5.1)."""

MAX_NODES = 300_000
"""Nodes looked at (the largest of 609 real pages has 25,000); what lies behind is not read."""

_SKIPPED = (
    "style noscript template svg math iframe object embed canvas audio video map select option optgroup datalist "
    "nav footer button textarea progress meter frameset noembed dialog script img picture source input wbr"
)
_BLOCKS = (
    "html head body p div section article main aside header form fieldset legend figure figcaption "
    "h1 h2 h3 h4 h5 h6 hgroup ul ol li dl dt dd table caption thead tbody tfoot tr td th blockquote pre address "
    "hr details summary center marquee title br"
)
_INLINE = "a abbr b cite em font i link meta small span strong sub sup time u base"


class TagTable(NamedTuple):
    """Lexbor's tag numbers, which differ between its builds.

    `kind_of` gives an element's name and whether it is a block, None for elements that are passed over.
    Elements that it does not know count as inline, as in CSS.
    """

    kind_of: Callable[[int, Kind], Kind | None]
    text: int


@cache
def tag_table() -> TagTable:
    """Ask the installed Lexbor for its tag numbers, once per process."""
    parser = LexborHTMLParser("<p>x<!---->")
    paragraph = parser.css_first("p")
    text, comment = (paragraph.first_child, paragraph.last_child) if paragraph else (None, None)
    number = {name: parser.create_node(name).tag_id for name in f"{_SKIPPED} {_BLOCKS} {_INLINE}".split()}
    blocks, skipped = frozenset(_BLOCKS.split()), frozenset(_SKIPPED.split())
    kinds = {
        tag: None if name in skipped else (name, name in blocks, name not in _NAMELESS) for name, tag in number.items()
    }
    kinds[comment.tag_id if comment else -1] = None
    return TagTable(kinds.get, text.tag_id if text else -1)


@dataclass(slots=True)
class Outline:
    """What one walk over the tree found: parallel lists, one entry per element, piece or block."""

    tags: list[str] = field(default_factory=list)
    up: list[int] = field(default_factory=list)  # the parent's number, -1 at the top
    attributes: list[Attributes] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    piece_from: list[int] = field(default_factory=list)
    piece_to: list[int] = field(default_factory=list)
    block_from: list[int] = field(default_factory=list)
    block_to: list[int] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)  # text on one line
    block_owner: list[int] = field(default_factory=list)  # the block element that holds the text
    block_links: list[int] = field(default_factory=list)  # characters inside links
    block_piece: list[int] = field(default_factory=list)  # the block's first piece
    scripts: list[str] = field(default_factory=list)  # JSON-LD
    by_tag: dict[str, list[int]] = field(default_factory=dict)  # filled at the first `find`

    def text_of(self, element: int) -> str:
        """The element's text on one line, words kept apart at boundaries."""
        text = "".join(self.pieces[self.piece_from[element] : self.piece_to[element]])
        return " ".join(text.replace(BREAK, " ").split())

    def heading_text(self, element: int) -> str:
        """`text_of` with the words of neighbouring inline elements kept apart: a kicker's span is shown on its own."""
        text = " ".join(self.pieces[self.piece_from[element] : self.piece_to[element]])
        return _BEFORE_MARK.sub(r"\1", " ".join(text.replace(BREAK, " ").split()))

    def blocks_of(self, element: int) -> range:
        """The numbers of the blocks that begin inside the element."""
        return range(self.block_from[element], self.block_to[element])

    def line_at(self, element: int) -> str:
        """The rendered line the element's text begins in; empty when there is none."""
        first, end = self.piece_from[element], self.piece_to[element]
        while first < end and not self.pieces[first].strip(f"{BREAK} \t\r\n"):
            first += 1
        block = bisect_right(self.block_piece, first) - 1
        return self.blocks[block] if 0 <= block < len(self.blocks) else ""

    def find(self, tag: str) -> list[int]:
        """The elements of one tag, in order."""
        if not self.by_tag:
            for number, name in enumerate(self.tags):
                self.by_tag.setdefault(name, []).append(number)
        return self.by_tag.get(tag, [])

    def attribute(self, element: int, name: str) -> str:
        """An attribute's value, stripped; empty when there is none."""
        return (self.attributes[element].get(name) or "").strip()


def draw_outline(root: LexborNode) -> Outline:
    """Walk the tree once; nothing inside skipped elements (scripts, styles, menus, page feet …) is kept."""
    # Flat on purpose: the walk is a quarter of a page's time, and one call more per node is 5% of it.
    out, (kind_of, text_id) = Outline(), tag_table()
    pieces, owners = out.pieces, out.block_owner
    starts, ends, opened = list[Start](), list[End](), list[LexborNode]()
    holders = [-1]  # the open block elements
    parent, link, linked, is_fresh = -1, -1, 0, True  # `is_fresh`: no text since the last boundary
    node = root
    for _ in range(MAX_NODES):
        tag = node.tag_id
        if tag == text_id:
            text = node.text_content
            if text and not text.isspace():
                if is_fresh:
                    owners.append(holders[-1])
                    out.block_piece.append(len(pieces))
                    is_fresh = False
                linked += len(text) if link >= 0 else 0
                pieces.append(text)
            elif not is_fresh:
                pieces.append(" ")
        elif (kind := kind_of(tag, _UNKNOWN)) or (kind := _look_again(out, starts, node, parent)):
            name, is_block, is_named = kind
            if is_block and not is_fresh:
                linked, is_fresh = _end_block(out, linked), True
            if name != "br":
                number, piece, block = len(starts), len(pieces), len(owners)
                starts.append((name, parent, node.attributes if is_named else _NONE, piece, block))
                ends.append((number + 1, piece, block))
                if (child := node.first_child) is not None:
                    opened.append(node)
                    node, parent = child, number
                    if is_block:
                        holders.append(number)
                    elif name == "a" and link < 0:
                        link = number
                    continue
        while (following := node.next) is None and opened:
            if holders[-1] == parent:
                holders.pop()
                if not is_fresh:
                    linked, is_fresh = _end_block(out, linked), True
            link = -1 if link == parent else link
            ends[parent] = (len(starts), len(pieces), len(owners))
            node, parent = opened.pop(), starts[parent][1]
        if following is None or not opened:
            break
        node = following
    return _finish(out, starts, ends, linked)


def _end_block(out: Outline, linked: int) -> int:
    """Put a boundary after a block that has `linked` characters in links; the next has none yet."""
    out.pieces.append(BREAK)
    out.block_links.append(linked)
    return 0


def _finish(out: Outline, starts: list[Start], ends: list[End], linked: int) -> Outline:
    """Turn the records of elements into lists, and cut the pieces into blocks, all at once."""
    if len(out.block_links) < len(out.block_owner):
        out.block_links.append(linked)
    out.tags, out.up, out.attributes, out.piece_from, out.block_from = map(list, zip(*starts, strict=True))
    out.last, out.piece_to, out.block_to = map(list, zip(*ends, strict=True))
    out.blocks = [" ".join(text.split()) for text in "".join(out.pieces).split(BREAK)][: len(out.block_owner)]
    return out


def _look_again(out: Outline, starts: list[Start], node: LexborNode, parent: int) -> Kind | None:
    """What to make of a skipped element: JSON-LD is kept as text, an article's own footer counts as a block."""
    tag = node.tag
    if tag == "script" and "ld+json" in (node.attributes.get("type") or ""):
        out.scripts.append(node.text())
    while tag == "footer" and parent >= 0:
        if starts[parent][0] == "article":
            return "footer", True, True
        parent = starts[parent][1]
    return None
