"""Stories: what several newspapers print, who was first and who copied how much; one story with its texts compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from datasette.utils.asgi import BadRequest

from pipeline.query import stories_from
from pipeline.store import Reader, story_listing
from pipeline.story_board import (
    Place,
    StoryCopy,
    StoryFilter,
    StoryOrder,
    StoryPage,
    StoryView,
    list_stories,
    view_story,
)
from pipeline.web.timelines import Tick, axis
from pipeline.web.visit import Page, Visit

MOST_COPIES: Final = 1000
RECENT: Final = timedelta(days=30)
"""How far back the stories that most newspapers printed are looked for, unless somebody says since when."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A copy on the strip: its place in percent."""

    copy: StoryCopy
    share: float


async def show_all(visit: Visit) -> Page:
    """A page of stories."""
    since, order, after = _day(visit.value("since", 10)), _order(visit), _place(visit)
    least = visit.number("copies", 2, MOST_COPIES)

    def look(archive: Reader) -> tuple[StoryPage, date | None]:
        begin = since
        if begin is None and order == "newspapers":
            begin = _recent(archive)
        only: StoryFilter = stories_from(begin, visit.value("newspaper"), least)
        return list_stories(archive, only, order, after), begin

    page, begin = await visit.ask(look)
    asked = {"newspaper": visit.value("newspaper"), "since": visit.value("since", 10), "order": visit.value("order")}
    chosen = {name: value for name, value in {**asked, "copies": str(least) if least > 2 else None}.items() if value}
    values = {
        "page": page,
        "chosen": chosen,
        "order": order,
        "begin": begin,
        "next_link": _next_link(chosen, page.next_place),
        "is_first_page": after is None,
    }
    return Page("stories.html", visit.words("nav-stories"), values)


async def show_one(visit: Visit) -> Page:
    """One story."""
    number = int(visit.part("id"))
    beside = visit.number("with", 0, 2**62) if visit.value("with") else None
    view: StoryView = await visit.ask(lambda archive: view_story(archive, number, beside))
    dots, ticks = _strip(visit, view)
    values = {
        "view": view,
        "dots": dots,
        "ticks": ticks,
        "first": next((copy for copy in view.copies if copy.line.is_first), None),
        "last": max(view.copies, key=lambda copy: copy.delay, default=None),
        "step_of": step_of,
    }
    return Page("story.html", view.line.title or visit.words("untitled"), values)


def step_of(share: float) -> int:
    """A share in twentieths, for the length of its bar."""
    return round(min(max(share, 0.0), 1.0) * 20)


def _strip(visit: Visit, view: StoryView) -> tuple[list[Dot], tuple[Tick, ...]]:
    """The copies on a line of time, from the first to the last."""
    moments = [datetime.fromisoformat(copy.moment).replace(tzinfo=UTC) for copy in view.copies]
    start, end = min(moments), max(moments)
    whole = (end - start) or timedelta(seconds=1)
    dots = [
        Dot(copy, round(2 + 96 * ((moment - start) / whole), 2))
        for copy, moment in zip(view.copies, moments, strict=True)
    ]
    ticks = axis(visit.words, start.isoformat(), end.isoformat(), 4) if end > start else ()
    return dots, tuple(Tick(round(2 + 0.96 * tick.share, 2), tick.label) for tick in ticks)


def _recent(archive: Reader) -> date | None:
    last = archive.ask(story_listing.last_day)
    return date.fromisoformat(last[:10]) - RECENT if last else None


def _order(visit: Visit) -> StoryOrder:
    return "newspapers" if visit.value("order") == "newspapers" else "newest"


def _day(wanted: str | None) -> date | None:
    if wanted is None:
        return None
    try:
        return date.fromisoformat(wanted)
    except ValueError as error:
        raise BadRequest("since: this is no day; write it as 2026-10-12") from error


def _place(visit: Visit) -> Place | None:
    before = visit.value("before", 40)
    return (visit.number("papers", 0, 2**31), before, visit.number("id", 0, 2**62)) if before else None


def _next_link(chosen: dict[str, str], place: Place | None) -> str | None:
    if place is None:
        return None
    papers, moment, number = place
    return "/stories?" + urlencode({**chosen, "papers": papers, "before": moment, "id": number})
