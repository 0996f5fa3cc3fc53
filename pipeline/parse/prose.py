"""How much of an article's text a block is, by its length, its links and how it ends."""

from __future__ import annotations

import re
from typing import Final

WIDE: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]"
)
"""Characters of scripts that stand for a syllable or a word."""
ENDS: Final = tuple(".!?…。！？।؟۔:”\"»“)’'」")
"""Marks at which sentences of many scripts end."""


def without_copies(paragraphs: list[str]) -> list[str]:
    """The paragraphs without a hidden copy of the whole text in one piece, kept for sharing or reading aloud."""
    longest = max(paragraphs, key=len, default="")
    if len(paragraphs) < 4 or len(longest) * 3 < sum(map(len, paragraphs)):
        return paragraphs
    others = [text for text in paragraphs if text is not longest and len(text) > 60]
    copied = sum(text[:40] in longest for text in others)
    return [text for text in paragraphs if text is not longest] if copied * 2 > len(others) else paragraphs


def measure_blocks(texts: list[str], links: list[int]) -> list[int]:
    """How much of an article's text each block is: letters, negative for what is mostly links."""
    weights = list[int]()
    for text, linked in zip(texts, links, strict=True):
        length = len(text)
        if linked * 2 > length:
            weights.append(-80 if length > 80 else -length)
        elif length < 20:
            weights.append(0)
        elif text.isascii():
            is_prose = length >= 80 or (length >= 40 and text.endswith(ENDS))
            weights.append(length - 2 * linked if is_prose else 0)
        else:
            weights.append(_measure_wide(text, linked))
    return weights


def _measure_wide(text: str, linked: int) -> int:
    """The weight of a text whose characters may each stand for a syllable or a word, and then count twice."""
    size = length = len(text)
    if len(WIDE.findall(text[:100])) > 0.5 * min(length, 100):
        size = length * 2
    if size < 40 or (size < 80 and not text.endswith(ENDS)):
        return 0
    return size - 2 * linked
