"""Edited copies of texts, as newspapers make them of each other's and of the agencies' reports; repeatable."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

SHARED: Final = 0.7
"""The least share of the original's words that a copy keeps, and of the copy's words that are the original's."""

_AGENCY_LINES: Final = (
    "الرباط (و م ع) - ",
    "باريس/أ ف ب - ",
    "PARIS (AFP) – ",
    "Berlin (dpa) - ",
    "(Reuters) — ",
    "رويترز: ",
)
_SENTENCE: Final = re.compile(r"(?<=[.!?؟。])\s+|(?<=[。！？])|\n")
_WIDE: Final = re.compile(r"[\u3400-\u9fff\u3041-\u30ff]")
_SWAPS: Final = str.maketrans(
    {"أ": "ا", "إ": "ا", "ى": "ي", "ة": "ه", "“": '"', "”": '"', "«": '"', "»": '"', "’": "'"}
)


@dataclass(frozen=True, slots=True)
class Copy:
    """An edited copy: of which text, made how, and the copy."""

    original: int
    how: str
    text: str


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order."""
    return [piece for piece in _SENTENCE.split(text) if piece.strip()]


def size(text: str) -> int:
    """Words; characters of scripts that mark none."""
    wide = len(_WIDE.findall(text))
    return wide + len(_WIDE.sub(" ", text).split())


def spell_otherwise(text: str, chance: random.Random) -> str:
    """Hamza left out, teh marbuta as heh, tatweel within words, other quotes: as keyboards and editors differ."""
    swapped = text.translate(_SWAPS) if chance.random() < 0.5 else text.replace('"', "”").replace("'", "’")
    words = swapped.split(" ")
    for at in range(len(words)):
        if chance.random() < 0.05 and re.fullmatch(r"[ء-ي]{3,}", words[at]):
            words[at] = words[at][0] + "ـ" + words[at][1:]
    return " ".join(words)


def cut(text: str, amount: float, chance: random.Random) -> str:
    """The text with about `amount` of its words left out: the end, or sentences here and there; never more."""
    if chance.random() < 0.5:
        return _shorten(text, amount)
    kept, spare = sentences(text), amount * size(text)
    for at in chance.sample(range(len(kept)), len(kept)):
        if size(kept[at]) <= spare:
            spare -= size(kept[at])
            kept[at] = ""
    return "\n".join(filter(None, kept))


def _shorten(text: str, amount: float) -> str:
    if _WIDE.search(text):
        return text[: round(len(text) * (1 - amount))]
    ends = [found.end() for found in re.finditer(r"\S+", text)]
    return text[: ends[max(0, round(len(ends) * (1 - amount)) - 1)]]


def add(text: str, amount: float, spare: Sequence[str], chance: random.Random) -> str:
    """The text with other sentences among its own, `amount` of its words at most."""
    room, pieces = amount * size(text), sentences(text)
    for sentence in chance.sample(list(spare), min(len(spare), 60)):
        if 0 < size(sentence) <= room:
            room -= size(sentence)
            pieces.insert(chance.randint(0, len(pieces)), sentence)
    return "\n".join(pieces)


def edited(text: str, number: int, spare: Sequence[str], chance: random.Random) -> list[Copy]:
    """The copies of one text: each way of editing by itself, then together."""

    def spell(now: str) -> str:
        return spell_otherwise(now, chance)

    def agency(now: str) -> str:
        return chance.choice(_AGENCY_LINES) + now

    def joined(now: str) -> str:
        return " ".join(now.split("\n"))

    def cut_some(now: str) -> str:
        return cut(now, chance.uniform(0.1, 0.3), chance)

    def add_some(now: str) -> str:
        return add(now, chance.uniform(0.1, 0.3), spare, chance)

    def cut_and_add(now: str) -> str:
        return add(cut(now, chance.uniform(0.1, 0.15), chance), chance.uniform(0.1, 0.15), spare, chance)

    ways: dict[str, tuple[Callable[[str], str], ...]] = {
        "agency line": (agency,),
        "spelling": (spell,),
        "paragraphs joined": (joined,),
        "10-30% cut": (cut_some,),
        "10-30% added": (add_some,),
        "cut and added": (cut_and_add,),
        "cut, all else": (cut_some, spell, agency, joined),
        "added, all else": (add_some, spell, agency, joined),
    }
    made = []
    for how, steps in ways.items():
        now = text
        for step in steps:
            now = step(now)
        made.append(Copy(number, how, now))
    return made


def brief(text: str, chance: random.Random) -> str | None:
    """The first 40 to 80 words of a text as a short item; None when it has fewer."""
    wanted = chance.randint(40, 80)
    if size(text) < wanted:
        return None
    return _shorten(text, 1 - wanted / size(text))
