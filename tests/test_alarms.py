"""Alarms through real runs on a real server: changed layouts, feeds with other content, quiet and broken sources."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline import alarms
from pipeline import app as composition
from pipeline.alarms import Asked, deliver, mute_wish
from pipeline.errors import InputError
from pipeline.reparsing import Chosen
from pipeline.sites import Notify
from pipeline.store import Archive
from tests.badserver import answer
from tests.newsroom import (
    RULES,
    XML,
    Newsroom,
    address,
    body_of,
    item,
    make_site,
    open_newsroom,
    rss,
    ticker_of,
    title_of,
)

GOOD = range(1, 31)
BAD = range(31, 51)


def old_layout(number: int) -> str:
    text = "".join(f"<p>{line}</p>" for line in body_of(number) * 3)
    return (
        f'<html lang="ar"><head><title>{title_of(number)}</title></head><body>{ticker_of(1, 2, 3)}'
        f'<h1>{title_of(number)}</h1><span class="paper">الجسر اليوم</span>'
        f'<time datetime="2026-03-01T10:{number % 60:02}:00Z">اليوم</time>'
        f"<article>{text}</article></body></html>"
    )


def new_layout(number: int) -> str:
    """The title has moved, the date is gone from where it stood."""
    text = "".join(f"<p>{line}</p>" for line in body_of(number) * 3)
    return (
        f'<html lang="ar"><head><title>{title_of(number)}</title></head><body>{ticker_of(1, 2, 3)}'
        f'<h2 class="headline">{title_of(number)}</h2>'
        f'<span class="paper">الجسر اليوم</span><div class="when" data-at="2026-03-02T10:{number % 60:02}:00Z"></div>'
        f"<article>{text}</article></body></html>"
    )


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with open_newsroom(tmp_path, make_site(recheck=(), aliases=("casino.example",))) as opened:
        yield opened


def publish(room: Newsroom, numbers: range, layout: Any = old_layout) -> None:
    for number in numbers:
        room.on(f"/news/{number}", layout(number))
    room.on("/rss", rss(item(number, date=None) for number in [*numbers][-40:]), *XML)


def open_alarms(room: Newsroom) -> list[tuple[Any, ...]]:
    return room.rows("SELECT kind, site, source, fields, resolved_by FROM alarms ORDER BY id")


async def break_layout(room: Newsroom) -> None:
    publish(room, GOOD)
    await room.fetch()
    assert open_alarms(room) == []
    publish(room, range(21, 51), lambda number: old_layout(number) if number <= 30 else new_layout(number))
    room.clock.advance(hours=1)
    await room.fetch()


async def test_h15_a_changed_layout_raises_one_alarm_within_20_pages_and_a_mended_rule_with_reparse_ends_it(
    room: Newsroom,
) -> None:
    await break_layout(room)
    [(kind, site, source, fields, resolved_by)] = open_alarms(room)
    assert (kind, site, source, resolved_by) == ("layout", "one", "", None)
    assert {"title", "published"} <= set(json.loads(fields))
    [(good, bad, detail)] = room.rows(
        "SELECT g.url, b.url, detail FROM alarms JOIN captures g ON g.id = last_good_capture_id"
        " JOIN captures b ON b.id = first_bad_capture_id"
    )
    assert int(good.rsplit("/")[-1]) <= 30 < int(bad.rsplit("/")[-1])
    assert "site:css" in detail
    assert "heuristic: «" in detail
    assert "now: nothing" in detail

    rules = {**RULES, "title": ["h1", "h2.headline"]}
    rules["published"] = [RULES["published"], {"css": ".when", "attr": "data-at"}]
    room.sites[0] = make_site(recheck=(), rules=rules)
    _, done = await composition.reparse(room.app, Chosen("one"), is_dry=False)
    assert done.changed == len(BAD)
    assert [row[4] for row in open_alarms(room)] == ["reparse"]
    assert room.column("SELECT count(*) FROM articles WHERE published IS NULL") == [0]

    publish(room, range(41, 61), new_layout)
    room.clock.advance(hours=1)
    await room.fetch()
    assert len(open_alarms(room)) == 1


async def test_an_alarm_ends_by_itself_when_the_pages_are_as_before(room: Newsroom) -> None:
    await break_layout(room)
    publish(room, range(51, 71))
    room.clock.advance(hours=1)
    await room.fetch()
    assert [row[4] for row in open_alarms(room)] == ["itself"]


async def test_a_released_alarm_makes_the_new_layout_the_usual_one(room: Newsroom) -> None:
    await break_layout(room)
    assert await composition.answer_alarm(room.app, Asked("release", 1))
    assert [row[4] for row in open_alarms(room)] == ["person"]
    publish(room, range(51, 91), new_layout)
    room.clock.advance(hours=1)
    await room.fetch()
    assert len(open_alarms(room)) == 1


WALL = (
    "<html><head><title>Your privacy</title></head><body><h1>Your privacy</h1><p>We and our partners store and/or "
    "access information on a device, such as cookies. Accept all cookies to continue.</p></body></html>"
)


async def test_h10_a_site_behind_a_wall_keeps_its_articles_and_raises_one_alarm(tmp_path: Path) -> None:
    with open_newsroom(tmp_path, make_site(recheck=(timedelta(hours=1), timedelta(hours=9)))) as room:
        publish(room, GOOD)
        await room.fetch()
        before = room.rows("SELECT title, body, published FROM articles ORDER BY id")
        publish(room, GOOD, lambda number: WALL)
        room.clock.advance(hours=1)
        summary = await room.fetch()
        assert summary.pages == {"consent_wall": 30}
        assert room.rows("SELECT title, body, published FROM articles ORDER BY id") == before
        assert room.column("SELECT count(*) FROM versions") == [0]
        assert room.column("SELECT count(*) FROM outcomes WHERE reason = 'consent_wall' AND capture_id IS NULL") == [0]
        assert room.column("SELECT count(*) FROM links WHERE article_id IS NOT NULL AND next_due IS NULL") == [0]
        [(kind, _, _, fields, _)] = open_alarms(room)
        assert (kind, json.loads(fields)) == ("layout", ["article"])
        assert "consent_wall" in room.column("SELECT detail FROM alarms")[0]


async def test_a_refusal_by_an_anti_robot_service_is_told_from_other_errors(room: Newsroom) -> None:
    publish(room, range(1, 3))
    room.on("/news/1", answer("<html>blocked</html>", "cf-mitigated: challenge", status=403))
    room.on("/news/2", answer("<html>no</html>", status=403))
    await room.fetch()
    assert dict(room.outcomes())["/news/1"] == "challenged"
    assert dict(room.outcomes())["/news/2"] == "bad_status"


# Feeds.


async def settle(room: Newsroom, looks: int = 4) -> None:
    """Looks enough for the feed's habits to be known."""
    for look in range(looks):
        numbers = range(1 + look, 21 + look)
        publish(room, numbers)
        await room.fetch(look_now=True)
        room.clock.advance(hours=1)


STRANGE = {
    "other hosts": rss(item(n, url=f"http://casino.example/{n}") for n in range(20)),
    "another language": rss(
        f"<item><title>The council opens bridge number {n} over the river today</title>"
        f"<link>{address(f'/en/{n}')}</link></item>"
        for n in range(20)
    ),
    "all old items at new addresses": rss(
        item(n, url=address(f"/2026/story-{n}.html"), date=None) for n in range(4, 24)
    ),
    "all items new and old": rss(item(n, date=None) for n in range(500, 520)),
}


@pytest.mark.parametrize("name", STRANGE)
async def test_f13_a_feed_that_serves_other_content_is_held_back_and_goes_on_when_it_recovers(
    room: Newsroom, name: str
) -> None:
    await settle(room)
    known = room.column("SELECT count(*) FROM links")
    room.on("/rss", STRANGE[name], *XML)
    summary = await room.fetch(look_now=True)
    assert summary.sources == {"held_back": 1}
    assert room.column("SELECT count(*) FROM links") == known
    assert [row[:3] for row in open_alarms(room)] == [("feed", "one", "feed")]
    room.clock.advance(hours=1)
    await room.fetch(look_now=True)
    assert len(open_alarms(room)) == 1

    publish(room, range(5, 25))
    room.clock.advance(hours=1)
    summary = await room.fetch(look_now=True)
    assert summary.new_links == 1
    assert [row[4] for row in open_alarms(room)] == ["itself"]


async def test_a_person_releases_a_feed_that_has_moved_for_good(room: Newsroom) -> None:
    await settle(room)
    for n in range(20):
        room.on(f"/2026/{n}", old_layout(900 + n))
    room.on("/rss", rss(item(n, url=address(f"/2026/{n}"), date=None) for n in range(20)), *XML, "ETag: v2")
    await room.fetch(look_now=True)
    assert room.column("SELECT title FROM open_alarms") == [
        "one/feed suddenly serves other content: nothing of it is taken"
    ]
    assert await composition.answer_alarm(room.app, Asked("release", 1))
    summary = await room.fetch(look_now=True)
    assert summary.new_links == 20


async def test_a_feed_after_a_long_sleep_is_not_held_back_for_having_only_new_items(room: Newsroom) -> None:
    await settle(room)
    room.clock.advance(days=9)
    later = room.clock.now - timedelta(hours=2)
    for number in range(300, 320):
        room.on(f"/news/{number}", old_layout(number))
    room.on("/rss", rss(item(number, date=later) for number in range(300, 320)), *XML)
    summary = await room.fetch()
    assert summary.sources == {"read": 1}
    assert open_alarms(room) == []


async def test_f9_a_login_page_as_feed_raises_one_alarm_after_two_looks(room: Newsroom) -> None:
    await settle(room)
    room.on("/rss", "<html><h1>Log in</h1><input type=password></html>")
    for looks in range(1, 5):
        summary = await room.fetch(look_now=True)
        assert summary.sources == {"not_a_feed": 1}
        assert len(open_alarms(room)) == (looks > 1)
        room.clock.advance(hours=1)
    publish(room, range(5, 25))
    await room.fetch(look_now=True)
    assert [(row[0], row[4]) for row in open_alarms(room)] == [("source", "itself")]


async def test_a_source_that_has_gone_quiet_raises_one_alarm_and_its_next_news_ends_it(room: Newsroom) -> None:
    for number in range(1, 20):
        publish(room, range(max(1, number - 5), number + 1))
        await room.fetch(look_now=True, max_pages=0)
        room.clock.advance(hours=5)
    for _ in range(30):
        await room.fetch(look_now=True, max_pages=0)
        room.clock.advance(hours=5)
    assert [row[:3] for row in open_alarms(room)] == [("quiet", "one", "feed")]
    publish(room, range(14, 21))
    await room.fetch(look_now=True, max_pages=0)
    assert [row[4] for row in open_alarms(room)] == ["itself"]


async def test_a_source_that_was_not_looked_at_is_not_quiet(room: Newsroom) -> None:
    for number in range(1, 20):
        publish(room, range(max(1, number - 5), number + 1))
        await room.fetch(look_now=True, max_pages=0)
        room.clock.advance(hours=5)
    room.clock.advance(days=60)
    await room.fetch(look_now=True, max_pages=0)
    assert open_alarms(room) == []


# People.


async def test_what_people_say_while_another_program_writes_is_heard_in_its_round(room: Newsroom) -> None:
    await break_layout(room)
    with Archive.open(room.archive) as archive:
        assert not await composition.answer_alarm(room.app, Asked("ack", 1))
        assert room.column("SELECT acked_at FROM alarms") == [None]
        assert await deliver(archive, Notify(), None) == []
    assert room.column("SELECT acked_at IS NOT NULL FROM alarms") == [1]
    assert list(room.folder.glob("*.alarms*")) == []


async def test_wishes_that_a_kill_left_half_taken_are_taken_in(room: Newsroom) -> None:
    await break_layout(room)
    alarms.leave(room.archive, [Asked("ack", 1)])
    asked = room.folder / "archive.db.alarms"
    asked.rename(room.folder / "archive.db.alarms.taken")
    alarms.leave(room.archive, [mute_wish("one/feed", room.clock.now + timedelta(days=1))])
    with Archive.open(room.archive) as archive:
        assert await alarms.take_asked(archive) == 1
        assert await alarms.take_asked(archive) == 1
    assert room.column("SELECT acked_at IS NOT NULL FROM alarms") == [1]
    assert room.rows("SELECT site, source FROM alarm_mutes") == [("one", "feed")]


async def test_an_alarm_that_is_not_there_is_said_so(room: Newsroom) -> None:
    await break_layout(room)
    with pytest.raises(InputError, match="no alarm 77"):
        await composition.answer_alarm(room.app, Asked("release", 77))
