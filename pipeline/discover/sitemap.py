"""The sitemap way: sitemaps and indexes (sitemaps.org), news and image extensions, plain text lists, robots.txt."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from pipeline import urls
from pipeline.dates import Moment
from pipeline.discover.document import Document, open_document
from pipeline.discover.gather import Gatherer
from pipeline.discover.markup import name_of, text_of
from pipeline.discover.wording import Calendar, calendar_of, clean, read_language
from pipeline.errors import NotASitemap
from pipeline.models import Capture, Discovery, Hint
from pipeline.sites import Site, SitemapSource

MAX_ENTRIES: Final = 50_000
"""Entries one sitemap may have (sitemaps.org); further ones are not read, so memory has a bound."""

_NO_HINT: Final = Hint()
_ROBOTS_SITEMAP = re.compile(r"\s*sitemap\s*:(.*)", re.IGNORECASE)
_ROBOTS_AGENT = re.compile(r"^\s*user-agent\s*:", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One `url` or `sitemap` of a sitemap. `moment` dates it: publication, else last change."""

    address: str
    hint: Hint

    @property
    def moment(self) -> Moment | None:
        """When the page was published, else changed; None when the sitemap does not say."""
        return self.hint.published or self.hint.modified


@dataclass(slots=True)
class _Contents:
    pages: list[Entry]
    sitemaps: list[Entry]
    notes: list[str]


def read(capture: Capture, source: SitemapSource, site: Site) -> Discovery:
    """The pages a sitemap lists, newest first up to `max_links`, and in `more` the sitemaps an index lists.

    Pages must be of the site, sitemaps of the site or of the registered domain this one is on. Entries before a cut
    are kept and the cut is noted. NotASitemap when the document is something else, naming what it is.
    """
    document = open_document(capture)
    contents = _read_contents(document, calendar_of(capture, site, source))
    gatherer = Gatherer("sitemap", capture.final_url, site, source)
    gatherer.notes += [*document.notes, *contents.notes]
    for entry in _newest(contents.pages, source.max_links, gatherer.notes):
        gatherer.add((entry.address,), replace(entry.hint, image=gatherer.resolve(entry.hint.image)))
    return gatherer.discovery(_further(contents.sitemaps, capture, site, gatherer))


def _read_contents(document: Document, calendar: Calendar) -> _Contents:
    if document.root in ("urlset", "sitemapindex"):
        return _read_xml(document, calendar)
    if document.root is None and (contents := _read_lines(document)):
        return contents
    raise NotASitemap(f"expected a sitemap, got {document.describe()}", url=document.url)


def _read_xml(document: Document, calendar: Calendar) -> _Contents:
    contents = _Contents([], [], [])
    elements, pieces = document.elements("url", "sitemap")
    for count, element in enumerate(elements.read(pieces)):
        if count == MAX_ENTRIES:
            contents.notes.append(f"only the first {MAX_ENTRIES} entries were read, the most a sitemap may have")
            return contents
        entries = contents.pages if name_of(str(element.tag)) == "url" else contents.sitemaps
        entries.append(_read_entry(element, calendar))
    if not elements.is_complete:
        what = f"the sitemap is cut off or broken ({elements.fault or 'no closing tag'})"
        if not contents.pages and not contents.sitemaps:
            raise NotASitemap(f"{what}, and has no whole entry", url=document.url)
        contents.notes.append(f"{what}; whole entries were read")
    return contents


def _read_entry(element: etree._Element, calendar: Calendar) -> Entry:
    fields: dict[str, str] = {}
    for child in element.iterdescendants():
        if len(child) == 0:
            fields.setdefault(name_of(str(child.tag)), text_of(child))
    hint = Hint(
        title=clean(fields.get("news:title")),
        published=calendar.read(fields.get("news:publication_date")),
        modified=calendar.read(fields.get("lastmod")),
        newspaper=clean(fields.get("news:name")),
        language=read_language(fields.get("news:language")),
        image=fields.get("image:loc"),
    )
    return Entry(fields.get("loc", ""), hint)


def _read_lines(document: Document) -> _Contents | None:
    """A plain text sitemap (an address a line), or the `Sitemap` lines of a robots.txt (RFC 9309 §2.2.4)."""
    text = document.text
    named = [
        Entry(found[1].partition("#")[0], _NO_HINT)
        for line in text.splitlines()
        if (found := _ROBOTS_SITEMAP.match(line))
    ]
    if named or _ROBOTS_AGENT.search(text):
        return _Contents([], named, [])
    lines = [line.strip(" \t\ufeff") for line in text.splitlines()]
    entries = [Entry(line, _NO_HINT) for line in lines if line]
    if not entries or not entries[0].address.lower().startswith(("http://", "https://")):
        return None
    notes = [f"only the first {MAX_ENTRIES} lines were read"] if len(entries) > MAX_ENTRIES else []
    return _Contents(entries[:MAX_ENTRIES], [], notes)


def _newest(entries: list[Entry], limit: int, notes: list[str]) -> list[Entry]:
    """At most `limit` entries: the newest where they are dated, else the first."""
    if len(entries) <= limit:
        return entries
    notes.append(f"{limit} of {len(entries)} pages were taken (`max_links`), the newest where they are dated")
    return sorted(entries, key=_by_age)[:limit]


def _by_age(entry: Entry) -> float:
    return -entry.moment.value.timestamp() if entry.moment else 0.0


def _further(sitemaps: list[Entry], capture: Capture, site: Site, gatherer: Gatherer) -> tuple[str, ...]:
    """The addresses of further sitemaps, newest first, without this one; a bad or foreign one is counted."""
    found: dict[str, None] = {}
    for entry in sorted(sitemaps, key=_by_age):
        address = gatherer.resolve(entry.address.replace("&amp;", "&"))
        if address is None:
            gatherer.pass_over("sitemaps whose address cannot be fetched", entry.address)
        elif not (site.owns(address) or urls.is_same_site(address, capture.final_url)):
            gatherer.pass_over("sitemaps on another site", address)
        elif address not in (capture.url, capture.final_url):
            found[address] = None
    return tuple(found)
