"""Scores our reader on annotated pages, says what has changed since an earlier run, and shows the worst pages.

    python -m bench.evaluate CASES_DIR [--half a|b] [--datasets a,b] [--ids ID,…]
                             [--field body|title|date|authors|ticker] [--worst N] [--html FILE]
                             [--against NAME] [--save NAME]

The scorer is the `evaluate.py` that stands beside the cases. Each run is remembered in bench/runs/ (under --save's name
when there is one) and compared with the last one of the same pages, or with --against's. The halves split the sites by
a hash of their registered domain: what is made on one half is checked on the other.
"""

from __future__ import annotations

import argparse
import importlib.util
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from rich.console import Console

from bench import runs
from bench.columns import compare_tables, list_changes, show_view
from bench.page_report import write_report
from bench.runs import Answers, Case, Scores
from bench.views import View, open_case, view
from pipeline.urls import host_of, registered_domain

READER = "bench.reader:extract"
EXCEPTIONS = 20
"""Exceptions that are listed one by one."""
PIPE_WIDTH = 180
"""Columns when the output goes to a file or a pipe."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scored pages and, beside them, an earlier run over the pages both have."""

    rows: list[Case]
    scores: Scores
    earlier: Path | None = None
    shared: list[Case] | None = None
    before: Scores | None = None
    after: Scores | None = None


def half_of(url: str) -> str:
    """`a` or `b` by the site's registered domain."""
    return "ab"[zlib.crc32(registered_domain(host_of(url)).encode()) % 2]


def load_scorer(cases: Path) -> ModuleType:
    """The `evaluate.py` that stands beside the cases; SystemExit when there is none."""
    path = cases.resolve().parent / "evaluate.py"
    spec = importlib.util.spec_from_file_location("evaluate", path)
    if not path.is_file() or spec is None or spec.loader is None:
        raise SystemExit(f"there is no {path}: the scorer is expected beside the folder of cases")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(arguments: list[str] | None = None) -> None:
    """Score, remember, compare, show."""
    given = read_arguments(arguments)
    scorer = load_scorer(given.cases)
    rows = choose_rows(scorer, given)
    scope = f"{given.half or 'ab'}-{given.datasets or 'all'}"
    path = runs.find(given.against, scope)
    earlier = runs.read(path) if path else None
    answers: Answers = scorer.predict(str(given.cases), rows, given.reader)
    found = evaluate(scorer, given.cases, rows, answers, (path, earlier))
    keep(found, answers, given, scope)
    changed = list(describe_changes(found, given.changes))
    views = list(worst_views(scorer, given, found))
    show(scorer, found, changed, views)
    if given.html:
        title = f"{given.cases.name}: {len(rows)} pages" + (f", half {given.half}" if given.half else "")
        given.html.write_text(write_report(title, found.scores, changed, views), encoding="utf-8")
        print(f"wrote {given.html}")


def keep(found: Evaluation, answers: Answers, given: argparse.Namespace, scope: str) -> None:
    """Remember the run; a choice of pages only under a name, and none of a reader that mostly failed."""
    if 2 * len(found.scores.errors) > len(found.rows):
        print(f"not kept: the reader failed on {len(found.scores.errors)} of {len(found.rows)} pages")
    elif given.save or not given.ids:
        print(f"kept as {runs.save(answers, given.save, scope)}")


def read_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path, help="the folder of cases, with its evaluate.py beside it")
    parser.add_argument("--half", choices=("a", "b"), help="only the sites of this half")
    parser.add_argument("--datasets", help="only these data sets, separated by commas")
    parser.add_argument("--ids", help="only these cases, separated by commas; the run is kept only under a name")
    parser.add_argument("--field", choices=runs.FIELDS, help="whose worst pages are shown; default: body")
    parser.add_argument(
        "--worst", type=int, metavar="N", help="show the N worst pages of the field; default: 5 with it"
    )
    parser.add_argument("--html", type=Path, metavar="FILE", help="write the same as an HTML page too")
    parser.add_argument(
        "--against", metavar="NAME", help="compare with this run (a name, or a file); default: the last"
    )
    parser.add_argument("--save", metavar="NAME", help="remember the run under this name (or in this file)")
    parser.add_argument("--changes", type=int, default=15, metavar="N", help="pages listed per field, better and worse")
    parser.add_argument("--reader", default=READER, metavar="MODULE:FUNCTION", help=f"default: {READER}")
    given = parser.parse_args(arguments)
    if given.worst is None:
        given.worst = 5 if given.field or given.html else 0
    return given


def choose_rows(scorer: ModuleType, given: argparse.Namespace) -> list[Case]:
    """The cases that were asked for; SystemExit when there are none."""
    wanted = set(given.ids.split(",")) if given.ids else None
    rows: list[Case] = [
        row
        for row in scorer.load(str(given.cases), given.datasets.split(",") if given.datasets else None)
        if (not given.half or half_of(row["url"]) == given.half) and (wanted is None or row["id"] in wanted)
    ]
    if not rows:
        raise SystemExit("no case fits --half, --datasets and --ids")
    return rows


def evaluate(
    scorer: ModuleType, cases: Path, rows: list[Case], answers: Answers, earlier: tuple[Path | None, Answers | None]
) -> Evaluation:
    """Score the answers, and the earlier ones over the pages that both have."""
    scores = runs.score(scorer, cases, rows, answers)
    path, old = earlier
    shared = [row for row in rows if old and row["id"] in old]
    if not old or not shared:
        return Evaluation(rows, scores)
    after = scores if len(shared) == len(rows) else runs.score(scorer, cases, shared, answers)
    return Evaluation(rows, scores, path, shared, runs.score(scorer, cases, shared, old), after)


def describe_changes(found: Evaluation, most: int) -> Iterable[str]:
    """What is better and worse than in the earlier run: figures, then pages."""
    if found.before is None or found.after is None or found.shared is None or found.earlier is None:
        return
    yield f"against {found.earlier.name} ({len(found.shared)} pages in common)"
    yield from compare_tables(found.before, found.after)
    changes = runs.compare(found.shared, found.before, found.after)
    yield from list_changes(changes, found.after, most)
    if not changes:
        yield "no page is read better or worse"


def worst_views(scorer: ModuleType, given: argparse.Namespace, found: Evaluation) -> Iterable[View]:
    """The worst pages of a field; with --ids each page that was named, in every field that has a truth, if none is."""
    truth = scorer.load_tickers(str(given.cases))
    fields = [given.field] if given.field or not given.ids else runs.FIELDS
    for field in fields if given.ids else [given.field or "body"]:
        figures = found.scores.pages[field]
        ranked = sorted((row for row in found.rows if row["id"] in figures), key=lambda row: figures[row["id"]])
        bad = [row for row in ranked if given.ids or figures[row["id"]] < 1]
        for row in bad if given.ids else bad[: given.worst]:
            verdict = found.scores.words[field, row["id"]]
            yield view(scorer, open_case(given.cases, row), field, verdict, truth.get(row["id"]))


def show(scorer: ModuleType, found: Evaluation, changed: Iterable[str], views: Iterable[View]) -> None:
    """Print the tables as the scorer does, the changes, and the pages."""
    print(f"{'':14s}" + "".join(f"{name:>10s}" for name in scorer.COLS))
    for group, table in found.scores.tables.items():
        if group != "ticker":
            scorer.show(group, table)
    if "ticker" in found.scores.tables:
        scorer.show_tickers(found.scores.tables["ticker"])
    for page, error in list(found.scores.errors.items())[:EXCEPTIONS]:
        print(f"exception: {page}: {error}")
    if len(found.scores.errors) > EXCEPTIONS:
        print(f"exceptions: {len(found.scores.errors) - EXCEPTIONS} more")
    for line in changed:
        print(line)
    screen = Console(highlight=False, width=None if Console().is_terminal else PIPE_WIDTH)
    for one in views:
        show_view(screen, one)


if __name__ == "__main__":
    main()
