"""Articles of one text are one story: as they come, change, are told apart and looked at again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.likeness import prints, read_wording
from pipeline.models import Attempt
from pipeline.store import Archive, recording, stories
from tests.archiving import NOON, article, day, rows, second, store, visit
from tests.test_likeness import invent
from tests.test_store_files import make_older

TEXT, OTHER = invent(1, 80), invent(2, 80)
GROUPS = (
    "SELECT group_concat(id) FROM (SELECT * FROM articles ORDER BY id) WHERE story_id IS NOT NULL GROUP BY story_id"
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.db") as opened:
        yield opened


def told(number: int | str, body: str, newspaper: str = "الأخبار", **changes: Any) -> Attempt:
    """A page of a newspaper with this text, under a title of its own, fetched `hours` after noon."""
    at = NOON + timedelta(hours=changes.pop("hours", 0))
    values = {"title": f"عنوان آخر {number}", "newspaper": newspaper, "body": body, **changes}
    return visit(article(number, **values), at=at)


def groups(archive: Archive) -> set[str]:
    """The stories, each as the numbers of its articles."""
    return {row[0] for row in rows(archive, GROUPS)}


def check_stories(archive: Archive) -> None:
    """The rows of stories are those that the present texts and dates make, and prints are those of the texts."""
    stored = rows(archive, "SELECT article_id, print FROM story_prints ORDER BY 1, 2")
    bodies = rows(archive, "SELECT id, body FROM articles ORDER BY id")
    assert stored == [(number, key) for number, body in bodies for key in prints(read_wording(body))]
    counted = (
        "SELECT story_id, count(*), count(DISTINCT newspaper) FROM articles WHERE story_id > 0 GROUP BY 1 ORDER BY 1"
    )
    assert rows(archive, "SELECT id, copies, publishers FROM stories ORDER BY id") == rows(archive, counted)
    assert rows(archive, "SELECT count(*) FROM stories WHERE copies < 2") == [(0,)]
    odd = "SELECT count(*) FROM articles AS a LEFT JOIN stories AS s ON s.id = story_id WHERE (copy_share IS NULL) <> "
    assert rows(archive, odd + "(s.id IS NULL OR first_article_id = a.id)") == [(0,)]
    assert rows(archive, "PRAGMA foreign_key_check") == []


def test_one_text_in_two_newspapers_is_a_story_of_whoever_was_first(archive: Archive) -> None:
    store(archive, told(1, TEXT, "الصباح", published=second("2025-12-11T10:00:00Z")))
    store(archive, told(2, "الرباط (و م ع) - " + TEXT, "المساء", published=second("2025-12-11T08:00:00Z")))
    store(archive, told(3, OTHER))
    assert groups(archive) == {"1,2"}
    assert rows(
        archive, "SELECT first_article_id, first_publisher, first_seen, copies, publishers, agency FROM stories"
    ) == [(2, "المساء", "2025-12-11T08:00:00Z", 2, 2, "MAP")]
    assert rows(archive, "SELECT article_id, first_article_id, copy_share FROM duplicates") == [(1, 2, 1.0)]
    check_stories(archive)


def test_an_article_alone_is_no_story_and_no_duplicate(archive: Archive) -> None:
    store(archive, told(1, TEXT), told(2, OTHER), told(3, "نص قصير"), told(4, "نص قصير آخر"))
    assert groups(archive) == set()
    assert rows(archive, "SELECT * FROM stories") == rows(archive, "SELECT * FROM duplicates") == []
    check_stories(archive)


def test_when_only_the_day_is_known_the_capture_says_who_was_first(archive: Archive) -> None:
    store(archive, told(1, TEXT, hours=3, published=day("2025-12-11")))
    store(archive, told(2, TEXT, "المساء", hours=4, published=second("2025-12-11T14:30:00Z")))
    store(archive, told(3, TEXT, "الصباح", hours=5, published=day("2025-12-10")))
    assert rows(archive, "SELECT first_article_id, first_seen FROM stories") == [(3, "2025-12-10T23:59:59Z")]
    order = rows(archive, "SELECT id FROM articles ORDER BY id")
    assert [row[0] for row in rows(archive, stories._MEMBERS.replace("?", "1"))] == [3, 2, 1]
    assert len(order) == 3


def test_years_between_two_copies_do_not_matter(archive: Archive) -> None:
    store(archive, told(1, TEXT, published=day("2009-01-01")))
    store(archive, *(told(number, invent(number, 60)) for number in range(10, 60)))
    store(archive, told(2, TEXT.replace("ا", "أ"), "المساء"))
    assert groups(archive) == {"1,52"}


def test_the_share_is_that_of_the_copy_in_the_first(archive: Archive) -> None:
    store(archive, told(1, TEXT), told(2, TEXT + "\n" + invent(9, 20), "المساء", hours=1))
    (share,) = rows(archive, "SELECT copy_share FROM articles WHERE id = 2")[0]
    assert share == pytest.approx(0.8, abs=0.03)
    assert rows(archive, "SELECT copy_share FROM articles WHERE id = 1") == [(None,)]


def test_an_edited_text_leaves_its_story_which_ends_with_it(archive: Archive) -> None:
    store(archive, told(1, TEXT), told(2, TEXT, "المساء"))
    store(archive, told(2, OTHER, "المساء", hours=1))
    assert groups(archive) == set()
    assert rows(archive, "SELECT story_id, copy_share FROM articles") == [(None, None)] * 2
    check_stories(archive)


def test_an_edited_text_joins_another_story(archive: Archive) -> None:
    store(archive, told(1, TEXT), told(2, TEXT, "المساء"), told(3, TEXT, "الصباح"), told(4, OTHER))
    store(archive, told(3, OTHER, "الصباح", hours=1))
    assert groups(archive) == {"1,2", "3,4"}
    check_stories(archive)


def test_a_slight_edit_keeps_the_story_and_its_number(archive: Archive) -> None:
    store(archive, told(1, TEXT), told(2, TEXT, "المساء"))
    before = rows(archive, "SELECT id FROM stories")
    store(archive, told(1, TEXT + " وأضاف المصدر أن الأشغال مستمرة إلى حدود الساعة في المدينة كلها.", hours=1))
    assert rows(archive, "SELECT id FROM stories") == before
    assert rows(archive, "SELECT copy_share FROM articles WHERE id = 2") == [(1.0,)]
    check_stories(archive)


def test_a_text_between_two_stories_makes_them_one_and_its_going_parts_them(archive: Archive) -> None:
    first, second_half, rest = invent(1, 60), invent(2, 60), invent(3, 30)
    store(archive, told(1, first + rest), told(2, first + rest, "المساء"))
    store(archive, told(3, second_half + rest), told(4, second_half + rest, "المساء"))
    assert groups(archive) == {"1,2", "3,4"}
    store(archive, told(5, first + rest + second_half, "الصباح"))
    assert groups(archive) == {"1,2,3,4,5"}
    check_stories(archive)
    store(archive, told(5, invent(7, 90), "الصباح", hours=1))
    assert groups(archive) == {"1,2", "3,4"}
    check_stories(archive)


def test_an_older_capture_that_comes_late_can_make_its_article_the_first(archive: Archive) -> None:
    store(archive, told(1, TEXT, published=None, hours=2), told(2, TEXT, "المساء", published=None, hours=5))
    assert rows(archive, "SELECT first_publisher FROM stories") == [("الأخبار",)]
    store(archive, told(2, TEXT, "المساء", published=None, hours=-3))
    assert rows(archive, "SELECT first_publisher, first_seen FROM stories") == [("المساء", "2025-12-11T09:00:00Z")]
    check_stories(archive)


def test_a_newspaper_that_is_learned_later_is_told_as_the_first(archive: Archive) -> None:
    store(archive, told(1, TEXT, None), told(2, TEXT, "المساء", hours=1))  # type: ignore[arg-type]
    assert rows(archive, "SELECT first_publisher FROM stories") == [(None,)]
    store(archive, told(1, TEXT, "الصباح", hours=2))
    assert rows(archive, "SELECT first_publisher FROM stories") == [("الصباح",)]
    check_stories(archive)


def test_an_agency_is_kept_for_every_article_and_follows_its_text(archive: Archive) -> None:
    store(archive, told(1, "باريس (أ ف ب) - " + TEXT), told(2, OTHER, authors=("Reuters",)))
    assert rows(archive, "SELECT agency FROM articles ORDER BY id") == [("AFP",), ("Reuters",)]
    store(archive, told(1, TEXT, hours=1))
    assert rows(archive, "SELECT agency FROM articles ORDER BY id") == [(None,), ("Reuters",)]


def test_a_notice_that_hundreds_of_pages_show_grows_no_further(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stories, "LARGEST", 3)
    store(archive, *(told(number, TEXT + f" {number}", f"صحيفة {number}") for number in range(6)))
    assert sorted(len(group.split(",")) for group in groups(archive)) == [3, 3]
    check_stories(archive)


def test_a_notice_in_place_of_articles_is_no_story(archive: Archive) -> None:
    notice = invent(5, 40)
    store(archive, told(1, notice, title="انتخاب رئيس"), told(2, notice + " اليوم", title="أمطار في الشمال"))
    assert groups(archive) == set()
    store(archive, told(3, notice + " غدا", title="انتخاب رئيس جديد"))  # the same title again: the same news again
    assert groups(archive) == {"1,3"}
    store(archive, told(4, notice, "المساء", title="شيء آخر"))
    assert "4" in groups(archive).pop()


def test_a_page_that_fails_takes_its_story_back(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    store(archive, told(1, TEXT))
    with monkeypatch.context() as patch:
        patch.setattr(recording, "add_outcome", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            store(archive, told(2, TEXT, "المساء"))
    assert groups(archive) == set()
    check_stories(archive)
    store(archive, told(2, TEXT, "المساء"))
    assert groups(archive) == {"1,2"}


def test_copies_are_looked_up_by_the_index_alone(archive: Archive) -> None:
    store(archive, told(1, TEXT))
    asked: list[str] = []
    with closing(sqlite3.connect(archive.path)) as conn:
        conn.set_trace_callback(asked.append)
        wording = read_wording(TEXT)
        assert [kin.article_id for kin in stories.find_kin(conn, 0, wording, prints(wording))] == [1]
        conn.set_trace_callback(None)
        plans = [row[3] for query in asked for row in conn.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert len(plans) >= 12
    assert [plan for plan in plans if not plan.startswith("SEARCH")] == []


async def test_a_rebuild_that_was_interrupted_goes_on_and_finds_the_same(archive: Archive) -> None:
    for number in range(1, 13):
        store(archive, told(number, invent(number % 4, 60), f"صحيفة {number % 3}", hours=number))
    before, told_before = groups(archive), rows(archive, "SELECT first_article_id, copies FROM stories ORDER BY 1")
    assert len(before) == 4
    await archive.begin_story_rebuild()
    assert groups(archive) == set()
    assert await archive.rebuild_stories(5) == 5
    archive.close()
    with Archive.open(archive.path) as again:
        store(again, told(99, invent(3, 60), "المساء", hours=50))  # news comes in between
        await again.begin_story_rebuild()
        assert rows(again, "SELECT reached FROM story_rules") == [(5,)]
        while await again.rebuild_stories(5) is not None:
            pass
        check_stories(again)
        assert {group.removesuffix(",13") for group in groups(again)} == before
        assert [row[0] for row in rows(again, "SELECT first_article_id FROM stories ORDER BY 1")] == [
            row[0] for row in told_before
        ]
        await again.begin_story_rebuild()  # that was finished: this one begins anew
        assert rows(again, "SELECT reached FROM story_rules") == [(0,)]


async def test_an_archive_from_before_waits_for_a_rebuild(tmp_path: Path) -> None:
    path = make_older(tmp_path / "old.db", stop_before="m10_stories")
    with closing(sqlite3.connect(path)) as conn:
        for newspaper in ("الأخبار", "المساء"):
            conn.execute(
                "INSERT INTO articles (newspaper, title, word_count, first_seen, last_seen, content_hash, provenance,"
                " body) VALUES (?, 'x', 80, '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z', ?, '{}', ?)",
                (newspaper, newspaper, TEXT),
            )
        conn.commit()
    with Archive.open(path) as archive:
        assert groups(archive) == set()
        assert rows(archive, "SELECT reached FROM story_rules") == [(0,)]
        await archive.begin_story_rebuild()
        while await archive.rebuild_stories(100) is not None:
            pass
        assert groups(archive) == {"1,2"}
        assert rows(archive, "SELECT reached FROM story_rules") == [(None,)]
        check_stories(archive)


def test_an_article_that_was_deleted_by_hand_is_passed_over(archive: Archive) -> None:
    store(archive, told(1, TEXT))
    with closing(sqlite3.connect(archive.path)) as conn:  # without foreign keys, as the sqlite3 shell does it
        conn.execute("DELETE FROM articles")
        conn.commit()
    assert store(archive, told(2, TEXT, "المساء"))[0].reason == "new"
    assert groups(archive) == set()


def test_a_new_archive_has_nothing_to_look_at_again(archive: Archive) -> None:
    assert rows(archive, "SELECT reached FROM story_rules") == [(None,)]
