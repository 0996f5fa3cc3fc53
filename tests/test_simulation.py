"""C1-C4: a year of schedule on a clock that is set, stopped and changed for summer: every due time exactly once."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import due
from pipeline.due import Looked
from pipeline.sites import Site

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
START = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = ("Asia/Beirut", "Africa/Cairo", "Asia/Gaza", "Africa/Casablanca", "Europe/Paris")


def make_site(**keys: object) -> Site:
    feed = {"kind": "feed", "url": "https://www.example.org/rss"}
    return Site.model_validate({"id": "x", "name": "X", "home": "https://www.example.org/", "sources": (feed,), **keys})


@dataclass
class Desk:
    """One source as the service keeps it: looked at when it is due, its next time written down."""

    site: Site
    looked: Looked = field(default_factory=Looked)
    looks: list[datetime] = field(default_factory=list)

    def due_at(self, now: datetime) -> datetime:
        return self.looked.next_due or now

    def mend(self, now: datetime) -> None:
        """The clock was set, and this is noticed."""
        self.looked = due.mend(self.site.sources[0], self.site, self.looked, now)

    def look(self, now: datetime) -> None:
        self.looks.append(now)
        self.looked = Looked(due.next_look(self.site.sources[0], self.site, now), now)

    def live(self, now: datetime, end: datetime) -> None:
        """Wake up whenever it is due; what was due while nobody was awake is done once, at once."""
        while (at := max(self.due_at(now), now)) < end:
            now = at
            self.look(now)


def days_of(looks: list[datetime], zone: str) -> Counter[date]:
    return Counter(look.astimezone(ZoneInfo(zone)).date() for look in looks)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("minute", [0, 30])
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 23])
def test_c4_each_local_day_runs_exactly_once_for_a_year(zone: str, hour: int, minute: int) -> None:
    desk = Desk(make_site(cron=f"{minute} {hour} * * *", time_zone=zone))
    first = datetime(2026, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    desk.looked = Looked(due.next_look(desk.site.sources[0], desk.site, first - MINUTE), first - MINUTE)
    desk.live(first, first + 365 * DAY - HOUR)
    days = days_of(desk.looks, zone)
    assert set(days.values()) == {1}
    assert len(days) == 365 or (hour == 23 and len(days) == 364)
    for look in desk.looks:
        local = look.astimezone(ZoneInfo(zone))
        assert (local.hour, local.minute) == (hour, minute) or _ends_a_gap(look, zone)


def _ends_a_gap(moment: datetime, zone: str) -> bool:
    before, after = ((moment + step).astimezone(ZoneInfo(zone)).utcoffset() for step in (-MINUTE, timedelta(0)))
    assert before is not None
    assert after is not None
    return before < after


@pytest.mark.parametrize("zone", ZONES)
def test_c4_where_the_hour_is_open_every_quarter_of_every_hour_comes_once(zone: str) -> None:
    desk = Desk(make_site(cron="*/15 * * * *", time_zone=zone), Looked(START, START - MINUTE))
    desk.live(START, START + 365 * DAY)
    assert [after - before for before, after in pairwise(desk.looks)] == [15 * MINUTE] * (365 * 96 - 1)


@given(
    zone=st.sampled_from(ZONES),
    now=st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    cron=st.sampled_from(
        ["*/15 * * * *", "0 0 * * *", "30 */2 * * *", "15 2,3 * * mon-fri", "0 0 29 2 *", "5 4 1 * *"]
    ),
)
def test_c4_the_next_time_is_ahead_and_nothing_lies_between(zone: str, now: datetime, cron: str) -> None:
    following = due.next_cron(cron, zone, now)
    assert following is not None
    assert following > now
    between = now + (following - now) * random.Random(0).random()  # noqa: S311
    assert due.next_cron(cron, zone, between) == following


def sleeps(chance: random.Random, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Stretches of wakefulness, with naps of minutes to days between them."""
    at = START
    while at < end:
        rise = at + timedelta(minutes=chance.uniform(30, 6000))
        yield at, min(rise, end)
        at = rise + timedelta(minutes=chance.choice([3, 45, 480, 4000]))


@pytest.mark.parametrize("schedule", [{"every": 15 * MINUTE}, {"cron": "0 0 * * *"}, {"cron": "*/20 6-22 * * *"}])
def test_c3_after_each_sleep_of_the_machine_a_source_catches_up_once(schedule: dict[str, object]) -> None:
    desk = Desk(make_site(time_zone="Africa/Cairo", **schedule), Looked(START, START - MINUTE))
    for rise, rest in sleeps(random.Random(3), START + 365 * DAY):  # noqa: S311
        before = len(desk.looks)
        desk.live(rise, rest)
        woken = desk.looks[before:]
        late = [look for look in woken if not _is_regular(desk.site, look)]
        assert len(late) <= 1
        assert late == woken[: len(late)]
        assert _regular_times(desk.site, rise, rest) == [look for look in woken if _is_regular(desk.site, look)]


def _is_regular(site: Site, look: datetime) -> bool:
    return due.next_look(site.sources[0], site, look - timedelta(seconds=1)) == look


def _regular_times(site: Site, start: datetime, end: datetime) -> list[datetime]:
    times, at = [], start - timedelta(microseconds=1)
    while (at := due.next_look(site.sources[0], site, at)) < end:
        times.append(at)
    return times


def test_c1_a_clock_put_back_an_hour_repeats_no_daily_run_and_holds_up_no_frequent_one() -> None:
    for minute in range(0, 24 * 60, 7):
        step = START + 40 * DAY + timedelta(minutes=minute)
        daily = Desk(make_site(cron="0 6 * * *", time_zone="Asia/Beirut"), Looked(START, START - MINUTE))
        often = Desk(make_site(every=15 * MINUTE), Looked(START, START - MINUTE))
        for desk in (daily, often):
            desk.live(START, step)
            before = len(desk.looks)
            desk.mend(step - HOUR)
            desk.live(step - HOUR, step + 10 * DAY)
            assert desk.looks[before] - (step - HOUR) <= (15 * MINUTE if desk is often else DAY + HOUR)
        # Each local day once; the one in which 06:00 was shown twice too.
        assert set(days_of(daily.looks[1:], "Asia/Beirut").values()) == {1}


@pytest.mark.parametrize("schedule", [{"every": 15 * MINUTE}, {"cron": "0 0 * * *"}])
def test_c2_a_clock_ten_years_ahead_costs_one_run_and_none_when_it_is_put_right(schedule: dict[str, object]) -> None:
    desk = Desk(make_site(time_zone="Africa/Casablanca", **schedule), Looked(START, START - MINUTE))
    step, ahead = START + 40 * DAY + 7 * MINUTE, timedelta(days=3653)
    desk.live(START, step)
    before = len(desk.looks)
    desk.mend(step + ahead)
    desk.live(step + ahead, step + ahead + MINUTE)
    assert len(desk.looks) == before + 1
    desk.mend(step + MINUTE)
    desk.live(step + MINUTE, step + 30 * DAY)
    after = desk.looks[before + 1 :]
    assert after == _regular_times(desk.site, step + MINUTE, step + 30 * DAY)
