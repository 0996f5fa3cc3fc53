"""Reader of pages that a script draws: the story out of the data that the page hands to its script."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate
from typing import Final
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from pipeline.parse.document import Document
from pipeline.parse.outline import draw_outline
from pipeline.parse.phrases import is_furniture_heading, is_furniture_line
from pipeline.parse.prose import ENDS
from pipeline.parse.rich_text import write_html
from pipeline.parse.script_data import has_prose, read_values
from pipeline.parse.story_data import MIN_STORY, StoryData, measure_text
from pipeline.parse.words import Mark
from pipeline.text import fold, squeeze

MAX_BESIDE: Final = 600
"""Characters up to which a part named for a picture or for furniture is that."""
MAX_BODY: Final = 500_000
"""Characters of HTML that are read as one story."""

_NOISE_TAGS = frozenset({"figure", "figcaption", "aside", "form", "nav"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BESIDE_TEXT = Mark.CAPTION | Mark.PICTURE | Mark.NOISE | Mark.COMMENTS
_WORD = re.compile(r"\S+[^\s.!?\"']|https?://\S+(?: [\d.]+[xw])?")
_PLACEHOLDER = re.compile(
    r"\$\$\w{1,40}\$\$|%%\w{1,40}%%|\{\{[\w .:-]{1,80}\}\}|\[\[[\w .:-]{1,80}\]\]"
    r"|\[/?(?:caption|gallery|embed|video|audio|vc_\w{1,40}|ad\w{0,20}|newsletter|related)\b[^\[\]]{0,500}\]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Hydrated:
    """The paragraphs of the story that a page's scripts hold, in order, each on one line."""

    paragraphs: list[str]


def read_hydrated(document: Document, *, is_story: bool, beyond: int = 0) -> Hydrated | None:
    """The story in a page's inline scripts; None when there is none that is this page's.

    With `is_story` (the page says that it is an article) text that nothing names counts too. Only a story of more than
    `beyond` characters is wanted. Pure; never raises. Reads the scripts from the tree, so it costs nothing until asked:
    then a look at all of them, and the parsing of those with enough prose, which half of such pages have not.
    """
    least = max(MIN_STORY, beyond) // 2  # formatting and quotes cut some of it into pieces that are not counted
    values = read_values([script for script in _inline_scripts(document) if has_prose(script, least)])
    if not values:
        return None
    graph = StoryData(values, _titles_of(document), _path_of(document))
    for part in graph.find_parts(is_story=is_story):
        paragraphs = _read_paragraphs(document, write_html(part))
        if _is_prose(paragraphs):
            return Hydrated(paragraphs)
    return None


def _is_prose(paragraphs: list[str]) -> bool:
    """Whether much of the lines' text is sentences: a script's settings and messages are not."""
    total = sum(map(len, paragraphs))
    sentences = sum(len(text) for text in paragraphs if measure_text(text, "") and text.endswith(ENDS))
    return total >= MIN_STORY // 2 and sentences > 0.35 * total


def _inline_scripts(document: Document) -> list[str]:
    scripts = document.tree.css("script")
    return [script.text() for script in scripts if "ld+json" not in (script.attributes.get("type") or "")]


def _titles_of(document: Document) -> list[str]:
    """What the page is called, folded: by its head and its headings."""
    outline = document.outline
    told = [document.meta("og:title"), document.meta("twitter:title")]
    shown = [outline.heading_text(number) for tag in ("title", "h1") for number in outline.find(tag)]
    return [folded for text in [*told, *shown[:6]] if text and len(folded := fold(text)) >= 4]


def _path_of(document: Document) -> str:
    path = unquote(urlsplit(document.address or "").path).strip("/").lower()
    return path if len(path) >= 8 else ""


def _read_paragraphs(document: Document, html: str) -> list[str]:
    """The lines of a story's HTML, without pictures' texts, furniture and placeholders."""
    if not html:
        return []
    html = _PLACEHOLDER.sub(" ", html[:MAX_BODY])
    if _SURROGATE.search(html):  # JSON may hold halves of characters, which cannot be encoded
        html = html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    tree = LexborHTMLParser(f"<body>{html}</body>")
    root = tree.root
    if root is None:
        return []
    page = Document(document.url, document.fetched_at, tree, draw_outline(root))
    outline = page.outline
    noisy = _find_noise(page)
    lines: list[str] = []
    heading: list[str] = []
    for number, text in enumerate(map(squeeze, outline.blocks)):
        owner = outline.block_owner[number]
        if noisy[owner] or not text or is_furniture_line(text):
            continue
        if outline.block_links[number] * 2 > len(text) and len(text) < 200:
            continue
        if outline.tags[owner] in _HEADINGS:
            heading = [] if is_furniture_heading(text) else [text]
        elif any(char.isalnum() for char in text) and not (text.isascii() and _WORD.fullmatch(text)):
            lines += [*heading, text]
            heading = []
    return lines


def _find_noise(page: Document) -> list[bool]:
    """Per element: whether it, or one around it, is a picture's text or furniture."""
    outline = page.outline
    sizes = [0, *accumulate(map(len, outline.blocks))]
    noisy: list[bool] = []
    for number, tag in enumerate(outline.tags):
        up = outline.up[number]
        if up >= 0 and noisy[up]:
            noisy.append(True)
            continue
        is_small = sizes[outline.block_to[number]] - sizes[outline.block_from[number]] < MAX_BESIDE
        is_beside_text = is_small and page.mark(number) & _BESIDE_TEXT
        noisy.append(tag in _NOISE_TAGS or bool(is_beside_text))
    return noisy
