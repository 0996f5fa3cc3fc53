"""Raw answers: kept packed, identical bodies once, checked by hash when they are read."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

import zstandard

from pipeline import urls
from pipeline.errors import ArchiveDamaged
from pipeline.language import language_of
from pipeline.models import Attempt, Capture, Headline, Link
from pipeline.store import dictionaries
from pipeline.store.codec import from_time, headers_from_json, headers_to_json, is_address, to_json, to_time
from pipeline.store.dictionaries import Packed, pack_for, unpack_with

NO_EVIDENCE: Final = frozenset({304, 404, 410})
"""Statuses whose answers say no more than the status itself."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an attempt's answer went: the capture's id and the site it counts for."""

    capture_id: int
    site: str


def keep_capture(conn: sqlite3.Connection, attempt: Attempt, link_id: int) -> Kept | None:
    """Store the answer of an attempt if it is worth keeping; None when it is not."""
    capture, headlines = attempt.capture, attempt.page.ticker if attempt.page else ()
    if capture is None or capture.status in NO_EVIDENCE:
        return None
    # A feed is polled for ever and its items become pages: its document is evidence only when it could not be read.
    was_read_as_source = attempt.discovery is not None
    if was_read_as_source and not headlines:
        return None
    site = site_of(attempt.link)
    digest = capture.sha256
    known = _payload_id(conn, digest)
    is_new_body = known is None and not was_read_as_source
    payload_id = None if was_read_as_source else known or keep_payload(conn, capture.body, digest, site)
    kept = Kept(_insert(conn, capture, headlines, (link_id, site, payload_id)), site)
    if is_new_body:
        dictionaries.consider(conn, site, digest, to_time(capture.fetched_at))
    return kept


def site_of(link: Link) -> str:
    """The site an address counts for: its own, else its host, else `import`."""
    if link.site:
        return link.site
    return urls.host_of(link.url) if is_address(link.url) else "import"


def ticker_language(headlines: Sequence[Headline]) -> str | None:
    """The language of the ticker among the headlines, `und` when it cannot be told; None when there is no ticker."""
    texts = tuple(headline.text for headline in headlines if headline.kind == "ticker")
    return _language_of(texts) if texts else None


@lru_cache(maxsize=64)  # pages fetched one after the other mostly show one ticker
def _language_of(texts: Sequence[str]) -> str:
    return language_of(" ".join(texts)) or "und"  # BCP 47 for "undetermined"


def _insert(
    conn: sqlite3.Connection, capture: Capture, headlines: Sequence[Headline], ids: tuple[int, str, int | None]
) -> int:
    link_id, site, payload_id = ids
    headers = pack_for(conn, site, headers_to_json(capture.headers))
    row = conn.execute(
        "INSERT INTO captures (link_id, site, fetched_at, url, final_url, redirects, status, encoding, encoding_source,"
        " robots, elapsed, is_truncated, headlines, ticker_language, payload_id, headers,"
        " headers_dictionary_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (
            link_id,
            site,
            to_time(capture.fetched_at),
            capture.url,
            capture.final_url if capture.final_url != capture.url else None,
            to_json(capture.redirects) if capture.redirects else None,
            capture.status,
            capture.encoding,
            capture.encoding_source,
            capture.robots,
            capture.elapsed,
            capture.truncated,
            len(headlines),
            ticker_language(headlines),
            payload_id,
            headers.data,
            headers.dictionary_id,
        ),
    ).fetchone()
    return int(row[0])


def _payload_id(conn: sqlite3.Connection, digest: str) -> int | None:
    known = conn.execute("SELECT id FROM payloads WHERE sha256 = ?", (digest,)).fetchone()
    return int(known[0]) if known else None


def keep_payload(conn: sqlite3.Connection, body: bytes, digest: str, site: str) -> int:
    """Store a body that the archive does not have, packed for its site; gives its id."""
    packed = pack_for(conn, site, body)
    row = conn.execute(
        "INSERT INTO payloads (sha256, size, codec, body, dictionary_id) VALUES (?, ?, 'zstd', ?, ?) RETURNING id",
        (digest, len(body), packed.data, packed.dictionary_id),
    ).fetchone()
    return int(row[0])


@dataclass(frozen=True, slots=True)
class CaptureMeta:
    """A capture without its body. `sha256` and `size` are None when the body was not kept."""

    capture_id: int
    url: str
    final_url: str
    redirects: tuple[str, ...]
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    encoding: str | None
    encoding_source: str | None
    robots: str
    elapsed: float
    truncated: bool
    sha256: str | None
    size: int | None


def read_capture_meta(conn: sqlite3.Connection, capture_id: int) -> CaptureMeta | None:
    """What is known of a capture; None when there is none of this number."""
    row = conn.execute(
        "SELECT url, final_url, redirects, fetched_at, status, headers, encoding, encoding_source, robots, elapsed,"
        " is_truncated, sha256, size, headers_dictionary_id"
        " FROM captures LEFT JOIN payloads ON payloads.id = payload_id WHERE captures.id = ?",
        (capture_id,),
    ).fetchone()
    if row is None:
        return None
    url, final_url, redirects, fetched_at, status, headers, *rest = row
    encoding, encoding_source, robots, elapsed, is_truncated, sha256, size, headers_dictionary_id = rest
    return CaptureMeta(
        capture_id=capture_id,
        url=url,
        final_url=final_url or url,
        redirects=tuple(json.loads(redirects)) if redirects else (),
        fetched_at=from_time(fetched_at),
        status=status,
        headers=_read_headers(conn, Packed(headers, headers_dictionary_id), capture_id),
        encoding=encoding,
        encoding_source=encoding_source,
        robots=robots,
        elapsed=elapsed,
        truncated=bool(is_truncated),
        sha256=sha256,
        size=size,
    )


def _read_headers(conn: sqlite3.Connection, packed: Packed, capture_id: int) -> tuple[tuple[str, str], ...]:
    try:
        return headers_from_json(unpack_with(conn, packed))
    except (zstandard.ZstdError, ValueError) as error:
        raise ArchiveDamaged(f"capture {capture_id}: its headers are damaged ({error}); restore a backup") from error


def read_capture(conn: sqlite3.Connection, capture_id: int) -> Capture | None:
    """The capture as it came, its body verified; None when it, or its body, was not kept.

    ArchiveDamaged when the body is not what its sha256 says.
    """
    meta = read_capture_meta(conn, capture_id)
    if meta is None or meta.sha256 is None:
        return None
    return Capture(
        url=meta.url,
        final_url=meta.final_url,
        status=meta.status,
        headers=meta.headers,
        body=read_body(conn, meta.sha256, f"capture {capture_id}"),
        fetched_at=meta.fetched_at,
        elapsed=meta.elapsed,
        encoding=meta.encoding,
        encoding_source=meta.encoding_source,
        redirects=meta.redirects,
        robots=meta.robots,
        truncated=meta.truncated,
    )


def read_body(conn: sqlite3.Connection, sha256: str, whose: str) -> bytes:
    """The body of this hash, verified. ArchiveDamaged, naming `whose` it is, when it is not what was stored."""
    row = conn.execute("SELECT body, dictionary_id FROM payloads WHERE sha256 = ?", (sha256,)).fetchone()
    try:
        body = unpack_with(conn, Packed(*row))
    except zstandard.ZstdError as error:
        raise ArchiveDamaged(f"{whose}: its body cannot be unpacked ({error}); restore a backup") from error
    if hashlib.sha256(body).hexdigest() != sha256:
        raise ArchiveDamaged(f"{whose}: its body does not match its sha256; restore a backup")
    return body
