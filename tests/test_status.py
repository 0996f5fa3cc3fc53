"""The state of things: quick at any size, told to a screen, to a pipe and to programs."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import state
from pipeline.cli import cli
from pipeline.store import Archive, Reader
from pipeline.store.ledger_tables import COUNTED
from pipeline.store.pruning import prune_some
from tests.badserver import answer
from tests.newsroom import Newsroom, make_site, open_newsroom
from tests.serving import serving, tune


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with open_newsroom(tmp_path, make_site("one", every="15m", recheck=[])) as newsroom:
        tune(newsroom)
        yield newsroom


def read(room: Newsroom) -> state.Status:
    with Reader(room.archive) as opened:
        return state.status(opened, room.clock.now)


async def test_the_kept_counts_are_those_of_the_tables(room: Newsroom) -> None:
    room.publish(*range(1, 6))
    room.on("/news/5", answer("", status=404))
    await room.fetch()
    room.clock.advance(days=2)
    room.publish(1, 2, 6)
    await room.fetch(look_now=True)
    with Archive.open(room.archive, clock=room.clock) as archive:
        assert await archive._write(lambda conn: prune_some(conn, room.clock.now - timedelta(days=1))) > 0
    for table in COUNTED:
        assert read(room).rows[table] == room.column(f"SELECT count(*) FROM {table}")[0], table  # noqa: S608
    assert read(room).rows["articles"] == 5


async def test_no_count_reads_a_large_table(room: Newsroom) -> None:
    room.publish(1)
    await room.fetch()
    for query, index in [
        ("SELECT reason, count(*) FROM outcomes WHERE at >= '2026' GROUP BY reason", "outcomes_at"),
        ("SELECT 1 FROM links WHERE priority IN (0, 1) AND next_due <= '2026' LIMIT 9", "links_due_anywhere"),
        ("SELECT count(*) FROM requests WHERE host = 'a' AND at >= '2026'", "requests_host"),
    ]:
        plan = " ".join(row[3] for row in room.rows(f"EXPLAIN QUERY PLAN {query}"))
        assert index in plan, plan


async def test_the_state_of_a_site_says_what_is_wrong_with_it(room: Newsroom) -> None:
    room.on("/rss", answer("", status=404))
    async with serving(room):
        found = read(room)
        (site,) = found.sites
        assert (site.site, site.failing, site.last_result) == ("one", 1, "not_found")
        assert found.writer
        assert found.last_hour == {"not_found": 1}
        assert not site.is_due(found.now)


async def test_d6_a_journal_that_a_long_reader_keeps_from_shrinking_is_reported(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.publish(1)
    monkeypatch.setattr(state, "LONG_JOURNAL", 1 << 16)
    async with serving(room):
        with Reader(room.archive) as long:
            long._conn.execute("BEGIN")
            long._conn.execute("SELECT count(*) FROM links").fetchone()
            with closing(sqlite3.connect(room.archive)) as conn:
                conn.execute("CREATE TABLE padding AS SELECT zeroblob(300000) AS filler")
            grown = read(room)
            long._conn.execute("ROLLBACK")
    assert grown.journal_note
    assert "a program keeps reading" in grown.journal_note
    shown = CliRunner().invoke(cli, ["status", "--archive", str(room.archive)])
    assert read(room).journal_note is None
    assert "a program keeps reading" not in shown.output


def test_the_live_screen_on_a_pipe_speaks_at_each_look_and_ends_with_ctrl_c(room: Newsroom) -> None:
    with Archive.open(room.archive):
        pass
    command = [sys.executable, "-m", "pipeline", "status", "--watch", "--every", "0.2", "--archive", str(room.archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "COLUMNS": "80"}) as child:
        assert child.stdout
        seen = [child.stdout.readline() for _ in range(12)]
        child.send_signal(signal.SIGINT)
        child.stdout.read()
        assert child.wait(60) == 0
    assert sum("due now:" in line for line in seen) >= 1
