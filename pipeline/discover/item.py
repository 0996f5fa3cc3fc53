"""One item of a feed as its document writes it: raw text of every field, whatever the format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """`addresses` in the order they are to be tried, relative to `base`; dates and names as written."""

    addresses: tuple[str, ...]
    base: str | None = None
    title: str | None = None
    published: str | None = None
    modified: str | None = None
    creators: tuple[str, ...] = ()  # dc:creator: the author, on aggregators the newspaper
    authors: tuple[str, ...] = ()
    newspaper: str | None = None
    section: str | None = None
    language: str | None = None
    feed_language: str | None = None
    image: str | None = None
    guid: str | None = None
