"""RE-PARSING: captures are read again with today's rules, compared, and put in the place of the old readings.

  1. read      every article's capture, in the parsing children, into a file beside the archive   Reparse.read
  2. compare   field by field with what the archive has                                            compare
  3. put in    as a new generation: a former reading becomes a version, never an edit              handover.put_in

A kill at any moment loses at most the pages under way: the same command goes on. While a service has the archive the
readings are handed over to it: it puts them in between its pages.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from pipeline import dedupe, reading, site_memory
from pipeline.errors import ArchiveDamaged, NotAnArticle, PageError
from pipeline.models import OBSTACLES
from pipeline.store import Reader, site_memories
from pipeline.store.captures import read_capture
from pipeline.store.handing import Handed, Readings
from pipeline.store.records import Record
from pipeline.store.rereading import Candidate, Chosen, Reading, candidates, record_of, stored_record
from pipeline.worker import Workers

__all__ = ["NO_SITE_FILE", "Chosen", "FieldReport", "Handed", "Readings", "Reparse", "Sample", "SiteReport", "compare"]

UNDER_WAY: Final = 64
"""Pages read between two commits of the readings; what a kill costs."""

NO_SITE_FILE: Final = "no_site_file"
"""Why a capture is not read again: its site has no file in the configuration in use."""
SAMPLES: Final = 3
FIELDS: Final = (
    "title", "body", "published", "modified", "author", "newspaper", "source_link", "source_text", "language",
    "section", "image",
)  # fmt: skip
Kind = Literal["gained", "lost", "changed"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One difference: what a field of an article was and what it would be."""

    article_id: int
    kind: Kind
    was: str | None
    now: str | None


@dataclass(slots=True)
class FieldReport:
    """How a field came out otherwise over a site, with the first of each kind as samples."""

    counts: Counter[Kind] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)

    def add(self, sample: Sample) -> None:
        """Count a difference."""
        self.counts[sample.kind] += 1
        if self.counts[sample.kind] <= SAMPLES:
            self.samples.append(sample)


@dataclass(slots=True)
class SiteReport:
    """A site's articles: how many were read again, differ, and could not be read (by reason); each field's report."""

    read: int = 0
    different: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    fields: dict[str, FieldReport] = field(default_factory=dict)

    def add(self, article_id: int, was: Record, now: Record) -> None:
        """Compare one article."""
        found = list(_differences(article_id, was, now))
        self.different += bool(found)
        for name, sample in found:
            self.fields.setdefault(name, FieldReport()).add(sample)


def _differences(article_id: int, was: Record, now: Record) -> Iterator[tuple[str, Sample]]:
    for name in FIELDS:
        before, after = getattr(was, name), getattr(now, name)
        if before != after:
            kind: Kind = "changed" if before and after else "gained" if after else "lost"
            yield name, Sample(article_id, kind, before, after)


class Reparse:
    """One re-parse of an archive. `tell` hears how many articles have been read so far.

    Captures of a site without a file among `sites` are left as they are: without its rules they would be read worse.
    """

    def __init__(
        self,
        reader: Reader,
        readings: Readings,
        chosen: Chosen,
        sites: Container[str],
        tell: Callable[[int], None],
    ) -> None:
        self._reader, self._readings, self._chosen, self._sites, self._tell = reader, readings, chosen, sites, tell

    async def read(self, workers: Workers) -> int:
        """Read every capture that has not been read yet; gives how many."""
        done = 0
        while True:
            last = self._readings.last
            waiting = self._reader.ask(lambda conn, last=last: candidates(conn, self._chosen, last, UNDER_WAY))  # type: ignore[misc]
            if not waiting:
                return done
            self._readings.add(await asyncio.gather(*(self._read_one(workers, item) for item in waiting)))
            done += len(waiting)
            self._tell(done)

    async def _read_one(self, workers: Workers, item: Candidate) -> Reading:
        site = item.site or "no site"
        if item.site and item.site not in self._sites:
            return Reading(item.article_id, item.capture_id, site, None, NO_SITE_FILE)
        try:
            capture = self._reader.ask(lambda conn: read_capture(conn, item.capture_id))
            if capture is None:
                return Reading(item.article_id, item.capture_id, site, None, "capture_lost")
            key = site_memory.key_of(item.site, capture.final_url)
            memory = self._reader.ask(lambda conn: site_memories.read_memory(conn, key)) if key else None
            page = await workers.call(reading.read_page, capture, item.site, item.hint, memory)
        except ArchiveDamaged:
            return Reading(item.article_id, item.capture_id, site, None, "capture_damaged")
        except PageError as error:
            return Reading(item.article_id, item.capture_id, site, None, error.reason)
        if page.article is None:
            return Reading(
                item.article_id,
                item.capture_id,
                site,
                None,
                page.kind if page.kind in OBSTACLES else NotAnArticle.reason,
            )
        found = Reading(item.article_id, item.capture_id, site, None)
        stored = self._reader.ask(lambda conn: stored_record(conn, found))
        if stored is None:
            return Reading(item.article_id, item.capture_id, site, None, "read_meanwhile")
        read = replace(page.article, title=page.article.title or stored.title, body=page.article.body or stored.body)
        return replace(found, record=record_of(read, dedupe.fingerprint(read), stored))


def compare(reader: Reader, readings: Readings | Handed) -> dict[str, SiteReport]:
    """What readings would change, by site."""
    reports: dict[str, SiteReport] = {}
    for part in readings.parts():
        for item in part:
            report = reports.setdefault(item.site, SiteReport())
            report.read += 1
            was = reader.ask(lambda conn, item=item: stored_record(conn, item))  # type: ignore[misc]
            if item.record is None or was is None:
                report.problems[item.problem or "read_meanwhile"] += 1
            else:
                report.add(item.article_id, was, item.record)
    return reports
