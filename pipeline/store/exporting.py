"""What leaves the archive: articles and captures in parts, each read by itself, so that no part holds the file."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Literal

from pipeline.models import ArchivedArticle, ArchivedCapture, Link
from pipeline.store.captures import read_capture
from pipeline.store.codec import hint_from_json, to_text
from pipeline.store.reading import Filter, conditions

Order = Literal["id", "newest", "newspaper"]

PART: Final = 200
"""Rows read at once: about 1 MB of articles."""

_COLUMNS: Final = tuple(column.name for column in fields(ArchivedArticle))
_LISTED: Final = ", ".join(f"a.{name}" for name in _COLUMNS)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is to leave: of these articles, and of this site or source of a site."""

    only: Filter = field(default_factory=Filter)
    site: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of articles along one index. `where` and `values` bound it, `key` is what it is ordered by."""

    index: str
    where: str
    values: tuple[Any, ...]
    key: str
    is_backward: bool = False

    def place_of(self, article: ArchivedArticle) -> tuple[Any, ...]:
        """Where to go on after this article."""
        return (article.published, article.id) if "published" in self.key else (article.id,)


Place = tuple[Any, ...]


def stretches(conn: sqlite3.Connection, chosen: Selection, order: Order) -> list[Stretch]:
    """What is chosen as stretches in this order; articles without a newspaper or date have their own.

    Each stretch goes along an index, which is named: a condition on another column must not tempt SQLite into sorting
    the rest of the archive for every part.
    """
    if order == "id":
        return [Stretch("NOT INDEXED", "TRUE", (), "a.id")]
    found = (
        _newest_first() if order == "newest" else [part for name in _newspapers(conn) for part in _of_newspaper(name)]
    )
    is_dated = chosen.only.since is not None or chosen.only.until is not None
    return [stretch for stretch in found if stretch.key != "a.id" or not is_dated]


def _newest_first() -> list[Stretch]:
    index = "INDEXED BY articles_published"
    dated = Stretch(index, "a.published > ''", (), "a.published, a.id", is_backward=True)
    return [dated, Stretch(index, "a.published IS NULL", (), "a.id", is_backward=True)]


def _of_newspaper(name: str | None) -> tuple[Stretch, Stretch]:
    index = "INDEXED BY articles_newspaper"
    undated = Stretch(index, "a.newspaper IS ? AND a.published IS NULL", (name,), "a.id")
    return undated, Stretch(index, "a.newspaper IS ? AND a.published > ''", (name,), "a.published, a.id")


def _newspapers(conn: sqlite3.Connection) -> list[str | None]:
    return [row[0] for row in conn.execute("SELECT newspaper FROM articles GROUP BY newspaper ORDER BY newspaper")]


def read_part(
    conn: sqlite3.Connection, chosen: Selection, stretch: Stretch, after: Place | None
) -> list[ArchivedArticle]:
    """The next articles of a stretch; none when it is at its end."""
    where, values = _conditions(conn, chosen)
    if after is not None:
        where += f" AND ({stretch.key}) {'<' if stretch.is_backward else '>'} ({', '.join('?' * len(after))})"
        values += after
    direction = " DESC" if stretch.is_backward else ""
    order = ", ".join(f"{column}{direction}" for column in stretch.key.split(", "))
    rows = conn.execute(
        f"SELECT {_LISTED} FROM articles AS a {stretch.index} WHERE {stretch.where}{where}"  # noqa: S608 own text
        f" ORDER BY {order} LIMIT {PART}",
        (*stretch.values, *values),
    )
    return [_article(row) for row in rows]


def read_articles(conn: sqlite3.Connection, ids: list[int]) -> list[ArchivedArticle]:
    """The articles of these numbers, in this order."""
    select = f"SELECT {_LISTED} FROM articles AS a WHERE a.id IN (SELECT value FROM json_each(?))"  # noqa: S608 own text
    found = {row[0]: _article(row) for row in conn.execute(select, (json.dumps(ids),))}
    return [found[one] for one in ids if one in found]


def _article(row: tuple[Any, ...]) -> ArchivedArticle:
    return ArchivedArticle(*(*row[:-1], json.loads(row[-1])))


def _conditions(conn: sqlite3.Connection, chosen: Selection) -> tuple[str, list[Any]]:
    where, values = conditions(conn, chosen.only)
    if chosen.site is not None:
        where += " AND a.site = ?"
        values.append(to_text(chosen.site))
    if chosen.source is not None:
        where += (
            " AND EXISTS (SELECT 1 FROM article_urls AS u JOIN links AS l ON l.url = u.url"
            " WHERE u.article_id = a.id AND l.source = ?)"
        )
        values.append(to_text(chosen.source))
    return where, values


def capture_ids(conn: sqlite3.Connection, chosen: Selection, after: int) -> list[int]:
    """The next captures whose bodies were kept, in the order they came; dates bound the moment of the capture.

    With a newspaper or language, only those of addresses where such an article was read.
    """
    only = chosen.only
    where, values = conditions(conn, replace(only, since=None, until=None))
    article = " JOIN articles AS a ON a.id = l.article_id" if where else ""
    for condition, value in (
        ("c.fetched_at >= ?", only.since),
        ("c.fetched_at < ?", only.until),
        ("c.site = ?", chosen.site),
        ("l.source = ?", chosen.source),
    ):
        if value is not None:
            where += f" AND {condition}"
            values.append(to_text(value))
    rows = conn.execute(
        f"SELECT c.id FROM captures AS c NOT INDEXED CROSS JOIN links AS l ON l.id = c.link_id{article}"  # noqa: S608
        f" WHERE c.id > ? AND c.payload_id IS NOT NULL{where} ORDER BY c.id LIMIT {PART}",
        (after, *values),
    )
    return [row[0] for row in rows]


def archived_capture(conn: sqlite3.Connection, capture_id: int) -> ArchivedCapture | None:
    """A capture with its link; None when it has gone. ArchiveDamaged when it is not as it was stored."""
    capture = read_capture(conn, capture_id)
    row = conn.execute(
        "SELECT l.url, l.how, l.site, l.source, l.found_on, l.hint FROM captures AS c JOIN links AS l"
        " ON l.id = c.link_id WHERE c.id = ?",
        (capture_id,),
    ).fetchone()
    if capture is None or row is None:
        return None
    url, how, site, source, found_on, hint = row
    return ArchivedCapture(capture, Link(url, how, site, source, found_on, hint_from_json(hint)))


def is_archived(conn: sqlite3.Connection, url: str, fetched_at: str | None, sha256: str) -> bool:
    """Whether this very answer is in the archive: the address (canonical), its body and, unless None, its moment."""
    query = (
        "SELECT 1 FROM links AS l JOIN captures AS c ON c.link_id = l.id JOIN payloads AS p ON p.id = c.payload_id"
        " WHERE l.url = ?1 AND p.sha256 = ?2 AND (?3 IS NULL OR c.fetched_at = ?3) LIMIT 1"
    )
    return conn.execute(query, (url, sha256, fetched_at)).fetchone() is not None
