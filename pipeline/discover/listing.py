"""The listing way: the anchors of a page that lists articles, chosen by CSS selectors."""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from pipeline.discover.document import Document, open_document
from pipeline.discover.gather import Gatherer
from pipeline.discover.wording import clean
from pipeline.errors import DiscoverError, NotAListing
from pipeline.models import Capture, Discovery, Hint
from pipeline.sites import ListingSource, Site

SHORTEST_TITLE: Final = 15
"""Characters below which an anchor's text is a label ("Read more", «اقرأ المزيد»), not a headline."""

_NOT_PAGES: Final = ("#", "javascript:", "mailto:", "tel:", "sms:", "whatsapp:", "data:", "about:", "blob:")

# The last compound of a selector with the combinator before it; brackets, parentheses and quotes are kept whole.
_LAST_COMPOUND = re.compile(
    r"""(?:\s*[>+~]\s*|\s+)(?:[^\s>+~\[\]("'),]|\[(?:"[^"]*"|'[^']*'|[^\]"'])*\]|\([^()]*\))+\s*$"""
)
_ALTERNATIVES = re.compile(r""",(?![^(]*\)|[^\[]*\])""")


def read(capture: Capture, source: ListingSource, site: Site) -> Discovery:
    """The links that `source.link` selects, and in `more` the next page when `source.next` finds one.

    Nothing selected is "empty" when what the selector looks in is on the page (`ul.news` of `ul.news a`), and
    otherwise NotAListing: the layout has changed, or this is another page.
    """
    document = open_document(capture)
    tree = LexborHTMLParser(document.text)
    base = _base_of(tree)
    gatherer = Gatherer("listing", capture.final_url, site, source)
    gatherer.notes += document.notes
    anchors = _select(tree, source.link, capture)
    if not anchors:
        gatherer.notes.append(_explain_nothing(tree, source.link, document, capture))
    for anchor in anchors:
        _add(anchor, base, gatherer)
    return gatherer.discovery(_next_page(tree, source, base, gatherer, site))


def _add(anchor: LexborNode, base: str | None, gatherer: Gatherer) -> None:
    written = (anchor.attributes.get("href") or "").strip()
    if not written or written.lower().startswith(_NOT_PAGES):
        gatherer.pass_over("anchors that lead to no page", written)
        return
    gatherer.add((written,), Hint(title=_headline(anchor)), base)


def _headline(anchor: LexborNode) -> str | None:
    """The anchor's text, else its `title`, when long enough to be a headline."""
    for text in (anchor.text(separator=" "), anchor.attributes.get("title")):
        title = clean(text)
        if title and len(title) >= SHORTEST_TITLE:
            return title
    return None


def _base_of(tree: LexborHTMLParser) -> str | None:
    """What relative addresses are relative to (HTML standard, `base`), as written; None for the page itself."""
    found = tree.css_first("base[href]")
    return found.attributes.get("href") if found else None


def _select(tree: LexborHTMLParser, css: str, capture: Capture) -> list[LexborNode]:
    try:
        return tree.css(css)
    except SelectolaxError as error:
        raise DiscoverError(f"{css!r} is not a CSS selector that Lexbor understands", url=capture.final_url) from error


def _explain_nothing(tree: LexborHTMLParser, css: str, document: Document, capture: Capture) -> str:
    """A note when the page has the place for links but none in it; NotAListing when it has not."""
    for container in _containers(css):
        if _select(tree, container, capture):
            return f"{container!r} is on the page and holds no {css!r}"
    anchors = len(tree.css("a[href]"))
    raise NotAListing(
        f"{css!r} finds nothing on {document.describe()} with {anchors} anchors; has the layout changed?",
        url=capture.final_url,
    )


def _containers(css: str) -> list[str]:
    """The selectors of what encloses the anchors, innermost first: `ul.news > li` and `ul.news` of `ul.news > li a`.

    Those of bare tags are left out: `body` or `div` is on every page, a login page too, and proves nothing.
    """
    found: list[str] = []
    for alternative in _ALTERNATIVES.split(css):
        rest = alternative.strip()
        while (shorter := _LAST_COMPOUND.sub("", rest)) != rest and shorter:
            found.append(shorter)
            rest = shorter
    return [container for container in found if any(mark in container for mark in ".#[:")]


def _next_page(
    tree: LexborHTMLParser, source: ListingSource, base: str | None, gatherer: Gatherer, site: Site
) -> tuple[str, ...]:
    found = tree.css_first(source.next) if source.next else None
    address = gatherer.resolve(found.attributes.get("href") if found else None, base)
    if address is None or address == gatherer.found_on:
        return ()
    if not site.owns(address):
        gatherer.pass_over("next pages on another site", address)
        return ()
    return (address,)
