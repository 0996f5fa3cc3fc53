"""The data: every table with what it holds, ready questions, SQL, and the same for programs."""

from __future__ import annotations

from typing import Final

from pipeline.store.declaring import Table, View
from pipeline.store.ready_queries import READY
from pipeline.store.schema import TABLES, VIEWS
from pipeline.web.catalogue import ARCHIVE, COVERAGE, NEWS, STORIES, TICKERS, is_shown
from pipeline.web.visit import Page, Visit

GROUPS: Final = (
    ("group-news", NEWS),
    ("group-tickers", TICKERS),
    ("group-stories", STORIES),
    ("group-coverage", COVERAGE),
)
"""The key of each group's word, and its tables and views; whatever is in none of them belongs to the last group."""
EXAMPLES: Final = (
    f"/{ARCHIVE}/articles.json?language=ar&_size=5&_shape=objects",
    f"/{ARCHIVE}/articles.json?published__gte=2026-10&_sort=published&_shape=array",
    f"/{ARCHIVE}/per_week.json?since=2026-01-01&until=2026-12-31&_shape=array",
    f"/{ARCHIVE}/empty_fields.csv",
)
"""Addresses for programs."""


async def show(visit: Visit) -> Page:
    """What there is to ask, and where."""
    values = {
        "queries": [query.name for query in READY],
        "groups": [(key, shown) for key, items in _groups() if (shown := _shown(items, visit.is_public))],
        "root": f"/{ARCHIVE}",
        "examples": EXAMPLES,
    }
    return Page("data.html", visit.words("nav-data"), values)


def _groups() -> list[tuple[str, list[Table | View]]]:
    items: tuple[Table | View, ...] = (*TABLES, *VIEWS)
    known = {item.name: item for item in items}
    grouped = {name for _, names in GROUPS for name in names}
    rest = [item for item in items if item.name not in grouped]
    return [*((key, [known[name] for name in names]) for key, names in GROUPS), ("group-work", rest)]


def _shown(items: list[Table | View], is_public: bool) -> list[Table | View]:
    return [item for item in items if is_shown(item.name, is_public=is_public)]
