"""Golden pages: whole pages of invented news, one structure each, and beside them what a person reads on them.

A page is NAME.html, written in UTF-8, and NAME.json with the fields it must give; a field left out must be empty.
Besides: `encoding` is what the page is sent in; `asked` the address it is fetched from; `kind` is "other" for a page
without an article; `optional` are paragraphs that a fair reader may keep or leave; `fails` says by field (or "kind",
"ticker") why the reader does not get it right yet.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pytest

from pipeline.models import Capture, Page
from pipeline.parse import read
from tests.parsing import NOW, PAGES, URL

FOLDER: Final = PAGES / "articles"
NAMES: Final = tuple(sorted(file.stem for file in FOLDER.glob("*.html")))
FIELDS: Final = (
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
    "url",
)


@dataclass(frozen=True)
class Golden:
    """One page and what it must give."""

    name: str
    html: str
    expected: dict[str, Any]

    @property
    def encoding(self) -> str:
        return str(self.expected.get("encoding", "utf-8"))

    @property
    def asked(self) -> str:
        return str(self.expected.get("asked", URL))

    @property
    def is_article(self) -> bool:
        return "kind" not in self.expected

    def capture(self, body: bytes | None = None, content_type: str = "text/html") -> Capture:
        """The page as a server would send it, or `body` in its place."""
        data = self.html.encode(self.encoding) if body is None else body
        return Capture(self.asked, self.asked, 200, (("content-type", content_type),), data, NOW)

    def page(self) -> Page:
        """What the reader makes of it."""
        return _read(self.name)

    def want(self, field: str) -> Any:
        """What a person reads there."""
        empty = {"authors": [], "url": self.asked}
        return self.expected.get(field, empty.get(field))

    def marks(self, field: str) -> list[pytest.MarkDecorator]:
        """A strict xfail where the reader is known to fail."""
        why = self.expected.get("fails", {}).get(field)
        return [pytest.mark.xfail(strict=True, reason=why)] if why else []


@cache
def load_golden(name: str) -> Golden:
    """A page of the folder."""
    html = (FOLDER / f"{name}.html").read_text(encoding="utf-8")
    return Golden(name, html, json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


@cache
def _read(name: str) -> Page:
    return read(load_golden(name).capture())


def value_of(golden: Golden, field: str, page: Page) -> Any:
    """A field of the article as JSON would hold it, without the paragraphs that may be there or not."""
    assert page.article is not None, page.why
    value: Any = getattr(page.article, field)
    if field in ("published", "modified"):
        return value.iso() if value else None
    if field == "paragraphs":
        return [line for line in value if line not in golden.expected.get("optional", ())]
    return list(value) if field == "authors" else value
