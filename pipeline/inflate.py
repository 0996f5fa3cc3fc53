"""Content-Encoding undone under a cap on what comes out (RFC 9110 §8.4), bombs included."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import zstandard

from pipeline.errors import BadEncoding, TooLarge

MAX_LAYERS: Final = 2
"""Encodings on top of each other; honest servers use one, a proxy in front may add a second."""
ZSTD_WINDOW: Final = 8 * 2**20
"""RFC 9659: a decoder for the web need not take windows above 8 MiB."""
PIECE: Final = 2**18


@dataclass(frozen=True, slots=True)
class Inflated:
    """`body` decoded; `is_complete` is False when the compressed stream stops before its end."""

    body: bytes
    is_complete: bool = True


def inflate(body: bytes, content_encoding: str, limit: int, *, only_prefix: bool = False) -> Inflated:
    """Undo the encodings of a Content-Encoding header, last one first.

    TooLarge beyond `limit` bytes out of any layer, or, with `only_prefix`, the first `limit` bytes. BadEncoding for an
    encoding we cannot cap (br) or do not know, for more than two layers, and for bytes that are not what the header
    says, unless they are plainly text: servers that forget to compress are common and harmless.
    """
    names = [name for part in content_encoding.lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if len(names) > MAX_LAYERS:
        raise BadEncoding(f"{len(names)} layers of Content-Encoding ({content_encoding[:80]}); {MAX_LAYERS} are read")
    is_complete = True
    for name in reversed(names):
        decoder = _DECODERS.get(name)
        if decoder is None:
            raise BadEncoding(f"Content-Encoding {name[:40]!r} was not asked for and cannot be read")
        result = _decode_layer(body, name, decoder, limit)
        if len(result.body) > limit and not only_prefix:
            raise TooLarge(f"more than {limit} bytes after decoding {name}", limit=limit)
        body, is_complete = result.body[:limit], result.is_complete and is_complete
    return Inflated(body, is_complete)


Decoder = Callable[[bytes, int], Inflated]


def _decode_layer(body: bytes, name: str, decoder: Decoder, limit: int) -> Inflated:
    if not body:
        return Inflated(b"")
    try:
        return decoder(body, limit)
    except (zlib.error, zstandard.ZstdError) as error:
        if _is_plain_text(body):
            return Inflated(body[: limit + 1])
        raise BadEncoding(f"the body is not {name}: {error}") from error


def _gunzip(body: bytes, limit: int) -> Inflated:
    """All members of a gzip file (RFC 1952 §2.2); padding after the last one is passed over."""
    parts: list[bytes] = []
    room = limit + 1
    while True:
        decoder = zlib.decompressobj(wbits=31)
        parts.append(decoder.decompress(body, room))
        room -= len(parts[-1])
        body = decoder.unused_data
        if room <= 0 or not body.startswith(b"\x1f\x8b"):
            return Inflated(b"".join(parts), decoder.eof)


def _undeflate(body: bytes, limit: int) -> Inflated:
    """`deflate` means a zlib stream, and in practice a raw one as often (RFC 9110 §8.4.1.2)."""
    try:
        return _unzlib(body, limit, wbits=15)
    except zlib.error:
        return _unzlib(body, limit, wbits=-15)


def _unzlib(body: bytes, limit: int, wbits: int) -> Inflated:
    decoder = zlib.decompressobj(wbits=wbits)
    return Inflated(decoder.decompress(body, limit + 1), decoder.eof)


def _unzstd(body: bytes, limit: int) -> Inflated:
    reader = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).stream_reader(
        io.BytesIO(body), read_across_frames=True
    )
    parts: list[bytes] = []
    room = limit + 1
    while room > 0 and (piece := reader.read(min(room, PIECE))):
        parts.append(piece)
        room -= len(piece)
    return Inflated(b"".join(parts))


def _is_plain_text(body: bytes) -> bool:
    head = body[:512]
    return not any(byte < 32 and byte not in b"\t\n\r\f" for byte in head)


_DECODERS: Final[dict[str, Decoder]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "zstd": _unzstd,
}
