"""Notices when the pages of a site are suddenly read otherwise: fields, their readers, lengths and dates. Pure values.

Each field is two shares (is it there, does its usual reader read it), lengths and dates are levels: `drift_scores`. A
part of a site, whose sections have other fields, is compared with itself once it is known, before with what else comes
from the same source; there it counts for less the more parts were seen to be unlike the others. All add to one score.
"""

from __future__ import annotations

import json
import math
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pipeline.drift_scores import (
    GONE,
    GONE_LIMIT,
    HALF_LIMIT,
    KNOWN_PART,
    LEAST_USUAL,
    LENGTH_LIMIT,
    MEMORY,
    MOST_PARTS,
    REST,
    Level,
    Ruler,
    Share,
    see_level,
    see_share,
)

VERSION: Final = 2
"""Of what is counted; a state of another version is begun anew."""
KNOWN_SITE: Final = 200.0
"""Pages after which a part of a new source is compared with the whole site."""
LEAST_READER: Final = 0.6
"""Share of a field's most usual reader, or of a language, below which there is no usual one."""
LONGEST_PART: Final = 24
WHOLE: Final = "/"
"""Stands for all parts of a site."""
FROM: Final = "<"
"""Begins the name of what comes from one source, which stands among the parts."""
RULERS: Final = {"length": Ruler(0.25, math.log(2.0), LENGTH_LIMIT), "lag": Ruler(0.7)}
"""A text is looked at for half or twice its usual length; a date for a standard deviation."""
OF_LEVEL: Final = {"length": "body", "lag": "published"}
"""The fields that the levels are of."""
TOLD: Final = "feed"
"""Reader of what the source told of a page: it says nothing of how the page is read."""
READER: Final = "@"
"""Ends the name of the watch of who reads a field, as opposed to whether it is there."""
What = Literal[
    "gone", "halved", "other_reader", "shorter", "longer", "earlier", "later", "other_language", "no_article"
]


@dataclass(frozen=True, slots=True)
class Sight:
    """One page as the watch sees it.

    `capture` is its number, `part` the part of the site it is of (`part_of`), `source` what led to it; `readers` says
    who read each field that the page itself gives (`read_off`). `length` is of the body in characters, `lag` days
    between publication and capture; None for what is not known or not to be compared.
    """

    capture: int
    is_article: bool = True
    readers: Mapping[str, str] = field(default_factory=dict)
    part: str = ""
    source: str = ""
    length: int | None = None
    lag: float | None = None
    language: str | None = None
    has_ticker: bool | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that became otherwise. `usual` is what it was (a share, a reader, a length), for people."""

    field: str
    what: What
    usual: str
    last_good: int
    first_bad: int


@dataclass(frozen=True, slots=True)
class SiteWatch:
    """All that is watched on one site. `readers`: field, part of the site, reader (`` for none), count."""

    shares: Mapping[str, Share] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    readers: Mapping[str, Mapping[str, Mapping[str, float]]] = field(default_factory=dict)

    @property
    def alarmed(self) -> frozenset[str]:
        """Names of the fields that are not as usual now."""
        shares = {name.removesuffix(READER) for name, share in self.shares.items() if share.is_alarmed}
        return frozenset(shares | {OF_LEVEL[name] for name, level in self.levels.items() if level.is_alarmed})


@dataclass(frozen=True, slots=True)
class Noticed:
    """What one page brought: the new state, what changed by it, and fields that are as usual again."""

    watch: SiteWatch
    changes: tuple[Change, ...] = ()
    back: frozenset[str] = frozenset()


FIELDS: Final = ("title", "body", "published", "authors", "newspaper", "section")
"""Fields whose presence and reader are watched."""


def notice(watch: SiteWatch, sight: Sight) -> Noticed:
    """What a page adds to what is known of its site's pages."""
    shares, levels = dict(watch.shares), dict(watch.levels)
    for name, is_hit, missing in _hits(watch, sight):
        shares[name] = see_share(shares.get(name, _NEW_SHARE), sight.capture, is_hit=is_hit, missing=missing)
    for name, value in _numbers(sight):
        levels[name] = see_level(levels.get(name, _NEW_LEVEL), sight.capture, value, (sight.part, RULERS[name]))
    grown = SiteWatch(shares, levels, _count_readers(watch, shares, sight))
    changes = tuple(_changes(watch, grown))
    return Noticed(grown, changes, watch.alarmed - grown.alarmed)


_Counts = Mapping[str, Mapping[str, float]]
_Readers = Mapping[str, _Counts]
_NO_PARTS: Final[_Counts] = {}
_NO_COUNTS: Final[Mapping[str, float]] = {}
_NEW_SHARE: Final = Share()
_NEW_LEVEL: Final = Level()


def _hits(watch: SiteWatch, sight: Sight) -> list[tuple[str, bool, float]]:
    """What is looked at on a page: whether the fields its part of the site usually has are there, and read as usual.

    Each with the share of pages of that part on which it is not.
    """
    found = [("article", sight.is_article, 0.0)]
    if sight.has_ticker is not None:
        found.append(("ticker", sight.has_ticker, 0.0))
    for name in FIELDS if sight.is_article else ():
        reader = sight.readers.get(name)
        usual, missing, other = _expect(watch.readers.get(name, _NO_PARTS), sight)
        if 1.0 - missing >= LEAST_USUAL:
            found.append((name, reader is not None, missing))
            if reader is not None and 1.0 - other >= LEAST_READER:
                found.append((name + READER, reader == usual, other))
    if sight.is_article and sight.language:
        usual, _, other = _expect(watch.readers.get("language", _NO_PARTS), sight)
        if 1.0 - other >= LEAST_READER:
            found.append(("language", sight.language == usual, other))
    return found


def _expect(parts: _Counts, sight: Sight) -> tuple[str, float, float]:
    """What `_usual` says of the page's part; of its source, or of a well-known site, while the part is new."""
    own = parts.get(_key_of(parts, sight.part), _NO_COUNTS)
    if sum(own.values()) >= KNOWN_PART:
        return _usual(own)
    around, whole = parts.get(FROM + sight.source, _NO_COUNTS), parts.get(WHOLE, _NO_COUNTS)
    if sum(around.values()) < KNOWN_PART:
        around = whole if sum(whole.values()) >= KNOWN_SITE else _NO_COUNTS
    usual, missing, other = _usual(around)
    if 1.0 - missing < LEAST_USUAL:
        return usual, missing, other
    unlike, otherwise = _count_unlike(parts, usual)
    lacks, read = own.get("", 0.0), own.get(usual, 0.0)
    there = sum(own.values()) - lacks
    return usual, _of_new(missing, unlike, (lacks, there)), _of_new(other, otherwise, (there - read, read))


def _count_unlike(parts: _Counts, usual: str) -> tuple[float, float]:
    """How likely a new part lacks the field, and has it read by others: as many did (Laplace's rule of succession)."""
    known = [counts for part, counts in parts.items() if part != WHOLE and not part.startswith(FROM)]
    lacking = sum(2.0 * counts.get("", 0.0) > sum(counts.values()) for counts in known)
    others = sum(2.0 * counts.get(usual, 0.0) < sum(counts.values()) - counts.get("", 0.0) for counts in known)
    return (lacking + 1.0) / (len(known) + 2.0), (others + 1.0) / (len(known) + 2.0)


def _of_new(share: float, unlike: float, seen: tuple[float, float]) -> float:
    """The share of misses to expect in a new part, of which these misses and hits were seen.

    Either it is like the others, who miss `share`, or it misses nearly always; its own pages tell which (Bayes).
    """
    share, (misses, hits) = min(max(share, 0.01), GONE), seen
    alike = (1.0 - unlike) * share**misses * (1.0 - share) ** hits
    unlike *= GONE**misses * (1.0 - GONE) ** hits
    is_unlike: float = unlike / (unlike + alike)
    return is_unlike * GONE + (1.0 - is_unlike) * share


def _usual(counts: Mapping[str, float]) -> tuple[str, float, float]:
    """The usual reader, the share of pages without any, and the share of the others among those that have one.

    Shares are taken two standard errors high: what is known of a few pages only raises nothing.
    """
    total, missing = sum(counts.values()), counts.get("", 0.0)
    there = total - missing
    if there <= 0.0:
        return "", 1.0, 1.0
    usual = max((reader for reader in counts if reader), key=counts.__getitem__)
    return usual, _at_most(missing, total), _at_most(there - counts[usual], there)


def _at_most(count: float, total: float) -> float:
    """A share, two standard errors high (Agresti-Coull: four observations more, two of each kind)."""
    if count == 0.0:
        return 0.0
    share = (count + 2.0) / (total + 4.0)
    return min(share + 2.0 * math.sqrt(share * (1.0 - share) / (total + 4.0)), 1.0) if count > 0.02 * total else share


def _numbers(sight: Sight) -> list[tuple[str, float]]:
    found = []
    if sight.is_article and sight.length is not None:
        found.append(("length", math.log1p(sight.length)))
    if sight.is_article and sight.lag is not None:
        found.append(("lag", math.copysign(math.log1p(abs(sight.lag)), sight.lag)))
    return found


def usual_reader(watch: SiteWatch, name: str) -> str:
    """Who mostly reads a field on the site (for `language`: the most usual one); empty before the first page."""
    counts = {reader: n for reader, n in watch.readers.get(name, _NO_PARTS).get(WHOLE, _NO_COUNTS).items() if reader}
    return _usual(counts)[0]


def read_off(provenance: Mapping[str, str], there: Container[str]) -> dict[str, str]:
    """The readers of the fields that a page itself gives: what only its feed told of it is not of its layout."""
    return {name: provenance[name] for name in FIELDS if name in there and provenance.get(name, TOLD) != TOLD}


def part_of(url: str, source: str | None) -> str:
    """The part of its site a page belongs to: the first folder of its address if it is a word, else its source."""
    folders = url.split("?", 1)[0].split("/", 4)[3:]
    first = folders[0] if len(folders) > 1 else ""
    is_word = 1 < len(first) <= LONGEST_PART and not any(char.isdigit() or char == "." for char in first)
    return first if is_word else source or ""


def _count_readers(watch: SiteWatch, shares: Mapping[str, Share], sight: Sight) -> _Readers:
    """The counts with this page's; what is suspicious is not counted, or the change would become the usual.

    A part that is new is got to know all the same until its alarm, or it would raise one at each of its bursts.
    """
    if not sight.is_article:
        return watch.readers
    counted = dict(watch.readers)
    for name in (*FIELDS, "language"):
        doubts = shares.get(name, _NEW_SHARE), shares.get(name + READER, _NEW_SHARE)
        parts = counted.get(name, _NO_PARTS)
        is_known = sum(parts.get(_key_of(parts, sight.part), _NO_COUNTS).values()) >= KNOWN_PART
        reader = sight.language or "" if name == "language" else sight.readers.get(name, "")
        is_doubtful = any(share.is_alarmed or (is_known and (share.gone or share.half)) for share in doubts)
        if not is_doubtful:
            counted[name] = _count(parts, sight, reader)
    return counted


def _count(parts: _Counts, sight: Sight, reader: str) -> _Counts:
    keys = {WHOLE, FROM + sight.source, _key_of(parts, sight.part)}
    return {**parts, **{key: _add(parts.get(key, _NO_COUNTS), reader) for key in keys}}


def _key_of(parts: _Counts, part: str) -> str:
    """Where a part is counted: beyond the most it is one with all others."""
    return part if part in parts or len(parts) < MOST_PARTS else REST


def _add(counts: Mapping[str, float], reader: str) -> dict[str, float]:
    grown = {**counts, reader: counts.get(reader, 0.0) + 1.0}
    if sum(grown.values()) <= MEMORY:
        return grown
    return {name: count / 2 for name, count in grown.items() if count > 1}


def _changes(before: SiteWatch, after: SiteWatch) -> list[Change]:
    """What has just been noticed: one change a field, its absence before its reader."""
    found: dict[str, Change] = {}
    for name, share in after.shares.items():
        if share.is_alarmed and not before.shares.get(name, _NEW_SHARE).is_alarmed:
            bare = name.removesuffix(READER)
            found.setdefault(bare, _share_change(before, bare, name, share))
    for name, level in after.levels.items():
        if level.is_alarmed and not before.levels.get(name, _NEW_LEVEL).is_alarmed:
            found.setdefault(OF_LEVEL[name], _level_change(name, level))
    return list(found.values())


def _share_change(before: SiteWatch, bare: str, name: str, share: Share) -> Change:
    usual = usual_reader(before, bare)
    what: What = "gone" if share.gone / GONE_LIMIT >= share.half / HALF_LIMIT else "halved"
    if name == "article":
        what = "no_article"
    elif name == "language":
        what = "other_language"
    elif name.endswith(READER):
        what = "other_reader"
    told = f"{usual}, {share.usual:.0%} of pages" if usual else f"{share.usual:.0%} of pages"
    return Change(bare, what, told, share.last_good, share.first_bad)


def _level_change(name: str, level: Level) -> Change:
    is_above = level.above > level.below
    usual = math.expm1(abs(level.mean))
    if name == "length":
        return Change(
            "body",
            "longer" if is_above else "shorter",
            f"about {usual:,.0f} characters",
            level.last_good,
            level.first_bad,
        )
    return Change(
        "published", "earlier" if is_above else "later", f"{usual:.1f} days old", level.last_good, level.first_bad
    )


def to_json(watch: SiteWatch) -> str:
    """The state as it is kept."""
    kept = {
        "shares": {name: _packed(share) for name, share in watch.shares.items()},
        "levels": {name: _packed(level) for name, level in watch.levels.items()},
        "readers": watch.readers,
    }
    return json.dumps(kept, separators=(",", ":"), ensure_ascii=False)


def _packed(values: Iterable[Any]) -> list[Any]:
    return [round(value, 4) if type(value) is float else value for value in values]


def from_json(text: str) -> SiteWatch:
    """The state as it was kept; a fresh one for an empty text."""
    if not text:
        return SiteWatch()
    kept = json.loads(text)
    return SiteWatch(
        {name: _share_of(values) for name, values in kept["shares"].items()},
        {name: Level(*values) for name, values in kept["levels"].items()},
        kept["readers"],
    )


def _share_of(values: list[Any]) -> Share:
    values[_WAITING] = tuple(values[_WAITING])
    return Share(*values)


_WAITING: Final = Share._fields.index("waiting")
