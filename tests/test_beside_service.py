"""Commands beside a running service: real processes, real signals, a site on loopback."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pipeline.cli.options import BESIDE_A_SERVICE
from pipeline.store.files import open_writer
from pipeline.store.handing import is_handed
from tests.newsroom import open_newsroom
from tests.test_service_process import House, hear, wait_until
from tests.zygote import ROOT

PAGES = 60


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A house with an archive of pages that an earlier program has read badly: no body rule, titles with more."""
    with open_newsroom(tmp_path) as room:
        house = House(room)
        house.publish(*range(1, PAGES + 1))
        done = subprocess.run(house.command("fetch"), cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        with closing(open_writer(house.archive)) as conn:
            conn.execute("UPDATE articles SET title = title || ' - One'")
        yield house


@contextmanager
def reparsing(house: House, *options: str) -> Iterator[subprocess.Popen[str]]:
    """The command beside the service; killed at the end if it still runs."""
    with subprocess.Popen(
        house.command("reparse", *options), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def check_mended(house: House, count: int = PAGES) -> None:
    """Every article is read as today's rules say, each by one generation, and nothing is there twice."""
    asked = house.room.rows
    assert asked("SELECT count(*) FROM articles WHERE title LIKE '% - One'") == [(0,)]
    assert asked("SELECT count(*), count(DISTINCT article_id), count(DISTINCT generation_id) FROM versions") == [
        (count, count, 1)
    ]
    assert asked("SELECT articles, finished_at IS NOT NULL FROM generations") == [(count, 1)]
    assert asked("SELECT count(*) FROM outcomes WHERE reason = 'updated'") == [(0,)]
    assert asked("PRAGMA integrity_check") == [("ok",)]
    assert not is_handed(house.archive)


def reached(house: House) -> int:
    """Up to which article readings have been put in."""
    with closing(sqlite3.connect(f"{house.archive.as_uri()}?mode=ro", uri=True)) as conn:
        row = conn.execute("SELECT reached FROM generations").fetchone()
        return int(row[0]) if row else 0


def test_readings_come_in_beside_the_service_while_pages_go_on(house: House) -> None:
    with house.running() as service:
        hear(service, "ready")
        with reparsing(house, "--json") as command:
            house.publish(*range(1, PAGES + 6))
            out, err = command.communicate(timeout=120)
        assert command.returncode == 0, err
        report = json.loads(out)
        assert report["different"] == PAGES
        assert report["fields"]["title"]["counts"] == {"changed": PAGES}
        assert f"kill -HUP {service.pid}" in err
        wait_until(lambda: len(house.room.titles()) == PAGES + 5, "the new pages")
        service.send_signal(signal.SIGTERM)
        assert hear(service, "reparsed")["changed"] == PAGES
        assert service.wait(60) == 0
    check_mended(house)


def test_k4_the_command_is_killed_and_the_service_goes_on(house: House) -> None:
    with house.running() as service:
        hear(service, "ready")
        with reparsing(house) as command:
            wait_until(lambda: is_handed(house.archive), "readings handed over")
            command.kill()
        assert hear(service, "reparsed")["changed"] == PAGES
        again = subprocess.run(house.command("reparse"), cwd=ROOT, capture_output=True, text=True, check=False)
        assert again.returncode == 0, again.stderr
        assert "0 articles changed" in again.stdout
    with closing(open_writer(house.archive)) as conn:
        conn.execute("DELETE FROM generations WHERE articles = 0")
    check_mended(house)


@pytest.mark.parametrize("portions", [0, 2])
def test_k4_the_service_is_killed_between_portions_and_the_next_one_goes_on(house: House, portions: int) -> None:
    with house.running() as service:
        hear(service, "ready")
        with reparsing(house) as command:
            wait_until(lambda: is_handed(house.archive) and reached(house) >= portions * 25, "some portions")
            os.kill(service.pid, signal.SIGKILL)
            service.wait()
            with house.running() as second:
                out, err = command.communicate(timeout=120)
                second.send_signal(signal.SIGTERM)
                assert second.wait(60) == 0
    assert (command.returncode, f"{PAGES} articles changed" in out) == (0, True), err
    check_mended(house)


def test_k4_the_service_is_killed_and_nobody_comes_so_the_command_does_it(house: House) -> None:
    with house.running() as service:
        hear(service, "ready")
        with reparsing(house) as command:
            wait_until(lambda: is_handed(house.archive), "readings handed over")
            os.kill(service.pid, signal.SIGKILL)
            service.wait()
            out, err = command.communicate(timeout=120)
    assert (command.returncode, f"{PAGES} articles changed" in out) == (0, True), err
    check_mended(house)


def test_both_are_killed_and_the_same_command_ends_it_without_a_service(house: House) -> None:
    with house.running() as service:
        hear(service, "ready")
        os.kill(service.pid, signal.SIGSTOP)
        with reparsing(house) as command:
            wait_until(lambda: is_handed(house.archive), "readings handed over")
            command.kill()
        os.kill(service.pid, signal.SIGKILL)
        service.wait()
    done = subprocess.run(house.command("reparse"), cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, f"{PAGES} articles changed" in done.stdout) == (0, True), done.stderr
    check_mended(house)


def test_what_is_no_readings_is_refused_and_said(house: House) -> None:
    handed = house.archive.with_name("archive.db.handed")
    with house.running() as service:
        hear(service, "ready")
        handed.write_bytes(b"not readings at all" * 99)
        assert "cannot be used" in str(hear(service, "reparse_refused")["message"])
        wait_until(lambda: not handed.exists(), "it is put away")
        handed.symlink_to("/etc/passwd")
        assert "not a file of the archive's owner" in str(hear(service, "reparse_refused")["message"])
        time.sleep(0.1)
        assert service.poll() is None


def test_k6_what_cannot_be_done_beside_a_service_says_what_to_do(house: House) -> None:
    page, other = house.room.folder / "x.html", house.room.folder / "other.db"
    page.write_text("<p>x")
    with closing(sqlite3.connect(house.archive)) as conn:
        conn.execute("VACUUM INTO ?", (str(other),))
    prune = ("prune", "--yes", "--captures-older-than", "0d")
    with house.running() as service:
        hear(service, "ready")
        for words in (("fetch",), ("import", str(page)), ("merge", str(other)), prune):
            done = subprocess.run(house.command(*words), cwd=ROOT, capture_output=True, text=True, check=False)
            assert done.returncode == 5, done.stderr
            assert f"the service, process {service.pid}" in done.stderr
            assert BESIDE_A_SERVICE[words[0]] in done.stderr
