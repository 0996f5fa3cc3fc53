"""Reader of the dates a page shows: `time` elements, the address, and text near the title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import tzinfo

from pipeline import dates
from pipeline.dates import Moment
from pipeline.parse.document import Document
from pipeline.parse.words import Mark

MAX_TEXT = 120
_DATED = re.compile(r"\d{1,2}.{0,12}\d{4}|\d{4}.{0,4}\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_UPDATED = re.compile(
    r"(?:last )?(?:updated|modified)|aktualisiert|zuletzt|mis à jour|actualizado|atualizad|aggiornato|آخر تحديث"
    r"|обновлено",
    re.IGNORECASE,
)


def read_time_elements(document: Document) -> Iterator[str]:
    """`datetime` or text of `<time>`, those marked `pubdate` first."""
    outline = document.outline
    times = sorted(
        outline.find("time"),
        key=lambda n: ("pubdate" not in outline.attributes[n], bool(document.mark(n) & Mark.MODIFIED)),
    )
    for number in times:
        yield outline.attribute(number, "datetime") or outline.text_of(number)


def read_shown_dates(document: Document) -> Iterator[str]:
    """Short texts of the elements named for a date."""
    outline, first = document.outline, max(document.title_block, 0)
    named = document.marked(Mark.DATE, around_title=60)
    named.sort(key=lambda n: abs(outline.block_from[n] - first) + (40 if outline.block_from[n] < first else 0))
    for number in named:
        if not document.mark(number) & Mark.MODIFIED:
            text = outline.text_of(number)
            if 4 < len(text) <= MAX_TEXT:
                yield text


def read_near_title(document: Document, first: int, zone: tzinfo | None) -> Moment | None:
    """The first date in the short blocks after block number `first`, then in those shortly before it."""
    blocks = document.outline.blocks
    for text in [*blocks[first : first + 20], *reversed(blocks[max(first - 8, 0) : first])]:
        if len(text) <= MAX_TEXT and _DATED.search(text) and not _UPDATED.match(text):
            moment = dates.read(text, zone=zone, now=document.fetched_at)
            if moment:
                return moment
    return None
