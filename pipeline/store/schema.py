"""The whole schema as it is today: every table and view with all the columns that migrations have added."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.store import (
    alarm_tables,
    headline_tables,
    keeping_tables,
    ledger_tables,
    rhythm_tables,
    service_tables,
    sighting_tables,
    story_tables,
    summary_tables,
    version_tables,
)
from pipeline.store.tables import (
    ARTICLE_URLS,
    ARTICLES,
    ARTICLES_SEARCH,
    CAPTURES,
    HEADLINES,
    HEALTH,
    LATEST,
    LINKS,
    OF_SEARCH,
    OUTCOMES,
    PAYLOADS,
    ROBOTS,
    RUNS,
    SEARCH_RULES,
    SEARCHED,
    SITE_MEMORY,
    SOURCES,
    TICKER_NOW,
    VERSIONS,
)

_SEARCHED: Final = tuple(sorted((*ARTICLES_SEARCH.columns, OF_SEARCH), key=lambda column: SEARCHED.index(column.name)))

TABLES: Final = (
    replace(ARTICLES, columns=ARTICLES.columns + story_tables.OF_ARTICLES), ARTICLE_URLS,
    replace(VERSIONS, columns=(*VERSIONS.columns, keeping_tables.OF_VERSIONS, *version_tables.OF_VERSIONS)),
    *story_tables.TABLES,
    replace(HEADLINES, columns=HEADLINES.columns + headline_tables.OF_HEADLINES + sighting_tables.OF_HEADLINES),
    *sighting_tables.TABLES, LINKS,
    replace(SOURCES, columns=(*SOURCES.columns, service_tables.OF_SOURCES, ledger_tables.OF_SOURCES)),
    replace(CAPTURES, columns=(*CAPTURES.columns, keeping_tables.OF_CAPTURES)),
    replace(PAYLOADS, columns=(*PAYLOADS.columns, keeping_tables.OF_PACKED)), *keeping_tables.TABLES_NOW,
    replace(OUTCOMES, columns=OUTCOMES.columns + service_tables.OF_OUTCOMES),
    replace(RUNS, columns=(*RUNS.columns, ledger_tables.OF_RUNS)), ROBOTS, *service_tables.TABLES,
    *summary_tables.TABLES, *ledger_tables.TABLES, *alarm_tables.TABLES, *rhythm_tables.TABLES,
    SITE_MEMORY, replace(ARTICLES_SEARCH, columns=_SEARCHED), SEARCH_RULES,
)  # fmt: skip
"""Every table as it is today."""

VIEWS: Final = (
    LATEST,
    TICKER_NOW,
    sighting_tables.TICKER_SIGHTINGS,
    HEALTH,
    version_tables.EDITS,
    *headline_tables.VIEWS,
    *story_tables.VIEWS,
    *alarm_tables.VIEWS,
)
"""Every view as it is today."""
