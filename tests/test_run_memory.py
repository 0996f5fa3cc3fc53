"""Site memory end to end: a real server, children and archive; later pages are cleaner for the earlier ones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.site_memory import from_json
from pipeline.store import Archive
from tests.courier import FURNITURE, STORIES, body_of, page, title_of
from tests.newsroom import Newsroom, check_consistent, make_site, open_newsroom

PAPER = "Sandholm Gazette & Courier"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with open_newsroom(tmp_path, make_site(rules={}, recheck=["0s"])) as newsroom:
        for number in STORIES:
            newsroom.on(f"/news/{number}", page(number))
        yield newsroom


def article(room: Newsroom, number: int) -> tuple[str, str, dict[str, str]]:
    [(title, body, provenance)] = room.rows(
        "SELECT title, body, provenance FROM articles WHERE url LIKE ?", f"%/news/{number}"
    )
    return title, body, json.loads(provenance)


async def test_the_next_page_is_cleaner_for_the_first_ones(room: Newsroom) -> None:
    await room.fetch("/news/1")
    title, body, provenance = article(room, 1)
    assert title == f"{title_of(1)} - {PAPER}"
    assert set(FURNITURE) < set(body.split("\n"))
    assert provenance["body"] == "heuristic"

    await room.fetch("/news/2")
    title, body, provenance = article(room, 2)
    assert (title, body) == (title_of(2), body_of(2))
    assert provenance["body"] == "heuristic+site-memory"
    assert provenance["title"].endswith("+site-memory")
    assert room.rows("SELECT site, pages FROM site_memory") == [("one", 2)]
    check_consistent(room)


async def test_a_page_that_is_read_better_has_not_been_edited(room: Newsroom) -> None:
    await room.fetch("/news/1")
    await room.fetch("/news/2", "/news/3")
    room.clock.advance(hours=1)
    await room.fetch("/news/1")
    assert article(room, 1)[:2] == (title_of(1), body_of(1))
    assert room.outcomes()[-1] == ("/news/1", "unchanged")
    assert room.rows("SELECT * FROM versions") == []
    assert room.column("SELECT pages FROM site_memory") == [3]


async def test_an_edit_of_a_page_that_is_read_better_is_seen_as_one(room: Newsroom) -> None:
    await room.fetch("/news/1")
    await room.fetch("/news/2")
    room.on(
        "/news/1", page(1, lines=(*STORIES[1][1], "The piano, it turned out on arrival, had been meant for Brekke."))
    )
    room.clock.advance(hours=1)
    await room.fetch("/news/1")
    assert room.outcomes()[-1] == ("/news/1", "updated")
    assert article(room, 1)[1] == f"{body_of(1)}\nThe piano, it turned out on arrival, had been meant for Brekke."


async def test_the_same_runs_over_the_same_pages_give_the_same_archive(room: Newsroom, tmp_path: Path) -> None:
    archives = []
    for name in ("first", "second"):
        room.folder = tmp_path / name
        room.folder.mkdir()
        for number in STORIES:
            await room.fetch(f"/news/{number}")
        told = room.rows("SELECT title, body, provenance FROM articles ORDER BY url")
        archives.append((told, room.rows("SELECT site, pages, memory FROM site_memory")))
    assert archives[0] == archives[1]


async def test_within_one_run_a_new_site_is_learned_too(room: Newsroom) -> None:
    await room.fetch(*(f"/news/{number}" for number in STORIES))
    with Archive.open(room.archive) as archive:
        known = from_json(archive.site_memory("one"))
    assert known.pages == len(STORIES)
    assert sorted(known.texts.values()) == [4] * (len(FURNITURE) + 1)  # and the paper's name behind every title


async def test_a_wall_shown_for_every_page_teaches_nothing(room: Newsroom) -> None:
    wall = "".join(f"<p>{line}</p>" for line in (*FURNITURE, *FURNITURE[:1]))
    for number in range(10, 16):
        room.on(f"/news/{number}", f"<title>Please take the paper</title><div>{wall}</div>")
    await room.fetch(*(f"/news/{number}" for number in range(10, 16)))
    assert room.column("SELECT pages FROM site_memory") == [1]
    [memory] = room.column("SELECT memory FROM site_memory")
    assert from_json(memory).texts == {}
