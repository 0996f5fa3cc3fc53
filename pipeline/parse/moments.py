"""Decides the dates: which of a page's many dates is the publication, and how fine it is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from pipeline import dates
from pipeline.dates import Moment
from pipeline.models import Hint
from pipeline.parse.article import Answer
from pipeline.parse.claims import Claims
from pipeline.parse.document import Document
from pipeline.parse.published import read_near_title, read_shown_dates, read_time_elements
from pipeline.sites import Site

_COARSE = ("year", "month", "day")

Dated = Answer[Moment]


def decide_published(document: Document, claims: Claims, hint: Hint) -> Dated | None:
    """The moment of publication and the reader it is from."""
    found = next(_read_each(document, _said(document, claims)), None)
    found = found or _from_address(document) or _shown(document)
    return refine(found, hint.published)


def decide_modified(document: Document, claims: Claims, hint: Hint) -> Dated | None:
    """The moment of the last change and the reader it is from."""
    found = next(_read_each(document, claims.each(lambda findings: findings.modified)), None)
    return found or (Answer(hint.modified, "feed") if hint.modified else None)


def read_line(text: str, now: datetime, site: Site | None) -> Moment | None:
    """The moment in a dated line, read in the site's zone and language."""
    return dates.read(text, zone=zone_of(site), now=now, language=site.language if site else None)


def refine(found: Dated | None, told: Moment | None) -> Dated | None:
    """The feed's moment when the page has none, or the same day (one off, for zones) less finely."""
    if told is None or found is None:
        return found or (Answer(told, "feed") if told else None)
    is_finer = found.value.precision in _COARSE and told.precision not in _COARSE
    is_same_day = abs((told.day - found.value.day).days) <= 1
    return Answer(told, "feed") if is_finer and is_same_day else found


def zone_of(site: Site | None) -> tzinfo | None:
    """The time zone that a site's bare times are in."""
    return ZoneInfo(site.time_zone) if site else None


def _said(document: Document, claims: Claims) -> Iterator[tuple[str, str]]:
    yield from claims.each(lambda findings: findings.published)
    yield from (("time", text) for text in read_time_elements(document))


def _read_each(document: Document, raw: Iterable[tuple[str, str]]) -> Iterator[Dated]:
    zone, language = zone_of(document.site), document.declared_language
    for source, text in raw:
        moment = dates.read(text, zone=zone, now=document.fetched_at, language=language)
        if moment is not None:
            yield Answer(moment, source)


def _from_address(document: Document) -> Dated | None:
    moment = dates.from_url(document.address) if document.address else None
    return Answer(moment, "url") if moment and moment.precision == "day" else None


def _shown(document: Document) -> Dated | None:
    named = next(_read_each(document, (("text", text) for text in read_shown_dates(document))), None)
    if named:
        return named
    moment = read_near_title(document, max(document.title_block, 0), zone_of(document.site))
    return Answer(moment, "text") if moment else None
