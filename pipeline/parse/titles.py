"""Reader of the title: the page's main headings judged against what its head says, less the site's name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from pipeline.parse.document import Document
from pipeline.text import fold, squeeze

_LEFT_OVER = re.compile(r"^[\s/|–—•·:»]+(?=\S)|[\s/|–—•·«]+$")
_SEPARATOR = re.compile(r"\s*[|ㅣ｜»]+\s*|\s+[-–—•·:/\\<>~]+\s+|--+|_(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])_")
_MARK = re.compile(r"[|ㅣ｜»–—•·:/\\<>~_-]")  # every separator has one: a fifth of its price


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
    return SiteNames(
        frozenset(fold(name) for name in names if name),
        fold(host_word).replace(" ", ""),
    )


def clean_title(text: str) -> str:
    """One line, without the separators that a source left at its ends."""
    text = squeeze(text)
    if text and text[0].isalnum() and text[-1].isalnum():  # nine of ten: the expression costs three times as much
        return text
    return _LEFT_OVER.sub("", text)


def page_title(document: Document) -> str:
    """The text of `<title>`."""
    numbers = document.outline.find("title")
    return clean_title(document.outline.text_of(numbers[0])) if numbers else ""


def told_site(document: Document) -> str:
    """The site's name where only `<title>` tells it: what stands there behind the whole first `h1`; else empty."""
    headings, page = _headings(document)[:1], page_title(document)
    if not headings or len(headings[0]) < MIN_HEADLINE or not page.startswith(headings[0]):
        return ""
    parts = _SEPARATOR.split(page[len(headings[0]) :])
    return parts[-1] if len(parts) > 1 and not parts[0].strip() and len(parts[-1]) <= MAX_SITE else ""


MIN_HEADLINE = 15
"""Characters of a heading that is no section's or site's name."""
MAX_SITE = 40


def read_title(document: Document, told: list[str], site: SiteNames) -> str | None:
    """The best heading, in the head's spelling, or the head's title where the heading is none or says more or less.

    `told` are the titles that the head gives, clean, the most believed first.
    """
    headings = _headings(document)
    heading = next((text for text in told if text in headings), None)
    if heading and not site.has(heading):  # two of three pages
        return _in_the_heads_words(heading, told, site)
    told, page = [text for text in told if not site.has(text)], page_title(document)
    if heading := _best_heading(document, headings, told, page, site):
        return _in_the_heads_words(heading, told, site)
    for text in (*told, page):
        if shown := _shown_part(document, text, site):
            return shown
        cut = without_site_name(text, site)
        if cut and not site.has(cut):
            return cut
    return _named_title(document, site) or next(filter(None, (without_site_name(page, site),)), None)


def _shown_part(document: Document, text: str, site: SiteNames) -> str:
    """The longest part of a title in the head, of whole segments, that the page shows as a line of its own."""
    if not _MARK.search(text):
        return ""
    spans = [(found.start(), found.end()) for found in _SEPARATOR.finditer(text)][:MAX_SEGMENTS]
    outline = document.outline
    first = max((outline.block_to[number] for number in outline.find("title")), default=0)
    shown, headings = set(outline.blocks[first:]), {outline.text_of(n) for tag in _HEADINGS for n in outline.find(tag)}
    parts = [part for start, _ in spans if (part := text[:start]) in shown]
    parts += [part for _, end in spans if (part := text[end:]) in headings]  # a site's name stands in many lines
    fitting = [part for part in parts if len(part) * 3 >= len(text) and not site.has(part)]
    return max(fitting, key=len, default="")


def _named_title(document: Document, site: SiteNames) -> str:
    """The first element called the story's title, on a page whose head names the site alone and that has no `h1`."""
    outline = document.outline
    for tag in ("h2", "h3", "div", "p", "span"):
        for number in outline.find(tag)[:MAX_NAMED]:
            if _STORY_TITLE.search(f"{outline.attribute(number, 'class')} {outline.attribute(number, 'id')}".lower()):
                text = clean_title(outline.heading_text(number))
                if MIN_HEADLINE <= len(text) <= MAX_HEADING and not site.has(text):
                    return text
    return ""


_HEADINGS = ("h1", "h2", "h3", "h4")
_STORY_TITLE = re.compile(
    r"(?<![a-z])(?:article|entry|post|news|story|single|page|content)[-_]{0,2}(?:title|headline|heading)(?![a-z])"
)
MAX_SEGMENTS = 6
MAX_NAMED = 60
"""Elements of a tag whose names are looked at for a title."""


def _headings(document: Document) -> list[str]:
    """The texts of the `h1`, each once."""
    outline = document.outline
    texts = (clean_title(outline.heading_text(number)) for number in outline.find("h1"))
    return list(dict.fromkeys(text for text in texts if len(text) > 1))


def _best_heading(document: Document, headings: list[str], told: list[str], page: str, site: SiteNames) -> str | None:
    """Of the headings that are not the site's name, the one most like the head's titles."""
    candidates = [text for text in headings if not site.has(text)]
    if page:
        shown = _shown_part(document, page, site) if len(candidates) == 1 and not told else ""
        candidates = [text for text in candidates if text in told or not _is_small_end(text, page, shown)]
    if not candidates:
        return None
    folded = [fold(text) for text in (*told, page) if text]
    scores = [max((_likeness(fold(text), other) for other in folded), default=0.0) for text in candidates]
    best = max(range(len(candidates)), key=lambda n: scores[n])
    if scores[best] >= 0.2 or not folded or (len(candidates) == 1 and len(candidates[0]) > 20):
        return candidates[best]
    return None


def _is_small_end(heading: str, page: str, shown: str) -> bool:
    """Whether a heading is the lesser last part of `<title>`: the name of a site that says it nowhere else.

    So is the first part, when the page shows a longer one as a line of its own.
    """
    if 2 * len(heading) >= len(page) or _SEPARATOR.search(page) is None:
        return False
    return page.endswith(heading) or (page.startswith(heading) and len(shown) > len(heading) and heading not in shown)


def _in_the_heads_words(heading: str, told: list[str], site: SiteNames) -> str:
    """A heading, or the head's title where that is to be preferred.

    It is when both differ in spaces, slashes or whether there are quotation marks, which markup and style add and take;
    when it is the heading less a kicker before it or a tail behind it; when two readers have the same kicker before the
    heading; and when the heading is a whole paragraph.
    """
    if all(text.startswith(heading) for text in told):
        return heading
    letters, quotes = heading.translate(_NO_MARKS), heading.translate(_PLAIN_QUOTES)
    cut = [without_site_name(text, site) for text in dict.fromkeys(told) if text != heading]
    alike = [text for text in cut if text.translate(_NO_MARKS) == letters and text.translate(_PLAIN_QUOTES) != quotes]
    if alike and _count_quotes(plainest := min(alike, key=_count_quotes)) <= quotes.count('"'):
        return plainest
    if less := next((text for text in told[:2] if _is_end_of(text, heading)), None):
        return less
    kickered = f": {heading}"
    if len(told) > 1 and cut[0].endswith(kickered) and told[0].endswith(kickered) and told[1].endswith(kickered):
        return cut[0]
    return cut[0] if len(cut[0]) < MAX_HEADING < len(heading) else heading


def _count_quotes(text: str) -> int:
    """Quotation marks; a lone one counts as many, since the title is cut off there."""
    marks = text.translate(_PLAIN_QUOTES).count('"')
    return marks if marks % 2 == 0 else 100


_NO_MARKS = str.maketrans(dict.fromkeys(' \xa0\u202f"“”„«»/'))
_PLAIN_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))
MAX_HEADING = 180
"""Characters of a heading; the longest title of 560 real pages has 174."""


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
    """The title without the end parts that name the site, or a section between the site's name and the title.

    What stands behind the site's name is its motto.
    """
    if not _MARK.search(text):
        return clean_title(text)
    spans = list(_SEPARATOR.finditer(text))
    start, end = 0, len(text)
    for span, following in zip_longest(spans, spans[1:]):
        if site.has(text[span.end() : following.start() if following else end]):
            end = span.start()
            break
    spans = [span for span in spans if span.end() <= end]
    while spans and site.has(text[start : spans[0].start()]):
        start = spans.pop(0).end()
    return clean_title(text[start:end])
