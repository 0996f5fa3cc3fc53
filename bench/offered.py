"""What a page offers for a field: every place where its title, date or authors could be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.parse.document import Document

_LD = {
    "title": re.compile(r'"(headline|name)"\s*:\s*"((?:[^"\\]|\\.){1,160})'),
    "date": re.compile(r'"(date\w+|uploadDate)"\s*:\s*"?([^",]{4,40})', re.IGNORECASE),
    "authors": re.compile(r'"(author|creator)"\s*:\s*(.{0,160})', re.IGNORECASE | re.DOTALL),
}
_META = {
    "title": re.compile(r"title|headline", re.IGNORECASE),
    "date": re.compile(r"date|time|publi|modif|creat|issued|updat", re.IGNORECASE),
    "authors": re.compile(r"auth|creator|byl|writer", re.IGNORECASE),
}
_NAMED = {
    "title": re.compile(r"title|headline|heading|titre|titel|titulo", re.IGNORECASE),
    "date": re.compile(r"date|time|publi|datum|fecha|zeit|meta|info", re.IGNORECASE),
    "authors": re.compile(r"auth|byline|autor|writer|creator|name|meta|info", re.IGNORECASE),
}
_SHOWN = {
    "title": re.compile(r"(?!)"),
    "date": re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}"),
    "authors": re.compile(r"\b(?:by|von|par|por|di|da|av|af|door|text|autore?|foto)\b|بقلم|كتب", re.IGNORECASE),
}
_ALWAYS = {"title": ("title", "h1", "h2"), "date": ("time",), "authors": ()}


def list_offers(document: Document, field: str) -> Iterator[str]:
    """What the page offers for `title`, `date` or `authors`, by source, one line each; +N is blocks after the title."""
    yield from dict.fromkeys([*_claimed(document, field), *_named(document, field), *_shown(document, field)])


def _claimed(document: Document, field: str) -> Iterator[str]:
    for script in document.outline.scripts:
        for key, value in _LD[field].findall(script)[:8]:
            yield f"ld    {key} = {' '.join(value.split())[:150]}"
    for name, values in document.metas.items():
        if _META[field].search(name):
            yield f"meta  {name} = {values[0][:90]}"


def _named(document: Document, field: str) -> Iterator[str]:
    outline = document.outline
    for number, tag in enumerate(outline.tags):
        attributes = outline.attributes[number]
        label = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('itemprop') or ''}"
        text = outline.text_of(number)
        if tag in _ALWAYS[field] or (text and len(text) < 140 and _NAMED[field].search(label)):
            near = outline.block_from[number] - document.title_block
            shown = attributes.get("datetime") or attributes.get("content") or ""
            yield f"{tag:5} {label.strip()[:50]!r} {near:+d} {shown} | {text[:100]}"


def _shown(document: Document, field: str) -> Iterator[str]:
    for number, text in enumerate(document.outline.blocks):
        if len(text) < 140 and _SHOWN[field].search(text):
            yield f"line  {number - document.title_block:+d} {text[:110]}"
