"""A soak of the background service: 100,000 pages through `warraq run`, and whether memory and descriptors stay flat.

    python -m bench.soak FOLDER [--pages 100000] [--hosts 24] [--reload-every 180] [--kill-every 20]

The service is a process of its own over many small sites that never run out of news (`bench/soak_site.py`). Meanwhile
its parsing children are killed and its configuration is read anew, as years would do. FOLDER gets the archive, the
service's log, `soak.csv` (a line every few seconds) and `soak.svg`. `--report` draws and judges an earlier run again.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from random import Random
from typing import IO, Any, Final

from bench.soak_report import Sample, draw, tell_verdicts
from bench.soak_site import host_of, serve_sites

EVERY: Final = 3.0
"""Seconds between two samples."""

SIGN_EVERY: Final = 0.1
"""Seconds between two signs of life that the service is asked for: the gaps between them show how late its loop is."""

SETTINGS: Final = """\
[agent]
contact = "mailto:soak@example.org"
[politeness]
delay = "0s"
hosts_at_once = {hosts}
[limits]
retries = 0
deadline = "10s"
[network]
allow_loopback = true
[service]
jitter = "1s"
"""
SITE: Final = """\
id = "site{number}"
name = "Site {number}"
home = "http://{host}:{port}/"
every = "1s"
recheck = ["20s", "90s"]
[[sources]]
kind = "feed"
url = "/rss"
[rules]
title = "h1"
body = {{ css = "article p", all = true }}
published = {{ css = "time", attr = "datetime" }}
ticker = "#ticker a"
"""


def write_config(folder: Path, hosts: int, port: int) -> Path:
    """The configuration of the service; gives its folder."""
    config = folder / "config"
    (config / "sites").mkdir(parents=True)
    (config / "warraq.toml").write_text(SETTINGS.format(hosts=hosts))
    for number in range(hosts):
        text = SITE.format(number=number, host=host_of(number), port=port)
        (config / "sites" / f"site{number}.toml").write_text(text)
    return config


class Log:
    """The service's log, read as it grows: pages by outcome, and what happened besides."""

    def __init__(self, path: Path) -> None:
        self.pages: dict[str, int] = {}
        self.events: dict[str, int] = {}
        self._file: IO[str] = path.open()
        self._rest = ""

    def read_on(self) -> int:
        """Take in what is new; gives all pages so far."""
        *lines, self._rest = (self._rest + self._file.read()).split("\n")
        for line in lines:
            told: dict[str, Any] = json.loads(line) if line.startswith("{") else {"event": "no event"}
            self.events[told["event"]] = self.events.get(told["event"], 0) + 1
            for reason, count in told.get("pages", {}).items():
                self.pages[reason] = self.pages.get(reason, 0) + count
        return sum(self.pages.values())


class Pulse:
    """The other end of the service's signs of life: how long the longest gap between two of them was."""

    def __init__(self, path: Path) -> None:
        self.ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.ear.bind(str(path))
        self._last: float | None = None

    def listen(self, until: float) -> float:
        """Listen until that moment of the monotonic clock; gives the loop's longest delay since the last call, in s."""
        worst = 0.0
        while (left := until - time.monotonic()) > 0:
            self.ear.settimeout(left)
            with suppress(TimeoutError):
                self.ear.recv(4096)
                now = time.monotonic()
                worst = max(worst, now - self._last - SIGN_EVERY) if self._last else worst
                self._last = now
        return worst


@contextmanager
def run_service(folder: Path, config: Path, ear: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`warraq run` as a supervisor would start it; stopped with SIGTERM at the end."""
    command = [sys.executable, "-m", "pipeline", "run", "--log-format", "json"]
    command += ["--config", str(config), "--archive", str(folder / "archive.db")]
    asked = {"NOTIFY_SOCKET": str(ear), "WATCHDOG_USEC": str(int(2_000_000 * SIGN_EVERY))}
    with (folder / "service.log").open("wb") as log:
        service = subprocess.Popen(command, stderr=log, env={**os.environ, **asked})
        try:
            yield service
        finally:
            service.terminate()
            sys.stdout.write(f"the service ended with code {service.wait(120)}\n")


def descendants(pid: int) -> list[int]:
    """The living children of a process, and theirs."""
    found = list[int]()
    for path in Path("/proc").glob(f"{pid}/task/*/children"):
        with suppress(OSError):
            for child in map(int, path.read_text().split()):
                found += [child, *descendants(child)]
    return found


@dataclass(frozen=True, slots=True)
class Process:
    """Memory in KiB (`anon`: its own, without mapped files), threads and open descriptors of a process."""

    rss: int = 0
    anon: int = 0
    threads: int = 0
    descriptors: int = 0

    @classmethod
    def read(cls, pid: int) -> Process:
        """What it is now; all zero when it has ended."""
        with suppress(OSError):
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            told = dict(line.split(":\t", 1) for line in lines)
            if "VmRSS" in told:
                memory, anon, threads = (int(told[name].split()[0]) for name in ("VmRSS", "RssAnon", "Threads"))
                return cls(memory, anon, threads, len(list(Path(f"/proc/{pid}/fd").iterdir())))
        return cls()


def take_sample(pid: int, folder: Path, seconds: float, pages: int, lag: float) -> Sample:
    """What the service and its children take now."""
    service, children = Process.read(pid), [Process.read(child) for child in descendants(pid)]
    alive = [child for child in children if child.rss]
    return Sample(
        seconds=round(seconds, 1),
        pages=pages,
        rss=service.rss,
        anon=service.anon,
        descriptors=service.descriptors,
        threads=service.threads,
        children=len(alive),
        child_rss=max((child.rss for child in alive), default=0),
        children_anon=sum(child.anon for child in alive),
        children_descriptors=sum(child.descriptors for child in alive),
        lag=round(lag, 4),
        wal=_size(folder / "archive.db-wal"),
        archive=_size(folder / "archive.db"),
    )


def _size(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


@dataclass(slots=True)
class Troubles:
    """What happens to a service in years: a child dies, the configuration is read anew. Seconds; 0 for never."""

    pid: int
    kill_every: float
    reload_every: float
    killed: int = 0
    reloaded: int = 0

    def make(self, seconds: float) -> None:
        """Do what is due so long after the start."""
        if self.kill_every and seconds > self.kill_every * (self.killed + 1):
            self.killed += 1
            server = [child for child in descendants(self.pid) if descendants(child)]
            victims = descendants(server[0]) if server else []
            if victims:
                with suppress(ProcessLookupError):
                    os.kill(Random(self.killed).choice(victims), signal.SIGKILL)  # noqa: S311
        if self.reload_every and seconds > self.reload_every * (self.reloaded + 1):
            self.reloaded += 1
            os.kill(self.pid, signal.SIGHUP)


def soak(folder: Path, options: argparse.Namespace) -> list[Sample]:
    """Run until so many pages are done; every sample is on the disk at once."""
    samples, ear = list[Sample](), folder / "notify"
    pulse = Pulse(ear)
    with serve_sites(options.hosts) as port:
        config = write_config(folder, options.hosts, port)
        with run_service(folder, config, ear) as service, (folder / "soak.csv").open("w", newline="") as file:
            table = csv.DictWriter(file, [field.name for field in fields(Sample)])
            table.writeheader()
            log, began = Log(folder / "service.log"), time.monotonic()
            troubles = Troubles(service.pid, options.kill_every, options.reload_every)
            while (pages := log.read_on()) < options.pages and service.poll() is None:
                lag = pulse.listen(time.monotonic() + EVERY)
                seconds = time.monotonic() - began
                samples.append(take_sample(service.pid, folder, seconds, pages, lag))
                table.writerow(asdict(samples[-1]))
                file.flush()
                troubles.make(seconds)
    log.read_on()
    sys.stdout.write(f"pages by outcome: {json.dumps(log.pages)}\nevents: {json.dumps(log.events)}\n")
    sys.stdout.write(f"{troubles.killed} children killed, {troubles.reloaded} reloads asked for\n")
    return samples


def read_samples(path: Path) -> list[Sample]:
    """The samples of an earlier run."""
    with path.open(newline="") as file:
        return [Sample.from_text(row) for row in csv.DictReader(file)]


def main() -> None:
    """Soak, draw and judge; exit code 1 when something grows."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="where everything goes; new, unless --report")
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--hosts", type=int, default=24, help="sites, one host each")
    parser.add_argument("--kill-every", type=float, default=20.0, metavar="SECONDS", help="0 for never")
    parser.add_argument("--reload-every", type=float, default=180.0, metavar="SECONDS", help="0 for never")
    parser.add_argument("--report", action="store_true", help="only draw and judge what FOLDER/soak.csv has")
    options = parser.parse_args()
    if not options.report:
        options.folder.mkdir(parents=True)
    samples = read_samples(options.folder / "soak.csv") if options.report else soak(options.folder, options)
    (options.folder / "soak.svg").write_bytes(draw(samples))
    sys.exit(0 if tell_verdicts(samples, sys.stdout) else 1)


if __name__ == "__main__":
    main()
