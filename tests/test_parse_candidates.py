"""Every date that a page offers is listed with its reader, its text and how far it is believed, the chosen first."""

from __future__ import annotations

import json

import pytest

from pipeline.models import Hint
from pipeline.parse.candidates import FIELDS, Candidate, Field, list_candidates
from tests.parsing import article_of, capture
from tests.test_parse_dates import TITLE, page

LD = json.dumps(
    {
        "@type": "NewsArticle",
        "headline": TITLE,
        "datePublished": "2024-03-12T09:30:00+01:00",
        "dateModified": "2024-04-02T10:00:00+02:00",
    }
)
HEAD = f'<script type="application/ld+json">{LD}</script><meta name="date" content="2024-04-02">'


def listed(html: str, field: Field = "published", hint: Hint | None = None) -> tuple[Candidate, ...]:
    return list_candidates(capture(html, "https://news.example.org/2024/03/12/fog-bell"), field, hint=hint)


def test_the_chosen_date_comes_first_and_is_the_articles() -> None:
    html = page(HEAD, below="<p>Published 12 March 2024, 9:30</p>")
    chosen, *others = listed(html)
    article = article_of(html, "https://news.example.org/2024/03/12/fog-bell")
    assert chosen.is_chosen
    assert not any(one.is_chosen for one in others)
    assert (chosen.moment, chosen.reader) == (article.published, article.provenance["published"])
    assert chosen.value == "2024-03-12T08:30:00Z"


def test_every_source_is_listed_with_its_raw_text_and_by_confidence() -> None:
    found = listed(page(HEAD, below="<p>Published 12 March 2024</p>"))
    assert {(one.reader, one.raw) for one in found} == {
        ("json-ld", "2024-03-12T09:30:00+01:00"),
        ("url", "/2024/03/12"),
        ("text", "12 March 2024"),
        ("meta", "2024-04-02"),
    }
    others = [one.confidence for one in found if not one.is_chosen]
    assert others == sorted(others, reverse=True)
    assert all(0 <= one.confidence <= 1 for one in found)


def test_the_change_is_kept_apart_from_the_publication() -> None:
    (modified,) = listed(page(HEAD), "modified")
    assert (modified.value, modified.reader, modified.is_chosen) == ("2024-04-02T08:00:00Z", "json-ld", True)


def test_a_date_of_change_that_stands_in_for_the_publication_is_believed_least() -> None:
    (chosen,) = list_candidates(capture(page(below="<p>Updated on April 2, 2024</p>")), "published")
    assert (chosen.reader, chosen.confidence) == ("updated", 0.7)


def test_an_instant_put_into_the_pages_offset_is_listed_once() -> None:
    head = '<meta property="article:published_time" content="2024-03-13T02:41:00Z">'
    found = list_candidates(capture(page(head, below="<p>12/3/2024 22:41</p>")), "published")
    assert [one.reader for one in found] == ["opengraph", "text"]
    assert found[0].moment is not None
    assert found[0].moment.value.isoformat() == "2024-03-12T22:41:00-04:00"


@pytest.mark.parametrize("field", FIELDS)
def test_a_page_without_dates_or_article_offers_nothing(field: Field) -> None:
    assert list_candidates(capture(page()), field) == ()
    assert list_candidates(capture("<html><body>Not found</body></html>"), field) == ()


def test_a_dated_text_file_lists_its_one_date() -> None:
    text = f"{TITLE}\n\nFjord Post\n\n12 March 2024\n\n" + "The keeper has rung the bell by hand. " * 10
    found = list_candidates(capture(text, kind="text/plain"), "published")
    assert all(one.is_chosen for one in found)
