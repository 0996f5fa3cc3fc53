"""What people ask of the ticker's history, as SQL: headlines of a time, and the life of one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline import text as texts
from pipeline.models import HeadlineKind
from pipeline.store.codec import to_text
from pipeline.store.headline_tables import BECAME_NONE, HAS_VANISHED, WAS_REPLACED
from pipeline.store.tickers import last_look, looks_between, read_strip


@dataclass(frozen=True, slots=True)
class HeadlineFilter:
    """Which headlines count: first seen at or after `since` and before `until` (ISO text), of a site, of a kind.

    `orphans`: those of which no wording became an article. `vanished`: those known to have gone within an hour, which
    no other wording replaced.
    """

    since: str | None = None
    until: str | None = None
    site: str | None = None
    kind: HeadlineKind | None = None
    orphans: bool = False
    vanished: bool = False


@dataclass(frozen=True, slots=True)
class HeadlineLine:
    """A headline with its time on show, its thread and its article.

    `gone_at` is the first look at its ticker after `last_seen`, None while none was taken. `thread` is the number of
    the first of its wordings. `article_by` says what ties it to its article: url, or title.
    """

    headline_id: int
    site: str
    kind: HeadlineKind
    language: str | None
    text: str
    url: str | None
    first_seen: str
    last_seen: str
    gone_at: str | None
    times_seen: int
    thread: int
    wordings: int
    article_id: int | None
    article_by: str | None
    article_title: str | None


@dataclass(frozen=True, slots=True)
class Stay:
    """Looks in a row that found a headline at one place, from 0; at none when `position` is None. Times are UTC."""

    position: int | None
    first: str
    last: str
    looks: int


LATEST_SEARCHED: Final = 50_000
"""Headlines, the newest first, whose words are compared folded when nobody wrote the words asked for in that way."""

LINE: Final = (
    "SELECT h.id, h.site, h.kind, h.language, h.text, h.url, h.first_seen, h.last_seen, h.gone_at, h.times_seen,"
    " coalesce(h.thread_id, h.id),"
    " max(1, (SELECT count(*) FROM headlines AS w WHERE w.thread_id = h.thread_id)), h.article_id, h.article_by,"
    " (SELECT title FROM articles WHERE articles.id = h.article_id) FROM headlines AS h"
)
"""SQL of the columns of a HeadlineLine; what follows names the table `h`."""


def headlines(conn: sqlite3.Connection, only: HeadlineFilter, limit: int) -> list[HeadlineLine]:
    """Headlines, those first seen last before others."""
    where, values = _conditions(only)
    query = f"{LINE} WHERE {where} ORDER BY h.first_seen DESC, h.id DESC LIMIT ?"
    return [HeadlineLine(*row) for row in conn.execute(query, (*values, limit))]


def _conditions(only: HeadlineFilter) -> tuple[str, list[Any]]:
    asked = (
        ("h.site = ?", only.site),
        ("h.kind = ?", only.kind),
        ("h.first_seen >= ?", only.since),
        ("h.first_seen < ?", only.until),
    )
    parts = [condition for condition, value in asked if value is not None]
    parts += [BECAME_NONE] if only.orphans else []
    parts += [f"{HAS_VANISHED} AND NOT {WAS_REPLACED}"] if only.vanished else []
    return " AND ".join(parts) or "TRUE", [to_text(value) for _, value in asked if value is not None]


def wordings(conn: sqlite3.Connection, headline_id: int) -> tuple[HeadlineLine, ...]:
    """All wordings of a headline's thread, as they followed one another; itself alone where there are no others."""
    rows = conn.execute(
        f"{LINE} WHERE h.id = ?1 OR h.thread_id = (SELECT thread_id FROM headlines WHERE id = ?1)"  # noqa: S608 own text
        " ORDER BY h.first_seen, h.id",
        (headline_id,),
    )
    return tuple(HeadlineLine(*row) for row in rows)


def find(conn: sqlite3.Connection, wanted: str, limit: int) -> list[int]:
    """The numbers of headlines that hold the words as written, else folded, the newest first; or of this number."""
    wanted = to_text(wanted).strip()
    if wanted.isascii() and wanted.isdigit():
        rows = conn.execute("SELECT id FROM headlines WHERE id = ?", (min(int(wanted[:19]), 2**63 - 1),))
        return [int(row[0]) for row in rows]
    if not wanted:
        return []
    query = "SELECT id FROM headlines WHERE instr(text, ?) ORDER BY first_seen DESC LIMIT ?"
    exact = [int(row[0]) for row in conn.execute(query, (wanted, limit))]
    return exact or _find_folded(conn, texts.fold(wanted), limit)


def _find_folded(conn: sqlite3.Connection, wanted: str, limit: int) -> list[int]:
    if not wanted:  # nothing but marks
        return []
    rows = conn.execute("SELECT id, text FROM headlines ORDER BY first_seen DESC LIMIT ?", (LATEST_SEARCHED,))
    return [headline_id for headline_id, text in rows if wanted in texts.fold(text)][:limit]


def stays(conn: sqlite3.Connection, shown: Sequence[HeadlineLine]) -> list[Stay]:
    """Where any of some wordings stood at each look at their ticker, until the first that found none of them."""
    strip, *_ = read_strip(conn, shown[0].headline_id)
    first = min(line.first_seen for line in shown)
    gone = [line.gone_at for line in shown]
    last = max(line.last_seen for line in shown)
    end = max([last, *(moment for moment in gone if moment)])
    looks = looks_between(conn, strip, [line.headline_id for line in shown], first, end)
    moments: dict[str, int | None] = {}
    for at, _, position in looks:  # looks of one second are one: their order is not known
        places = [place for place in (moments.get(at), position) if place is not None]
        moments[at] = min(places, default=None)
    return _in_rows(moments.items())


def _in_rows(looks: Iterable[tuple[str, int | None]]) -> list[Stay]:
    rows: list[Stay] = []
    for at, position in looks:
        if rows and rows[-1].position == position:
            rows[-1] = Stay(position, rows[-1].first, at, rows[-1].looks + 1)
        else:
            rows.append(Stay(position, at, at, 1))
    return rows


def looked_until(conn: sqlite3.Connection, headline_id: int) -> str | None:
    """When the ticker of a headline was looked at last; None when those looks have been given up."""
    strip, *_ = read_strip(conn, headline_id)
    return last_look(conn, strip)
