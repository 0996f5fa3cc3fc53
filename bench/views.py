"""One page beside its truth: rows of paragraphs, values or headlines, each with where on the page it came from."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from bench.offered import list_offers
from bench.runs import Case
from pipeline import charset, parse
from pipeline.models import Article, Capture, Page
from pipeline.parse.candidates import list_candidates
from pipeline.parse.document import Document, open_document
from pipeline.parse.paths import path_of

Kind = Literal["same", "changed", "missing", "surplus", "heading"]
ALIKE = 0.5
"""The share of a paragraph's shingles that the other side must hold, somewhere, for it not to be missing or surplus."""
NOWHERE = "not on the page as it was sent"
_KEY = 60  # characters that tell a paragraph among a page's blocks


@dataclass(frozen=True, slots=True)
class Row:
    """What the truth has and what we have of one thing; `place` is where on the page the odd one stands."""

    truth: str
    ours: str
    kind: Kind
    place: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """One page and one field: the verdict, the rows, and for title, date and authors all that the page offers."""

    field: str
    case: Case
    verdict: str
    reader: str
    rows: tuple[Row, ...]
    offers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A case's page, read."""

    case: Case
    capture: Capture
    document: Document
    page: Page

    @property
    def article(self) -> Article:
        """The article, an empty one when the page was judged to hold none."""
        return self.page.article or Article(None, "", "")


def open_case(cases: Path, case: Case) -> Opened:
    """Read a case's page anew."""
    body = gzip.decompress((cases / case["html_file"]).read_bytes())
    capture = Capture(case["url"], case["url"], 200, (("content-type", "text/html"),), body, datetime.now(UTC))
    document = open_document(capture, charset.decide(body, None).name)
    try:
        return Opened(case, capture, document, parse.read(capture))
    except Exception as error:  # whatever it is, a reader under work is what is being looked at
        return Opened(case, capture, document, Page("other", None, why=f"{type(error).__name__}: {error}"))


def view(scorer: ModuleType, opened: Opened, field: str, verdict: str, truth: dict[str, Any] | None) -> View:
    """One field of one page; `truth` is the annotation of its headline blocks, for the ticker."""
    case, article = opened.case, opened.article
    name = {"date": "published"}.get(field, field)
    reader = article.provenance.get(name, "–") if opened.page.article else f"no article: {opened.page.why}"
    if field == "body":
        return View(field, case, verdict, reader, tuple(_align(scorer, opened)))
    if field == "ticker":
        return View(field, case, verdict, "", tuple(_blocks(scorer, opened, truth or {"blocks": []})))
    rows = tuple(_values(field, case, article))
    offers = (*_weighed(opened, field), *list_offers(opened.document, field))
    return View(field, case, verdict, reader, rows, offers)


def _weighed(opened: Opened, field: str) -> Iterator[str]:
    """The dates that the reader itself weighs, the chosen one first."""
    is_readable = field == "date" and opened.page.article is not None
    for one in list_candidates(opened.capture, "published") if is_readable else ():
        mark = "→" if one.is_chosen else " "
        yield f"{mark} {one.confidence:.2f} {one.value} by {one.reader} from {one.raw!r}"


def _values(field: str, case: Case, article: Article) -> Iterator[Row]:
    if field == "title":
        yield _row(case["title"], article.title)
    elif field == "date":
        moment = article.published
        ours = f"{moment.iso()} ({moment.precision}, from {moment.raw!r})" if moment else ""
        yield _row(str(case["published"]), ours)
    else:
        truth = case.get("authors") or [case["author_string"]]
        for left, right in zip_longest(truth, article.authors, fillvalue=""):
            yield _row(str(left), right)


def _row(truth: str, ours: str) -> Row:
    return Row(truth, ours, "same" if truth == ours else "changed" if truth and ours else _side(truth))


def _side(truth: str) -> Kind:
    return "missing" if truth else "surplus"


def _align(scorer: ModuleType, opened: Opened) -> Iterator[Row]:
    """Truth and our body paragraph by paragraph, in order; a case without a body shows its snippets first."""
    truth = (opened.case.get("body") or "").split("\n")
    ours = opened.article.paragraphs
    yield from _snippets(scorer, opened)
    if not opened.case.get("body"):
        yield from (Row("", text, "same", _place(opened.document, text)) for text in ours)
        return
    known, told = _shingles(scorer, truth), _shingles(scorer, ours)
    for left, right in _pairs(scorer, truth, ours):
        yield _judge(scorer, opened.document, left, right, known, told)


def _snippets(scorer: ModuleType, opened: Opened) -> Iterator[Row]:
    """The required snippets that we lack and the forbidden ones that we have."""
    flat = " ".join(scorer.tokens(opened.article.body))
    for text in opened.case.get("with") or []:
        if " ".join(scorer.tokens(text)) not in flat:
            yield Row(text, "", "missing", f"required; {_place(opened.document, text)}")
    for text in opened.case.get("without") or []:
        if " ".join(scorer.tokens(text)) in flat:
            yield Row("", text, "surplus", f"forbidden; {_place(opened.document, text)}")


def _shingles(scorer: ModuleType, paragraphs: list[str]) -> Counter[tuple[str, ...]]:
    found: Counter[tuple[str, ...]] = scorer.shingles(scorer.tokens("\n".join(paragraphs)))
    return found


def _judge(
    scorer: ModuleType,
    document: Document,
    left: str,
    right: str,
    known: Counter[tuple[str, ...]],
    told: Counter[tuple[str, ...]],
) -> Row:
    if left and right:
        return Row(left, right, "same" if scorer.norm(left) == scorer.norm(right) else "changed")
    is_elsewhere = _share(scorer, left or right, told if left else known) >= ALIKE
    kind: Kind = "changed" if is_elsewhere else _side(left)
    return Row(left, right, kind, "joined or split" if is_elsewhere else _place(document, left or right))


def _share(scorer: ModuleType, text: str, others: Counter[tuple[str, ...]]) -> float:
    """The share of a text's shingles that are among others."""
    own = _shingles(scorer, [text])
    return sum((own & others).values()) / max(own.total(), 1)


def _pairs(scorer: ModuleType, truth: list[str], ours: list[str]) -> Iterator[tuple[str, str]]:
    """Both texts' paragraphs in order, those that belong together side by side."""
    left, right = ([scorer.norm(text) for text in side] for side in (truth, ours))
    for how, i, i_end, j, j_end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if how == "equal":
            yield from zip(truth[i:i_end], ours[j:j_end], strict=True)
        else:
            yield from _pair_changed(scorer, truth[i:i_end], ours[j:j_end])


def _pair_changed(scorer: ModuleType, truth: list[str], ours: list[str]) -> Iterator[tuple[str, str]]:
    """The paragraphs between two that agree: each with the first one left that holds half of it, or is half in it."""
    at = 0
    for left in truth:
        own = Counter(scorer.tokens(left))
        for number in range(at, len(ours)):
            other = Counter(scorer.tokens(ours[number]))
            if (own & other).total() >= ALIKE * max(min(own.total(), other.total()), 1):
                yield from (("", text) for text in ours[at:number])
                yield left, ours[number]
                at = number + 1
                break
        else:
            yield left, ""
    yield from (("", text) for text in ours[at:])


def _place(document: Document, text: str) -> str:
    """Where a paragraph stands on the page."""
    outline, key = document.outline, " ".join(text.split())[:_KEY]
    number = next((n for n, block in enumerate(outline.blocks) if key and block.startswith(key)), None)
    number = number if number is not None else next((n for n, block in enumerate(outline.blocks) if key in block), None)
    return NOWHERE if number is None else path_of(document, outline.block_owner[number])


def _blocks(scorer: ModuleType, opened: Opened, truth: dict[str, Any]) -> Iterator[Row]:
    """The annotated blocks, each headline with whether we have it, then our blocks with what is in none of them."""
    ours = {scorer.norm(line.text) for line in opened.page.ticker}
    wanted = {scorer.norm(item["text"]) for block in truth["blocks"] for item in block["items"]}
    for block in truth["blocks"]:
        yield Row(f"{block['kind']}: {block['selector']} – {block['reason']}", "", "heading")
        for item in block["items"]:
            is_found = scorer.norm(item["text"]) in ours
            yield Row(item["text"], item["text"] if is_found else "", "same" if is_found else "missing")
    for kind, lines in groupby(opened.page.ticker, key=lambda line: line.kind):
        yield Row("", f"our {kind}", "heading")
        for line in lines:
            is_wanted = scorer.norm(line.text) in wanted
            place = "" if is_wanted else _place(opened.document, line.text)
            yield Row("", line.text, "same" if is_wanted else "surplus", place)
