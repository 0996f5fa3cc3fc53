"""Stories page by page, as SQL: the newest first, or those that most newspapers printed."""

from __future__ import annotations

import sqlite3
from typing import Any, Final, Literal

from pipeline.store.codec import to_text
from pipeline.store.reading import newspapers_like
from pipeline.store.story_reading import STORY, CopyLine, StoryFilter, StoryLine

StoryOrder = Literal["newest", "newspapers"]
Place = tuple[int, str, int]
"""Where a list goes on: newspapers, moment and number of its last story."""

_ORDERS: Final = {
    "newest": ("s.first_seen DESC, s.id DESC", "(s.first_seen, s.id) < (:moment, :number)"),
    "newspapers": (
        "s.publishers DESC, s.first_seen DESC, s.id DESC",
        "(s.publishers, s.first_seen, s.id) < (:publishers, :moment, :number)",
    ),
}


def list_stories(
    conn: sqlite3.Connection, only: StoryFilter, order: StoryOrder, after: Place | None, limit: int
) -> list[StoryLine]:
    """Stories in an order, from a place on; those that most newspapers printed are sorted, so give them a `since`."""
    by, goes_on = _ORDERS[order]
    where, values = _conditions(conn, only)
    if after is not None:
        where += f" AND {goes_on}"
        values |= {"publishers": after[0], "moment": to_text(after[1]), "number": after[2]}
    query = f"{STORY} WHERE {where} ORDER BY {by} LIMIT :limit"
    return [StoryLine(*row) for row in conn.execute(query, {**values, "limit": limit})]


def _conditions(conn: sqlite3.Connection, only: StoryFilter) -> tuple[str, dict[str, Any]]:
    where, values = "s.copies >= :copies", dict[str, Any](copies=max(only.min_copies, 2))
    if only.since is not None:
        where += " AND s.first_seen >= :since"
        values["since"] = to_text(only.since)
    if only.newspaper is not None:
        names = {f"name{number}": name for number, name in enumerate(newspapers_like(conn, only.newspaper))}
        places = ", ".join(f":{name}" for name in names)
        where += f" AND EXISTS (SELECT 1 FROM articles AS m WHERE m.story_id = s.id AND m.newspaper IN ({places}))"  # noqa: S608
        values |= names
    return where, values


def first_copies(conn: sqlite3.Connection, story_id: int, limit: int) -> tuple[CopyLine, ...]:
    """The articles of a story, the first one first, then as they were published or seen; so many at most."""
    rows = conn.execute(
        "SELECT a.id, a.published, a.first_seen, a.newspaper, a.title, a.url, a.agency, a.copy_share,"
        " a.id = s.first_article_id AS is_first"
        " FROM stories AS s JOIN articles AS a ON a.story_id = s.id WHERE s.id = ?"
        " ORDER BY is_first DESC, coalesce(a.published, a.first_seen), a.id LIMIT ?",
        (story_id, limit),
    )
    return tuple(CopyLine(*row) for row in rows)


def tells(conn: sqlite3.Connection, article_id: int, story_id: int) -> bool:
    """Whether an article is one of a story's."""
    query = "SELECT 1 FROM articles WHERE id = ? AND story_id = ?"
    return conn.execute(query, (article_id, story_id)).fetchone() is not None


def last_day(conn: sqlite3.Connection) -> str | None:
    """When the newest story was first seen; None without stories."""
    row = conn.execute("SELECT max(first_seen) FROM stories").fetchone()
    return str(row[0]) if row[0] else None
