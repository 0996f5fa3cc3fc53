"""Articles: recognised, stored, edited with their former state kept, known by all their addresses."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from pipeline.models import Article, Attempt, Known, Verdict, VerdictKind
from pipeline.store import headline_ties, search_index, stories, versions
from pipeline.store.captures import Kept
from pipeline.store.codec import identity_of, is_address, to_time
from pipeline.store.links import seen_at
from pipeline.store.records import COLUMNS, Record, changed_columns, join_records, replaced_columns, to_record


class Judge(Protocol):
    """Who says what an article is to the archive; pure. The archive looks up by address and by fingerprint."""

    def fingerprint(self, article: Article) -> str:
        """Hex digest of what makes the article itself."""

    def judge(self, article: Article, fingerprint: str, known: Sequence[Known]) -> Verdict:
        """What the article is, given those it may be the same as, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The circumstances an article was read under."""

    at: datetime
    site: str | None
    capture_id: int | None
    canonical: str | None
    asked: tuple[str, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address that leads here, the canonical one first."""
        return tuple(dict.fromkeys(url for url in (self.canonical, *self.asked) if url))


@dataclass(frozen=True, slots=True)
class _Row:
    article_id: int
    record: Record
    last_seen: str
    capture_id: int | None

    def replaced(self, record: Record, capture_id: int | None) -> _Row:
        """The row as it was when another record of the article was read from a capture."""
        return replace(self, record=record, capture_id=capture_id)

    def change(self, new: Record, at: str, changed: list[str], generation_id: int | None = None) -> versions.Change:
        """Its change into another state."""
        return versions.Change(self.article_id, self.record, new, self.capture_id, at, changed, generation_id)


LEAST_TWIN: Final = 80
"""Characters of body from which equal content in two archives is one article: bulletins repeat title and lead."""

_LISTED: Final = ", ".join(COLUMNS)
_INSERTED: Final = (*COLUMNS, "word_count", "site", "first_seen", "last_seen", "capture_id")
_INSERT: Final = (
    f"INSERT INTO articles ({', '.join(_INSERTED)}) VALUES ({', '.join('?' * len(_INSERTED))}) RETURNING id"  # noqa: S608
)
_UPDATE: Final = (
    f"UPDATE articles SET {', '.join(f'{name} = ?' for name in COLUMNS)}, word_count = ?, capture_id = ? WHERE id = ?"  # noqa: S608
)


def take_article(
    conn: sqlite3.Connection, attempt: Attempt, article: Article, kept: Kept | None, judge: Judge
) -> Verdict:
    """Store what was read as the verdict says; gives the verdict with the article's id."""
    seen = _seen(attempt, article, kept)
    fingerprint = judge.fingerprint(article)
    verdict = judge.judge(article, fingerprint, _look_up(conn, fingerprint, seen))
    record = to_record(article, verdict.content_hash)
    if verdict.article_id is None:
        article_id = _insert(conn, _at_own_address(conn, record, seen), seen)
        verdict = replace(verdict, article_id=article_id)
    else:
        article_id = verdict.article_id
        if record.url is not None and _owner(conn, record.url) not in (None, article_id):
            record = replace(record, url=None)  # the page names another article's address as its own
        is_edit = _see_again(conn, article_id, verdict, record, seen)
        if verdict.kind == "updated" and not is_edit:
            verdict = replace(verdict, kind="unchanged")
    _add_addresses(conn, article_id, seen)
    return verdict


def _seen(attempt: Attempt, article: Article, kept: Kept | None) -> Seen:
    capture = attempt.capture
    said = [capture.final_url, capture.url, attempt.link.url] if capture else [attempt.link.url]
    return Seen(
        at=seen_at(attempt),
        site=attempt.link.site,
        capture_id=kept.capture_id if kept else None,
        canonical=identity_of(article.url) if article.url else None,
        asked=tuple(dict.fromkeys(identity_of(url) for url in said if is_address(url))),
    )


def take_stored(conn: sqlite3.Connection, record: Record, seen: Seen) -> int:
    """Take in an article as another archive holds it, read last at `seen.at`; gives its number here.

    It is the article of any of its addresses, else one of equal content, else new. The state that was read later
    stands, the other becomes a version; a state that is known already changes nothing, so twice is as good as once.
    """
    owner = next((known for url in seen.addresses if (known := _owner(conn, url)) is not None), None)
    article_id = owner or _twin(conn, record)
    if article_id is None:
        return _insert(conn, record, seen)
    if record.url is not None and _owner(conn, record.url) not in (None, article_id):
        record = replace(record, url=None)
    row = _read(conn, article_id)
    if _is_known_state(conn, row, record, seen.capture_id):
        _touch(conn, article_id, seen)
        return article_id
    is_same = record.content_hash == row.record.content_hash
    kind: VerdictKind = "duplicate" if owner is None else "unchanged" if is_same else "updated"
    _see_again(conn, article_id, Verdict(kind, record.content_hash, article_id), record, seen)
    return article_id


def _twin(conn: sqlite3.Connection, record: Record) -> int | None:
    """An article of equal content, if there is enough of it or it has no address to go by."""
    row = conn.execute(
        "SELECT id FROM articles WHERE content_hash = ?1 AND (?2 IS NULL OR url IS NULL OR length(body) >= ?3)"
        " ORDER BY id LIMIT 1",
        (record.content_hash, record.url, LEAST_TWIN),
    ).fetchone()
    return int(row[0]) if row else None


def _is_known_state(conn: sqlite3.Connection, row: _Row, record: Record, capture_id: int | None) -> bool:
    """Whether an article is, or once was, as a record says, by the capture it was read from."""
    if record == row.record or (capture_id is not None and capture_id == row.capture_id):
        return True
    query = "SELECT 1 FROM versions WHERE article_id = ? AND content_hash = ? AND capture_id IS ?"
    return conn.execute(query, (row.article_id, record.content_hash, capture_id)).fetchone() is not None


def read_stored(conn: sqlite3.Connection, article_id: int) -> tuple[Record, int | None]:
    """An article's record, and the capture it was read from."""
    row = _read(conn, article_id)
    return row.record, row.capture_id


def replace_reading(
    conn: sqlite3.Connection, article_id: int, record: Record, generation_id: int, at: datetime
) -> bool:
    """Put a better reading of the same capture in an article's place; gives whether anything but its origin differs.

    What it replaces becomes a version of that generation, never an edit.
    """
    row = _read(conn, article_id)
    changed = changed_columns(row.record, record)
    if changed:
        versions.keep(conn, row.change(record, to_time(at), changed, generation_id))
    _write(conn, row, record, row.capture_id)
    return bool(changed)


def _look_up(conn: sqlite3.Connection, fingerprint: str, seen: Seen) -> list[Known]:
    """The articles this one may be: those of its addresses, the canonical one first, then those of equal content."""
    owners = {url: _owner(conn, url) for url in seen.addresses}
    twins = conn.execute("SELECT id FROM articles WHERE content_hash = ? ORDER BY id LIMIT 5", (fingerprint,))
    ids = dict.fromkeys([*filter(None, owners.values()), *(int(row[0]) for row in twins)])
    by_canonical = owners.get(seen.canonical or "")
    by_asked = {owners[url] for url in seen.asked}
    return [_known(conn, known, has_canonical=known == by_canonical, has_asked=known in by_asked) for known in ids]


def _owner(conn: sqlite3.Connection, url: str) -> int | None:
    row = conn.execute("SELECT article_id FROM article_urls WHERE url = ?", (url,)).fetchone()
    return int(row[0]) if row else None


def _known(conn: sqlite3.Connection, article_id: int, *, has_canonical: bool, has_asked: bool) -> Known:
    row = conn.execute(
        "SELECT url, content_hash, title, body, newspaper FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    url, content_hash, title, body, newspaper = row
    return Known(article_id, url, content_hash, title, body, newspaper, has_canonical, has_asked)


def _at_own_address(conn: sqlite3.Connection, record: Record, seen: Seen) -> Record:
    """A new article whose canonical address is another article's goes by the address it was read at."""
    free = [url for url in seen.addresses if _owner(conn, url) is None]
    if record.url is None or record.url in free:
        return record
    return replace(record, url=free[0] if free else None)


def _insert(conn: sqlite3.Connection, record: Record, seen: Seen) -> int:
    read, at = (getattr(record, name) for name in COLUMNS), to_time(seen.at)
    row = conn.execute(_INSERT, (*read, record.word_count, seen.site, at, at, seen.capture_id)).fetchone()
    article_id = int(row[0])
    search_index.add(conn, article_id, record)
    stories.place(conn, article_id, record.body, record.author)
    return article_id


def _see_again(conn: sqlite3.Connection, article_id: int, verdict: Verdict, record: Record, seen: Seen) -> bool:
    """Take in another reading of an article; gives whether its text was another than all that is known."""
    row = _read(conn, article_id)
    record = versions.settle_image(conn, article_id, row.record, record)
    # An older capture, imported late, tells of a former state: the article has moved on since.
    is_former = to_time(seen.at) < row.last_seen
    is_edit = (_take_former if is_former else _take_present)(conn, row, verdict, record, seen)
    _touch(conn, article_id, seen)
    if is_former:
        stories.refresh_of(conn, article_id)
        versions.retell(conn, article_id)
    return is_edit


def _take_former(conn: sqlite3.Connection, row: _Row, verdict: Verdict, record: Record, seen: Seen) -> bool:
    former, at = row.replaced(record, seen.capture_id), to_time(seen.at)
    if verdict.kind == "updated":
        change = former.change(row.record, row.last_seen, changed_columns(record, row.record))
        return versions.keep_former(conn, change, at)
    if verdict.kind == "unchanged" and (changed := replaced_columns(record, row.record)):
        versions.keep(conn, former.change(row.record, row.last_seen, changed), seen_at=at)
    _write(conn, row, join_records(row.record, record, is_same_address=False), row.capture_id or seen.capture_id)
    return False


def _take_present(conn: sqlite3.Connection, row: _Row, verdict: Verdict, record: Record, seen: Seen) -> bool:
    joined = join_records(row.record, record, is_same_address=verdict.kind != "duplicate")
    is_edit = verdict.kind == "updated"
    if changed := changed_columns(row.record, joined) if is_edit else replaced_columns(row.record, joined):
        versions.keep(conn, row.change(joined, to_time(seen.at), changed))
    captures = (seen.capture_id, row.capture_id) if is_edit else (row.capture_id, seen.capture_id)
    _write(conn, row, joined, next(filter(None, captures), None))
    return is_edit and bool(changed)


def _read(conn: sqlite3.Connection, article_id: int) -> _Row:
    row = conn.execute(
        f"SELECT last_seen, capture_id, {_LISTED} FROM articles WHERE id = ?",  # noqa: S608 own names
        (article_id,),
    ).fetchone()
    return _Row(article_id, Record(*row[2:]), row[0], row[1])


def _write(conn: sqlite3.Connection, row: _Row, record: Record, capture_id: int | None) -> None:
    if record == row.record:
        return
    conn.execute(_UPDATE, (*(getattr(record, name) for name in COLUMNS), record.word_count, capture_id, row.article_id))
    if search_index.differs(row.record, record):
        search_index.replace(conn, row.article_id, row.record, record)
    stories.update(conn, row.article_id, row.record, record)


def _touch(conn: sqlite3.Connection, article_id: int, seen: Seen) -> None:
    conn.execute(
        "UPDATE articles SET last_seen = max(last_seen, ?1), first_seen = min(first_seen, ?1) WHERE id = ?2",
        (to_time(seen.at), article_id),
    )


def _add_addresses(conn: sqlite3.Connection, article_id: int, seen: Seen) -> None:
    for url in seen.addresses:
        added = conn.execute(
            "INSERT INTO article_urls (url, article_id, first_seen) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (url, article_id, to_time(seen.at)),
        )
        if added.rowcount:
            headline_ties.link_to_article(conn, url, article_id)
