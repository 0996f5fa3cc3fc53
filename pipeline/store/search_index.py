"""The full-text index: the words of each article, kept right with every change of its row."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from typing import Final

from pipeline.store.records import Record
from pipeline.text import fold, terms

COLUMNS: Final = ("body", "title", "newspaper", "author")
"""Of an article, what is indexed as words; the body first, see tables.SEARCHED."""

FACETED: Final = ("newspaper", "language", "section", "published")
"""Of an article, what searches are narrowed by."""

_LISTED: Final = ", ".join((*COLUMNS, "facets"))
_WAIT: Final = f"INSERT INTO temp.waiting_words (command, article_id, {_LISTED}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_READ: Final = tuple(dict.fromkeys((*COLUMNS, *FACETED)))
_MARKED: Final = "\ue000"
"""Begins every facet: folding makes a space of it, so no word that anyone types is one."""
_SAMPLE: Final = (
    "وقال رئيس الحكومة إنّ المدارس والجامعات ستُفتح الأحد ٢٠٢٦ في القاهرة، بالمغرب وللجزائر كتابها مسؤولون الأخـبار "
    "Les élections régionales étaient annoncées à l'école; œuvres, gouvernement, chevaux. "
    "The government's ministers were running studies of cities, naïve COVID-19. "
    "новости правительства страны; 新闻报道; ニュースを読む; 뉴스를 읽다; Ελληνικές ειδήσεις; ข่าววันนี้; समाचारों में"
)
"""Words in many forms; when the rules of search change, what they make of these changes with them."""
_FACETED_SAMPLE: Final = {"newspaper": "الأخبار", "language": "ar", "section": "Société", "published": "2025-12-11"}


def prepare(conn: sqlite3.Connection) -> None:
    """Make the place where a transaction's changes of the index wait; outside of any transaction, once a connection.

    FTS5 writes out all it holds at every savepoint, and SQLite sets one for each statement that changes several rows:
    a segment for each page, to be merged again and again. All pages of a commit together make one segment.
    """
    conn.execute(
        f"CREATE TEMP TABLE IF NOT EXISTS waiting_words (id INTEGER PRIMARY KEY, command TEXT, article_id, {_LISTED})"
    )


def write_waiting(conn: sqlite3.Connection) -> None:
    """Make the waiting changes of the index, in their order, and have none waiting; last thing before a commit."""
    conn.execute(
        f"INSERT INTO articles_search (articles_search, rowid, {_LISTED})"  # noqa: S608 own column names
        f" SELECT command, article_id, {_LISTED} FROM temp.waiting_words ORDER BY id"
    )
    conn.execute("DELETE FROM temp.waiting_words")


def add(conn: sqlite3.Connection, article_id: int, record: Record) -> None:
    """Index a new article, with the commit."""
    conn.execute(_WAIT, (None, article_id, *_words(record)))


def replace(conn: sqlite3.Connection, article_id: int, old: Record, new: Record) -> None:
    """Index an article anew, with the commit. A contentless index must be told the words it is to forget."""
    conn.execute(_WAIT, ("delete", article_id, *_words(old)))
    add(conn, article_id, new)


def differs(old: Record, new: Record) -> bool:
    """Whether any indexed text differs."""
    return any(getattr(old, name) != getattr(new, name) for name in _READ)


def _words(record: Record) -> tuple[str, ...]:
    return words_of({name: getattr(record, name) for name in _READ})


def words_of(article: Mapping[str, str | None]) -> tuple[str, ...]:
    """What the index holds of an article, given by column: its words, and what searches narrow by as words too."""
    texts = [terms(article[name] or "") for name in COLUMNS]
    return (*texts, " ".join(_facets(article)))


def _facets(article: Mapping[str, str | None]) -> Iterator[str]:
    for name in ("newspaper", "language", "section"):
        if value := article[name]:
            yield facet(name, value)
    yield from periods(article["published"])


def facet(name: str, value: str) -> str:
    """The word that stands for a newspaper, a section or a language; names are compared folded."""
    if name == "language":
        return f"{_MARKED}l{fold(value).replace(' ', '')[:20]}"
    return f"{_MARKED}{name[0]}{zlib.crc32(fold(value).encode('utf-8', 'replace')):08x}"


def periods(published: str | None) -> tuple[str, ...]:
    """The words that stand for the year, month and day of a date as far as it is known, from the coarsest on."""
    digits = (published or "")[:10].replace("-", "")
    return tuple(f"{_MARKED}d{digits[:length]}" for length in (4, 6, 8) if len(digits) >= length) or (f"{_MARKED}d",)


def rules_fingerprint() -> str:
    """A digest of today's folding and stemming rules."""
    facets = words_of({"title": "", "author": "", "body": "", **_FACETED_SAMPLE})
    return hashlib.sha256(" ".join((terms(_SAMPLE), *facets)).encode()).hexdigest()


def bring_up_to_date(conn: sqlite3.Connection) -> bool:
    """Make the index anew when it was made by other rules; gives whether it was. Outside of any transaction.

    Words stemmed by one version and asked for by another do not meet, and cannot be deleted from a contentless index.
    """
    known = conn.execute("SELECT fingerprint FROM search_rules").fetchone()
    if known and known[0] == rules_fingerprint():
        return False
    conn.execute("BEGIN IMMEDIATE")
    try:
        rebuild(conn)
        conn.execute("COMMIT")
    except BaseException:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        raise
    return True


def rebuild(conn: sqlite3.Connection) -> None:
    """Make the whole index anew from the articles, in the caller's transaction."""
    conn.execute("DELETE FROM temp.waiting_words")
    conn.execute("INSERT INTO articles_search (articles_search) VALUES ('delete-all')")
    rows = conn.execute(f"SELECT id, {', '.join(_READ)} FROM articles ORDER BY id")  # noqa: S608 own column names
    for article_id, *values in rows:
        conn.execute(
            f"INSERT INTO articles_search (rowid, {_LISTED}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
            (article_id, *words_of(dict(zip(_READ, values, strict=True)))),
        )
    conn.execute("DELETE FROM search_rules")
    conn.execute("INSERT INTO search_rules (fingerprint) VALUES (?)", (rules_fingerprint(),))
