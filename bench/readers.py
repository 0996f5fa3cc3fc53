"""Readers beside the writer: does anybody who looks hold the archive's writing up, and does its journal go back?

    python -m bench.readers FOLDER [--minutes 60] [--rate 20] [--pause 0.3] [--alone 120] [--after 180]

One process writes invented pages, so many a second, as a fetch does. First it is alone; then eight processes read: 3
search, 3 ask `warraq web` for pages, one writes exports, one holds a read transaction for all of the minutes, as a
forgotten Datasette would; last, that one lets go while the others go on. A page's time is from the moment it was due to
be written to its acknowledgement, so a writer that stands still is told by every page that waits. FOLDER gets the
archive and `readers.csv`, the journal's size second by second. Exit code 1 when any reader met an error.
"""

from __future__ import annotations

import argparse
import csv
import http.client
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event, Semaphore
from pathlib import Path
from random import Random
from typing import Final
from urllib.parse import quote, urlsplit

from bench.soak_site import SYLLABLES, render, title_of
from pipeline import dedupe, query
from pipeline.dates import Moment
from pipeline.models import Article, Attempt, Capture, Headline, Link, Page, Receipt
from pipeline.store import Archive, Reader
from pipeline.store.files import open_reader

SITES: Final = 40
PAGES: Final = ("/", "/ticker", "/ticker/now", "/stories", "/newspapers", "/health", "/data", "/search.jsonl?q={word}")
PAGES_OF: Final = ("/search?q={word}", "/article/{number}", "/headline/{number}", "/archive/articles?_size=20")
SPAWN: Final = get_context("spawn")


@dataclass(frozen=True, slots=True)
class Told:
    """What a process has to tell at its end: what it did, how often, and the errors it met."""

    role: str
    count: int
    errors: tuple[str, ...] = ()
    times: tuple[tuple[float, float], ...] = ()
    """Moments (monotonic) at which something was due, and the seconds it then took."""


@dataclass(slots=True)
class Tally:
    """What a process counts while it works."""

    count: int = 0
    errors: list[str] = field(default_factory=list)
    times: list[tuple[float, float]] = field(default_factory=list)

    def do(self, work: Callable[[], object]) -> None:
        """Do a piece of work and count it, or its error."""
        began = time.monotonic()
        try:
            work()
        except Exception as error:  # every error is what this measures
            self.errors.append(f"{type(error).__name__}: {error}")
        self.count += 1
        self.times.append((began, time.monotonic() - began))

    def told(self, role: str) -> Told:
        """All of it."""
        return Told(role, self.count, tuple(self.errors), tuple(self.times))


@dataclass(frozen=True, slots=True)
class Signals:
    """What the processes tell each other: that a reader is ready, that all is to end, what each has done."""

    ready: Semaphore
    stop: Event
    out: Queue[Told]


# -- the writer -------------------------------------------------------------------------------------------------------


def write(path: Path, rate: float, signals: Signals) -> None:
    """Submit `rate` pages a second until told to stop, whether or not the ones before are acknowledged."""
    tally, began, number = Tally(), time.monotonic(), 0
    with Archive.open(path) as archive:
        signals.ready.release()
        while not signals.stop.is_set():
            due = began + number / rate
            time.sleep(max(0.0, due - time.monotonic()))
            archive.submit(invent(number), dedupe).add_done_callback(_noted(tally, due))
            number += 1
    signals.out.put(tally.told("write"))


def _noted(tally: Tally, due: float) -> Callable[[Future[Receipt]], None]:
    def note(done: Future[Receipt]) -> None:
        tally.times.append((due, time.monotonic() - due))
        tally.count += 1
        if error := done.exception():
            tally.errors.append(f"{type(error).__name__}: {error}")

    return note


def invent(number: int) -> Attempt:
    """A page of an article with its ticker and its capture; each has words of its own, every twentieth is a copy."""
    site, now = number % SITES, datetime.now(UTC)
    page, url = render(site, number // SITES, 0), f"https://{site}.example.net/news/{number}"
    body = page.partition("<article>")[2].partition("</article>")[0].replace("</p>", "\n").replace("<p>", "")
    when = Moment(now.replace(microsecond=0), "second", "given", now.isoformat())
    article = Article(url, title_of(site, number), body, published=when, newspaper=f"Paper {site}", language="ar")
    ticker = tuple(Headline(title_of(site, number // SITES - back), None, back) for back in range(5))
    capture = Capture(
        url,
        url,
        200,
        (("Content-Type", "text/html"),),
        page.encode(),
        now,
        encoding="utf-8",
        encoding_source="http",
        robots="allowed",
    )
    link = Link(url, "feed", site=f"site{site}", source="feed")
    return Attempt(link, now - timedelta(seconds=1), capture=capture, page=Page("article", article, ticker))


# -- the readers ------------------------------------------------------------------------------------------------------


def search(path: Path, seed: int, pause: float, signals: Signals) -> None:
    """Ask for words, parts of words and facets."""
    tally, dice = Tally(), Random(seed)  # noqa: S311 which words, no secret
    with Reader(path) as reader:
        signals.ready.release()
        while not signals.stop.wait(pause):
            asked = word(dice) + dice.choice(("", "", "*"))
            tally.do(lambda asked=asked: query.look(reader, query=asked))  # type: ignore[misc]
    signals.out.put(tally.told("search"))


def browse(url: str, seed: int, pause: float, signals: Signals) -> None:
    """Ask for pages over HTTP; an answer of 500 or more is an error."""
    tally, dice = Tally(), Random(seed)  # noqa: S311
    signals.ready.release()
    while not signals.stop.wait(pause):
        form = dice.choice((*PAGES, *PAGES_OF, *PAGES_OF))
        path = form.format(word=quote(word(dice)), number=dice.randint(1, 2000))
        tally.do(lambda path=path: _get(url, path))  # type: ignore[misc]
    signals.out.put(tally.told("browse"))


def _get(url: str, path: str) -> None:
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        if answer.status >= 500:
            raise RuntimeError(f"{answer.status} {path}")


def export(path: Path, pause: float, signals: Signals) -> None:
    """Write all articles out, again and again."""
    tally, place = Tally(), path.with_name("export.jsonl")
    command = [sys.executable, "-m", "pipeline", "export", "jsonl", str(place), "--force", "--archive", str(path)]
    signals.ready.release()
    while not signals.stop.wait(20 * pause):
        tally.do(lambda: subprocess.run(command, check=True, capture_output=True))
    signals.out.put(tally.told("export"))


def hold(path: Path, release: Event, signals: Signals) -> None:
    """Hold one read transaction until told to let go; what it sees must not change."""
    tally = Tally()
    with closing(open_reader(path)) as conn:
        conn.execute("BEGIN")
        seen = conn.execute("SELECT count(*) FROM articles").fetchone()
        signals.ready.release()
        release.wait()
        tally.do(lambda: _see_again(conn, seen))
        conn.execute("ROLLBACK")
    signals.out.put(tally.told("hold"))


def _see_again(conn: object, seen: object) -> None:
    if (again := conn.execute("SELECT count(*) FROM articles").fetchone()) != seen:  # type: ignore[attr-defined]
        raise RuntimeError(f"a transaction saw {seen} and then {again}")


def word(dice: Random) -> str:
    """A word, or its beginning, as the pages have them."""
    return "".join(dice.choices(SYLLABLES, k=dice.randint(1, 2)))


@contextmanager
def serve(path: Path) -> Iterator[str]:
    """`warraq web` as a process of its own; gives its address."""
    command = [sys.executable, "-u", "-m", "pipeline", "web", "--port", "0", "--archive", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        line = server.stdout.readline() if server.stdout else ""
        try:
            yield next(part for part in line.split() if part.startswith("http"))
        finally:
            server.terminate()


# -- the measurement --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Course:
    """How long each phase is, in seconds, pages a second, and a reader's pause between two questions."""

    alone: float
    held: float
    after: float
    rate: float
    pause: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What came out: what each process told, the journal's size (moment, bytes), each phase's span."""

    told: tuple[Told, ...]
    journal: tuple[tuple[float, int], ...]
    phases: tuple[tuple[float, float], ...]

    @property
    def errors(self) -> list[str]:
        """Those of every process."""
        return [f"{told.role}: {error}" for told in self.told for error in told.errors]

    def writes(self, phase: int) -> list[float]:
        """Seconds that the pages of a phase (0 alone, 1 held, 2 after) took, in order."""
        first, last = self.phases[phase]
        return sorted(
            took for told in self.told if told.role == "write" for due, took in told.times if first <= due < last
        )

    def sizes(self, phase: int) -> list[int]:
        """The journal's sizes in a phase, as time goes on."""
        first, last = self.phases[phase]
        return [size for at, size in self.journal if first <= at < last]


def measure(path: Path, course: Course) -> Measured:
    """Write and read an archive at `path` for the whole course."""
    signals, release = Signals(SPAWN.Semaphore(0), SPAWN.Event(), SPAWN.Queue()), SPAWN.Event()
    Archive.open(path).close()
    journal, phases = list[tuple[float, int]](), list[tuple[float, float]]()
    with serve(path) as url:
        processes = [_start(write, signals, path, course.rate)]
        signals.ready.acquire()
        phases.append(_watch(path, course.alone, journal))
        readers = [*_readers(path, url, course.pause, signals), _start(hold, signals, path, release)]
        for _ in readers:
            signals.ready.acquire()
        phases.append(_watch(path, course.held, journal))
        release.set()
        phases.append(_watch(path, course.after, journal))
        signals.stop.set()
        told = tuple(signals.out.get(timeout=300) for _ in (*processes, *readers))
        for process in (*processes, *readers):
            process.join()
    return Measured(told, tuple(journal), tuple(phases))


def _readers(path: Path, url: str, pause: float, signals: Signals) -> Iterator[SpawnProcess]:
    for seed in range(3):
        yield _start(search, signals, path, seed, pause)
        yield _start(browse, signals, url, seed, pause)
    yield _start(export, signals, path, pause)


def _start(work: Callable[..., None], signals: Signals, *given: object) -> SpawnProcess:
    process = SPAWN.Process(target=work, args=(*given, signals), daemon=True)
    process.start()
    return process


def _watch(path: Path, seconds: float, journal: list[tuple[float, int]]) -> tuple[float, float]:
    """Note the journal's size for so long; gives when that began and ended."""
    began = time.monotonic()
    while (now := time.monotonic()) < began + seconds:
        journal.append((now, _size(path)))
        time.sleep(min(1.0, max(began + seconds - now, 0.01)))
    return began, time.monotonic()


def _size(path: Path) -> int:
    with suppress(OSError):
        return Path(f"{path}-wal").stat().st_size
    return 0


def report(measured: Measured) -> str:
    """The figures as two tables and the errors."""
    lines = ["| | pages | p50 ms | p99 ms | most ms | journal MB: most | at its end |", "|---|--:|--:|--:|--:|--:|--:|"]
    for phase, name in enumerate(("alone", "readers, one holds a transaction", "readers, it has let go")):
        times, sizes = measured.writes(phase), measured.sizes(phase) or [0]
        told = [f"{1000 * _at(times, share):.1f}" for share in (0.5, 0.99, 1.0)]
        size = f"{max(sizes) / 1e6:.1f} | {sizes[-1] / 1e6:.1f}"
        lines.append(f"| {name} | {len(times):,} | {' | '.join(told)} | {size} |")
    lines += ["", "| reader | questions | p50 ms | p99 ms | most ms | errors |", "|---|--:|--:|--:|--:|--:|"]
    for told_one in sorted(measured.told, key=lambda one: one.role):
        times = sorted(took for _, took in told_one.times)
        shown = " | ".join(f"{1000 * _at(times, share):.0f}" for share in (0.5, 0.99, 1.0))
        if told_one.role != "write":
            lines.append(f"| {told_one.role} | {told_one.count:,} | {shown} | {len(told_one.errors)} |")
    return "\n".join([*lines, "", *measured.errors[:50]])


def _at(ordered: list[float], share: float) -> float:
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def main() -> None:
    """Measure, keep the journal's sizes, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=60.0, help="how long the transaction is held")
    parser.add_argument("--rate", type=float, default=20.0, help="pages written a second")
    parser.add_argument("--pause", type=float, default=0.3, help="seconds between two questions of a reader")
    parser.add_argument("--alone", type=float, default=120.0, help="seconds of writing without readers, before")
    parser.add_argument("--after", type=float, default=180.0, help="seconds after the transaction has ended")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    path = given.folder / "archive.db"
    measured = measure(path, Course(given.alone, 60 * given.minutes, given.after, given.rate, given.pause))
    with (given.folder / "readers.csv").open("w", newline="") as file:
        csv.writer(file).writerows((round(at - measured.phases[0][0], 1), size) for at, size in measured.journal)
    print(report(measured))
    left = _size(path)
    Archive.open(path).close()
    print(f"the journal when all have gone: {left / 1e6:.1f} MB; after the next command: {_size(path) / 1e6:.1f} MB")
    sys.exit(1 if measured.errors else 0)


if __name__ == "__main__":
    main()
