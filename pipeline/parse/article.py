"""Puts an article together: one answer per field, with the reader each came from."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final, Generic, TypeVar

from pipeline.dates import Moment
from pipeline.models import Article, Unaided

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A decided value and the reader that gave it. `unaided` is what it was without the memory of the site, if else."""

    value: T
    source: str
    unaided: T | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """Every field of an article as decided, None where nobody knew."""

    title: Answer[str] | None = None
    body: Answer[str] | None = None
    published: Answer[Moment] | None = None
    modified: Answer[Moment] | None = None
    authors: Answer[tuple[str, ...]] | None = None
    newspaper: Answer[str] | None = None
    source_link: Answer[str] | None = None
    source_text: Answer[str] | None = None
    language: Answer[str] | None = None
    section: Answer[str] | None = None
    image: Answer[str] | None = None


_NO_TEXT: Final = Answer("", "")
_FIELDS: Final = tuple(field.name for field in fields(Answers))


def build_article(url: str | None, answers: Answers) -> Article:
    """The article; fields without an answer are empty and have no provenance."""
    values: dict[str, Any] = {"title": "", "body": ""}
    provenance: dict[str, str] = {}
    for name in _FIELDS:
        answer: Answer[Any] | None = getattr(answers, name)
        if answer is not None:
            values[name], provenance[name] = answer.value, answer.source
    return Article(url=url, provenance=provenance, unaided=_unaided(answers), **values)


def _unaided(answers: Answers) -> Unaided | None:
    title, body = answers.title or _NO_TEXT, answers.body or _NO_TEXT
    if title.unaided is None and body.unaided is None:
        return None
    return Unaided(
        title.value if title.unaided is None else title.unaided, body.value if body.unaided is None else body.unaided
    )
