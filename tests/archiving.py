"""Attempts made up for the tests of the archive: invented pages of an invented newspaper."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline import dedupe
from pipeline.dates import Moment
from pipeline.errors import PageError
from pipeline.models import Article, Attempt, Capture, Headline, Link, Page, Receipt
from pipeline.store import Archive
from pipeline.store.search_index import COLUMNS, words_of

NOON = datetime(2025, 12, 11, 12, tzinfo=UTC)
HOST = "https://www.example.net"
BODY = (
    "قال وزير الفلاحة إن الأمطار الأخيرة أنعشت السدود في الشمال.\n"
    "وأضاف أن الموسم يبدو واعدا بعد سنوات من الجفاف الطويل."
)
OTHER_BODY = (
    "افتتح رئيس البلدية معرض الكتاب مساء الأحد بحضور ناشرين من عشرين بلدا.\nويستمر المعرض عشرة أيام وسط إقبال كبير."
)


def url_of(number: int | str) -> str:
    return f"{HOST}/akhbar/{number}"


def day(text: str) -> Moment:
    return Moment(datetime.fromisoformat(text).replace(tzinfo=UTC), "day", "none", text)


def second(text: str) -> Moment:
    return Moment(datetime.fromisoformat(text), "second", "given", text)


def article(number: int | str = 1, **changes: Any) -> Article:
    values: dict[str, Any] = {
        "url": url_of(number),
        "title": f"السدود تمتلئ {number}",
        "body": f"{BODY}\nالخبر رقم {number}.",
        "published": day("2025-12-11"),
        "newspaper": "الأخبار",
        "language": "ar",
        "provenance": {"title": "site:css", "body": "site:css", "published": "site:css"},
        **changes,
    }
    return Article(**values)


def capture(url: str, body: bytes = b"<html>page</html>", **changes: Any) -> Capture:
    values: dict[str, Any] = {
        "url": url,
        "final_url": url,
        "status": 200,
        "headers": (("Content-Type", "text/html; charset=utf-8"),),
        "body": body,
        "fetched_at": NOON,
        "encoding": "utf-8",
        "encoding_source": "http",
        "robots": "allowed",
        **changes,
    }
    return Capture(**values)


def headlines(*texts: str) -> tuple[Headline, ...]:
    """A ticker whose headline `n text` leads to article n; one without a number leads nowhere."""
    return tuple(
        Headline(text, url_of(text.split()[0]) if text[:1].isdigit() else None, position)
        for position, text in enumerate(texts)
    )


def visit(
    read: Article | None, *, at: datetime = NOON, ticker: tuple[Headline, ...] = (), url: str | None = None, **more: Any
) -> Attempt:
    """A page fetched at `url` (default: the article's own address) and read as `read`."""
    asked = url or (read.url if read and read.url else url_of("list"))
    changes = more.pop("capture", {})
    return Attempt(
        link=more.pop("link", Link(asked, "feed", site="akhbar", source="feed")),
        started_at=at - timedelta(seconds=1),
        capture=capture(asked, **{"fetched_at": at, **changes}),
        page=Page("article" if read else "other", read, ticker),
        **more,
    )


def failure(error: PageError, number: int = 1, **more: Any) -> Attempt:
    return Attempt(link=Link(url_of(number), "feed", site="akhbar"), started_at=NOON, error=error, **more)


def store(archive: Archive, *attempts: Attempt) -> list[Receipt]:
    """Store attempts one after the other, each acknowledged before the next."""
    return [archive.submit(attempt, dedupe).result(timeout=30) for attempt in attempts]


def rows(archive: Archive | Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    path = archive.path if isinstance(archive, Archive) else archive
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        return conn.execute(query, values).fetchall()


def check_index(archive: Archive) -> None:
    """The search index holds the words of every article in their places, and no others."""
    with closing(sqlite3.connect(archive.path)) as conn:
        conn.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, articles_search, instance)")
        indexed = sorted(conn.execute('SELECT term, doc, col, "offset" FROM temp.words').fetchall())
        conn.row_factory = sqlite3.Row
        articles = conn.execute("SELECT * FROM articles").fetchall()
    assert indexed == sorted(
        (term, article["id"], column, place)
        for article in articles
        for column, words in zip((*COLUMNS, "facets"), words_of(dict(article)), strict=True)
        for place, term in enumerate(words.split())
    )
