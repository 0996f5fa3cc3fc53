"""The front page: what it shows of a full and of an empty archive."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browsing import needs_chromium, plain

pytestmark = needs_chromium


def test_it_shows_the_ticker_the_newspapers_the_days_and_the_stories(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["full"])
    text = plain(page.inner_text("main"))
    assert "94 articles in the archive" in text
    assert "La Gazette d'Aïn Zarqa" in text
    assert page.locator(".chart .bar").count() == 42
    assert page.locator(".ticker-now li").count() == 7
    assert "طريق الهضاب" in page.inner_text("section[aria-labelledby=stories-heading]")


def test_an_empty_archive_says_what_to_do(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["empty"])
    assert "warraq fetch" in page.inner_text("main")


def test_the_ticker_renews_itself(page: Page, sites: dict[str, str]) -> None:
    page.clock.install()
    page.goto(sites["full"])
    page.locator("[data-live] li").first.evaluate("item => item.remove()")
    assert page.locator(".ticker-now li").count() == 6
    with page.expect_response("**/ticker/now"):
        page.clock.run_for(31_000)
    expect(page.locator(".ticker-now li")).to_have_count(7)
