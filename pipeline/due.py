"""When an address or a source is to be looked at again: pure functions of what just happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from pipeline.errors import (
    BadRedirect,
    BadUrl,
    BlockedAddress,
    Gone,
    NotAnArticle,
    NotFound,
    PageError,
    ParseError,
    RobotsDenied,
)
from pipeline.sites import Site, Source

FIRST_RETRY: Final = timedelta(minutes=15)
LONGEST_RETRY: Final = timedelta(days=7)
GIVE_UP_AFTER: Final = 8
"""Failures in a row after which a page is no longer asked for: with doubling waits, about three weeks."""

NEVER_AGAIN: Final = (Gone, BadUrl, BlockedAddress, NotAnArticle)
SELDOM: Final[dict[type[PageError], tuple[timedelta, int]]] = {
    NotFound: (timedelta(days=1), 3),
    RobotsDenied: (timedelta(days=7), 8),
    BadRedirect: (timedelta(days=1), 3),
    ParseError: (timedelta(days=1), 3),
}
"""Errors that haste does not mend: the wait between tries and how many failures end them."""


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
    """When a broken source is looked at again: its `regular` time, doubled per failure, a week at most."""
    wait = min((regular - now) * (1 << min(failures - 1, 10)), LONGEST_RETRY)
    return now + max(wait, timedelta(seconds=error.facts.get("retry_after") or 0))


def next_look(source: Source, site: Site, now: datetime) -> datetime:
    """The next regular time of a source: its own `every` or `cron`, else its site's, in the site's time zone.

    `every` is counted in whole periods since the epoch, so runs a little late do not drift.
    """
    cron, every = (source.cron, source.every) if source.cron or source.every else (site.cron, site.every)
    if cron:
        trigger = CronTrigger.from_crontab(cron, timezone=ZoneInfo(site.time_zone))
        found: datetime | None = trigger.get_next_fire_time(None, now)
        return (found or now + LONGEST_RETRY).astimezone(UTC)
    period = (every or site.every) / timedelta(seconds=1)
    return datetime.fromtimestamp((now.timestamp() // period + 1) * period, UTC)
