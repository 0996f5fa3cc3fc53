"""The demo's invented newspapers and stories, as values."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib.resources import files
from typing import Any, Literal

from pipeline.demo.preset import HOME

Language = Literal["ar", "fr"]
SECTIONS: dict[str, str] = {
    "politics": "السياسية",
    "economics": "الاقتصادية",
    "international": "الدولية",
    "sports": "الرياضية",
    "society": "الاجتماعية",
    "culture": "الثقافية",
    "religion": "الدينية",
    "health": "الصحية",
}
"""The sections of the site by their paths, with their Arabic names."""


@dataclass(frozen=True, slots=True)
class Newspaper:
    """An invented newspaper; `slug` is its path on the site."""

    slug: str
    name: str
    language: Language


@dataclass(frozen=True, slots=True)
class Edit:
    """A passage that reads otherwise at the second pass."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Story:
    """One article. `traits` are described at the top of `news.toml`; `old_id` gives a second address.

    `later` is what the ticker calls it at the second pass.
    """

    newspaper: Newspaper
    id: int
    section: str
    title: str
    published: datetime
    source: str
    paragraphs: tuple[str, ...]
    author: str | None = None
    traits: frozenset[str] = frozenset()
    old_id: int | None = None
    edits: tuple[Edit, ...] = ()
    later: str | None = None

    @property
    def is_listed(self) -> bool:
        """Whether feeds and listings name it, and not only the ticker."""
        return not self.traits & {"ticker_only", "vanishing"}

    @property
    def path(self) -> str:
        """`/SLUG/ID`, with the language in front when it is not Arabic."""
        return self._path_of(self.id)

    @property
    def old_path(self) -> str | None:
        """The second address, None for most."""
        return self._path_of(self.old_id) if self.old_id else None

    @property
    def url(self) -> str:
        """The canonical address."""
        return HOME + self.path

    def read(self, pass_number: int) -> tuple[str, ...]:
        """The paragraphs as they stand at that pass."""
        text = "\n".join(self.paragraphs)
        for edit in self.edits if pass_number > 1 else ():
            text = text.replace(edit.before, edit.after)
        return tuple(text.split("\n"))

    def headline(self, pass_number: int) -> str:
        """What the ticker says of it at that pass."""
        return self.later or self.title if pass_number > 1 else self.title

    def _path_of(self, number: int) -> str:
        prefix = "" if self.newspaper.language == "ar" else f"/{self.newspaper.language}"
        return f"{prefix}/{self.newspaper.slug}/{number}"


@dataclass(frozen=True)
class News:
    """All newspapers, and all stories with the newest first."""

    newspapers: tuple[Newspaper, ...]
    stories: tuple[Story, ...]

    def of(self, language: Language) -> tuple[Story, ...]:
        """The stories in that language."""
        return tuple(story for story in self.stories if story.newspaper.language == language)

    @cached_property
    def by_path(self) -> dict[str, Story]:
        """Every story by each of its addresses."""
        return {path: story for story in self.stories for path in (story.path, story.old_path) if path}


def load_news() -> News:
    """Read the bundled `news.toml`."""
    tree = tomllib.loads(files("pipeline.demo").joinpath("news.toml").read_text(encoding="utf-8"))
    newspapers = {slug: Newspaper(slug, **facts) for slug, facts in tree["newspapers"].items()}
    stories = [_read_story(entry, newspapers) for entry in tree["stories"]]
    return News(tuple(newspapers.values()), tuple(sorted(stories, key=lambda story: story.published, reverse=True)))


def _read_story(entry: dict[str, Any], newspapers: dict[str, Newspaper]) -> Story:
    facts = dict(entry)
    return Story(
        newspaper=newspapers[facts.pop("slug")],
        published=facts.pop("published").replace(tzinfo=UTC),
        paragraphs=tuple(facts.pop("body").strip().split("\n\n")),
        traits=frozenset(facts.pop("traits", ())),
        edits=tuple(Edit(edit["from"], edit["to"]) for edit in facts.pop("edits", ())),
        **facts,
    )
