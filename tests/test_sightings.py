"""What stood where in a ticker is written as stretches of rolls, and read headline by headline."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from pipeline.store import Archive, Reader, files, migrations, sighting_tables
from pipeline.store.sightings import carry_over, keep_sightings
from tests.archiving import NOON, article, headlines, rows, store, visit

TICKERS = st.lists(st.lists(st.integers(1, 25), max_size=25), max_size=8)
READ = "SELECT capture_id, position, headline_id FROM ticker_sightings ORDER BY 1, 2, 3"


def make_tables() -> sqlite3.Connection:
    conn = sqlite3.connect(":memory:")
    conn.execute("CREATE TABLE captures (id INTEGER PRIMARY KEY)")
    conn.execute("CREATE TABLE headlines (id INTEGER PRIMARY KEY, kind TEXT, roll_id INTEGER, roll_place INTEGER)")
    for item in (*sighting_tables.TABLES, sighting_tables.TICKER_SIGHTINGS):
        conn.execute(item.create_sql())
    conn.executemany("INSERT INTO headlines (id, kind) VALUES (?, 'ticker')", [(number,) for number in range(1, 400)])
    return conn


@pytest.fixture
def conn() -> Iterator[sqlite3.Connection]:
    with closing(make_tables()) as made:
        yield made


def keep(conn: sqlite3.Connection, *tickers: Sequence[int]) -> None:
    for capture_id, ticker in enumerate(tickers):
        keep_sightings(conn, capture_id, list(enumerate(ticker)))


def count(conn: sqlite3.Connection, table: str) -> int:
    return int(conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


@given(TICKERS)
def test_whatever_stood_where_is_what_is_read(tickers: list[list[int]]) -> None:
    with closing(make_tables()) as conn:
        keep(conn, *tickers)
        seen = {(c, p, h) for c, ticker in enumerate(tickers) for p, h in enumerate(ticker)}
        assert set(conn.execute(READ)) == seen
        assert count(conn, "ticker_sightings") == len(seen)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 12)), unique=True))
def test_two_lists_on_one_page_may_have_gaps_and_share_positions(seen: list[tuple[int, int]]) -> None:
    with closing(make_tables()) as conn:
        for capture_id in (1, 2):
            keep_sightings(conn, capture_id, seen)
        assert set(conn.execute(READ)) == {(c, *one) for c in (1, 2) for one in seen}


@pytest.mark.parametrize("tickers", [
    [range(n, n + 55) for n in range(300)],  # comes in behind
    [range(n + 54, n - 1, -1) for n in range(1, 300)],  # comes in before
    [[399, *range(n + 54, n - 1, -1)] for n in range(1, 300)],  # below one that stays
])  # fmt: skip
def test_a_ticker_that_moves_on_is_one_roll(conn: sqlite3.Connection, tickers: list[Sequence[int]]) -> None:
    keep(conn, *tickers)
    assert count(conn, "ticker_rolls") <= 356
    assert count(conn, "ticker_stretches") <= 2 * len(tickers) + 55


def test_a_ticker_in_another_order_gets_a_roll_that_later_ones_go_on(conn: sqlite3.Connection) -> None:
    mixed = [number * 7 % 55 + 1 for number in range(55)]
    keep(conn, range(1, 56), mixed, mixed[1:], mixed[2:])
    assert [row[0] for row in conn.execute("SELECT count(*) FROM ticker_stretches GROUP BY capture_id")] == [1] * 4


def test_sightings_of_before_are_carried_over(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute(f"PRAGMA application_id = {files.APPLICATION_ID}")
        migrations.MIGRATIONS.apply(Database(conn, execute_plugins=False), stop_before="m22_rolls_of_tickers")
        conn.execute("INSERT INTO links (id, url, how, first_seen, last_seen) VALUES (1, 'u', 'feed', '', '')")
        for number in range(1, 21):
            conn.execute(
                "INSERT INTO captures (id, link_id, site, fetched_at, url, status, robots, elapsed, is_truncated,"
                " headlines, headers) VALUES (?, 1, 's', '', 'u', 200, '', 0, 0, 0, x'')",
                (number,),
            )
            conn.execute(
                "INSERT INTO headlines (id, site, kind, text, first_seen, last_seen, times_seen, fingerprint)"
                " VALUES (?, 's', ?, 't', '', '', 1, ?)",
                (number, ("latest", "ticker")[number % 2], bytes([number])),
            )
        seen = {(c, (h - c) // 2, h) for c in range(1, 21) for h in range(c, 21)}  # two lists, each from 0
        conn.executemany("INSERT INTO ticker_sightings VALUES (?, ?, ?)", sorted(seen))
    Archive.open(path).close()
    assert rows(path, READ) == sorted(seen)
    assert rows(path, "SELECT count(*) FROM ticker_stretches")[0][0] <= 2 * 20
    assert len(list(tmp_path.glob("*.before-upgrade-*"))) == 1


def test_sightings_of_a_capture_are_found_by_keys_alone(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive:
        store(archive, visit(article(1), at=NOON, ticker=headlines("a", "b")))
    with Reader(path) as reader:
        for query in (
            "SELECT * FROM ticker_sightings WHERE capture_id = 1 ORDER BY position",
            "SELECT min(position) FROM ticker_sightings WHERE capture_id = 1 AND headline_id IN (1, 2)",
        ):
            plan = reader.ask(lambda conn, q=query: conn.execute(f"EXPLAIN QUERY PLAN {q}").fetchall())  # type: ignore[misc]
            assert not [line for line in plan if "SCAN" in line[3]], plan


def test_nothing_is_carried_over_where_nothing_was(conn: sqlite3.Connection) -> None:
    conn.execute("CREATE TABLE older (capture_id, position, headline_id)")
    carry_over(conn, "older")
    assert count(conn, "ticker_stretches") == 0
