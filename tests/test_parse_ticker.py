"""Headline blocks on pages nobody wrote rules for: strips, marquees, latest lists, told apart from all other lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis.strategies import text

from pipeline.models import Headline
from pipeline.parse.latest import find_headings, normalise_heading, says_latest, says_other
from pipeline.parse.latest_words import LATEST
from pipeline.parse.other_words import OTHER
from tests.parsing import read

STORY = (
    "<h1>A bridge for otters</h1>"
    + "<p>The county has built a bridge for otters, and the otters use it, as a camera has shown.</p>" * 3
)
HEADLINES = (
    "The mill pond is open for skating again",
    "Two owls return to the church tower",
    "Snow closes the upper road",
)


def links(prefix: str = "n", extra: str = "") -> str:
    items = "".join(f'<li>{extra}<a href="/{prefix}/{n}">{text}</a></li>' for n, text in enumerate(HEADLINES))
    return f"<ul>{items}</ul>"


def ticker_of(before: str = "", after: str = "") -> tuple[Headline, ...]:
    return read(f"<html lang=en><body>{before}<main>{STORY}</main>{after}</body></html>").ticker


@pytest.mark.parametrize(
    "strip",
    [
        f'<div class="news-ticker">{links()}</div>',
        f'<div id="breakingNews"><b>Breaking</b>{links()}</div>',
        f"<marquee>{links()}</marquee>",
        f'<div class="header__ticker-list">{links(extra="<span class=time>12:30</span> ")}</div>',
        f'<div class="just-in">{links()}</div>',
    ],
    ids=["class", "camel case id", "marquee", "times", "just in"],
)
def test_strips_named_in_class_or_id_are_tickers(strip: str) -> None:
    found = ticker_of(strip)
    assert [(h.text, h.url, h.position, h.kind) for h in found] == [
        (text, f"https://news.example.org/n/{n}", n, "ticker") for n, text in enumerate(HEADLINES)
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Latest news",
        "The Latest",
        "Recent posts",
        "Just in",
        "Últimas noticias",
        "Lo último",
        "Mais recentes",
        "Dernières infos",
        "Flash Info",
        "Récent",
        "Neueste",
        "Newsticker",
        "Laatste nieuws",
        "Seneste nyt",
        "Najnowsze",
        "Nejnovější",
        "Najnovije",
        "Последние новости",
        "Останні новини",
        "Son dakika",
        "آخر الأخبار",
        "عاجل",
        "آخرین اخبار",
        "最新ニュース",
        "即時新聞",
        "최신뉴스",
        "ข่าวล่าสุด",
        "Ultime notizie",
        "Politics latest",
        "Latest from the harbour",
        "LATEST NEWS:",
        "– Latest news –",
        "Latest news See all",
        "آخر الأخبار المزيد",
        "ΤΕΛΕΥΤΑΙΑ ΝΕΑ",
        "SON DAKİKA",
        "ULTIMAS NOTICIAS",
        "تازه‌ترین خبرها",
        "חדשות אחרונות",
        "ताज़ा खबरें",
        "সর্বশেষ সংবাদ",
        "Tin mới nhất",
        "Berita Terkini",
        "Tuoreimmat",
        "Legfrissebb hírek",
        "Cele mai noi știri",
        "Най-нови новини",
        "Најновије вести",
        "Соңғы жаңалықтар",
        "ბოლო სიახლეები",
        "Լրահոս",
        "Habari mpya",
        "社会の新着",
        "ព័ត៌មានថ្មី",
    ],
)
def test_lists_headed_as_latest_are_latest_in_any_language(heading: str) -> None:
    found = ticker_of(after=f"<div><h3>{heading}</h3>{links()}</div>")
    assert [(h.text, h.kind) for h in found] == [(text, "latest") for text in HEADLINES]


@pytest.mark.parametrize(
    "other",
    [
        f'<div class="latest-news"><h3>Most Read</h3>{links()}</div>',
        f'<div class="ticker"><h3>Most popular</h3>{links()}</div>',
        f"<div><h3>Related stories</h3>{links()}</div>",
        f'<div class="multimedia-latest">{links()}</div>',
        f"<div><h3>Latest comments</h3>{links()}</div>",
        f"<nav><h3>Latest news</h3>{links()}</nav>",
        '<div class="breaking-news"></div>',
        '<div class="stock-ticker"><span>ABC 12.30</span><a href="/q/abc">ABC</a></div>',
        '<ul class="menu"><li><a href="/latest">Latest news</a></li><li><a href="/sport">Sport</a></li></ul>',
        f"<div><h3>Latest videos</h3>{links()}</div>",
        f"<div><h3>Latest posts by Ada Brook</h3>{links()}</div>",
        f"<div><h3>Neueste Kommentare</h3>{links()}</div>",
        f"<div><h3>Новости</h3>{links()}</div>",
        f'<div class="b-news-feed">{links()}</div>',
        f'<div class="sticker-shop">{links()}</div>',
        f'<div class="ticker"><p>{"The county has built a bridge, and the otters use it. " * 9}</p>{links()}</div>',
        '<div class="header-breaking"><a href="/subscribe/spring">Read us for a year, pay for a month only</a></div>',
        '<div class="header-breaking"><a href="/a/1?utm_campaign=x">Turn your photographs into a keepsake</a></div>',
    ],
    ids=[
        "class lies",
        "ticker of popular",
        "related",
        "class only",
        "comments",
        "menu",
        "shell",
        "stocks",
        "menu item",
        "videos",
        "one author",
        "comments in German",
        "plain heading without times",
        "block name",
        "sticker",
        "prose",
        "subscription",
        "shop offer",
    ],
)
def test_other_lists_are_no_ticker_for_the_heading_outranks_the_class(other: str) -> None:
    assert ticker_of(other, other) == ()


def test_a_tab_labels_panel_is_its_list() -> None:
    tabs = '<ul><li><a href="#t1">Most read</a></li><li><a href="#t2">Latest</a></li></ul>'
    found = ticker_of(after=f'<div>{tabs}<div id="t1">{links("m")}</div><div id="t2">{links("n")}</div></div>')
    assert [h.url for h in found] == [f"https://news.example.org/n/{n}" for n in range(3)]


def test_strip_and_list_of_one_page_are_both_kept_and_a_text_stands_once() -> None:
    found = ticker_of(f'<div class="ticker">{links("a")}</div>', f"<div><h3>Latest</h3>{links('b')}</div>")
    assert {h.kind for h in found} == {"ticker"}
    assert len(found) == 3


def test_image_link_and_title_link_of_one_story_are_one_headline() -> None:
    items = "".join(
        f'<div><a href="/n/{n}"><img src="/{n}.jpg"></a><span>Local</span><a href="/n/{n}"><h4>{text}</h4>'
        f"<time>12:3{n}</time></a></div>"
        for n, text in enumerate(HEADLINES)
    )
    assert [h.text for h in ticker_of(after=f"<section><h2>Latest</h2>{items}</section>")] == list(HEADLINES)


def test_a_page_without_article_still_has_its_ticker() -> None:
    page = read(f'<div class="ticker">{links()}</div><p>Nothing else.</p>', "https://news.example.org/")
    assert (page.kind, page.article) == ("other", None)
    assert [h.text for h in page.ticker] == list(HEADLINES)


def found_below(heading: str, items: str) -> list[str]:
    return [h.text for h in ticker_of(after=f"<section><h2>{heading}</h2>{items}</section>")]


def test_a_plain_heading_announces_the_latest_above_a_list_with_times() -> None:
    items = "".join(f"<li><span>1{n}:20</span> <a href='/n/{n}'>{text}</a></li>" for n, text in enumerate(HEADLINES))
    assert found_below("Новости", f"<ul>{items}</ul>") == list(HEADLINES)


@pytest.mark.parametrize(
    "link",
    [
        "<a href='/n/{n}'><time>12:3{n}</time> {text}</a>",
        "<a href='/n/{n}'>{text} <span class='time'>3 hours ago</span></a>",
        "<a href='/n/{n}'><em>6m ago</em><span>{text}</span></a>",
        "<a href='/n/{n}'><h5>Latest</h5><span>{text}</span></a>",
        "<a href='/n/{n}'><span class='item-category'>Town</span><span>{text}</span></a>",
        "<a href='/n/{n}'><h4><span class='visually-hidden'>Premium</span><span class='title'>{text}</span></h4></a>",
        "<a href='/n/{n}'>{text}<span class='title-prefix'>A long kicker, as long as any headline is</span></a>",
        "<a href='/n/{n}'><span class='ticker-date'>{text}</span><ul><li>By Staff</li></ul></a>",
        "<a href='/n/{n}'><img src='/{n}.jpg' alt='x'></a><p class='news_title'><a href='/n/{n}'>{text}</a></p>"
        "<p><a href='/n/{n}'>A teaser that says more of the story than its headline, in one sentence or two.</a></p>",
        "<a href='/n/{n}'><div>{text}</div><div>A teaser that says more of the story than its headline.</div></a>",
        "<a href='/n/{n}'>{text}</a> <a href='/author/ada-brook'>Ada Brook of Millham</a> "
        "<a href='/tag/owls'>Owls of the town</a>",
        "<h4>{text}</h4><p>12 min</p><a href='/n/{n}'>View</a>",
    ],
    ids=[
        "time before",
        "time behind",
        "age in an element",
        "label in each link",
        "category",
        "hidden badge",
        "kicker",
        "a name that lies",
        "picture, title and teaser",
        "card",
        "author and tag",
        "covered item",
    ],
)
def test_a_headline_is_the_title_alone(link: str) -> None:
    items = "".join(f"<li>{link.format(n=n, text=text)}</li>" for n, text in enumerate(HEADLINES))
    assert found_below("Latest", f"<ul>{items}</ul>") == list(HEADLINES)


def test_glued_section_and_headline_are_kept_apart() -> None:
    items = "".join(f"<li><a href='/n/{n}'><b>Town</b><i>{text}</i></a></li>" for n, text in enumerate(HEADLINES))
    assert found_below("Latest", f"<ul>{items}</ul>")[0] == f"Town {HEADLINES[0]}"


def test_the_link_to_the_whole_list_is_no_headline() -> None:
    more = "<p><a href='/latest-news/'>More of the latest news of the whole county</a></p>"
    assert found_below("Latest", links() + more) == list(HEADLINES)


def test_the_pages_own_story_is_left_out() -> None:
    own = "<ul><li><a href='/world/a-story-1234'>A bridge for otters is open at last</a></li></ul>"
    assert found_below("Latest", links() + own) == list(HEADLINES)


@pytest.mark.parametrize("following", ["<h2>Most read</h2>", "<h2>From the valley</h2>", "<div>Popular</div>"])
def test_a_list_ends_at_the_next_heading(following: str) -> None:
    assert found_below("Latest", links("n") + following + links("m", "More: ")) == list(HEADLINES)
    assert {h.url for h in ticker_of(after=f"<h2>Latest</h2>{links('n')}{following}{links('m')}")} == {
        f"https://news.example.org/n/{n}" for n in range(3)
    }


def test_a_list_beyond_the_parent_of_its_heading_is_found() -> None:
    page = f"<div><div><div><span>Latest</span></div></div><div><div>{links()}</div></div></div>"
    assert [h.text for h in ticker_of(after=page)] == list(HEADLINES)


def test_a_front_page_of_sections_is_no_latest_list() -> None:
    sections = "".join(
        f"<h3 class='section'><a href='/{name}'>{name}</a></h3>{links(name)}" for name in ("town", "sea")
    )
    assert found_below("Latest from all sections", sections) == []


def test_tabs_without_ids_go_with_their_panels_in_order() -> None:
    tabs = "<ul><li>Most read</li><li>Latest</li></ul><div class='line'></div>"
    panels = f"<div><div>{links('m')}</div><div>{links('n')}</div></div>"
    found = ticker_of(after=f"<aside><div>{tabs}{panels}</div></aside>")
    assert [h.url for h in found] == [f"https://news.example.org/n/{n}" for n in range(3)]


def test_a_region_labelled_for_screen_readers_is_a_list() -> None:
    found = ticker_of(after=f'<section aria-label="Latest news">{links()}</section>')
    assert [(h.text, h.kind) for h in found] == [(text, "latest") for text in HEADLINES]


def test_a_menu_of_sections_below_a_heading_is_no_list() -> None:
    names = ("Politics and economy", "Culture and letters", "Sports of the county", "Letters to the paper")
    items = "".join(f"<li><a href='/section/{n}'>{name}</a></li>" for n, name in enumerate(names))
    assert found_below("Latest", f"<ul>{items}</ul>") == []


def test_an_empty_shell_does_not_take_the_list_behind_it() -> None:
    assert ticker_of(after=f"<div><h3>Latest news</h3><div></div></div><div><h3>Gardening</h3>{links()}</div>") == ()


def test_other_sites_offers_are_no_list() -> None:
    items = "".join(f"<li><a href='https://shop.example.com/{n}'>{text}</a></li>" for n, text in enumerate(HEADLINES))
    assert found_below("Latest", f"<ul>{items}</ul>") == []


def test_a_breaking_news_heading_above_the_article_is_a_strip() -> None:
    found = ticker_of(f"<div><b>Breaking news</b>{links()}</div>")
    assert [h.kind for h in found] == ["ticker"] * 3


def test_a_single_breaking_headline_is_a_strip() -> None:
    found = ticker_of(
        '<div class="breaking-bar"><b>Breaking</b> <a href="/n/1">The dam at Upper Millham holds</a></div>'
    )
    assert [(h.text, h.kind) for h in found] == [("The dam at Upper Millham holds", "ticker")]


@given(text())
def test_headings_in_one_spelling_stay_as_they_are(heading: str) -> None:
    line = normalise_heading(heading)
    assert normalise_heading(line) == line


@pytest.mark.parametrize("language", sorted(LATEST))
def test_every_phrase_is_found_on_a_page_and_understood(language: str) -> None:
    for phrase in LATEST[language].split(","):
        line = " ".join(phrase.replace("*", "").split())
        if line:
            for written in (line, line.upper(), f"{line}:"):
                assert find_headings(["A menu", written, HEADLINES[0]], [0, 1]) == [1], written
                assert says_latest(written), written


def test_phrases_of_other_lists_are_not_those_of_the_latest() -> None:
    phrases = [" ".join(phrase.split()) for line in OTHER.values() for phrase in line.split(",")]
    assert [phrase for phrase in phrases if phrase and says_latest(phrase)] == []
    assert [phrase for phrase in phrases if phrase and not says_other(phrase)] == []


def test_thousands_of_headings_and_boxes_take_no_time() -> None:
    one = "<h3>Latest news</h3><div class=ticker><ul><li>Latest</li><li>Most read</li></ul></div>"
    assert ticker_of(after=one * 3000 + "<div class=ticker>" * 3000 + links()) is not None
