"""Pages and parts of what a search finds: each article once, in order, whatever is asked and however many match."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline import query
from pipeline.models import Article
from pipeline.query import Cut, Filter
from pipeline.store import Archive, Reader, searching
from tests.archiving import NOON, article, second, store, visit

DAYS = 9
EACH = 4
UNDATED = 3
ALL = DAYS * EACH + UNDATED


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine days, months apart, of four articles each, and some without a date; every second one in French."""
    place = tmp_path_factory.mktemp("pages") / "archive.db"
    with Archive.open(place, clock=lambda: NOON) as archive:
        store(archive, *(visit(_numbered(number)) for number in range(ALL)))
    return place


def _numbered(number: int) -> Article:
    shuffled = number * 7 % ALL
    moment = NOON - timedelta(days=53 * (shuffled // EACH), minutes=shuffled % 2)
    published = second(moment.isoformat()) if shuffled < DAYS * EACH else None
    language = "fr" if number % 2 else "ar"
    return article(number, title=f"خبر {number * 7919}", published=published, language=language)


@pytest.fixture(scope="module")
def archive(path: Path) -> Iterator[Reader]:
    with query.open_archive(path) as opened:
        yield opened


def _pages(archive: Reader, words: str, only: Filter = query.EVERYTHING) -> list[query.ArticleLine]:
    """All pages by date, each begun after the last article of the one before."""
    lines: list[query.ArticleLine] = []
    after = None
    while True:
        found, _ = query.look(archive, words, only, Cut(4, after=after), sort="date")
        if not found.hits:
            return lines
        lines += [hit.line for hit in found.hits]
        after = (lines[-1].published or "", lines[-1].article_id)


@pytest.mark.parametrize("words", ["", "خبر", "خبر -قطار", "خب*", "-قطار", "خبر lang:ar"])
@pytest.mark.parametrize("counted", [5000, 20, 3])
def test_by_date_every_article_comes_once_in_order(
    archive: Reader, words: str, counted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if words != "-قطار":  # of those, only the newest are looked through
        monkeypatch.setattr(searching, "MOST_COUNTED", counted)
    monkeypatch.setattr(searching, "MOST_SORTED", min(counted, 20))
    lines = _pages(archive, words)
    places = [(line.published or "", line.article_id) for line in lines]
    assert places == sorted(set(places), reverse=True)
    assert len(lines) == (ALL + 1) // 2 if "lang" in words else ALL


def test_by_relevance_pages_skip_what_was_shown(archive: Reader) -> None:
    whole = [hit.line.article_id for hit in query.search(archive, "خبر", limit=ALL)]
    pages = [query.look(archive, "خبر", cut=Cut(5, skip=skip))[0].hits for skip in range(0, ALL + 5, 5)]
    assert [hit.line.article_id for page in pages for hit in page] == whole


def test_look_gives_what_find_and_facets_give(archive: Reader) -> None:
    assert query.look(archive, "خبر", cut=Cut(7)) == (
        query.find(archive, "خبر", limit=7),
        query.facets(archive, "خبر"),
    )


def test_facets_count_days_and_leave_out_what_is_not_wanted(archive: Reader) -> None:
    counted = query.facets(archive, "خبر")
    assert counted.days[None] == UNDATED
    assert counted.days["2025-12-11"] == EACH
    assert set(query.facets(archive, "خبر -lang:ar").languages) == {"fr"}
    assert set(query.facets(archive, "-lang:ar").languages) == {"fr"}
    assert sum(query.facets(archive, "-خبر").languages.values()) == 0


@pytest.mark.parametrize("words", ["", "خبر", "-قطار"])
def test_parts_hold_every_article_once(archive: Reader, words: str) -> None:
    found: list[int] = []
    before = None
    while True:
        part = query.find_part(archive, words, before=before, limit=5)
        found += [one.id for one in part.articles]
        before = part.next_before
        if before is None:
            break
    assert found == list(range(ALL, 0, -1))


def test_a_part_may_be_empty_and_have_a_next_one(archive: Reader) -> None:
    part = query.find_part(archive, "-خبر", before=None, limit=5)
    assert part.articles == ()
    assert part.next_before == ALL - 4


def test_parts_know_moments_as_well_as_days(archive: Reader) -> None:
    exact = query.articles_from(since=NOON)
    assert len(query.find_part(archive, "", exact, before=None, limit=50).articles) == EACH // 2


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id FROM articles WHERE published IS NOT NULL AND (published, id) < ('2025', 5)"
        " ORDER BY published DESC, id DESC LIMIT 20",
        "SELECT id FROM articles WHERE published IS NULL AND id < 5 ORDER BY id DESC LIMIT 20",
        "SELECT id FROM articles WHERE id < 5 ORDER BY id DESC LIMIT 20",
    ],
)
def test_pages_go_along_an_index(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as conn:
        plan = " ".join(row[-1] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}"))
    assert "SEARCH articles USING" in plan
    assert "TEMP B-TREE" not in plan
