"""A link checker for the pages: every link of an archive's site is followed for as long as is asked.

    python -m bench.crawl ARCHIVE [--minutes 60] [--rate 10] [--public]

Breadth first, one request at a time, at most so many a second; tells every minute how far it is, at the end how many
addresses answered what, and names each that met an error. Exit code 1 when an answer was 500 or more.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html

from tests.browsing import served
from tests.web.asking import Answer, ask

LEADING: Final = ("href", "src", "action", "data-live")
"""Attributes that hold an address."""

TELL_EVERY: Final = 60.0
"""Seconds between two lines about how far the crawl is."""


@dataclass(slots=True)
class Crawl:
    """How far a crawl has come: answers by status, errors with the page that led there, addresses that wait."""

    site: str
    statuses: Counter[int] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    waiting: deque[tuple[str, str]] = field(default_factory=deque)
    seen: set[str] = field(default_factory=set)
    slowest: tuple[float, str] = (0.0, "")

    def note(self, address: str, found_on: str) -> None:
        """Let an address wait for its turn, once, if it is of this site."""
        if address not in self.seen and urlsplit(address).netloc == urlsplit(self.site).netloc:
            self.seen.add(address)
            self.waiting.append((address, found_on))

    def step(self) -> None:
        """Ask for the next address and note where its page leads."""
        address, found_on = self.waiting.popleft()
        began = time.perf_counter()
        answer = ask(self.site, address.removeprefix(self.site))
        self.statuses[answer.status] += 1
        self.slowest = max(self.slowest, (1000 * (time.perf_counter() - began), address))
        if answer.status >= 400:
            self.errors.append(f"{answer.status} {address} on {found_on}")
        for link in links_of(answer, address):
            self.note(link, address)


def links_of(answer: Answer, address: str) -> Iterator[str]:
    """The addresses that a page leads to, without their fragments."""
    if not answer.headers.get("content-type", "").startswith("text/html") or not answer.body:
        return
    for element, attribute, link, _ in html.fromstring(answer.body).iterlinks():
        if attribute in LEADING and element.get("rel") != "noreferrer noopener":
            yield urldefrag(urljoin(address, link)).url


def walk(crawl: Crawl, seconds: float, rate: float) -> None:
    """Follow the links for so long, or until there are none, at no more than so many requests a second."""
    began = told = time.monotonic()
    while crawl.waiting and (now := time.monotonic()) < began + seconds:
        if now - told >= TELL_EVERY:
            told = now
            print(f"{(now - began) / 60:.0f} min: {tell(crawl)}", flush=True)
        crawl.step()
        time.sleep(max(0.0, 1 / rate - (time.monotonic() - now)))


def tell(crawl: Crawl) -> str:
    """A line: answers by status, what is still to be asked for, the slowest answer."""
    told = ", ".join(f"{count:,} x {status}" for status, count in sorted(crawl.statuses.items()))
    slowest = f"{crawl.slowest[0]:.0f} ms at {crawl.slowest[1].removeprefix(crawl.site)}"
    return f"{crawl.statuses.total():,} addresses: {told}; {len(crawl.waiting):,} still wait; slowest {slowest}"


def main() -> None:
    """Serve the archive and follow its links."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=10.0, help="requests a second, at most")
    parser.add_argument("--public", action="store_true")
    given = parser.parse_args()
    with served(given.archive, is_public=given.public) as site:
        crawl = Crawl(site)
        crawl.note(f"{site}/", "")
        walk(crawl, 60 * given.minutes, given.rate)
    print(tell(crawl))
    print("\n".join(error.replace(site, "") for error in crawl.errors))
    sys.exit(1 if any(status >= 500 for status in crawl.statuses) else 0)


if __name__ == "__main__":
    main()
