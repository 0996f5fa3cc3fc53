"""Group commit: acknowledged means committed, a failure is named, and readers never wait."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline import dedupe
from pipeline.errors import ArchiveBusy, ArchiveDamaged, ArchiveForeign, ArchiveFull, StoreError
from pipeline.models import Headline
from pipeline.store import Archive, Reader, files, search_index, writer
from pipeline.store.failures import store_error
from pipeline.store.writer import MOST_PER_COMMIT, Writer
from tests.archiving import NOON, OTHER_BODY, article, check_index, rows, store, visit


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.db") as opened:
        yield opened


def hold_up(archive: Archive) -> Callable[[], None]:
    """Keep the writer busy until the returned function is called."""
    begun, may_end = threading.Event(), threading.Event()

    def wait(_: sqlite3.Connection) -> None:
        begun.set()
        assert may_end.wait(30)

    archive._writer.submit(wait)
    assert begun.wait(30)
    return may_end.set


def test_what_waits_is_committed_together_and_in_order(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive:
        commits: list[str] = []
        archive._conn.set_trace_callback(
            lambda sql: commits.append(sql) if sql.startswith(("COMMIT", "BEGIN")) else None
        )
        let_go = hold_up(archive)
        futures = [archive.submit(visit(article(number)), dedupe) for number in range(MOST_PER_COMMIT // 2)]
        let_go()
        assert [future.result(timeout=30).article_id for future in futures] == list(range(1, len(futures) + 1))
        assert commits.count("COMMIT") < len(futures) / 2


def test_words_of_pages_committed_together_are_indexed_in_their_order(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "LONGEST_COMMIT", 60.0)  # one transaction, however busy the machine is
    states = [article(1), article(1, body=OTHER_BODY), article(1), article(2)]
    commits: list[str] = []
    let_go = hold_up(archive)
    archive._conn.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)
    futures = [archive.submit(visit(state, at=NOON + timedelta(hours=n)), dedupe) for n, state in enumerate(states)]
    no_headline = Headline("fails after its article was stored", None, 0, kind=None)  # type: ignore[arg-type]
    broken = archive.submit(visit(article(3), ticker=(no_headline,)), dedupe)
    let_go()
    assert [future.result(timeout=30).reason for future in futures] == ["new", "updated", "updated", "new"]
    with pytest.raises(TypeError):
        broken.result(timeout=30)
    assert len(commits) == 1
    check_index(archive)


def test_an_index_made_anew_has_the_words_of_the_same_commit_once(archive: Archive) -> None:
    let_go = hold_up(archive)
    done: list[Future[Any]] = [
        archive.submit(visit(article(1)), dedupe),
        archive._writer.submit(search_index.rebuild),
        archive.submit(visit(article(2)), dedupe),
    ]
    let_go()
    for future in done:
        future.result(timeout=30)
    check_index(archive)


def test_an_acknowledged_attempt_is_there_for_every_other_connection(archive: Archive) -> None:
    seen: list[int] = []

    def look(_: object) -> None:
        seen.append(rows(archive, "SELECT count(*) FROM articles")[0][0])

    future = archive.submit(visit(article()), dedupe)
    future.add_done_callback(look)
    future.result(timeout=30)
    archive.close()
    assert seen == [1]


def test_closing_commits_what_was_submitted(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "archive.db")
    futures = [archive.submit(visit(article(number)), dedupe) for number in range(20)]
    archive.close()
    assert {future.result(timeout=0).reason for future in futures} == {"new"}
    assert rows(archive, "SELECT count(*) FROM articles") == [(20,)]
    archive.close()


def test_a_closed_archive_says_so(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "archive.db")
    archive.close()
    with pytest.raises(StoreError, match="closed"):
        archive.submit(visit(article()), dedupe)


async def test_a_cancelled_wait_stores_an_attempt_wholly_or_not_at_all(archive: Archive) -> None:
    let_go = hold_up(archive)
    task = asyncio.create_task(archive.record(visit(article(1)), dedupe))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0)  # the loop tells the waiting piece of work in its next turn
    let_go()
    await archive.record(visit(article(2)), dedupe)
    assert rows(archive, "SELECT title FROM articles") == [("السدود تمتلئ 2",)]
    assert rows(archive, "SELECT count(*) FROM captures") == [(1,)]


async def test_many_tasks_may_record_at_once(archive: Archive) -> None:
    receipts = await asyncio.gather(*(archive.record(visit(article(number)), dedupe) for number in range(50)))
    assert [receipt.reason for receipt in receipts] == ["new"] * 50


def allow_pages(archive: Archive, more: int | None) -> None:
    """Let the file grow by so many pages only, as a full disk would."""

    def limit(conn: sqlite3.Connection) -> None:
        pages = conn.execute("PRAGMA page_count").fetchone()[0]
        conn.execute(f"PRAGMA max_page_count = {pages + more if more is not None else 2**30}")

    # Outside a transaction, on the writer's connection between two of its commits.
    archive._writer.submit(limit).result(timeout=30)


def big(number: int) -> Any:
    return visit(article(number), capture={"body": bytes(range(256)) * 8 + number.to_bytes(3, "big") * 9})


def test_d2_a_full_disk_stores_nothing_of_the_page_and_goes_on_when_there_is_room(archive: Archive) -> None:
    store(archive, big(0))
    allow_pages(archive, 4)
    full = None
    stored = 1
    for number in range(1, 200):
        try:
            store(archive, big(number))
            stored += 1
        except ArchiveFull as error:
            full = error
            break
    assert full
    assert "archive.db" in str(full)
    assert "make room" in str(full)
    everywhere = "SELECT count(*), (SELECT count(*) FROM captures), (SELECT count(*) FROM outcomes) FROM articles"
    assert rows(archive, everywhere) == [(stored, stored, stored)]
    assert rows(archive, "PRAGMA integrity_check") == [("ok",)]
    allow_pages(archive, None)
    assert store(archive, big(500))[0].reason == "new"


class Sick:
    """A connection on which `fails` fail as `error` does."""

    fails: tuple[str, ...] = ("COMMIT",)

    def __init__(self, conn: sqlite3.Connection, error: sqlite3.Error) -> None:
        self.conn, self.error, self.is_sick = conn, error, True

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        if sql in self.fails and self.is_sick:
            raise self.error
        return self.conn.execute(sql, *values)

    @property
    def in_transaction(self) -> bool:
        return self.conn.in_transaction


def sqlite_error(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    return error


def test_d3_after_an_fsync_error_nothing_more_is_written(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Archive.open(path).close()
    with closing(files.open_writer(path)) as conn:
        sick = Sick(conn, sqlite_error(sqlite3.SQLITE_IOERR | (4 << 8)))  # SQLITE_IOERR_FSYNC
        writer = Writer(sick, path)  # type: ignore[arg-type]
        work = "INSERT INTO runs (command, sites, started_at) VALUES ('x', '[]', 'now')"
        with pytest.raises(StoreError, match="disk reported an error"):
            writer.submit(lambda conn: conn.execute(work).lastrowid).result(timeout=30)
        sick.is_sick = False
        with pytest.raises(StoreError, match="disk reported an error"):
            writer.submit(lambda conn: conn.execute(work).lastrowid).result(timeout=30)
        writer.close()
        assert conn.execute("SELECT count(*) FROM runs").fetchone() == (0,)


def test_d3_who_waits_is_told_even_when_nothing_can_be_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Archive.open(path).close()
    with closing(files.open_writer(path)) as conn:
        sick = Sick(conn, sqlite_error(sqlite3.SQLITE_FULL))
        sick.fails = ("COMMIT", "ROLLBACK")
        writer = Writer(sick, path)  # type: ignore[arg-type]
        with pytest.raises(ArchiveFull):
            writer.submit(lambda conn: None).result(timeout=30)
        with pytest.raises(StoreError, match="could not be taken back"):
            writer.submit(lambda conn: None).result(timeout=30)
        writer.close()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_FULL, ArchiveFull),
        (sqlite3.SQLITE_IOERR_SHMSIZE, ArchiveFull),
        (sqlite3.SQLITE_CORRUPT, ArchiveDamaged),
        (sqlite3.SQLITE_NOTADB, ArchiveForeign),
        (sqlite3.SQLITE_BUSY, ArchiveBusy),
        (sqlite3.SQLITE_READONLY, StoreError),
        (sqlite3.SQLITE_CANTOPEN, StoreError),
    ],
)
def test_what_sqlite_reports_of_the_file_says_what_to_do(code: int, kind: type[StoreError]) -> None:
    error = store_error(sqlite_error(code), Path("archive.db"))
    assert type(error) is kind
    assert "archive.db" in str(error)


def test_our_own_mistakes_stay_loud(archive: Archive) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        archive._writer.submit(lambda conn: conn.execute("INSERT INTO nowhere VALUES (1)")).result(timeout=30)
    assert store(archive, visit(article()))[0].reason == "new"


def test_d4_a_flipped_bit_in_a_page_of_the_file_is_reported_as_damage(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive:
        store(archive, *(visit(article(number)) for number in range(30)))
    root = rows(path, "SELECT rootpage FROM sqlite_master WHERE name = 'articles'")[0][0]
    data = bytearray(path.read_bytes())
    data[(root - 1) * files.PAGE_SIZE : (root - 1) * files.PAGE_SIZE + 40] = b"\xff" * 40
    path.write_bytes(data)
    with Archive.open(path) as archive, pytest.raises(ArchiveDamaged, match="damaged"):
        store(archive, visit(article(5)))


READ = """
import sys, time
from pathlib import Path
from pipeline.store import Reader
counts = [0]
while counts[-1] < int(sys.argv[2]):
    time.sleep(0.001)
    with Reader(Path(sys.argv[1])) as reader:
        counts.append(reader.ask(lambda conn: conn.execute("SELECT count(*) FROM articles").fetchone()[0]))
assert counts == sorted(counts)
print("ok")
"""


def test_eight_readers_never_meet_a_lock_while_pages_are_written(tmp_path: Path) -> None:
    path, pages = tmp_path / "archive.db", 60
    with Archive.open(path) as archive:
        command = [sys.executable, "-c", READ, str(path), str(pages)]
        readers = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
        threads = [threading.Thread(target=_read_until, args=(path, pages)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for number in range(pages):
            store(archive, visit(article(number)))
        for thread in threads:
            thread.join(60)
        assert [reader.communicate(timeout=60)[0] for reader in readers] == [b"ok\n"] * 2


def _read_until(path: Path, pages: int) -> None:
    with Reader(path) as reader:
        while reader.ask(lambda conn: conn.execute("SELECT count(*) FROM articles").fetchone()[0]) < pages:
            time.sleep(0.001)  # leaves the interpreter to the writer, whose work this is about
