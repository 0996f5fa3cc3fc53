"""What a ticker's board shows, as SQL: the headlines of a span of time, and where they stood at looks spread over it.

An aggregator shows its ticker on every page, so a day may have ten thousand looks at it: a board samples them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any, Final

from pipeline.dates import utc_iso
from pipeline.models import HeadlineKind
from pipeline.store.codec import from_time, to_text
from pipeline.store.headline_reading import LINE, HeadlineLine
from pipeline.store.headline_tables import BECAME_NONE, HAS_VANISHED, WAS_REPLACED
from pipeline.store.tickers import Strip, read_strip

_FIRST_LOOK = " >= :at AND c.fetched_at <= :last ORDER BY c.fetched_at LIMIT 1"
_LAST_LOOK = " >= :at AND c.fetched_at <= :last ORDER BY c.fetched_at DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """Which headlines a board shows: of a site, on show between two moments (ISO text, both included).

    Those first seen before `floor` are left out: nothing tells soon which of all earlier ones still stood there.
    """

    site: str
    floor: str
    since: str
    until: str
    kind: HeadlineKind | None = None
    orphans: bool = False
    vanished: bool = False


MOST_AT_ONCE: Final = 8
"""Captures of one second that count as one look: pages fetched side by side may show different tickers."""


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a ticker: the captures of one second that show it."""

    at: str
    captures: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AddressAnswer:
    """What the address of a headline answered when it was asked for last; None where it never was."""

    fetched_at: str | None
    status: int | None


def sites(conn: sqlite3.Connection) -> Iterator[str]:
    """Every site with headlines, hopping through the index from site to site."""
    row = conn.execute("SELECT min(site) FROM headlines").fetchone()
    while row[0] is not None:
        yield row[0]
        row = conn.execute("SELECT min(site) FROM headlines WHERE site > ?", (row[0],)).fetchone()


def newest(conn: sqlite3.Connection, site: str | None = None) -> HeadlineLine | None:
    """The headline (of a site) that was first seen last."""
    where, values = ("", ()) if site is None else (" WHERE h.site = ?", (to_text(site),))
    row = conn.execute(f"{LINE}{where} ORDER BY h.first_seen DESC LIMIT 1", values).fetchone()
    return HeadlineLine(*row) if row else None


def first_sight(conn: sqlite3.Connection, site: str) -> str:
    """When a site with headlines showed the first one."""
    return str(conn.execute("SELECT min(first_seen) FROM headlines WHERE site = ?", (to_text(site),)).fetchone()[0])


def threads(
    conn: sqlite3.Connection, only: BoardFilter, before: tuple[str, int] | None, limit: int
) -> list[HeadlineLine]:
    """The last wording of each thread, those first seen last before others; from a place in this order on."""
    where, values = _conditions(only)
    if before is not None:
        where += " AND (h.first_seen, h.id) < (:place, :number)"
        values |= {"place": to_text(before[0]), "number": before[1]}
    query = f"{LINE} WHERE {where} ORDER BY h.first_seen DESC, h.id DESC LIMIT :limit"
    return [HeadlineLine(*row) for row in conn.execute(query, {**values, "limit": limit})]


def _conditions(only: BoardFilter) -> tuple[str, dict[str, Any]]:
    parts = [
        "h.site = :site AND h.first_seen >= :floor AND h.first_seen <= :until AND h.last_seen >= :since",
        "NOT EXISTS (SELECT 1 FROM headlines AS w WHERE w.thread_id = h.thread_id"
        " AND (w.first_seen, w.id) > (h.first_seen, h.id) AND w.first_seen <= :until)",
    ]
    parts += ["h.kind = :kind"] if only.kind else []
    parts += [BECAME_NONE] if only.orphans else []
    parts += [f"{HAS_VANISHED} AND NOT {WAS_REPLACED}"] if only.vanished else []
    values = {"site": to_text(only.site), "floor": only.floor, "since": only.since, "until": only.until}
    return " AND ".join(parts), {**values, "kind": only.kind}


def wordings(conn: sqlite3.Connection, thread_ids: Iterable[int], until: str) -> dict[int, list[HeadlineLine]]:
    """The wordings of some threads that were seen by a moment, in the order they followed one another."""
    found: dict[int, list[HeadlineLine]] = {}
    query = (
        f"{LINE} WHERE h.thread_id IN (SELECT value FROM json_each(?)) AND h.first_seen <= ?"  # noqa: S608 own text
        " ORDER BY h.first_seen, h.id"
    )
    for row in conn.execute(query, (json.dumps(sorted(set(thread_ids))), until)):
        line = HeadlineLine(*row)
        found.setdefault(line.thread, []).append(line)
    return found


def strip_of(conn: sqlite3.Connection, headline_id: int) -> Strip:
    """The ticker that a headline stands in."""
    return read_strip(conn, headline_id)[0]


def looks(conn: sqlite3.Connection, strip: Strip, since: str, until: str, cells: int) -> list[Look]:
    """Looks at a ticker, spread over a span of time: the first in each of so many equal parts, and the last of all."""
    start, end = from_time(since), from_time(until)
    step = timedelta(seconds=max(ceil((end - start).total_seconds() / cells), 1))  # whole: so are the times of looks
    found: list[Look] = []
    at: datetime = start
    while at <= end and (look := _look(conn, strip, _FIRST_LOOK, utc_iso(at), until)):
        found.append(look)
        at = start + step * ((from_time(look.at) - start) // step + 1)
    last = _look(conn, strip, _LAST_LOOK, since, until)
    return [*found, last] if last and last.at != found[-1].at else found


def _look(conn: sqlite3.Connection, strip: Strip, which: str, at: str, last: str) -> Look | None:
    query = f"SELECT c.fetched_at {strip.looks}{which}"
    row = conn.execute(query, {**strip.values, "at": at, "last": last}).fetchone()
    if row is None:
        return None
    beside = conn.execute(
        f"SELECT c.id {strip.looks} = :at ORDER BY c.id LIMIT :most",
        {**strip.values, "at": row[0], "most": MOST_AT_ONCE},
    )
    return Look(row[0], tuple(capture_id for (capture_id,) in beside))


def places(
    conn: sqlite3.Connection, capture_ids: Sequence[int], headline_ids: Sequence[int]
) -> dict[int, dict[int, int]]:
    """Where (from 0) some headlines stood on some captures: the highest place of each on each."""
    found: dict[int, dict[int, int]] = {}
    query = (
        "SELECT capture_id, headline_id, min(position) FROM ticker_sightings"
        " WHERE capture_id IN (SELECT value FROM json_each(?)) AND +headline_id IN (SELECT value FROM json_each(?))"
        " GROUP BY capture_id, headline_id"
    )
    for capture_id, headline_id, position in conn.execute(query, (json.dumps(capture_ids), json.dumps(headline_ids))):
        found.setdefault(capture_id, {})[headline_id] = position
    return found


def shown(conn: sqlite3.Connection, capture_id: int) -> list[tuple[int, HeadlineLine]]:
    """The ticker on a capture: each headline with its place, from 0."""
    query = (
        LINE.replace("SELECT", "SELECT s.position,", 1)
        + " JOIN ticker_sightings AS s ON s.headline_id = h.id WHERE s.capture_id = ? AND h.kind = 'ticker'"
        " ORDER BY s.position"
    )
    return [(row[0], HeadlineLine(*row[1:])) for row in conn.execute(query, (capture_id,))]


def answer_of(conn: sqlite3.Connection, url: str | None) -> AddressAnswer | None:
    """What an address answered last; None when the archive does not know it."""
    row = conn.execute("SELECT last_fetched, last_status FROM links WHERE url = ?", (url,)).fetchone() if url else None
    return AddressAnswer(*row) if row else None
