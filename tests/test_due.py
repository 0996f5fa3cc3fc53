"""When things are looked at again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pipeline import due
from pipeline.errors import (
    BadRedirect,
    Gone,
    NotAFeed,
    NotAnArticle,
    NotFound,
    PageError,
    ParseTimeout,
    RateLimited,
    ServerFailed,
)
from pipeline.sites import FeedSource, Site

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def site(**keys: object) -> Site:
    feed = FeedSource(kind="feed", id="feed", url="https://www.example.org/rss")
    return Site.model_validate(
        {"id": "x", "name": "X", "home": "https://www.example.org/", "sources": (feed,), "time_zone": "UTC"} | keys
    )


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(0), NOW + HOUR),
        (timedelta(minutes=59), NOW + timedelta(minutes=1)),
        (HOUR, NOW + 5 * HOUR),
        (timedelta(days=3), NOW + timedelta(days=4)),
        (timedelta(days=7), None),
    ],
)
def test_an_article_is_asked_for_again_at_the_ages_of_its_site(age: timedelta, expected: datetime | None) -> None:
    assert due.after_success(site(), NOW - age, NOW) == expected


def test_an_age_of_zero_asks_at_every_run() -> None:
    assert due.after_success(site(recheck=(timedelta(0),)), NOW - timedelta(days=900), NOW) == NOW


def test_a_page_without_a_site_is_not_asked_for_again() -> None:
    assert due.after_success(None, NOW, NOW) is None


@pytest.mark.parametrize("error", [Gone("removed"), NotAnArticle("a section page")])
def test_what_will_not_change_is_never_asked_for_again(error: PageError) -> None:
    assert due.after_failure(error, 1, NOW) is None


def test_transient_failures_wait_twice_as_long_each_time_and_end() -> None:
    waits = [due.after_failure(ServerFailed("503", status=503), count, NOW) for count in range(1, 9)]
    assert waits[:3] == [NOW + timedelta(minutes=15), NOW + timedelta(minutes=30), NOW + HOUR]
    assert all(wait is not None and wait <= NOW + due.LONGEST_RETRY for wait in waits[:-1])
    assert waits[-1] is None


def test_a_longer_retry_after_is_obeyed_and_a_shorter_one_is_not_trusted() -> None:
    assert due.after_failure(RateLimited("429", retry_after=7200.0), 1, NOW) == NOW + 2 * HOUR
    assert due.after_failure(RateLimited("429", retry_after=0.0), 1, NOW) == NOW + timedelta(minutes=15)


@pytest.mark.parametrize("error", [NotFound("404"), BadRedirect("loop"), ParseTimeout("10 s")])
def test_errors_that_haste_does_not_mend_are_tried_three_times_a_day_apart(error: PageError) -> None:
    assert due.after_failure(error, 1, NOW) == NOW + timedelta(days=1)
    assert due.after_failure(error, 3, NOW) is None


def test_every_counts_whole_periods_so_that_late_runs_do_not_drift() -> None:
    x = site(every=timedelta(minutes=30))
    assert due.next_look(x.sources[0], x, NOW + timedelta(seconds=7)) == NOW + timedelta(minutes=30)
    assert due.next_look(x.sources[0], x, NOW + timedelta(minutes=29)) == NOW + timedelta(minutes=30)


def test_a_source_keeps_its_own_schedule_and_cron_speaks_the_sites_time_zone() -> None:
    own = FeedSource(kind="feed", id="feed", url="https://www.example.org/rss", cron="0 6 * * *")
    x = site(sources=(own,), time_zone="Asia/Aden", every=timedelta(minutes=5))
    assert due.next_look(own, x, NOW) == datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def test_a_broken_source_is_looked_at_ever_more_rarely() -> None:
    regular, error = NOW + timedelta(minutes=30), ServerFailed("523", status=523)
    looks = [due.source_after_failure(error, count, regular, NOW) for count in (1, 2, 3, 40)]
    assert looks[:3] == [NOW + HOUR * wait for wait in (0.5, 1, 2)]
    assert looks[3] == NOW + 24 * HOUR, "once a day it is seen whether its host is back"
    assert due.source_after_failure(NotAFeed("HTML"), 40, regular, NOW) == NOW + due.LONGEST_RETRY
    weekly = NOW + timedelta(days=7)
    assert due.source_after_failure(error, 1, weekly, NOW) == weekly
