"""Walks a whole archive and names what is wrong, row by row; reads only, and goes on after every damage it meets."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar

import zstandard

from pipeline.errors import ArchiveDamaged
from pipeline.models import Article
from pipeline.store.articles import Judge
from pipeline.store.codec import headers_from_json, hint_from_json
from pipeline.store.dictionaries import Packed, unpack_with, whole_dictionary
from pipeline.store.files import open_reader

T = TypeVar("T")
Tell = Callable[[str, int], None]

AT_ONCE: Final = 500
INDEX_PARTS: Final = ("data", "idx", "docsize", "config")
"""Tables that FTS5 keeps an index in (https://sqlite.org/fts5.html, section 9)."""
MOST_OF_FILE: Final = 1000
"""Lines of SQLite's own check."""


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is wrong: the table and row it is in (`file` and None for the file itself), and what it is."""

    table: str
    row: int | None
    problem: str

    def __str__(self) -> str:
        where = self.table if self.row is None else f"{self.table} {self.row}"
        return f"{where}: {self.problem}"


def verify(path: Path, judge: Judge, tell: Tell = lambda table, row: None) -> Iterator[Damage]:
    """All that is wrong with an archive, as it is found: every packed body and header, dictionary, hash, reference,
    index, and what SQLite says of its pages. `tell` hears the table and row it has come to.

    What `open_reader` raises when the file cannot be opened as an archive at all.
    """
    with closing(open_reader(path)) as conn:
        yield from _check_file(conn)
        yield from _check_references(conn)
        for table, check in _checks(judge).items():
            yield from _walk(conn, table, check, tell)
        yield from _check_search(conn)


Check = Callable[[sqlite3.Connection, int], str | None]


def _checks(judge: Judge) -> dict[str, Check]:
    return {
        "dictionaries": _check_dictionary,
        "dictionary_copies": _check_copy,
        "payloads": _check_payload,
        "captures": _check_capture,
        "articles": partial(_check_article, judge=judge),
        "versions": partial(_check_version, judge=judge),
    }


def _check_file(conn: sqlite3.Connection) -> Iterator[Damage]:
    for line in _rows(conn, f"PRAGMA integrity_check({MOST_OF_FILE})"):
        if line != ("ok",):
            yield Damage("file", None, str(line[0]))


def _check_references(conn: sqlite3.Connection) -> Iterator[Damage]:
    for line in _rows(conn, "PRAGMA foreign_key_check"):
        if len(line) == 1:
            yield Damage("file", None, str(line[0]))
        else:
            yield Damage(line[0], line[1], f"refers to a row of {line[2]} that is not there")


def _rows(conn: sqlite3.Connection, query: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a query; what breaks it off, as a row of one text."""
    try:
        yield from conn.execute(query)
    except sqlite3.DatabaseError as error:
        yield (f"{query.removeprefix('PRAGMA ')} broke off: {error}",)


def _walk(conn: sqlite3.Connection, table: str, check: Check, tell: Tell) -> Iterator[Damage]:
    key = "dictionary_id" if table == "dictionary_copies" else "id"
    for row in _ids(conn, table, key):
        tell(table, row)
        try:
            problem = check(conn, row)
        except ArchiveDamaged as error:
            problem = str(error)
        except (sqlite3.DatabaseError, ValueError, TypeError) as error:
            problem = f"cannot be read: {error}"
        if problem:
            yield Damage(table, row, problem)


def _ids(conn: sqlite3.Connection, table: str, key: str) -> Iterator[int]:
    """The numbers of a table's rows; where they cannot be listed, all that may be, one by one."""
    last = 0
    end = _ask(conn, f"SELECT max({key}) FROM {table}", None)  # noqa: S608 own names
    while True:
        query = f"SELECT {key} FROM {table} WHERE {key} > {last} ORDER BY {key} LIMIT {AT_ONCE}"  # noqa: S608
        try:
            found = [int(row[0]) for row in conn.execute(query)]
        except sqlite3.DatabaseError:
            found = list(range(last + 1, min(last + AT_ONCE, end or last) + 1))
        if not found:
            return
        yield from found
        last = found[-1]


def _ask(conn: sqlite3.Connection, query: str, default: T) -> T:
    try:
        found: T = conn.execute(query).fetchone()[0]
        return found
    except sqlite3.DatabaseError:
        return default


def _check_dictionary(conn: sqlite3.Connection, row: int) -> str | None:
    sha256 = conn.execute("SELECT sha256 FROM dictionaries WHERE id = ?", (row,)).fetchone()[0]
    whole = whole_dictionary(conn, "SELECT body FROM dictionaries WHERE id = ?", row, sha256)
    return None if whole is not None else "does not match its sha256 (its copy in dictionary_copies is used instead)"


def _check_copy(conn: sqlite3.Connection, row: int) -> str | None:
    sha256 = conn.execute("SELECT sha256 FROM dictionaries WHERE id = ?", (row,)).fetchone()[0]
    whole = whole_dictionary(conn, "SELECT body FROM dictionary_copies WHERE dictionary_id = ?", row, sha256)
    return None if whole is not None else "does not match its sha256 (the dictionary itself is another check)"


def _check_payload(conn: sqlite3.Connection, row: int) -> str | None:
    found = conn.execute("SELECT body, dictionary_id, sha256, size FROM payloads WHERE id = ?", (row,)).fetchone()
    if found is None:
        return "listed, but not to be found"
    try:
        body = unpack_with(conn, Packed(found[0], found[1]))
    except zstandard.ZstdError as error:
        return f"cannot be unpacked: {error}"
    if hashlib.sha256(body).hexdigest() != found[2]:
        return "does not match its sha256"
    return None if len(body) == found[3] else f"is {len(body)} bytes, not {found[3]}"


def _check_capture(conn: sqlite3.Connection, row: int) -> str | None:
    found = conn.execute("SELECT headers, headers_dictionary_id FROM captures WHERE id = ?", (row,)).fetchone()
    if found is None:
        return "listed, but not to be found"
    try:
        headers_from_json(unpack_with(conn, Packed(*found)))
    except zstandard.ZstdError as error:
        return f"its headers cannot be unpacked: {error}"
    return None


def _check_article(conn: sqlite3.Connection, row: int, judge: Judge) -> str | None:
    found = conn.execute(
        "SELECT title, body, newspaper, content_hash, provenance FROM articles WHERE id = ?", (row,)
    ).fetchone()
    if found is None:
        return "listed, but not to be found"
    json.loads(found[4])
    # A newspaper that only came with the link counted when the page was judged, and is not kept where the page names
    # one itself; so each that was known then may be the hash's.
    links = conn.execute("SELECT hint FROM links WHERE article_id = ?", (row,))
    hinted = {hint_from_json(link[0]).newspaper for link in links}
    return _check_hash(judge, found, {found[2], None, *hinted})


def _check_version(conn: sqlite3.Connection, row: int, judge: Judge) -> str | None:
    found = conn.execute(
        "SELECT title, body, newspaper, content_hash, changed, record, article_id FROM versions WHERE id = ?", (row,)
    ).fetchone()
    if found is None:
        return "listed, but not to be found"
    json.loads(found[4])
    json.loads(found[5])
    links = conn.execute("SELECT hint FROM links WHERE article_id = ?", (found[6],))
    return _check_hash(judge, found, {found[2], None, *(hint_from_json(link[0]).newspaper for link in links)})


def _check_hash(judge: Judge, found: tuple[str, ...], newspapers: Iterable[str | None]) -> str | None:
    title, body, _, content_hash, *_ = found
    for newspaper in newspapers:
        if judge.fingerprint(Article(None, title, body, newspaper=newspaper)) == content_hash:
            return None
    return "title, body and newspaper do not match content_hash"


def _check_search(conn: sqlite3.Connection) -> Iterator[Damage]:
    """The index can be read to its end, is whole by FTS5's own check, and knows the articles, no others."""
    try:
        conn.execute("CREATE VIRTUAL TABLE temp.all_words USING fts5vocab(main, articles_search, instance)")
        conn.execute("SELECT count(*) FROM temp.all_words").fetchone()
        conn.execute("SELECT * FROM articles_search WHERE articles_search MATCH 'zzz' LIMIT 1").fetchone()
        _check_index(conn)
    except sqlite3.DatabaseError as error:
        yield Damage("articles_search", None, f"the index is damaged ({error}); it can be made anew from the articles")
    for query, problem in (
        ("SELECT id FROM articles EXCEPT SELECT id FROM articles_search_docsize", "an article that is not indexed"),
        ("SELECT id FROM articles_search_docsize EXCEPT SELECT id FROM articles", "indexes no article there is"),
    ):
        for line in _rows(conn, query):
            if isinstance(line[0], int):
                yield Damage("articles_search", line[0], problem)
            else:
                yield Damage("articles_search", None, str(line[0]))


def _check_index(conn: sqlite3.Connection) -> None:
    """FTS5's integrity-check, which is a statement that writes: on a copy of the index, in a temporary folder."""
    with TemporaryDirectory(prefix="warraq-verify-") as folder:
        copy = Path(folder) / "index.db"
        with closing(sqlite3.connect(copy)) as made:
            made.execute(_index_sql(conn))
            for part in INDEX_PARTS:
                _copy_part(conn, made, part)
            made.commit()
        # A connection of its own: the one that made the table believes to know what is in it.
        with closing(sqlite3.connect(copy)) as checked:
            checked.execute("INSERT INTO articles_search (articles_search) VALUES ('integrity-check')")


def _index_sql(conn: sqlite3.Connection) -> str:
    made: str = conn.execute("SELECT sql FROM sqlite_schema WHERE name = 'articles_search'").fetchone()[0]
    return made


def _copy_part(conn: sqlite3.Connection, made: sqlite3.Connection, part: str) -> None:
    rows = conn.execute(f"SELECT * FROM articles_search_{part}")  # noqa: S608 own names
    places = ", ".join("?" * len(rows.description))
    made.execute(f"DELETE FROM articles_search_{part}")  # noqa: S608
    made.executemany(f"INSERT INTO articles_search_{part} VALUES ({places})", rows)  # noqa: S608
