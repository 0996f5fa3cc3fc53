"""Atom (RFC 4287): the articles as a feed, newest first."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any, Final

from lxml import etree

from pipeline.export.base import Options, Shelf
from pipeline.export.places import Place
from pipeline.models import ArchivedArticle

OPTIONS: Final[frozenset[str]] = frozenset()
ATOM: Final = "http://www.w3.org/2005/Atom"
DC: Final = "http://purl.org/dc/elements/1.1/"
FEED_ID: Final = "urn:uuid:6f2d3c9e-6d0b-5f0a-9a55-77617272617a"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document may hold, not even escaped (https://www.w3.org/TR/xml/#charsets)."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def write(shelf: Shelf, place: Place, options: Options) -> None:
    """One feed document, written entry by entry."""
    with place.open_file() as file, etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "dc": DC}):
            now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            for name, text in (("id", FEED_ID), ("title", "Warraq"), ("updated", now), ("generator", "Warraq")):
                xml.write(_element(name, text))
            for article in shelf.articles("newest"):
                xml.write(entry(article))


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed says of itself: an IRI that never changes, a title, when it changed, its addresses by relation."""

    identity: str
    title: str
    updated: str
    links: Mapping[str, str]


def feed(head: Head, articles: Iterable[ArchivedArticle]) -> bytes:
    """A whole feed document of a few articles, in their order."""
    made = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "dc": DC})
    for name, text in (
        ("id", head.identity),
        ("title", head.title),
        ("updated", head.updated),
        ("generator", "Warraq"),
    ):
        made.append(_element(name, text))
    for relation, address in head.links.items():
        made.append(_element("link", rel=relation, href=_clean(address)))
    made.extend(entry(article) for article in articles)
    return etree.tostring(made, encoding="utf-8", xml_declaration=True)


def entry(article: ArchivedArticle) -> etree._Element:
    """One article as an `entry`, valid whatever its texts hold."""
    made = etree.Element(f"{{{ATOM}}}entry")
    if article.language and _LANGUAGE.fullmatch(article.language):
        made.set("{http://www.w3.org/XML/1998/namespace}lang", article.language)
    made.append(_element("id", _identity(article)))
    made.append(_element("title", article.title or "–"))
    made.append(_element("updated", _stamp(article.modified or article.published or article.first_seen)))
    if article.published:
        made.append(_element("published", _stamp(article.published)))
    for relation, address in (("alternate", article.url), ("via", article.source_link)):
        if address and address.startswith(("http://", "https://")):
            made.append(_element("link", rel=relation, href=_clean(address)))
    _append_people(made, article)
    if article.section:
        made.append(_element("category", term=_clean(article.section)))
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in article.body.split("\n"))
    made.append(_element("content", paragraphs, type="html"))
    return made


def _append_people(made: etree._Element, article: ArchivedArticle) -> None:
    """RFC 4287 §4.1.2: an entry has an author. Where nobody is named it is the newspaper."""
    names = article.author.split("; ") if article.author else [article.newspaper or article.site or "–"]
    for name in names:
        person = etree.SubElement(made, f"{{{ATOM}}}author")
        person.append(_element("name", name))
    if article.newspaper:
        publisher = etree.SubElement(made, f"{{{DC}}}publisher")
        publisher.text = _clean(article.newspaper)


def _identity(article: ArchivedArticle) -> str:
    """The same at every export (§4.2.6): the canonical address; a text without one is known by its content."""
    return article.url or uuid.uuid5(uuid.NAMESPACE_URL, f"warraq:{article.content_hash}").urn


def _stamp(moment: str) -> str:
    """RFC 3339, which Atom wants: a day is its midnight in UTC."""
    return moment if "T" in moment else f"{moment}T00:00:00Z"


def _element(name: str, text: str | None = None, **attributes: Any) -> etree._Element:
    made = etree.Element(f"{{{ATOM}}}{name}", attributes)
    made.text = _clean(text) if text is not None else None
    return made


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
