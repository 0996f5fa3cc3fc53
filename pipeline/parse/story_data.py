"""Which part of a page's script data is its story: the objects with its title or address, and where their prose is.

Other stories' objects (a headline and a link) count for nothing, nor does what stands under keys for pictures,
summaries, settings and consent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote

from pipeline.parse.prose import ENDS, WIDE
from pipeline.parse.rich_text import (
    KEYS,
    MAX_KEY,
    is_beside,
    is_link_key,
    is_teaser,
    join_run,
    kind_of,
    read_leaf,
    told_links,
    told_titles,
)
from pipeline.parse.script_data import load_text
from pipeline.text import fold

MIN_STORY: Final = 250
"""Characters of prose from which an object with the page's title is its story."""
MIN_UNSAID: Final = 600
"""The same on a page that does not say that it is an article: a section's own text is shorter."""
TEASER_PROSE: Final = 300
"""Characters of prose that entries of other stories have on average, at most."""
MIN_NAMELESS: Final = 500
"""Characters of prose in one part that stand for the story when nothing carries the page's title."""
MAX_NODES: Final = 60_000
"""Lists and objects that are looked at; the richest of 609 real pages has 10,000."""
MIN_LOADED: Final = 200
"""Characters from which a text is tried as JSON of its own."""
MAX_CLIMB: Final = 5
"""How far above an object with the page's title its text may hang."""
MAX_NOTICE: Final = 3_000
"""Characters of a text about consent that is no story."""
MAX_TEXT: Final = 500_000
"""Characters of one text that are measured."""

_BESIDE = re.compile(
    r"^(?:seo|meta|og(?=[A-Z:_])|twitter|related|recommend|most|popular|trending|latest|newsletter|paywall|author|byline"
    r"|contributor|comment|tags?$|keyword|topics?$|navi|menu|footer|header$|cookie|consent|legal|terms|disclaimer"
    r"|copyright|messages?$|translation|i18n|locale|labels?$|config|setting|style|css|script|schema|tracking|analytics"
    r"|ads?(?=$|[A-Z_])|advert|promo|teaser|social|share|sponsor|images?$|photos?$|videos?$|gallery|podcast|audio"
    r"|description|summary|excerpt|abstract|bio|categor|section$|sections?Info|publisher|organi[sz]ation|brand"
    r"|breadcrumb|embed|subtitle|deck|dek$|standfirst|lead$|next|prev)"
    r"|(?:caption|credit|alt|description|summary|excerpt|bio|teaser|url|slug|href|css|query|queryHash)$",
    re.IGNORECASE,
)
_SUMMARY = re.compile(r"(?:description|summary|excerpt|abstract|lead)$", re.IGNORECASE)
_COOKIE = re.compile(r"\bcookies?\b")
_LEGAL = (
    "consent",
    "privacy",
    "gdpr",
    "confidentialité",
    "données personnelles",
    "datenschutz",
    "privacidad",
    "riservatezza",
)
_BROWSER = ("javascript", "ad blocker", "adblocker", "browser")
_BODY = re.compile(
    r"^(?:article|story|post|news)?_?(?:body|content|text|html|paragraphs|elements|blocks)", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_ANCHORS = re.compile(r"<a\b[^<>]{0,2000}>[^<>]{0,2000}</a>")
_TAGS = re.compile(r"<[^<>]{0,2000}>")


@dataclass(slots=True)
class _Node:
    """A list or object of the data: where it hangs, and how much prose is in it."""

    value: Any
    up: int
    key: str
    is_own: bool = False
    is_titled: bool = False  # own by its title, which is surer than by an address or a number
    is_other: bool = False
    is_beside: bool = False
    prose: int = 0
    parts: list[tuple[int, int, Any]] = field(default_factory=list)  # of what it holds: bonus prose, prose, part


class StoryData:
    """The data as a tree (what is shared hangs where it is met first) with the prose of every part added up."""

    def __init__(self, values: list[Any], titles: list[str], path: str) -> None:
        self.titles, self.path = titles, path
        self.path_parts = {
            *re.findall(r"\d{6,}", path),
            *(part for part in re.split(r"[/.]", path) if _DIGIT.search(part)),
        }
        self.nodes: list[_Node] = [_Node(values, -1, "")]
        self.of_value: dict[int, int] = {id(values): 0}
        self.texts: list[tuple[int, str, str]] = []
        self.unpacked: list[Any] = []  # keeps values alive, since they are known by their ids
        self._lay_out()
        self._add_up()

    def _lay_out(self) -> None:
        """Number the lists and objects, outer ones first."""
        number = 0
        while number < len(self.nodes) < MAX_NODES:
            value = self.nodes[number].value
            if isinstance(value, dict):
                for key, child in value.items():
                    self._take(number, str(key), child)
            else:
                run = join_run(value)
                if run:
                    self.texts.append((number, "", run))
                for child in value:
                    if not run or read_leaf(child) is None:
                        self._take(number, "", child)
            number += 1

    def _take(self, number: int, key: str, child: Any) -> None:
        """Note one thing that a list or object holds."""
        if isinstance(child, str):
            loaded = load_text(child) if len(child) > MIN_LOADED else None
            if loaded is None or isinstance(loaded, str):
                self.texts.append((number, key, loaded or child))
                return
            self.unpacked.append(loaded)
            child = loaded
        if isinstance(child, list | dict) and id(child) not in self.of_value:
            self.of_value[id(child)] = len(self.nodes)
            self.nodes.append(self._open(child, number, key))

    def _open(self, value: Any, up: int, key: str) -> _Node:
        node = _Node(value, up, key, is_beside=_is_beside_key(key))
        if isinstance(value, dict):
            titles = [fold(text) for text in told_titles(value)]
            links = [unquote(text).lower() for text in told_links(value)]
            node.is_titled = any(map(self._is_title, titles))
            node.is_own = node.is_titled or any(map(self._is_address, links))
            node.is_other = not node.is_own and is_teaser(value)
            node.is_beside = node.is_beside or is_beside(kind_of(value))
        return node

    def _is_title(self, text: str) -> bool:
        size = len(text)
        return any(
            text == title or (size > 0.5 * len(title) and text in title) or (len(title) > 0.5 * size and title in text)
            for title in self.titles
        )

    def _is_address(self, link: str) -> bool:
        """Whether a link ends as the page's address does, or is the number or slug in it."""
        if not self.path:
            return False
        told = link.split("?")[0].split("#")[0].strip("/")
        if len(told) >= 8 and told.endswith(self.path):
            return True
        return len(told) >= 6 and told in self.path_parts

    def _add_up(self) -> None:
        """Carry prose from the texts up to the root; other stories and what is beside them carry none."""
        nodes = self.nodes
        shielded = set[int]()
        for node in nodes:
            if node.is_own:
                self._shield(node.up, shielded)
        for number, key, text in self.texts:
            if size := measure_text(text, key):
                self._add_part(nodes[number], key, size, text)
        for number in range(len(nodes) - 1, 0, -1):
            node = nodes[number]
            if node.prose and not node.is_other and not node.is_beside and not _is_teaser_list(node):
                self._add_part(nodes[node.up], node.key, node.prose, node.value)

    def _shield(self, number: int, shielded: set[int]) -> None:
        """What holds this page's story is no other story, and not beside it."""
        while number >= 0 and number not in shielded:
            shielded.add(number)
            self.nodes[number].is_other = False
            number = self.nodes[number].up

    def _add_part(self, node: _Node, key: str, size: int, part: Any) -> None:
        bonus = size * 3 // 2 if _BODY.search(key) else size
        node.parts.append((bonus, size, part))
        node.prose += size

    def find_parts(self, *, is_story: bool) -> list[Any]:
        """The parts that may be the page's body, the likeliest first."""
        own = [number for number, node in enumerate(self.nodes) if node.is_own]
        for climb in range(MAX_CLIMB):
            least = (MIN_STORY if is_story else MIN_UNSAID) * (1 + climb)
            rich = [number for number in dict.fromkeys(own) if number and self.nodes[number].prose >= least]
            if rich:
                return [self._descend(self.nodes[self._innermost(rich)].value)]
            own = [max(self.nodes[number].up, 0) for number in own]
        return self._find_nameless() if is_story else []

    def _find_nameless(self) -> list[Any]:
        """The one large text that is kept under a name for bodies and written in paragraphs; of several none."""
        texts: dict[str, str] = {}
        cut: list[bool] = []
        for node in self.nodes:
            cut.append(node.is_other or node.is_beside or (node.up >= 0 and cut[node.up]))
            for bonus, size, part in node.parts if not cut[-1] else ():
                if bonus > size >= MIN_NAMELESS and isinstance(part, str) and part.count("<p") >= 3:
                    texts[part[:200]] = part
        first, *others = sorted(texts.values(), key=len, reverse=True) or [""]
        return [first] if first and all(len(other) * 3 < len(first) for other in others) else []

    def _innermost(self, rich: list[int]) -> int:
        """Of the objects with prose the innermost that can be the whole story: what holds it holds more besides."""
        nodes = self.nodes
        most = max(nodes[number].prose for number in rich)
        titled = [number for number in rich if nodes[number].is_titled and nodes[number].prose >= max(600, 0.2 * most)]
        return titled[-1] if titled else next(n for n in reversed(rich) if nodes[n].prose >= 0.75 * most)

    def _descend(self, part: Any) -> Any:
        """The part inside where the prose is: as long as one thing holds most of it."""
        while isinstance(part, list | dict):
            node = self.nodes[self.of_value[id(part)]]
            if not node.parts:
                break
            _, size, best = max(node.parts, key=lambda each: each[0])
            if isinstance(part, list) and size < 0.75 * node.prose:
                break
            part = best
        return part


def _is_teaser_list(node: _Node) -> bool:
    """Whether a list is of other stories that have numbers for links: each a headline of its own and a few words."""
    items = [item for item in node.value if isinstance(item, dict)] if isinstance(node.value, list) else []
    if len(items) < 3 or node.prose > TEASER_PROSE * len(items):
        return False
    titles = {
        title for item in items if any(map(is_link_key, item)) for title in told_titles(item)[:1] if len(title) >= 12
    }
    return len(titles) * 2 > len(items)


@lru_cache(maxsize=KEYS)
def _is_beside_key(key: str) -> bool:
    """Whether what stands under a key is not the story: its pictures, its summary, settings, other stories."""
    return len(key) < MAX_KEY and _BESIDE.search(key) is not None


def is_notice(text: str) -> bool:
    """Whether a short text is about cookies, consent or the browser: what is shown before a script draws a page."""
    if len(text) >= MAX_NOTICE:
        return False
    lower = text.lower()
    return _is_legal(lower) or any(word in lower for word in _BROWSER)


def _is_legal(lower: str) -> bool:
    """Whether a lower-case text is about consent: words are looked up one by one, 20 times as fast as one pattern."""
    return any(word in lower for word in _LEGAL) or ("cookie" in lower and _COOKIE.search(lower) is not None)


def measure_text(text: str, key: str) -> int:
    """How much prose a text of the data is; nothing for what is no running text, or kept under a key for others."""
    if len(text) < 40 or (_is_beside_key(key) and not _is_long_summary(key, text)):
        return 0
    if "<" in text:
        text = " ".join(_TAGS.sub(" ", _ANCHORS.sub(" ", text[:MAX_TEXT])).split())
    head = text[:400]
    wide = len(WIDE.findall(head))
    length = len(text)
    if wide * 3 > len(head):
        return length * 2
    if head.count(" ") * 14 < len(head.strip()) or head.lstrip()[:1] in ("{", "[", "<", ".", "#"):
        return 0
    if length < MAX_NOTICE and _is_legal(text.lower()):
        return 0
    return length if length >= 80 or text.rstrip().endswith(ENDS) else 0


def _is_long_summary(key: str, text: str) -> bool:
    """Whether a text kept as description is the story itself, as in some content systems."""
    return len(text) > 1_500 and text.count("<p") >= 4 and _SUMMARY.search(key) is not None
