"""The stories' pages: the list with its choices, and one story with two articles side by side."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browsing import needs_chromium, plain

pytestmark = needs_chromium
ROAD = "افتتاح طريق الهضاب بعد طول انتظار"


def test_stories_are_listed_and_chosen(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/stories")
    assert page.locator(".stories li").count() == 3
    page.select_option("select[name=order]", "newspapers")
    page.click(".choices button")
    first = plain(page.inner_text(".stories li:first-child"))
    assert ROAD in first
    assert "3 articles in 3 newspapers" in first
    page.goto(f"{sites['full']}/stories?copies=10")
    assert page.locator(".stories li").count() == 2


def test_a_story_shows_who_was_first_and_who_copied(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/stories")
    page.click(f"text={ROAD}")
    assert page.locator(".copy").count() == 3
    assert page.locator(".copy-first .strip circle").count() == 1
    assert page.locator(".copy .share .part").count() == 2
    assert "2 hours later" in plain(page.inner_text(".copies"))


def test_two_articles_stand_side_by_side(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/stories")
    page.click(f"text={ROAD}")
    page.click(".copy:nth-child(3) >> text=Set beside the first")
    assert "with=" in page.url
    assert "نسخة 2" in page.locator(".beside ins").last.inner_text()
    one, other = (
        page.locator(".beside-same").first.locator(side).bounding_box() for side in (":not(.other)", ".other")
    )
    assert one
    assert other
    assert one["y"] == other["y"]
    assert one["x"] > other["x"]  # Arabic reads from the right: the first article stands there


def test_on_a_phone_they_are_stacked_and_what_is_the_same_is_said_once(page: Page, sites: dict[str, str]) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{sites['full']}/stories")
    page.click(f"text={ROAD}")
    assert not page.locator(".beside-same .other").first.is_visible()
    assert page.locator(".beside ins").last.is_visible()


def test_what_is_not_there_is_not_found(page: Page, sites: dict[str, str]) -> None:
    for path, status in (
        ("/story/99999", 404),
        ("/story/1?with=99999", 404),
        ("/story/1?with=x", 404),
        ("/stories?since=x", 400),
        ("/stories?copies=x&before=y&papers=z&id=w", 200),
    ):
        assert page.request.get(sites["full"] + path).status == status, path


def test_an_empty_archive_has_no_stories(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['empty']}/stories")
    assert "No stories" in page.inner_text("main")
