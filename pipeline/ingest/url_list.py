"""Lists of addresses, one a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline import urls
from pipeline.errors import InputError
from pipeline.models import Capture


def claims(path: Path, data: bytes) -> bool:
    """Whether the first line that says anything is an address."""
    first = next(_entries(data), (0, ""))[1]
    return first.startswith(("http://", "https://"))


def read(path: Path, data: bytes) -> Iterator[Capture | str]:
    """Every address; a line that is none is an InputError with its number, before anything is stored."""
    yield from [_address(path, number, line) for number, line in _entries(data)]


def _entries(data: bytes) -> Iterator[tuple[int, str]]:
    """Lines with their 1-based numbers, without blank ones and # comments."""
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), 1):
        text = line.strip()
        if text and not text.startswith("#"):
            yield number, text


def _address(path: Path, number: int, line: str) -> str:
    try:
        return urls.normalise(line)
    except ValueError as error:
        raise InputError(f"{path}:{number}: {line[:200]!r} is not an address to fetch: {error}") from error
