"""Looks at tickers: which ticker a headline stands in, when that was looked at, and when a headline has gone from it.

A headline has gone when a look at its own ticker no longer found it. A page without any headline is no such look, nor
is a ticker that nobody asked for: neither says anything. Nor is the page that a headline of a bar leads to, since the
reader leaves a page's own story out of its bar.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.models import HeadlineKind

_OF_TICKER: Final = (
    "FROM captures AS c WHERE c.site = :site AND c.ticker_language = :language AND c.link_id IS NOT :own"
    " AND c.fetched_at"
)
_OF_LIST: Final = (
    "FROM captures AS c WHERE c.link_id = :link_id AND EXISTS (SELECT 1 FROM ticker_sightings AS s JOIN headlines AS h"
    " ON h.id = s.headline_id WHERE s.capture_id = c.id AND h.kind = 'latest') AND c.fetched_at"
)


@dataclass(frozen=True, slots=True)
class Strip:
    """One ticker. A breaking-news bar is a site's, in one language; a list of latest news is that of one page.

    `language` is None for lists (they differ from page to page, whatever their language), `link_id` for bars.
    """

    site: str
    kind: HeadlineKind
    language: str | None = None
    link_id: int | None = None

    @property
    def looks(self) -> str:
        """SQL from FROM to the column `c.fetched_at`, to be compared with something."""
        return _OF_TICKER if self.kind == "ticker" else _OF_LIST

    @property
    def values(self) -> dict[str, object]:
        """The named values of `looks`."""
        return {"site": self.site, "kind": self.kind, "language": self.language, "link_id": self.link_id, "own": None}


def strip_of(conn: sqlite3.Connection, capture_id: int, kind: HeadlineKind) -> Strip:
    """The ticker of a kind that stands on a capture."""
    query = "SELECT site, ticker_language, link_id FROM captures WHERE id = ?"
    site, language, link_id = conn.execute(query, (capture_id,)).fetchone()
    return Strip(site, kind, language) if kind == "ticker" else Strip(site, kind, link_id=link_id)


def look_after(conn: sqlite3.Connection, strip: Strip, at: str, url: str | None = None) -> str | None:
    """When a ticker was looked at next after a moment, a bar elsewhere than on the page `url`; None when it was not."""
    query = f"SELECT c.fetched_at {strip.looks} > :at ORDER BY c.fetched_at LIMIT 1"
    row = conn.execute(query, {**strip.values, "own": _page_of(conn, url), "at": at}).fetchone()
    return row[0] if row else None


def _page_of(conn: sqlite3.Connection, url: str | None) -> int | None:
    row = conn.execute("SELECT id FROM links WHERE url = ?", (url,)).fetchone() if url else None
    return row[0] if row else None


def was_looked_at(conn: sqlite3.Connection, strip: Strip, before: str) -> bool:
    """Whether a ticker was looked at before a moment."""
    query = f"SELECT 1 {strip.looks} < :before LIMIT 1"
    return conn.execute(query, {**strip.values, "before": before}).fetchone() is not None


def last_look(conn: sqlite3.Connection, strip: Strip) -> str | None:
    """When a ticker was looked at last."""
    query = f"SELECT c.fetched_at {strip.looks} <= '9999' ORDER BY c.fetched_at DESC LIMIT 1"
    row = conn.execute(query, strip.values).fetchone()
    return row[0] if row else None


def note_absent(conn: sqlite3.Connection, strip: Strip, capture_id: int) -> None:
    """Write down what a look at a ticker no longer found. Call it when what was found has been seen.

    Whatever stood there at the look before is either found now, or gone by now; that is all there is to look at,
    also when this look is older than others.
    """
    query = "SELECT c.fetched_at, l.url FROM captures AS c JOIN links AS l ON l.id = c.link_id WHERE c.id = ?"
    at, page = conn.execute(query, (capture_id,)).fetchone()
    following = look_after(conn, strip, at)
    conn.execute(
        "UPDATE headlines SET gone_at = :at WHERE site = :site AND kind = :kind AND language IS :language"
        " AND link_id IS :link_id AND gone_at IS :next AND last_seen < :at AND (kind <> 'ticker' OR url IS NOT :page)",
        {**strip.values, "at": at, "next": following, "page": page},
    )
    if following is not None and strip.kind == "ticker":
        settle(conn, _led_to_by(conn, strip, following, at))


def _led_to_by(conn: sqlite3.Connection, strip: Strip, following: str, at: str) -> list[int]:
    """Headlines of a bar to which the look at `following` said nothing, for it was at their own page."""
    query = (
        "SELECT h.id FROM headlines AS h JOIN links AS l ON l.url = h.url JOIN captures AS c ON c.link_id = l.id"
        " WHERE c.site = :site AND c.ticker_language = :language AND c.fetched_at = :following"
        " AND h.site = :site AND h.kind = :kind AND h.language IS :language AND h.last_seen < :at"
    )
    return [row[0] for row in conn.execute(query, {**strip.values, "following": following, "at": at})]


def settle(conn: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Work out anew when headlines have gone: at the first look after they were last seen."""
    for headline_id in ids:
        strip, last_seen, gone_at = read_strip(conn, headline_id)
        (url,) = conn.execute("SELECT url FROM headlines WHERE id = ?", (headline_id,)).fetchone()
        found = look_after(conn, strip, last_seen, url)
        if found != gone_at:
            conn.execute("UPDATE headlines SET gone_at = ? WHERE id = ?", (found, headline_id))


def read_strip(conn: sqlite3.Connection, headline_id: int) -> tuple[Strip, str, str | None]:
    """The ticker that a headline stands in, when it was last seen there and when it had gone."""
    query = "SELECT site, kind, language, link_id, last_seen, gone_at FROM headlines WHERE id = ?"
    site, kind, language, link_id, last_seen, gone_at = conn.execute(query, (headline_id,)).fetchone()
    return Strip(site, kind, language, link_id), last_seen, gone_at


def looks_between(
    conn: sqlite3.Connection, strip: Strip, headline_ids: Sequence[int], first: str, last: str
) -> Iterator[tuple[str, int, int | None]]:
    """Each look at a ticker in a span of time: when, the capture, and where (from 0) any of some headlines stood."""
    places = ", ".join(f":h{number}" for number in range(len(headline_ids)))
    query = (
        "SELECT c.fetched_at, c.id, (SELECT min(s.position) FROM ticker_sightings AS s"  # noqa: S608 own text
        f" WHERE s.capture_id = c.id AND s.headline_id IN ({places})), c.link_id"
        f" {strip.looks} BETWEEN :first AND :last ORDER BY c.fetched_at, c.id"
    )
    ids = {f"h{number}": headline_id for number, headline_id in enumerate(headline_ids)}
    pages = f"SELECT l.id FROM headlines AS h JOIN links AS l ON l.url = h.url WHERE h.id IN ({places})"  # noqa: S608
    own = {row[0] for row in conn.execute(pages, ids)} if strip.kind == "ticker" else set()
    for at, capture_id, place, page in conn.execute(query, {**strip.values, **ids, "first": first, "last": last}):
        if place is not None or page not in own:
            yield at, capture_id, place
