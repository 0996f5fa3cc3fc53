"""Two archives become one: nothing is lost, nothing is there twice, whoever is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import keeping
from pipeline.cli import cli
from pipeline.models import Attempt
from pipeline.robots import RobotsRecord
from pipeline.store import Archive
from tests.archiving import NOON, OTHER_BODY, article, headlines, rows, store, visit

ROOT = Path(__file__).resolve().parent.parent
TABLES = ("links", "payloads", "captures", "articles", "article_urls", "versions", "headlines", "ticker_sightings",
          "outcomes", "runs", "sources")  # fmt: skip


def page(number: int, hour: int = 0, **changes: object) -> Attempt:
    at = NOON + timedelta(hours=hour, minutes=number)
    ticker = headlines(f"{number} خبر", f"{number + 1} خبر", "بلا رابط")
    return visit(article(number, **changes), at=at, ticker=ticker, capture={"body": f"{number} {changes}".encode() * 9})


def make(path: Path, *pages: Attempt) -> Path:
    with Archive.open(path) as archive:
        store(archive, *pages)
    return path


def merge(into: Path, other: Path) -> str:
    done = CliRunner().invoke(cli, ["merge", str(other), "--archive", str(into)])
    assert done.exit_code == 0, done.output
    assert list(keeping.verify(into)) == []
    return done.stdout


def counts(path: Path) -> dict[str, int]:
    return {table: rows(path, f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}  # noqa: S608


def contents(path: Path) -> list[object]:
    """What an archive says, without its numbers."""
    return [
        rows(path, query)
        for query in (
            "SELECT url, title, body, author, content_hash, first_seen, last_seen FROM articles ORDER BY url",
            "SELECT u.url, u.first_seen, a.url FROM article_urls u JOIN articles a ON a.id = article_id ORDER BY 1",
            "SELECT a.url, replaced_at, changed, v.title, v.body FROM versions v JOIN articles a ON a.id = article_id"
            " ORDER BY 1, 2",
            "SELECT c.url, fetched_at, sha256 FROM captures c JOIN payloads p ON p.id = payload_id ORDER BY 1, 2",
            "SELECT text, h.url, times_seen, h.first_seen, h.last_seen, a.url FROM headlines h"
            " LEFT JOIN articles a ON a.id = article_id ORDER BY 1",
            "SELECT c.url, c.fetched_at, position, text FROM ticker_sightings s JOIN captures c ON c.id = capture_id"
            " JOIN headlines h ON h.id = headline_id ORDER BY 1, 2, 3",
            "SELECT l.url, at, reason, a.url FROM outcomes o JOIN links l ON l.id = link_id"
            " LEFT JOIN articles a ON a.id = o.article_id ORDER BY 1, 2",
        )
    ]


def test_an_archive_taken_into_an_empty_one_is_the_same_archive(tmp_path: Path) -> None:
    other = make(tmp_path / "other.db", *map(page, range(20)), page(3, hour=2, body=OTHER_BODY))
    merge(tmp_path / "new.db", other)
    assert contents(tmp_path / "new.db") == contents(other)
    assert counts(tmp_path / "new.db") == counts(other)


def test_what_both_know_stays_once_and_twice_is_as_good_as_once(tmp_path: Path) -> None:
    ours = make(tmp_path / "archive.db", *map(page, range(10)))
    other = Path(shutil.copy(ours, tmp_path / "other.db"))
    make(tmp_path / "other.db", *map(page, range(10, 15)))
    make(ours, *map(page, range(15, 18)))
    merge(ours, other)
    once = counts(ours), contents(ours)
    assert once[0]["articles"] == once[0]["captures"] == once[0]["outcomes"] == 18
    assert "new: nothing" in merge(ours, other)
    assert (counts(ours), contents(ours)) == once
    assert rows(ours, "SELECT times_seen FROM headlines WHERE text = '11 خبر'") == [(2,)]


def test_the_state_that_was_read_later_stands_and_the_other_is_a_version(tmp_path: Path) -> None:
    early = make(tmp_path / "early.db", page(1))
    late = make(tmp_path / "late.db", page(1, hour=5, body=OTHER_BODY))
    for into, other in ((early, late), (late, early)):
        merged = Path(shutil.copy(into, tmp_path / f"{into.stem}-merged.db"))
        for _ in range(2):
            merge(merged, other)
            assert rows(merged, "SELECT body FROM articles") == [(OTHER_BODY,)]
            assert rows(merged, "SELECT body, generation_id FROM versions") == [(article(1).body, None)]
            assert rows(merged, "SELECT first_seen, last_seen FROM articles") == [
                ("2025-12-11T12:01:00Z", "2025-12-11T17:01:00Z")
            ]


def test_stories_and_search_know_what_came(tmp_path: Path) -> None:
    long = " ".join(f"كلمة{number} والحكومة" for number in range(60))
    ours = make(tmp_path / "archive.db", page(1, body=long))
    other = make(tmp_path / "other.db", page(2, body=long, newspaper="النهار"))
    merge(ours, other)
    assert rows(ours, "SELECT count(*), count(DISTINCT story_id), count(story_id) FROM articles") == [(2, 1, 2)]
    found = CliRunner().invoke(cli, ["search", "النهار", "--archive", str(ours), "--json"])
    assert len(found.stdout.splitlines()) == 1


def test_a_headline_of_one_archive_leads_to_the_article_of_the_other(tmp_path: Path) -> None:
    ours = make(tmp_path / "archive.db", page(2))
    other = make(tmp_path / "other.db", page(1))
    merge(ours, other)
    query = "SELECT a.url = h.url FROM headlines h JOIN articles a ON a.id = h.article_id WHERE text = '2 خبر'"
    assert rows(ours, query) == [(1,)]


def test_d4_a_damaged_capture_of_the_other_is_passed_over_and_said(tmp_path: Path) -> None:
    other = make(tmp_path / "other.db", *map(page, range(5)))
    with Archive.open(other) as archive:
        archive._conn.execute("UPDATE payloads SET body = x'00' WHERE id = 2")
    done = CliRunner().invoke(cli, ["merge", str(other), "--archive", str(tmp_path / "new.db")])
    assert done.exit_code == 8
    assert "1 damaged" in done.stderr
    assert counts(tmp_path / "new.db")["captures"] == 4
    assert counts(tmp_path / "new.db")["articles"] == 5
    assert list(keeping.verify(tmp_path / "new.db")) == []


def test_the_archive_itself_and_what_is_none_are_refused(tmp_path: Path) -> None:
    ours = make(tmp_path / "archive.db", page(1))
    assert CliRunner().invoke(cli, ["merge", str(ours), "--archive", str(ours)]).exit_code == 7
    missing = CliRunner().invoke(cli, ["merge", str(tmp_path / "no.db"), "--archive", str(tmp_path / "new.db")])
    assert missing.exit_code == 4
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("seed", [0.0, 0.05])
def test_killed_at_any_moment_a_merge_is_finished_by_the_next(tmp_path: Path, seed: float) -> None:
    other = make(tmp_path / "other.db", *map(page, range(300)), *(page(n, hour=9, body=OTHER_BODY) for n in range(40)))
    ours = make(tmp_path / "archive.db", *map(page, range(290, 310)))
    whole = Path(shutil.copy(ours, tmp_path / "whole.db"))
    merge(whole, other)
    command = [sys.executable, "-m", "pipeline", "merge", str(other), "--archive", str(ours)]
    for number in range(3):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as victim:
            time.sleep(0.55 + seed + number * 0.1)
            os.kill(victim.pid, signal.SIGKILL)
            victim.wait()
        assert rows(ours, "PRAGMA integrity_check") == [("ok",)]
    merge(ours, other)
    assert contents(ours) == contents(whole)
    assert counts(ours) == counts(whole)


def test_the_rules_pages_were_fetched_under_come_along_and_the_later_answer_stands(tmp_path: Path) -> None:
    def answered(path: Path, at: datetime, body: bytes) -> Path:
        with Archive.open(path) as archive:
            archive.robots.put(RobotsRecord("https://www.example.net", at, at + timedelta(hours=1), 200, body))
        return path

    ours = answered(tmp_path / "archive.db", NOON, b"User-agent: *")
    other = answered(tmp_path / "other.db", NOON + timedelta(days=1), b"User-agent: *\nDisallow: /akhbar")
    older = answered(tmp_path / "older.db", NOON - timedelta(days=1), b"User-agent: *")
    for _ in range(2):
        merge(ours, other)
        merge(ours, older)
        assert rows(ours, "SELECT body FROM robots") == [(b"User-agent: *\nDisallow: /akhbar",)]
        first_seen = rows(ours, "SELECT first_seen FROM robots_versions ORDER BY first_seen")
        assert first_seen == [("2025-12-10T12:00:00Z",), ("2025-12-12T12:00:00Z",)]
