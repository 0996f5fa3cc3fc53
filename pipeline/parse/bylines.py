"""Readers of bylines around a story: lines that say "by", links to authors, elements named for one, datelines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.parse.byline_words import STARTS, is_place_or_section, strip_label, strip_opener
from pipeline.parse.document import Document
from pipeline.parse.outline import BREAK, NAMELESS
from pipeline.parse.people import (
    clean_authors,
    is_capitalised,
    is_full_name,
    is_name,
    is_others,
    is_writers_credit,
    names_in,
    without_others,
)
from pipeline.parse.place import Place, elements_in, is_aside
from pipeline.parse.shown import OF_OTHERS, weigh_surroundings
from pipeline.parse.vocabulary import marks_of_label
from pipeline.parse.wide_bylines import may_be_wide, read_wide_byline
from pipeline.parse.words import WORDS, Mark
from pipeline.text import fold

MAX_LINE = 130
"""Characters of a line that is a byline; longer ones tell of the author or the story."""
_BYLINE = re.compile(
    r"^\W{0,3}(?:(?:(?:written|posted|published|reported|story|words|text|texte|reporting|guest post|geschrieben"
    r"|erstellt|verfasst|(?:eine? )?(?:blog|gast)?[ -]?(?:beitrag|artikel|kommentar|kolumne|essay|bericht|analyse)"
    r"|publiziert|veröffentlicht|écrit|publié|propos recueillis|escrito|publicado|scritto) )?(?:by"
    r"|von|par|por|di|de|door|av|af|oleh|przez)"
    r"\s*:?\s+(?=[^\W\d_])|(?:autor(?:en|in|es|a|i|zy)?|auteure?s?|authors?|autore|text|texte|texto|tekst|teksti"
    r"|автор|текст|yazan|yazar|haber"
    r"|penulis|írta|szerző|redaktion|redakteur(?:in)?|责编|責編|责任编辑|interview|text (?:&|und|and) (?:fotos?|bilder?"
    r"|photos?)|نویسنده|作者|記者|记者|文|撰文|執筆)\s*[:：/]\s*(?=\S)"
    r"|(?:بقلم|حوار|كتبت|كتب|إعداد|اعداد|تحرير|به قلم|מאת)\s*[:：]?\s*(?=\S))",
    re.IGNORECASE,
)
_OPENERS = """
    written posted published reported story words text reporting guest geschrieben erstellt verfasst ein blog beitrag
    artikel kommentar kolumne essay bericht analyse publiziert veröffentlicht écrit publié propos escrito publicado
    scritto by von par por di de door av af oleh przez autor auteur texto tekst автор текст yazan haber penulis írta
    szerző redaktion interview نویسنده بقلم حوار كتب إعداد اعداد تحرير به מאת the 责编 責編 责任 作者 記者 记者 撰文
    執筆
    """
_OPENINGS = STARTS.union(start for word in _OPENERS.split() for start in (word[:3], f"{word} "[:3], f"{word}:"[:3]))
_SHORT_OPENINGS = frozenset(("by", *(word for word in _OPENERS.split() if len(word) == 2 and not word.isascii())))
"""The first letters of all that a byline begins with: looked at first, being 20 times cheaper than patterns."""
_INSIDE = re.compile(
    r"(?:^|[\s\d,|–-])(?:by|von|par|por|VON|BY|By|Von|Par|Por|POR|PAR|door|av|af|Redaktion:|Autor:"
    r"|بقلم:?)[ :]+(?=[^\W\d_])"
)
_LABEL = re.compile(
    r"(?:(?:written |story |words |[^\W\d]{3,20}  |posted |texte? )?(?:by|von|par|por|av|af|door|di)"
    r"|(?:the )?authors?(?:\(s\))?|autor(?:en|es|a|i|zy)?|auteure?s?|autore)\s*[:：]?",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?i:by|von|par|por|written by|autor|author)(?=[A-ZÀ-Þ])")
_SHORT_LABEL = 30
_WRITTEN = re.compile(
    r"(?:written|posted|geschrieben|verfasst|écrit|escrito|scritto|beitrag|blog beitrag) (?:by|von|par|por|da)\b"
    r"|(?:text|autor(?:in|en)?|authors?|interview"
    r"|author\(s\)|texto?|texte|auteure?|autore|автор|بقلم|حوار)\s*[:：]",
    re.IGNORECASE,
)
_FOOT = re.compile(r"©|copyright|powered|\bcms\b|all rights|theme|photo|foto", re.IGNORECASE)
_LABELLED = re.compile(r"^(?:authors?|autor(?:in|en|es)?|auteur|autore)\s+(?=\S)", re.IGNORECASE)
_DATED = re.compile(r"\d{4}|\d{1,2}[./]\d{1,2}")
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es|e|i)?|auteurs?|autore|people|person|staff|editors?|profiles?|contributors?"
    r"|contributor|by|byline|bylines"
    r"|journalists?|writers?|reporters?|columnists?|redakteure?|team|redaktion|skribent|kirjoittaja"
    r"|author-profile|yazarlar?)(?:[/_.-]|$)"
)
"""Of an address in lower case: with its first letter known, the search takes a fifth of the time."""


MIN_LINK = 10
"""Characters of a link's text from which it can be told from a name when it is none: "Get author RSS feed"."""
MAX_PIECES = 40
"""Pieces of text in an element that is a byline."""
_HEADINGS = frozenset({"h1", "title"})


@dataclass(frozen=True, slots=True)
class Byline:
    """The names of one byline. `is_plain`: the page says in words, by `rel` or by the link that it is one.

    `is_near`: it stands by the title, where only the story's own authors do.
    """

    names: tuple[str, ...]
    is_plain: bool
    is_near: bool = True


def short_elements(document: Document, blocks: range) -> list[int]:
    """The elements that begin in some blocks and can be a byline: with little text, and in no line of running text.

    Asked before anything else: to read an element's attributes costs ten times as much.
    """
    outline = document.outline
    texts, starts, ends = outline.blocks, outline.piece_from, outline.piece_to
    return [
        number
        for number in elements_in(document, blocks)
        if 0 < ends[number] - starts[number] <= MAX_PIECES
        and outline.tags[number] not in NAMELESS
        and len(texts[bisect_right(outline.block_piece, starts[number]) - 1]) <= 2 * MAX_LINE
    ]


def read_links(
    document: Document, place: Place, elements: list[int], is_site: Callable[[str], bool], *, strictly: bool
) -> Iterator[Byline]:
    """Neighbouring links to authors, as one byline."""
    outline = document.outline
    names: dict[str, str] = {}
    is_plain, block = True, -1
    for number in elements:
        if outline.tags[number] != "a":
            continue
        attributes = outline.attributes[number]
        is_author = "author" in (attributes.get("rel") or "").lower().split()
        if not is_author and (strictly or not _PROFILE.search((attributes.get("href") or "").lower())):
            continue
        text = outline.heading_text(number)
        marks = Mark.COMMENTS if is_author else Mark.COMMENTS | Mark.NOISE  # `rel=author` stands in share boxes too
        if not 2 <= len(text) <= MAX_LINE or is_aside(document, number, place, marks=marks):
            continue
        if names and (outline.block_from[number] > block + 2 or is_others(outline.line_at(number).partition(text)[0])):
            break
        for name in _believable(clean_authors((text,), is_site), is_loose=is_author):
            if is_author or " " in name or not name.isascii():
                is_plain, block = is_plain and is_author, outline.block_from[number]
                names.setdefault(fold(name), name)
    if names:
        yield Byline(tuple(names.values()), is_plain, is_near=is_plain)


def read_named(
    document: Document, place: Place, elements: list[int], is_site: Callable[[str], bool]
) -> Iterator[Byline]:
    """Elements whose class says author."""
    outline, end = document.outline, -1
    attributes = outline.attributes
    for number in elements:
        if number < end or outline.tags[number] in _HEADINGS:
            continue
        own = attributes[number]
        label = own.get("class") or own.get("data-testid") or own.get("id")
        if not label or not _names_author(label) or is_aside(document, number, place):
            continue
        text = without_others(_LABELLED.sub("", _lines_of(document, number)))
        if not text or len(text) > 2 * MAX_LINE:
            continue
        links = [link for link in _links_in(document, number) if link in text]
        for link in links:
            if not is_full_name(link):
                text = text.replace(link, "\n") if len(link) > MIN_LINK else text
        inside = _INSIDE.split(text)
        names = _linked_names(links, is_site) or _leading_names(inside[-1], is_site)
        names = _believable(names, is_loose="vcard" in outline.attribute(number, "class"))
        if names:
            end = outline.last[number]
            inner = outline.pieces[outline.piece_from[number] : outline.piece_to[number]]
            yield Byline(tuple(_as_set_apart(inner, name) for name in names), is_plain=len(inside) > 1)


@lru_cache(maxsize=1 << 14)
def _names_author(label: str) -> bool:
    """Whether a class or id says author. Nine of ten hold none of the words, which is seen without taking it apart."""
    lower = label.lower()
    return any(stem in lower for stem in _author_stems()) and marks_of_label(label) & Mark.AUTHOR != 0


@cache
def _author_stems() -> tuple[str, ...]:
    return tuple(sorted({word[:5] for word in WORDS[Mark.AUTHOR].split()}))


def _links_in(document: Document, element: int) -> list[str]:
    """The texts of the links inside an element."""
    outline = document.outline
    inside = range(element + 1, outline.last[element])
    return [text for n in inside if outline.tags[n] == "a" and (text := outline.heading_text(n))]


def _linked_names(links: list[str], is_site: Callable[[str], bool]) -> tuple[str, ...]:
    """The full names among links: the only one, or all; several beside other links are tags."""
    names = clean_authors(tuple(text for text in links if is_full_name(text)), is_site)
    return names if len(names) == 1 or len(names) == len(links) else ()


def _lines_of(document: Document, element: int) -> str:
    """An element's text with its blocks on lines and the words of its inline elements kept apart."""
    outline = document.outline
    text = " ".join(outline.pieces[outline.piece_from[element] : outline.piece_to[element]])
    return "\n".join(line for part in text.split(BREAK) if (line := " ".join(part.split()))).replace(" ,", ",")


def _line_of(document: Document, block: int) -> str:
    """A block's text with the words of its inline elements kept apart: "By Ida Sund" and "Reporter" in spans."""
    pieces = _pieces_of(document, block)
    if len(pieces) <= 2:
        return document.outline.blocks[block]
    text = " ".join(pieces)
    return " ".join(text.replace(BREAK, " ").split()).replace(" ,", ",")


def _labelled_lines(texts: list[str], start: int) -> str:
    """The line behind a label, with those behind it that are full names too."""
    lines = texts[start : start + 1]
    for text in texts[start + 1 : start + 5]:
        if not is_full_name(text):
            break
        lines.append(text)
    return "\n".join(lines)


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
    """The names written as such; single words in a row are tags or an address."""
    single = sum(name.isascii() and " " not in name for name in names)
    if len(names) > 1 and 2 * single > len(names):
        return ()
    return tuple(name for name in names if is_capitalised(name) or (is_loose and " " not in name))


def read_lines(
    document: Document, place: Place, blocks: range, is_site: Callable[[str], bool], *, strictly: bool = False
) -> Iterator[Byline]:
    """Lines that begin with "By", and dated ones with "by" inside; `strictly` only those that begin with more."""
    texts = document.outline.blocks
    for number in blocks:
        text = texts[number] if number < len(texts) else ""
        if not 2 <= len(text) <= MAX_LINE:
            continue
        start = text[:3].lower()
        is_opened = start in _OPENINGS or start[:2] in _SHORT_OPENINGS or not text[0].isalnum()
        if not is_opened and (strictly or not _may_sign_inside(text)):
            continue
        if strictly and not _WRITTEN.match(text):
            continue
        if is_opened and len(text) < _SHORT_LABEL and _LABEL.fullmatch(text):
            rest = _labelled_lines(texts, number + 1)
        else:
            is_glued = is_opened and _GLUED.match(text)
            is_signed = is_glued or _signed(text, is_opened=is_opened)
            rest = _signed(_line_of(document, number), is_opened=is_opened) if is_signed else ""
        if not rest or (_FOOT.search(text) and not is_writers_credit(text)):
            continue
        if number > place.last and _is_of_others(document, number, place):
            continue
        if names := _believable(_leading_names(rest, is_site)):
            pieces = _pieces_of(document, number)
            yield Byline(tuple(_as_set_apart(pieces, name) for name in names), is_plain=True)


def _is_of_others(document: Document, block: int, place: Place) -> bool:
    """Whether a line behind the story is a reader's comment or in another story's card."""
    owner = document.outline.block_owner[block]
    return (
        is_aside(document, owner, place, marks=Mark.COMMENTS)
        or weigh_surroundings(document, owner, block, place) >= OF_OTHERS
    )


def _pieces_of(document: Document, block: int) -> list[str]:
    """A block's pieces of text, one for each inline element or text between two."""
    starts, pieces = document.outline.block_piece, document.outline.pieces
    return pieces[starts[block] : starts[block + 1] if block + 1 < len(starts) else len(pieces)]


def _as_set_apart(pieces: list[str], name: str) -> str:
    """A name without the job or newspaper that stands in an element of its own behind it."""
    if name.count(" ") < 2:
        return name
    for piece in pieces:
        text = piece.strip(" \t\r\n,|–-")
        if name.startswith(f"{text} ") and is_full_name(text):
            return text
    return name


def _may_sign_inside(text: str) -> bool:
    """Whether a line can be a byline that does not begin as one: a dated line, or a Korean reporter's."""
    return "20" in text or "." in text or (not text.isascii() and may_be_wide(text))


def _signed(text: str, *, is_opened: bool) -> str:
    """What stands behind "By" in a line; empty when it is no byline."""
    if not text.isascii() and may_be_wide(text) and (wide := read_wide_byline(text)):
        return wide
    if is_opened and (behind := _behind_words(text)):
        return behind
    if is_opened and (begins := _BYLINE.match(text)):
        return text[begins.end() :]
    if ("20" in text or "." in text) and _DATED.search(text) and (inside := _INSIDE.search(text)):
        return text[inside.end() :]
    return ""


def _behind_words(text: str) -> str:
    """What stands behind a label for the writer, or behind words before a full name, which are the line; else empty."""
    labelled = strip_label(text)
    if labelled is not None:
        name = _AFTER_NAME.split(labelled, maxsplit=1)[0]
        return labelled if _WIDE.search(name) or name.isupper() or 2 <= len(name.split()) <= MAX_NAME_WORDS else ""
    rest = strip_opener(text)
    if rest is None:
        return ""
    name = _AFTER_NAME.split(rest, maxsplit=1)[0].strip()
    return rest if is_full_name(name) else ""


MAX_NAME_WORDS = 5
_WIDE = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_AFTER_NAME = re.compile(r"\s*(?:[,|•·/(–—]| - |\d|\s(?:und|and|et|y|e|i|og|och|a|и|и|και|و)\s)")


def read_datelines(document: Document, place: Place, is_site: Callable[[str], bool]) -> Iterator[Byline]:
    """Full names that stand bare beside a date between title and text, or on the line next to it."""
    outline = document.outline
    texts, head = outline.blocks, range(place.title + 1, min(place.first + 2, len(outline.blocks)))
    title = fold(texts[place.title]) if place.title < len(texts) else ""  # what it names is a topic: "South Korea"
    dated = {number for number in head if len(texts[number]) <= MAX_LINE // 2 and _DATED.search(texts[number])}
    for number in head:
        text = texts[number]
        if not ({number - 1, number, number + 1} & dated):
            continue
        is_linked = outline.block_links[number] * 2 > len(text)
        if (number not in dated and len(text) > MAX_LINE // 3) or (text.isascii() and not _TWO_WORDS.search(text)):
            continue
        line = _line_of(document, number) if number in dated else text
        found = (name for name in names_in(line, is_site) if is_full_name(name) and name[0].isupper())
        names = tuple(
            name for name in found if not is_site(name) and fold(name) not in title and not is_place_or_section(name)
        )
        if names and not (is_linked and not all(_is_page_of(document, number, name) for name in names)):
            yield Byline(names, is_plain=False, is_near=False)


def _is_page_of(document: Document, block: int, name: str) -> bool:
    """Whether a link in a block leads to a page named for a person: a bare link beside a date can be a section's."""
    outline, slug = document.outline, fold(name).replace(" ", "-")
    links = (n for n in elements_in(document, range(block, block + 1)) if outline.tags[n] == "a")
    return any(slug in (href := outline.attribute(n, "href").lower()) and not _TOPIC.search(href) for n in links)


_TWO_WORDS = re.compile(r"[A-Z][\w.'-]* (?:[a-z']{1,4} ?){0,3}[A-Z]")  # asked first, being 15 times cheaper
_TOPIC = re.compile(r"/(?:tags?|topics?|thema|themen|search|schlagwort|etiqueta|temas?|sujet)(?:/|$)")
