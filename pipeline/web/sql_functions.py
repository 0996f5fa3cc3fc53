"""Search as SQL functions wherever Datasette opens an archive: a plugin that Datasette finds by its entry point."""

from __future__ import annotations

import sqlite3

from datasette import hookimpl

from pipeline.store import sql_functions


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """`… where articles_search match warraq_match(:q)` in every database; the functions read no table."""
    sql_functions.register(conn)
