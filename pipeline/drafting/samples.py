"""The pages a site file is drafted from: each opened once, read by the generic readers, its claims kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from pipeline import charset, parse
from pipeline.models import Article, Capture, Page
from pipeline.parse.body import Body, read_body
from pipeline.parse.claims import Claims, gather_claims
from pipeline.parse.document import Document, open_document

LISTED: Final = 12
"""Linked headlines from which a page without an article is a section page; half as many make a home page."""


@dataclass(frozen=True)
class Sample:
    """One page: an article as far as the generic readers know."""

    capture: Capture
    document: Document
    page: Page
    claims: Claims
    body: Body | None

    @property
    def article(self) -> Article:
        """What the generic readers make of it; an empty article when they see none."""
        return self.page.article or Article(None, "", "")

    @property
    def url(self) -> str:
        """Where the page answered."""
        return self.capture.final_url

    @property
    def is_listing(self) -> bool:
        """Whether the page is no article, nor says that it is one, but lists them."""
        least = LISTED // 2 if urlsplit(self.url).path in ("", "/") else LISTED
        if self.page.article is not None or self.document.linked_before[-1] < least:
            return False
        is_dated = any(self.claims.each(lambda findings: findings.published))
        return not is_dated and (self.document.meta("og:type") or "").lower() != "article"


def open_samples(captures: Iterable[Capture]) -> list[Sample]:
    """Open and read every page. ParseError for one that cannot be read at all."""
    return [_open(capture) for capture in captures]


def _open(capture: Capture) -> Sample:
    page = parse.read(capture)
    known = charset.find_codec(capture.encoding) if capture.encoding else None
    codec = known or charset.decide(capture.body, capture.header("content-type")).name
    document = open_document(capture, codec)
    return Sample(capture, document, page, gather_claims(document), read_body(document))
