"""An article's page, its versions and what differs between them; what may be a link, and which way text runs."""

from __future__ import annotations

import json
import sqlite3
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from pipeline.models import Article
from pipeline.store import Archive, nearby_reading
from pipeline.store.reading import read_article
from pipeline.web.links import direction_in, shown, web_address
from pipeline.web.pages.article import readers, written_date
from pipeline.web.words import LANGUAGES, words_of
from tests.archiving import BODY, NOON, article, headlines, second, store, url_of, visit
from tests.browsing import needs_chromium, plain, served
from tests.showing import HOSTILE_LINKS

EDITED, BARE, STEERING, NUMBERED = 1, 2, 3, 4
"""The articles of `site`."""
LONG = "قال الوزير إن الأشغال ستنتهي في موعدها المحدد رغم الأمطار. " * 6
OVERRIDE = "\u202e\u2067"


def _ask(url: str) -> tuple[int, str, str]:
    """Status, final address and text of an answer."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 loopback
            return answer.status, answer.url, answer.read().decode()
    except HTTPError as error:
        return error.code, url, error.read().decode()


def _edits() -> Iterator[Any]:
    """An article in five states: numbers, a return to how it was, and a change of dress; its date of change stays."""
    dates = {"modified": second("2025-12-11T09:30:00+01:00")}
    first = (
        f"{LONG}\nارتفع إنتاج شركة Microsoft Office إلى 300 طن، أي 5.3% من المجموع (حسب Reuters 2024).\nالفقرة الأخيرة."
    )
    second_text = first.replace("300", "900").replace("Office", "Azure")
    states = (first, second_text, first, f"{first}\nولم يؤكد الوزير الخبر في تصريح له مساء اليوم.", first)
    for hour, body in enumerate(states):
        yield visit(article(1, body=body, **dates), at=NOON + timedelta(hours=hour))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("article") / "archive.db"
    with Archive.open(path) as opened:
        store(opened, *_edits())
        bare = Article(url=None, title="", body="")
        store(opened, visit(bare, url="file:///notes.txt", capture={"headers": ()}))
        steering = article(3, title=f"عنوان{OVERRIDE}مقلوب", newspaper=f"جريدة{OVERRIDE}", authors=(f"كاتب{OVERRIDE}",))
        store(opened, visit(steering), visit(article(4, title="سعر 4 يعلو"), ticker=headlines("4 سعر يعلو")))
    return path


@pytest.fixture(scope="module")
def site(archive: Path) -> Iterator[str]:
    with served(archive) as url:
        yield url


# The article.


@needs_chromium
def test_an_article_is_shown_for_reading(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/article/94")
    text = plain(page.inner_text("main"))
    assert page.get_attribute(".reading", "dir") == "rtl"
    assert page.locator(".reading p").count() == 3
    assert page.inner_text("h1") == "الحكومة ترفع أجور 900 موظف"
    assert page.get_attribute("a[href^='/newspaper/']", "href") == f"/newspaper/{quote('الأخبار')}"
    for said in ("11 December 2025", "only the day is known", "As the page wrote it:", "Arabic", "Changed once"):
        assert said in text
    assert url_of(500) in page.inner_text(".cite")
    assert page.locator("a[href='/capture/95']").count() == 1


@needs_chromium
def test_it_says_where_each_field_came_from(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/article/94")
    page.click("summary")
    rows = page.locator(".told tbody tr").all_inner_texts()
    assert rows[0].split("\t") == ["Title", "a rule made for this site site:css"]
    assert len(rows) == 3


@needs_chromium
def test_the_copies_in_other_newspapers_are_named(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/article/91")
    copies = page.locator("section[aria-labelledby=copies-heading]")
    assert copies.locator("a[href='/article/92']").count() == 1
    assert copies.locator("a[href^='/story/']:not([href*='?'])").count() == 1
    assert copies.locator("a[href$='?with=92#beside']").count() == 1
    assert "of its words with the first" in plain(copies.inner_text())


@needs_chromium
def test_the_newspapers_article_before_and_after_are_a_link_away(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/article/40")
    links = page.locator(".neighbours a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links == ["/article/43", "/article/37"]


@needs_chromium
def test_headlines_that_led_to_it_are_told(page: Page, site: str) -> None:
    page.goto(f"{site}/article/{NUMBERED}")
    assert "4 سعر يعلو" in page.inner_text("section[aria-labelledby=headlines-heading]")


@needs_chromium
def test_nothing_is_loaded_from_elsewhere(page: Page, sites: dict[str, str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{sites['full']}/article/94")
    page.goto(f"{sites['hostile']}/article/1")
    assert all(urlsplit(url).hostname == "127.0.0.1" for url in asked)


@needs_chromium
def test_q4_an_address_that_is_no_web_address_is_text(page: Page, sites: dict[str, str]) -> None:
    for number, link in enumerate(HOSTILE_LINKS, start=1):
        page.goto(f"{sites['hostile']}/article/{number}")
        assert link in page.inner_text("main")
        assert page.locator("a.outside").evaluate_all("links => links.every(link => link.protocol === 'https:')")
    rels = page.locator("a.outside").evaluate_all("links => links.map(link => link.rel)")
    assert set(rels) == {"noopener noreferrer nofollow"}


@needs_chromium
def test_very_long_words_wrap(page: Page, sites: dict[str, str]) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    for path in ("/article/4", "/article/4/versions", "/capture/4"):
        page.goto(sites["hostile"] + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("path", ["", "/versions", "/diff"])
def test_q7_a_title_cannot_reorder_the_page_around_it(site: str, path: str) -> None:
    status, _, text = _ask(f"{site}/article/{STEERING}{path}")
    assert status == 200
    assert "عنوانمقلوب" in text
    assert not set(OVERRIDE) & set(text)


def test_an_article_of_which_nothing_is_known_is_shown(site: str) -> None:
    status, _, text = _ask(f"{site}/article/{BARE}")
    assert status == 200
    for said in ("(without a title)", "(newspaper unknown)", "it came without an address", "No text was read"):
        assert said in text


def test_an_address_leads_to_its_article_in_any_spelling(site: str) -> None:
    for url in (url_of(1), url_of(1).replace("https://www.", "http://")):
        assert _ask(f"{site}/article?url={quote(url, safe='')}")[1] == f"{site}/article/{EDITED}"
    assert _ask(f"{site}/article?url=https%3A%2F%2Fevil.example%2F")[0] == 404


@pytest.mark.parametrize(
    "path", ["/article/999", "/article/999.json", "/article/999/diff", "/article/0", f"/article/{'9' * 18}"]
)
def test_an_article_that_is_not_there_is_missing(site: str, path: str) -> None:
    assert _ask(site + path)[0] == 404


@pytest.mark.parametrize("question", ["?new=9", "?old=x", "?new=1&old=0", "?new=-1"])
def test_a_version_that_is_not_there_is_missing(site: str, question: str) -> None:
    assert _ask(f"{site}/article/{EDITED}/diff{question}")[0] == 404


def test_programs_have_it_as_json(site: str) -> None:
    status, _, text = _ask(f"{site}/article/{EDITED}.json")
    found = json.loads(text)
    assert status == 200
    assert (found["article_id"], found["newspaper"], len(found["versions"])) == (EDITED, "الأخبار", 4)
    assert found["capture"]["sha256"]
    assert found["later_article_id"] == NUMBERED


def test_in_public_an_article_leads_to_no_capture(archive: Path) -> None:
    with served(archive, is_public=True) as url:
        for path in ("", "/versions", "/diff"):
            assert "/capture/" not in _ask(f"{url}/article/{EDITED}{path}")[2]
        assert json.loads(_ask(f"{url}/article/{EDITED}.json")[2])["capture"] is None


# Its versions.


@needs_chromium
def test_versions_say_what_kind_of_change_they_were(page: Page, site: str) -> None:
    page.goto(f"{site}/article/{EDITED}/versions")
    cards = [plain(text) for text in page.locator(".version").all_inner_texts()]
    assert [card.split("\n")[0] for card in cards] == [
        "Version 5 as it is now", "Version 4", "Version 3", "Version 2", "Version 1",
    ]  # fmt: skip
    assert "changes what it says" in cards[3]
    assert "numbers" in cards[3]
    assert "silent" in cards[3]
    assert "returns to version 1" in cards[2]
    assert page.locator(f"a[href='/article/{EDITED}/diff?new=2&old=1']").count() == 1


def test_an_article_that_never_changed_says_so(site: str) -> None:
    assert "has not changed" in _ask(f"{site}/article/{NUMBERED}/versions")[2]
    assert "nothing before it" in _ask(f"{site}/article/{NUMBERED}/diff")[2]


@needs_chromium
def test_a_difference_names_each_word_that_came_and_went(page: Page, site: str) -> None:
    page.goto(f"{site}/article/{EDITED}/diff?new=2&old=1")
    assert page.locator("del").all_text_contents() == ["[removed: Office]", "[removed: 300]"]
    assert page.locator("ins").all_text_contents() == ["[added: Azure]", "[added: 900]"]
    assert page.locator("details.same p").count() == 1
    assert page.locator("details.same[open]").count() == 0
    assert page.get_attribute(".pair", "dir") == "rtl"


@needs_chromium
def test_a_changed_number_stands_where_it_stood(page: Page, site: str) -> None:
    """As in the newspaper: Arabic runs to the left, a Latin name of several words to the right, changed or not."""
    page.goto(f"{site}/article/{EDITED}/diff?new=2&old=1")
    places = page.locator(".pair .side:last-child p").evaluate(
        """paragraph => {
          const place = word => {
            const walk = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
              const at = walk.currentNode.data.indexOf(word);
              if (at < 0) continue;
              const range = document.createRange();
              range.setStart(walk.currentNode, at);
              range.setEnd(walk.currentNode, at + word.length);
              return range.getBoundingClientRect().left;
            }
          };
          return ['إنتاج', 'شركة', 'Microsoft', 'Azure', 'إلى', '900'].map(place);
        }"""
    )
    arabic, company, microsoft, azure, until, number = places
    assert arabic > company > microsoft
    assert microsoft < azure
    assert company > azure > until > number


@needs_chromium
@pytest.mark.parametrize(("width", "is_side_by_side"), [(1200, True), (390, False)])
def test_versions_stand_side_by_side_where_there_is_room(
    page: Page, site: str, width: int, is_side_by_side: bool
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/article/{EDITED}/diff?new=2&old=1")
    tops = page.locator(".pair .side").evaluate_all("sides => sides.map(side => side.getBoundingClientRect().top)")
    assert (tops[0] == tops[1]) is is_side_by_side


@needs_chromium
def test_any_two_versions_are_compared(page: Page, site: str) -> None:
    page.goto(f"{site}/article/{EDITED}/diff")
    page.select_option("select[name=old]", "3")
    page.select_option("select[name=new]", "1")
    page.click(".choose button")
    assert "do not differ" in page.inner_text("main")


def test_a_paragraph_only_one_version_has_is_said_to_be_missing(site: str) -> None:
    text = _ask(f"{site}/article/{EDITED}/diff?new=4")[2]
    assert "Not in this version" in text
    assert "text added" in text


# Links and directions.


@pytest.mark.parametrize(
    "address",
    [
        *HOSTILE_LINKS, None, "", "http:", "https:///x", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", " https://a.b/",
        "https:\\\\evil.example", "https://user@evil.example/", "http://[", "ftp://a.b/", "/path", "https://a.b/\n",
    ],
)  # fmt: skip
def test_q4_only_a_web_address_may_be_a_link(address: str | None) -> None:
    assert web_address(address) is None


@given(st.text() | st.builds("{}:{}".format, st.sampled_from(["http", "https", "javascript", "data"]), st.text()))
def test_what_may_be_a_link_leads_to_the_web(address: str) -> None:
    found = web_address(address)
    assert found is None or urlsplit(found.lower()).scheme in ("http", "https")


@pytest.mark.parametrize(
    ("text", "language", "direction"),
    [
        ("Microsoft تعلن نتائجها", "ar", "rtl"),
        ("The word سلام means peace", "en", "ltr"),
        ("Reuters 2024", "ar", "ltr"),
        ("الخبر 12", "fr", "rtl"),
        ("2024", "ar", "rtl"),
        ("abc سلام", None, "auto"),
    ],
)
def test_a_paragraph_runs_as_its_letters_and_its_language_do(text: str, language: str | None, direction: str) -> None:
    assert direction_in(text, language) == direction


def test_q7_what_steers_is_not_shown() -> None:
    assert shown(f"a{OVERRIDE}\x1b[31mb") == "a[31mb"
    assert shown(None) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_is_as_fine_as_it_is_known(language: str) -> None:
    words = words_of(language)
    assert written_date(words, "2025-01-01", "year") == "2025"
    assert "2025" in written_date(words, "2025-12-01", "month")
    assert written_date(words, None, None) == ""
    assert written_date(words, "no date", "month") == "no date"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reader_without_words_is_still_told(language: str) -> None:
    told = readers(words_of(language), {"title": "json-ld+site-memory", "mood": "oracle"})
    assert [(field, reader) for field, _, reader in told][1] == ("mood", "oracle")
    assert all(said for _, said, _ in told)


# The questions go along indexes.


def test_neighbours_and_headlines_are_found_through_indexes(archive: Path) -> None:
    plans: list[str] = []
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as conn:
        for query in (nearby_reading._EARLIER, nearby_reading._LATER):
            plans += [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {query}", ("x", "y", 1))]
    assert plans
    assert all(plan.startswith("SEARCH a USING INDEX articles_newspaper") for plan in plans)


def test_articles_of_one_day_follow_one_another(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as opened:
        store(opened, *(visit(article(number, body=f"{BODY} {number * 7919}")) for number in range(5)))
    with closing(sqlite3.connect(path)) as conn:
        lines = [read_article(conn, number).line for number in range(1, 6)]  # type: ignore[union-attr]
        around = [nearby_reading.neighbours(conn, line) for line in lines]
    assert [(a and a.article_id, b and b.article_id) for a, b in around] == [
        (None, 2),
        (1, 3),
        (2, 4),
        (3, 5),
        (4, None),
    ]
