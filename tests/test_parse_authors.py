"""Who wrote a story, from every way in which pages say it, and who did not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.parse.people import clean_authors, is_capitalised, is_full_name, names_in
from tests.parsing import article_of

TITLE = "Keeper rings the fog bell by hand"
PROSE = "".join(
    f"<p>{text}</p>"
    for text in (
        "The lighthouse keeper of Sandholm has rung the fog bell by hand for the first time in nineteen years.",
        "A cable had failed at noon, and the motor with it, so she climbed the stairs and pulled the rope herself.",
        "Four ships answered with their horns, and the harbour wrote her a letter of thanks the same evening.",
        "The bell was cast in a town that no longer has a foundry, and its tone is lower than those of its sisters.",
    )
)


def authors_of(head: str = "", below: str = "", after: str = "", address: str = "") -> tuple[str, ...]:
    html = f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{below}{PROSE}{after}</body></html>"
    return article_of(html, address or "https://news.example.org/sea/fog-bell-1234").authors


def ld(author: object, **more: object) -> str:
    item = {"@type": "NewsArticle", "headline": TITLE, "author": author, **more}
    return f'<script type="application/ld+json">{json.dumps(item)}</script>'


def nobody(_: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ida Sund", ("Ida Sund",)),
        ("By Ida Sund and Per Aas", ("Ida Sund", "Per Aas")),
        ("Ida Sund, Per Aas & Ola Vik", ("Ida Sund", "Per Aas", "Ola Vik")),
        ("Von Ida Sund und Per Aas, dpa", ("Ida Sund", "Per Aas", "dpa")),
        ("Par Ida Sund et Per Aas", ("Ida Sund", "Per Aas")),
        ("Por: Ida Sund y Per Aas", ("Ida Sund", "Per Aas")),
        ("Di Ida Sund e Per Aas", ("Ida Sund", "Per Aas")),
        ("Av Ida Sund og Per Aas", ("Ida Sund", "Per Aas")),
        ("Door Ida Sund en Per Aas", ("Ida Sund", "Per Aas")),
        ("Autor: Ida Sund", ("Ida Sund",)),
        ("Text & Fotos: Ida Sund", ("Ida Sund",)),
        ("بقلم: ليلى الحداد", ("ليلى الحداد",)),
        ("كتب سمير الناصر", ("سمير الناصر",)),
        ("作者：佐藤花", ("佐藤花",)),
        ("Sund, Ida", ("Ida Sund",)),
        ("Ida Sund Senior Politics Editor", ("Ida Sund",)),
        ("Ida Sund Founder at Sandholm Bells", ("Ida Sund",)),
        ("Ida Sund, Staff Writer", ("Ida Sund",)),
        ("Ida Sund, PhD and Per Aas, MPH", ("Ida Sund", "Per Aas")),
        ("Ida Sund, Oslo", ("Ida Sund",)),
        ("Ida Sund | SandholmBells", ("Ida Sund",)),
        ("Ida Sund Ida Sund", ("Ida Sund",)),
        ("Ida Sund / 6. November 2023 / Keine Kommentare", ("Ida Sund",)),
        ("Ida Sund | 3 March 2024", ("Ida Sund",)),
        ("Ida Sund March 3, 2024", ("Ida Sund",)),
        ("By Ida Sund, April 28, 2024", ("Ida Sund",)),
        ("Ida Sund (Reuters)", ("Ida Sund",)),
        ("Ida Sund @idasund", ("Ida Sund",)),
        ("Ida Sund ida@example.org", ("Ida Sund",)),
        ("Ida Sund Edited by Per Aas", ("Ida Sund",)),
        ("IDA SUND", ("IDA SUND",)),
        ("Ida Sund, ida sund, IDA SUND", ("Ida Sund",)),
        ("José Peña, Jose Pena", ("José Peña",)),
        ("Linny and Peter", ("Linny and Peter",)),
        ("Bureau of Bells and Beacons", ("Bureau of Bells and Beacons",)),
        ("FP Staff", ("FP Staff",)),
        ("The Harbour Team", ("The Harbour Team",)),
        ("Redaktion", ("Redaktion",)),
        ("admin", ()),
        ("Staff Writer", ()),
        ("Web Desk", ()),
        ("Our Correspondent", ()),
        ("Sandholm Media GmbH", ()),
        ("Foto: Ida Sund", ()),
        ("https://news.example.org/author/ida", ()),
        ("ida-sund", ()),
        ("Follow us", ()),
        ("Wednesday", ()),
        ("Mi 3.4.2024", ()),
        ("12 March 2024", ()),
    ],
)
def test_bylines_become_names(text: str, names: tuple[str, ...]) -> None:
    assert clean_authors((text,), nobody) == names


@pytest.mark.parametrize(
    "author",
    [
        "Ida Sund",
        ["Ida Sund"],
        {"name": "Ida Sund"},
        [{"@type": "Person", "name": "Ida Sund", "jobTitle": "Editor"}],
        {"@type": "Person", "name": ["Ida Sund"]},
        "By Ida Sund",
    ],
)
def test_json_ld_names_authors_in_many_shapes(author: object) -> None:
    assert authors_of(ld(author)) == ("Ida Sund",)


def test_an_agency_is_an_author_and_the_site_is_none() -> None:
    publisher = {"@type": "Organization", "name": "Fjord Post"}
    organisations = [{"@type": "Organization", "name": name} for name in ("Fjord Post", "Reuters")]
    assert authors_of(ld(organisations, publisher=publisher)) == ("Reuters",)


def test_who_publishes_a_site_of_their_own_is_its_author() -> None:
    person = {"@type": ["Person", "Organization"], "name": "Ida Sund"}
    assert authors_of(ld({"@type": "Person", "name": "Ida Sund"}, publisher=person)) == ("Ida Sund",)


def test_a_first_name_in_the_host_is_no_sites_name() -> None:
    head = '<meta name="author" content="Kirsten">'
    assert authors_of(head, address="https://www.kirstenbakesbread.com/fog") == ("Kirsten",)
    assert authors_of('<meta name="author" content="Fjordpost">', address="https://www.fjordpost.no/fog") == ()


@pytest.mark.parametrize(
    "below",
    [
        "<p>By Ida Sund</p>",
        "<p>By <span>Ida Sund</span><span>Staff Writer</span></p>",
        "<p>Written by</p><p>Ida Sund</p>",
        "<p>Posted 11 April 2024 by Ida Sund</p>",
        "<p>11.04.2024 - Redaktion: Ida Sund (Press office)</p>",
        "<p>Written by Ida Sund in Valves on 1 June 2024 at 08:34 PM. 51 Comments</p>",
        '<a rel="author" href="/a/1">Ida Sund</a>',
        '<a href="/people/ida-sund">Ida Sund</a>',
        '<span class="author vcard">Ida Sund</span>',
        '<div class="byline">By Ida Sund <a href="/rss">Get author RSS feed</a></div>',
        '<div class="author"><p>Ida Sund</p><p>Senior editor</p><p>Share</p></div>',
        "<p>Ida Sund | 11 April 2024</p>",
        "<p>Ida Sund</p><p>11 April 2024</p>",
    ],
)
def test_bylines_under_the_title_are_read(below: str) -> None:
    assert authors_of(below=below) == ("Ida Sund",)


@pytest.mark.parametrize("after", ["<p>Text: Ida Sund</p>", "<p>Posted by: Ida Sund</p>", "<p>Von Ida Sund</p>"])
def test_a_byline_at_the_end_counts(after: str) -> None:
    assert authors_of(after=after) == ("Ida Sund",)


@pytest.mark.parametrize("below", ["<p>Fog Bell | 11 April 2024</p>", "<p>World News | 11 April 2024</p>"])
def test_a_topic_of_the_title_or_a_section_beside_the_date_is_no_author(below: str) -> None:
    assert authors_of(below=below) == ()


def test_korean_reporters_sign_with_their_title() -> None:
    assert authors_of(below="<p>김하늘 기자 | 2024-03-12 16:52:59</p>") == ("김하늘",)


def test_the_names_of_a_byline_complete_what_the_head_claims() -> None:
    below = '<div class="bylines"><p class="byline">Per Aas</p><p class="byline">Ida Sund</p></div>'
    assert set(authors_of('<meta name="author" content="Ida Sund">', below)) == {"Ida Sund"} | {"Per Aas"}


def test_a_plain_byline_outweighs_a_claim_that_the_page_never_shows() -> None:
    head = '<meta name="author" content="Sandholm Lighthouse Board">'
    assert authors_of(head, "<p>By Ida Sund</p>") == ("Ida Sund",)
    assert authors_of(head, "<p>By Ida Sund</p><p>Sandholm Lighthouse Board</p>") == ("Sandholm Lighthouse Board",)


def test_who_comments_or_checks_is_no_author() -> None:
    assert authors_of(after='<div class="comments"><span class="author">Per Aas</span></div>') == ()
    below = '<p>By <a rel=author href="/a/1">Ida Sund</a> Fact-checked by <a rel=author href="/a/2">Per Aas</a></p>'
    assert authors_of('<meta name="author" content="Ida Sund">', below) == ("Ida Sund",)


def test_a_specific_meta_goes_before_the_publishers() -> None:
    head = '<meta name="author" content="Sandholm Media"><meta name="parsely-author" content="Ida Sund">'
    assert authors_of(head) == ("Ida Sund",)


@given(st.text(max_size=200))
def test_any_text_gives_names_or_none_and_cleaning_twice_changes_nothing(text: str) -> None:
    names = clean_authors((text,), nobody)
    assert all(len(name) >= 2 for name in names)
    for name in names_in(text, nobody):
        is_full_name(name)
        is_capitalised(name)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("Ida Sund", True), ("Ida van der Sund", True), ("posted on", False), ("Get author RSS feed", False)],
)
def test_names_are_capitalised_but_for_their_particles(name: str, is_one: bool) -> None:
    assert is_capitalised(name) is is_one


@pytest.mark.parametrize(
    "below",
    [
        "<div>Written by: <span>Ida Sund</span> <span>Gardener &amp; Astrologer</span></div>",
        "<div>By <b>Ida Sund</b> <i>Fjord Post Weekly</i></div>",
        '<div class="byline"><a href="/p/9">Ida Sund</a> <span>Deputy Content Hub Director</span></div>',
        '<div class="byline"><a>Ida Sund</a><div>5 min read</div><div>Fact checked by: <a>Per Aas</a></div></div>',
        "<div>Text &amp; Fotos: Ida Sund</div>",
        "<div>Blogbeitrag von Ida Sund</div>",
        '<div class="share"><a rel="author" href="/u/7">Ida Sund</a></div>',
        '<p><a href="/desk/ida-sund,7">Ida Sund</a></p><p>12.03.2024</p>',
    ],
)
def test_a_byline_gives_the_name_alone(below: str) -> None:
    assert authors_of(below=below) == ("Ida Sund",)


def test_a_link_beside_the_date_to_no_ones_page_is_a_section() -> None:
    assert authors_of(below='<p><a href="/world">South Shore</a></p><p>12.03.2024</p>') == ()
    assert authors_of(below='<p><a href="/tag/south-shore">South Shore</a></p><p>12.03.2024</p>') == ()


def test_a_first_name_claimed_takes_its_last_from_the_byline() -> None:
    assert authors_of(ld("Ida"), "<p>A column by Ida Sund</p>") == ("Ida",)
    assert authors_of(ld("Ida"), "<p>By Ida Sund</p>") == ("Ida Sund",)


@pytest.mark.parametrize("word", ["Actualizado", "Mis à jour", "Aggiornato", "Обновлено", "تحديث", "Keine Kommentare"])
def test_the_word_beside_a_date_is_nobodys_name(word: str) -> None:
    assert authors_of(below=f'<div class="byline">{word}: 06/05/2024</div>') == ()
    assert clean_authors((word,), nobody) == ()


def test_comments_behind_the_story_name_nobody() -> None:
    after = '<ol class="comments"><li>Kommentar von: Per Aas | Folge 10, 7.8.2009</li><li>By Per Aas</li></ol>'
    assert authors_of(after=after) == ()


@pytest.mark.parametrize("label", ["Written by", "Verfasst von", "Escrito por", "Écrit par"])
def test_a_share_card_names_the_author_in_its_own_language(label: str) -> None:
    card = f'<meta name="twitter:label1" content="{label}"><meta name="twitter:data1" content="Ida Sund">'
    assert authors_of(card) == ("Ida Sund",)
    assert authors_of(card, "<p>By Per Aas</p>") == ("Per Aas",)
    assert authors_of(card.replace(label, "Est. reading time")) == ()
