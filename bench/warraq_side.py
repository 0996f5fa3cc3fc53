"""Warraq's side of the end-to-end benchmark: one `app.fetch` of every page into a fresh archive, in this process.

    python -m bench.warraq_side --list FILE --port PORT --hosts N --database FILE [--profile FILE]

The pages are spread over N host names, one site each, so that N requests can be under way: one host gets one request
at a time whatever its delay. Everything is stored that a real run stores. Prints what it measured as one JSON line.
The time is that of the whole call: opening the archive, starting the children, reading robots.txt, closing.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import json
import os
import sqlite3
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Final

from pipeline.app import App, fetch
from pipeline.rounds import Plan
from pipeline.run import Summary
from pipeline.sites import Config, Network, Politeness, Settings, Site, UrlsSource

TICKS_PER_SECOND: Final = os.sysconf("SC_CLK_TCK")
READ_WELL: Final = frozenset({"new", "updated", "unchanged", "duplicate", "not_an_article"})


def make_sites(names: list[str], hosts: int) -> tuple[Site, ...]:
    """The pages dealt out over that many sites of one host each."""
    return tuple(_make_site(number, names[number::hosts]) for number in range(hosts))


def _make_site(number: int, names: list[str]) -> Site:
    paths = tuple(f"/page/{name}" for name in names)
    return Site(
        id=f"site{number}",
        name=f"Site {number}",
        home=f"http://{host_name(number)}",
        sources=(UrlsSource(kind="urls", id="urls", urls=paths),),
        max_links=len(paths),
    )


def host_name(number: int) -> str:
    """The host of a site."""
    return f"site{number}.example"


def make_app(sites: tuple[Site, ...], port: int, database: Path) -> App:
    """Shipped settings, but no pause and loopback allowed."""
    settings = Settings(
        network=Network(allow_loopback=True),
        politeness=Politeness(delay=timedelta(0), hosts_at_once=len(sites)),
    )
    connect_to = {host_name(number): ("127.0.0.1", port) for number in range(len(sites))}
    return App(Config(settings, {site.id: site for site in sites}, Path()), database, connect_to)


def cpu_by_process() -> dict[str, float]:
    """CPU seconds of this process (`main`) and of all it started, those that have ended included (`children`)."""
    own = os.times()
    started = sum(cpu_of(pid) for pid in _child_pids())
    return {"main": own.user + own.system, "children": started}


def _child_pids() -> list[int]:
    pids = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
    return [pid for pid in pids if (fields := _stat(pid)) and int(fields[1]) == os.getpid()]


def cpu_of(pid: int) -> float:
    """CPU seconds of a process and of its children that it has waited for, as our fork server has for all of its."""
    return sum(map(int, _stat(pid)[11:15])) / TICKS_PER_SECOND


def _stat(pid: int) -> list[str]:
    """The fields of proc_pid_stat(5) from the third on; empty when the process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def count_articles(database: Path) -> int:
    """Articles with a body."""
    with closing(sqlite3.connect(database)) as conn:
        return int(conn.execute("SELECT count(*) FROM articles WHERE body <> ''").fetchone()[0])


def run_fetch(app: App, profile: Path | None) -> Summary:
    """The measured call."""
    plan = Plan(tuple(app.config.sites.values()))
    if profile is None:
        return asyncio.run(fetch(app, plan, lambda link, receipt: None))
    with cProfile.Profile() as profiler:
        summary = asyncio.run(fetch(app, plan, lambda link, receipt: None))
    profiler.dump_stats(profile)
    return summary


def main() -> None:
    """Fetch and print seconds, CPU seconds by process, pages, articles, outcomes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--list", type=Path, required=True, help="file with the pages' names, one a line")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--hosts", type=int, required=True)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--profile", type=Path, help="write a cProfile of the event loop's thread here")
    options = parser.parse_args()
    app = make_app(make_sites(options.list.read_text().split(), options.hosts), options.port, options.database)
    started, before = time.perf_counter(), cpu_by_process()
    summary = run_fetch(app, options.profile)
    seconds, after = time.perf_counter() - started, cpu_by_process()
    cpu = {process: after[process] - before[process] for process in after}
    pages = sum(count for reason, count in summary.pages.items() if reason in READ_WELL)
    measured = {"seconds": seconds, "cpu": cpu, "pages": pages, "outcomes": summary.pages}
    sys.stdout.write(json.dumps(measured | {"articles": count_articles(options.database)}) + "\n")


if __name__ == "__main__":
    main()
