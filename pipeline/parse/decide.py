"""Decides each field among the claims of the readers: the first that can be believed, what the feed said last."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import normalize
from urllib.parse import urlsplit

from pipeline.language import language_of
from pipeline.models import Capture, Hint
from pipeline.parse import source_line, titles
from pipeline.parse.article import Answer
from pipeline.parse.authors import choose_shown
from pipeline.parse.body import Body
from pipeline.parse.claims import Claims
from pipeline.parse.document import Document
from pipeline.parse.findings import Findings
from pipeline.parse.people import clean_authors
from pipeline.parse.place import Place
from pipeline.text import squeeze
from pipeline.urls import canonicalise, host_of, is_same_site, registered_domain

Text = Answer[str]


def title(document: Document, claims: Claims, hint: Hint, site: titles.SiteNames) -> Text | None:
    """The site's rule, else the heading its head confirms, else what the head or the feed says."""
    ruled = titles.clean_title(claims.of("site:css").title or "")
    if ruled:
        return Answer(ruled, "site:css")
    said = list(claims.each(lambda findings: findings.title))
    found = titles.read_title(document, [text for _, text in said], site)
    if found:
        return Answer(found, next((name for name, text in said if titles.clean_title(text) == found), "heuristic"))
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
        paragraphs = confirmed(found.paragraphs, told) if len(told) > MIN_TOLD else found.paragraphs
        return Answer(_tidy("\n".join(paragraphs)), "heuristic")
    return _summary(claims)


def _summary(claims: Claims) -> Text | None:
    """What a page without running text says of itself, when it dates itself as a story: a video, a gallery."""
    if not any(claims.each(lambda findings: findings.published)):
        return None
    told = claims.each(lambda findings: findings.summary)
    return next((Answer(squeeze(text), reader) for reader, text in told if len(text) >= MIN_SUMMARY), None)


def _tidy(text: str) -> str:
    """NFC, without zero-width spaces; the lines are squeezed already."""
    return normalize("NFC", text.replace("\u200b", "").replace("\ufeff", ""))


def confirmed(paragraphs: list[str], told: str) -> list[str]:
    """The paragraphs that a page's own `articleBody` holds too, when these are most of them; else all."""
    known = _LETTERS_ONLY.sub("", told).lower()
    keys = [_LETTERS_ONLY.sub("", text).lower() for text in paragraphs]
    kept = [
        text
        for text, key in zip(paragraphs, keys, strict=True)
        if len(key) < 30 or key[:40] in known or key[-40:] in known or key[len(key) // 2 :][:30] in known
    ]
    return kept if sum(map(len, kept)) > 0.75 * sum(map(len, paragraphs)) else paragraphs


def site_names(document: Document, claims: Claims, hint: Hint) -> titles.SiteNames:
    """What the site and its newspaper are called: nobody's name, and no part of a title."""
    host = host_of(document.address) if document.address else ""
    site = document.site
    own = [site.name, site.newspaper, site.id] if site else []
    said = [text for _, text in claims.each(lambda findings: findings.newspaper)]
    word = registered_domain(host).partition(".")[0]
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
    return (Answer(url, reader) if url else None), (Answer(line, reader) if line else None)


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


_LETTERS_ONLY = re.compile(r"[\W_]+")
LANGUAGE_SAMPLE = 300
"""Characters of the body that tell its language."""
MIN_SUMMARY = 40
"""Characters of a description that says what a story is about."""
MIN_TOLD = 400
"""Characters of an `articleBody` that outweigh a page with a third as much text."""
_NO_PICTURE = re.compile(
    r"/([^/]+)/\1/thumb\b|[/_.-](?:logo|logos|favicon|placeholder|default|noimage|no-image|blank|spacer)(?=[/_.-]|\d|$)",
    re.IGNORECASE,
)


def image(document: Document, claims: Claims, hint: Hint) -> Text | None:
    """The story's picture as an absolute address; a logo is no picture."""
    for reader, link in claims.each(lambda findings: findings.image):
        if (url := _absolute(document, link)) and not _NO_PICTURE.search(url):
            return Answer(url, reader)
    url = _absolute(document, hint.image)
    return Answer(url, "feed") if url else None


def address(document: Document, claims: Claims) -> str | None:
    """The canonical address: what the page says, held to the same site and never its home page, else its own.

    A page from a file has no address of its own; then what it says is all there is.
    """
    outline, own = document.outline, document.address
    canonical = [
        outline.attribute(n, "href") for n in outline.find("link") if outline.attribute(n, "rel").lower() == "canonical"
    ]
    told = [*canonical, *(link for _, link in claims.each(lambda findings: findings.url))]
    for link in told:
        url = _absolute(document, link)
        if url and urlsplit(url).path not in ("", "/") and (not own or is_same_site(url, own)):
            return canonicalise(url)
    return canonicalise(own) if own else None


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
