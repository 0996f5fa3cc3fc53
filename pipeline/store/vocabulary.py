"""Tells which words of the search index begin so, and how much room each takes there, without reading where they stand.

`fts5vocab` counts the articles of a word by going through all of them: 340 ms for a beginning of three letters in a
million articles, 24 ms here. The words, and where each one's articles begin, stand in the leaves of FTS5's segments.
Their format is told in SQLite's ext/fts5/fts5_index.c ("Segment leaf page") and numbered in the table `config`.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

KNOWN_FORMAT: Final = 4
"""The only version of the index's format that is read here; 5 is written where rows are wiped as they are deleted."""

_MAIN: Final = b"0"
"""Begins the words of the index itself, as opposed to those of indexes of beginnings."""
_SEGMENT_BITS: Final = 37
"""A leaf's number in the table `data` is its segment's, so many bits to the left, and its own."""
_HEADER: Final = 4
"""Bytes before the first word or place of a leaf."""
_AFTER_ALL: Final = b"\xff"
"""Sorts after every letter of UTF-8."""

_NEXT_SEGMENT: Final = "SELECT min(segid) FROM articles_search_idx WHERE segid > ?"
_FIRST_LEAF: Final = (
    "SELECT pgno >> 1 FROM articles_search_idx WHERE segid = ? AND term <= ? ORDER BY term DESC LIMIT 1"
)
_LEAVES: Final = "SELECT pgno >> 1 FROM articles_search_idx WHERE segid = ? AND term > ? AND term < ? ORDER BY term"
_LEAF_AFTER: Final = "SELECT pgno >> 1 FROM articles_search_idx WHERE segid = ? AND term >= ? ORDER BY term LIMIT 1"
_BLOCK: Final = "SELECT block FROM articles_search_data WHERE id = ?"


def word_sizes(conn: sqlite3.Connection, beginning: str) -> Counter[str] | None:
    """Every word of the index that begins so, with the bytes that its places take; None for what is not as expected.

    In one read transaction. A word of which all articles are gone may still be among them.
    """
    if conn.execute("SELECT v FROM articles_search_config WHERE k = 'version'").fetchone() != (KNOWN_FORMAT,):
        return None
    found: Counter[str] = Counter()
    segment = -1
    try:
        while (segment := conn.execute(_NEXT_SEGMENT, (segment,)).fetchone()[0]) is not None:
            for word, size in _words_of(conn, segment, _MAIN + beginning.encode()):
                found[word[1:].decode()] += size
    except (IndexError, TypeError, ValueError):  # a leaf that is damaged, or not there
        return None
    return found


def _words_of(conn: sqlite3.Connection, segment: int, begins: bytes) -> Iterator[tuple[bytes, int]]:
    last = b""
    for leaf, bare_leaves in _leaves(conn, segment, begins):
        (block,) = conn.execute(_BLOCK, ((segment << _SEGMENT_BITS) + leaf,)).fetchone()
        for word, size in _words(block, bare_leaves, last):
            last = word
            if word.startswith(begins):
                yield word, size


def _leaves(conn: sqlite3.Connection, segment: int, begins: bytes) -> Iterator[tuple[int, int]]:
    """Leaves that may hold words that begin so, each with the number of leaves after it on which no word begins."""
    end = begins + _AFTER_ALL
    leaves = [row[0] for row in conn.execute(_FIRST_LEAF, (segment, begins))]
    leaves += [row[0] for row in conn.execute(_LEAVES, (segment, begins, end))]
    after = conn.execute(_LEAF_AFTER, (segment, end)).fetchone()
    nexts = [*leaves[1:], after[0] if after else leaves[-1] + 1] if leaves else []
    return ((leaf, following - leaf - 1) for leaf, following in zip(leaves, nexts, strict=True))


def _words(block: bytes, bare_leaves: int, before: bytes) -> Iterator[tuple[bytes, int]]:
    """The words on a leaf, each with the bytes of its places there; the last one's go on to bare leaves.

    First the word before, whose places may go on to this leaf.
    """
    end, starts = int.from_bytes(block[2:4], "big"), list[int]()
    at, start = end, 0
    while at < len(block):  # distances from word to word follow the words
        distance, at = _varint(block, at)
        start += distance
        starts.append(start)
    yield before, (starts[0] if starts else end) - _HEADER
    word = b""
    for start, stop in pairwise([*starts, end]):
        shared, at = _varint(block, start) if word else (0, start)
        length, at = _varint(block, at)
        word = word[:shared] + block[at : at + length]
        yield word, stop - at - length + (bare_leaves * len(block) if stop == end else 0)


def _varint(block: bytes, at: int) -> tuple[int, int]:
    """A number in SQLite's way, seven bits a byte, and where it ends (https://sqlite.org/fileformat2.html#varint)."""
    value = 0
    while (byte := block[at]) >= 0x80:
        value, at = value << 7 | byte & 0x7F, at + 1
    return value << 7 | byte, at + 1
