"""Text as people see it, as a terminal may show it, and as search compares it."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

import Stemmer

from pipeline import arabic


def squeeze(text: str) -> str:
    """One line, single spaces, no outer space, NFC; zero-width spaces and BOMs dropped."""
    if text.isprintable() and "  " not in text:  # no other white space, and nothing without width
        return unicodedata.normalize("NFC", text.strip(" "))
    spaced = text.replace("\u200b", " ").replace("\ufeff", " ")
    return unicodedata.normalize("NFC", " ".join(spaced.split()))


def to_lower(text: str) -> str:
    """`text.lower()` for modules that are compiled: mypyc 2.4 writes a final sigma as any other there."""
    return text.lower()


# Controls (C0, C1, DEL) steer terminals; the bidi embeddings, overrides and isolates of UAX #9 reorder what
# follows them; surrogates cannot be encoded; interlinear marks and tags are invisible. ZWNJ, ZWJ, LRM and RLM stay:
# Persian, emoji and mixed lines need them and they reach no further than their neighbours.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_BREAKS = str.maketrans({"\t": " ", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"})


def clean_display(text: str) -> str:
    """Text that cannot steer a terminal or reorder a page: no control or bidi-reordering characters.

    Newlines are kept, tabs become spaces. The archive keeps the text as it came; this is for showing it.
    """
    if text.isprintable():
        return text
    return _UNSAFE.sub("", text.translate(_BREAKS))


# Scripts written without spaces between words (Thai, Lao, Burmese, Khmer, kana, Han), without their vowel signs.
_UNSPACED = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u1000-\u102a\u1780-\u17b3"
    "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_COUNTED = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}][^\s{_UNSPACED}]*")


def count_words(text: str) -> int:
    """The number of words; scripts written without spaces (Chinese, Japanese, Thai …) count by character."""
    return len(_COUNTED.findall(text))


# Letters that are spelled one for the other: by habit (hamza and its seats, teh marbuta and heh, alef maqsura and yeh)
# or by the keyboard (Persian and Urdu forms); and Latin letters that Unicode does not decompose.
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("أإآٱٲٳ", "ا"),
        **dict.fromkeys("ؤۇۈۋ", "و"),
        **dict.fromkeys("ئىیېےۓ", "ي"),
        **dict.fromkeys("ةەہۀۂۃھ", "ه"),
        **dict.fromkeys("کڪڭ", "ك"),
        "ڤ": "ف",
        "ڨ": "ق",
        **{"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ħ": "h"},
        **{"\u2044": "/", "\u2215": "/", "\u066b": ".", "\u060c": ",", "\u3001": ",", "\uff64": ","},
        **dict.fromkeys("‘’‛ʼ", "'"),
    }
)
# Marks that search passes over: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowels and Quranic signs.
# Other scripts' vowel signs are letters to their readers and stay.
_PASSED_OVER = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u08ca-\u08e1\u08e3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
)
_KEPT_WHOLE = frozenset("йїў")  # letters of their own, though Unicode decomposes them; ё is spelled е as often as not
_CACHED_WORDS = 1 << 14  # of real text some nine words in ten; a table of all words would grow for days
_CACHED = 1 << 15  # characters remembered per table: a hostile text must not fill memory


class _Folding(dict[int, str]):
    """A translation table that works out each character's folded form the first time it is met."""

    def __init__(self, *, keeps_punctuation: bool) -> None:
        super().__init__()
        self.keeps_punctuation = keeps_punctuation

    def __missing__(self, code: int) -> str:
        folded = "".join(self._fold_one(char) for char in _fold_letter(chr(code)))
        if len(self) < _CACHED:
            self[code] = folded
        return folded

    def _fold_one(self, char: str) -> str:
        category = unicodedata.category(char)
        if category[0] in "LMNC":
            return _fold_other(char, category)
        if self.keeps_punctuation and category[0] in "PS":
            return "-" if category == "Pd" or char == "\u2212" else char
        return " "


def _fold_other(char: str, category: str) -> str:
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category in ("Cc", "Cs", "Cn", "Co"):
        return " "
    return "" if category == "Cf" else char


def _fold_letter(char: str) -> str:
    """One character without case, compatibility form, accent or spelling habit; may be none or several."""
    before = ""
    while char != before:
        before = char
        char = unicodedata.normalize("NFKC", char).casefold().translate(_ALIKE)
        if char not in _KEPT_WHOLE:
            char = _PASSED_OVER.sub("", unicodedata.normalize("NFKD", char))
    return unicodedata.normalize("NFC", char)


_LONGEST_WORD = 40  # letters; what is longer is no word, and stemming it again and again would take quadratic time
_LETTERS = _Folding(keeps_punctuation=True)
_WORDS = _Folding(keeps_punctuation=False)


def fold_letters(text: str) -> str:
    """`fold` that leaves punctuation in place: dashes become `-`, every space a plain one, runs of them stay."""
    return unicodedata.normalize("NFKC", text).translate(_LETTERS)


def fold(text: str) -> str:
    """The form in which search and comparison see a text; folding it again changes nothing.

    No case, accents, Arabic vowels, tatweel, hamza seats, invisible characters or punctuation; teh marbuta is heh,
    alef maqsura is yeh, Persian and Urdu letters are Arabic ones, digits are ASCII, spaces are single.
    """
    words = text.split()  # nothing composes across a space, so each word folds by itself
    return " ".join(filter(None, _folded.of(words)))


def _fold_whole(text: str) -> str:
    if text.isascii() and text.isalnum():
        return text.lower()  # what all that follows would say, in a fifth of the time
    folded = unicodedata.normalize("NFKC", text).translate(_WORDS)
    return unicodedata.normalize("NFC", " ".join(folded.split()))  # dropped marks may leave jamo that compose


class _Remembered(dict[str, str]):
    """What a function makes of each word that was asked for: news repeats its words. It forgets all when it is full."""

    def __init__(self, make: Callable[[str], str]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> str:
        made = self._make(word)
        if len(word) <= _LONGEST_WORD:  # long runs are not words, and would fill memory
            if len(self) >= _CACHED_WORDS:
                self.clear()
            self[word] = made
        return made

    def of(self, words: Iterable[str]) -> Iterator[str]:
        """What is made of each."""
        return map(self.__getitem__, words)


_folded = _Remembered(_fold_whole)


_QUOTES: dict[int, str | None] = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′‹›`´ʼ＇", "'"),
        **dict.fromkeys("“”„‟″«»＂〝〞❝❞", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        **dict.fromkeys(map(chr, (0x640, 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF))),
        **dict.fromkeys(map(chr, range(0x2066, 0x206A))),
        **{chr(zero + digit): str(digit) for zero in (0x660, 0x6F0) for digit in range(10)},
        **{"ی": "ي", "ک": "ك"},
    }
)
_SHAPED = re.compile(f"[{''.join(map(chr, _QUOTES))}]")  # scanning for the few is 5 times faster than translating all
_MARKS = r"!\"'(),\-./:;?\[\]{}|،؛؟。、"
_BESIDE_MARKS = re.compile(rf" (?=[{_MARKS}])|(?<=[{_MARKS}]) ")


def fingerprint_text(text: str) -> str:
    """What dedupe hashes: equal for two renderings of one text, different for two wordings.

    Spaces and line breaks, tatweel, invisible characters, shapes of quotes, dashes and digits, and NFC or NFD do not
    count; letters, case and accents do, so that an edited title is seen as one.
    """
    plain = unicodedata.normalize("NFKC", _SHAPED.sub(lambda found: _QUOTES[ord(found[0])] or "", text))
    return _BESIDE_MARKS.sub("", " ".join(plain.split()))


# Scripts that search cuts into overlapping pairs: nothing marks their words, or (Hangul) particles cling to them.
_PAIRED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_STEMMERS = (  # first and last code of a script's letters, and the Snowball algorithms its words pass through
    (0x61, 0x24F, ("english", "french")),
    (0x370, 0x3FF, ("greek",)),
    (0x400, 0x52F, ("russian",)),
    (0x531, 0x58F, ("armenian",)),
    (0x900, 0x97F, ("hindi",)),
    (0xB80, 0xBFF, ("tamil",)),
)
_local = threading.local()  # Stemmer objects are not safe to share between threads


def _snowball(algorithm: str) -> Stemmer.Stemmer:
    stemmers: dict[str, Stemmer.Stemmer] = _local.__dict__
    if algorithm not in stemmers:
        stemmers[algorithm] = Stemmer.Stemmer(algorithm, 0)  # our own cache is in front
    return stemmers[algorithm]


def _stem(word: str) -> str:
    if len(word) > _LONGEST_WORD:
        return word
    code = ord(word[0])
    if 0x620 <= code <= 0x6FF:
        return arabic.stem(word)
    for first, last, algorithms in _STEMMERS:
        if first <= code <= last:
            return fold(_stem_twice(word, algorithms))
    return word


def _stem_twice(word: str, algorithms: Sequence[str]) -> str:
    """A word through its script's stemmers, twice: `régionale` loses its `e` first, and then what `régional` loses."""
    for algorithm in (*algorithms, *algorithms):
        word = _snowball(algorithm).stemWord(word)
    return word


def _pairs(run: str) -> Iterable[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def _find_terms(text: str) -> str:
    parts = _PAIRED.sub(lambda run: f" {' '.join(_pairs(run[0]))} ", fold(text)).split()
    return " ".join([part if _PAIRED.match(part) else _stem(part) for part in parts])


_found_terms = _Remembered(_find_terms)


def terms(text: str) -> str:
    """Folded and stemmed words joined by single spaces: the same for the index and for a query.

    A word's term hangs on its script alone, never on the text's language, so that a query whose language nobody knows
    meets the index. Latin words pass through the English and then the French stemmer; Chinese, Japanese, Korean and
    Thai become overlapping pairs of characters.
    """
    return " ".join(filter(None, _found_terms.of(text.split())))
