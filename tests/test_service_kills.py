"""K4: the running service, killed at any moment: nothing acknowledged is lost, nothing is there twice.

`WARRAQ_KILLS=220` asks for more kills than the daily run has time for.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from pathlib import Path
from typing import Final

from tests.newsroom import check_consistent, open_newsroom, title_of
from tests.test_kill import STORIES, check_acknowledged, publish, text_of, wait_for_requests
from tests.zygote import SITES, open_zygote

KILLS: Final = int(os.environ.get("WARRAQ_KILLS", "15"))
MOST_ASKED: Final = 60
"""Requests until a kill, at most: two rounds of both sites."""


def test_k4_a_service_killed_at_random_points_loses_and_doubles_nothing(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311
    acknowledged: Counter[str] = Counter()
    with open_newsroom(tmp_path, *SITES) as room, open_zygote() as zygote:
        for number in range(KILLS):
            publish(room, edition=number // 5)
            victim = zygote.start(room.archive, room.server.port, work="serve")
            if number % 5:  # every fifth may hit the start itself
                wait_for_requests(chance.randint(1, MOST_ASKED), room)
            time.sleep(chance.uniform(0, 0.03))
            acknowledged.update(victim.kill())
            if number % 10 == 9:
                check_acknowledged(room, acknowledged)
                check_consistent(room)
        edition = KILLS // 5 + 1
        publish(room, edition)
        victim = zygote.start(room.archive, room.server.port, work="serve")
        wait_for_requests(6 * MOST_ASKED, room)
        acknowledged.update(victim.kill())
        check_acknowledged(room, acknowledged)
        check_consistent(room)
        everything = [number for numbers in STORIES.values() for number in numbers]
        found = dict(room.rows("SELECT title, body FROM articles"))
        assert found == {title_of(number): "\n".join(text_of(number, edition)) for number in everything}
        assert room.column("SELECT count(*) FROM articles") == [len(everything)]
    assert acknowledged.total() > KILLS
    assert {told.split()[0] for told in acknowledged} >= {"new", "updated", "unchanged", "read"}
