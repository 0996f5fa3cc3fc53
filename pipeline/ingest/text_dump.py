"""Plain text dumps of pages, as corpora keep them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.ingest.files import file_capture
from pipeline.models import Capture


def claims(path: Path, data: bytes) -> bool:
    """Anything that is text: no NUL byte (UTF-16 with a byte order mark is text too), no table and no XML."""
    if path.suffix.lower() in (".csv", ".tsv") or data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml"):
        return False
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in data[:65536]


def read(path: Path, data: bytes) -> Iterator[Capture | str]:
    """One capture of the whole text; it has no address of its own."""
    yield file_capture(path, data, "text/plain")
