"""Shows where a text matches a search: the original text, with the places of the words that were meant. Pure."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice
from typing import Final

from pipeline.arabic import strip_article
from pipeline.text import fold, terms

EXCERPT_WORDS: Final = 30
_CHUNK: Final = re.compile(r"\S+")
_REMEMBERED: Final = 40
_MOST_MET: Final = 1 << 15
_EDGES: Final = ".,:;!?()[]{}«»\"'،؛؟…-–—“”"
_NONE: Final[frozenset[str]] = frozenset()
LEAD_IN: Final = 5
"""Words of an excerpt before its first match."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the places in it that match: (start, end) in characters, in order, never overlapping."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def with_tags(self, before: str, after: str) -> str:
        """The text with each place between two strings."""
        parts: list[str] = []
        at = 0
        for start, end in self.marks:
            parts += [self.text[at:start], before, self.text[start:end], after]
            at = end
        return "".join([*parts, self.text[at:]])


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    found: frozenset[str]


def mark(text: str, wanted: frozenset[str], beginnings: tuple[str, ...] = ()) -> Marked:
    """The whole text with every word marked whose search form is wanted, or that begins as one of `beginnings`."""
    return Marked(text, tuple((word.start, word.end) for word in _words(text, wanted, beginnings) if word.found))


def excerpt(text: str, wanted: frozenset[str], beginnings: tuple[str, ...] = (), length: int = EXCERPT_WORDS) -> Marked:
    """The passage of `length` words with the most of the wanted ones, on one line; the beginning when there is none."""
    start, stop = _worth_reading(text, wanted, beginnings, length)
    words = list(_words(text[start:stop], wanted, beginnings))
    if not words:
        return Marked("")
    first = _best_start([(at, word.found) for at, word in enumerate(words) if word.found], len(words), length)
    shown = words[first : first + length]
    begin = start + (shown[0].start if first else 0)
    end = stop if first + length >= len(words) else start + shown[-1].end
    lead = "… " if begin else ""
    shift = start - begin + len(lead)
    marks = tuple((word.start + shift, word.end + shift) for word in shown if word.found)
    passage = text[begin:end].replace("\n", " ")
    return Marked(f"{lead}{passage}{' …' if end < len(text) else ''}", marks)


def _worth_reading(text: str, wanted: frozenset[str], beginnings: tuple[str, ...], length: int) -> tuple[int, int]:
    """Between which characters the best passage is looked for; all of a text that is short or has no spaces.

    What stands between spaces is looked up whole, once for all texts of a search: reading every word exactly took nine
    tenths of the time of a search.
    """
    chunks = text.split()
    if len(chunks) <= 2 * length or len(text) > _REMEMBERED * len(chunks):
        return 0, len(text)
    finder = _finder(wanted, beginnings)
    first = _best_start([(at, finder[chunk]) for at, chunk in enumerate(chunks) if finder[chunk]], len(chunks), length)
    spans = [chunk.span() for chunk in islice(_CHUNK.finditer(text), first, first + 2 * length)]
    return spans[0][0] if first else 0, spans[-1][1] if first + 2 * length < len(chunks) else len(text)


class _Finder(dict[str, frozenset[str]]):
    """What is wanted of what stands between two spaces; worked out the first time it is met."""

    def __init__(self, wanted: frozenset[str], beginnings: tuple[str, ...]) -> None:
        super().__init__()
        self.wanted, self.beginnings = wanted, beginnings

    def __missing__(self, chunk: str) -> frozenset[str]:
        core = chunk.strip(_EDGES)
        if core.isalnum() and len(core) <= _REMEMBERED:
            found = self.wanted.intersection(_terms_of(core))
            if self.beginnings and not found:
                found = _begun(core, self.beginnings)
        else:
            found = _NONE.union(*(word.found for word in _words(chunk, self.wanted, self.beginnings)))
        if len(self) < _MOST_MET:
            self[chunk] = found or _NONE
        return found


@lru_cache(maxsize=4)
def _finder(wanted: frozenset[str], beginnings: tuple[str, ...]) -> _Finder:
    return _Finder(wanted, beginnings)


def _best_start(hits: Sequence[tuple[int, frozenset[str]]], count: int, length: int) -> int:
    """Where to begin so that `length` of `count` words have the most different wanted ones, then the most in all.

    `hits` are the places of the wanted words and what they are.
    """
    last = max(count - length, 0)
    starts = sorted({min(max(at - LEAD_IN, 0), last) for at, _ in hits})[:200]
    places = [at for at, _ in hits]

    def worth(start: int) -> tuple[int, int, int]:
        inside = hits[bisect_left(places, start) : bisect_left(places, start + length)]
        return len(_NONE.union(*(found for _, found in inside))), len(inside), -start

    return max(starts, key=worth, default=0)


def _words(text: str, wanted: frozenset[str], beginnings: tuple[str, ...]) -> Iterator[_Word]:
    """The words of a text with the wanted terms each stands for. Each is folded alone, as the index does."""
    for word in _exact_words(text, wanted):
        if beginnings and not word.found:
            begun = _begun(text[word.start : word.end], beginnings)
            yield _Word(word.start, word.end, begun) if begun else word
        else:
            yield word


def _begun(word: str, beginnings: tuple[str, ...]) -> frozenset[str]:
    """The beginnings that a word, its search form, or one without its article has."""
    forms = _forms_of(word) if len(word) <= _REMEMBERED else ()
    return frozenset(beginning for beginning in beginnings if any(form.startswith(beginning) for form in forms))


@lru_cache(maxsize=1 << 15)
def _forms_of(word: str) -> Sequence[str]:
    folded = fold(word)
    return (folded, strip_article(folded), *_terms_of(word))


def _exact_words(text: str, wanted: frozenset[str]) -> Iterator[_Word]:
    for chunk in _CHUNK.finditer(text):
        start, end = chunk.span()
        if chunk[0].isalnum():  # most are, and need no look at each character
            yield from _word(text, start, end, wanted)
            continue
        for is_word, run in groupby(range(start, end), key=lambda at: _is_of_word(text[at])):
            if is_word:
                places = list(run)
                yield from _word(text, places[0], places[-1] + 1, wanted)


@lru_cache(maxsize=1 << 15)
def _terms_of(word: str) -> Sequence[str]:
    """The terms of a word as it is written: looking them up takes a tenth of folding it again in every excerpt."""
    return terms(word).split()


def _is_of_word(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LMN" or category == "Cf"


def _word(text: str, start: int, end: int, wanted: frozenset[str]) -> Iterator[_Word]:
    found = _terms_of(text[start:end]) if end - start <= _REMEMBERED else terms(text[start:end]).split()
    if len(found) <= 1 or not wanted.intersection(found):
        yield _Word(start, end, wanted.intersection(found))
        return
    # A script without spaces: the index has overlapping pairs of characters, so the places of the pairs are marked.
    at = start
    while at < end:
        pair = wanted.intersection(terms(text[at : at + 2]).split())
        size = 2 if pair else 1
        yield _Word(at, min(at + size, end), pair)
        at += size
