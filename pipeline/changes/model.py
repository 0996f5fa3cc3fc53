"""The values of a comparison: two states in, spans of equal, removed and added text out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Mark = Literal["equal", "removed", "added"]
Note = Literal["", "cosmetic", "moved"]
Weight = Literal["substantive", "cosmetic"]

SUBSTANTIVE: Final = (
    "title", "numbers", "names", "negation", "wording", "text_added", "text_removed", "text_moved", "date", "author",
    "newspaper", "source",
)  # fmt: skip
"""Kinds of difference that change what an article says, or who says it and when; in the order they are told."""

COSMETIC: Final = (
    "spacing", "punctuation", "diacritics", "shapes", "spelling", "case", "furniture", "section", "image",
)  # fmt: skip
"""Kinds of difference that leave it as it was."""


@dataclass(frozen=True, slots=True)
class State:
    """What is compared of an article: its text, one paragraph a line, and what is known of it.

    `language` (a code) only helps to tell names: German writes every noun with a capital.
    """

    title: str = ""
    body: str = ""
    newspaper: str | None = None
    author: str | None = None
    published: str | None = None
    source_link: str | None = None
    section: str | None = None
    image: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text that both states have, or one of them. `note`: it matters not, or it stands elsewhere as well."""

    mark: Mark
    text: str
    note: Note = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of either state or of both: equal and added spans make the new one, equal and removed the old one."""

    spans: tuple[Span, ...]

    @property
    def is_equal(self) -> bool:
        """Whether both states have it, letter by letter."""
        return all(span.mark == "equal" for span in self.spans)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs: of which kinds, and the text of both states side by side."""

    field: str
    kinds: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs between two states. The words are those of the text (title and body) that came and went."""

    fields: tuple[FieldChange, ...] = ()
    words_added: int = 0
    words_removed: int = 0

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of difference once, what matters first."""
        found = {kind for field in self.fields for kind in field.kinds}
        return tuple(kind for kind in (*SUBSTANTIVE, *COSMETIC) if kind in found)

    @property
    def weight(self) -> Weight | None:
        """Whether anything that matters differs; None when nothing differs at all."""
        kinds = self.kinds
        if not kinds:
            return None
        return "substantive" if kinds[0] in SUBSTANTIVE else "cosmetic"
