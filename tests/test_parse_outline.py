"""The outline and the marks read from it: what the fast paths must give, and what they must leave alone."""

from __future__ import annotations

import pytest

from pipeline.parse.document import Document, open_document
from pipeline.parse.vocabulary import marks_of_label
from pipeline.parse.words import Mark
from tests.parsing import capture, read


def open_html(html: str) -> Document:
    return open_document(capture(html), "utf-8")


def test_head_is_drawn_with_its_metas_its_title_as_a_block_and_its_json_ld() -> None:
    head = """<head> <meta name="a" content="1"> <title>A  title</title> <style>p{}</style>
      <script type="application/ld+json">{"x": 1}</script> <link rel="canonical" href="/a"> <script>x</script></head>"""
    outline = open_html(f"<html>{head}<body><p>Text.</p></body></html>").outline
    assert outline.tags == ["html", "head", "meta", "title", "link", "body", "p"]
    assert outline.blocks == ["A title", "Text."]
    assert [outline.tags[owner] for owner in outline.block_owner] == ["title", "p"]
    assert outline.scripts == ['{"x": 1}']
    assert outline.last[1] == 5
    assert outline.text_of(3) == "A title"
    assert outline.attribute(4, "href") == "/a"


def test_an_articles_own_footer_is_drawn_and_the_pages_is_not() -> None:
    outline = open_html("<article><p>a</p><footer>b</footer></article><footer>c</footer>").outline
    assert outline.blocks == ["a", "b"]


@pytest.mark.parametrize("space", ["\u00a0", "\u3000", "\t\n", "  "])
def test_every_kind_of_white_space_in_a_block_becomes_one_space(space: str) -> None:
    assert open_html(f"<p>{space}one{space}two three{space}</p>").outline.blocks == ["one two three"]


def test_find_gives_each_element_of_a_tag_in_order() -> None:
    outline = open_html("<p>a</p><div><p>b</p></div><p>c</p>").outline
    assert [outline.text_of(number) for number in outline.find("p")] == ["a", "b", "c"]
    assert outline.find("table") == []


def test_taking_parts_away_leaves_the_document_itself_as_it_was() -> None:
    document = open_html("<div class='box'><p id='x'>gone</p></div><p>stays</p>")
    assert document.without((".box",)).outline.blocks == ["stays"]
    assert document.outline.blocks == ["gone", "stays"]
    assert document.outline.attribute(document.outline.find("p")[0], "id") == "x"
    assert document.without((".none",)) is document


@pytest.mark.parametrize(
    ("label", "marks"),
    [
        ("", 0),
        ("article-body", Mark.BODY),
        ("share2 col-6", Mark.NOISE),
        ("comments-enabled", 0),
        ("has-sidebar", 0),
        ("x__zAd3", 0),
        ("top-ad", Mark.NOISE),
        ("just-in", Mark.TICKER),
        ("relatedPosts", Mark.NOISE),
    ],
)
def test_marks_of_names(label: str, marks: int) -> None:
    assert marks_of_label(label) == marks


def test_two_short_words_that_make_up_a_strips_name_are_no_strip() -> None:
    links = "".join(f"<a href='/{n}'>A headline that is long enough, number {n}</a> " for n in range(3))
    assert len(read(f"<div class='bnews'>{links}</div>").ticker) == 3
    assert read(f"<div class='b-news'>{links}</div>").ticker == ()


def test_microdata_is_read_from_any_element_but_those_passed_over() -> None:
    text = "<p>" + "The harbour was closed for the whole day because of the storm, the town says. " * 4 + "</p>"
    shown = "<h1>Harbour closed</h1><span itemprop='author'>Ida Sund</span>"
    page = read(f"<nav><i itemprop='author'>Nils Nav</i></nav><article>{shown}{text}</article>")
    assert page.article is not None
    assert page.article.authors == ("Ida Sund",)
