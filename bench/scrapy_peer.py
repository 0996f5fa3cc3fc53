"""Scrapy, an extractor and SQLite: a peer of `bench.end_to_end`, which runs it in an environment of its own.

    PEERS/bin/python bench/scrapy_peer.py {trafilatura,resiliparse} --list FILE --port PORT --database FILE

Defaults but for politeness: no delay, 16 requests at once. SQLite as it comes, each page committed when it is read, as
Warraq commits each page it acknowledges; `--pages-per-commit` shows what that costs. trafilatura gives text and
metadata, resiliparse the body's text only. Prints what it measured as one JSON line.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, Final, TypeAlias

import scrapy  # type: ignore[import-not-found]  # of the peers' environment
from scrapy.crawler import CrawlerProcess  # type: ignore[import-not-found]

Row: TypeAlias = "tuple[str | None, ...]"

SETTINGS: Final = {
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
    "ROBOTSTXT_OBEY": True,
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
}


def extract_with_trafilatura() -> Callable[[Any], Row]:
    """Text, title, author, date and newspaper, by trafilatura's defaults."""
    bare_extraction = importlib.import_module("trafilatura").bare_extraction

    def extract(response: Any) -> Row:
        found = bare_extraction(response.body, url=response.url, with_metadata=True)
        if found is None:
            return response.url, None, None, None, None, None
        return response.url, found.title, found.author, found.date, found.sitename, found.text

    return extract


def extract_with_resiliparse() -> Callable[[Any], Row]:
    """The text of the main content; resiliparse reads no other field."""
    extract_plain_text = importlib.import_module("resiliparse.extract.html2text").extract_plain_text

    def extract(response: Any) -> Row:
        return response.url, None, None, None, None, extract_plain_text(response.text, main_content=True)

    return extract


EXTRACTORS: Final = {"trafilatura": extract_with_trafilatura, "resiliparse": extract_with_resiliparse}


class Archive:
    """One table of articles."""

    def __init__(self, path: Path, pages_per_commit: int) -> None:
        self._conn, self._pages_per_commit = sqlite3.connect(path), pages_per_commit
        self._conn.execute(
            "CREATE TABLE articles"
            " (url TEXT PRIMARY KEY, title TEXT, author TEXT, date TEXT, newspaper TEXT, body TEXT)"
        )
        self.pages = 0

    def add(self, row: Row) -> None:
        """Store one page's row."""
        self._conn.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?)", row)
        self.pages += 1
        if self.pages % self._pages_per_commit == 0:
            self._conn.commit()

    def close(self) -> int:
        """Commit, close, and give the number of articles with a body."""
        self._conn.commit()
        count: int = self._conn.execute("SELECT count(*) FROM articles WHERE body <> ''").fetchone()[0]
        self._conn.close()
        return count


class PageSpider(scrapy.Spider):  # type: ignore[misc]  # the class is unknown here
    """Asks for every page and stores what the extractor reads on it."""

    name = "pages"

    def __init__(self, addresses: list[str], extract: Callable[[Any], Row], archive: Archive) -> None:
        super().__init__()
        self._addresses, self._extract, self._archive = addresses, extract, archive

    async def start(self) -> AsyncIterator[Any]:
        """One request a page."""
        for address in self._addresses:
            yield scrapy.Request(address)

    def parse(self, response: Any) -> None:
        """Extract and store."""
        self._archive.add(self._extract(response))


def main() -> None:
    """Crawl and print seconds, CPU seconds, pages, articles."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("extractor", choices=EXTRACTORS)
    parser.add_argument("--list", type=Path, required=True, help="file with the pages' names, one a line")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--pages-per-commit", type=int, default=1)
    options = parser.parse_args()
    addresses = [f"http://127.0.0.1:{options.port}/page/{name}" for name in options.list.read_text().split()]
    extract = EXTRACTORS[options.extractor]()
    archive = Archive(options.database, options.pages_per_commit)
    started, before = time.perf_counter(), os.times()
    process = CrawlerProcess(SETTINGS)
    process.crawl(PageSpider, addresses=addresses, extract=extract, archive=archive)
    process.start()
    articles = archive.close()
    seconds, after = time.perf_counter() - started, os.times()
    cpu = {"main": after.user + after.system - before.user - before.system}
    sys.stdout.write(json.dumps({"seconds": seconds, "cpu": cpu, "pages": archive.pages, "articles": articles}) + "\n")


if __name__ == "__main__":
    main()
