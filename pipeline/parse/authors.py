"""Reader of authors: the bylines a page shows around its story, and when they are believed before what it claims."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from pipeline.parse.document import Document
from pipeline.parse.outline import BREAK
from pipeline.parse.people import clean_authors, is_capitalised, is_full_name, is_name, is_others, names_in
from pipeline.parse.place import Place, elements_in, is_aside
from pipeline.parse.vocabulary import marks_of_label
from pipeline.parse.words import Mark
from pipeline.text import fold

FAR = 20
"""Blocks off the title up to which an element named for an author counts when nothing nearer is found."""
MAX_LINE = 130
"""Characters of a line that is a byline; longer ones tell of the author or the story."""
_BYLINE = re.compile(
    r"^\W{0,3}(?:(?:(?:written|posted|published|reported|story|words|text|texte|reporting|guest post|geschrieben"
    r"|erstellt|verfasst|ein gastbeitrag"
    r"|eine kolumne|publiziert|veröffentlicht|écrit|publié|propos recueillis|escrito|publicado|scritto) )?(?:by"
    r"|von|par|por|di|de|door|av|af|oleh|przez)"
    r"\s*:?\s+(?=[^\W\d_])|(?:autor(?:en|in|es|a|i|zy)?|auteure?s?|authors?|autore|text|texte|texto|tekst|teksti"
    r"|автор|текст|yazan|yazar|haber"
    r"|penulis|írta|szerző|redaktion|redakteur(?:in)?|责编|責編|责任编辑|interview|text (?:&|und|and) (?:fotos?|bilder?"
    r"|photos?)|نویسنده|作者|記者|记者|文|撰文|執筆)\s*[:：/]\s*(?=\S)"
    r"|(?:بقلم|حوار|كتبت|كتب|إعداد|اعداد|تحرير|به قلم|מאת)\s*[:：]?\s*(?=\S))",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"(?:^|[\s\d,|–-])(?:by|von|par|por|VON|BY|By|Von|Par|Por|POR|PAR|door|av|af|Redaktion:|Autor:"
    r"|بقلم:?)[ :]+(?=[^\W\d_])"
)
_REPORTER = re.compile(r"(?:^|[\s=\]])([가-힣]{2,4}) ?(?:선임)?기자(?![가-힣])")
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
    r"|author-profile|yazarlar?)(?:[/_.-]|$)",
    re.IGNORECASE,
)


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


def choose_shown(
    document: Document, place: Place, claimed: tuple[str, ...], is_site: Callable[[str], bool]
) -> tuple[str, ...] | None:
    """The names in the bylines around the story where they are surer than those claimed, else None.

    They are when nobody is claimed, when they are the claimed ones and more, or when they stand in a plain byline and
    the claimed are nowhere around the story: content systems claim whoever uploaded it.
    """
    if not claimed:
        return _read_unclaimed(document, place, is_site)
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
                return _fuller(claimed, _read_span(document, near, is_site))
    keys = {fold(name) for name in claimed}
    lines = blocks[place.above().start : place.head().stop] + blocks[place.last : place.tail().stop]
    around = fold("\n".join(line for line in lines if len(line) <= MAX_LINE))
    if any(key in around for key in keys):
        return _fuller(claimed, _read_span(document, place.head(), is_site))
    for span in (place.head(), place.above(), place.tail()):
        for byline in _read_lines(document, span, is_site):
            return None if keys & {fold(name) for name in byline.names} else byline.names
    return None


def _may_name_more(lines: list[str], claimed: tuple[str, ...]) -> bool:
    """Whether short lines hold two capitalised words besides the claimed names: asked first, being 30 times cheaper."""
    text = "\n".join(line for line in lines if len(line) <= MAX_LINE // 2)
    for name in claimed:
        text = text.replace(name, "\n")
    return _TWO_CAPITALS.search(text) is not None


_TWO_CAPITALS = re.compile(r"[A-ZÀ-ÞА-Я][^\W\d_]+ [^\W\d_]{0,4} ?[A-ZÀ-ÞА-Я][^\W\d_]+")


def _read_unclaimed(document: Document, place: Place, is_site: Callable[[str], bool]) -> tuple[str, ...] | None:
    """The likeliest byline of a page that claims nobody: by the title, at the end, in the text, beside the date."""
    for span in (place.head(), place.above(), place.tail()):
        if bylines := _read_span(document, span, is_site, strictly=span != place.head()):
            return _fuller(bylines[0].names, bylines[1:]) or bylines[0].names
    around = elements_in(document, range(max(place.title - FAR, 0), place.title + FAR))
    found = chain(
        _read_lines(document, range(place.head().stop, place.last), is_site, strictly=True),
        _read_datelines(document, place, is_site),
        _read_named(document, around, is_site),
    )
    return next((byline.names for byline in found), None)


def _read_span(
    document: Document, span: range, is_site: Callable[[str], bool], *, strictly: bool = False
) -> list[Byline]:
    """The bylines in a range of blocks, the likeliest first; `strictly` asks links for `rel=author`."""
    elements = elements_in(document, span)
    found = [*_read_lines(document, span, is_site), *_read_links(document, elements, is_site, strictly=strictly)]
    return found if found and found[0].is_plain else [*found, *_read_named(document, elements, is_site)]


def _read_links(
    document: Document, elements: range, is_site: Callable[[str], bool], *, strictly: bool
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
        if not is_author and (strictly or not _PROFILE.search(attributes.get("href") or "")):
            continue
        text = outline.heading_text(number)
        if not 2 <= len(text) <= MAX_LINE or is_aside(document, number):
            continue
        if names and (outline.block_from[number] > block + 2 or is_others(outline.line_at(number).partition(text)[0])):
            break
        for name in _believable(clean_authors((text,), is_site), is_loose=is_author):
            if is_author or " " in name or not name.isascii():
                is_plain, block = is_plain and is_author, outline.block_from[number]
                names.setdefault(fold(name), name)
    if names:
        yield Byline(tuple(names.values()), is_plain, is_near=is_plain)


def _read_named(document: Document, elements: range, is_site: Callable[[str], bool]) -> Iterator[Byline]:
    """Elements whose class says author."""
    outline, end = document.outline, -1
    attributes = outline.attributes
    for number in elements:
        pieces = outline.piece_to[number] - outline.piece_from[number]  # counted first: a mark costs 20 times as much
        if number < end or not 0 < pieces <= MAX_PIECES or outline.tags[number] in _HEADINGS:
            continue
        own = attributes[number]
        label = own.get("class") or own.get("data-testid") or own.get("id")
        if not label or not marks_of_label(label) & Mark.AUTHOR or is_aside(document, number):
            continue
        text = _LABELLED.sub("", _lines_of(document, number))
        if not text or len(text) > 2 * MAX_LINE:
            continue
        links = _links_in(document, number)
        for link in links:
            if not is_full_name(link):
                text = text.replace(link, "\n") if len(link) > MIN_LINK else text
        inside = _INSIDE.split(text)
        names = _linked_names(links, is_site) or _leading_names(inside[-1], is_site)
        names = _believable(names, is_loose="vcard" in outline.attribute(number, "class"))
        if names:
            end = outline.last[number]
            yield Byline(names, is_plain=len(inside) > 1)


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
    outline = document.outline
    start = outline.block_piece[block]
    end = outline.block_piece[block + 1] if block + 1 < len(outline.block_piece) else len(outline.pieces)
    if end - start <= 2:
        return outline.blocks[block]
    text = " ".join(outline.pieces[start:end])
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


def _read_lines(
    document: Document, blocks: range, is_site: Callable[[str], bool], *, strictly: bool = False
) -> Iterator[Byline]:
    """Lines that begin with "By", and dated ones with "by" inside; `strictly` only those that begin with more."""
    texts = document.outline.blocks
    for number in blocks:
        text = texts[number] if number < len(texts) else ""
        if not 2 <= len(text) <= MAX_LINE or (strictly and not _WRITTEN.match(text)):
            continue
        if len(text) < _SHORT_LABEL and _LABEL.fullmatch(text):
            rest = _labelled_lines(texts, number + 1)
        else:
            rest = _signed(_line_of(document, number)) if _GLUED.match(text) or _signed(text) else ""
        if not rest or _FOOT.search(text):
            continue
        if names := _believable(_leading_names(rest, is_site)):
            yield Byline(names, is_plain=True)


def _signed(text: str) -> str:
    """What stands behind "By" in a line; empty when it is no byline."""
    if begins := _BYLINE.match(text):
        return text[begins.end() :]
    if "기자" in text and (reporters := _REPORTER.findall(text)):
        return "\n".join(reporters)
    if ("20" in text or "." in text) and _DATED.search(text) and (inside := _INSIDE.search(text)):
        return text[inside.end() :]
    return ""


def _read_datelines(document: Document, place: Place, is_site: Callable[[str], bool]) -> Iterator[Byline]:
    """Full names that stand bare beside a date between title and text, or on the line next to it."""
    outline = document.outline
    texts, head = outline.blocks, range(place.title + 1, min(place.first + 2, len(outline.blocks)))
    title = fold(texts[place.title]) if place.title < len(texts) else ""  # what it names is a topic: "South Korea"
    dated = {number for number in head if len(texts[number]) <= MAX_LINE // 2 and _DATED.search(texts[number])}
    for number in head:
        text = texts[number]
        if outline.block_links[number] * 2 > len(text) or not ({number - 1, number, number + 1} & dated):
            continue
        if number not in dated and len(text) > MAX_LINE // 3:
            continue
        found = (name for name in names_in(text, is_site) if is_full_name(name) and name[0].isupper())
        names = tuple(name for name in found if not is_site(name) and fold(name) not in title)
        if names:
            yield Byline(names, is_plain=False, is_near=False)


def _fuller(names: tuple[str, ...], shown: list[Byline]) -> tuple[str, ...] | None:
    """The first byline that has all these names and more full ones."""
    keys = {fold(name) for name in names}
    for byline in shown:
        others = {fold(name): name for name in byline.names}
        if (
            byline.is_near
            and keys < others.keys()
            and all(key in keys or is_full_name(name) for key, name in others.items())
        ):
            return byline.names
    return None
