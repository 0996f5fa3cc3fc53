"""Formats in: files that people already have become captures, or links to fetch.

A format is one file with `claims(path, head) -> bool` and a `read`. One of many records gives them one at a time,
`read(path) -> Iterator[Item]`; a single page or list is read whole, `read(path, data) -> Iterator[Capture | str]`:
captures are read as pages, plain strings are addresses to fetch. The first format that claims a file reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Protocol

from pipeline.errors import InputError
from pipeline.ingest import html, json_lines, text_dump, url_list, warc
from pipeline.ingest.items import Item, Passed, Record, Unreadable
from pipeline.models import Capture

__all__ = ["FORMATS", "STREAMED", "Format", "Item", "Passed", "Record", "StreamedFormat", "Unreadable", "read_file"]

LARGEST_FILE: Final = 64 * 2**20
"""Bytes; a single page or list is never larger, and the whole file is read into memory."""
HEAD: Final = 4096
"""Bytes by which a file of many records is known."""


class Format(Protocol):
    """What a module of this family offers."""

    def claims(self, path: Path, data: bytes) -> bool:
        """Whether this format can read the file."""

    def read(self, path: Path, data: bytes) -> Iterator[Capture | str]:
        """The file's captures and addresses, in order."""


class StreamedFormat(Protocol):
    """What a module of this family offers for files of many records, of any size."""

    def claims(self, path: Path, head: bytes) -> bool:
        """Whether this format can read a file that begins so."""

    def read(self, path: Path) -> Iterator[Item]:
        """The file's records, in order, each read when it is asked for."""


STREAMED: Final[tuple[StreamedFormat, ...]] = (warc, json_lines)
FORMATS: Final[tuple[Format, ...]] = (html, url_list, text_dump)


def read_file(path: Path) -> Iterable[Capture | str | Item]:
    """The captures, addresses or records in a file; InputError names a file that cannot be read.

    Single pages and lists are read at once, files of many records while they are gone through.
    """
    head = _read_bytes(path, HEAD)
    streamed = next((known for known in STREAMED if known.claims(path, head)), None)
    if streamed is not None:
        return streamed.read(path)
    if path.stat().st_size > LARGEST_FILE:
        raise InputError(f"{path}: larger than {LARGEST_FILE // 2**20} MiB; split it first")
    data = _read_bytes(path)
    found = next((known for known in FORMATS if known.claims(path, data)), None)
    if found is None:
        raise InputError(
            f"{path}: neither WARC, JSON lines, HTML, a text dump nor a list of addresses; see `warraq import --help`"
            " (tables, feeds and Parquet are not taken in: `warraq export jsonl` or `warc` is)"
        )
    return list(found.read(path, data))


def _read_bytes(path: Path, most: int = -1) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(most)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
    if not data.strip():
        raise InputError(f"{path}: the file is empty")
    return data
