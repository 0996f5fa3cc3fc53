"""Reader of authors: what a page says of who wrote it, made into names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.parse.document import Document
from pipeline.parse.words import Mark
from pipeline.text import fold, squeeze

_BY = (
    r"written by|posted by|published by|story by|words by|reported by|edited by|reviewed by|text by|by"
    r"|geschrieben von|erstellt von|"
    r"veröffentlicht von|von|par|por|di|de|da|door|av|af|autore?n?|auteure?|authors?|escrito por|publicado por"
    r"|scritto da|texte?|"
    r"بقلم|كتبت|كتب|إعداد|اعداد|تحرير|المصدر|نوشته|автор|текст|écrit par|publié par|przez|autorzy?|yazan|tekst|teksti"
)
_PREFIX = re.compile(rf"^(?:{_BY})(?:\s*[:：]\s*|\s+)(?=\S)", re.IGNORECASE)
_ONLY_PREFIX = re.compile(rf"(?:{_BY})\s*[:：]?", re.IGNORECASE)
_INSIDE = re.compile(r"\b(?:[Vv]on|[Bb]y|[Pp]ar|[Pp]or|VON|BY|POR|PAR|بقلم)[ :]+(?=[^\W\d_])")
_BYLINE = re.compile(
    r"^(?:written by|posted by|story by|words by|by|von|par|por|texte? (?:de|von|par)|autore?n?|auteur|author|بقلم"
    r"|كتبت|كتب|автор|text|tekst"
    r"|escrito por|geschrieben von|écrit par)(?:\s*[:：]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:,|;|\||•|·| and | und | et | y | e | og | och |&|،|\n| – | - )\s*", re.IGNORECASE)
_NOBODY = re.compile(
    r"(?:admin|administrator|super ?user|user|guest|root|webmaster|unknown|anonymous|none|null|undefined|default"
    r"|author|editor|مدير|"
    r"staff|staff writer|staff reporter|web ?desk|news ?desk|online ?desk|contributor|follow|share|email|twitter"
    r"|facebook|more|profile)",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*(?:\(.*|@\w+.*|\S+@\S+.*|\bupdated\b.*|\bpublished\b.*|\d.*)$", re.IGNORECASE | re.DOTALL)
_NOT_NAME = re.compile(r"[@<>{}\[\]\d!?=]|https?:|www\.|\.com\b|\.org\b|\.net\b")
_JOB = re.compile(
    r"\b(?:editors?|reporters?|correspondents?|journalists?|writers?|redakteur(?:in)?|reporterin|chief|director"
    r"|columnists?|contributors?|photographers?"
    r"|producers?|managers?|founder|ceo|senior|staff|korrespondent(?:in)?|redactora?|periodista|journaliste"
    r"|rédacteur|rédactrice|giornalista"
    r"|freelance|multimedia)\b",
    re.IGNORECASE,
)
MAX_NAME = 60
MAX_WORDS = 6


def clean_authors(raw: tuple[str, ...], is_site: Callable[[str], bool]) -> tuple[str, ...]:
    """The people named, each once. `is_site` knows the newspaper's and the site's names, which are nobody's."""
    found: dict[str, str] = {}
    for text in raw:
        if "://" not in text:
            for name in _names_in(squeeze(text), is_site):
                key = fold(name)
                if key and not is_site(name) and is_name(name):
                    found.setdefault(key, name)
    return tuple(found.values())


def _names_in(text: str, is_site: Callable[[str], bool]) -> Iterator[str]:
    """The names a byline lists; `Last, First` of two single words is one name."""
    text = _PREFIX.sub("", text)
    parts = [part for part in _BETWEEN.split(text) if part]
    if len(parts) == 2 and text.count(",") == 1 and not any(" " in part for part in parts):
        parts = [f"{parts[1]} {parts[0]}"]
    for part in parts:
        if is_site(part):  # before its tail is cut: a newspaper can be called "Today 24"
            continue
        yield _TAIL.sub("", _PREFIX.sub("", part)).strip(" .-–—|:*\"'")


def is_name(text: str) -> bool:
    """Whether a text can be a person's or an agency's name: short, no job title, no address, no bare "by"."""
    if (
        not 2 <= len(text) <= MAX_NAME
        or _NOT_NAME.search(text)
        or _NOBODY.fullmatch(text)
        or _ONLY_PREFIX.fullmatch(text)
    ):
        return False
    words = text.split()
    return len(words) <= MAX_WORDS and not (_JOB.search(text) and len(words) < 5)


def read_bylines(document: Document, is_site: Callable[[str], bool], *, strictly: bool) -> tuple[str, ...]:
    """Names in what the page shows: links with `rel=author`, elements named for an author, lines that begin with "By".

    `strictly` trusts only the first and the last of these.
    """
    outline = document.outline
    linked = [n for n in outline.find("a") if "author" in outline.attribute(n, "rel").lower().split()]
    named = [] if strictly else document.marked(Mark.AUTHOR, around_title=60)
    first = max(document.title_block, 0)
    named.sort(key=lambda n: outline.block_from[n] < first)
    for element in [*linked, *named]:
        if names := clean_authors(tuple(_texts_of(document, element)), is_site):
            return tuple(filter(is_capitalised, names))
    for text in outline.blocks[max(first - 3, 0) : first + 12]:
        if len(text) <= 2 * MAX_NAME and _BYLINE.match(text):
            names = tuple(filter(is_capitalised, clean_authors((_BYLINE.sub("", text),), is_site)))
            if names:
                return names
    return ()


def _texts_of(document: Document, element: int) -> Iterator[str]:
    """A byline's linked names, else its text after "by"."""
    outline = document.outline
    links = [n for n in range(element + 1, outline.last[element]) if outline.tags[n] == "a"]
    texts = [text for n in links if (text := outline.heading_text(n)) and len(text) <= MAX_NAME]
    if texts:
        yield from texts
        return
    text = outline.heading_text(element)
    if len(text) <= 2 * MAX_NAME:
        yield _INSIDE.split(text)[-1]


def is_capitalised(name: str) -> bool:
    """Whether a name is written as one: in scripts with capitals, with some; "posted on" is none."""
    words = name.split()
    cased = [word for word in words if word[0].lower() != word[0].upper()]
    return not cased or sum(word[0].isupper() for word in cased) * 2 >= len(cased)
