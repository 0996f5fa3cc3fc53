"""Faults through the whole story: each attempt ends in exactly one outcome with its reason, and none in garbage."""

from __future__ import annotations

import asyncio
import gzip
import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import pytest
import zstandard

from tests.badserver import CLOSE, RESET, STALL, Asked, Script, Step, answer, head, in_turn, redirect, script
from tests.newsroom import (
    NOON,
    XML,
    Newsroom,
    address,
    check_consistent,
    feed_source,
    item,
    make_site,
    open_newsroom,
    page,
    rss,
    title_of,
)
from tests.zygote import children_of

PAGE = page(1).encode()
HALF = len(PAGE) // 2
SHORT = {"deadline": timedelta(seconds=1)}
SMALL = {"max_encoded": 20_000, "max_decoded": 50_000}
CHUNKED = "Transfer-Encoding: chunked"


def drip(first: bytes, piece: bytes, every: float) -> Script:
    """A script that never ends: a few bytes now and then, for ever."""

    def steps(asked: Asked) -> Iterator[Step]:
        yield first
        while True:
            yield every
            yield piece

    return steps


def long_answer(*headers: str, body: bytes = PAGE, status: int = 200) -> Script:
    return script(head(status, *headers) + body, CLOSE)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with open_newsroom(tmp_path) as newsroom:
        yield newsroom


FAULTS: dict[str, tuple[Script, str]] = {
    "n1 slow head": (drip(b"HTTP/1.1 200 OK\r\n", b"X: 1\r\n", 0.05), "deadline_exceeded"),
    "n2 one byte now and then": (drip(head(200) + PAGE, b" ", 0.05), "deadline_exceeded"),
    "n3 stall after the head": (script(head(200, "Content-Length: 9"), STALL), "deadline_exceeded"),
    "n3 stall within the body": (script(head(200, "Content-Length: 99999") + PAGE, STALL), "deadline_exceeded"),
    "n4 no answer": (script(STALL), "deadline_exceeded"),
    "n5 close at once": (script(CLOSE), "connection_lost"),
    "n5 reset within the body": (script(head(200) + PAGE[:HALF], 0.2, RESET), "truncated"),
    "n6 shorter than its length": (long_answer("Content-Length: 9999"), "truncated"),
    "n6 longer than its length": (script(head(200, "Content-Length: 4") + PAGE, CLOSE), "protocol_broken"),
    "n7 bad chunk": (script(head(200, CHUNKED) + b"ZZ\r\nhello\r\n", STALL), "protocol_broken"),
    "n7 chunks that stop": (script(head(200, CHUNKED) + b"%X\r\n" % (len(PAGE) + 5) + PAGE, CLOSE), "truncated"),
    "n8 two lengths": (long_answer("Content-Length: 5", "Content-Length: 6"), "protocol_broken"),
    "n8 length and chunks": (long_answer("Content-Length: 5", CHUNKED), "protocol_broken"),
    "n9 twenty thousand headers": (long_answer(*(f"X-{at}: 1" for at in range(20_000))), "protocol_broken"),
    "n9 a header of a megabyte": (long_answer("X-A: " + "a" * 1_000_000), "protocol_broken"),
    "n9 NUL in a header": (long_answer("X-A: a\0b"), "protocol_broken"),
    "n10 redirect to itself": (redirect("/bad"), "bad_redirect"),
    "n10 to a file": (redirect("file:///etc/passwd"), "bad_redirect"),
    "n10 to ftp": (redirect("ftp://www.one.example/"), "bad_redirect"),
    "n10 to data": (redirect("data:text/html,<h1>x</h1>"), "bad_redirect"),
    "n10 to nothing": (answer(b"", status=302), "bad_redirect"),
    "n11 to a private address": (redirect("http://10.0.0.1/"), "blocked_address"),
    "n11 to a metadata address": (redirect("http://169.254.169.254/latest"), "blocked_address"),
    "n15 a bomb": (answer(gzip.compress(b"\0" * 9_000_000), "Content-Encoding: gzip"), "too_large"),
    "n15 a zstd bomb": (answer(zstandard.compress(b"\0" * 9_000_000), "Content-Encoding: zstd"), "too_large"),
    "n15 too many bytes": (answer(b"x" * 30_000), "too_large"),
    "n15 brotli": (answer(b"\x8b\x00\x80hello\x03", "Content-Encoding: br"), "bad_encoding"),
    "n15 gzip many times": (answer(gzip.compress(PAGE), "Content-Encoding: " + "gzip, " * 9), "bad_encoding"),
    "n15 gzip cut off": (answer(gzip.compress(PAGE)[:-40], "Content-Encoding: gzip"), "truncated"),
    "n16 too many requests": (answer("slow down", "Retry-After: -1", status=429), "rate_limited"),
    "n17 304 unasked for": (answer(b"", status=304), "bad_status"),
    "not found": (answer(PAGE, status=404), "not_found"),
    "gone": (answer(PAGE, status=410), "gone"),
    "forbidden": (answer(PAGE, status=403), "bad_status"),
    "a server error": (answer(PAGE, status=523), "server_failed"),
    "a PDF": (answer(b"%PDF-1.7 " + PAGE, "Content-Type: text/html"), "parse_failed"),
    "nothing": (answer(b""), "not_an_article"),
    "h10 a challenge": (answer("<html><h1>Just a moment...</h1><p>Enable JavaScript.</p></html>"), "challenged"),
}
EVIDENCE = {"n2", "n3", "n5 reset", "n6 shorter", "n7 chunks", "n15 gzip", "n15 brotli"}
"""Faults whose bytes are kept though they are not the whole answer."""


def is_evidence(name: str) -> bool:
    return any(name.startswith(known) for known in EVIDENCE)


@pytest.mark.parametrize("limits", [SHORT, SMALL], ids=["deadlines", "the rest"])
async def test_every_fault_ends_in_one_outcome_with_its_reason_and_no_article(
    tmp_path: Path, limits: dict[str, Any]
) -> None:
    """N1-N10, N15-N17: one site per fault, all side by side, with a good page after the bad one."""
    wanted = {name: fault for name, fault in FAULTS.items() if (fault[1] == "deadline_exceeded") == (limits is SHORT)}
    sites = {f"site{at}": name for at, name in enumerate(wanted)}
    with open_newsroom(tmp_path, *(make_site(site_id) for site_id in sites), **limits) as room:
        for at, (site_id, name) in enumerate(sites.items()):
            room.publish(1000 + at, site_id=site_id)
            room.on("/rss", in_both(site_id, 1000 + at), "Content-Type: application/rss+xml", site_id=site_id)
            room.on("/bad", wanted[name][0], site_id=site_id)
        summary = await room.fetch()
        rows = room.rows(
            "SELECT o.site, o.reason, o.status, o.detail, c.is_truncated, o.article_id, l.failures, l.next_due"
            " FROM outcomes o JOIN links l ON l.id = o.link_id LEFT JOIN captures c ON c.id = o.capture_id"
            " WHERE l.url LIKE '%/bad'"
        )
        found = {sites[site_id]: rest for site_id, *rest in rows}
        assert len(rows) == len(found) == len(sites)
        assert {name: reason for name, (reason, *_) in found.items()} == {n: r for n, (_, r) in wanted.items()}
        for name, (reason, _, detail, is_truncated, article_id, failures, next_due) in found.items():
            assert detail, name
            assert article_id is None, name
            assert failures == (reason != "not_an_article"), name
            assert bool(is_truncated) == is_evidence(name), name
            assert (next_due is None) == (reason in {"gone", "not_an_article"}), name
        assert room.titles() == sorted(title_of(1000 + at) for at in range(len(sites)))
        assert summary.pages["new"] == len(sites)


def in_both(site_id: str, number: int) -> str:
    return rss([item(1, url=address("/bad", site_id)), item(number, site_id=site_id)])


@pytest.mark.parametrize(("hops", "reason"), [(5, "new"), (6, "bad_redirect"), (30, "bad_redirect")])
async def test_n10_five_redirects_are_followed_and_no_more(room: Newsroom, hops: int, reason: str) -> None:
    for hop in range(hops):
        room.on(f"/hop/{hop}", redirect(f"/hop/{hop + 1}"))
    room.on(f"/hop/{hops}", page(1))
    assert (await room.fetch("/hop/0")).pages == {reason: 1}
    assert len(room.server.paths()) == min(hops, 5) + 1
    assert len(room.titles()) == (reason == "new")


async def test_n10_the_robots_of_each_hop_are_asked(tmp_path: Path) -> None:
    with open_newsroom(tmp_path, make_site("one"), make_site("two")) as room:
        room.on("/robots.txt", "User-agent: *\nDisallow: /news/", "Content-Type: text/plain", site_id="two")
        room.on("/news/1", redirect(address("/news/1", "two")), site_id="one")
        room.on("/news/1", page(1), site_id="two")
        assert (await room.fetch("/news/1")).pages == {"robots_denied": 1}
        assert room.server.paths() == ["/news/1"]


async def test_tries_are_counted_and_a_failure_that_passes_costs_nothing(tmp_path: Path) -> None:
    with open_newsroom(tmp_path, retries=1) as room:
        room.on("/news/1", answer("busy", status=503))
        room.on("/news/2", in_turn(answer("busy", status=503), answer(page(2))))
        summary = await room.fetch("/news/1", "/news/2")
        assert summary.pages == {"server_failed": 1, "new": 1}
        assert room.column("SELECT tries FROM outcomes") == [2, 2]


async def test_a_truncated_page_is_read_when_it_comes_whole(room: Newsroom) -> None:
    room.publish(1)
    room.on("/news/1", in_turn(long_answer("Content-Length: 9999"), answer(PAGE)))
    await room.fetch()
    room.clock.advance(minutes=15)
    assert (await room.fetch()).pages == {"new": 1}
    assert room.column("SELECT is_truncated FROM captures ORDER BY id") == [1, 0]
    assert room.column("SELECT failures FROM links WHERE url LIKE '%/news/1'") == [0]


async def test_a_page_that_fails_again_and_again_is_asked_for_ever_more_rarely_and_then_no_more(room: Newsroom) -> None:
    room.publish(1)
    room.on("/news/1", answer("busy", status=503))
    waits = []
    for _ in range(20):
        if not (await room.fetch()).pages:
            break
        [due] = room.column("SELECT next_due FROM links WHERE url LIKE '%/news/1'")
        if due is None:
            break
        waits.append((datetime.fromisoformat(due) - room.clock.now) / timedelta(minutes=15))
        room.clock.now = datetime.fromisoformat(due)
    assert waits == [1, 2, 4, 8, 16, 32, 64]
    assert room.column("SELECT failures FROM links WHERE url LIKE '%/news/1'") == [8]


@pytest.mark.parametrize(
    ("asked", "minutes"),
    [
        ("0", 15),
        ("-1", 15),
        ("3600", 60),
        ("1000000000", 24 * 60),
        ("Sun, 01 Mar 2026 14:00:00 GMT", 120),
        ("soon", 15),
    ],
)
async def test_n16_retry_after_is_kept_within_bounds(room: Newsroom, asked: str, minutes: int) -> None:
    room.publish(1)
    room.on("/news/1", answer("slow down", f"Retry-After: {asked}", status=429))
    await room.fetch()
    [due] = room.column("SELECT next_due FROM links WHERE url LIKE '%/news/1'")
    assert datetime.fromisoformat(due) - NOON == timedelta(minutes=minutes)


# robots.txt


def robots(body: str | bytes, status: int = 200) -> Script:
    return answer(body, "Content-Type: text/plain", status=status)


DENY = "User-agent: *\nDisallow: /news/\n"
ROBOTS: dict[str, tuple[Script, str, str | None]] = {
    "r1 an HTML page": (answer("<html><body>Disallow: everything</body></html>"), "new", "no_rules"),
    "r2 a server error": (robots(DENY, 503), "robots_unavailable", "unavailable"),
    "r2 no answer": (script(CLOSE), "robots_unavailable", "unavailable"),
    "r2 a stall": (script(STALL), "robots_unavailable", "unavailable"),
    "r3 401": (robots(DENY, 401), "new", "unavailable_allowed"),
    "r3 403": (robots(DENY, 403), "new", "unavailable_allowed"),
    "r3 404": (robots(DENY, 404), "new", "no_rules"),
    "r3 410": (robots(DENY, 410), "new", "no_rules"),
    "r3 429": (robots(DENY, 429), "robots_unavailable", "unavailable"),
    "r4 a redirect": (redirect("/other.txt"), "robots_denied", "denied"),
    "r4 a loop": (redirect("/robots.txt"), "new", "unavailable_allowed"),
    "r5 rules first": (robots(DENY + "#" * 3_000_000), "robots_denied", "denied"),
    "r5 rules too late": (robots("#" * 600_000 + "\n" + DENY), "new", "no_rules"),
    "r6 byte order mark": (robots("\ufeff" + DENY), "robots_denied", "denied"),
    "r6 UTF-16": (robots(DENY.encode("utf-16")), "robots_denied", "denied"),
    "r6 CR only": (robots(DENY.replace("\n", "\r")), "robots_denied", "denied"),
    "r6 NUL": (robots(DENY.replace("/", "\0/")), "robots_denied", "denied"),
    "r6 interleaved": (robots("User-agent: x\nUser-agent: warraq\n" + DENY[14:]), "robots_denied", "denied"),
    "r7 for ever": (robots("User-agent: *\nCrawl-delay: 1e308\n"), "new", "allowed"),
    "r7 negative": (robots("User-agent: *\nCrawl-delay: -5\n"), "new", "allowed"),
    "r7 no number": (robots("User-agent: *\nCrawl-delay: NaN\n"), "new", "allowed"),
    "r8 stars": (robots("User-agent: *\n" + "Disallow: /*a*a*a*a*a*a*a*b\n" * 200), "new", "allowed"),
}


async def test_robots_of_all_kinds_end_in_the_right_outcome(tmp_path: Path) -> None:
    """R1-R8: one site per robots.txt, side by side."""
    sites = {f"site{at}": name for at, name in enumerate(ROBOTS)}
    polite = {"max_crawl_delay": timedelta(0)}
    with open_newsroom(tmp_path, *map(make_site, sites), politeness=polite, **SHORT) as room:
        room.on("/other.txt", robots(DENY))
        for at, (site_id, name) in enumerate(sites.items()):
            room.on("/robots.txt", ROBOTS[name][0], site_id=site_id)
            room.publish(at, site_id=site_id)
        async with asyncio.timeout(120):
            await room.fetch()
        rows = room.rows("SELECT site, reason, robots FROM outcomes WHERE source = 'feed' AND reason <> 'read'")
        found = {sites[site]: (reason, verdict) for site, reason, verdict in rows}
        assert found == {name: (reason, verdict) for name, (_, reason, verdict) in ROBOTS.items()}
        assert len(rows) == len(sites)
        assert len(room.titles()) == sum(reason == "new" for _, reason, _ in ROBOTS.values())


async def test_r3_a_site_may_take_403_as_no(room: Newsroom) -> None:
    room.sites = [make_site(robots_on_403="deny")]
    room.on("/robots.txt", robots(DENY, 403))
    room.publish(1)
    assert (await room.fetch()).sources == {"robots_denied": 1}
    assert room.server.paths() == []


async def test_r10_robots_are_remembered_over_runs_and_read_again_in_time(room: Newsroom) -> None:
    room.sites = [make_site(recheck=["0s"])]
    room.on("/robots.txt", robots("User-agent: *\nAllow: /\n"))
    room.publish(1)
    await room.fetch()
    await room.fetch()
    assert [asked.path for asked in room.server.asked].count("/robots.txt") == 1
    room.on("/robots.txt", robots(DENY))
    room.clock.advance(hours=24)
    assert (await room.fetch()).pages == {"robots_denied": 1}
    assert len(room.titles()) == 1  # what was archived stays


# Hostile pages.

HOSTILE = {
    "h1 nested": page(1, main="<div>" * 100_000),
    "h2 attributes": page(2, main="<p " + " ".join(f"a{at}" for at in range(50_000)) + ">"),
    "h3 options": page(3, main="<select>" + "<option>" * 80_000),
    "h4 nodes": page(4, main="<i></i>" * 1_000_000),
}


async def test_h1_to_h4_hostile_pages_end_at_the_limits_and_the_run_goes_on(tmp_path: Path) -> None:
    limits = {"workers": 2, "cpu": timedelta(seconds=1), "wall": timedelta(seconds=30)}
    with open_newsroom(tmp_path, reading=limits) as room:
        room.publish(5, 6, 7, 8)
        for at, text in enumerate(HOSTILE.values(), 1):
            room.on(f"/news/{at}", text)
        room.on("/rss", rss(item(number) for number in range(1, 9)), "Content-Type: application/rss+xml")
        summary = await room.fetch()
        ended = dict(room.outcomes())
        assert ended["/news/1"] == "parse_timeout"
        assert summary.pages.total() == 8
        assert {ended[f"/news/{number}"] for number in range(5, 9)} == {"new"}
        # What a parser can read within its limits is read, and right; what it cannot is kept all the same.
        for number in range(2, 5):
            assert ended[f"/news/{number}"] in ("new", "parse_timeout", "parse_memory")
        assert room.column("SELECT count(*) FROM captures WHERE payload_id IS NOT NULL") == [8]
        known = set(room.titles())
        assert known == {title_of(int(path[6:])) for path, reason in ended.items() if reason == "new"}


async def test_h1_a_hostile_source_is_broken_and_the_others_go_on(tmp_path: Path) -> None:
    sources = {"kind": "listing", "url": "/", "link": ".list a"}, feed_source()
    limits = {"cpu": timedelta(seconds=1), "wall": timedelta(seconds=30)}
    with open_newsroom(tmp_path, make_site("one", *sources), reading=limits) as room:
        room.on("/", HOSTILE["h1 nested"])
        room.publish(1)
        assert (await room.fetch()).reasons == {"parse_timeout": 1, "read": 1, "new": 1}
        assert room.source("listing")["last_result"] == "parse_timeout"


def children() -> list[int]:
    """The parsing children of this process: its fork server's."""
    server: Any = forkserver._forkserver
    return children_of(server._forkserver_pid)


async def wait_for(path: str, room: Newsroom) -> None:
    """Until the server was asked for a path."""
    while path not in room.server.paths():  # noqa: ASYNC110 the server has a loop of its own, in another thread
        await asyncio.sleep(0.01)


async def test_k2_a_page_whose_child_is_killed_each_time_is_parse_crashed_and_the_run_goes_on(room: Newsroom) -> None:
    is_over = threading.Event()

    def say_later(asked: Asked) -> Iterator[Step]:
        while not is_over.is_set():
            yield 0.01
        yield from answer(page(2))(asked)

    room.on("/news/1", HOSTILE["h1 nested"])
    room.on("/news/2", say_later)
    room.on("/rss", rss([item(1, date=NOON), item(2, date=NOON - timedelta(days=9))]), *XML)
    run = asyncio.create_task(room.fetch())
    await wait_for("/news/1", room)
    while "parse_crashed" not in [receipt.reason for _, receipt in room.receipts]:
        for pid in children():
            os.kill(pid, signal.SIGKILL)
        await asyncio.sleep(0.02)
    is_over.set()
    assert (await run).pages == {"parse_crashed": 1, "new": 1}
    assert room.titles() == [title_of(2)]
    assert room.column("SELECT detail FROM outcomes WHERE reason = 'parse_crashed'") == [
        "the child died: killed by SIGKILL"
    ]
    assert room.column("SELECT count(*) FROM captures WHERE payload_id IS NOT NULL") == [2]


async def test_k2_a_page_whose_child_is_killed_once_is_read_by_the_next_one(room: Newsroom) -> None:
    room.publish(1)

    def stop_children(asked: Asked) -> Iterator[Step]:
        for pid in children():
            os.kill(pid, signal.SIGSTOP)
        yield from answer(page(1))(asked)

    room.on("/news/1", stop_children)
    run = asyncio.create_task(room.fetch())
    await wait_for("/news/1", room)
    await asyncio.sleep(0.3)  # the page is with the stopped child by now; were it not, it would be read all the same
    for pid in children():
        os.kill(pid, signal.SIGKILL)
    assert (await run).pages == {"new": 1}
    assert room.titles() == [title_of(1)]


async def test_no_child_outlives_a_run(room: Newsroom) -> None:
    room.publish(1)
    await room.fetch()
    assert children() == []


# One attempt, one outcome.


def behaviours(number: int) -> list[Script]:
    """What the server may do with a page, this time or the next."""
    whole = page(number)
    return [
        *[answer(whole)] * 4,
        answer(whole, 'ETag: "x"'),
        answer(whole.replace("</article>", "<p>زاد الحاضرون كلاما.</p></article>")),
        answer(page(number // 2)),  # another story's page: a duplicate, or an edit
        redirect(f"/news/{number // 2}"),
        answer(b"", status=304),
        *[script for script, reason in FAULTS.values() if reason not in ("deadline_exceeded", "too_large")],
    ]


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_servers_do_every_attempt_is_one_outcome(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    sites = [make_site(site_id, recheck=["0s"]) for site_id in ("one", "two")]
    with open_newsroom(tmp_path, *sites, max_decoded=200_000) as room:
        for first, site in enumerate(sites):
            numbers = range(first * 100 + 1, first * 100 + 21)
            room.on("/rss", rss(item(number, site_id=site.id) for number in numbers), *XML, site_id=site.id)
            for number in numbers:
                room.on(f"/news/{number}", in_turn(*chance.choices(behaviours(number), k=4)), site_id=site.id)
        counted: Counter[str] = Counter()
        for _ in range(3):
            asked = len(room.receipts)
            summary = await room.fetch(look_now=True)
            assert summary.reasons == Counter(receipt.reason for _, receipt in room.receipts[asked:])
            counted += summary.reasons
            room.clock.advance(days=8)
        assert len(room.receipts) == counted.total()
        assert Counter(room.column("SELECT reason FROM outcomes")) == counted
        check_consistent(room)
