"""Pages/s of `pipeline.fetch.Fetcher` against a bare httpx+aiohttp loop, same server, same run.

    python -m bench.fetch [--pages 3000] [--hosts 16] [--rounds 5]

The server is its own process (aiohttp.web) with pages of about 60 kB, gzip-encoded as news sites send them, so that
both sides inflate; each host has one connection and one request at a time, no pause. The two take turns, round by
round; the ratio is of their best rounds. On two cores the server has the other one.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gzip
import json
import multiprocessing
import os
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from multiprocessing.connection import Connection

import aiohttp
import httpx
from aiohttp import web
from httpx_aiohttp import AiohttpTransport

from pipeline.fetch import Fetcher, Policy
from pipeline.guard import Guard, GuardedResolver
from pipeline.models import Request
from pipeline.sites import Limits, Network, Politeness, Settings

PARAGRAPH = "<p>أعلنت وزارة الشباب عن برنامج جديد للمكتبات العمومية في المدن الصغرى، number {}.</p>\n"


def main() -> None:
    """Measure and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=int, default=3000)
    parser.add_argument("--hosts", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with serve_pages() as port:
        print(json.dumps(asyncio.run(compare(port, options.pages, options.hosts, options.rounds))))


@contextlib.contextmanager
def serve_pages() -> Iterator[int]:
    """A page server in a process of its own; yields its port."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    server.start()
    try:
        yield ours.recv()
    finally:
        server.terminate()
        server.join()


def _serve(tell: Connection) -> None:
    page = ("<html><head><meta charset=utf-8></head>" + "".join(map(PARAGRAPH.format, range(400)))).encode()
    packed = gzip.compress(page)
    headers = {"Content-Encoding": "gzip", "Content-Type": "text/html; charset=utf-8", "ETag": '"1"'}

    async def give(request: web.Request) -> web.Response:
        return web.Response(body=packed, headers=headers)

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/page/{number}", give)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        tell.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(run())


async def compare(port: int, pages: int, hosts: int, rounds: int) -> dict[str, float]:
    """Pages/s of both, the better of their rounds, and ours over theirs."""
    _keep_one_core()
    names = [f"site{number}.example" for number in range(hosts)]
    connect_to = dict.fromkeys(names, ("127.0.0.1", port))
    settings = Settings(
        network=Network(allow_loopback=True),
        politeness=Politeness(delay=timedelta(0), hosts_at_once=hosts),
        limits=Limits(retries=0),
    )
    guard = Guard(allow_loopback=True)
    connector = aiohttp.TCPConnector(resolver=GuardedResolver(guard, connect_to), limit=0)
    session = aiohttp.ClientSession(connector=connector)
    best: dict[str, float] = {}
    async with (
        Fetcher(settings, connect_to=connect_to) as fetcher,
        httpx.AsyncClient(transport=AiohttpTransport(client=session), trust_env=False) as client,
    ):

        async def ours(url: str) -> int:
            return len((await fetcher.fetch(Request(url), Policy(delay=0.0))).body)

        async def bare(url: str) -> int:
            return len((await client.get(url)).content)

        for _ in range(rounds):
            for name, get in (("bare", bare), ("fetcher", ours)):
                best[name] = max(best.get(name, 0.0), await _pages_per_second(get, names, pages))
    return {**{name: round(rate, 1) for name, rate in best.items()}, "ratio": round(best["fetcher"] / best["bare"], 3)}


def _keep_one_core() -> None:
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[:1])


async def _pages_per_second(get: Callable[[str], Awaitable[int]], names: list[str], pages: int) -> float:
    async def visit(name: str) -> None:
        for number in range(pages // len(names)):
            if await get(f"http://{name}/page/{number}") < 10_000:
                raise RuntimeError("the server did not give its page")

    started = time.perf_counter()
    await asyncio.gather(*(visit(name) for name in names))
    return pages // len(names) * len(names) / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
