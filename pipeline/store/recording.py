"""All that one attempt changes, in the order of the life of a page; the writer makes it one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from pipeline.errors import NotAnArticle
from pipeline.models import Attempt, Receipt, Verdict
from pipeline.store.articles import Judge, take_article
from pipeline.store.captures import Kept, keep_capture
from pipeline.store.codec import to_time
from pipeline.store.coverage import note_found
from pipeline.store.habits import watch_source
from pipeline.store.headline_ties import link_by_title
from pipeline.store.headlines import see_ticker
from pipeline.store.links import Found, ensure_link, finish_link, seen_at, take_found
from pipeline.store.rhythms import learn_rhythm
from pipeline.store.runs import add_outcome
from pipeline.store.site_memories import learn_page
from pipeline.store.watching import watch_page


def record_attempt(conn: sqlite3.Connection, attempt: Attempt, judge: Judge, run_id: int | None) -> Receipt:
    """Store an attempt: its capture, article and what it taught, ticker, links, due time, its one outcome."""
    at = seen_at(attempt)
    link_id = ensure_link(conn, attempt.link, at)
    kept = keep_capture(conn, attempt, link_id)
    verdict = _take_page(conn, attempt, kept, judge)
    article_id = verdict.article_id if verdict else _known_article(conn, link_id, attempt)
    if verdict and verdict.kind == "new":
        learn_page(conn, attempt)
    if verdict and verdict.article_id is not None and verdict.kind in ("new", "updated"):
        link_by_title(conn, verdict.article_id)
    new_headlines = see_ticker(conn, attempt.page.ticker, kept, at) if attempt.page and kept else 0
    found = attempt.discovery.links if attempt.discovery else ()
    added = take_found(conn, (*found, *attempt.links), at)
    finish_link(conn, link_id, attempt, article_id)
    watch_page(conn, attempt, kept, verdict)
    watch_source(conn, attempt, added.new)
    learn_rhythm(conn, attempt, added)
    note_found(conn, attempt, added.new, at)
    reason, detail = _reason(attempt, verdict), _detail(attempt, added)
    ids = {"run": run_id, "link": link_id, "capture": kept.capture_id if kept else None, "article": article_id}
    add_outcome(conn, attempt, ids, reason, detail)
    return Receipt(reason, article_id, added.new, new_headlines, detail, added.back_fill)


def _take_page(conn: sqlite3.Connection, attempt: Attempt, kept: Kept | None, judge: Judge) -> Verdict | None:
    """The verdict on the page's article; None when there is none, or the page was read for its links."""
    page = attempt.page
    if attempt.error or attempt.discovery is not None or page is None or page.article is None:
        return None
    return take_article(conn, attempt, page.article, kept, judge)


def _known_article(conn: sqlite3.Connection, link_id: int, attempt: Attempt) -> int | None:
    """The article of a page that has not changed (304)."""
    if not attempt.unmodified:
        return None
    row = conn.execute("SELECT article_id FROM links WHERE id = ?", (link_id,)).fetchone()
    article_id: int | None = row[0]
    if article_id is not None:
        moved = "UPDATE articles SET last_seen = max(last_seen, ?) WHERE id = ?"
        conn.execute(moved, (to_time(seen_at(attempt)), article_id))
    return article_id


def _reason(attempt: Attempt, verdict: Verdict | None) -> str:
    return attempt.reason or (verdict.kind if verdict else NotAnArticle.reason)


def _detail(attempt: Attempt, added: Found) -> str | None:
    """What people should know of it."""
    distrust = attempt.capture.distrust if attempt.capture else None
    parts = [*_details(attempt, added), *([f"the server's certificate is bad: {distrust}"] if distrust else [])]
    return "; ".join(parts) or None


def _details(attempt: Attempt, added: Found) -> Iterator[str]:
    if attempt.error:
        yield attempt.error.detail
    elif attempt.discovery is not None:
        yield from attempt.discovery.notes
        if added.back_fill:
            yield f"{added.back_fill} links, new at once, wait as back-fill"
    elif attempt.page and attempt.page.why:
        yield attempt.page.why
