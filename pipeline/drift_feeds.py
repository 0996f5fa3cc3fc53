"""Notices when a source suddenly gives other content, cannot be read any more, or has gone quiet. Pure values.

What a source usually gives is learned from its looks: hosts, languages and newspapers of its items, prints of the items
themselves, and the times between new ones. A look that is doubted teaches nothing.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

VERSION: Final = 1
"""Of what is kept; habits of another version are begun anew."""
KNOWN_LOOKS: Final = 3
KNOWN_ITEMS: Final = 20
"""Looks and items after which a source's habits are known."""
LEAST_ITEMS: Final = 5
"""Items of a look from which something can be told."""
STRANGE: Final = 0.8
"""Share of items of hosts or languages never seen before from which a look is held back."""
USUAL: Final = 0.7
"""Share of a language from which it is a source's own."""
MOST_PRINTS: Final = 400
USUAL_OVERLAP: Final = 0.5
"""A feed of which half stays from look to look shows all new items at once only when something is wrong."""
SAME_TITLES: Final = 0.5
FADED_AT: Final = 2_000.0
FAILED_LOOKS: Final = 2
FAILED_FOR: Final = timedelta(hours=24)
QUIET_TIMES: Final = 2.5
QUIET_MEANS: Final = 5.0
LEAST_QUIET: Final = timedelta(days=1)
KNOWN_GAPS: Final = 12
"""A source is quiet after 2.5 times its longest and 5 times its mean time without news, and after a day at least; for
the first two weeks after four days, since the longest holds no weekend yet."""
YOUNG: Final = timedelta(days=14)
LEAST_YOUNG: Final = timedelta(days=4)
LONGEST_LOOK: Final = timedelta(hours=6)
"""Time between two looks that counts as quiet at most: "not looked" is not "no news"."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a look: its address or id, its host, and what the source says of it."""

    key: str
    host: str
    title: str = ""
    newspaper: str = ""
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What a source gave at a moment; `language` is that of the titles together."""

    at: datetime
    items: tuple[Item, ...]
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """What a source usually gives. Counts fade; times are seconds, moments are seconds since the epoch."""

    looks: int = 0
    items: float = 0.0
    hosts: Mapping[str, float] = field(default_factory=dict)
    languages: Mapping[str, float] = field(default_factory=dict)
    newspapers: Mapping[str, float] = field(default_factory=dict)
    keys: tuple[int, ...] = ()
    titles: tuple[int, ...] = ()
    overlap: float = 1.0
    looked_at: float = 0.0
    gap: float = 0.0
    failures: int = 0
    failing_since: float = 0.0
    began: float = 0.0
    news_at: float = 0.0
    quiet: float = 0.0
    gaps: int = 0
    mean_gap: float = 0.0
    longest_gap: float = 0.0


def doubt(habits: Habits, look: Look) -> str | None:
    """Why a look is to be held back, for people; None when it is what the source usually gives."""
    items = look.items
    if habits.looks < KNOWN_LOOKS or habits.items < KNOWN_ITEMS or len(items) < LEAST_ITEMS:
        return None
    return (
        _strange_hosts(habits, items)
        or _strange_language(habits, look)
        or _strange_newspapers(habits, items)
        or _all_new(habits, look)
    )


def _strange_hosts(habits: Habits, items: tuple[Item, ...]) -> str | None:
    strange = [item.host for item in items if item.host not in habits.hosts]
    if len(strange) < STRANGE * len(items):
        return None
    usual = _most(habits.hosts)
    return f"{len(strange)} of {len(items)} items lead to hosts never seen here ({strange[0]}), not to {usual}"


def _strange_language(habits: Habits, look: Look) -> str | None:
    total = sum(habits.languages.values())
    own = _most(habits.languages)
    if not look.language or not own or habits.languages[own] < USUAL * total:
        return None
    return f"its titles are in {look.language}, not in {own}" if look.language not in habits.languages else None


def _strange_newspapers(habits: Habits, items: tuple[Item, ...]) -> str | None:
    named = [item.newspaper for item in items if item.newspaper]
    if len(named) < LEAST_ITEMS or not habits.newspapers or len(habits.newspapers) > MOST_NEWSPAPERS:
        return None
    strange = [name for name in named if name not in habits.newspapers]
    if len(strange) < STRANGE * len(named):
        return None
    return f"{len(strange)} of {len(named)} items are of {strange[0]}, not of {_most(habits.newspapers)}"


MOST_NEWSPAPERS: Final = 3
"""A feed of more newspapers than these has new ones any day."""


def _all_new(habits: Habits, look: Look) -> str | None:
    """All items new at once, though the feed mostly keeps half: old stories at other addresses, or another feed."""
    known = set(habits.keys)
    if habits.overlap < USUAL_OVERLAP or any(_print(item.key) in known for item in look.items):
        return None
    titles = set(habits.titles)
    same = sum(bool(item.title) and _print(item.title) in titles for item in look.items)
    if same >= SAME_TITLES * len(look.items):
        return f"all {len(look.items)} items have new addresses, but {same} have titles known from before"
    since = datetime.fromtimestamp(habits.looked_at, UTC)
    fresh = sum(item.published is not None and item.published > since for item in look.items)
    is_soon = look.at - since < 3 * timedelta(seconds=max(habits.gap, 1.0))
    if fresh >= len(look.items) / 2 or (not is_soon and all(item.published is None for item in look.items)):
        return None
    return f"all {len(look.items)} items are new at once, and most are not from after the last look"


def _most(counts: Mapping[str, float]) -> str:
    return max(counts, key=counts.__getitem__) if counts else ""


def learn(habits: Habits, look: Look) -> Habits:
    """The habits with a look that gave what it usually does."""
    keys, known = [_print(item.key) for item in look.items], set(habits.keys)
    overlap = habits.overlap
    if known and keys:
        overlap += 0.1 * (sum(key in known for key in keys) / len(keys) - overlap)
    return replace(
        habits,
        looks=habits.looks + 1,
        items=min(habits.items + len(keys), FADED_AT),
        hosts=_count(habits.hosts, (item.host for item in look.items)),
        languages=_count(habits.languages, [look.language] if look.language else []),
        newspapers=_count(habits.newspapers, (item.newspaper for item in look.items if item.newspaper)),
        keys=_latest(habits.keys, keys),
        titles=_latest(habits.titles, [_print(item.title) for item in look.items if item.title]),
        overlap=overlap,
    )


def _count(counts: Mapping[str, float], found: Iterable[str]) -> dict[str, float]:
    grown = dict(counts)
    for name in found:
        grown[name] = grown.get(name, 0.0) + 1.0
    if sum(grown.values()) > FADED_AT:
        grown = {name: count / 2 for name, count in grown.items() if count >= 1.0}
    return grown


def _latest(former: tuple[int, ...], found: list[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys((*found, *former)))[:MOST_PRINTS]


def _print(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "replace"))


def look_well(habits: Habits, at: datetime, new: int) -> Habits:
    """A look that succeeded and gave so many new items; also one that was answered "not modified"."""
    now = at.timestamp()
    since = max(now - habits.looked_at, 0.0) if habits.looked_at else 0.0
    quiet = habits.quiet + min(since, max(LONGEST_LOOK.total_seconds(), 3 * habits.gap))
    gap = habits.gap + 0.1 * (since - habits.gap) if habits.gap else since
    began = habits.began or now
    seen = replace(habits, looked_at=now, failures=0, failing_since=0.0, quiet=quiet, began=began, gap=gap)
    if not new:
        return seen
    if not habits.news_at:
        return replace(seen, news_at=now, quiet=0.0)
    longest = max(quiet, habits.longest_gap * 0.5 ** (quiet / HALF_LIFE.total_seconds()))
    weight = 1.0 / min(habits.gaps + 1.0, 50.0)
    mean = habits.mean_gap + weight * (quiet - habits.mean_gap)
    return replace(seen, news_at=now, quiet=0.0, gaps=habits.gaps + 1, mean_gap=mean, longest_gap=longest)


HALF_LIFE: Final = timedelta(days=60)
"""Of the longest time without news: a holiday is forgotten after some months."""


def quiet_after(habits: Habits) -> timedelta | None:
    """How long without news is too long for a source; None while its rhythm is not known."""
    if habits.gaps < KNOWN_GAPS:
        return None
    age = timedelta(seconds=habits.looked_at - habits.began)
    least = LEAST_QUIET if age > YOUNG else LEAST_YOUNG
    return max(least, timedelta(seconds=max(QUIET_TIMES * habits.longest_gap, QUIET_MEANS * habits.mean_gap)))


def is_quiet(habits: Habits) -> bool:
    """Whether a source has had nothing new for far longer than its rhythm, in the time it was looked at."""
    limit = quiet_after(habits)
    return limit is not None and habits.quiet > limit.total_seconds()


def look_failed(habits: Habits, at: datetime) -> Habits:
    """A look that gave nothing to read."""
    return replace(habits, failures=habits.failures + 1, failing_since=habits.failing_since or at.timestamp())


def is_broken(habits: Habits, at: datetime, *, is_content: bool) -> bool:
    """Whether a source that was read before fails for good: its content twice in a row, its host for a day."""
    if not habits.looks or habits.failures < FAILED_LOOKS:
        return False
    return is_content or at.timestamp() - habits.failing_since >= FAILED_FOR.total_seconds()


def to_json(habits: Habits) -> str:
    """The habits as they are kept."""
    return json.dumps(asdict(habits), separators=(",", ":"), ensure_ascii=False)


def from_json(text: str) -> Habits:
    """The habits as they were kept; fresh ones for an empty text."""
    if not text:
        return Habits()
    kept = json.loads(text)
    return Habits(**{**kept, "keys": tuple(kept["keys"]), "titles": tuple(kept["titles"])})
