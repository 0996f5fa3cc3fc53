"""What the records of large files give, one value each: something to read, something damaged, or nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import PageError
from pipeline.models import Capture, Hint

NO_HINT: Final = Hint()


@dataclass(frozen=True, slots=True)
class Record:
    """A capture out of a file of many. `link` is the address it was fetched for, with what was known of it.

    `is_dated` says that the file gives the moment of the capture; else it is the file's own, which copies change.
    """

    capture: Capture
    link: str
    hint: Hint = NO_HINT
    is_dated: bool = True


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that cannot be read: which one (from 1) of which file, and why; the error names its place."""

    file: Path
    number: int
    error: PageError

    @property
    def url(self) -> str:
        """The record's own address, for its outcome."""
        return f"{self.file.resolve().as_uri()}#record={self.number}"


@dataclass(frozen=True, slots=True)
class Passed:
    """A record that is no page: a request, a picture, a revisit, another status; `kind` says which."""

    kind: str


Item = Record | Unreadable | Passed
