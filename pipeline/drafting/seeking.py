"""Looks for the one selector that gives a field on every page where it is known, and something fit on the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from selectolax.lexbor import LexborNode

from pipeline import dates
from pipeline.dates import Moment
from pipeline.drafting.model import RuleDraft
from pipeline.drafting.samples import Sample
from pipeline.drafting.selectors import choose, select
from pipeline.parse.outline import draw_outline
from pipeline.parse.people import clean_authors
from pipeline.parse.site_rules import text_of
from pipeline.text import fold

MAX_TEXT: Final = 300
"""Characters an element may have to hold a title, date or name."""
LEAST: Final = 200
"""Characters of text from which what a selector finds can be a body on a page where none was read."""
ALIKE: Final = 0.9
"""The share of the paragraphs read that an element must hold to be their container."""
FILLED: Final = 0.6
"""The share of a container's lines that must be wanted: `main` around half a page is no rule for a body."""

Reads = Callable[[Sample, LexborNode], Any]
"""What an element says, in the form that two answers can be compared in; None for nothing."""


def seek_rule(name: str, samples: list[Sample], values: list[Any]) -> RuleDraft | None:
    """A rule right on every page with a value and fit on at least one more, or on all; None when there is none."""
    wanted = [key_of(name, value) for value in values]
    for attr, reads in _READS.get(name, ()):
        goal = _Goal(name, samples, wanted, reads)
        css = choose(islice(goal.targets(), MAX_TARGETS), goal.judge)
        if css:
            return RuleDraft(css, attr, name == "authors")
    return None


MAX_TARGETS: Final = 12
"""Elements with the wanted text that selectors are made of; the same byline can stand on a page many times."""


@dataclass(frozen=True, slots=True)
class _Goal:
    """What a selector is sought for: a field, the pages, what it is on each (None where not known), how it is read."""

    name: str
    samples: list[Sample]
    wanted: list[Any]
    reads: Reads

    def targets(self) -> Iterator[LexborNode]:
        """The elements that say the wanted, page by page."""
        for sample, want in zip(self.samples, self.wanted, strict=True):
            if want:
                yield from _elements(sample, self.name, want, self.reads)

    def judge(self, css: str) -> float:
        """On how many pages a selector is right or, where nothing is known, fit; 0 when it is wrong anywhere.

        The element with least around what is wanted is worth a little more.
        """
        right, fit, tight = 0, 0, 0.0
        for sample, want in zip(self.samples, self.wanted, strict=True):
            nodes = select(sample, css)
            if len(nodes) > MOST[self.name]:
                return 0
            said = _say(self.name, sample, nodes, self.reads)
            if want and said != want and not (self.name == "body" and said and _holds(said, want)):
                return 0
            right += bool(want)
            fit += not want and bool(said)
            tight += self.tightness(nodes[0], want, said) if want and not self.is_by_attribute else 0
        return right + fit + tight if fit or right == len(self.samples) else 0

    @property
    def is_by_attribute(self) -> bool:
        """Whether the field is read from an attribute, beside which no text stands."""
        return self.reads in (_attribute_day, _picture)

    def tightness(self, node: LexborNode, want: Any, said: Any) -> float:
        """How little else an element holds, from 0 to 0.1."""
        if self.name == "body":
            return len(want) / len(said) / 10
        return min(1.0, SHORT / max(len(text_of(node)), 1)) / 10


SHORT: Final = 20
"""Characters of a title, date or name in an element of its own; a longer one may hold more beside it."""
MOST: Final = {"title": 1, "body": 1, "published": 2, "authors": 12, "section": 3, "image": 2, "modified": 2}
"""Elements that a field's selector may find on a page: what finds more finds other things too."""


def _say(name: str, sample: Sample, nodes: list[LexborNode], reads: Reads) -> Any:
    told = [said for node in nodes if (said := reads(sample, node))]
    if name == "authors":
        return tuple(sorted({one for said in told for one in said})) or None
    return told[0] if told else None


def _holds(said: frozenset[str], want: frozenset[str]) -> bool:
    """Whether a container has nearly all of the wanted lines and not much else."""
    return len(said & want) >= ALIKE * len(want) and len(want) >= FILLED * len(said)


def key_of(name: str, value: Any) -> Any:
    """A value in the form that `reads` gives."""
    if not value:
        return None
    if isinstance(value, Moment):
        return value.day
    if name == "authors":
        return tuple(sorted(fold(one) for one in value))
    if name == "body":
        return frozenset(fold(line) for line in str(value).split("\n"))
    return value if name == "image" else fold(str(value))


def _elements(sample: Sample, name: str, want: Any, reads: Reads) -> Iterator[LexborNode]:
    """The elements that say the wanted."""
    outline = sample.document.outline
    if name == "body":
        if sample.body:
            element = sample.body.container
            yield from (outline.nodes[number] for number in (element, *sample.document.ancestors(element)[:2]))
        return
    nodes = sample.document.tree.css("img[src]") if name == "image" else outline.nodes
    for number, node in enumerate(nodes):
        if name != "image":
            size = outline.piece_to[number] - outline.piece_from[number]
            if size > 40 or outline.tags[number] in ("html", "head", "title", "meta", "link", "body"):
                continue
        said = reads(sample, node)
        if said and (said == want or (name == "authors" and set(said) <= set(want))):
            yield node


def _text(sample: Sample, node: LexborNode) -> str | None:
    text = text_of(node)
    return fold(text) or None if len(text) <= MAX_TEXT else None


def _names(sample: Sample, node: LexborNode) -> tuple[str, ...] | None:
    text = text_of(node)
    if not 2 < len(text) <= MAX_TEXT:
        return None
    return tuple(fold(name) for name in clean_authors((text,), lambda name: False)) or None


def _day(sample: Sample, text: str | None) -> Any:
    if not text or len(text) > MAX_TEXT or not any(char.isdigit() for char in text):
        return None
    moment = dates.read(text, now=sample.capture.fetched_at, language=sample.document.declared_language)
    return moment.day if moment and moment.precision not in ("year", "month") else None


def _attribute_day(sample: Sample, node: LexborNode) -> Any:
    return _day(sample, node.attributes.get("datetime"))


def _text_day(sample: Sample, node: LexborNode) -> Any:
    return _day(sample, text_of(node))


def _lines(sample: Sample, node: LexborNode) -> frozenset[str] | None:
    blocks = draw_outline(node).blocks
    return frozenset(map(fold, blocks)) if sum(map(len, blocks)) >= LEAST else None


def _picture(sample: Sample, node: LexborNode) -> str | None:
    return sample.document.resolve(node.attributes.get("src"), sample.document.base)


_READS: Final[dict[str, tuple[tuple[str | None, Reads], ...]]] = {
    "title": ((None, _text),),
    "section": ((None, _text),),
    "published": (("datetime", _attribute_day), (None, _text_day)),
    "modified": (("datetime", _attribute_day), (None, _text_day)),
    "authors": ((None, _names),),
    "body": ((None, _lines),),
    "image": (("src", _picture),),
}
"""How an element can say a field: by which attribute (None for its text)."""
