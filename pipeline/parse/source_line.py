"""Reader of the line that names the original of a republished story, and of its link."""

from __future__ import annotations

import re
from typing import Final

from pipeline.parse.document import Document

_READ: Final = re.compile(
    r"لقراءة (?:الخبر|المقال|الموضوع) من مصدره|pour lire l.article depuis sa source|to read the (?:story"
    r"|article) (?:from|at) its source",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"(?:المصدر|مصدر الخبر|الرابط الأصلي|source|sources|quelle|fuente|fonte|original article|read the original"
    r"|lire l.original|via)\s*[:：]",
    re.IGNORECASE,
)
MAX_LINE: Final = 160


def is_source_line(line: str) -> bool:
    """Whether a short line says where the story was taken from."""
    if len(line) > MAX_LINE:
        return False
    # Every source line has one of these: asking first is ten times cheaper.
    if (":" in line or "：" in line) and _LABEL.match(line):
        return True
    return ("مصدره" in line or "source" in line.lower()) and _READ.search(line) is not None


def find_source(document: Document, blocks: range) -> tuple[str | None, str | None]:
    """Link and text of the last source line among the body's last blocks or shortly after them."""
    outline = document.outline
    end = min(blocks.stop + 8, len(outline.blocks))
    for number in reversed(range(max(blocks.start, blocks.stop - 20), end)):
        if is_source_line(outline.blocks[number]):
            return _link_in(document, number), outline.blocks[number]
    return None, None


def _link_in(document: Document, block: int) -> str | None:
    outline = document.outline
    start = outline.block_piece[block]
    end = outline.block_piece[block + 1] if block + 1 < len(outline.block_piece) else len(outline.pieces)
    for number in outline.find("a"):
        if start <= outline.piece_from[number] < end and outline.attribute(number, "href"):
            return outline.attribute(number, "href")
    return None
