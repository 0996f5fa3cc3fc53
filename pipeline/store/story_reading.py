"""What people ask of stories, as SQL: which there are, who printed a text first and who repeated it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any, Final

from pipeline.likeness import rules_fingerprint
from pipeline.store.codec import to_text
from pipeline.store.reading import newspapers_like


@dataclass(frozen=True, slots=True)
class StoryFilter:
    """Which stories count: first seen at or after `since` (ISO text), printed by a newspaper, in so many articles."""

    since: str | None = None
    newspaper: str | None = None
    min_copies: int = 2


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story: the article that was known first, and how many articles of how many newspapers tell it."""

    story_id: int
    first_seen: str
    first_publisher: str | None
    copies: int
    publishers: int
    agency: str | None
    first_article_id: int
    title: str


@dataclass(frozen=True, slots=True)
class CopyLine:
    """An article of a story. `copy_share` (0 to 1) of its words stand in the first one; None for that one."""

    article_id: int
    published: str | None
    first_seen: str
    newspaper: str | None
    title: str
    url: str | None
    agency: str | None
    copy_share: float | None
    is_first: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many articles wait for `stories --rebuild`, and whether today's rules made the stories there are."""

    waiting: int
    is_of_todays_rules: bool


STORY: Final = (
    "SELECT s.id, s.first_seen, s.first_publisher, s.copies, s.publishers, s.agency, s.first_article_id, a.title"
    " FROM stories AS s JOIN articles AS a ON a.id = s.first_article_id"
)
"""SQL of the columns of a StoryLine; what follows names the table `s`."""


def stories(conn: sqlite3.Connection, only: StoryFilter, limit: int) -> list[StoryLine]:
    """The stories, those first seen last before others."""
    where, values = "s.copies >= ?", list[Any]([max(only.min_copies, 2)])
    if only.since is not None:
        where += " AND s.first_seen >= ?"
        values.append(to_text(only.since))
    if only.newspaper is not None:
        names = newspapers_like(conn, only.newspaper)
        places = ", ".join("?" * len(names))
        where += f" AND EXISTS (SELECT 1 FROM articles AS m WHERE m.story_id = s.id AND m.newspaper IN ({places}))"  # noqa: S608
        values += names
    query = f"{STORY} WHERE {where} ORDER BY s.first_seen DESC, s.id DESC LIMIT ?"
    return [StoryLine(*row) for row in conn.execute(query, (*values, limit))]


def story(conn: sqlite3.Connection, story_id: int) -> StoryLine | None:
    """The story of this number, None when there is none."""
    row = conn.execute(f"{STORY} WHERE s.id = ?", (story_id,)).fetchone()
    return StoryLine(*row) if row else None


def story_of(conn: sqlite3.Connection, article_id: int) -> StoryLine | None:
    """The story that an article tells together with others, None when it is alone."""
    query = f"{STORY} WHERE s.id = (SELECT story_id FROM articles WHERE id = ?)"  # noqa: S608 own text
    row = conn.execute(query, (article_id,)).fetchone()
    return StoryLine(*row) if row else None


def copies(conn: sqlite3.Connection, story_id: int) -> tuple[CopyLine, ...]:
    """The articles of a story, the first one first, then as they were published or seen."""
    rows = conn.execute(
        "SELECT a.id, a.published, a.first_seen, a.newspaper, a.title, a.url, a.agency, a.copy_share,"
        " a.id = s.first_article_id AS is_first"
        " FROM stories AS s JOIN articles AS a ON a.story_id = s.id WHERE s.id = ?"
        " ORDER BY is_first DESC, coalesce(a.published, a.first_seen), a.id",
        (story_id,),
    )
    return tuple(CopyLine(*row) for row in rows)


def agency_of(conn: sqlite3.Connection, article_id: int) -> str | None:
    """The news agency an article names as its source."""
    row = conn.execute("SELECT agency FROM articles WHERE id = ?", (article_id,)).fetchone()
    return row[0] if row else None


def coverage(conn: sqlite3.Connection) -> Coverage:
    """Of how many articles it is not known yet whether they tell others' stories."""
    fingerprint, reached = conn.execute("SELECT fingerprint, reached FROM story_rules").fetchone()
    waiting = 0
    if reached is not None:
        waiting = conn.execute("SELECT count(*) FROM articles WHERE id > ?", (reached,)).fetchone()[0]
    return Coverage(waiting, fingerprint == rules_fingerprint())
