"""Fetching from a server that misbehaves: every fault ends in one typed error, and the pool serves on."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import (
    BadEncoding,
    ConnectFailed,
    ConnectionLost,
    DeadlineExceeded,
    FetchError,
    NotFound,
    ProtocolBroken,
    ServerFailed,
    TooLarge,
    Truncated,
)
from pipeline.fetch import Fetcher, Policy
from pipeline.models import Capture, Request
from pipeline.sites import Limits, Network, Politeness, Settings
from tests.badserver import CLOSE, KEEP, RESET, STALL, Asked, BadServer, Script, Step, answer, head, script

UNASKED = Policy(ask_robots=False)
CHUNKED = "Transfer-Encoding: chunked"
PACKED = gzip.compress(b"hello", mtime=0)  # the same bytes in every process, or test ids would differ


@pytest.fixture
def server() -> Iterator[BadServer]:
    with BadServer() as running:
        running.on("/fine", answer("<p>fine</p>"))
        yield running


def make_fetcher(server: BadServer, hosts: int = 1, **limits: Any) -> Fetcher:
    names = ["news.example", *(f"h{number}.example" for number in range(hosts))]
    checked = Limits.model_validate({"retries": 0, "deadline": timedelta(seconds=20), **limits})
    polite = Politeness(delay=timedelta(0), hosts_at_once=max(hosts, 1))
    chosen = Settings(network=Network(allow_loopback=True), politeness=polite, limits=checked)
    return Fetcher(chosen, connect_to=dict.fromkeys(names, ("127.0.0.1", server.port)))


async def fail(server: BadServer, what: Script, **limits: Any) -> FetchError:
    """Fetch a page that is answered by a script: the error; the fetcher must serve the next page as ever."""
    server.on("/a", what)
    async with make_fetcher(server, **limits) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(Request("http://news.example/a"), UNASKED)
        assert (await fetcher.fetch(Request("http://news.example/fine"), UNASKED)).body == b"<p>fine</p>"
    assert caught.value.url == "http://news.example/a"
    return caught.value


def evidence(error: FetchError) -> Capture:
    """The capture an error carries, flagged as not whole."""
    capture = error.facts["capture"]
    assert isinstance(capture, Capture)
    assert capture.truncated
    return capture


# N1-N4: slowness


def drip(first: bytes, piece: bytes, every: float) -> Script:
    """A script that never ends: a few bytes now and then, forever."""

    def steps(asked: Asked) -> Iterator[Step]:
        yield first
        while True:
            yield every
            yield piece

    return steps


SHORT = {"deadline": timedelta(seconds=0.4)}


async def test_n1_slow_headers_end_at_the_deadline(server: BadServer) -> None:
    error = await fail(server, drip(b"HTTP/1.1 200 OK\r\n", b"X-A: 1\r\n", 0.05), **SHORT)
    assert type(error) is DeadlineExceeded


async def test_n2_one_byte_at_a_time_ends_at_the_deadline(server: BadServer) -> None:
    error = await fail(server, drip(head(200, "Content-Length: 1000"), b"x", 0.05), **SHORT)
    assert type(error) is DeadlineExceeded
    assert set(evidence(error).body) == set(b"x")


async def test_n3_a_stall_after_the_headers_ends_at_the_deadline(server: BadServer) -> None:
    assert type(await fail(server, script(head(200, "Content-Length: 9"), STALL), **SHORT)) is DeadlineExceeded


async def test_n4_no_answer_at_all_ends_at_the_deadline(server: BadServer) -> None:
    error = await fail(server, script(STALL), **SHORT)
    assert type(error) is DeadlineExceeded
    assert "0.4 s" in error.detail


async def test_n4_a_slow_host_does_not_hold_up_another(server: BadServer) -> None:
    server.on("/a", script(STALL))
    async with make_fetcher(server, hosts=2) as fetcher:
        slow = asyncio.create_task(fetcher.fetch(Request("http://h0.example/a"), UNASKED))
        fine = await fetcher.fetch(Request("http://h1.example/fine"), UNASKED)
        assert not slow.done()
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
    assert fine.status == 200


# N5: resets


async def test_n5_a_reset_at_every_byte_is_a_typed_error(server: BadServer) -> None:
    whole = head(200, "Content-Length: 12", "Content-Type: text/html") + b"<p>hello</p>"
    found = set()
    async with make_fetcher(server) as fetcher:
        for size in range(len(whole)):
            server.on("/a", script(whole[:size], 0.0, RESET))
            with pytest.raises(FetchError) as caught:
                await fetcher.fetch(Request("http://news.example/a"), UNASKED)
            found.add(type(caught.value))
        server.on("/a", script(whole, KEEP))
        assert (await fetcher.fetch(Request("http://news.example/a"), UNASKED)).body == b"<p>hello</p>"
    assert found <= {ConnectionLost, Truncated}  # what was sent before a reset may be lost on the way
    assert all(kind.transient for kind in found)


async def test_n5_a_reset_within_a_body_of_no_length_is_not_its_end(server: BadServer) -> None:
    error = await fail(server, script(head(200), b"half a pa", 0.3, RESET))
    assert type(error) is Truncated
    assert evidence(error).body == b"half a pa"


async def test_n5_a_close_before_the_answer_is_connection_lost(server: BadServer) -> None:
    for steps in ((CLOSE,), (b"HTT", CLOSE), (b"HTTP/1.1 200 OK\r\nContent-Le", CLOSE)):
        assert type(await fail(server, script(*steps))) is ConnectionLost


# N6-N8: lengths


@pytest.mark.parametrize("pause", [[], [0.05]], ids=["at once", "later"])
async def test_n6_a_body_shorter_than_its_length_is_kept_and_flagged(server: BadServer, pause: list[Step]) -> None:
    error = await fail(server, script(head(200, "Content-Length: 100") + b"only this", *pause, CLOSE))
    assert type(error) is Truncated
    assert evidence(error).body == b"only this"
    assert evidence(error).status == 200


async def test_n6_what_follows_the_length_is_no_part_of_the_page(server: BadServer) -> None:
    error = await fail(server, script(head(200, "Content-Length: 4") + b"four and more", CLOSE))
    assert type(error) is ProtocolBroken
    server.on("/a", script(head(200, "Content-Length: 4") + b"four", 0.05, b" and more", CLOSE))
    async with make_fetcher(server) as fetcher:
        assert (await fetcher.fetch(Request("http://news.example/a"), UNASKED)).body == b"four"


BAD_CHUNKS = [b"ZZ\r\nhello\r\n0\r\n\r\n", b"-5\r\nhello\r\n", b"FFFFFFFFFFFFFFFFF\r\nhello\r\n", b"5 hello\r\n"]


@pytest.mark.parametrize("chunk", BAD_CHUNKS)
async def test_n7_a_broken_chunk_ends_the_answer_at_once(server: BadServer, chunk: bytes) -> None:
    good = head(200, CHUNKED) + b"5\r\nhello\r\n"
    assert type(await fail(server, script(good + chunk, STALL))) is ProtocolBroken
    for steps in ((good, 0.05, chunk), (head(200, CHUNKED), 0.05, b"5\r\nhello\r\n" + chunk)):
        error = await fail(server, script(*steps, STALL))
        assert type(error) is ProtocolBroken
        assert evidence(error).body == b"hello"


@pytest.mark.parametrize("tail", [b"", b"10\r\nhalf", b"0\r\n", b"7FFFFFFF\r\nhello"])
async def test_n7_chunks_that_stop_early_are_kept_and_flagged(server: BadServer, tail: bytes) -> None:
    error = await fail(server, script(head(200, CHUNKED) + b"5\r\nhello\r\n" + tail, CLOSE))
    assert type(error) is Truncated
    assert evidence(error).body.startswith(b"hello")


async def test_n7_trailers_are_passed_over(server: BadServer) -> None:
    server.on("/a", script(head(200, CHUNKED) + b"5\r\nhello\r\n0\r\nX-Sum: 1\r\nSet-Cookie: a=b\r\n\r\n", KEEP))
    async with make_fetcher(server) as fetcher:
        capture = await fetcher.fetch(Request("http://news.example/a"), UNASKED)
    assert capture.body == b"hello"
    assert capture.header("x-sum") is None


@pytest.mark.parametrize(
    "headers",
    [
        ["Content-Length: 5", CHUNKED],
        [CHUNKED, "Content-Length: 5"],
        ["Content-Length: 5", "Content-Length: 6"],
        ["Content-Length: 5, 6"],
        ["Content-Length: -5"],
        ["Content-Length: +5"],
        ["Content-Length: 99999999999999999999999999"],
        ["Transfer-Encoding: gzip, chunked"],
        ["Transfer-Encoding: gzip"],
    ],
)
async def test_n8_two_lengths_or_a_senseless_one_break_the_protocol(server: BadServer, headers: list[str]) -> None:
    error = await fail(server, script(head(200, *headers) + b"5\r\nhello\r\n0\r\n\r\n", CLOSE))
    assert type(error) is ProtocolBroken
    assert "\n" not in error.detail


# N9: heads


@pytest.mark.parametrize(
    "lines",
    [
        [f"X-{number}: 1" for number in range(20_000)],
        ["X-A: " + "a" * 1_000_000],
        ["X-A: a\0b"],
        ["X-A: a\rSet-Cookie: b"],
        ["X A: a"],
        ["no colon"],
    ],
    ids=["20k lines", "1 MB line", "NUL", "CR", "space in name", "no colon"],
)
async def test_n9_a_monstrous_head_is_refused(server: BadServer, lines: list[str]) -> None:
    error = await fail(server, script(head(200, "Content-Length: 5", *lines) + b"hello", CLOSE))
    assert type(error) in (ProtocolBroken, ConnectionLost)
    assert len(error.detail) < 400


@pytest.mark.parametrize(
    "first", [b"SSH-2.0-OpenSSH_9\r\n", b"<html>hello</html>", b"HTTP/1.1 99 x\r\n\r\n", b"\0" * 99]
)
async def test_n9_what_is_not_http_is_refused(server: BadServer, first: bytes) -> None:
    assert type(await fail(server, script(first, CLOSE))) is ProtocolBroken


async def test_an_answer_with_early_hints_is_the_final_one(server: BadServer) -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    server.on("/a", script(hints, head(200, "Content-Length: 5") + b"hello", KEEP))
    async with make_fetcher(server) as fetcher:
        assert (await fetcher.fetch(Request("http://news.example/a"), UNASKED)).body == b"hello"


async def test_a_status_is_told_even_when_its_body_is_broken(server: BadServer) -> None:
    error = await fail(server, script(head(404, "Content-Length: 100") + b"half", CLOSE))
    assert type(error) is NotFound
    assert evidence(error).body == b"half"
    assert type(await fail(server, script(head(500, "Content-Encoding: br") + b"half", CLOSE))) is ServerFailed


# N15: sizes and encodings

SMALL = {"max_encoded": 20_000, "max_decoded": 50_000}


@pytest.mark.parametrize(
    "what",
    [
        answer(b"x" * 30_000),
        script(head(200) + b"x" * 30_000, CLOSE),
        script(head(200, CHUNKED) + b"7530\r\n" + b"x" * 30_000 + b"\r\n0\r\n\r\n", KEEP),
        drip(head(200), b"x" * 10_000, 0.0),
        answer(b"", "Content-Length: 30000"),
    ],
    ids=["length", "no length", "chunks", "endless", "announced"],
)
async def test_n15_too_many_bytes_are_not_taken(server: BadServer, what: Script) -> None:
    error = await fail(server, what, **SMALL)
    assert type(error) in (TooLarge, ProtocolBroken)
    assert "capture" not in error.facts


def bomb(encoding: str) -> bytes:
    content = b"\0" * 10_000_000
    if encoding == "deflate":
        return zlib.compress(content)
    return zstandard.compress(content) if encoding == "zstd" else gzip.compress(content)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "zstd"])
async def test_n15_a_bomb_is_stopped_while_it_unfolds(server: BadServer, encoding: str) -> None:
    error = await fail(server, answer(bomb(encoding), f"Content-Encoding: {encoding}"), **SMALL)
    assert type(error) is TooLarge
    assert error.facts["limit"] == 50_000


async def test_n15_the_cap_on_decoded_bytes_holds_for_bodies_that_were_never_encoded(server: BadServer) -> None:
    assert type(await fail(server, answer(b"x" * 2000), max_decoded=1000)) is TooLarge


async def test_n15_policy_may_raise_the_cap_for_sitemaps(server: BadServer) -> None:
    server.on("/a", answer(gzip.compress(b"x" * 60_000), "Content-Encoding: gzip"))
    async with make_fetcher(server, **SMALL) as fetcher:
        capture = await fetcher.fetch(Request("http://news.example/a"), Policy(ask_robots=False, max_decoded=70_000))
    assert len(capture.body) == 60_000


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (b"\x8b\x00\x80hello\x03", "br"),
        (PACKED, "gzip, gzip, gzip, gzip, gzip"),
        (PACKED, "rot13"),
        (PACKED, ", ".join(["gzip"] * 200)),
        (b"\x00\x01\x02 not gzip", "gzip"),
        (b"\x89PNG\r\n\x1a\n\0\0", "deflate"),
    ],
)
async def test_n15_encodings_we_cannot_undo_are_refused(server: BadServer, body: bytes, header: str) -> None:
    error = await fail(server, answer(body, f"Content-Encoding: {header}"))
    assert type(error) is BadEncoding
    assert evidence(error).body == body


async def test_n15_text_that_is_wrongly_called_gzip_is_taken_as_it_is(server: BadServer) -> None:
    server.on("/a", answer("<p>plain</p>", "Content-Encoding: gzip"))
    async with make_fetcher(server) as fetcher:
        assert (await fetcher.fetch(Request("http://news.example/a"), UNASKED)).body == b"<p>plain</p>"


async def test_n15_a_gzip_stream_cut_off_is_kept_and_flagged(server: BadServer) -> None:
    packed = gzip.compress(b"".join(b"%d," % number for number in range(5000)))
    error = await fail(server, answer(packed[: len(packed) // 2], "Content-Encoding: gzip"))
    assert type(error) is Truncated
    assert evidence(error).body.startswith(b"0,1,2,3,")
    error = await fail(
        server, script(head(200, f"Content-Length: {len(packed)}", "Content-Encoding: gzip") + packed[:900])
    )
    assert type(error) is Truncated
    assert evidence(error).body.startswith(b"0,1,2,3,")


# N18 and whatever else


async def test_n18_a_thousand_cancelled_requests_leave_the_pool_healthy(server: BadServer) -> None:
    server.on("/stall", script(STALL))
    server.on("/half", script(head(200, "Content-Length: 9"), b"half", STALL))
    async with make_fetcher(server, hosts=100) as fetcher:
        for batch in range(10):
            path = ("stall", "half")[batch % 2]
            pages = (Request(f"http://h{number}.example/{path}") for number in range(100))
            tasks = [asyncio.create_task(fetcher.fetch(page, UNASKED)) for page in pages]
            await asyncio.sleep(0.05 if batch else 0)
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            assert all(isinstance(end, asyncio.CancelledError) for end in ended)
        pages = (Request(f"http://h{number}.example/fine") for number in range(100))
        captures = await asyncio.gather(*(fetcher.fetch(page, UNASKED) for page in pages))
    assert {capture.status for capture in captures} == {200}


async def test_cancelling_is_never_taken_for_an_error(server: BadServer) -> None:
    server.on("/a", script(STALL))
    async with make_fetcher(server, retries=5) as fetcher:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await fetcher.fetch(Request("http://news.example/a"), UNASKED)


async def test_connections_are_kept_between_pages(server: BadServer) -> None:
    async with make_fetcher(server) as fetcher:
        for _ in range(5):
            await fetcher.fetch(Request("http://news.example/fine"), UNASKED)
    assert server.connections == 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    status=st.sampled_from(
        [b"HTTP/1.1 200 OK", b"HTTP/1.0 200", b"HTTP/1.1 302 Go", b"HTTP/1.1 304", b"HTTP/1.1 500 No"]
    ),
    lines=st.lists(
        st.sampled_from(
            b"Content-Length: 5|Content-Length: 500|Transfer-Encoding: chunked|Location: /a|Location: http://[|"
            b"Content-Encoding: gzip|Content-Encoding: \xff|Content-Type: text/html; charset=\xff|Retry-After: x|"
            b"Set-Cookie: a=\x80|Connection: close|Connection: upgrade|Upgrade: h2c|: |\xff: 1".split(b"|")
        ),
        max_size=4,
    ),
    body=st.binary(max_size=40) | st.sampled_from([b"5\r\nhello\r\n0\r\n\r\n", PACKED[:20]]),
)
def test_whatever_a_server_says_is_a_capture_or_a_typed_error(
    server: BadServer, status: bytes, lines: list[bytes], body: bytes
) -> None:
    async def run() -> Capture | FetchError:
        async with make_fetcher(server) as fetcher:
            try:
                return await fetcher.fetch(Request("http://news.example/a"), UNASKED)
            except FetchError as error:
                return error

    server.on("/a", script(b"\r\n".join([status, *lines, b"", b""]) + body, CLOSE))
    found = asyncio.run(run())
    assert type(found) is not ConnectFailed
    assert isinstance(found, FetchError) or found.text is not None
