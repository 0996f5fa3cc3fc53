"""What Datasette is told of the archive: descriptions, labels, orders and sizes of tables, and ready queries."""

from __future__ import annotations

from typing import Any, Final

from pipeline.store.declaring import Table, View
from pipeline.store.ready_queries import READY
from pipeline.store.schema import TABLES, VIEWS
from pipeline.web.words import words_of

ARCHIVE: Final = "archive"
"""The archive's name in addresses: the same whatever its file is called, so that links last and give nothing away."""

NEWS: Final = ("articles", "article_urls", "versions", "latest", "edits", "newspaper_days", "newspaper_totals")
TICKERS: Final = (
    *("headlines", "ticker_sightings", "ticker_now"),
    *("headline_timeline", "headlines_vanished", "headlines_without_article"),
)
STORIES: Final = ("stories", "duplicates", "many_addresses")
COVERAGE: Final = ("coverage", "gaps")
PUBLIC: Final = frozenset((*NEWS, *TICKERS, *STORIES, *COVERAGE))
"""What everybody may see; every other table, those of later days too, is for whoever runs the archive."""

_LABELS: Final = {"articles": "title", "headlines": "text", "stories": "first_publisher", "captures": "url",
                  "links": "url", "versions": "title", "runs": "command"}  # fmt: skip
"""The column that stands for a row where another table refers to it."""
_ORDERS: Final = {"articles": "published", "stories": "first_seen", "headlines": "first_seen"}
"""What the newest rows are told by, each with an index; `id` in the tables that have one."""
_SORTABLE: Final = {
    "articles": ("id", "published"),
    "article_urls": ("url",),
    "versions": ("id", "article_id"),
    "headlines": ("id", "first_seen"),
    "ticker_rolls": (),
    "ticker_stretches": (),
    "stories": ("id", "first_seen"),
    "story_prints": (),
    "links": ("id", "url"),
    "captures": ("id",),
    "payloads": ("id", "sha256"),
    "outcomes": ("id",),
    "articles_search": (),
}
"""Tables that grow with the archive can be sorted by what an index holds in order."""
_SIZES: Final = {"articles": 20, "versions": 20, "latest": 50}


def named(name: str) -> Table | View | None:
    """The declaration of a table or view; None for one that is none of ours, as the inside of the search index."""
    return next((item for item in (*TABLES, *VIEWS) if item.name == name), None)


def is_shown(name: str, *, is_public: bool) -> bool:
    """Whether a table or view may be looked at by those the pages are for."""
    return name in PUBLIC if is_public else named(name) is not None


def names_shown(*, is_public: bool) -> frozenset[str]:
    """The tables and views that `is_shown` tells of."""
    return frozenset(item.name for item in (*TABLES, *VIEWS) if is_shown(item.name, is_public=is_public))


def metadata() -> dict[str, Any]:
    """Datasette's metadata of the archive (https://docs.datasette.io/en/0.65.1/metadata.html), in English."""
    tables = {item.name: _describe(item) for item in (*TABLES, *VIEWS)}
    words = words_of("en")
    queries = {
        query.name: {
            "sql": query.sql,
            "title": words(f"query-{query.name}"),
            "description": words(f"query-{query.name}-about"),
        }
        for query in READY
    }
    return {
        "title": words("site-name"),
        "description": words("footer-note"),
        "databases": {ARCHIVE: {"tables": tables, "queries": queries}},
    }


def _describe(item: Table | View) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": item.about,
        "columns": {column.name: column.about for column in item.columns},
        "size": _SIZES.get(item.name, 50),
    }
    if item.name in _LABELS:
        told["label_column"] = _LABELS[item.name]
    if isinstance(item, View):
        return {**told, "sortable_columns": []}  # a view has its own order; another reads all of it first
    if item.name in _SORTABLE:
        told["sortable_columns"] = list(_SORTABLE[item.name])
    if item.name in _ORDERS or any(column.name == "id" for column in item.columns):
        told["sort_desc"] = _ORDERS.get(item.name, "id")
    return told
