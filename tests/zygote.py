"""Runs of `app.fetch` and services, made to be killed: a process that has imported everything forks one per order.

`python -c "from tests.zygote import main; main()"` reads a JSON order a line and says `pid N`, what its victim
acknowledges (`REASON URL`), and `ended N`. A start costs some milliseconds instead of half a second, because the fork
server of the parsing children is started once, too. `run_alone` is the same work in a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from multiprocessing import forkserver
from pathlib import Path
from typing import IO, Any, Final

from pipeline import app as composition
from pipeline.app import App
from pipeline.models import Link, Receipt
from pipeline.rounds import Plan
from pipeline.service import Pace, Surroundings, serve
from pipeline.sites import Config, Service
from tests.newsroom import NOON, Clock, make_settings, make_site

ROOT: Final = Path(__file__).resolve().parent.parent
SITES: Final = tuple(make_site(name, recheck=["0s"], follow_ticker=True) for name in ("one", "two"))
RUN_ALONE: Final = "import sys; from tests.zygote import run_alone; run_alone(sys.argv[1])"


@dataclass(frozen=True)
class Zygote:
    """The test's end of it."""

    orders: IO[str]
    reports: IO[str]

    def start(self, archive: Path, port: int, *, work: str = "fetch") -> Victim:
        """Begin a run, or a service, that goes on until it is killed."""
        print(json.dumps({"work": work, "archive": str(archive), "port": port}), file=self.orders, flush=True)
        fork_server, _ = _read_until(self.reports, "fork server ")
        return Victim(self.reports, fork_server, *_read_until(self.reports, "pid "))


@dataclass(frozen=True)
class Victim:
    """A run under way, and what it had acknowledged before its pid was known."""

    reports: IO[str]
    fork_server: int
    pid: int
    said: list[str]

    def kill(self) -> list[str]:
        """SIGKILL; gives all that it acknowledged, as `REASON URL`. Its parsing children must end by themselves."""
        os.kill(self.pid, signal.SIGKILL)
        said = [*self.said, *_read_until(self.reports, "ended ")[1]]
        wait_until_gone(self.children)
        return said

    def children(self) -> list[int]:
        """The parsing children that live."""
        return children_of(self.fork_server)


def _read_until(reports: IO[str], mark: str) -> tuple[int, list[str]]:
    said: list[str] = []
    while not (line := reports.readline().rstrip("\n")).startswith(mark):
        assert line, "the zygote has died"
        said.append(line)
    return int(line.removeprefix(mark)), said


@contextmanager
def open_zygote() -> Iterator[Zygote]:
    """A zygote for the length of the block."""
    # Not `-m`: each parsing child would import the main module anew.
    command = [sys.executable, "-c", "from tests.zygote import main; main()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        assert process.stdin
        assert process.stdout
        yield Zygote(process.stdin, process.stdout)
        process.stdin.close()


def children_of(pid: int) -> list[int]:
    """The living children of a process, of all its threads; none when it is gone itself."""
    found: list[int] = []
    for task in Path("/proc").glob(f"{pid}/task/*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):
            found += map(int, task.read_text().split())
    return [child for child in found if is_alive(child)]


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be reaped does not."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def wait_until_gone(find: Callable[[], list[int]], seconds: float = 20.0) -> None:
    """Wait for a list of processes to become empty; AssertionError names those that stay."""
    end = time.monotonic() + seconds
    while left := find():
        assert time.monotonic() < end, f"still alive: {left}"
        time.sleep(0.005)


def wait_until_armed(pid: int, seconds: float = 20.0) -> None:
    """Wait until a parsing child has asked the kernel for its death with its owner (or is gone)."""
    end = time.monotonic() + seconds
    while is_alive(pid) and not is_armed(pid):
        assert time.monotonic() < end, f"{pid} never watched for its owner"
        time.sleep(0.005)


def is_armed(pid: int) -> bool:
    """Whether a descriptor of the process sends it a signal (O_ASYNC among its flags)."""
    with suppress(FileNotFoundError, ProcessLookupError):
        infos = [path.read_text() for path in Path(f"/proc/{pid}/fdinfo").iterdir()]
        flags = [int(line.split()[1], 8) for info in infos for line in info.splitlines() if line.startswith("flags")]
        return any(flag & os.O_ASYNC for flag in flags)
    return False


# In the zygote and its victims.


def open_app(archive: str, port: int) -> App:
    sites = {site.id: site for site in SITES}
    hosts = {host for site in SITES for host in site.hosts}
    settings = make_settings({"workers": 2})
    return App(Config(settings, sites, ROOT), Path(archive), dict.fromkeys(hosts, ("127.0.0.1", port)), Clock(NOON))


def acknowledge(link: Link, receipt: Receipt) -> None:
    os.write(1, f"{receipt.reason} {link.url}\n".encode())


async def fetch_for_ever(app: App) -> None:
    while True:
        await composition.fetch(app, Plan(SITES, look_now=True), acknowledge, wait=5)


async def serve_for_ever(app: App) -> None:
    """The service on the machine's own clock, each source and each page due every second."""
    often = {"every": timedelta(seconds=1), "recheck": tuple(timedelta(seconds=age) for age in range(1, 3600))}
    sites = {site.id: site.model_copy(update=often) for site in SITES}
    settings = app.config.settings.model_copy(update={"service": Service(jitter=timedelta(0))})
    own = replace(app, config=Config(settings, sites, ROOT), clock=lambda: datetime.now(UTC))
    await serve(own, Surroundings(observe=acknowledge, pace=Pace(beat=0.02)))


WORKS: Final = {"fetch": fetch_for_ever, "serve": serve_for_ever}


def start_fork_server() -> Any:
    """The fork server, running. It may be about to die: of a client that was killed while it said hello."""
    server: Any = forkserver._forkserver
    while True:
        try:
            nothing = multiprocessing.get_context("forkserver").Process(target=os.getpid)
            nothing.start()
            nothing.join()
        except (OSError, EOFError):
            time.sleep(0.01)
        else:
            return server


def main() -> None:
    """Serve orders until there are no more."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(["pipeline.worker", *composition.CHILD_MODULES])
    for line in sys.stdin:
        server = start_fork_server()
        assert threading.active_count() == 1, "a fork must have no threads to lose"
        os.write(1, f"fork server {server._forkserver_pid}\n".encode())
        victim = os.fork()
        if victim == 0:
            server.ensure_running = lambda: None  # it runs, but is not this process's child to ask after
            order = json.loads(line)
            asyncio.run(WORKS[order.pop("work")](open_app(**order)))
        os.write(1, f"pid {victim}\n".encode())
        os.waitpid(victim, 0)
        os.write(1, f"ended {victim}\n".encode())


def run_alone(order: str) -> None:
    """The victim's work in a process of its own, with its own fork server."""
    asyncio.run(fetch_for_ever(open_app(**json.loads(order))))
