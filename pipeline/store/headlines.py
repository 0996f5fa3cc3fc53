"""The ticker: distinct headlines, where each stood on which capture, and what follows from that."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

from pipeline.models import Headline, HeadlineKind
from pipeline.store.captures import Kept
from pipeline.store.codec import REMEMBERED, identity_of, to_text, to_time
from pipeline.store.headline_ties import Wording, find_articles, tie_wordings
from pipeline.store.links import in_parts, places_for
from pipeline.store.sightings import Spot, put_sightings
from pipeline.store.tickers import Strip, look_after, note_absent, settle, strip_of, was_looked_at
from pipeline.text import fingerprint_text

SUDDEN: Final = 100
"""Headlines new at once in a ticker that was looked at before: more are a list of old ones, none of them news."""


class _Known(NamedTuple):  # some 60 are made with every page: in a third of the time of frozen dataclasses
    headline_id: int
    first_seen: str
    gone_at: str | None
    language: str | None
    spot: Spot | None


def see_ticker(conn: sqlite3.Connection, ticker: Sequence[Headline], kept: Kept, at: datetime) -> int:
    """Write down a page's ticker; gives how many headlines were never seen on the site before.

    With it comes what follows from it: what has gone, what it is a new wording of, which article it is.
    """
    keys = [_fingerprint(kept.site, line.kind, line.text, line.url) for line in ticker]
    known: dict[bytes, _Known] = {}
    for some in in_parts(list(dict.fromkeys(keys))):
        known.update(_known_rows(conn, some))
    strips = {kind: strip_of(conn, kept.capture_id, kind) for kind in dict.fromkeys(line.kind for line in ticker)}
    _see_known(conn, list(known.values()), strips.get("ticker"), to_time(at))
    ids = {key: row.headline_id for key, row in known.items()}
    fresh: dict[HeadlineKind, list[Wording]] = {kind: [] for kind in strips}
    for headline, key in zip(ticker, keys, strict=True):
        if key not in ids:
            ids[key] = _insert(conn, headline, key, strips[headline.kind], to_time(at))
            fresh[headline.kind].append(Wording(ids[key], headline.text, _identity(headline)))
    seen = {(line.kind, line.position, ids[key]) for line, key in zip(ticker, keys, strict=True)}
    spots = {row.headline_id: row.spot for row in known.values() if row.spot is not None}
    put_sightings(conn, kept.capture_id, [sighting[1:] for sighting in sorted(seen)], spots)
    return sum(_follow(conn, fresh[kind], strip, kept.capture_id, to_time(at)) for kind, strip in strips.items())


def _follow(conn: sqlite3.Connection, fresh: Sequence[Wording], strip: Strip, capture_id: int, at: str) -> int:
    """Draw the conclusions from a look at a ticker; gives how many headlines count as new."""
    note_absent(conn, strip, capture_id)
    if len(fresh) > SUDDEN and was_looked_at(conn, strip, at):
        return 0
    _tie(conn, fresh, strip, at)
    return len(fresh)


def _tie(conn: sqlite3.Connection, fresh: Sequence[Wording], strip: Strip, at: str) -> None:
    tie_wordings(conn, fresh, strip, at)
    orphans = [wording for wording in fresh if _has_no_article(conn, wording)]
    find_articles(conn, orphans, strip.site, at)


def _has_no_article(conn: sqlite3.Connection, wording: Wording) -> bool:
    query = "SELECT article_id IS NULL FROM headlines WHERE id = ?"
    return bool(conn.execute(query, (wording.headline_id,)).fetchone()[0])


def _identity(headline: Headline) -> str | None:
    return identity_of(headline.url) if headline.url else None


@lru_cache(maxsize=REMEMBERED)
def _fingerprint(site: str, kind: str, text: str, url: str | None) -> bytes:
    # A changed mark or letter is another headline: rewordings are what people look for in a ticker. Fingerprint text
    # holds no control characters, so the parts cannot run into each other.
    parts = "\0".join((site, kind, fingerprint_text(text) or text, identity_of(url) if url else ""))
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).digest()[:16]


def _known_rows(conn: sqlite3.Connection, keys: Sequence[bytes]) -> list[tuple[bytes, _Known]]:
    query = (
        "SELECT fingerprint, id, first_seen, gone_at, language, roll_id, roll_place FROM headlines"  # noqa: S608 own text
        f" WHERE fingerprint IN ({places_for(keys)})"
    )
    return [
        (key, _Known(headline_id, first_seen, gone_at, language, None if roll_id is None else (roll_id, place)))
        for key, headline_id, first_seen, gone_at, language, roll_id, place in conn.execute(query, keys)
    ]


def _see_known(conn: sqlite3.Connection, known: Sequence[_Known], bar: Strip | None, at: str) -> None:
    """Write down that known headlines were seen again; `bar` is the page's breaking-news bar."""
    for some in in_parts([row.headline_id for row in known]):
        _see_again(conn, some, at)
    # Each is rare, and its columns stand in indexes: a page repeats some 60 headlines of which nothing else changes.
    older = [(at, row.headline_id) for row in known if row.first_seen > at]
    conn.executemany("UPDATE headlines SET first_seen = ? WHERE id = ?", older)
    if bar is not None:
        moved = [(bar.language, row.headline_id, at) for row in known if row.language not in (None, bar.language)]
        conn.executemany("UPDATE headlines SET language = ? WHERE id = ? AND last_seen = ?", moved)
    settle(conn, [row.headline_id for row in known if row.gone_at is not None])


def _see_again(conn: sqlite3.Connection, ids: Sequence[int], at: str) -> None:
    conn.execute(
        "UPDATE headlines SET times_seen = times_seen + 1, last_seen = max(last_seen, ?)"  # noqa: S608
        f" WHERE id IN ({places_for(ids)})",
        (at, *ids),
    )


def _insert(conn: sqlite3.Connection, headline: Headline, key: bytes, strip: Strip, at: str) -> int:
    row = conn.execute(
        "INSERT INTO headlines (site, kind, text, url, article_id, article_by, first_seen, last_seen, times_seen,"
        " fingerprint, language, link_id, gone_at)"
        " SELECT ?1, ?2, ?3, ?4, u.article_id, CASE WHEN u.article_id IS NOT NULL THEN 'url' END, ?5, ?5, 1, ?6, ?7,"
        " ?8, ?9 FROM (SELECT 1) LEFT JOIN article_urls AS u ON u.url = ?4 RETURNING id",
        (
            strip.site,
            headline.kind,
            to_text(headline.text),
            _identity(headline),
            at,
            key,
            strip.language,
            strip.link_id,
            look_after(conn, strip, at, _identity(headline)),
        ),
    ).fetchone()
    return int(row[0])
