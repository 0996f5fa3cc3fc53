"""How fast pages are read: pages a second, the time beside Lexbor's bare parse of them, and each stage's share.

python -m bench.parse_speed FOLDER [--every N] [--rounds N]

FOLDER holds `cases.jsonl` (`url`, `html_file` a line) and the gzipped pages. Every page is parsed bare and read by
turns in one process, so that a noisy machine slows both; times are CPU time, collection of garbage included. The first
round meets every site's names for the first time, later ones do not.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from bench.reader import extract
from pipeline.parse import decide, document, moments, reading, remembered, ticker

STAGES: tuple[tuple[str, Any, str], ...] = (
    ("encoding", reading, "_codec"),
    ("lexbor", document, "LexborHTMLParser"),
    ("outline", reading, "open_document"),
    ("ticker", ticker, "read"),
    ("structured data", reading, "gather_claims"),
    ("site names", decide, "site_names"),
    ("title", decide, "title"),
    ("body", remembered, "read_body"),
    ("body, decided", decide, "body"),
    ("body in scripts", decide, "or_scripted"),
    ("dates", moments, "decide_published"),
    ("dates", moments, "decide_modified"),
    ("authors", decide, "authors"),
    ("language", decide, "language"),
    ("address, image", decide, "address"),
    ("address, image", decide, "image"),
    ("newspaper, source", decide, "newspaper"),
    ("newspaper, source", decide, "source"),
    ("place, kind", reading, "locate_story"),
    ("place, kind", reading, "tell_kind"),
)
"""A stage's name, and the module and the function in it that are the stage."""

Page = tuple[bytes, str]


class Stopwatch:
    """CPU seconds by stage; what a stage calls of another stage counts there."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.inner: list[float] = [0.0]

    def watch(self, stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """The same call, its time taken."""

        def timed(*args: Any, **kwargs: Any) -> Any:
            self.inner.append(0.0)
            start = process_time()
            try:
                return call(*args, **kwargs)
            finally:
                took = process_time() - start
                self.spent[stage] += took - self.inner.pop()
                self.inner[-1] += took

        return timed


def load_pages(folder: Path, every: int) -> list[Page]:
    """Each `every`th page of the folder, with its address."""
    lines = (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()[::every]
    cases = [json.loads(line) for line in lines]
    return [(gzip.decompress((folder / case["html_file"]).read_bytes()), case["url"]) for case in cases]


def time_call(call: Callable[[], object]) -> float:
    """CPU seconds of one call, its result thrown away in it."""
    start = process_time()
    call()
    return process_time() - start


def compare(pages: list[Page]) -> tuple[float, float]:
    """CPU seconds of Lexbor's bare parse and of the whole reading, page by page in turns."""
    bare = whole = 0.0
    for html, url in pages:
        bare += time_call(lambda: LexborHTMLParser(html))  # noqa: B023 - called at once
        whole += time_call(lambda: extract(html, url))  # noqa: B023
    return bare, whole


def take_shares(pages: list[Page]) -> dict[str, float]:
    """CPU seconds by stage; the rest is what no stage holds."""
    watch, kept = Stopwatch(), [(module, name, getattr(module, name)) for _, module, name in STAGES]
    for (stage, module, name), (_, _, call) in zip(STAGES, kept, strict=True):
        setattr(module, name, watch.watch(stage, call))
    try:
        for html, url in pages:
            watch.watch("rest", extract)(html, url)
    finally:
        for module, name, call in kept:
            setattr(module, name, call)
    return dict(watch.spent)


def main() -> None:
    """Print a line a round, then the shares of the stages in one more round."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="read each Nth page only")
    parser.add_argument("--rounds", type=int, default=2, help="rounds over the pages; the first touches them first")
    given = parser.parse_args()
    pages = load_pages(given.folder, given.every)
    extract(*pages[0])
    for number in range(1, given.rounds + 1):
        bare, whole = compare(pages)
        print(
            f"round {number}: {len(pages) / whole:6.0f} pages/s, {whole / len(pages) * 1e6:6.0f} us a page; "
            f"bare Lexbor {len(pages) / bare:6.0f} pages/s; ratio {whole / bare:.2f}"
        )
    spent = take_shares(pages)
    total = sum(spent.values())
    for stage, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"{stage:20s} {seconds / len(pages) * 1e6:7.0f} us {seconds / total:6.1%}")


if __name__ == "__main__":
    main()
