"""What a heading says of the list below it: the latest headlines, or a list of another kind, in any language."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final, NamedTuple

from pipeline.parse import latest_words, other_words
from pipeline.text import to_lower

MAX_HEADING: Final = 48
MAX_TAIL: Final = 4
"""Words before or after a phrase that still belong to its heading: "Latest news from Wales and Scotland"."""
MAX_UNSPACED: Final = 16
"""Characters of a heading in a script without spaces."""

_MARKS: Final = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LEADS: Final = tuple(bytes((octet,)) for octet in (0xE0, 0xE1, *range(0xE3, 0xEE)))
"""The first octets in UTF-8 of what `_UNSPACED` finds, and of some scripts else."""
_BETWEEN: Final = re.compile(r"[^\w\u0900-\u109f\u1780-\u17ff]+")
_SAME: Final = str.maketrans({"ى": "ی", "ي": "ی", "ك": "ک", "ة": "ه", "ٱ": "ا", "ı": "i", "\u200c": " ", "_": " "})
_BY: Final = frozenset({"by", "por", "par"})
"""What follows in the heading of one author's stories."""
_ENDINGS: Final = ":.!»…："
MAX_KEY: Final = 30
"""Characters that the longest key has at most."""


class Phrases(NamedTuple):
    """The vocabulary as it is looked up: whole headings, their beginnings, their ends."""

    whole: frozenset[str]
    starts: frozenset[str]
    ends: frozenset[str]


@lru_cache(maxsize=1 << 12)
def normalise_heading(text: str) -> str:
    """A heading in one spelling: no case, accents, punctuation; letters that Arabic and Persian write apart are one."""
    if text.isascii():
        return _BETWEEN.sub(" ", to_lower(text).replace("_", " ")).strip()
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = unicodedata.normalize("NFC", _MARKS.sub("", text)).replace("'", " ").replace("’", " ")
    return _BETWEEN.sub(" ", text.translate(_SAME)).strip()


def _split(phrases: str) -> list[str]:
    return [line for phrase in phrases.split(",") if (line := " ".join(phrase.split()))]


@cache
def _latest() -> Phrases:
    whole, starts, ends = set[str](), set[str](), set[str]()
    for phrases in latest_words.LATEST.values():
        for phrase in _split(phrases):
            line = normalise_heading(phrase)
            whole.add(line)
            if phrase.endswith("*"):
                starts.add(line)
            if phrase.startswith("*"):
                ends.add(line)
    return Phrases(frozenset(whole), frozenset(starts), frozenset(ends))


@cache
def _plain() -> frozenset[str]:
    return frozenset(normalise_heading(phrase) for phrase in _split(latest_words.PLAIN))


@cache
def _strip() -> frozenset[str]:
    return frozenset(normalise_heading(phrase) for phrase in _split(latest_words.STRIP))


@cache
def _other() -> dict[str, tuple[str, ...]]:
    """By their first two letters: what words and phrases of other headings begin with."""
    heads: dict[str, set[str]] = {}
    for line in other_words.OTHER.values():
        for phrase in map(normalise_heading, _split(line)):
            heads.setdefault(phrase[:2], set()).add(phrase)
    return {head: tuple(phrases) for head, phrases in heads.items()}


@cache
def _other_within() -> tuple[str, ...]:
    return tuple(normalise_heading(phrase) for phrase in other_words.OTHER_WITHIN.split())


@cache
def _keys() -> frozenset[str]:
    """The telling word of each phrase, as written and in one spelling."""
    keys, common = set[str](), frozenset(latest_words.COMMON.split())
    for phrases in (*latest_words.LATEST.values(), latest_words.PLAIN):
        for phrase in _split(phrases):
            written = phrase.strip("*").casefold()
            for line in {written, normalise_heading(phrase), written.translate(_SAME)}:
                key = max(line.split(), key=lambda word: (word not in common and len(word) > 2, len(word)))
                keys |= {key, to_lower(key.upper())}  # casefold has no final sigma
    return frozenset(keys)


@cache
def _keys_ended() -> frozenset[str]:
    return frozenset(key + ending for key in _keys() for ending in ("", *_ENDINGS))


@cache
def _within() -> tuple[str, ...]:
    return tuple(latest_words.LATEST_WITHIN.split())


def find_headings(blocks: list[str], short: list[int]) -> list[int]:
    """Which of some short texts may announce the latest headlines, in order, to be asked with `says_latest`.

    Most pages have none. The words are looked up without the punctuation that may stick to them as long as no word
    before some is a key: the set of all keys with all endings is half a megabyte, and the processor then waits for it.
    """
    joined = "\n".join([blocks[number] for number in short])
    line = to_lower(joined)
    keys = _keys_ended() if _has_ended_key(line) else _keys()
    found = _lines_with(keys.intersection(line.split()), line, short)
    if not _has_unspaced(joined):
        return found
    telling = [phrase for phrase in _within() if phrase in joined]
    within = [number for number in short if any(phrase in blocks[number] for phrase in telling)]
    return sorted({*found, *within})


def _lines_with(words: frozenset[str], line: str, short: list[int]) -> list[int]:
    """Which of the short texts, a line each, have one of a few words; only lines with its letters are taken apart."""
    found = list[int]()
    for number, text in zip(short, line.split("\n") if words else (), strict=False):
        for word in words:
            if word in text and word in text.split():
                found.append(number)
                break
    return found


def _has_ended_key(line: str) -> bool:
    """Whether a key stands before one of the endings in a text in lower case."""
    keys = _keys()
    for ending in _ENDINGS:
        if ending in line:
            for part in line.split(ending):
                words = part[-MAX_KEY:].split()
                if words and words[-1] in keys:
                    return True
    return False


def _has_unspaced(text: str) -> bool:
    """Whether a text has a letter of a script without spaces: asked first is for the bytes that these begin with."""
    if text.isascii():
        return False
    octets = text.encode("utf-8", "replace")
    return any(lead in octets for lead in _LEADS) and _UNSPACED.search(text) is not None


def may_announce(text: str) -> bool:
    """Whether `says_latest` need be asked: whether a text has the length and a word of such a heading."""
    if len(text) > MAX_HEADING:
        return False
    line = to_lower(text)
    return not _keys_ended().isdisjoint(line.split()) or _has_unspaced(line)


@lru_cache(maxsize=1 << 12)
def says_latest(text: str) -> bool:
    """Whether a heading announces the latest headlines. Remembered: headings recur on every page of a site."""
    if len(text) > MAX_HEADING:
        return False
    line = _without_more(normalise_heading(text))
    return line in _latest().whole or _begins_or_ends(line.split()) or _is_unspaced(line)


def _without_more(line: str) -> str:
    """A heading without the link to the whole list behind it."""
    words = line.split()
    for size in (3, 2, 1):
        if len(words) > size and " ".join(words[-size:]) in _more():
            return " ".join(words[:-size])
    return line


@cache
def _more() -> frozenset[str]:
    return frozenset(normalise_heading(phrase) for phrase in _split(latest_words.MORE))


def _begins_or_ends(words: list[str]) -> bool:
    phrases = _latest()
    for size in range(min(4, len(words) - 1), 0, -1):
        if len(words) - size > MAX_TAIL:
            return False
        is_start = " ".join(words[:size]) in phrases.starts and _BY.isdisjoint(words[size:])
        if is_start and not _says_other(" ".join(words[size:])):
            return True
        if " ".join(words[-size:]) in phrases.ends and not _says_other(" ".join(words[:-size])):
            return True
    return False


def _is_unspaced(line: str) -> bool:
    compact = line.replace(" ", "")
    if compact.isascii() or len(compact) > MAX_UNSPACED:
        return False
    return any(phrase in compact for phrase in _normal_within()) and not _says_other(line)


@cache
def _normal_within() -> tuple[str, ...]:
    return tuple(normalise_heading(phrase) for phrase in _within())


def _says_other(line: str) -> bool:
    if not line.isascii() and any(phrase in line for phrase in _other_within()):
        return True
    start, phrases = 0, _other()
    for word in line.split(" "):
        if any(line.startswith(phrases.get(line[start : start + size], ()), start) for size in (2, 1)):
            return True
        start += len(word) + 1
    return False


@lru_cache(maxsize=1 << 12)
def says_plain(text: str) -> bool:
    """Whether a heading says no more than "News": it announces the latest only above a list with times."""
    return len(text) <= MAX_HEADING and normalise_heading(text) in _plain()


def says_strip(text: str) -> bool:
    """Whether a heading is what stands beside a breaking-news strip."""
    return len(text) <= MAX_HEADING and normalise_heading(text) in _strip()


@lru_cache(maxsize=1 << 12)
def says_other(text: str) -> bool:
    """Whether a heading announces another kind of list: most read, related, comments."""
    return len(text) <= MAX_HEADING and not says_latest(text) and _says_other(normalise_heading(text))
