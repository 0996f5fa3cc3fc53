"""Archives for the tests of formats in and out: the demo's, and one of hostile texts."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from pipeline import query
from pipeline.app import App, import_files
from pipeline.demo import demo_site
from pipeline.models import ArchivedArticle
from pipeline.run import Summary
from pipeline.sites import Config, Network, Settings, shipped_folder
from pipeline.store import Archive
from pipeline.store.exporting import Order
from tests.archiving import article, day, store, visit

SAME = (
    "url, title, body, published, published_precision, published_zone, published_raw, modified, author, newspaper,"
    " source_link, source_text, language, section, image, word_count, site, first_seen, last_seen,"
    " content_hash, provenance"
)


def demo_app(archive: Path) -> App:
    site = demo_site()
    return App(Config(Settings(network=Network(allow_loopback=True)), {site.id: site}, shipped_folder()), archive)


def take_in(archive: Path, *files: Path) -> Summary:
    return asyncio.run(import_files(demo_app(archive), files, None, lambda link, receipt: None))


def ask(archive: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as conn:
        return conn.execute(question).fetchall()


def articles_of(archive: Path) -> dict[str, tuple[Any, ...]]:
    return {row[0]: row for row in ask(archive, f"SELECT {SAME} FROM articles")}  # noqa: S608


def listed(archive: Path, order: Order, **chosen: Any) -> list[ArchivedArticle]:
    with query.open_archive(archive) as opened:
        return list(query.Shelf(opened, query.Selection(**chosen)).articles(order))


HOSTILE = (
    ("=HYPERLINK(1)", "+حساب", "2025-12-11"),
    ("-1 في السوق", "../../etc/passwd", "2025-12-10"),
    ("@all", "CON", None),
    ('quote " comma , and\ttab', "a/b\\c:d", "2024-01-05"),
    ("control \x01\x0b\x1b]0;x\x07 \ufffe \u202e bidi", "ن" * 200, "2024-01-06"),
    ("<script>alert(1)</script> & ]]>", None, "2023-06-01"),
)


def make_hostile(path: Path) -> Path:
    """An archive of texts that break formats: formulas, paths, device names, control characters, markup."""
    with Archive.open(path) as archive:
        for number, (title, newspaper, published) in enumerate(HOSTILE, 1):
            read = article(number, title=title, newspaper=newspaper, published=day(published) if published else None)
            store(archive, visit(read, capture={"body": f"<html>{number}</html>".encode()}))
    return path
