"""Golden pairs: a page in a site's real markup (`NAME.html`) and the fields it must give (`NAME.json`).

The first line of a page is `<!-- ADDRESS fetched MOMENT -->`; the rest is the body as it would come.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline import parse
from pipeline.dates import Moment
from pipeline.models import Capture, Page
from pipeline.sites import Site

FOLDER = Path(__file__).parent
_FIRST_LINE = re.compile(rb"<!-- (\S+) fetched (\S+) -->\n")
FIELDS = [
    "kind",
    "url",
    "title",
    "body",
    "published",
    "modified",
    "authors",
    "newspaper",
    "source_link",
    "source_text",
    "language",
    "section",
    "image",
    "ticker",
]


@dataclass(frozen=True)
class Pair:
    """One page and where its expected fields are."""

    html: Path

    @property
    def site_id(self) -> str:
        """The site whose rules read the page."""
        return self.html.parent.name

    @property
    def name(self) -> str:
        """`maghress/article`."""
        return f"{self.site_id}/{self.html.stem}"

    @cached_property
    def expected(self) -> dict[str, Any]:
        """What was checked by eye."""
        found: dict[str, Any] = json.loads(self.html.with_suffix(".json").read_text(encoding="utf-8"))
        return found

    def capture(self) -> Capture:
        """The page as if it had just been fetched."""
        raw = self.html.read_bytes()
        head = _FIRST_LINE.match(raw)
        if head is None:
            raise ValueError(f"{self.html}: the first line must be <!-- ADDRESS fetched MOMENT -->")
        url, moment = (part.decode("ascii") for part in head.groups())
        headers = (("Content-Type", "text/html; charset=UTF-8"),)
        fetched_at = datetime.fromisoformat(moment)
        return Capture(url, url, 200, headers, raw[head.end() :], fetched_at, encoding="utf-8", encoding_source="http")


def list_pairs() -> list[Pair]:
    """Every page in the folder, by site and name."""
    return [Pair(html) for html in sorted(FOLDER.glob("*/*.html"))]


def read_fields(pair: Pair, site: Site) -> dict[str, Any]:
    """What the parser reads on a page, as its JSON holds it."""
    page = parse.read(pair.capture(), site=site)
    return {name: _field(page, name) for name in FIELDS}


def _field(page: Page, name: str) -> Any:
    if name == "kind":
        return page.kind
    if name == "ticker":
        return [[headline.text, headline.url] for headline in page.ticker]
    value = getattr(page.article, name, None)
    if name == "body":
        return value.split("\n") if value else []
    if isinstance(value, Moment):
        return {"value": value.iso(), "precision": value.precision, "raw": value.raw}
    return list(value) if isinstance(value, tuple) else value
