"""What a commit costs: pages through `Archive.submit` beside a bare `executemany` of the very rows they became.

    python -m bench.commit [--pages 400] [--folder DIR]

Both sides write the same tables with the same settings of SQLite, one after the other, several rounds; the ratio is of
each side's least CPU time, since a machine that others use makes clocks lie. The bare side gets packed bodies and
search words ready made, in one transaction: it is the floor. What making them takes is measured by itself.
"""

from __future__ import annotations

import argparse
import gc
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from pipeline import dedupe
from pipeline.likeness import prints, read_wording
from pipeline.models import Article, Attempt, Capture, Headline, Link, Page
from pipeline.store import Archive, files, search_index
from pipeline.store.codec import pack
from pipeline.store.records import to_record
from pipeline.text import count_words, terms

TABLES: Final = (
    "links",
    "dictionaries",
    "dictionary_copies",
    "payloads",
    "captures",
    "articles",
    "article_urls",
    "story_prints",
    "headlines",
    "ticker_rolls",
    "ticker_stretches",
    "outcomes",
)
ROUNDS: Final = 5
LETTERS: Final = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
START: Final = datetime(2025, 12, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table, with the statement that writes one."""

    insert: str
    values: Sequence[Sequence[Any]]


def invent_words(chance: random.Random, count: int) -> list[str]:
    """A vocabulary whose words are used as unevenly as those of a language."""
    return ["".join(chance.choices(LETTERS, k=chance.randint(2, 8))) for _ in range(count)]


def invent_pages(count: int, seed: int = 1) -> list[Attempt]:
    """Pages of one invented site: about 330 words of body, 55 headlines in the ticker, 50 kB of markup."""
    chance = random.Random(seed)  # noqa: S311 repeatable invented text
    words = invent_words(chance, 30_000)
    weights = [1 / (rank + 3) for rank in range(len(words))]

    def say(length: int) -> str:
        return " ".join(chance.choices(words, weights, k=length))

    frame = say(4000)
    titles = [say(9) for _ in range(count + 55)]
    return [_page(number, titles, "\n".join(say(55) for _ in range(6)), frame) for number in range(count)]


def _page(number: int, titles: list[str], body: str, frame: str) -> Attempt:
    at = START + timedelta(minutes=number)
    url = f"https://www.example.net/akhbar/{number}"
    ticker = tuple(
        Headline(title, f"https://www.example.net/akhbar/{number + place}", place)
        for place, title in enumerate(titles[number : number + 55])
    )
    raw = f"<html>{frame}<h1>{titles[number]}</h1><p>{body}</p>{titles[number : number + 55]}</html>".encode()
    capture = Capture(url, url, 200, (("Content-Type", "text/html"), ("Server", "x")), raw, at, robots="allowed")
    article = Article(url, titles[number], body, newspaper="الأخبار", language="ar", provenance={"body": "site:css"})
    links = tuple(Link(headline.url or "", "ticker", site="akhbar", found_on=url) for headline in ticker)
    found = Link(url, "feed", site="akhbar", source="feed")
    return Attempt(found, at, capture=capture, page=Page("article", article, ticker), links=links)


def commit_pages(path: Path, pages: Sequence[Attempt]) -> float:
    """CPU seconds, of all threads, from the first submit to the last acknowledgement."""
    with Archive.open(path) as archive:
        began = time.process_time()
        futures = [archive.submit(page, dedupe) for page in pages]
        for future in futures:
            future.result()
        return time.process_time() - began


def rows_of(path: Path) -> list[Rows]:
    """All that the pages became, in the order of the tables."""
    with closing(sqlite3.connect(path)) as conn:
        found = [_rows_of_table(conn, table) for table in TABLES]
        conn.row_factory = sqlite3.Row
        articles = conn.execute("SELECT * FROM articles").fetchall()
    words = [(article["id"], *search_index.words_of(dict(article))) for article in articles]
    columns = ", ".join((*search_index.COLUMNS, "facets"))
    return [*found, Rows(f"INSERT INTO articles_search (rowid, {columns}) VALUES (?, ?, ?, ?, ?, ?)", words)]  # noqa: S608


def _rows_of_table(conn: sqlite3.Connection, table: str) -> Rows:
    values = conn.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
    places = ", ".join("?" * len(values[0]))
    return Rows(f"INSERT INTO {table} VALUES ({places})", values)  # noqa: S608


def commit_bare(path: Path, rows: Sequence[Rows]) -> float:
    """CPU seconds that the same rows take in one transaction, without anything around it."""
    with closing(files.open_writer(path)) as conn:
        began = time.process_time()
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("PRAGMA defer_foreign_keys = ON")  # tables are written one after the other
        for table in rows:
            conn.executemany(table.insert, table.values)
        conn.execute("COMMIT")
        return time.process_time() - began


def make_rows(pages: Sequence[Attempt]) -> float:
    """CPU seconds that making the rows takes, whoever writes them: packing, hashing, folding and stemming."""
    began = time.process_time()
    for page in pages:
        if page.capture is None or page.page is None or page.page.article is None:
            raise ValueError("every invented page has an article")
        article = page.page.article
        pack(page.capture.body)
        record = to_record(article, page.capture.sha256 + dedupe.fingerprint(article))
        count_words(record.body)
        prints(read_wording(record.body))
        for text in (record.title, record.newspaper, record.body):
            terms(text or "")
    return time.process_time() - began


def timed(folder: Path, name: str, write: Callable[[Path], float]) -> float:
    """One measurement on a fresh file."""
    path = folder / f"{name}.db"
    for file in folder.glob(f"{name}.db*"):
        file.unlink()
    return write(path)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--folder", type=Path, help="where to write (default: a temporary folder)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        report(Path(name), invent_pages(asked.pages))


def report(folder: Path, pages: Sequence[Attempt]) -> None:
    """Rounds of each side in turn, then the least of each."""
    gc.collect()
    gc.freeze()  # the invented pages are 100,000 objects that no real run holds; the collector need not walk them
    ours, bare, made = [], [], []
    for _ in range(ROUNDS):
        ours.append(timed(folder, "ours", lambda path: commit_pages(path, pages)))
        rows = rows_of(folder / "ours.db")
        bare.append(timed(folder, "bare", lambda path, rows=rows: commit_bare(path, rows)))  # type: ignore[misc]
        made.append(make_rows(pages))
    whole, floor, making = (min(side) / len(pages) for side in (ours, bare, made))
    for name, seconds in (("Archive.submit", whole), ("making the rows", making), ("bare executemany", floor)):
        print(f"{name:17} {seconds * 1000:6.2f} ms a page  {1 / seconds:7.0f} pages/s")
    print(f"ratio {whole / (making + floor):.2f} to making the rows and executemany (bar: at most 3)")
    print(f"ratio {(whole - making) / floor:.2f} of the writing alone, {whole / floor:.2f} to rows that are ready made")
    print(f"file  {(folder / 'ours.db').stat().st_size / len(pages) / 1000:.1f} kB a page")


if __name__ == "__main__":
    main()
