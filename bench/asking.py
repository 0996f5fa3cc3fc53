"""Searches of an archive of invented articles, for `bench.growth`: what is asked, and how long each kind takes."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from bench.invention import Language, Press
from bench.search_words import ARABIC
from pipeline import query
from pipeline.store import Reader

EACH: Final = 40
"""Searches of each kind."""

Search = Callable[[Reader], object]
Took = tuple[float, float]
"""Milliseconds of the processor, and by the clock."""


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds that a kind of search takes, of the processor and (p95) by the clock."""

    kind: str
    median: float
    p95: float
    most: float
    p95_clock: float


def ask(path: Path, press: Press) -> list[Times]:
    """Each kind of search, and all of them together, on an archive that is opened for it."""
    chance, found = random.Random(2), dict[str, list[Took]]()  # noqa: S311 repeatable
    with Reader(path) as reader:
        bodies = _bodies(reader, chance)
        kinds = kinds_of(press, bodies, chance)
        for turn in range(EACH):
            for kind, make in kinds.items():
                found.setdefault(kind, []).append(_timed(reader, make(turn)))
    searches = [taken for kind, taken in found.items() if not kind.startswith(("facets", "page", "part"))]
    counted = {**found, "all that only find": [took for taken in searches for took in taken]}
    return [_times(kind, taken) for kind, taken in counted.items()]


def _times(kind: str, taken: list[Took]) -> Times:
    cpu, clock = (sorted(side) for side in zip(*taken, strict=True))
    last = int(0.95 * len(cpu))
    return Times(kind, statistics.median(cpu), cpu[last], cpu[-1], clock[last])


def _timed(reader: Reader, search: Search) -> Took:
    clock, cpu = time.perf_counter(), time.thread_time()
    search(reader)
    return (time.thread_time() - cpu) * 1000, (time.perf_counter() - clock) * 1000


def _bodies(reader: Reader, chance: random.Random) -> list[str]:
    most = reader.ask(lambda conn: int(conn.execute("SELECT max(id) FROM articles").fetchone()[0]))
    ids = [chance.randint(1, most) for _ in range(EACH + 20)]
    return read_bodies(reader, ids)


def read_bodies(reader: Reader, ids: Sequence[int]) -> list[str]:
    """The texts of these articles."""
    select = f"SELECT body FROM articles WHERE id IN ({', '.join('?' * len(ids))})"  # noqa: S608
    return [str(row[0]) for row in reader.ask(lambda conn: conn.execute(select, ids).fetchall())]


def kinds_of(press: Press, bodies: list[str], chance: random.Random) -> Mapping[str, Callable[[int], Search]]:
    """What people ask, by kind; each makes its search of a number."""
    nouns = [form for line in ARABIC.split("\n") for form in line.split()]
    languages = [press.languages[code] for code in ("ar", "ar", "fr", "en")]

    def word(first: int, last: int) -> str:
        language: Language = chance.choice(languages)
        return language.words[min(chance.randint(first, last), len(language.words) - 1)]

    def phrase(turn: int) -> str:
        words = bodies[turn].replace(".", "").split()
        start = chance.randrange(len(words) - 3)
        return f'"{" ".join(words[start : start + chance.randint(2, 3)])}"'

    def asked(
        text: Callable[[int], str], only: query.Filter = query.EVERYTHING, sort: query.Sort = "relevance"
    ) -> Callable[[int], Search]:
        return lambda turn: partial(query.find, query=text(turn), only=only, sort=sort)

    def narrowed(text: Callable[[int], str]) -> Callable[[int], Search]:
        only = query.articles_from(newspaper=chance.choice(press.newspapers[:40])[1])
        return asked(text, only=only)

    since = query.articles_from(since=date(2013, 5, 17), until=date(2014, 2, 3))
    return {
        "very common word": asked(lambda _: word(0, 24)),
        "common word": asked(lambda _: word(25, 300)),
        "word": asked(lambda _: word(300, 5000)),
        "rare word": asked(lambda _: word(5000, 50_000)),
        "Arabic form": asked(lambda _: f"و{chance.choice(nouns)}"),
        "two words": asked(lambda _: f"{word(0, 300)} {word(100, 5000)}"),
        "two common words": asked(lambda _: f"{word(0, 60)} {word(0, 100)}"),
        "phrase": asked(phrase),
        "beginning*": asked(lambda _: f"{word(300, 20_000)[:4]}*"),
        "one OR other": asked(lambda _: f"{word(25, 300)} OR {word(300, 5000)}"),
        "word -other": asked(lambda _: f"{word(25, 1000)} -{word(0, 300)}"),
        "title:word": asked(lambda _: f"title:{word(25, 3000)}"),
        "of a newspaper": lambda turn: narrowed(lambda _: word(0, 3000))(turn),
        "of nine months": asked(lambda _: word(0, 3000), only=since),
        "in a language": asked(lambda _: f"lang:ar {word(0, 300)}"),
        "newest first": asked(lambda _: word(0, 3000), sort="date"),
        "newest first, of a span": asked(lambda _: word(0, 300), sort="date", only=since),
        "facets": lambda _: partial(query.facets, query=word(0, 3000)),
        "page": lambda _: partial(query.look, query=word(0, 5000)),
        "page of a beginning*": lambda _: partial(query.look, query=f"{word(0, 20_000)[:3]}*"),
        "page without words": lambda _: partial(query.look, query=""),
        "part": lambda _: partial(query.find_part, query=word(0, 3000), before=None, limit=1000),
    }
