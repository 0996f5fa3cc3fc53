"""Whole pages of invented news, one structure each, and all that must be read on them; to add one, add two files."""

from __future__ import annotations

from typing import Any

import pytest

from tests.golden import FIELDS, NAMES, load_golden, value_of

PAGES = [load_golden(name) for name in NAMES]
ARTICLES = [golden for golden in PAGES if golden.is_article]
OTHER_KEYS = frozenset({"ticker", "kind", "encoding", "asked", "optional", "fails"})


def _fields() -> list[Any]:
    return [
        # A page that is taken for none has no field at all.
        pytest.param(golden.name, field, id=f"{golden.name}-{field}", marks=golden.marks("kind") or golden.marks(field))
        for golden in ARTICLES
        for field in FIELDS
    ]


def _pages(field: str, *, only_articles: bool = False) -> list[Any]:
    chosen = ARTICLES if only_articles else PAGES
    return [pytest.param(golden.name, id=golden.name, marks=golden.marks(field)) for golden in chosen]


@pytest.mark.parametrize("name", _pages("kind"))
def test_kind_of_golden_page(name: str) -> None:
    golden = load_golden(name)
    page = golden.page()
    assert (page.kind == "article") == golden.is_article == (page.article is not None) == (page.why is None)


@pytest.mark.parametrize(("name", "field"), _fields())
def test_field_of_golden_page(name: str, field: str) -> None:
    golden = load_golden(name)
    assert value_of(golden, field, golden.page()) == golden.want(field)


@pytest.mark.parametrize("name", _pages("ticker"))
def test_ticker_of_golden_page(name: str) -> None:
    golden = load_golden(name)
    assert [[h.text, h.url, h.kind] for h in golden.page().ticker] == golden.want("ticker")


@pytest.mark.parametrize("name", _pages("kind", only_articles=True))
def test_every_field_of_golden_page_says_who_read_it(name: str) -> None:
    article = load_golden(name).page().article
    assert article is not None
    given = {field for field in FIELDS if field not in ("paragraphs", "url") and getattr(article, field)} | {"body"}
    assert set(article.provenance) == given


@pytest.mark.parametrize("name", NAMES)
def test_golden_files_say_nothing_that_is_not_tested(name: str) -> None:
    golden = load_golden(name)
    assert set(golden.expected) <= {*FIELDS, *OTHER_KEYS}
    assert "ticker" in golden.expected
    assert set(golden.expected.get("fails", {})) <= {*FIELDS, "kind", "ticker"}
    assert golden.is_article or not set(golden.expected) & set(FIELDS)
