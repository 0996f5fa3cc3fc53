"""The service: schedules kept, troubles kept apart, clocks that jump, disks that fill, signals."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.app import App
from pipeline.errors import ConfigError, StoreError
from pipeline.rounds import Round
from pipeline.run import Run, Summary
from pipeline.sites import Config
from pipeline.store.files import open_writer
from tests.badserver import CLOSE, STALL, Asked, Step, answer, script
from tests.newsroom import (
    NOON,
    XML,
    Newsroom,
    check_consistent,
    feed,
    feed_source,
    item,
    make_settings,
    make_site,
    open_newsroom,
    page,
    rss,
)
from tests.serving import serving, tune

IDS = {"kind": "ids", "url": "/id/{id}", "start": 1, "per_run": 1000, "max_misses": 1000}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with open_newsroom(tmp_path, make_site("one", every="30m", recheck=[])) as newsroom:
        tune(newsroom)
        yield newsroom


# Schedules.


async def test_sources_are_looked_at_when_they_are_due_and_what_is_new_is_fetched(room: Newsroom) -> None:
    room.publish(1, 2)
    async with serving(room) as running:
        assert len(room.titles()) == 2
        room.publish(1, 2, 3)
        await running.sleep(minutes=29)
        assert running.times_asked("/rss") == 1
        await running.sleep(minutes=1)
        assert running.times_asked("/rss") == 2
        assert len(room.titles()) == 3
        assert running.report.state == "ok"
        assert running.report.pages == {"new": 3}
    assert room.rows("SELECT command, finished_at IS NOT NULL, summary FROM runs") == [("run", 1, '{"new":3,"read":2}')]
    check_consistent(room)


async def test_articles_are_asked_for_again_at_their_ages(room: Newsroom) -> None:
    room.sites = [make_site("one", every="1d", recheck=["1h", "6h"])]
    room.publish(1)
    async with serving(room) as running:
        for hours, times in [(1, 2), (1, 2), (4, 3), (10, 3)]:
            await running.sleep(hours=hours)
            assert running.times_asked("/news/1") == times


async def test_after_a_stop_what_was_due_meanwhile_is_caught_up_once(room: Newsroom) -> None:
    room.publish(1)
    async with serving(room):
        pass
    room.clock.advance(hours=9)
    async with serving(room) as running:
        assert running.times_asked("/rss") == 2
        await running.sleep(minutes=29)
        assert running.times_asked("/rss") == 2
        await running.sleep(minutes=1)
        assert running.times_asked("/rss") == 3


async def test_sites_start_apart_from_each_other(tmp_path: Path) -> None:
    names = [f"site{number}" for number in range(30)]
    with open_newsroom(tmp_path, *(make_site(name) for name in names)) as room:
        tune(room, jitter="600s")
        async with serving(room) as running:
            assert len(room.server.asked) < 10  # each would be asked within ten minutes, drawn by lot
            assert running.report.sites == 30


async def test_a_site_never_overlaps_itself_and_no_site_waits_for_a_slow_one(tmp_path: Path) -> None:
    under_way: list[str] = []

    def slow(asked: Asked) -> Iterator[Step]:
        assert not under_way
        under_way.append(asked.path)
        yield 1.0
        under_way.pop()
        yield from answer(feed(), *XML)(asked)

    sites = make_site("one", feed_source(every="1m"), feed_source("/more", every="1m")), make_site("two", every="1m")
    with open_newsroom(tmp_path, *sites) as room:
        tune(room)
        for path in ("/rss", "/more"):
            room.on(path, slow, site_id="one")
        room.publish(1, site_id="two")
        async with serving(room) as running:
            done = running.times_asked("/rss", "www.one.example")
            room.clock.advance(minutes=1)
            running.boot += 60
            await running.until(lambda: running.times_asked("/rss", "www.two.example") == 2)
            await running.until(lambda: "two" not in running.report.under_way)
            room.clock.advance(minutes=1)
            running.boot += 60
            await running.until(lambda: running.times_asked("/rss", "www.two.example") == 3)
            assert running.times_asked("/rss", "www.one.example") <= done + 1


async def test_back_fill_runs_in_the_gaps_and_news_does_not_wait_for_it(room: Newsroom) -> None:
    room.sites = [make_site("one", feed_source(every="30m"), IDS, recheck=[])]
    room.settings = make_settings(politeness={"delay": timedelta(milliseconds=5)})
    tune(room)
    room.publish()
    for number in range(1, 1000):
        room.on(f"/id/{number}", page(number))
    async with serving(replaced(room)) as running:
        pass
    room.server.asked.clear()
    room.clock.advance(minutes=30)
    async with serving_unsettled(room) as running:
        await running.until(lambda: running.times_asked("/id/60") > 0, "back-fill goes on")
        asked = [asked.path for asked in room.server.asked if asked.path != "/robots.txt"]
        assert asked[0] == "/rss"  # both were due: news first
        room.clock.advance(minutes=30)
        running.boot += 1800
        at = len(room.server.asked)
        await running.until(lambda: running.times_asked("/rss") == 2, "news")
        later = [asked.path for asked in room.server.asked[at:]]
        assert later.index("/rss") < 30, "the slice of back-fill ends when news is due"
        await running.until(lambda: len(room.server.asked) > at + len(later) + 20, "back-fill goes on after it")
    numbers = [int(path.rpartition("/")[2]) for path, _ in room.outcomes() if path.startswith("/id/")]
    assert numbers == list(range(1, len(numbers) + 1))


def replaced(room: Newsroom) -> Newsroom:
    """The newsroom before its numbers are counted through."""
    return replace(room, sites=[make_site("one", feed_source(every="30m"), recheck=[])])


def serving_unsettled(room: Newsroom) -> Any:
    """A service whose start is not waited for until it has nothing to do."""
    return serving(room, is_settled=False)


# Troubles, each with its own scope.


@pytest.mark.parametrize(("status", "reason"), [(429, "rate_limited"), (503, "server_failed"), (403, "bad_status")])
async def test_n19_an_address_of_a_shared_host_that_is_refused_stalls_no_other(
    room: Newsroom, status: int, reason: str
) -> None:
    room.sites = [make_site("one", feed_source("/a", every="30m"), feed_source("/b", every="30m"), recheck=[])]
    room.on("/a", answer("no", "Retry-After: 80000", status=status))
    room.on("/b", feed(1), *XML)
    room.on("/news/1", page(1))
    async with serving(room) as running:
        for _ in range(8):
            await running.sleep(minutes=30)
        assert running.times_asked("/b") == 9
        assert running.times_asked("/a") == 1  # it was asked to wait 22 hours
        assert room.titles()
        await running.sleep(hours=20)
        assert running.times_asked("/a") == 2
    assert room.source("feed-1")["last_result"] == reason
    assert (room.source("feed-1")["failures"], room.source("feed-2")["failures"]) == (2, 0)
    assert room.rows("SELECT * FROM hosts") == []


async def test_a_dead_origin_is_tried_ever_more_rarely_and_revives_by_itself(room: Newsroom) -> None:
    numbers = range(1, 30)
    room.publish(*numbers)
    for number in numbers:
        room.on(f"/news/{number}", script(CLOSE))
    async with serving(room) as running:
        room.on("/rss", script(CLOSE))
        [(host, reason, count)] = room.rows("SELECT host, reason, count FROM hosts")
        assert (host, reason, count) == ("www.one.example", "connection_lost", 1)
        for _ in range(2 * 7):
            await running.sleep(hours=12)
        first_week = len(room.server.asked)
    async with serving(room) as running:  # a new process knows of it
        for _ in range(2 * 14):
            await running.sleep(hours=12)
        # A robots.txt and one address a day, which is asked for twice: its connection was kept and then closed.
        assert len(room.server.asked) - first_week <= 3 * 14
        assert len(room.server.asked) > first_week + 10
        room.publish(*numbers, 30)
        await running.sleep(hours=25)
        assert room.rows("SELECT * FROM hosts") == []
        assert len(room.titles()) == 30, "the pages that waited, and what the feed tells now"
        assert room.source()["failures"] == 0
    check_consistent(room)


async def test_a_machine_without_network_is_told_and_catches_up_when_it_is_back(tmp_path: Path) -> None:
    names = ("one", "two", "three")
    with open_newsroom(tmp_path, *(make_site(name, every="15m", recheck=[]) for name in names)) as room:
        tune(room)
        for name in names:
            room.on("/rss", script(CLOSE), site_id=name)
            room.on("/robots.txt", script(CLOSE), site_id=name)
        async with serving(room) as running:
            for _ in range(20):
                await running.sleep(hours=3)
            assert running.report.state == "degraded"
            assert list(running.report.troubles) == ["network"]
            for at, name in enumerate(names):
                room.publish(at + 1, site_id=name)
                room.on("/robots.txt", answer("", "Content-Type: text/plain"), site_id=name)
            for _ in range(2):
                await running.sleep(days=1)
            assert not running.report.troubles
            assert len(room.titles()) == 3


async def test_sites_take_turns_where_few_may_be_looked_at_side_by_side(tmp_path: Path) -> None:
    names = ("one", "two", "three")
    with open_newsroom(tmp_path, *(make_site(name, max_links=2, recheck=[]) for name in names)) as room:
        tune(room, sites_at_once=1)
        for name in names:
            room.publish(*range(1, 9), site_id=name)
        async with serving(room) as running:
            assert running.report.rounds >= 12
        sites = room.column("SELECT site FROM outcomes WHERE article_id IS NOT NULL ORDER BY id")
        rounds = [sites[at] for at in range(0, len(sites), 2)]
        assert [sorted(rounds[at : at + 3]) for at in range(0, 12, 3)] == [sorted(names)] * 4


async def test_k8_a_source_that_breaks_its_reader_is_quarantined_and_the_rest_runs(room: Newsroom) -> None:
    bad = {"kind": "listing", "url": "/bad", "link": "li a", "every": "30m"}
    room.sites = [make_site("one", bad, feed_source(every="30m"), recheck=[])]
    room.settings = make_settings(reading={"wall": timedelta(seconds=1), "cpu": timedelta(seconds=2)})
    tune(room)
    room.on("/bad", "<ul>" + "<div>" * 100_000)
    room.publish(1)
    async with serving(room) as running:
        for _ in range(12):
            await running.sleep(minutes=30)
        assert running.times_asked("/bad") == 3
        assert running.times_asked("/rss") == 13
    async with serving(room) as running:  # also at the next start
        assert running.times_asked("/bad") == 3
        row = room.source("listing")
        assert row["quarantined_at"]
        assert row["last_result"] == "parse_timeout"
        room.on("/bad", '<ul><li><a href="/news/1">x</a></li></ul>')
        await running.sleep(days=7)
        assert running.times_asked("/bad") == 4
        assert room.source("listing")["quarantined_at"] is None
        await running.sleep(minutes=30)
        assert running.times_asked("/bad") == 5


async def test_a_bug_in_one_sites_round_is_told_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Round):
        async def go(self) -> Summary:
            if self.plan.sites[0].id == "one":
                raise KeyError("a bug")
            return await super().go()

    monkeypatch.setattr("pipeline.service.desks.Round", Broken)
    with open_newsroom(tmp_path, make_site("one"), make_site("two", every="30m")) as room:
        tune(room)
        room.publish(1, site_id="two")
        async with serving(room) as running:
            await running.sleep(minutes=30)
            assert running.times_asked("/rss", "www.two.example") == 2
            assert running.report.state == "degraded"
            assert list(running.report.troubles) == ["site one"]
    assert "please report it" in caplog.text
    assert "KeyError" in caplog.text


async def test_m2_a_round_in_which_nothing_gets_done_is_given_up_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(self: Run, *args: object) -> None:
        await asyncio.Event().wait()

    with open_newsroom(tmp_path, make_site("one")) as room:
        tune(room, stall="0.2s")
        room.publish(1)
        monkeypatch.setattr(Run, "visit", hang)
        async with serving_unsettled(room) as running:
            await running.until(lambda: running.times_asked("/rss") == 1)
            await running.until(lambda: bool(running.report.under_way))
            await running.until(lambda: not running.report.under_way, "given up")
        assert room.column("SELECT count(*) FROM links WHERE next_due IS NOT NULL AND last_fetched IS NULL") == [1]


async def test_d1_a_full_disk_pauses_fetching_and_room_resumes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writers: list[sqlite3.Connection] = []

    def open_small(path: Path) -> sqlite3.Connection:
        conn = open_writer(path)
        conn.execute(f"PRAGMA max_page_count = {conn.execute('PRAGMA page_count').fetchone()[0] + 12}")
        writers.append(conn)
        return conn

    monkeypatch.setattr("pipeline.store.archive.open_writer", open_small)
    with open_newsroom(tmp_path, make_site("one", recheck=[])) as room:
        tune(room)
        room.publish(*range(1, 40))
        async with serving(room) as running:
            assert running.report.state == "degraded"
            assert "full" in running.report.troubles["archive"]
            asked = len(room.server.asked)
            await running.settle()
            assert len(room.server.asked) == asked
            acknowledged = {link.url for link, receipt in room.receipts if receipt.reason == "new"}
            assert acknowledged <= set(room.column("SELECT url FROM articles"))
            writers[0].execute("PRAGMA max_page_count = 1000000")
            await running.until(lambda: running.report.state == "ok", "resumed")
            await running.settle()
            assert len(room.titles()) == 39
        check_consistent(room)


async def test_d1_fetching_pauses_before_the_disk_is_full(room: Newsroom) -> None:
    room.publish(1)
    tune(room, min_free="1000000GiB")
    async with serving(room, load=lambda app: room.app.config) as running:
        assert room.server.asked == []
        assert "MiB are free" in running.report.troubles["archive"]
        tune(room)
        os.kill(os.getpid(), signal.SIGHUP)
        await running.until(lambda: running.report.state == "ok")
        await running.settle()
        assert len(room.titles()) == 1


async def test_d1_a_disk_that_went_away_for_a_while_is_waited_for(room: Newsroom) -> None:
    room.publish(1)
    async with serving(room) as running:
        folder, elsewhere = room.archive.parent, room.archive.parent.with_name("unmounted")
        folder.rename(elsewhere)
        await running.until(lambda: "cannot be asked for room" in running.report.troubles.get("archive", ""))
        elsewhere.rename(folder)
        await running.until(lambda: running.report.state == "ok")
        await running.settle()
    assert len(room.titles()) == 1
    check_consistent(room)


async def test_an_archive_that_can_no_longer_be_trusted_ends_the_service(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(self: Run, *args: object) -> None:
        raise StoreError("archive.db: the disk reported an error")

    room.publish(1)
    monkeypatch.setattr(Run, "visit", fail)

    async def live() -> None:
        async with serving_unsettled(room) as running:
            await running.until(lambda: running.task is not None and running.task.done())

    with pytest.raises(StoreError, match="disk reported"):
        await live()


# Clocks.


async def test_c3_after_eight_hours_of_sleep_each_source_is_looked_at_once(room: Newsroom) -> None:
    room.publish(1)
    async with serving(room) as running:
        await running.sleep(hours=8)
        assert running.times_asked("/rss") == 2
    assert room.column("SELECT DISTINCT is_clock_suspect FROM outcomes") == [0]


async def test_c1_a_clock_put_back_an_hour_holds_nothing_up_and_its_rows_are_marked(room: Newsroom) -> None:
    room.sites = [make_site("one", every="30m", recheck=["1h"])]
    room.publish(1)
    async with serving(room) as running:
        await running.set_clock(hours=-1)
        assert running.times_asked("/rss") == 1
        await running.sleep(minutes=30)
        assert running.times_asked("/rss") == 2
        await running.sleep(minutes=30)
        assert (running.times_asked("/rss"), running.times_asked("/news/1")) == (3, 2)  # an hour after the first time
        marked = (
            "SELECT is_clock_suspect FROM outcomes JOIN links ON links.id = link_id WHERE url LIKE '%rss' ORDER BY at"
        )
        assert sorted(room.column(marked)) == [0, 0, 1]  # the hour in which the clock is doubted has passed


async def test_c2_a_clock_ten_years_ahead_costs_one_look_and_none_when_it_is_put_right(room: Newsroom) -> None:
    room.publish(1)
    async with serving(room) as running:
        await running.set_clock(days=3653)
        assert running.times_asked("/rss") == 2
        await running.set_clock(days=-3653)
        assert running.times_asked("/rss") == 2
        await running.sleep(minutes=30)
        assert running.times_asked("/rss") == 3
        assert room.column("SELECT sum(is_clock_suspect) FROM outcomes") >= [1]
        room.publish(1, 2)
        await running.sleep(minutes=30)
        assert len(room.titles()) == 2


async def test_c2_a_clock_put_right_while_nothing_ran_is_noticed_at_the_start(room: Newsroom) -> None:
    room.sites = [make_site("one", every="30m", recheck=["6h"])]
    room.publish(1)
    room.clock.advance(days=3653)
    async with serving(room):
        pass
    room.clock.now = NOON
    async with serving(room) as running:
        assert running.times_asked("/rss") == 1
        await running.sleep(minutes=30)
        assert running.times_asked("/rss") == 2
        await running.sleep(hours=6)
        assert running.times_asked("/news/1") == 2
    assert room.column("SELECT count(*) FROM outcomes WHERE is_clock_suspect") == [1]


async def test_n17_a_304_for_ever_is_not_believed_for_ever_also_after_a_clock_ahead(room: Newsroom) -> None:
    def unmodified(asked: Asked) -> Iterator[Step]:
        if asked.header("if-none-match"):
            return answer(b"", status=304)(asked)  # type: ignore[return-value]
        return answer(feed(1), *XML, 'ETag: W/"a, b;c"')(asked)  # type: ignore[return-value]

    room.on("/rss", unmodified)
    room.on("/news/1", page(1))
    room.clock.advance(days=3653)
    async with serving(room) as running:
        await running.set_clock(days=-3653)
        for _ in range(4):
            await running.sleep(days=10, minutes=1)
        conditional = [asked.header("if-none-match") for asked in room.server.asked if asked.path == "/rss"]
        assert None in conditional[1:2]  # the answer of the future
        assert conditional.count(None) == 3  # and thirty days later


# robots.txt.


async def test_r10_rules_that_change_are_read_within_a_day_and_each_fetch_names_its_own(room: Newsroom) -> None:
    room.sites = [make_site("one", every="6h", recheck=[])]
    room.on("/robots.txt", answer("User-agent: *\nDisallow: /secret", "Content-Type: text/plain"))
    room.publish(1)
    async with serving(room) as running:
        room.on("/robots.txt", answer("User-agent: *\nDisallow: /news", "Content-Type: text/plain"))
        room.publish(1, 2)
        for _ in range(4):
            await running.sleep(hours=6)
    versions = room.rows("SELECT version, first_seen FROM robots_versions ORDER BY first_seen")
    assert len(versions) == 2
    old, new = versions[0][0], versions[1][0]
    query = "SELECT reason, robots_version FROM outcomes JOIN links ON links.id = link_id WHERE url LIKE ? ORDER BY at"
    assert room.rows(query, "%/news/1") == [("new", old)]
    assert room.rows(query, "%/news/2")[-1] in [("robots_denied", new), ("new", old)]
    assert room.rows(query, "%/rss")[-1][1] == new


# Signals.


async def test_k5_a_first_signal_ends_the_pages_under_way_and_begins_no_other(room: Newsroom) -> None:
    def slow(asked: Asked) -> Iterator[Step]:
        yield 0.3
        yield from answer(page(1))(asked)

    room.publish(*range(1, 20))
    for number in range(1, 20):
        room.on(f"/news/{number}", slow)
    async with serving_unsettled(room) as running:
        await running.until(lambda: any(asked.path.startswith("/news/") for asked in room.server.asked))
    stored = room.column("SELECT count(*) FROM outcomes WHERE article_id IS NOT NULL")[0]
    assert 1 <= stored <= 8
    assert room.column("SELECT count(*) FROM links WHERE next_due IS NOT NULL AND last_fetched IS NULL")[0] >= 11
    assert room.column("SELECT finished_at IS NOT NULL FROM runs") == [1]
    check_consistent(room)


async def test_k5_pages_that_do_not_end_within_the_grace_are_left_due(room: Newsroom) -> None:
    tune(room, grace="0.3s")
    room.publish(1)
    room.on("/news/1", script(STALL))
    async with serving_unsettled(room) as running:
        await running.until(lambda: running.times_asked("/news/1") == 1)
    assert room.column("SELECT next_due IS NOT NULL, last_fetched FROM links WHERE url LIKE '%/news/1'") == [1]
    assert room.outcomes() == [("/rss", "read")]


async def test_k5_a_bad_configuration_is_refused_and_the_old_one_kept(
    room: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    loads: list[Config | ConfigError] = [ConfigError("no such zone", file="sites/x.toml", line=7, key="time_zone")]

    def load(app: App) -> Config:
        loaded = loads.pop(0)
        if isinstance(loaded, ConfigError):
            raise loaded
        return loaded

    room.publish(1)
    async with serving(room, load=load) as running:
        os.kill(os.getpid(), signal.SIGHUP)
        await running.until(lambda: "configuration" in running.report.troubles)
        assert "sites/x.toml:7: time_zone: no such zone" in caplog.text
        asked = "SELECT kind || ': ' || title || ': ' || detail FROM alarms WHERE resolved_at IS NULL"
        assert room.column(asked) == [
            "configuration: the new configuration is refused: sites/x.toml:7: time_zone: no such zone"
        ]
        await running.sleep(minutes=30)
        assert running.times_asked("/rss") == 2
        room.sites = [make_site("two", every="30m")]
        room.publish(5, site_id="two")
        loads.append(room.app.config)
        os.kill(os.getpid(), signal.SIGHUP)
        await running.until(lambda: not running.report.troubles)
        await running.settle()
        await running.sleep(minutes=30)
        assert running.times_asked("/rss", "www.one.example") == 2
        assert running.report.sites == 1
    assert room.column("SELECT is_active FROM sources WHERE site = 'one'") == [0]
    assert room.column("SELECT resolved_by FROM alarms") == ["itself"]


async def test_feeds_dated_today_are_news_and_older_ones_wait(room: Newsroom) -> None:
    old = NOON - timedelta(days=30)
    room.on("/rss", rss([item(1, date=old), item(2, date=NOON)]), *XML)
    for number in (1, 2):
        room.on(f"/news/{number}", page(number))
    async with serving(room):
        pass
    asked = [asked.path for asked in room.server.asked if asked.path.startswith("/news")]
    assert asked == ["/news/2", "/news/1"]
