"""The measurements of readers beside the writer, of a year of tickers and of the link checker, for some seconds."""

from __future__ import annotations

from pathlib import Path

from bench.crawl import Crawl, walk
from bench.invention import START
from bench.one_year import Year, fill
from bench.readers import Course, invent, measure, report
from pipeline import dedupe, keeping
from pipeline.store import Archive
from tests.archiving import rows
from tests.browsing import served

TOO_LONG = 20.0
"""Seconds after which a page that waits for its commit is lost: far more than a busy machine takes."""


def test_d6_eight_readers_for_some_seconds_meet_no_error_and_hold_no_page_up(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    measured = measure(path, Course(alone=1, held=7, after=3, rate=20, pause=0.05))
    told = report(measured)
    assert measured.errors == [], told
    assert {one.role for one in measured.told} == {"write", "search", "browse", "export", "hold"}
    assert all(one.count for one in measured.told if one.role != "export"), told
    assert all(measured.writes(phase)[-1] < TOO_LONG for phase in range(3)), told
    stored = sum(one.count for one in measured.told if one.role == "write")
    assert rows(path, "SELECT count(*) FROM captures") == [(stored,)]
    Archive.open(path).close()
    assert not Path(f"{path}-wal").exists()  # folded in when no reader is left
    assert list(keeping.verify(path)) == []


def test_every_page_of_a_year_of_tickers_captures_and_ledgers_answers(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive:
        for done in [archive.submit(invent(number), dedupe) for number in range(60)]:
            done.result(timeout=60)
    fill(path, Year(START, captures=1700, headlines=140, sites=2, sources=5, looks=2))
    assert rows(path, "PRAGMA foreign_key_check") == []
    assert rows(path, "SELECT count(*) FROM headlines WHERE site = 'ticker1'") == [(70,)]
    shown = (
        "SELECT count(*) FROM ticker_sightings AS s JOIN captures AS c ON c.id = s.capture_id WHERE c.site = 'ticker0'"
    )
    seen = "SELECT sum(times_seen) FROM headlines WHERE site = 'ticker0'"
    assert abs(rows(path, shown)[0][0] - rows(path, seen)[0][0]) < 140
    with served(path) as site:
        crawl = Crawl(site)
        for place in (
            "/",
            "/ticker?site=ticker0&span=7d",
            "/newspapers",
            "/health",
            "/data",
            "/capture/1",
            "/headline/1",
        ):
            crawl.note(site + place, "")
        walk(crawl, 6.0, 50.0)
    assert crawl.statuses.total() > 20
    assert crawl.errors == []
