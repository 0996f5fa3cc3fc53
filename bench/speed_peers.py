"""How fast pages are read beside peers: pages per CPU second of the same pages in one run, by turns.

    python -m bench.speed_peers FOLDER --peers-venv FOLDER [--every N] [--rounds N]

Each contender is a process that keeps all pages in memory; the contenders take turns, part by part of the pages, so
that a noisy machine slows all alike. Only one works at a time. How the peers' environment is made: `bench/README.md`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import IO, Final

OURS: Final = ("warraq", "lexbor")
PEERS: Final = ("resiliparse", "trafilatura")
PARTS: Final = 12
"""Turns that each contender takes in a round."""
BAR: Final = 15.0
"""How many times trafilatura's pages a second are asked of Warraq."""


@dataclass(slots=True)
class Contender:
    """A running process that reads pages when told which, and the CPU seconds it took by round."""

    name: str
    orders: IO[str]
    answers: IO[str]
    rounds: list[float] = field(default_factory=list)

    def read(self, start: int, step: int) -> float:
        """CPU seconds for every `step`th page from `start` on; SystemExit when the process has ended."""
        print(start, step, file=self.orders, flush=True)
        answer = self.answers.readline()
        if not answer:
            raise SystemExit(f"{self.name}: the process ended; its error is above")
        return float(answer)


@contextmanager
def start_contender(name: str, python: Path, folder: Path, every: int) -> Iterator[Contender]:
    """A process of the contender's Python that has loaded the pages and read the first."""
    script = Path(__file__).with_name("speed_side.py")
    command = [str(python), str(script), name, str(folder), "--every", str(every)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        orders, answers = process.stdin, process.stdout
        if orders is None or answers is None or answers.readline().strip() != "ready":
            raise SystemExit(f"{name}: could not start; bench/README.md says how its environment is made")
        yield Contender(name, orders, answers)
        orders.close()


def take_round(contenders: list[Contender]) -> None:
    """All pages once by each, part by part in turns."""
    spent = dict.fromkeys((contender.name for contender in contenders), 0.0)
    for part in range(PARTS):
        for contender in contenders:
            spent[contender.name] += contender.read(part, PARTS)
    for contender in contenders:
        contender.rounds.append(spent[contender.name])


def show(contenders: list[Contender], pages: int) -> None:
    """A line each: pages a second of the first round, when nothing of a site is known yet, and of the median one."""
    rates = {contender.name: pages / median(contender.rounds) for contender in contenders}
    print(f"{'':14s}{'first round':>12s}{'median':>10s}{'Warraq is':>12s}")
    for contender in contenders:
        times = f"{rates['warraq'] / rates[contender.name]:10.2f} x"
        print(f"{contender.name:14s}{pages / contender.rounds[0]:12.0f}{rates[contender.name]:10.0f}{times:>12s}")
    if "trafilatura" in rates:
        print(f"asked: {BAR:.0f} times trafilatura's pages a second")


def main() -> None:
    """Start all, take the rounds, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers-venv", type=Path, help="an environment with trafilatura and resiliparse")
    parser.add_argument("--every", type=int, default=1, help="read each Nth page only")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    pages = len((given.folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()[:: given.every])
    pythons = {name: Path(sys.executable) for name in OURS}
    if given.peers_venv:
        pythons |= dict.fromkeys(PEERS, given.peers_venv / "bin" / "python")
    with ExitStack() as running:
        contenders = [
            running.enter_context(start_contender(name, python, given.folder, given.every))
            for name, python in pythons.items()
        ]
        for _ in range(given.rounds):
            take_round(contenders)
        show(contenders, pages)


if __name__ == "__main__":
    main()
