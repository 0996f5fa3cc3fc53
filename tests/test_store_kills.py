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
    chance = random.Random(seed)  # noqa: S311 a repeatable choice of moments
    acknowledged: dict[str, str] = {}
    with killing("record") as kill:
        for number in range(100):
            if number % 4:
                said = kill(path, chance.uniform(0.0, 0.003), after=chance.randrange(12))
            else:
                said = kill(path, -chance.uniform(0.0, 0.03))  # may hit the opening itself
            acknowledged.update((page, reason) for page, reason in map(str.split, said))
            if number % 50 == 49:
                check_whole(path)
    assert len(acknowledged) > 100
    check_stored(path, acknowledged)
    with Archive.open(path) as archive:
        assert store(archive, visit(article("after")))[0].reason == "new"
    check_whole(path)


def check_whole(path: Path) -> None:
    """A page is wholly there or wholly not: link, capture, article, address, words, ticker, outcome."""
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(path, "PRAGMA foreign_key_check") == []
    pages, articles = count(path, "outcomes"), count(path, "articles")
    assert count(path, "captures") == pages
    assert count(path, "outcomes WHERE capture_id IS NOT NULL AND article_id IS NOT NULL") == pages
    assert count(path, "(SELECT DISTINCT capture_id FROM outcomes)") == pages
    assert count(path, "(SELECT DISTINCT url FROM articles)") == articles
    assert count(path, "article_urls") == articles
    assert count(path, "articles_search_docsize") == articles
    assert count(path, "outcomes WHERE reason = 'new'") == articles
    assert count(path, "outcomes WHERE reason = 'updated'") == count(path, "versions")
    members = "(SELECT count(*) FROM articles WHERE story_id = stories.id)"
    assert count(path, f"stories WHERE copies <> {members}") == 0
    assert rows(path, "SELECT sum(headlines) FROM captures") == [(count(path, "ticker_sightings"),)]


def count(path: Path, of: str) -> int:
    number: int = rows(path, f"SELECT count(*) FROM {of}")[0][0]  # noqa: S608
    return number


def check_stored(path: Path, acknowledged: dict[str, str]) -> None:
    stored = rows(path, "SELECT url, reason FROM outcomes JOIN links ON links.id = link_id WHERE reason = 'new'")
    by_page = {url.rsplit("/", 1)[1]: reason for url, reason in stored}
    assert len(by_page) == len(stored)
    assert {page: by_page.get(page) for page in acknowledged} == acknowledged
