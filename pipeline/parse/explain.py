"""Explains a reading: where the text was found, which dates were offered, which site rules found nothing, how long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from pipeline import charset
from pipeline.models import Capture
from pipeline.parse import reading
from pipeline.parse.body import read_body
from pipeline.parse.candidates import Candidate, list_candidates
from pipeline.parse.document import Document, open_document
from pipeline.parse.paths import path_of
from pipeline.sites import FieldRule, Rules, Site

TIMES: Final = 3
"""Readings of which the fastest is told: the first also loads tables and compiles patterns."""
RULED: Final = tuple(name for name in Rules.model_fields if name not in ("drop", "drop_text"))


@dataclass(frozen=True, slots=True)
class IdleRule:
    """A field of a site file whose rules find nothing on the page, with their selectors."""

    field: str
    selectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a person asks about one reading. `seconds` is the time of one reading, when all is loaded.

    `container` is the element that the generic reader takes the text from, with those around it; None without one.
    """

    seconds: float
    container: str | None = None
    dates: tuple[Candidate, ...] = ()
    idle: tuple[IdleRule, ...] = ()
    idle_drops: tuple[str, ...] = ()


def explain(capture: Capture, site: Site | None = None) -> Explanation:
    """Read a page again and explain the reading. ParseError as `parse.read`."""
    seconds = min(_time(capture, site) for _ in range(TIMES))
    if capture.media_type == "text/plain":
        return Explanation(seconds)
    document = _open(capture, site)
    return Explanation(
        seconds,
        _container(document),
        tuple(one for field in ("published", "modified") for one in _dates(capture, field, site)),
        tuple(_idle(document)),
        tuple(css for css in (site.rules.drop if site else ()) if not document.tree.css_matches(css)),
    )


def _time(capture: Capture, site: Site | None) -> float:
    start = perf_counter()
    reading.read(capture, site=site)
    return perf_counter() - start


def _open(capture: Capture, site: Site | None) -> Document:
    known = charset.find_codec(capture.encoding) if capture.encoding else None
    return open_document(capture, known or charset.decide(capture.body, capture.header("content-type")).name, site)


def _dates(capture: Capture, field: str, site: Site | None) -> tuple[Candidate, ...]:
    return list_candidates(capture, "published" if field == "published" else "modified", site=site)


def _container(document: Document) -> str | None:
    main = document.without(document.site.rules.drop) if document.site else document
    found = read_body(main)
    return path_of(main, found.container) if found else None


def _idle(document: Document) -> Iterator[IdleRule]:
    """The fields that have rules of the page's day, none of which selects anything."""
    if document.site is None:
        return
    day = document.fetched_at.date()
    for field in RULED:
        rules: tuple[FieldRule, ...] = getattr(document.site.rules, field)
        valid = [rule.css for rule in rules if rule.until is None or day <= rule.until]
        if valid and not any(document.tree.css_matches(css) for css in valid):
            yield IdleRule(field, tuple(valid))
