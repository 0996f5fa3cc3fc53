"""The outline and the marks read from it: what the fast paths must give, and what they must leave alone."""

from __future__ import annotations

import pytest

from pipeline.parse.document import Document, open_document
from pipeline.parse.outline import draw_outline
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
        ("relatedPosts", Mark.NOISE | Mark.CARD),
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


def test_what_is_open_when_the_walk_is_cut_short_ends_with_it() -> None:
    root = open_html("<div><p>one <b>two</b></p></div>" * 30).tree.root
    assert root is not None
    outline = draw_outline(root, 40)
    assert len(outline.tags) < 40
    assert outline.last[0] == len(outline.tags)
    assert outline.block_to[0] == len(outline.blocks) == len(outline.block_owner) == len(outline.block_links)
    assert all(outline.last[outline.up[n]] >= outline.last[n] for n in range(1, len(outline.tags)))


def test_blocks_pieces_and_links_are_counted_from_where_they_begin() -> None:
    outline = open_html("<div>a <a href='/'>link <b>x</b></a><p>b</p>c<br>d</div>").outline
    div = outline.find("div")[0]
    assert outline.blocks == ["a link x", "b", "c", "d"]
    assert outline.block_links == [5, 0, 0, 0]  # white space at the ends of a piece does not count
    assert [outline.tags[owner] for owner in outline.block_owner] == ["div", "p", "div", "div"]
    assert list(outline.blocks_of(div)) == [0, 1, 2, 3]
    assert list(outline.blocks_of(outline.find("p")[0])) == [1]
    assert outline.text_of(outline.find("a")[0]) == "link x"
    assert outline.line_at(outline.find("b")[0]) == "a link x"


def test_a_head_with_two_titles_keeps_both() -> None:
    outline = open_html("<head><title>One</title><meta name=a><title>Two</title></head><p>x</p>").outline
    assert outline.blocks == ["One", "Two", "x"]
    assert [outline.text_of(number) for number in outline.find("title")] == ["One", "Two"]


def test_marks_are_of_class_id_and_what_frameworks_write() -> None:
    document = open_html("<p class='byline'>a<p id='comments'>b<p class='x' data-testid='byline'>c<li class='byline'>d")
    marks = [document.mark(number) for number in (*document.outline.find("p"), *document.outline.find("li"))]
    assert [bool(mark & (Mark.AUTHOR | Mark.COMMENTS)) for mark in marks] == [True, True, True, False]
