"""What is no page at all never becomes an article, whatever the feed said of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.answers import is_no_page
from tests.newsroom import XML, feed, open_newsroom, page


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/pdf", b"%PDF-1.7\n" + b"stream of letters " * 400),
        ("image/jpeg", b"\xff\xd8\xff\xe0" + b"letters " * 400),
        ("application/octet-stream", os.urandom(4000)),
        ("application/x-nobody-knows", b"\x00\x01\x02" + b"letters " * 400),
    ],
)
async def test_what_is_no_page_is_kept_as_such_and_never_asked_for_again(
    tmp_path: Path, kind: str, body: bytes
) -> None:
    with open_newsroom(tmp_path) as room:
        room.on("/rss", feed(1, 2), *XML)
        room.on("/news/1", page(1))
        room.on("/news/2", body, f"Content-Type: {kind}")
        summary = await room.fetch()
        assert summary.pages == {"new": 1, "not_an_article": 1}
        [due] = room.column("SELECT next_due FROM links WHERE url LIKE '%/news/2'")
        assert due is None


def test_html_by_another_name_is_a_page() -> None:
    assert not is_no_page("application/x-httpd-php", page(1).encode())
    assert not is_no_page("", page(1).encode())
