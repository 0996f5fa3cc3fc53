"""The title among headings and what the head says: in the head's spelling, without site, section, motto or kicker."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.parse.titles import clean_title, name_site, without_site_name
from tests.parsing import article_of

PROSE = "".join(
    f"<p>{text}</p>"
    for text in (
        "The lighthouse keeper of Sandholm has rung the fog bell by hand for the first time in nineteen years.",
        "A cable had failed at noon, and the motor with it, so she climbed the stairs and pulled the rope herself.",
        "Four ships answered with their horns, and the harbour wrote her a letter of thanks the same evening.",
    )
)
HEADLINE = "Keeper rings the fog bell by hand"


def title_of(heading: str = "", page: str = "", *, og: str = "", ld: str = "", site: str = "") -> str:
    head = f"<title>{page or og or heading}</title>"
    head += f'<meta property="og:title" content="{og}">' if og else ""
    head += f'<meta property="og:site_name" content="{site}">' if site else ""
    item = json.dumps({"@type": "NewsArticle", "headline": ld, "datePublished": "2024-03-12"})
    head += f'<script type="application/ld+json">{item}</script>' if ld else ""
    shown = f"<h1>{heading}</h1>" if heading else ""
    return article_of(f"<html><head>{head}</head><body>{shown}{PROSE}</body></html>").title


@pytest.mark.parametrize(
    ("heading", "og"),
    [
        ("Le port : la cloche sonne à la main", "Le port : la cloche sonne à la main"),
        ("Harbour day Keeper rings the fog bell by hand", "Harbour day / Keeper rings the fog bell by hand"),
        ("«جرس الضباب» يُقرع باليد أول مرة منذ تسعة عشر عاماً", "جرس الضباب يُقرع باليد أول مرة منذ تسعة عشر عاماً"),
    ],
)
def test_spaces_slashes_and_quotes_are_the_heads(heading: str, og: str) -> None:
    assert title_of(heading, og=og) == og


def test_another_shape_of_the_same_quotes_does_not_matter() -> None:
    assert title_of("Why I say „fog horn“ to a bell", og="Why I say &quot;fog horn&quot; to a bell") == (
        "Why I say „fog horn“ to a bell"
    )


def test_a_title_cut_off_inside_a_quotation_is_not_the_spelling() -> None:
    heading = "The keeper of Sandholm: «A bell rings longer than a motor runs»"
    assert title_of(heading, og=heading.removesuffix("»")) == heading


def test_a_kicker_that_two_readers_tell_belongs_to_the_title() -> None:
    told = f"Harbour: {HEADLINE}"
    assert title_of(HEADLINE, og=told, ld=told) == told
    assert title_of(HEADLINE, og=told) == HEADLINE
    assert title_of(HEADLINE, og=told, ld=HEADLINE) == HEADLINE


def test_a_kicker_inside_the_heading_goes_when_the_head_tells_none() -> None:
    assert title_of(f"<span>Harbour</span> {HEADLINE}", og=HEADLINE) == HEADLINE


def test_a_paragraph_marked_as_heading_is_no_title() -> None:
    heading = "Learn how the bell of Sandholm is rung by hand, and why the keeper climbs the stairs for it. " * 3
    assert title_of(heading, og=f"{HEADLINE} | Fjord Post", site="Fjord Post") == HEADLINE


def test_a_heading_that_is_the_end_of_the_page_title_names_the_site() -> None:
    assert title_of("Tidewatch", f"{HEADLINE} - Tidewatch").startswith(HEADLINE)


def test_what_stands_behind_the_sites_name_is_its_motto() -> None:
    site = name_site(["Fjord Post"], "fjordpost")
    assert without_site_name(f"{HEADLINE} : Fjord Post | News of the sea | Since 1905", site) == HEADLINE
    assert without_site_name(f"Fjord Post | {HEADLINE}", site) == HEADLINE
    assert without_site_name(f"{HEADLINE} - a report", site) == f"{HEADLINE} - a report"


@given(st.text(alphabet="ab |–-:«»/ \u200bé", max_size=40))
def test_cleaning_a_clean_title_changes_nothing(text: str) -> None:
    assert clean_title(clean_title(text)) == clean_title(text)


@given(st.text(max_size=60), st.text(max_size=20))
def test_no_title_makes_the_cut_fail(text: str, name: str) -> None:
    site = name_site([name], "fjordpost")
    assert without_site_name(text, site) in clean_title(text) or clean_title(text)
