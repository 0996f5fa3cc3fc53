"""Readers of a page's head and inline annotations: OpenGraph, other metas, and microdata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.parse.document import Document
from pipeline.parse.findings import Findings
from pipeline.parse.outline import NAMELESS, Attributes


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_PUBLISHED = _names(
    """
    article:published_time og:article:published_time article:published article:publish_time og:published_time
    og:pubdate
    """
)
_PUBLISHED_NAMES = frozenset(_PUBLISHED)
_PUBLISHED_META = _names(
    """
    datepublished parsely-pub-date cxenseparse:recs:publishtime cxenseparse:recs:published_time sailthru.date
    dc.date.issued dcterms.created dc.date.created dcterms.issued pubdate publishdate publish_date publish-date
    publication_date publicationdate published published_at publisheddate article.published bt:pubdate
    rnews:datepublished originalpublicationdate release_date citation_publication_date citation_date
    uploaddate ya:ovs:upload_date outbrain-date article_date_original
    gsa_publish_date ptime article:published_date epoch-publish-date publish_time
    """
)
_DATED_META = _names(
    """
    date dc.date dc:date dcterms.date gsa_date displaydate datecreated cms_creationdate created creation_date
    """
)
_MODIFIED = _names(
    """
    article:modified_time og:updated_time og:article:modified_time article:modified og:modified_time
    """
)
_MODIFIED_META = _names(
    """
    datemodified last-modified dcterms.modified dc.date.modified lastmod last_modified cxenseparse:modified_time
    article:modified_date bt:moddate lastupdate updated
    """
)
_AUTHOR_META = _names(
    """
    parsely-author sailthru.author cxenseparse:author article:author_name byl author dc.creator dcterms.creator
    citation_author og:author sailthru.byline_name articleauthor article:byline bt:author dable:author
    tph_tealium_post_author branch:deeplink:authorname1 qc:author twitter:creator:name writer
    """
)
_NEWSPAPER_META = _names(
    """
    application-name dc.publisher dcterms.publisher publisher apple-mobile-web-app-title
    """
)
_WORDED_PUBLISHED = re.compile(
    r"(?:publish|publi(?:shed|cation)|pub|post(?:ed)?|issued?|released?|first(?:publish(?:ed)?)?)(?:ed|ing)?(?:on|at)?"
    r"(?:date|time|day|datetime|iso)?(?:utc|gmt|iso)?"
    r"|(?:dc|dcterms|eprints)?(?:date|time|datetime)(?:of)?(?:first)?(?:publish(?:ed)?|publication|pub|posted|issued|available|submitted)"
    r"|.{0,14}(?:publish(?:ed)?|publication|pub|release|post(?:ed)?|firstpublished)(?:on|at)?(?:date|time|datetime)"
    r"|(?:article|news|content|dc|dcterms|st|vr|search|analytics|shareaholic|page|story|live|fis|lp|fb|ia|twitter)"
    r"(?:markup)?(?:first|original)?(?:published|issued|available|publishdate)"
)
_WORDED_DATED = re.compile(
    r".{0,14}(?:date|datetime|created(?:at|on|time|date)?|creation(?:date|time)|datecreated|createdate|utime|issuedat)"
)
_DENIED = re.compile(
    r"modif|updat|expir|end|start|event|valid|until|embargo|copyright|review|crawl|index|birth|revis|build|cache|refresh"
    r"|unpubl|last|generat|access|publisher|robot|candidate|mandate|remind|archive|access|now|today|current|server"
)
_LETTERS = re.compile(r"[^a-z]+")
_YEAR = re.compile(r"(?:19|20|25|13|14)\d\d|1\d{9}")
_EMPTY = re.compile(r"\s*-?0{3,4}\d?[-/. ]|\s*1970-01-01|[^\d१-९١-٩۱-۹]*$")
_SECTION_META = _names(
    """
    parsely-section articlesection sailthru.section section og:section dc.subject prism.section
    cxenseparse:category og:article:section primary_section category
    """
)
_ITEMS = frozenset({"author", "headline", "datepublished", "datemodified", "datecreated", "articlesection"})
_LOCALE = re.compile(r"^[A-Za-z]{2,3}")


def read_opengraph(document: Document) -> Findings:
    """`og:*` and `article:*` (https://ogp.me). An `article:author` that is a profile's URL names nobody."""
    language = _LOCALE.match(document.meta("og:locale") or "")
    return Findings(
        title=document.meta("og:title"),
        summary=document.meta("og:description"),
        published=_dated_meta(document, _PUBLISHED),
        modified=document.meta(*_MODIFIED),
        authors=tuple(text for text in document.metas.get("article:author", ()) if "://" not in text),
        newspaper=document.meta("og:site_name"),
        section=document.meta("article:section"),
        language=language.group().lower() if language else None,
        image=document.meta("og:image", "og:image:url", "og:image:secure_url"),
        url=document.meta("og:url"),
    )


def read_metas(document: Document) -> Findings:
    """Dublin Core, Parsely, Sailthru, cXense, Twitter and homegrown metas."""
    authors = next((document.metas[name] for name in _AUTHOR_META if name in document.metas), None)
    if authors is None:
        authors = next((texts for name, texts in document.metas.items() if _names_author(name)), [])
    published, dated = _dated_meta(document, _PUBLISHED_META), _dated_meta(document, _DATED_META)
    if published is None and _PUBLISHED_NAMES.isdisjoint(document.metas):
        published, worded = _worded_metas(document)
        dated = dated or worded
    return Findings(
        title=document.meta(
            "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "cxenseparse:title"
        ),
        published=published,
        dated=dated,
        modified=document.meta(*_MODIFIED_META),
        authors=tuple(text for text in authors if "://" not in text),
        newspaper=document.meta(*_NEWSPAPER_META),
        section=document.meta(*_SECTION_META),
        language=document.meta("content-language", "language", "dc.language"),
        image=document.meta("twitter:image", "twitter:image:src", "parsely-image-url", "sailthru.image.full"),
    )


def _dated_meta(document: Document, names: tuple[str, ...]) -> str | None:
    """The first of these metas that can be a date: not empty by zeros, no template that nobody filled in."""
    metas = document.metas
    for name in names:
        for text in metas.get(name, ()):
            if not _EMPTY.match(text):
                return text
    return None


def _worded_metas(document: Document) -> tuple[str | None, str | None]:
    """The first metas called like a date of publication and like a date, in words that content systems invent."""
    told: list[str | None] = [None, None, None]
    for name, texts in document.metas.items():
        kind = _kind_of_name(name)
        if kind and told[kind] is None and len(texts[0]) <= MAX_DATE and _YEAR.search(texts[0]):
            told[kind] = texts[0]
    return told[_PUBLISHED_KIND], told[_DATED_KIND]


@lru_cache(maxsize=1 << 12)
def _names_author(name: str) -> bool:
    """Whether a meta's name says author in words of its own. Remembered, as those of dates."""
    is_told = "author" in name or "line" in name or "writer" in name
    return is_told and _AUTHOR_NAME.fullmatch(_LETTERS.sub("", name)) is not None


_AUTHOR_NAME = re.compile(
    r"(?!twitter|fb|facebook|copyright|google).{0,18}?(?:authors?(?:full)?(?:names?)?|byline|writers?)"
)
_DATE_WORDS = ("dat", "pub", "time", "post", "issue", "relea", "first", "creat", "avail")
_PUBLISHED_KIND, _DATED_KIND = 1, 2
MAX_DATE = 80
"""Characters of a meta that is a date."""


@lru_cache(maxsize=1 << 12)
def _kind_of_name(name: str) -> int:
    """Whether a meta's name says date of publication, or date. Remembered: sites share most of their names."""
    if not any(word in name for word in _DATE_WORDS):  # nine of ten, at a tenth of the expressions' price
        return 0
    letters = _LETTERS.sub("", name)
    if len(letters) > 40 or _DENIED.search(letters):
        return 0
    last = _LETTERS.sub("", name.rpartition(":")[2].rpartition(".")[2])
    if _WORDED_PUBLISHED.fullmatch(letters) or (last and _WORDED_PUBLISHED.fullmatch(last)):
        return _PUBLISHED_KIND if last not in ("pub", "post", "issue", "release", "first") else 0
    return _DATED_KIND if _WORDED_DATED.fullmatch(letters) else 0


def read_microdata(document: Document) -> Findings:
    """`itemprop` values of the page's article (https://html.spec.whatwg.org/multipage/microdata.html)."""
    outline, found, authors, end = document.outline, dict[str, str](), list[str](), 0
    for number, attributes, names in _find_items(document):
        for name in names:
            if name == "author":
                if number >= end:  # an author inside an author is the same
                    authors.append(_author_of(document, number))
                    end = outline.last[number]
            elif name in _ITEMS:
                value = (
                    attributes.get("content")
                    or attributes.get("datetime")
                    or (attributes.get("title") if name.startswith("date") else None)
                    or outline.text_of(number)
                )
                if value:
                    found.setdefault(name, value)
    return Findings(
        title=found.get("headline"),
        published=found.get("datepublished") or found.get("datecreated"),
        modified=found.get("datemodified"),
        authors=tuple(text for text in authors if text),
        section=found.get("articlesection"),
    )


def _find_items(document: Document) -> Iterator[tuple[int, Attributes, list[str]]]:
    """Number, attributes and names of the elements that may be the article's properties.

    Two thirds of all pages have none: one native search takes a tenth of the time of reading all attributes.
    """
    outline, named = document.outline, dict[int, tuple[Attributes, list[str]]]()
    for node in document.tree.css("[itemprop]"):
        names = ((attributes := node.attributes).get("itemprop") or "").lower().split()
        if not _ITEMS.isdisjoint(names) and node.tag not in NAMELESS:
            named[node.mem_id] = attributes, names
    for number, node in enumerate(outline.nodes):
        if not named:  # mostly long before the end of the page
            return
        if (address := node.mem_id) in named:
            yield number, *named.pop(address)


def _author_of(document: Document, element: int) -> str:
    """The `name` inside an author item, else its content or text."""
    outline = document.outline
    for number in range(element + 1, outline.last[element]):
        if "name" in outline.attribute(number, "itemprop").split():
            return outline.attribute(number, "content") or outline.text_of(number)
    return outline.attribute(element, "content") or outline.text_of(element)
