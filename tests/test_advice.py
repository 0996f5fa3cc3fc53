"""Every kind of trouble says what a person should do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from pipeline import advice
from pipeline.cli import cli
from pipeline.condition import condition
from pipeline.service.desks import TROUBLES
from pipeline.service.endpoint import RED
from pipeline.store import Reader
from pipeline.store.alarms import AlarmKind
from tests.badserver import answer
from tests.newsroom import Newsroom, open_newsroom


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with open_newsroom(tmp_path) as room:
        yield room


@pytest.mark.parametrize("kind", get_args(AlarmKind))
def test_every_kind_of_alarm_says_what_to_do(kind: str) -> None:
    assert advice.for_alarm(kind)


@pytest.mark.parametrize("name", sorted({*TROUBLES, *RED, "configuration", "stuck"}))
def test_every_hold_says_what_to_do(name: str) -> None:
    assert advice.for_hold(name) != advice.BUG


def test_what_nobody_thought_of_has_an_answer_too() -> None:
    assert advice.for_reason("protocol_broken") == advice.for_reason(None) == advice.WAIT
    assert advice.for_hold("site one") == advice.BUG


async def test_status_and_the_health_page_say_what_to_do_about_a_failing_source(room: Newsroom) -> None:
    room.on("/rss", answer("", status=404))
    for _ in range(2):
        await room.fetch()
        room.clock.advance(days=1)
    shown = CliRunner().invoke(cli, ["status", "--archive", str(room.archive)], env={"COLUMNS": "200"})
    assert "to do: one/feed: not_found" in shown.stdout
    assert advice.for_reason("not_found") in shown.stdout
    asked = CliRunner().invoke(cli, ["status", "--archive", str(room.archive), "--json"])
    assert {"about": "one/feed: not_found", "do": advice.for_reason("not_found")} in json.loads(asked.stdout)["to_do"]
    with Reader(room.archive) as reader:
        assert condition(reader, room.clock() + timedelta(0)).advice["not_found"] == advice.for_reason("not_found")
