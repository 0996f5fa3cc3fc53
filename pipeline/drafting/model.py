"""What a draft of a site file is made of, as values: facts, sources, fields, furniture, and what to tell people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["generic", "site", "rule", "suggested", "open"]
"""How a field is provided for: read without a rule, said once for the site, by a rule, by a rule that is only proposed
(commented out), or not at all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person said beforehand: the site's id, and what the first page shows (field, text)."""

    site_id: str | None = None
    shown: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule for a field, as the site file writes it."""

    css: str
    attr: str | None = None
    all: bool = False


@dataclass(frozen=True, slots=True)
class FieldDraft:
    """One field: who reads it, on how many of the pages that is confirmed, the rule, and a value to check by eye."""

    name: str
    state: State
    readers: str
    agreed: int
    pages: int
    why: str
    rule: RuleDraft | None = None
    example: str = ""


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """One place where links are found. `found` says how it was, `links` how many it gave; None when not looked at."""

    id: str
    kind: Literal["feed", "sitemap", "listing"]
    url: str
    found: str
    link: str | None = None
    links: int | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the site as a whole; country and time zone are guesses from its address.

    `is_article_url_proven` says whether every link of the feeds fits, and not only the stories given.
    """

    id: str
    name: str
    home: str
    language: str | None = None
    newspaper: str | None = None
    country: str | None = None
    time_zone: str | None = None
    article_url: str | None = None
    is_article_url_proven: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole draft. `pages` are the addresses it was learnt from; `warnings` and `blocks` are for people."""

    facts: Facts
    pages: tuple[str, ...]
    sources: tuple[SourceDraft, ...] = ()
    fields: tuple[FieldDraft, ...] = ()
    drop: tuple[str, ...] = ()
    drop_text: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
