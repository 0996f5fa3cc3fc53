"""Lists what a page offers for a field: every candidate with its reader, its text and how far it is believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from pipeline import charset
from pipeline.dates import Moment
from pipeline.models import Capture, Hint
from pipeline.parse import decide, reading
from pipeline.parse.body import read_body
from pipeline.parse.claims import gather_claims
from pipeline.parse.document import open_document
from pipeline.parse.moments import CONFIDENCE, offer_moments
from pipeline.parse.place import locate_story
from pipeline.sites import Site

Field = Literal["published", "modified"]
FIELDS: Final[tuple[Field, ...]] = ("published", "modified")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer that a page offers for a field.

    `value` is as the article would hold it (a date's `iso()`), `raw` the text it was read from, `reader` the name as in
    an article's provenance. `confidence` goes from 0 to 1: the share of pages on which a candidate of this kind was
    right, measured on pages with known dates (see `moments.CONFIDENCE`). `moment` is a date's own value.
    """

    field: Field
    value: str
    reader: str
    raw: str
    confidence: float
    is_chosen: bool = False
    moment: Moment | None = None


def list_candidates(
    capture: Capture, field: Field, *, site: Site | None = None, hint: Hint | None = None
) -> tuple[Candidate, ...]:
    """What a page offers for a field, the chosen one first, then by confidence; empty when it offers nothing.

    Reads the page a second time, so it costs as much as `parse.read`, which never calls it. ParseError as `parse.read`.
    """
    page = reading.read(capture, site=site, hint=hint)
    if page.article is None:
        return ()
    moment: Moment | None = getattr(page.article, field)
    offered = () if capture.media_type == "text/plain" else _offer(capture, field, site, hint or Hint())
    found = sorted(offered, key=lambda one: -one.confidence)
    if moment is None:
        return tuple(found)
    reader = page.article.provenance.get(field, "")
    ours = [one for one in found if one.reader == reader]
    same = next((one for one in ours if one.moment and one.moment.value == moment.value), ours[0] if ours else None)
    confidence = same.confidence if same else CONFIDENCE.get(reader, 1.0)
    chosen = Candidate(field, moment.iso(), reader, moment.raw, confidence, is_chosen=True, moment=moment)
    return (chosen, *(one for one in found if one is not same))


def _offer(capture: Capture, field: Field, site: Site | None, hint: Hint) -> list[Candidate]:
    """Every candidate of the page, none chosen."""
    document = open_document(capture, _codec(capture), site)
    claims = gather_claims(document)
    title = decide.title(document, claims, hint, decide.site_names(document, claims, hint))
    place = locate_story(document, title.value if title else "", read_body(document))
    return [
        Candidate(field, one.moment.iso(), one.reader, one.moment.raw, one.confidence, moment=one.moment)
        for one in offer_moments(document, claims, hint, place, field)
    ]


def _codec(capture: Capture) -> str:
    told = charset.find_codec(capture.encoding) if capture.encoding else None
    return told or charset.decide(capture.body, capture.header("content-type")).name
