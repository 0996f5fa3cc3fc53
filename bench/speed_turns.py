"""Whether a change makes the reader faster: this checkout and another read every page by turns in one process.

    python -m bench.speed_turns OTHER_CHECKOUT FOLDER [--every N] [--rounds N]

Each page's least CPU time counts, so that a busy machine hardly matters; pages read differently are listed.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any, TypeAlias

from bench.parse_speed import Page, load_pages

Extract: TypeAlias = "Callable[[bytes, str], dict[str, Any]]"


def import_reader(checkout: Path) -> Extract:
    """`bench.reader.extract` of a checkout, with modules of its own: none is left for the next to share."""
    for name in [name for name in sys.modules if name.partition(".")[0] in ("bench", "pipeline")]:
        del sys.modules[name]
    sys.path.insert(0, str(checkout))
    try:
        extract: Extract = importlib.import_module("bench.reader").extract
    finally:
        sys.path.pop(0)
    return extract


def take_turns(readers: list[Extract], pages: list[Page], rounds: int) -> list[list[float]]:
    """By reader and page: the least CPU seconds of all rounds; who begins changes."""
    least = [[float("inf")] * len(pages) for _ in readers]
    for turn in range(rounds):
        for number, (html, url) in enumerate(pages):
            order = range(len(readers))
            for who in order if (turn + number) % 2 else reversed(order):
                start = process_time()
                readers[who](html, url)
                least[who][number] = min(least[who][number], process_time() - start)
    return least


def main() -> None:
    """Print both times, their ratio, and the pages that came out otherwise."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", type=Path, help="the top folder of another checkout")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="read each Nth page only")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    pages = load_pages(given.folder, given.every)
    readers = [import_reader(given.other.resolve()), import_reader(Path(__file__).parent.parent)]
    for html, url in pages:
        before, after = (reader(html, url) for reader in readers)
        if fields := [name for name in sorted(before | after) if before.get(name) != after.get(name)]:
            print(f"otherwise: {', '.join(fields)}: {url}")
    other, this = (sum(times) / len(pages) * 1e6 for times in take_turns(readers, pages, given.rounds))
    print(f"other {other:.0f} us a page, this {this:.0f} us: {this / other - 1:+.1%}")


if __name__ == "__main__":
    main()
