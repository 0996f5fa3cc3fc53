"""What people type into a search box, as expressions of FTS5. Any text is a query."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.text import terms

MOST_PARTS: Final = 64
"""Words and phrases of a query that count; FTS5 reads a list of postings for each, whoever asks for 5000."""

_PART = re.compile(r'(-?)"([^"]*)"|(\S+)')
_EXCLUDING: Final = "-\u2212"


@dataclass(frozen=True, slots=True)
class Query:
    """A query as two FTS5 expressions, each empty when there is nothing to it, and the single terms to look for."""

    match: str
    exclude: str
    terms: frozenset[str]


def read_query(query: str) -> Query:
    """Words, `"phrases"`, `-words` and `-"phrases"`; all else (brackets, AND, NEAR, stars, colons) is just text."""
    wanted: dict[str, None] = {}
    unwanted: dict[str, None] = {}
    for minus, phrase, word in _PART.findall(query):
        excludes = bool(minus) or (len(word) > 1 and word[0] in _EXCLUDING)
        part = terms(phrase or word)
        if part:
            (unwanted if excludes else wanted)[part] = None
    kept = list(wanted)[:MOST_PARTS]
    return Query(
        match=" AND ".join(map(_quoted, kept)),
        exclude=" OR ".join(map(_quoted, list(unwanted)[:MOST_PARTS])),
        terms=frozenset(term for part in kept for term in part.split()),
    )


def _quoted(part: str) -> str:
    # A quoted string is data to FTS5, several words in it are a phrase (https://sqlite.org/fts5.html#fts5_strings).
    return '"' + part.replace('"', '""') + '"'
