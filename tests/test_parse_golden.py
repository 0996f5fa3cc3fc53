"""Whole pages of invented news, one structure each, and all that must be read on them; to add one, add two files."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from pipeline.models import Page
from tests.parsing import PAGES, read

FOLDER = PAGES / "articles"
NAMES = sorted(file.stem for file in FOLDER.glob("*.html"))
FIELDS = (
    "title",
    "paragraphs",
    "published",
    "modified",
    "authors",
    "newspaper",
    "section",
    "language",
    "image",
    "source_link",
    "source_text",
)


@cache
def page_of(name: str) -> Page:
    return read((FOLDER / f"{name}.html").read_text(encoding="utf-8"))


@cache
def expected(name: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("field", FIELDS)
def test_field_of_golden_page(name: str, field: str) -> None:
    article = page_of(name).article
    assert article is not None, page_of(name).why
    value: Any = getattr(article, field)
    if field in ("published", "modified"):
        value = value.iso() if value else None
    if field == "authors":
        value = list(value)
    assert value == expected(name).get(field, [] if field == "authors" else None)


@pytest.mark.parametrize("name", NAMES)
def test_ticker_of_golden_page(name: str) -> None:
    assert [[h.text, h.url, h.kind] for h in page_of(name).ticker] == expected(name)["ticker"]


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_golden_page_says_who_read_it(name: str) -> None:
    article = page_of(name).article
    assert article is not None
    given = {field for field in FIELDS if field != "paragraphs" and getattr(article, field)} | {"body"}
    assert set(article.provenance) == given
