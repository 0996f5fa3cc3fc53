"""Writes down which headlines stood where on a capture, as stretches of rolls that earlier tickers left.

A ticker moves on by a headline or two between two looks. What it shows is mostly a stretch of an order that is known
already; what is new is put on that roll where it stood, before its first headline or behind its last.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Final

from pipeline.store.links import in_parts, places_for

FEW: Final = 4
SHARE: Final = 8
"""Stretches that a ticker may be made of: so many, and one more for every eighth headline. A ticker in a wilder order
gets a roll of its own, as many rows as it has headlines, which those after it can then be stretches of."""

Spot = tuple[int, int]
"""A roll and a place on it."""


@dataclass(slots=True)
class _Stretch:
    """Headlines that follow one another, and where they stand on a roll; nowhere yet while `spot` is None."""

    position: int
    headlines: list[int]
    spot: Spot | None

    def goes_on_with(self, position: int, spot: Spot | None) -> bool:
        """Whether a headline at this position and spot is the next of the stretch."""
        if position != self.position + len(self.headlines):
            return False
        return spot == self._end() if self.spot else spot is None

    def _end(self) -> Spot | None:
        return (self.spot[0], self.spot[1] + len(self.headlines)) if self.spot else None


def keep_sightings(conn: sqlite3.Connection, capture_id: int, seen: Sequence[tuple[int, int]]) -> None:
    """Write down positions and headlines of a capture of which none is known, in the order of its lists."""
    put_sightings(conn, capture_id, seen, _spots(conn, {headline_id for _, headline_id in seen}))


def put_sightings(
    conn: sqlite3.Connection, capture_id: int, seen: Sequence[tuple[int, int]], spots: Mapping[int, Spot]
) -> None:
    """The same, where it is known on which rolls the headlines stand."""
    stretches = _cut(seen, spots)
    if len(stretches) > FEW + len(seen) // SHARE:
        stretches = _cut(seen, {})
    for stretch, before, after in zip(stretches, [None, *stretches], [*stretches[1:], None], strict=False):
        if stretch.spot is None:
            stretch.spot = _free_spot(conn, stretch, before, after)
            _put(conn, stretch.spot, stretch.headlines)
    conn.executemany(
        "INSERT OR IGNORE INTO ticker_stretches (capture_id, position, roll_id, place, length) VALUES (?, ?, ?, ?, ?)",
        [(capture_id, one.position, *one.spot, len(one.headlines)) for one in _joined(stretches) if one.spot],
    )


def _spots(conn: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Spot]:
    query = "SELECT id, roll_id, roll_place FROM headlines WHERE roll_id IS NOT NULL AND id IN ({})"
    parts = in_parts(list(ids))
    return {row[0]: row[1:] for some in parts for row in conn.execute(query.format(places_for(some)), some)}


def _cut(seen: Iterable[tuple[int, int]], spots: Mapping[int, Spot]) -> list[_Stretch]:
    """The stretches that a ticker is made of."""
    stretches = list[_Stretch]()
    for position, headline_id in seen:
        spot = spots.get(headline_id)
        if stretches and stretches[-1].goes_on_with(position, spot):
            stretches[-1].headlines.append(headline_id)
        else:
            stretches.append(_Stretch(position, [headline_id], spot))
    return stretches


def _joined(stretches: Iterable[_Stretch]) -> list[_Stretch]:
    """The same with those made one that have become neighbours on their roll."""
    joined = list[_Stretch]()
    for stretch in stretches:
        if joined and joined[-1].goes_on_with(stretch.position, stretch.spot):
            joined[-1].headlines += stretch.headlines
        else:
            joined.append(stretch)
    return joined


def _free_spot(conn: sqlite3.Connection, new: _Stretch, before: _Stretch | None, after: _Stretch | None) -> Spot:
    """Where new headlines go: next to what they stand beside, where the roll has room, or on a roll of their own."""
    length = len(new.headlines)
    if after and after.spot and after.position == new.position + length:
        spot = after.spot[0], after.spot[1] - length
        if _is_free(conn, spot, length):
            return spot
    if before and before.spot and new.position == before.position + len(before.headlines):
        spot = before.spot[0], before.spot[1] + len(before.headlines)
        if _is_free(conn, spot, length):
            return spot
    return int(conn.execute("SELECT coalesce(max(roll_id), 0) + 1 FROM ticker_rolls").fetchone()[0]), 0


def _is_free(conn: sqlite3.Connection, spot: Spot, length: int) -> bool:
    query = "SELECT 1 FROM ticker_rolls WHERE roll_id = ? AND place >= ? AND place < ? LIMIT 1"
    return conn.execute(query, (*spot, spot[1] + length)).fetchone() is None


def _put(conn: sqlite3.Connection, spot: Spot, headlines: Sequence[int]) -> None:
    rows = [(spot[0], spot[1] + number, headline_id) for number, headline_id in enumerate(headlines)]
    conn.executemany("INSERT INTO ticker_rolls (roll_id, place, headline_id) VALUES (?, ?, ?)", rows)
    conn.executemany("UPDATE headlines SET roll_id = ?, roll_place = ? WHERE id = ?", rows)


def carry_over(conn: sqlite3.Connection, table: str) -> None:
    """Write down anew what an older archive has headline by headline, in a table of this name."""
    rows = conn.execute(
        f"SELECT s.capture_id, h.kind, s.position, s.headline_id FROM {table} AS s"  # noqa: S608 own name
        " CROSS JOIN headlines AS h ON h.id = s.headline_id ORDER BY s.capture_id"
    )
    for capture_id, seen in groupby(rows, itemgetter(0)):
        keep_sightings(conn, capture_id, list(_by_list(seen)))


def _by_list(rows: Iterable[tuple[int, str, int, int]]) -> Iterator[tuple[int, int]]:
    for _, _, position, headline_id in sorted(rows):
        yield position, headline_id
