"""Tells the watch of each site what its pages were read as, and raises or ends the alarm of its layout."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from pipeline import drift
from pipeline.dates import Moment
from pipeline.drift import Change, Sight
from pipeline.errors import Obstructed
from pipeline.models import Article, Attempt, Verdict
from pipeline.store.alarms import ResolvedBy, Trouble, open_alarm, raise_alarm, resolve_alarm
from pipeline.store.captures import Kept
from pipeline.store.links import seen_at
from pipeline.store.records import Record
from pipeline.store.site_watches import State, keep_state, read_state

ARTICLES_EXPECTED: Final = frozenset({"feed", "sitemap", "listing"})
"""Ways of finding links that lead to articles; numbers counted through and tickers lead anywhere."""
LONG_GAP: Final = timedelta(hours=6)
CATCHING_UP: Final = timedelta(hours=12)
"""After a long time without a page, old ones come for a while: their dates say nothing about the layout."""
SHOWN: Final = 80
"""Characters of a value in an alarm."""


def watch_page(conn: sqlite3.Connection, attempt: Attempt, kept: Kept | None, verdict: Verdict | None) -> None:
    """Let the watch of the page's site see it; in the page's transaction. Imported pages are of any time and layout."""
    site = attempt.link.site
    if site is None or kept is None or attempt.link.how == "import" or attempt.discovery is not None:
        return
    state, at = read_state(conn, site), seen_at(attempt)
    is_new = verdict is not None and verdict.kind == "new"
    sight = _sight(attempt, kept.capture_id, _lag(attempt, state) if is_new else None)
    if sight is None:
        return
    noticed = drift.notice(state.watch, sight)
    keep_state(conn, site, _next_state(state, noticed.watch, at))
    _tell(conn, site, noticed, _shown(attempt) if noticed.changes else {}, ("itself", at))


def _sight(attempt: Attempt, capture: int, lag: float | None) -> Sight | None:
    """The page as the watch sees it; None when it says nothing about the site's articles."""
    link = attempt.link
    bare = Sight(capture, part=drift.part_of(link.url, link.source), source=link.source or link.how)
    page, how = attempt.page, attempt.link.how
    if isinstance(attempt.error, Obstructed):
        return replace(bare, is_article=False) if how in ARTICLES_EXPECTED else None
    if attempt.error or page is None:
        return None
    if page.article is None:
        return replace(bare, is_article=False) if how in ARTICLES_EXPECTED else None
    article = page.article
    return replace(
        bare,
        readers=drift.read_off(article.provenance, {name for name in drift.FIELDS if getattr(article, name)}),
        length=len(article.body),
        lag=lag,
        language=article.language,
        has_ticker=any(headline.kind == "ticker" for headline in page.ticker),
    )


def _lag(attempt: Attempt, state: State) -> float | None:
    """Days from publication to capture of a page just found; None when its date may well be old."""
    article, how = attempt.page.article if attempt.page else None, attempt.link.how
    if article is None or article.published is None or how not in ARTICLES_EXPECTED:
        return None
    at, published = seen_at(attempt), article.published.value
    since = state.seen_at
    gap_from, gap_to = (since, at) if since and at - since > LONG_GAP else (state.gap_from, state.gap_to)
    if gap_from and gap_to and at - gap_to < CATCHING_UP and gap_from - timedelta(days=1) <= published <= at:
        return None
    return (at - published) / timedelta(days=1)


def _next_state(state: State, watch: drift.SiteWatch, at: datetime) -> State:
    has_gap = state.seen_at is not None and at - state.seen_at > LONG_GAP
    gap = (state.seen_at, at) if has_gap else (state.gap_from, state.gap_to)
    return State(watch, at, *gap)


def _tell(
    conn: sqlite3.Connection,
    site: str,
    noticed: drift.Noticed,
    shown: Mapping[str, str],
    how: tuple[ResolvedBy, datetime],
) -> None:
    """Raise, extend or end the alarm of the site's layout."""
    by, at = how
    if noticed.changes:
        raise_alarm(conn, _trouble(conn, site, noticed, shown), at)
    if noticed.back and not noticed.watch.alarmed:
        resolve_alarm(conn, "layout", (site, ""), by, at)


def _trouble(conn: sqlite3.Connection, site: str, noticed: drift.Noticed, shown: Mapping[str, str]) -> Trouble:
    """One alarm for all that has changed on a site since it was last as usual."""
    known = open_alarm(conn, "layout", site, "")
    lines = [_line(change, shown.get(change.field, "")) for change in noticed.changes]
    fields = dict.fromkeys((*(known.fields if known else ()), *(change.field for change in noticed.changes)))
    before = known.detail.split("\n")[:-1] if known else []
    first_bad = min(change.first_bad for change in noticed.changes)
    last_good = max((one.last_good for one in noticed.changes if one.last_good < first_bad), default=0)
    return Trouble(
        "layout",
        site,
        "",
        f"the pages of {site} are read otherwise: {', '.join(fields)}",
        "\n".join([*before, *lines, _ADVICE]),
        tuple(fields),
        _existing(conn, last_good),
        _existing(conn, first_bad),
    )


_ADVICE: Final = "look at the first bad page with `warraq try`, mend the site's rules, then `warraq reparse`"
_CHANGED: Final[Mapping[drift.What, str]] = {
    "gone": "is missing",
    "halved": "is missing on many pages",
    "other_reader": "is read otherwise",
    "shorter": "is much shorter",
    "longer": "is much longer",
    "earlier": "is much earlier than the page's capture",
    "later": "is later than it used to be, compared with the page's capture",
    "other_language": "is another one",
    "no_article": "is no longer found",
}


def _line(change: Change, instead: str) -> str:
    return f"{change.field}: {_CHANGED[change.what]} (before: {change.usual}); now: {instead or 'nothing'}"


def _existing(conn: sqlite3.Connection, capture: int) -> int | None:
    row = conn.execute("SELECT id FROM captures WHERE id = ?", (capture,)).fetchone()
    return int(row[0]) if row else None


def _shown(attempt: Attempt) -> Mapping[str, str]:
    """What is read instead: each field's value on this page with its reader."""
    article = attempt.page.article if attempt.page else None
    if article is None:
        return {"article": f"{attempt.error.reason}: {attempt.error.detail}" if attempt.error else "not_an_article"}
    found = {name: _value(article, name) for name in (*drift.FIELDS, "language")}
    read = {name: f"{article.provenance.get(name, '')}: {text}" for name, text in found.items() if text}
    return {**read, "body": f"{read.get('body', '')} ({len(article.body):,} characters)"}


def _value(article: Article, name: str) -> str:
    value = getattr(article, name)
    if isinstance(value, Moment):
        return value.iso()
    text = "; ".join(value) if isinstance(value, tuple) else str(value or "").replace("\n", " ")
    return f"«{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}»" if text else ""


def alarmed_sites(conn: sqlite3.Connection) -> dict[str, int]:
    """Sites whose layout alarm is open, with the first bad capture."""
    rows = conn.execute(
        "SELECT site, coalesce(first_bad_capture_id, 0) FROM alarms WHERE kind = 'layout' AND resolved_at IS NULL"
    )
    return dict(rows.fetchall())


def watch_again(conn: sqlite3.Connection, site: str, capture: int, record: Record, now: datetime) -> None:
    """Let the watch of a site with an open alarm see a bad page as today's rules read it: mended rules end it."""
    state = read_state(conn, site)
    if not state.watch.alarmed:
        return
    row = conn.execute(
        "SELECT l.url, l.source, l.how FROM captures AS c JOIN links AS l ON l.id = c.link_id WHERE c.id = ?",
        (capture,),
    ).fetchone()
    sight = Sight(
        capture,
        part=drift.part_of(*row[:2]) if row else "",
        source=(row[1] or row[2]) if row else "",
        readers=drift.read_off(json.loads(record.provenance), _filled(record)),
        length=len(record.body),
        language=record.language,
    )
    noticed = drift.notice(state.watch, sight)
    keep_state(conn, site, _next_state(state, noticed.watch, state.seen_at or now))
    _tell(conn, site, noticed, {}, ("reparse", now))


def _filled(record: Record) -> frozenset[str]:
    columns = {"authors": record.author, **{name: getattr(record, name) for name in drift.FIELDS if name != "authors"}}
    return frozenset(name for name, value in columns.items() if value)
