"""The coverage ledger: no news is not the same as not looked, and the reason for a gap is known."""

from __future__ import annotations

import errno
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import query
from pipeline.coverage import Coverage, coverage
from pipeline.due import next_cron
from pipeline.errors import OutOfResources
from pipeline.store import Archive
from pipeline.store.absences import Waiting
from pipeline.store.coverage import find_missed
from pipeline.store.files import open_writer
from pipeline.store.sources import SourceState
from pipeline.ticks import Timetable, hour_of
from tests.badserver import answer
from tests.newsroom import NOON, Newsroom, feed, make_site, open_newsroom
from tests.serving import Running, serving, tune

XML = "Content-Type: application/rss+xml; charset=utf-8"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with open_newsroom(tmp_path, make_site("one", every="15m", recheck=[])) as newsroom:
        tune(newsroom)
        yield newsroom


def read(room: Newsroom, since: datetime | None = None) -> Coverage:
    with query.open_archive(room.archive) as opened:
        return coverage(opened, room.clock.now, since)


def days(room: Newsroom) -> list[tuple[object, ...]]:
    return room.rows("SELECT day, due, looked, failed, missed, new_links, hours FROM coverage ORDER BY day")


def gaps(room: Newsroom) -> list[tuple[object, ...]]:
    return room.rows("SELECT reason, since, until, missed, pieces FROM gaps ORDER BY since")


def at(hour: int, minute: int = 0, day: int = 1) -> str:
    return f"2026-03-{day:02}T{hour:02}:{minute:02}:00Z"


# Looks.


async def test_looks_are_counted_by_the_day_and_marked_by_the_hour(room: Newsroom) -> None:
    room.publish(1)
    await room.fetch()
    for _ in range(4):
        room.clock.advance(minutes=15)
        await room.fetch()
    room.publish(1, 2)
    room.clock.advance(hours=1, minutes=-59)  # 13:01: nothing is due
    room.clock.advance(minutes=14)
    await room.fetch()
    ((day, due, looked, failed, missed, new, hours),) = days(room)
    assert (day, due, looked, failed, missed, new) == ("2026-03-01", 6, 6, 0, 0, 2)
    assert hours == "............NN.........."
    assert gaps(room) == []


async def test_a_feed_without_news_is_told_from_one_that_was_not_looked_at(room: Newsroom) -> None:
    room.on("/rss", feed(), XML)
    await room.fetch()
    room.clock.advance(hours=3)
    await room.fetch()
    assert days(room) == [("2026-03-01", 13, 2, 0, 11, 0, "............o--o........")]
    assert gaps(room) == [("not_running", at(12), at(15), 11, 1)]


async def test_a_run_by_cron_that_is_rarer_than_the_schedule_leaves_one_gap_a_day(room: Newsroom) -> None:
    room.on("/rss", feed(), XML)
    for _ in range(30):
        await room.fetch()
        room.clock.advance(hours=1)
    found = gaps(room)
    assert [(reason, missed, pieces) for reason, _, _, missed, pieces in found] == [
        ("not_running", 36, 12),
        ("not_running", 51, 17),
    ]
    assert [row[1:5] for row in days(room)] == [(48, 12, 0, 36), (69, 18, 0, 51)]


async def test_a_failing_source_is_backing_off_in_one_gap_until_it_answers(room: Newsroom) -> None:
    room.on("/rss", answer("", status=404))
    async with serving(room) as running:
        for _ in range(48):
            await go_on(running, minutes=15)
        room.publish(1)
        for _ in range(96):
            await go_on(running, minutes=15)
    assert [reason for reason, *_ in gaps(room)].count("backing_off") == 1
    ((due, looked, failed, missed),) = room.rows("SELECT sum(due), sum(looked), sum(failed), sum(missed) FROM coverage")
    assert (due, looked + missed) == (145, 145)
    assert missed >= room.column("SELECT missed FROM gaps WHERE reason = 'backing_off'")[0] > failed > 3


async def test_a_stopped_service_leaves_a_gap_that_says_so_and_it_shows_before_the_next_look(room: Newsroom) -> None:
    room.publish(1)
    async with serving(room):
        pass
    room.clock.advance(days=1, hours=2)
    shown = read(room)
    ((reason, is_open, missed),) = [(gap.reason, gap.is_open, gap.missed) for gap in shown.gaps]
    assert (reason, is_open, missed) == ("not_running", True, 104)
    assert [day.hours for day in shown.sources[0].days] == ["............N-----------", "--------------.........."]
    async with serving(room):
        pass
    assert gaps(room) == [("not_running", at(12), at(14, day=2), 103, 1)]
    assert [gap.is_open for gap in read(room).gaps] == [False]


async def test_a_killed_service_was_there_until_it_last_said_so(room: Newsroom) -> None:
    room.publish(1)
    async with serving(room) as running:
        await go_on(running, hours=1)
        await running.until(lambda: room.column("SELECT seen_at FROM runs") == [at(13)], "a sign of life")
        await go_on(running, minutes=20)
    with open_writer(room.archive) as conn:  # what a kill leaves behind
        conn.execute("UPDATE runs SET finished_at = NULL, seen_at = ?", (at(13, 30),))
    room.clock.advance(hours=2)
    assert ("not_running", at(13, 30)) in [(gap.reason, gap.since) for gap in read(room).gaps if gap.is_open]


async def test_a_sleep_of_the_machine_is_a_gap_of_its_own(room: Newsroom) -> None:
    room.publish(1)
    async with serving(room) as running:
        await running.sleep(hours=8)
    assert gaps(room) == [("suspended", at(12), at(20), 31, 1)]


async def test_a_clock_set_years_ahead_makes_no_years_of_missed_looks(room: Newsroom) -> None:
    room.publish(1)
    async with serving(room) as running:
        await running.set_clock(days=3650)
    assert [(reason, missed) for reason, _, _, missed, _ in gaps(room)] == [("clock_step", 0)]
    assert room.rows("SELECT sum(missed), count(*) < 4 FROM coverage") == [(0, 1)]


async def test_a_full_disk_is_the_reason_for_what_was_missed(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    room.publish(1)
    usage = shutil.disk_usage(room.folder)
    async with serving(room) as running:
        tune(room, min_free=1)
        monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=-1))
        await running.until(lambda: "archive" in running.report.troubles, "the disk is full")
        await go_on(running, hours=2)
        monkeypatch.undo()
        await running.until(lambda: "archive" not in running.report.troubles, "there is room")
        await running.settle()
    assert gaps(room) == [("archive_full", at(12, 15), at(14), 7, 1)]


async def test_d3_a_machine_that_lets_nothing_be_opened_is_the_reason_for_what_was_missed(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.publish(1)
    async with serving(room) as running:
        monkeypatch.setattr("pipeline.service.serving.can_open", lambda count: False)
        monkeypatch.setattr("pipeline.service.desks.Round.go", refuse_to_open)
        await go_on(running, minutes=15)
        await running.until(lambda: "machine" in running.report.troubles, "nothing can be opened")
        await go_on(running, hours=2)
        monkeypatch.undo()
        await running.until(lambda: "machine" not in running.report.troubles, "files can be opened")
        await running.settle()
    assert {reason for reason, *_ in gaps(room)} == {"machine_full"}


async def refuse_to_open(round_: object) -> None:
    raise OutOfResources(OSError(errno.EMFILE, "Too many open files"))


async def test_a_host_in_trouble_is_the_reason_where_its_source_was_left_in_peace(room: Newsroom) -> None:
    room.publish(*range(1, 9))
    for number in range(1, 9):
        room.on(f"/news/{number}", answer("", status=503))
    async with serving(room) as running:
        room.on("/rss", answer("", status=503))
        for _ in range(12):
            await go_on(running, minutes=15)
    assert "host_trouble" in {reason for reason, *_ in gaps(room)}


async def test_what_robots_txt_forbids_is_a_gap_that_says_so(room: Newsroom) -> None:
    room.on("/robots.txt", "User-agent: *\nDisallow: /rss", "Content-Type: text/plain")
    for _ in range(3):
        await room.fetch()
        room.clock.advance(hours=1)
    assert {gap.reason for gap in read(room).gaps} <= {"robots", "not_running"}
    assert {day.hours[12] for day in read(room).sources[0].days} == {"x"}


def test_a_source_that_is_quarantined_says_so(room: Newsroom) -> None:
    state = SourceState(NOON + timedelta(days=7), NOON, "parse_crashed", 3, None, NOON)
    room_of = Timetable(every=900.0)
    with Archive.open(room.archive, clock=room.clock) as archive:
        future = archive._writer.submit(
            lambda conn: find_missed(conn, Waiting("http://x.example/", state), room_of, NOON, NOON + timedelta(days=1))
        )
        found = {gap.absence.reason for gap in future.result()}
    assert found == {"not_running"}  # no run at all outweighs it


async def go_on(running: Running, **by: float) -> None:
    """Time goes by as it usually does: nobody sleeps, nobody sets a clock."""
    length = timedelta(**by)
    running.room.clock.now += length
    running.boot += length.total_seconds()
    running.ticks += length.total_seconds() - 6  # but for a nap, after which the service asks what is due
    await running.settle()


# Schedules.

MOMENTS = st.integers(0, 32 * 86_400_000).map(lambda length: NOON + timedelta(milliseconds=length))


@given(MOMENTS, st.integers(0, 86_400), st.sampled_from([60, 900, 1800, 3600, 5400, 86400]))
def test_the_times_of_a_period_are_those_one_by_one(after: datetime, seconds: int, every: int) -> None:
    until = after + timedelta(seconds=seconds)
    first = int(after.timestamp() // every + 1) * every
    expected = [datetime.fromtimestamp(at, UTC) for at in range(first, int(until.timestamp()) + 1, every)]
    found = Timetable(every=float(every))
    assert found.by_hour(after, until) == Counter(hour_of(moment) for moment in expected)
    assert found.first(after, until) == (expected[0] if expected else None)
    assert found.last(after, until) == (expected[-1] if expected else None)


@pytest.mark.parametrize("zone", ["Asia/Beirut", "Africa/Casablanca", "Europe/Paris"])
def test_the_times_of_a_cron_expression_are_those_it_is_due_at(zone: str) -> None:
    timetable, at, times = Timetable.read(f"cron 30 */6 * * * {zone}"), NOON, list[datetime]()
    while (following := next_cron("30 */6 * * *", zone, at)) and following <= NOON + timedelta(days=40):
        times.append(at := following)
    assert timetable.by_hour(NOON, NOON + timedelta(days=40)) == Counter(map(hour_of, times))
    assert timetable.last(NOON, NOON + timedelta(days=40)) == times[-1]


@given(st.text())
def test_a_schedule_that_nobody_wrote_has_no_times(text: str) -> None:
    assert Timetable.read(f"?{text}").by_hour(NOON, NOON + timedelta(days=1)) == Counter()
