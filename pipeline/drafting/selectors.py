"""Selectors that last: from ids, itemprops and classes that mean something, tried on all pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborNode

from pipeline.drafting.samples import Sample

MAX_UP: Final = 6
"""Elements around the wanted one that a selector may begin at."""
_NAME = re.compile(r"-?[^\W\d][\w-]*")
_MADE = re.compile(
    r"^(?:css|sc|jsx|svelte|emotion|styled?|styles?|makeStyles|Mui\w+|chakra|tw|astro|data-v|ember|react|yui|ui-id)"
    r"[-_]?[\w]*\d|^_|__(?=[\w-]*\d|[\w-]+[A-Z])[\w-]{4,7}$|--?[A-Za-z]*\d[A-Za-z0-9]{3,}$"
)
"""What build tools and frameworks call classes: `css-1x2y3z`, `sc-bdVaJa`, `Article_body__3xK2d`, `jsx-123456`."""
_UTILITY = re.compile(
    r"^(?:-?[mp][trblxyse]?-\w+|(?:col|row|grid|g[xy]?|w|h|min|max|gap|order|offset|span|z|top|left|inset|space)-[\w-]+"
    r"|(?:text|font|bg|border|rounded|leading|tracking|flex|justify|items|align|float|d|overflow|object|shadow|outline"
    r"|c)-[\w-]+"
    r"|(?:row|col|container|wrapper|clearfix|flex|grid|block|inline|hidden|relative|absolute|active|left|right|center"
    r"|first|last|odd|even|item|undefined|no-print|print|full|wide|large|small|width|height|show|fade|in|wow|animated)\d*)$"
)
"""Classes that say how an element looks, not what it is."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_a-zA-Z]+")
_VOWEL = re.compile(r"[aeiouy]|[^\x00-\x7f]", re.IGNORECASE)
_SEMANTIC: Final = {"h1": 1.5, "time": 1.5, "article": 2.0, "main": 2.0, "address": 1.5, "marquee": 1.5}
"""Tags that may stand alone, and what it costs."""
_PLAIN_COST: Final = 3.0
_ANYTHING: Final = frozenset({"p", "div", "li", "ul", "td", "tr"})
"""Tags that hold something else on the next page."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A selector and what it costs: the less, the more it can be expected to last."""

    css: str
    cost: float


def is_lasting(name: str) -> bool:
    """Whether an id or class is a word of people's, not a hash, a number or a look."""
    if not _NAME.fullmatch(name) or len(name) > 40 or _MADE.search(name) or _UTILITY.match(name):
        return False
    digits = sum(char.isdigit() for char in name)
    words = _WORD.findall(name)
    return digits <= 2 and not re.search(r"[a-z]\d[a-z]", name) and any(map(_is_word, words))


def _is_word(part: str) -> bool:
    """Whether a part of a name can be said: `rrz` of `rrzYl` cannot."""
    return len(part) >= (3 if part.isascii() else 2) and bool(_VOWEL.search(part))


def candidates(node: LexborNode) -> Iterator[Candidate]:
    """Selectors for an element: its own names, then below the names of what is around it."""
    tag, own = node.tag or "*", list(_names(node))
    yield from own
    yield Candidate(tag, _SEMANTIC.get(tag, 99.0))
    plain = [Candidate(tag, _PLAIN_COST if tag not in _SEMANTIC else 1.0)] if tag not in _ANYTHING else []
    inner = [*own, *plain]
    parent, distance = node.parent, 0
    while parent is not None and parent.tag not in (None, "html", "body") and distance < MAX_UP:
        for outer in _names(parent):
            for one in inner:
                joint = " > " if not distance and one.css == tag else " "
                yield Candidate(f"{outer.css}{joint}{one.css}", outer.cost + one.cost + 0.5 + 0.2 * distance)
        parent, distance = parent.parent, distance + 1


def _names(node: LexborNode) -> Iterator[Candidate]:
    """What an element is called, by what lasts longest."""
    tag, attributes = node.tag or "", node.attributes
    if (number := attributes.get("id") or "") and is_lasting(number):
        yield Candidate(f"#{number}", 0.6)
    for key in ("itemprop", "rel", "data-testid"):
        value = attributes.get(key) or ""
        if value and _NAME.fullmatch(value) and is_lasting(value):
            yield Candidate(f"{tag}[{key}={value}]", 0.5)
    for name in (attributes.get("class") or "").split():
        if is_lasting(name):
            yield Candidate(f"{tag}.{name}", 1.0 + len(name) / 100)


def choose(targets: Iterable[LexborNode], judge: Callable[[str], float]) -> str | None:
    """Of all selectors for the targets the one that `judge` thinks most of; None when it thinks nothing of any.

    `judge` gives the number of pages a selector is right on, with anything wrong making it 0; of equals the cheapest.
    """
    best: tuple[float, float, str] | None = None
    seen = set[str]()
    for one in (one for node in targets for one in candidates(node)):
        if one.css in seen or one.cost >= 99.0:
            continue
        seen.add(one.css)
        worth = judge(one.css)
        rank = (-worth, one.cost, one.css)
        if worth > 0 and (best is None or rank < best):
            best = rank
    return best[2] if best else None


def select(sample: Sample, css: str) -> list[LexborNode]:
    """What a selector finds on a page."""
    return sample.document.tree.css(css)
