"""Decides each field among the claims of the readers: the first that can be believed, what the feed said last."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final
from unicodedata import normalize

from pipeline.language import language_of
from pipeline.models import Capture, Hint
from pipeline.parse import source_line, titles
from pipeline.parse.article import Answer
from pipeline.parse.authors import choose_shown
from pipeline.parse.body import Body
from pipeline.parse.claims import Claims
from pipeline.parse.document import Document
from pipeline.parse.findings import Findings
from pipeline.parse.hydration import read_hydrated
from pipeline.parse.people import clean_authors
from pipeline.parse.place import Place
from pipeline.parse.story_data import is_notice
from pipeline.text import squeeze
from pipeline.urls import canonicalise, host_of, is_same_site, registered_domain

Text = Answer[str]


def title(document: Document, claims: Claims, hint: Hint, site: titles.SiteNames) -> Text | None:
    """The site's rule, else the heading its head confirms, else what the head or the feed says."""
    ruled = titles.clean_title(claims.of("site:css").title or "")
    if ruled:
        return Answer(ruled, "site:css")
    claimed = claims.each(lambda findings: findings.title)
    said = [(name, clean) for name, text in claimed if (clean := titles.clean_title(text))]
    found = titles.read_title(document, [text for _, text in said], site)
    if found:
        return Answer(found, next((name for name, text in said if text == found), "heuristic"))
    return Answer(titles.clean_title(hint.title), "feed") if hint.title else None


def body(claims: Claims, found: Body | None) -> Text | None:
    """The site's rule, else the main container, else what a page drawn by script tells in its JSON-LD."""
    ruled = claims.of("site:css").body
    if ruled:
        return Answer(ruled, "site:css")
    told = claims.of("json-ld").body or ""
    size = sum(map(len, found.paragraphs)) if found else 0
    if len(told) > MIN_TOLD and size * 3 < len(told):
        return Answer("\n".join(line for part in told.splitlines() if (line := squeeze(part))), "json-ld")
    if found and found.paragraphs:
        return Answer(_tidy("\n".join(found.paragraphs)), "heuristic")
    return _summary(claims)


def or_scripted(document: Document, claims: Claims, found: Body | None, shown: Text | None) -> Text | None:
    """The body as decided, unless the page shows next to no text and its scripts hold the story they would draw."""
    shown_text = sum(map(len, found.paragraphs)) if found else 0
    is_shown = shown_text >= MIN_SHOWN and not (shown and is_notice(shown.value))
    if is_shown or claims.of("site:css").body or len(claims.of("json-ld").body or "") > MIN_TOLD:
        return shown
    is_story = document.meta("og:type") == "article" or any(claims.each(lambda findings: findings.published))
    drawn = read_hydrated(document, is_story=is_story, beyond=2 * shown_text)
    text = _tidy("\n".join(drawn.paragraphs)) if drawn else ""
    return Answer(text, "script-data") if len(text) > 2 * shown_text else shown


def _summary(claims: Claims) -> Text | None:
    """What a page without running text says of itself, when it dates itself as a story: a video, a gallery."""
    if not any(claims.each(lambda findings: findings.published)):
        return None
    told = claims.each(lambda findings: findings.summary)
    return next((Answer(squeeze(text), reader) for reader, text in told if len(text) >= MIN_SUMMARY), None)


def _tidy(text: str) -> str:
    """NFC, without characters of no width; no line is empty. The lines are squeezed already."""
    text = normalize("NFC", text)
    if text.isascii() or not any(char in text for char in UNSEEN):
        return text
    lines = (line.strip() for line in _UNSEEN_ALWAYS.sub("", text).splitlines())
    return "\n".join(line for line in lines if line.strip("\u200c\u200d\u200e\u200f"))


def site_names(document: Document, claims: Claims, hint: Hint) -> titles.SiteNames:
    """What the site and its newspaper are called: nobody's name, and no part of a title."""
    host = host_of(document.address) if document.address else ""
    site = document.site
    own = [site.name, site.newspaper, site.id] if site else []
    said = [text for _, text in claims.each(lambda findings: findings.newspaper)]
    word = registered_domain(host).partition(".")[0]
    if not said:
        said = [titles.told_site(document)]
    return titles.name_site([*said, *own, hint.newspaper, host, host.removeprefix("www.")], word)


def newspaper(document: Document, claims: Claims, hint: Hint) -> Text | None:
    """The site's rule, the one newspaper of its site file, what the page says, the feed's."""
    site = document.site
    ruled = claims.of("site:css").newspaper
    if ruled:
        return Answer(ruled, "site:css")
    if site and site.newspaper:
        return Answer(site.newspaper, "site:name")
    return _first(claims, lambda findings: findings.newspaper, hint.newspaper)


def authors(
    claims: Claims, document: Document, hint: Hint, site: titles.SiteNames, place: Place
) -> Answer[tuple[str, ...]] | None:
    """The first reader that names somebody, unless the bylines around the story name more, or plainly somebody else."""
    ruled = clean_authors(claims.of("site:css").authors, site.signs)
    if ruled:
        return Answer(ruled, "site:css")
    named = ((reader, clean_authors(raw, site.signs)) for reader, raw in claims.each(lambda findings: findings.authors))
    claimed = next((Answer(names, reader) for reader, names in named if names), None)
    better = choose_shown(document, place, claimed.value if claimed else (), site.signs)
    if better:
        people = tuple(
            name for name in better if not site.has(name)
        )  # beside others, "Fjord Post" of fjordpost.no is none
        return Answer(people or better, "heuristic")
    told = clean_authors(hint.authors, site.signs)
    return claimed or (Answer(told, "feed") if told else None)


def source(document: Document, claims: Claims, found: Body | None) -> tuple[Text | None, Text | None]:
    """Link and text of the line that names the original."""
    ruled = claims.of("site:css")
    link, line, reader = ruled.source_link, ruled.source_text, "site:css"
    if not link:
        reader = "heuristic"
        link, line = source_line.find_source(document, found.blocks) if found else (None, None)
    url = _absolute(document, link)
    return (Answer(url, reader) if url else None), (Answer(squeeze(line), reader) if line else None)


def language(document: Document, claims: Claims, hint: Hint, text: str) -> Text | None:
    """The site's rule, else what the text's script and words say of what the page declares."""
    ruled = claims.of("site:css").language
    if ruled:
        return Answer(ruled.lower(), "site:css")
    declared = document.declared_language or hint.language
    told = language_of(text[:LANGUAGE_SAMPLE], declared)
    return Answer(told, "text") if told else None


def section(claims: Claims, hint: Hint) -> Text | None:
    """The section the story is filed under."""
    return _first(claims, lambda findings: findings.section, hint.section)


UNSEEN: Final = ("\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff")
"""Characters of no width; looked for one by one they are found twenty times as fast as by an expression."""
_UNSEEN_ALWAYS: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
LANGUAGE_SAMPLE: Final = 300
"""Characters of the body that tell its language."""
MIN_SUMMARY: Final = 40
"""Characters of a description that says what a story is about."""
MIN_SHOWN: Final = 250
"""Characters of text from which a page shows its story itself."""
MIN_TOLD: Final = 400
"""Characters of an `articleBody` that outweigh a page with a third as much text."""
_NO_PICTURE: Final = re.compile(
    r"/([^/]+)/\1/thumb\b|[/_.-](?:logo|logos|favicon|placeholder|default|noimage|no-image|blank|spacer)(?=[/_.-]|\d|$)"
)
_PICTURELESS: Final = ("logo", "thumb", "default", "placeholder", "favicon", "noimage", "no-image", "blank", "spacer")
"""Each of which the pattern needs one; looked for plainly, they cost a tenth of it."""


def image(document: Document, claims: Claims, hint: Hint) -> Text | None:
    """The story's picture as an absolute address; a logo is no picture."""
    for reader, link in claims.each(lambda findings: findings.image):
        if (url := _absolute(document, link)) and not _is_no_picture(url.lower()):
            return Answer(url, reader)
    url = _absolute(document, hint.image)
    return Answer(url, "feed") if url else None


def _is_no_picture(url: str) -> bool:
    """Whether an address in lower case is of a logo or a stand-in."""
    return any(word in url for word in _PICTURELESS) and _NO_PICTURE.search(url) is not None


def address(document: Document, claims: Claims) -> str | None:
    """The canonical address: what the page says, held to the same site and never its home page, else its own.

    A page from a file has no address of its own; then what it says is all there is.
    """
    own = document.address
    for link in _told_addresses(document, claims):
        url = _absolute(document, link)
        if url and _has_path(url) and (not own or is_same_site(url, own)):
            return canonicalise(url)
    return canonicalise(own) if own else None


def _told_addresses(document: Document, claims: Claims) -> Iterator[str]:
    """The page's `<link rel=canonical>`, then what the readers found."""
    outline = document.outline
    for number in outline.find("link"):
        attributes = outline.attributes[number]
        if (attributes.get("rel") or "").strip().lower() == "canonical" and (link := attributes.get("href")):
            yield link
    yield from (link for _, link in claims.each(lambda findings: findings.url))


def _has_path(url: str) -> bool:
    """Whether an absolute URL leads to more than a host's home page."""
    target = url.split("/", 3)[3]
    return target != "" and not target.startswith("?")


def own_address(capture: Capture) -> str | None:
    """The canonical form of the address that answered; None for a file."""
    try:
        return canonicalise(capture.final_url)
    except ValueError:
        return None


def _first(claims: Claims, pick: Callable[[Findings], str | None], told: str | None) -> Text | None:
    for source, text in claims.each(pick):
        if line := squeeze(text):
            return Answer(line, source)
    return Answer(told, "feed") if told else None


def _absolute(document: Document, link: str | None) -> str | None:
    return document.resolve(link, document.base)
