"""`warraq stories` and what `warraq show` says of copies."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline import query
from pipeline.store import Archive
from tests.archiving import second, store
from tests.test_cli import warraq
from tests.test_likeness import invent
from tests.test_store_stories import told

TEXT = invent(1, 80)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive with a story of three articles, one of two, and an article alone."""
    with Archive.open(tmp_path / "archive.db") as archive:
        for number, newspaper in enumerate(("الصباح", "المساء", "الأخبار"), 1):
            at = second(f"2025-12-1{number}T08:00:00Z")
            store(archive, told(number, f"باريس (أ ف ب) - {TEXT}", newspaper, published=at))
        for number, newspaper in ((4, "المساء"), (5, "الجريدة")):
            store(archive, told(number, invent(2), newspaper, published=second(f"2025-11-0{number}T08:00:00Z")))
        store(archive, told(6, invent(3)))
    return tmp_path / "archive.db"


def as_json(path: Path, *options: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in warraq("stories", "--json", *options, "--archive", path).stdout.splitlines()]


def test_stories_are_listed_with_who_was_first(path: Path) -> None:
    shown = warraq("stories", "--archive", path)
    assert shown.exit_code == 0
    assert shown.stderr == ""
    lines = shown.stdout.splitlines()
    assert lines[0].split() == [
        "story",
        "first",
        "seen",
        "first",
        "in",
        "articles",
        "newspapers",
        "agency",
        "article",
        "title",
    ]
    assert "2025-12-11T08:00:00Z" in lines[1]
    assert "الصباح" in lines[1]
    assert "AFP" in lines[1]
    assert len(lines) == 3


def test_each_story_is_an_object_with_its_articles(path: Path) -> None:
    story, other = as_json(path)
    assert (story["copies"], story["publishers"], story["first_publisher"], story["agency"]) == (3, 3, "الصباح", "AFP")
    articles = story["articles"]
    assert isinstance(articles, list)
    assert [copy["newspaper"] for copy in articles] == ["الصباح", "المساء", "الأخبار"]
    assert [copy["copy_share"] for copy in articles] == [None, 1.0, 1.0]
    assert other["copies"] == 2


@pytest.mark.parametrize(
    ("options", "first"),
    [
        (("--since", "2025-12-01"), [1]),
        (("--min-copies", "3"), [1]),
        (("--newspaper", "المساء"), [1, 4]),
        (("--newspaper", "الجريده"), [4]),
        (("--newspaper", "لا توجد"), []),
        (("--limit", "1"), [1]),
    ],
)
def test_stories_can_be_narrowed_down(path: Path, options: tuple[str, ...], first: list[int]) -> None:
    assert [story["first_article_id"] for story in as_json(path, *options)] == first


def test_show_lists_the_copies_and_says_who_was_first(path: Path) -> None:
    shown = warraq("show", "2", "--archive", path).stdout
    assert "article 1, الصباح, 2025-12-11T08:00:00Z" in shown
    assert "1: first, 2025-12-11T08:00:00Z, الصباح" in shown
    assert "3: 100% of it in the first, 2025-12-13T08:00:00Z, الأخبار" in shown
    assert "this article, الصباح" in warraq("show", "1", "--archive", path).stdout
    alone = json.loads(warraq("show", "6", "--json", "--archive", path).stdout)
    assert (alone["story"], alone["agency"]) == (None, None)
    assert json.loads(warraq("show", "2", "--json", "--archive", path).stdout)["story"]["first_article_id"] == 1


def test_a_rebuild_finds_what_had_been_lost_and_says_when_one_is_due(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.executescript(
            "DELETE FROM story_prints; UPDATE articles SET story_id = NULL, copy_share = NULL; DELETE FROM stories;"
            "UPDATE story_rules SET reached = 0;"
        )
    lost = warraq("stories", "--archive", path)
    assert "6 articles wait for `warraq stories --rebuild`" in lost.stderr
    assert "no text was printed more than once" in lost.stdout
    found = warraq("stories", "--rebuild", "--archive", path)
    assert found.stderr == ""
    assert len(found.stdout.splitlines()) == 3


def test_stories_of_other_rules_are_told(path: Path) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("UPDATE story_rules SET fingerprint = 'of another version'")
        conn.commit()
    assert "other rules" in warraq("stories", "--archive", path).stderr
    assert warraq("stories", "--rebuild", "--archive", path).stderr == ""
    with query.open_archive(path) as archive:
        assert query.story_coverage(archive) == query.Coverage(0, is_of_todays_rules=True)
