"""K1-K4: a run killed at any moment leaves each page wholly done or wholly not done, and the next run ends it."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from pipeline.store import Archive
from tests.badserver import STALL, Asked, Step, answer, head, script
from tests.newsroom import XML, Newsroom, body_of, check_consistent, feed, open_newsroom, page, ticker_of, title_of
from tests.zygote import (
    ROOT,
    RUN_ALONE,
    SITES,
    Victim,
    Zygote,
    children_of,
    is_alive,
    open_zygote,
    wait_until_armed,
    wait_until_gone,
)

STORIES = {"one": range(1, 16), "two": range(16, 31)}
KILLS = 100
MOST_ASKED = 32
"""Requests until a kill, at most: as many as a whole run makes, whose last pages are then being read and stored."""


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with open_zygote() as running:
        yield running


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with open_newsroom(tmp_path, *SITES) as newsroom:
        publish(newsroom, edition=0)
        yield newsroom


def publish(room: Newsroom, edition: int) -> None:
    """All stories as they read in an edition; half of each site's are found by its feed, the rest by tickers."""
    for site_id, numbers in STORIES.items():
        room.on("/rss", feed(*numbers[::2], site_id=site_id), *XML, site_id=site_id)
        for number in numbers:
            ticker = ticker_of(*numbers[number % 5 :: 3], numbers[-1], numbers[-2])
            room.on(f"/news/{number}", page(number, body=text_of(number, edition), main=ticker), site_id=site_id)


def text_of(number: int, edition: int) -> list[str]:
    return [*body_of(number), f"هذه هي الطبعة رقم {edition} من الخبر."] if edition else body_of(number)


def has(room: Newsroom, query: str) -> bool:
    return bool(room.rows(query))


def wait_until(has_come: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 60
    while not has_come():
        assert time.monotonic() < end, f"this never came: {what}"
        time.sleep(0.001)


def wait_for(path: str, room: Newsroom) -> None:
    wait_until(lambda: path in room.server.paths(), path)


def wait_for_requests(count: int, room: Newsroom) -> None:
    """Until so many more requests have come: by work done, not by time, so that a slow machine kills as far on."""
    wanted = len(room.server.asked) + count
    wait_until(lambda: len(room.server.asked) >= wanted, f"{count} more requests")


def check_acknowledged(room: Newsroom, acknowledged: Counter[str]) -> None:
    stored = Counter(room.column("SELECT reason || ' ' || url FROM outcomes JOIN links ON links.id = link_id"))
    assert acknowledged <= stored, acknowledged - stored


@pytest.mark.parametrize("seed", [1, 2])
def test_k4_kills_at_random_points_lose_and_double_nothing(room: Newsroom, zygote: Zygote, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    acknowledged: Counter[str] = Counter()
    for number in range(KILLS):
        publish(room, edition=number // 3)
        victim = zygote.start(room.archive, room.server.port)
        if number % 5:  # every fifth may hit the start itself
            wait_for_requests(chance.randint(1, MOST_ASKED), room)
        time.sleep(chance.uniform(0, 0.03))
        acknowledged.update(victim.kill())
        if number % 10 == 9:
            check_acknowledged(room, acknowledged)
            check_consistent(room)
    assert acknowledged.total() > KILLS
    assert {told.split()[0] for told in acknowledged} >= {"new", "updated", "unchanged", "read"}


async def test_k4_after_kills_a_run_completes_with_exactly_the_right_articles(room: Newsroom, zygote: Zygote) -> None:
    acknowledged: Counter[str] = Counter()
    for count in (1, 20, 3, 7, 12, 5, 30, 2):
        victim = zygote.start(room.archive, room.server.port)
        wait_for_requests(count, room)
        acknowledged.update(victim.kill())
    publish(room, edition=7)
    await room.fetch(look_now=True)
    check_acknowledged(room, acknowledged)
    check_consistent(room)
    everything = [number for numbers in STORIES.values() for number in numbers]
    found = dict(room.rows("SELECT title, body FROM articles"))
    assert found == {title_of(number): "\n".join(text_of(number, 7)) for number in everything}
    assert room.column("SELECT count(*) FROM articles") == [len(everything)]
    assert room.column("SELECT count(*) FROM article_urls") == [len(everything)]
    taught = [(site_id, len(numbers)) for site_id, numbers in STORIES.items()]
    assert room.rows("SELECT site, pages FROM site_memory ORDER BY site") == taught  # each page once, with its article
    assert room.column("SELECT count(*) FROM runs WHERE finished_at IS NOT NULL") >= [1]


def test_k4_kills_while_an_archive_is_made_leave_one_that_can_be_opened(
    room: Newsroom, zygote: Zygote, tmp_path: Path
) -> None:
    chance = random.Random(5)  # noqa: S311
    for number in range(20):
        room.folder = tmp_path / str(number)
        room.folder.mkdir()
        acknowledged: Counter[str] = Counter()
        for _ in range(2):
            victim = zygote.start(room.archive, room.server.port)
            time.sleep(chance.uniform(0, 0.06))
            acknowledged.update(victim.kill())
        Archive.open(room.archive).close()
        check_acknowledged(room, acknowledged)
        check_consistent(room)


async def test_k1_a_page_whose_body_was_under_way_is_fetched_again(room: Newsroom, zygote: Zygote) -> None:
    room.on("/news/1", script(head(200, "Content-Length: 9999") + b"<html><h1>half", STALL), site_id="one")
    victim = zygote.start(room.archive, room.server.port)
    wait_for("/news/1", room)
    victim.kill()
    check_nothing_of(room, "/news/1")
    publish(room, edition=0)
    await room.fetch(look_now=True)
    assert room.titles().count(title_of(1)) == 1
    assert [reason for path, reason in room.outcomes() if path == "/news/1"] == ["new"]


async def test_k2_k3_a_page_that_was_being_read_is_not_stored_and_its_child_dies_too(
    room: Newsroom, zygote: Zygote
) -> None:
    victims: list[Victim] = []

    def stop_children(asked: Asked) -> Iterator[Step]:
        for pid in victims[0].children():
            wait_until_armed(pid)  # a child stopped in its first moments could not yet notice its owner's death
            os.kill(pid, signal.SIGSTOP)
        yield from answer(page(1))(asked)

    room.on("/news/1", stop_children, site_id="one")
    victims.append(zygote.start(room.archive, room.server.port))
    wait_for("/news/1", room)
    time.sleep(0.3)  # noqa: ASYNC251 the whole page has come by now, and waits for a child that does not move
    victims[0].kill()
    check_nothing_of(room, "/news/1")
    publish(room, edition=0)
    await room.fetch(look_now=True)
    assert room.titles().count(title_of(1)) == 1
    check_consistent(room)


def check_nothing_of(room: Newsroom, path: str) -> None:
    """The page is as it was before it was asked for: due, never fetched, in no table but `links`."""
    assert path not in [told for told, _ in room.outcomes()]
    [(is_due, fetched, failures)] = room.rows(
        "SELECT next_due IS NOT NULL, last_fetched, failures FROM links WHERE url LIKE ?", f"%one.example{path}"
    )
    assert (is_due, fetched, failures) == (1, None, 0)
    assert not has(room, f"SELECT 1 FROM captures WHERE url LIKE '%one.example{path}'")  # noqa: S608


def test_k2_the_fork_server_and_the_children_die_with_their_owner(room: Newsroom) -> None:
    for _ in range(3):
        order = json.dumps({"archive": str(room.archive), "port": room.server.port})
        command = [sys.executable, "-c", RUN_ALONE, order]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT) as owner:
            wait_for_requests(20, room)
            helpers = children_of(owner.pid)
            parsing = [child for pid in helpers for child in children_of(pid)]
            owner.kill()
        assert (len(helpers), len(parsing)) == (2, 2)  # the fork server and multiprocessing's resource tracker
        wait_until_gone(partial(those_alive, helpers + parsing))
        check_consistent(room)


def those_alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if is_alive(pid)]
