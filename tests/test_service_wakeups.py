"""The alarm clock loses no alarm."""

from __future__ import annotations

import asyncio

from pipeline.service.wakeups import WakeUps


async def test_an_alarm_set_anew_while_it_rings_rings_again_each_time() -> None:
    rung: list[str] = []
    all_rung = asyncio.Event()

    async def ring(name: str) -> None:
        rung.append(name)
        if len(rung) < 200:
            wakeups.set(name, 0)
            await asyncio.sleep(0.001)  # still ringing when the next one is due
        else:
            all_rung.set()

    wakeups = WakeUps(ring)
    wakeups.start()
    wakeups.set("one", 0)
    await asyncio.wait_for(all_rung.wait(), 30)
    wakeups.stop()
    assert rung == ["one"] * 200
