"""The reading of one page, top to bottom: open it, ask the readers, decide each field, say what the page is."""

from __future__ import annotations

from pipeline import charset
from pipeline.errors import ParseError
from pipeline.language import language_of
from pipeline.models import Capture, Hint, Page
from pipeline.parse import decide, moments, ticker
from pipeline.parse.article import Answer, Answers, build_article
from pipeline.parse.body import read_body
from pipeline.parse.claims import gather_claims
from pipeline.parse.document import Document, open_document
from pipeline.parse.kind import why_no_article
from pipeline.parse.people import clean_authors
from pipeline.parse.place import locate_story
from pipeline.parse.plain_text import TextPage, read_text
from pipeline.parse.titles import name_site
from pipeline.sites import Site

HEAD = 2**16
"""Bytes that decide an encoding: decoding a whole page (190 kB on average) to find out takes as long as parsing it."""
_BINARY = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b")


def read(capture: Capture, *, site: Site | None = None, hint: Hint | None = None) -> Page:
    """Read one captured page. Pure: the same capture, site and hint give the same page.

    A page without an article (a section page, an error page) is `kind="other"` and may still have a ticker.
    ParseError for what cannot be read at all: a truncated capture or bytes that are no text.
    """
    hint = hint or Hint()
    _refuse(capture)
    encoding = _codec(capture)
    if capture.media_type == "text/plain":
        return _page_of_text(read_text(capture.body.decode(encoding, "replace")), capture, site, hint)
    return _page_of_html(open_document(capture, encoding, site), capture, hint)


def _refuse(capture: Capture) -> None:
    if capture.truncated:
        raise ParseError("the capture is truncated; fetch the page again", url=capture.url)
    if capture.body.startswith(_BINARY):
        raise ParseError(f"not a text page but {capture.media_type or 'binary data'}", url=capture.url)


def _codec(capture: Capture) -> str:
    """The codec of the body; when nobody decided it yet, by its first part, unless only a later one tells."""
    if capture.encoding and (codec := charset.find_codec(capture.encoding)):
        return codec
    body = capture.body
    head = body[:HEAD]
    return charset.decide(body if head.isascii() else head, capture.header("content-type")).name


def _page_of_html(document: Document, capture: Capture, hint: Hint) -> Page:
    headlines = ticker.read(document)
    claims = gather_claims(document)
    names = decide.site_names(document, claims, hint)
    title = decide.title(document, claims, hint, names)
    found = read_body(document.without(document.site.rules.drop) if document.site else document)
    body = decide.body(claims, found)
    why = why_no_article(document, claims, title.value if title else "", body.value if body else "", capture.status)
    if why:
        return Page("other", None, headlines, why)
    place = locate_story(document, title.value if title else "", found)
    newspaper = decide.newspaper(document, claims, hint)
    source_link, source_text = decide.source(document, claims, found)
    answers = Answers(
        title=title,
        body=body,
        published=moments.decide_published(document, claims, hint, place),
        modified=moments.decide_modified(document, claims, hint),
        authors=decide.authors(claims, document, hint, names, place),
        newspaper=newspaper,
        source_link=source_link,
        source_text=source_text,
        language=decide.language(document, claims, hint, body.value if body else ""),
        section=decide.section(claims, hint),
        image=decide.image(document, claims, hint),
    )
    return Page("article", build_article(decide.address(document, claims), answers), headlines)


def _page_of_text(page: TextPage, capture: Capture, site: Site | None, hint: Hint) -> Page:
    found = page.findings
    if not found.body:
        return Page("other", None, page.ticker, "the text holds no article")
    moment = moments.read_line(found.published, capture.fetched_at, site) if found.published else None
    told = hint.newspaper or (site.newspaper if site else None)
    authors = clean_authors(hint.authors, name_site((found.newspaper, told), "").signs)
    language = language_of(found.body, hint.language)
    answers = Answers(
        title=_said(found.title, "text") or _said(hint.title, "feed"),
        body=Answer(found.body, "text"),
        published=moments.refine(Answer(moment, "text") if moment else None, hint.published),
        authors=Answer(authors, "feed") if authors else None,
        newspaper=_said(found.newspaper, "text") or _said(told, "feed"),
        source_text=_said(found.source_text, "text"),
        language=_said(language, "text"),
    )
    return Page("article", build_article(decide.own_address(capture), answers), page.ticker)


def _said(text: str | None, source: str) -> Answer[str] | None:
    return Answer(text, source) if text else None
