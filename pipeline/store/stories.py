"""Stories: articles of one wording, kept together as they come, change and are joined by others.

Every text leaves a few numbers in `story_prints`. A new one is compared with those that share two of them at least, so
what is looked up stays the same however large the archive is.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.agencies import find_agency
from pipeline.likeness import (
    LEAST_COMMON,
    NOTICE,
    Wording,
    is_copy,
    is_notice,
    prints,
    read_wording,
    rules_fingerprint,
    share,
)
from pipeline.store.records import Record

MOST_PER_PRINT: Final = 40
"""Articles looked at, the newest, of those that have one print: a turn of phrase may stand in thousands."""

MOST_COMPARED: Final = 8
"""Texts that a new one is compared with, those of most common prints first."""

LARGEST: Final = 500
"""Articles of a story that takes no more: what so many say is a notice that sites show, and no news."""

LARGEST_REGROUPED: Final = 100
"""Articles of a story that is looked through again when one of its texts has changed."""

_MEMBERS: Final = (
    # Known by: its date of publication, the end of it when only the day is known, and at the latest when it was seen.
    "SELECT id, newspaper, min(first_seen, CASE WHEN length(published) > 10 THEN published"
    " WHEN length(published) = 10 THEN published || 'T23:59:59Z' ELSE first_seen END) AS known_at"
    " FROM articles WHERE story_id = ? ORDER BY known_at, id"
)


@dataclass(frozen=True, slots=True)
class Kin:
    """An article whose text is a copy of the one looked at, or the other way round."""

    article_id: int
    story_id: int | None


def place(conn: sqlite3.Connection, article_id: int, body: str, author: str | None = None) -> None:
    """Find an article's story, which it may begin together with another one; in the caller's transaction.

    For an article that is new, or that has not been looked at; once more changes nothing.
    """
    wording = read_wording(body)
    if agency := find_agency(body, author):
        conn.execute("UPDATE articles SET agency = ? WHERE id = ?", (agency, article_id))
    keys = prints(wording)
    kin = find_kin(conn, article_id, wording, keys)
    _add_prints(conn, article_id, keys)
    if kin:
        _join(conn, article_id, kin)


def update(conn: sqlite3.Connection, article_id: int, old: Record, new: Record) -> None:
    """Keep an article's story right when its row has changed: another text may leave its story or join one."""
    if (old.body, old.author) != (new.body, new.author):
        agency = find_agency(new.body, new.author)
        conn.execute("UPDATE articles SET agency = ?1 WHERE id = ?2 AND agency IS NOT ?1", (agency, article_id))
    if old.body != new.body:
        _replace_text(conn, article_id, old.body, new.body)
    refresh_of(conn, article_id)


def refresh_of(conn: sqlite3.Connection, article_id: int) -> None:
    """Say anew who was first in an article's story, after its dates or newspaper have changed."""
    story_id = _story_of(conn, article_id)
    if story_id is not None:
        _refresh(conn, story_id)


def candidates(conn: sqlite3.Connection, article_id: int, keys: Iterable[int]) -> list[int]:
    """Other articles that have at least two of these prints, those with most of them first, then the oldest."""
    common: Counter[int] = Counter()
    query = "SELECT article_id FROM story_prints WHERE print = ? ORDER BY article_id DESC LIMIT ?"
    for key in keys:
        common.update(row[0] for row in conn.execute(query, (key, MOST_PER_PRINT)))
    common.pop(article_id, None)
    likely = [(-count, found) for found, count in common.items() if count >= LEAST_COMMON]
    return [found for _, found in sorted(likely)]


def find_kin(conn: sqlite3.Connection, article_id: int, wording: Wording, keys: Sequence[int]) -> list[Kin]:
    """The articles whose text is a copy, one of each story that takes more."""
    query = (
        "SELECT body, story_id, coalesce(copies, 0) FROM articles LEFT JOIN stories ON stories.id = story_id"
        " WHERE articles.id = ?"
    )
    kin: list[Kin] = []
    for candidate in candidates(conn, article_id, keys)[:MOST_COMPARED]:
        for body, story_id, copies in conn.execute(query, (candidate,)):
            is_told = story_id is not None and any(found.story_id == story_id for found in kin)
            if is_told or copies >= LARGEST or not is_copy(wording, read_wording(body)):
                continue
            if not _is_notice(conn, (article_id, candidate), wording.words):
                kin.append(Kin(candidate, story_id))
    return kin


def _is_notice(conn: sqlite3.Connection, pair: tuple[int, int], words: int) -> bool:
    """Whether two articles are of one newspaper and their text is what it shows instead of articles."""
    if words >= NOTICE:
        return False
    rows = conn.execute("SELECT newspaper, title FROM articles WHERE id IN (?, ?)", pair).fetchall()
    newspapers = {row[0] for row in rows}
    return (
        len(rows) == 2 and newspapers != {None} and len(newspapers) == 1 and is_notice(words, (rows[0][1], rows[1][1]))
    )


def _replace_text(conn: sqlite3.Connection, article_id: int, old: str, new: str) -> None:
    former = [(key, article_id) for key in prints(read_wording(old))]
    conn.executemany("DELETE FROM story_prints WHERE print = ? AND article_id = ?", former)
    wording = read_wording(new)
    keys = prints(wording)
    _add_prints(conn, article_id, keys)
    story_id = _story_of(conn, article_id)
    if story_id is not None:
        # Shares of the former text: its own and, if it was the first, those of the others.
        conn.execute("UPDATE articles SET copy_share = NULL WHERE story_id = ?", (story_id,))
        _regroup(conn, story_id)
    if kin := find_kin(conn, article_id, wording, keys):
        _join(conn, article_id, kin)


def _story_of(conn: sqlite3.Connection, article_id: int) -> int | None:
    row = conn.execute("SELECT story_id FROM articles WHERE id = ?", (article_id,)).fetchone()
    story_id: int | None = row[0]
    return story_id


def _add_prints(conn: sqlite3.Connection, article_id: int, keys: Sequence[int]) -> None:
    rows = [(key, article_id) for key in keys]
    conn.executemany("INSERT OR IGNORE INTO story_prints (print, article_id) VALUES (?, ?)", rows)


def _join(conn: sqlite3.Connection, article_id: int, kin: Sequence[Kin]) -> None:
    """Put an article and its kin into one story: the oldest of theirs, or a new one."""
    known = {_story_of(conn, article_id), *(found.story_id for found in kin)}
    stories = sorted(story for story in known if story is not None)
    target = stories[0] if stories else _new_story(conn)
    for other in stories[1:]:
        _move(conn, other, target)
    _enter(conn, target, [article_id, *(found.article_id for found in kin)])
    _refresh(conn, target)


def _new_story(conn: sqlite3.Connection) -> int:
    return int(conn.execute("INSERT INTO stories (copies, publishers) VALUES (0, 0) RETURNING id").fetchone()[0])


def _move(conn: sqlite3.Connection, story_id: int, target: int) -> None:
    """Make two stories one, unless it would grow too large."""
    both = conn.execute("SELECT sum(copies) FROM stories WHERE id IN (?, ?)", (story_id, target)).fetchone()[0]
    if both <= LARGEST:
        moved = "UPDATE articles SET story_id = ?, copy_share = NULL WHERE story_id = ?"
        conn.execute(moved, (target, story_id))
        conn.execute("DELETE FROM stories WHERE id = ?", (story_id,))


def _enter(conn: sqlite3.Connection, story_id: int, articles: Iterable[int]) -> None:
    """Put those articles into a story that are in none."""
    entered = "UPDATE articles SET story_id = ? WHERE id = ? AND story_id IS NULL"
    conn.executemany(entered, [(story_id, article_id) for article_id in articles])


def _regroup(conn: sqlite3.Connection, story_id: int) -> None:
    """Look through a story whose texts have changed: what no copy ties to the rest leaves it."""
    members = [row[0] for row in conn.execute(_MEMBERS, (story_id,))]
    if len(members) > LARGEST_REGROUPED:
        _refresh(conn, story_id)
        return
    groups = sorted(_tied({one: _wording_of(conn, one) for one in members}), key=len, reverse=True)
    for group in groups[1:]:
        gone = "UPDATE articles SET story_id = NULL, copy_share = NULL WHERE id = ?"
        conn.executemany(gone, [(one,) for one in group])
        if len(group) > 1:
            apart = _new_story(conn)
            _enter(conn, apart, group)
            _refresh(conn, apart)
    _refresh(conn, story_id)


def _tied(wordings: Mapping[int, Wording]) -> list[list[int]]:
    """The articles in groups whose texts are copies, of one another or one after the other."""
    groups: list[list[int]] = []
    for one, wording in wordings.items():
        near = [group for group in groups if any(is_copy(wording, wordings[other]) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(member for group in near for member in group), one])
    return groups


def _wording_of(conn: sqlite3.Connection, article_id: int) -> Wording:
    return read_wording(conn.execute("SELECT body FROM articles WHERE id = ?", (article_id,)).fetchone()[0])


def _refresh(conn: sqlite3.Connection, story_id: int) -> None:
    """Bring a story's row and its copies' shares up to date; a story of fewer than two articles is none."""
    members = conn.execute(_MEMBERS, (story_id,)).fetchall()
    if len(members) < 2:
        conn.execute("UPDATE articles SET story_id = NULL, copy_share = NULL WHERE story_id = ?", (story_id,))
        conn.execute("DELETE FROM stories WHERE id = ?", (story_id,))
        return
    first, newspaper, known_at = members[0]
    former = conn.execute("SELECT first_article_id FROM stories WHERE id = ?", (story_id,)).fetchone()[0]
    if former != first:
        conn.execute("UPDATE articles SET copy_share = NULL WHERE story_id = ?", (story_id,))
    publishers = len({member[1] for member in members} - {None})
    conn.execute(
        "UPDATE stories SET first_article_id = ?1, first_publisher = ?2, first_seen = ?3, copies = ?4, publishers = ?5,"
        " agency = (SELECT agency FROM articles WHERE story_id = ?6 AND agency IS NOT NULL ORDER BY id LIMIT 1)"
        " WHERE id = ?6",
        (first, newspaper, known_at, len(members), publishers, story_id),
    )
    _fill_shares(conn, story_id, first)


def _fill_shares(conn: sqlite3.Connection, story_id: int, first: int) -> None:
    """Work out the shares that are not known: how much of each copy's text stands in the first article."""
    query = "SELECT id, body FROM articles WHERE story_id = ? AND copy_share IS NULL AND id <> ?"
    unknown = conn.execute(query, (story_id, first)).fetchall()
    origin = _wording_of(conn, first) if unknown else None
    for article_id, body in unknown:
        part = round(share(read_wording(body), origin), 3) if origin else 0.0
        conn.execute("UPDATE articles SET copy_share = ? WHERE id = ?", (part, article_id))


# -- looking at all articles again ------------------------------------------------------------------------------------


def begin_rebuild(conn: sqlite3.Connection) -> None:
    """Forget all stories, so that all articles are looked at again; one that is under way by these rules goes on."""
    rules, reached = conn.execute("SELECT fingerprint, reached FROM story_rules").fetchone()
    if rules == rules_fingerprint() and reached is not None:
        return
    conn.execute("DELETE FROM story_prints")
    conn.execute("UPDATE articles SET story_id = NULL, copy_share = NULL WHERE story_id IS NOT NULL")
    conn.execute("DELETE FROM stories")
    conn.execute("UPDATE story_rules SET fingerprint = ?, reached = 0", (rules_fingerprint(),))


def go_on(conn: sqlite3.Connection, most: int) -> int | None:
    """Look at the next articles of a rebuild, `most` of them; the number of the last, None when all are done."""
    reached = conn.execute("SELECT reached FROM story_rules").fetchone()[0]
    if reached is None:
        return None
    query = "SELECT id, body, author FROM articles WHERE id > ? ORDER BY id LIMIT ?"
    articles = conn.execute(query, (reached, most)).fetchall()
    for article_id, body, author in articles:
        place(conn, article_id, body, author)
    reached = articles[-1][0] if articles else None
    conn.execute("UPDATE story_rules SET reached = ?", (reached,))
    return int(articles[-1][0]) if articles else None
