"""A service's numbers in the text format of Prometheus. Labels are sites, outcomes and fixed words, never URLs."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final, get_args

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from pipeline.footprint import Footprint
from pipeline.health import Report, State
from pipeline.meter import Histogram, Meter
from pipeline.store.gauging import Gauges

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

SIMPLE: Final = {
    "uptime": ("warraq_uptime_seconds", "Since the service started"),
    "since_beat": ("warraq_heartbeat_age_seconds", "Since the event loop last turned"),
    "since_progress": ("warraq_progress_age_seconds", "Since something last got done"),
    "sites": ("warraq_sites", "Sites whose schedule is kept"),
}
"""Of the report: field -> name and help."""

SIZES: Final = {
    "archive": ("warraq_archive_bytes", "Size of the archive"),
    "journal": ("warraq_archive_wal_bytes", "Size of the archive's write-ahead log"),
    "disk_free": ("warraq_disk_free_bytes", "Room on the archive's disk"),
    "children": ("warraq_children", "Child processes, the fork server included"),
    "children_resident": ("warraq_children_resident_memory_bytes", "Memory of the child processes"),
}
"""Of the footprint: field -> name and help."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that is told at one moment; without `gauges` when the archive could not be asked."""

    report: Report
    meter: Meter
    footprint: Footprint
    gauges: Gauges | None
    now: float
    """Seconds since the epoch."""


def render(snapshot: Snapshot) -> bytes:
    """The text that Prometheus reads: what Warraq tells, and the process's own memory, time and descriptors."""
    registry = CollectorRegistry()
    registry.register(_Told(snapshot))
    ProcessCollector(registry=registry)
    return generate_latest(registry)


class _Told(Collector):
    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def collect(self) -> Iterator[Metric]:
        report, footprint, gauges = self.snapshot.report, self.snapshot.footprint, self.snapshot.gauges
        yield _build()
        yield _by("warraq_state", "1 for what the service is in", "state", _states(report.state))
        for field, (name, told) in SIMPLE.items():
            yield _gauge(name, told, getattr(report, field))
        for field, (name, told) in SIZES.items():
            yield _gauge(name, told, getattr(footprint, field))
        yield from _work(report, self.snapshot.meter)
        yield _gauge(
            "warraq_archive_readable", "1 when the archive could be asked for the following", gauges is not None
        )
        if gauges:
            yield from _archive(gauges, self.snapshot.now)


def _work(report: Report, meter: Meter) -> Iterator[Metric]:
    yield _count("warraq_pages", "Pages looked at, by outcome", "outcome", report.pages)
    yield _count(
        "warraq_source_documents", "Feeds, lists and sitemaps looked at, by outcome", "outcome", report.sources
    )
    yield CounterMetricFamily("warraq_rounds", "Rounds of sites that ended", value=report.rounds)
    yield CounterMetricFamily("warraq_received_bytes", "Bytes of answers, unpacked", value=meter.received)
    yield _gauge("warraq_sites_under_way", "Sites that are being looked at", len(report.under_way))
    troubles = dict.fromkeys(TROUBLES, 0) | _count_troubles(report.troubles)
    yield _by("warraq_troubles", "What is wrong with the service itself", "kind", troubles)
    yield _histogram("warraq_fetch_seconds", "Requests that were answered, redirects included", meter.fetches)
    yield _histogram("warraq_read_seconds", "Reading of a page, the wait for a child included", meter.readings)


def _archive(gauges: Gauges, now: float) -> Iterator[Metric]:
    yield _by("warraq_due_links", "Pages that are due; counted to 100,000", "part", gauges.due_links)
    yield _by("warraq_source_lag_seconds", "How long a site's latest source is overdue", "site", gauges.lag)
    yield _by("warraq_sources", "Sources by how their last look ended", "state", gauges.sources)
    yield _by("warraq_alarms_open", "Alarms that are open", "kind", dict.fromkeys(ALARMS, 0) | dict(gauges.alarms))
    if gauges.looked_at:
        age = max(now - gauges.looked_at.timestamp(), 0.0)
        yield _gauge("warraq_last_look_age_seconds", "Since any source was last looked at", age)


TROUBLES: Final = ("archive", "configuration", "machine", "network", "site")
ALARMS: Final = ("layout", "feed", "source", "quiet", "configuration")
"""What is told as 0 too, so that an alert on it sees it come."""


def _count_troubles(troubles: Mapping[str, str]) -> dict[str, int]:
    """How many there are of each kind; the first word of a trouble's name is its kind, others may name a site."""
    kinds = [name.split()[0] for name in troubles]
    return {kind: kinds.count(kind) for kind in kinds}


def _states(state: State) -> dict[str, int]:
    return {one: int(one == state) for one in get_args(State)}


def _build() -> Metric:
    built = {"version": version("warraq"), "python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    return InfoMetricFamily("warraq_build", "What is running", value=built)


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)


def _by(name: str, told: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, told, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family


def _count(name: str, told: str, label: str, values: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(name, told, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family


def _histogram(name: str, told: str, histogram: Histogram) -> Metric:
    return HistogramMetricFamily(name, told, buckets=histogram.cumulative(), sum_value=histogram.total)
