"""Formats in: files that people already have become captures, or links to fetch.

A format is one file with `claims(path, head) -> bool` and `read(path, data) -> Iterator[Capture | str]`:
captures are read as pages, plain strings are addresses to fetch. The first format that claims a file reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

from pipeline.errors import InputError
from pipeline.ingest import html, text_dump, url_list
from pipeline.models import Capture

LARGEST_FILE: Final = 64 * 2**20
"""Bytes; a single page or list is never larger, and the whole file is read into memory."""


class Format(Protocol):
    """What a module of this family offers."""

    def claims(self, path: Path, data: bytes) -> bool:
        """Whether this format can read the file."""

    def read(self, path: Path, data: bytes) -> Iterator[Capture | str]:
        """The file's captures and addresses, in order."""


FORMATS: Final[tuple[Format, ...]] = (html, url_list, text_dump)


def read_file(path: Path) -> Iterator[Capture | str]:
    """The captures and addresses in a file; InputError names a file that cannot be read."""
    data = _read_bytes(path)
    found = next((known for known in FORMATS if known.claims(path, data)), None)
    if found is None:
        raise InputError(f"{path}: neither HTML, a text dump nor a list of addresses; see `warraq import --help`")
    return found.read(path, data)


def _read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(f"{path}: larger than {LARGEST_FILE // 2**20} MiB; split it first")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    if not data.strip():
        raise InputError(f"{path}: the file is empty")
    return data
