"""What a search finds of a word's other forms, and what it finds wrongly, beside FTS5's own `unicode61`.

    python -m bench.search_recall [--missed]

Each pair is an archive's text of one word and a query of another form, through the same terms as the archive's index.
"""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from bench.search_words import APART, ARABIC, ENGLISH, FRENCH, HELD_OUT, HELD_OUT_APART, PREFIXES, SPELLED
from pipeline.store.wording import read_query
from pipeline.text import terms

Pair = tuple[str, str]
"""A query, and the text that it is asked of."""

SHOULD_NOT: Final = ("other words", "other words, held out")


@dataclass(frozen=True, slots=True)
class Score:
    """Of a group of pairs, how many match by each way of indexing, and those by ours that are wrong."""

    group: str
    pairs: int
    ours: int
    plain: int
    wrong: Sequence[Pair]


def groups() -> Mapping[str, list[Pair]]:
    """All pairs, by what is tried."""
    return {
        "Arabic prefixes": [*_prefixed(ARABIC)],
        "Arabic forms": [*_forms(ARABIC)],
        "Arabic, held out": [*_prefixed(HELD_OUT), *_forms(HELD_OUT)],
        "Arabic spellings": [*_both_ways(_forms(SPELLED))],
        "French": [*_forms(FRENCH)],
        "English": [*_forms(ENGLISH)],
        "other words": [*_both_ways(_forms(APART))],
        "other words, held out": [*_both_ways(_forms(HELD_OUT_APART))],
    }


def _lines(listed: str) -> Iterator[list[str]]:
    return (line.split() for line in listed.strip().split("\n"))


def _forms(listed: str) -> Iterator[Pair]:
    for word, *forms in _lines(listed):
        yield from ((word, form) for form in forms)


def _prefixed(listed: str) -> Iterator[Pair]:
    for word, *_ in _lines(listed):
        for prefix in PREFIXES:
            yield word, prefix + (word[1:] if prefix.endswith("لل") and word.startswith("ل") else word)


def _both_ways(pairs: Iterable[Pair]) -> Iterator[Pair]:
    for one, other in pairs:
        yield one, other
        yield other, one


def measure() -> list[Score]:
    """Every group's score."""
    with closing(sqlite3.connect(":memory:")) as conn:
        conn.execute("CREATE VIRTUAL TABLE ours USING fts5(title, newspaper, author, body, tokenize='ascii')")
        conn.execute("CREATE VIRTUAL TABLE plain USING fts5(body, tokenize='unicode61')")
        return [_score(conn, group, pairs) for group, pairs in groups().items()]


def _score(conn: sqlite3.Connection, group: str, pairs: Sequence[Pair]) -> Score:
    ours = [pair for pair in pairs if _is_found(conn, "ours", terms(pair[1]), read_query(pair[0]).expression)]
    plain = [pair for pair in pairs if _is_found(conn, "plain", pair[1], '"' + pair[0].replace('"', "") + '"')]
    should = group not in SHOULD_NOT
    wrong = [pair for pair in pairs if (pair in ours) != should]
    return Score(group, len(pairs), len(ours), len(plain), wrong)


def _is_found(conn: sqlite3.Connection, table: str, text: str, query: str) -> bool:
    conn.execute(f"DELETE FROM {table}")  # noqa: S608 own names
    conn.execute(f"INSERT INTO {table} (body) VALUES (?)", (text,))  # noqa: S608
    return bool(query) and conn.execute(f"SELECT 1 FROM {table} WHERE {table} MATCH ?", (query,)).fetchone() is not None  # noqa: S608


def totals(scores: Sequence[Score]) -> dict[str, tuple[float, float]]:
    """Recall of the forms and precision over all pairs, ours and plain."""
    right = [score for score in scores if score.group not in SHOULD_NOT]
    surplus = [score for score in scores if score.group in SHOULD_NOT]
    found = (sum(score.ours for score in right), sum(score.plain for score in right))
    false = (sum(score.ours for score in surplus), sum(score.plain for score in surplus))
    pairs = sum(score.pairs for score in right)
    return {
        "recall": (found[0] / pairs, found[1] / pairs),
        "precision": (found[0] / (found[0] + false[0]), found[1] / (found[1] + false[1])),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--missed", action="store_true", help="list the pairs that are wrong")
    is_listing = parser.parse_args().missed
    scores = measure()
    print(f"{'':24} {'pairs':>6} {'found':>7} {'unicode61':>10}")
    for score in scores:
        print(f"{score.group:24} {score.pairs:6} {score.ours / score.pairs:7.3f} {score.plain / score.pairs:10.3f}")
        if is_listing and score.wrong:
            print("    " + ", ".join(f"{one} / {other}" for one, other in score.wrong))
    for name, (ours, plain) in totals(scores).items():
        print(f"{name:31} {ours:7.3f} {plain:10.3f}")


if __name__ == "__main__":
    main()
