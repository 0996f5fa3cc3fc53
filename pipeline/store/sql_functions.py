"""Search as functions of SQL: a query as people type it, as an expression for MATCH; passages; folded text."""

from __future__ import annotations

import sqlite3
from typing import Final

from pipeline.store.marking import excerpt
from pipeline.store.search_index import facet
from pipeline.store.wording import read_query
from pipeline.text import fold

NOTHING: Final = '""'
"""Matches no article."""


def register(conn: sqlite3.Connection) -> None:
    """Give a connection warraq_match(query), warraq_snippet(text, query[, before, after]) and warraq_fold(text)."""
    conn.create_function("warraq_match", 1, match, deterministic=True)
    conn.create_function("warraq_snippet", 2, snippet, deterministic=True)
    conn.create_function("warraq_snippet", 4, snippet, deterministic=True)
    conn.create_function("warraq_fold", 1, lambda text: None if text is None else fold(str(text)), deterministic=True)


def match(query: object) -> str:
    """What people type, as an expression for `articles_search MATCH`; any text is one.

    Language and section narrow; dates are left to WHERE. A query without a word that is wanted matches nothing.
    """
    wanted = read_query("" if query is None else str(query))
    narrowing = [
        f'"{facet(name, value)}"'
        for name, value in (("language", wanted.language), ("section", wanted.section))
        if value is not None
    ]
    expression = " AND ".join([*([f"({wanted.expression})"] if wanted.groups else []), *narrowing])
    return expression or NOTHING


def snippet(text: object, query: object, before: str = "[", after: str = "]") -> str | None:
    """The passage of a text that fits a query best, each match between two strings; None for no text."""
    if text is None:
        return None
    wanted = read_query("" if query is None else str(query))
    return excerpt(str(text), wanted.terms, wanted.prefixes).with_tags(str(before), str(after))
