"""Puts an article together: one answer per field, with the reader each came from."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Generic, TypeVar

from pipeline.dates import Moment
from pipeline.models import Article

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A decided value and the reader that gave it."""

    value: T
    source: str


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


def build_article(url: str | None, answers: Answers) -> Article:
    """The article; fields without an answer are empty and have no provenance."""
    known = {field.name: getattr(answers, field.name) for field in fields(answers)}
    given = {name: answer for name, answer in known.items() if answer is not None}
    values = {"title": "", "body": ""} | {name: answer.value for name, answer in given.items()}
    return Article(url=url, provenance={name: answer.source for name, answer in given.items()}, **values)
