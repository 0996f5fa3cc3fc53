"""Captures packed against dictionaries, and an archive that is verified, backed up and pruned."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import dedupe, keeping
from pipeline.cli import cli
from pipeline.errors import ArchiveDamaged, ArchiveForeign, InputError
from pipeline.models import Attempt
from pipeline.store import Archive, Reader
from pipeline.store.captures import read_capture
from pipeline.store.files import PAGE_SIZE
from tests.archiving import NOON, article, headlines, rows, store, visit

PAGES = 60


def body_of(number: int) -> bytes:
    """A page of 30 kB, of which its site's pages share all but 300 bytes."""
    frame = random.Random(1).randbytes(15_000).hex()  # noqa: S311
    return f"<html>{frame}<p>{random.Random(number).randbytes(150).hex()}</p></html>".encode()  # noqa: S311


def page(number: int) -> Attempt:
    at = NOON + timedelta(minutes=number)
    return visit(article(number), at=at, ticker=headlines(f"{number} خبر"), capture={"body": body_of(number)})


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "archive.db"
    with Archive.open(path) as archive:
        store(archive, *map(page, range(PAGES)))
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    shutil.copy(made, tmp_path / "archive.db")
    return tmp_path / "archive.db"


def body_in(path: Path, capture_id: int) -> bytes:
    with Reader(path) as reader:
        capture = reader.ask(lambda conn: read_capture(conn, capture_id))
    assert capture is not None
    return capture.body


def change(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute(statement, values)


def flip(path: Path, found: bytes, at: int = 0) -> None:
    """Flip a bit of the file where these bytes stand."""
    content = bytearray(path.read_bytes())
    place = content.index(found) + at
    content[place] ^= 0x10
    path.write_bytes(content)


# -- dictionaries ---------------------------------------------------------------------------------------------------


def test_a_site_gets_a_dictionary_by_itself_and_its_pages_become_small(path: Path) -> None:
    assert rows(path, "SELECT count(*) FROM dictionaries WHERE site = 'akhbar'")[0][0] >= 1
    assert rows(path, "SELECT max(length(body)) FROM payloads WHERE dictionary_id IS NULL")[0][0] is None
    assert rows(path, "SELECT avg(length(body)) < 1000 FROM payloads") == [(1,)]
    assert [body_in(path, number + 1) for number in range(PAGES)] == [body_of(number) for number in range(PAGES)]


def test_a_dictionary_is_renewed_when_the_site_changes_and_old_captures_stay_readable(path: Path) -> None:
    before = rows(path, "SELECT count(*) FROM dictionaries")[0][0]
    frame = random.Random(2).randbytes(15_000).hex()  # noqa: S311 the site's new clothes
    with Archive.open(path) as archive:
        for number in range(1000, 1300):
            body = f"{frame}{number}".encode()
            store(archive, visit(article(number), at=NOON + timedelta(days=number), capture={"body": body}))
    assert rows(path, "SELECT count(*) FROM dictionaries")[0][0] > before
    assert rows(path, "SELECT length(body) < 200 FROM payloads ORDER BY id DESC LIMIT 1") == [(1,)]
    assert body_in(path, 1) == body_of(0)
    assert list(keeping.verify(path)) == []


def test_identical_bodies_are_stored_once(path: Path) -> None:
    with Archive.open(path) as archive:
        store(archive, visit(article(1), at=NOON + timedelta(days=1), capture={"body": body_of(1)}))
    assert rows(path, "SELECT count(*) FROM payloads") == [(PAGES,)]
    assert rows(path, "SELECT count(*) FROM captures") == [(PAGES + 1,)]


# -- verify ---------------------------------------------------------------------------------------------------------


def test_verify_finds_nothing_wrong_with_a_whole_archive(path: Path) -> None:
    assert list(keeping.verify(path)) == []
    done = CliRunner().invoke(cli, ["verify", "--archive", str(path)])
    assert (done.exit_code, done.stdout) == (0, f"{path}: everything is whole\n")


def test_d4_a_flipped_bit_in_a_body_costs_that_body_alone(path: Path) -> None:
    packed = rows(path, "SELECT body FROM payloads WHERE id = 30")[0][0]
    flip(path, packed[:200], at=60)
    damages = list(keeping.verify(path))
    assert [(damage.table, damage.row) for damage in damages] == [("payloads", 30)]
    for number in range(PAGES):
        if number == 29:
            with pytest.raises(ArchiveDamaged, match="capture 30"):
                body_in(path, 30)
        else:
            assert body_in(path, number + 1) == body_of(number)
    done = CliRunner().invoke(cli, ["verify", "--archive", str(path)])
    assert done.exit_code == 8
    assert "payloads 30" in done.stdout


@pytest.mark.parametrize("table", ["dictionaries", "dictionary_copies"])
def test_d4_a_flipped_bit_in_a_dictionary_costs_nothing(path: Path, table: str) -> None:
    with closing(sqlite3.connect(path)) as conn:
        body = bytearray(conn.execute(f"SELECT body FROM {table} LIMIT 1").fetchone()[0])  # noqa: S608
    body[len(body) // 2] ^= 1
    change(path, f"UPDATE {table} SET body = ?", bytes(body))  # noqa: S608
    assert {damage.table for damage in keeping.verify(path)} == {table}
    assert body_in(path, 10) == body_of(9)


WOUNDS: dict[str, Callable[[Path], None]] = {
    "articles 7": lambda path: change(path, "UPDATE articles SET body = body || 'x' WHERE id = 7"),
    "captures 5": lambda path: change(path, "UPDATE captures SET headers = x'00' WHERE id = 5"),
    "payloads 3: is": lambda path: change(path, "UPDATE payloads SET size = 1 WHERE id = 3"),
    "article_urls": lambda path: change(path, "UPDATE article_urls SET article_id = 999 WHERE article_id = 4"),
    "outcomes 2": lambda path: change(path, "UPDATE outcomes SET capture_id = 999 WHERE id = 2"),
    "articles_search 6": lambda path: change(path, "DELETE FROM articles_search_docsize WHERE id = 6"),
    "articles_search: the index is damaged": lambda path: change(
        path, "UPDATE articles_search_idx SET pgno = pgno + 2"
    ),
    "articles_search": lambda path: change(
        path, "UPDATE articles_search_data SET block = x'ff00ff' WHERE id = (SELECT max(id) FROM articles_search_data)"
    ),
}


@pytest.mark.parametrize("names", WOUNDS)
def test_verify_names_what_is_wrong(path: Path, names: str) -> None:
    WOUNDS[names](path)
    assert any(str(damage).startswith(names) for damage in keeping.verify(path))


@pytest.mark.parametrize("seed", range(12))
def test_d4_whatever_byte_of_the_file_is_damaged_verify_goes_to_its_end(path: Path, seed: int) -> None:
    """Either the file cannot be opened, with a message, or all that can be read is read and the damage is named."""
    content = bytearray(path.read_bytes())
    chance = random.Random(seed)  # noqa: S311
    page_of = chance.randrange(1, len(content) // PAGE_SIZE) * PAGE_SIZE
    content[page_of : page_of + 64] = chance.randbytes(64)
    path.write_bytes(content)
    try:
        damages = list(keeping.verify(path))
    except ArchiveDamaged as error:
        assert "restore a backup" in str(error)  # noqa: PT017
    else:
        assert len(damages) == len({str(damage) for damage in damages})


def test_d8_verify_refuses_a_file_of_others(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_bytes(b"not SQLite")
    with pytest.raises(ArchiveForeign):
        list(keeping.verify(tmp_path / "notes.db"))


# -- backup ---------------------------------------------------------------------------------------------------------


def test_d9_a_backup_made_during_writes_is_whole_and_holds_what_was_acknowledged(path: Path, tmp_path: Path) -> None:
    with Archive.open(path) as archive:
        store(archive, *map(page, range(100, 120)))
        known = rows(path, "SELECT count(*) FROM articles")
        waiting = [archive.submit(page(number), dedupe) for number in range(200, 300)]
        copy, damages = keeping.back_up(path, tmp_path / "copy.db")
        for future in waiting:
            future.result(timeout=30)
    assert damages == []
    assert rows(copy, "SELECT count(*) FROM articles") >= known
    same = "SELECT a.id, a.content_hash, p.sha256 FROM articles a JOIN captures c ON c.id = a.capture_id"
    same += " JOIN payloads p ON p.id = c.payload_id ORDER BY a.id"
    restored = rows(copy, same)
    assert restored == rows(path, same)[: len(restored)]
    assert body_in(copy, 70) == body_in(path, 70)
    assert sorted(file.name for file in tmp_path.glob("copy.db*")) == ["copy.db"]


def test_a_backup_goes_into_a_folder_and_replaces_an_older_one_only_when_whole(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    done = CliRunner().invoke(cli, ["backup", str(folder), "--archive", str(path)])
    assert done.exit_code == 0
    whole = (folder / "archive.db").read_bytes()
    change(path, "UPDATE outcomes SET capture_id = 999 WHERE id = 2")
    with pytest.raises(ArchiveDamaged, match="outcomes 2"):
        keeping.back_up(path, folder)
    assert (folder / "archive.db").read_bytes() == whole
    assert [file.name for file in folder.iterdir()] == ["archive.db"]


def test_a_backup_never_overwrites_the_archive_and_needs_a_folder(path: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="archive itself"):
        keeping.back_up(path, tmp_path)
    with pytest.raises(InputError, match="create it first"):
        keeping.back_up(path, tmp_path / "no" / "copy.db")


def test_a_backup_replaces_older_copies_only_and_makes_no_file_of_a_folders_name(path: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("not a copy")
    with pytest.raises(InputError, match="is there already and no SQLite file"):
        keeping.back_up(path, notes)
    assert notes.read_text() == "not a copy"
    done = CliRunner().invoke(cli, ["backup", f"{tmp_path}/disk/", "--archive", str(path)])
    assert (done.exit_code, "create it first" in done.output) == (7, True)
    assert not (tmp_path / "disk").exists()


# -- prune ----------------------------------------------------------------------------------------------------------


def test_prune_says_what_is_lost_and_does_nothing_without_yes(path: Path) -> None:
    asked = ["prune", "--captures-older-than", "2025-12-11T12:30Z", "--archive", str(path)]
    done = CliRunner().invoke(cli, asked)
    assert done.exit_code == 0
    assert "30, with 30 bodies" in done.stdout
    assert "nothing was changed" in done.stderr
    assert rows(path, "SELECT count(*) FROM captures") == [(PAGES,)]


def test_prune_gives_up_captures_and_keeps_articles(path: Path) -> None:
    articles = rows(path, "SELECT id, title, body FROM articles")
    asked = ["prune", "--captures-older-than", "2025-12-11T12:30Z", "--yes", "--archive", str(path)]
    done = CliRunner().invoke(cli, asked)
    assert done.exit_code == 0, done.output
    assert rows(path, "SELECT count(*) FROM captures") == rows(path, "SELECT count(*) FROM payloads") == [(30,)]
    assert rows(path, "SELECT count(*) FROM outcomes") == rows(path, "SELECT count(*) FROM headlines") == [(PAGES,)]
    assert rows(path, "SELECT id, title, body FROM articles") == articles
    assert rows(path, "PRAGMA freelist_count") == [(0,)]
    assert list(keeping.verify(path)) == []
    assert body_in(path, 40) == body_of(39)


def test_prune_keeps_a_body_that_a_later_capture_still_has(path: Path) -> None:
    with Archive.open(path) as archive:
        store(archive, visit(article(1), at=NOON + timedelta(days=9), capture={"body": body_of(1)}))
    assert keeping.loss_before(path, NOON + timedelta(days=8)).payloads == PAGES - 1
    CliRunner().invoke(cli, ["prune", "--captures-older-than", "2025-12-19", "--yes", "--archive", str(path)])
    assert body_in(path, PAGES + 1) == body_of(1)


def test_pruning_looks_captures_up_by_index(path: Path) -> None:
    for query in (
        "SELECT 1 FROM outcomes WHERE capture_id = 1",
        "SELECT 1 FROM versions WHERE capture_id = 1",
        "SELECT 1 FROM articles WHERE capture_id = 1",
        "SELECT 1 FROM captures WHERE payload_id = 1",
    ):
        assert "INDEX" in rows(path, f"EXPLAIN QUERY PLAN {query}")[0][3]
