"""What handing a page to a child costs the owner, beside pebble's pool: `python -m bench.worker`."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import time
from collections.abc import Awaitable, Callable

from pebble import ProcessPool

from bench.tasks import end_child, measure_size
from pipeline.errors import ParseCrashed
from pipeline.worker import Workers

CALLS = 2000
BODY = os.urandom(100_000)  # about the size of a news page
CHILDREN = 2
AT_ONCE = 8
ROUNDS = 3
RESTARTS = 20

Call = Callable[[Callable[[bytes], int], bytes], Awaitable[int]]


async def time_calls(name: str, call: Call) -> float:
    """Print and return the owner's CPU milliseconds per call."""
    await call(measure_size, BODY)
    places = asyncio.Semaphore(AT_ONCE)

    async def call_once() -> None:
        async with places:
            assert await call(measure_size, BODY) == len(BODY)  # noqa: S101 - a wrong answer voids the figure

    rounds = []
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(call_once() for _ in range(CALLS)))
        rounds.append((time.process_time() - cpu, time.perf_counter() - wall))
    cpu, wall = (1000 * seconds / CALLS for seconds in min(rounds))
    print(f"{name:<24} {wall:.3f} ms wall  {cpu:.3f} ms owner CPU per call (best of {ROUNDS} rounds)")
    return cpu


async def time_workers() -> float:
    """Our own children."""
    async with Workers(count=CHILDREN, wall=10, cpu=10, memory=2**30, preload=["bench.tasks"]) as workers:
        cpu = await time_calls("pipeline.worker", workers.call)
        started = time.perf_counter()
        for _ in range(RESTARTS):
            try:
                await workers.call(end_child)
            except ParseCrashed:
                continue
        print(f"{'death and restart':<24} {1000 * (time.perf_counter() - started) / RESTARTS / 2:.1f} ms each")
    return cpu


async def time_pebble() -> float:
    """One pebble pool for all calls."""
    pool = ProcessPool(CHILDREN, context=multiprocessing.get_context("forkserver"))

    async def call(function: Callable[[bytes], int], body: bytes) -> int:
        return await asyncio.wrap_future(pool.schedule(function, args=(body,), timeout=10))

    try:
        return await time_calls("pebble.ProcessPool", call)
    finally:
        pool.close()  # type: ignore[no-untyped-call]
        await asyncio.to_thread(pool.join)


async def main() -> None:
    """Both, and their ratio."""
    ours, theirs = await time_workers(), await time_pebble()
    print(f"{'ratio':<24} {ours / theirs:.2f} of pebble's owner CPU")


if __name__ == "__main__":
    asyncio.run(main())
