"""Rounds over sources and pages through `app.fetch`: every kind of source, schedules, bounds, hosts in trouble."""

from __future__ import annotations

import asyncio
import gzip
import json
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline import app as composition
from pipeline.errors import ArchiveFull
from pipeline.models import Link, Receipt
from pipeline.rounds import GIVE_UP_AFTER, PAGES_AT_ONCE, Plan
from pipeline.store import Archive
from pipeline.store.files import open_writer
from tests.badserver import CLOSE, STALL, Asked, Script, Step, answer, head, in_turn, script
from tests.newsroom import (
    NOON,
    XML,
    Newsroom,
    address,
    check_consistent,
    feed,
    feed_source,
    item,
    listing,
    make_site,
    open_newsroom,
    page,
    rss,
    sitemap,
    ticker_of,
    title_of,
)

MAP = {"kind": "sitemap", "url": "/sitemap.xml"}
IDS: dict[str, Any] = {"kind": "ids", "url": "/news/{id}", "start": 1}
LIST: dict[str, Any] = {"kind": "listing", "url": "/", "link": ".list a", "next": "a.next"}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with open_newsroom(tmp_path) as newsroom:
        yield newsroom


def serve_pages(room: Newsroom, *numbers: int) -> None:
    for number in numbers:
        room.on(f"/news/{number}", page(number))


def titles_of(*numbers: int) -> list[str]:
    return sorted(title_of(number) for number in numbers)


# Ticker.


async def test_ticker_headlines_are_rows_and_links_to_follow(room: Newsroom) -> None:
    room.sites = [make_site(follow_ticker=True)]
    room.on("/rss", feed(1), *XML)
    room.on("/news/1", page(1, main=ticker_of(2, 3, 2) + "<p><a></a></p>"))
    serve_pages(room, 2, 3)
    summary = await room.fetch()
    assert summary.pages == {"new": 3}
    assert summary.new_headlines == 2
    assert room.titles() == titles_of(1, 2, 3)
    assert room.rows("SELECT text, url, times_seen FROM headlines ORDER BY url") == [
        (title_of(2), address("/news/2"), 1),
        (title_of(3), address("/news/3"), 1),
    ]
    assert room.column("SELECT how FROM links WHERE url LIKE '%/news/_' ORDER BY url") == ["feed", "ticker", "ticker"]
    assert room.column("SELECT title FROM headlines JOIN articles ON articles.id = article_id ORDER BY 1") == titles_of(
        2, 3
    )


async def test_ticker_headlines_are_only_rows_where_the_site_does_not_follow_them(room: Newsroom) -> None:
    room.on("/rss", feed(1), *XML)
    room.on("/news/1", page(1, main=ticker_of(2, 3)))
    await room.fetch()
    assert room.column("SELECT count(*) FROM headlines") == [2]
    assert room.server.paths() == ["/rss", "/news/1"]


async def test_the_ticker_of_a_page_that_is_no_article_and_of_a_listing_is_read_too(room: Newsroom) -> None:
    room.sites = [make_site("one", feed_source(), LIST, follow_ticker=True)]
    room.on("/rss", feed(9), *XML)
    room.on("/news/9", f"<html><body>{ticker_of(2)}<h1>قسم</h1></body></html>")
    room.on("/", listing().replace("<body>", f"<body>{ticker_of(3)}"))
    serve_pages(room, 2, 3)
    await room.fetch()
    assert room.titles() == titles_of(2, 3)
    assert ("/news/9", "not_an_article") in room.outcomes()


# Listings and sitemaps.


async def test_a_listing_is_read_through_its_pages_within_their_bound(room: Newsroom) -> None:
    room.sites = [make_site("one", {**LIST, "max_pages": 2})]
    room.on("/", listing(1, 2, after="/page/2"))
    room.on("/page/2", listing(3, after="/page/3"))
    room.on("/page/3", listing(4))
    serve_pages(room, 1, 2, 3, 4)
    summary = await room.fetch()
    assert summary.sources == {"read": 2}
    assert room.titles() == titles_of(1, 2, 3)
    assert room.source("listing")["last_links"] == 3
    assert "left out" in room.source("listing")["last_detail"]


async def test_a_listing_that_leads_back_to_itself_is_read_once(room: Newsroom) -> None:
    room.sites = [make_site("one", {**LIST, "max_pages": 9})]
    room.on("/", listing(1, after="/page/2"))
    room.on("/page/2", listing(1, after="/"))
    serve_pages(room, 1)
    await room.fetch()
    assert room.server.paths() == ["/", "/page/2", "/news/1"]


def serve_sitemaps(room: Newsroom) -> None:
    index = sitemap("/maps/a.xml", "/maps/b.xml.gz", kind="sitemap")
    room.on("/sitemap.xml", answer(index, "Content-Type: application/xml", 'ETag: "index"'))
    room.on("/maps/a.xml", answer(sitemap("/news/1", "/news/2"), "Content-Type: text/xml", 'ETag: "a"'))
    packed = gzip.compress(sitemap("/news/3").encode())
    room.on("/maps/b.xml.gz", answer(packed, "Content-Type: application/x-gzip"))
    serve_pages(room, 1, 2, 3)


async def test_a_sitemap_index_is_read_with_its_children_packed_or_not(room: Newsroom) -> None:
    room.sites = [make_site("one", MAP)]
    serve_sitemaps(room)
    summary = await room.fetch()
    assert summary.sources == {"read": 3}
    assert room.titles() == titles_of(1, 2, 3)
    assert room.source("sitemap")["last_links"] == 3


async def test_an_index_is_asked_for_in_full_so_that_its_children_are_never_missed(room: Newsroom) -> None:
    room.sites = [make_site("one", MAP)]
    serve_sitemaps(room)
    await room.fetch()
    room.on("/maps/a.xml", answer(sitemap("/news/1", "/news/2", "/news/4"), "Content-Type: text/xml"))
    serve_pages(room, 4)
    await room.fetch(look_now=True)
    again = {asked.path: asked.header("if-none-match") for asked in room.server.asked[-4:]}
    assert again["/sitemap.xml"] is None  # a 304 would say nothing of the children
    assert again["/maps/a.xml"] == '"a"'
    assert room.titles() == titles_of(1, 2, 3, 4)


async def test_a_broken_child_does_not_keep_the_other_sitemaps_from_being_read(room: Newsroom) -> None:
    room.sites = [make_site("one", MAP)]
    serve_sitemaps(room)
    room.on("/maps/a.xml", answer("oops", status=500))
    await room.fetch()
    assert room.titles() == titles_of(3)
    assert room.source("sitemap")["last_result"] == "server_failed"
    assert room.source("sitemap")["failures"] == 1


async def test_the_links_of_a_sitemap_are_bounded_over_all_its_documents(room: Newsroom) -> None:
    room.sites = [make_site("one", {**MAP, "max_links": 3})]
    room.on("/sitemap.xml", sitemap("/maps/a.xml", "/maps/b.xml", "/maps/c.xml", kind="sitemap"))
    for name, numbers in (("a", (1, 2)), ("b", (3, 4)), ("c", (5, 6))):
        room.on(f"/maps/{name}.xml", sitemap(*(f"/news/{number}" for number in numbers)))
    serve_pages(room, 1, 2, 3, 4, 5, 6)
    summary = await room.fetch()
    assert room.titles() == titles_of(1, 2, 3)
    assert summary.new_links == room.source("sitemap")["last_links"] == 3
    assert "/maps/c.xml" not in room.server.paths()
    assert "max_links" in room.source("sitemap")["last_detail"]


# Lists of addresses.


async def test_listed_addresses_are_fetched_from_the_site_file_and_from_a_file(room: Newsroom) -> None:
    (room.folder / "list.txt").write_text(f"# by hand\n{address('/news/2')}\n\nhttp://elsewhere.example/x\nnonsense\n")
    listed = {"kind": "urls", "urls": ["/news/1"], "file": str(room.folder / "list.txt")}
    room.sites = [make_site("one", listed)]
    serve_pages(room, 1, 2)
    summary = await room.fetch()
    assert summary.pages == {"new": 2}
    assert room.titles() == titles_of(1, 2)
    assert [note.partition(": ")[0] for note in summary.notes] == [f"{listed['file']}:{line}" for line in (4, 5)]
    assert room.source("urls")["last_links"] == 2
    assert not (await room.fetch(look_now=True)).pages


async def test_a_list_that_is_gone_is_a_broken_source_and_the_others_go_on(room: Newsroom) -> None:
    room.sites = [make_site("one", {"kind": "urls", "file": str(room.folder / "gone.txt")}, feed_source())]
    room.publish(1)
    await room.fetch()
    assert room.titles() == titles_of(1)
    assert room.source("urls")["last_result"] == "source_broken"
    assert "gone.txt" in room.source("urls")["last_detail"]


# Back-fill by number.


async def back_fill(room: Newsroom, **keys: Any) -> list[str]:
    """One run of a back-fill; gives the paths it asked for."""
    room.sites = [make_site("one", {**IDS, **keys}, recheck=[])]
    before = len(room.server.paths())
    await room.fetch(look_now=True)
    return room.server.paths()[before:]


def cursor(room: Newsroom) -> dict[str, Any]:
    saved: dict[str, Any] = json.loads(room.source("ids")["cursor"])
    return saved


async def test_back_fill_goes_on_where_the_last_run_stopped(room: Newsroom) -> None:
    serve_pages(room, *range(1, 8))
    assert await back_fill(room, per_run=3) == ["/news/1", "/news/2", "/news/3"]
    assert cursor(room)["next"] == 4
    assert await back_fill(room, per_run=3) == ["/news/4", "/news/5", "/news/6"]
    assert room.titles() == titles_of(1, 2, 3, 4, 5, 6)
    assert (room.source("ids")["last_result"], room.source("ids")["last_detail"]) == ("read", "next: 7")


async def test_back_fill_stops_after_so_many_misses_in_a_row_and_stays_done(room: Newsroom) -> None:
    serve_pages(room, 2, 5)
    paths = await back_fill(room, max_misses=3)
    assert paths == [f"/news/{number}" for number in range(1, 9)]  # 6, 7 and 8 are missing
    assert room.source("ids")["last_detail"] == "done"
    assert await back_fill(room, max_misses=3) == []
    assert await back_fill(room, max_misses=4) == ["/news/9"]


async def test_back_fill_ends_at_its_stop_and_counts_down_too(room: Newsroom) -> None:
    serve_pages(room, *range(1, 6))
    assert await back_fill(room, start=5, stop=3, step=-1) == ["/news/5", "/news/4", "/news/3"]
    assert room.source("ids")["last_detail"] == "done"


async def test_back_fill_counts_other_pages_and_error_pages_as_misses(room: Newsroom) -> None:
    room.on("/news/1", "<html><body><h1>الرئيسية</h1></body></html>")
    room.on("/news/2", answer("gone", status=410))
    room.on("/news/3", answer("no", status=403))
    assert len(await back_fill(room, max_misses=3, per_run=9)) == 3
    assert cursor(room)["misses"] == 3


async def test_back_fill_passes_a_page_that_cannot_be_read(room: Newsroom) -> None:
    serve_pages(room, 1, 3)
    room.on("/news/2", answer(b"%PDF-1.7 no page", "Content-Type: text/html"))
    assert await back_fill(room, per_run=3) == ["/news/1", "/news/2", "/news/3"]
    assert room.titles() == titles_of(1, 3)
    assert cursor(room)["next"] == 4


async def test_back_fill_does_not_advance_past_a_failing_host(room: Newsroom) -> None:
    serve_pages(room, 1, 3)
    room.on("/news/2", in_turn(answer("busy", status=503), answer(page(2))))
    assert await back_fill(room, per_run=5) == ["/news/1", "/news/2"]
    assert cursor(room)["next"] == 2
    room.clock.advance(hours=1)
    assert "/news/2" in await back_fill(room, per_run=3)
    assert room.titles() == titles_of(1, 2, 3)


async def test_back_fill_asks_only_for_numbers_it_does_not_know(room: Newsroom) -> None:
    serve_pages(room, 1, 2, 3)
    await room.fetch("/news/2")
    assert await back_fill(room, per_run=3) == ["/news/1", "/news/3"]


async def test_back_fill_keeps_to_the_pages_granted(room: Newsroom) -> None:
    serve_pages(room, 1, 2, 3)
    room.sites = [make_site("one", IDS)]
    await room.fetch(max_pages=2)
    assert room.titles() == titles_of(1, 2)
    assert cursor(room)["next"] == 3


async def test_back_fill_stopped_in_the_middle_repeats_one_page_at_most(room: Newsroom) -> None:
    serve_pages(room, *range(1, 7))
    stopped: asyncio.Task[Any] | None = None

    def stop(link: Link, receipt: Receipt) -> None:
        if link.url == address("/news/3") and stopped:
            stopped.cancel()

    room.sites = [make_site("one", IDS, recheck=[])]
    stopped = asyncio.create_task(composition.fetch(room.app, Plan(tuple(room.sites)), stop))
    with pytest.raises(asyncio.CancelledError):
        await stopped
    assert cursor(room)["next"] in (3, 4)
    await back_fill(room, per_run=3)
    assert room.titles() == titles_of(*range(1, cursor(room)["next"]))
    assert len(room.column("SELECT * FROM outcomes")) == len(room.titles())


async def test_a_damaged_place_is_a_broken_source_and_the_others_go_on(room: Newsroom) -> None:
    room.sites = [make_site("one", IDS, feed_source())]
    room.publish(7)
    with Archive.open(room.archive) as archive:
        await archive.save_cursor("one", "ids", "{nonsense")
    await room.fetch()
    assert room.titles() == titles_of(7)
    assert room.source("ids")["last_result"] == "source_broken"
    assert "nonsense" in room.source("ids")["last_detail"]


# Bounds.


async def test_since_leaves_out_what_is_known_to_be_older_and_leaves_it_due(room: Newsroom) -> None:
    old, young = (item(number, date=NOON - timedelta(days=days)) for number, days in ((1, 9), (2, 1)))
    room.on("/rss", rss([old, young, item(3, date=None)]), *XML)
    serve_pages(room, 1, 2, 3)
    await room.fetch(since=NOON - timedelta(days=2))
    assert room.titles() == titles_of(2, 3)
    assert (await room.fetch()).pages == {"new": 1}
    assert room.titles() == titles_of(1, 2, 3)


async def test_many_older_links_do_not_hide_the_younger_ones_from_since(room: Newsroom) -> None:
    old = [item(number, date=NOON - timedelta(days=1, minutes=number)) for number in range(10, 80)]
    room.on("/rss", rss([*old, item(1)]), *XML)
    serve_pages(room, 1)
    await room.fetch(since=NOON - timedelta(hours=1))
    assert room.server.paths() == ["/rss", "/news/1"]


async def test_max_pages_holds_over_all_sites(tmp_path: Path) -> None:
    with open_newsroom(tmp_path, make_site("one"), make_site("two"), make_site("three")) as room:
        for first, site in enumerate(room.sites):
            room.publish(*range(first * 3, first * 3 + 3), site_id=site.id)
        summary = await room.fetch(max_pages=4)
        assert summary.pages == {"new": 4}
        assert summary.sources == {"read": 3}
        assert len(room.column("SELECT url FROM links WHERE next_due IS NOT NULL AND last_fetched IS NULL")) == 5
        assert not (await room.fetch(max_pages=0)).pages
        assert (await room.fetch(max_pages=9)).pages == {"new": 5}


async def test_max_pages_holds_for_addresses_given_one_by_one(room: Newsroom) -> None:
    serve_pages(room, 1, 2)
    assert (await room.fetch("/news/1", "/news/2", max_pages=1)).pages == {"new": 1}
    assert room.titles() == titles_of(1)


async def test_a_site_gives_no_more_than_its_share_per_run(room: Newsroom) -> None:
    room.sites = [make_site(max_links=2)]
    room.publish(1, 2, 3, 4, 5)
    assert (await room.fetch()).pages == {"new": 2}
    assert (await room.fetch()).pages == {"new": 2}
    assert (await room.fetch()).pages == {"new": 1}


# Schedules.


async def test_a_source_that_is_not_due_is_looked_at_only_when_asked_to(room: Newsroom) -> None:
    room.sites = [make_site("one", feed_source(every="30m"), recheck=[])]
    room.publish(1)
    room.clock.now = NOON + timedelta(minutes=7)
    await room.fetch()
    assert room.source()["next_due"] == "2026-03-01T12:30:00Z"
    assert (room.source()["last_run"], room.source()["last_links"]) == ("2026-03-01T12:07:00Z", 1)
    room.clock.advance(minutes=22)
    assert not (await room.fetch()).reasons
    assert (await room.fetch(look_now=True)).sources == {"read": 1}
    room.clock.advance(minutes=1)
    assert (await room.fetch()).sources == {"read": 1}
    assert room.source()["next_due"] == "2026-03-01T13:00:00Z"


async def test_a_source_switched_off_is_not_looked_at_even_now(room: Newsroom) -> None:
    room.sites = [make_site("one", feed_source(enabled=False), feed_source("/other"))]
    room.on("/other", feed(), *XML)
    await room.fetch(look_now=True)
    assert room.server.paths() == ["/other"]
    assert room.column("SELECT source FROM health") == ["feed-2"]


async def test_an_empty_feed_is_empty_and_no_error(room: Newsroom) -> None:
    room.publish()
    summary = await room.fetch()
    assert summary.sources == {"empty": 1}
    assert summary.broken_sources == 0
    assert (room.source()["last_result"], room.source()["failures"]) == ("empty", 0)


BROKEN: list[tuple[str, Script, str]] = [
    ("a server error", answer("oops", status=500), "server_failed"),
    ("a login page", answer("<html><head><title>Log in</title></head><form></form></html>"), "not_a_feed"),
    ("no such page", answer("no", status=404), "not_found"),
    ("links of another site only", answer(rss([item(1, url="http://else.example/1")]), *XML), "source_broken"),
    ("a cut-off answer", script(head(200, "Content-Length: 900", *XML) + feed(1).encode(), CLOSE), "truncated"),
]


@pytest.mark.parametrize(("what", "reason"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
async def test_a_broken_source_is_a_row_and_backs_off_and_the_others_go_on(
    tmp_path: Path, what: Script, reason: str
) -> None:
    with open_newsroom(tmp_path, make_site("one", every="30m"), make_site("two", every="30m")) as room:
        room.on("/rss", what, site_id="one")
        room.publish(1, site_id="two")
        summary = await room.fetch()
        assert summary.sources == {"read": 1, reason: 1}
        assert summary.broken_sources == 1
        assert room.titles() == titles_of(1)
        assert ("/rss", reason) in room.outcomes()
        row = room.source()
        assert (row["last_result"], row["failures"], row["next_due"]) == (reason, 1, "2026-03-01T12:30:00Z")
        assert row["last_detail"]
        room.clock.advance(minutes=30)
        await room.fetch()
        assert (room.source()["failures"], room.source()["next_due"]) == (2, "2026-03-01T13:30:00Z")
        room.publish(2, site_id="one")
        room.clock.advance(hours=1)
        await room.fetch()
        assert (room.source()["failures"], room.source()["next_due"]) == (0, "2026-03-01T14:00:00Z")
        assert room.titles() == titles_of(1, 2)


async def test_a_host_name_that_leads_nowhere_is_dns_failed(tmp_path: Path) -> None:
    nowhere = make_site("gone", home="http://nowhere.invalid/")
    with open_newsroom(tmp_path, nowhere, make_site("two")) as room:
        room.publish(1, site_id="two")
        summary = await room.fetch()
    assert summary.sources == {"read": 1, "robots_unavailable": 1}
    assert "dns_failed" in room.source("feed", "gone")["last_detail"]


async def test_n16_a_source_that_asks_to_wait_longer_is_left_in_peace_that_long(room: Newsroom) -> None:
    room.on("/rss", answer("slow down", "Retry-After: 7200", status=429))
    await room.fetch()
    assert room.source()["next_due"] == "2026-03-01T14:00:00Z"
    assert room.source()["last_result"] == "rate_limited"


# Hosts in trouble.


async def test_a_host_that_fails_many_times_in_a_row_is_left_alone_and_its_links_stay_due(tmp_path: Path) -> None:
    with open_newsroom(tmp_path, make_site("one"), make_site("two")) as room:
        room.on("/rss", feed(*range(1, 40)), *XML, site_id="one")
        for number in range(1, 40):
            room.on(f"/news/{number}", script(CLOSE), site_id="one")
        room.publish(99, site_id="two")
        summary = await room.fetch()
        tried = summary.pages["connection_lost"]
        assert GIVE_UP_AFTER <= tried <= PAGES_AT_ONCE
        assert summary.pages["new"] == 1
        assert summary.notes == [
            "www.one.example: connection_lost, left in peace until 2026-03-01T12:15:00Z",
            "one: left alone after 5 failures in a row",
        ]
        assert room.column("SELECT note FROM runs") == ["; ".join(summary.notes)]
        due = room.column("SELECT url FROM links WHERE site = 'one' AND how = 'feed' AND last_fetched IS NULL")
        assert len(due) >= 39 - tried
        for number in range(1, 40):
            room.on(f"/news/{number}", page(number), site_id="one")
        asked = len(room.server.asked)
        assert (await room.fetch()).pages == {}
        assert len(room.server.asked) == asked
        room.clock.advance(minutes=15)
        assert (await room.fetch()).pages["new"] >= 39 - tried


async def test_a_host_that_was_in_trouble_before_is_asked_one_page_at_a_time(room: Newsroom) -> None:
    room.sites = [make_site("one", feed_source(), feed_source("/broken"))]
    room.on("/rss", feed(*range(1, 40)), *XML)
    room.on("/broken", script(CLOSE))
    summary = await room.fetch()  # the pages are not there, which is no trouble; the last source is
    assert summary.pages == {"not_found": 39}
    room.publish(*range(40, 60))
    for number in range(40, 60):
        room.on(f"/news/{number}", script(CLOSE))
    summary = await room.fetch(look_now=True)
    assert summary.pages == {"connection_lost": GIVE_UP_AFTER - 1}


async def test_a_page_that_fails_among_good_ones_does_not_end_the_visit(room: Newsroom) -> None:
    room.publish(*range(1, 30))
    for number in range(1, 30, 3):
        room.on(f"/news/{number}", script(CLOSE))
    summary = await room.fetch()
    assert summary.pages == {"new": 19, "connection_lost": 10}
    assert not summary.notes


async def test_sources_after_the_host_went_down_are_not_asked(room: Newsroom) -> None:
    room.sites = [make_site("one", *(feed_source(f"/rss/{number}") for number in range(9)))]
    for number in range(9):
        room.on(f"/rss/{number}", script(CLOSE))
    summary = await room.fetch()
    assert summary.sources == {"connection_lost": GIVE_UP_AFTER}
    assert room.column("SELECT count(*) FROM sources WHERE last_run IS NULL") == [9 - GIVE_UP_AFTER]


def held_until(event: threading.Event, first: bytes, piece: bytes, last: bytes) -> Script:
    """Sends a piece now and then until it is let go, then the rest."""

    def steps(asked: Asked) -> Iterator[Step]:
        yield first
        while not event.is_set():
            yield 0.02
            yield piece
        yield last
        yield CLOSE

    return steps


@pytest.mark.parametrize("fault", ["n1 slow head", "n2 slow body"])
async def test_n1_n2_a_slow_host_does_not_keep_the_others_waiting(tmp_path: Path, fault: str) -> None:
    go_on = threading.Event()
    body = page(1).encode()
    slow = {
        "n1 slow head": held_until(
            go_on, b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n", f"Content-Length: {len(body)}\r\n\r\n".encode() + body
        ),
        "n2 slow body": held_until(go_on, head(200) + body[:-9], b" ", body[-9:]),
    }[fault]
    with open_newsroom(tmp_path, make_site("slow"), make_site("two"), make_site("three")) as room:
        room.on("/rss", feed(1, site_id="slow"), *XML, site_id="slow")
        room.on("/news/1", slow, site_id="slow")
        for site_id in ("two", "three"):
            room.publish(*range(2, 12), site_id=site_id)

        def observe(link: Link, receipt: Receipt) -> None:
            room.observe(link, receipt)
            if len([1 for told, _ in room.receipts if "/news/" in told.url]) == 20:
                go_on.set()

        try:
            await asyncio.wait_for(composition.fetch(room.app, Plan(tuple(room.sites)), observe), 60)
        finally:
            go_on.set()
        ended = [link.url for link, _ in room.receipts]
        assert ended[-1] == address("/news/1", "slow")
        assert room.receipts[-1][1].reason == "new"
        assert len(ended) == 3 + 21


async def test_n4_a_host_that_never_answers_ends_at_its_deadline_and_costs_the_others_nothing(tmp_path: Path) -> None:
    deadline = {"deadline": timedelta(seconds=1)}
    with open_newsroom(tmp_path, make_site("slow"), make_site("two"), **deadline) as room:
        room.on("/rss", script(STALL), site_id="slow")
        room.publish(1, 2, site_id="two")
        summary = await room.fetch()
        assert summary.sources == {"deadline_exceeded": 1, "read": 1}
        assert room.receipts[-1][0].site == "slow"
        assert summary.pages == {"new": 2}


async def test_times_are_those_of_the_clock(room: Newsroom) -> None:
    room.clock.now = datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)
    room.publish(1)
    await room.fetch()
    assert room.column("SELECT DISTINCT at FROM outcomes") == ["2031-05-06T07:08:09Z"]
    assert room.column("SELECT fetched_at FROM captures") == ["2031-05-06T07:08:09Z"]


async def test_a_page_found_at_several_hosts_of_its_site_is_fetched_once_at_its_home(room: Newsroom) -> None:
    feeds = feed_source(), feed_source("/other")
    listed = {"kind": "urls", "urls": ["http://one.example/news/1"]}
    room.sites = [make_site("one", *feeds, listed, aliases=["old.example"], follow_ticker=True)]
    ticker = '<div id="ticker"><a href="http://old.example/news/1">' + title_of(1) + "</a></div>"
    room.on("/rss", rss([item(1, url="https://one.example/news/1")]), *XML)
    room.on("/other", rss([item(1, url="http://old.example/news/1"), item(2)]), *XML)
    room.on("/news/1", page(1))
    room.on("/news/2", page(2, main=ticker))
    assert (await room.fetch()).pages == {"new": 2}
    links = composition.asked_links(room.app, ["http://one.example/news/1"])
    await composition.fetch(room.app, Plan(tuple(room.sites), links), room.observe)
    assert {asked.header("host") for asked in room.server.asked} == {"www.one.example"}
    assert room.column("SELECT url FROM article_urls ORDER BY url") == [address("/news/1"), address("/news/2")]


async def test_d2_a_full_archive_ends_the_run_with_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_small(path: Path) -> sqlite3.Connection:
        conn = open_writer(path)
        conn.execute(f"PRAGMA max_page_count = {conn.execute('PRAGMA page_count').fetchone()[0] + 12}")
        return conn

    with open_newsroom(tmp_path, make_site("one"), make_site("two")) as room:
        for name in ("one", "two"):
            room.publish(*range(1, 30), site_id=name)
        monkeypatch.setattr("pipeline.store.archive.open_writer", open_small)
        with pytest.raises(ArchiveFull, match=r"archive\.db"):
            await room.fetch()
        monkeypatch.undo()
        check_consistent(room)
        acknowledged = {link.url for link, receipt in room.receipts if receipt.reason == "new"}
        assert acknowledged <= set(room.column("SELECT url FROM articles"))
        await room.fetch(look_now=True)
        assert len(room.titles()) == 29  # both sites carry the same texts
        assert room.column("SELECT count(*) FROM article_urls") == [58]
