"""The two statistics that the drift watch is made of: a share of hits, and the level of a number. Pure values.

A share is a chain of two states (Markov), since misses come in bursts: a section without authors gives ten in a row. A
CUSUM (Page 1954; Lorden 1971) adds up how much likelier each page is under "it is gone" or "half of it is gone" than
under the usual; it raises when the sum passes a limit, and the expected number of pages between two false alarms is at
least e^limit. A level is a number standardised by a slow mean and spread (EWMA), the spread widened where neighbours
are alike, then a two-sided CUSUM. What is suspicious teaches nothing until it has passed, and the limits rise above
what steady pages have reached before.

Twenty of these are made anew with every page: named tuples take a third of the time of frozen dataclasses.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

LEARNED: Final = 20
"""Pages after which a field is watched; before, its usual behaviour is not known."""
MEMORY: Final = 600.0
"""Pages that the usual behaviour is an average of."""
GONE_LIMIT: Final = 11.5
HALF_LIMIT: Final = 14.0
"""CUSUM limits: at least e^11.5 = 100,000 pages between two false alarms for what is gone, 1,200,000 for a half."""
BACK_LIMIT: Final = 7.0
"""Evidence that a field is back: three pages of an otherwise steady one."""
LEAST_USUAL: Final = 0.35
"""Share of hits below which a field is too rare to miss."""
GONE: Final = 0.97
"""Share of misses when a field is gone."""
PEAK: Final = 1.4
"""How far above the highest harmless score a limit is kept: bursts that a site has had before raise nothing."""
PASSING: Final = 60
"""Pages within which an alarm that ends by itself was a burst, not a change."""
KNOWN_PART: Final = 10.0
"""Pages after which a part of a site is known by itself."""
MOST_PARTS: Final = 24
REST: Final = "*"
"""Stands for all parts of a site beyond the most."""
LEVEL_LIMIT: Final = 12.0
LENGTH_LIMIT: Final = 12.0
LEVEL_SLACK: Final = 0.5
"""Two-sided CUSUM in standard deviations: about a million pages between two false alarms (Siegmund 1985)."""
MOST_SHIFT: Final = 2.0
"""Standard deviations of the shift looked for at most: the tails of real lengths are heavier than the normal's."""
BETWEEN: Final = 0.25
"""Variance of the means of a site's sections: half a unit of the logarithm either way."""
OWN_SPREAD: Final = 30.0
"""Pages from which a part's own spread counts more than the site's."""
UNSURE: Final = 15.0
"""Pages that have to be outweighed until the spread is believed: a seventh more after a hundred of them."""
LEVEL_FROZEN: Final = 4.0
"""Score from which a level teaches nothing: one long article costs less, a shift of the level more."""
FARTHEST: Final = 3.0
"""Standard deviations that one page counts at most."""
MOST_HALF: Final = 0.62
"""Half of a field is missed when three pages in four have it usually."""


_NO_PARTS: Final[Mapping[str, tuple[float, float, float]]] = MappingProxyType({})


class Share(NamedTuple):
    """How often something holds. Counts are of pairs of neighbours: hit after hit, miss after hit, and so on.

    `waiting` are the counts since the scores left zero. `last_good` and `first_bad` are captures around that moment.
    `top` is the highest score since then, in units of its limit, and `peak` the highest that came to nothing.
    """

    seen: int = 0
    hit_hit: float = 0.0
    hit_miss: float = 0.0
    miss_hit: float = 0.0
    miss_miss: float = 0.0
    was_hit: bool = True
    gone: float = 0.0
    half: float = 0.0
    waiting: tuple[int, int, int, int] = (0, 0, 0, 0)
    last_good: int = 0
    first_bad: int = 0
    is_alarmed: bool = False
    back: float = 0.0
    top: float = 0.0
    peak: float = 0.0

    @property
    def usual(self) -> float:
        """Share of hits, as it was before anything became suspicious."""
        hits, misses = self.hit_hit + self.miss_hit, self.hit_miss + self.miss_miss
        return (hits + 0.5) / (hits + misses + 1.0)


class Level(NamedTuple):
    """Where a number usually lies and how far it strays; `alike` is the covariance of neighbours.

    `parts` are pages, mean and spread of each part of the site; `spread` is what is left when these are known.
    """

    seen: int = 0
    mean: float = 0.0
    spread: float = 0.0
    alike: float = 0.0
    last: float = 0.0
    above: float = 0.0
    below: float = 0.0
    last_good: int = 0
    first_bad: int = 0
    is_alarmed: bool = False
    recent: float = 0.0
    top: float = 0.0
    peak: float = 0.0
    parts: Mapping[str, tuple[float, float, float]] = _NO_PARTS


_NEW_SHARE: Final = Share()
_NONE_WAITING: Final = (0, 0, 0, 0)


def see_share(share: Share, capture: int, *, is_hit: bool, missing: float = 0.0) -> Share:
    """One more hit or miss; `missing` is the usual share of misses in the page's part of the site."""
    if share.is_alarmed:
        return _await_share(share, capture, is_hit=is_hit)
    if share.seen < LEARNED or share.usual < LEAST_USUAL:
        return _learn_share(share, capture, is_hit=is_hit)
    gone_by, half_by = _evidence(share, missing, is_hit=is_hit)
    gone, half = max(0.0, share.gone + gone_by), max(0.0, share.half + half_by)
    if gone == 0.0 and half == 0.0:
        return _learn_share(_calm(share), capture, is_hit=is_hit)
    top = max(share.top, gone / GONE_LIMIT, half / HALF_LIMIT)
    return share._replace(
        gone=gone,
        half=half,
        top=top,
        was_hit=is_hit,
        waiting=_one_more(share, is_hit=is_hit),
        first_bad=capture if share.gone == 0.0 and share.half == 0.0 else share.first_bad,
        is_alarmed=top > max(1.0, PEAK * share.peak),
        back=0.0,
    )


def _calm(share: Share) -> Share:
    """The share with its scores back at zero, having learned how high they came."""
    if share.top == 0.0:
        return share
    return share._replace(gone=0.0, half=0.0, top=0.0, peak=max(share.top, share.peak))


def _one_more(share: Share, *, is_hit: bool) -> tuple[int, int, int, int]:
    """The waiting pairs with one more."""
    at = (0 if is_hit else 1) + (0 if share.was_hit else 2)
    counts = list(share.waiting)
    counts[at] += 1
    return counts[0], counts[1], counts[2], counts[3]


def _learn_share(share: Share, capture: int, *, is_hit: bool) -> Share:
    """Take a page, and those that were waiting, into the usual behaviour; old pages fade."""
    hit_hit, hit_miss, miss_hit, miss_miss = _one_more(share, is_hit=is_hit)
    weight = share.hit_hit + share.hit_miss + share.miss_hit + share.miss_miss
    fading = min(1.0, MEMORY / (weight + 1.0))
    return Share(  # what `_replace` gives, in a third of the time: nearly all shares of nearly all pages pass here
        min(share.seen + 1, 1_000_000),
        share.hit_hit * fading + hit_hit,
        share.hit_miss * fading + hit_miss,
        share.miss_hit * fading + miss_hit,
        share.miss_miss * fading + miss_miss,
        is_hit,
        share.gone,
        share.half,
        _NONE_WAITING,
        capture if is_hit else share.last_good,
        share.first_bad,
        share.is_alarmed,
        share.back,
        share.top,
        share.peak,
    )


def _evidence(share: Share, missing: float, *, is_hit: bool) -> tuple[float, float]:
    """How much likelier the page is when the field is gone, and when half of it is, than usually (in logarithms)."""
    if share.was_hit:
        miss = (share.hit_miss + 0.2) / (share.hit_hit + share.hit_miss + 10.0)
    else:
        expected = max(0.3, 1.0 - share.usual)
        miss = (share.miss_miss + 3.0 * expected) / (share.miss_hit + share.miss_miss + 3.0)
    miss = min(max(miss, missing, 0.01), 0.96)
    half = 1.0 - (1.0 - max(missing, 1.0 - share.usual)) / 2.0
    is_telling = half < MOST_HALF and half > miss
    if is_hit:
        return math.log((1.0 - GONE) / (1.0 - miss)), math.log((1.0 - half) / (1.0 - miss)) if is_telling else -1.0
    return math.log(GONE / miss), math.log(half / miss) if is_telling else 0.0


def _await_share(share: Share, capture: int, *, is_hit: bool) -> Share:
    """A page after the alarm: enough that are as usual end it."""
    usual = min(share.usual, 0.98)
    by = math.log(usual / (1.0 - GONE)) if is_hit else math.log((1.0 - usual) / GONE)
    back = max(0.0, share.back + by)
    waiting = _one_more(share, is_hit=is_hit)
    if back <= BACK_LIMIT:
        return share._replace(back=back, was_hit=is_hit, waiting=waiting)
    ended = _calm(share) if sum(waiting) <= PASSING else share
    cleared = ended._replace(is_alarmed=False, gone=0.0, half=0.0, top=0.0, waiting=(0, 0, 0, 0))
    return cleared._replace(back=0.0, was_hit=True, last_good=capture)


class Ruler(NamedTuple):
    """How a number is measured: the least spread, the shift looked for (0: one standard deviation), the limit."""

    least_spread: float
    shift: float = 0.0
    limit: float = LEVEL_LIMIT


def see_level(level: Level, capture: int, value: float, of: tuple[str, Ruler]) -> Level:
    """One more number, `of` a part of the site and measured in its way."""
    part, ruler = of
    mean, variance = _expect(level, part)
    told = part, value, value - mean
    if level.seen < LEARNED:
        return _learn_level(level, capture, told)
    deviation = _deviation(level, variance, ruler.least_spread)
    z = max(-FARTHEST, min(FARTHEST, told[2] / deviation))
    if level.is_alarmed:
        return _await_level(level, capture, z)
    shift = min(ruler.shift / deviation, MOST_SHIFT) if ruler.shift else 1.0
    above, below = (max(0.0, score + shift * (by - shift / 2)) for score, by in ((level.above, z), (level.below, -z)))
    score, former = max(above, below), max(level.above, level.below)
    is_fresh = former < LEVEL_FROZEN <= score
    scored = level._replace(above=above, below=below, first_bad=capture if is_fresh else level.first_bad)
    if score > max(ruler.limit, PEAK * level.peak):
        return scored._replace(is_alarmed=True, recent=z)
    if score >= LEVEL_FROZEN:
        return _doubt_level(scored, score, part, value)
    calmed = scored._replace(top=0.0, peak=max(level.peak, level.top)) if level.top else scored
    return _learn_level(calmed, capture, told)


def _doubt_level(level: Level, score: float, part: str, value: float) -> Level:
    """A suspicious number teaches nothing, unless its part is new: whole sections lie elsewhere than the site."""
    top = max(level.top, score)
    is_new = level.parts.get(part, _NO_PART)[0] < KNOWN_PART
    return level._replace(top=top, parts=_learn_part(level.parts, part, value) if is_new else level.parts)


def _expect(level: Level, part: str) -> tuple[float, float]:
    """Where a number of a part lies, and its variance: the part's own as far as known, else drawn to the site's.

    Means of sections are normal around the site's (variance BETWEEN); what is not known of them widens the variance.
    """
    pages, mean, spread = level.parts.get(part if part in level.parts else REST, _NO_PART)
    within = (pages * spread + OWN_SPREAD * level.spread) / (pages + OWN_SPREAD)
    known = pages / max(within, 0.01)
    sure = 1.0 / BETWEEN + known
    return (level.mean / BETWEEN + known * mean) / sure, within + 1.0 / sure


_NO_PART: Final = (0.0, 0.0, 0.0)


def _deviation(level: Level, variance: float, least: float) -> float:
    """Standard deviation, widened where neighbours are alike: five long reads in a row are one event."""
    alike = min(max(level.alike / level.spread, 0.0), 0.8) if level.spread > 0 else 0.0
    unsure = 1.0 + UNSURE / (level.seen + 1.0)
    return max(math.sqrt(variance * (1.0 + alike) / (1.0 - alike)), least) * unsure


def _learn_level(level: Level, capture: int, told: tuple[str, float, float]) -> Level:
    """Take a number (its part, itself, how far off it was) into the usual; during the first pages a plain average."""
    part, value, off = told
    weight = 1.0 / min(level.seen + 1.0, MEMORY / 2)
    mean = level.mean + weight * (value - level.mean)
    spread = (1.0 - weight) * (level.spread + weight * off * off)
    alike = level.alike + weight * (off * level.last - level.alike) if level.seen else 0.0
    seen = min(level.seen + 1, 1_000_000)
    parts = _learn_part(level.parts, part, value)
    return level._replace(seen=seen, mean=mean, spread=spread, alike=alike, last=off, last_good=capture, parts=parts)


_Parts = Mapping[str, tuple[float, float, float]]


def _learn_part(parts: _Parts, part: str, value: float) -> _Parts:
    """The parts with one more number."""
    if part not in parts and len(parts) >= MOST_PARTS:
        part = REST
    pages, mean, spread = parts.get(part, _NO_PART)
    weight, off = 1.0 / min(pages + 1.0, MEMORY / 2), value - mean
    return {**parts, part: (pages + 1.0, mean + weight * off, (1.0 - weight) * (spread + weight * off * off))}


def _await_level(level: Level, capture: int, z: float) -> Level:
    """A number after the alarm: when the last five or so lie where they used to, it ends."""
    recent = 0.75 * level.recent + 0.25 * z
    if abs(recent) > LEVEL_SLACK:
        return level._replace(recent=recent)
    peak = max(level.peak, level.above, level.below)
    cleared = level._replace(is_alarmed=False, above=0.0, below=0.0, recent=0.0, top=0.0, last=0.0)
    return cleared._replace(last_good=capture, peak=peak)
