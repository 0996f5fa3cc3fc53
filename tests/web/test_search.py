"""The search page: what it finds, how it is narrowed, and what it gives to programs."""

from __future__ import annotations

import csv
import http.client
import io
import json
import re
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import feedparser
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from pipeline.query import Marked
from pipeline.store import Archive
from pipeline.web.asked import Asked
from pipeline.web.histogram import MOST_BARS, hits_chart
from pipeline.web.pages.search import marked
from pipeline.web.words import words_of
from tests.archiving import article, store, visit
from tests.browsing import needs_chromium, plain, served
from tests.showing import PAPERS, SCRIPT


def ask(site: str, path: str = "/search", **values: str | int) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=30)
    connection.request("GET", f"{path}?{urlencode(values)}" if values else path, headers={"Accept-Language": "en"})
    answer = connection.getresponse()
    found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
    connection.close()
    return found


@needs_chromium
def test_it_finds_forms_marks_them_and_says_how_many(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/search?q=" + quote("والسدود"))
    assert "31 articles" in plain(page.inner_text("[role=status]"))
    assert page.locator(".hits li").count() == 20
    assert page.locator(".hits h3 mark").first.inner_text() == "السدود"
    assert page.locator(".hits article").first.get_attribute("dir") == "rtl"
    assert page.locator(".chart .bar").count() == 30


@needs_chromium
def test_facets_narrow_and_chips_widen(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/search?q=council")
    page.click(".facets a:has-text('The Dunes Observer')")
    page.wait_for_url("**newspaper=**")
    assert page.input_value("#by-newspaper") == PAPERS[2][0]
    assert "30 articles" in plain(page.inner_text("[role=status]"))
    page.click(".facets a:has-text('2025')")
    page.wait_for_url("**until=2025")
    assert page.locator(".chips a").count() == 3
    page.click(".chips a:has-text('The Dunes Observer')")
    page.wait_for_url("**q=council&since=2025&until=2025")


@needs_chromium
def test_the_form_asks_and_all_of_it_is_in_the_address(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/search")
    page.fill("#words", "conseil")
    page.fill("#by-since", "2025-12")
    page.select_option("#by-language", "fr")
    page.select_option("#by-sort", "date")
    page.click(".search-words button")
    page.wait_for_url("**q=conseil**")
    assert page.input_value("#by-since") == "2025-12"
    assert page.input_value("#by-sort") == "date"
    assert 0 < page.locator(".hits li").count() < 20


def pages(page: Page, site: str, path: str) -> list[list[str]]:
    """The articles of each page of a search, by their addresses, until there is no next one."""
    found = []
    while path:
        page.goto(site + path)
        found.append(page.eval_on_selector_all(".hits h3 a", "links => links.map(link => link.pathname)"))
        following = page.locator("a[rel=next]")
        path = following.get_attribute("href") or "" if following.count() else ""
    return found


@needs_chromium
@pytest.mark.parametrize(
    ("path", "sizes"),
    [("/search?q=council", [20, 10]), ("/search?q=council&sort=date", [20, 10]), ("/search", [20, 20, 20, 20, 14])],
)
def test_the_pages_show_each_article_once_and_end(
    page: Page, sites: dict[str, str], path: str, sizes: list[int]
) -> None:
    found = pages(page, sites["full"], path)
    assert [len(links) for links in found] == sizes
    assert len({link for links in found for link in links}) == sum(sizes)


@needs_chromium
def test_nothing_found_says_what_to_try(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/search?q=zzzz&section=Sport")
    assert "Nothing was found" in page.inner_text("main")
    page.click("text=Search without the filters")
    page.wait_for_url("**/search?q=zzzz")


@needs_chromium
@pytest.mark.parametrize(("since", "until", "said"), [("2025-13", "", "This is no date"), ("2025", "2024", "before")])
def test_a_wrong_date_is_said_beside_its_field(
    page: Page, sites: dict[str, str], since: str, until: str, said: str
) -> None:
    page.goto(f"{sites['full']}/search?since={since}&until={until}")
    field = page.locator("[aria-invalid=true]")
    note = page.locator(f"#{field.get_attribute('aria-describedby')}")
    assert said in note.inner_text()


@pytest.mark.parametrize("format", ["jsonl", "csv", "atom"])
def test_programs_are_told_of_a_wrong_date(sites: dict[str, str], format: str) -> None:
    status, _, text = ask(sites["full"], f"/search.{format}", since="soon")
    assert status == 400
    assert "no date" in text


def test_json_lines_come_in_parts_that_lead_to_one_another(sites: dict[str, str]) -> None:
    found: list[int] = []
    path = "/search.jsonl?q=council&limit=13"
    while path:
        status, headers, text = ask(sites["full"], path)
        assert status == 200
        found += [json.loads(line)["id"] for line in text.splitlines()]
        link = re.fullmatch(r'<(.*)>; rel="next"', headers.get("link", ""))
        path = link[1] if link else ""
    assert len(found) == len(set(found)) == 30
    assert found == sorted(found, reverse=True)


def test_parts_leave_out_what_is_not_wanted(sites: dict[str, str]) -> None:
    _, _, text = ask(sites["full"], "/search.jsonl", q="-council -conseil")
    assert 0 < len(text.splitlines()) == 94 - 60


def test_q5_csv_is_safe_for_spreadsheets_unless_it_is_to_be_exact(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive.db") as archive:
        store(archive, visit(article(1, title="=1+1", newspaper="@paper")))
    with served(tmp_path / "archive.db") as site:
        _, headers, text = ask(site, "/search.csv")
        _, _, exact = ask(site, "/search.csv", exact=1)
    assert headers["content-disposition"] == 'attachment; filename="search.csv"'
    rows = [next(csv.DictReader(io.StringIO(given))) for given in (text, exact)]
    assert [(row["title"], row["newspaper"]) for row in rows] == [("'=1+1", "'@paper"), ("=1+1", "@paper")]


def test_the_feed_is_one_to_a_feed_reader(sites: dict[str, str]) -> None:
    _, headers, text = ask(sites["full"], "/search.atom", q="السدود", limit=7)
    feed = feedparser.parse(text, response_headers={"content-type": headers["content-type"]})
    assert not feed.bozo
    assert feed.feed.title == "Warraq: السدود"
    relations = {link.rel: link.href for link in feed.feed.links}
    assert relations["self"].startswith(f"{sites['full']}/search.atom?q=")
    assert "before=" in relations["next"]
    assert len(feed.entries) == 7
    assert feed.feed.updated
    assert len({entry.id for entry in feed.entries}) == 7


def test_the_page_names_its_feed(sites: dict[str, str]) -> None:
    _, _, page = ask(sites["full"], q="a b", language="fr")
    assert '<link rel="alternate" type="application/atom+xml"' in page
    assert 'href="/search.atom?q=a+b&amp;language=fr"' in page


def test_q4_hostile_articles_leave_as_text(sites: dict[str, str]) -> None:
    _, _, text = ask(sites["hostile"], "/search.atom")
    assert not feedparser.parse(text).bozo
    assert SCRIPT not in text
    _, headers, _ = ask(sites["hostile"], "/search.jsonl")
    assert headers["x-content-type-options"] == "nosniff"


ODD = [
    '"a',
    "NEAR(",
    "col:x",
    "-x",
    "^",
    "*",
    "(" * 400,
    "a " * 240,
    "\x00",
    "' OR 1=1 --",
    "\ud7ff\u202e",
    "OR",
    "since:x",
]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("path", ["/search", "/search.jsonl", "/search.csv", "/search.atom"])
def test_q1_q2_any_text_in_any_field_is_a_search(sites: dict[str, str], odd: str, path: str) -> None:
    status, _, _ = ask(sites["full"], path, q=odd, newspaper=odd, language=odd, section=odd, page=odd, after=odd)
    assert status == 200


@pytest.mark.parametrize(
    "values", [{"page": 999999}, {"after": ",1"}, {"after": "x,9" + "9" * 40}, {"after": "2000,5"}]
)
def test_q8_a_page_too_far_is_answered(sites: dict[str, str], values: dict[str, str]) -> None:
    assert ask(sites["full"], "/search", **values)[0] == 200
    assert ask(sites["full"], "/search", q="council", **values)[0] == 200


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40), since=st.text(max_size=12))
def test_q1_never_an_error_of_ours(sites: dict[str, str], words: str, since: str) -> None:
    values = {"q": words.encode("utf-8", "replace").decode(), "since": since.encode("utf-8", "replace").decode()}
    assert ask(sites["full"], "/search", **values)[0] == 200


def test_marks_are_the_only_markup() -> None:
    text = marked(Marked("<b>one</b> two", ((3, 6), (11, 14))))
    assert text == "&lt;b&gt;<mark>one</mark>&lt;/b&gt; <mark>two</mark>"


@pytest.mark.parametrize(
    ("days", "bars"),
    [
        ({"2025-12-01": 1, "2025-12-11": 3}, 11),
        ({"2024-01-31": 1, "2025-12-11": 3, "2025": 4, None: 2}, 24),
        ({"2001": 1, "2025-12-11": 3}, 25),
        ({f"{year:04}": 1 for year in range(1, 2000)}, MOST_BARS),
        ({"0001-01-01": 1, "9999-12-31": 1}, 2),
        ({"2025-99-99": 1, "soon": 1, "2025-12-11": 1}, 0),
        ({}, 0),
    ],
)
def test_hits_over_time_are_days_months_or_years(days: dict[str | None, int], bars: int) -> None:
    chart = hits_chart(words_of("en"), Asked(q="x"), days)
    assert (str(chart).count('class="bar"') if chart else 0) == bars


def test_an_address_says_all_of_a_search_and_no_more() -> None:
    asked = Asked(q="a&b", since="2025", sort="date")
    assert asked.address() == "/search?q=a%26b&since=2025&sort=date"
    assert asked.address("/search.csv", since="", page=2) == "/search.csv?q=a%26b&sort=date&page=2"
    assert Asked().address() == "/search"
