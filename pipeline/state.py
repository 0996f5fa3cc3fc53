"""The state of things, for one screen: the archive, who writes to it, its sites, what happened lately. Only reads."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection
from typing import Final

from pipeline import advice
from pipeline.dates import utc_iso
from pipeline.models import SUCCESSES
from pipeline.store import Reader, reading, state_reading, summaries
from pipeline.store.alarms import list_alarms
from pipeline.store.hosts import read_pauses
from pipeline.store.ledger_tables import COUNTED
from pipeline.store.lock import Owner, read_writer
from pipeline.store.reading import ArticleLine, Filter, RunLine, SourceLine
from pipeline.store.state_reading import SiteFacts

LONG_JOURNAL: Final = 64 * 2**20
"""Bytes of journal from which on people are told; without a long reader it is folded in at 4 MB."""
MINUTES: Final = 5
"""Minutes over which pages per minute are counted."""


@dataclass(frozen=True, slots=True)
class SiteLine:
    """How a site is doing: its last look and that one's result, when it is due next, and what is wrong with it."""

    site: str
    sources: int
    last_run: str | None
    last_result: str | None
    next_due: str | None
    failing: int
    quarantined: int
    paused_until: str | None
    alarms: int

    def is_due(self, now: str) -> bool:
        """Whether it is to be looked at now."""
        return self.next_due is None or self.next_due <= now


@dataclass(frozen=True, slots=True)
class ToDo:
    """What is wrong, and what a person should do about it."""

    about: str
    do: str


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the archive at a moment.

    `size` is in bytes, its journal included; `journal` and `disk_free` are in bytes too. `due_links` are counted up to
    `state_reading.MOST_DUE`. `last_hour` and `last_day` count outcomes by reason. `seen_at` is when the run that goes
    on last said so; `writer` is who writes to it now.
    """

    path: Path
    now: str
    size: int
    journal: int
    disk_free: int
    rows: Mapping[str, int]
    due_links: int
    newest: ArticleLine | None
    last_run: RunLine | None
    seen_at: str | None
    sources: tuple[SourceLine, ...]
    sites: tuple[SiteLine, ...]
    last_hour: Mapping[str, int]
    last_day: Mapping[str, int]
    pages_per_minute: float
    writer: Owner | None
    to_do: tuple[ToDo, ...] = ()

    @property
    def journal_note(self) -> str | None:
        """What people should know of a journal that has grown long; None for one that has not."""
        if self.journal < LONG_JOURNAL:
            return None
        return (
            f"the journal has grown to {self.journal / 2**20:,.0f} MiB: a program keeps reading the archive from one"
            " moment (a shell, a backup, Datasette); it shrinks once that ends"
        )


def status(archive: Reader, now: datetime | None = None) -> Status:
    """The state of the archive; `now` says what is due. Its counts are kept ones, quick at any size."""
    moment = now or datetime.now(UTC)
    return archive.ask(lambda conn: _status(conn, archive.path, moment))


def _status(conn: Connection, path: Path, now: datetime) -> Status:
    newest, journal = reading.latest(conn, Filter(), 1), _size(Path(f"{path}-wal"))
    lately = now - timedelta(minutes=MINUTES)
    return Status(
        path=path,
        now=utc_iso(now),
        size=_size(path) + journal,
        journal=journal,
        disk_free=shutil.disk_usage(path.resolve().parent).free,
        rows=_rows(conn),
        due_links=state_reading.count_due(conn, utc_iso(now)),
        newest=newest[0] if newest else None,
        last_run=reading.last_run(conn),
        seen_at=state_reading.seen_at(conn),
        sources=reading.source_lines(conn),
        sites=tuple(_site(facts, utc_iso(now)) for facts in state_reading.sites(conn)),
        last_hour=state_reading.outcomes(conn, utc_iso(now - timedelta(hours=1))),
        last_day=state_reading.outcomes(conn, utc_iso(now - timedelta(days=1))),
        pages_per_minute=state_reading.count_pages(conn, utc_iso(lately)) / MINUTES,
        writer=read_writer(path),
        to_do=to_do(conn, now),
    )


def to_do(conn: Connection, now: datetime) -> tuple[ToDo, ...]:
    """Every open alarm, failing source and host left in peace, with what a person should do about it."""
    alarms = [
        ToDo(f"alarm {one.id}: {one.title}", advice.for_alarm(one.kind))
        for one in list_alarms(conn, now, with_resolved=False)
    ]
    sources = [
        ToDo(f"{one.site}/{one.source}: {one.last_result}", advice.for_reason(one.last_result))
        for one in reading.source_lines(conn)
        if one.failures and one.is_active
    ]
    pauses = [
        ToDo(f"{one.host}: {one.reason}", advice.for_reason(one.reason)) for one in read_pauses(conn) if one.until > now
    ]
    return (*alarms, *sources, *pauses)


def _rows(conn: Connection) -> dict[str, int]:
    kept = state_reading.row_counts(conn)
    return {"articles": summaries.count_articles(conn), **{table: kept[table] for table in COUNTED}}


def _site(facts: SiteFacts, now: str) -> SiteLine:
    paused = [until for until in facts.pauses if until > now]
    return SiteLine(
        facts.site,
        facts.sources,
        facts.last_run,
        facts.last_result,
        facts.next_due,
        facts.failing,
        facts.quarantined,
        max(paused, default=None),
        facts.alarms,
    )


def has_failed(reason: str) -> bool:
    """Whether an outcome is a failure."""
    return reason not in SUCCESSES


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
