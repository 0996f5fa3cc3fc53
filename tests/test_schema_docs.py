"""docs/archive-schema.md says what the database is, and the database says it too."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.models import OUTCOMES
from pipeline.store import Archive
from pipeline.store.schema import TABLES, VIEWS
from tests.archiving import article, rows, store, visit

PAGE = Path(__file__).resolve().parent.parent / "docs" / "archive-schema.md"
OF_FTS5 = {"articles_search_config", "articles_search_data", "articles_search_docsize", "articles_search_idx"}
OF_SQLITE_UTILS = {"_sqlite_migrations"}


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    path = tmp_path / "archive.db"
    Archive.open(path).close()
    with closing(sqlite3.connect(path)) as opened:
        yield opened


def test_the_page_is_what_the_generator_makes() -> None:
    made = subprocess.run([sys.executable, "-m", "pipeline.store.schema_docs"], capture_output=True, check=True)
    assert PAGE.read_text() == made.stdout.decode(), "run `make docs`"


def test_every_table_and_view_is_described(conn: sqlite3.Connection) -> None:
    query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
    there = {row[0] for row in conn.execute(query)} - OF_FTS5 - OF_SQLITE_UTILS
    assert there == {item.name for item in (*TABLES, *VIEWS)}
    assert all(item.about.endswith(".") for item in (*TABLES, *VIEWS))


def test_every_column_is_described(conn: sqlite3.Connection) -> None:
    for item in (*TABLES, *VIEWS):
        there = [row[1] for row in conn.execute(f"PRAGMA table_info({item.name})")]
        assert [column.name for column in item.columns] == there, item.name
        assert all(column.about for column in item.columns), item.name


def test_the_file_itself_carries_the_descriptions(conn: sqlite3.Connection) -> None:
    (sql,) = conn.execute("SELECT sql FROM sqlite_master WHERE name = 'articles'").fetchone()
    assert "-- Canonical address; NULL for a text that came without one" in sql


def test_every_reason_is_explained() -> None:
    text = PAGE.read_text()
    assert [reason for reason in OUTCOMES if f"| `{reason}` |" not in text] == []


@pytest.mark.parametrize("view", [view.name for view in VIEWS])
def test_every_view_answers(tmp_path: Path, view: str) -> None:
    with Archive.open(tmp_path / "archive.db") as archive:
        store(archive, visit(article()))
        rows(archive, f"SELECT * FROM {view}")  # noqa: S608
