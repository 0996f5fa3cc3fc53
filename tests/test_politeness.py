"""The politeness ledger: every request with its reason, and every promise kept; `why` reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline import politeness, query
from pipeline.cli import cli
from pipeline.politeness import HostView, LinkView, forbidding_rule
from pipeline.store.files import open_writer
from pipeline.store.request_reading import RobotsLine
from tests.badserver import answer, in_turn, redirect
from tests.newsroom import Newsroom, address, host_of, make_site, open_newsroom, page

FAR = timedelta(days=365)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    delay = {"delay": timedelta(milliseconds=40)}
    with open_newsroom(
        tmp_path, make_site("one", every="15m", recheck=["1h"]), politeness=delay, retries=1
    ) as newsroom:
        yield newsroom


def made(room: Newsroom) -> list[tuple[object, ...]]:
    return room.rows(
        "SELECT why, try, hop, coalesce(requests.url, links.url), status, is_conditional FROM requests"
        " LEFT JOIN links ON links.id = link_id ORDER BY requests.id"
    )


def why(room: Newsroom, path: str) -> LinkView:
    with query.open_archive(room.archive) as opened:
        found = politeness.why_link(opened, address(path), "Warraq", room.clock.now - FAR, room.clock.now)
    assert found
    return found


def why_host(room: Newsroom) -> HostView:
    with query.open_archive(room.archive) as opened:
        return politeness.why_host(opened, host_of("one"), "Warraq", room.clock.now - FAR)


async def test_every_request_is_on_record_with_its_reason(room: Newsroom) -> None:
    room.publish(1, 2)
    room.on("/news/1", redirect("/moved/1"))
    room.on("/moved/1", page(1))
    room.on("/news/2", in_turn(answer("", status=503), answer(page(2), 'ETag: "x"')))
    await room.fetch()
    room.clock.advance(hours=1)
    await room.fetch(look_now=False)
    found = made(room)
    assert len(found) == len(room.server.asked), "the server saw no other request"
    assert found[:2] == [
        ("robots", 1, 0, address("/robots.txt"), 404, 0),
        ("source", 1, 0, address("/rss"), 200, 0),
    ]
    assert ("new", 1, 1, address("/moved/1"), 200, 0) in found
    assert {("new", 1, 0, address("/news/2"), 503, 0), ("new", 2, 0, address("/news/2"), 200, 0)} <= set(found)
    assert [row[0] for row in found].count("revisit") == 3
    assert ("revisit", 1, 0, address("/news/2"), 200, 1) in found


async def test_a_request_names_the_robots_txt_it_was_made_under(room: Newsroom) -> None:
    room.publish(1)
    room.on("/robots.txt", "User-agent: *\nDisallow: /private", "Content-Type: text/plain")
    await room.fetch()
    (version,) = room.column("SELECT version FROM robots_versions")
    assert room.rows("SELECT DISTINCT why, robots_version FROM requests ORDER BY 1") == [
        ("new", version),
        ("robots", None),
        ("source", version),
    ]


async def test_no_request_comes_earlier_than_promised_and_the_ledger_shows_it(room: Newsroom) -> None:
    room.publish(*range(1, 6))
    room.on("/robots.txt", "User-agent: *\nCrawl-delay: 0.1", "Content-Type: text/plain")
    await room.fetch()
    host = why_host(room)
    assert host.totals.requests == 7
    assert host.totals.least_spare is not None
    assert host.totals.least_spare >= -0.001
    assert host.totals.shortest_pause is not None
    assert host.totals.shortest_pause >= 0.039
    assert (host.delay, host.crawl_delay) == (0.1, 0.1)
    assert sum(host.per_hour.values()) == 7


async def test_a_promise_outlives_the_program_that_gave_it(room: Newsroom) -> None:
    room.settings.politeness.__dict__["delay"] = timedelta(seconds=0.3)
    room.publish(1)
    await room.fetch()
    await room.fetch("/news/1")
    assert room.column("SELECT pause IS NOT NULL FROM requests WHERE why = 'asked'") == [0]  # a clock that stood still
    room.clock.advance(seconds=20)
    await room.fetch("/news/1")
    (pause,) = room.column("SELECT pause FROM requests WHERE why = 'asked' ORDER BY id DESC LIMIT 1")
    assert 19 < pause <= 21


async def test_requests_are_kept_as_long_as_the_settings_say(room: Newsroom) -> None:
    room.publish(*range(1, 4))
    await room.fetch()
    with closing(open_writer(room.archive)) as conn:
        conn.execute("UPDATE requests SET at = '2020-01-01T00:00:00.000Z' WHERE id < 4")
        conn.execute("UPDATE requests SET id = 255 WHERE id = (SELECT max(id) FROM requests)")
    await room.fetch("/news/1")
    assert room.column("SELECT min(at) > '2026' FROM requests") == [1]


# Why.


async def test_why_names_the_line_of_robots_txt_that_forbids_an_address(room: Newsroom) -> None:
    room.publish(1)
    rules = "User-agent: other\nDisallow: /news\n\nUser-agent: *\nDisallow: /x\nDisallow: /news/ # closed\n"
    room.on("/robots.txt", rules, "Content-Type: text/plain")
    await room.fetch()
    view = why(room, "/news/1")
    assert view.rule
    assert (view.rule.line, view.rule.text) == (6, "Disallow: /news/ # closed")
    assert "line 6" in view.reasons[0]
    assert [visit.reason for visit in view.visits] == ["robots_denied"]


async def test_why_tells_of_failures_and_when_an_address_is_due_again(room: Newsroom) -> None:
    room.publish(1)
    room.on("/news/1", answer("", "Retry-After: 7200", status=503))
    await room.fetch()
    view = why(room, "/news/1")
    told = "; ".join(view.reasons)
    assert "failed once, and waits" in told
    assert "due again 2026-03-01T14:00:00Z" in told
    assert "nobody is fetching now" in told
    assert [request.status for request in view.requests] == [503]


@pytest.mark.parametrize(
    ("rules", "line"),
    [
        ("User-agent: *\nDisallow: /", 2),
        ("User-agent: Warraq\r\nUser-agent: b\r\nDisallow: /a\r\nDisallow: /a/b", 4),
        ("User-agent: *\nDisallow: /\n\nUser-agent: warraq\nDisallow: /c", None),
        ("User-agent: *\nAllow: /a/b\nDisallow: /a", None),
        ("# nothing", None),
        ("User-agent: *\n# why\nDisallow: /*/b$", 3),
    ],
)
def test_the_forbidding_line_is_that_of_our_group(rules: str, line: int | None) -> None:
    robots = RobotsLine(
        "http://a.example", "v", "2026-03-01T12:00:00Z", "2026-03-02T12:00:00Z", 200, "", rules.encode()
    )
    found = forbidding_rule(robots, "http://a.example/a/b", "Warraq")
    assert (found.line if found else None) == line


# The commands.


def warraq(*arguments: object) -> Result:
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert done.exit_code in (0, 7), done.output
    return done


async def test_the_commands_speak_to_people_and_to_programs(room: Newsroom) -> None:
    room.publish(1)
    await room.fetch()
    room.clock.advance(hours=5)
    await room.fetch()
    place = ("--archive", room.archive)
    shown = warraq("coverage", "--since", "2026-03-01", *place).output
    assert "one/feed" in shown
    assert "neither the service nor `warraq fetch` ran" in shown
    lines = [
        json.loads(line) for line in warraq("coverage", "--since", "2026-03-01", "--json", *place).output.splitlines()
    ]
    assert lines[0]["day"] == "2026-03-01"
    assert {"reason", "since", "missed"} <= set(lines[-1])
    assert "robots.txt" in warraq("why", host_of("one"), "--since", "2026-01-01", *place).output
    assert json.loads(warraq("why", host_of("one"), "--since", "2026-01-01", "--json", *place).output)[
        "is_promise_kept"
    ]
    assert "it is not due any more" in warraq("why", address("/news/1"), "--since", "2026-01-01", *place).output
    assert json.loads(warraq("why", address("/news/1"), "--json", *place).output)["link"]["site"] == "one"
    assert warraq("why", address("/unknown"), *place).exit_code == 7
