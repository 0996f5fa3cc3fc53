"""Real faults: a full or read-only disk, limits of the process, torn pages, a long reader, many writers, hostile text.

What was acknowledged stays; what failed says what to do.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline import dedupe, keeping
from pipeline.cli import cli
from pipeline.errors import ArchiveDamaged, ArchiveFull, StoreError
from pipeline.store import Archive, Reader
from pipeline.store.captures import read_capture
from pipeline.store.files import PAGE_SIZE
from tests.archiving import NOON, article, headlines, rows, store, visit

ROOT = Path(__file__).resolve().parent.parent


def page(number: int, size: int = 20_000) -> Any:
    """A page that no codec makes smaller."""
    return visit(article(number), ticker=headlines(f"{number} خبر"), capture={"body": os.urandom(size)})


def fill(archive: Archive, most: int = 400) -> tuple[int, StoreError]:
    """Store pages until one fails; how many were acknowledged, and the error."""
    for number in range(most):
        try:
            store(archive, page(number))
        except StoreError as error:
            return number, error
    raise AssertionError("nothing failed")


def check_whole(path: Path, acknowledged: int) -> None:
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "SELECT count(*) FROM articles") == [(acknowledged,)]
    assert list(keeping.verify(path)) == []


# -- real disks -------------------------------------------------------------------------------------------------------


def _mount(folder: Path, flags: int, options: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", ctypes.c_ulong(flags), options.encode()):
        pytest.skip(f"needs the right to mount a small disk ({os.strerror(ctypes.get_errno())})")


MS_RDONLY, MS_REMOUNT = 1, 32


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of its own, in memory."""
    folder.mkdir()
    _mount(folder, 0, f"size={size}")
    try:
        yield folder
    finally:
        ctypes.CDLL(None).umount2(os.fsencode(folder), 2)  # MNT_DETACH


def test_d1_a_full_disk_keeps_what_was_acknowledged_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "2m") as disk:
        (disk / "ballast").write_bytes(bytes(500_000))
        with Archive.open(disk / "archive.db") as archive:
            stored, error = fill(archive)
            assert isinstance(error, ArchiveFull)
            assert "make room and run it again" in str(error)
            assert stored > 5
            check_whole(archive.path, stored)
            (disk / "ballast").unlink()
            assert store(archive, page(1000))[0].reason == "new"
        check_whole(disk / "archive.db", stored + 1)


def test_d1_d2_a_command_on_a_full_disk_ends_with_code_4_and_says_what_to_do(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "560k") as disk:
        lines = [f"https://www.example.net/{number}" for number in range(6000)]
        (tmp_path / "many.txt").write_text("\n".join(lines))
        done = CliRunner().invoke(cli, ["import", str(tmp_path / "many.txt"), "--archive", str(disk / "archive.db")])
        assert done.exit_code == 4
        assert "make room and run it again" in done.stderr
        assert "Traceback" not in done.output
        shutil.copytree(disk, tmp_path / "larger")
    assert rows(tmp_path / "larger" / "archive.db", "PRAGMA integrity_check") == [("ok",)]


def test_d3_a_disk_that_turns_read_only_ends_the_writing_for_good(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "8m") as disk:
        with Archive.open(disk / "archive.db") as archive:
            store(archive, page(1))
        _mount(disk, MS_REMOUNT | MS_RDONLY, "")
        with pytest.raises(StoreError, match=r"cannot be written|cannot be opened|permissions|Read-only"):
            Archive.open(disk / "archive.db")
        _mount(disk, MS_REMOUNT, "size=8m")
        with Archive.open(disk / "archive.db") as archive:
            assert store(archive, page(2))[0].reason == "new"
        check_whole(disk / "archive.db", 2)


# -- limits of a process: the kernel itself refuses to write, or to open ----------------------------------------------

IN_A_CHILD = """
import os, resource, sys
from pathlib import Path
from pipeline.errors import StoreError
from pipeline.store import Archive
from tests.archiving import rows, store
from tests.test_store_faults import fill, page
path = Path(sys.argv[1])
"""

TOO_LARGE = """
with Archive.open(path) as archive:
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, resource.RLIM_INFINITY))
    stored, error = fill(archive)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    try:
        store(archive, page(1000))
    except StoreError as again:
        print(stored, "|", error, "|", again)
"""

NO_DESCRIPTORS = """
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
taken = []
try:
    while True:
        taken.append(os.open("/dev/null", os.O_RDONLY))
except OSError:
    os.close(taken.pop())
try:
    Archive.open(path)
except StoreError as error:
    message = str(error)
for one in taken:
    os.close(one)
with Archive.open(path) as archive:
    print(store(archive, page(2))[0].reason, "|", message)
"""


def in_a_child(work: str, path: Path) -> list[str]:
    command = [sys.executable, "-c", IN_A_CHILD + work, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return [part.strip() for part in done.stdout.split("|")]


def test_d3_after_a_write_error_of_the_disk_nothing_more_is_written_until_it_is_opened_anew(tmp_path: Path) -> None:
    """EFBIG, which SQLite reports as SQLITE_IOERR_WRITE; that the limit is gone again changes nothing."""
    path = tmp_path / "archive.db"
    stored, error, again = in_a_child(TOO_LARGE, path)
    assert "disk reported an error" in error
    assert "check the disk" in error
    assert "disk reported an error" in again
    check_whole(path, int(stored))
    with Archive.open(path) as archive:
        assert store(archive, page(2000))[0].reason == "new"


def test_d3_without_descriptors_the_archive_is_not_opened_and_not_harmed(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive:
        store(archive, page(1))
    reason, message = in_a_child(NO_DESCRIPTORS, path)
    assert reason == "new"
    assert "archive.db" in message
    check_whole(path, 2)


# -- flipped bits -----------------------------------------------------------------------------------------------------

TABLES = (
    "articles",
    "payloads",
    "captures",
    "links",
    "headlines",
    "ticker_rolls",
    "ticker_stretches",
    "outcomes",
    "article_urls",
    "articles_search_data",
    "story_prints",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "archive.db"
    with Archive.open(path) as archive:
        store(archive, *(page(number, 3000) for number in range(120)))
    return path


@pytest.mark.parametrize("table", TABLES)
def test_d4_a_torn_page_of_any_table_is_named_and_the_other_pages_stay_readable(
    made: Path, tmp_path: Path, table: str
) -> None:
    path = Path(shutil.copy(made, tmp_path / "archive.db"))
    leaf = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno"
    try:
        pages = [row[0] for row in rows(path, leaf, table)]
    except sqlite3.OperationalError:
        pytest.skip("needs an SQLite with dbstat")
    torn = pages[len(pages) // 2]
    content = bytearray(path.read_bytes())
    content[(torn - 1) * PAGE_SIZE : (torn - 1) * PAGE_SIZE + 16] = b"\xff" * 16
    path.write_bytes(content)
    assert list(keeping.verify(path))
    if table == "payloads" or not len(pages) > 2:
        return
    with Reader(path) as reader:
        readable = 0
        for number in range(1, 121):
            try:
                readable += reader.ask(lambda conn, number=number: read_capture(conn, number)) is not None  # type: ignore[misc]
            except (ArchiveDamaged, StoreError):
                continue
    assert readable >= (100 if table != "captures" else 60)


def test_d4_a_flipped_bit_in_a_body_is_never_read_as_the_page(made: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(made, tmp_path / "archive.db"))
    with closing(sqlite3.connect(path)) as conn, conn:
        body = bytearray(conn.execute("SELECT body FROM payloads WHERE id = 50").fetchone()[0])
        body[len(body) // 2] ^= 1
        conn.execute("UPDATE payloads SET body = ? WHERE id = 50", (bytes(body),))
    assert [(damage.table, damage.row) for damage in keeping.verify(path)] == [("payloads", 50)]
    with Reader(path) as reader:
        for number in range(1, 121):
            if number == 50:
                with pytest.raises(ArchiveDamaged, match="capture 50"):
                    reader.ask(lambda conn: read_capture(conn, 50))
            else:
                assert reader.ask(lambda conn, number=number: read_capture(conn, number))  # type: ignore[misc]


# -- others at work on the file ---------------------------------------------------------------------------------------


def test_d6_a_long_reader_holds_no_writer_up_and_the_journal_shrinks_when_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    journal = Path(f"{path}-wal")
    with Archive.open(path) as archive:
        store(archive, page(0))
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            assert reader.execute("SELECT count(*) FROM articles").fetchone() == (1,)
            futures = [archive.submit(page(number, 60_000), dedupe) for number in range(1, 60)]
            assert {future.result(timeout=60).reason for future in futures} == {"new"}
            assert reader.execute("SELECT count(*) FROM articles").fetchone() == (1,)
            held = journal.stat().st_size
            assert held > 60 * 60_000
            reader.execute("COMMIT")
        for number in range(100, 130):
            store(archive, page(number, 60_000))
        assert journal.stat().st_size < held * 1.2  # written from its start again, not further on
    assert not journal.exists()
    check_whole(path, 90)


WRITE = """
import asyncio, sys
from datetime import UTC, datetime
from pipeline.models import Link
from pipeline.store import Archive
name, path = sys.argv[1:]
async def write(part):
    with Archive.open(path, wait=300) as archive:
        links = [Link(f"https://www.example.net/{name}/{number}", "command") for number in range(part, part + 250)]
        await asyncio.gather(*(archive.add_links([link], datetime.now(UTC)) for link in links))
for part in range(0, 1000, 250):
    asyncio.run(write(part))
"""


def test_d7_8_processes_that_write_1000_times_each_never_meet_a_locked_database(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Archive.open(path).close()
    with ExitStack() as stack:
        children = [
            stack.enter_context(
                subprocess.Popen([sys.executable, "-c", WRITE, str(name), str(path)], cwd=ROOT, stderr=subprocess.PIPE)
            )
            for name in range(8)
        ]
        said = [child.communicate(timeout=300)[1].decode() for child in children]
    assert said == [""] * 8
    assert rows(path, "SELECT count(*) FROM links") == [(8000,)]


# -- what people are shown --------------------------------------------------------------------------------------------

HOSTILE = "safe \x1b]0;owned\x07\x1b[31mred \u202egnp.exe \u2066x\r\nSet-Cookie: a=b"
COMMANDS: dict[str, Callable[[Path], list[str]]] = {
    "search": lambda path: ["search", "safe", "--archive", str(path)],
    "show": lambda path: ["show", "1", "--archive", str(path)],
    "show --why": lambda path: ["show", "1", "--why", "--archive", str(path)],
    "ticker": lambda path: ["ticker", "--archive", str(path)],
    "status": lambda path: ["status", "--archive", str(path)],
    "stories": lambda path: ["stories", "--archive", str(path)],
    "verify": lambda path: ["verify", "--archive", str(path)],
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "archive.db"
    body = " ".join(f"word{number}" for number in range(40)) + HOSTILE.replace("\r\n", " ")
    attempts = [
        visit(
            article(
                number, title=HOSTILE, newspaper=f"{HOSTILE}{number}", authors=(HOSTILE,), body=body, section=HOSTILE
            ),
            at=NOON,
            ticker=headlines(HOSTILE),
            capture={"headers": (("X-Odd", HOSTILE),)},
        )
        for number in (1, 2)
    ]
    with Archive.open(path) as archive:
        store(archive, *attempts)
    with closing(sqlite3.connect(path)) as conn, conn:  # damaged text reaches people through `verify` too
        conn.execute("UPDATE articles SET content_hash = ? WHERE id = 2", (HOSTILE,))
    return path


@pytest.mark.parametrize("name", COMMANDS)
def test_q7_nothing_in_the_archive_can_drive_the_terminal(hostile: Path, name: str) -> None:
    done = CliRunner().invoke(cli, COMMANDS[name](hostile))
    assert done.exit_code in {0, 8}, done.output
    assert not {"\x1b", "\x07", "\u202e", "\r"} & set(done.output)
    assert "\nSet-Cookie" not in done.output
