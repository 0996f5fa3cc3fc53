"""How an article changed: its versions in a list, and what differs between two of them, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pipeline import history, query
from pipeline.changes import COSMETIC, FieldChange, Paragraph, Span
from pipeline.errors import InputError
from pipeline.history import Difference
from pipeline.query import ArticleView
from pipeline.store import Reader
from pipeline.web.links import direction_in, shown
from pipeline.web.pages.article import title_of
from pipeline.web.visit import Page, Visit
from pipeline.web.words import Words

FOLDED: Final = 240
"""Letters from which paragraphs that did not change are folded away."""
MOST: Final = 500
"""Versions on the page, the last ones; a live page changes more often than anybody reads."""
ADDRESSES: Final = frozenset({"source_link", "image"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text in a version: `mark` is equal, removed or added, `note` as in changes.Span.

    `space` stands before it, outside of what is marked.
    """

    mark: str
    note: str
    space: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of both versions side by side; one that only one of them has is None in the other."""

    old: tuple[Piece, ...] | None
    new: tuple[Piece, ...] | None
    direction: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that differ, one after the other, or paragraphs that both versions have."""

    rows: tuple[Row, ...]
    is_equal: bool
    is_folded: bool


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field that differs, ready to be drawn."""

    field: str
    kinds: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    is_address: bool


async def show_all(visit: Visit) -> Page:
    """The versions of an article, the last one first."""
    number = visit.part("id")
    view = await visit.ask(lambda archive: query.show(archive, number))
    values = {
        "line": view.article.line,
        "count": len(view.versions) + 1,
        "edits": view.versions[: -MOST - 1 : -1],
        "first_seen": view.versions[0].seen_at if view.versions else view.article.line.first_seen,
        "captures": _captures(view),
        "cosmetic": frozenset(COSMETIC),
        "name_of": title_of(visit.words, view),
    }
    return Page("versions.html", visit.words("versions-of", title=title_of(visit.words, view)), values)


def _captures(view: ArticleView) -> dict[int, int]:
    """The capture that each version was read from, where it is still kept."""
    found = {line.number: line.capture_id for line in view.versions} | {len(view.versions) + 1: view.article.capture_id}
    return {number: capture for number, capture in found.items() if capture is not None}


async def show_difference(visit: Visit) -> Page:
    """What differs between two versions: the one that `new` numbers (the present one) and `old` (the one before)."""
    number, new, old = visit.part("id"), _version(visit, "new"), _version(visit, "old")

    def look(archive: Reader) -> tuple[ArticleView, Difference | None]:
        return query.show(archive, number), history.difference(archive, number, new, old)

    view, found = await visit.ask(look)
    values = {
        "line": view.article.line,
        "found": found,
        "count": len(view.versions) + 1,
        "fields": [_lay_out(field, found) for field in found.changes.fields] if found else [],
        "cosmetic": frozenset(COSMETIC),
        "name_of": title_of(visit.words, view),
    }
    return Page("difference.html", _heading(visit.words, found), values)


def _version(visit: Visit, name: str) -> int | None:
    given = visit.value(name, 12)
    if given is None:
        return None
    if not (given.isascii() and given.isdigit()):
        raise InputError(visit.words("version-no-number"))
    return int(given)


def _heading(words: Words, found: Difference | None) -> str:
    if found is None:
        return words("difference-none-before")
    return words("difference-title", old=str(found.old.number), new=str(found.new.number))


def _lay_out(field: FieldChange, found: Difference) -> FieldShown:
    language = found.new.record.language or found.old.record.language
    stretches = tuple(_stretches(field.paragraphs, language))
    return FieldShown(field.field, field.kinds, stretches, field.field in ADDRESSES)


def _stretches(paragraphs: Sequence[Paragraph], language: str | None) -> Iterator[Stretch]:
    for is_equal, run in groupby(paragraphs, key=lambda paragraph: paragraph.is_equal):
        rows = tuple(_row(paragraph, language) for paragraph in run)
        length = sum(len(piece.text) for row in rows for piece in row.new or ())
        yield Stretch(rows, is_equal, is_equal and length >= FOLDED)


def _row(paragraph: Paragraph, language: str | None) -> Row:
    text = "".join(span.text for span in paragraph.spans)
    marks = {span.mark for span in paragraph.spans}
    return Row(
        old=_side(paragraph.spans, "removed") if marks != {"added"} else None,
        new=_side(paragraph.spans, "added") if marks != {"removed"} else None,
        direction=direction_in(text, language),
    )


def _side(spans: Sequence[Span], own: str) -> tuple[Piece, ...]:
    return tuple(_piece(span) for span in spans if span.mark in ("equal", own))


def _piece(span: Span) -> Piece:
    text = shown(span.text)
    bare = text.lstrip()
    return Piece(span.mark, span.note, text[: len(text) - len(bare)], bare)
