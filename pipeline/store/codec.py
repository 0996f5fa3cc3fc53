"""Values as the archive keeps them: hints and headers as JSON, bodies packed with zstd, times as UTC text."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

import zstandard

from pipeline import urls
from pipeline.dates import Moment, utc_iso
from pipeline.models import Hint

LEVEL: Final = 3
"""zstd level: on 250 news pages of 243 kB, 0.5 ms a page; level 9 takes 2.8 ms to make them 9% smaller."""

REMEMBERED: Final = 1 << 14
"""Results kept of pure functions that see the same headlines and addresses on page after page."""

_local = threading.local()  # a compressor serves one thread at a time; making one anew costs as much as a small body

AUTHORS_JOINED: Final = "; "
_HINTS: Final = tuple(field.name for field in fields(Hint))


def pack(data: bytes) -> bytes:
    """One zstd frame with its size and no checksum: the sha256 beside it says more."""
    if not hasattr(_local, "packer"):
        _local.packer = zstandard.ZstdCompressor(level=LEVEL, write_checksum=False)
    packed: bytes = _local.packer.compress(data)
    return packed


def unpack(data: bytes) -> bytes:
    """The bytes that were packed; zstandard.ZstdError when the frame is damaged."""
    return zstandard.ZstdDecompressor().decompress(data)


def to_json(value: object) -> str:
    """Compact JSON, letters as they are."""
    return to_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def to_text(text: str) -> str:
    """Text that SQLite can hold: without NUL, at which other programs stop; lone surrogates become U+FFFD."""
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def to_time(moment: datetime) -> str:
    """`2025-12-11T09:30:00Z`."""
    return utc_iso(moment)


def from_time(text: str) -> datetime:
    """The aware UTC datetime of a stored time or day."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@lru_cache(maxsize=REMEMBERED)
def identity_of(url: str) -> str:
    """The form in which addresses are compared; a text without an http(s) address (a file: URL) is its own."""
    try:
        return urls.canonicalise(url)
    except ValueError:
        return to_text(url)


def is_address(url: str | None) -> bool:
    """Whether it is an address others could have found: http or https."""
    return url is not None and url.startswith(("http://", "https://"))


def hint_to_json(hint: Hint) -> str | None:
    """The filled fields of a hint as a JSON object; None when it says nothing."""
    filled = {name: _plain(value) for name in _HINTS if (value := getattr(hint, name))}
    return to_json(filled) if filled else None


def _plain(value: object) -> object:
    if isinstance(value, Moment):
        return {"value": value.value.isoformat(), "precision": value.precision, "zone": value.zone, "raw": value.raw}
    return value


def hint_from_json(text: str | None) -> Hint:
    """The hint again, equal to what was stored."""
    known: dict[str, Any] = json.loads(text) if text else {}
    for name in ("published", "modified"):
        if name in known:
            known[name] = _moment(known[name])
    if "authors" in known:
        known["authors"] = tuple(known["authors"])
    return Hint(**known)


def fill_hint(known: Hint, found: Hint) -> Hint:
    """What is known of an article, with the fields it lacks from what was found elsewhere."""
    gained = {name: getattr(found, name) for name in _HINTS if not getattr(known, name) and getattr(found, name)}
    return replace(known, **gained) if gained else known


def _moment(plain: Mapping[str, Any]) -> Moment:
    return Moment(datetime.fromisoformat(plain["value"]), plain["precision"], plain["zone"], plain["raw"])


def headers_to_json(headers: Sequence[tuple[str, str]]) -> bytes:
    """Response headers as JSON."""
    return to_json(headers).encode()


def headers_from_json(data: bytes) -> tuple[tuple[str, str], ...]:
    """Response headers in order; ValueError when it is not what was written."""
    return tuple((name, value) for name, value in json.loads(data))


def join_authors(authors: Sequence[str]) -> str | None:
    """Authors as one text; a `;` inside a name becomes a comma."""
    return AUTHORS_JOINED.join(author.replace(";", ",") for author in authors) or None
