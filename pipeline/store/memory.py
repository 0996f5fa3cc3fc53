"""What an archive knows of addresses and sources: the questions a run asks, answered without writing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Self

from pipeline.models import Link
from pipeline.store import exporting, site_memories, sources
from pipeline.store import links as link_rows
from pipeline.store.codec import identity_of, to_time
from pipeline.store.links import DueLink
from pipeline.store.reader import Reader
from pipeline.store.sources import SourceState


class Memory:
    """Answers from what is committed. It takes no lock and changes nothing; closed with its reader."""

    def __init__(self, reader: Reader, clock: Callable[[], datetime]) -> None:
        self._reader, self._clock = reader, clock

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the reader."""
        self._reader.close()

    def due_link(self, link: Link) -> DueLink:
        """An address asked for, with what is known of its fetches; the stored hint fills what its own lacks."""
        return self._reader.ask(lambda conn: link_rows.due_link(conn, link, self._clock()))

    def due_links(self, site_id: str | None, now: datetime, limit: int) -> list[DueLink]:
        """Links due by `now`, fresh news before back-fill, longest due first; of all sites for None."""
        return self._reader.ask(lambda conn: link_rows.due_links(conn, site_id, now, limit))

    def known_urls(self, urls: Iterable[str]) -> set[str]:
        """Those of the addresses that are known as links or as addresses of articles."""
        return self._reader.ask(lambda conn: link_rows.known_urls(conn, urls))

    def has_capture(self, url: str, fetched_at: datetime | None, sha256: str) -> bool:
        """Whether this very answer is archived: what came from an address (at a moment, if one is given)."""
        at = to_time(fetched_at) if fetched_at else None
        return self._reader.ask(lambda conn: exporting.is_archived(conn, identity_of(url), at, sha256))

    def site_memory(self, key: str) -> str:
        """What the articles of a site have taught, as JSON; empty when none has."""
        return self._reader.ask(lambda conn: site_memories.read_memory(conn, key))

    def source_state(self, site_id: str, source_id: str) -> SourceState:
        """How a source stands; all empty when it was never looked at."""
        return self._reader.ask(lambda conn: sources.source_state(conn, site_id, source_id))
