"""How much of one text stands in another, and the few numbers by which an index finds texts that share much. Pure."""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import dataclass
from typing import Final

from pipeline.text import fold

PRINTS: Final = 12
"""Numbers kept of a text. Two texts of Jaccard likeness J have about 12 J of them in common, however long they are."""

LEAST_COMMON: Final = 2
"""Prints that two texts have in common before they are compared: one may be a turn of phrase, or chance."""

LEAST_WORDS: Final = 20
"""Shorter texts are not compared: a caption or a notice may say the same of different things."""

COPIED: Final = 0.6
"""Share of one text's words that stand in the other, at least, for the one to be a copy of the other."""

HELD: Final = 0.35
"""The same for the other of the two: a round-up of the day holds many short items whole and copies none of them."""

NOTICE: Final = 60
"""Words below which one newspaper's same text under another title may be what it shows instead of many articles."""

_RUN: Final = 3  # words in a row that count as the same passage
_RUN_OF_CHARACTERS: Final = 5  # in scripts that mark no words
_NUMBERS_OF_A_SERIES: Final = 4  # distinct numbers in each of two texts, at least, before they say anything
_COMMON_NUMBERS: Final = 0.5
_SPREAD: Final = 0x9E3779B1  # odd: multiplying by it modulo 2**32 loses nothing and spreads neighbours (Knuth, 6.4)

# Thai, Lao, Burmese, Khmer, kana and Han: nothing marks their words.
_UNMARKED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAS_UNMARKED: Final = re.compile(f"[{_UNMARKED}]")
_TOKENS: Final = re.compile(rf"[{_UNMARKED}]|[^\s{_UNMARKED}]+")
_NUMBER: Final = re.compile(r"\d+")
_SAMPLE: Final = (
    "قال رئيس الحكومة إنّ المدارس والجامعات ستُفتح الأحد ٢٠٢٦ في «القاهرة»، وأكـد مسؤولون ذلك أيضاً بالأمس. "
    "Les élections régionales étaient annoncées à l'école; naïve œuvres, COVID-19. 新闻报道 ニュースを読む ข่าววันนี้"
)
"""When folding or the cutting into words changes, what they make of this changes with them."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as comparison sees it: folded, and a 32-bit number for each run of `run` words, in their order."""

    folded: str
    runs: tuple[int, ...]
    words: int
    run: int

    @property
    def numbers(self) -> frozenset[str]:
        """The distinct numbers it names."""
        return frozenset(_NUMBER.findall(self.folded))


def rules_fingerprint() -> str:
    """A digest of today's rules; prints that other rules made do not meet theirs."""
    made = (PRINTS, LEAST_WORDS, prints(read_wording(_SAMPLE)), read_wording("新闻报道" * 9).runs)
    return hashlib.sha256(repr(made).encode()).hexdigest()


def read_wording(text: str) -> Wording:
    """The wording of a text: case, accents, hamza, tatweel, punctuation and line breaks do not count."""
    folded = fold(text)
    words, run = _split(folded)
    passages = map(b" ".join, zip(*(words[at:] for at in range(run)), strict=False))
    # CRC-32 means the same in every version of every library, and what is kept of it stays in archives for years.
    runs = tuple(map(zlib.crc32, passages))
    return Wording(folded, runs, len(words), run)


def _split(folded: str) -> tuple[list[bytes], int]:
    """The words with the length of a run of them; characters where most of the text has no marked words."""
    if not _HAS_UNMARKED.search(folded):
        return folded.encode().split(), _RUN
    words = _TOKENS.findall(folded)
    unmarked = sum(1 for word in words if _HAS_UNMARKED.match(word))
    return [word.encode() for word in words], _RUN_OF_CHARACTERS if 2 * unmarked > len(words) else _RUN


def prints(wording: Wording) -> list[int]:
    """The smallest numbers of a text's runs (its bottom-k sketch), none for a text too short to compare.

    A sample that falls on the same passages in every text that has them, unlike a sample by place or by chance
    (Broder 1997, "On the resemblance and containment of documents").
    """
    if wording.words < LEAST_WORDS:
        return []
    spread = [number * _SPREAD & 0xFFFFFFFF for number in wording.runs]
    # Of numbers spread evenly, some 40 are below this limit: they are sorted in half the time that all of them take.
    limit = (40 << 32) // (len(spread) + 1)
    few = {number for number in spread if number < limit}
    return sorted(few if len(few) >= PRINTS else set(spread))[:PRINTS]


def share(one: Wording, other: Wording) -> float:
    """The share of one text's words, 0 to 1, that stand in passages which the other text has too."""
    if one.run != other.run or not one.words:
        return 0.0
    known, held, reach = set(other.runs), 0, 0
    for at, number in enumerate(one.runs):
        if number in known:
            end = at + one.run
            held += end - max(at, reach)
            reach = end
    return held / one.words


def is_copy(one: Wording, other: Wording) -> bool:
    """Whether two texts are one story: either is mostly in the other, and neither is a small part of the other.

    Texts of a series say the same every day with other numbers (weather, prayer times, rates): they are no copies.
    """
    if min(one.words, other.words) < LEAST_WORDS or _is_series(one, other):
        return False
    fewer, more = sorted((share(one, other), share(other, one)))
    return more >= COPIED and fewer >= HELD


def is_notice(words: int, titles: tuple[str, str]) -> bool:
    """Whether a copy within one newspaper says nothing: a short text under titles that have no word in common."""
    one, other = (set(fold(title).split()) for title in titles)
    return words < NOTICE and bool(one) and bool(other) and one.isdisjoint(other)


def _is_series(one: Wording, other: Wording) -> bool:
    numbers, others = one.numbers, other.numbers
    fewest = min(len(numbers), len(others))
    return fewest >= _NUMBERS_OF_A_SERIES and len(numbers & others) < _COMMON_NUMBERS * fewest
