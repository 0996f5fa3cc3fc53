"""Decides the authors: when the bylines shown around the story are believed before what the page claims."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import chain

from pipeline.parse.bylines import MAX_LINE, Byline, read_datelines, read_lines, read_links, read_named, short_elements
from pipeline.parse.document import Document
from pipeline.parse.people import clean_authors, is_full_name
from pipeline.parse.place import Place
from pipeline.text import fold

FAR = 20
"""Blocks off the title up to which an element named for an author counts when nothing nearer is found."""


def choose_shown(
    document: Document, place: Place, claimed: tuple[str, ...], is_site: Callable[[str], bool]
) -> tuple[str, ...] | None:
    """The names in the bylines around the story where they are surer than those claimed, else None.

    They are when nobody is claimed, when they are the claimed ones and more, or when they stand in a plain byline and
    the claimed are nowhere around the story: content systems claim whoever uploaded it.
    """
    if not claimed:
        carded = _read_card(document, is_site)
        if not carded:
            return _read_unclaimed(document, place, is_site)
        return choose_shown(document, place, carded, is_site) or carded
    blocks = document.outline.blocks
    for span in (place.head(), place.above()):
        for block in span:
            if (
                block < len(blocks)
                and len(blocks[block]) <= MAX_LINE
                and any(name in blocks[block] for name in claimed)
            ):
                near = range(max(block - 1, place.title + 1 if block > place.title else 0), block + 3)
                if not _may_name_more(blocks[near.start : near.stop], claimed):
                    return None
                return _fuller(claimed, _read_span(document, place, near, is_site))
    keys = {fold(name) for name in claimed}
    lines = blocks[place.above().start : place.head().stop] + blocks[place.last : place.tail().stop]
    around = "\n".join(line for line in lines if len(line) <= MAX_LINE)
    if _is_among(claimed, keys, around):
        return _fuller(claimed, _read_span(document, place, place.head(), is_site))
    for span in (place.head(), place.above(), place.tail()):
        for byline in read_lines(document, place, span, is_site):
            return None if keys & {fold(name) for name in byline.names} else byline.names
    return None


def _is_among(names: tuple[str, ...], keys: set[str], text: str) -> bool:
    """Whether a text holds one of the names, in whatever case and spelling; folding it is what costs."""
    lower = text.lower()
    if any(name.lower() in lower for name in names):
        return True
    first = min(len(key) for key in keys)
    if first > 2 and text.isascii() and all(key[:3] not in lower for key in keys):
        return False
    folded = fold(text)
    return any(key in folded for key in keys)


def _may_name_more(lines: list[str], claimed: tuple[str, ...]) -> bool:
    """Whether short lines hold two capitalised words besides the claimed names: asked first, being 30 times cheaper."""
    text = "\n".join(line for line in lines if len(line) <= MAX_LINE // 2)
    for name in claimed:
        text = text.replace(name, "\n") if " " in name else text
    return _TWO_CAPITALS.search(text) is not None


_TWO_CAPITALS = re.compile(r"[A-ZÀ-ÞА-Я][^\W\d_]+ [^\W\d_]{0,4} ?[A-ZÀ-ÞА-Я][^\W\d_]+")


def _read_unclaimed(document: Document, place: Place, is_site: Callable[[str], bool]) -> tuple[str, ...] | None:
    """The likeliest byline of a page that claims nobody: by the title, at the end, in the text, beside the date."""
    for span in (place.head(), place.above(), place.tail()):
        if bylines := _read_span(document, place, span, is_site, strictly=span != place.head()):
            return _fuller(bylines[0].names, bylines[1:]) or bylines[0].names
    farther_up = short_elements(document, range(max(place.title - FAR, 0), place.above().start))
    farther_down = short_elements(document, range(place.head().stop, place.title + FAR))
    found = chain(
        read_lines(document, place, range(place.head().stop, place.last), is_site, strictly=True),
        read_datelines(document, place, is_site),
        read_named(document, place, farther_up, is_site),
        read_named(document, place, farther_down, is_site),
    )
    return next((byline.names for byline in found), None)


def _read_card(document: Document, is_site: Callable[[str], bool]) -> tuple[str, ...]:
    """The author that a page's share card names in its own language: "Written by", "Ida Sund"."""
    labels = (name for name in ("twitter:label1", "twitter:label2") if _CARD.fullmatch(document.meta(name) or ""))
    told = tuple(document.meta(name.replace("label", "data")) or "" for name in labels)
    return clean_authors(told, is_site) if told else ()


_CARD = re.compile(
    r"(?:written|posted) by|by|authors?|(?:verfasst|geschrieben) von|(?:écrit|rédigé|publié) par"
    r"|(?:escrito|publicado) por|scritto da|geschreven door|skrevet a[fv]|skriven av|kirjoittaja|napisane przez"
    r"|автор|oleh"
    r"|ditulis oleh|yazar|yazan|(?:كتب )?بواسطة|נכתב על ידי|نویسنده|autore?|auteur|執筆者|撰文者|작성자|tác giả",
    re.IGNORECASE,
)


def _read_span(
    document: Document, place: Place, span: range, is_site: Callable[[str], bool], *, strictly: bool = False
) -> list[Byline]:
    """The bylines in a range of blocks, the likeliest first; `strictly` asks links for `rel=author`."""
    elements = short_elements(document, span)
    found = [
        *read_lines(document, place, span, is_site),
        *read_links(document, place, elements, is_site, strictly=strictly),
    ]
    return found if found and found[0].is_plain else [*found, *read_named(document, place, elements, is_site)]


def _fuller(names: tuple[str, ...], shown: list[Byline]) -> tuple[str, ...] | None:
    """The first byline that has all these names and more full ones, or their last names too."""
    keys = {fold(name) for name in names}
    for byline in shown:
        others = {fold(name): name for name in byline.names}
        if (
            byline.is_near
            and keys != others.keys()
            and all(key in others or _is_begun(key, others) for key in keys)
            and all(key in keys or is_full_name(name) for key, name in others.items())
        ):
            return byline.names
    return None


def _is_begun(first: str, names: Iterable[str]) -> bool:
    """Whether a first name is that of one of the full names."""
    return " " not in first and any(name.startswith(f"{first} ") for name in names)
