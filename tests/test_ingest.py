"""Files that people already have."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import ingest
from pipeline.errors import InputError
from pipeline.models import Capture


def read_one(path: Path) -> Capture:
    (found,) = ingest.read_file(path)
    assert isinstance(found, Capture)
    return found


@pytest.mark.parametrize(
    "head",
    [
        '<!-- saved from url=(0032)https://www.example.org/news/1 --><html><head><link rel="canonical" href="/other">',
        '<html><head><link rel="canonical" href="https://www.example.org/news/1"/>',
        "<html><head><link href='https://www.example.org/news/1' rel='canonical'>",
        '<html><head><meta property="og:url" content="https://www.example.org/news/1" />',
        '<html><head><meta content="https://www.example.org/news/1" property="og:url">',
    ],
)
def test_a_saved_page_says_where_it_is_from(tmp_path: Path, head: str) -> None:
    (tmp_path / "page.html").write_text(f"{head}</head><body><p>نص", encoding="utf-8")
    capture = read_one(tmp_path / "page.html")
    assert capture.url == capture.final_url == "https://www.example.org/news/1"
    assert (capture.media_type, capture.encoding) == ("text/html", "utf-8")


def test_a_page_without_an_address_keeps_its_files(tmp_path: Path) -> None:
    (tmp_path / "a b.html").write_text("<html><body><p>text", encoding="utf-8")
    assert read_one(tmp_path / "a b.html").url == (tmp_path / "a b.html").as_uri()


def test_html_is_known_without_its_suffix(tmp_path: Path) -> None:
    (tmp_path / "page").write_text("<!DOCTYPE html>\n<html><body>x", encoding="utf-8")
    assert read_one(tmp_path / "page").media_type == "text/html"


def test_a_text_dump_is_text_and_windows_1256_is_read_right(tmp_path: Path) -> None:
    text = "ترأس رئيس الحكومة اجتماعا خصص لدراسة مشروع القانون الجديد المتعلق بالصحافة والنشر\n" * 5
    (tmp_path / "dump.txt").write_bytes(text.encode("windows-1256"))
    capture = read_one(tmp_path / "dump.txt")
    assert capture.media_type == "text/plain"
    assert capture.text == text


def test_a_list_of_addresses_becomes_links(tmp_path: Path) -> None:
    (tmp_path / "urls.txt").write_text("# mine\n\nhttps://www.example.org/1\r\nHTTP://example.org/2#top\n", "utf-8")
    assert list(ingest.read_file(tmp_path / "urls.txt")) == ["https://www.example.org/1", "http://example.org/2"]


def test_a_bad_line_in_a_list_is_named_by_its_number(tmp_path: Path) -> None:
    (tmp_path / "urls.txt").write_text("https://www.example.org/1\njavascript:alert(1)\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"urls\.txt:2: 'javascript:alert\(1\)' is not an address"):
        list(ingest.read_file(tmp_path / "urls.txt"))


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("gone.html", None, "No such file"),
        ("empty.txt", b" \n", "the file is empty"),
        (
            "articles.csv",
            b"id,url,title\r\n1,https://www.example.org/1,One\r\n",
            "tables, feeds and Parquet are not taken",
        ),
        (
            "feed.atom",
            b"\n<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'/>",
            "tables, feeds and Parquet",
        ),
        ("image.bin", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "neither WARC, JSON lines, HTML, a text dump nor a list"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, data: bytes | None, problem: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=rf"{name}: .*{problem}"):
        list(ingest.read_file(tmp_path / name))
