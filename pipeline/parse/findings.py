"""What one reader found on a page, field by field, before anyone decides."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)  # not frozen, though nobody changes one: that makes each of a page's five ten times as slow
class Findings:
    """A reader's answers as text; None or empty where it has none. Dates are as written, links may be relative.

    `body` has one paragraph a line. `dated` is a date that does not say whether it is of publication.
    """

    title: str | None = None
    body: str | None = None
    summary: str | None = None
    published: str | None = None
    dated: str | None = None
    modified: str | None = None
    authors: tuple[str, ...] = ()
    newspaper: str | None = None
    source_link: str | None = None
    source_text: str | None = None
    section: str | None = None
    language: str | None = None
    image: str | None = None
    url: str | None = None
