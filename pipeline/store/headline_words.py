"""Which headlines say the same in other words, and which titles are theirs. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from pipeline.store.codec import REMEMBERED
from pipeline.text import terms

LEAST_COMMON: Final = 3
"""Words that two wordings share at least: fewer are a topic, or chance."""

REWORDED: Final = (0.6, 0.4)
"""Shares of the shorter and of the longer wording's words that stand in the other. Numbers may differ: tolls rise."""

ENTITLED: Final = (0.8, 0.5)
"""The same for a headline and the title of another address's article, where nothing else speaks for it."""

LEAST_OF_TITLE: Final = 4

_LABELS: Final = frozenset(terms("عاجل خبر بلاغ urgent breaking flash alerte").split())
"""Words put before a headline that say nothing of it."""


@lru_cache(maxsize=REMEMBERED)
def words_of(text: str) -> frozenset[str]:
    """The stemmed words of a headline, without labels such as "breaking"."""
    return frozenset(terms(text).split()) - _LABELS


def near(text: str, others: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Of numbered texts, those that have enough words in common with a text to be compared: mostly none."""
    words = words_of(text)
    return [other for other in others if len(words & words_of(other[1])) >= LEAST_COMMON]


def rewording(one: str, other: str) -> float:
    """How much two headlines say the same, 0 to 1; 0.0 when the one is no wording of the other."""
    return _shared(words_of(one), words_of(other), REWORDED, LEAST_COMMON)


def entitlement(headline: str, title: str) -> float:
    """How much a headline is an article's title, 0 to 1; 0.0 when it is not."""
    one, other = words_of(headline), words_of(title)
    return _shared(one, other, ENTITLED, min(LEAST_OF_TITLE, max(len(one), len(other), LEAST_COMMON)))


def _shared(one: frozenset[str], other: frozenset[str], bounds: tuple[float, float], least: int) -> float:
    common = len(one & other)
    if common < least:  # nearly always
        return 0.0
    fewer, more = sorted((len(one), len(other)))
    return common / (fewer + more - common) if common >= max(bounds[0] * fewer, bounds[1] * more) else 0.0
