"""Fetching from a real loopback server: what a Capture holds, redirects, validators, retries, robots.txt, turns."""

from __future__ import annotations

import asyncio
import gzip
import shutil
import socket
import ssl
import subprocess
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from pipeline.errors import (
    BadRedirect,
    BadStatus,
    BadUrl,
    BlockedAddress,
    ConnectFailed,
    DnsFailed,
    Gone,
    NotFound,
    RateLimited,
    RobotsDenied,
    RobotsUnavailable,
    ServerFailed,
    TlsFailed,
)
from pipeline.fetch import Fetcher, Policy
from pipeline.models import Request
from pipeline.robots import MemoryRobotsCache
from pipeline.sites import Agent, Limits, Network, Politeness, Settings
from tests.badserver import CLOSE, BadServer, answer, head, in_turn, redirect, script

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOSTS = ("news.example", "www.news.example", "other.example", "third.example")
UNASKED = Policy(ask_robots=False)
PRIVATE = """
    127.1 0x7f000001 2130706433 0177.0.0.1 ①②⑦.⓪.⓪.① localhost 127.0.0.1 [::1] [::ffff:127.0.0.1] [::ffff:100.64.0.1]
    100.64.0.1 169.254.169.254 224.0.0.1 [3fff::1] [64:ff9b::7f00:1] [2002:7f00:1::] 10.0.0.1 0.0.0.0 [fe80::1] [::]
"""


class Sleeps(list[float]):
    """A sleep that only writes down how long it was asked for."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)
        await asyncio.sleep(0)


def make_settings(**limits: object) -> Settings:
    return Settings(
        agent=Agent(name="Warraq", contact="https://news.example/bot"),
        network=Network(allow_loopback=True),
        politeness=Politeness(delay=timedelta(0)),
        limits=Limits.model_validate({"retries": 0, "deadline": timedelta(seconds=20), **limits}),
    )


def make_fetcher(
    server: BadServer,
    settings: Settings | None = None,
    sleep: Sleeps | None = None,
    robots: MemoryRobotsCache | None = None,
) -> Fetcher:
    return Fetcher(
        settings or make_settings(),
        connect_to=dict.fromkeys(HOSTS, ("127.0.0.1", server.port)),
        robots=robots,
        clock=lambda: NOW,
        sleep=sleep if sleep is not None else Sleeps(),
    )


@pytest.fixture
def server() -> Iterator[BadServer]:
    with BadServer() as running:
        yield running


async def test_a_page_becomes_a_capture(server: BadServer) -> None:
    page = "<html><meta charset=utf-8><p>خبر اليوم</p></html>"
    server.on("/a", answer(page, 'ETag: W/"v1"', "X-Two: 1", "x-two: 2", "Content-Type: text/html"))
    async with make_fetcher(server) as fetcher:
        capture = await fetcher.fetch(Request("http://news.example/a?q=1#part"))
    assert capture.url == "http://news.example/a?q=1#part"
    assert capture.final_url == "http://news.example/a?q=1"
    assert (capture.status, capture.text, capture.robots) == (200, page, "no_rules")
    assert (capture.encoding, capture.encoding_source) == ("utf-8", "meta")
    assert [value for name, value in capture.headers if name.lower() == "x-two"] == ["1", "2"]
    assert capture.header("etag") == 'W/"v1"'
    assert capture.fetched_at == NOW
    assert not capture.truncated
    assert capture.redirects == ()


async def test_n13_a_request_says_who_we_are_and_nothing_secret(
    server: BadServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    server.on("/a", answer("hello", "Set-Cookie: session=1; Path=/"))
    async with make_fetcher(server) as fetcher:
        await fetcher.fetch(Request("http://news.example/a"))
        await fetcher.fetch(Request("http://news.example/a"))
    asked = server.asked[-1]
    agent = asked.header("user-agent") or ""
    assert agent.startswith("Warraq/")
    assert agent.endswith(" (+https://news.example/bot)")
    assert {name for name, _ in asked.headers} == {"host", "accept", "accept-encoding", "user-agent"}
    assert asked.header("accept-encoding") == "gzip, deflate"
    assert asked.header("host") == "news.example"


@pytest.mark.parametrize("path", ["/%7Ea%2fb?q=%7e&x='|", "/%", "//b//c", "/a;p=1?a[]=1&b=%D8%AE"])
async def test_addresses_are_sent_as_they_are(server: BadServer, path: str) -> None:
    server.on(path.partition("?")[0], answer("hello"))
    async with make_fetcher(server) as fetcher:
        await fetcher.fetch(Request(f"http://news.example{path}"), UNASKED)
    assert server.paths() == [path.replace("'", "%27")]


@pytest.mark.parametrize("encode", [gzip.compress, zlib.compress, lambda body: zlib.compress(body, wbits=-15)])
async def test_encoded_bodies_are_inflated(server: BadServer, encode: type[bytes]) -> None:
    name = "gzip" if encode is gzip.compress else "deflate"
    server.on("/a", answer(encode(b"hello " * 1000), f"Content-Encoding: {name}"))
    async with make_fetcher(server) as fetcher:
        capture = await fetcher.fetch(Request("http://news.example/a"))
    assert capture.body == b"hello " * 1000


async def test_a_body_without_length_ends_with_the_connection(server: BadServer) -> None:
    server.on("/a", script(head(200, "Content-Type: text/plain"), b"hello ", b"there", CLOSE))
    async with make_fetcher(server) as fetcher:
        capture = await fetcher.fetch(Request("http://news.example/a"))
    assert capture.body == b"hello there"


async def test_binary_bodies_have_no_encoding(server: BadServer) -> None:
    server.on("/image", answer(b"\x89PNG\r\n\x1a\n\0\0", "Content-Type: image/png"))
    server.on("/packed", answer(gzip.compress(b"<urlset/>"), "Content-Type: text/xml"))
    server.on("/unsaid", answer("<p>plain</p>", "Content-Type: application/octet-stream"))
    async with make_fetcher(server) as fetcher:
        found = [await fetcher.fetch(Request(f"http://news.example/{path}")) for path in ("image", "packed", "unsaid")]
    assert [capture.encoding for capture in found] == [None, None, "utf-8"]


async def test_f12_a_charset_that_lies_is_seen_through_and_recorded(server: BadServer) -> None:
    text = "<p>قال الوزير إن الحكومة ستعقد اجتماعا طارئا اليوم</p>"
    server.on("/a", answer(text.encode("windows-1256"), "Content-Type: text/html; charset=utf-8"))
    async with make_fetcher(server) as fetcher:
        capture = await fetcher.fetch(Request("http://news.example/a"))
    assert (capture.encoding, capture.encoding_source, capture.text) == ("windows-1256", "detected", text)


# Statuses


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (404, NotFound),
        (410, Gone),
        (429, RateLimited),
        (500, ServerFailed),
        (523, ServerFailed),
        (300, BadStatus),
        (403, BadStatus),
        (451, BadStatus),
        (999, BadStatus),
    ],
)
async def test_error_statuses_are_typed_and_keep_the_answer(
    server: BadServer, status: int, error: type[BadStatus]
) -> None:
    server.on("/a", answer("<p>sorry</p>", status=status))
    async with make_fetcher(server) as fetcher:
        with pytest.raises(BadStatus) as caught:
            await fetcher.fetch(Request("http://news.example/a"))
    assert type(caught.value) is error
    assert caught.value.facts["status"] == status
    assert caught.value.facts["capture"].body == b"<p>sorry</p>"
    assert caught.value.facts["retry_after"] is None
    assert caught.value.facts["tries"] == 1


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("-1", 0.0),
        ("120", 120.0),
        ("1000000000", 86400.0),
        ("1e9", 86400.0),
        ("9" * 6000, 86400.0),
        (format_datetime(NOW + timedelta(minutes=5), usegmt=True), 300.0),
        (format_datetime(NOW - timedelta(days=5), usegmt=True), 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86400.0),
        ("soon", None),
        ("nan", None),
        ("", None),
    ],
)
async def test_n16_retry_after_is_clamped(server: BadServer, value: str, seconds: float | None) -> None:
    server.on("/a", answer("busy", f"Retry-After: {value}", status=503))
    async with make_fetcher(server) as fetcher:
        with pytest.raises(ServerFailed) as caught:
            await fetcher.fetch(Request("http://news.example/a"))
    assert caught.value.facts["retry_after"] == seconds


async def test_n17_validators_go_back_as_they_came_and_304_is_an_answer(server: BadServer) -> None:
    server.on("/a", answer(b"", 'ETag: W/"od,d \\"', status=304))
    odd = Request("http://news.example/a", etag='W/"od,d \\"', last_modified="Fri, 31 Dec 2041 23:59:59 GMT")
    async with make_fetcher(server) as fetcher:
        capture = await fetcher.fetch(odd)
    assert (capture.status, capture.body, capture.encoding) == (304, b"", None)
    assert server.asked[-1].header("if-none-match") == 'W/"od,d \\"'
    assert server.asked[-1].header("if-modified-since") == "Fri, 31 Dec 2041 23:59:59 GMT"


async def test_n17_an_etag_of_any_bytes_comes_back_or_is_left_out(server: BadServer) -> None:
    utf8, latin = '"é"'.encode().decode("latin-1"), '"é"'
    server.on("/a", answer("x"))
    async with make_fetcher(server) as fetcher:
        for etag in (utf8, latin, '"a"\r\nX-Injected: 1', "☃", ""):
            await fetcher.fetch(Request("http://news.example/a", etag=etag))
    sent = [asked.header("if-none-match") for asked in server.asked if asked.path == "/a"]
    assert sent == [utf8, None, None, None, None]
    assert not any(asked.header("x-injected") for asked in server.asked)


async def test_n17_a_304_that_nobody_asked_for_is_an_error(server: BadServer) -> None:
    server.on("/a", answer(b"", status=304))
    async with make_fetcher(server) as fetcher:
        with pytest.raises(BadStatus, match="304 although"):
            await fetcher.fetch(Request("http://news.example/a"))


# Redirects


async def test_redirects_are_followed_and_told(server: BadServer) -> None:
    server.on("/1", redirect("/2?x=1", 301))
    server.on("/2", redirect("//www.news.example/3#top", 307))
    server.on("/3", answer("there"))
    async with make_fetcher(server) as fetcher:
        capture = await fetcher.fetch(Request("http://news.example/1"))
    assert capture.url == "http://news.example/1"
    assert capture.redirects == ("http://news.example/1", "http://news.example/2?x=1")
    assert capture.final_url == "http://www.news.example/3"
    assert capture.body == b"there"


async def test_n10_an_internationalised_location_is_read_as_utf8(server: BadServer) -> None:
    server.on("/1", redirect("/خبر".encode().decode("latin-1")))
    server.on("/%D8%AE%D8%A8%D8%B1", answer("there"))
    async with make_fetcher(server) as fetcher:
        capture = await fetcher.fetch(Request("http://news.example/1"))
    assert capture.final_url == "http://news.example/%D8%AE%D8%A8%D8%B1"


async def test_n10_a_location_of_other_bytes_is_read_byte_by_byte(server: BadServer) -> None:
    server.on("/1", redirect("/caf\xe9"))
    server.on("/caf%C3%A9", answer("there"))
    async with make_fetcher(server) as fetcher:
        assert (await fetcher.fetch(Request("http://news.example/1"))).body == b"there"


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("/loop", "redirect loop"),
        ("file:///etc/passwd", "not http or https"),
        ("ftp://news.example/a", "not http or https"),
        ("data:text/html,hello", "not http or https"),
        ("javascript:alert(1)", "not http or https"),
        ("http://user:pass@news.example/", "user name or password"),
        ("http://news.example:99999/", "port out of range"),
        ("http://ne\tws.example/", "control characters"),
        ("http://", "host"),
    ],
)
async def test_n10_bad_redirects_are_refused(server: BadServer, location: str, reason: str) -> None:
    server.on("/loop", redirect(location))
    async with make_fetcher(server) as fetcher:
        with pytest.raises(BadRedirect, match=reason) as caught:
            await fetcher.fetch(Request("http://news.example/loop"))
    assert caught.value.facts["status"] == 302


async def test_n10_a_redirect_without_location_is_refused(server: BadServer) -> None:
    server.on("/a", answer("", status=302))
    async with make_fetcher(server) as fetcher:
        with pytest.raises(BadRedirect, match="without a Location"):
            await fetcher.fetch(Request("http://news.example/a"))


async def test_n10_thirty_hops_end_after_five(server: BadServer) -> None:
    for hop in range(30):
        server.on(f"/{hop}", redirect(f"/{hop + 1}"))
    async with make_fetcher(server) as fetcher:
        with pytest.raises(BadRedirect, match="more than 5 redirects"):
            await fetcher.fetch(Request("http://news.example/0"), UNASKED)
    assert server.paths() == [f"/{hop}" for hop in range(6)]


async def test_n10_five_hops_are_fine(server: BadServer) -> None:
    for hop in range(5):
        server.on(f"/{hop}", redirect(f"/{hop + 1}"))
    server.on("/5", answer("there"))
    async with make_fetcher(server) as fetcher:
        assert (await fetcher.fetch(Request("http://news.example/0"))).body == b"there"


async def test_n10_robots_is_asked_again_at_each_hop(server: BadServer) -> None:
    server.on("/1", redirect("http://other.example/private/2"))
    server.on("/robots.txt", answer("User-agent: *\nDisallow: /private"), host="other.example")
    async with make_fetcher(server) as fetcher:
        with pytest.raises(RobotsDenied, match=r"other\.example"):
            await fetcher.fetch(Request("http://news.example/1"))
    assert server.paths() == ["/1"]


@pytest.mark.parametrize("target", ["http://10.0.0.1/", "http://[64:ff9b::7f00:1]/", "http://169.254.169.254/latest"])
async def test_n10_n11_the_guard_looks_at_each_hop(server: BadServer, target: str) -> None:
    server.on("/1", redirect(target))
    async with make_fetcher(server) as fetcher:
        with pytest.raises(BlockedAddress):
            await fetcher.fetch(Request("http://news.example/1"))


async def test_n13_validators_and_cookies_do_not_cross_sites(server: BadServer) -> None:
    server.on("/1", answer("", "Location: http://www.news.example/2", "Set-Cookie: a=b", status=302))
    server.on("/2", answer("", "Location: http://other.example/3", "Set-Cookie: a=b", status=302))
    server.on("/3", answer("there"))
    async with make_fetcher(server) as fetcher:
        await fetcher.fetch(Request("http://news.example/1", etag='"secret"'), UNASKED)
    assert [asked.header("if-none-match") for asked in server.asked] == ['"secret"', '"secret"', None]
    assert not any(asked.header("cookie") or asked.header("authorization") for asked in server.asked)


# Addresses that lead nowhere


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://",
        "http://a b/",
        "http://u:p@news.example/",
        "http://news.example:99999/",
        "x" * 9000,
        "http://news.example/a\r\nX: 1",
        "http://news.example/\0",
        "http://news.example/\ud800",
    ],
)
async def test_bad_addresses_are_refused_before_anything_is_asked(server: BadServer, url: str) -> None:
    async with make_fetcher(server) as fetcher:
        with pytest.raises(BadUrl):
            await fetcher.fetch(Request(url))
    assert server.connections == 0


@pytest.mark.parametrize("literal", PRIVATE.split())
@pytest.mark.parametrize("policy", [Policy(), UNASKED], ids=["robots", "unasked"])
async def test_n11_private_addresses_are_blocked_in_any_spelling(literal: str, policy: Policy) -> None:
    async with Fetcher(Settings(limits=Limits(retries=0))) as fetcher:
        with pytest.raises(BlockedAddress) as caught:
            await fetcher.fetch(Request(f"http://{literal}/"), policy)
    assert caught.value.url


async def test_n11_a_backslash_does_not_hide_the_host(server: BadServer) -> None:
    server.on("/@127.0.0.1/", answer("the host before the backslash"))
    async with make_fetcher(server) as fetcher:
        capture = await fetcher.fetch(Request("http://news.example\\@127.0.0.1/"))
    assert capture.final_url == "http://news.example/@127.0.0.1/"


async def test_n12_a_name_mapped_to_loopback_still_passes_the_guard(server: BadServer) -> None:
    settings = Settings(limits=Limits(retries=0))
    async with Fetcher(settings, connect_to={"news.example": ("127.0.0.1", server.port)}) as fetcher:
        with pytest.raises(BlockedAddress, match=r"127\.0\.0\.1"):
            await fetcher.fetch(Request("http://news.example/"))
    assert server.connections == 0


@pytest.mark.parametrize("host", ["a..b", f"{'a' * 64}.example"])
async def test_n12_what_is_no_name_does_not_resolve(host: str) -> None:
    async with Fetcher(make_settings()) as fetcher:
        with pytest.raises(DnsFailed):
            await fetcher.fetch(Request(f"http://{host}/"), UNASKED)


@pytest.mark.parametrize(
    ("code", "tries"), [(socket.EAI_NONAME, 1), (socket.EAI_AGAIN, 3)], ids=["NXDOMAIN", "SERVFAIL"]
)
async def test_n12_only_a_failing_name_server_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, code: int, tries: int
) -> None:
    async def look_up(host: str, port: int, family: int) -> list[tuple[str, int]]:
        raise socket.gaierror(code, "no answer")

    monkeypatch.setattr("pipeline.guard._look_up", look_up)
    async with Fetcher(make_settings(retries=2), sleep=Sleeps()) as fetcher:
        with pytest.raises(DnsFailed) as caught:
            await fetcher.fetch(Request("http://news.example/"), UNASKED)
    assert caught.value.facts == {"temporary": code == socket.EAI_AGAIN, "tries": tries}


async def test_a_closed_port_is_connect_failed() -> None:
    with BadServer() as gone:
        url = gone.url("/")
    async with Fetcher(make_settings()) as fetcher:
        with pytest.raises(ConnectFailed):
            await fetcher.fetch(Request(url), UNASKED)


# Retries


async def test_transient_errors_are_tried_again_with_growing_pauses(server: BadServer) -> None:
    server.on("/a", in_turn(answer("", status=503), answer("", status=502), answer("at last")))
    sleeps = Sleeps()
    async with make_fetcher(server, make_settings(retries=2), sleeps) as fetcher:
        capture = await fetcher.fetch(Request("http://news.example/a"))
    assert capture.body == b"at last"
    assert len(sleeps) == 2
    assert 0.5 <= sleeps[0] <= 1.5
    assert 1.0 <= sleeps[1] <= 3.0


async def test_retries_end_and_are_counted(server: BadServer) -> None:
    server.on("/a", answer("", status=500))
    async with make_fetcher(server, make_settings(retries=2)) as fetcher:
        with pytest.raises(ServerFailed) as caught:
            await fetcher.fetch(Request("http://news.example/a"))
    assert caught.value.facts["tries"] == 3
    assert server.paths() == ["/a"] * 3


async def test_a_short_retry_after_is_waited_for_and_a_long_one_is_reported(server: BadServer) -> None:
    server.on("/short", in_turn(answer("", "Retry-After: 20", status=429), answer("ok")))
    server.on("/long", answer("", "Retry-After: 3600", status=429))
    sleeps = Sleeps()
    async with make_fetcher(server, make_settings(retries=2), sleeps) as fetcher:
        await fetcher.fetch(Request("http://news.example/short"))
        with pytest.raises(RateLimited) as caught:
            await fetcher.fetch(Request("http://news.example/long"))
    assert sleeps == [20.0]
    assert (caught.value.facts["retry_after"], caught.value.facts["tries"]) == (3600.0, 1)


@pytest.mark.parametrize("status", [403, 404, 410])
async def test_lasting_errors_are_not_tried_again(server: BadServer, status: int) -> None:
    server.on("/a", answer("", status=status))
    async with make_fetcher(server, make_settings(retries=2)) as fetcher:
        with pytest.raises(BadStatus):
            await fetcher.fetch(Request("http://news.example/a"))
    assert server.paths() == ["/a"]


# robots.txt


def _robots_asked(server: BadServer) -> int:
    return sum(asked.path == "/robots.txt" for asked in server.asked)


async def test_robots_is_read_once_and_obeyed(server: BadServer) -> None:
    server.on(
        "/robots.txt",
        answer("User-agent: warraq\nDisallow: /private\nUser-agent: *\nDisallow: /", "Content-Type: text/plain"),
    )
    server.on("/public", answer("ok"))
    async with make_fetcher(server) as fetcher:
        pages = [fetcher.fetch(Request("http://news.example/public")) for _ in range(5)]
        captures = await asyncio.gather(*pages)
        with pytest.raises(RobotsDenied):
            await fetcher.fetch(Request("http://news.example/private/1"))
    assert {capture.robots for capture in captures} == {"allowed"}
    assert _robots_asked(server) == 1
    assert "/private/1" not in server.paths()


async def test_robots_is_kept_per_authority_in_the_cache_given(server: BadServer) -> None:
    server.on("/a", answer("ok"))
    cache = MemoryRobotsCache()
    async with make_fetcher(server, robots=cache) as fetcher:
        await fetcher.fetch(Request("http://news.example/a"))
        await fetcher.fetch(Request("http://news.example:8080/a"))
    async with make_fetcher(server, robots=cache) as fetcher:
        await fetcher.fetch(Request("http://news.example/a"))
    assert _robots_asked(server) == 2
    record = cache.get("http://news.example:8080")
    assert record is not None
    assert record.expires_at - record.fetched_at == timedelta(hours=24)


async def test_robots_can_be_left_unasked(server: BadServer) -> None:
    server.on("/robots.txt", answer("User-agent: *\nDisallow: /"))
    server.on("/a", answer("ok"))
    async with make_fetcher(server) as fetcher:
        capture = await fetcher.fetch(Request("http://news.example/a"), UNASKED)
    assert capture.robots == "not_asked"
    assert _robots_asked(server) == 0


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_r2_r3_an_unreachable_robots_forbids_for_a_short_while(server: BadServer, status: int) -> None:
    server.on("/robots.txt", answer("", status=status))
    cache = MemoryRobotsCache()
    async with make_fetcher(server, make_settings(retries=1), robots=cache) as fetcher:
        with pytest.raises(RobotsUnavailable):
            await fetcher.fetch(Request("http://news.example/a"))
        with pytest.raises(RobotsUnavailable) as caught:
            await fetcher.fetch(Request("http://news.example/b"))
    assert _robots_asked(server) == 2  # one retry for the first page, none for the second
    assert caught.value.facts["tries"] == 1
    assert server.paths() == []
    record = cache.get("http://news.example")
    assert record is not None
    assert record.expires_at - record.fetched_at == timedelta(minutes=10)


async def test_r2_no_connection_no_name_and_no_answer_forbid(server: BadServer) -> None:
    server.on("/robots.txt", script(5.0), host="news.example")
    server.on("/robots.txt", script(head(200, "Content-Length: 50"), b"Us", CLOSE), host="other.example")
    async with make_fetcher(server, make_settings(deadline=timedelta(seconds=0.3))) as fetcher:
        for host, why in (("news.example", "deadline"), ("other.example", "truncated"), ("a..b", "dns_failed")):
            with pytest.raises(RobotsUnavailable, match=why):
                await fetcher.fetch(Request(f"http://{host}/a"))


@pytest.mark.parametrize(("status", "expected"), [(404, "no_rules"), (410, "no_rules"), (400, "unavailable_allowed")])
async def test_r3_other_client_errors_allow(server: BadServer, status: int, expected: str) -> None:
    server.on("/robots.txt", answer("", status=status))
    server.on("/a", answer("ok"))
    async with make_fetcher(server) as fetcher:
        assert (await fetcher.fetch(Request("http://news.example/a"))).robots == expected


@pytest.mark.parametrize("status", [401, 403])
async def test_r3_what_403_means_is_the_sites_choice(server: BadServer, status: int) -> None:
    server.on("/robots.txt", answer("", status=status))
    server.on("/a", answer("ok"))
    async with make_fetcher(server) as fetcher:
        capture = await fetcher.fetch(Request("http://news.example/a"), Policy(robots_on_403="allow"))
        assert capture.robots == "unavailable_allowed"
        with pytest.raises(RobotsDenied):
            await fetcher.fetch(Request("http://news.example/a"), Policy(robots_on_403="deny"))


async def test_r4_robots_may_redirect_to_another_host_five_times(server: BadServer) -> None:
    server.on("/robots.txt", redirect("http://other.example/1"), host="news.example")
    for hop in range(1, 5):
        server.on(f"/{hop}", redirect(f"/{hop + 1}"))
    server.on("/5", answer("User-agent: *\nDisallow: /a"))
    async with make_fetcher(server) as fetcher:
        with pytest.raises(RobotsDenied):
            await fetcher.fetch(Request("http://news.example/a"))


async def test_r4_six_redirects_make_robots_unavailable_which_allows(server: BadServer) -> None:
    server.on("/robots.txt", redirect("http://other.example/1"), host="news.example")
    for hop in range(1, 9):
        server.on(f"/{hop}", redirect(f"/{hop + 1}"))
    server.on("/a", answer("ok"))
    async with make_fetcher(server) as fetcher:
        assert (await fetcher.fetch(Request("http://news.example/a"))).robots == "unavailable_allowed"


async def test_r4_robots_that_redirects_into_the_private_net_forbids(server: BadServer) -> None:
    server.on("/robots.txt", redirect("http://10.0.0.1/robots.txt"))
    async with make_fetcher(server) as fetcher:
        with pytest.raises(RobotsUnavailable, match="blocked_address"):
            await fetcher.fetch(Request("http://news.example/a"))


@pytest.mark.parametrize("packed", [False, True])
async def test_r5_only_the_first_500_kib_of_robots_are_read(server: BadServer, packed: bool) -> None:
    rules = b"User-agent: *\nDisallow: /early\n" + b"Disallow: /filler\n" * 1_000_000 + b"Disallow: /late\n"
    body, headers = (gzip.compress(rules, 1), ["Content-Encoding: gzip"]) if packed else (rules, [])
    server.on("/robots.txt", answer(body, "Content-Type: text/plain", *headers))
    server.on("/late", answer("ok"))
    cache = MemoryRobotsCache()
    async with make_fetcher(server, robots=cache) as fetcher:
        assert (await fetcher.fetch(Request("http://news.example/late"))).robots == "allowed"
        with pytest.raises(RobotsDenied):
            await fetcher.fetch(Request("http://news.example/early"))
    record = cache.get("http://news.example")
    assert record is not None
    assert len(record.body) <= 500 * 1024
    assert "first 512000 bytes" in record.note


async def test_a_crawl_delay_longer_than_ours_is_kept(server: BadServer) -> None:
    server.on("/robots.txt", answer("User-agent: *\nCrawl-delay: 7"))
    server.on("/a", answer("ok"))
    ticks, sleeps = [0.0], Sleeps()
    fetcher = Fetcher(
        make_settings(), connect_to={"news.example": ("127.0.0.1", server.port)}, ticks=lambda: ticks[0], sleep=sleeps
    )

    async def sleep(seconds: float) -> None:
        sleeps.append(seconds)
        ticks[0] += seconds

    fetcher._throttle._sleep = sleep
    async with fetcher:
        await fetcher.fetch(Request("http://news.example/a"))
        await fetcher.fetch(Request("http://news.example/a"), Policy(delay=9.0))
    assert sleeps == [7.0, 9.0]


# TLS


@pytest.fixture(scope="module")
def tls_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = str(folder / "key.pem"), str(folder / "cert.pem")
    subject = ["-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example", "-days", "2"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate]
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl command")
    subprocess.run([*command, *subject], check=True, capture_output=True)
    return certificate, key


async def test_n14_a_self_signed_certificate_is_refused(tls_files: tuple[str, str]) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*tls_files)
    with BadServer(tls=context) as server:
        server.on("/a", answer("never"))
        async with make_fetcher(server) as fetcher:
            for policy in (Policy(), UNASKED):
                with pytest.raises(TlsFailed, match="certificate"):
                    await fetcher.fetch(Request("https://news.example/a"), policy)
    assert server.asked == []


async def test_n14_a_server_that_speaks_no_tls_is_refused() -> None:
    async def speak_plainly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Plain HTTP\r\n\r\n")
        await writer.drain()
        await reader.read()
        writer.close()

    async with await asyncio.start_server(speak_plainly, "127.0.0.1", 0) as plain, Fetcher(make_settings()) as fetcher:
        with pytest.raises(TlsFailed):
            await fetcher.fetch(Request(f"https://127.0.0.1:{plain.sockets[0].getsockname()[1]}/"), UNASKED)
