"""THE TICKER AS A BOARD: what it showed at a moment, and its headlines as bars over hours. Only reads, and bounded.

However often a ticker was looked at, a board reads a few looks of each part of its span of time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection
from typing import Final

from pipeline.dates import utc_iso
from pipeline.errors import InputError
from pipeline.models import HeadlineKind
from pipeline.store import Reader, headline_board, headline_reading, reading
from pipeline.store.codec import from_time
from pipeline.store.headline_board import AddressAnswer, BoardFilter, Look
from pipeline.store.headline_reading import HeadlineLine, Stay
from pipeline.store.tickers import Strip
from pipeline.ticker_history import Timeline

THREADS: Final = 60
"""Headlines on one page of a board, all wordings of one together."""
CELLS: Final = 96
"""Parts of a board's span of which a look is read: of a day, quarters of an hour."""
LEAST_CELLS: Final = 12
CELLS_OF_ONE: Final = 240
"""The same for one headline's own life."""
STANDING: Final = timedelta(days=7)
"""How long before a board's span a headline that still stood in it may have come."""
SHORT_LIFE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Question:
    """What a board is asked: a site (the newest headline's when None), up to when (its last look when None)."""

    site: str | None = None
    until: datetime | None = None
    span: timedelta = timedelta(hours=24)
    kind: HeadlineKind | None = None
    orphans: bool = False
    vanished: bool = False
    before: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """A site's ticker in one language as it was seen at one moment: its headlines with their places, from 0."""

    language: str
    seen_at: str
    shown: tuple[tuple[int, HeadlineLine], ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A site's headlines between two moments. `sites` are those there are; `next_place` is where the list goes on.

    The stays of a row join looks that were sampled; its first and last sight are exact.
    """

    sites: tuple[str, ...]
    site: str
    since: str
    until: str
    editions: tuple[Edition, ...]
    rows: tuple[Timeline, ...]
    next_place: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class HeadlineView:
    """A headline by itself; `answer` is what its address said when it was asked for last."""

    life: Timeline
    answer: AddressAnswer | None


def view_board(archive: Reader, asked: Question) -> Board | None:
    """The board of a site; None while no headline is known. InputError for a site without headlines."""
    return archive.ask(lambda conn: _view_board(conn, asked))


def view_headline(archive: Reader, headline_id: int) -> HeadlineView:
    """The life of a headline; InputError when there is none of this number."""
    return archive.ask(lambda conn: _view_headline(conn, headline_id))


def has_vanished(life: Timeline) -> bool:
    """Whether its last wording is known to have gone within an hour."""
    last = life.wordings[-1]
    return last.gone_at is not None and from_time(last.gone_at) - from_time(last.first_seen) <= SHORT_LIFE


def _view_board(conn: Connection, asked: Question) -> Board | None:
    newest = headline_board.newest(conn, asked.site)
    if newest is None:
        if asked.site is None:
            return None
        raise InputError(f"{asked.site}: no headlines of this site in the archive")
    moment = utc_iso(asked.until) if asked.until else "9999"
    editions = _editions(conn, newest.site, moment)
    until = utc_iso(asked.until) if asked.until else _last_sight(newest, editions)
    since = _since(asked, until, headline_board.first_sight(conn, newest.site))
    lines = headline_board.threads(conn, _filter(asked, newest.site, since, until), asked.before, THREADS + 1)
    return Board(
        sites=tuple(headline_board.sites(conn)),
        site=newest.site,
        since=since,
        until=until,
        editions=editions,
        rows=_rows(conn, lines[:THREADS], since, until),
        next_place=(lines[THREADS - 1].first_seen, lines[THREADS - 1].headline_id) if len(lines) > THREADS else None,
    )


def _since(asked: Question, until: str, first: str) -> str:
    """Where the board begins: not before the site's first headline, if that is seen in it."""
    since = utc_iso(from_time(until) - asked.span)
    return first if since < first < until else since


def _filter(asked: Question, site: str, since: str, until: str) -> BoardFilter:
    floor = utc_iso(from_time(since) - STANDING)
    return BoardFilter(site, floor, since, until, asked.kind, asked.orphans, asked.vanished)


def _editions(conn: Connection, site: str, moment: str) -> tuple[Edition, ...]:
    found = []
    for edition in reading.ticker_editions(conn, site):
        if look := reading.ticker_capture(conn, edition, moment):
            capture_id, seen_at = look
            found.append(Edition(edition[1], seen_at, tuple(headline_board.shown(conn, capture_id))))
    return tuple(found)


def _last_sight(newest: HeadlineLine, editions: Sequence[Edition]) -> str:
    return max([newest.last_seen, newest.gone_at or "", *(edition.seen_at for edition in editions)])


def _rows(conn: Connection, lines: Sequence[HeadlineLine], since: str, until: str) -> tuple[Timeline, ...]:
    more = headline_board.wordings(conn, (line.thread for line in lines if line.wordings > 1), until)
    told = [tuple(more.get(line.thread) or (line,)) for line in lines]
    stays = _sampled(conn, told, since, until)
    return tuple(
        Timeline(asked=line, wordings=words, stays=stays[line.headline_id], looked_until=None)
        for line, words in zip(lines, told, strict=True)
    )


def _sampled(
    conn: Connection, told: Sequence[tuple[HeadlineLine, ...]], since: str, until: str
) -> dict[int, tuple[Stay, ...]]:
    """The stays of some threads by their last wording; those of one ticker are read together."""
    strips: dict[Strip, list[tuple[HeadlineLine, ...]]] = {}
    for words in told:
        strips.setdefault(headline_board.strip_of(conn, words[-1].headline_id), []).append(words)
    cells = max(CELLS // max(len(strips), 1), LEAST_CELLS)
    found: dict[int, tuple[Stay, ...]] = {}
    for strip, some in strips.items():
        looks = headline_board.looks(conn, strip, since, until, cells)
        ids = [line.headline_id for words in some for line in words]
        places = headline_board.places(conn, _captures(looks), ids)
        for words in some:
            found[words[-1].headline_id] = _stays(words, looks, places)
    return found


def _captures(looks: Iterable[Look]) -> list[int]:
    return [capture_id for look in looks for capture_id in look.captures]


def _stays(
    words: Sequence[HeadlineLine], looks: Iterable[Look], places: Mapping[int, Mapping[int, int]]
) -> tuple[Stay, ...]:
    """Looks in a row that found a thread at one place or did not find it, from its first sight to its last."""
    first, last = min(line.first_seen for line in words), max(line.last_seen for line in words)
    found: list[Stay] = []
    for look in looks:
        if not first <= look.at <= last:
            continue
        position = _highest(words, [places.get(capture_id, {}) for capture_id in look.captures])
        if found and found[-1].position == position:
            found[-1] = Stay(position, found[-1].first, look.at, found[-1].looks + 1)
        else:
            found.append(Stay(position, look.at, look.at, 1))
    return tuple(found)


def _highest(words: Sequence[HeadlineLine], seen: Iterable[Mapping[int, int]]) -> int | None:
    found = [places[line.headline_id] for places in seen for line in words if line.headline_id in places]
    return min(found, default=None)


def _view_headline(conn: Connection, headline_id: int) -> HeadlineView:
    words = headline_reading.wordings(conn, min(headline_id, 2**63 - 1))
    if not words:
        raise InputError(f"{headline_id}: no such headline in the archive")
    asked = next(line for line in words if line.headline_id == headline_id)
    strip = headline_board.strip_of(conn, headline_id)
    first, last = words[0].first_seen, max(line.last_seen for line in words)
    looks = headline_board.looks(conn, strip, first, last, CELLS_OF_ONE)
    ids = [line.headline_id for line in words]
    stays = _stays(words, looks, headline_board.places(conn, _captures(looks), ids))
    life = Timeline(asked, words, stays, headline_reading.looked_until(conn, headline_id))
    return HeadlineView(life, headline_board.answer_of(conn, asked.url))
