"""Work on an archive that is killed with SIGKILL: one process imports everything, each victim is forked from it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

from pipeline import dedupe
from pipeline.models import Attempt
from pipeline.store import Archive
from tests.archiving import OTHER_BODY, article, headlines, visit


class Kill(Protocol):
    """Does the work on an archive until it is killed; gives what it had said."""

    def __call__(self, path: Path, delay: float, after: int = 0) -> list[str]:
        """Kill it `delay` s after it has begun and done `after` steps; if negative, so long after its start."""
        ...


@contextmanager
def killing(work: str) -> Iterator[Kill]:
    """Gives `kill`. Steps are counted and not timed, so that a busy machine kills at the same points."""
    command = [sys.executable, "-m", "tests.killing", work]
    root = Path(__file__).resolve().parent.parent
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root, text=True) as parent:
        assert parent.stdin
        assert parent.stdout
        orders, reports = parent.stdin, parent.stdout

        def kill(path: Path, delay: float, after: int = 0) -> list[str]:
            print(delay, after, path, file=orders, flush=True)
            said = list(iter(lambda: reports.readline().rstrip("\n"), "killed"))
            assert "" not in said, "the victims' parent has died"
            return said

        yield kill
        orders.close()


def upgrade(path: Path, opened: int) -> None:
    """Open an older archive."""
    os.write(opened, b".")
    Archive.open(path).close()


def record(path: Path, opened: int) -> None:
    """Record pages without end, eight under way at a time, and say which were acknowledged."""
    with Archive.open(path) as archive:
        os.write(opened, b".")
        for number in count():
            name = f"{os.getpid()}-{time.monotonic_ns()}"
            pages = [f"{name}-{step}" for step in range(8)]
            futures = [(page, archive.submit(_visit_of(page), dedupe)) for page in pages]
            for page, future in futures:
                os.write(1, f"{page} {future.result(timeout=60).reason}\n".encode())
                os.write(opened, b".")
            if number % 3 == 2:
                edited = article(pages[0], body=OTHER_BODY + pages[0], title="عنوان جديد")
                archive.submit(visit(edited), dedupe)


def _visit_of(page: str) -> Attempt:
    ticker = headlines(f"1 عاجل {page}", f"2 خبر {page[-1]}", "خبر بلا رابط")
    return visit(article(page, body=OTHER_BODY + page), ticker=ticker, capture={"body": os.urandom(3000)})


def main() -> None:
    """Read `delay steps path` lines; fork, let the victim begin its work, kill it after the delay, report."""
    work = {"upgrade": upgrade, "record": record}[sys.argv[1]]
    for line in sys.stdin:
        delay, after, path = line.rstrip("\n").split(" ", 2)
        begun, opened = os.pipe()
        victim = os.fork()
        if victim == 0:
            work(Path(path), opened)
            os._exit(0)
        os.close(opened)
        if float(delay) >= 0:
            for _ in range(1 + int(after)):
                os.read(begun, 1)
        time.sleep(abs(float(delay)))
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
        os.close(begun)
        os.write(1, b"killed\n")


if __name__ == "__main__":
    main()
