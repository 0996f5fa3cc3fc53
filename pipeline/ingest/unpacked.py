"""Bytes out of plain, gzip and zstd files, streamed; damage costs the member it is in, never the rest."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, Literal

import zstandard

PIECE: Final = 1 << 16
"""Bytes read from the file at once; gzip makes at most a thousand times as many of them."""
ZSTD_PIECE: Final = 1 << 12
"""The same for zstd, whose decoder cannot be told where to stop and may make 30,000 times as many."""
ZSTD_WINDOW: Final = 1 << 27
LARGEST_DICTIONARY: Final = 1 << 24
LONGEST_LINE: Final = 1 << 16

GZIP: Final = b"\x1f\x8b\x08"
ZSTD: Final = b"\x28\xb5\x2f\xfd"
_SKIPPABLE: Final = b"\x2a\x4d\x18"
"""The last three of the four bytes that begin a skippable zstd frame (RFC 8878 §3.1.2)."""
_DICTIONARY_FRAME: Final = b"\x5d" + _SKIPPABLE
"""Begins a .warc.zst with a dictionary (https://iipc.github.io/warc-specifications/specifications/warc-zstd/)."""

END: Final[Literal["end"]] = "end"


class Damage(Exception):  # noqa: N818 - a value of the stream as much as an exception
    """What is wrong with the member that begins at `offset` bytes into the file."""

    def __init__(self, offset: int, why: str) -> None:
        self.offset, self.why = offset, why
        super().__init__(f"byte {offset}: {why}")


Piece = bytes | Damage | Literal["end"]


class Unpacked:
    """A file's content as a stream. Reading over a damaged place raises Damage once; the next read is behind it."""

    def __init__(self, file: BinaryIO, sign: bytes) -> None:
        """`sign` is what each packed record begins with: a member that does not is no place to go on after damage."""
        self._pieces = _unpack(file, sign)
        self._buffer = bytearray()
        self._is_at_end_of_member = True

    def read(self, size: int) -> bytes:
        """So many bytes, fewer at the end of the file."""
        while len(self._buffer) < size and self._fill():
            pass
        return self._take(min(size, len(self._buffer)))

    def readline(self, limit: int = LONGEST_LINE) -> bytes:
        """A line with its end; at most `limit` bytes of it."""
        searched = 0
        while (at := self._buffer.find(b"\n", searched, limit)) < 0 and len(self._buffer) < limit:
            searched = len(self._buffer)
            if not self._fill():
                break
        return self._take(at + 1 if at >= 0 else min(limit, len(self._buffer)))

    def unread(self, data: bytes) -> None:
        """Put back what was read last."""
        self._buffer[:0] = data

    def skip(self, size: int) -> int:
        """Read so many bytes and forget them; gives how many there were."""
        left = size
        while left > 0 and (piece := self.read(min(left, PIECE))):
            left -= len(piece)
        return size - left

    def finish_member(self) -> None:
        """Raise Damage when the member just read to its end does not bear out its checksum."""
        while not self._buffer and not self._is_at_end_of_member and self._fill():
            pass

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _fill(self) -> bool:
        piece = next(self._pieces, None)
        if piece is None:
            return False
        if isinstance(piece, Damage):
            self._buffer.clear()
            self._is_at_end_of_member = True
            raise piece
        if isinstance(piece, str):
            self._is_at_end_of_member = True
        else:
            self._buffer += piece
            self._is_at_end_of_member = False
        return True


def _unpack(file: BinaryIO, sign: bytes) -> Iterator[Piece]:
    head = file.read(4)
    file.seek(0)
    if head.startswith(GZIP):
        return _unpack_members(file, sign, _Packing(GZIP, _gunzip))
    if head.startswith(ZSTD) or head[1:] == _SKIPPABLE:
        dictionary = _read_dictionary(file)
        return _unpack_members(file, sign, _Packing(ZSTD, lambda file, start: _unzstd(file, start, dictionary)))
    return iter(lambda: file.read(PIECE), b"")


@dataclass(frozen=True, slots=True)
class _Packing:
    """How members begin, and what unpacks one that begins at an offset, leaving the file at its end."""

    magic: bytes
    unpack: Callable[[BinaryIO, int], Iterator[bytes]]


def _unpack_members(file: BinaryIO, sign: bytes, packing: _Packing) -> Iterator[Piece]:
    """Member after member; after a damaged one, on from the next that unpacks to the sign of a record."""
    start: int | None = file.tell()
    is_lost = False
    while start is not None and _has_more(file, start):
        try:
            for piece in _signed(packing.unpack(file, start), sign if is_lost else b""):
                is_lost = False
                yield piece
            yield END
            start = file.tell()
        except (zlib.error, zstandard.ZstdError, EOFError, ValueError) as error:
            if not is_lost:
                yield Damage(start, str(error) or "cut off")
            is_lost = True
            start = _find(file, packing.magic, start + 1)


def _has_more(file: BinaryIO, start: int) -> bool:
    file.seek(start)
    return bool(file.read(1))


def _signed(pieces: Iterator[bytes], sign: bytes) -> Iterator[bytes]:
    """The pieces, if they begin with the sign; ValueError when they do not."""
    head = b""
    for piece in pieces:
        if len(head) >= len(sign):
            yield piece
            continue
        head += piece
        if not sign.startswith(head[: len(sign)]) and not head.startswith(sign):
            raise ValueError("not the beginning of a record")
        if len(head) >= len(sign):
            yield head


def _find(file: BinaryIO, magic: bytes, start: int) -> int | None:
    """Where the magic bytes stand next, from an offset on."""
    file.seek(start)
    tail = b""
    while piece := file.read(PIECE):
        window = tail + piece
        if (at := window.find(magic)) >= 0:
            return file.tell() - len(window) + at
        tail = window[1 - len(magic) :]
    return None


def _gunzip(file: BinaryIO, start: int) -> Iterator[bytes]:
    file.seek(start)
    decoder = zlib.decompressobj(wbits=31)
    while not decoder.eof:
        packed = decoder.unconsumed_tail or file.read(PIECE)
        if not packed:
            raise EOFError("the file ends in the middle of a gzip member")
        if piece := decoder.decompress(packed, 4 * PIECE):
            yield piece
    file.seek(-len(decoder.unused_data), 1)


def _unzstd(file: BinaryIO, start: int, dictionary: zstandard.ZstdCompressionDict | None) -> Iterator[bytes]:
    file.seek(start)
    head = file.read(8)
    if head[1:4] == _SKIPPABLE:
        file.seek(start + 8 + int.from_bytes(head[4:], "little"))
        return
    file.seek(start)
    decoder: Any = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=ZSTD_WINDOW).decompressobj()
    while not decoder.eof:
        packed = file.read(ZSTD_PIECE)
        if not packed:
            raise EOFError("the file ends in the middle of a zstd frame")
        if piece := decoder.decompress(packed):
            yield piece
    file.seek(-len(decoder.unused_data), 1)


def _read_dictionary(file: BinaryIO) -> zstandard.ZstdCompressionDict | None:
    """The dictionary in a .warc.zst's first frame, which may be packed itself; the file is left where it was."""
    head = file.read(8)
    size = int.from_bytes(head[4:], "little")
    data = file.read(size) if head.startswith(_DICTIONARY_FRAME) and size <= LARGEST_DICTIONARY else b""
    file.seek(0)
    if data.startswith(ZSTD):
        data = zstandard.ZstdDecompressor().decompress(data, max_output_size=LARGEST_DICTIONARY)
    return zstandard.ZstdCompressionDict(data) if data else None
