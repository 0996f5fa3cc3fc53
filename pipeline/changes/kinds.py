"""What a changed passage changes: numbers, names, negation, text that came or went, or only the wording."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from pipeline.changes.alignment import Block, Words
from pipeline.changes.lexicon import GIVEN, INTRODUCING, NEGATIONS, NUMBER_WORDS
from pipeline.changes.words import dress_kinds
from pipeline.text import fold

PASSAGE: Final = 5
"""Words that one side has more than the other, from which text was added or removed rather than reworded."""

REWRITTEN: Final = 15
"""Words on both sides from which a passage was not reworded but replaced: text removed, and other text added."""

_ELIDED: Final = re.compile(r"^[nN]['’](?=\w)")
_FIGURE: Final = re.compile(r"\d")


_SENTENCE_ENDS: Final = ".!?؟:…"


def block_kinds(block: Block, before: Words, language: str | None) -> tuple[str, ...]:
    """The kinds of a difference; `before` are the words that stand before it."""
    if block.is_furniture:
        return ("furniture",)
    if block.note == "moved":
        return ("text_moved",)
    if block.note == "cosmetic":
        return dress_kinds(_text(block.old), _text(block.new))
    return _substantive_kinds(block, before, language)


def _text(words: Words) -> str:
    return "".join(word.before + word.text for word in words).strip(" ")


def _substantive_kinds(block: Block, before: Words, language: str | None) -> tuple[str, ...]:
    old, new = len(block.old), len(block.new)
    is_rewritten = min(old, new) >= REWRITTEN
    is_longer, is_shorter = new - old >= PASSAGE or is_rewritten, old - new >= PASSAGE or is_rewritten
    found = [kind for kind, holds in (("text_added", is_longer), ("text_removed", is_shorter)) if holds]
    for kind, find in _FINDERS.items():
        gone, come = (Counter(find(words, before, language)) for words in (block.old, block.new))
        # A passage that came or went has its own numbers and names; one that stayed has lost or gained some.
        if (gone - come and not is_shorter) or (come - gone and not is_longer):
            found.append(kind)
    return tuple(found) or ("wording",)


Finder = Callable[[Words, Words, "str | None"], Iterator[str]]


def _find_numbers(words: Words, before: Words, language: str | None) -> Iterator[str]:
    for word in words:
        if _FIGURE.search(word.key) or fold(word.text) in NUMBER_WORDS:
            yield word.key


def _find_negations(words: Words, before: Words, language: str | None) -> Iterator[str]:
    for word in words:
        if _ELIDED.match(word.text) or fold(word.text).replace(" ", "") in NEGATIONS:
            yield "not"


def _find_names(words: Words, before: Words, language: str | None) -> Iterator[str]:
    whole = (*before[-2:], *words)
    has_capitals = language != "de" and not _is_in_capitals(whole)
    start = len(whole) - len(words)
    for at, word in enumerate(words, start=start):
        if (has_capitals and _is_capitalised(whole, at)) or _is_introduced(whole, at):
            yield word.key


def _is_capitalised(words: Words, at: int) -> bool:
    """Whether a word has a capital though no sentence begins with it."""
    text = words[at].text.lstrip("\"'«“‘([")
    begins = at == 0 or words[at].before == "\n" or words[at - 1].text.rstrip("\"'»”’)]")[-1:] in _SENTENCE_ENDS
    return text[:1].isupper() and len(text) > 1 and not begins


def _is_introduced(words: Words, at: int) -> bool:
    """Whether a word is part of a name by what stands before it, or is a given name itself."""
    near = [fold(word.text) for word in words[max(at - 2, 0) : at]]
    return fold(words[at].text) in GIVEN or bool(near and (near[-1] in INTRODUCING or near[-1] in GIVEN))


def _is_in_capitals(words: Words) -> bool:
    """Whether capitals tell no names here: a headline that begins every word with one."""
    letters = [word.text[:1] for word in words if word.text[:1].isalpha()]
    return len(letters) > 3 and sum(map(str.isupper, letters)) > 0.6 * len(letters)


_FINDERS: Final[dict[str, Finder]] = {
    "numbers": _find_numbers,
    "names": _find_names,
    "negation": _find_negations,
}
