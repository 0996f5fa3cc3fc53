"""K4: whatever the moment of a kill, what was acknowledged is stored, once, and the file is whole."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pipeline.store import Archive
from tests.archiving import article, rows, store, visit
from tests.killing import killing


@pytest.mark.parametrize("seed", [1, 2])
def test_k4_200_kills_lose_nothing_acknowledged_and_double_nothing(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "archive.db"
    chance = random.Random(seed)
    acknowledged: dict[str, str] = {}
    with killing("record") as kill:
        for number in range(100):
            acknowledged.update(line.split() for line in kill(path, chance.uniform(0.0, 0.1)))
            if number % 20 == 19:
                check_whole(path)
    assert len(acknowledged) > 100
    check_stored(path, acknowledged)
    with Archive.open(path) as archive:
        assert store(archive, visit(article("after")))[0].reason == "new"
    check_whole(path)


def check_whole(path: Path) -> None:
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "PRAGMA foreign_key_check") == []
    once = "SELECT count(*) FROM (SELECT {0} FROM {1} GROUP BY {0} HAVING count(*) > 1)"
    for table, column in (("articles", "url"), ("article_urls", "url"), ("captures", "payload_id")):
        assert rows(path, once.format(column, table)) == [(0,)] or table == "captures"
    # A page is wholly there or wholly not: link, capture, article, its address, its words, its ticker, its outcome.
    pages = rows(path, "SELECT count(*) FROM outcomes")[0][0]
    assert rows(path, "SELECT count(*) FROM captures WHERE headlines IN (0, 3)") == [(pages,)]
    assert rows(path, "SELECT count(*) FROM outcomes WHERE capture_id IS NOT NULL AND article_id IS NOT NULL") == [
        (pages,)
    ]
    articles = rows(path, "SELECT count(*) FROM articles")[0][0]
    assert rows(path, "SELECT count(*) FROM article_urls") == [(articles,)]
    assert rows(path, "SELECT count(*) FROM articles_search_docsize") == [(articles,)]
    assert rows(path, "SELECT count(*) FROM outcomes WHERE reason = 'new'") == [(articles,)]
    assert rows(path, "SELECT count(*) FROM outcomes WHERE reason = 'updated'") == rows(
        path, "SELECT count(*) FROM versions"
    )


def check_stored(path: Path, acknowledged: dict[str, str]) -> None:
    stored = rows(
        path,
        "SELECT links.url, reason FROM outcomes JOIN links ON links.id = link_id JOIN captures ON captures.id = capture_id"
        " JOIN payloads ON payloads.id = payload_id WHERE reason = 'new'",
    )
    by_page = {url.rsplit("/", 1)[1]: reason for url, reason in stored}
    assert len(by_page) == len(stored)
    assert {page: by_page.get(page) for page in acknowledged} == acknowledged
