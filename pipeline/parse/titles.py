"""Reader of the title: the page's main headings judged against what its head says, less the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.parse.document import Document
from pipeline.text import fold, squeeze

_LEFT_OVER = re.compile(r"^[\s/|–—•·:»]+(?=\S)|[\s/|–—•·«]+$")
_SEPARATOR = re.compile(r"\s*[|ㅣ｜»]+\s*|\s+[-–—•·:/\\<>~]+\s+|--+|_(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])_")
_SENTENCE = re.compile(r"[.!?…]")


@dataclass(frozen=True, slots=True)
class SiteNames:
    """What a site and its newspaper are called, folded, and the host's own word (`example` of www.example.org)."""

    names: frozenset[str]
    host_word: str

    def has(self, text: str) -> bool:
        """Whether a text is the site's name, or so like its host that it can be nothing else."""
        folded = fold(text)
        if folded in self.names:
            return True
        glued, word = folded.replace(" ", ""), self.host_word
        if len(glued) < 3 or len(word) < 3:
            return False
        return glued in word or (word in glued and len(word) * 3 >= len(glued))

    def signs(self, text: str) -> bool:
        """Whether a byline is the site's name. A first and last name that make up the host are a blog's author.

        So is a first name alone that is less than most of the host.
        """
        folded = fold(text)
        if folded in self.names:
            return True
        if text.isupper() and self.host_word and folded.startswith(f"{self.host_word} "):
            return True  # a broadcaster's regional studio
        if " " in folded or (folded in self.host_word and 5 * len(folded) < 3 * len(self.host_word)):
            return False
        return self.has(text)


def name_site(names: Iterable[str | None], host_word: str) -> SiteNames:
    """The names of a site, of which some may be unknown."""
    return SiteNames(frozenset(fold(name) for name in names if name), fold(host_word).replace(" ", ""))


def clean_title(text: str) -> str:
    """One line, without the separators that a source left at its ends."""
    return _LEFT_OVER.sub("", squeeze(text))


def page_title(document: Document) -> str:
    """The text of `<title>`."""
    numbers = document.outline.find("title")
    return clean_title(document.outline.text_of(numbers[0])) if numbers else ""


def read_title(document: Document, told: list[str], site: SiteNames) -> str | None:
    """The best heading; the head's title where it is the same without a kicker, or where there is no heading."""
    told = [text for text in map(clean_title, told) if text and not site.has(text)]
    page = page_title(document)
    heading = _best_heading(document, [*told, page], site)
    if heading:
        return next((text for text in told[:2] if _is_end_of(text, heading)), heading)
    for text in (*told, page):
        if cut := without_site_name(text, site):
            return cut
    return None


def _best_heading(document: Document, known: list[str], site: SiteNames) -> str | None:
    """Of the `h1` that are not the site's name, the one most like the head's titles."""
    outline = document.outline
    headings = dict.fromkeys(clean_title(outline.heading_text(number)) for number in outline.find("h1"))
    candidates = [text for text in headings if len(text) > 1 and not site.has(text)]
    if not candidates:
        return None
    folded = [fold(text) for text in known if text]
    scores = [max((_likeness(fold(text), other) for other in folded), default=0.0) for text in candidates]
    best = max(range(len(candidates)), key=lambda n: scores[n])
    if scores[best] >= 0.2 or not folded or (len(candidates) == 1 and len(candidates[0]) > 20):
        return candidates[best]
    return None


def _likeness(text: str, other: str) -> float:
    """1 for equal texts, else the share of the words of both that they have in common; wordless scripts by letters."""
    if text == other:
        return 1.0
    words, others = set(text.split()), set(other.split())
    if len(words) < 3 and not text.isascii():
        words, others = set(text), set(other)
    common = len(words & others)
    return common / max(len(words), min(len(others), 2 * len(words)), 1) if common else 0.0


def _is_end_of(text: str, heading: str) -> bool:
    """Whether a title is the heading less a kicker before it or a tail behind it."""
    if not 15 < len(text) < len(heading):
        return False
    short, long = fold(text), fold(heading)
    return long.endswith(f" {short}") or long.startswith(f"{short} ")


def without_site_name(text: str, site: SiteNames) -> str:
    """The title without the end parts that name the site or a section between the site's name and the title."""
    spans = list(_SEPARATOR.finditer(text))
    start, end = 0, len(text)
    while spans and site.has(text[spans[-1].end() : end]):
        end = spans.pop().start()
    while spans and site.has(text[start : spans[0].start()]):
        start = spans.pop(0).end()
    return clean_title(text[start:end])
