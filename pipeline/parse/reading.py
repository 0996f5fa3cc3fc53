"""The reading of one page, top to bottom: open it, ask the readers, decide each field, say what the page is."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline import charset
from pipeline.errors import ParseError
from pipeline.language import language_of
from pipeline.models import Capture, Hint, Page
from pipeline.parse import article_record, decide, moments, remembered, ticker
from pipeline.parse.article import Answer, Answers, build_article
from pipeline.parse.claims import gather_claims
from pipeline.parse.document import Document, open_document
from pipeline.parse.kind import tell_kind
from pipeline.parse.people import clean_authors
from pipeline.parse.place import locate_story
from pipeline.parse.plain_text import TextPage, read_text
from pipeline.parse.teaching import gather_facts
from pipeline.parse.titles import name_site
from pipeline.site_memory import SiteMemory
from pipeline.sites import Site

_BINARY = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b")


def read(
    capture: Capture, *, site: Site | None = None, hint: Hint | None = None, memory: SiteMemory | None = None
) -> Page:
    """Read one captured page. Pure: the same capture, site, hint and memory give the same page.

    With a memory of its site, were it empty, an article's page carries the facts that it has to teach.
    A page without an article (a section page, an error page) is `kind="other"` and may still have a ticker.
    ParseError for what cannot be read at all: a truncated capture or bytes that are no text.
    """
    hint = hint or Hint()
    if capture.media_type == article_record.MEDIA_TYPE:
        return article_record.read_record(capture, site, hint)
    _refuse(capture)
    encoding = _codec(capture)
    if capture.media_type == "text/plain":
        return _page_of_text(read_text(capture.body.decode(encoding, "replace")), capture, site, hint)
    with _without_collector():
        return _read_html(capture, encoding, site, hint, memory)


@contextmanager
def _without_collector() -> Iterator[None]:
    """No search for cyclic garbage while a page is read.

    Reading makes no cycles, and the page's thousands of nodes all die with its document, before the search is on again;
    looking at them, and with them at every object of the process, takes 4% of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _refuse(capture: Capture) -> None:
    if capture.truncated:
        raise ParseError("the capture is truncated; fetch the page again", url=capture.url)
    if capture.body.startswith(_BINARY):
        raise ParseError(f"not a text page but {capture.media_type or 'binary data'}", url=capture.url)


def _codec(capture: Capture) -> str:
    """The codec of the body, also when nobody decided it yet."""
    if capture.encoding and (codec := charset.find_codec(capture.encoding)):
        return codec
    return charset.decide_page(capture.body, capture.header("content-type")).name


def _read_html(capture: Capture, encoding: str, site: Site | None, hint: Hint, memory: SiteMemory | None) -> Page:
    document = open_document(capture, encoding, site)
    return _page_of_html(document.remembering(memory) if memory is not None else document, capture, hint)


def _page_of_html(document: Document, capture: Capture, hint: Hint) -> Page:
    headlines = ticker.read(document)
    claims = gather_claims(document)
    names = decide.site_names(document, claims, hint)
    title = remembered.decide_title(document, claims, hint, names)
    main = document.without(document.site.rules.drop) if document.site else document
    found, body = remembered.decide_body(main, claims)
    body = decide.or_scripted(main, claims, found, body)
    told = tell_kind(document, claims, title.value if title else "", body.value if body else "", capture)
    if told:
        return Page(told.kind, None, headlines, told.why)
    place = locate_story(document, title.value if title else "", found)
    newspaper = decide.newspaper(document, claims, hint)
    source_link, source_text = decide.source(document, claims, found)
    answers = Answers(
        title=title,
        body=body,
        published=remembered.decide_published(document, claims, hint, place),
        modified=moments.decide_modified(document, claims, hint),
        authors=remembered.decide_authors(document, claims, hint, names, place),
        newspaper=newspaper,
        source_link=source_link,
        source_text=source_text,
        language=decide.language(document, claims, hint, body.value if body else ""),
        section=decide.section(claims, hint),
        image=decide.image(document, claims, hint),
    )
    article = build_article(decide.address(document, claims), answers)
    return Page("article", article, headlines, facts=gather_facts(main, article, found))


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
