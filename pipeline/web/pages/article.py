"""An article: its text for reading, all that is known of it and from where, and what to quote it with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from babel.dates import format_skeleton
from datasette import Response

from pipeline import nearby, query
from pipeline.nearby import Surroundings
from pipeline.query import ArticleView, CopyLine, Story
from pipeline.store import Reader
from pipeline.web.links import shown, web_address
from pipeline.web.visit import Page, Visit
from pipeline.web.words import Words

COPIES: Final = 12
"""Copies in other newspapers that are named; the story's page has them all."""
FIELDS: Final = (
    "title", "body", "published", "modified", "authors", "newspaper", "section", "language", "source_link",
    "source_text", "image",
)  # fmt: skip
"""Fields whose readers are told, in this order; then others, should there be any."""
MEMORY: Final = "+site-memory"
"""Behind a reader's name: what the site's other pages taught had a say."""


async def find(visit: Visit) -> Response:
    """To the article at the address `url`; to the search when none is given."""
    wanted = visit.value("url", 4000)
    if wanted is None:
        return Response.redirect("/search")
    return Response.redirect(f"/article/{await visit.ask(lambda archive: nearby.find_article(archive, wanted))}")


async def show(visit: Visit) -> Page:
    """An article for reading."""
    view, around = await visit.ask(_question(visit))
    line = view.article.line
    values = {
        "view": view,
        "around": around,
        "article": view.article,
        "line": line,
        "paragraphs": [shown(part) for part in view.article.body.split("\n") if part.strip()],
        "copies": other_copies(view.story, line.article_id)[:COPIES],
        "readers": readers(visit.words, view.article.provenance),
        "citation": cite(visit.words, view),
        "published": written_date(visit.words, line.published, view.article.published_precision),
        "language_name": language_name(visit.words, line.language),
    }
    return Page("article.html", title_of(visit.words, view), values)


async def show_json(visit: Visit) -> Response:
    """The same for programs."""
    view, around = await visit.ask(_question(visit))
    return Response.json(as_json(view, around, is_public=visit.is_public), default=str)


def _question(visit: Visit) -> Callable[[Reader], tuple[ArticleView, Surroundings]]:
    number = visit.part("id")

    def look(archive: Reader) -> tuple[ArticleView, Surroundings]:
        view = query.show(archive, number)
        return view, nearby.surroundings(archive, view.article.line)

    return look


def title_of(words: Words, view: ArticleView) -> str:
    """The title as text of one line; words that say so when there is none."""
    return shown(view.article.line.title).replace("\n", " ")[:300].strip() or words("untitled")


def other_copies(story: Story | None, article_id: int) -> list[CopyLine]:
    """The other articles of a story."""
    return [copy for copy in story.articles if copy.article_id != article_id] if story else []


def written_date(words: Words, moment: str | None, precision: str | None) -> str:
    """A date as fine as it is known: `2025`, `December 2025`, `11 December 2025`, `11 Dec 2025 09:30 UTC`."""
    if not moment or precision not in ("year", "month"):
        return words.time(moment)
    if precision == "year":
        return moment[:4]
    try:
        return str(format_skeleton("yMMMM", datetime.fromisoformat(moment), locale=words.locale))
    except ValueError:
        return moment


def language_name(words: Words, code: str | None) -> str:
    """A language by its name in the interface's language; its code when it has none there."""
    return str(words.locale.languages.get(code or "", code or ""))


def readers(words: Words, provenance: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Each field with where it came from in plain words, and the reader's own name."""
    known = [name for name in FIELDS if name in provenance]
    names = (*known, *sorted(set(provenance) - set(known)))
    return [(_field_word(words, name), _reader_words(words, provenance[name]), provenance[name]) for name in names]


def _field_word(words: Words, name: str) -> str:
    key = f"of-{name.replace('_', '-')}"
    return words(key) if words.has(key) else name


def _reader_words(words: Words, reader: str) -> str:
    plain, memory = reader.removesuffix(MEMORY), reader.endswith(MEMORY)
    key = f"reader-{plain.replace(':', '-')}"
    said = words(key) if words.has(key) else words("reader-other")
    return f"{said} {words('reader-with-memory')}" if memory else said


def cite(words: Words, view: ArticleView) -> str:
    """What to quote the article with, as plain text; lines for what is known."""
    article, line = view.article, view.article.line
    parts = [
        line.author,
        f"“{title_of(words, view)}”",
        line.newspaper,
        written_date(words, line.published, article.published_precision),
    ]
    lines = [". ".join(shown(part) for part in parts if part) + ".", shown(line.url)]
    lines.append(words("cite-archived", time=words.time(line.first_seen), number=str(line.article_id)))
    lines.append(f"sha256 {article.content_hash}")
    return "\n".join(part for part in lines if part)


def as_json(view: ArticleView, around: Surroundings, *, is_public: bool) -> dict[str, Any]:
    """The article as one object, its columns on top; addresses that are no links stay text."""
    article = asdict(view.article)
    line = article.pop("line")
    capture = asdict(view.capture) if view.capture and not is_public else None
    return {
        **line,
        **article,
        "is_linkable": web_address(line["url"]) is not None,
        "urls": list(view.urls),
        "agency": view.agency,
        "story": _story_as_json(view.story),
        "versions": [asdict(version) for version in view.versions],
        "headlines": [asdict(headline) for headline in around.headlines],
        "earlier_article_id": around.earlier and around.earlier.article_id,
        "later_article_id": around.later and around.later.article_id,
        "capture": capture,
    }


def _story_as_json(story: Story | None) -> dict[str, Any] | None:
    return {**asdict(story.line), "articles": [asdict(copy) for copy in story.articles]} if story else None
