"""Two texts laid side by side: which paragraphs and words of one are those of the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz.distance import LCSseq

from pipeline.changes.furniture import is_furniture
from pipeline.changes.model import Note
from pipeline.changes.words import Word, split_words

Words = tuple[Word, ...]

CELLS: Final = 400_000_000
"""Words of one side times words of the other up to which they are aligned: 0.1 s and 50 MB. What is larger, and has
no paragraph in common, is another text."""

MOVED: Final = 5
"""Words from which a passage found elsewhere again has moved; what is shorter is repeated by chance."""

ISLAND: Final = 2
"""Words in common, between changes on both sides that are longer, up to which they are no reason to tell them apart."""


@dataclass(frozen=True, slots=True)
class Block:
    """Words of the old text and those in their place in the new one; equal ones are the same letter by letter."""

    old: Words
    new: Words
    is_equal: bool = False
    note: Note = ""
    is_furniture: bool = False


def align_line(old: str, new: str) -> list[Block]:
    """Two texts of one line each, side by side."""
    return _mark_moved(_align_words(split_words(old), split_words(new)))


def align_text(old: str, new: str) -> list[Block]:
    """Two texts, side by side, by paragraphs first: what is between equal paragraphs is compared by words."""
    one, other = _paragraphs(old), _paragraphs(new)
    found: list[Block] = []
    moved = _moved_keys(one, other)
    for is_equal, was, now in _match([_key(words) for words in one], [_key(words) for words in other]):
        if is_equal:
            for before, after in zip(one[was], other[now], strict=True):
                found += _align_same(before, after)
        else:
            found += _align_gap(one[was], other[now], moved)
    return _mark_moved(found)


def _paragraphs(text: str) -> list[Words]:
    return [words for line in text.split("\n") if (words := split_words(line))]


def _key(words: Words) -> str:
    return " ".join(word.key for word in words if word.key)


def _moved_keys(old: Sequence[Words], new: Sequence[Words]) -> frozenset[str]:
    """Paragraphs that both sides have equally often: where they are no match in their place, they have moved."""
    one, other = (Counter(_key(words) for words in side if len(words) >= MOVED) for side in (old, new))
    return frozenset(key for key, times in one.items() if other[key] == times)


def _align_gap(old: Sequence[Words], new: Sequence[Words], moved: frozenset[str]) -> Iterator[Block]:
    """Paragraphs that have no equal in their place: furniture and what has moved by themselves, the rest by words."""
    rest: tuple[list[Word], list[Word]] = ([], [])
    for side, paragraphs in enumerate((old, new)):
        for words in paragraphs:
            if (block := _whole(words, moved, is_new=bool(side))) is not None:
                yield block
            else:
                rest[side].extend(words)
    yield from _align_words(tuple(rest[0]), tuple(rest[1]))


def _whole(words: Words, moved: frozenset[str], *, is_new: bool) -> Block | None:
    """A paragraph that is told as a whole; None for one to be compared by words."""
    old, new = ((), words) if is_new else (words, ())
    if is_furniture(" ".join(word.text for word in words)):
        return Block(old, new, note="cosmetic", is_furniture=True)
    return Block(old, new, note="moved") if _key(words) in moved else None


def _align_words(old: Words, new: Words) -> list[Block]:
    found: list[Block] = []
    for is_equal, was, now in _join_islands(_match_words(old, new)):
        found += _align_same(old[was], new[now]) if is_equal else [_changed(old[was], new[now])]
    return _join_dress(found)


def _join_dress(blocks: Sequence[Block]) -> list[Block]:
    """Neighbours that differ in dress alone as one: a word and the lone quotation mark before it."""
    found: list[Block] = []
    for block in blocks:
        if found and found[-1].note == block.note == "cosmetic":
            block = Block(found[-1].old + block.old, found.pop().new + block.new, note="cosmetic")
        found.append(block)
    return found


Match = tuple[bool, slice, slice]


def _match_words(old: Words, new: Words) -> list[Match]:
    if len(old) * len(new) > CELLS:
        return [(False, slice(0, len(old)), slice(0, len(new)))]
    return _match([word.key for word in old], [word.key for word in new])


def _match(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """The longest common subsequence, as runs that match and runs that do not, in order."""
    # Numbers instead of texts: rapidfuzz tells the members of a list apart by their hash alone.
    numbers: defaultdict[str, int] = defaultdict(lambda: len(numbers))
    sides = [numbers[key] for key in old], [numbers[key] for key in new]
    found: list[Match] = []
    for tag, *ends in LCSseq.opcodes(*sides).as_list():
        was, now, is_equal = slice(*ends[:2]), slice(*ends[2:]), tag == "equal"
        if found and not is_equal and not found[-1][0]:
            was, now = slice(found[-1][1].start, was.stop), slice(found[-1][2].start, now.stop)
            found.pop()
        found.append((is_equal, was, now))
    return found


def _size(match: Match) -> int:
    _, was, now = match
    return max(len(range(was.start, was.stop)), len(range(now.start, now.stop)))


def _join_islands(matches: Sequence[Match]) -> list[Match]:
    """Without the chance matches (an "and", a "the") that would cut a rewritten sentence into splinters."""
    found: list[Match] = []
    for at, match in enumerate(matches):
        is_between = match[0] and 0 < at < len(matches) - 1 and _size(match) <= ISLAND
        is_island = is_between and min(_size(found[-1]), _size(matches[at + 1])) > ISLAND
        if found and not found[-1][0] and (is_island or not match[0]):
            _, was, now = found.pop()
            match = (False, slice(was.start, match[1].stop), slice(now.start, match[2].stop))
        found.append(match)
    return found


def _align_same(old: Words, new: Words) -> list[Block]:
    """Words that are the same but for their dress, the letter by letter equal ones apart from the others."""
    if len(old) != len(new):
        return [_changed(old, new)]
    pairs = zip(old, new, strict=True)
    same = [was.text == now.text and was.before == now.before for was, now in pairs]
    found: list[Block] = []
    start = 0
    for at in range(1, len(same) + 1):
        if at == len(same) or same[at] != same[start]:
            found.append(Block(old[start:at], new[start:at], same[start], "" if same[start] else "cosmetic"))
            start = at
    return found


def _changed(old: Words, new: Words) -> Block:
    is_dress = "".join(word.key for word in old) == "".join(word.key for word in new)
    return Block(old, new, note="cosmetic" if is_dress else "")


def _mark_moved(blocks: Sequence[Block]) -> list[Block]:
    """Passages that went in one place and came in another have moved."""
    gone = {_key(block.old) for block in blocks if _is_passage(block) and block.old}
    both = gone & {_key(block.new) for block in blocks if _is_passage(block) and block.new}
    return [
        replace(block, note="moved") if _is_passage(block) and _key(block.old or block.new) in both else block
        for block in blocks
    ]


def _is_passage(block: Block) -> bool:
    """Whether it is text of one side only, long enough to be known again."""
    return not block.note and bool(block.old) != bool(block.new) and len(block.old or block.new) >= MOVED
