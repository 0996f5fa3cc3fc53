"""The stem of an Arabic word, whatever clings to it: articles, particles, pronouns, numbers and genders. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from pipeline.arabic_words import PLURALS, SHORT, WHOLE

LEAST: Final = 3
"""Letters of a stem that nothing more is taken off of."""

_FOLDED: Final = str.maketrans("أإآىةؤئ", "اااي" + "هوي")
_ARTICLE = re.compile("^(?:[وف]?[بك]?ال|[وف]?لل)(?=..)")
_PARTICLES: Final = "وفبلك"
_ENDINGS: Final = frozenset(
    (
        *("تهما", "اتها", "اتهم", "اتنا", "تها", "تهم", "تنا", "تكم", "يها", "يهم", "هما", "اته", "تان", "تين"),
        *("ها", "هم", "كم", "ته", "ات", "ان", "ين", "ون", "وا", "ه", "ا"),
    )
)
_LONGEST: Final = max(map(len, _ENDINGS))
_NUMBERS: Final = frozenset(("ان", "ين", "ون"))


@dataclass(frozen=True, slots=True)
class _Lexicon:
    whole: frozenset[str]
    singulars: Mapping[str, str]


@cache
def _lexicon() -> _Lexicon:
    """The words of the lists as search folds them; plurals by what is left of them when endings are off."""
    listed = WHOLE.translate(_FOLDED).split()
    whole = frozenset([*listed, *(word[:-1] for word in listed if word.endswith("ه") and len(word) > LEAST)])
    pairs = [pair.split() for pair in PLURALS.translate(_FOLDED).replace("\n", "|").split("|") if pair.strip()]
    # A word of the one list may stand in the other with an ending that is taken off: it is reached by both.
    bare = _Lexicon(whole, {})
    return _Lexicon(whole, {_reduce(plural, bare): _reduce(single, bare) for plural, single in pairs})


def stem(word: str) -> str:
    """What the forms of a folded word have in common; another word's stem only by accident.

    A light stemmer: it takes off what a list of endings and particles says, keeps three letters at least, and leaves
    the words of a list whole, since in `كتاب` the first letter is no "like". Broken plurals become their singulars.
    """
    lexicon = _lexicon()
    reduced = _reduce(word, lexicon)
    return lexicon.singulars.get(reduced, reduced)


def strip_article(word: str) -> str:
    """A folded word without its article, for one whose end is not yet written."""
    return _ARTICLE.sub("", word)


def _reduce(word: str, lexicon: _Lexicon) -> str:
    for core in _cores(word):
        if core in lexicon.whole:
            return _bare(core, lexicon.whole)
    return _take_off_endings(_take_off_beginnings(word, lexicon.whole), lexicon.whole)


def _bare(core: str, whole: frozenset[str]) -> str:
    """A whole word without the vowel at its end, and without the `ي` of an adjective whose noun is one too."""
    while len(core) > LEAST and core[-1] in "اه":
        core = core[:-1]
    is_adjective = core.endswith("ي") and not whole.isdisjoint((core[:-1], core[:-1] + "ا"))
    return core[:-1] if is_adjective and len(core) > LEAST else core


def _cores(word: str) -> Iterator[str]:
    """The word, and what is left of it without beginnings, endings, or both; what loses least comes first."""
    beginnings = [word, *_without_beginning(word)]
    yield from beginnings
    for start in beginnings:
        for length in range(len(start) - 1, max(LEAST, len(start) - _LONGEST) - 1, -1):
            if start[length:] in _ENDINGS:
                yield start[:length]


def _without_beginning(word: str) -> Iterator[str]:
    if len(word) > LEAST and word[0] in _PARTICLES:
        yield word[1:]
        if len(word) > LEAST + 1 and word[0] in "وف" and word[1] in "بلك":
            yield word[2:]
    bare = _ARTICLE.sub("", word)
    if bare != word:
        yield bare


def _take_off_beginnings(word: str, whole: frozenset[str]) -> str:
    bare = _ARTICLE.sub("", word)
    if len(bare) >= LEAST or bare in SHORT:
        word = bare
    while len(word) > LEAST and word[0] in _PARTICLES and word not in whole:
        word = word[1:]
    return word[1:] if len(word) == LEAST and word[0] in "بلفك" and word[1:] in SHORT else word


def _take_off_endings(word: str, whole: frozenset[str]) -> str:
    word = _without_one(word, _ENDINGS)
    if len(word) <= LEAST or word[-1] not in "اي":
        return word
    word, last = word[:-1], word[-1]
    if last == "ي" and word.endswith("او"):
        return word[:-1] + "ء"  # صحراوي is of صحراء
    return _without_one(word, _NUMBERS) if last == "ي" and word not in whole else word


def _without_one(word: str, endings: frozenset[str]) -> str:
    """A word without the longest of these endings that leaves enough of it."""
    for length in range(max(LEAST, len(word) - _LONGEST), len(word)):
        if word[length:] in endings:
            return word[:length]
    return word
