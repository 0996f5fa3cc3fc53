"""The states of the drift watch wait for the commit; what is taken back takes the state with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline import drift
from pipeline.drift import Sight
from pipeline.store import files, headline_ties, site_watches
from pipeline.store.headline_ties import Wording
from pipeline.store.site_watches import State
from pipeline.store.tickers import Strip
from tests.archiving import NOON


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(files.open_writer(tmp_path / "archive.db")) as opened:
        opened.execute("BEGIN")
        yield opened


def seen(pages: int) -> State:
    watch = drift.SiteWatch()
    for capture in range(1, pages + 1):
        watch = drift.notice(watch, Sight(capture, readers={"title": "css"}, length=100)).watch
    return State(watch, NOON + timedelta(minutes=pages))


def test_a_state_is_read_back_before_and_after_it_is_written(conn: sqlite3.Connection) -> None:
    site_watches.keep_state(conn, "akhbar", seen(1))
    site_watches.keep_state(conn, "akhbar", seen(3))
    assert site_watches.read_state(conn, "akhbar") == seen(3)
    assert conn.execute("SELECT count(*) FROM drift_states").fetchone() == (0,)
    site_watches.write_waiting(conn)
    assert conn.execute("SELECT count(*) FROM drift_states").fetchone() == (1,)
    assert site_watches.read_state(conn, "akhbar").watch.shares == seen(3).watch.shares


def test_a_piece_of_work_that_fails_takes_its_state_back(conn: sqlite3.Connection) -> None:
    site_watches.keep_state(conn, "akhbar", seen(1))
    conn.execute("SAVEPOINT piece")
    site_watches.keep_state(conn, "akhbar", seen(2))
    conn.execute("ROLLBACK TO piece")
    conn.execute("RELEASE piece")
    site_watches.write_waiting(conn)
    assert site_watches.read_state(conn, "akhbar").seen_at == seen(1).seen_at


def test_a_transaction_that_fails_leaves_what_was_known(conn: sqlite3.Connection) -> None:
    site_watches.keep_state(conn, "akhbar", seen(1))
    site_watches.write_waiting(conn)
    conn.execute("COMMIT")
    conn.execute("BEGIN")
    site_watches.keep_state(conn, "akhbar", seen(2))
    conn.execute("ROLLBACK")
    assert site_watches.read_state(conn, "akhbar").seen_at == seen(1).seen_at


def test_a_site_that_is_begun_anew_is_forgotten_with_what_waits(conn: sqlite3.Connection) -> None:
    site_watches.keep_state(conn, "akhbar", seen(2))
    site_watches.forget_state(conn, "akhbar")
    site_watches.write_waiting(conn)
    assert site_watches.read_state(conn, "akhbar") == State(drift.SiteWatch())


def test_a_state_of_another_version_is_begun_anew(conn: sqlite3.Connection) -> None:
    """What was counted then means something else now."""
    site_watches.keep_state(conn, "akhbar", seen(3))
    site_watches.write_waiting(conn)
    conn.execute("UPDATE drift_states SET version = ?", (drift.VERSION - 1,))
    assert site_watches.read_state(conn, "akhbar") == State(drift.SiteWatch())


def test_headlines_of_an_address_are_found_by_the_address(conn: sqlite3.Connection) -> None:
    """By time, all headlines of a site were walked through for each new one: 24 ms at 100,000 of them."""
    asked: list[str] = []
    conn.set_trace_callback(asked.append)
    strip = Strip("akhbar", "ticker", "ar")
    headline_ties.tie_wordings(conn, [Wording(1, "خبر", "https://www.example.net/1")], strip, "2025-12-11T09:30:00Z")
    conn.set_trace_callback(None)
    (query,) = [sql for sql in asked if "url = " in sql]
    plan = " ".join(row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {query}"))
    assert "headlines_url (url=?)" in plan
