"""Health: what is looked at and how that goes, for whoever runs the archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from datasette.utils.asgi import NotFound

from pipeline.condition import Condition, condition
from pipeline.coverage import DAYS, Coverage, coverage
from pipeline.models import OUTCOMES, SUCCESSES
from pipeline.store import Reader
from pipeline.ticks import Timetable
from pipeline.web.heat import HOURS, strips
from pipeline.web.visit import Page, Visit
from pipeline.web.words import Words

GAPS: Final = 30
"""Gaps on the page, the last ones; the table has them all."""
_UNITS: Final = ((86400, "duration-days"), (3600, "duration-hours"), (60, "duration-minutes"))


async def show(visit: Visit) -> Page:
    """The condition of everything that works for the archive; with --public there is no such page."""
    if visit.is_public:
        raise NotFound(visit.words("health-missing"))

    def look(archive: Reader) -> tuple[Condition, Coverage]:
        return condition(archive, visit.now), coverage(archive, visit.now)

    state, seen = await visit.ask(look)
    values = {
        "state": state,
        "strips": strips(seen, DAYS),
        "days": DAYS,
        "hours": HOURS,
        "gaps": sorted(seen.gaps, key=lambda gap: (gap.is_open, gap.until), reverse=True)[:GAPS],
        "meanings": OUTCOMES,
        "successes": SUCCESSES,
        "schedule_of": schedule_in(visit.words),
    }
    return Page("health.html", visit.words("nav-health"), values)


def schedule_in(words: Words) -> Callable[[str | None], str]:
    """How a schedule reads in the visitor's language."""

    def tell(text: str | None) -> str:
        timetable = Timetable.read(text)
        if timetable.cron is not None:
            return f"{timetable.cron} {timetable.zone}"
        return words("schedule-every", time=_length(words, timetable.every)) if timetable.every else "–"

    return tell


def _length(words: Words, seconds: float) -> str:
    for unit, key in _UNITS:
        if seconds >= unit and seconds % unit == 0:
            return words(key, count=int(seconds // unit))
    return words("duration-minutes", count=max(round(seconds / 60), 1))
