"""What an archive of 10^4, 10^5, 10^6 articles costs: insert, near-duplicates, search, file and memory.

    python -m bench.growth ARCHIVE [--sizes 10000,100000,1000000] [--ask]

An archive of invented articles grows at ARCHIVE, through the writer as pages do, and stays there; `--ask` only asks one
that is there. Insert is measured on the last articles before each size, by wall clock and by the processor's.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from typing import Final

from bench.asking import Times, ask, read_bodies
from bench.invention import Press
from pipeline import dedupe
from pipeline.likeness import prints, read_wording
from pipeline.store import Archive, Reader, stories

BATCH: Final = 1_000
MEASURED: Final = 5_000
"""Articles, the last before a size, whose insert is measured."""

PROBES: Final = 300


@dataclass(frozen=True, slots=True)
class Cost:
    """What an archive of a size costs: milliseconds an article and a look-up, bytes an article, resident MiB."""

    articles: int
    insert_wall: float
    insert_cpu: float
    kin_median: float
    kin_p95: float
    bytes_each: float
    resident: float


def grow(path: Path, sizes: Sequence[int], press: Press) -> Iterator[Cost]:
    """Let an archive grow to each size and give what it costs there."""
    held = 0
    with Archive.open(path) as archive:
        for size in sizes:
            spent: list[tuple[float, float, int]] = []
            while held < size:
                count = min(BATCH, size - held)
                spent.append((*_add(archive, press, held, count), count))
                held += count
            yield _cost(path, held, spent[-MEASURED // BATCH :], press)


def _add(archive: Archive, press: Press, first: int, count: int) -> tuple[float, float]:
    """Seconds by the wall and by the processor from the first submit to the last acknowledgement."""
    attempts = press.attempts(first, count)
    gc.collect(0)
    wall, cpu = time.perf_counter(), time.process_time()
    futures = [archive.submit(attempt, dedupe) for attempt in attempts]
    for future in futures:
        future.result()
    return time.perf_counter() - wall, time.process_time() - cpu


def _cost(path: Path, held: int, spent: Sequence[tuple[float, float, int]], press: Press) -> Cost:
    counted = sum(count for _, _, count in spent)
    looked_up = kin_times(path, press)
    return Cost(
        articles=held,
        insert_wall=1000 * sum(wall for wall, _, _ in spent) / counted,
        insert_cpu=1000 * sum(cpu for _, cpu, _ in spent) / counted,
        kin_median=statistics.median(looked_up),
        kin_p95=looked_up[int(0.95 * len(looked_up))],
        bytes_each=sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*")) / held,
        resident=resident_mib(),
    )


def kin_times(path: Path, press: Press) -> list[float]:
    """Milliseconds that finding the articles takes that new texts are copies of, half of which are copies."""
    with Reader(path) as reader:
        most = reader.ask(lambda conn: int(conn.execute("SELECT max(id) FROM articles").fetchone()[0]))
        ids = [press.chance.randint(1, most) for _ in range(PROBES // 2)]
        texts = [*press.copies(len(ids), read_bodies(reader, ids)), *(press.body("ar") for _ in ids)]
        return sorted(reader.ask(partial(_kin_time, text=text)) for text in texts)


def _kin_time(conn: Connection, text: str) -> float:
    wording = read_wording(text)
    keys = prints(wording)
    began = time.perf_counter()
    stories.find_kin(conn, 0, wording, keys)
    return (time.perf_counter() - began) * 1000


def resident_mib() -> float:
    """Memory of this process that is in RAM now, in MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("archive", type=Path)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--ask", action="store_true", help="only ask the archive that is there")
    asked = parser.parse_args()
    press = Press()
    gc.freeze()  # the vocabularies are a million objects that no real run holds; the collector need not walk them
    if not asked.ask:
        for cost in grow(asked.archive, [int(size) for size in asked.sizes.split(",")], press):
            report(cost)
            tell(ask(asked.archive, press))
    else:
        tell(ask(asked.archive, press))


def tell(times: Sequence[Times]) -> None:
    """A line for each kind of search."""
    for line in times:
        print(
            f"  {line.kind:24} {line.median:7.1f} ms CPU  p95 {line.p95:7.1f}  most {line.most:7.1f}"
            f"  (p95 by the clock {line.p95_clock:7.1f})",
            flush=True,
        )


def report(cost: Cost) -> None:
    """A line of figures."""
    print(
        f"{cost.articles:9,} articles: insert {cost.insert_wall:.2f} ms ({cost.insert_cpu:.2f} ms CPU),"
        f" copies found in {cost.kin_median:.2f} ms (p95 {cost.kin_p95:.2f}), {cost.bytes_each / 1000:.2f} kB each,"
        f" {cost.resident:.0f} MiB resident",
        flush=True,
    )


if __name__ == "__main__":
    main()
