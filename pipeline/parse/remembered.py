"""Decides fields with what the site's memory knows, and says so where that changed the answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.dates import Moment
from pipeline.models import Hint
from pipeline.parse import decide, moments, titles
from pipeline.parse.article import Answer
from pipeline.parse.body import Body, read_body
from pipeline.parse.claims import Claims
from pipeline.parse.document import Document
from pipeline.parse.familiar import Familiar
from pipeline.parse.kind import SHORT_BODY
from pipeline.parse.outline import Outline
from pipeline.parse.people import clean_authors
from pipeline.parse.place import Place

Text = Answer[str]

MEMORY: Final = "site-memory"
"""The reader in `provenance`. Behind another's name: without the memory, that would have answered otherwise."""


def decide_title(document: Document, claims: Claims, hint: Hint, site: titles.SiteNames) -> Text | None:
    """`decide.title`, where an end that other titles of the site have too counts as the site's name."""
    plain = decide.title(document, claims, hint, site)
    known = document.familiar.title_names(titles.page_title(document)) if document.familiar else None
    if not known:
        return plain
    return _marked(decide.title(document, claims, hint, replace(site, names=site.names | known)), plain)


def decide_body(document: Document, claims: Claims) -> tuple[Body | None, Text | None]:
    """The found body, and `decide.body` of it; read once more with the memory when that has something to say.

    On nine pages of ten it has not: then the second reading, half of a page's time, is saved.
    """
    plain = read_body(document)
    unaided = decide.body(claims, plain)
    if document.familiar is None or plain is None or not _has_say(document.familiar, document.outline, plain):
        return plain, unaided
    again = read_body(document.recalling())
    found = max((_without_furniture(document, body) for body in (plain, again) if body), key=_size)
    answer = decide.body(claims, found)
    if answer is None or (unaided and len(answer.value) < min(SHORT_BODY, len(unaided.value))):
        return plain, unaided  # no story is left: it is one of those that teach
    return found, _marked(answer, unaided)


def _has_say(familiar: Familiar, outline: Outline, plain: Body) -> bool:
    """Whether the memory knows a line of the body as furniture, or another place for it."""
    known = {outline.blocks[block] for block in familiar.furniture}
    if any(text in known for text in plain.paragraphs):
        return True
    if familiar.is_usual(plain.container) or familiar.container is None:
        return False
    is_inside = familiar.container <= plain.container < outline.last[familiar.container]
    return not is_inside


def _without_furniture(document: Document, found: Body) -> Body:
    """The body less the lines that are known to be furniture, wherever they were found."""
    furniture = document.familiar.furniture if document.familiar else ()
    known = {document.outline.blocks[block] for block in furniture}
    return replace(found, paragraphs=[text for text in found.paragraphs if text not in known])


def _size(found: Body) -> int:
    return sum(map(len, found.paragraphs))


def decide_authors(
    document: Document, claims: Claims, hint: Hint, site: titles.SiteNames, place: Place
) -> Answer[tuple[str, ...]] | None:
    """`decide.authors`, and where nobody is named, who stands where the site's bylines do."""
    found = decide.authors(claims, document, hint, site, place)
    if found or document.familiar is None:
        return found
    lines = (document.outline.blocks[block] for block in document.familiar.byline_blocks)
    named = next((names for line in lines if (names := clean_authors((line,), site.signs))), None)
    return Answer(named, MEMORY) if named else None


def decide_published(document: Document, claims: Claims, hint: Hint, place: Place) -> Answer[Moment] | None:
    """`moments.decide_published`, and where no date is found, what stands where the site's datelines do."""
    found = moments.decide_published(document, claims, hint, place)
    if found or document.familiar is None:
        return found
    lines = (document.outline.blocks[block] for block in document.familiar.dateline_blocks)
    read = (moments.read_line(line, document.fetched_at, document.site) for line in lines)
    moment = next((moment for moment in read if moment and moment.value <= document.fetched_at), None)
    return Answer(moment, MEMORY) if moment else None


def _marked(answer: Text | None, plain: Text | None) -> Text | None:
    """The answer, and that the memory had a say when without it there would be another."""
    if answer is None or (plain and plain.value == answer.value):
        return plain
    return replace(answer, source=f"{answer.source}+{MEMORY}", unaided=plain.value if plain else "")
