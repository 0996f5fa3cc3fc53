"""Words as they are compared: what of a word is its dress, and what is the word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_SHAPES: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′‹›`´ʼ＇", "'"),
        **dict.fromkeys("“”„‟″«»＂〝〞❝❞", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        **{chr(zero + digit): str(digit) for zero in (0x660, 0x6F0) for digit in range(10)},
        **{"ی": "ي", "ک": "ك", "٪": "%", "٫": ".", "٬": ",", "،": ",", "؛": ";", "؟": "?", "…": "..."},
    }
)
# Tatweel, Arabic vowels and Quranic signs, Hebrew points, and characters without width.
_MARKS: Final = re.compile(
    "[\u0640\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0591-\u05bd\u05bf\u05c1\u05c2"
    "\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0e\ufe0f]"
)
# Marks between digits belong to the number, as do % after and - before it; a comma before three digits does not.
_PUNCTUATION: Final = re.compile(
    r"[!\"#&'()*;<=>?@\[\]\\^_`{|}~¡¦-©«¬®¯´¶-¸»¿\u2010-\u2027\u2031-\u205e\u060c\u061b\u061f\u06d4\u0964\u3001-\u303f]"
    r"|(?<!\d)[.,:/]|[.,:/](?!\d)|(?<=\d),(?=\d{3}(?!\d))|-(?!\d)|(?<=[^\W\d_])-|(?<!\d)(?<!\d )%"
)
_SPACES: Final = re.compile(r"\s+")
_ALEFS: Final = str.maketrans("أإآٱ", "اااا")


def _shape(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(_SHAPES)).translate(_SHAPES)


def _unmark(text: str) -> str:
    return _MARKS.sub("", text)


def _unpunctuate(text: str) -> str:
    return _PUNCTUATION.sub("", text)


def _unspace(text: str) -> str:
    return "".join(text.split())


DRESS: Final[Mapping[str, Callable[[str], str]]] = {
    "shapes": _shape,
    "diacritics": _unmark,
    "punctuation": _unpunctuate,
    "spelling": lambda text: text.translate(_ALEFS),
    "case": str.casefold,
    "spacing": _unspace,
}
"""Each cosmetic kind with the function that takes it off a text; they are applied in this order."""


def undress(text: str, *, but: str | None = None) -> str:
    """A text without its dress, or with one kind of it left on."""
    for kind, take_off in DRESS.items():
        if kind != but:
            text = take_off(text)
    return text


def dress_kinds(old: str, new: str) -> tuple[str, ...]:
    """In which kinds of dress two texts differ that are otherwise the same; they do differ."""
    one, other = _shape(old), _shape(new)
    kinds = [kind for kind in DRESS if kind != "shapes" and _left(one, kind) != _left(other, kind)]
    has_shapes = undress(old, but="shapes") != undress(new, but="shapes")
    return (*kinds, "shapes") if has_shapes or not kinds else tuple(kinds)


def _left(text: str, kind: str) -> str:
    """A text with one kind of dress on; the space beside a mark that was taken off is none of the text's own."""
    return _SPACES.sub(lambda found: "\n" if "\n" in found[0] else " ", undress(text, but=kind)).strip(" ")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, what stands before it (nothing, a space or a line break), and what it is without its dress."""

    before: str
    text: str
    key: str

    @property
    def is_bare(self) -> bool:
        """Whether it is only dress: a lone dash or bullet."""
        return not self.key


# Scripts without spaces (Thai, Lao, Burmese, Khmer, kana, Han) are compared by character.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_TOKEN: Final = re.compile(rf"\s*(?:[{_UNSPACED}]|[^\s{_UNSPACED}]+)")
_REMEMBERED: Final = 1 << 15


@lru_cache(maxsize=_REMEMBERED)
def key_of(text: str) -> str:
    """A word without its dress."""
    return undress(text)


def split_words(paragraph: str) -> tuple[Word, ...]:
    """The words of a line; the first one stands after a line break."""
    words: list[Word] = []
    for found in _TOKEN.findall(paragraph):
        text = found.lstrip()
        before = "\n" if not words else " " if text != found else ""
        words.append(Word(before, text, key_of(text)))
    return tuple(words)
