"""What every format out is given and must offer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from pipeline.export.places import Place
from pipeline.models import ArchivedArticle, ArchivedCapture

Order = Literal["id", "newest", "newspaper"]


@dataclass(frozen=True, slots=True)
class Options:
    """How it is to be written, for the formats that know these: see each format's `OPTIONS`."""

    per_newspaper: bool = False
    corpus: bool = False
    formula_safe: bool = False


class Shelf(Protocol):
    """What there is to export, one thing at a time."""

    def articles(self, order: Order) -> Iterator[ArchivedArticle]:
        """The chosen articles: by number, newest first, or newspaper by newspaper and then by date."""

    def captures(self) -> Iterator[ArchivedCapture]:
        """The chosen captures, in the order they came."""


class Format(Protocol):
    """What a module of this family offers."""

    @property
    def OPTIONS(self) -> frozenset[str]:  # noqa: N802 - a constant of the module
        """The names of the options it knows."""

    def write(self, shelf: Shelf, place: Place, options: Options) -> None:
        """Write all of the shelf to the place; InputError when the place will not have it."""
