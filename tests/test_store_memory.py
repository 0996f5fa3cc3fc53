"""What pages teach, in the archive: with the page's rows or not at all, once for each article."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.errors import NotFound
from pipeline.models import Attempt, Link, Page
from pipeline.site_memory import VERSION, PageFacts, SiteMemory, from_json, learn
from pipeline.store import Archive, recording
from tests.archiving import OTHER_BODY, article, failure, rows, store, url_of, visit
from tests.test_store_files import make_older

APPEAL = 4711


def facts(number: int) -> PageFacts:
    own = tuple(range(100 * number, 100 * number + 4))
    return PageFacts(number, number, own, (*own, APPEAL), container=5)


def taught(attempt: Attempt, told: PageFacts) -> Attempt:
    assert attempt.page is not None
    return replace(attempt, page=replace(attempt.page, facts=told))


def lesson(number: int) -> Attempt:
    body = f"{OTHER_BODY}\nالفقرة رقم {number} لا تشبه غيرها." * number
    return taught(visit(article(number, body=body)), facts(number))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


def test_new_articles_teach_and_what_they_taught_comes_back_the_same(path: Path) -> None:
    with Archive.open(path) as archive:
        assert archive.site_memory("akhbar") == ""
        store(archive, lesson(1), lesson(2))
        known = from_json(archive.site_memory("akhbar"))
    assert known == learn(learn(SiteMemory(), facts(1)), facts(2))
    assert known.texts == {APPEAL: 2}
    told = rows(path, "SELECT site, pages, updated_at, version FROM site_memory")
    assert told == [("akhbar", 2, "2025-12-11T12:00:00Z", VERSION)]


def test_an_article_teaches_once_however_often_it_is_read(path: Path) -> None:
    edited = taught(visit(article(1, body=OTHER_BODY)), facts(9))
    with Archive.open(path) as archive:
        receipts = store(archive, lesson(1), lesson(1), edited, replace(lesson(1), link=Link(url_of("other"), "feed")))
        assert [receipt.reason for receipt in receipts] == ["new", "unchanged", "updated", "updated"]
        assert from_json(archive.site_memory("akhbar")) == learn(SiteMemory(), facts(1))


def test_pages_that_are_no_articles_and_failures_teach_nothing(path: Path) -> None:
    no_article = replace(visit(None), page=Page("other", None, facts=facts(3)))
    with Archive.open(path) as archive:
        store(archive, no_article, failure(NotFound("404")), visit(article()))
        assert rows(archive, "SELECT * FROM site_memory") == []


def test_a_page_of_no_site_teaches_its_registered_domain(path: Path) -> None:
    stray = replace(lesson(1), link=Link(url_of(1), "command"))
    with Archive.open(path) as archive:
        store(archive, stray)
        assert from_json(archive.site_memory("example.net")).pages == 1


def test_k4_a_page_that_cannot_be_stored_has_not_taught_either(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("killed before the end of its transaction")

    with Archive.open(path) as archive:
        store(archive, lesson(1))
        with monkeypatch.context() as patch:
            patch.setattr(recording, "add_outcome", fail)
            with pytest.raises(RuntimeError, match="before the end"):
                store(archive, lesson(2))
        assert from_json(archive.site_memory("akhbar")).pages == 1
        assert [receipt.reason for receipt in store(archive, lesson(2))] == ["new"]
        assert from_json(archive.site_memory("akhbar")).pages == 2


def test_a_memory_of_other_rules_is_begun_anew(path: Path) -> None:
    with Archive.open(path) as archive:
        store(archive, lesson(1))
        archive._conn.execute("UPDATE site_memory SET version = 0")
        assert archive.site_memory("akhbar") == ""
        store(archive, lesson(2))
        assert from_json(archive.site_memory("akhbar")) == learn(SiteMemory(), facts(2))


def test_an_archive_from_before_begins_with_its_next_article(path: Path) -> None:
    make_older(path, stop_before="m09_site_memory")
    with Archive.open(path) as archive:
        assert archive.site_memory("akhbar") == ""
        store(archive, lesson(1))
        assert from_json(archive.site_memory("akhbar")).pages == 1
