"""The discover family: ways to find links. Bytes in, links out; no network, disk or clock.

A way with a document is one file with `read(capture, source, site) -> Discovery` and a line in WAYS. The ways without
one are called by name: `ticker` (a page's headlines), `ids` (numbered addresses), `urls` (a list). `frontier` decides
which further documents of a source are read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pipeline.discover import feed, frontier, ids, listing, sitemap, ticker, urls
from pipeline.models import Capture, Discovery
from pipeline.sites import Site, Source

WAYS: Final[Mapping[str, Callable[[Capture, Any, Site], Discovery]]] = {
    "feed": feed.read,
    "sitemap": sitemap.read,
    "listing": listing.read,
}
"""How the document of a source is read, by the source's `kind`."""


def find(capture: Capture, source: Source, site: Site) -> Discovery:
    """What a source's document gives: links of the site, further documents, notes on what was passed over.

    "Empty" is a Discovery without links; "broken" is a DiscoverError that says what the document is instead.
    Meant for a killable child process: HTML can be built to take minutes (100,000 nested elements: 22 s).
    """
    if source.kind not in WAYS:
        raise TypeError(f"a source of kind {source.kind!r} has no document; see discover.{source.kind}")
    return WAYS[source.kind](capture, source, site)


__all__ = ["WAYS", "feed", "find", "frontier", "ids", "listing", "sitemap", "ticker", "urls"]
