"""Finds what repeats on a site's pages among the paragraphs taken for text: furniture, and how to leave it out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborNode

from pipeline.drafting.samples import Sample
from pipeline.drafting.selectors import choose, select
from pipeline.parse.outline import draw_outline

SHORTEST: Final = 8
"""Characters below which a line says nothing: "–", "***"."""
MOST: Final = 0.5
"""The share of a page's text that can be furniture; more is the same story told twice."""
ENOUGH: Final = 12
"""Selectors and patterns of a file; a page with more furniture in its text needs a rule for its body."""
_LABEL: Final = re.compile(r"^([^\W\d][^:：.!?؟،,]{2,30}?)\s?[:：]\s?\S")
_LONGEST: Final = 60
_BARE: Final = re.compile(r"(?:^|[ >])\w+$")
"""A selector that ends in a bare tag would also take other headings or paragraphs of pages not seen yet."""


def find_furniture(samples: list[Sample]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Selectors to drop, and patterns of lines to drop; from one page alone nothing can be told."""
    read = [sample for sample in samples if sample.page.article]
    repeated = _repeated(read)
    drop, covered = dict[str, None](), set[str]()
    for text in repeated:
        if text not in covered and (css := _selector_for(text, read, repeated)):
            drop[css] = None
            covered |= {line for sample in read for node in select(sample, css) for line in draw_outline(node).blocks}
    left = [_as_pattern(text) for text in repeated if text not in covered]
    labels = [f"^{escape(label)} ?[:：]" for label in _labels(read, covered)]
    patterns = dict.fromkeys([*labels, *(text for text in left if not _is_labelled(text, labels))])
    return tuple(drop)[:ENOUGH], tuple(patterns)[:ENOUGH]


def _is_labelled(pattern: str, labels: list[str]) -> bool:
    return any(pattern.startswith(label.removesuffix(" ?[:：]")) for label in labels)


def _repeated(samples: list[Sample]) -> list[str]:
    """The paragraphs read on at least two pages and half of them, in the order of the pages."""
    if len(samples) < 2:
        return []
    counts = Counter(text for sample in samples for text in dict.fromkeys(sample.article.paragraphs))
    found = [text for text, count in counts.items() if count >= max(2, len(samples) / 2) and len(text) >= SHORTEST]
    lines = set(found)
    is_too_much = any(_length(sample, lines) > MOST * len(sample.article.body) for sample in samples)
    return [] if is_too_much else found


def _length(sample: Sample, lines: set[str]) -> int:
    return sum(len(text) for text in sample.article.paragraphs if text in lines)


def _selector_for(text: str, samples: list[Sample], repeated: list[str]) -> str | None:
    """A selector that finds the element of a repeated line, and nothing else that was read, on any page."""
    lines = set(repeated)
    targets = [node for sample in samples for node in _elements_of(text, sample, lines)]

    def judge(css: str) -> float:
        found = 0
        for sample in samples:
            own = set(sample.article.paragraphs) - lines
            blocks = [line for node in select(sample, css) for line in draw_outline(node).blocks]
            if own & set(blocks) or (_BARE.search(css) and not lines.issuperset(blocks)):
                return 0
            found += text in blocks
        return found if found >= 2 else 0

    return choose(targets, judge)


def _elements_of(text: str, sample: Sample, lines: set[str]) -> Iterator[LexborNode]:
    """The element of a line and those around it in which nothing else was read but repeated lines, outermost first."""
    outline, own = sample.document.outline, set(sample.article.paragraphs) - lines
    for block, line in enumerate(outline.blocks):
        if line != text:
            continue
        chain = []
        element = outline.block_owner[block]
        while element >= 0 and outline.tags[element] not in ("html", "body"):
            if own & {outline.blocks[number] for number in outline.blocks_of(element)}:
                break
            chain.append(outline.nodes[element])
            element = outline.up[element]
        yield from reversed(chain)


def escape(text: str) -> str:
    """A text as a pattern of itself; `re.escape` would put a backslash before every space and letter mark too."""
    return _MEANING.sub(r"\\\g<0>", text)


_MEANING: Final = re.compile(r"[.^$*+?{}\[\]\\|()]")


def _as_pattern(text: str) -> str:
    """A pattern of the whole line, or of its first words when it is long."""
    if len(text) <= _LONGEST:
        return f"^{escape(text)}$"
    return f"^{escape(text[:_LONGEST].rpartition(' ')[0] or text[:_LONGEST])}"


def _labels(samples: list[Sample], covered: set[str]) -> Iterator[str]:
    """Labels before a colon that begin linked lines on at least two pages and half of them: "Read also: …"."""
    pages = defaultdict[str, set[str]](set)
    for sample in samples:
        linked = _linked(sample)
        for text in sample.article.paragraphs:
            label = _LABEL.match(text)
            if label and text in linked and text not in covered:
                pages[label[1]].add(sample.url)
    return (label for label, urls in pages.items() if len(urls) >= max(2, len(samples) / 2))


def _linked(sample: Sample) -> set[str]:
    """The lines of which a third or more is links."""
    outline = sample.document.outline
    return {text for text, links in zip(outline.blocks, outline.block_links, strict=True) if links * 3 >= len(text)}
