"""Prints docs/archive-schema.md, made from a fresh database: `python -m pipeline.store.schema_docs`."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from typing import Final

from sqlite_utils import Database

from pipeline.models import OUTCOMES
from pipeline.store import migrations
from pipeline.store.declaring import Table, View
from pipeline.store.schema import TABLES, VIEWS

_INTRODUCTION: Final = """\
# The archive's tables

One SQLite file holds everything: `sqlite3 archive.db "select published, newspaper, title, source_link from articles"`
works without Warraq, and so does `datasette archive.db`. This page is generated from a fresh archive by
`make docs`; the same descriptions stand as comments inside the file (`sqlite3 archive.db .schema`).

- Times are UTC, written `2025-12-11T09:30:00Z`, and sort as text. A publication date known to the day only is written
  `2025-12-11`; `published_precision` says how fine it is.
- NULL means "not known". JSON columns hold UTF-8 text for SQLite's JSON functions.
- The file's `application_id` is 0x57617271 ("Warq"); `_sqlite_migrations` lists the steps its schema has been through.
- While a program has it open, `archive.db-wal` and `archive.db-shm` belong to it: copy all three, or better use
  `sqlite3 archive.db ".backup copy.db"`. `archive.db.lock` names the program that writes.
- Tables named `articles_search_*` are the inside of the full-text index. It holds folded and stemmed words, so ask it
  through `warraq search`.
"""


def render(conn: sqlite3.Connection) -> str:
    """The page, for the schema of an open database."""
    parts = [_INTRODUCTION, "## Tables\n", *(_describe(conn, item) for item in TABLES)]
    parts += ["## Views\n", *(_describe(conn, item) for item in VIEWS)]
    return "\n".join([*parts, _outcomes()])


def _describe(conn: sqlite3.Connection, item: Table | View) -> str:
    kind = "View" if isinstance(item, View) else "Type"
    lines = [f"### {item.name}\n", f"{item.about}\n", f"| column | {kind.lower()} | what it holds |", "|---|---|---|"]
    if isinstance(item, View):
        lines = [*lines[:2], "| column | what it holds |", "|---|---|"]
    about = {column.name: column.about for column in item.columns}
    for name, sql_type in _columns(conn, item.name):
        middle = "" if isinstance(item, View) else f" {sql_type} |"
        lines.append(f"| `{name}` |{middle} {about[name]} |")
    return "\n".join(lines) + "\n"


def _columns(conn: sqlite3.Connection, name: str) -> Iterator[tuple[str, str]]:
    """Each column with its type, and the table it refers to, as the database has them."""
    refers = {row[3]: f"{row[2]}.{row[4] or 'id'}" for row in conn.execute(f"PRAGMA foreign_key_list({name})")}
    for row in conn.execute(f"PRAGMA table_info({name})"):
        sql_type = row[2] or "words"
        yield row[1], f"{sql_type} → {refers[row[1]]}" if row[1] in refers else sql_type


def _outcomes() -> str:
    lines = ["## Reasons of outcomes\n", "| reason | meaning |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{reason}` | {meaning} |" for reason, meaning in OUTCOMES.items())]) + "\n"


def main() -> None:
    """Print the page."""
    db = Database(memory=True)
    migrations.apply_all(db)
    sys.stdout.write(render(db.conn))


if __name__ == "__main__":
    main()
