"""The front page in a real browser: full, empty, and with content that tries to be more than text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browsing import browser, needs_chromium, served
from tests.showing import fill, fill_hostile, fill_nothing

pytestmark = needs_chromium
FILLS: dict[str, Callable[[Path], Path]] = {"full": fill, "empty": fill_nothing, "hostile": fill_hostile}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("pages")
    with ExitStack() as stack:
        yield {name: stack.enter_context(served(make(folder / f"{name}.db"))) for name, make in FILLS.items()}


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB")
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    yield opened
    assert troubles == []
    context.close()


def test_it_shows_the_ticker_the_newspapers_the_days_and_the_stories(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["full"])
    text = page.inner_text("main")
    assert "94 articles in the archive" in text.replace("\u2068", "").replace("\u2069", "")
    assert "La Gazette d'Aïn Zarqa" in text
    assert page.locator(".chart .bar").count() == 42
    assert page.locator(".ticker-now li").count() == 7
    assert "طريق الهضاب" in page.inner_text("section[aria-labelledby=stories-heading]")


def test_an_empty_archive_says_what_to_do(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["empty"])
    assert "warraq fetch" in page.inner_text("main")


def test_q4_hostile_content_stays_text(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["hostile"])
    assert page.title() == "Warraq"
    assert "<script>" in page.inner_text("main")
    assert page.locator("main script, main img, main [onerror]").count() == 0


def test_q4_no_link_leads_to_a_script(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["hostile"])
    links = page.eval_on_selector_all(
        "a[href]", "links => links.map(link => new URL(link.getAttribute('href'), location).protocol)"
    )
    assert set(links) <= {"http:", "https:"}


@pytest.mark.parametrize("name", FILLS)
@pytest.mark.parametrize("width", [360, 1200])
def test_no_page_scrolls_sideways(page: Page, sites: dict[str, str], name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(sites[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", FILLS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: Page, sites: dict[str, str], name: str, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.goto(sites[name])
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []


def test_the_ticker_renews_itself(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["full"])
    part = page.locator("[data-live]")
    part.evaluate("part => { part.querySelector('ol').innerHTML = ''; }")
    page.evaluate("document.activeElement.blur()")
    shown = page.evaluate("fetch('/ticker/now').then(answer => answer.text())")
    assert shown.count("<li>") == 7
