"""JSON lines of articles that other tools have read (news-please, Fundus, trafilatura, Warraq …), plain or packed.

A line is kept as it is, as the capture; what its fields mean is read where pages are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pipeline import dates, urls
from pipeline.errors import RecordDamaged, TooLarge
from pipeline.ingest.items import Item, Passed, Record, Unreadable
from pipeline.ingest.unpacked import GZIP, ZSTD, Damage, Unpacked
from pipeline.models import Capture

MEDIA_TYPE: Final = "application/x-news-article+json"
LONGEST: Final = 16 * 2**20
"""Bytes of a line."""

_ADDRESSES: Final = ("url", "link", "source_url", "canonical_url", "href", "requested_url", "original_url")
_CAPTURED: Final = ("date_download", "download_date", "fetched_at", "crawl_date", "retrieved", "crawled_at")
_SUFFIXES: Final = (".jsonl", ".ndjson", ".jl")


def claims(path: Path, head: bytes) -> bool:
    """By its first character, else, for packed files, by its name."""
    name = path.name.lower().removesuffix(".gz").removesuffix(".zst")
    is_packed = head.startswith((GZIP, ZSTD))
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") or (is_packed and name.endswith(_SUFFIXES))


def read(path: Path) -> Iterator[Item]:
    """Every line in order: an article, or what is wrong with it."""
    written = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(microsecond=0)
    with path.open("rb") as file:
        stream = Unpacked(file, b"{")
        number = 0
        while True:
            number += 1
            try:
                line = stream.readline(LONGEST)
            except Damage as error:
                why = f"the packed data at byte {error.offset} is damaged: {error.why}"
                yield Unreadable(path, number, RecordDamaged(f"{path}: line {number}: {why}"))
                continue
            if not line:
                return
            if len(line) >= LONGEST and not line.endswith(b"\n"):
                _skip_line(stream)
                yield Unreadable(path, number, TooLarge(f"{path}: line {number}: longer than {LONGEST:,} bytes"))
                continue
            if text := line.removeprefix(b"\xef\xbb\xbf").strip():
                yield _read_line(path, number, text, written)


def _skip_line(stream: Unpacked) -> None:
    while (rest := stream.readline()) and not rest.endswith(b"\n"):
        pass


def _read_line(path: Path, number: int, line: bytes, written: datetime) -> Item:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Unreadable(path, number, RecordDamaged(f"{path}: line {number}: not JSON: {error}"))
    if not isinstance(record, dict):
        return Passed("no object")
    url = _address(record) or f"{path.resolve().as_uri()}#line={number}"
    moment = _captured(record)
    capture = Capture(
        url=url,
        final_url=url,
        status=200,
        headers=(("content-type", MEDIA_TYPE),),
        body=line,
        fetched_at=moment or written,
        encoding="utf-8",
        encoding_source="default",
    )
    return Record(capture, url, is_dated=moment is not None)


def _address(record: Mapping[str, Any]) -> str | None:
    for name in _ADDRESSES:
        value = record.get(name)
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            try:
                return urls.normalise(value)
            except ValueError:
                continue
    return None


def _captured(record: Mapping[str, Any]) -> datetime | None:
    for name in _CAPTURED:
        value = record.get(name)
        found = dates.read(value) if isinstance(value, str) else None
        if found and found.precision in ("minute", "second"):
            return found.value.astimezone(UTC)
    return None
