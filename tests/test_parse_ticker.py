"""Headline blocks on pages nobody wrote rules for: strips, marquees, latest lists, told apart from all other lists."""

from __future__ import annotations

import pytest

from pipeline.models import Headline
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
        "Новости",
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
