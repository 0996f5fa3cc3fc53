"""Former states of articles: kept when a change is seen, each with what the change was."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from pipeline.changes import Changes, State, compare
from pipeline.store.codec import to_json
from pipeline.store.records import COLUMNS, Record, changed_columns, is_same_image, replaced_columns

OWN: Final = ("content_hash", "title", "newspaper", "author", "published", "modified", "body")
"""Columns that `versions` has in common with `articles`; the others are in its `record`."""

ROTATING: Final = 2
"""Times that an article's picture alone was replaced, after which it is one of those that a page shows in turn."""

ORDERED: Final = "ORDER BY seen_at, replaced_at, id"

_LISTED: Final = ", ".join(OWN)
_TEXT: Final = ("title", "body", "newspaper")
_TOLD: Final = ("kind", "kinds", "is_silent", "returns_to", "words_added", "words_removed")
_UNTOLD: Final = (None,) * len(_TOLD)


@dataclass(frozen=True, slots=True)
class Change:
    """A change that was seen: of which article, from what (read from a capture) to what, and when.

    `generation_id` is that of the re-parse whose doing it is, None for the publisher's.
    """

    article_id: int
    old: Record
    new: Record
    capture_id: int | None
    at: str
    changed: Sequence[str]
    generation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Former:
    """A state that an article had before others came in."""

    change: Change
    since: str


def keep(conn: sqlite3.Connection, change: Change, *, seen_at: str | None = None) -> None:
    """Keep the state before a change that is the latest of its article; it has been seen since the one before it."""
    told = _UNTOLD if change.generation_id is not None else _tell(change.old, change.new, _hashes(conn, change))
    _insert(conn, change, seen_at or _seen_since(conn, change.article_id), told)


def _seen_since(conn: sqlite3.Connection, article_id: int) -> str:
    row = conn.execute(
        "SELECT coalesce((SELECT max(replaced_at) FROM versions WHERE article_id = ?1 AND generation_id IS NULL),"
        " (SELECT first_seen FROM articles WHERE id = ?1))",
        (article_id,),
    ).fetchone()
    return str(row[0])


def keep_former(conn: sqlite3.Connection, change: Change, seen_at: str) -> bool:
    """Keep a state that an older capture, imported late, tells of, in its place among the others; gives whether it did.

    `change.at` is when the article was last seen as it is now. A state that stood there already, before or after that
    moment, is no other one. What is told of its neighbours holds no more: `retell` follows once the article is written.
    """
    line = _timeline(conn, change)
    before = [stop for stop in line if stop.seen_at <= seen_at]
    after = line[len(before)] if len(before) < len(line) else None
    if any(stop.content_hash == change.old.content_hash for stop in (*before[-1:], *([after] if after else ()))):
        return False
    if before and after:
        conn.execute("UPDATE versions SET replaced_at = ? WHERE id = ?", (seen_at, before[-1].version_id))
    _insert(conn, replace(change, at=after.seen_at if after else change.at), seen_at, _UNTOLD)
    return True


def present_state(conn: sqlite3.Connection, article_id: int, record: Record, capture_id: int | None) -> Former:
    """An article as it is, and since when, for `restore_former` after another archive has told of more states."""
    change = Change(article_id, record, record, capture_id, "", ())
    return Former(change, _timeline(conn, change)[-1].seen_at)


def restore_former(conn: sqlite3.Connection, former: Former) -> bool:
    """Keep what an article was when it is the same again: states that have come in stood between; gives whether so."""
    *line, present = _timeline(conn, former.change)
    is_same = present.content_hash == former.change.old.content_hash
    if is_same and (after := next((stop for stop in line if stop.seen_at > former.since), None)):
        return keep_former(conn, replace(former.change, at=after.seen_at), former.since)
    return False


@dataclass(frozen=True, slots=True)
class _Stop:
    """A state on an article's line of time; the last one, without a version's number, is the article itself."""

    version_id: int | None
    seen_at: str
    content_hash: str


def _timeline(conn: sqlite3.Connection, change: Change) -> list[_Stop]:
    rows = conn.execute(
        "SELECT id, seen_at, content_hash, replaced_at FROM versions"  # noqa: S608 own text
        f" WHERE article_id = ? AND generation_id IS NULL {ORDERED}",
        (change.article_id,),
    ).fetchall()
    first_seen, content_hash = conn.execute(
        "SELECT first_seen, content_hash FROM articles WHERE id = ?", (change.article_id,)
    ).fetchone()
    return [*(_Stop(*row[:3]) for row in rows), _Stop(None, rows[-1][3] if rows else first_seen, content_hash)]


def retell(conn: sqlite3.Connection, article_id: int) -> None:
    """Say anew when each of an article's states was there and what its changes were.

    For others have come in between: out of an older capture, or from another archive.
    """
    _set_times(conn, article_id)
    hashes: dict[str, int] = {}
    assigned = ", ".join(f"{name} = ?" for name in _TOLD)
    for (version_id, generation_id, old), (_, _, new) in pairwise(_states(conn, article_id)):
        if generation_id is None:
            told = _tell(old, new, hashes)
            conn.execute(f"UPDATE versions SET {assigned} WHERE id = ?", (*told, version_id))  # noqa: S608 own names
            if old.content_hash != new.content_hash:
                changed = to_json(changed_columns(old, new))
                conn.execute("UPDATE versions SET changed = ? WHERE id = ?", (changed, version_id))
        hashes.setdefault(old.content_hash, version_id)


def _set_times(conn: sqlite3.Connection, article_id: int) -> None:
    """The first state was there when the article was first seen, and each until the next one was."""
    rows = conn.execute(
        f"SELECT id, seen_at, replaced_at FROM versions WHERE article_id = ? AND generation_id IS NULL {ORDERED}",  # noqa: S608
        (article_id,),
    ).fetchall()
    for (version_id, _, replaced_at), (_, next_seen_at, _) in pairwise(rows):
        if next_seen_at < replaced_at:
            conn.execute("UPDATE versions SET replaced_at = ? WHERE id = ?", (next_seen_at, version_id))
    conn.execute(
        "UPDATE versions SET seen_at = min(seen_at, (SELECT first_seen FROM articles WHERE id = ?)) WHERE id = ?",
        (article_id, rows[0][0] if rows else None),
    )


def fill(conn: sqlite3.Connection) -> None:
    """Tell of all versions that an archive has, of the time before they were told of."""
    conn.execute(
        "UPDATE versions AS v SET seen_at = coalesce("
        "(SELECT max(replaced_at) FROM versions WHERE article_id = v.article_id AND generation_id IS NULL"
        " AND (replaced_at, id) < (v.replaced_at, v.id)),"
        " (SELECT min(first_seen, v.replaced_at) FROM articles WHERE id = v.article_id))"
    )
    for (article_id,) in conn.execute("SELECT DISTINCT article_id FROM versions").fetchall():
        retell(conn, article_id)


def settle_image(conn: sqlite3.Connection, article_id: int, old: Record, new: Record) -> Record:
    """The new record, with the old picture where the new one is shown in turn with others: no change of the article."""
    if old.image is None or is_same_image(old, new):
        return new
    rows = conn.execute(
        "SELECT json_extract(record, '$.image'), changed = '[\"image\"]' FROM versions WHERE article_id = ?",
        (article_id,),
    ).fetchall()
    is_known = any(image is not None and is_same_image(replace(new, image=image), new) for image, _ in rows)
    return replace(new, image=old.image) if is_known or sum(alone for _, alone in rows) >= ROTATING else new


def _hashes(conn: sqlite3.Connection, change: Change) -> dict[str, int]:
    """The first version of each text of an article."""
    rows = conn.execute(
        f"SELECT content_hash, id FROM versions WHERE article_id = ? {ORDERED}",  # noqa: S608 own text
        (change.article_id,),
    ).fetchall()
    return dict(reversed(rows))


def _insert(conn: sqlite3.Connection, change: Change, seen_at: str, told: Sequence[object]) -> None:
    known = change.old
    rest = {name: value for name in COLUMNS if name not in OWN and (value := getattr(known, name)) is not None}
    values: dict[str, object] = {
        "article_id": change.article_id,
        "replaced_at": change.at,
        "changed": to_json(list(change.changed)),
        "capture_id": change.capture_id,
        "record": to_json(rest),
        "generation_id": change.generation_id,
        "seen_at": seen_at,
        **{name: getattr(known, name) for name in OWN},
        **dict(zip(_TOLD, told, strict=True)),
    }
    places = ", ".join("?" * len(values))
    conn.execute(f"INSERT INTO versions ({', '.join(values)}) VALUES ({places})", tuple(values.values()))  # noqa: S608


def _tell(old: Record, new: Record, hashes: dict[str, int]) -> tuple[object, ...]:
    """The columns that say what a change was; `hashes` are those of the states before the old one."""
    found = describe(old, new)
    returns_to = hashes.get(new.content_hash) if new.content_hash != old.content_hash else None
    return (
        found.weight or "cosmetic",
        to_json(found.kinds),
        _is_silent(old, new),
        returns_to,
        found.words_added,
        found.words_removed,
    )


def describe(old: Record, new: Record) -> Changes:
    """What differs between two states, as the archive counts it: what was gained, or is written otherwise, does not."""
    replaced = {*replaced_columns(old, new), "title", "body"}
    if old.newspaper is not None:
        replaced.add("newspaper")
    return compare(_state(old, old, replaced), _state(new, old, replaced))


def _state(record: Record, kept: Record, replaced: set[str]) -> State:
    names = ("title", "body", "newspaper", "author", "published", "source_link", "section", "image")
    values = {name: getattr(record if name in replaced else kept, name) for name in names}
    return State(**values, language=record.language)


def _is_silent(old: Record, new: Record) -> int | None:
    was, now = old.modified, new.modified
    if all(getattr(old, name) == getattr(new, name) for name in _TEXT) or now is None:
        return None
    if was != now and was is not None and (was.startswith(now) or now.startswith(was)):
        return None  # a day, and a moment of that day
    return int(was == now)


def _states(conn: sqlite3.Connection, article_id: int) -> Iterator[tuple[int, int | None, Record]]:
    """An article's states, oldest first, the present one last (with 0 for a number)."""
    for row in conn.execute(
        f"SELECT id, generation_id, record, {_LISTED} FROM versions WHERE article_id = ? {ORDERED}",  # noqa: S608
        (article_id,),
    ).fetchall():
        yield row[0], row[1], to_former(row[2], row[3:])
    # A migration reads them too, when the table may lack columns that records have gained since.
    there = {row[1] for row in conn.execute("PRAGMA table_info(articles)")}
    names = [name for name in COLUMNS if name in there]
    present = conn.execute(f"SELECT {', '.join(names)} FROM articles WHERE id = ?", (article_id,)).fetchone()  # noqa: S608
    yield 0, None, Record(**dict(zip(names, present, strict=True)))


def to_former(record: str, own: Sequence[Any]) -> Record:
    """A version's row as a record again: its JSON column, and those of `OWN` in their order."""
    return Record(**{**dict(zip(OWN, own, strict=True)), **json.loads(record)})
