"""Opening archives: which files are ours, whose turn it is to write, how old ones become new."""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from pipeline.errors import ArchiveBusy, ArchiveForeign, ArchiveMissing, ArchiveNewer, StoreError
from pipeline.store import Archive, Reader, files, migrations, search_index
from pipeline.store.lock import WriterLock, lock_path, read_owner, read_writer
from tests.archiving import article, rows, store, visit
from tests.killing import killing


def make(path: Path) -> Path:
    """An archive with one article."""
    with Archive.open(path) as archive:
        store(archive, visit(article()))
    return path


def make_older(path: Path, stop_before: str = "m05_headlines") -> Path:
    """An archive as an earlier version of the schema left it, with a row in it."""
    with closing(sqlite3.connect(path)) as conn:
        db = Database(conn, execute_plugins=False)
        conn.execute(f"PRAGMA application_id = {files.APPLICATION_ID}")
        migrations.MIGRATIONS.apply(db, stop_before=stop_before)
        conn.execute("INSERT INTO runs (command, sites, started_at) VALUES ('fetch', '[]', '2025-01-01T00:00:00Z')")
        conn.commit()
    return path


def test_a_new_archive_is_marked_and_set_up(tmp_path: Path) -> None:
    path = make(tmp_path / "archive.db")
    with closing(sqlite3.connect(path)) as conn:
        facts = [
            conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "journal_mode", "auto_vacuum")
        ]
    assert facts == [0x57617271, "wal", 2]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["archive.db"]


def test_an_empty_file_becomes_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.touch()
    assert rows(make(path), "SELECT count(*) FROM articles") == [(1,)]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing, match=r"there is no folder .*nowhere"):
        Archive.open(tmp_path / "nowhere" / "archive.db")
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveForeign, match="this is a folder"):
        Archive.open(tmp_path)
    with pytest.raises(ArchiveForeign):
        Reader(tmp_path)


@pytest.mark.parametrize("content", [b"Dear diary", b"\x00" * 4096, b"SQLite format 3\x00 and then rubbish" * 200])
def test_d8_a_file_that_is_no_database_is_refused_by_name_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    for opening in (Archive.open, Reader):
        with pytest.raises(StoreError, match=r"notes\.txt"):
            opening(path)
    assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("journal", ["delete", "wal"])
@pytest.mark.parametrize("application_id", [0, 4711])
def test_d8_a_foreign_database_is_refused_and_left_alone(tmp_path: Path, journal: str, application_id: int) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(f"PRAGMA journal_mode = {journal}")
        conn.execute(f"PRAGMA application_id = {application_id}")
        conn.execute("CREATE TABLE articles (id INTEGER)")
        conn.commit()
    before = path.read_bytes()
    for opening in (Archive.open, Reader):
        with pytest.raises(ArchiveForeign, match=r"other\.db"):
            opening(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["other.db"]


def test_d8_an_archive_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = make(tmp_path / "archive.db")
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('warraq', 'm99_from_the_future')")
        conn.commit()
    before = path.read_bytes()
    for opening in (Archive.open, Reader):
        with pytest.raises(ArchiveNewer, match="m99_from_the_future"):
            opening(path)
    assert path.read_bytes() == before
    assert not lock_path(path).exists()


def test_d8_an_older_archive_is_copied_and_brought_up_to_date(tmp_path: Path) -> None:
    path = make_older(tmp_path / "archive.db")
    with pytest.raises(StoreError, match="older Warraq"):
        Reader(path)
    make(path)
    assert rows(path, "SELECT count(*), (SELECT count(*) FROM runs) FROM headlines") == [(0, 1)]
    (copy,) = tmp_path.glob("archive.db.before-upgrade-m04_articles-*")
    assert rows(copy, "SELECT count(*) FROM runs") == [(1,)]
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        rows(copy, "SELECT * FROM headlines")
    make(path)
    assert len(list(tmp_path.glob("*before-upgrade*"))) == 1


def test_a_migration_that_fails_leaves_the_old_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_older(tmp_path / "archive.db")

    def fail(db: Database) -> None:
        db.execute("CREATE TABLE half_done (id INTEGER)")
        raise RuntimeError("the last step failed")

    broken = [*migrations.MIGRATIONS._migrations, migrations.MIGRATIONS._Migration("m99", fail)]
    with monkeypatch.context() as patch:
        patch.setattr(migrations.MIGRATIONS, "_migrations", broken)
        with pytest.raises(RuntimeError, match="the last step failed"):
            Archive.open(path)
    tables = {row[0] for row in rows(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert "articles" in tables
    assert not tables & {"headlines", "half_done"}
    make(path)


def test_k9_a_kill_during_migration_leaves_the_old_schema_or_the_new_one(tmp_path: Path) -> None:
    chance = random.Random(9)  # noqa: S311 a repeatable choice of moments
    paths = [tmp_path / str(number) / "archive.db" for number in range(30)]
    older = make_older(tmp_path / "older.db")
    for path in paths:
        path.parent.mkdir()
        shutil.copy(older, path)
    with killing("upgrade") as kill:
        for path in paths:
            kill(path, chance.uniform(0, 0.06))
    seen = {_steps(path) for path in paths}
    assert seen <= {4, len(migrations.known_names())}
    for path in paths[::4]:
        with Archive.open(path) as archive:
            assert store(archive, visit(article()))[0].reason == "new"
        assert all(_is_whole(copy) for copy in path.parent.glob("*before-upgrade*[0-9]Z"))


def _steps(path: Path) -> int:
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return len(migrations.applied_names(Database(conn, execute_plugins=False)))


def _is_whole(copy: Path) -> bool:
    return rows(copy, "SELECT count(*) FROM runs") == [(1,)]


HOLD = """
import sys, time
from pipeline.store import Archive
with Archive.open(sys.argv[1]):
    print("open", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_writer(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that has the archive open for writing."""
    with subprocess.Popen([sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stdout.readline() == b"open\n"
        try:
            yield child
        finally:
            child.kill()


def test_k6_a_second_writer_is_refused_naming_the_first(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with another_writer(path) as other:
        with pytest.raises(ArchiveBusy, match=f"process {other.pid} .*is writing to this archive"):
            Archive.open(path)
        writer = read_writer(path)
        assert writer
        assert writer.pid == other.pid
        with Reader(path) as reader:
            assert reader.ask(lambda conn: conn.execute("SELECT count(*) FROM articles").fetchone()) == (0,)


def test_a_second_writer_gets_its_turn_when_it_waits(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with another_writer(path) as other:
        assert other.stdin
        other.stdin.close()
        with Archive.open(path, wait=30) as archive:
            assert store(archive, visit(article()))[0].reason == "new"
            owner = read_owner(path)
            assert owner
            assert owner.pid == os.getpid()


def test_k7_the_lock_of_a_killed_process_is_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with another_writer(path) as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert lock_path(path).exists()
        assert read_writer(path) is None
        with Archive.open(path) as archive:
            assert store(archive, visit(article()))[0].reason == "new"


def test_k7_a_lock_file_that_names_a_living_stranger_is_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    lock_path(path).write_text(json.dumps({"pid": os.getppid(), "started_at": "x", "command": "y"}))
    make(path)


def test_k7_a_later_process_of_the_same_pid_is_not_taken_for_the_writer(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path):
        owner = read_writer(path)
        assert owner
        assert owner.born
    lock_path(path).write_text(json.dumps(asdict(replace(owner, born="an earlier boot 12345"))))
    assert read_owner(path)
    assert read_writer(path) is None


def test_k6_who_is_told_of_a_service_is_not_told_to_wait_for_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["/usr/bin/warraq", "run", "--config", "news"])
    path = tmp_path / "archive.db"
    with Archive.open(path), pytest.raises(ArchiveBusy, match=rf"the service, process {os.getpid()} .*stop it first"):
        Archive.open(path)


def test_the_same_process_cannot_open_an_archive_twice(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path), pytest.raises(ArchiveBusy):
        Archive.open(path)
    make(path)


def test_symlinks_to_one_archive_exclude_each_other(tmp_path: Path) -> None:
    path, link = tmp_path / "archive.db", tmp_path / "link.db"
    link.symlink_to(path)
    with Archive.open(link), pytest.raises(ArchiveBusy):
        Archive.open(path)
    folder = tmp_path / "folder"
    folder.symlink_to(tmp_path)
    with Archive.open(path), pytest.raises(ArchiveBusy):
        Archive.open(folder / "archive.db")


def test_a_second_hard_link_is_refused(tmp_path: Path) -> None:
    path = make(tmp_path / "archive.db")
    os.link(path, tmp_path / "twin.db")
    with pytest.raises(StoreError, match="several names"):
        Archive.open(tmp_path / "twin.db")


def test_a_lock_that_was_removed_while_we_waited_for_it_is_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    first, second, third = WriterLock(path), WriterLock(path), WriterLock(path)
    first.acquire(0)
    descriptor = os.open(first.path, os.O_RDWR)
    first.release()
    assert not second._is_current(descriptor)
    os.close(descriptor)
    second.acquire(0)
    with pytest.raises(ArchiveBusy):
        third.acquire(0.1)
    second.release()
    second.release()


def test_readers_are_told_why_there_is_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing, match="warraq fetch"):
        Reader(tmp_path / "archive.db")
    (tmp_path / "empty.db").touch()
    with pytest.raises(ArchiveMissing):
        Reader(tmp_path / "empty.db")


def test_readers_cannot_write(tmp_path: Path) -> None:
    with Reader(make(tmp_path / "archive.db")) as reader, pytest.raises(StoreError, match="cannot be written"):
        reader.ask(lambda conn: conn.execute("DELETE FROM articles"))


def test_odd_paths_are_just_paths(tmp_path: Path) -> None:
    path = tmp_path / "a?mode=memory&x=%41 #أرشيف.db"
    assert rows_of(make(path)) == 1
    assert path.exists()


def rows_of(path: Path) -> int:
    with Reader(path) as reader:
        count: int = reader.ask(lambda conn: conn.execute("SELECT count(*) FROM articles").fetchone()[0])
    return count


def test_an_index_made_by_other_rules_is_made_anew(tmp_path: Path) -> None:
    path = make(tmp_path / "archive.db")
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("UPDATE search_rules SET fingerprint = 'of an earlier version'")
        conn.execute("INSERT INTO articles_search (articles_search) VALUES ('delete-all')")
        conn.commit()
    Archive.open(path).close()
    assert rows(path, "SELECT fingerprint FROM search_rules") == [(search_index.rules_fingerprint(),)]
    assert rows(path, "SELECT rowid FROM articles_search WHERE articles_search MATCH '1'") == [(1,)]


def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot write"):
        Archive.open(tmp_path / "archive.db")


def test_another_program_that_ends_does_not_take_the_journal_away(tmp_path: Path) -> None:
    """Checking a file by reading it gave up our locks on it: `sqlite3 archive.db` then lost what was acknowledged."""
    place = tmp_path / "archive.db"
    ask = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); print(*c.execute(sys.argv[2]).fetchone()); c.close()"

    def other(sql: str) -> str:
        ran = subprocess.run([sys.executable, "-c", ask, str(place), sql], capture_output=True, text=True, check=True)
        return ran.stdout.strip()

    for _ in range(2):  # a new archive, and one that was there
        with Archive.open(place) as archive, Reader(place):
            with Reader(place):
                pass
            before = int(other("SELECT count(*) FROM runs"))
            asyncio.run(archive.start_run("fetch", ()))
            assert other("SELECT count(*) FROM runs") == str(before + 1)
            asyncio.run(archive.finish_run({}))
            assert other("SELECT count(*) FROM runs WHERE finished_at IS NOT NULL") == str(before + 1)
            assert other("PRAGMA integrity_check") == "ok"
