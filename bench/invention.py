"""Invented articles for `bench.growth`: lengths, vocabularies and dates with the statistics of real ones, made fast."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Final

from bench.search_words import ARABIC
from pipeline.dates import Moment
from pipeline.models import Article, Attempt, Link, Page

START: Final = datetime(2011, 1, 1, tzinfo=UTC)
APART: Final = timedelta(seconds=473)
"""Between two articles: a million take fifteen years."""

LATE: Final = 0.1
"""Of the articles, those of a back-fill: older than those around them."""

POOL: Final = 1_500_000
NEWSPAPERS: Final = 97
_SYLLABLES: Final = {
    "ar": (
        "مس تق بل را ني عم كت حر سل فا دي طو جم هل قو شر زي نا خب ضم ال مر ون"
    ),
    "fr": (
        "ré con ment la tion po mi gou é ver ne cha eur li ju des bou ain vi te"
    ),
    "en": (
        "ing re con ter la ment shi po ed wor th ma ly ki ton est fu ber all sy"
    ),
}  # fmt: skip
_COMMON: Final = {
    "ar": (
        "في من على أن إلى التي عن مع هذا الذي هذه ما بعد قال كما خلال بين كان وقد لم بعض أكثر حيث ذلك وأضاف"
    ),
    "fr": (
        "de la le les et des en du un une que dans pour qui par sur au plus pas est avec son ce a été"
    ),
    "en": (
        "the of and to in a is that for on was with as it by at from he be has this are an his said"
    ),
}  # fmt: skip
_SHARES: Final = {"ar": 0.6, "fr": 0.25, "en": 0.15}
_SIZES: Final = {"ar": 150_000, "fr": 80_000, "en": 60_000}


@dataclass(frozen=True, slots=True)
class Language:
    """A language's words from the most to the least used, and a long text of them to cut articles from."""

    code: str
    words: list[str]
    pool: list[str]


def invent_language(code: str, chance: random.Random) -> Language:
    """Words after the law of Zipf and Mandelbrot; Arabic has the nouns of `search_words` in all their forms."""
    syllables = _SYLLABLES[code].split()
    words = list(dict.fromkeys(_COMMON[code].split()))
    known = [form for line in ARABIC.split("\n") for form in line.split()] if code == "ar" else []
    made = {"".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(_SIZES[code])}
    words += [*sorted(made)]
    tail = words[200:]
    chance.shuffle(tail)
    words[200:] = tail
    for place, form in enumerate(known):
        words.insert(300 + place * 7, form)
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    return Language(code, words, chance.choices(words, cum_weights=weights, k=POOL))


class Press:
    """Articles of invented newspapers, one after the other."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)  # noqa: S311 repeatable invented text
        self.languages = {code: invent_language(code, self.chance) for code in _SHARES}
        self.authors = {code: [self.say(code, 2) for _ in range(1000)] for code in _SHARES}
        self.newspapers = [(code, self.say(code, 2)) for code in self._codes(NEWSPAPERS)]
        self.shares = list(accumulate(1 / (rank + 3) for rank in range(NEWSPAPERS)))
        self.sections = {code: [self.say(code, 1) for _ in range(12)] for code in _SHARES}

    def _codes(self, count: int) -> list[str]:
        return self.chance.choices(list(_SHARES), list(_SHARES.values()), k=count)

    def say(self, code: str, length: int) -> str:
        """So many words of a language; the longest runs of two texts that are equal are a few words long."""
        step = self.chance.randint(1, 400)
        start = self.chance.randrange(POOL - length * step)
        return " ".join(self.languages[code].pool[start : start + length * step : step])

    def body(self, code: str) -> str:
        """A text of some 230 words, a few of several thousand."""
        left, paragraphs = int(min(max(self.chance.lognormvariate(5.2, 0.7), 30), 3000)), []
        while left > 0:
            length = min(left, self.chance.randint(20, 70))
            paragraphs.append(f"{self.say(code, length)}.")
            left -= length
        return "\n".join(paragraphs)

    def attempts(self, first: int, count: int) -> list[Attempt]:
        """The articles of these numbers, as the attempts that bring them in."""
        return [self._attempt(number) for number in range(first, first + count)]

    def _attempt(self, number: int) -> Attempt:
        code, newspaper = self.chance.choices(self.newspapers, cum_weights=self.shares)[0]
        url = f"https://www.example.net/{number % NEWSPAPERS}/{number}"
        article = Article(
            url,
            self.say(code, self.chance.randint(6, 13)),
            self.body(code),
            published=_moment(self._when(number)),
            newspaper=newspaper,
            authors=(self.chance.choice(self.authors[code]),) if self.chance.random() < 0.4 else (),
            section=self.chance.choice(self.sections[code]),
            language=code,
            provenance={"title": "site:css", "body": "site:css", "published": "json-ld"},
        )
        seen = START + APART * number
        return Attempt(Link(url, "feed", site="growth", source="feed"), seen, page=Page("article", article))

    def _when(self, number: int) -> datetime:
        if self.chance.random() < LATE:
            return START + APART * self.chance.uniform(0, number)
        return START + APART * number

    def copies(self, count: int, bodies: list[str]) -> Iterator[str]:
        """Bodies of an archive, edited: a fifth cut."""
        for _ in range(count):
            words = self.chance.choice(bodies).split(" ")
            yield " ".join(words[: max(len(words) * 4 // 5, 20)])


def _moment(when: datetime) -> Moment:
    return Moment(when.replace(microsecond=0), "second", "given", when.isoformat())
