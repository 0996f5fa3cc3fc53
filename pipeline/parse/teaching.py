"""What a page that was read has to teach the memory of its site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Final

from pipeline.models import Article
from pipeline.parse.body import Body
from pipeline.parse.document import Document
from pipeline.parse.familiar import Familiar, exact_print, print_of_end, title_ends
from pipeline.site_memory import MOST_PRINTS, PageFacts

STRUCTURED: Final = frozenset({"json-ld", "opengraph", "meta", "microdata", "site:css"})
"""Readers of what a page says in so many words, which confirm what it shows."""
_DIGITS = re.compile(r"\d+")


def gather_facts(document: Document, article: Article, found: Body | None) -> PageFacts | None:
    """What a page has to teach the memory it was read with; `found` is its body as the document shows it.

    None without a memory, and for a page that the memory does not want.
    """
    familiar = document.familiar
    if familiar is None or not familiar.memory.wants(familiar.page):
        return None
    container = found.container if found else None
    outline, prints = document.outline, familiar.prints
    kept = frozenset(article.paragraphs)
    lines = [block for block in familiar.long_lines if outline.blocks[block] in kept]
    inside = list(outline.blocks_of(container)) if container is not None else []
    around = (block for line in familiar.long_lines for block in (line - 1, line) if block >= 0)  # a teaser's heading
    told = dict.fromkeys(prints[block] for block in (*inside, *around) if len(outline.blocks[block]) > 1)
    titles = [outline.text_of(number) for number in outline.find("title")[:1]]
    ends = [print_of_end(end) for title in titles for end in title_ends(title)]
    stale, live = _sort_parts(familiar, inside)
    return PageFacts(
        page=familiar.page,
        title=exact_print(article.title),
        lines=tuple(prints[block] for block in lines),
        texts=(*ends, *islice(told, MOST_PRINTS - len(ends))),
        container=familiar.signs.of(container) if container is not None and len(lines) > 1 else None,
        bylines=_bylines(familiar, article),
        datelines=_datelines(familiar, article),
        stale=stale,
        live=live,
    )


def _sort_parts(familiar: Familiar, inside: Iterable[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The parts around the article that hold repeated texts only, and those that hold something new."""
    known, prints, owner, up = familiar.known, familiar.prints, familiar.outline.block_owner, familiar.outline.up
    holders: dict[int, bool] = {}
    for block in inside:
        holder = up[owner[block]]
        holders[holder] = holders.get(holder, True) and prints[block] in known
    parts = {familiar.signs.of(max(holder, 0)) for holder in holders}
    live = {familiar.signs.of(max(holder, 0)) for holder, is_stale in holders.items() if not is_stale}
    return tuple(sorted(parts - live)), tuple(sorted(live))


def _bylines(familiar: Familiar, article: Article) -> tuple[int, ...]:
    """Where the page shows an author that its structured data names."""
    if article.provenance.get("authors") not in STRUCTURED:
        return ()
    return _places(familiar, lambda text: any(name in text for name in article.authors))


def _datelines(familiar: Familiar, article: Article) -> tuple[int, ...]:
    """Where the page shows the day of publication that its structured data gives."""
    moment = article.published
    if moment is None or article.provenance.get("published") not in STRUCTURED:
        return ()
    wanted = {moment.day.year, moment.day.day}
    return _places(familiar, lambda text: wanted <= {int(number[:4]) for number in _DIGITS.findall(text)})


def _places(familiar: Familiar, is_shown: Callable[[str], bool]) -> tuple[int, ...]:
    outline = familiar.outline
    shown = (block for block in familiar.lines_near_title() if is_shown(outline.blocks[block]))
    return tuple(sorted({familiar.signs.of(outline.block_owner[block]) for block in shown}))
