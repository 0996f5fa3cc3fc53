"""Shows where a text matches a search: the original text, with the places of the words that were meant. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pipeline.text import terms

EXCERPT_WORDS: Final = 30
_CHUNK: Final = re.compile(r"\S+")
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


def mark(text: str, wanted: frozenset[str]) -> Marked:
    """The whole text with every word marked whose search form is wanted."""
    return Marked(text, tuple((word.start, word.end) for word in _words(text, wanted) if word.found))


def excerpt(text: str, wanted: frozenset[str], length: int = EXCERPT_WORDS) -> Marked:
    """The passage of `length` words with the most of the wanted ones, on one line; the beginning when there is none."""
    words = list(_words(text, wanted))
    if not words:
        return Marked("")
    first = _best_start(words, length)
    shown = words[first : first + length]
    begin, end = shown[0].start, shown[-1].end
    if first == 0:
        begin = 0
    if first + length >= len(words):
        end = len(text)
    passage = text[begin:end].replace("\n", " ")
    lead = "… " if begin else ""
    shift = len(lead) - begin
    marks = tuple((word.start + shift, word.end + shift) for word in shown if word.found)
    return Marked(f"{lead}{passage}{' …' if end < len(text) else ''}", marks)


def _best_start(words: Sequence[_Word], length: int) -> int:
    """Where to begin so that the excerpt has the most different wanted words, then the most in all."""
    last = max(len(words) - length, 0)
    starts = {min(max(at - LEAD_IN, 0), last) for at, word in enumerate(words) if word.found}

    def worth(start: int) -> tuple[int, int, int]:
        hits = [word.found for word in words[start : start + length] if word.found]
        return len(frozenset().union(*hits)), len(hits), -start

    return max(sorted(starts)[:200], key=worth, default=0)


def _words(text: str, wanted: frozenset[str]) -> Iterator[_Word]:
    """The words of a text with the wanted terms each stands for. Each is folded alone, as the index does."""
    for chunk in _CHUNK.finditer(text):
        start, end = chunk.span()
        if chunk[0].isalnum():  # most are, and need no look at each character
            yield from _word(text, start, end, wanted)
            continue
        for is_word, run in groupby(range(start, end), key=lambda at: _is_of_word(text[at])):
            if is_word:
                places = list(run)
                yield from _word(text, places[0], places[-1] + 1, wanted)


def _is_of_word(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LMN" or category == "Cf"


def _word(text: str, start: int, end: int, wanted: frozenset[str]) -> Iterator[_Word]:
    found = terms(text[start:end]).split()
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
