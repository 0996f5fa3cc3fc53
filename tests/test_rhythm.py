"""`every = "auto"`: what is learned of a source's hours, and when it is looked at again."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import polling
from pipeline import due, rhythm
from pipeline.due import Looked
from pipeline.rhythm import CEILING, FLOOR, HOURS, Rhythm
from pipeline.sites import FeedSource, Site
from pipeline.store import Memory, Reader
from pipeline.ticks import schedule_text
from tests.newsroom import XML, Newsroom, feed, open_newsroom, page

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ZONES = st.sampled_from(["UTC", "Africa/Casablanca", "Asia/Beirut", "Asia/Kathmandu", "Australia/Lord_Howe"])


def taught(by_hour: dict[int, int], *, days: int = 28, zone: str = "UTC", dated: bool = True) -> Rhythm:
    """A rhythm after hourly looks at a source that publishes so many articles in these hours of every day."""
    known, local = Rhythm(looked_at=MONDAY), ZoneInfo(zone)
    for hour in range(days * 24):
        at = MONDAY + (hour + 1) * HOUR
        count = by_hour.get((at - HOUR).astimezone(local).hour, 0)
        dates = [at - HOUR * (n + 1) / (count + 1) for n in range(count)]
        known = rhythm.learn(known, at, dates if dated else [None] * count, zone)
    return known


def wait(known: Rhythm, now: datetime, zone: str = "UTC") -> timedelta:
    return rhythm.next_look(known, now, zone) - now


# -- what it is for ----------------------------------------------------------------------------------------------------


def test_a_source_nobody_knows_is_looked_at_every_half_hour() -> None:
    assert wait(Rhythm(), MONDAY) == timedelta(minutes=30)


def test_a_quiet_night_costs_few_requests_and_a_busy_morning_is_followed_closely() -> None:
    known = taught(dict.fromkeys(range(8, 20), 4))
    night, morning = MONDAY + 28 * DAY + 22 * HOUR, MONDAY + 28 * DAY + 9 * HOUR
    assert timedelta(minutes=12) < wait(known, morning) < timedelta(minutes=18), "sqrt(2 * 0.125 / 4) hours"
    assert wait(known, night) > 3 * HOUR


def test_a_look_is_kept_for_the_hour_when_the_printed_paper_comes() -> None:
    known = taught({4: 30})
    now = MONDAY + 28 * DAY + HOUR
    assert 3 * HOUR <= now + wait(known, now) - (MONDAY + 28 * DAY) < 4 * HOUR + timedelta(minutes=20)
    assert wait(known, now + 3 * HOUR) < timedelta(minutes=6)


def test_weekdays_are_told_apart() -> None:
    known = Rhythm(looked_at=MONDAY)
    for hour in range(56 * 24):
        at = MONDAY + (hour + 1) * HOUR
        is_out = (at - HOUR).weekday() < 5 and 9 <= (at - HOUR).hour < 17
        known = rhythm.learn(known, at, [at - HOUR / 2] * 3 if is_out else [], "UTC")
    rates = rhythm.rates(known)
    assert rates[4 * 24 + 10] == pytest.approx(3, rel=0.25)
    assert rates[6 * 24 + 10] < 0.6


def test_hours_are_those_of_the_sites_zone_also_after_a_clock_change() -> None:
    """Casablanca's eight o'clock stays eight o'clock when the clock goes back for Ramadan."""
    zone = "Africa/Casablanca"
    known = taught({8: 20}, zone=zone, days=20)
    rates = rhythm.rates(known)
    assert max(range(HOURS), key=rates.__getitem__) % 24 == 8


def test_undated_articles_are_shared_out_over_the_time_since_the_last_look() -> None:
    dated, undated = (rhythm.rates(taught({9: 6}, dated=is_dated)) for is_dated in (True, False))
    assert undated[9] == pytest.approx(dated[9], rel=0.05)


def test_a_first_look_at_dated_articles_is_a_rhythm_already() -> None:
    at = MONDAY + 12 * HOUR
    busy = rhythm.learn(Rhythm(), at, [at - timedelta(minutes=6 * n) for n in range(1, 61)], "UTC")
    slow = rhythm.learn(Rhythm(), at, [at - timedelta(hours=23 * n + 11) for n in range(1, 7)], "UTC")
    assert wait(busy, at) < timedelta(minutes=15) < HOUR < wait(slow, at)


def test_breaking_news_bring_the_next_look_nearer_and_a_holiday_puts_it_off() -> None:
    known = taught(dict.fromkeys(range(24), 4))
    at = MONDAY + 28 * DAY + 10 * HOUR
    usual = wait(rhythm.learn(known, at, [at - HOUR / 2] * 40, "UTC"), at + 8 * HOUR * 3)
    storm = wait(rhythm.learn(known, at, [at - HOUR / 2] * 80, "UTC"), at)
    assert storm < usual
    quiet = known
    for hour in range(1, 6):
        quiet = rhythm.learn(quiet, MONDAY + 28 * DAY + hour * HOUR, [], "UTC")
    assert wait(quiet, MONDAY + 28 * DAY + 5 * HOUR) > 1.5 * wait(known, MONDAY + 28 * DAY + 5 * HOUR)


def test_a_source_that_changes_its_habits_is_learned_anew() -> None:
    known = taught({8: 6})
    for hour in range(10 * 7 * 24):
        at = MONDAY + 28 * DAY + (hour + 1) * HOUR
        known = rhythm.learn(known, at, [at - HOUR / 2] * 6 if (at - HOUR).hour == 20 else [], "UTC")
    rates = rhythm.rates(known)
    assert rates[20] > 4 > 1.5 > rates[8]


# -- properties --------------------------------------------------------------------------------------------------------

MOMENTS = st.integers(631152000, 2840140800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))  # 1990 to 2060
AGES = st.lists(st.none() | st.floats(-1e6, 1e7).map(lambda seconds: timedelta(seconds=seconds)), max_size=40)
LOOKS = st.lists(st.tuples(MOMENTS, AGES), max_size=12)


def after(looks: list[tuple[datetime, list[timedelta | None]]], zone: str) -> Rhythm:
    known = Rhythm()
    for at, ages in looks:
        known = rhythm.learn(known, at, [at - age if age is not None else None for age in ages], zone)
    return known


@given(LOOKS, MOMENTS, ZONES, st.floats(1, 1e5), st.floats(1, 50))
def test_never_under_the_floor_and_never_above_the_ceiling_whatever_was_seen(
    looks: list[tuple[datetime, list[timedelta | None]]], now: datetime, zone: str, floor: float, times: float
) -> None:
    """Clocks that jump by decades, articles of the future, thousands at once: the bounds hold."""
    least, most = timedelta(seconds=floor), min(timedelta(seconds=floor * times), 7 * DAY)
    if least <= most:
        assert least <= rhythm.next_look(after(looks, zone), now, zone, least, most) - now <= most


@given(LOOKS, ZONES)
def test_what_is_kept_is_bounded_and_survives_being_kept(
    looks: list[tuple[datetime, list[timedelta | None]]], zone: str
) -> None:
    known = after(looks, zone)
    text = rhythm.to_json(known)
    again = rhythm.from_json(text)
    assert len(text) < 4000
    assert rhythm.to_json(again) == text
    assert again.looked_at == known.looked_at
    assert all(rate > 0 for rate in rhythm.rates(again))


@given(st.lists(st.integers(1, 300), min_size=1, max_size=60))
def test_time_that_was_watched_is_counted_once_however_it_was_cut(minutes: list[int]) -> None:
    """Nothing drifts: the hours watched do not depend on how many looks there were."""
    known, at = Rhythm(looked_at=MONDAY), MONDAY
    for length in minutes:
        at += timedelta(minutes=length)
        known = rhythm.learn(known, at, [], "UTC")
    at_once, hour = Rhythm(looked_at=MONDAY), MONDAY
    while hour < at:
        hour = min(hour + timedelta(minutes=30), at)
        at_once = rhythm.learn(at_once, hour, [], "UTC")
    # What is watched of an hour fades while the rest of it is watched: 0.5 ** (1 / 4) at most.
    assert sum(known.watched) == pytest.approx(sum(at_once.watched), rel=0.2)


def test_a_clock_set_ten_years_forward_or_an_hour_back_changes_nothing_that_lasts() -> None:
    known = taught(dict.fromkeys(range(8, 20), 4))
    now = MONDAY + 28 * DAY + 9 * HOUR
    before = rhythm.rates(known)
    ahead = rhythm.learn(known, now + 3650 * DAY, [], "UTC")
    back = rhythm.learn(rhythm.learn(ahead, now, [], "UTC"), now - HOUR, [], "UTC")
    assert back.looked_at == now - HOUR
    assert sum(rhythm.rates(back)) == pytest.approx(sum(before), rel=0.1)


# -- in its place ------------------------------------------------------------------------------------------------------


def site(**keys: object) -> Site:
    source = FeedSource(kind="feed", id="feed", url="https://www.example.org/rss")
    return Site.model_validate(
        {"id": "x", "name": "X", "home": "https://www.example.org/", "sources": (source,), "every": "auto"} | keys
    )


def test_auto_is_a_schedule_with_bounds_of_the_source_before_those_of_the_site() -> None:
    x, known = site(floor="2m", ceiling="1h"), taught({4: 30})
    night = MONDAY + 28 * DAY + 8 * HOUR
    assert due.next_look(x.sources[0], x, night, known) == night + HOUR
    own = x.sources[0].model_copy(update={"ceiling": timedelta(minutes=10)})
    assert due.next_look(own, x, night, known) == night + timedelta(minutes=10)
    assert due.next_look(x.sources[0], x, night) == night + timedelta(minutes=30), "nothing is known yet"
    assert schedule_text(x.sources[0], x) == "every 3600", "what is promised of it is its ceiling"


def test_a_source_of_a_fixed_site_may_be_adaptive_and_the_other_way_round() -> None:
    auto = FeedSource.model_validate({"kind": "feed", "id": "a", "url": "https://www.example.org/a", "every": "auto"})
    cron = FeedSource(kind="feed", id="b", url="https://www.example.org/b", cron="0 6 * * *")
    x = site(every="15m", sources=(auto, cron))
    assert [due.is_adaptive(source, x) for source in x.sources] == [True, False]
    y = site(sources=(auto, cron))
    assert [due.is_adaptive(source, y) for source in y.sources] == [True, False]


@pytest.mark.parametrize("keys", [{"floor": "7h"}, {"ceiling": "1m"}, {"every": "automatic"}, {"every": "0s"}])
def test_bounds_that_contradict_each_other_are_refused(keys: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"`ceiling` must not be less than `floor`|not a duration|more than 0s"):
        site(**keys)


def test_a_due_time_of_a_clock_that_was_put_back_is_mended_to_within_the_ceiling() -> None:
    x, now = site(), MONDAY
    mended = due.mend(x.sources[0], x, Looked(now + 3650 * DAY, now + 3650 * DAY - HOUR), now)
    assert mended.next_due is not None
    assert now + FLOOR <= mended.next_due <= now + CEILING


def test_a_look_teaches_the_archive_and_its_next_time_follows_from_what_it_knows(tmp_path: Path) -> None:
    with open_newsroom(tmp_path) as room:
        room.sites = [one.model_copy(update={"every": "auto"}) for one in room.sites]
        asyncio.run(_visit_for_days(room))
        with Memory(Reader(room.archive), lambda: room.clock.now) as memory:
            source = room.sites[0].sources[0]
            known = memory.rhythm(room.sites[0].id, source.id)
            state = memory.source_state(room.sites[0].id, source.id)
    assert sum(known.watched) > 5
    assert sum(known.found) > 3
    assert state.next_due
    assert FLOOR <= state.next_due - known.looked_at.astimezone(UTC) <= CEILING + HOUR if known.looked_at else False


async def _visit_for_days(room: Newsroom) -> None:
    for number in range(1, 7):
        room.on("/rss", feed(*range(1, number + 1)), *XML)
        room.on(f"/news/{number}", page(number))
        await room.fetch()
        room.clock.now += 2 * HOUR


def test_fewer_requests_than_any_fixed_interval_of_the_same_freshness() -> None:
    chance, weeks = random.Random(1), (3, 5)  # noqa: S311
    paper = polling.NEWSPAPERS[1]
    times = polling.publish(paper, weeks[1], chance)
    auto = polling.follow_rhythm(paper, times, weeks)
    fixed = [polling.follow_fixed(times, weeks, minutes) for minutes in (5, 10, 15, 20, 30, 60)]
    for of in polling.MEASURES.values():
        assert auto.requests < 0.95 * polling.fixed_with(of, of(auto), fixed)
