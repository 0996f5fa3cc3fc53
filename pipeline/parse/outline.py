"""The page as a flat outline: one walk over the tree, after which no generic reader touches a node again.

Elements are numbered in document order, so a subtree is a range. Element `i` holds the elements `i .. last[i] - 1`, the
pieces of text `piece_from[i] .. piece_to[i] - 1`, and the blocks `block_from[i] .. block_to[i] - 1` begin in it.
A block is a run of text with no boundary (block element or `<br>`) inside: a paragraph as rendered.

The walk is the longest part of reading a page. A call more per node is 5% of it; a tuple or dict kept per element makes
the garbage collector run so often that it takes as long as the walk; reading all attributes is another quarter, so they
stay in the tree until somebody asks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BEFORE_MARK = re.compile(r" ([,.;:!?)»”])(?=\s|$)")

Attributes = dict[str, str | None]
Kind = tuple[str, bool]  # its name, and whether it is a block

_UNKNOWN: Kind = ("?", False)
_ODD: Kind = ("", False)
_NONE: Attributes = {}
NAMELESS = frozenset(
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

    `kind_of` gives an element's name and whether it is a block, None for elements that are passed over, `_ODD` for
    those that need a second look. Elements that it does not know count as inline, as in CSS.
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
    kinds = {tag: None if name in skipped else (name, name in blocks) for name, tag in number.items()}
    kinds |= {
        comment.tag_id if comment else -1: None,
        number["script"]: _ODD,
        number["footer"]: _ODD,
        number["head"]: _ODD,
    }
    return TagTable(kinds.get, text.tag_id if text else -1)


class NodeAttributes:
    """The attributes of an outline's elements, read from the tree when asked: half of them never are."""

    __slots__ = ("_nodes", "_tags")

    def __init__(self, nodes: list[LexborNode], tags: list[str]) -> None:
        self._nodes, self._tags = nodes, tags

    def __getitem__(self, element: int) -> Attributes:
        return _NONE if self._tags[element] in NAMELESS else self._nodes[element].attributes

    def __iter__(self) -> Iterator[Attributes]:
        named = zip(self._tags, self._nodes, strict=True)
        return (_NONE if tag in NAMELESS else node.attributes for tag, node in named)


@dataclass(slots=True)
class Outline:
    """What one walk over the tree found: parallel lists, one entry per element, piece or block.

    It reads attributes from the tree later on, so the tree is not to be changed while the outline is in use.
    """

    tags: list[str] = field(default_factory=list)
    up: list[int] = field(default_factory=list)  # the parent's number, -1 at the top
    nodes: list[LexborNode] = field(default_factory=list)
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
    by_tag: dict[str, list[int]] = field(default_factory=dict)  # what was asked of `find`

    @property
    def attributes(self) -> NodeAttributes:
        """By element: its attributes."""
        return NodeAttributes(self.nodes, self.tags)

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
        found = self.by_tag.get(tag)
        if found is None:
            found, index, number = [], self.tags.index, -1
            for _ in range(self.tags.count(tag)):
                number = index(tag, number + 1)
                found.append(number)
            self.by_tag[tag] = found
        return found

    def attribute(self, element: int, name: str) -> str:
        """An attribute's value, stripped; empty when there is none."""
        if self.tags[element] in NAMELESS:
            return ""
        return (self.nodes[element].attributes.get(name) or "").strip()


def draw_outline(root: LexborNode) -> Outline:
    """Walk the tree once; nothing inside skipped elements (scripts, styles, menus, page feet …) is kept."""
    out, (kind_of, text_id) = Outline(), tag_table()
    tags, up, nodes, last = out.tags, out.up, out.nodes, out.last
    piece_from, piece_to, block_from, block_to = out.piece_from, out.piece_to, out.block_from, out.block_to
    pieces, owners, opened = out.pieces, out.block_owner, list[tuple[LexborNode, int, int, int]]()
    parent, holder, link = -1, -1, -1  # the open element, the innermost open block element, the outermost open link
    node, linked, is_fresh = root, 0, True  # since the last boundary: characters in links; whether there is no text
    for _ in range(MAX_NODES):
        tag = node.tag_id
        if tag == text_id:
            text = node.text_content
            if text and not text.isspace():
                if is_fresh:
                    is_fresh = _begin_block(out, holder)
                linked += len(text) if link >= 0 else 0
                pieces.append(text)
            elif not is_fresh:
                pieces.append(" ")
        elif (kind := kind_of(tag, _UNKNOWN)) and (kind is not _ODD or (kind := _look_again(out, node, parent))):
            name, is_block = kind
            if is_block and not is_fresh:
                linked, is_fresh = _end_block(out, linked), True
            if name != "br":
                number, piece, block = len(tags), len(pieces), len(owners)
                tags.append(name)
                up.append(parent)
                nodes.append(node)
                last.append(number + 1)
                piece_from.append(piece)
                piece_to.append(piece)
                block_from.append(block)
                block_to.append(block)
                if (child := node.first_child) is not None:
                    opened.append((node, parent, holder, link))
                    node, parent = child, number
                    if is_block:
                        holder = number
                    elif name == "a" and link < 0:
                        link = number
                    continue
        while (following := node.next) is None and opened:
            if holder == parent and not is_fresh:
                linked, is_fresh = _end_block(out, linked), True
            last[parent], piece_to[parent], block_to[parent] = len(tags), len(pieces), len(owners)
            node, parent, holder, link = opened.pop()
        if following is None or not opened:
            break
        node = following
    return _finish(out, linked)


def _begin_block(out: Outline, holder: int) -> bool:
    """Note the block that the next piece begins; from then on it is not fresh."""
    out.block_owner.append(holder)
    out.block_piece.append(len(out.pieces))
    return False


def _end_block(out: Outline, linked: int) -> int:
    """Put a boundary after a block that has `linked` characters in links; the next has none yet."""
    out.pieces.append(BREAK)
    out.block_links.append(linked)
    return 0


def _finish(out: Outline, linked: int) -> Outline:
    """Cut the pieces into blocks, all at once."""
    if len(out.block_links) < len(out.block_owner):
        out.block_links.append(linked)
    out.blocks = [
        # Text without any white space but single spaces, which is quick to see, need not be taken apart.
        text.strip(" ") if text.isprintable() and "  " not in text else " ".join(text.split())
        for text in "".join(out.pieces).split(BREAK)[: len(out.block_owner)]
    ]
    return out


def _look_again(out: Outline, node: LexborNode, parent: int) -> Kind | None:
    """What to make of an odd element: JSON-LD is kept as text, an article's own footer counts as a block."""
    tag = node.tag
    if tag == "script" and "ld+json" in (node.attributes.get("type") or ""):
        out.scripts.append(node.text())
    elif tag == "head":
        _draw_head(out, node, parent)
    while tag == "footer" and parent >= 0:
        if out.tags[parent] == "article":
            return "footer", True
        parent = out.up[parent]
    return None


def _draw_head(out: Outline, head: LexborNode, parent: int) -> None:
    """Note a head and its children, of which the title alone has text; white space, a tenth of all nodes, is left."""
    number, kind_of = len(out.tags), tag_table().kind_of
    _add_childless(out, "head", head, parent)
    for node in head.iter():
        kind = kind_of(node.tag_id, _UNKNOWN)
        if kind is _ODD:
            _look_again(out, node, number)
        elif kind is not None:
            _add_childless(out, kind[0], node, number)
            text = node.text() if kind[0] == "title" else ""
            if text and not text.isspace():
                out.block_owner.append(len(out.tags) - 1)
                out.block_piece.append(len(out.pieces))
                out.pieces.append(text)
                _end_block(out, 0)
                out.piece_to[-1], out.block_to[-1] = len(out.pieces), len(out.block_owner)
    out.last[number], out.piece_to[number], out.block_to[number] = len(out.tags), len(out.pieces), len(out.block_owner)


def _add_childless(out: Outline, name: str, node: LexborNode, parent: int) -> None:
    out.tags.append(name)
    out.up.append(parent)
    out.nodes.append(node)
    out.piece_from.append(len(out.pieces))
    out.block_from.append(len(out.block_owner))
    out.last.append(len(out.tags))
    out.piece_to.append(len(out.pieces))
    out.block_to.append(len(out.block_owner))
