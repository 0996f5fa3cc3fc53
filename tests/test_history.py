"""What an archive remembers of edits, and how people see them."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from pipeline import dedupe, history, query
from pipeline.cli import cli
from pipeline.cli.differing import print_difference
from pipeline.store import Archive, versions
from pipeline.store.version_tables import OF_VERSIONS
from tests.archiving import BODY, NOON, article, rows, second, store, url_of, visit
from tests.newsroom import body_of, make_site, open_newsroom, page

EVERY_RUN: dict[str, Any] = {"recheck": ["0s"]}
MODIFIED = second("2025-12-11T09:30:00+01:00")
MOVED = second("2025-12-11T15:30:00+01:00")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with closing(Archive.open(tmp_path / "archive.db")) as opened:
        yield opened


def tell(archive: Archive, *states: dict[str, Any]) -> list[str]:
    """Archive states of one article an hour apart; gives how each was taken."""
    attempts = (visit(article(**state), at=NOON + timedelta(hours=n)) for n, state in enumerate(states))
    return [receipt.reason for receipt in store(archive, *attempts)]


def kinds(archive: Archive | Path) -> list[tuple[Any, ...]]:
    found = rows(archive, "SELECT kind, kinds, is_silent, returns_to FROM versions ORDER BY seen_at, replaced_at, id")
    return [(kind, json.loads(of) if of else None, *rest) for kind, of, *rest in found]


def run(archive: Archive | Path, *arguments: str, code: int = 0) -> Result:
    path = archive if isinstance(archive, Path) else archive.path
    done = CliRunner().invoke(cli, ["show", *arguments, "--archive", str(path)])
    assert done.exit_code == code, done.output
    return done


# What is noted of a change.


def test_h13_there_and_back_again_is_three_states_and_the_archive_says_which(archive: Archive) -> None:
    other = BODY.replace("السدود", "الحقول")
    assert tell(archive, {"body": BODY}, {"body": other}, {"body": BODY}) == ["new", "updated", "updated"]
    assert kinds(archive) == [("substantive", ["wording"], None, None), ("substantive", ["wording"], None, 1)]
    with query.open_archive(archive.path) as opened:
        assert [state.record.body for state in history.states(opened, 1)] == [BODY, other, BODY]


def test_h13_a_title_in_another_case_is_cosmetic(archive: Archive) -> None:
    assert tell(archive, {"title": "Rain is back"}, {"title": "Rain Is Back"}) == ["new", "updated"]
    assert kinds(archive) == [("cosmetic", ["case"], None, None)]


def test_h13_another_number_is_substantive(archive: Archive) -> None:
    assert tell(archive, {"title": "مقتل 3 أشخاص"}, {"title": "مقتل 5 أشخاص"}) == ["new", "updated"]
    assert kinds(archive) == [("substantive", ["title", "numbers"], None, None)]


@pytest.mark.parametrize(
    ("was", "now", "is_silent"),
    [
        (MODIFIED, MODIFIED, 1),
        (MODIFIED, MOVED, 0),
        (None, MOVED, 0),
        (None, None, None),
    ],
)
def test_an_edit_is_silent_when_the_publishers_own_time_did_not_move(
    archive: Archive, was: Any, now: Any, is_silent: int | None
) -> None:
    tell(archive, {"modified": was}, {"modified": now, "title": "عنوان آخر"})
    assert rows(archive, "SELECT is_silent FROM edits") == [(is_silent,)]


def test_another_author_is_no_silent_edit_of_the_text(archive: Archive) -> None:
    tell(archive, {"modified": MODIFIED, "authors": ("علي",)}, {"modified": MODIFIED, "authors": ("سلمى",)})
    assert kinds(archive) == [("substantive", ["author"], None, None)]


def test_each_state_says_since_when_it_was_seen_and_in_which_capture(archive: Archive) -> None:
    tell(archive, {"title": "a b c"}, {"title": "a b d"}, {"title": "a b e"})
    assert rows(archive, "SELECT seen_at, replaced_at, capture_id FROM versions ORDER BY id") == [
        ("2025-12-11T12:00:00Z", "2025-12-11T13:00:00Z", 1),
        ("2025-12-11T13:00:00Z", "2025-12-11T14:00:00Z", 2),
    ]


# What is no change.


def test_pictures_that_a_page_shows_in_turn_are_no_versions(archive: Archive) -> None:
    pictures = [f"https://img.example/{name}.jpg" for name in "abababcdecab"]
    reasons = tell(archive, *({"image": picture} for picture in pictures))
    assert set(reasons[1:]) == {"unchanged"}
    assert rows(archive, "SELECT json_extract(record, '$.image') FROM versions ORDER BY id") == [
        (pictures[0],),
        (pictures[1],),
    ]


def test_a_picture_that_returns_with_an_edit_is_no_part_of_it(archive: Archive) -> None:
    one, other = ({"image": f"https://img.example/{name}.jpg"} for name in "ab")
    tell(archive, one, other, {**one, "title": "عنوان آخر"})
    assert rows(archive, "SELECT changed FROM versions ORDER BY id") == [('["image"]',), ('["title"]',)]


def test_h12_clocks_counters_weather_and_labelled_advertisements_in_the_text_are_no_versions(archive: Archive) -> None:
    bodies = [
        f"{BODY}\nعدد المشاهدات: {100 + number}\n12:{number:02}\nالرباط {20 + number}°C\nإعلان: هاتف جديد رقم {number}"
        for number in range(5)
    ]
    assert tell(archive, *({"body": body} for body in bodies)) == ["new", *["unchanged"] * 4]
    assert kinds(archive) == []
    assert tell(archive, {"body": BODY.replace("السدود", "الحقول")}) == ["updated"]


async def test_h12_what_moves_around_an_article_makes_no_version(tmp_path: Path) -> None:
    def shown(number: int) -> str:
        boxes = (
            f'<div class="clock">12:{number:02}</div><div class="weather">الرباط {number}°</div>'
            f'<aside class="related"><a href="/news/{number}">خبر آخر رقم {number} من الأرشيف</a></aside>'
        )
        inside = [*body_of(1), f"عدد المشاهدات: {number * 17}", f"إعلان: عرض رقم {number}"]
        picture = f'<meta property="og:image" content="https://img.example/{number % 3}.jpg">'
        return page(1, main=boxes, body=inside, head=picture)

    with open_newsroom(tmp_path, make_site(**EVERY_RUN)) as room:
        room.publish(1)
        for number in range(1, 5):
            room.on("/news/1", shown(number))
            room.clock.advance(minutes=1)
            await room.fetch("/news/1")
        assert [reason for path, reason in room.outcomes() if path == "/news/1"] == ["new", *["unchanged"] * 3]
        assert room.rows("SELECT changed FROM versions WHERE changed <> '[\"image\"]'") == []
        assert room.column("SELECT count(*) FROM versions")[0] <= 2


@pytest.mark.parametrize("has_canonical", [True, False])
def test_h11_one_article_under_2162_addresses_is_one_article(archive: Archive, has_canonical: bool) -> None:
    slugs = [url_of(f"{number}-slug") for number in range(2162)]
    same = [visit(article(1, **({} if has_canonical else {"url": slug})), url=slug) for slug in slugs]
    futures = [archive.submit(attempt, dedupe) for attempt in same]
    reasons = [future.result(timeout=60).reason for future in futures]
    assert reasons == ["new", *["duplicate"] * 2161]
    assert rows(archive, "SELECT count(*) FROM articles") == [(1,)]
    assert rows(archive, "SELECT addresses FROM many_addresses") == [(2162 + has_canonical,)]
    assert kinds(archive) == []


# States that come late.


def at(archive: Archive, hour: int, title: str) -> str:
    return store(archive, visit(article(title=title), at=NOON + timedelta(hours=hour)))[0].reason


def titles(archive: Archive) -> list[tuple[Any, ...]]:
    return rows(archive, "SELECT title, substr(seen_at, 12, 2), substr(replaced_at, 12, 2) FROM versions"
                         " ORDER BY seen_at, replaced_at, id")  # fmt: skip


def test_a_state_that_an_older_capture_tells_of_takes_its_place_among_the_others(archive: Archive) -> None:
    assert [at(archive, hour, title) for hour, title in ((2, "two dogs"), (6, "six dogs"))] == ["new", "updated"]
    assert at(archive, 4, "four dogs") == "updated"
    assert at(archive, 0, "zero dogs") == "updated"
    assert titles(archive) == [("zero dogs", "12", "14"), ("two dogs", "14", "16"), ("four dogs", "16", "18")]
    assert rows(archive, "SELECT title, first_seen FROM articles") == [("six dogs", "2025-12-11T12:00:00Z")]


def test_a_known_state_seen_in_an_older_capture_is_no_other_version(archive: Archive) -> None:
    at(archive, 2, "two dogs")
    at(archive, 6, "six dogs")
    assert at(archive, 3, "two dogs") == "unchanged"
    assert at(archive, 0, "two dogs") == "unchanged"
    assert titles(archive) == [("two dogs", "12", "18")]


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["one dog", "two dogs", "no dog"])), min_size=1, max_size=9)
)
def test_in_whatever_order_captures_come_states_follow_each_other_in_time(visits: list[tuple[int, str]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder, closing(Archive.open(Path(folder) / "archive.db")) as opened:
        for hour, title in visits:
            at(opened, hour, title)
        line = rows(opened, "SELECT seen_at, replaced_at FROM versions ORDER BY seen_at, replaced_at, id")
        assert all(seen <= replaced for seen, replaced in line)
        with closing(sqlite3.connect(opened.path)) as conn:
            conn.execute("CREATE TEMP TABLE told AS SELECT * FROM versions")
            versions.retell(conn, 1)
            assert conn.execute("SELECT * FROM versions EXCEPT SELECT * FROM temp.told").fetchall() == []


# Old archives, other archives.


def test_versions_of_before_are_told_of_by_the_migration(archive: Archive) -> None:
    tell(archive, {"title": "3 dogs"}, {"title": "5 dogs"}, {"title": "3 dogs"})
    before = rows(archive, "SELECT * FROM versions ORDER BY id")
    archive.close()
    with closing(sqlite3.connect(archive.path)) as conn:
        conn.execute("DROP VIEW edits")
        conn.execute("DROP INDEX versions_edits")
        for column in OF_VERSIONS:
            conn.execute(f"ALTER TABLE versions DROP COLUMN {column.name}")
        conn.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '%_edits'")
        conn.commit()
    Database(archive.path).close()
    Archive.open(archive.path).close()
    assert rows(archive.path, "SELECT * FROM versions ORDER BY id") == before
    assert len(rows(archive.path, "SELECT * FROM edits")) == 2


def test_a_merge_carries_what_was_noted_and_tells_of_returns_anew(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.db", tmp_path / "theirs.db"
    with closing(Archive.open(ours)) as opened:
        at(opened, 0, "3 dogs")
    with closing(Archive.open(theirs)) as opened:
        at(opened, 2, "5 dogs")
        at(opened, 4, "3 dogs")
    for _ in range(2):
        done = CliRunner().invoke(cli, ["merge", str(theirs), "--archive", str(ours)])
        assert done.exit_code == 0, done.output
        found = rows(ours, "SELECT title, kind, returns_to IS NOT NULL, seen_at FROM versions ORDER BY seen_at")
        assert found == [
            ("3 dogs", "substantive", 0, "2025-12-11T12:00:00Z"),
            ("5 dogs", "substantive", 1, "2025-12-11T14:00:00Z"),
        ]


# What people see.

HOSTILE = "سعر \x1b[31mالخبز\x1b]0;owned\x07 \u202eيرتفع 5%"


@pytest.fixture
def edited(archive: Archive) -> Archive:
    first = {"title": "سعر الخبز يرتفع 3%", "modified": MODIFIED}
    changed = {**first, "title": HOSTILE, "body": f"{article().body}\nوتحتج النقابات على القرار الجديد غدا."}
    tell(archive, first, changed, first)
    return archive


def test_show_lists_the_versions_in_a_line_each(edited: Archive) -> None:
    lines = [line.split("versions")[-1].strip() for line in run(edited, "1").stdout.splitlines() if ": seen " in line]
    assert lines == [
        "1: seen 2025-12-11T12:00:00Z",
        "2: seen 2025-12-11T13:00:00Z, substantive: title, numbers, text added, diacritics; +8 -2 words; silent",
        "3: seen 2025-12-11T14:00:00Z, substantive: title, numbers, text removed, diacritics; +2 -8 words; silent;"
        " back to version 1",
    ]


def test_show_says_how_it_was_in_a_version(edited: Archive) -> None:
    assert "تحتج النقابات" in run(edited, "1", "--version", "2").stdout
    assert "تحتج النقابات" not in run(edited, "1", "--version", "1").stdout
    state = json.loads(run(edited, "1", "--version", "2", "--json").stdout)
    assert (state["version"], state["title"], state["capture_id"]) == (2, HOSTILE, 2)


def test_a_difference_is_marked_word_by_word_and_set_apart_from_right_to_left_text(edited: Archive) -> None:
    shown = run(edited, url_of(1), "--diff", "2").stdout
    assert "\u2068[-3%-]\u2069 \u2068{+5%+}\u2069" in shown
    assert "{+وتحتج النقابات على القرار الجديد غدا.+}" in shown
    assert "\n…\n" in shown


def test_the_last_change_and_one_between_any_two_versions(edited: Archive) -> None:
    assert "version 2 (" in run(edited, "1", "--diff").stdout
    assert "no difference" in run(edited, "1", "--diff", "1..3").stdout
    assert "first version" in run(edited, "1", "--diff", "1").stdout


def test_q7_nothing_that_a_page_says_steers_the_terminal(edited: Archive) -> None:
    for arguments in (["1", "--diff", "2"], ["1", "--version", "2"], ["1"]):
        shown = run(edited, *arguments).stdout
        assert not set(shown) & set("\x1b\x07\u202e\r")


def test_on_a_terminal_a_difference_is_coloured(edited: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    from io import StringIO

    from rich.console import Console

    from pipeline.cli import differing

    screen = Console(file=StringIO(), force_terminal=True, color_system="standard", width=200, highlight=False)
    monkeypatch.setattr(differing, "console", lambda: screen)
    with query.open_archive(edited.path) as opened:
        found = history.difference(opened, 1, 2)
    assert found
    print_difference(found)
    shown = screen.file.getvalue()  # type: ignore[attr-defined]
    assert "\x1b[9;31m" in shown
    assert "\x1b[4;32m" in shown
    assert "[-" not in shown
    assert "\x1b]0" not in shown


def test_a_difference_as_json_has_spans_for_programs(edited: Archive) -> None:
    told = json.loads(run(edited, "1", "--diff", "2", "--json").stdout)
    assert (told["from"], told["to"], told["kind"], told["is_silent"]) == (1, 2, "substantive", True)
    title, body = told["fields"]
    assert {"mark": "removed", "text": " 3%", "note": ""} in title["paragraphs"][0]
    assert body["paragraphs"][-1] == [{"mark": "added", "text": "وتحتج النقابات على القرار الجديد غدا.", "note": ""}]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["1", "--diff", "9"], 7),
        (["1", "--version", "4"], 7),
        (["99", "--diff"], 7),
        (["1", "--diff", "x"], 2),
        (["1", "--diff", "1", "--raw"], 2),
    ],
)
def test_what_is_not_there_is_said(edited: Archive, arguments: list[str], code: int) -> None:
    run(edited, *arguments, code=code)


def test_stealth_edits_are_a_query(edited: Archive) -> None:
    found = rows(edited, "SELECT article_id, kinds FROM edits WHERE is_silent AND kind = 'substantive'")
    assert found == [(1, "title, numbers, text_removed, diacritics"), (1, "title, numbers, text_added, diacritics")]


def test_a_copy_of_the_file_needs_no_program_to_ask_for_edits(edited: Archive, tmp_path: Path) -> None:
    edited.close()
    copy = Path(shutil.copy(edited.path, tmp_path / "copy.db"))
    assert len(rows(copy, "SELECT * FROM edits")) == 2
