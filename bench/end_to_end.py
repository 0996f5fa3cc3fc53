"""Warraq against its peers, end to end: real pages from a loopback server into SQLite, pages a second.

    python -m bench.end_to_end FOLDER [--peers-venv FOLDER] [--rounds 3] [--hosts 1,16] [--plain] [--only TEXT ...]

Every run is a fresh process with a fresh database; the contenders take turns, round by round, and the run of median
time counts. What each stores and how the peers' environment is made: `bench/README.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median_low
from tempfile import TemporaryDirectory
from typing import Final

from bench.server import Served, page_ids, serve_pages
from bench.warraq_side import TICKS_PER_SECOND, cpu_of

PEERS: Final = ("trafilatura", "resiliparse")
BARS: Final[Mapping[str, float]] = {"trafilatura": 10.0, "resiliparse": 2.0}
"""How many times a peer's pages a second are asked of Warraq."""

MOST_FOR_OTHERS: Final = 0.05
"""Share of the machine's CPU time that other work may take during a run before its figures are in doubt."""

LONGEST_RUN: Final = 600.0
"""Seconds after which a run is given up."""


@dataclass(frozen=True, slots=True)
class Contender:
    """Who runs: a name for the table and the command, to which where to fetch from and store is added."""

    name: str
    command: tuple[str, ...]
    peer: str | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """One run. `seconds` is the crawl without the start and imports of the main process, `wall` the whole process.

    `cpu` is CPU seconds by process for the same time as `seconds`, `others` those of everything else on the machine
    during `wall`: the figures are to be believed when it is near zero. `size` is bytes of the database.
    """

    seconds: float
    wall: float
    cpu: Mapping[str, float]
    others: float
    pages: int
    articles: int
    size: int
    outcomes: Mapping[str, int]

    @property
    def rate(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds

    @property
    def rate_of_cpu(self) -> float:
        """Pages per CPU second of its own processes: says less than `rate`, but is hardly moved by a busy machine."""
        return self.pages / sum(seconds for process, seconds in self.cpu.items() if process != "server")


def list_contenders(hosts: Iterable[int], peers_venv: Path | None, pages_per_commit: int) -> list[Contender]:
    """Warraq once per number of hosts, then the peers when there is an environment for them."""
    ours = [
        Contender(
            f"Warraq, {count} host{'s' * (count > 1)}",
            (sys.executable, "-m", "bench.warraq_side", "--hosts", str(count)),
        )
        for count in hosts
    ]
    if peers_venv is None:
        return ours
    python, script = peers_venv / "bin" / "python", Path(__file__).with_name("scrapy_peer.py")
    if not python.exists():
        raise SystemExit(f"{peers_venv}: no Python environment here; bench/README.md says how to make it")
    commit = ("--pages-per-commit", str(pages_per_commit))
    return ours + [Contender(f"Scrapy + {peer}", (str(python), str(script), peer, *commit), peer) for peer in PEERS]


def measure(contender: Contender, served: Served, names: Sequence[str]) -> Measured:
    """One run in a fresh process with a fresh database; SystemExit when it fails or does not get every page."""
    with TemporaryDirectory(prefix="bench-") as folder:
        listed, database = Path(folder, "list"), Path(folder, "archive.db")
        listed.write_text("\n".join(names))
        places = ("--list", str(listed), "--port", str(served.port), "--database", str(database))
        before = _Watch.read(served.pid)
        done = subprocess.run([*contender.command, *places], stdout=subprocess.PIPE, timeout=LONGEST_RUN)
        used = _Watch.read(served.pid) - before
        if done.returncode:
            raise SystemExit(f"{contender.name}: ended with code {done.returncode}")
        return _read_report(contender, done.stdout, len(names), used, database.stat().st_size)


@dataclass(frozen=True, slots=True)
class _Watch:
    """Seconds: of the wall clock, and of CPU used by all the machine, by the server and by our ended children."""

    wall: float
    machine: float
    server: float
    ended: float

    @classmethod
    def read(cls, server_pid: int) -> _Watch:
        user, nice, system, _, _, irq, softirq = map(int, Path("/proc/stat").read_text().split()[1:8])
        machine = (user + nice + system + irq + softirq) / TICKS_PER_SECOND
        children = os.times()
        ended = children.children_user + children.children_system
        return cls(time.perf_counter(), machine, cpu_of(server_pid), ended)

    def __sub__(self, other: _Watch) -> _Watch:
        return _Watch(*(getattr(self, name) - getattr(other, name) for name in ("wall", "machine", "server", "ended")))


def _read_report(contender: Contender, report: bytes, asked: int, used: _Watch, size: int) -> Measured:
    said = json.loads(report)
    if said["pages"] != asked:
        raise SystemExit(f"{contender.name}: {said['pages']} of {asked} pages; {said.get('outcomes', '')}")
    cpu, outcomes = {**said["cpu"], "server": used.server}, said.get("outcomes", {})
    others = used.machine - used.server - used.ended - said["cpu"].get("children", 0.0)
    return Measured(said["seconds"], used.wall, cpu, others, said["pages"], said["articles"], size, outcomes)


def measure_all(contenders: Sequence[Contender], served: Served, names: Sequence[str], rounds: int) -> list[Measured]:
    """Of each contender the run of median time."""
    runs: dict[str, list[Measured]] = {contender.name: [] for contender in contenders}
    for number in range(rounds):
        for contender in contenders:
            run = measure(contender, served, names)
            runs[contender.name].append(run)
            sys.stderr.write(f"round {number + 1}: {contender.name}: {run.rate:.1f} pages/s\n")
    return [_median_run(found) for found in runs.values()]


def _median_run(runs: Sequence[Measured]) -> Measured:
    middle = median_low(run.seconds for run in runs)
    return next(run for run in runs if run.seconds == middle)


def show_table(contenders: Sequence[Contender], runs: Sequence[Measured]) -> str:
    """A Markdown table, our ratios to each peer, what became of our pages, and which rows are in doubt."""
    lines = [
        "| | pages/s | pages/CPU s | seconds | with start | CPU s: main | children | server | others | articles | MB |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [_show_row(contender.name, run) for contender, run in zip(contenders, runs, strict=True)]
    below = (*_show_ratios(contenders, runs), *_show_outcomes(contenders, runs), *_show_doubts(contenders, runs))
    return "\n".join([*lines, "", *below])


def _show_row(name: str, run: Measured) -> str:
    cpu = [f"{run.cpu[process]:.1f}" if process in run.cpu else "-" for process in ("main", "children", "server")]
    times = (f"{run.rate:.0f}", f"{run.rate_of_cpu:.0f}", f"{run.seconds:.2f}", f"{run.wall:.2f}")
    return f"| {' | '.join((name, *times, *cpu, f'{run.others:.1f}', str(run.articles), f'{run.size / 1e6:.1f}'))} |"


def _show_ratios(contenders: Sequence[Contender], runs: Sequence[Measured]) -> Iterable[str]:
    both = list(zip(contenders, runs, strict=True))
    for peer, theirs in both:
        for own, ours in both:
            if peer.peer is not None and own.peer is None:
                yield f"{own.name}: {ours.rate / theirs.rate:.1f} times {peer.name} (bar: {BARS[peer.peer]:.0f})"


def _show_outcomes(contenders: Sequence[Contender], runs: Sequence[Measured]) -> Iterable[str]:
    for contender, run in zip(contenders, runs, strict=True):
        if run.outcomes:
            yield f"{contender.name}: " + ", ".join(f"{count} {reason}" for reason, count in run.outcomes.items())


def _show_doubts(contenders: Sequence[Contender], runs: Sequence[Measured]) -> Iterable[str]:
    for contender, run in zip(contenders, runs, strict=True):
        share = run.others / (run.wall * (os.cpu_count() or 1))
        if share > MOST_FOR_OTHERS:
            yield f"{contender.name}: other work took {share:.0%} of the machine; measure again when it is idle"


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="the pages: html/ID.html.gz in here")
    parser.add_argument("--peers-venv", type=Path, help="environment with scrapy, trafilatura and resiliparse")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--hosts", default="1,16", help="over how many hosts to spread the pages, one Warraq row each")
    parser.add_argument("--peers-commit", type=int, default=1, help="pages per transaction of the peers")
    parser.add_argument("--plain", action="store_true", help="serve the pages unpacked instead of with gzip")
    parser.add_argument(
        "--only", nargs="+", default=[""], metavar="TEXT", help="only rows whose name holds one of these"
    )
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    options = _read_options()
    names = page_ids(options.folder)
    every = list_contenders(map(int, options.hosts.split(",")), options.peers_venv, options.peers_commit)
    contenders = [contender for contender in every if any(text in contender.name for text in options.only)]
    with serve_pages(options.folder, plain=options.plain) as served:
        runs = measure_all(contenders, served, names, options.rounds)
    sys.stdout.write(show_table(contenders, runs) + "\n")


if __name__ == "__main__":
    main()
