"""Notification through Apprise itself: a real webhook and a real mail server on loopback."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from pipeline import app as composition
from pipeline import notify
from pipeline.alarms import Teller, deliver
from pipeline.app import App
from pipeline.errors import ConfigError
from pipeline.sites import Config, Notify
from pipeline.store import Archive
from pipeline.store.alarms import Trouble, mute, raise_alarm, resolve_alarm
from tests.newsroom import Clock, make_settings, open_newsroom

pytest.importorskip("apprise")
SECRET = "s3cret-t0ken"  # noqa: S105 made up


@dataclass
class Webhook:
    """A web hook that keeps what it is sent; `status` is its answer, a clear `gate` holds every answer back."""

    port: int = 0
    got: list[dict[str, Any]] = field(default_factory=list)
    status: int = 200
    gate: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"json://user:{SECRET}@127.0.0.1:{self.port}/hook"

    @property
    def titles(self) -> list[str]:
        return [message["title"] for message in self.got]


@contextmanager
def open_webhook() -> Iterator[Webhook]:
    hook = Webhook()
    hook.gate.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.gate.wait(30)
            hook.got.append(json.loads(body))
            self.send_response(hook.status)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hook
    finally:
        hook.gate.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with open_webhook() as opened:
        yield opened


@dataclass
class Desk:
    """An archive with alarms, on a clock that stands still."""

    archive: Archive
    clock: Clock

    async def change(self, work: Any) -> None:
        await self.archive._write(work)

    async def alarm(self, source: str) -> None:
        trouble = Trouble("feed", "one", source, f"one/{source} serves other content", "its titles are in en")
        await self.change(lambda conn: raise_alarm(conn, trouble, self.clock()))

    async def end(self, source: str) -> None:
        await self.change(lambda conn: resolve_alarm(conn, "feed", ("one", source), "itself", self.clock()))

    async def deliver(self, *urls: str, **settings: Any) -> list[str]:
        asked = Notify(urls=tuple(map(SecretStr, urls)), **settings)
        return await deliver(self.archive, asked, notify.sender_of(asked, {}))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    clock = Clock()
    with Archive.open(tmp_path / "archive.db", clock=clock) as archive:
        yield Desk(archive, clock)


async def test_an_alarm_is_told_once_and_its_end_once(desk: Desk, hook: Webhook) -> None:
    await desk.alarm("feed")
    for _ in range(3):
        assert await desk.deliver(hook.url) == []
        desk.clock.advance(hours=1)
    await desk.alarm("feed")  # the same trouble, noticed again
    await desk.deliver(hook.url)
    assert hook.titles == ["Alarm 1: one/feed serves other content"]
    assert "its titles are in en" in hook.got[0]["message"]
    await desk.end("feed")
    for _ in range(3):
        assert await desk.deliver(hook.url) == []
    assert hook.titles[1:] == ["Resolved 1: one/feed serves other content"]


async def test_an_alarm_that_was_over_before_it_could_be_told_is_not_told(desk: Desk, hook: Webhook) -> None:
    await desk.alarm("feed")
    await desk.end("feed")
    await desk.deliver(hook.url)
    assert hook.got == []


async def test_a_message_that_nobody_takes_is_tried_again_later_and_ever_more_rarely(desk: Desk, hook: Webhook) -> None:
    hook.status = 500
    await desk.alarm("feed")
    problems = await desk.deliver(hook.url)
    assert len(problems) == 1
    assert SECRET not in problems[0]
    assert await desk.deliver(hook.url) == []  # not yet
    tries = len(hook.got)
    desk.clock.advance(minutes=6)
    assert len(await desk.deliver(hook.url)) == 1
    assert len(hook.got) > tries
    desk.clock.advance(minutes=6)
    assert await desk.deliver(hook.url) == []
    hook.status = 200
    desk.clock.advance(minutes=6)
    assert await desk.deliver(hook.url) == []
    desk.clock.advance(days=1)
    sent = len(hook.got)
    assert await desk.deliver(hook.url) == []
    assert len(hook.got) == sent


async def test_a_server_that_never_answers_does_not_hold_up_the_run(desk: Desk, hook: Webhook) -> None:
    hook.gate.clear()
    await desk.alarm("feed")
    problems = await desk.deliver(hook.url, deadline=timedelta(seconds=0.2))
    assert problems == ["could not be told of 'Alarm 1: one/feed serves other content': address 1 (json)"]


async def test_one_target_that_fails_does_not_make_the_others_hear_it_twice(desk: Desk, hook: Webhook) -> None:
    await desk.alarm("feed")
    problems = await desk.deliver("json://127.0.0.1:9/closed", hook.url)
    assert [problem.rpartition(": ")[2] for problem in problems] == ["address 1 (json)"]
    desk.clock.advance(days=1)
    assert await desk.deliver("json://127.0.0.1:9/closed", hook.url) == []
    assert len(hook.got) == 1


async def test_many_alarms_at_once_are_one_message(desk: Desk, hook: Webhook) -> None:
    for number in range(40):
        await desk.alarm(f"feed-{number}")
    await desk.deliver(hook.url)
    assert hook.titles == ["Warraq: 40 alarms, 0 resolved"]
    assert hook.got[0]["message"].count("\n") == 39
    for number in range(40):
        await desk.end(f"feed-{number}")
    await desk.deliver(hook.url)
    assert hook.titles[1:] == ["Warraq: 0 alarms, 40 resolved"]


async def test_what_is_muted_or_known_is_not_told(desk: Desk, hook: Webhook) -> None:
    await desk.alarm("feed")
    await desk.alarm("other")
    await desk.alarm("known")
    await desk.archive.acknowledge_alarm(3)
    await desk.change(lambda conn: mute(conn, "one", "feed", desk.clock() + timedelta(days=1)))
    await desk.deliver(hook.url)
    assert hook.titles == ["Alarm 2: one/other serves other content"]
    desk.clock.advance(days=2)
    await desk.deliver(hook.url)
    assert hook.titles[1:] == ["Alarm 1: one/feed serves other content"]


async def test_a_mail_goes_out_over_smtp(desk: Desk) -> None:
    controller = pytest.importorskip("aiosmtpd.controller")
    mails: list[Any] = []

    class Keeper:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 aiosmtpd's name
            mails.append(envelope)
            return "250 OK"

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    smtp = controller.Controller(Keeper(), hostname="127.0.0.1", port=port)
    smtp.start()
    try:
        await desk.alarm("feed")
        asked = f"mailto://127.0.0.1:{port}?from=warraq@example.org&to=editor@example.org&mode=insecure"
        assert await desk.deliver(asked) == []
    finally:
        smtp.stop()
    [mail] = mails
    assert mail.rcpt_tos == ["editor@example.org"]
    assert b"Alarm 1: one/feed serves other content" in mail.content


async def test_a_run_tells_of_what_it_noticed_when_it_ends(tmp_path: Path, hook: Webhook) -> None:
    with open_newsroom(tmp_path) as room:
        room.settings = room.settings.model_copy(update={"notify": Notify(urls=(SecretStr(hook.url),))})
        room.publish(1, 2)
        await room.fetch(look_now=True, max_pages=0)
        room.on("/rss", "<html><h1>Log in</h1></html>")
        for _ in range(3):
            room.clock.advance(hours=1)
            summary = await room.fetch(look_now=True, max_pages=0)
            assert summary.notes == []
    assert hook.titles == ["Alarm 1: one/feed cannot be read any more (not_a_feed)"]


async def test_a_service_tells_beside_its_rounds_and_says_a_problem_once(desk: Desk, hook: Webhook) -> None:
    told: list[str] = []
    ticks = iter(range(0, 10_000, 100))
    teller = Teller(desk.archive, lambda: next(ticks), told.append)
    await desk.alarm("feed")
    for _ in range(3):
        teller.stir(Notify(urls=(SecretStr("nonsense://x"),)))
        await settled(teller)
    assert told == ["notify.urls: address 1 is none that Apprise knows"]
    teller.stir(Notify(urls=(SecretStr(hook.url),)))
    await settled(teller)
    assert hook.titles == ["Alarm 1: one/feed serves other content"]


async def settled(teller: Teller) -> None:
    assert teller._task is not None
    await asyncio.wait_for(teller._task, 30)


# Addresses and secrets (Q9).


def test_q9_secrets_come_from_variables_or_a_file_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "addresses"
    file.write_text(f"# the desk\njson://127.0.0.1/{SECRET}\n\n")
    file.chmod(0o600)
    settings = Notify(urls=(SecretStr("json://${NAME}:${WORD}@127.0.0.1"),), file=str(file))
    read = notify.read_addresses(settings, {"NAME": "me", "WORD": "pw"})
    assert read == ("json://me:pw@127.0.0.1", f"json://127.0.0.1/{SECRET}")


def test_q9_no_error_and_no_repr_shows_an_address(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    file = tmp_path / "addresses"
    file.write_text(f"json://127.0.0.1/{SECRET}")
    file.chmod(0o644)
    wrong = [
        Notify(urls=(SecretStr(f"nonsense://{SECRET}"),)),
        Notify(urls=(SecretStr(f"json://{SECRET}:${{NOT_SET}}@127.0.0.1"),)),
        Notify(file=str(file)),
        Notify(file=str(tmp_path / "absent")),
    ]
    for settings in wrong:
        with pytest.raises(ConfigError) as caught:
            notify.sender_of(settings, {})
        assert SECRET not in str(caught.value) + repr(settings) + caplog.text
        assert "notify." in str(caught.value)


async def test_q9_a_failed_delivery_logs_no_secret(desk: Desk, hook: Webhook, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    hook.status = 403
    await desk.alarm("feed")
    await desk.deliver(hook.url, f"json://127.0.0.1:9/{SECRET}")
    assert SECRET not in caplog.text


async def test_a_test_message_says_so_and_who_has_nobody_to_tell_is_told(tmp_path: Path, hook: Webhook) -> None:
    settings = make_settings()
    config = Config(settings, {}, tmp_path)
    with pytest.raises(ConfigError, match="nobody is to be told"):
        await composition.send_test(App(config, tmp_path / "archive.db"))
    settings = settings.model_copy(update={"notify": Notify(urls=(SecretStr(hook.url),))})
    assert await composition.send_test(App(Config(settings, {}, tmp_path), tmp_path / "archive.db")) == (1, [])
    assert hook.titles == ["Warraq: a test"]
