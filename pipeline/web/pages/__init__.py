"""The pages: a module each, a function from a visit to a page; ROUTES says which address leads where."""

from __future__ import annotations

from typing import Final

from pipeline.web.pages import (
    article,
    captures,
    data,
    front,
    health,
    newspapers,
    preferences,
    search,
    stories,
    ticker,
    versions,
)
from pipeline.web.visit import View

ROUTES: Final[tuple[tuple[str, View], ...]] = (
    (r"/$", front.show),
    (r"/ticker/now$", front.ticker_now),
    (r"/ticker$", ticker.show),
    (r"/headline/(?P<id>[0-9]{1,18})$", ticker.show_headline),
    (r"/stories$", stories.show_all),
    (r"/story/(?P<id>[0-9]{1,18})$", stories.show_one),
    (r"/newspapers$", newspapers.show_all),
    (r"/newspaper/(?P<name>.+)$", newspapers.show_one),
    (r"/article$", article.find),
    (r"/article/(?P<id>[0-9]{1,18})$", article.show),
    (r"/article/(?P<id>[0-9]{1,18})\.json$", article.show_json),
    (r"/article/(?P<id>[0-9]{1,18})/versions$", versions.show_all),
    (r"/article/(?P<id>[0-9]{1,18})/diff$", versions.show_difference),
    (r"/capture/(?P<id>[0-9]{1,18})$", captures.show),
    (r"/capture/(?P<id>[0-9]{1,18})/view$", captures.show_page),
    (r"/search$", search.show),
    (r"/search\.jsonl$", search.as_jsonl),
    (r"/search\.csv$", search.as_csv),
    (r"/search\.atom$", search.as_atom),
    (r"/health$", health.show),
    (r"/data$", data.show),
    (r"/-/preferences$", preferences.choose),
)
