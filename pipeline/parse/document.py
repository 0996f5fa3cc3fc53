"""One capture made ready for the readers: decoded, parsed by Lexbor, drawn as an outline, its metas gathered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from pipeline.errors import ParseError
from pipeline.models import Capture
from pipeline.parse.familiar import Familiar
from pipeline.parse.outline import Attributes, Outline, draw_outline
from pipeline.parse.vocabulary import TAG_MARKS, marks_of_label
from pipeline.site_memory import SiteMemory
from pipeline.sites import Site
from pipeline.text import squeeze
from pipeline.urls import is_same_site, normalise


class Document:
    """A parsed page and what all readers share. Readers change nothing in it but `tree`, which is site rules' own.

    What is worked out when first asked is kept in fields of its own: mypyc makes fast attributes of them, and computes
    a `cached_property` each time.
    """

    def __init__(
        self,
        url: str,
        fetched_at: datetime,
        tree: LexborHTMLParser,
        outline: Outline,
        site: Site | None = None,
        memory: SiteMemory | None = None,
    ) -> None:
        self.url, self.fetched_at, self.tree, self.outline, self.site = url, fetched_at, tree, outline, site
        self.memory = memory
        self.recalls = False  # whether the body is to be read with the memory
        self.address = _address_of(url)  # where the page answered; None for a page from a file
        self.title_block = _title_block_of(outline)
        self._marks = [-1] * len(outline.tags)
        self._metas: dict[str, list[str]] | None = None
        self._base: str | None = None
        self._has_base = False
        self._linked_before: list[int] | None = None
        self._familiar: Familiar | None = None

    @property
    def metas(self) -> dict[str, list[str]]:
        """Contents of `<meta>` by lower-case property, else name, else itemprop, in document order."""
        if self._metas is None:
            self._metas = _read_metas(self.outline)
        return self._metas

    def meta(self, *names: str) -> str | None:
        """The first content of the first of these metas that the page has."""
        metas = self.metas
        for name in names:
            if name in metas:
                return metas[name][0]
        return None

    @property
    def base(self) -> str | None:
        """What relative links are relative to: `<base href>` when it is on the same site, else the page's address."""
        if not self._has_base:
            self._base, self._has_base = self._find_base(), True
        return self._base

    def _find_base(self) -> str | None:
        for number in self.outline.find("base"):
            base = self.resolve(self.outline.attribute(number, "href"), self.address)
            if base and (not self.address or is_same_site(base, self.address)):
                return base
        return self.address

    def resolve(self, link: str | None, base: str | None) -> str | None:
        """A link as an absolute http(s) address; None when it is none."""
        try:
            return normalise(link, base) if link else None
        except ValueError:
            return None

    @property
    def declared_language(self) -> str | None:
        """The language the site file, `<html lang>`, or a meta declares."""
        outline = self.outline
        declared = outline.attribute(0, "lang") or outline.attribute(0, "xml:lang")
        if not declared and self.site and self.site.language:
            return self.site.language
        return declared or self.meta("og:locale", "content-language", "language", "dc.language")

    @property
    def linked_before(self) -> list[int]:
        """By block, and behind the last: how many blocks before it hold a link as long as a headline."""
        if self._linked_before is None:
            self._linked_before = _count_linked(self.outline)
        return self._linked_before

    def mark(self, element: int) -> int:
        """What an element's class, id and tag say it is (`Mark` bits), not inherited. Most are never asked."""
        marks = self._marks[element]
        if marks < 0:
            marks = self._marks[element] = _read_mark(self.outline, element)
        return marks

    def marked(self, mark: int, *, around_title: int | None = None) -> list[int]:
        """The elements that carry a mark, in order; with `around_title` only those not more blocks off the title."""
        elements: Iterable[int] = range(len(self.outline.tags))
        if around_title is not None and self.title_block >= 0:
            first, end = self.title_block - around_title, self.title_block + around_title
            elements = [n for n, block in enumerate(self.outline.block_from) if first <= block <= end]
        return [element for element in elements if self.mark(element) & mark]

    def without(self, selectors: tuple[str, ...]) -> Document:
        """The page after taking away what the selectors match; this document stays as it is."""
        if not any(self.tree.css_matches(selector) for selector in selectors):
            return self
        tree = self.tree.clone()  # a copy: this document's outline still reads attributes from its own tree
        for selector in selectors:
            for node in tree.css(selector):
                node.decompose()
        root = tree.root
        if root is None:
            return self
        return Document(self.url, self.fetched_at, tree, draw_outline(root), self.site, self.memory)

    @property
    def familiar(self) -> Familiar | None:
        """The page as the site's memory sees it; None when it is read without one."""
        if self._familiar is None and self.memory is not None:
            summaries = [squeeze(text) for name in SUMMARIES for text in self.metas.get(name, ())]
            self._familiar = Familiar(self.outline, self.memory, self.address, summaries)
        return self._familiar

    def remembering(self, memory: SiteMemory) -> Document:
        """The same page, to be read with the memory of its site."""
        return Document(self.url, self.fetched_at, self.tree, self.outline, self.site, memory)

    def recalling(self) -> Document:
        """The same page, whose body is to be read with the memory."""
        other = Document(self.url, self.fetched_at, self.tree, self.outline, self.site, self.memory)
        other.recalls, other._familiar = True, self.familiar
        return other

    def is_known_furniture(self, block: int) -> bool:
        """Whether other articles of the site show this block too; never on a page read without its memory."""
        return self.recalls and self.familiar is not None and block in self.familiar.furniture

    def known_container(self) -> int | None:
        """The element that stands where the site's articles do, when it holds one."""
        return self.familiar.container if self.recalls and self.familiar else None

    def ancestors(self, element: int) -> list[int]:
        """The element's parents, nearest first."""
        chain, up = [], self.outline.up
        while (element := up[element]) >= 0:
            chain.append(element)
        return chain


def _address_of(url: str) -> str | None:
    try:
        return normalise(url)
    except ValueError:
        return None


def _title_block_of(outline: Outline) -> int:
    """The block of the first `<h1>`, -1 when there is none: dateline and byline are looked for around it."""
    headings = outline.find("h1")
    return outline.block_from[headings[0]] if headings else -1


def _read_metas(outline: Outline) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for number in outline.find("meta"):
        get = outline.nodes[number].attributes.get
        content, name = get("content") or get("value"), get("property") or get("name") or get("itemprop")
        if content and name and (content := content.strip()):
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _count_linked(outline: Outline) -> list[int]:
    counts, count, blocks = [0], 0, outline.blocks
    for number, links in enumerate(outline.block_links):
        if links >= 15 or (links >= 8 and not blocks[number].isascii()):
            count += 1
        counts.append(count)
    return counts


SUMMARIES: Final = ("description", "og:description", "twitter:description")
MAX_ID: Final = 40
"""Characters of an id that still names a part; longer ones are slugs of headlines."""
_NAMING: Final = frozenset({"data-component", "data-testid", "itemprop", "role"})


def _read_mark(outline: Outline, element: int) -> int:
    own, attributes = TAG_MARKS.get(outline.tags[element], 0), outline.attributes[element]
    return own | marks_of_label(_label(attributes)) if attributes else own


def _label(attributes: Attributes) -> str:
    """The words that name an element: class, id, and what component frameworks write instead."""
    label = attributes.get("class") or ""
    if label and len(attributes) == 1:
        return label
    if (name := attributes.get("id")) and len(name) < MAX_ID:
        label = f"{label} {name}"
    if not _NAMING.isdisjoint(attributes):
        label = " ".join([label, *(attributes[key] or "" for key in attributes if key in _NAMING)])
    return label


def open_document(capture: Capture, encoding: str, site: Site | None = None) -> Document:
    """Parse a capture's body. Lexbor reads UTF-8, so UTF-8 goes in as it is and all else is decoded first.

    `scripting` keeps the content of `<noscript>` out of the tree; without it an image in a head's
    noscript ends the head (HTML §13.2.6.4.4).
    """
    body: bytes | str = capture.body
    if encoding != "utf-8":
        body = capture.body.decode(encoding, "replace")
    tree = LexborHTMLParser(body, options=LexborDocumentOptions.WO_EVENTS, scripting=True)
    root = tree.root
    if root is None:
        raise ParseError("the document is empty", url=capture.url)
    return Document(capture.final_url, capture.fetched_at, tree, draw_outline(root), site)
