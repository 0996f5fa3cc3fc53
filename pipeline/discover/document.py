"""A source document as text: unpacked under a cap, decoded piece by piece, and named for what it is."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pipeline import charset
from pipeline.discover.markup import MAX_PROLOG, Elements, find_root, name_of
from pipeline.errors import BadEncoding, DiscoverError, TooLarge
from pipeline.inflate import inflate
from pipeline.models import Capture
from pipeline.text import squeeze

MAX_INFLATED: Final = 50 * 2**20
"""Bytes a gzipped document may unpack to: the sitemap protocol's limit for one sitemap (52,428,800)."""

PIECE: Final = 64 * 1024
"""Bytes decoded and parsed at a time."""

_GZIP: Final = b"\x1f\x8b"
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,200})", re.IGNORECASE)
_LOOKS_LIKE_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|div|p|h1|script|meta|table|form)[\s>]", re.IGNORECASE
)
_ROOTS: Final = {
    "rss": "an RSS feed",
    "feed": "an Atom feed",
    "rdf": "an RSS 1.0 feed",
    "urlset": "a sitemap",
    "sitemapindex": "a sitemap index",
    "html": "an HTML page",
    "opml": "an OPML outline (a list of feeds)",
}
_MAGIC: Final = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8", "a picture"),
)


@dataclass(frozen=True)
class Document:
    """What a source answered, ready to read. `notes` say what was wrong with its wrapping."""

    url: str
    body: bytes
    encoding: str
    notes: tuple[str, ...] = ()

    def pieces(self) -> Iterator[str]:
        """The text in pieces; undecodable bytes become U+FFFD."""
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        view = memoryview(self.body)
        for start in range(0, len(view), PIECE):
            yield decoder.decode(view[start : start + PIECE])
        yield decoder.decode(b"", final=True)

    @property
    def text(self) -> str:
        """The whole text, for formats that cannot be read in pieces."""
        return "".join(self.pieces())

    @cached_property
    def head(self) -> str:
        """The text's beginning, without byte order mark and outer space."""
        return self.body[:MAX_PROLOG].decode(self.encoding, "replace").lstrip("\ufeff \t\r\n\x00")

    @cached_property
    def root(self) -> str | None:
        """The local name of the XML root element in lower case, None when there is none."""
        found = find_root(self.head)
        return name_of(found[0]).rpartition(":")[2] if found else None

    def elements(self, *names: str) -> tuple[Elements, Iterator[str]]:
        """A reader of the elements of these names, and the text to give it; only for documents with a `root`."""
        pieces = self.pieces()
        head = ""
        while len(head) < MAX_PROLOG and (piece := next(pieces, None)) is not None:
            head += piece
        name, start = find_root(head) or ("", len(head))
        return Elements(name, names), _chain(head[start:], pieces)

    def describe(self) -> str:
        """What the document is, for a message: "an HTML page (title «Log in»)"."""
        if not self.head:
            return "an empty document"
        magic = next((kind for mark, kind in _MAGIC if self.body.startswith(mark)), None)
        return magic or self._describe_text()

    def _describe_text(self) -> str:
        if self.root in _ROOTS and self.root != "html":
            return _ROOTS[self.root]
        if self.root == "html" or _LOOKS_LIKE_HTML.search(self.head[:8192]):
            title = _TITLE.search(self.head)
            return f"an HTML page (title «{squeeze(title[1])}»)" if title else "an HTML page"
        if self.root is not None:
            return f"XML whose root is <{self.root[:60]}>"
        return "JSON" if self.head[0] in "{[" else f"no XML: it begins with {self.head[:60]!r}"


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def open_document(capture: Capture) -> Document:
    """The document a capture holds; DiscoverError when it is packed too tightly to be unpacked."""
    notes = ("the answer was cut off before its end",) if capture.truncated else ()
    if not capture.body.startswith(_GZIP):
        encoding = capture.encoding or charset.decide(capture.body, capture.header("content-type")).name
        return Document(capture.final_url, capture.body, encoding, notes)
    body, is_whole = _unpack(capture.body, capture.final_url)
    if not is_whole:
        notes = (*notes, "the gzip data is cut off; what could be unpacked was read")
    return Document(capture.final_url, body, charset.decide(body, "application/xml").name, notes)


def _unpack(packed: bytes, url: str) -> tuple[bytes, bool]:
    try:
        result = inflate(packed, "gzip", MAX_INFLATED)
    except TooLarge:
        limit = f"the {MAX_INFLATED // 2**20} MiB that the sitemap protocol allows"
        raise DiscoverError(f"{len(packed)} bytes of gzip unpack to more than {limit}", url=url) from None
    except BadEncoding as error:
        raise DiscoverError(f"the gzip data is damaged: {error.detail}", url=url) from None
    if result.body.startswith(_GZIP):
        raise DiscoverError("gzip inside gzip: the document is packed twice", url=url)
    return result.body, result.is_complete
