"""Captures are read again with today's rules; what that replaces is told from what publishers edit."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline import demo, keeping
from pipeline.cli import cli
from pipeline.store import search_index
from pipeline.store.files import open_writer
from tests.archiving import rows

CONFIG = Path(demo.__file__).parent
ROOT = Path(__file__).resolve().parent.parent
HOST = "https://www.example.net"
SITE = """id = "akhbar"
name = "Akhbar"
home = "https://www.example.net/"

[[sources]]
id = "feed"
kind = "feed"
url = "https://www.example.net/rss"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    (tmp_path / "config" / "sites").mkdir(parents=True)
    (tmp_path / "config" / "sites" / "akhbar.toml").write_text(SITE)
    (tmp_path / "config" / "warraq.toml").write_text('archive = "archive.db"\n')
    return tmp_path / "config"


@pytest.fixture
def path(tmp_path: Path, config: Path) -> Path:
    """An archive of twelve pages, which an earlier program has read badly."""
    files = []
    for number in range(12):
        file = tmp_path / f"{number}.html"
        file.write_text(page(number), encoding="utf-8")
        files.append(str(file))
    archive = tmp_path / "archive.db"
    done = CliRunner().invoke(
        cli, ["import", *files, "--site", "akhbar", "--archive", str(archive), "--config", str(config)]
    )
    assert done.exit_code == 0, done.output
    assert rows(archive, "SELECT count(*) FROM articles") == [(12,)]
    return archive


def page(number: int) -> str:
    paragraphs = "".join(
        f"<p>قال الوزير رقم {number} إن الأمطار أنعشت السدود في الشمال، وأضاف في الفقرة {part} أن الموسم واعد.</p>"
        for part in range(6)
    )
    return f"""<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>السدود تمتلئ {number}</title>
<link rel="canonical" href="{HOST}/akhbar/{number}"><meta property="og:type" content="article">
<meta property="article:published_time" content="2025-12-11T09:{number:02d}:00Z">
<meta name="author" content="سعيد الراجي">
</head><body><article><h1>السدود تمتلئ {number}</h1>{paragraphs}</article></body></html>"""


def spoil(path: Path) -> None:
    """What the articles would be, had older rules read them: no author, a title with the site's name."""
    conn = open_writer(path)
    conn.execute("UPDATE articles SET author = NULL, title = title || ' - Akhbar'")
    conn.execute("UPDATE articles SET section = 'x' WHERE id = 3")
    search_index.rebuild(conn)
    conn.close()


def reparse(path: Path, config: Path, *options: str) -> Result:
    done = CliRunner().invoke(cli, ["reparse", "--archive", str(path), "--config", str(config), *options])
    assert done.exit_code == 0, done.output
    return done


def texts(path: Path) -> list[tuple[object, ...]]:
    return rows(path, "SELECT id, title, body, author, published, section, url FROM articles ORDER BY id")


def test_the_same_rules_change_nothing(path: Path, config: Path) -> None:
    before = texts(path)
    assert "12 read again, 0 differ" in reparse(path, config).stdout
    assert texts(path) == before
    assert rows(path, "SELECT count(*) FROM versions") == [(0,)]


def test_a_dry_run_says_what_is_gained_lost_and_changed_and_changes_nothing(path: Path, config: Path) -> None:
    spoil(path)
    before = texts(path)
    report = json.loads(reparse(path, config, "--dry-run", "--json").stdout)
    fields = {name: found["counts"] for name, found in report["fields"].items()}
    assert fields == {"title": {"changed": 12}, "author": {"gained": 12}, "section": {"lost": 1}}
    assert report["fields"]["author"]["samples"][0] == {
        "article_id": 1, "kind": "gained", "was": None, "now": "سعيد الراجي",
    }  # fmt: skip
    assert len(report["fields"]["title"]["samples"]) == 3
    assert texts(path) == before
    assert rows(path, "SELECT count(*) FROM generations") == [(0,)]


def test_a_re_parse_is_a_generation_and_no_edit_of_the_publishers(path: Path, config: Path) -> None:
    right = texts(path)
    spoil(path)
    reparse(path, config, "--dry-run")
    assert "12 articles changed" in reparse(path, config).stdout
    assert texts(path) == right
    assert rows(path, "SELECT count(*), min(generation_id), max(generation_id) FROM versions") == [(12, 1, 1)]
    assert rows(path, "SELECT title LIKE '% - Akhbar' FROM versions WHERE article_id = 1") == [(1,)]
    assert rows(path, "SELECT articles, finished_at IS NOT NULL, site FROM generations") == [(12, 1, None)]
    assert rows(path, "SELECT count(*) FROM outcomes WHERE reason = 'updated'") == [(0,)]
    assert not list(path.parent.glob("archive.db.reparse*"))
    shown = CliRunner().invoke(cli, ["show", "1", "--archive", str(path), "--json"])
    assert json.loads(shown.stdout)["versions"] == []
    reparse(path, config)
    assert rows(path, "SELECT count(*) FROM versions") == [(12,)]


def test_the_search_finds_the_new_text_and_not_the_old(path: Path, config: Path) -> None:
    spoil(path)
    reparse(path, config)
    for words, count in (("الراجي", 12), ("Akhbar", 0)):
        found = CliRunner().invoke(cli, ["search", words, "--archive", str(path), "--json"])
        assert len(found.stdout.splitlines()) == count
    assert [damage for damage in keeping.verify(path) if damage.table == "articles_search"] == []


def test_only_what_was_chosen_is_read(path: Path, config: Path) -> None:
    assert reparse(path, config, "--site", "other").stdout.startswith("0 articles changed")
    assert reparse(path, config, "--since", "2099-01-01").stdout.startswith("0 articles changed")
    assert "12 read again" in reparse(path, config, "--site", "akhbar").stdout


def test_d4_a_damaged_capture_is_named_and_its_article_stays(path: Path, config: Path) -> None:
    before = texts(path)
    conn = open_writer(path)
    conn.execute("UPDATE payloads SET body = x'28b52ffd' WHERE id = 5")
    conn.close()
    assert "1 capture_damaged" in reparse(path, config).stdout
    assert texts(path) == before


def test_killed_at_any_moment_it_goes_on_and_comes_to_the_same(path: Path, config: Path) -> None:
    right = texts(path)
    spoil(path)
    command = [sys.executable, "-m", "pipeline", "reparse", "--archive", str(path), "--config", str(config)]
    for delay in (0.8, 1.1, 1.4, 1.7):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as victim:
            time.sleep(delay)
            os.kill(victim.pid, signal.SIGKILL)
            victim.wait()
    reparse(path, config)
    assert texts(path) == right
    assert rows(path, "SELECT count(*) FROM versions") == [(12,)]
    assert rows(path, "SELECT sum(articles), count(*) FILTER (WHERE finished_at IS NULL) FROM generations") == [(12, 0)]
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def test_pages_of_a_site_without_a_file_stay_as_they_were_read(path: Path, config: Path) -> None:
    spoil(path)
    before = texts(path)
    (config / "sites" / "akhbar.toml").unlink()
    done = reparse(path, config)
    assert "12 no_site_file" in done.stdout
    assert "--config" in done.stderr
    assert texts(path) == before
