"""The front page: what the ticker says, what came last, what is being read about, and whether all is well."""

from __future__ import annotations

from typing import Final

from pipeline import query
from pipeline.overview import Overview, overview
from pipeline.query import TickerView
from pipeline.store import Reader
from pipeline.web.charts import days_chart
from pipeline.web.visit import Page, Visit

HEADLINES: Final = 12
"""Headlines of each ticker; the ticker's own page has them all."""


async def show(visit: Visit) -> Page:
    """The front page."""

    def look(archive: Reader) -> tuple[Overview, list[TickerView]]:
        return overview(archive, visit.now), query.ticker(archive)

    seen, tickers = await visit.ask(look)
    values = {"seen": seen, "tickers": tickers, "most": HEADLINES, "chart": days_chart(visit.words, seen.days)}
    return Page("front.html", visit.words("site-name"), values)


async def ticker_now(visit: Visit) -> Page:
    """The ticker alone, which the front page asks for again and again."""
    tickers = await visit.ask(query.ticker)
    return Page("ticker_now.html", "", {"tickers": tickers, "most": HEADLINES})
