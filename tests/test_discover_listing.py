"""Listings: the anchors a selector names, the next page, and what is empty and what is broken."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline import discover
from pipeline.errors import DiscoverError, NotAListing
from pipeline.models import Discovery
from tests.feeds import HOST, LISTING, SITE, make_capture, paths_of

LONG = "وزير الماء يدشن سد الوادي"


def make_page(*anchors: str, rest: str = "", head: str = "") -> str:
    """A listing page with these anchors in `ul.news`."""
    inside = "".join(f"<li>{anchor}</li>" for anchor in anchors)
    return (
        f"<!doctype html><html><head>{head}<title>سياسة</title></head><body><ul class=news>{inside}</ul>{rest}</body>"
    )


def find(body: bytes | str, *, link: str = LISTING.link, following: str | None = "a.next", **changes: Any) -> Discovery:
    """The discovery of a listing on the invented site."""
    source = LISTING.model_copy(update={"link": link, "next": following})
    return discover.find(make_capture(body, url=LISTING.url, kind="text/html", **changes), source, SITE)


def anchor(address: str, text: str = LONG, extra: str = "") -> str:
    """An anchor that the listing's selector names."""
    return f'<a class="title" href="{address}" {extra}>{text}</a>'


def test_the_selected_anchors_are_links_with_their_headlines() -> None:
    result = find(make_page(anchor("/nahar/41"), anchor("nahar/42", "خبر <b>عاجل</b><br>من العاصمة الرباط")))
    assert paths_of(result.links) == ["/nahar/41", "/nahar/42"]
    assert [link.hint.title for link in result.links] == [LONG, "خبر عاجل من العاصمة الرباط"]
    assert {(link.how, link.source, link.found_on) for link in result.links} == {("listing", "listing", LISTING.url)}


def test_short_labels_are_no_titles_and_the_title_attribute_helps_out() -> None:
    result = find(make_page(anchor("/a/1", "اقرأ المزيد"), anchor("/a/2", "<img src=x>", f'title="{LONG}"')))
    assert [link.hint.title for link in result.links] == [None, LONG]


def test_a_repeated_address_is_one_link_with_the_first_title_found() -> None:
    result = find(
        make_page(anchor("/a/1", "<img>"), anchor("/a/1#top"), anchor("/a/1?fbclid=x", "another long headline"))
    )
    (link,) = result.links
    assert (link.url, link.hint.title) == (f"{HOST}/a/1", LONG)


@pytest.mark.parametrize(
    "address", ["", "#", "#top", "javascript:void(0)", "mailto:a@b.example", "tel:+212", "data:,x"]
)
def test_f6_anchors_that_lead_to_no_page_are_counted(address: str) -> None:
    result = find(make_page(anchor(address), anchor("/a/1")))
    assert paths_of(result.links) == ["/a/1"]
    assert result.notes[0].startswith("1 passed over, anchors that lead to no page")


def test_other_sites_are_refused_and_aliases_are_not() -> None:
    result = find(make_page(anchor("https://waraqa.test/a/1"), anchor("https://elsewhere.example/a/2")))
    assert [link.url for link in result.links] == ["https://waraqa.test/a/1"]
    assert result.notes == ("1 passed over, another site's: https://elsewhere.example/a/2",)


@pytest.mark.parametrize(
    ("base", "expected"),
    [("/fr/", "/fr/a/1"), (f"{HOST}/en/x", "/en/a/1"), ("javascript:x", "/a/1"), ("", "/a/1")],
)
def test_h8_the_base_element_counts_when_it_is_an_address(base: str, expected: str) -> None:
    assert paths_of(find(make_page(anchor("a/1"), head=f'<base href="{base}">')).links) == [expected]


def test_h8_a_base_elsewhere_makes_no_link() -> None:
    with pytest.raises(DiscoverError, match="no link of this site"):
        find(make_page(anchor("a/1"), head='<base href="https://elsewhere.example/">'))


def test_the_next_page_is_what_its_selector_names() -> None:
    page = make_page(anchor("/a/1"), rest='<a class=next href="?page=2">التالي</a><a class=next href="?page=9">9</a>')
    assert find(page).more == (f"{HOST}/politics?page=2",)
    assert find(page, following=None).more == ()


@pytest.mark.parametrize("address", ["", "#", "/politics", "javascript:next()", "https://elsewhere.example/2"])
def test_a_next_page_that_is_none_ends_the_listing(address: str) -> None:
    assert find(make_page(anchor("/a/1"), rest=f'<a class=next href="{address}">التالي</a>')).more == ()


def test_a_page_with_the_place_for_links_but_none_in_it_is_empty() -> None:
    result = find(make_page())
    assert (result.links, result.notes) == ((), ("'ul.news' is on the page and holds no 'ul.news a.title'",))


@pytest.mark.parametrize(
    "css",
    [
        "ul.news > li > a.title",
        "div.none a, ul.news a.title",
        'body:not([data-x="a b"]) a.title[href^="/x y"]',
    ],
)
def test_the_place_is_looked_for_by_shortening_the_selector(css: str) -> None:
    assert find("<body><ul class=news></ul>text</body>", link=css).links == ()


@pytest.mark.parametrize(
    ("body", "css", "what"),
    [
        (
            "<!doctype html><title>Log in</title><form><a href=/x>x</a></form>",
            "ul.news a.title",
            "title «Log in») with 1 anchors",
        ),
        (make_page(), "body > ul a.title", "has the layout changed?"),
        (make_page(), "a.title", "has the layout changed?"),
        ("", "ul.news a.title", "an empty document"),
        ("<rss><channel/></rss>", "ul.news a.title", "an RSS feed"),
    ],
)
def test_a_page_without_the_place_for_links_is_broken(body: str, css: str, what: str) -> None:
    with pytest.raises(NotAListing) as caught:
        find(body, link=css)
    assert what in caught.value.detail


def test_a_selector_that_lexbor_cannot_use_is_named() -> None:
    with pytest.raises(DiscoverError, match="not a CSS selector"):
        find(make_page(), link="a[")


def test_f12_a_page_is_read_in_the_encoding_the_fetch_decided_on() -> None:
    (link,) = find(make_page(anchor("/a/1")).encode("windows-1256"), encoding="windows-1256").links
    assert link.hint.title == LONG
