"""What the parser's tests share: captures made from text, and the pages beside this file."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from pipeline import parse
from pipeline.models import Article, Capture, Hint, Page
from pipeline.sites import Site, load

PAGES = Path(__file__).parent / "pages"
NOW = datetime(2025, 12, 12, 9, 0, tzinfo=UTC)
URL = "https://news.example.org/world/a-story-1234"
PROSE = "".join(
    f"<p>{text}</p>"
    for text in (
        "The lighthouse keeper of Sandholm has rung the fog bell by hand for the first time in nineteen years.",
        "A cable had failed at noon, and the motor with it, so she climbed the stairs and pulled the rope herself.",
        "Four ships answered with their horns, and the harbour wrote her a letter of thanks the same evening.",
    )
)


def capture(body: str | bytes, url: str = URL, *, kind: str = "text/html", fetched_at: datetime = NOW) -> Capture:
    """A whole answer as the fetcher would hand it over."""
    data = body.encode() if isinstance(body, str) else body
    encoding = "utf-8" if isinstance(body, str) else None
    return Capture(url, url, 200, (("content-type", kind),), data, fetched_at, encoding=encoding)


def read(body: str | bytes, url: str = URL, *, site: Site | None = None, hint: Hint | None = None) -> Page:
    """The page that the parser makes of some HTML."""
    return parse.read(capture(body, url), site=site, hint=hint or Hint())


def article_of(body: str | bytes, url: str = URL, *, site: Site | None = None, hint: Hint | None = None) -> Article:
    """The article on a page that must hold one."""
    page = read(body, url, site=site, hint=hint)
    assert page.article is not None, page.why
    return page.article


@cache
def shipped_site(name: str) -> Site:
    """A site file of this checkout."""
    return load(Path(__file__).parent.parent / "config").sites[name]
