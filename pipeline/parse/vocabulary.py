"""What class names, ids and tags say of an element: words of many sites' markup, matched whole, never as substrings."""

from __future__ import annotations

import re
from typing import Final

from pipeline.parse.words import WORDS, Mark


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_BODY_FIRST: Final = _set_of("article story post entry news content main text body single page")
_BODY_SECOND: Final = _set_of("body content text copy inner main maincontent container wrapper detail details")
_SWITCHES: Final = _set_of("enabled disabled closed open on off allowed embed embedded")
_DENYING: Final = _set_of("has with no not without is hide enable show")
_SHORT: Final = _set_of("ad ads sr pub")

TAG_MARKS: Final = {
    "footer": Mark.NOISE,
    "aside": Mark.NOISE,
    "form": Mark.NOISE,
    "figure": Mark.CAPTION,
    "figcaption": Mark.CAPTION,
    "caption": Mark.CAPTION,
    "marquee": Mark.TICKER | Mark.NOISE,
    "time": Mark.DATE,
    "html": Mark.WRAPPER,
    "body": Mark.WRAPPER,
    "main": Mark.WRAPPER,
    "article": Mark.WRAPPER,
    "h1": Mark.TITLE,
}
"""The `Mark` bits that a tag alone gives an element."""

_DIGITS: Final = "0123456789"
_WORD: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_a-zA-Z]+")


def _gather_meanings() -> dict[str, int]:
    table: dict[str, int] = {}
    for mark, words in WORDS.items():
        for word in words.split():
            table[word] = table.get(word, 0) | mark
    return table


# What else a word does in a name, as bits above those of `Mark`.
_SECOND: Final = 1 << 20  # second half of "article-body"
_FIRST: Final = 1 << 21
_SWITCH: Final = 1 << 22  # "comments-enabled" of an article, "social-media-embed" of a quoted post
_DENIES: Final = 1 << 23
_IS_SHORT: Final = 1 << 24


def _gather_roles() -> dict[str, int]:
    """Meanings and roles in one table: most words of a name are looked up once and known not to matter."""
    table = dict(_MEANINGS)
    roles = (
        (_SECOND, _BODY_SECOND),
        (_FIRST, _BODY_FIRST),
        (_SWITCH, _SWITCHES),
        (_DENIES, _DENYING),
        (_IS_SHORT, _SHORT),
    )
    for role, words in roles:
        table |= {word: table.get(word, 0) | role for word in words}
    return table


_MEANINGS: Final = _gather_meanings()
_KNOWN: Final = _gather_roles()
_TELLING: Final = frozenset(
    {*_MEANINGS, *_BODY_SECOND, *(word[:end] for word in _MEANINGS for end in range(2, len(word) - 1))}
)
"""Words, and their beginnings: "right" of "right-column"."""

MOST_REMEMBERED: Final = 1 << 15
_LABELS: Final[dict[str, int]] = {}
_NAMES: Final[dict[str, int]] = {}


def marks_of_label(label: str) -> int:
    """The `Mark` bits of an element with this class and id. Remembered, as are its names: sites share many of them."""
    known = _LABELS.get(label)
    if known is not None:
        return known
    marks = 0
    for name in label.split():
        mark = _NAMES.get(name)
        marks |= _marks_of_name(name) if mark is None else mark
    if len(_LABELS) >= MOST_REMEMBERED:
        _LABELS.clear()
    _LABELS[label] = marks
    return marks


def _marks_of_name(name: str) -> int:
    """The `Mark` bits of one class name or id, from now on remembered."""
    if len(_NAMES) >= MOST_REMEMBERED:
        _NAMES.clear()
    marks = _NAMES[name] = _read_name(name)
    return marks


def _read_name(name: str) -> int:
    """The `Mark` bits of a name, word by word; most have no known word, which is told at one look."""
    if name.islower() and name.isascii():
        if name.isalpha():
            words = [name]
        else:
            words = name.replace("_", "-").split("-")
            words = [word if word.isalpha() else word.strip(_DIGITS) for word in words]
    else:
        words = [word.lower() for word in _WORD.findall(name)]
    if _TELLING.isdisjoint(words):
        return 0
    marks, before, last = 0, "", 0
    for word in words:
        known = _KNOWN.get(word, 0)
        meaning = known & (_SECOND - 1)
        if before:
            meaning |= _MEANINGS.get(before + word, 0)
        if known or meaning:
            if last & _DENIES or (known & _IS_SHORT and not _stands_alone(word, name)):
                meaning &= ~Mark.FURNITURE
            if known & _SECOND and last & _FIRST:
                meaning |= Mark.BODY
            if known & _SWITCH:
                marks &= ~Mark.FURNITURE
            marks |= meaning
        before, last = word, known
    return marks


def _stands_alone(word: str, label: str) -> bool:
    """Whether a two-letter word is set off by separators: "ad" in "top-ad", not in the hash "x__zAd3"."""
    return re.search(rf"(?<![A-Za-z0-9]){word}(?![A-Za-z0-9])", label) is not None
