"""What stands around an article, and what is known of a capture: the questions of their pages. Only reads."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection
from typing import Final

from pipeline.errors import InputError
from pipeline.models import Capture
from pipeline.store import Reader, nearby_reading, reading
from pipeline.store.captures import CaptureMeta, read_capture, read_capture_meta
from pipeline.store.nearby_reading import HeadlineLed, OtherLook
from pipeline.store.reading import ArticleLine

__all__ = [
    "ArticleLine",
    "Capture",
    "CaptureFacts",
    "CaptureMeta",
    "HeadlineLed",
    "OtherLook",
    "Surroundings",
    "body_of",
    "capture_facts",
    "find_article",
    "surroundings",
]

MOST: Final = 50
"""Headlines, articles and looks that are named; a page that stands for years has thousands of looks."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the newspaper published before and after an article, and the headlines that led to it."""

    earlier: ArticleLine | None
    later: ArticleLine | None
    headlines: tuple[HeadlineLed, ...]


@dataclass(frozen=True, slots=True)
class CaptureFacts:
    """A capture without its body, the articles whose text was read from it, and other captures of its address.

    `meta` is None when the archive has no capture of this number; `was_given_up` then says that it once had.
    """

    meta: CaptureMeta | None
    articles: tuple[ArticleLine, ...] = ()
    others: tuple[OtherLook, ...] = ()
    was_given_up: bool = False


def surroundings(archive: Reader, line: ArticleLine) -> Surroundings:
    """What stands around an article."""
    return archive.ask(
        lambda conn: Surroundings(
            *nearby_reading.neighbours(conn, line), nearby_reading.headlines_of(conn, line.article_id, MOST)
        )
    )


def find_article(archive: Reader, id_or_url: str) -> int:
    """The number of the article at an address, in any of its spellings; InputError when there is none."""
    found = archive.ask(lambda conn: reading.find_article(conn, id_or_url))
    if found is None:
        raise InputError(f"{id_or_url[:300]}: no such article in the archive; the search finds articles by their words")
    return found


def capture_facts(archive: Reader, capture_id: int) -> CaptureFacts:
    """What is known of a capture. ArchiveDamaged when its headers cannot be read."""
    return archive.ask(lambda conn: _capture_facts(conn, capture_id))


def body_of(archive: Reader, capture_id: int) -> Capture | None:
    """A capture with its body, verified against its sha256; None when it, or its body, is not kept.

    ArchiveDamaged when it is not what was stored.
    """
    return archive.ask(lambda conn: read_capture(conn, capture_id))


def _capture_facts(conn: Connection, capture_id: int) -> CaptureFacts:
    meta = read_capture_meta(conn, capture_id)
    if meta is None:
        return CaptureFacts(None, was_given_up=nearby_reading.was_given_up(conn, capture_id))
    return CaptureFacts(
        meta, nearby_reading.read_from(conn, capture_id, MOST), nearby_reading.other_looks(conn, capture_id, MOST)
    )
