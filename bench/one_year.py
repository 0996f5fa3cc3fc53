"""Puts a year of all but articles into an archive that `bench.growth` made: tickers, captures, attempts, ledgers.

    python -m bench.one_year ARCHIVE [--captures 1000000] [--headlines 200000] [--sites 7] [--sources 50] [--looks 96]

Seven sites' tickers are looked at 96 times a day, up to now; every other capture is of an article's page (their bodies
are a thousand, shared). Written with plain INSERTs, in minutes; the archive is then for reading only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Final

from pipeline.store.codec import pack, to_time
from pipeline.store.sightings import keep_sightings

SHOWN: Final = 12
"""Headlines in a ticker."""

DAYS: Final = 365
PAYLOADS: Final = 1000
REWORDED: Final = 10
"""One in so many headlines is another wording of the one before it."""

HOST: Final = "www.ticker{}.example.net"


@dataclass(frozen=True, slots=True)
class Year:
    """How much of everything."""

    until: datetime
    captures: int
    headlines: int
    sites: int
    sources: int
    looks: int

    @property
    def looks_of_site(self) -> int:
        """Looks at one site's ticker."""
        return DAYS * self.looks

    def moment(self, look: int) -> datetime:
        """When a look was taken; the last one was just now."""
        return self.until - timedelta(days=1) / self.looks * (self.looks_of_site - 1 - look)


def fill(path: Path, year: Year) -> None:
    """All of it, in one transaction."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.executescript("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY; BEGIN")
        headers = pack(json.dumps([["Content-Type", "text/html; charset=utf-8"]]).encode())
        for site in range(year.sites):
            _ticker(conn, year, site, headers)
        _pages(conn, year, headers)
        _attempts(conn, year)
        _ledgers(conn, year)
        conn.execute("COMMIT")


# -- tickers ----------------------------------------------------------------------------------------------------------


def _ticker(conn: sqlite3.Connection, year: Year, site: int, headers: bytes) -> None:
    """A site's looks, and headlines that come in at the front of its ticker and leave at its end."""
    link = _link(conn, f"https://{HOST.format(site)}/", f"ticker{site}", year.until)
    count, looks = year.headlines // year.sites, year.looks_of_site
    first = 1 + int(conn.execute("SELECT coalesce(max(id), 0) FROM headlines").fetchone()[0])
    conn.executemany(
        "INSERT INTO headlines (id, site, kind, text, url, article_id, first_seen, last_seen, times_seen, fingerprint,"
        " language, gone_at, thread_id, article_by) VALUES (?, ?, 'ticker', ?, ?, ?, ?, ?, ?, ?, 'ar', ?, ?, ?)",
        _headlines(conn, year, site, first),
    )
    for look in range(looks):
        done = conn.execute(
            "INSERT INTO captures (link_id, site, fetched_at, url, status, robots, elapsed, is_truncated, headlines,"
            " ticker_language, headers) VALUES (?, ?, ?, ?, 200, 'allowed', 0.2, 0, ?, 'ar', ?)",
            (link, f"ticker{site}", to_time(year.moment(look)), f"https://{HOST.format(site)}/", SHOWN, headers),
        )
        newest = look * count // looks  # of the headlines, by number, the one in front at this look
        seen = [(place, first + newest - place) for place in range(min(SHOWN, newest + 1))]
        keep_sightings(conn, int(done.lastrowid or 0), seen)


def _headlines(conn: sqlite3.Connection, year: Year, site: int, first: int) -> Iterator[tuple[object, ...]]:
    count, looks = year.headlines // year.sites, year.looks_of_site
    articles = conn.execute("SELECT id, title, url FROM articles ORDER BY id DESC LIMIT ?", (count,)).fetchall()[::-1]
    for number in range(count):
        since = -(-number * looks // count)  # rounded up: the first look at which it stood in front
        gone = -(-(number + SHOWN) * looks // count)
        article_id, title, url = articles[number % len(articles)]
        is_linked = number % 5 < 3
        thread = first + number - number % REWORDED if number % REWORDED < 2 else None
        yield (
            *(first + number, f"ticker{site}", f"{title} {number % 97}", url if number % 5 < 4 else None),
            article_id if is_linked else None,
            *(to_time(year.moment(since)), to_time(year.moment(min(gone, looks) - 1)), min(gone, looks) - since),
            hashlib.sha256(f"{site} {number}".encode()).digest()[:16],
            *(to_time(year.moment(gone)) if gone < looks else None, thread, "url" if is_linked else None),
        )


def _link(conn: sqlite3.Connection, url: str, site: str, at: datetime) -> int:
    done = conn.execute(
        "INSERT INTO links (url, site, source, how, first_seen, last_seen) VALUES (?, ?, 's0', 'listing', ?, ?)",
        (url, site, to_time(at), to_time(at)),
    )
    return int(done.lastrowid or 0)


# -- pages and attempts -----------------------------------------------------------------------------------------------


def _pages(conn: sqlite3.Connection, year: Year, headers: bytes) -> None:
    """Captures of articles' pages, up to so many captures in all."""
    for number in range(PAYLOADS):
        body = f"<!DOCTYPE html><html><body><h1>{number}</h1><p>{'خبر ' * 400}</p></body></html>".encode()
        conn.execute(
            "INSERT INTO payloads (sha256, size, codec, body) VALUES (?, ?, 'zstd', ?)",
            (hashlib.sha256(body).hexdigest(), len(body), pack(body)),
        )
    lowest = int(conn.execute("SELECT max(id) FROM payloads").fetchone()[0]) - PAYLOADS + 1
    left = year.captures - int(conn.execute("SELECT count(*) FROM captures").fetchone()[0])
    before = int(conn.execute("SELECT max(id) FROM captures").fetchone()[0])
    conn.execute(
        "INSERT INTO captures (link_id, site, fetched_at, url, status, robots, elapsed, is_truncated, headlines,"
        " payload_id, headers, encoding, encoding_source) SELECT id, coalesce(site, 'none'), last_seen, url, 200,"
        " 'allowed', 0.3, 0, 0, ? + id % ?, ?, 'utf-8', 'http' FROM links WHERE article_id IS NOT NULL LIMIT ?",
        (lowest, PAYLOADS, headers, left),
    )
    conn.execute("CREATE TEMP TABLE page_of AS SELECT link_id, id FROM captures WHERE id > ?", (before,))
    conn.execute("CREATE INDEX temp.page_of_link ON page_of (link_id, id)")
    conn.execute("UPDATE outcomes SET capture_id = (SELECT id FROM page_of AS p WHERE p.link_id = outcomes.link_id)")


def _attempts(conn: sqlite3.Connection, year: Year) -> None:
    """A run for every look of the year, with an attempt for each site; of those of the last day also many others."""
    homes = [f"ticker{site}" for site in range(year.sites)]
    links = dict(conn.execute("SELECT site, min(id) FROM links WHERE how = 'listing' GROUP BY site").fetchall())
    dice = random.Random(3)  # noqa: S311 invented
    reasons = ("new", "unchanged", "not_modified", "not_an_article", "timeout", "gone", "blocked_by_robots")
    for look in range(year.looks_of_site):
        at = to_time(year.moment(look))
        counts = {reason: dice.randint(0, 40) for reason in reasons}
        run = conn.execute(
            "INSERT INTO runs (command, sites, started_at, finished_at, summary) VALUES ('fetch', '[]', ?, ?, ?)",
            (at, at, json.dumps(counts)),
        ).lastrowid
        rows = [(run, links[home], home, "s0", at, "not_an_article") for home in homes]
        if look >= year.looks_of_site - year.looks:
            rows += [(run, links[dice.choice(homes)], "growth", "feed", at, dice.choice(reasons)) for _ in range(200)]
        conn.executemany(
            "INSERT INTO outcomes (run_id, link_id, site, source, at, reason, tries) VALUES (?, ?, ?, ?, ?, ?, 1)", rows
        )


# -- ledgers ----------------------------------------------------------------------------------------------------------


def _ledgers(conn: sqlite3.Connection, year: Year) -> None:
    """Sources with their coverage and gaps, requests, alarms and hosts in trouble."""
    places = list(islice(((f"ticker{n % year.sites}", f"s{n // year.sites}", n) for n in range(10_000)), year.sources))
    day, now = timedelta(days=1), to_time(year.until)
    for site, source, number in places:
        host = HOST.format(number % year.sites)
        conn.execute(
            "INSERT INTO sources (site, source, kind, url, added_at, next_due, last_run, last_result, last_links,"
            " failures, schedule) VALUES (?, ?, 'feed', ?, ?, ?, ?, 'read', 20, ?, 'every 900')",
            (site, source, f"https://{host}/{source}", to_time(year.until - DAYS * day), now, now, number % 9 // 8),
        )
        conn.executemany(
            "INSERT INTO coverage (site, source, day, due, looked, failed, missed, new_links, hours)"
            " VALUES (?, ?, ?, 96, 90, 2, 6, 40, 'NNoNoxNNNoNN--oNNNoNNNNN')",
            [(site, source, f"{year.until - back * day:%Y-%m-%d}") for back in range(DAYS)],
        )
        conn.executemany(
            "INSERT INTO gaps (site, source, since, until, reason, missed) VALUES (?, ?, ?, ?, ?, 6)",
            [(site, source, *_hours(year, back), ("not_running", "host_trouble")[back % 2]) for back in range(DAYS)],
        )
        conn.execute(
            "INSERT INTO alarms (kind, site, source, title, detail, fields, raised_at)"
            " VALUES ('quiet', ?, ?, 'nothing new', 'nothing new for a day', '[]', ?)",
            (site, source, now),
        )
    _requests(conn, year)


def _hours(year: Year, back: int) -> tuple[str, str]:
    since = year.until - timedelta(days=back, hours=12)
    return to_time(since), to_time(since + timedelta(hours=2))


def _requests(conn: sqlite3.Connection, year: Year) -> None:
    rows = (
        (HOST.format(site), f"{year.moment(look):%Y-%m-%dT%H:%M:%S}.{turn:03}Z", 5.0 + turn)
        for look in range(year.looks_of_site)
        for site in range(year.sites)
        for turn in range(3)
    )
    conn.executemany(
        "INSERT INTO requests (host, at, why, try, hop, is_conditional, status, bytes, elapsed, delay, pause, waited)"
        " VALUES (?, ?, 'source', 1, 0, 1, 200, 40000, 0.3, 5.0, ?, 0.1)",
        rows,
    )


def main() -> None:
    """Fill the archive of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--captures", type=int, default=1_000_000)
    parser.add_argument("--headlines", type=int, default=200_000)
    parser.add_argument("--sites", type=int, default=7)
    parser.add_argument("--sources", type=int, default=50)
    parser.add_argument("--looks", type=int, default=96, help="at each ticker, a day")
    given = parser.parse_args()
    until = datetime.now(UTC).replace(microsecond=0)
    fill(given.archive, Year(until, given.captures, given.headlines, given.sites, given.sources, given.looks))


if __name__ == "__main__":
    main()
