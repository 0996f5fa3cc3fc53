"""Streams the elements of an XML document that may be broken or hostile: no DTD, no entities, no whole tree."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html.entities import html5
from typing import Final

from lxml import etree

from pipeline.text import squeeze

MAX_PROLOG: Final = 256 * 1024
"""Characters in which the root element must begin."""

# Before the root: XML declaration and instructions, comments. The document type is walked over by hand.
_BEFORE_ROOT = re.compile(r"[\s\ufeff]+|<\?(?:(?!\?>).)*\?>|<!--(?:(?!-->).)*-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!doctype\b", re.IGNORECASE)
# Each part may end with the text: left open it would be looked for again from every later character.
_DOCTYPE_PART = re.compile(r"\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z)|<!--(?:(?!-->).)*(?:-->|\Z)|[\[\]>]", re.DOTALL)
_ROOT = re.compile(r"<((?:[A-Za-z_][\w.-]*:)?[A-Za-z_][\w.-]*)(?=[\s/>])")
_KNOWN_ROOT = re.compile(r"<((?:rss|feed|(?:\w{1,20}:)?rdf|urlset|sitemapindex)\b)(?=[\s>])", re.IGNORECASE)

# An ampersand that is not one of XML's five own references, or a character XML 1.0 forbids (§2.2). Numeric references
# count too: libxml2 lets &#xD800; through when it recovers, and lxml then fails on the text.
_MISFIT = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)(?:(#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};))?"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
)
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_REFERENCE: Final = 40
_CDATA: Final = "<![CDATA["

_NAMESPACES: Final = {
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "",
    "http://www.google.com/schemas/sitemap/0.84": "",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/elements/1.0/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.google.com/schemas/sitemap-news/0.9": "news:",
    "http://www.google.com/schemas/sitemap-image/1.1": "image:",
}
"""Namespaces that news feeds and sitemaps use, in lower case, and the prefix this package knows them by."""


@lru_cache(maxsize=4096)
def name_of(tag: str) -> str:
    """`{namespace}Local` as `prefix:local` in lower case; RSS, Atom and sitemap names without prefix.

    An undeclared prefix stays as written, an unknown namespace becomes `?:`.
    """
    namespace, closing, local = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
    if not closing:
        return local.lower().removeprefix("atom:")
    return _NAMESPACES.get(namespace.lower(), "?:") + local.lower()


def text_of(element: etree._Element) -> str:
    """The text of an element and all inside it, on one line; empty when there is none."""
    if len(element) == 0:
        return squeeze(element.text or "")
    return squeeze(" ".join(str(part) for part in element.itertext()))


def find_root(head: str) -> tuple[str, int] | None:
    """The name and position of the root element in the beginning of a document, or None when it is not XML.

    Notices that a server printed before the document are passed over when a feed or sitemap follows within 8 KiB.
    """
    position = _pass_prolog(head)
    found = _ROOT.match(head, position)
    if found and _KNOWN_ROOT.match(head, position):
        return found[1], position
    if found and found[1].lower() == "html":
        return found[1], position
    later = _KNOWN_ROOT.search(head, position, position + 8192)
    found = later or found
    return (found[1], found.start()) if found else None


def _pass_prolog(head: str) -> int:
    position = 0
    while True:
        found = _BEFORE_ROOT.match(head, position)
        after = found.end() if found else _pass_doctype(head, position)
        if after == position:
            return position
        position = after


def _pass_doctype(head: str, position: int) -> int:
    """Where a document type declaration with its internal subset ends (XML 1.0 §2.8); `position` if none is there."""
    if not _DOCTYPE.match(head, position):
        return position
    inside = 0
    for part in _DOCTYPE_PART.finditer(head, position):
        inside += {"[": 1, "]": -1}.get(part[0], 0)
        if part[0] == ">" and inside <= 0:
            return part.end()
    return len(head)


class Repair:
    """Makes text well-formed enough for an XML parser, piece by piece.

    HTML's named references become their characters, any other `&` that begins no reference of XML itself becomes
    `&amp;`: the parser never meets an entity that a document declared. Forbidden characters go.
    """

    def __init__(self) -> None:
        self._held = ""
        self._is_in_cdata = False

    def feed(self, piece: str, *, is_last: bool = False) -> str:
        """The next piece, repaired; what could be cut in two at its end is held back until more comes."""
        text, self._held = self._held + piece, ""
        done: list[str] = []
        while text:
            part, text = self._cut_cdata(text, is_last) if self._is_in_cdata else self._cut_plain(text, is_last)
            done.append(part)
            if not part:
                self._held = text
                break
        return "".join(done)

    def _cut_plain(self, text: str, is_last: bool) -> tuple[str, str]:
        at = text.find(_CDATA)
        if at >= 0:
            self._is_in_cdata = True
            return _MISFIT.sub(_mend, text[:at]) + _CDATA, text[at + len(_CDATA) :]
        end = len(text) if is_last else _safe_end(text)
        return _MISFIT.sub(_mend, text[:end]), text[end:]

    def _cut_cdata(self, text: str, is_last: bool) -> tuple[str, str]:
        at = text.find("]]>")
        if at >= 0:
            self._is_in_cdata = False
        end = at + 3 if at >= 0 else len(text) if is_last else max(len(text) - 2, 0)
        return _FORBIDDEN.sub("", text[:end]), text[end:]


def _safe_end(text: str) -> int:
    """Where text can be cut without cutting a reference or the opening of a CDATA section in two."""
    tail = max(len(text) - _LONGEST_REFERENCE, 0)
    ampersand = text.rfind("&", tail)
    opening = text.rfind("<", max(len(text) - len(_CDATA), 0))
    return min([at for at in (ampersand, opening) if at >= 0], default=len(text))


def _mend(misfit: re.Match[str]) -> str:
    if misfit[0][0] != "&":
        return ""
    name = misfit[1] or ""
    if not name.startswith("#"):
        return html.escape(html5.get(name, "&" + name))
    # HTML's reading of a number: &#150; is a dash as in windows-1252, a surrogate becomes U+FFFD.
    return html.escape(_FORBIDDEN.sub("", html.unescape(misfit[0])))


class Elements:
    """The elements of some names in a document, one by one as they end; memory does not grow with their number.

    After the last one `is_complete` says whether the root element was closed, `fault` what the parser stumbled over
    first. Elements that the end of the document cut off are not given.
    """

    def __init__(self, root: str, names: tuple[str, ...]) -> None:
        self._root = root.rpartition(":")[2]
        self._parser = etree.XMLPullParser(
            events=("end",),
            tag=[f"{{*}}{name}" for name in (*names, self._root)] + [root],
            encoding="utf-8",
            recover=True,
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        self.is_complete = False
        self.fault: str | None = None

    def read(self, pieces: Iterable[str]) -> Iterator[etree._Element]:
        """Parse text that begins with the root's tag."""
        repair = Repair()
        for piece in pieces:
            yield from self._feed(repair.feed(piece))
        yield from self._feed(repair.feed("", is_last=True))
        self._note_fault()

    def _feed(self, text: str) -> Iterator[etree._Element]:
        try:
            self._parser.feed(text.encode("utf-8", "replace"))
        except etree.XMLSyntaxError as error:
            self.fault = self.fault or str(error)
            return
        for _, element in self._parser.read_events():
            if element.getparent() is None:
                self.is_complete = True
            else:
                yield element
                _forget(element)

    def _note_fault(self) -> None:
        first = next(iter(self._parser.feed_error_log), None)
        if first is not None and self.fault is None:
            self.fault = f"line {first.line}: {first.message}"


def _forget(element: etree._Element) -> None:
    """Free an element that was read and what stands before it; the parents stay for their attributes."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
