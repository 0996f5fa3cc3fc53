"""Reader of the dates a page shows: `time` elements, the address, and text near the title."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo

from pipeline import dates
from pipeline.dates import Moment
from pipeline.parse.document import Document
from pipeline.parse.vocabulary import Mark

MAX_TEXT = 120


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
    outline = document.outline
    for number in document.marked(Mark.DATE, around_title=60):
        if not document.mark(number) & Mark.MODIFIED:
            text = outline.text_of(number)
            if 4 < len(text) <= MAX_TEXT:
                yield text


def read_near_title(document: Document, first: int, zone: tzinfo | None) -> Moment | None:
    """The first date in the short blocks after block number `first`."""
    for text in document.outline.blocks[first : first + 12]:
        if len(text) <= MAX_TEXT and any(char.isdigit() for char in text):
            moment = dates.read(text, zone=zone, now=document.fetched_at)
            if moment:
                return moment
    return None
