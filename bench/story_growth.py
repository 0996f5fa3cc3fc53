"""Archives of invented articles of any number, for `bench.stories`: what finding copies costs as they grow."""

from __future__ import annotations

import random
import sqlite3
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.commit import invent_words
from bench.story_copies import cut
from pipeline.likeness import prints, read_wording
from pipeline.store import files, stories

POOL: Final = 2_000_000
"""Words that articles take theirs from, each paragraph with another start and step: no two share passages."""

PHRASES: Final = 5_000
COPIED: Final = 0.1
"""Of the articles, those that are edited copies of one of the last hundred thousand."""

PROBES: Final = 1_000
BATCH: Final = 1_000
_TABLES: Final = ("story_prints", "stories", "stories_first_seen", "articles_story")


@dataclass(frozen=True, slots=True)
class Cost:
    """What stories cost an archive of a size: milliseconds an article and a look-up, bytes an article."""

    articles: int
    place: float
    find_median: float
    find_p95: float
    find_most: float
    read: float
    bytes_each: float
    stories: int


class Invention:
    """Articles with the lengths of real ones, words as uneven as a language's, and turns of phrase that recur."""

    def __init__(self, lengths: Sequence[int], seed: int = 1) -> None:
        self.chance = random.Random(seed)  # noqa: S311 repeatable invented text
        words = invent_words(self.chance, 120_000)
        self.pool = self.chance.choices(words, [1 / (rank + 3) for rank in range(len(words))], k=POOL)
        self.phrases = [
            " ".join(self.chance.choices(words[:4000], k=self.chance.randint(3, 5))) for _ in range(PHRASES)
        ]
        self.often = [1 / (rank + 10) for rank in range(PHRASES)]
        self.lengths, self.recent = lengths, list[str]()

    def bodies(self, count: int) -> Iterator[str]:
        """So many bodies, some of them copies."""
        for _ in range(count):
            if self.recent and self.chance.random() < COPIED:
                yield cut(self.chance.choice(self.recent), 0.2, self.chance)
            else:
                yield self._remember(self.body())

    def _remember(self, body: str) -> str:
        if len(self.recent) < 20_000:
            self.recent.append(body)
        else:
            self.recent[self.chance.randrange(len(self.recent))] = body
        return body

    def body(self) -> str:
        """A body of its own."""
        left, paragraphs = self.chance.choice(self.lengths), []
        while left > 0:
            length = min(left, self.chance.randint(20, 70))
            step = self.chance.randint(1, 20_000)
            start = self.chance.randrange(POOL - length * step)
            phrase = self.chance.choices(self.phrases, self.often)[0]
            paragraphs.append(f"{phrase} {' '.join(self.pool[start : start + length * step : step])}.")
            left -= length
        return "\n".join(paragraphs)


def grow(path: Path, sizes: Sequence[int], lengths: Sequence[int]) -> Iterator[Cost]:
    """Let an archive grow to each size and give what it costs there."""
    invention, held = Invention(lengths), 0
    with closing(files.open_writer(path)) as conn:
        for size in sizes:
            spent = 0.0
            while held < size:
                count = min(BATCH, size - held)
                spent = _add(conn, held, list(invention.bodies(count))) / count
                held += count
            yield _measure(conn, held, spent, invention)


def _add(conn: sqlite3.Connection, held: int, bodies: Sequence[str]) -> float:
    """Seconds that finding the stories of these articles takes, with the commit; writing the articles left out."""
    conn.execute("BEGIN IMMEDIATE")
    for number, body in enumerate(bodies, held + 1):
        conn.execute(
            "INSERT INTO articles (id, published, newspaper, title, word_count, first_seen, last_seen, content_hash,"
            " provenance, body) VALUES (?, '2025-12-11', ?, 'x', 1, '2025-12-11T12:00:00Z', '2025-12-11T12:00:00Z',"
            " ?, '{}', ?)",
            (number, f"newspaper {number % 97}", str(number), body),
        )
    conn.execute("COMMIT")
    began = time.perf_counter()
    conn.execute("BEGIN IMMEDIATE")
    for number, body in enumerate(bodies, held + 1):
        stories.place(conn, number, body)
    conn.execute("COMMIT")
    return time.perf_counter() - began


def _measure(conn: sqlite3.Connection, held: int, spent: float, invention: Invention) -> Cost:
    found, read = [], []
    for body in list(invention.bodies(PROBES)):
        began = time.perf_counter()
        wording = read_wording(body)
        keys = prints(wording)
        looked = time.perf_counter()
        stories.find_kin(conn, 0, wording, keys)
        found.append((time.perf_counter() - looked) * 1000)
        read.append((looked - began) * 1000)
    found.sort()
    return Cost(
        articles=held,
        place=spent * 1000,
        find_median=statistics.median(found),
        find_p95=found[int(0.95 * len(found))],
        find_most=found[-1],
        read=statistics.mean(read),
        bytes_each=_bytes(conn) / held,
        stories=conn.execute("SELECT count(*) FROM stories").fetchone()[0],
    )


def _bytes(conn: sqlite3.Connection) -> int:
    """Bytes of the tables and indexes of stories, and of what the rows of `articles` hold for them."""
    places = ", ".join("?" * len(_TABLES))
    pages = conn.execute(f"SELECT sum(pgsize) FROM dbstat WHERE name IN ({places})", _TABLES).fetchone()[0]  # noqa: S608
    # A byte of header for each of the three columns; a number of a story takes three, a share eight.
    columns = conn.execute(
        "SELECT 3 * (SELECT count(*) FROM articles) + 11 * count(*) FROM articles WHERE story_id IS NOT NULL"
    ).fetchone()[0]
    return int(pages + columns)
