"""The front page: what the ticker says, what came last, what is being read about, and whether all is well."""

from __future__ import annotations

from pipeline import query
from pipeline.web.visit import Page, Visit

LATEST = 24


async def show(visit: Visit) -> Page:
    """The front page."""
    latest = await visit.ask(lambda archive: query.latest(archive, limit=LATEST))
    tickers = await visit.ask(query.ticker)
    values = {"latest": latest, "tickers": tickers}
    return Page("front.html", visit.words("site-name"), values)
