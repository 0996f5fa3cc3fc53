"""THE READ STORY: search, show, stories, ticker, latest, newspapers, status. Everything here only reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection
from typing import Final

from pipeline.dates import utc_iso
from pipeline.errors import ArchiveDamaged, InputError
from pipeline.models import ArchivedArticle, ArchivedCapture, Capture
from pipeline.state import Status, status
from pipeline.store import Reader, exporting, reading, search_parts, searching, story_reading, version_reading
from pipeline.store.captures import CaptureMeta, read_capture, read_capture_meta
from pipeline.store.exporting import Order, Selection
from pipeline.store.free_sql import Table, ask_sql
from pipeline.store.lock import Owner
from pipeline.store.marking import Marked, excerpt, mark
from pipeline.store.reading import (
    ArticleLine,
    Filter,
    NewspaperLine,
    SourceLine,
    StoredArticle,
    TickerLine,
)
from pipeline.store.search_parts import Part
from pipeline.store.searching import Cut, Facets, Found, Sort
from pipeline.store.story_reading import CopyLine, Coverage, StoryFilter, StoryLine
from pipeline.store.version_reading import VersionLine
from pipeline.store.wording import Query, read_query

__all__ = [
    "ArticleLine",
    "ArticleView",
    "CopyLine",
    "Coverage",
    "Cut",
    "Facets",
    "Filter",
    "Findings",
    "Hit",
    "Marked",
    "NewspaperLine",
    "Owner",
    "Part",
    "Selection",
    "Shelf",
    "Sort",
    "SourceLine",
    "Status",
    "Story",
    "StoryFilter",
    "StoryLine",
    "Table",
    "TickerView",
    "articles_from",
    "ask_sql",
    "facets",
    "find",
    "find_part",
    "latest",
    "look",
    "newspapers",
    "open_archive",
    "raw",
    "search",
    "show",
    "sources",
    "status",
    "stories",
    "stories_from",
    "story_coverage",
    "ticker",
]


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found: its title and the passage of its text that fits best, matches marked."""

    line: ArticleLine
    title: Marked
    snippet: Marked
    score: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found: the best hits, and how many articles match; at least so many when `is_more`."""

    hits: tuple[Hit, ...]
    total: int
    is_more: bool


@dataclass(frozen=True, slots=True)
class Story:
    """A text that several articles print, and those articles, the one that was known first before the others."""

    line: StoryLine
    articles: tuple[CopyLine, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """All that the archive knows of an article. `capture` is the answer its text was read from.

    `agency` is the news agency it names as its source; `story` is there when other articles print the same text.
    """

    article: StoredArticle
    urls: tuple[str, ...]
    versions: tuple[VersionLine, ...]
    capture: CaptureMeta | None
    agency: str | None = None
    story: Story | None = None


@dataclass(frozen=True, slots=True)
class TickerView:
    """The ticker of a site's edition in one language (`und`: it cannot be told) as it was seen at one moment."""

    site: str
    language: str
    seen_at: str
    headlines: tuple[TickerLine, ...]


def open_archive(path: Path) -> Reader:
    """The archive for reading, as a context manager; StoreErrors say why there is nothing to read."""
    return Reader(path)


def articles_from(
    newspaper: str | None = None,
    language: str | None = None,
    since: date | None = None,
    until: date | None = None,
    section: str | None = None,
) -> Filter:
    """Which articles to look at, by days or moments of publication; a day given as `until` is included."""
    return Filter(newspaper, language, _bound(since), _bound(until, end=True), section)


def _bound(moment: date | None, *, end: bool = False) -> str | None:
    if moment is None:
        return None
    if isinstance(moment, datetime):
        return utc_iso(moment)
    if moment == date.max:
        return None
    return (moment + timedelta(days=end)).isoformat()


EVERYTHING: Final = Filter()
FIRST_PAGE: Final = Cut(20)


def search(
    archive: Reader, query: str, only: Filter = EVERYTHING, limit: int = 20, *, sort: Sort = "relevance"
) -> list[Hit]:
    """Articles with all the words of the query, best first, or the newest first.

    Words match in any form (case, diacritics, hamza, article, number); `"a phrase"` matches words in a row, `begin*`
    beginnings, `one OR other` either; `-word` and `-"a phrase"` exclude. `title:`, `body:`, `author:` and `newspaper:`
    look there only; `since:`, `until:`, `lang:` and `section:` narrow. Every text is a query; one without words gives
    the newest articles.
    """
    return list(find(archive, query, only, limit, sort=sort).hits)


def find(
    archive: Reader, query: str, only: Filter = EVERYTHING, limit: int = 20, *, sort: Sort = "relevance"
) -> Findings:
    """What `search` gives, and how many articles match in all."""
    wanted = read_query(query)
    return _findings(wanted, archive.ask(lambda conn: searching.search(conn, wanted, only, sort, Cut(limit))))


def look(
    archive: Reader, query: str, only: Filter = EVERYTHING, cut: Cut = FIRST_PAGE, *, sort: Sort = "relevance"
) -> tuple[Findings, Facets]:
    """A page of what `find` gives, and what `facets` gives: from one state of the archive, for less than both."""
    wanted = read_query(query)
    found, counted = archive.ask(lambda conn: searching.look(conn, wanted, only, sort, cut))
    return _findings(wanted, found), counted


def _findings(wanted: Query, found: Found) -> Findings:
    hits = [
        Hit(
            match.line,
            mark(match.line.title, wanted.terms, wanted.prefixes),
            excerpt(match.body, wanted.terms, wanted.prefixes),
            match.score,
        )
        for match in found.matches
    ]
    return Findings(tuple(hits), found.total, found.is_more)


def facets(archive: Reader, query: str, only: Filter = EVERYTHING) -> Facets:
    """How many of the articles that match a query are of each newspaper, language, year and day."""
    wanted = read_query(query)
    return archive.ask(lambda conn: searching.facets(conn, wanted, only))


def find_part(archive: Reader, query: str, only: Filter = EVERYTHING, *, before: int | None, limit: int) -> Part:
    """Articles that match, whole, those archived last first, before the number that the part before gave."""
    wanted = read_query(query)
    return archive.ask(lambda conn: search_parts.read_part(conn, wanted, only, before, limit))


def show(archive: Reader, id_or_url: str | int) -> ArticleView:
    """The article of this number or address; InputError when there is none."""
    return archive.ask(lambda conn: _show(conn, str(id_or_url)))


def raw(archive: Reader, id_or_url: str | int) -> Capture:
    """The answer an article's text was read from, verified against its sha256.

    InputError when there is no such article or its answer was not kept, ArchiveDamaged when it is not what it was.
    """
    meta = show(archive, id_or_url).capture
    capture = archive.ask(lambda conn: read_capture(conn, meta.capture_id)) if meta else None
    if capture is None:
        raise InputError(f"{id_or_url}: the answer this article was read from is not in the archive")
    return capture


def stories_from(since: date | None = None, newspaper: str | None = None, min_copies: int = 2) -> StoryFilter:
    """Which stories to look at: by when they were first seen, a newspaper that printed them, their size."""
    return StoryFilter(_bound(since), newspaper, min_copies)


def stories(archive: Reader, only: StoryFilter, limit: int = 20) -> list[Story]:
    """Texts that several articles print, the newest first, each with its articles."""
    return archive.ask(
        lambda conn: [
            Story(line, story_reading.copies(conn, line.story_id)) for line in story_reading.stories(conn, only, limit)
        ]
    )


def story_coverage(archive: Reader) -> Coverage:
    """How much of the archive has been looked through for stories."""
    return archive.ask(story_reading.coverage)


def ticker(archive: Reader, at: datetime | None = None, site: str | None = None) -> list[TickerView]:
    """The tickers of each site (or of one) as they were last seen by `at`; as they are now without `at`.

    A site whose editions in several languages show different tickers has one for each language.
    """
    return archive.ask(lambda conn: _ticker(conn, utc_iso(at) if at else "9999", site))


def latest(archive: Reader, only: Filter = EVERYTHING, limit: int = 20) -> list[ArticleLine]:
    """The newest articles."""
    return archive.ask(lambda conn: reading.latest(conn, only, limit))


def newspapers(archive: Reader) -> list[NewspaperLine]:
    """Every newspaper with its number of articles and span of dates, the largest first."""
    return archive.ask(reading.newspapers)


def sources(archive: Reader) -> tuple[SourceLine, ...]:
    """How every source is doing."""
    return archive.ask(reading.source_lines)


class Shelf:
    """What leaves the archive, one thing at a time: a part is read, given, and forgotten.

    Each part is read by itself, so an export of hours holds back no writer's checkpoint; what changes meanwhile is
    given as it was before or after, never twice. `observe` is told of each thing given, and of what is damaged: that
    is passed over.
    """

    def __init__(
        self, archive: Reader, chosen: Selection, observe: Callable[[ArchiveDamaged | None], None] = lambda error: None
    ) -> None:
        self._archive, self._chosen, self._observe = archive, chosen, observe

    def articles(self, order: Order) -> Iterator[ArchivedArticle]:
        """The chosen articles: by number, newest first, or newspaper by newspaper and then by date."""
        for stretch in self._archive.ask(lambda conn: exporting.stretches(conn, self._chosen, order)):
            place: tuple[object, ...] | None = None
            while part := self._read_part(stretch, place):
                for article in part:
                    yield article
                    self._observe(None)
                place = stretch.place_of(part[-1])

    def _read_part(self, stretch: exporting.Stretch, place: tuple[object, ...] | None) -> list[ArchivedArticle]:
        return self._archive.ask(lambda conn: exporting.read_part(conn, self._chosen, stretch, place))

    def captures(self) -> Iterator[ArchivedCapture]:
        """The chosen captures whose bodies were kept, in the order they came."""
        last = 0
        while part := self._capture_ids(last):
            for capture_id in part:
                if found := self._read_capture(capture_id):
                    yield found
                    self._observe(None)
            last = part[-1]

    def _capture_ids(self, last: int) -> list[int]:
        return self._archive.ask(lambda conn: exporting.capture_ids(conn, self._chosen, last))

    def _read_capture(self, capture_id: int) -> ArchivedCapture | None:
        try:
            return self._archive.ask(lambda conn: exporting.archived_capture(conn, capture_id))
        except ArchiveDamaged as error:
            self._observe(error)  # one record; the rest is readable
            return None


def _show(conn: Connection, id_or_url: str) -> ArticleView:
    article_id = reading.find_article(conn, id_or_url)
    article = reading.read_article(conn, article_id) if article_id is not None else None
    if article is None or article_id is None:
        raise InputError(f"{id_or_url}: no such article in the archive; `warraq search` finds articles by their words")
    return ArticleView(
        article=article,
        urls=reading.addresses(conn, article_id),
        versions=version_reading.versions(conn, article_id),
        capture=read_capture_meta(conn, article.capture_id) if article.capture_id is not None else None,
        agency=story_reading.agency_of(conn, article_id),
        story=_story(conn, story_reading.story_of(conn, article_id)),
    )


def _story(conn: Connection, line: StoryLine | None) -> Story | None:
    return Story(line, story_reading.copies(conn, line.story_id)) if line else None


def _ticker(conn: Connection, at: str, site: str | None) -> list[TickerView]:
    views = []
    for edition in reading.ticker_editions(conn, site):
        if found := reading.ticker_capture(conn, edition, at):
            capture_id, seen_at = found
            views.append(TickerView(*edition, seen_at, reading.ticker_lines(conn, capture_id)))
    return views
