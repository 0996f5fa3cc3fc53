"""Dictionaries: pages of a site share their frame, so each is packed against pages that came before it.

A dictionary is four whole pages and the headers they came with, as raw content: beside trained ones of 64-200 kB it
packs pages 9% to 60% smaller, and making it takes no time. What moves on from page to page (tickers, latest news) ages
it: then what the newest page has that others of today have too is put behind it, and this alone, packed against the
older dictionary, is stored of the newer one.
Whether a site needs one, or another one than it has, is tried out on its own latest pages, now and then, in the
transaction of a page.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import zstandard

from pipeline.errors import ArchiveDamaged
from pipeline.store.codec import pack, unpack

LEVEL: Final = 9
LARGEST_TABLE: Final = 19
"""zstd level with a dictionary, and the logarithm of its tables' entries.

On news pages of 240 kB: 1.3 ms; level 6 is 3% larger in the same time, 12 is 2% smaller in 2.3 ms, 19 is 8% smaller in
35 ms. Tables of full size would take 11 MB a dictionary instead of 4, to pack half a percent smaller.
"""

FEWEST: Final = 8
"""Pages of a site before it gets a dictionary."""

LARGEST: Final = 1 << 19
LARGEST_IN_ALL: Final = 3 << 19
"""Bytes of a page that can be part of one, and of all that it begins with."""

BEGUN_WITH: Final = 4
"""Pages that a site's dictionary begins with."""

SMALLEST: Final = 1 << 11
LOOKED_BACK: Final = 3000
"""Captures, of whatever site, among which a site's latest pages are looked for."""

LATEST: Final = 200
TRIED_ON: Final = 4
GAIN: Final = 0.85
"""A dictionary must make the pages it is tried on this much smaller than packing without it, or with the former one."""

ODDS_FIRST, ODDS_AGAIN = 4, 16
"""One page in so many tries out a new dictionary: in a new archive, and later."""

ODDS_ADD: Final = 8
"""One page in so many adds what is new to its site's dictionary."""

LEAST: Final = 256
"""Bytes of an addition: less is not worth a row."""

STEPS: Final = 24
"""Additions on top of each other; then one goes on from the beginning again, so that none hangs on many others."""

COMPARED: Final = 2
"""The latest pages: what the newest has in common with another of them is added."""

BETWEEN: Final = 2
"""With a piece that is added comes the one before it: what stands between headlines makes a row of them one match."""

WORN: Final = 0.5
"""Packed against the pages it was begun with, a page that is still this large is of another layout."""

REMEMBERED: Final = 16
"""Prepared dictionaries a thread keeps, of 1.5 MB and as many as 4 MB of tables to pack with."""

_PIECES: Final = re.compile(rb"[^<{\n]+[<{\n]?|[<{\n]")
"""What HTML and JSON are cut into to see what pages share."""

_local = threading.local()  # compressors serve one thread at a time


class Prepared:
    """A dictionary ready for use; what packing needs besides is made when something is packed."""

    def __init__(self, content: bytes) -> None:
        self._dictionary = zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        self._size = len(content)
        self.unpacker = zstandard.ZstdDecompressor(dict_data=self._dictionary)

    @property
    def content(self) -> bytes:
        """What it was made of."""
        content: bytes = self._dictionary.as_bytes()
        return content

    @property
    def sha256(self) -> str:
        """Hex digest of its content."""
        return self._hashed.hexdigest()

    @cached_property
    def _hashed(self) -> hashlib._Hash:
        return hashlib.sha256(self.content)

    def extended(self, added: bytes) -> Prepared:
        """One that goes on from this; only what is added is hashed."""
        made = Prepared(self.content + added)
        made._hashed = self._hashed.copy()
        made._hashed.update(added)
        made.pieces = self.pieces | frozenset(_PIECES.findall(added))
        return made

    @cached_property
    def pieces(self) -> frozenset[bytes]:
        """What its pages are made of."""
        return frozenset(_PIECES.findall(self.content))

    @cached_property
    def packer(self) -> zstandard.ZstdCompressor:
        """Packs against it, with a checksum."""
        whole = zstandard.ZstdCompressionParameters.from_level(LEVEL, dict_size=self._size)
        parameters = zstandard.ZstdCompressionParameters.from_level(
            LEVEL,
            dict_size=self._size,
            hash_log=min(whole.hash_log, LARGEST_TABLE),
            chain_log=min(whole.chain_log, LARGEST_TABLE),
            # The binary trees of the next strategy take 20 ms for a page of repeated words beside others of the kind.
            strategy=zstandard.STRATEGY_LAZY2,
            write_checksum=True,
        )
        self._dictionary.precompute_compress(compression_params=parameters)
        return zstandard.ZstdCompressor(compression_params=parameters, dict_data=self._dictionary)


@dataclass(frozen=True, slots=True)
class Packed:
    """Packed bytes, and the dictionary they need."""

    data: bytes
    dictionary_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    """A stored body: its bytes as packed (`size`) and as they came (`length`)."""

    payload_id: int
    dictionary_id: int | None
    size: int
    length: int
    headers: Packed


def pack_for(conn: sqlite3.Connection, site: str, data: bytes) -> Packed:
    """Pack against the site's present dictionary, if there is one. Headers and bodies alike; with a checksum."""
    query = "SELECT id, sha256 FROM dictionaries WHERE site = ? ORDER BY id DESC LIMIT 1"
    known = conn.execute(query, (site,)).fetchone()
    if known is None:
        return Packed(pack(data))
    return Packed(_ready(conn, *known).packer.compress(data), known[0])


def unpack_with(conn: sqlite3.Connection, packed: Packed) -> bytes:
    """The bytes that were packed; zstandard.ZstdError when they are damaged, ArchiveDamaged when the dictionary is."""
    if packed.dictionary_id is None:
        return unpack(packed.data)
    unpacked: bytes = _prepared(conn, packed.dictionary_id).unpacker.decompress(packed.data)
    return unpacked


def read_dictionary(conn: sqlite3.Connection, dictionary_id: int) -> bytes:
    """A dictionary, from whichever of its two places is whole. ArchiveDamaged when neither is."""
    row = conn.execute("SELECT sha256 FROM dictionaries WHERE id = ?", (dictionary_id,)).fetchone()
    for query in (
        "SELECT body FROM dictionaries WHERE id = ?",
        "SELECT body FROM dictionary_copies WHERE dictionary_id = ?",
    ):
        content = whole_dictionary(conn, query, dictionary_id, row[0] if row else None)
        if content is not None:
            return content
    raise ArchiveDamaged(f"dictionary {dictionary_id}: damaged, and so is its copy; restore a backup")


def whole_dictionary(conn: sqlite3.Connection, query: str, dictionary_id: int, sha256: str | None) -> bytes | None:
    """The dictionary whose stored part a query gives; None when it is not what its sha256 says."""
    try:
        content = _unpack_part(conn, dictionary_id, conn.execute(query, (dictionary_id,)).fetchone()[0])
    except (TypeError, zstandard.ZstdError, sqlite3.DatabaseError, ArchiveDamaged):
        return None  # no row; a broken frame; a broken page of the file; the dictionary it goes on from is broken
    return content if sha256 is None or hashlib.sha256(content).hexdigest() == sha256 else None


def _unpack_part(conn: sqlite3.Connection, dictionary_id: int, part: bytes) -> bytes:
    base_id = conn.execute("SELECT base_id FROM dictionaries WHERE id = ?", (dictionary_id,)).fetchone()[0]
    if base_id is None:
        return unpack(part)
    if base_id >= dictionary_id:
        raise ArchiveDamaged(f"dictionary {dictionary_id}: goes on from one that is not older; restore a backup")
    base = read_dictionary(conn, base_id)
    added: bytes = Prepared(base).unpacker.decompress(part)
    return base + added


def _prepared(conn: sqlite3.Connection, dictionary_id: int) -> Prepared:
    row = conn.execute("SELECT sha256 FROM dictionaries WHERE id = ?", (dictionary_id,)).fetchone()
    return _ready(conn, dictionary_id, str(row[0]) if row else "")


def _ready(conn: sqlite3.Connection, dictionary_id: int, key: str) -> Prepared:
    # Known by its hash: a thread may work on several archives, whose dictionaries have the same numbers.
    known = _known_here()
    if not key or key not in known:
        _remember(key, Prepared(read_dictionary(conn, dictionary_id)))
    known.move_to_end(key)
    return known[key]


def _known_here() -> OrderedDict[str, Prepared]:
    """The dictionaries that this thread has ready, by their hashes."""
    if not hasattr(_local, "prepared"):
        _local.prepared = OrderedDict[str, Prepared]()
    known: OrderedDict[str, Prepared] = _local.prepared
    return known


def _remember(key: str, made: Prepared) -> None:
    known = _known_here()
    known[key] = made
    if len(known) > REMEMBERED:
        known.popitem(last=False)


def consider(conn: sqlite3.Connection, site: str, digest: str, at: str) -> int | None:
    """Now and then, after a page whose body has this hash: make the site a dictionary if that pays; gives its id."""
    present, captures = conn.execute(
        "SELECT (SELECT max(id) FROM dictionaries WHERE site = ?), (SELECT coalesce(max(id), 0) FROM captures)",
        (site,),
    ).fetchone()
    # Sites whose pages have nothing in common are not asked again and again.
    lot = int(digest[:8], 16)
    if present is not None:
        return _renew(conn, site, (present, at), lot)
    if lot % (ODDS_FIRST if captures < FEWEST * 8 else ODDS_AGAIN):
        return None
    pages = _latest(conn, site, LATEST)
    return _begin(conn, site, pages, at) if len(pages) >= FEWEST else None


def _renew(conn: sqlite3.Connection, site: str, known: tuple[int, str], lot: int) -> int | None:
    """Let a site's dictionary go on, or begin another for its new layout."""
    if lot % ODDS_ADD:
        return None
    pages = _latest(conn, site, COMPARED)
    if len(pages) < COMPARED:
        return None
    if lot % ODDS_AGAIN == 0 and _is_worn(conn, pages[0]):
        made = _begin(conn, site, _latest(conn, site, LATEST), known[1])
        if made is not None:
            return made
    return _go_on(conn, site, pages, known)


def _begin(conn: sqlite3.Connection, site: str, pages: Sequence[_Page], at: str) -> int | None:
    """Make a dictionary of a few pages, if it packs others better than what they are packed against now."""
    taken = _spread(pages)
    dictionary = Prepared(_join(conn, taken))
    trial = [page for page in pages[1 :: max(1, len(pages) // TRIED_ON)] if page not in taken][:TRIED_ON]
    if _packed_size(conn, trial, dictionary) >= GAIN * sum(page.size for page in trial):
        return None
    made = _insert(conn, site, dictionary, at)
    _pack_again(conn, site, [page for page in pages if page.dictionary_id is None or page in taken])
    return made


def _spread(pages: Sequence[_Page]) -> list[_Page]:
    """The newest page and some of before, with room between them: a site has layouts for more than one kind of page."""
    taken, room = list[_Page](), LARGEST_IN_ALL
    for page in pages[:: max(1, len(pages) // BEGUN_WITH)][:BEGUN_WITH]:
        if page.length <= room:
            taken.append(page)
            room -= page.length
    return taken


def _go_on(conn: sqlite3.Connection, site: str, pages: Sequence[_Page], known: tuple[int, str]) -> int | None:
    """Put what is new on the site's pages behind its dictionary, if that is worth a row."""
    present, at = known
    base_id = _gone_on_from(conn, present)
    base = _prepared(conn, base_id)
    newest, *others = (_body(conn, page) for page in pages[:COMPARED])
    added = _shared(newest, others, base.pieces)
    if len(added) < LEAST:
        return None
    return _insert(conn, site, base.extended(added), at, (base_id, base.packer.compress(added)))


def _is_worn(conn: sqlite3.Connection, page: _Page) -> bool:
    """Whether a page that was packed against the site's dictionary is of another layout."""
    return page.size > WORN * len(pack(_body(conn, page)))


def _gone_on_from(conn: sqlite3.Connection, present: int) -> int:
    """The dictionary that a new one begins with: the present one, or after some steps the one they all began with."""
    chain = [present]
    while (row := conn.execute("SELECT base_id FROM dictionaries WHERE id = ?", (chain[-1],)).fetchone()) and row[0]:
        chain.append(row[0])
    return present if len(chain) <= STEPS else chain[-1]


def _shared(page: bytes, others: Sequence[bytes], known: frozenset[bytes]) -> bytes:
    """The pieces of a page that another one has too and the dictionary has not, each once, with what stands between."""
    new = {piece for other in others for piece in _PIECES.findall(other)} - known
    taken, between = list[bytes](), list[bytes]()
    for piece in _PIECES.findall(page):
        between.append(piece)
        if piece in new:
            new.remove(piece)
            taken += between[-BETWEEN:]
            between.clear()
    return b"".join(taken)


def _latest(conn: sqlite3.Connection, site: str, most: int) -> list[_Page]:
    """The site's latest pages of a fit size, the newest first, each body once."""
    rows = conn.execute(
        # By number, from the newest on, until there are enough: an index of sites would give all captures of a site.
        "SELECT payloads.id, payloads.dictionary_id, length(body), size, headers, headers_dictionary_id"
        " FROM captures NOT INDEXED JOIN payloads ON payloads.id = payload_id"
        " WHERE captures.id > (SELECT max(id) FROM captures) - ? AND captures.site = ? AND status = 200"
        " AND size BETWEEN ? AND ? ORDER BY captures.id DESC",
        (LOOKED_BACK, site, SMALLEST, LARGEST),
    )
    found: dict[int, _Page] = {}
    for row in rows:
        found.setdefault(row[0], _Page(row[0], row[1], row[2], row[3], Packed(row[4], row[5])))
        if len(found) == most:
            break
    return list(found.values())


def _body(conn: sqlite3.Connection, page: _Page) -> bytes:
    row = conn.execute("SELECT body FROM payloads WHERE id = ?", (page.payload_id,)).fetchone()
    return unpack_with(conn, Packed(row[0], page.dictionary_id))


def _join(conn: sqlite3.Connection, pages: Sequence[_Page]) -> bytes:
    # What comes last is nearest to what is packed and costs the fewest bits: headers, then the newest page.
    bodies = [_body(conn, page) for page in reversed(pages)]
    return b"".join([*bodies, *(unpack_with(conn, page.headers) for page in pages)])


def _packed_size(conn: sqlite3.Connection, pages: Sequence[_Page], dictionary: Prepared) -> int:
    return sum(len(dictionary.packer.compress(_body(conn, page))) for page in pages)


def _insert(
    conn: sqlite3.Connection, site: str, dictionary: Prepared, at: str, base: tuple[int, bytes] | None = None
) -> int:
    """Keep a dictionary, twice; with a `base`, only what comes behind that one, packed against it."""
    base_id, body = base or (None, zstandard.ZstdCompressor(level=19).compress(dictionary.content))
    row = conn.execute(
        "INSERT INTO dictionaries (site, made_at, sha256, body, base_id) VALUES (?, ?, ?, ?, ?) RETURNING id",
        (site, at, dictionary.sha256, body, base_id),
    ).fetchone()
    conn.execute("INSERT INTO dictionary_copies (dictionary_id, body) VALUES (?, ?)", (row[0], body))
    _remember(dictionary.sha256, dictionary)
    return int(row[0])


def _pack_again(conn: sqlite3.Connection, site: str, pages: Sequence[_Page]) -> None:
    """Pack pages against the site's new dictionary: those it is made of become next to nothing."""
    for page in pages:
        packed = pack_for(conn, site, _body(conn, page))
        conn.execute(
            "UPDATE payloads SET body = ?, dictionary_id = ? WHERE id = ?",
            (packed.data, packed.dictionary_id, page.payload_id),
        )
