"""THE READ STORY: search, show, ticker, latest, newspapers, status. Everything here only reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection
from typing import Final

from pipeline.dates import utc_iso
from pipeline.errors import InputError
from pipeline.models import Capture
from pipeline.store import Reader, reading
from pipeline.store.captures import CaptureMeta, read_capture, read_capture_meta
from pipeline.store.lock import Owner, read_writer
from pipeline.store.marking import Marked, excerpt, mark
from pipeline.store.reading import (
    ArticleLine,
    Filter,
    NewspaperLine,
    RunLine,
    SourceLine,
    StoredArticle,
    TickerLine,
    VersionLine,
)
from pipeline.store.wording import read_query

__all__ = [
    "ArticleLine",
    "ArticleView",
    "Filter",
    "Hit",
    "Marked",
    "NewspaperLine",
    "SourceLine",
    "Status",
    "TickerView",
    "articles_from",
    "latest",
    "newspapers",
    "open_archive",
    "raw",
    "search",
    "show",
    "sources",
    "status",
    "ticker",
]

COUNTED: Final = ("articles", "article_urls", "versions", "headlines", "captures", "links", "outcomes")
"""The tables whose sizes `status` gives."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found: its title and the passage of its text that fits best, matches marked."""

    line: ArticleLine
    title: Marked
    snippet: Marked
    score: float


@dataclass(frozen=True, slots=True)
class ArticleView:
    """All that the archive knows of an article. `capture` is the answer its text was read from."""

    article: StoredArticle
    urls: tuple[str, ...]
    versions: tuple[VersionLine, ...]
    capture: CaptureMeta | None


@dataclass(frozen=True, slots=True)
class TickerView:
    """The ticker of a site's edition in one language (`und`: it cannot be told) as it was seen at one moment."""

    site: str
    language: str
    seen_at: str
    headlines: tuple[TickerLine, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the archive. `size` is in bytes, its journal included; `writer` is who writes to it now."""

    path: Path
    size: int
    rows: Mapping[str, int]
    due_links: int
    newest: ArticleLine | None
    last_run: RunLine | None
    sources: tuple[SourceLine, ...]
    writer: Owner | None


def open_archive(path: Path) -> Reader:
    """The archive for reading, as a context manager; StoreErrors say why there is nothing to read."""
    return Reader(path)


def articles_from(
    newspaper: str | None = None,
    language: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Filter:
    """Which articles to look at, by days or moments of publication; a day given as `until` is included."""
    return Filter(newspaper, language, _bound(since), _bound(until, end=True))


def _bound(moment: date | None, *, end: bool = False) -> str | None:
    if moment is None:
        return None
    if isinstance(moment, datetime):
        return utc_iso(moment)
    if moment == date.max:
        return None
    return (moment + timedelta(days=end)).isoformat()


EVERYTHING: Final = Filter()


def search(archive: Reader, query: str, only: Filter = EVERYTHING, limit: int = 20) -> list[Hit]:
    """Articles with all the words of the query, best first.

    Words match in any form (case, diacritics, hamza, article, number); `"a phrase"` matches words in a row, `-word`
    and `-"a phrase"` exclude. Every text is a query; one without words gives the newest articles.
    """
    wanted = read_query(query)
    found = archive.ask(lambda conn: reading.search(conn, wanted.match, wanted.exclude, only, limit))
    return [
        Hit(match.line, mark(match.line.title, wanted.terms), excerpt(match.body, wanted.terms), match.score)
        for match in found
    ]


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


def status(archive: Reader, now: datetime | None = None) -> Status:
    """The state of the archive; `now` says what is due."""
    moment = utc_iso(now or datetime.now(UTC))
    return archive.ask(lambda conn: _status(conn, archive.path, moment))


def _show(conn: Connection, id_or_url: str) -> ArticleView:
    article_id = reading.find_article(conn, id_or_url)
    article = reading.read_article(conn, article_id) if article_id is not None else None
    if article is None or article_id is None:
        raise InputError(f"{id_or_url}: no such article in the archive; `warraq search` finds articles by their words")
    return ArticleView(
        article=article,
        urls=reading.addresses(conn, article_id),
        versions=reading.versions(conn, article_id),
        capture=read_capture_meta(conn, article.capture_id) if article.capture_id is not None else None,
    )


def _ticker(conn: Connection, at: str, site: str | None) -> list[TickerView]:
    views = []
    for edition in reading.ticker_editions(conn, site):
        if found := reading.ticker_capture(conn, edition, at):
            capture_id, seen_at = found
            views.append(TickerView(*edition, seen_at, reading.ticker_lines(conn, capture_id)))
    return views


def _status(conn: Connection, path: Path, now: str) -> Status:
    newest = reading.latest(conn, EVERYTHING, 1)
    return Status(
        path=path,
        size=sum(_size(Path(f"{path}{suffix}")) for suffix in ("", "-wal")),
        rows=reading.counts(conn, COUNTED),
        due_links=reading.count_due(conn, now),
        newest=newest[0] if newest else None,
        last_run=reading.last_run(conn),
        sources=reading.source_lines(conn),
        writer=read_writer(path),
    )


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
