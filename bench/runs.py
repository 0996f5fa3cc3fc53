"""Evaluation runs: scored, remembered as the reader's answers, and compared page by page with an earlier one.

What is kept is what the reader said, not its scores: an earlier run is scored again, over the pages both have, so its
figures mean the same whatever has become of the scorer or of the choice of pages.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parent / "runs"
KEPT: Final = 40
"""Runs without a name of their own that are kept."""
FIELDS: Final = ("body", "title", "date", "authors", "ticker")
NOTICED: Final = {"body": 0.005}
"""How much a page's figure must change to be told; any change of the other fields is."""
_DATES: Final = {"right": 1.0, "near": 0.5, "missing": 0.25, "wrong": 0.0}

Case = dict[str, Any]
Answers = dict[str, dict[str, Any]]
"""By case id: what the reader said, as evaluate.py's predictions."""


@dataclass(frozen=True, slots=True)
class Scores:
    """One scored run. `tables` is metric by group, `pages` figure (0 to 1) by field by case id."""

    tables: Mapping[str, Mapping[str, float | None]]
    pages: Mapping[str, Mapping[str, float]]
    words: Mapping[tuple[str, str], str]
    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A page whose figure for a field is not what it was."""

    field: str
    case: Case
    before: float
    after: float


def score(scorer: ModuleType, cases: Path, rows: list[Case], answers: Answers) -> Scores:
    """Score answers with the scorer's own functions."""
    groups, extra, macro, per = scorer.score(rows, answers)
    ticker, per_ticker = scorer.score_tickers(rows, answers, scorer.load_tickers(str(cases)))
    tables = {"MACRO": macro, "rtl": extra["rtl"], **groups} | ({"ticker": ticker} if ticker else {})
    words, pages = dict[tuple[str, str], str](), {field: dict[str, float]() for field in FIELDS}
    for row in per:
        for field, figure, word in _judge(scorer, row):
            pages[field][row["id"]], words[field, row["id"]] = figure, word
    for row in per_ticker:
        pages["ticker"][row["id"]] = figure = _judge_ticker(scorer, row)
        kinds = "/".join(row["kinds"]) or "no block"
        words["ticker", row["id"]] = f"{figure:.3f} {kinds} +{row['tp']} fp {row['fp']} fn {row['fn']}"
    return Scores(tables, pages, words, {row["id"]: row["error"] for row in per if row["error"]})


def _judge(scorer: ModuleType, row: dict[str, Any]) -> Iterator[tuple[str, float, str]]:
    """A page's figures, higher is better, and each as a word."""
    snippets = [row[key] for key in ("with", "without") if key in row]
    if "f1" in row or snippets:
        figure = row["f1"] if "f1" in row else sum(snippets) / len(snippets)
        told = " ".join(f"{key} {row[key]:.2f}" for key in ("with", "without") if key in row)
        yield "body", figure, f"{figure:.3f} {told}".rstrip()
    if "title_exact" in row:
        figure = 1.0 if row["title_exact"] else min(row["title_fuzzy"], 0.99)
        yield "title", figure, f"{figure:.3f}"
    if "date" in row:
        yield "date", _DATES[row["date"]], row["date"]
    if "au" in row:
        right, surplus, missed = row["au"]
        yield "authors", scorer.prf(right, surplus, missed)[2], f"+{right} fp {surplus} fn {missed}"


def _judge_ticker(scorer: ModuleType, row: dict[str, Any]) -> float:
    if not row["tp"] + row["fn"]:
        return float(not row["n"])
    return float(scorer.prf(row["tp"], row["fp"], row["fn"])[2])


def compare(rows: list[Case], before: Scores, after: Scores) -> list[Change]:
    """Every change of a page, field by field, the largest first."""
    by_id = {row["id"]: row for row in rows}
    found = [
        Change(field, by_id[page], before.pages[field][page], figure)
        for field in FIELDS
        for page, figure in after.pages[field].items()
        if page in before.pages[field] and abs(figure - before.pages[field][page]) > NOTICED.get(field, 0.0)
    ]
    return sorted(found, key=lambda change: (FIELDS.index(change.field), -abs(change.after - change.before)))


def save(answers: Answers, name: str | None, scope: str, folder: Path = FOLDER) -> Path:
    """Keep a run under a name, a path, or else the time and its scope, the pages it is of.

    The file is one that `evaluate.py --pred` reads. Of runs without a name of their own the last KEPT stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = _path(name, folder) if name else folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}_{scope}.jsonl.gz"
    lines = "".join(json.dumps(answer, ensure_ascii=False, default=str) + "\n" for answer in answers.values())
    data = lines.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    for old in _unnamed(folder)[KEPT:]:
        old.unlink(missing_ok=True)
    return path


def read(path: Path) -> Answers:
    """The answers of a kept run; SystemExit when there is none."""
    if not path.is_file():
        raise SystemExit(f"there is no run {path}; runs are kept in {path.parent}")
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return {answer["id"]: answer for answer in map(json.loads, text.splitlines())}


def find(name: str | None, scope: str, folder: Path = FOLDER) -> Path | None:
    """The run of a name or path; without one the last of this scope, else the last of any, else None."""
    if name:
        return _path(name, folder)
    unnamed = _unnamed(folder)
    return next((path for path in unnamed if path.name.endswith(f"_{scope}.jsonl.gz")), next(iter(unnamed), None))


def _path(name: str, folder: Path) -> Path:
    return Path(name) if "/" in name or name.endswith((".jsonl", ".gz")) else folder / f"{name}.jsonl.gz"


def _unnamed(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9]*T[0-9]*_*.jsonl.gz"), reverse=True)
