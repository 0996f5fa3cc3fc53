"""The counts kept beside the articles are always what counting would give."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from pipeline.store import migrations, summary_tables

PAPERS = st.sampled_from([None, "Le Fanal", "رواق الحرف"])
DATES = st.sampled_from([None, "2026-03-01", "2026-03-02T10:00:00Z", "2026-03-02T23:59:59Z"])
ROW = st.fixed_dictionaries(
    {
        "newspaper": PAPERS,
        "site": st.sampled_from([None, "maghress"]),
        "published": DATES,
        "published_precision": st.sampled_from([None, "day", "second"]),
        "author": st.sampled_from([None, "S. Karim"]),
        "language": st.sampled_from([None, "und", "ar"]),
        "copy_share": st.sampled_from([None, 0.9]),
        "first_seen": st.sampled_from(["2026-03-02T10:30:00Z", "2026-03-09T00:00:00Z"]),
    }
)
STEPS = st.lists(st.tuples(st.sampled_from(["insert", "update", "delete"]), st.integers(1, 6), ROW), max_size=25)


def _opened() -> sqlite3.Connection:
    db = Database(memory=True)
    migrations.apply_all(db)
    conn: sqlite3.Connection = db.conn
    conn.execute("PRAGMA foreign_keys = OFF")
    return conn


def _insert(conn: sqlite3.Connection, number: int, row: dict[str, Any]) -> None:
    values = {
        "id": number, "title": "t", "word_count": number, "last_seen": row["first_seen"], "content_hash": "0",
        "provenance": "{}", "body": "b", **row,
    }  # fmt: skip
    conn.execute("DELETE FROM articles WHERE id = ?", (number,))
    marks = ", ".join(f":{name}" for name in values)
    conn.execute(f"INSERT INTO articles ({', '.join(values)}) VALUES ({marks})", values)  # noqa: S608 own names


def _take(conn: sqlite3.Connection, step: str, number: int, row: dict[str, Any]) -> None:
    if step == "insert":
        _insert(conn, number, row)
    elif step == "update":
        changes = ", ".join(f"{name} = :{name}" for name in row)
        conn.execute(f"UPDATE articles SET {changes} WHERE id = {number}", row)  # noqa: S608 own names
    else:
        conn.execute("DELETE FROM articles WHERE id = ?", (number,))


def _counts(conn: sqlite3.Connection) -> list[list[tuple[Any, ...]]]:
    return [conn.execute(f"SELECT * FROM {table.name} ORDER BY 1, 2").fetchall() for table in summary_tables.TABLES]  # noqa: S608 own names


@given(STEPS)
def test_kept_counts_are_what_counting_gives(steps: list[tuple[str, int, dict[str, Any]]]) -> None:
    conn = _opened()
    for step in steps:
        _take(conn, *step)
    kept = _counts(conn)
    for table in summary_tables.TABLES:
        conn.execute(f"DELETE FROM {table.name}")  # noqa: S608 own names
    for statement in summary_tables.fill_sql():
        conn.execute(statement)
    assert kept == _counts(conn)
    conn.close()


@pytest.mark.parametrize("table", [table.name for table in summary_tables.TABLES])
def test_an_empty_archive_has_no_counts(table: str) -> None:
    conn = _opened()
    assert conn.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608 own names
    conn.close()
