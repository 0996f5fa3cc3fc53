"""The command line as people, cron and programs use it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import cli
from pipeline.demo import archive_pass
from tests.badserver import BadServer, answer

PAGE = """<!DOCTYPE html><html lang="ar"><head><title>خبر تجريبي عن السوق</title>
<link rel="canonical" href="https://www.example.org/souk/1"></head><body><article><h1>خبر تجريبي عن السوق</h1>
<time datetime="2026-03-01T09:30:00Z">1 مارس 2026</time>
<p>افتتح صباح اليوم سوق أسبوعي جديد في المدينة الخيالية بحضور عدد كبير من التجار
والزبائن القادمين من القرى المجاورة.</p>
<p>وقال رئيس جمعية التجار إن السوق سيشغل مئتي شخص، وإن الأسعار فيه ستظل في متناول الجميع طوال السنة الجارية.</p>
</article></body></html>"""


def warraq(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)


def run_process(*arguments: str | Path, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, env=os.environ | environ, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's archive after its first pass."""
    path = tmp_path_factory.mktemp("cli") / "archive.db"
    archive_pass(1, path, lambda link, receipt: None)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configuration that may talk to loopback, with one site on a port that nothing listens to."""
    (tmp_path / "sites").mkdir()
    (tmp_path / "warraq.toml").write_text('[network]\nallow_loopback = true\n[politeness]\ndelay = "0s"\n')
    return tmp_path


def write_site(folder: Path, home: str) -> None:
    (folder / "sites" / "souk.toml").write_text(
        f'id = "souk"\nname = "Souk"\nhome = "{home}/"\n[[sources]]\nkind = "feed"\nurl = "/rss"\nevery = "1h"\n'
    )


@pytest.fixture
def server() -> Iterator[BadServer]:
    with BadServer() as running:
        item = f"<item><link>{running.url('/souk/1')}</link></item>"
        feed = f"<rss version='2.0'><channel><title>x</title>{item}</channel></rss>"
        running.on("/rss", answer(feed, "Content-Type: application/rss+xml"))
        running.on(
            "/souk/1",
            answer(PAGE.replace("https://www.example.org", running.url("")), "Content-Type: text/html; charset=utf-8"),
        )
        yield running


def test_fetch_says_what_it_did_in_one_line_and_looks_again_only_when_due(folder: Path, server: BadServer) -> None:
    write_site(folder, server.url("").rstrip("/"))
    options = ("--config", folder, "--archive", folder / "a.db")
    first, second = warraq("fetch", *options), warraq("fetch", *options)
    assert first.output.startswith("1 source (1 read), 1 page (1 new), 1 new link, 0 new headlines, ")
    assert (first.exit_code, first.output.count("\n")) == (0, 1)
    assert second.output.startswith("nothing is due; ")
    assert second.exit_code == 0
    asked = warraq("fetch", "souk", *options, "--json")
    assert json.loads(asked.output)["sources"] == {"read": 1}


def test_fetch_url_reads_one_page_and_fails_with_6_when_it_cannot(folder: Path, server: BadServer) -> None:
    options = ("--config", folder, "--archive", folder / "a.db")
    assert warraq("fetch", "--url", server.url("/souk/1"), *options).exit_code == 0
    lost = warraq("fetch", "--url", server.url("/nowhere"), *options)
    assert (lost.exit_code, "1 not_found" in lost.output, "`warraq why URL`" in lost.output) == (6, True, True)


def test_fetch_without_an_enabled_site_says_so_and_an_address_for_a_site_is_told_of_url(
    folder: Path, server: BadServer
) -> None:
    write_site(folder, server.url("").rstrip("/"))
    file = folder / "sites" / "souk.toml"
    file.write_text("enabled = false\n" + file.read_text())
    options = ("--config", folder, "--archive", folder / "a.db")
    assert warraq("fetch", *options).output.startswith("no site is enabled; set `enabled = true`")
    asked = warraq("fetch", server.url("/souk/1"), *options)
    assert (asked.exit_code, "is an address, not a site's id; write --url before it" in asked.output) == (2, True)
    assert "1 site is unverified" in warraq("sites", *options).output


def test_what_a_terminal_has_no_letters_for_is_escaped(archive: Path, tmp_path: Path) -> None:
    done = run_process("search", "سوق", "--archive", archive, cwd=tmp_path, PYTHONIOENCODING="latin-1")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert r"\u0633\u0648\u0642" in done.stdout


def test_a_text_that_goes_to_a_file_is_not_wrapped(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.cli.output.PIPE_WIDTH", 80)
    view = json.loads(warraq("show", "1", "--archive", archive, "--json").output)
    paragraphs = view["body"].split("\n")
    assert max(map(len, paragraphs)) > 80
    assert set(paragraphs) <= set(warraq("show", "1", "--archive", archive).output.splitlines())
    assert view["capture"]["fetched_at"].endswith("Z")


def test_dry_run_lists_and_leaves_no_file(folder: Path, server: BadServer) -> None:
    write_site(folder, server.url("").rstrip("/"))
    result = warraq("fetch", "--dry-run", "--config", folder, "--archive", folder / "a.db")
    assert result.output.splitlines() == [
        server.url("/souk/1"),
        "dry run: 1 page would be fetched; nothing was stored",
    ]
    assert not list(folder.glob("a.db*"))


def test_try_shows_every_field_with_its_reader_and_stores_nothing(folder: Path, server: BadServer) -> None:
    result = warraq("try", server.url("/souk/1"), "--config", folder, "--archive", folder / "a.db")
    assert "خبر تجريبي عن السوق" in result.output
    assert "2026-03-01T09:30:00Z  (precision: " in result.output
    for name in ("title", "body", "published", "authors", "newspaper", "source_link", "language", "image"):
        assert f"\n{name} " in result.output
    assert not (folder / "a.db").exists()
    found = json.loads(warraq("try", server.url("/souk/1"), "--config", folder, "--json").output)
    assert found["provenance"]["body"]
    assert found["published"]["precision"] in ("minute", "second")


def test_try_reads_a_file_too(folder: Path) -> None:
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    assert json.loads(warraq("try", folder / "page.html", "--json").output)["url"] == "https://www.example.org/souk/1"


def test_import_takes_pages_dumps_and_lists_once(folder: Path) -> None:
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    (folder / "urls.txt").write_text("https://www.example.org/souk/2\nhttps://www.example.org/souk/3\n")
    options = (folder / "page.html", folder / "urls.txt", "--archive", folder / "a.db", "--json")
    first, second = (json.loads(warraq("import", *options).output) for _ in range(2))
    assert (first["pages"], first["new_links"]) == ({"new": 1}, 2)
    assert (second["pages"], second["new_links"]) == ({"unchanged": 1}, 0)


def test_the_seed_dump_is_read_exactly(shared: Path, tmp_path: Path) -> None:
    truth = json.loads((shared / "ress" / "seed.json").read_text(encoding="utf-8"))["expected"]
    path = tmp_path / "a.db"
    assert warraq("import", shared / "ress" / "seed.txt", "--archive", path).exit_code == 0
    with sqlite3.connect(path) as conn:
        row = conn.execute("SELECT title, newspaper, published, published_precision, body FROM articles").fetchone()
        headlines = conn.execute(
            "SELECT text FROM headlines JOIN ticker_sightings ON headline_id = headlines.id ORDER BY position"
        )
        assert [text for (text,) in headlines] == truth["ticker_headlines"]
    assert row[:4] == (truth["title"], truth["newspaper"], truth["date"], "day")
    assert row[4].split("\n") == truth["paragraphs"]


def test_search_finds_arabic_whatever_its_prefix(archive: Path) -> None:
    lines = warraq("search", "سوق", "--archive", archive, "--json").output.splitlines()
    assert any("السوق" in json.loads(line)["title"] for line in lines)
    assert warraq("search", "زقزوقستان", "--archive", archive).output.startswith("nothing found")


def test_search_filters(archive: Path) -> None:
    lines = warraq("search", "سوق", "--newspaper", "يقظة الوادي", "--archive", archive, "--json").output.splitlines()
    assert {json.loads(line)["newspaper"] for line in lines} == {"يقظة الوادي"}
    late = warraq("search", "سوق", "--since", "2027-01-01", "--archive", archive, "--json")
    assert late.output == ""


def test_show_by_number_and_address_with_provenance_and_raw_bytes(archive: Path) -> None:
    hit = json.loads(warraq("search", "مدينة", "--limit", "1", "--archive", archive, "--json").output)
    whole = json.loads(warraq("show", hit["url"], "--archive", archive, "--json").output)
    assert whole["article_id"] == hit["article_id"]
    assert whole["provenance"]["title"] == "site:css"
    assert "site:css" in warraq("show", str(hit["article_id"]), "--why", "--archive", archive).output
    assert (
        b'<span class="articletitle">'
        in warraq("show", str(hit["article_id"]), "--raw", "--archive", archive).stdout_bytes
    )
    assert warraq("show", "999999", "--archive", archive).exit_code == 7


def test_ticker_now_and_before_anything_was_seen(archive: Path) -> None:
    headlines = [json.loads(line) for line in warraq("ticker", "--archive", archive, "--json").output.splitlines()]
    assert len(headlines) > 30
    assert [line["position"] for line in headlines] == sorted(line["position"] for line in headlines)
    assert "no ticker has been seen by then" in warraq("ticker", "--at", "2020-01-01", "--archive", archive).output


def test_status_and_sites_speak_of_the_last_run(archive: Path) -> None:
    found = json.loads(warraq("status", "--archive", archive, "--json").output)
    assert (found["rows"]["articles"], found["last_run"]["outcomes"]["gone"]) == (62, 2)
    lines = [json.loads(line) for line in warraq("sites", "--archive", archive, "--json").output.splitlines()]
    assert {"maghress", "masress", "djazairess", "turess", "sauress", "yemeress", "sudaress"} <= {
        x["site"] for x in lines
    }


def test_sites_tells_of_two_files_for_one_host(folder: Path) -> None:
    write_site(folder, "https://www.example.org")
    assert "in common" not in warraq("sites", "--config", folder, "--archive", folder / "a.db").output
    twice = (folder / "sites" / "souk.toml").read_text().replace('"souk"', '"bazaar"').replace("www.", "")
    (folder / "sites" / "bazaar.toml").write_text(twice)
    said = warraq("sites", "--config", folder, "--archive", folder / "a.db").output
    assert "bazaar and souk have a host in common: its pages are read by the rules of bazaar" in " ".join(said.split())


def test_init_writes_a_configuration_that_works_and_overwrites_nothing(tmp_path: Path) -> None:
    assert warraq("init", tmp_path / "news").exit_code == 0
    assert warraq("sites", "--config", tmp_path / "news").exit_code == 0
    again = warraq("init", tmp_path / "news")
    assert (again.exit_code, "nothing was written" in again.output) == (3, True)


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (("fetch", "--frobnicate"), 2, "No such option"),
        (("fetch", "nosuchsite"), 3, "there is no site 'nosuchsite'; known: "),
        (("fetch", "--url", "ftp://example.org/x"), 7, "'ftp://example.org/x' is not an address to fetch"),
        (("fetch", "--since", "yesteryear"), 2, "'yesteryear' is no time; write 2025-12-11"),
        (("sites", "--config", "nowhere"), 3, "holds no warraq.toml"),
        (("status",), 4, "archive.db"),
        (("search", "x", "--archive", "notes.txt"), 4, "notes.txt"),
        (("search", "-train"), 2, "warraq search -- -word"),
        (("merge", "gone.db", "--archive", "a.db"), 4, "gone.db: there is no such archive to take in"),
        (("import", "gone.html"), 7, "gone.html: No such file"),
    ],
)
def test_errors_say_what_is_wrong_and_have_their_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, problem: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.txt").write_text("shopping list, not an archive\n" * 100)
    result = warraq(*arguments)
    assert (result.exit_code, problem in result.output) == (code, True), result.output


def test_a_second_writer_is_refused_by_name_or_waits(archive: Path, tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", "import sys; from pipeline.store import Archive; a = Archive.open(sys.argv[1]);"
         "print('open', flush=True); sys.stdin.read(); a.close()", str(tmp_path / "a.db")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdin is not None
    assert holder.stdout.readline() == "open\n"
    refused = run_process("fetch", "--archive", tmp_path / "a.db", cwd=tmp_path)
    assert (refused.returncode, f"process {holder.pid}" in refused.stderr) == (5, True), refused.stderr
    holder.stdin.close()
    waited = run_process("import", "--archive", tmp_path / "a.db", "x.html", cwd=tmp_path)
    assert waited.returncode == 7  # the lock is free again; only the file is missing
    holder.wait(10)
    holder.stdout.close()


def test_ctrl_c_ends_with_130_and_a_sound_archive(folder: Path, server: BadServer) -> None:
    server.on("/rss", lambda asked: [30.0])
    write_site(folder, server.url("").rstrip("/"))
    command = [sys.executable, "-m", "pipeline", "fetch", "--config", str(folder), "--archive", str(folder / "a.db")]
    # A test run in a shell's background hands down that SIGINT is ignored; people's terminals do not.
    heard = partial(signal.signal, signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=heard)
    deadline = time.monotonic() + 30
    while "/rss" not in server.paths() and time.monotonic() < deadline:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=30)
    assert (running.returncode, errors.strip()) == (130, "stopped")
    with sqlite3.connect(folder / "a.db") as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_environment_names_archive_and_configuration(tmp_path: Path, archive: Path) -> None:
    assert run_process("init", "news", cwd=tmp_path).returncode == 0
    done = run_process("status", "--json", cwd=tmp_path, WARRAQ_ARCHIVE=str(archive), WARRAQ_CONFIG="news")
    assert json.loads(done.stdout)["rows"]["articles"] == 62


def test_output_into_a_closed_pipe_is_no_traceback(archive: Path) -> None:
    command = f"{sys.executable} -m pipeline ticker --json --archive {archive} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.count("\n"), done.stderr) == (1, "")


def test_hostile_titles_cannot_drive_the_terminal(folder: Path) -> None:
    evil = PAGE.replace("خبر تجريبي عن السوق", "safe \x1b]0;owned\x07\x1b[31mred \u202egnp.exe")
    (folder / "page.html").write_text(evil, encoding="utf-8")
    output = warraq("try", folder / "page.html").output
    assert not {"\x1b", "\x07", "\u202e"} & set(output)
