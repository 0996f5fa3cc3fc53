"""STORIES TO LOOK AT: a page of them, and one with its copies in time and two of them side by side. Only reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from sqlite3 import Connection
from typing import Final

from pipeline.changes import Changes, Paragraph, Span, State, compare
from pipeline.errors import InputError
from pipeline.store import Reader, reading, story_listing, story_reading
from pipeline.store.codec import from_time
from pipeline.store.reading import StoredArticle
from pipeline.store.story_listing import Place, StoryOrder
from pipeline.store.story_reading import CopyLine, StoryFilter, StoryLine

__all__ = [
    "Changes",
    "ComparedParagraph",
    "Comparison",
    "CopyLine",
    "Place",
    "StoryCopy",
    "StoryFilter",
    "StoryLine",
    "StoryOrder",
    "StoryPage",
    "StoryView",
    "list_stories",
    "view_story",
]

PAGE: Final = 40
COPIES: Final = 200
"""Copies of a story that its page shows."""
COMPARED: Final = 60_000
"""Characters of a text that are compared on a page; longer ones are cut there, and said to be."""


@dataclass(frozen=True, slots=True)
class StoryPage:
    """Stories, and where their list goes on."""

    lines: tuple[StoryLine, ...]
    next_place: Place | None


@dataclass(frozen=True, slots=True)
class StoryCopy:
    """A copy of a story and how long after the first it came.

    `moment` is when it was published, or captured where only its day is known and it was captured on that day.
    `is_exact` is False where nothing but the day is known: then `delay` counts whole days. Of the first it is zero.
    """

    line: CopyLine
    moment: str
    is_exact: bool
    delay: timedelta


@dataclass(frozen=True, slots=True)
class ComparedParagraph:
    """A paragraph of two articles: what the first one prints of it, and the other. Either may be empty."""

    first: tuple[Span, ...]
    other: tuple[Span, ...]
    is_same: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two articles of a story side by side; `title` is one paragraph, `body` all of the text."""

    first: StoredArticle
    other: StoredArticle
    title: ComparedParagraph
    body: tuple[ComparedParagraph, ...]
    changes: Changes
    is_cut: bool


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story, its copies in time (the first ones of very many), and the first beside one of them."""

    line: StoryLine
    copies: tuple[StoryCopy, ...]
    comparison: Comparison | None


def list_stories(archive: Reader, only: StoryFilter, order: StoryOrder, after: Place | None = None) -> StoryPage:
    """A page of stories."""
    found = archive.ask(lambda conn: story_listing.list_stories(conn, only, order, after, PAGE + 1))
    last = found[PAGE - 1] if len(found) > PAGE else None
    return StoryPage(tuple(found[:PAGE]), (last.publishers, last.first_seen, last.story_id) if last else None)


def view_story(archive: Reader, story_id: int, with_article: int | None = None) -> StoryView:
    """A story; its first article beside another one, the second without a choice. InputError when there is none."""
    return archive.ask(lambda conn: _view_story(conn, min(story_id, 2**63 - 1), with_article))


def _view_story(conn: Connection, story_id: int, with_article: int | None) -> StoryView:
    line = story_reading.story(conn, story_id)
    if line is None:
        raise InputError(f"{story_id}: no such story in the archive")
    lines = story_listing.first_copies(conn, story_id, COPIES)
    copies = tuple(_timed(one, line.first_seen) for one in lines)
    if with_article is not None and not story_listing.tells(conn, min(with_article, 2**63 - 1), story_id):
        raise InputError(f"{with_article}: this article is not one of story {story_id}")
    return StoryView(line, copies, _compare(conn, line.first_article_id, with_article or _second(lines)))


def _second(lines: Sequence[CopyLine]) -> int | None:
    return next((line.article_id for line in lines if not line.is_first), None)


def _timed(line: CopyLine, first_seen: str) -> StoryCopy:
    published = line.published or line.first_seen
    is_exact = "T" in published
    if not is_exact and line.first_seen[:10] == published:
        published, is_exact = line.first_seen, True
    if line.is_first:
        return StoryCopy(line, published, is_exact, timedelta())
    begin = from_time(first_seen) if is_exact else datetime.fromisoformat(first_seen[:10])
    moment = from_time(published) if is_exact else datetime.fromisoformat(published)
    return StoryCopy(line, published, is_exact, max(moment - begin, timedelta()))


def _compare(conn: Connection, first_id: int, other_id: int | None) -> Comparison | None:
    first = reading.read_article(conn, first_id)
    other = reading.read_article(conn, other_id) if other_id else None
    if first is None or other is None or first_id == other_id:
        return None
    changes = compare(_state(first), _state(other))
    return Comparison(
        first,
        other,
        title=_fields(changes, "title", first.line.title, other.line.title)[0],
        body=_fields(changes, "body", first.body[:COMPARED], other.body[:COMPARED]),
        changes=changes,
        is_cut=max(len(first.body), len(other.body)) > COMPARED,
    )


def _state(article: StoredArticle) -> State:
    """What copies are compared in: the words, not who printed them and when."""
    return State(article.line.title, article.body[:COMPARED], language=article.line.language)


def _fields(changes: Changes, field: str, first: str, other: str) -> tuple[ComparedParagraph, ...]:
    for change in changes.fields:
        if change.field == field:
            return tuple(_sides(paragraph) for paragraph in change.paragraphs)
    lines = ([line for line in side.split("\n") if line.strip()] or [""] for side in (first, other))
    return tuple(_unchanged(one, two) for one, two in zip(*lines, strict=False))  # as many: nothing differs


def _unchanged(first: str, other: str) -> ComparedParagraph:
    return ComparedParagraph((Span("equal", first),), (Span("equal", other),), is_same=True)


def _sides(paragraph: Paragraph) -> ComparedParagraph:
    return ComparedParagraph(tuple(_side(paragraph, "added")), tuple(_side(paragraph, "removed")), paragraph.is_equal)


def _side(paragraph: Paragraph, without: str) -> Iterator[Span]:
    return (span for span in paragraph.spans if span.mark != without)
