"""The newspapers: how much of each there is, how complete, how soon it was seen; and one newspaper by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline.coverage import DAYS, Coverage, coverage
from pipeline.overview import NewspaperRow, NewspaperView, list_newspapers, view_newspaper
from pipeline.store import Reader
from pipeline.store.summaries import NewspaperTotals
from pipeline.web.charts import days_chart
from pipeline.web.heat import HOURS, strips
from pipeline.web.visit import Page, Visit

MOST: Final = 300
"""Newspapers on the page; the smaller ones are found by the search."""
SOURCES: Final = 200
"""Sources whose hours are shown."""
FIELDS: Final = (
    ("dated", "field-date"),
    ("dated_exactly", "field-time"),
    ("with_author", "field-author"),
    ("with_section", "field-section"),
    ("with_image", "field-image"),
    ("with_source_link", "field-source"),
    ("with_language", "field-language"),
)
"""What is counted of each newspaper's articles, and the key of its word."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a newspaper's articles; `step` (0 to 10) is its shade, None where there is nothing to share."""

    share: float | None

    @property
    def step(self) -> int | None:
        """The share in tenths."""
        return None if self.share is None else round(self.share * 10)


async def show_all(visit: Visit) -> Page:
    """Every newspaper in a row."""

    def look(archive: Reader) -> tuple[list[NewspaperRow], Coverage]:
        return list_newspapers(archive, visit.now, MOST), coverage(archive, visit.now)

    rows, seen = await visit.ask(look)
    values = {"rows": rows, "fields": FIELDS, "fill": fill, "shares": shares}
    values |= {"strips": strips(seen, DAYS)[:SOURCES], "days": DAYS, "hours": HOURS}
    return Page("newspapers.html", visit.words("nav-newspapers"), values)


async def show_one(visit: Visit) -> Page:
    """One newspaper: its days, its sites, its articles from the newest on."""
    name = visit.part("name")
    view: NewspaperView = await visit.ask(lambda archive: view_newspaper(archive, name, visit.now, _place(visit)))
    values = {
        "view": view,
        "fields": FIELDS,
        "fill": fill,
        "shares": shares,
        "chart": days_chart(visit.words, view.days, newspaper=name),
        "is_first_page": _place(visit) is None,
    }
    return Page("newspaper.html", name, values)


def fill(totals: NewspaperTotals, field: str) -> Share:
    """The share of a newspaper's articles in which a field is not empty."""
    return _share(getattr(totals, field), totals.articles)


def shares(totals: NewspaperTotals) -> dict[str, Share]:
    """Copies among all articles; of those dated exactly, the ones seen within an hour and a day."""
    return {
        "copies": _share(totals.copies, totals.articles),
        "hour": _share(totals.seen_within_hour, totals.dated_exactly),
        "day": _share(totals.seen_within_day, totals.dated_exactly),
    }


def _share(part: int, whole: int) -> Share:
    return Share(part / whole if whole else None)


def _place(visit: Visit) -> tuple[str, int] | None:
    before, number = visit.value("before", 40), visit.number("id", 0, 2**62)
    return (before, number) if before else None
