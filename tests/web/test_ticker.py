"""The ticker's pages: the board of a site, its choices, and one headline."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browsing import needs_chromium, plain

pytestmark = needs_chromium


def test_the_board_shows_headlines_as_bars_and_the_ticker_as_it_is(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/ticker")
    assert page.locator(".board-row").count() == 12
    assert page.locator(".board-row .bars path.rank-0").count() > 3
    assert page.locator(".board-row .reworded").count() == 1
    assert page.locator(".edition li").count() == 7
    assert "2 wordings" in plain(page.inner_text(".board"))


def test_a_moment_is_chosen_without_a_script(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/ticker")
    page.fill("input[name=at]", "2025-12-11T14:30")
    page.select_option("select[name=span]", "6h")
    page.click(".choices button")
    assert page.input_value("input[name=at]") == "2025-12-11T14:30"
    assert page.input_value("select[name=span]") == "6h"
    assert page.locator(".board-row").count() == 8
    assert "seen 11 Dec 2025 14:00" in plain(page.inner_text(".edition"))


def test_filters_leave_out_the_others(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/ticker?orphans=1")
    assert page.locator(".board-row").count() == 1
    page.goto(f"{sites['full']}/ticker?vanished=1")
    assert "No such headline" in page.inner_text("main")


def test_a_headline_has_its_ranks_wordings_and_article(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/ticker")
    page.click(".board-row:has(.reworded) .board-text > a")
    assert page.locator(".rank-chart path.step").count() == 1
    assert page.locator(".wording ins").inner_text() == "جميع"
    page.goto(f"{sites['full']}/ticker")
    page.click(".board-row:has(.badge-good) .board-text > a")
    page.click(".properties a[href^='/article/']")
    assert "/article/" in page.url


def test_what_is_not_there_is_not_found(page: Page, sites: dict[str, str]) -> None:
    for path, status in (
        ("/headline/99999", 404),
        ("/headline/999999999999999999", 404),
        ("/ticker?site=nowhere", 404),
        ("/ticker?at=yesterday", 400),
        ("/ticker?at=0001-01-01T00:00", 400),
        ("/ticker?at=9999-12-31T23:59%2B00:00", 400),
        ("/ticker?span=x&kind=y&before=z&id=-1", 200),
    ):
        assert page.request.get(sites["full"] + path).status == status, path


def test_an_empty_archive_has_no_ticker(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['empty']}/ticker")
    assert "No headline ticker" in page.inner_text("main")
