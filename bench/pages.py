"""How long each page takes on an archive, over HTTP: the median, the 95th of a hundred, the longest.

    python -m bench.pages ARCHIVE [--rounds 40]

Every round asks each kind of page once, with another article, newspaper, story, headline or question; the bar for an
archive of a million articles is 150 ms at the 95th. The time is the client's, the server is in this process.
"""

from __future__ import annotations

import argparse
import http.client
import random
import sqlite3
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from tests.browsing import served

BAR: Final = 150.0
"""Milliseconds at the 95th of a hundred, at a million articles."""
Draw = Callable[[random.Random], str]


def draws(archive: Path) -> dict[str, Draw]:
    """For each kind of page, what gives the address of one of them."""
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as conn:
        most = {table: _most(conn, table) for table in ("articles", "stories", "headlines")}
        papers = [row[0] for row in conn.execute("SELECT newspaper FROM newspaper_totals WHERE newspaper > ''")]
        words = [row[0].split()[0] for row in conn.execute("SELECT title FROM articles WHERE title > '' LIMIT 500")]
        days = [row[0] for row in conn.execute("SELECT day FROM newspaper_days WHERE day > '' LIMIT 2000")]

    def numbered(path: str, table: str, rest: str = "") -> Draw:
        return lambda dice: f"{path}{dice.randint(1, max(most[table], 1))}{rest}"

    found: dict[str, Draw] = {
        "front": lambda dice: "/",
        "ticker now (live part)": lambda dice: "/ticker/now",
        "article": numbered("/article/", "articles"),
        "article, versions": numbered("/article/", "articles", "/versions"),
        "search, a word": lambda dice: f"/search?q={quote(dice.choice(words))}",
        "search, a word of a newspaper": lambda dice: (
            f"/search?q={quote(dice.choice(words))}&newspaper={quote(dice.choice(papers))}"
        ),
        "search, a day": lambda dice: "/search?since={0}&until={0}".format(dice.choice(days)),
        "search, newest first": lambda dice: f"/search?q={quote(dice.choice(words))}&sort=date",
        "search, as JSON lines": lambda dice: f"/search.jsonl?q={quote(dice.choice(words))}",
        "ticker": lambda dice: "/ticker",
        "stories": lambda dice: "/stories",
        "stories of a newspaper": lambda dice: f"/stories?newspaper={quote(dice.choice(papers))}",
        "newspapers": lambda dice: "/newspapers",
        "newspaper": lambda dice: f"/newspaper/{quote(dice.choice(papers), safe='')}",
        "health": lambda dice: "/health",
        "data": lambda dice: "/data",
        "Datasette: articles": lambda dice: "/archive/articles",
        "Datasette: an article": numbered("/archive/articles/", "articles"),
    }
    if most["stories"]:
        found["story"] = numbered("/story/", "stories")
    if most["headlines"]:
        found["headline"] = numbered("/headline/", "headlines")
    return found


def _most(conn: sqlite3.Connection, table: str) -> int:
    row = conn.execute(f"SELECT max(id) FROM {table}").fetchone()  # noqa: S608 own names
    return int(row[0] or 0)


def measure(url: str, pages: dict[str, Draw], rounds: int, seed: int = 7) -> dict[str, tuple[list[float], set[int]]]:
    """Milliseconds of each page, and the statuses it answered with, the first (cold) round left out."""
    dice = random.Random(seed)  # noqa: S311 which page is asked, no secret
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    spent: dict[str, tuple[list[float], set[int]]] = {name: ([], set()) for name in pages}
    for turn in range(rounds + 1):
        for name, draw in pages.items():
            path = draw(dice)
            began = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            took = 1000 * (time.perf_counter() - began)
            spent[name][1].add(answer.status)
            if turn:
                spent[name][0].append(took)
    connection.close()
    return spent


def report(spent: dict[str, tuple[list[float], set[int]]]) -> str:
    """The figures as a table."""
    lines = ["| page | median ms | p95 ms | most ms | answers |", "|---|---|---|---|---|"]
    for name, (times, statuses) in spent.items():
        ordered = sorted(times)
        p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
        mark = " (over the bar)" if p95 > BAR else ""
        told = ", ".join(map(str, sorted(statuses)))
        lines.append(f"| {name} | {statistics.median(times):.1f} | {p95:.1f}{mark} | {ordered[-1]:.1f} | {told} |")
    return "\n".join(lines)


def main() -> None:
    """Serve the archive and ask for its pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--rounds", type=int, default=40)
    given = parser.parse_args()
    with served(given.archive) as url:
        print(report(measure(url, draws(given.archive), given.rounds)))


if __name__ == "__main__":
    main()
