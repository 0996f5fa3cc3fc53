"""Every site's golden pages are read as they were checked: one test per field, pages found by listing the folder."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from pipeline.sites import Rules, Site, load
from tests.sites import FIELDS, FOLDER, Pair, list_pairs, read_fields

PAIRS = list_pairs()


@cache
def shipped_sites() -> dict[str, Site]:
    return dict(load(FOLDER.parent.parent / "config").sites)


@cache
def fields_of(pair: Pair) -> dict[str, Any]:
    return read_fields(pair, shipped_sites()[pair.site_id])


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_a_golden_page_gives_the_field_as_checked(pair: Pair, field: str) -> None:
    assert fields_of(pair)[field] == pair.expected[field]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_a_golden_page_is_an_article_of_its_site(pair: Pair) -> None:
    site = shipped_sites()[pair.site_id]
    url = pair.capture().url
    assert site.owns(url)
    assert site.canonical(url) == url
    assert site.article_url is None or site.article_url.search(url)
    assert set(pair.expected) == set(FIELDS)


def test_every_site_with_rules_has_a_golden_pair() -> None:
    ruled = {site.id for site in shipped_sites().values() if site.rules != Rules()}
    assert ruled <= {pair.site_id for pair in PAIRS}, "write tests/sites/ID/article.html; see docs/adding-a-site.md"


def test_every_language_edition_has_a_golden_pair() -> None:
    editions = {
        (site.id, source.language) for site in shipped_sites().values() for source in site.sources if source.language
    }
    assert editions <= {(pair.site_id, pair.expected["language"]) for pair in PAIRS}
