"""Decides which blocks are the article's, by trees learned from pages whose text is known (`bench.train_body`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pipeline.parse.block_features import COPIED, BlockMeasure, Guess
from pipeline.parse.block_trees import Row
from pipeline.parse.document import Document

Judge = Callable[[Document, Guess], list[int]]
"""Chooses the numbers of an article's blocks from the page and a first guess."""
Score = Callable[[Row], float]
MOST_BLOCKS: Final = 4000
"""Blocks from which the first guess stands; of 609 real pages the longest asks about 814."""
FIRM: Final = 3.0
"""The score of what is plain without trees."""
LEAST: Final = -0.05
"""Score, in log-odds, from which a block is the article's."""


def choose_blocks(document: Document, guess: Guess, score: Score | None = None) -> list[int]:
    """The numbers of the blocks that are the article's, in order, a copy once; by other trees when they are given."""
    if len(guess.blocks) > MOST_BLOCKS:
        return [number for number, kept in zip(guess.blocks, guess.kept, strict=True) if kept]
    measure = BlockMeasure(document, guess)
    if score is None:
        scores = measure.scores(FIRM)
    else:
        scores = [FIRM * (2 * told - 1) if isinstance(told, bool) else score(told) for told in measure.settle()]
    _level_lists(document, guess, scores)
    chosen = [weight >= LEAST for weight in scores]
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


def _level_lists(document: Document, guess: Guess, scores: list[float]) -> None:
    """Let the items of a list that was kept at first stay or go together, by their mean."""
    outline, start = document.outline, guess.blocks.start
    owners, up, tags, number = outline.block_owner, outline.up, outline.tags, 0
    while number < len(scores):
        end, group = number + 1, up[owners[start + number]]
        if tags[owners[start + number]] == "li" and guess.kept[number]:
            while end < len(scores) and guess.kept[end] and up[owners[start + end]] == group:
                end += 1
            scores[number:end] = [sum(scores[number:end]) / (end - number)] * (end - number)
        number = end


def _fill_gaps(document: Document, guess: Guess, chosen: list[bool]) -> None:
    """Give back what was kept at first amid the article: a single block beside one of it, a list in its text."""
    outline, up, start = document.outline, document.outline.up, guess.blocks.start
    owners, number = outline.block_owner, 0
    while number < len(chosen) - 1:
        number += 1
        if chosen[number] or not chosen[number - 1]:
            continue
        end, group = number, up[owners[start + number]]
        while end < len(chosen) and not chosen[end] and guess.kept[end] and up[owners[start + end]] == group:
            end += 1
        if number < end < len(chosen) and chosen[end]:
            beside = up[owners[start + number - 1]], up[owners[start + end]]
            is_list = outline.tags[owners[start + number]] == "li" and up[group] in beside
            chosen[number:end] = [is_list or (end - number == 1 and group in beside)] * (end - number)
        number = max(number, end - 1)
