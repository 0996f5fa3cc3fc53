"""Learns which blocks of a page are the article's, and writes the trees into `pipeline/parse/block_trees.py`.

    python -m bench.train_body CASES_DIR [--write] [--trees 36] [--leaves 16]

CASES_DIR is a directory of cases beside their `evaluate.py`. A block is the article's when half of its runs of four
words are in the true body; it weighs as much as it is long, and each page the same. Pages of which only snippets are
known teach about the blocks that hold these. What is plain without trees (`BlockMeasure.settle`) teaches nothing.

Printed are the body scores of the first guess, of trees that never saw a page of the same site (8 folds by registered
domain), and of trees that saw all, which are what `--write` keeps. The same cases give the same trees, to the byte.
Needs the extra `train`.
"""

from __future__ import annotations

import argparse
import gzip
import textwrap
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import lightgbm
import numpy

from bench.evaluate import load_scorer
from pipeline import charset
from pipeline.models import Capture
from pipeline.parse import decide
from pipeline.parse.block_features import FEATURES, BlockMeasure, Guess
from pipeline.parse.block_judge import Judge, Score, choose_blocks
from pipeline.parse.block_trees import Row
from pipeline.parse.body import read_body
from pipeline.parse.claims import Claims, gather_claims
from pipeline.parse.document import Document, open_document
from pipeline.urls import host_of, registered_domain

Case = dict[str, Any]
FOLDS: Final = 8
COUNT, LEAVES = 36, 16
"""Trees, and leaves of each, of the model that is kept."""
SNIPPET_WEIGHT: Final = 0.02
"""What a block with a known snippet weighs, beside a whole page's 1."""
MIN_WORDS: Final = 30
TREES = Path(__file__).parents[1] / "pipeline" / "parse" / "block_trees.py"
_HEAD = '''"""The learned trees of `block_judge`: written by `python -m bench.train_body`, not by hand."""

from __future__ import annotations

# fmt: off
Row = tuple[
    float, float, float, float, float, float, float, float, float,
    float, float, float, float, float, float, float, float, float,
    float, float, float, float, float, float, float, float, float,
    float, float, float, float, float, float, float, float, float,
]
# fmt: on
"""The numbers of one block: an element for each of `block_features.FEATURES`, so that mypyc need not make objects."""


def score(row: Row) -> float:
    """Log-odds that a block with these `FEATURES` is the article's."""
'''


@dataclass(frozen=True, slots=True)
class Lesson:
    """One page: what is measured of its doubtful blocks, whether each is the article's, and how much it weighs."""

    fold: int
    rows: list[Row]
    labels: list[bool]
    weights: list[float]


def fold_of(url: str) -> int:
    """Pages of one site are in one fold."""
    return zlib.crc32(registered_domain(host_of(url)).encode()) % FOLDS


@dataclass(frozen=True, slots=True)
class Opened:
    """A case's page made ready for the body reader."""

    case: Case
    document: Document
    claims: Claims


def open_cases(cases: Path, scorer: ModuleType) -> Iterator[Opened]:
    """Every case that says something of its body."""
    for case in scorer.load(cases):
        if case.get("body") or case.get("with") or case.get("without"):
            html = gzip.decompress((cases / case["html_file"]).read_bytes())
            capture = Capture(case["url"], case["url"], 200, (("content-type", "text/html"),), html, datetime.now(UTC))
            document = open_document(capture, charset.decide(html, None).name)
            yield Opened(case, document, gather_claims(document))


def learn_from(cases: Path, scorer: ModuleType) -> Iterator[Lesson]:
    """The lesson of every case."""
    for page in open_cases(cases, scorer):
        guesses = list[Guess]()

        def note(_: Document, guess: Guess, into: list[Guess] = guesses) -> list[int]:
            into.append(guess)
            return _first_guess(guess)

        read_body(page.document, judge=note)
        for guess in guesses:
            yield _lesson(page, scorer, guess)


def _first_guess(guess: Guess) -> list[int]:
    return [number for number, kept in zip(guess.blocks, guess.kept, strict=True) if kept]


def _lesson(page: Opened, scorer: ModuleType, guess: Guess) -> Lesson:
    settled = BlockMeasure(page.document, guess).settle()
    texts = page.document.outline.blocks[guess.blocks.start : guess.blocks.stop]
    labels = _labels(page.case, scorer, texts)
    rows, told_apart, weights = [], [], []
    for row, (label, weight) in zip(settled, labels, strict=True):
        if not isinstance(row, bool) and weight > 0:
            rows.append(row)
            told_apart.append(label)
            weights.append(weight)
    return Lesson(fold_of(page.case["url"]), rows, told_apart, weights)


def _labels(case: Case, scorer: ModuleType, texts: list[str]) -> list[tuple[bool, float]]:
    """Whether each text is the article's, and how much that is known."""
    words = [scorer.tokens(text) for text in texts]
    if case.get("body"):
        return _labels_of_body(scorer, texts, words, scorer.tokens(case["body"]))
    labels = [(False, 0.0)] * len(texts)
    for key in ("with", "without"):
        for snippet in case.get(key) or ():
            wanted = " ".join(scorer.tokens(snippet))
            for number, own in enumerate(words):
                if wanted and wanted in " ".join(own):
                    labels[number] = key == "with", SNIPPET_WEIGHT
    return labels


def _labels_of_body(
    scorer: ModuleType, texts: list[str], words: list[list[str]], truth: list[str]
) -> list[tuple[bool, float]]:
    runs, line, size = set(scorer.shingles(truth)), f" {' '.join(truth)} ", max(MIN_WORDS, len(truth))
    labels, seen = [], set[str]()
    for text, own in zip(texts, words, strict=True):
        if len(own) < 4:
            held, sureness = (1.0 if own and f" {' '.join(own)} " in line else 0.0), len(own)
        else:
            counted = scorer.shingles(own)
            held = sum(count for run, count in counted.items() if run in runs) / sum(counted.values())
            sureness = len(own) * abs(2 * held - 1)
        is_right = held >= 0.5 and not (text in seen and len(text) >= 60)
        if is_right:
            seen.add(text)
        labels.append((is_right, min(1.0, sureness / size)))
    return labels


def train(lessons: list[Lesson], trees: int, leaves: int) -> str:
    """The source of a module with the trees that these lessons teach."""
    rows = [row for lesson in lessons for row in lesson.rows]
    weights = [weight for lesson in lessons for weight in lesson.weights]
    mean = sum(weights) / len(weights)
    data = lightgbm.Dataset(
        numpy.array(rows),
        [int(label) for lesson in lessons for label in lesson.labels],
        weight=[weight / mean for weight in weights],
        feature_name=list(FEATURES),
    )
    options = {
        "objective": "binary",
        "num_leaves": leaves,
        "learning_rate": 0.15,
        "min_data_in_leaf": 40,
        "min_sum_hessian_in_leaf": 1e-3,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "feature_fraction": 0.4,
        "lambda_l2": 2,
        "verbose": -1,
        "num_threads": 1,
        "deterministic": True,
        "force_row_wise": True,
        "seed": 0,
    }
    model = lightgbm.train(options, data, num_boost_round=trees).dump_model()
    return _source([tree["tree_structure"] for tree in model["tree_info"]])


def _source(trees: list[dict[str, Any]]) -> str:
    used = {FEATURES[number] for tree in trees for number in _used(tree)}
    names = textwrap.fill(", ".join(name if name in used else f"_{name}" for name in FEATURES), 112)
    lines = "".join(f"        {'+ ' if number else ''}{_expression(tree)}\n" for number, tree in enumerate(trees))
    unpacked = textwrap.indent(names, "     ").lstrip()
    return f"{_HEAD}    # fmt: off\n    ({unpacked}) = row\n    return (\n{lines}    )\n    # fmt: on\n"


def _used(tree: dict[str, Any]) -> Iterator[int]:
    if "leaf_value" not in tree:
        yield tree["split_feature"]
        yield from _used(tree["left_child"])
        yield from _used(tree["right_child"])


def _expression(tree: dict[str, Any]) -> str:
    if "leaf_value" in tree:
        return f"{tree['leaf_value']:.3f}"
    then, other = _expression(tree["left_child"]), _expression(tree["right_child"])
    return f"({then} if {FEATURES[tree['split_feature']]} <= {tree['threshold']:.4g} else {other})"


def load(source: str) -> Score:
    """The score of a trained module's source."""
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102 - what was just trained, in a process of its own
    score: Score = names["score"]
    return score


def measure(cases: Path, scorer: ModuleType, judge_of: Callable[[Case], Judge]) -> str:
    """The body's scores with a judge chosen for each case."""
    read = {}
    for page in open_cases(cases, scorer):
        found = read_body(page.document, judge=judge_of(page.case))
        answer = decide.body(page.claims, found)
        read[page.case["id"]] = {"id": page.case["id"], "body": answer.value if answer else None}
    sets, _, macro, _ = scorer.score(scorer.load(cases), read)
    by_set = " ".join(f"{name} {row['F1']:.4f}" for name, row in sorted(sets.items()) if row.get("F1") is not None)
    return f"body F1 {macro['F1']:.4f} with {macro['with']:.3f} without {macro['without']:.3f} | {by_set}"


def main() -> None:
    """Train, cross-validate, print, and write when asked."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("cases", type=Path)
    arguments.add_argument("--write", action="store_true", help="keep the trees that learned from all cases")
    arguments.add_argument("--trees", type=int, default=COUNT)
    arguments.add_argument("--leaves", type=int, default=LEAVES)
    told = arguments.parse_args()
    scorer = load_scorer(told.cases)
    lessons = list(learn_from(told.cases, scorer))
    print(f"{len(lessons)} pages, {sum(len(lesson.rows) for lesson in lessons)} doubtful blocks")
    print("first guess     ", measure(told.cases, scorer, lambda _: lambda document, guess: _first_guess(guess)))
    folds = [
        load(train([lesson for lesson in lessons if lesson.fold != fold], told.trees, told.leaves))
        for fold in range(FOLDS)
    ]
    print(
        "cross-validated ",
        measure(told.cases, scorer, lambda case: partial(choose_blocks, score=folds[fold_of(case["url"])])),
    )
    source = train(lessons, told.trees, told.leaves)
    print("trained on all  ", measure(told.cases, scorer, lambda _: partial(choose_blocks, score=load(source))))
    if told.write:
        TREES.write_text(source, encoding="utf-8")
        print(f"written: {TREES}")


if __name__ == "__main__":
    main()
