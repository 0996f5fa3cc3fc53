"""Reader of authors: the bylines a page shows around its story, and the choice between them and what it says outright."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.parse.document import Document
from pipeline.parse.outline import BREAK
from pipeline.parse.people import clean_authors, is_capitalised, is_full_name, is_name, names_in
from pipeline.parse.place import Place, is_aside
from pipeline.parse.words import Mark
from pipeline.text import fold

FAR = 60
"""Blocks off the title up to which an element named for an author counts when nothing nearer is found."""
MAX_LINE = 130
"""Characters of a line that is a byline; longer ones tell of the author or the story."""
_BYLINE = re.compile(
    r"^\W{0,3}(?:(?:(?:written|posted|published|reported|story|words|text|texte|reporting|guest post|geschrieben|erstellt|verfasst|ein gastbeitrag"
    r"|eine kolumne|publiziert|veröffentlicht|écrit|publié|propos recueillis|escrito|publicado|scritto) )?(?:by|von|par|por|di|de|door|av|af|oleh|przez)"
    r"\s*:?\s+(?=[^\W\d_])|(?:autor(?:en|in|es|a|i|zy)?|auteure?s?|authors?|autore|text|texte|texto|tekst|teksti|автор|текст|yazan|yazar|haber"
    r"|penulis|írta|szerző|redaktion|redakteur(?:in)?|text (?:&|und|and) (?:fotos?|bilder?|photos?)|نویسنده|作者|記者|记者|文|撰文|執筆)\s*[:：/]\s*(?=\S)"
    r"|(?:بقلم|كتبت|كتب|إعداد|اعداد|تحرير|به قلم|מאת)\s*[:：]?\s*(?=\S))",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"(?:^|[\s\d,|–-])(?:by|von|par|por|VON|BY|By|Von|Par|Por|POR|PAR|door|av|af|Redaktion:|Autor:|بقلم:?)[ :]+(?=[^\W\d_])")
_REPORTER = re.compile(r"(?:^|[\s=\]])([가-힣]{2,4}) ?(?:선임)?기자(?![가-힣])")
_LABEL = re.compile(
    r"(?:(?:written |story |words |posted |texte? )?(?:by|von|par|por|av|af|door|di)|(?:the )?authors?|autor(?:en|es|a|i|zy)?|auteure?s?|autore)\s*[:：]?",
    re.IGNORECASE,
)
_FOOT = re.compile(r"©|copyright|powered|\bcms\b|all rights|theme|photo|foto", re.IGNORECASE)
_DATED = re.compile(r"\d{4}|\d{1,2}[./]\d{1,2}")
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es|e|i)?|auteurs?|autore|people|person|staff|editors?|profiles?|contributors?|contributor|by|byline|bylines"
    r"|journalists?|writers?|reporters?|columnists?|redakteure?|team|redaktion|skribent|kirjoittaja|author-profile|yazarlar?)(?:[/_.-]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Byline:
    """The names of one byline. `is_plain`: the page says in words, by `rel` or by the link that it is one."""

    names: tuple[str, ...]
    is_plain: bool


def read_bylines(document: Document, place: Place, is_site: Callable[[str], bool]) -> list[Byline]:
    """The bylines around the story, the likeliest first: near the title before the end, plain words before class names."""
    found = list[Byline]()
    spans = (place.head(), place.above(), place.tail())
    for span in spans:
        elements = _elements_in(document, span)
        found += _read_links(document, elements, is_site, strictly=span is not spans[0])
        found += _read_lines(document, span, is_site)
        found += _read_named(document, elements, is_site)
    if not found:
        found += _read_datelines(document, place, is_site)
        found += _read_named(document, _elements_in(document, range(place.title - FAR, place.title + FAR)), is_site)
    return found


def _elements_in(document: Document, blocks: range) -> range:
    """The elements that begin in a range of blocks."""
    starts = document.outline.block_from
    return range(bisect_left(starts, blocks.start), bisect_left(starts, blocks.stop))


def _read_links(document: Document, elements: range, is_site: Callable[[str], bool], *, strictly: bool) -> Iterator[Byline]:
    """Neighbouring links to authors, as one byline."""
    outline = document.outline
    names: dict[str, str] = {}
    is_guessed = False
    for number in elements:
        if outline.tags[number] != "a":
            continue
        is_author = "author" in outline.attribute(number, "rel").lower().split()
        if not is_author and (strictly or not _PROFILE.search(outline.attribute(number, "href"))):
            continue
        text = outline.heading_text(number)
        if len(text) <= MAX_LINE and not is_aside(document, number):
            for name in _believable(clean_authors((text,), is_site), is_loose=is_author):
                if is_author or " " in name or not name.isascii():
                    is_guessed |= not is_author
                    names.setdefault(fold(name), name)
    if names:
        yield Byline(tuple(names.values()), is_plain=not is_guessed)


def _read_named(document: Document, elements: range, is_site: Callable[[str], bool]) -> Iterator[Byline]:
    """Elements whose class says author."""
    outline, end = document.outline, -1
    for number in elements:
        if number < end or not document.mark(number) & Mark.AUTHOR or is_aside(document, number):
            continue
        text = _lines_of(document, number)
        if not text or len(text) > 2 * MAX_LINE:
            continue
        inside = _INSIDE.split(text)
        names = _leading_names(inside[-1] if len(inside) > 1 else text, is_site)
        names = _believable(names, is_loose="vcard" in outline.attribute(number, "class"))
        if names:
            end = outline.last[number]
            yield Byline(names, is_plain=len(inside) > 1)


def _lines_of(document: Document, element: int) -> str:
    """An element's text with its blocks on lines and the words of its inline elements kept apart."""
    outline = document.outline
    text = " ".join(outline.pieces[outline.piece_from[element] : outline.piece_to[element]])
    return "\n".join(line for part in text.split(BREAK) if (line := " ".join(part.split()))).replace(" ,", ",")


def _leading_names(text: str, is_site: Callable[[str], bool]) -> tuple[str, ...]:
    """The names a byline begins with, up to the first part that is none."""
    found: dict[str, str] = {}
    for name in names_in(text, is_site):
        if is_name(name) and not is_site(name):
            if not is_capitalised(name) and found:
                break
            found.setdefault(fold(name), name)
        elif found and name and len(name.split()) > 1:
            break
    return tuple(found.values())


def _believable(names: tuple[str, ...], *, is_loose: bool = False) -> tuple[str, ...]:
    return tuple(name for name in names if is_capitalised(name) or (is_loose and " " not in name))


def _read_lines(document: Document, blocks: range, is_site: Callable[[str], bool]) -> Iterator[Byline]:
    """Lines that begin with "By", and dated ones with "by" inside."""
    texts = document.outline.blocks
    for number in blocks:
        text = texts[number] if number < len(texts) else ""
        if not 2 <= len(text) <= MAX_LINE:
            continue
        begins = _BYLINE.match(text)
        if _FOOT.search(text):
            continue
        if _LABEL.fullmatch(text):
            rest = texts[number + 1] if number + 1 < len(texts) else ""
        elif begins:
            rest = text[begins.end() :]
        elif _DATED.search(text) and (inside := _INSIDE.search(text)):
            rest = text[inside.end() :]
        elif reporters := _REPORTER.findall(text):
            rest = "\n".join(reporters)
        else:
            continue
        names = _believable(_leading_names(rest, is_site))
        if names:
            yield Byline(names, is_plain=True)


def _read_datelines(document: Document, place: Place, is_site: Callable[[str], bool]) -> Iterator[Byline]:
    """Full names that stand bare beside a date between title and text: "Ida Sund | 3 March 2024", or on the next line."""
    outline = document.outline
    texts, head = outline.blocks, range(place.title + 1, min(place.first + 2, len(outline.blocks)))
    dated = {number for number in head if len(texts[number]) <= MAX_LINE // 2 and _DATED.search(texts[number])}
    for number in head:
        text = texts[number]
        if outline.block_links[number] * 2 > len(text) or not ({number - 1, number, number + 1} & dated):
            continue
        if number not in dated and len(text) > MAX_LINE // 3:
            continue
        names = tuple(name for name in names_in(text, is_site) if is_full_name(name) and not is_site(name))
        if names:
            yield Byline(names, is_plain=False)


def choose_shown(
    document: Document, place: Place, claimed: tuple[str, ...], shown: list[Byline]
) -> tuple[str, ...] | None:
    """The shown names where they are surer than those claimed, else None.

    They are when nobody is claimed, when they are the claimed ones and more, or when they stand in a plain byline and
    the claimed are nowhere around the story: content systems claim whoever uploaded it.
    """
    if not claimed:
        return shown[0].names if shown else None
    keys = {fold(name) for name in claimed}
    for byline in shown:
        others = {fold(name): name for name in byline.names}
        if keys < others.keys() and all(key in keys or is_full_name(name) for key, name in others.items()):
            return byline.names
    plain = next((byline.names for byline in shown if byline.is_plain), None)
    if not plain or keys & {fold(name) for name in plain}:
        return None
    around = " ".join(document.outline.blocks[place.above().start : place.head().stop] + document.outline.blocks[place.last : place.tail().stop])
    return None if any(key in fold(around) for key in keys) else plain
