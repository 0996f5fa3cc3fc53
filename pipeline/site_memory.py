"""What an archive remembers of a site's pages: which texts they repeat, and where their article stands. Pure values.

A page teaches by its `PageFacts`; `learn` adds them to the site's `SiteMemory`. Texts are kept as 32-bit prints. A text
seen on one article waits in that article's `SeenPage`; when a second article shows it, it is counted. Counts are halved
now and then, so what a site no longer shows fades and a new layout takes over; every collection has a most.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from pipeline.urls import host_of, registered_domain

VERSION: Final = 1
"""Of the prints and of what is counted: a memory of another version is forgotten."""

RECENT: Final = 8
"""Articles whose texts wait to be seen again."""
MOST_PRINTS: Final = 400
"""Prints taken from one page, and repeated texts remembered of a site."""
MOST_SIGNS: Final = 12
"""Places remembered of one kind."""
MOST_PARTS: Final = 64
HALVED_AT: Final = 32
"""Weight at which all counts are halved: a text that a site has dropped is forgotten after some 100 articles."""
GROWN: Final = 64
"""Articles after which every fourth is enough to notice a change: the memory of a site is then rarely written."""
FRESH_SHARE: Final = 0.2
LEAST_FRESH: Final = 2
"""Of an article's long lines, the share and number that must be new: a wall, an error page or a copy has fewer."""


_COUNTS: Final = ("texts", "containers", "bylines", "datelines", "parts")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What one page has to teach. All numbers are 32-bit prints, of texts or of places in the page's structure.

    `page` stands for its address, `title` for its headline; `lines` are the long lines of its body, `texts` all short
    and long texts in or around it, ends of its title included. `container` is where its article stands; `bylines` and
    `datelines` are where author and date stand that its structured data confirms. `stale` parts held repeated texts
    only, `live` ones something new.
    """

    page: int
    title: int
    lines: tuple[int, ...] = ()
    texts: tuple[int, ...] = ()
    container: int | None = None
    bylines: tuple[int, ...] = ()
    datelines: tuple[int, ...] = ()
    stale: tuple[int, ...] = ()
    live: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenPage:
    """An article seen lately, with its texts that no other article has shown so far."""

    page: int
    title: int
    texts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteMemory:
    """What is known of a site. `weight` is how many articles the counts are of: the `pages` learned from, faded.

    `texts` counts the articles that showed a repeated text, `containers`, `bylines` and `datelines` those whose
    article, author or date stood in a place, `parts` those where a part of the page held nothing new.
    """

    pages: int = 0
    weight: int = 0
    recent: tuple[SeenPage, ...] = ()
    texts: Mapping[int, int] = field(default_factory=dict)
    containers: Mapping[int, int] = field(default_factory=dict)
    bylines: Mapping[int, int] = field(default_factory=dict)
    datelines: Mapping[int, int] = field(default_factory=dict)
    parts: Mapping[int, int] = field(default_factory=dict)

    def seen_elsewhere(self, page: int, titles: Container[int] = ()) -> dict[int, int]:
        """By text: on how many articles it stood; those alone on the page itself, or under one of its titles, are not
        counted: they are its own.
        """
        others = (seen for seen in self.recent if seen.page != page and seen.title not in titles)
        seen = {text: 1 for other in others for text in other.texts}
        seen.update(self.texts)
        return seen

    def wants(self, page: int) -> bool:
        """Whether it would learn from an article of this print; a hash of the address, so it hangs on no order."""
        return self.pages < GROWN or page % 4 == 0


def key_of(site: str | None, url: str) -> str | None:
    """Whose memory a page belongs to: its site's, else its registered domain's; None for a file."""
    return site or (registered_domain(host_of(url)) if url.startswith(("http://", "https://")) else None)


def learn(memory: SiteMemory, facts: PageFacts) -> SiteMemory:
    """The memory after one more article; the same when the page is known, or says nothing new (a wall, a copy).

    The same memory and facts give the same result. For up to `RECENT` articles with texts of their own, the order in
    which they come changes nothing but the order of `recent`.
    """
    if not _can_teach(memory, facts):
        return memory
    told = frozenset(facts.texts[:MOST_PRINTS])
    waiting = frozenset(text for seen in memory.recent for text in seen.texts)
    texts = _counted(memory.texts, told & memory.texts.keys(), dict.fromkeys(sorted(told & waiting), 2))
    fresh = tuple(sorted(told - texts.keys()))
    recent = [replace(seen, texts=tuple(text for text in seen.texts if text not in texts)) for seen in memory.recent]
    grown = SiteMemory(
        pages=memory.pages + 1,
        weight=memory.weight + 1,
        recent=(*recent, SeenPage(facts.page, facts.title, fresh))[-RECENT:],
        texts=texts,
        containers=_counted(memory.containers, () if facts.container is None else (facts.container,)),
        bylines=_counted(memory.bylines, facts.bylines),
        datelines=_counted(memory.datelines, facts.datelines),
        parts=_told_parts(memory.parts, facts),
    )
    return _bounded(_faded(grown) if grown.weight >= HALVED_AT else grown)


def _can_teach(memory: SiteMemory, facts: PageFacts) -> bool:
    if any(seen.page == facts.page or seen.title == facts.title for seen in memory.recent):
        return False
    known = memory.seen_elsewhere(facts.page)
    fresh = sum(line not in known for line in facts.lines)
    return fresh >= max(LEAST_FRESH, FRESH_SHARE * len(facts.lines))


def _counted(counts: Mapping[int, int], seen: Iterable[int], first: Mapping[int, int] | None = None) -> dict[int, int]:
    """The counts with one more for each that was seen; `first` are those that enter with more."""
    counted = Counter(dict(counts))
    counted.update(seen)
    return dict(counted) | {text: count for text, count in (first or {}).items() if text not in counts}


def _told_parts(parts: Mapping[int, int], facts: PageFacts) -> dict[int, int]:
    """A part that held something new is furniture no more."""
    return {part: count for part, count in _counted(parts, facts.stale).items() if part not in facts.live}


def _faded(memory: SiteMemory) -> SiteMemory:
    return replace(
        memory,
        weight=memory.weight // 2,
        texts=_halved(memory.texts),
        containers=_halved(memory.containers),
        bylines=_halved(memory.bylines),
        datelines=_halved(memory.datelines),
        parts=_halved(memory.parts),
    )


def _halved(counts: Mapping[int, int]) -> dict[int, int]:
    return {key: count // 2 for key, count in counts.items() if count > 1}


def _bounded(memory: SiteMemory) -> SiteMemory:
    return replace(
        memory,
        texts=_most_seen(memory.texts, MOST_PRINTS),
        containers=_most_seen(memory.containers, MOST_SIGNS),
        bylines=_most_seen(memory.bylines, MOST_SIGNS),
        datelines=_most_seen(memory.datelines, MOST_SIGNS),
        parts=_most_seen(memory.parts, MOST_PARTS),
    )


def _most_seen(counts: Mapping[int, int], most: int) -> Mapping[int, int]:
    if len(counts) <= most:
        return counts
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:most])


def to_json(memory: SiteMemory) -> str:
    """Compact JSON; equal memories give equal text."""
    recent = [{"page": seen.page, "title": seen.title, "texts": seen.texts} for seen in memory.recent]
    counts = {name: dict(sorted(getattr(memory, name).items())) for name in _COUNTS}
    plain = {"version": VERSION, "pages": memory.pages, "weight": memory.weight, "recent": recent, **counts}
    return json.dumps(plain, separators=(",", ":"))


@lru_cache(maxsize=64)  # a child reads page after page of the same few sites
def from_json(text: str) -> SiteMemory:
    """The memory again; an empty one for no text and for a memory of another version."""
    told = json.loads(text) if text else {}
    if told.pop("version", None) != VERSION:
        return SiteMemory()
    counts = {name: {int(key): int(count) for key, count in told[name].items()} for name in _COUNTS}
    recent = tuple(SeenPage(seen["page"], seen["title"], tuple(seen["texts"])) for seen in told["recent"])
    return replace(SiteMemory(told["pages"], told["weight"], recent), **counts)  # type: ignore[arg-type]


class Shelf:
    """Memories as a run uses them: one state for many pages, so that what is read hangs little on what came first.

    A memory is asked for anew after 1, 2, 4 ... 64 pages of its site, then after every 64: a new site is learned within
    its first run, and a child that is sent the same text again need not read it again.
    """

    def __init__(self, load: Callable[[str], str]) -> None:
        """`load` gives the stored JSON of a key, empty when there is none yet."""
        self._load = load
        self._held: dict[str, tuple[int, str]] = {}

    def take(self, key: str | None) -> str | None:
        """The memory to read the next page of a site with; None for a page that belongs to none."""
        if key is None:
            return None
        uses, text = self._held.get(key, (0, ""))
        if uses % 64 == 0 or (uses < 64 and uses & (uses - 1) == 0):
            text = self._load(key)
        self._held[key] = uses + 1, text
        return text
