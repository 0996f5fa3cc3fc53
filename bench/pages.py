"""How long each page takes on an archive, over HTTP: the median, the 95th of a hundred, the longest.

    python -m bench.pages ARCHIVE [--rounds 40]

Every round asks each kind of page once, with another article, newspaper, story, headline or question; the bar for an
archive of a million articles is 150 ms at the 95th. Told is the time of the processor, which other work on the machine
does not change (the server is in this process, and what asks it costs it little), and the 95th by the clock.
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
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from pipeline.web.serving import settle_memory
from tests.browsing import served

BAR: Final = 150.0
"""Milliseconds at the 95th of a hundred, at a million articles."""
Draw = Callable[[random.Random], str]
Took = tuple[float, float]
"""Milliseconds of the processor, and by the clock."""


def draws(archive: Path) -> dict[str, Draw]:
    """For each kind of page, what gives the address of one of them."""
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as conn:
        most = {table: _most(conn, table) for table in ("articles", "stories", "headlines", "captures")}
        papers = [row[0] for row in conn.execute("SELECT newspaper FROM newspaper_totals WHERE newspaper > ''")]
        words = [row[0].split()[0] for row in conn.execute("SELECT title FROM articles WHERE title > '' LIMIT 500")]
        days = [row[0] for row in conn.execute("SELECT day FROM newspaper_days WHERE day > '' LIMIT 2000")]
        tickers = [row[0] for row in conn.execute("SELECT DISTINCT site FROM sources UNION SELECT '' LIMIT 20")]
        moments = _moments(conn)

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
        "search, three letters and a star": lambda dice: f"/search?q={quote(dice.choice(words)[:3])}*",
        "ticker": lambda dice: "/ticker",
        "ticker of a site, a week": lambda dice: f"/ticker?site={quote(dice.choice(tickers))}&span=7d",
        "ticker at a moment": lambda dice: f"/ticker?site={quote(dice.choice(tickers))}&at={dice.choice(moments)}",
        "ticker, orphans": lambda dice: f"/ticker?site={quote(dice.choice(tickers))}&span=7d&orphans=1",
        "ticker, vanished": lambda dice: f"/ticker?site={quote(dice.choice(tickers))}&span=7d&vanished=1",
        "stories": lambda dice: "/stories",
        "stories of a newspaper": lambda dice: f"/stories?newspaper={quote(dice.choice(papers))}",
        "newspapers": lambda dice: "/newspapers",
        "newspaper": lambda dice: f"/newspaper/{quote(dice.choice(papers), safe='')}",
        "health": lambda dice: "/health",
        "newspapers, a year of coverage": lambda dice: f"/newspapers?site={quote(dice.choice(tickers))}",
        "data": lambda dice: "/data",
        "article, as JSON": numbered("/article/", "articles", ".json"),
        "Datasette: the archive": lambda dice: "/archive",
        "Datasette: articles": lambda dice: "/archive/articles",
        "Datasette: an article": numbered("/archive/articles/", "articles"),
    }
    for table in ("headlines", "captures", "outcomes", "requests", "runs", "coverage", "gaps", "alarms", "sources"):
        found[f"Datasette: {table}"] = lambda dice, table=table: f"/archive/{table}"  # type: ignore[misc]
    if most["captures"]:
        found["capture"] = numbered("/capture/", "captures")
    if most["stories"]:
        found["story"] = numbered("/story/", "stories")
    if most["headlines"]:
        found["headline"] = numbered("/headline/", "headlines")
    return found


def _moments(conn: sqlite3.Connection) -> list[str]:
    """Moments spread over the time in which there were headlines, to the minute."""
    first, last = conn.execute("SELECT min(first_seen), max(first_seen) FROM headlines").fetchone()
    if first is None:
        return ["2025-01-01T12:00"]
    since, until = datetime.fromisoformat(first), datetime.fromisoformat(last)
    return [f"{since + (until - since) * step / 50:%Y-%m-%dT%H:%M}" for step in range(50)]


def _most(conn: sqlite3.Connection, table: str) -> int:
    row = conn.execute(f"SELECT max(id) FROM {table}").fetchone()  # noqa: S608 own names
    return int(row[0] or 0)


def measure(url: str, pages: dict[str, Draw], rounds: int, seed: int = 7) -> dict[str, tuple[list[Took], set[int]]]:
    """What each page took, and the statuses it answered with, the first (cold) round left out."""
    dice = random.Random(seed)  # noqa: S311 which page is asked, no secret
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    spent: dict[str, tuple[list[Took], set[int]]] = {name: ([], set()) for name in pages}
    for turn in range(rounds + 1):
        for name, draw in pages.items():
            path = draw(dice)
            began, cpu = time.perf_counter(), time.process_time()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            took = 1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - began)
            spent[name][1].add(answer.status)
            if turn:
                spent[name][0].append(took)
    connection.close()
    return spent


def report(spent: dict[str, tuple[list[Took], set[int]]]) -> str:
    """The figures as a table."""
    lines = ["| page | median ms | p95 ms | most ms | p95 by the clock | answers |", "|---|--:|--:|--:|--:|---|"]
    for name, (times, statuses) in spent.items():
        cpu, clock = (sorted(side) for side in zip(*times, strict=True))
        last = min(len(cpu) - 1, round(0.95 * len(cpu)))
        mark = " (over the bar)" if cpu[last] > BAR else ""
        shown = f"{statistics.median(cpu):.1f} | {cpu[last]:.1f}{mark} | {cpu[-1]:.1f} | {clock[last]:.1f}"
        lines.append(f"| {name} | {shown} | {', '.join(map(str, sorted(statuses)))} |")
    return "\n".join(lines)


def main() -> None:
    """Serve the archive and ask for its pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--rounds", type=int, default=40)
    given = parser.parse_args()
    with served(given.archive) as url:
        settle_memory()  # as `warraq web` does
        print(report(measure(url, draws(given.archive), given.rounds)))


if __name__ == "__main__":
    main()
