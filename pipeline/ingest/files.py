"""A file as a capture: what the formats share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pipeline import charset, urls
from pipeline.models import Capture


def file_capture(path: Path, data: bytes, media_type: str, url: str | None = None) -> Capture:
    """The capture of a file's bytes: at `url` when it is one, else at the file's own `file:` address.

    It counts as fetched when the file was last written, so that rules with an `until` date read it right.
    """
    decided = charset.decide(data, media_type)
    address = _normalised(url) or path.resolve().as_uri()
    return Capture(
        url=address,
        final_url=address,
        status=200,
        headers=(("content-type", media_type),),
        body=data,
        fetched_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        encoding=decided.name,
        encoding_source=decided.source,
        robots="not_asked",
    )


def _normalised(url: str | None) -> str | None:
    try:
        return urls.normalise(url) if url else None
    except ValueError:
        return None
