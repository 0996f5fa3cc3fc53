"""Stories page by page, and one story: its copies in time and two of them side by side."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline import query
from pipeline.errors import InputError
from pipeline.query import stories_from
from pipeline.store import Archive
from pipeline.story_board import StoryOrder, StoryPage, StoryView, list_stories, view_story
from tests.archiving import NOON, article, day, rows, second, store, visit
from tests.showing import LONG_TEXT, fill_nothing
from tests.test_ticker_history import explain

PAPERS = ("الأخبار", "يقظة الوادي", "موجة الضفة")


def copy(number: int, paper: str, body: str, hours: float, **more: Any) -> Any:
    published = second((NOON + timedelta(hours=hours)).isoformat())
    values = {"title": f"افتتاح طريق الهضاب {number}", "body": body, "newspaper": paper, "published": published, **more}
    return visit(article(number, **values), at=NOON + timedelta(hours=hours, minutes=5))


def other_text(number: int) -> str:
    """A text of its own for each number."""
    return " ".join(f"كلمة{number}ا{place}" for place in range(60))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story in three newspapers, changed in each, and three older ones in two."""
    path = tmp_path_factory.mktemp("stories") / "archive.db"
    changed = LONG_TEXT.replace("مئة وعشرين", "مئة وخمسين")
    with Archive.open(path) as opened:
        for number in range(3):
            text = other_text(number)
            store(opened, *(copy(20 + 2 * number + n, PAPERS[n], text, number - 50 + n) for n in range(2)))
        store(opened, copy(1, PAPERS[0], f"بلاغ\n{LONG_TEXT}", 0), copy(2, PAPERS[1], f"{changed}\n(وكالات)", 2.5))
        store(opened, copy(3, PAPERS[2], LONG_TEXT, 30, published=day("2025-12-13")))
    return path


def listed(path: Path, order: StoryOrder = "newest", after: Any = None, **only: Any) -> StoryPage:
    with query.open_archive(path) as opened:
        return list_stories(opened, stories_from(**only), order, after)


def viewed(path: Path, story_id: int, beside: int | None = None) -> StoryView:
    with query.open_archive(path) as opened:
        return view_story(opened, story_id, beside)


def main_story(path: Path) -> int:
    return int(rows(path, "SELECT id FROM stories WHERE copies = 3")[0][0])


def test_the_newest_first_or_those_of_most_newspapers(archive: Path) -> None:
    assert [line.copies for line in listed(archive).lines] == [3, 2, 2, 2]
    assert [line.publishers for line in listed(archive, "newspapers").lines] == [3, 2, 2, 2]
    assert len(listed(archive, newspaper="موجة الضفة").lines) == 1
    assert len(listed(archive, min_copies=3).lines) == 1
    assert listed(archive, newspaper="لا أحد").lines == ()


@pytest.mark.parametrize("order", ["newest", "newspapers"])
def test_pages_join_without_a_story_lost_or_twice(
    archive: Path, order: StoryOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.story_board.PAGE", 3)
    first = listed(archive, order)
    second_page = listed(archive, order, first.next_place)
    numbers = [line.story_id for line in (*first.lines, *second_page.lines)]
    assert len(numbers) == len(set(numbers)) == 4
    assert second_page.next_place is None


def test_copies_come_with_their_delay(archive: Path) -> None:
    found = viewed(archive, main_story(archive)).copies
    assert [copy.line.newspaper for copy in found] == list(PAPERS)
    assert [copy.is_exact for copy in found] == [True, True, False]
    assert [copy.delay for copy in found] == [timedelta(), timedelta(hours=2.5), timedelta(days=2)]


def test_the_first_stands_beside_the_second_paragraph_by_paragraph(archive: Path) -> None:
    found = viewed(archive, main_story(archive)).comparison
    assert found is not None
    assert (found.first.line.newspaper, found.other.line.newspaper) == PAPERS[:2]
    removed = [span.text.strip() for part in found.body for span in part.first if span.mark == "removed"]
    added = [span.text.strip() for part in found.body for span in part.other if span.mark == "added"]
    assert "وعشرين" in removed
    assert "وخمسين" in added
    assert "بلاغ" in removed
    assert [part.is_same for part in found.body].count(True) == 1


def test_each_side_holds_its_own_text_whole(archive: Path) -> None:
    found = viewed(archive, main_story(archive)).comparison
    assert found is not None
    for side, stored in (("first", found.first), ("other", found.other)):
        text = " ".join("".join(span.text for span in getattr(part, side)) for part in found.body)
        assert text.split() == stored.body.split()


def test_another_copy_is_chosen(archive: Path) -> None:
    story_id = main_story(archive)
    wanted = rows(archive, "SELECT id FROM articles WHERE newspaper = ? AND story_id = ?", PAPERS[2], story_id)[0][0]
    found = viewed(archive, story_id, wanted).comparison
    assert found is not None
    assert found.other.line.article_id == wanted
    with pytest.raises(InputError, match="not one of story"):
        viewed(archive, story_id, rows(archive, "SELECT min(id) FROM articles")[0][0])


def test_a_word_for_word_copy_has_no_difference(archive: Path) -> None:
    first = rows(archive, "SELECT id FROM stories WHERE copies = 2 ORDER BY id")[0][0]
    found = viewed(archive, first).comparison
    assert found is not None
    assert all(part.is_same for part in found.body)


def test_no_such_story(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="999"):
        viewed(archive, 999)
    assert listed(fill_nothing(tmp_path / "empty.db")).lines == ()


@pytest.mark.parametrize("only", [{}, {"newspaper": PAPERS[0]}, {"min_copies": 3}])
def test_a_page_of_the_newest_stories_is_read_in_their_order(archive: Path, only: dict[str, Any]) -> None:
    plans = explain(archive, lambda opened: list_stories(opened, stories_from(**only), "newest", (2, "2026", 1)))
    assert any("stories_first_seen" in line for line in plans)
    assert not any("TEMP B-TREE" in line for line in plans)
    assert [line for line in plans if line.startswith("SCAN") and "INDEX" not in line and line != "SCAN s"] == []
