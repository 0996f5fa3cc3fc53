"""Measures what the memory of a site is worth: its pages are read after 0, 1, 2 and 5 others of the same site.

    python -m bench.site_memory CASES_DIR [--folds] [--half a|b] [--changes] [--seed N]

CASES_DIR is a directory of cases beside their `evaluate.py`, whose functions judge. Judged are the pages of sites that
have at least two; a page never teaches the memory that it is read with. A site with fewer others gives what it has.
With `--folds` the reader's trees are trained anew without the page's site, as in `bench.train_body`: those it comes
with have learned these very pages.
"""

from __future__ import annotations

import argparse
import gzip
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from bench.evaluate import half_of, load_scorer
from bench.runs import Case
from pipeline import parse
from pipeline.models import Capture, Page
from pipeline.parse import remembered
from pipeline.parse.block_judge import choose_blocks
from pipeline.parse.body import Body, read_body
from pipeline.parse.document import Document
from pipeline.site_memory import SiteMemory, key_of, learn

SIZES = (0, 1, 2, 5)
FIGURES = ("F1", "P", "R", "with", "without", "t_ex", "d_right", "auF1")
Pages = dict[str, tuple[Case, Capture]]


def sites_of(cases: Path, scorer: ModuleType, half: str | None) -> list[Pages]:
    """The pages by id of each site that has at least two."""
    sites: dict[str, Pages] = defaultdict(dict)
    for case in scorer.load(cases):
        if half is None or half_of(case["url"]) == half:
            body = gzip.decompress((cases / case["html_file"]).read_bytes())
            html = (("content-type", "text/html"),)
            capture = Capture(case["url"], case["url"], 200, html, body, datetime.now(UTC))
            sites[key_of(None, case["url"]) or ""][case["id"]] = case, capture
    return [pages for pages in sites.values() if len(pages) > 1]


def remember(captures: list[Capture]) -> SiteMemory:
    """The memory of a site after these pages, each read with what the ones before have taught."""
    memory = SiteMemory()
    for capture in captures:
        facts = parse.read(capture, memory=memory).facts
        memory = learn(memory, facts) if facts else memory
    return memory


def read_after(pages: Pages, others: int, seed: int) -> Iterator[tuple[str, Page, float]]:
    """Every page of a site read after some others of it, drawn at random, and the seconds it took."""
    for case_id, (_, capture) in pages.items():
        rest = [other for name, (_, other) in pages.items() if name != case_id]
        random.Random(f"{seed} {case_id}").shuffle(rest)  # noqa: S311 - a sample
        memory = remember(rest[:others]) if others else None
        started = time.process_time()
        page = parse.read(capture, memory=memory)
        yield case_id, page, time.process_time() - started


def as_told(page: Page) -> dict[str, Any]:
    """A page as the scorer wants it."""
    article = page.article
    if article is None:
        return {}
    moment = article.published.value.isoformat() if article.published else None
    return {"title": article.title, "body": article.body, "published": moment, "authors": list(article.authors)}


def measure(cases: Path, sizes: tuple[int, ...], half: str | None, seed: int) -> dict[int, list[dict[str, Any]]]:
    """By number of other pages: the scorer's verdict on every judged page, with our reading and its seconds."""
    scorer = load_scorer(cases)
    sites = sites_of(cases, scorer, half)
    rows = [case for pages in sites for case, _ in pages.values()]
    judged = {}
    for size in sizes:
        told = {name: (page, cpu) for pages in sites for name, page, cpu in read_after(pages, size, seed)}
        verdicts = scorer.score(rows, {name: as_told(page) for name, (page, _) in told.items()})[3]
        judged[size] = [{**one, "page": told[one["id"]][0], "cpu": told[one["id"]][1]} for one in verdicts]
    return judged


def show(scorer: ModuleType, judged: dict[int, list[dict[str, Any]]]) -> None:
    """One line of figures for each number of pages."""
    print(f"{'pages':>6}" + "".join(f"{name:>9}" for name in FIGURES) + f"{'changed':>9}{'ms':>7}")
    for size, verdicts in judged.items():
        figures = scorer.summarise(verdicts)
        changed = sum("+site-memory" in " ".join(readers(one["page"]).values()) for one in verdicts)
        cpu = 1000 * sum(one["cpu"] for one in verdicts) / len(verdicts)
        shown = "".join(f"{figures[name]:9.4f}" for name in FIGURES)
        print(f"{size:>6}{shown}{changed:>9}{cpu:7.2f}")


def readers(page: Page) -> dict[str, str]:
    """The reader of each field."""
    return dict(page.article.provenance) if page.article else {}


def show_changes(judged: dict[int, list[dict[str, Any]]]) -> None:
    """The pages whose body or title the most pages of memory changed, the most harmed first."""
    before, after = (judged[size] for size in (min(judged), max(judged)))
    pairs = zip(before, after, strict=True)
    changed = [(new.get("f1", 0.0) - old.get("f1", 0.0), old, new) for old, new in pairs if old["page"] != new["page"]]
    for gain, old, new in sorted(changed, key=lambda one: one[0]):
        if any("+site-memory" in reader for reader in readers(new["page"]).values()):
            scores = f"{old.get('f1', 0.0):.3f} -> {new.get('f1', 0.0):.3f}"
            titles = f"title {old.get('title_exact')} -> {new.get('title_exact')}"
            print(f"{gain:+.3f} body {scores} {titles} {new['id']} {new['url']}")


@contextmanager
def unseen_trees(cases: Path) -> Iterator[None]:
    """Read every body with trees that saw no page of its site; takes half a minute and the extra `train`."""
    from bench import train_body  # here: lightgbm is not always installed

    lessons = list(train_body.learn_from(cases, load_scorer(cases)))
    scores = [
        train_body.load(
            train_body.train([lesson for lesson in lessons if lesson.fold != fold], train_body.COUNT, train_body.LEAVES)
        )
        for fold in range(train_body.FOLDS)
    ]

    def read_unseen(document: Document) -> Body | None:
        return read_body(document, partial(choose_blocks, score=scores[train_body.fold_of(document.url)]))

    with patch.object(remembered, "read_body", read_unseen):
        yield


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("cases", type=Path)
    arguments.add_argument("--half", choices=("a", "b"))
    arguments.add_argument("--seed", type=int, default=0, help="another draw of the other pages")
    arguments.add_argument("--folds", action="store_true", help="with trees that saw no page of the site")
    arguments.add_argument("--changes", action="store_true", help="the pages that memory changed")
    told = arguments.parse_args()
    with unseen_trees(told.cases) if told.folds else nullcontext():
        judged = measure(told.cases, SIZES, told.half, told.seed)
    show(load_scorer(told.cases), judged)
    if told.changes:
        show_changes(judged)


if __name__ == "__main__":
    main()
