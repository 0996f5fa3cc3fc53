"""When an address or a source is to be looked at again: pure functions of what just happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from pipeline import rhythm
from pipeline.backoff import HOST_TROUBLE, LONGEST_PAUSE
from pipeline.errors import (
    BadRedirect,
    BadUrl,
    BlockedAddress,
    Challenged,
    ConsentWall,
    Gone,
    NotAnArticle,
    NotFound,
    PageError,
    ParseError,
    RobotsDenied,
    UnderMaintenance,
)
from pipeline.rhythm import Rhythm
from pipeline.sites import Site, Source

FIRST_RETRY: Final = timedelta(minutes=15)
LONGEST_RETRY: Final = timedelta(days=7)
GIVE_UP_AFTER: Final = 8
"""Failures in a row after which a page is no longer asked for: with doubling waits, about three weeks."""

CRASHES: Final = frozenset({"parse_crashed", "parse_timeout", "parse_memory"})
QUARANTINED_AFTER: Final = 3
"""Times in a row that a source's document broke its reading child."""
QUARANTINE: Final = timedelta(days=7)
"""A quarantined source is looked at once a week, to see whether it has been mended."""

SECOND: Final = timedelta(seconds=1)
LONGEST_CHANGE: Final = timedelta(hours=3)
"""More than any clock change of today's time zones (one hour; Lord Howe half of one)."""
CLOCK_SLACK: Final = timedelta(seconds=5)
"""So much a clock may be set back by everyday corrections without anything being looked at anew."""

NEVER_AGAIN: Final = (Gone, BadUrl, NotAnArticle)
SELDOM: Final[dict[type[PageError], tuple[timedelta, int]]] = {
    NotFound: (timedelta(days=1), 3),
    RobotsDenied: (timedelta(days=7), 8),
    BlockedAddress: (timedelta(days=1), 8),  # a router's login page, say, answers for every name there is
    BadRedirect: (timedelta(days=1), 3),
    Challenged: (timedelta(hours=6), 8),
    ConsentWall: (timedelta(days=1), 8),
    UnderMaintenance: (timedelta(hours=1), 8),
    ParseError: (timedelta(days=1), 3),
}
"""Errors that haste does not mend: the wait between tries and how many failures end them."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What is written of a source's last look: when it was, and when the next one is due."""

    next_due: datetime | None = None
    last_run: datetime | None = None


def after_success(site: Site | None, first_seen: datetime, now: datetime) -> datetime | None:
    """The next of the site's `recheck` ages that is still ahead, None when all have passed.

    An age of zero asks for the page at every run.
    """
    ages = site.recheck if site else ()
    if timedelta(0) in ages:
        return now
    ahead = [first_seen + age for age in ages if first_seen + age > now]
    return min(ahead, default=None)


def after_failure(error: PageError, failures: int, now: datetime) -> datetime | None:
    """When a page that failed `failures` times in a row (this one included) is due again, None for never.

    A server's Retry-After (`error.facts["retry_after"]`, seconds) is kept when it asks for more than our own wait.
    """
    if isinstance(error, NEVER_AGAIN):
        return None
    wait, last = next((rule for kind, rule in SELDOM.items() if isinstance(error, kind)), (None, GIVE_UP_AFTER))
    if failures >= last:
        return None
    own = wait or min(FIRST_RETRY * (1 << max(failures - 1, 0)), LONGEST_RETRY)
    return now + max(own, timedelta(seconds=error.facts.get("retry_after") or 0))


def source_after_failure(error: PageError, failures: int, regular: datetime, now: datetime) -> datetime:
    """When a broken source is looked at again: its `regular` time, doubled per failure, a week at most.

    A day at most where its host is in trouble, so that the host's return is noticed.
    """
    longest = LONGEST_PAUSE if error.reason in HOST_TROUBLE else LONGEST_RETRY
    wait = min((regular - now) * (1 << min(failures - 1, 10)), max(longest, regular - now))
    return now + max(wait, timedelta(seconds=error.facts.get("retry_after") or 0))


def is_crash(reason: str | None) -> bool:
    """Whether an outcome's reason says that a reading child was broken by what it read."""
    return reason in CRASHES


def next_look(source: Source, site: Site, now: datetime, known: Rhythm | None = None) -> datetime:
    """The next regular time of a source: its own `every` or `cron`, else its site's, in the site's time zone.

    `every` is counted in whole periods since the epoch, so runs a little late do not drift. Every local time of a
    `cron` comes once, also where a clock change leaves it out or shows it twice (see `next_cron`). With `"auto"` it
    follows from what is `known` of the source's rhythm.
    """
    if is_adaptive(source, site):
        floor, ceiling = source.floor or site.floor, source.ceiling or site.ceiling
        return rhythm.next_look(known or Rhythm(), now, site.time_zone, floor, ceiling)
    cron, every = schedule_of(source, site)
    if cron:
        return next_cron(cron, site.time_zone, now) or now + LONGEST_RETRY
    period = every / timedelta(seconds=1)
    return datetime.fromtimestamp((now.timestamp() // period + 1) * period, UTC)


def schedule_of(source: Source, site: Site) -> tuple[str | None, timedelta]:
    """The cron expression of a source, None when it has a period; its own schedule before that of its site.

    The period of `"auto"` is the longest it may take: what is promised of it.
    """
    cron, every = _given(source, site)
    return cron, every if isinstance(every, timedelta) else source.ceiling or site.ceiling


def is_adaptive(source: Source, site: Site) -> bool:
    """Whether a source is looked at by its rhythm."""
    return _given(source, site) == (None, "auto")


def _given(source: Source, site: Site) -> tuple[str | None, timedelta | Literal["auto"] | None]:
    return (source.cron, source.every) if source.cron or source.every else (site.cron, site.every)


def next_cron(expression: str, time_zone: str, now: datetime) -> datetime | None:
    """The first moment after `now` that a cron expression names in a zone; None when there is none.

    APScheduler counts in local time here and the clock changes are ours: it loses a run whose local time a change to
    summer time leaves out (midnight in Beirut, Cairo, Gaza), and repeats one that autumn shows twice. A time left out
    comes at the end of the gap, one shown twice the first time; only where the hour is open (`*`, `*/2`) is the second
    hour counted too, as cron(8) does.
    """
    zone, trigger = ZoneInfo(time_zone), _local_trigger(expression)
    is_hour_open = expression.split()[1].startswith("*")
    local = now.astimezone(zone).replace(tzinfo=UTC, fold=0)
    if is_hour_open and now.astimezone(zone).utcoffset() != (now + LONGEST_CHANGE).astimezone(zone).utcoffset():
        local -= LONGEST_CHANGE  # local times already passed may be about to come a second time
    found: list[datetime] = []
    while (fire := trigger.get_next_fire_time(None, local)) is not None:
        first, second = (_moment_of(fire.replace(tzinfo=None), zone, fold) for fold in (0, 1))
        found += [moment for moment in (first, second if is_hour_open else first) if moment > now]
        if first > now:
            break
        local = fire + SECOND
    return min(found, default=None)


@lru_cache(maxsize=256)
def _local_trigger(expression: str) -> CronTrigger:
    return CronTrigger.from_crontab(expression, timezone=UTC)


def _moment_of(local: datetime, zone: ZoneInfo, fold: int) -> datetime:
    """The moment a local time names; the end of the gap for one that does not exist (PEP 495)."""
    before, after = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    if before.utcoffset() == after.utcoffset():
        return before.astimezone(UTC)
    if before.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local:
        return (after if fold else before).astimezone(UTC)
    # In a gap fold=0 reads the clock of before the change, fold=1 that of after it; between the two lies its end.
    return _end_of_gap(after.astimezone(UTC), before.astimezone(UTC), zone)


def _end_of_gap(early: datetime, late: datetime, zone: ZoneInfo) -> datetime:
    offset = early.astimezone(zone).utcoffset()
    while late - early > SECOND:
        middle = (early + (late - early) / 2).replace(microsecond=0)
        early, late = (middle, late) if middle.astimezone(zone).utcoffset() == offset else (early, middle)
    return late


def mend(source: Source, site: Site, looked: Looked, now: datetime) -> Looked:
    """What is to stand of a source's last look on a clock that shows `now`: the same, unless it lies in the future.

    Then a clock wrote it that has been put back since, and the waiting begins anew: `every` at its next time, so that
    nothing waits longer than its period. The times of a `cron` that were done within a day ahead are not done again.
    """
    if looked.last_run is None or looked.last_run <= now + CLOCK_SLACK:
        return looked
    cron, _ = schedule_of(source, site)
    is_done = cron is not None and looked.last_run - now < timedelta(days=1)
    following = next_look(source, site, looked.last_run if is_done else now)
    return Looked(min(looked.next_due or now, following), now)
