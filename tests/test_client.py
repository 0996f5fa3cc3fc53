"""The client's exceptions: each is one of ours."""

from __future__ import annotations

import asyncio
import itertools
import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta

import aiohttp
import httpx
import pytest
from aiohttp import http_exceptions

from pipeline.client import CLIENT_ERRORS, TABLE, open_client, translate
from pipeline.errors import BlockedAddress, ConnectionLost, DnsFailed, FetchError, ProtocolBroken, TlsFailed, Truncated
from pipeline.guard import Guard, GuardedResolver
from tests.badserver import CLOSE, STALL, BadServer, Step, head, script

URL = "http://news.example/"


def family(*roots: type[BaseException]) -> Iterator[type[BaseException]]:
    for root in roots:
        yield root
        yield from family(*root.__subclasses__())


def test_every_exception_of_the_client_has_a_row() -> None:
    rows = tuple(theirs for theirs, _, _ in TABLE)
    kinds = set(family(aiohttp.ClientError, httpx.HTTPError, OSError))
    assert {kind for kind in kinds if not issubclass(kind, rows)} == set()


def test_the_innermost_reason_decides_by_the_order_of_the_table() -> None:
    def wrap(*errors: BaseException) -> BaseException:
        for outer, inner in itertools.pairwise(errors):
            outer.__cause__ = inner
        return errors[0]

    payload, short = aiohttp.ClientPayloadError("cut"), http_exceptions.ContentLengthError("short")
    broken = http_exceptions.BadHttpMessage("ZZ\n  ^")
    cases = [
        (wrap(httpx.ReadError("x"), payload, short), Truncated),
        (wrap(aiohttp.ClientPayloadError("x"), broken), ProtocolBroken),
        (wrap(aiohttp.ClientPayloadError("x"), ConnectionResetError()), Truncated),
        (wrap(aiohttp.ClientOSError("x"), ssl.SSLError("alert")), TlsFailed),
        (wrap(httpx.ConnectTimeout("x"), aiohttp.ServerDisconnectedError()), ConnectionLost),
        (wrap(OSError("x"), socket.gaierror(socket.EAI_AGAIN, "later")), DnsFailed),
    ]
    assert [type(translate(error, URL)) for error, _ in cases] == [ours for _, ours in cases]
    assert all("\n" not in translate(error, URL).detail for error, _ in cases)


def test_the_guards_verdict_comes_through_with_its_facts_and_the_address() -> None:
    error = translate(BlockedAddress("10.0.0.1 is not public", address="10.0.0.1"), URL)
    assert isinstance(error, BlockedAddress)
    assert (error.url, error.facts) == (URL, {"address": "10.0.0.1"})


def test_a_bug_stays_a_bug() -> None:
    assert not issubclass(RuntimeError, CLIENT_ERRORS)
    with pytest.raises(ZeroDivisionError):
        translate(ZeroDivisionError(), URL)


def test_translate_gives_fetch_errors_only() -> None:
    assert all(issubclass(ours, FetchError) for _, ours, _ in TABLE)


async def read_into(got: list[bytes], response: httpx.Response) -> None:
    async for chunk in response.aiter_raw():
        got.append(chunk)  # noqa: PERF401 (a comprehension would keep nothing when it fails)


@pytest.mark.parametrize(
    ("steps", "ours"),
    [
        ([head(200, "Content-Length: 50") + b"half", CLOSE], Truncated),
        ([head(200, "Transfer-Encoding: chunked"), 0.05, b"4\r\nhalf\r\nZZ\r\n", STALL], ProtocolBroken),
    ],
    ids=["N6", "N7"],
)
async def test_a_reader_that_comes_late_gets_what_came_and_then_the_break(
    steps: list[Step], ours: type[FetchError]
) -> None:
    guard = Guard(allow_loopback=True)
    got: list[bytes] = []
    with BadServer() as server:
        server.on("/", script(*steps))
        async with open_client(guard, GuardedResolver(guard, {}), timedelta(seconds=5)) as client:
            response = await client.send(httpx.Request("GET", server.url("/")), stream=True)
            await asyncio.sleep(0.3)
            with pytest.raises(aiohttp.ClientPayloadError) as caught:
                await read_into(got, response)
            await response.aclose()
    assert got == [b"half"]
    assert type(translate(caught.value, URL)) is ours
