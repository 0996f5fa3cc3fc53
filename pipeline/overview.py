"""The archive at a glance, as its front page and `warraq stats` show it: from kept counts, whatever its size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from sqlite3 import Connection
from typing import Final

from pipeline.errors import InputError
from pipeline.store import Reader, reading, story_reading, summaries
from pipeline.store.reading import ArticleLine, RunLine, SourceLine
from pipeline.store.story_reading import StoryLine
from pipeline.store.summaries import NewspaperTotals

DAYS: Final = 42
"""Days of a chart of articles per day: six weeks show the week's rhythm."""
NEWSPAPERS: Final = 8
ARTICLES: Final = 4
STORIES: Final = 6
STORY_DAYS: Final = 7
WEEKS: Final = 12
PAGE: Final = 50
"""Articles on one page of a newspaper's list."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """Articles published on a day (ISO 8601)."""

    day: str
    articles: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """A newspaper's newest articles."""

    newspaper: str
    articles: tuple[ArticleLine, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The archive at a glance. `days` has every day of its span; `failing` are active sources in trouble."""

    articles: int
    days: tuple[DayCount, ...]
    shelves: tuple[Shelf, ...]
    stories: tuple[StoryLine, ...]
    last_run: RunLine | None
    sources: int
    failing: tuple[SourceLine, ...]


def overview(archive: Reader, now: datetime) -> Overview:
    """What the archive holds and how it fares, seen from its last day with news up to now."""
    return archive.ask(lambda conn: _overview(conn, now.date()))


@dataclass(frozen=True, slots=True)
class NewspaperRow:
    """A newspaper in the list of all: what is known of it, and its articles in each of the last weeks."""

    totals: NewspaperTotals
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NewspaperView:
    """A newspaper by itself. `by_site` is what each site gave of it; `next_place` is where the list goes on."""

    totals: NewspaperTotals
    by_site: Mapping[str, NewspaperTotals]
    days: tuple[DayCount, ...]
    articles: tuple[ArticleLine, ...]
    next_place: tuple[str, int] | None


def last_days(archive: Reader, now: datetime) -> tuple[DayCount, ...]:
    """The articles of each day up to the archive's last day with news; nothing when none is dated."""

    def ask(conn: Connection) -> tuple[DayCount, ...]:
        last = summaries.last_day(conn, now.date().isoformat())
        return days_of(conn, date.fromisoformat(last)) if last else ()

    return archive.ask(ask)


def list_newspapers(archive: Reader, now: datetime, limit: int) -> list[NewspaperRow]:
    """The newspapers with most articles, with their last weeks up to the archive's last day with news."""
    return archive.ask(lambda conn: _list_newspapers(conn, now.date(), limit))


def view_newspaper(archive: Reader, name: str, now: datetime, before: tuple[str, int] | None = None) -> NewspaperView:
    """A newspaper with its articles, the newest first or those before a place; InputError when there is none."""
    return archive.ask(lambda conn: _view_newspaper(conn, name, now.date(), before))


def _list_newspapers(conn: Connection, today: date, limit: int) -> list[NewspaperRow]:
    last = summaries.last_day(conn, today.isoformat()) or today.isoformat()
    until = date.fromisoformat(last)
    since = until - timedelta(days=7 * WEEKS - 1)
    weeks: dict[str, list[int]] = {}
    for newspaper, day, count in summaries.per_day_of_each(conn, since.isoformat(), last):
        weeks.setdefault(newspaper, [0] * WEEKS)[(date.fromisoformat(day) - since).days // 7] += count
    none = [0] * WEEKS
    return [
        NewspaperRow(totals, tuple(weeks.get(totals.newspaper or "", none)))
        for totals in summaries.totals(conn)[: max(limit, 0)]
    ]


def _view_newspaper(conn: Connection, name: str, today: date, before: tuple[str, int] | None) -> NewspaperView:
    found = summaries.totals(conn, name)
    if not found:
        raise InputError(f"{name}: no newspaper of this name in the archive")
    last = summaries.last_day(conn, today.isoformat()) or today.isoformat()
    articles = summaries.latest_of(conn, name, PAGE + 1, before)
    shown = articles[:PAGE]
    return NewspaperView(
        totals=found[0],
        by_site=summaries.totals_by_site(conn, name),
        days=days_of(conn, date.fromisoformat(last), name),
        articles=shown,
        next_place=(shown[-1].published or "", shown[-1].article_id) if len(articles) > PAGE else None,
    )


def _overview(conn: Connection, today: date) -> Overview:
    last = summaries.last_day(conn, today.isoformat())
    until = date.fromisoformat(last) if last else today
    active = [source for source in reading.source_lines(conn) if source.is_active]
    return Overview(
        articles=summaries.count_articles(conn),
        days=days_of(conn, until) if last else (),
        shelves=_shelves(conn, until),
        stories=_stories(conn, until),
        last_run=reading.last_run(conn),
        sources=len(active),
        failing=tuple(source for source in active if source.failures),
    )


def days_of(conn: Connection, until: date, newspaper: str | None = None, count: int = DAYS) -> tuple[DayCount, ...]:
    """The articles of each of `count` days up to `until`, days without any included."""
    days = [(until - timedelta(days=back)).isoformat() for back in reversed(range(count))]
    found = summaries.per_day(conn, days[0], days[-1], newspaper)
    return tuple(DayCount(day, found.get(day, 0)) for day in days)


def _shelves(conn: Connection, until: date) -> tuple[Shelf, ...]:
    since = (until - timedelta(days=STORY_DAYS)).isoformat()
    names = summaries.busiest(conn, since, until.isoformat(), NEWSPAPERS)
    return tuple(Shelf(name, summaries.latest_of(conn, name, ARTICLES)) for name in names)


def _stories(conn: Connection, until: date) -> tuple[StoryLine, ...]:
    since = (until - timedelta(days=STORY_DAYS)).isoformat()
    return tuple(
        line
        for story_id in summaries.most_printed(conn, since, STORIES)
        if (line := story_reading.story(conn, story_id))
    )
