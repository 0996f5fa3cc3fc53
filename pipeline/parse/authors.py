"""Reader of authors: what a page says of who wrote it, made into names."""

from __future__ import annotations

import re

from pipeline.parse.document import Document
from pipeline.parse.vocabulary import Mark
from pipeline.text import fold, squeeze

_PREFIX = re.compile(
    r"^(?:written by|posted by|published by|story by|words by|reported by|by|von|par|por|di|de|da|door|av|af|autor|auteur|author|text|texte"
    r"|بقلم|كتبت|كتب|إعداد|اعداد|تحرير|نوشته|автор|текст)\s*[:：]?\s+(?=\S)|^(?:author|autor|auteur|بقلم|كتب)\s*[:：]",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:,|;|\||/| and | und | et | y | e | og | och |&|،|\n)\s*", re.IGNORECASE)
_NOBODY = re.compile(
    r"^(?:admin|administrator|editor|staff|user|guest|root|webmaster|newsroom|desk|redacción|redaccion|redaktion|redazione|rédaction|la rédaction"
    r"|unknown|anonymous|none|null|undefined|staff writer|staff reporter|web desk|news desk|online desk)$",
    re.IGNORECASE,
)
_NOT_NAME = re.compile(r"[@<>{}\d]|https?:|www\.|\.com\b|[!?]")
_JOB = re.compile(
    r"\b(?:editor|reporter|correspondent|journalist|writer|redakteur|redakteurin|reporterin|chief|director|columnist|contributor|photographer)\b",
    re.IGNORECASE,
)
MAX_NAME = 60


def clean_authors(raw: tuple[str, ...], names: list[str]) -> tuple[str, ...]:
    """The people named, each once. `names` are the newspaper's and the site's, which are nobody's."""
    known = {fold(name) for name in names if name}
    found: dict[str, str] = {}
    for text in raw:
        for part in _BETWEEN.split(_PREFIX.sub("", squeeze(text))):
            name = _PREFIX.sub("", part).strip(" .-–—|:")
            key = fold(name)
            if key and key not in known and _is_name(name):
                found.setdefault(key, name)
    return tuple(found.values())


def _is_name(text: str) -> bool:
    if len(text) < 2 or len(text) > MAX_NAME or _NOT_NAME.search(text) or _NOBODY.match(text):
        return False
    return len(text.split()) <= 6 and not (_JOB.search(text) and len(text.split()) < 4)


def read_bylines(document: Document) -> tuple[str, ...]:
    """What the first elements named for an author say, `rel=author` first."""
    outline = document.outline
    linked = [n for n in outline.find("a") if "author" in outline.attribute(n, "rel").lower().split()]
    for number in [*linked, *document.marked(Mark.AUTHOR, around_title=60)]:
        text = outline.text_of(number)
        if text and len(text) <= 2 * MAX_NAME and clean_authors((text,), []):
            return (text,)
    return ()
