"""Files of many records: WARC, WET and JSON lines of any maker, damage and kills included."""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import zstandard
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline import export, ingest, query
from pipeline.cli import cli
from pipeline.demo import archive_pass
from pipeline.ingest import Passed, Record, Unreadable
from pipeline.ingest.unpacked import Damage, Unpacked
from pipeline.store.lock import read_writer
from tests.exporting import articles_of, ask, take_in

TEXT = (
    "افتتح صباح اليوم سوق أسبوعي جديد في المدينة الخيالية بحضور عدد كبير من التجار والزبائن القادمين من القرى.",
    "وقال رئيس جمعية التجار إن السوق سيشغل مئتي شخص، وإن الأسعار فيه ستظل في متناول الجميع طوال السنة الجارية.",
)


def page(number: int) -> bytes:
    paragraphs = "".join(f"<p>{text} ({number})</p>" for text in TEXT)
    return (
        f'<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>خبر السوق رقم {number}</title></head><body>'
        f'<article><h1>خبر السوق رقم {number}</h1><time datetime="2026-03-01T09:30:00Z">1 مارس</time>{paragraphs}'
        "</article></body></html>"
    ).encode()


def url(number: int) -> str:
    return f"https://www.example.org/souk/{number}"


def add(writer: WARCWriter, number: int, body: bytes | None = None, **more: Any) -> None:
    """A response as a crawler writes it."""
    body = page(number) if body is None else body
    headers = [("Content-Type", more.get("media_type", "text/html; charset=utf-8")), *more.get("headers", ())]
    writer.write_record(
        writer.create_warc_record(
            more.get("address", url(number)),
            more.get("kind", "response"),
            payload=io.BytesIO(body),
            length=len(body),
            warc_headers_dict={"WARC-Date": f"2026-03-01T10:{number % 60:02}:00Z"},
            http_headers=StatusAndHeaders(more.get("status", "200 OK"), headers, protocol="HTTP/1.1"),
        )
    )


def make_warc(path: Path, count: int, *, is_packed: bool = True) -> list[int]:
    """A WARC of so many pages; gives where each record begins."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=is_packed)
        offsets = []
        for number in range(1, count + 1):
            offsets.append(file.tell())
            add(writer, number)
    return offsets


def numbers(path: Path) -> list[int]:
    """The pages that were read out of a file."""
    return [int(item.link.rsplit("/", 1)[1]) for item in items_of(path) if isinstance(item, Record)]


def items_of(path: Path) -> list[Any]:
    return list(ingest.read_file(path))


def damaged(path: Path) -> list[str]:
    return [str(item.error) for item in items_of(path) if isinstance(item, Unreadable)]


# WARC of any maker.


def test_only_pages_are_taken_and_the_rest_is_counted_by_kind(tmp_path: Path) -> None:
    with (tmp_path / "a.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        writer.write_record(writer.create_warcinfo_record("a", {"software": "other"}))
        add(writer, 1)
        add(writer, 2, status="404 Not Found")
        add(writer, 3, b"\x89PNG", media_type="image/png")
        add(writer, 4, kind="request", status="GET / HTTP/1.1")
        digest = "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        writer.write_record(writer.create_revisit_record(url(5), digest, url(1), "2026-03-01T10:00:00Z"))
    found = items_of(tmp_path / "a.warc.gz")
    assert [type(item) for item in found] == [Passed, Record, Passed, Passed, Passed, Passed]
    assert [item.kind for item in found if isinstance(item, Passed)] == [
        "warcinfo", "status 404", "image/png", "request", "revisit",
    ]  # fmt: skip
    capture = found[1].capture
    assert (capture.url, capture.status, capture.encoding, capture.body) == (url(1), 200, "utf-8", page(1))
    assert capture.fetched_at.isoformat() == "2026-03-01T10:01:00+00:00"


@pytest.mark.parametrize("packing", ["plain", "gzip", "one member", "zstd", "zstd with a dictionary"])
def test_every_packing_gives_the_same_pages(tmp_path: Path, packing: str) -> None:
    offsets = make_warc(tmp_path / "plain.warc", 20, is_packed=packing == "gzip")
    data = (tmp_path / "plain.warc").read_bytes()
    parts = [data[start:end] for start, end in zip(offsets, [*offsets[1:], None], strict=True)]
    name = "a.warc.zst" if packing.startswith("zstd") else "a.warc.gz"
    if packing == "one member":
        data = gzip.compress(data)
    elif packing == "zstd":
        data = b"".join(map(zstandard.ZstdCompressor(write_checksum=True).compress, parts))
    elif packing == "zstd with a dictionary":
        dictionary = zstandard.train_dictionary(4096, [*parts * 10])
        frame = zstandard.ZstdCompressor().compress(dictionary.as_bytes())
        packer = zstandard.ZstdCompressor(dict_data=dictionary, write_checksum=True)
        head = b"\x5d\x2a\x4d\x18" + len(frame).to_bytes(4, "little") + frame
        data = head + b"".join(map(packer.compress, parts))
    (tmp_path / name).write_bytes(data)
    assert [(item.link, item.capture.body) for item in items_of(tmp_path / name)] == [
        (url(number), page(number)) for number in range(1, 21)
    ]


def test_encodings_that_a_crawler_kept_are_undone_and_those_it_undid_are_not(tmp_path: Path) -> None:
    def chunked(body: bytes) -> bytes:
        return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)

    with (tmp_path / "a.warc").open("wb") as file:
        writer = WARCWriter(file, gzip=False)
        add(writer, 1, gzip.compress(page(1)), headers=[("Content-Encoding", "gzip")])
        add(writer, 2, chunked(page(2)), headers=[("Transfer-Encoding", "chunked")])
        both = [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
        add(writer, 3, chunked(gzip.compress(page(3))), headers=both)
        add(writer, 4, headers=[("X-Crawler-Content-Encoding", "gzip"), ("Content-Length", "9")])
        add(writer, 5, gzip.compress(b"\0" * 2**26), headers=[("Content-Encoding", "gzip")])
        add(writer, 6, b"\x8b\x01\x80\x61", headers=[("Content-Encoding", "br")])
    found = items_of(tmp_path / "a.warc")
    assert [item.capture.body for item in found[:4]] == [page(number) for number in range(1, 5)]
    assert [item.error.reason for item in found[4:]] == ["too_large", "bad_encoding"]


def test_wet_gives_texts_with_their_addresses(tmp_path: Path) -> None:
    text = f"خبر السوق\n{TEXT[0]}\n{TEXT[1]}\n"
    with gzip.open(tmp_path / "a.warc.wet.gz", "wb") as file:
        body = text.encode()
        file.write(
            b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://www.example.org/souk/1\r\n"
            b"WARC-Date: 2026-03-01T10:00:00Z\r\nContent-Type: text/plain\r\n"
            b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(body), body)
        )
    assert take_in(tmp_path / "a.db", tmp_path / "a.warc.wet.gz").pages == {"new": 1}
    assert ask(tmp_path / "a.db", "SELECT url, title, body FROM articles") == [(url(1), "خبر السوق", "\n".join(TEXT))]


# Damage.


def test_damaged_gzip_in_the_middle_costs_one_record_which_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    offsets = make_warc(path, 30)
    data = bytearray(path.read_bytes())
    for at in range(offsets[11] + 200, offsets[11] + 210):
        data[at] ^= 0xFF
    path.write_bytes(data)
    assert numbers(path) == [number for number in range(1, 31) if number != 12]
    [named] = damaged(path)
    assert named.startswith(f"{path}: record 12: the packed data at byte {offsets[11]} is damaged")


@pytest.mark.parametrize("is_packed", [True, False])
@pytest.mark.parametrize("seed", range(12))
def test_a_flipped_bit_costs_its_record_and_no_other(tmp_path: Path, is_packed: bool, seed: int) -> None:
    path = tmp_path / ("a.warc.gz" if is_packed else "a.warc")
    offsets = make_warc(path, 8, is_packed=is_packed)
    data = bytearray(path.read_bytes())
    at = offsets[3] + 30 + seed * (offsets[4] - offsets[3] - 40) // 12
    data[at] ^= 1 << seed % 8
    path.write_bytes(data)
    assert set(numbers(path)) >= {1, 2, 3, 5, 6, 7, 8}
    bodies = {item.link: item.capture.body for item in items_of(path) if isinstance(item, Record)}
    assert all(bodies[url(number)] == page(number) for number in (1, 2, 3, 5, 6, 7, 8))
    assert len(damaged(path)) <= 1
    assert bodies.get(url(4), page(4)) == page(4), "what is damaged is never taken for whole"


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_a_file_cut_off_gives_what_was_before_the_cut(tmp_path: Path, name: str) -> None:
    offsets = make_warc(tmp_path / name, 5, is_packed=name.endswith("gz"))
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[: offsets[4] + 100])
    assert numbers(tmp_path / name) == [1, 2, 3, 4]
    assert len(damaged(tmp_path / name)) == 1


def test_broken_heads_are_named_and_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    make_warc(path, 3, is_packed=False)
    whole = path.read_bytes()
    bad = (
        b"no record at all\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\n\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\n\r\n\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: javascript:x\r\nContent-Length: 0\r\n\r\n\r\n\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.eu/\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n",
    )
    path.write_bytes(whole + b"".join(bad) + whole)
    assert numbers(path) == [1, 2, 3, 1, 2, 3]
    assert len(damaged(path)) == len(bad)


@given(st.binary(max_size=400))
def test_any_bytes_end_in_records_or_named_damage(data: bytes) -> None:
    for head in (b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08\x00", b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"):
        stream = Unpacked(io.BytesIO(head + data), b"WARC/")
        for _ in range(1000):
            try:
                if not stream.readline():
                    break
            except Damage:
                continue
        else:
            pytest.fail("it does not end")


@given(st.binary(max_size=300))
def test_any_json_line_is_an_item(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "a.jsonl"
    path.write_bytes(b'{"text": "x"}\n' + data)
    assert all(isinstance(item, Record | Unreadable | Passed) for item in items_of(path))


# JSON lines.

RECORDS: tuple[dict[str, Any], ...] = (
    {
        "title": "خبر أول", "maintext": "\n".join(TEXT), "date_publish": "2026-03-01 09:30:00",
        "authors": ["سعاد بنعلي"],
        "url": url(1), "source_domain": "www.example.org", "language": "ar",
        "date_download": "2026-03-02 08:00:00",
        "image_url": "https://www.example.org/a.jpg",
    },
    {
        "headline": "Second", "content": "The market opened today in the old town, and many people came to see it.",
        "date": "2026-03-02", "author": "Jane Doe; John Roe", "link": url(2), "newspaper": "The Souk", "lang": "en",
    },
    {
        "title": "Third",
        "text": "A text without any address, which is long enough to be known by its content alone. " * 2,
        "published": 1772442000, "publisher": {"name": "Gazette"}, "author": {"name": "Jim Poe"},
    },
)  # fmt: skip


def write_lines(path: Path, *records: Any) -> Path:
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def test_articles_of_other_tools_keep_their_fields(tmp_path: Path) -> None:
    summary = take_in(tmp_path / "a.db", write_lines(tmp_path / "a.jsonl", *RECORDS))
    assert summary.pages == {"new": 3}
    found = ask(
        tmp_path / "a.db",
        "SELECT url, title, author, newspaper, published, published_precision, language FROM articles ORDER BY id",
    )
    assert found == [
        (url(1), "خبر أول", "سعاد بنعلي", "www.example.org", "2026-03-01T09:30:00Z", "second", "ar"),
        (url(2), "Second", "Jane Doe; John Roe", "The Souk", "2026-03-02", "day", "en"),
        (None, "Third", "Jim Poe", "Gazette", "2026-03-02T09:00:00Z", "second", "en"),
    ]
    assert ask(tmp_path / "a.db", "SELECT body FROM articles WHERE id = 1") == [("\n".join(TEXT),)]
    assert ask(tmp_path / "a.db", "SELECT first_seen FROM articles WHERE id = 1") == [("2026-03-02T08:00:00Z",)]


def test_lines_that_are_no_articles_are_named_and_passed_over(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", RECORDS[0], ["no", "object"], {"title": "no text"}, RECORDS[1])
    with path.open("a", encoding="utf-8") as file:
        file.write('{"title": broken\n\n' + "[" * 100_000 + "\n")
    summary = take_in(tmp_path / "a.db", path)
    assert summary.pages == {"new": 2, "not_an_article": 1, "record_damaged": 2}
    assert [note for note in summary.notes if "line 5: not JSON" in note]
    assert [note for note in summary.notes if "1 no object" in note]


def test_gzipped_lines_are_read_and_damage_is_named(tmp_path: Path) -> None:
    lines = "".join(json.dumps({**RECORDS[0], "url": url(n), "title": f"t{n}"}) + "\n" for n in range(500)).encode()
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines))
    assert len(items_of(tmp_path / "a.jsonl.gz")) == 500
    packed = bytearray(gzip.compress(os.urandom(50_000).hex().encode() + b"\n" + lines))
    packed[30_000] ^= 0xFF
    (tmp_path / "b.jsonl.gz").write_bytes(packed)
    assert damaged(tmp_path / "b.jsonl.gz")


# Exactly once.


def state(archive: Path) -> list[Any]:
    tables = (
        "articles",
        "article_urls",
        "captures",
        "payloads",
        "headlines",
        "ticker_sightings",
        "versions",
        "outcomes",
    )
    return [ask(archive, f"SELECT count(*) FROM {table}") for table in tables]  # noqa: S608


def test_a_second_import_of_the_same_file_adds_nothing(tmp_path: Path) -> None:
    offsets = make_warc(tmp_path / "a.warc.gz", 6)
    data = bytearray((tmp_path / "a.warc.gz").read_bytes())
    data[offsets[2] + 300] ^= 0xFF
    (tmp_path / "a.warc.gz").write_bytes(data)
    lines = write_lines(tmp_path / "a.jsonl", *RECORDS)
    first = take_in(tmp_path / "a.db", tmp_path / "a.warc.gz", lines)
    assert first.pages == {"new": 6, "updated": 2, "record_damaged": 1}
    before = state(tmp_path / "a.db")
    os.utime(lines, (1, 1))  # a copy has another date
    second = take_in(tmp_path / "a.db", tmp_path / "a.warc.gz", lines)
    assert not second.pages
    assert state(tmp_path / "a.db") == before
    assert any("5 in the archive already" in note for note in second.notes)


def test_a_record_that_a_file_holds_twice_is_taken_once(tmp_path: Path) -> None:
    with (tmp_path / "a.warc").open("wb") as file:
        writer = WARCWriter(file, gzip=False)
        for number in (1, 1, 2, 1):
            add(writer, number)
    assert take_in(tmp_path / "a.db", tmp_path / "a.warc").pages == {"new": 2}


def test_h11_many_addresses_of_one_article_are_one_article(tmp_path: Path) -> None:
    with (tmp_path / "a.warc").open("wb") as file:
        writer = WARCWriter(file, gzip=False)
        for number in range(1, 40):
            add(writer, number, page(1))
    assert take_in(tmp_path / "a.db", tmp_path / "a.warc").pages == {"new": 1, "duplicate": 38}
    assert ask(tmp_path / "a.db", "SELECT count(*) FROM article_urls") == [(39,)]


def test_h13_there_and_back_again_is_two_edits_in_the_order_of_the_captures(tmp_path: Path) -> None:
    with (tmp_path / "a.warc").open("wb") as file:
        writer = WARCWriter(file, gzip=False)
        for number, body in ((1, page(1)), (2, page(2)), (3, page(1))):
            add(writer, number, body, address=url(1))
    assert take_in(tmp_path / "a.db", tmp_path / "a.warc").pages == {"new": 1, "updated": 2}
    assert ask(tmp_path / "a.db", "SELECT title FROM articles") == [("خبر السوق رقم 1",)]


@pytest.fixture(scope="module")
def demo_warc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kill")
    archive_pass(1, folder / "demo.db", lambda link, receipt: None)
    with query.open_archive(folder / "demo.db") as opened:
        shelf = query.Shelf(opened, query.Selection())
        export.FORMATS["warc"].write(shelf, export.Place(folder / "a.warc.gz"), export.Options())
    return folder / "a.warc.gz"


VICTIM = """
import sys
from pathlib import Path
from pipeline.store.lock import read_writer
from tests.exporting import demo_app
import asyncio
from pipeline.app import import_files
told = lambda link, receipt: print(link.url, flush=True)
asyncio.run(import_files(demo_app(Path(sys.argv[1])), [Path(sys.argv[2])], None, told))
"""


@pytest.mark.parametrize("after", [1, 7, 30])
def test_a_killed_import_goes_on_and_ends_as_if_it_had_not_been_killed(
    demo_warc: Path, tmp_path: Path, after: int
) -> None:
    archive = tmp_path / "a.db"
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-c", VICTIM, str(archive), str(demo_warc)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=root, text=True) as child:
        assert child.stdout
        acknowledged = [child.stdout.readline().strip() for _ in range(after)]
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    known = {row[0] for row in ask(archive, "SELECT url FROM article_urls")}
    assert set(acknowledged) <= known, "acknowledged means stored"
    _wait_for_lock(archive)
    resumed = take_in(archive, demo_warc)
    whole = take_in(tmp_path / "whole.db", demo_warc)
    assert 0 < resumed.pages.total() <= whole.pages.total() - after
    assert articles_of(archive) == articles_of(tmp_path / "whole.db")
    assert state(archive) == state(tmp_path / "whole.db")


def _wait_for_lock(archive: Path) -> None:
    """The victim's parsing children hold nothing, but the system may take a moment to end them."""
    deadline = time.monotonic() + 30
    while read_writer(archive) and time.monotonic() < deadline:
        time.sleep(0.05)


def test_the_command_says_what_it_did_and_what_it_passed_over(tmp_path: Path) -> None:
    make_warc(tmp_path / "a.warc.gz", 3)
    arguments = ["import", str(tmp_path / "a.warc.gz"), "--archive", str(tmp_path / "a.db")]
    first, second = (CliRunner().invoke(cli, arguments, catch_exceptions=False) for _ in range(2))
    assert (first.exit_code, first.stdout[:16]) == (0, "3 pages (3 new),")
    assert (second.exit_code, second.stdout[:11]) == (0, "nothing new")
    assert "3 records passed over: 3 in the archive already" in second.stderr
