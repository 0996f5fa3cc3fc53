"""Pages that mean harm or are broken: the parser answers, the same each time, or says ParseError."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import parse
from pipeline.errors import ParseError
from pipeline.models import Capture
from pipeline.parse.document import open_document
from pipeline.parse.outline import draw_outline
from tests.parsing import NOW, PAGES, URL, article_of, capture, read

STORY = (PAGES / "articles" / "standard-en.html").read_text(encoding="utf-8")
ARABIC = (PAGES / "articles" / "br-paragraphs-ar.html").read_text(encoding="utf-8")

_PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div class='ticker'>",
        "</div>",
        "<a href='/x'>",
        "</a>",
        "<br>",
        "<h1>",
        "</h1>",
        "<table><tr><td>",
        "<script type='application/ld+json'>",
        "</script>",
        "<!--",
        "-->",
        "<meta property='og:title' content='x'>",
        "&#0;",
        "<ul><li>",
        "<time datetime='2024-02-30'>",
        "A sentence that is long enough to count as prose, it seems.",
        "\0",
        "عاجل",
        "<svg><p>",
        "<template>",
        "<base href='http://[bad'>",
        "<article><footer>",
        "<title>",
        "\ud83d\ude00",
    ]
)


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=12)), max_size=30))
def test_no_html_makes_the_parser_raise_and_the_answer_is_always_the_same(pieces: list[str]) -> None:
    data = "".join(pieces).encode("utf-8", "replace")
    assert read(data) == read(data)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_make_the_parser_raise_anything_but_parse_error(data: bytes) -> None:
    try:
        page = read(data)
    except ParseError:
        return
    assert page.kind in ("article", "other")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_no_text_dump_makes_the_parser_raise(text: str) -> None:
    parse.read(capture(text.encode("utf-8", "replace"), kind="text/plain"))


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, max_size=25))
def test_outline_is_consistent_on_any_tree(pieces: list[str]) -> None:
    outline = open_document(capture("".join(pieces).encode("utf-8", "replace")), "utf-8").outline
    count = len(outline.blocks)
    assert count == len(outline.block_owner) == len(outline.block_links) == len(outline.block_piece)
    for element, up in enumerate(outline.up):
        assert -1 <= up < element < outline.last[element] <= len(outline.tags)
        assert outline.block_from[element] <= outline.block_to[element] <= count
    assert all(outline.blocks)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1256", "iso-8859-6"])
def test_the_same_text_in_any_encoding_gives_the_same_article(encoding: str) -> None:
    html = ARABIC.replace('<meta charset="utf-8">', f'<meta charset="{encoding}">')
    expected = article_of(ARABIC)
    assert article_of(html.encode(encoding)) == expected


@pytest.mark.parametrize("label", ["utf-7", "zlib_codec", "hex", "rot13", "idna", "x" * 1000])
def test_h7_a_charset_that_is_none_is_passed_over(label: str) -> None:
    html = STORY.replace('charset="utf-8"', f'charset="{label}"').encode()
    assert article_of(html).title == "Harbour town votes to rebuild its old pier"


def test_html_serialised_again_gives_the_same_article() -> None:
    again = open_document(capture(STORY), "utf-8").tree.html
    assert again is not None
    assert article_of(again) == article_of(STORY)


def test_a_truncated_capture_is_never_read() -> None:
    cut = Capture(URL, URL, 200, (), STORY.encode(), NOW, truncated=True)
    with pytest.raises(ParseError, match="truncated"):
        parse.read(cut)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04zip", b"GIF89a"]
)
def test_binary_data_is_a_parse_error(data: bytes) -> None:
    with pytest.raises(ParseError, match="not a text page"):
        parse.read(Capture(URL, URL, 200, (("content-type", "text/html"),), data, NOW))


def test_h5_thirty_thousand_unclosed_tags_are_read() -> None:
    assert read("<a><b><i><p>" * 2_000 + STORY).kind in ("article", "other")


def test_h6_one_huge_text_node_and_regex_traps_are_linear() -> None:
    huge = "a" * 2_000_000
    traps = "<p>" + " - " * 20_000 + "</p><p>" + "By " * 20_000 + "</p><h3>" + "latest " * 5_000 + "</h3>"
    article = article_of(f"<html><body><h1>Big</h1><p>{huge}</p>{traps}</body></html>")
    assert huge in article.body


def test_deep_nesting_does_not_recurse() -> None:
    html = "<div>" * 400 + "<p>Deep inside there is a sentence that says what happened at the harbour today.</p>"
    assert len(draw_outline(open_document(capture(html), "utf-8").tree.root).blocks) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("html", "status", "kind"),
    [
        (
            "<title>Just a moment...</title><h1>Just a moment...</h1><p>Checking your browser before you go on.</p>",
            200,
            "challenged",
        ),
        (
            "<title>404</title><h1>Page not found</h1><p>We are sorry, but what you look for is not here any more.</p>",
            200,
            "soft_not_found",
        ),
        ("<title>Sign in</title><form><input name=user><input name=password></form>", 200, "login_page"),
        ("<title>x</title><noscript>Please enable JavaScript</noscript><div id=root></div>", 200, "script_needed"),
        (
            "<div class='cookie-consent'><p>We and our 812 partners read information on your device.</p></div>",
            200,
            "other",
        ),
        (STORY, 404, "other"),
        ("", 200, "other"),
    ],
    ids=["challenge", "soft 404", "login", "needs script", "consent", "status", "empty"],
)
def test_h10_pages_without_an_article_say_why(html: str, status: int, kind: str) -> None:
    page = parse.read(Capture(URL, URL, status, (("content-type", "text/html"),), html.encode(), NOW))
    assert (page.kind, page.article) == (kind, None)
    assert page.why
