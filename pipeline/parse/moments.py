"""Decides the dates: which of a page's many dates is the publication, and how fine it is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from pipeline import dates
from pipeline.dates import Moment
from pipeline.models import Hint
from pipeline.parse.article import Answer
from pipeline.parse.claims import Claims
from pipeline.parse.document import Document
from pipeline.parse.place import Place
from pipeline.parse.published import read_shown_dates, read_walls
from pipeline.sites import Site

_COARSE = ("year", "month", "day")

Dated = Answer[Moment]


def decide_published(document: Document, claims: Claims, hint: Hint, place: Place) -> Dated | None:
    """The moment of publication and the reader it is from.

    What the page says outright is believed first; else the best of what it shows, its address, and what it only dates.
    A claimed 1 January that nothing else on the page bears out is the guess of a system that knew the year alone: then
    the best of the rest is believed, or the year alone is told.
    """
    claimed = _read_each(document, claims.each(lambda findings: findings.published))
    found = next(claimed, None)
    if found is None or _is_new_year(found.value):
        shown = _choose(_candidates(document, claims, place))
        found = _unguessed(document, claims, found, shown) if found else shown
    elif _may_be_another_day(found.value):
        found = _as_told_twice(found, claimed) or _as_shown(document, found, place)
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


def _read_each(document: Document, raw: Iterable[tuple[str, str]]) -> Iterator[Dated]:
    zone, language = zone_of(document.site), document.declared_language
    for source, text in raw:
        moment = dates.read(text, zone=zone, now=document.fetched_at, language=language)
        if moment is not None:
            yield Answer(moment, source)


def _may_be_another_day(moment: Moment) -> bool:
    """Whether a moment in UTC is on another day where it was published: from UTC-9 to UTC+10."""
    value = moment.value
    return moment.precision not in _COARSE and not value.utcoffset() and (value.hour < 9 or value.hour >= 14)


def _is_new_year(moment: Moment) -> bool:
    """Whether a moment is the very beginning of a year."""
    value = moment.value
    return (value.month, value.day, value.hour, value.minute) == (1, 1, 0, 0) and moment.precision != "year"


def _unguessed(document: Document, claims: Claims, claimed: Dated, shown: Dated | None) -> Dated:
    """A claimed 1 January when another reader says so too, else what the page shows, else its year alone."""
    others = [one.value for one in _read_each(document, claims.each(lambda findings: findings.published))]
    days = [moment.day for moment in others if not _is_new_year(moment)]
    if claimed.value.day in days or (shown and claimed.value.day == shown.value.day):
        return claimed
    return shown or replace(claimed, value=replace(claimed.value, precision="year", zone="none"))


def _as_told_twice(found: Dated, others: Iterable[Dated]) -> Dated | None:
    """One instant told in UTC by one reader and as the page's own clock by another, in the offset between the two.

    Many content systems write 07:25:06 of a place in UTC+10 once as it is, without a zone or as if it were UTC, and
    once as 21:25:06 UTC of the day before. OpenGraph is then the one that is right about UTC. None when nobody does so.
    """
    for other in others:
        utc, wall = (found, other) if _is_instant(found, other) else (other, found)
        if {utc.value.precision, wall.value.precision} != {"second"} or utc.value.zone != "given":
            continue
        if utc.value.value.utcoffset() or wall.value.value.utcoffset():
            continue
        apart = wall.value.value - utc.value.value
        if apart and apart % QUARTER == timedelta() and -FARTHEST <= apart <= FARTHEST:
            return replace(found, value=replace(utc.value, value=utc.value.value.astimezone(timezone(apart))))
    return None


def _is_instant(one: Dated, other: Dated) -> bool:
    """Whether the first of two moments is the one whose zone is right."""
    if (one.value.zone == "given") != (other.value.zone == "given"):
        return one.value.zone == "given"
    return one.source == "opengraph" or other.source != "opengraph"


def _as_shown(document: Document, found: Dated, place: Place) -> Dated:
    """The same instant in the offset that the page shows it in: 02:41 UTC beside "3 May, 22:41" is 22:41-04:00.

    The two must differ by a whole offset that exists, to the minute, and the shown date must not be the same day.
    """
    claimed = found.value
    for shown in read_walls(document, place):
        if not _may_name_another_day(shown.text, claimed.day):
            continue
        for other in _read_each(document, [(shown.source, shown.text)]):
            wall = other.value.value.replace(tzinfo=UTC)
            if other.value.precision in _COARSE or other.value.day == claimed.day:
                continue
            apart = wall.replace(second=0) - claimed.value.astimezone(UTC).replace(second=0, microsecond=0)
            if apart % QUARTER == timedelta() and -FARTHEST <= apart <= FARTHEST:
                return replace(
                    found, value=replace(claimed, value=claimed.value.astimezone(timezone(apart)), zone="given")
                )
    return found


def _may_name_another_day(text: str, day: date) -> bool:
    """Whether a text can be of the day before or after: it has its figure, or none of the year's. Asked first.

    A text without the year's figures may reckon in another calendar.
    """
    numbers = set(map(int, _NUMBER.findall(text)))
    return day.year not in numbers or not numbers.isdisjoint(((day - A_DAY).day, (day + A_DAY).day))


_NUMBER = re.compile(r"\d{1,4}")
A_DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)
"""Every zone's offset is a multiple of it."""
FARTHEST = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Offer:
    """A moment that a page offers, its reader, and how far it is believed, from 0 to 1 (see `CONFIDENCE`)."""

    moment: Moment
    reader: str
    confidence: float


CONFIDENCE = {
    "site:css": 1.0,
    "opengraph": 0.98,
    "url": 0.98,
    "json-ld": 0.96,
    "feed": 0.95,
    "meta": 0.94,
    "microdata": 0.92,
    "updated": 0.7,
}
"""By reader: the share of pages on which its moment was, within a day, that of publication, on 460 real pages with
known dates. Site rules and feeds are no part of those pages: they are taken at their word."""
SHOWN = ((4.0, 0.99), (3.5, 0.95), (3.0, 0.92), (2.5, 0.85), (0.0, 0.4))
"""The same for shown dates and bare `date` metas, by the least weight."""


def offer_moments(document: Document, claims: Claims, hint: Hint, place: Place, field: str) -> list[Offer]:
    """Every moment that a page offers as `published` or `modified`, in the order the readers are asked."""
    if field == "modified":
        told, raw = hint.modified, claims.each(lambda findings: findings.modified)
    else:
        told, raw = hint.published, claims.each(lambda findings: findings.published)
    offers = [Offer(one.value, one.source, _confidence(one)) for one in _read_each(document, raw)]
    if field == "published":
        offers += [Offer(one.found.value, one.found.source, one.share) for one in _candidates(document, claims, place)]
    return [*offers, Offer(told, "feed", CONFIDENCE["feed"])] if told else offers


def _confidence(claimed: Dated) -> float:
    """How far a claim is believed; a bare 1 January is as often a guess as not."""
    return _share_of(0) if _is_new_year(claimed.value) else CONFIDENCE[claimed.source]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A possible publication and how far it is believed."""

    found: Dated
    weight: float

    @property
    def share(self) -> float:
        """How often a candidate like this is the publication."""
        source = self.found.source
        return CONFIDENCE[source] if source in ("url", "updated") else _share_of(self.weight)


def _share_of(weight: float) -> float:
    return next(share for least, share in SHOWN if weight >= least)


OF_ADDRESS = 3.6
"""Belief in a day that owns a segment of the address: above any line that does not say "published"."""
OF_DATED = 2.7
"""Belief in a bare `date` in the head, which half of all sites set at the last change."""
TIMED = 0.6
"""What a time of day adds: the day's date in a page's head has none."""
AGREED = 1.0
"""What every other source of the same day adds."""


def _candidates(document: Document, claims: Claims, place: Place) -> Iterator[_Candidate]:
    """What the address, the head's bare dates and the page itself offer."""
    moment = dates.from_url(document.address, now=document.fetched_at) if document.address else None
    if moment and moment.precision == "day":
        yield _Candidate(Answer(moment, "url"), OF_ADDRESS)
    for found in _read_each(document, claims.each(lambda findings: findings.dated)):
        yield _Candidate(found, OF_DATED)
    for shown in read_shown_dates(document, place):
        for found in _read_each(document, [(shown.source, shown.text)]):
            if found.value.precision not in ("year", "month"):
                yield _Candidate(found, shown.weight + (0 if found.value.precision == "day" else TIMED))


def _choose(candidates: Iterable[_Candidate]) -> Dated | None:
    """The day most believed, where sources of the same day add up; of that day's candidates the finest."""
    offered = list(candidates)
    if not offered:
        return None

    def belief(one: _Candidate) -> float:
        others = {other.found.source for other in offered if other.found.value.day == one.found.value.day}
        return one.weight + AGREED * (len(others) - 1)

    best = max(offered, key=belief)
    same = [one.found for one in offered if one.found.value.day == best.found.value.day]
    return next((found for found in same if found.value.precision not in _COARSE), best.found)
