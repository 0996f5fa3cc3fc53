"""The reader as a function of HTML bytes and URL, for measuring it without an archive."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pipeline import parse
from pipeline.models import Capture


def extract(html: bytes, url: str) -> dict[str, Any]:
    """Title, body, publication (ISO 8601), authors and ticker of a page, as `evaluate.py` wants them.

    A page judged to hold no article gives its ticker only.
    """
    capture = Capture(url, url, 200, (("content-type", "text/html"),), html, fetched_at=datetime.now(UTC))
    page = parse.read(capture)
    ticker = [{"text": headline.text, "link": headline.url} for headline in page.ticker]
    if page.article is None:
        return {"ticker": ticker}
    article = page.article
    return {
        "title": article.title,
        "body": article.body,
        "published": article.published.value.isoformat() if article.published else None,
        "authors": list(article.authors),
        "ticker": ticker,
    }
