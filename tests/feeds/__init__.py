"""Invented source documents and the site they are of, for the tests of discover."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pipeline.models import Capture, Link
from pipeline.sites import FeedSource, ListingSource, Site, SitemapSource

NOW = datetime(2025, 12, 11, 12, 0, tzinfo=UTC)
HOST = "https://www.waraqa.example"
FEED = FeedSource(kind="feed", id="feed", url=f"{HOST}/rss")
SITEMAP = SitemapSource(kind="sitemap", id="sitemap", url=f"{HOST}/sitemap.xml")
LISTING = ListingSource(kind="listing", id="listing", url=f"{HOST}/politics", link="ul.news a.title", next="a.next")


def make_site(**changes: Any) -> Site:
    """An invented aggregator in Casablanca's zone."""
    known: dict[str, Any] = {
        "id": "waraqa",
        "name": "ورقة",
        "home": f"{HOST}/",
        "aliases": ("waraqa.test",),
        "time_zone": "Africa/Casablanca",
        "language": "ar",
        "sources": (FEED, SITEMAP, LISTING),
    }
    return Site.model_validate({**known, **changes})


SITE = make_site()


def make_capture(
    body: bytes | str, *, url: str = f"{HOST}/rss", kind: str = "application/xml", **changes: Any
) -> Capture:
    """A capture of a document, read as UTF-8 unless `encoding` says otherwise."""
    data = body.encode() if isinstance(body, str) else body
    known: dict[str, Any] = {
        "url": url,
        "final_url": url,
        "status": 200,
        "headers": (("Content-Type", kind),),
        "body": data,
        "fetched_at": NOW,
        "encoding": "utf-8",
        "encoding_source": "http",
    }
    return Capture(**{**known, **changes})


def make_rss(*items: str, channel: str = "", end: str = "</channel></rss>") -> str:
    """An RSS 2.0 document with the usual namespaces declared."""
    spaces = {
        "dc": "http://purl.org/dc/elements/1.1/",
        "media": "http://search.yahoo.com/mrss/",
        "atom": "http://www.w3.org/2005/Atom",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    }
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in spaces.items())
    whole = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {declared}><channel>{channel}{whole}{end}'


def paths_of(links: tuple[Link, ...]) -> list[str]:
    """The links' addresses without the site's origin."""
    return [link.url.removeprefix(HOST) for link in links]
