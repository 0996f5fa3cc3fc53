"""Turns: one at a time per host, pauses, several hosts side by side, nothing left behind."""

from __future__ import annotations

import asyncio

import pytest

from pipeline.throttle import SWEEP_ABOVE, Throttle


class FakeTime:
    """A clock that moves when somebody sleeps, to the earliest waker, once everybody else is waiting too."""

    def __init__(self) -> None:
        self.now = 0.0
        self._wakers: list[tuple[float, asyncio.Future[None]]] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        waker = asyncio.get_running_loop().create_future()
        self._wakers.append((self.now + seconds, waker))
        await waker

    async def run(self, *tasks: asyncio.Task[None]) -> None:
        """Let time pass until all tasks are done."""
        while not all(task.done() for task in tasks):
            for _ in range(20):
                await asyncio.sleep(0)
            if self._wakers:
                self._wakers.sort(key=lambda entry: entry[0])
                self.now, waker = self._wakers.pop(0)
                if not waker.done():
                    waker.set_result(None)
        await asyncio.gather(*tasks)


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


def make(time: FakeTime, delay: float = 2.0, hosts_at_once: int = 4) -> Throttle:
    return Throttle(delay, hosts_at_once, clock=time.clock, sleep=time.sleep)


async def test_a_host_is_asked_once_at_a_time_with_a_pause_from_end_to_start(time: FakeTime) -> None:
    throttle, log = make(time), []

    async def ask(number: int) -> None:
        async with throttle.turn("news.example"):
            log.append((number, time.now))
            await time.sleep(1.0)

    await time.run(*(asyncio.create_task(ask(number)) for number in range(4)))
    assert log == [(0, 0.0), (1, 3.0), (2, 6.0), (3, 9.0)]


async def test_each_turn_may_ask_for_its_own_pause(time: FakeTime) -> None:
    throttle, log = make(time), []

    async def ask() -> None:
        for delay in (None, 7.0, 0.0, None):
            async with throttle.turn("news.example", delay):
                log.append(time.now)

    await time.run(asyncio.create_task(ask()))
    assert log == [0.0, 7.0, 7.0, 9.0]


async def test_hosts_go_side_by_side_up_to_the_cap(time: FakeTime) -> None:
    throttle = make(time, hosts_at_once=3)
    under_way, most = 0, 0

    async def ask(host: int) -> None:
        nonlocal under_way, most
        async with throttle.turn(f"h{host}.example"):
            under_way += 1
            most = max(most, under_way)
            await time.sleep(1.0)
            under_way -= 1

    await time.run(*(asyncio.create_task(ask(host)) for host in range(9)))
    assert most == 3
    assert time.now == 3.0


async def test_a_host_that_pauses_does_not_hold_a_place(time: FakeTime) -> None:
    throttle, log = make(time, delay=100.0, hosts_at_once=1), []

    async def ask(host: str, times: int) -> None:
        for _ in range(times):
            async with throttle.turn(host):
                log.append((host, time.now))

    await time.run(asyncio.create_task(ask("a", 2)), asyncio.create_task(ask("b", 1)))
    assert log == [("a", 0.0), ("b", 0.0), ("a", 100.0)]


async def test_turns_are_given_first_come_first_served(time: FakeTime) -> None:
    throttle, log = make(time, delay=0.0, hosts_at_once=1), []

    async def ask(number: int) -> None:
        async with throttle.turn(f"h{number % 3}.example"):
            log.append(number)
            await time.sleep(1.0)

    await time.run(*(asyncio.create_task(ask(number)) for number in range(9)))
    assert [[number for number in log if number % 3 == host] for host in range(3)] == [[0, 3, 6], [1, 4, 7], [2, 5, 8]]


async def test_a_turn_that_fails_still_ends_and_is_still_paused_after(time: FakeTime) -> None:
    throttle, log = make(time), []

    async def ask() -> None:
        with pytest.raises(ValueError, match="broken"):
            async with throttle.turn("news.example"):
                raise ValueError("broken")
        async with throttle.turn("news.example"):
            log.append(time.now)

    await time.run(asyncio.create_task(ask()))
    assert log == [2.0]


@pytest.mark.parametrize("stage", ["the lock", "the pause", "a place", "the turn"])
async def test_n18_cancelled_waiters_leave_nothing_locked(time: FakeTime, stage: str) -> None:
    throttle = make(time, hosts_at_once=1)
    first = "other.example" if stage == "a place" else "news.example"

    async def hold() -> None:
        async with throttle.turn(first):
            await time.sleep(0.0 if stage == "the pause" else 50.0)

    async def ask() -> None:
        async with throttle.turn("news.example"):
            await time.sleep(10.0)

    holder = asyncio.create_task(hold()) if stage != "the turn" else asyncio.create_task(asyncio.sleep(0))
    if stage == "the pause":
        await time.run(holder)
    await asyncio.sleep(0)
    waiters = [asyncio.create_task(ask()) for _ in range(3)]
    for _ in range(10):
        await asyncio.sleep(0)
    for waiter in waiters:
        waiter.cancel()
    ended = await asyncio.gather(*waiters, return_exceptions=True)
    assert all(isinstance(end, asyncio.CancelledError) for end in ended)
    await time.run(holder, asyncio.create_task(ask()))
    assert all(state.users == 0 and not state.lock.locked() for state in throttle._hosts.values())
    assert not throttle._slots.locked()


async def test_idle_hosts_are_forgotten(time: FakeTime) -> None:
    throttle = make(time, delay=0.0)
    for number in range(SWEEP_ABOVE * 5):
        time.now += 10.0
        async with throttle.turn(f"h{number}.example"):
            pass
    assert len(throttle._hosts) <= SWEEP_ABOVE + 1
