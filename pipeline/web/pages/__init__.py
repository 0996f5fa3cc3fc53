"""The pages: a module each, a function from a visit to a page; ROUTES says which address leads where."""

from __future__ import annotations

from typing import Final

from pipeline.web.pages import front, newspapers, preferences
from pipeline.web.visit import View

ROUTES: Final[tuple[tuple[str, View], ...]] = (
    (r"/$", front.show),
    (r"/ticker/now$", front.ticker_now),
    (r"/newspapers$", newspapers.show_all),
    (r"/newspaper/(?P<name>.+)$", newspapers.show_one),
    (r"/-/preferences$", preferences.choose),
)
