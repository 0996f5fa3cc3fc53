"""WARC and WET files (ISO 28500), plain, gzip or zstd, of any maker: Common Crawl, Heritrix, wget, Warraq itself."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, get_args

from warcio.bufferedreaders import ChunkedDataReader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from pipeline import charset, urls
from pipeline.dates import Moment, Precision, Zone
from pipeline.errors import PageError, RecordDamaged, TooLarge
from pipeline.inflate import inflate
from pipeline.ingest.items import Item, Passed, Record, Unreadable
from pipeline.ingest.unpacked import GZIP, ZSTD, Damage, Unpacked
from pipeline.models import Capture, Hint

LARGEST_RECORD: Final = 32 * 2**20
"""Bytes of a block, and of a page decoded; larger records are named and passed over."""

MOST_FIELDS: Final = 500
"""Lines of a record's head."""

_SIGN: Final = b"WARC/"
_OWN_FIELD: Final = "Warraq-Capture"
_CRAWLER: Final = "x-crawler-"
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_RESOURCES: Final = _PAGES | {"text/plain", "application/x-news-article+json"}
_FRACTION = re.compile(r"\.\d+")
_WARC: Final = StatusAndHeadersParser(["WARC/"])
_HTTP: Final = StatusAndHeadersParser(["HTTP/"], verify=False)
_SUFFIXES: Final = (".warc", ".wet", ".warc.gz", ".wet.gz", ".warc.zst", ".wet.zst")


def claims(path: Path, head: bytes) -> bool:
    """By its first bytes, else, for packed files, by its name."""
    is_packed = head.startswith((GZIP, ZSTD)) or head[1:4] == b"\x2a\x4d\x18"
    return head.startswith(_SIGN) or (is_packed and path.name.lower().endswith(_SUFFIXES))


def read(path: Path) -> Iterator[Item]:
    """Every record in order: a page, a damaged one, or one that is no page."""
    with path.open("rb") as file:
        stream = Unpacked(file, _SIGN)
        number = 0
        while True:
            number += 1
            try:
                raw = _read_raw(stream)
            except Damage as error:
                yield _damaged(path, number, f"the packed data at byte {error.offset} is damaged: {error.why}")
                continue
            except (ValueError, StatusAndHeadersParserException) as error:
                yield _damaged(path, number, str(error))
                continue
            if raw is None:
                return
            yield _read_item(path, number, raw)


def _damaged(path: Path, number: int, why: str) -> Unreadable:
    return Unreadable(path, number, RecordDamaged(f"{path}: record {number}: {why}"))


@dataclass(frozen=True, slots=True)
class _Raw:
    """A record as it stands in the file; a block that is too large is cut."""

    fields: StatusAndHeaders
    block: bytes
    length: int

    def field(self, name: str) -> str:
        """The value of a named field, empty without it."""
        value: str | None = self.fields.get_header(name)
        return (value or "").strip()


def _read_raw(stream: Unpacked) -> _Raw | None:
    """The next record, None at the file's end. ValueError when it is not whole; the next call goes on behind it."""
    line = _next_line(stream)
    if not line:
        return None
    if not line.startswith(_SIGN):
        _seek_record(stream)
        raise ValueError(f"not a record's first line: {line[:60]!r}")
    fields = _WARC.parse(_read_head(stream, line))
    length = (fields.get_header("Content-Length") or "").strip()
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        _seek_record(stream)
        raise ValueError("its Content-Length is missing or no number")
    return _Raw(fields, _read_block(stream, int(length)), int(length))


def _next_line(stream: Unpacked) -> bytes:
    line = stream.readline()
    while line in (b"\r\n", b"\n"):
        line = stream.readline()
    return line


def _seek_record(stream: Unpacked) -> None:
    """Go on to the next line that begins a record."""
    while line := stream.readline():
        if line.startswith(_SIGN):
            stream.unread(line)
            return


def _read_head(stream: Unpacked, line: bytes) -> io.BytesIO:
    lines = [line]
    while len(lines) < MOST_FIELDS and (line := stream.readline()) not in (b"\r\n", b"\n", b""):
        lines.append(line)
    return io.BytesIO(b"".join(lines))


def _read_block(stream: Unpacked, length: int) -> bytes:
    wanted = min(length, LARGEST_RECORD + 1)
    block = stream.read(wanted)
    if len(block) + stream.skip(length - len(block)) < length:
        raise ValueError(f"cut off: the file ends before its {length:,} bytes do")
    end = stream.read(4)
    if end.strip(b"\r\n"):
        stream.unread(end)
        if not end.startswith(b"WARC"):
            _seek_record(stream)
            raise ValueError("it does not end where its Content-Length says")
    stream.finish_member()
    return block


def _read_item(path: Path, number: int, raw: _Raw) -> Item:
    read_kind = _READERS.get(raw.field("WARC-Type").lower())
    if read_kind is None:
        return Passed(raw.field("WARC-Type").lower()[:40] or "no type")
    try:
        _check(raw)
        return read_kind(raw)
    except PageError as error:
        return Unreadable(path, number, type(error)(f"{path}: record {number}: {error.detail}"))


def _check(raw: _Raw) -> None:
    if raw.length > LARGEST_RECORD:
        raise TooLarge(f"{raw.length:,} bytes; at most {LARGEST_RECORD:,} are read")
    algorithm, _, digest = raw.field("WARC-Block-Digest").partition(":")
    if algorithm.lower() == "sha1" and digest.upper() not in _sha1_texts(raw.block):
        raise RecordDamaged("its content does not match its WARC-Block-Digest")


def _sha1_texts(block: bytes) -> tuple[str, str]:
    found = hashlib.sha1(block, usedforsecurity=False).digest()
    return base64.b32encode(found).decode(), found.hex().upper()


def _read_response(raw: _Raw) -> Record | Passed:
    """An HTTP answer with its head: a page when its status is 200 and it is HTML."""
    block = io.BytesIO(raw.block)
    try:
        head = _HTTP.parse(block)
        status = int(head.get_statuscode())
    except (EOFError, ValueError) as error:
        raise RecordDamaged("it has no HTTP status line") from error
    headers = _restored(head.headers)
    capture = _capture(raw, headers, b"")
    if status != 200:
        return Passed(f"status {status}")
    if capture.media_type not in _PAGES:
        return Passed(capture.media_type[:40] or "no media type")
    return _record(raw, capture, _payload(block, head))


def _restored(headers: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The headers as they were received: those that a crawler put aside under their own names again."""
    aside = {name.lower().removeprefix(_CRAWLER) for name, _ in headers if name.lower().startswith(_CRAWLER)}
    kept = [(name, value) for name, value in headers if name.lower() not in aside]
    return tuple((name[len(_CRAWLER) :] if name.lower().startswith(_CRAWLER) else name, value) for name, value in kept)


def _payload(block: io.BytesIO, head: StatusAndHeaders) -> bytes:
    """The body with its transfer and content encodings undone, where the record still has them."""
    is_chunked = (head.get_header("transfer-encoding") or "").lower() == "chunked"
    body: bytes = ChunkedDataReader(block).read(LARGEST_RECORD) if is_chunked else block.read()
    encoding = head.get_header("content-encoding") or ""
    return inflate(body, encoding, LARGEST_RECORD).body if encoding else body


def _read_resource(raw: _Raw) -> Record | Passed:
    """A file as it was: a page or text."""
    capture = _capture(raw, (("content-type", raw.field("Content-Type")),), b"")
    if capture.media_type not in _RESOURCES:
        return Passed(capture.media_type[:40] or "no media type")
    return _record(raw, capture, raw.block)


def _read_conversion(raw: _Raw) -> Record | Passed:
    """WET: the text of a page, made by somebody else."""
    if not raw.field("Content-Type").lower().startswith("text/plain"):
        return Passed("conversion")
    return _record(raw, _capture(raw, (("content-type", "text/plain; charset=utf-8"),), b""), raw.block)


_READERS: Final = {"response": _read_response, "resource": _read_resource, "conversion": _read_conversion}


def _capture(raw: _Raw, headers: tuple[tuple[str, str], ...], body: bytes) -> Capture:
    url = _address(raw.field("WARC-Target-URI").strip("<>"))
    return Capture(
        url=url,
        final_url=url,
        status=200,
        headers=headers,
        body=body,
        fetched_at=_moment(raw.field("WARC-Date")),
        truncated=bool(raw.field("WARC-Truncated")),
    )


def _address(text: str) -> str:
    if text.startswith("file:///"):
        return text
    try:
        return urls.normalise(text)
    except ValueError as error:
        raise RecordDamaged(f"its WARC-Target-URI {text[:200]!r} is no address of a page: {error}") from error


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(_FRACTION.sub("", text))
    except ValueError as error:
        raise RecordDamaged(f"its WARC-Date {text[:40]!r} is no date") from error
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _record(raw: _Raw, capture: Capture, body: bytes) -> Record:
    decided = charset.decide(body, capture.header("content-type"))
    capture = replace(capture, body=body, encoding=decided.name, encoding_source=decided.source)
    own = raw.field(_OWN_FIELD)
    try:
        return _with_own(capture, json.loads(own)) if own else Record(capture, capture.url)
    except (ValueError, TypeError, KeyError, AttributeError, RecordDamaged):  # anyone can write such a field
        return Record(capture, capture.url)


def _with_own(capture: Capture, own: dict[str, Any]) -> Record:
    """The record with what Warraq wrote beside it: how it was asked for and what its finder knew."""
    capture = replace(
        capture,
        url=_address(own.get("url", capture.url)),
        redirects=tuple(map(_address, own.get("redirects", ()))),
        robots=str(own.get("robots", capture.robots)),
        elapsed=float(own.get("elapsed", 0.0)),
    )
    return Record(capture, _address(own.get("link", capture.url)), _hint(own.get("hint", {})))


def _hint(plain: dict[str, Any]) -> Hint:
    known: dict[str, Any] = {name: str(value) for name, value in plain.items() if isinstance(value, str)}
    for name in ("published", "modified"):
        if name in plain:
            said = plain[name]
            if said["precision"] not in get_args(Precision) or said["zone"] not in get_args(Zone):
                raise ValueError("no moment")
            known[name] = Moment(
                datetime.fromisoformat(said["value"]), said["precision"], said["zone"], str(said["raw"])
            )
    known["authors"] = tuple(map(str, plain.get("authors", ())))
    return Hint(**known)
