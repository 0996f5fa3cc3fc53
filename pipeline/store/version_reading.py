"""What people ask of an article's history, as SQL: its versions, and each state as it was."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pipeline.store.records import COLUMNS, Record
from pipeline.store.versions import ORDERED, OWN, to_former


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A former state of an article, and what the change was that replaced it.

    States count from 1, the first one seen; `returns_to` is the number of the earlier state that the change went back
    to. `is_silent`: the publisher's own time of change did not move; None when it gives none.
    """

    number: int
    version_id: int
    seen_at: str
    replaced_at: str
    capture_id: int | None
    title: str
    changed: tuple[str, ...]
    kind: str | None
    kinds: tuple[str, ...]
    is_silent: bool | None
    returns_to: int | None
    words_added: int | None
    words_removed: int | None


@dataclass(frozen=True, slots=True)
class StoredState:
    """A state of an article: since and until when it was seen; None for one that is still there.

    A re-parse reads a state anew: `first` is how it was read at first, `record` how it was read last. A change is one
    from a state's last reading to the next one's first: those are by the same rules.
    """

    number: int
    seen_at: str
    replaced_at: str | None
    capture_id: int | None
    first: Record
    record: Record


_LISTED: Final = (
    "id, seen_at, replaced_at, capture_id, title, changed, kind, kinds, is_silent, returns_to, words_added,"
    " words_removed"
)


def versions(conn: sqlite3.Connection, article_id: int) -> tuple[VersionLine, ...]:
    """The former states of an article that its publisher replaced, oldest first."""
    rows = conn.execute(
        f"SELECT {_LISTED} FROM versions WHERE article_id = ? AND generation_id IS NULL {ORDERED}",  # noqa: S608
        (article_id,),
    ).fetchall()
    numbers = {row[0]: number for number, row in enumerate(rows, start=1)}
    return tuple(_line(numbers, row) for row in rows)


def _line(numbers: Mapping[int, int], row: Sequence[Any]) -> VersionLine:
    version_id, seen_at, replaced_at, capture_id, title, changed, kind, kinds, is_silent, returns_to, *words = row
    return VersionLine(
        number=numbers[version_id],
        version_id=version_id,
        seen_at=seen_at,
        replaced_at=replaced_at,
        capture_id=capture_id,
        title=title,
        changed=tuple(json.loads(changed)),
        kind=kind,
        kinds=tuple(json.loads(kinds or "[]")),
        is_silent=None if is_silent is None else bool(is_silent),
        returns_to=numbers.get(returns_to),
        words_added=words[0],
        words_removed=words[1],
    )


def states(conn: sqlite3.Connection, article_id: int) -> tuple[StoredState, ...]:
    """Every state of an article, the present one last; none when there is no such article."""
    return tuple(_states(conn, article_id))


def _states(conn: sqlite3.Connection, article_id: int) -> Iterator[StoredState]:
    rows = conn.execute(
        f"SELECT generation_id, seen_at, replaced_at, capture_id, record, {', '.join(OWN)} FROM versions"  # noqa: S608
        f" WHERE article_id = ? {ORDERED}",
        (article_id,),
    ).fetchall()
    number, first = 1, None
    replaced_at: str | None = None
    for generation_id, seen_at, replaced, capture_id, rest, *own in rows:
        record = to_former(rest, own)
        first = first or record
        if generation_id is None:
            yield StoredState(number, seen_at, replaced, capture_id, first, record)
            number, first, replaced_at = number + 1, None, replaced
    yield from _present(conn, article_id, (number, replaced_at, first))


def _present(
    conn: sqlite3.Connection, article_id: int, since: tuple[int, str | None, Record | None]
) -> Iterator[StoredState]:
    number, seen_at, first = since
    row = conn.execute(
        f"SELECT first_seen, capture_id, {', '.join(COLUMNS)} FROM articles WHERE id = ?",  # noqa: S608 own names
        (article_id,),
    ).fetchone()
    if row:
        record = Record(*row[2:])
        yield StoredState(number, seen_at or row[0], None, row[1], first or record, record)
