"""Measures discover on the largest documents it must stand: `python -m bench.discover`.

Each document is read in a process of its own; memory is the peak of that process above what it had with the document
loaded. Links are part of what is measured: 50,000 of them with their hints take about 40 MiB.
"""

from __future__ import annotations

import gzip
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pipeline import discover
from pipeline.models import Capture
from pipeline.sites import FeedSource, ListingSource, Site, SitemapSource, Source

HOME: Final = "https://www.waraqa.example/"
FEED: Final = FeedSource(kind="feed", id="feed", url=HOME + "rss")
LONG_FEED: Final = FEED.model_copy(update={"max_items": 1_000_000})
SITEMAP: Final = SitemapSource(kind="sitemap", id="sitemap", url=HOME + "map.xml", max_links=50_000)
LISTING: Final = ListingSource(kind="listing", id="listing", url=HOME, link="ul.news a")


def make_feed() -> bytes:
    """About 14 MB of RSS with 100,000 items."""
    item = (
        "<item><title>خبر {0}</title><link>https://www.waraqa.example/nahar/{0}</link>"
        "<pubDate>Tue, 09 Dec 2025 10:15:30 +0100</pubDate></item>"
    )
    return f"<rss><channel>{''.join(map(item.format, range(100_000)))}</channel></rss>".encode()


def make_sitemap() -> bytes:
    """About 6 MB of sitemap with 50,000 dated entries."""
    entry = "<url><loc>https://www.waraqa.example/nahar/{0}</loc><lastmod>2025-12-09T10:15:30+01:00</lastmod></url>"
    return f"<urlset>{''.join(map(entry.format, range(50_000)))}</urlset>".encode()


def make_packed_sitemap() -> bytes:
    """The same, gzipped."""
    return gzip.compress(make_sitemap())


def make_listing() -> bytes:
    """A page of 200 anchors."""
    anchors = map("<li><a href='/nahar/{0}'>خبر طويل بما يكفي رقم {0}</a></li>".format, range(200))
    return f"<!doctype html><body><ul class=news>{''.join(anchors)}</ul>".encode()


CASES: Final[dict[str, tuple[Callable[[], bytes], Source]]] = {
    "feed, 100,000 items, all read": (make_feed, LONG_FEED),
    "feed, 100,000 items, first 2,000": (make_feed, FEED),
    "sitemap, 50,000 addresses": (make_sitemap, SITEMAP),
    "sitemap, 50,000 addresses, gzip": (make_packed_sitemap, SITEMAP),
    "listing, 200 anchors": (make_listing, LISTING),
}


def measure(name: str, file: Path) -> str:
    """One line: size, links, seconds, MiB. The document is loaded from `file`, for its making costs memory too."""
    source = CASES[name][1]
    site = Site(id="waraqa", name="ورقة", home=HOME, sources=(source,))
    body = file.read_bytes()
    capture = Capture(HOME, HOME + "document", 200, (), body, datetime(2025, 12, 11, tzinfo=UTC), encoding="utf-8")
    before = _peak_memory()
    start = time.perf_counter()
    result = discover.find(capture, source, site)
    seconds = time.perf_counter() - start
    memory = _peak_memory() - before
    return f"{name:34} {len(body) / 1e6:6.1f} MB {len(result.links):7} links {seconds:7.3f} s {memory:6.0f} MiB"


def _peak_memory() -> float:
    """MiB. Not `ru_maxrss`: that one is carried over from the parent through fork and exec."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    """Measure every case."""
    with TemporaryDirectory() as folder:
        for name, (make, _) in CASES.items():
            file = Path(folder, "document")
            file.write_bytes(make())
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                sys.stdout.write(pool.submit(measure, name, file).result() + "\n")


if __name__ == "__main__":
    main()
