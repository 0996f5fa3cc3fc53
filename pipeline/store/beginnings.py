"""Spells beginnings of words out: FTS5 joins all postings of a beginning before it gives the first article.

At a million articles the beginnings of three letters took 30 to 1,400 ms a statement, whatever was asked of them; the
words themselves, joined by OR, are read only as far as articles are wanted.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from typing import Final

from pipeline.store import vocabulary
from pipeline.store.wording import Query

MOST_WORDS: Final = 256
"""Words that the beginnings of a query are spelled out to, the commonest; each is looked at for every article."""

_BEGINNING: Final = re.compile(r'"((?:[^"]|"")*)" \*')
_END: Final = "\U0010ffff"
"""Sorts after every letter."""

_VOCABULARY: Final = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_vocabulary USING fts5vocab(main, articles_search, 'row')"
)
_WORDS: Final = "SELECT term FROM temp.search_vocabulary WHERE term >= ? AND term < ? ORDER BY doc DESC LIMIT ?"


def spell_out(conn: sqlite3.Connection, wanted: Query) -> tuple[Query, bool]:
    """The query with words for its beginnings, and whether these are all the words that begin so.

    What is not wanted stays as it is: leaving a rare word out of it would let articles in.
    """
    found = dict.fromkeys(match for group in wanted.groups for match in _BEGINNING.findall(group))
    if not found:
        return wanted, True
    most = max(MOST_WORDS // len(found), 1)
    words = {beginning: _words(conn, beginning.replace('""', '"'), most + 1) for beginning in found}
    spelled = {beginning: " OR ".join(map(_quoted, known[:most])) for beginning, known in words.items() if known}
    groups = tuple(
        _BEGINNING.sub(lambda match: spelled.get(match[1], match[0]), group)  # where no word begins so, none is found
        for group in wanted.groups
    )
    return replace(wanted, groups=groups), all(len(known) <= most for known in words.values())


def _words(conn: sqlite3.Connection, beginning: str, limit: int) -> list[str]:
    """The commonest words that begin so, by the room they take; counted, where the index is not as we know it."""
    sizes = vocabulary.word_sizes(conn, beginning)
    if sizes is not None:
        return [word for word, _ in sizes.most_common(limit)]
    conn.execute(_VOCABULARY)
    return [row[0] for row in conn.execute(_WORDS, (beginning, beginning + _END, limit))]


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
