"""Reader of pages kept as plain text: an aggregator's dump (ticker, title, dated line, body) or any text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.models import Headline
from pipeline.parse.findings import Findings
from pipeline.parse.source_line import is_source_line
from pipeline.parse.titles import clean_title
from pipeline.text import squeeze

_GAP = re.compile("[ \u00a0]{4,}")
_DATED = re.compile(r"(?<!\d)\d{1,2} - \d{1,2} - \d{4}(?!\d)")
_NEWSPAPER = re.compile(
    r"^(?:نشر في|publi\w+ (?:dans|sur|par|le)|published (?:in|by|on))\s+(.+?)\s+(?:يوم|le|on)\s+\d", re.IGNORECASE
)
_BOILERPLATE = frozenset({"شكرا على الإبلاغ!", "سيتم حجب هذه الصورة تلقائيا عندما يتم الإبلاغ عنها من طرف عدة أشخاص."})
MAX_TITLE = 250
"""Characters of a first line that can still be a title; the longest of 436 real titles has 190."""
MAX_DATED_LINE = 150


@dataclass(frozen=True, slots=True)
class TextPage:
    """What a text dump holds. `is_dated` says that it has the aggregator's line of newspaper and date."""

    findings: Findings
    ticker: tuple[Headline, ...]
    is_dated: bool


def read_text(text: str) -> TextPage:
    """Read a dump. Without ticker and dated line the first short line is the title, the rest the body."""
    lines = [line for line in text.replace("\ufeff", "").splitlines() if squeeze(line)]
    ticker: tuple[Headline, ...] = ()
    if lines and len(_GAP.split(lines[0].strip())) > 2:
        ticker, lines = read_ticker_line(lines[0]), lines[1:]
    lines = [line for line in map(squeeze, lines) if line not in _BOILERPLATE]
    dated = next((n for n, line in enumerate(lines) if len(line) <= MAX_DATED_LINE and _DATED.search(line)), None)
    source = next((line for line in reversed(lines) if is_source_line(line)), None)
    if dated:
        rest, title = lines[dated + 1 :], lines[dated - 1]
    else:
        has_title = bool(lines) and len(lines[0]) <= MAX_TITLE and len(lines) > 1
        rest, title = (lines[1:], lines[0]) if has_title else (lines, "")
    body = "\n".join(line for line in rest if line != source)
    found = Findings(
        title=clean_title(title) or None,
        body=body or None,
        published=lines[dated] if dated else None,
        newspaper=newspaper_in(lines[dated]) if dated else None,
        source_text=source,
    )
    return TextPage(found, ticker, bool(dated))


def read_ticker_line(line: str) -> tuple[Headline, ...]:
    """Headlines set apart by runs of four or more spaces; longer runs hold empty slots, which are dropped."""
    texts = [text for part in _GAP.split(line) if (text := squeeze(part))]
    return tuple(Headline(text, None, position) for position, text in enumerate(dict.fromkeys(texts)))


def newspaper_in(line: str) -> str | None:
    """The newspaper named in a dated line such as «نشر في الأول يوم 11 - 12 - 2025»."""
    found = _NEWSPAPER.search(line)
    return found.group(1) if found else None
