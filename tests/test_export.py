"""Formats out: what is written is whole, valid for others, and says what the archive says."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import sys
import tracemalloc
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from pipeline import dedupe, export, query
from pipeline.cli import cli
from pipeline.demo import archive_pass
from pipeline.errors import ConfigError
from pipeline.export import atom
from pipeline.export.places import LONGEST_NAME, file_stem
from pipeline.models import ArchivedArticle
from pipeline.store import Archive, exporting
from pipeline.store.exporting import Order
from tests.archiving import article, store, visit
from tests.exporting import HOSTILE, articles_of, ask, listed, make_hostile, take_in


def warraq(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's archive after both passes."""
    path = tmp_path_factory.mktemp("demo") / "archive.db"
    for number in (1, 2):
        archive_pass(number, path, lambda link, receipt: None)
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_hostile(tmp_path_factory.mktemp("hostile") / "archive.db")


def write(archive: Path, name: str, dest: Path, *options: str) -> None:
    done = warraq("export", name, dest, "--archive", archive, *options)
    assert done.exit_code == 0, done.output


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


# JSON lines.


def test_jsonl_has_every_column_of_every_article(demo: Path, tmp_path: Path) -> None:
    write(demo, "jsonl", tmp_path / "a.jsonl")
    rows = ask(demo, "SELECT id, title, body, published, newspaper, word_count FROM articles ORDER BY id")
    names = ("id", "title", "body", "published", "newspaper", "word_count")
    assert [tuple(line[name] for name in names) for line in lines_of(tmp_path / "a.jsonl")] == rows


def test_jsonl_per_newspaper_has_a_file_for_each_under_the_names_of_corpora(demo: Path, tmp_path: Path) -> None:
    write(demo, "jsonl", tmp_path / "corpus", "--per-newspaper", "--corpus")
    papers = dict(ask(demo, "SELECT newspaper, count(*) FROM articles GROUP BY newspaper"))
    found = {file.stem: lines_of(file) for file in (tmp_path / "corpus").iterdir()}
    assert {name: len(lines) for name, lines in found.items()} == papers
    for name, lines in found.items():
        for line in lines:
            assert list(line)[:4] == ["content", "author", "date", "newspaper"]
            assert line["newspaper"] == name
            assert len(str(line["date"])) == 10


def test_jsonl_is_canonical_whatever_the_text_holds(hostile: Path, tmp_path: Path) -> None:
    write(hostile, "jsonl", tmp_path / "a.jsonl")
    assert [line["title"] for line in lines_of(tmp_path / "a.jsonl")] == [title for title, _, _ in HOSTILE]


# Q6: names of files.


def test_q6_names_of_newspapers_never_leave_the_folder(hostile: Path, tmp_path: Path) -> None:
    write(hostile, "jsonl", tmp_path / "out", "--per-newspaper")
    files = list((tmp_path / "out").rglob("*"))
    assert len(files) == len(HOSTILE)
    assert all(file.parent == tmp_path / "out" and len(os.fsencode(file.name)) < 200 for file in files)
    assert sorted(str(line["newspaper"]) for file in files for line in lines_of(file)) == sorted(
        str(newspaper) for _, newspaper, _ in HOSTILE
    )
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


@given(st.text(max_size=300))
def test_q6_any_name_makes_a_safe_stem(name: str) -> None:
    stem = file_stem(name)
    assert stem
    assert not set(stem) & set('/\\:*?"<>|.\0\n=%')
    assert len(stem.encode()) <= LONGEST_NAME + 9
    assert file_stem(name) == stem


def test_q6_a_link_at_the_destination_is_replaced_and_not_written_through(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("keep")
    (tmp_path / "a.jsonl").symlink_to(tmp_path / "precious")
    assert warraq("export", "jsonl", tmp_path / "a.jsonl", "--archive", demo).exit_code == 7
    write(demo, "jsonl", tmp_path / "a.jsonl", "--force")
    assert (tmp_path / "precious").read_text() == "keep"
    assert not (tmp_path / "a.jsonl").is_symlink()


# CSV.


def test_csv_has_a_header_and_reads_back(demo: Path, tmp_path: Path) -> None:
    write(demo, "csv", tmp_path / "a.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_bytes().decode("utf-8"), newline="")))
    assert [(int(row["id"]), row["title"], row["body"]) for row in rows] == ask(
        demo, "SELECT id, title, body FROM articles ORDER BY id"
    )


def test_q5_formula_cells_get_an_apostrophe_only_when_asked(hostile: Path, tmp_path: Path) -> None:
    write(hostile, "csv", tmp_path / "raw.csv")
    write(hostile, "csv", tmp_path / "safe.csv", "--formula-safe")
    raw, safe = (
        list(csv.DictReader(io.StringIO((tmp_path / name).read_bytes().decode(), newline="")))
        for name in ("raw.csv", "safe.csv")
    )
    assert [row["title"] for row in raw] == [title for title, _, _ in HOSTILE]
    assert [row["title"] for row in safe][:3] == ["'=HYPERLINK(1)", "'-1 في السوق", "'@all"]
    assert safe[0]["newspaper"] == "'+حساب"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in safe for cell in row.values())


# Atom.


def test_atom_is_read_by_feedparser_newest_first(demo: Path, tmp_path: Path) -> None:
    write(demo, "atom", tmp_path / "a.xml")
    feed = feedparser.parse((tmp_path / "a.xml").read_bytes())
    assert not feed.bozo
    assert feed.version == "atom10"
    rows = ask(demo, "SELECT url, title, newspaper, published FROM articles ORDER BY published DESC, id DESC")
    assert [(entry.link, entry.title, entry.publisher) for entry in feed.entries] == [row[:3] for row in rows]
    assert [entry.published[:10] for entry in feed.entries] == [row[3][:10] for row in rows]


def test_f5_ids_of_entries_are_unique_and_the_same_at_every_export(demo: Path, tmp_path: Path) -> None:
    ids = []
    for name in ("a.xml", "b.xml"):
        write(demo, "atom", tmp_path / name)
        ids.append([entry.id for entry in feedparser.parse((tmp_path / name).read_bytes()).entries])
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0])


def test_f13_a_back_fill_of_old_articles_stands_behind_the_news(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        store(archive, visit(article(1)))
        for number in range(2, 30):
            store(archive, visit(article(number, published=None if number % 2 else article(1).published)))
    assert [a.published is None for a in listed(tmp_path / "a.db", "newest")] == [False] * 15 + [True] * 14


@given(st.text(max_size=80), st.text(max_size=80), st.one_of(st.none(), st.text(max_size=20)))
def test_an_entry_of_any_text_is_valid_xml(title: str, body: str, other: str | None) -> None:
    made = atom.entry(
        export_article(title=title, body=body, newspaper=other, author=other, language=other, section=other, url=None)
    )
    again = etree.fromstring(etree.tostring(made))
    for name in ("id", "title", "updated", "author", "content"):
        assert again.find(f"{{{atom.ATOM}}}{name}") is not None


def test_q4_a_script_address_is_no_link() -> None:
    made = atom.entry(export_article(url="javascript:alert(1)", source_link="data:text/html,x"))
    assert made.find(f"{{{atom.ATOM}}}link") is None


def export_article(**changes: object) -> ArchivedArticle:
    values: dict[str, object] = dict.fromkeys(ArchivedArticle.__slots__)
    values |= {"id": 1, "title": "t", "body": "b", "word_count": 1, "first_seen": "2025-12-11T12:00:00Z"}
    values |= {"last_seen": "2025-12-11T12:00:00Z", "content_hash": "00", "provenance": {}, **changes}
    return ArchivedArticle(**values)  # type: ignore[arg-type]  # made up, field by field


# WARC.


def check_warc(path: Path) -> int:
    class Asked:
        inputs = (str(path),)
        verbose = False

    return int(Checker(Asked).process_all())


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_warc_is_valid_for_warcio_check_and_every_record_is_read(demo: Path, tmp_path: Path, name: str) -> None:
    write(demo, "warc", tmp_path / name)
    assert check_warc(tmp_path / name) == 0
    with (tmp_path / name).open("rb") as file:
        records = [
            (record.rec_type, record.rec_headers.protocol, len(record.content_stream().read()))
            for record in ArchiveIterator(file, check_digests="raise")
        ]
    sizes = ask(demo, "SELECT size FROM captures JOIN payloads ON payloads.id = payload_id ORDER BY captures.id")
    assert records[0][:2] == ("warcinfo", "WARC/1.1")
    assert records[1:] == [("response", "WARC/1.1", size) for (size,) in sizes]


def test_demo_to_warc_to_a_new_archive_gives_the_same_articles(demo: Path, tmp_path: Path) -> None:
    write(demo, "warc", tmp_path / "a.warc.gz")
    take_in(tmp_path / "b.db", tmp_path / "a.warc.gz")
    assert articles_of(tmp_path / "b.db") == articles_of(demo)
    for table in ("article_urls", "versions", "headlines", "payloads"):
        count = f"SELECT count(*) FROM {table}"  # noqa: S608
        assert ask(tmp_path / "b.db", count) == ask(demo, count), table


def test_n9_a_header_cannot_make_another_line_of_a_record(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        headers = (("X-Odd", "a\r\nWARC-Type: evil\x00"), ("Bad Name", "x"), ("Content-Type", "text/html; t=é"))
        store(archive, visit(article(1), capture={"headers": headers}))
    write(tmp_path / "a.db", "warc", tmp_path / "a.warc.gz")
    assert check_warc(tmp_path / "a.warc.gz") == 0
    with (tmp_path / "a.warc.gz").open("rb") as file:
        record = next(record for record in ArchiveIterator(file) if record.rec_type == "response")
    assert record.http_headers.headers[:2] == [("X-Odd", "a WARC-Type: evil"), ("Content-Type", "text/html; t=é")]


def test_d4_a_damaged_capture_is_named_and_the_rest_is_written(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        for number in range(1, 5):
            store(archive, visit(article(number), capture={"body": f"<html>{number}".encode() * 50}))
    with sqlite3.connect(tmp_path / "a.db") as conn:
        conn.execute("UPDATE payloads SET sha256 = replace(sha256, substr(sha256, 1, 4), '0000') WHERE id = 2")
    conn.close()
    done = warraq("export", "warc", tmp_path / "a.warc", "--archive", tmp_path / "a.db")
    assert done.exit_code == 0
    assert "capture 2" in done.stderr
    assert "3 captures written" in done.stderr
    assert check_warc(tmp_path / "a.warc") == 0


# Parquet.


def test_parquet_is_partitioned_and_counts_agree(demo: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs the extra: pip install 'warraq[parquet]'")
    write(demo, "parquet", tmp_path / "out")
    files = sorted((tmp_path / "out").glob("newspaper=*/year=*/*.parquet"))
    tables = [parquet.ParquetFile(file).read() for file in files]
    counted = {(t["newspaper"][0].as_py(), t["published"][0].as_py()[:4]): t.num_rows for t in tables}
    asked = ask(demo, "SELECT newspaper, substr(published, 1, 4), count(*) FROM articles GROUP BY 1, 2")
    assert counted == {(newspaper, year): count for newspaper, year, count in asked}
    bodies = {body for table in tables for body in table["body"].to_pylist()}
    assert bodies == {body for (body,) in ask(demo, "SELECT body FROM articles")}


def test_duckdb_counts_what_the_archive_counts(demo: Path, hostile: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="needs the extra: pip install 'warraq[parquet]'")
    duckdb = pytest.importorskip("duckdb", reason="needs duckdb")
    for number, archive in enumerate((demo, hostile)):
        write(archive, "parquet", tmp_path / str(number))
        files = f"{tmp_path}/{number}/**/*.parquet"
        found = duckdb.sql(f"SELECT count(*), count(DISTINCT url), sum(word_count) FROM '{files}'").fetchall()  # noqa: S608
        assert found == ask(archive, "SELECT count(*), count(DISTINCT url), sum(word_count) FROM articles")


def test_parquet_without_pyarrow_names_the_extra(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = warraq("export", "parquet", tmp_path / "out", "--archive", demo)
    assert done.exit_code == ConfigError.exit_code
    assert "pip install 'warraq[parquet]'" in done.stderr
    assert list(tmp_path.iterdir()) == []


# Choosing.


def test_only_what_was_asked_for_is_written(demo: Path) -> None:
    every = listed(demo, "id")
    newspaper = every[0].newspaper
    assert [a.id for a in listed(demo, "id", only=query.articles_from(newspaper))] == [
        a.id for a in every if a.newspaper == newspaper
    ]
    french = listed(demo, "newest", only=query.articles_from(language="fr"))
    assert {a.id for a in french} == {a.id for a in every if a.language == "fr"} != set()
    late = listed(demo, "id", only=query.Filter(since="2026-10-10", until="2026-10-12"))
    assert [a.id for a in late] == [a.id for a in every if "2026-10-10" <= str(a.published) < "2026-10-12"]
    [(site, source)] = ask(demo, "SELECT site, source FROM links WHERE source IS NOT NULL ORDER BY id LIMIT 1")
    assert [a.id for a in listed(demo, "id", site=site)] == [a.id for a in every]
    some = listed(demo, "id", site=site, source=source)
    assert 0 < len(some) <= len(every)
    assert listed(demo, "id", site="nowhere") == []


@pytest.mark.parametrize("order", ["id", "newest", "newspaper"])
def test_every_order_gives_every_article_once_in_parts(
    hostile: Path, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PART", 1)
    found = [a.id for a in listed(hostile, order)]
    assert sorted(found) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("order", ["id", "newest", "newspaper"])
def test_no_part_sorts_the_rest_of_the_archive(hostile: Path, order: Order) -> None:
    asked: list[str] = []
    chosen = query.Selection(query.Filter(language="ar", since="2020-01-01", until="2030-01-01"))
    with query.open_archive(hostile) as opened:
        for stretch in opened.ask(lambda conn: exporting.stretches(conn, chosen, order)):
            after = ("2025-01-01", 3) if "published" in stretch.key else (3,)

            def explain(conn: object, stretch: exporting.Stretch = stretch, after: tuple[object, ...] = after) -> None:
                conn.set_trace_callback(asked.append)  # type: ignore[attr-defined]
                exporting.read_part(conn, chosen, stretch, after)  # type: ignore[arg-type]
                conn.set_trace_callback(None)  # type: ignore[attr-defined]

            opened.ask(explain)
        plans = [
            row[3]
            for statement in asked
            if statement.startswith("SELECT a.id")
            for row in opened.ask(lambda conn, s=statement: conn.execute(f"EXPLAIN QUERY PLAN {s}").fetchall())  # type: ignore[misc]
        ]
    assert plans
    assert not any("TEMP B-TREE" in step for step in plans), plans


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        futures = []
        for number in range(1500):
            read = article(number, body=f"{number} " + "نص طويل " * 500)
            futures.append(archive.submit(visit(read, capture={"body": b"x"}), dedupe))
        for future in futures:
            future.result(timeout=60)
    write(tmp_path / "a.db", "jsonl", tmp_path / "warm.jsonl")
    tracemalloc.start()
    write(tmp_path / "a.db", "jsonl", tmp_path / "a.jsonl")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "a.jsonl").stat().st_size > 10_000_000
    assert peak < 6_000_000, f"{peak:,} bytes for a file of {(tmp_path / 'a.jsonl').stat().st_size:,}"


# Whole or not at all.


def test_what_is_there_is_left_alone_without_force(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("mine")
    refused = warraq("export", "jsonl", tmp_path / "a.jsonl", "--archive", demo)
    assert (refused.exit_code, (tmp_path / "a.jsonl").read_text()) == (7, "mine")
    assert "--force" in refused.stderr
    write(demo, "jsonl", tmp_path / "a.jsonl", "--force")
    assert len(lines_of(tmp_path / "a.jsonl")) == 62


def test_force_never_replaces_a_folder_with_other_things_in_it(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("mine")
    refused = warraq("export", "jsonl", tmp_path / "home", "--per-newspaper", "--force", "--archive", demo)
    assert refused.exit_code == 7
    assert "letter.txt" in refused.stderr
    assert warraq("export", "csv", tmp_path / "home", "--force", "--archive", demo).exit_code == 7
    assert (tmp_path / "home" / "letter.txt").read_text() == "mine"
    write(demo, "jsonl", tmp_path / "out", "--per-newspaper")
    write(demo, "jsonl", tmp_path / "out", "--per-newspaper", "--force")
    assert len(list((tmp_path / "out").iterdir())) == 8


def test_an_export_that_fails_leaves_nothing(demo: Path, tmp_path: Path) -> None:
    class Broken:
        def articles(self, order: str) -> object:
            yield export_article()
            raise RuntimeError("broken")

    for name in ("jsonl", "csv", "atom"):
        with pytest.raises(RuntimeError, match="broken"):
            export.FORMATS[name].write(Broken(), export.Place(tmp_path / "a"), export.Options())  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(demo: Path, tmp_path: Path) -> None:
    done = warraq("export", "jsonl", tmp_path / "no" / "a.jsonl", "--archive", demo)
    assert (done.exit_code, "there is no folder" in done.stderr) == (7, True)
    pytest.importorskip("pyarrow")
    assert warraq("export", "parquet", "-", "--archive", demo).exit_code == 7


def test_standard_output_takes_a_file_format(demo: Path) -> None:
    done = warraq("export", "jsonl", "-", "--archive", demo)
    assert len(done.stdout.splitlines()) == 62
    assert "62 articles written to standard output" in done.stderr


def test_an_option_of_another_format_is_refused(demo: Path, tmp_path: Path) -> None:
    done = warraq("export", "csv", tmp_path / "a.csv", "--corpus", "--archive", demo)
    assert (done.exit_code, "--corpus is not for csv" in done.stderr) == (2, True)
