"""The date of publication among all dates of a page: what it claims, what it shows, and which of these are others'."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.models import Article
from pipeline.parse.document import open_document
from pipeline.parse.place import locate_story
from pipeline.parse.published import read_shown_dates
from tests.parsing import article_of, capture

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


def page(head: str = "", above: str = "", below: str = "", end: str = "", after: str = "", lang: str = "en") -> str:
    return (
        f"<html lang={lang}><head><title>{TITLE}</title>{head}</head><body>{above}<h1>{TITLE}</h1>{below}"
        f"<div class=story>{PROSE}{end}</div>{after}</body></html>"
    )


def day_of(html: str, address: str = "https://news.example.org/sea/fog-bell-1234") -> str | None:
    article: Article = article_of(html, address)
    return article.published.value.date().isoformat() if article.published else None


@pytest.mark.parametrize(
    "line",
    [
        "12 March 2024",
        "Published: March 12, 2024",
        "Published March 12, 2024, updated April 2, 2024",
        "Updated April 2, 2024 | Published March 12, 2024",
        "Ida Sund•Mar 12, 2024",
        "12 | 03 | 2024",
        "Veröffentlicht am 12.03.2024 um 09:30 Uhr",
        "Datum:12. März 2024",
        "Publié le 12 mars 2024 à 9h30, mis à jour le 2 avril 2024",
        "Publicado el 12 de marzo de 2024",
        "Pubblicato il 12 marzo 2024",
        "Opublikowano: 12 marca 2024",
        "Опубликовано: 12 марта 2024",
        "نشر في 12 مارس 2024",
        "2024年3月12日 公開",
        "입력 2024-03-12 09:30:00",
        "Ole Reporter | 2024-03-12 16:52:59",
    ],
)
def test_the_line_under_the_title_dates_the_story(line: str) -> None:
    assert day_of(page(below=f"<div>{line}</div>")) == "2024-03-12"


def test_the_days_date_in_a_pages_head_is_not_the_storys() -> None:
    above = "<div>Friday, November 14, 2025</div><div>Weather</div><div>Markets</div>"
    assert day_of(page(above=above, below="<div>12.11.2025</div>")) == "2025-11-12"


def test_of_two_lines_the_one_with_a_time_of_day_is_the_storys() -> None:
    below = "<span class=date>Tue, 14 Jan 2025</span><p>13 Jan 2025, 22:11 GMT+10</p>"
    assert day_of(page(below=below)) == "2025-01-13"


def test_times_in_comments_and_related_lists_date_other_things() -> None:
    after = (
        '<div class="comments"><time datetime="2025-08-24T03:36:11+02:00">24 Aug</time></div>'
        '<aside class="related"><time datetime="2025-09-01">1 Sep</time></aside>'
    )
    assert day_of(page(end="<p>Posted on the 16/08/2024 at 19:00</p>", after=after)) == "2024-08-16"
    assert day_of(page(after=after)) is None


@pytest.mark.parametrize(
    "header",
    [
        '<header class="entry-header overlay"><h1>{title}</h1><time datetime="2024-03-12">12 March</time></header>',
        '<div class="share hero"><h1>{title}</h1><time class=date datetime="2024-03-12">12 March</time></div>',
    ],
)
def test_furniture_around_the_title_is_none(header: str) -> None:
    html = page().replace(f"<h1>{TITLE}</h1>", header.format(title=TITLE))
    assert day_of(html) == "2024-03-12"


def test_a_toolbar_between_title_and_text_may_date_the_story() -> None:
    lead = "<p>A bell that nobody had rung for nineteen years told four ships of the fog.</p>"
    bar = '<div class="story-toolbar"><time datetime="2024-03-12">12 March</time> 1 minute</div>'
    assert day_of(page(below=f"<span>Sea</span>{bar}{lead}")) == "2024-03-12"


def test_a_label_dates_the_line_below_it() -> None:
    labels = "<dt>{}</dt><dd>13.10.2024</dd>"
    below = f"<dl>{labels.format('Erschienen am:')}</dl>"
    after = "<dl><dt>Zuletzt geändert am:</dt><dd>15.10.2024</dd></dl>"
    assert day_of(page(below=below, after=after, lang="de")) == "2024-10-13"
    assert day_of(page(after="<dl><dt>Regatta</dt><dd>13.10.2024</dd></dl>", lang="de")) is None


def test_a_box_with_another_story_behind_the_first_paragraph_yields_to_the_line_under_the_title() -> None:
    box = "<div><b>Bell cracked</b><div>by Per Aas 20 November 2023, 17:22</div></div>"
    first, rest = PROSE.split("</p>", 1)
    html = page(below="<div>12 March 2024</div>").replace(PROSE, f"{first}</p>{box}{rest}")
    assert day_of(html) == "2024-03-12"


def test_a_quoted_post_dates_itself() -> None:
    assert day_of(page(below="<blockquote>— Sandholm Light (@sandholm) September 27, 2024</blockquote>")) is None


@pytest.mark.parametrize("line", ["viernes 12 de septiembre de 2025", "Sea - 12. september 2025 kl. 10:21"])
def test_long_months_and_danish_hours_are_datelines(line: str) -> None:
    assert day_of(page(below=f"<div>{line}</div>")) == "2025-09-12"


def test_a_copyright_line_dates_nothing() -> None:
    assert day_of(page(after="<div>© 12 March 2024 Fjord Post</div>")) is None


def test_a_line_at_the_end_counts_when_it_says_that_it_dates_the_story() -> None:
    assert day_of(page(after="<p>Published 12 March 2024</p>")) == "2024-03-12"
    assert day_of(page(after="<p>Regatta: 12 March 2024</p>")) is None


def test_a_time_element_by_the_title_goes_before_one_elsewhere() -> None:
    below = '<time datetime="2024-03-12T09:30:00+01:00">12 March</time>'
    above = '<ul class=latest><li><time datetime="2024-05-01T08:00:00+01:00">8:00</time> Other news of the day</ul>'
    assert day_of(page(above=above, below=below)) == "2024-03-12"


def test_a_time_marked_as_a_change_goes_behind_the_first_date() -> None:
    below = (
        '<p>Updated <time class=updated datetime="2024-04-02">2 April</time></p>'
        '<p>Posted <time datetime="2024-03-12">12 March</time></p>'
    )
    assert day_of(page(below=below)) == "2024-03-12"


def test_a_day_in_the_address_outweighs_an_unworded_line_and_takes_its_time_of_day() -> None:
    address = "https://news.example.org/2024/03/12/fog-bell"
    assert day_of(page(below="<div>30 April 2024</div>"), address) == "2024-03-12"
    article = article_of(page(below="<div>12 March 2024, 14:05</div>"), address)
    assert article.published is not None
    assert article.published.precision == "minute"


def test_a_page_that_dates_only_its_change_says_so() -> None:
    article = article_of(page(below="<p>Updated on April 2, 2024</p>"))
    assert article.published is not None
    assert (article.published.iso(), article.provenance["published"]) == ("2024-04-02", "updated")


def test_a_bare_date_beside_a_byline_at_the_end_dates_the_story() -> None:
    assert day_of(page(after="<p>Written by Ida Sund</p><p>March 12, 2024</p>")) == "2024-03-12"


def test_midnight_in_one_item_yields_to_the_time_in_another() -> None:
    items = [
        {"@type": "NewsArticle", "headline": TITLE, "author": "Ida Sund", "datePublished": "2024-03-11T00:00:00+0000"},
        {"@type": "Article", "datePublished": "2024-03-12T04:39:05+00:00"},
        {"@type": "Article", "headline": "Another story", "datePublished": "2024-03-11T08:00:00+00:00"},
    ]
    head = f'<script type="application/ld+json">{json.dumps(items)}</script>'
    assert day_of(page(head)) == "2024-03-12"


def test_a_month_in_the_address_is_no_day() -> None:
    assert day_of(page(), "https://news.example.org/2024/03/fog-bell") is None


def test_a_bare_date_meta_yields_to_what_the_page_says_it_published() -> None:
    head = '<meta name="date" content="2024-04-02">'
    assert day_of(page(head, below="<p>Published 12 March 2024</p>")) == "2024-03-12"
    assert day_of(page(head)) == "2024-04-02"


def test_an_instant_in_utc_is_put_into_the_offset_that_the_page_shows() -> None:
    head = '<meta property="article:published_time" content="2024-03-13T02:41:00Z">'
    article = article_of(page(head, below="<p>12/3/2024 22:41</p>"))
    assert article.published is not None
    assert article.published.value.isoformat() == "2024-03-12T22:41:00-04:00"
    assert article.published.value == datetime(2024, 3, 13, 2, 41, tzinfo=UTC)


def published(utc: str, wall: str) -> str | None:
    """The date of a page that tells its instant in OpenGraph and its clock's time in JSON-LD, as read."""
    item = json.dumps({"@type": "NewsArticle", "headline": TITLE, "datePublished": wall})
    head = f'<script type="application/ld+json">{item}</script><meta property="article:published_time" content="{utc}">'
    article = article_of(page(head))
    return article.published.value.isoformat() if article.published else None


@pytest.mark.parametrize(
    ("utc", "wall", "told"),
    [
        ("2024-03-11T21:25:06+00:00", "2024-03-12T07:25:06Z", "2024-03-12T07:25:06+10:00"),
        ("2024-03-13T02:25:06Z", "2024-03-12T22:25:06", "2024-03-12T22:25:06-04:00"),
        ("2024-03-11T21:25:06+00:00", "2024-03-12T07:25:09Z", "2024-03-12T07:25:09+00:00"),
        ("2024-03-11T21:25:06+00:00", "2024-03-12T07:25:06+10:00", "2024-03-12T07:25:06+10:00"),
        ("2024-03-11T21:25Z", "2024-03-12T07:25Z", "2024-03-12T07:25:00+00:00"),
    ],
)
def test_an_instant_told_in_utc_and_by_the_pages_clock_is_in_the_offset_between_both(
    utc: str, wall: str, told: str
) -> None:
    assert published(utc, wall) == told


def test_a_claimed_new_year_that_nothing_bears_out_is_a_guess() -> None:
    head = '<meta property="article:published_time" content="2024-01-01T00:00:00Z">'
    assert day_of(page(head, below="<p>12 March 2024</p>")) == "2024-03-12"
    assert day_of(page(head, below="<p>Published on January 1, 2024</p>")) == "2024-01-01"
    alone = article_of(page(head)).published
    assert alone is not None
    assert (alone.value.year, alone.precision, alone.zone) == (2024, "year", "none")


@pytest.mark.parametrize("claim", ["1970-01-01T00:00:00Z", "0", "2031-05-01", "0001-01-01", "2024-13-45"])
def test_impossible_claims_are_refused(claim: str) -> None:
    head = f'<meta property="article:published_time" content="{claim}">'
    assert day_of(page(head)) is None
    assert day_of(page(head, below="<p>12 March 2024</p>")) == "2024-03-12"


def test_an_instant_beside_another_time_stays_in_utc() -> None:
    head = '<meta property="article:published_time" content="2024-03-13T02:41:00Z">'
    assert day_of(page(head, below="<p>12/3/2024 22:47</p>")) == "2024-03-13"


def test_json_ld_that_is_no_json_still_gives_its_plain_fields() -> None:
    script = (
        '{"@type":"NewsArticle","headline":"The "bell" rings","datePublished":"2024-03-12T09:30:00+01:00",'
        '"author":{"@type":"Person","name":"Ida Sund"}}'
    )
    article = article_of(page(f'<script type="application/ld+json">{script}</script>'))
    assert article.published is not None
    assert article.published.value.isoformat() == "2024-03-12T09:30:00+01:00"
    assert article.authors == ("Ida Sund",)


def test_a_page_of_a_video_is_read_with_its_description() -> None:
    head = (
        f'<meta property="og:title" content="{TITLE}"><meta property="og:type" content="article">'
        '<meta property="og:description" content="Watch how the keeper of Sandholm rings the old bell by hand.">'
        '<meta property="article:published_time" content="2024-03-12T09:30:00+01:00">'
    )
    article = article_of(f"<html><head>{head}</head><body><h1>{TITLE}</h1></body></html>")
    assert article.body.startswith("Watch how")
    assert article.provenance["body"] == "opengraph"


@given(st.text(alphabet="0123456789 ./-:|,MarchpubliédUpdated年月日", max_size=120))
def test_no_line_makes_the_reader_fail(line: str) -> None:
    document = open_document(capture(page(below=f"<div>{line}</div>")), "utf-8")
    place = locate_story(document, TITLE, None)
    assert all(shown.weight > 0 for shown in read_shown_dates(document, place))
