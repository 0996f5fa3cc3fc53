"""Lists the pages whose date or authors are read wrongly, with the truth, our answer and every candidate on the page.

    python -m bench.errors CASES_DIR date|authors [--half a|b] [--all] [--scores]

CASES_DIR is a directory of cases beside their `evaluate.py`, whose verdicts are used. The halves split the sites by a
hash of their registered domain: rules are made on one and checked on the other.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline import charset, parse
from pipeline.models import Article, Capture
from pipeline.parse.document import Document, open_document
from pipeline.urls import host_of, registered_domain

Case = dict[str, Any]
_LD = {
    "date": re.compile(r'"(date\w+|uploadDate)"\s*:\s*"?([^",]{4,40})', re.IGNORECASE),
    "authors": re.compile(r'"(author|creator)"\s*:\s*(.{0,160})', re.IGNORECASE | re.DOTALL),
}
_META = {
    "date": re.compile(r"date|time|publi|modif|creat|issued|updat", re.IGNORECASE),
    "authors": re.compile(r"auth|creator|byl|writer", re.IGNORECASE),
}
_NAMED = {
    "date": re.compile(r"date|time|publi|datum|fecha|zeit|meta|info", re.IGNORECASE),
    "authors": re.compile(r"auth|byline|autor|writer|creator|name|meta|info", re.IGNORECASE),
}
_SHOWN = {
    "date": re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}"),
    "authors": re.compile(r"\b(?:by|von|par|por|di|da|av|af|door|text|autore?|foto)\b|بقلم|كتب", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One case with our reading and the scorer's verdict on it."""

    case: Case
    document: Document
    article: Article | None
    verdict: str


def half_of(url: str) -> str:
    """`a` or `b` by the site's registered domain."""
    return "ab"[zlib.crc32(registered_domain(host_of(url)).encode()) % 2]


def load_scorer(cases: Path) -> ModuleType:
    """The `evaluate.py` that stands beside the cases."""
    spec = importlib.util.spec_from_file_location("evaluate", cases.parent / "evaluate.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"there is no evaluate.py beside {cases}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judge(cases: Path, field: str, half: str | None) -> Iterator[Judged]:
    """Read every case that has the field, and judge it."""
    scorer = load_scorer(cases)
    for case in scorer.load(cases):
        has_truth = case.get("published") if field == "date" else case.get("authors") or case.get("author_string")
        if not has_truth or (half and half_of(case["url"]) != half):
            continue
        body = gzip.decompress((cases / case["html_file"]).read_bytes())
        capture = Capture(case["url"], case["url"], 200, (("content-type", "text/html"),), body, datetime.now(UTC))
        article = parse.read(capture).article
        yield Judged(
            case,
            open_document(capture, charset.decide(body, None).name),
            article,
            _verdict(scorer, field, case, article),
        )


def _verdict(scorer: ModuleType, field: str, case: Case, article: Article | None) -> str:
    if field == "date":
        moment = article.published if article else None
        return str(scorer.date_verdict(case["published"], moment.value.isoformat() if moment else None))
    row = {key: value for key, value in case.items() if key not in ("title", "body", "published", "with", "without")}
    told = {case["id"]: {"authors": list(article.authors) if article else []}}
    right, surplus, missed = scorer.score([row], told)[3][0]["au"]
    return "right" if not surplus and not missed else f"+{right} fp{surplus} fn{missed}"


def candidates(document: Document, field: str) -> Iterator[str]:
    """What the page offers for a field, by source, one line each."""
    outline = document.outline
    for script in outline.scripts:
        for key, value in _LD[field].findall(script)[:8]:
            yield f"ld    {key} = {' '.join(value.split())[:150]}"
    for name, values in document.metas.items():
        if _META[field].search(name):
            yield f"meta  {name} = {values[0][:90]}"
    for number, attributes in enumerate(outline.attributes):
        label = f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('itemprop') or ''}"
        text = outline.text_of(number)
        near = outline.block_from[number] - document.title_block
        if outline.tags[number] == "time" or (text and len(text) < 140 and _NAMED[field].search(label)):
            shown = attributes.get("datetime") or attributes.get("content") or ""
            yield f"{outline.tags[number]:5} {label.strip()[:50]!r} {near:+d} {shown} | {text[:100]}"
    for number, text in enumerate(outline.blocks):
        if len(text) < 140 and _SHOWN[field].search(text):
            yield f"line  {number - document.title_block:+d} {text[:110]}"


def _tally(judged: list[Judged], field: str) -> Iterator[str]:
    sets = defaultdict[str, list[str]](list)
    for one in judged:
        sets[one.case["dataset"]].append(one.verdict)
    for name, verdicts in sorted(sets.items()):
        if field == "date":
            counts = Counter(verdicts)
            yield f"{name:12} n {len(verdicts):4} " + " ".join(
                f"{key} {counts[key] / len(verdicts):.3f}" for key in ("right", "near", "wrong", "missing")
            )
        else:
            yield f"{name:12} n {len(verdicts):4} all right {verdicts.count('right') / len(verdicts):.3f}"


def main() -> None:
    """Print the tally and the pages read wrongly."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("cases", type=Path)
    arguments.add_argument("field", choices=("date", "authors"))
    arguments.add_argument("--half", choices=("a", "b"))
    arguments.add_argument("--scores", action="store_true", help="the tally alone")
    arguments.add_argument("--lines", type=int, default=30, help="candidates shown per page")
    told = arguments.parse_args()
    judged = list(judge(told.cases, told.field, told.half))
    for line in _tally(judged, told.field):
        print(line)
    if not told.scores:
        for one in judged:
            if one.verdict != "right":
                show(one, told.field, told.lines)


def show(one: Judged, field: str, lines: int) -> None:
    """Print one page: verdict, truth, our answer and its reader, then at most `lines` candidates."""
    case, article = one.case, one.article
    is_date = field == "date"
    truth = case["published"] if is_date else case.get("authors") or case.get("author_string")
    moment = article.published if article else None
    ours: object = (moment.raw if moment else None) if is_date else list(article.authors) if article else None
    reader = article.provenance.get("published" if is_date else "authors") if article else "no article"
    print(f"\n== {one.verdict} {case['id']} {case['lang']} {case['url']}")
    print(f"   truth {json.dumps(truth, ensure_ascii=False)}  ours {json.dumps(ours, ensure_ascii=False)} by {reader}")
    for line in list(dict.fromkeys(candidates(one.document, field)))[:lines]:
        print(f"   {line}")


if __name__ == "__main__":
    main()
