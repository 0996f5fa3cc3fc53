"""What a search found, whole, for other programs: in parts that go from the article archived last on back."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from pipeline.models import ArchivedArticle
from pipeline.store.exporting import read_articles
from pipeline.store.reading import Filter, conditions
from pipeline.store.searching import LAST, narrow, to_expression, without
from pipeline.store.wording import Query


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the articles that match; the next part has those with numbers below `next_before`, None at the end."""

    articles: tuple[ArchivedArticle, ...]
    next_before: int | None


def read_part(conn: sqlite3.Connection, wanted: Query, only: Filter, before: int | None, limit: int) -> Part:
    """Up to `limit` articles with numbers below `before`; a part may be short, or empty, and have a next one.

    In the order of their numbers: it does not change while articles come in, and finding a part takes no longer the
    further back it is.
    """
    only = narrow(only, wanted)
    expression = to_expression(conn, wanted, only)
    ids = _numbers(conn, expression, LAST if before is None else before, max(limit, 1) + 1)
    looked_at = ids[: max(limit, 1)]
    kept = looked_at if expression else without(conn, wanted.exclude, looked_at)
    articles = read_articles(conn, _exactly(conn, kept, only))
    return Part(tuple(articles), looked_at[-1] if len(ids) > len(looked_at) else None)


def _numbers(conn: sqlite3.Connection, expression: str, before: int, limit: int) -> list[int]:
    if not expression:
        rows = conn.execute("SELECT id FROM articles WHERE id < ? ORDER BY id DESC LIMIT ?", (before, limit))
    else:
        rows = conn.execute(
            "SELECT rowid FROM articles_search WHERE articles_search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?",
            (expression, before, limit),
        )
    return [row[0] for row in rows]


def _exactly(conn: sqlite3.Connection, ids: list[int], only: Filter) -> list[int]:
    """Those within the bounds of time, to the second: the index knows days."""
    where, values = conditions(conn, Filter(since=only.since, until=only.until))
    query = f"SELECT a.id FROM articles AS a WHERE a.id IN (SELECT value FROM json_each(?)){where} ORDER BY a.id DESC"  # noqa: S608
    return [row[0] for row in conn.execute(query, (json.dumps(ids), *values))]
