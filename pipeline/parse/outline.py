"""The page as a flat outline: one walk over the tree, after which no generic reader touches a node again.

Elements are numbered in document order, so a subtree is a range. Element `i` holds the elements `i .. last[i] - 1`, the
pieces of text `piece_from[i] .. piece_to[i] - 1`, and the blocks `block_from[i] .. block_to[i] - 1` begin in it.
A block is a run of text with no boundary (block element or `<br>`) inside: a paragraph as rendered.

The walk is the longest part of reading a page: a call more per node is 5% of it, and reading all attributes would be
another quarter, so they stay in the tree until somebody asks, and are kept then.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from operator import itemgetter
from typing import Final
from unicodedata import normalize

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BEFORE_MARK: Final = re.compile(r" ([,.;:!?)»”])(?=\s|$)")

Attributes = dict[str, str | None]

SOUGHT: Final = ("a", "base", "h1", "link", "meta", "time", "title")
"""Elements that every page is asked for: they are listed by the walk."""


class Kind:
    """An element's name, and whether it is a block. A boundary that holds nothing, `<br>`, has no name."""

    def __init__(self, name: str, is_block: bool) -> None:
        self.name = name
        self.is_block = is_block
        self.is_sought = name in SOUGHT


_UNKNOWN: Final = Kind("?", False)  # inline, as in CSS
_ODD: Final = Kind("", False)
_FOOTER: Final = Kind("footer", True)
_NONE: Final[Attributes] = {}
NAMELESS: Final = frozenset(
    {"li", "b", "strong", "em", "i", "u", "sub", "sup", "small", "font", "tr", "tbody", "thead", "hr", "cite"}
)
"""Elements whose attributes tell nothing, and are taken for none."""

BREAK: Final = "\0"
"""The piece that stands for a boundary; no text holds it, since HTML drops or replaces NUL (HTML §13.2.5.1)."""

MAX_NODES: Final = 300_000
"""Nodes looked at (the largest of 609 real pages has 25,000); what lies behind is not read."""

MAX_CLIMB: Final = 40
"""Elements around a page foot among which its article is looked for."""

_SKIPPED: Final = (
    "style noscript template svg math iframe object embed canvas audio video map select option optgroup datalist "
    "nav footer button textarea progress meter frameset noembed dialog script img picture source input wbr"
)
_BLOCKS: Final = (
    "html head body p div section article main aside header form fieldset legend figure figcaption "
    "h1 h2 h3 h4 h5 h6 hgroup ul ol li dl dt dd table caption thead tbody tfoot tr td th blockquote pre address "
    "hr details summary center marquee title br"
)
_INLINE: Final = "a abbr b cite em font i link meta small span strong sub sup time u base"


class TagTable:
    """Lexbor's tag numbers, which differ between its builds.

    `kinds` gives an element's kind by its number: None for elements that are passed over, `_ODD` for those that need a
    second look. Numbers from `end` on are of elements that HTML does not know.
    """

    def __init__(self, kinds: dict[int, Kind | None], text: int) -> None:
        self.end = max(kinds) + 1
        self.kinds = [kinds.get(tag, _UNKNOWN) for tag in range(self.end)]
        self.text = text


@cache
def tag_table() -> TagTable:
    """Ask the installed Lexbor for its tag numbers, once per process."""
    parser = LexborHTMLParser("<p>x<!---->")
    paragraph = parser.css_first("p")
    text, comment = (paragraph.first_child, paragraph.last_child) if paragraph else (None, None)
    number = {name: parser.create_node(name).tag_id for name in f"{_SKIPPED} {_BLOCKS} {_INLINE}".split()}
    blocks, skipped = frozenset(_BLOCKS.split()), frozenset(_SKIPPED.split())
    kinds = {tag: None if name in skipped else Kind(name, name in blocks) for name, tag in number.items()}
    kinds |= {number["script"]: _ODD, number["footer"]: _ODD, number["head"]: _ODD, number["br"]: Kind("", True)}
    if comment is not None:
        kinds[comment.tag_id] = None
    return TagTable(kinds, text.tag_id if text else -1)


class Outline:
    """What one walk over the tree found: parallel lists, one entry per element, piece or block.

    It reads attributes from the tree later on, so the tree is not to be changed while the outline is in use.
    """

    def __init__(self) -> None:
        self.tags: list[str] = []
        self.up: list[int] = []  # the parent's number, -1 at the top
        self.nodes: list[LexborNode] = []
        self.last: list[int] = []
        self.piece_from: list[int] = []
        self.piece_to: list[int] = []
        self.block_from: list[int] = []
        self.block_to: list[int] = []
        self.pieces: list[str] = []
        self.blocks: list[str] = []  # text on one line
        self.block_owner: list[int] = []  # the block element that holds the text
        self.block_links: list[int] = []  # characters inside links
        self.block_piece: list[int] = []  # the block's first piece
        self.scripts: list[str] = []  # JSON-LD
        self.by_tag: dict[str, list[int]] = {name: [] for name in SOUGHT}  # and what else was asked of `find`
        self.attributes = NodeAttributes(self)  # by element

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
        return (self.attributes[element].get(name) or "").strip()


class NodeAttributes:
    """The attributes of an outline's elements: read from the tree when asked, as half of them never are, and kept."""

    def __init__(self, outline: Outline) -> None:
        self._nodes, self._tags = outline.nodes, outline.tags
        self._read: list[Attributes | None] = []

    def __getitem__(self, element: int) -> Attributes:
        if not self._read:
            self._read = [None] * len(self._tags)
        attributes = self._read[element]
        if attributes is None:
            attributes = _NONE if self._tags[element] in NAMELESS else self._nodes[element].attributes
            self._read[element] = attributes
        return attributes


# The walk has in hand: the open element, the innermost open block element and those around it, the outermost open link;
# the numbers of the next element and piece; since the last boundary, characters in links and whether there is no text.
# It counts and does not ask for lengths, which is 5% faster; `ended` has three numbers a block, as `_cut_blocks` wants.
def draw_outline(root: LexborNode, most: int = MAX_NODES) -> Outline:
    """Walk the tree once, `most` nodes; nothing inside skipped elements (scripts, menus, page feet …) is kept."""
    out, table, ended, holders = Outline(), tag_table(), list[int](), list[int]()
    kinds, end, text_id, by_tag = table.kinds, table.end, table.text, out.by_tag
    tags, up, nodes, last, piece_from, piece_to = out.tags, out.up, out.nodes, out.last, out.piece_from, out.piece_to
    node, pieces, parent, holder, link, number, piece, linked, is_fresh = root, out.pieces, -1, -1, -1, 0, 0, 0, True
    for _ in range(most):
        if (tag := node.tag_id) == text_id:
            if not (is_fresh and node.is_empty_text_node):  # two in five nodes are: so no text is made of them
                if (text := node.text_content) and not text.isspace():
                    pieces.append(text)
                    linked += _shown_length(text) if link >= 0 else 0
                    is_fresh, piece = False, piece + 1
                elif not is_fresh:
                    pieces.append(" ")
                    piece += 1
        elif (kind := kinds[tag] if tag < end else _UNKNOWN) is not None:
            if kind is _ODD:
                kind, number, piece = _look_again(out, ended, node, parent) or _ODD, len(tags), len(pieces)
            if kind.is_block and not is_fresh:
                linked, is_fresh, piece = 0, True, _end_block(pieces, ended, holder, linked)
            if name := kind.name:
                if kind.is_sought:
                    by_tag[name].append(number)
                tags.append(name)
                up.append(parent)
                nodes.append(node)
                piece_from.append(piece)
                number += 1
                last.append(number)
                piece_to.append(piece)  # both are told anew when its children end
                if (child := node.first_child) is not None:
                    node, parent = child, number - 1
                    if kind.is_block:
                        holders.append(holder)
                        holder = parent
                    link = parent if link < 0 and name == "a" else link
                    continue
        while parent >= 0 and (following := node.next) is None:
            if parent == holder:
                if not is_fresh:
                    piece = _end_block(pieces, ended, holder, linked)
                linked, is_fresh, holder = 0, True, holders.pop()
            link = -1 if parent == link else link
            last[parent], piece_to[parent] = number, piece
            node, parent = nodes[parent], up[parent]
        if parent < 0 or following is None:
            break
        node = following
    return _finish(out, ended, parent, (holder, linked))


def _shown_length(text: str) -> int:
    """Characters of a text as shown, without the line breaks and indents of the source."""
    text = text.strip()
    return len(text) if text.isprintable() else len(" ".join(text.split()))


def _end_block(pieces: list[str], ended: list[int], holder: int, linked: int) -> int:
    """Note the block of text that ends here and has `linked` characters in links; the number of the next piece."""
    pieces.append(BREAK)
    ended += holder, linked, len(pieces)
    return len(pieces)


def _finish(out: Outline, ended: list[int], parent: int, is_open: tuple[int, int]) -> Outline:
    """End what is still open when the walk is over: elements, and a block of this holder and as many linked letters."""
    if out.pieces and out.pieces[-1] != BREAK:
        _end_block(out.pieces, ended, *is_open)
    while parent >= 0:
        out.last[parent], out.piece_to[parent], parent = len(out.tags), len(out.pieces), out.up[parent]
    out.block_owner, out.block_links, out.block_piece = ended[::3], ended[1::3], [0, *ended[2:-3:3]] if ended else []
    _cut_blocks(out, ended[2::3])
    return out


def _cut_blocks(out: Outline, ends: list[int]) -> None:
    """Cut the pieces into blocks; each ends before the piece whose number is given, itself ended by a break."""
    begun, start, pieces, blocks = [0], 0, out.pieces, out.blocks  # begun: by piece, how many blocks begin before it
    for number, end in enumerate(ends, 1):
        size = end - start
        begun += [number] * size
        text = (pieces[start] if size == 2 else "".join(pieces[start : end - 1])).strip()
        if not text.isascii():
            text = normalize("NFC", text)
        # Text without any white space but single spaces, which is quick to see, need not be taken apart.
        blocks.append(text if text.isprintable() and "  " not in text else " ".join(text.split()))
        start = end
    if len(out.tags) > 1:  # of one number alone `itemgetter` makes no tuple
        out.block_from = list(itemgetter(*out.piece_from)(begun))
        out.block_to = list(itemgetter(*out.piece_to)(begun))
    else:
        out.block_from, out.block_to = [begun[n] for n in out.piece_from], [begun[n] for n in out.piece_to]


def _look_again(out: Outline, ended: list[int], node: LexborNode, parent: int) -> Kind | None:
    """What to make of an odd element: JSON-LD is kept as text, an article's own footer counts as a block."""
    tag = node.tag
    if tag == "script":
        _keep_script(out, node)
    elif tag == "head":
        _draw_head(out, ended, node, parent)
    for _ in range(MAX_CLIMB if tag == "footer" else 0):
        if parent < 0:
            break
        if out.tags[parent] == "article":
            return _FOOTER
        parent = out.up[parent]
    return None


def _keep_script(out: Outline, script: LexborNode) -> None:
    if "ld+json" in (script.attributes.get("type") or ""):
        out.scripts.append(script.text())


def _draw_head(out: Outline, ended: list[int], head: LexborNode, parent: int) -> None:
    """Note a head and its children, of which the title alone has text; white space, a tenth of all nodes, is left."""
    number, piece, table, tags, nodes = len(out.tags), len(out.pieces), tag_table(), out.tags, out.nodes
    tags.append("head")
    nodes.append(head)
    titles = out.by_tag["title"]
    known = len(titles)
    for node in head.iter():
        tag = node.tag_id
        kind = table.kinds[tag] if tag < table.end else _UNKNOWN
        if kind is _ODD:
            _keep_script(out, node)
        elif kind is not None and kind.name:
            if kind.is_sought:
                out.by_tag[kind.name].append(len(tags))
            tags.append(kind.name)
            nodes.append(node)
    end = len(tags)
    out.up += [parent, *[number] * (end - number - 1)]
    out.last += [end, *range(number + 2, end + 1)]
    out.piece_from += [piece] * (end - number)
    out.piece_to += [piece] * (end - number)
    for title in titles[known:]:
        text = nodes[title].text()
        if text and not text.isspace():
            out.pieces.append(text)
            piece = _end_block(out.pieces, ended, title, 0)
            out.piece_to[title] = piece
            out.piece_from[title + 1 :] = out.piece_to[title + 1 :] = [piece] * (end - title - 1)
    out.piece_to[number] = piece
