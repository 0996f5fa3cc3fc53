"""The condition of the archive for whoever runs it: sources, hosts, alarms, attempts, runs, the file. Only reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from sqlite3 import Connection
from typing import Final

from pipeline import advice
from pipeline.backoff import Pause
from pipeline.dates import utc_iso
from pipeline.store import Reader, condition_reading, request_reading
from pipeline.store.alarms import Alarm, list_alarms
from pipeline.store.condition_reading import Pages, RunCondition, SourceCondition, WeekOfWork
from pipeline.store.hosts import read_pauses
from pipeline.store.lock import Owner, read_writer
from pipeline.store.request_reading import HostTotals
from pipeline.urls import host_of

__all__ = [
    "Alarm",
    "Condition",
    "FileSizes",
    "HostTotals",
    "Pause",
    "RunCondition",
    "SourceCondition",
    "WeekOfWork",
    "condition",
]

ALARMS: Final = 50
HOSTS: Final = 30
RUNS: Final = 20
SOURCES: Final = 500
WEEKS: Final = 8


@dataclass(frozen=True, slots=True)
class FileSizes:
    """Bytes of the archive's files: the database, the journal beside it (`wal`), and what in the database is free."""

    database: int
    wal: int
    free: int


@dataclass(frozen=True, slots=True)
class Condition:
    """All of it at one moment. `overdue` are the sources that should have been looked at, as (site, source)."""

    sources: tuple[SourceCondition, ...]
    overdue: frozenset[tuple[str, str]]
    pauses: tuple[Pause, ...]
    politeness: Mapping[str, HostTotals]
    alarms: tuple[Alarm, ...]
    outcomes: Mapping[str, int]
    runs: tuple[RunCondition, ...]
    weeks: tuple[WeekOfWork, ...]
    rows: Mapping[str, int]
    sizes: FileSizes
    writer: Owner | None
    advice: Mapping[str, str]


def condition(archive: Reader, now: datetime) -> Condition:
    """How things stand now; attempts of the last day, runs of the last weeks."""
    sizes = _size_of(archive.path), _size_of(archive.path.with_name(f"{archive.path.name}-wal"))
    writer = read_writer(archive.path)
    return archive.ask(lambda conn: _condition(conn, now, sizes, writer))


def _condition(conn: Connection, now: datetime, sizes: tuple[int, int], writer: Owner | None) -> Condition:
    sources = condition_reading.active_sources(conn)[:SOURCES]
    moment, pauses = utc_iso(now), tuple(read_pauses(conn))
    return Condition(
        sources=sources,
        overdue=frozenset((one.site, one.source) for one in sources if (one.next_due or "") < moment),
        pauses=pauses,
        politeness=_politeness(conn, sources, utc_iso(now - timedelta(days=1))),
        alarms=tuple(list_alarms(conn, now, with_resolved=False)[:ALARMS]),
        outcomes=condition_reading.outcomes_since(conn, now - timedelta(days=1)),
        runs=condition_reading.last_runs(conn, RUNS),
        weeks=condition_reading.weeks_of_work(conn, now - timedelta(weeks=WEEKS)),
        rows=condition_reading.row_counts(conn),
        sizes=_sizes(sizes, condition_reading.file_pages(conn)),
        writer=writer,
        advice=_advice(sources, pauses),
    )


def _advice(sources: Iterable[SourceCondition], pauses: Iterable[Pause]) -> dict[str, str]:
    """What a person should do, by kind of alarm and by the reason of a source or host in trouble."""
    failing = [source.last_result for source in sources if source.failures and source.last_result]
    reasons = [*failing, *(pause.reason for pause in pauses)]
    return {**advice.ALARMS, **{reason: advice.for_reason(reason) for reason in reasons}}


def _politeness(conn: Connection, sources: Iterable[SourceCondition], since: str) -> dict[str, HostTotals]:
    """How the hosts of the sources were treated since then; those that were asked nothing are left out."""
    hosts = sorted({host for source in sources if source.url and (host := host_of(source.url))})[:HOSTS]
    found = {host: request_reading.totals(conn, host, since) for host in hosts}
    return {host: totals for host, totals in found.items() if totals.requests}


def _sizes(on_disk: tuple[int, int], pages: Pages) -> FileSizes:
    return FileSizes(on_disk[0], on_disk[1], pages.size * pages.free)


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
