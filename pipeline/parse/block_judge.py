"""Decides which blocks are the article's, by trees learned from pages whose text is known (`bench.train_body`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pipeline.parse import block_trees
from pipeline.parse.block_features import COPIED, BlockMeasure, Guess
from pipeline.parse.document import Document

Judge = Callable[[Document, Guess], list[int]]
"""Chooses the numbers of an article's blocks from the page and a first guess."""
Score = Callable[[Sequence[float]], float]
MOST_BLOCKS: Final = 4000
"""Blocks from which the first guess stands; of 609 real pages the longest asks about 814."""
LEAST: Final = -0.1
"""Score, in log-odds, from which a block is the article's: one in doubt rather is."""


def choose_blocks(document: Document, guess: Guess, score: Score = block_trees.score) -> list[int]:
    """The numbers of the blocks that are the article's, in order, a copy once."""
    if len(guess.blocks) > MOST_BLOCKS:
        return [number for number, kept in zip(guess.blocks, guess.kept, strict=True) if kept]
    answers = BlockMeasure(document, guess).settle()
    chosen = [answer if isinstance(answer, bool) else score(answer) >= LEAST for answer in answers]
    _fill_gaps(document, guess, chosen)
    texts, seen, numbers = document.outline.blocks, set[str](), list[int]()
    for number, is_chosen in zip(guess.blocks, chosen, strict=True):
        if is_chosen:
            text = texts[number]
            if len(text) >= COPIED:
                if text in seen:
                    continue
                seen.add(text)
            numbers.append(number)
    return numbers


def _fill_gaps(document: Document, guess: Guess, chosen: list[bool]) -> None:
    """Give back a single block that was kept at first, between two that are the article's and beside one of them."""
    up, owners, start = document.outline.up, document.outline.block_owner, guess.blocks.start
    for number in range(1, len(chosen) - 1):
        if guess.kept[number] and not chosen[number] and chosen[number - 1] and chosen[number + 1]:
            before, parent, after = (up[owners[start + place]] for place in (number - 1, number, number + 1))
            chosen[number] = parent in (before, after)
