"""What holds for every page: hostile text stays text, nothing scrolls sideways, axe is content, links stay links."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browsing import needs_chromium
from tests.showing import PAPERS, SCRIPT
from tests.web.conftest import FILLS

pytestmark = needs_chromium

PATHS = {
    "full": [
        "/",
        "/ticker",
        "/headline/7",
        "/stories",
        "/story/3",
        "/newspapers",
        f"/newspaper/{quote(PAPERS[1][0])}",
        "/search",
        "/search?q=council&since=x&section=a",
    ],
    "empty": ["/", "/ticker", "/stories", "/newspapers", "/search?q=x"],
    "hostile": [
        "/",
        "/ticker",
        "/headline/1",
        "/newspapers",
        f"/newspaper/{quote(SCRIPT, safe='')}",
        f"/search?q={quote(SCRIPT)}",
        "/search",
    ],
}
PATHS["full"] += ["/article/94", "/article/94/versions", "/article/94/diff", "/article/91", "/capture/1"]
PATHS["hostile"] += ["/article/1", "/article/1/versions", "/article/1/diff", "/capture/1"]
PATHS["full"] += ["/health", "/data", "/archive", "/archive/articles?_facet=language", "/archive/articles/94"]
PATHS["full"] += ["/archive/per_week", "/archive?sql=select+id,title+from+articles"]
PATHS["empty"] += ["/health", "/data", "/archive/articles", "/archive/stealth_edits"]
PATHS["hostile"] += ["/health", "/archive/articles", "/archive/articles/1", "/archive/latest"]
"""The pages of each archive; a new page belongs here."""
CASES = [(name, path) for name in FILLS for path in PATHS[name]]


@pytest.mark.parametrize("path", PATHS["hostile"])
def test_q4_hostile_content_stays_text(page: Page, sites: dict[str, str], path: str) -> None:
    page.goto(sites["hostile"] + path)
    assert page.title() != "stolen"
    assert "<script>" in page.inner_text("main")
    assert page.locator("main script, main img[onerror], main [onerror], main iframe:not([sandbox])").count() == 0


@pytest.mark.parametrize("path", PATHS["hostile"])
def test_q4_no_link_leads_to_a_script(page: Page, sites: dict[str, str], path: str) -> None:
    page.goto(sites["hostile"] + path)
    links = page.eval_on_selector_all(
        "a[href], form[action]",
        "links => links.map(link => new URL(link.getAttribute('href') ?? link.action, location).protocol)",
    )
    assert set(links) <= {"http:", "https:"}


@pytest.mark.parametrize(("name", "path"), CASES)
@pytest.mark.parametrize("width", [360, 1200])
def test_no_page_scrolls_sideways(page: Page, sites: dict[str, str], name: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(sites[name] + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("name", "path"), CASES)
@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "ar")])
def test_axe_finds_nothing_serious(
    page: Page, sites: dict[str, str], name: str, path: str, theme: str, language: str
) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.context.add_cookies([{"name": "warraq_lang", "value": language, "url": sites[name]}])
    page.goto(sites[name] + path)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")] == []
