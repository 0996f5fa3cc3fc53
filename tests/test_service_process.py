"""`warraq run` as people run it: its own process, real signals, a real configuration folder."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.store.lock import lock_path
from tests.badserver import STALL, answer, script
from tests.newsroom import XML, Newsroom, feed, open_newsroom, page
from tests.zygote import ROOT

SETTINGS = """\
[politeness]
delay = "0s"
[limits]
retries = 0
[reading]
workers = 1
[network]
allow_loopback = true
[service]
jitter = "0s"
grace = "20s"
min_free = "0MiB"
"""
SITE = """\
id = "{name}"
name = "One"
home = "http://127.0.0.1:{port}/"
every = "{every}"
recheck = []
[[sources]]
kind = "feed"
url = "/rss"
[rules]
title = "h1"
body = {{ css = "article p", all = true }}
"""


class House:
    """A configuration folder, an archive, and services that run over them."""

    def __init__(self, room: Newsroom) -> None:
        self.room, self.config, self.archive = room, room.folder / "config", room.archive
        (self.config / "sites").mkdir(parents=True)
        (self.config / "warraq.toml").write_text(SETTINGS)
        self.write_site("one")

    def write_site(self, name: str, every: str = "1s", more: str = "") -> None:
        (self.config / "sites" / f"{name}.toml").write_text(
            SITE.format(name=name, port=self.room.server.port, every=every) + more
        )

    def publish(self, *numbers: int) -> None:
        base = f"http://127.0.0.1:{self.room.server.port}"
        self.room.on("/rss", feed(*numbers).replace("http://www.one.example", base), *XML)
        for number in numbers:
            self.room.on(f"/news/{number}", page(number))

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "pipeline", *words, "--config", str(self.config), "--archive", str(self.archive)]

    @contextmanager
    def running(self, *options: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
        """A service, killed at the end if it still runs."""
        command = self.command("run", "--log-format", "json", *options)
        env = {**os.environ, **environment}
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env=env) as process:
            try:
                yield process
            finally:
                process.kill()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_newsroom(tmp_path) as room:
        yield House(room)


def hear(process: subprocess.Popen[str], event: str) -> dict[str, object]:
    """Read what a service says up to an event."""
    assert process.stderr
    for line in process.stderr:
        if line.startswith("{") and (told := json.loads(line))["event"] == event:
            return dict(told)
    raise AssertionError(f"the service ended without saying {event}")


def wait_until(has_come: Callable[[], object], what: str) -> None:
    end = time.monotonic() + 60
    while not has_come():
        assert time.monotonic() < end, f"this never came: {what}"
        time.sleep(0.01)


def test_k5_sigterm_drains_and_exits_0(house: House) -> None:
    house.publish(1, 2, 3)
    with house.running() as process:
        assert hear(process, "ready")["sites"] == 1
        while not (pages := hear(process, "round")["pages"]):
            pass
        assert pages == {"new": 3}
        process.send_signal(signal.SIGTERM)
        hear(process, "stopped")
        assert process.wait(60) == 0
    assert house.room.column("SELECT finished_at IS NOT NULL FROM runs") == [1]
    assert not lock_path(house.archive).exists()


def test_k5_a_second_signal_stops_at_once_with_another_code_and_a_whole_archive(house: House) -> None:
    house.publish(1, 2)
    house.room.on("/news/2", script(STALL))
    with house.running() as process:
        hear(process, "ready")
        wait_until(lambda: "/news/2" in house.room.server.paths(), "the page that stalls")
        process.send_signal(signal.SIGTERM)
        hear(process, "stopping")
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 9
    house.room.on("/news/2", answer(page(2)))
    with house.running() as process:  # its lock is no obstacle, what was under way is done
        wait_until(lambda: len(house.room.titles()) == 2, "both articles")
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert house.room.rows("PRAGMA integrity_check") == [("ok",)]
    assert [path for path, reason in house.room.outcomes() if reason == "new"] == ["/news/1", "/news/2"]


def test_k5_sighup_takes_a_new_site_and_refuses_a_mistake_with_its_line(house: House) -> None:
    house.publish(1)
    with house.running() as process:
        hear(process, "round")
        house.write_site("two", more='nonsense = "x"\n')
        process.send_signal(signal.SIGHUP)
        refused = str(hear(process, "config_refused")["message"])
        assert re.search(r"sites/two\.toml:\d+: rules\.nonsense: ", refused)
        hear(process, "ready")
        house.write_site("two")
        process.send_signal(signal.SIGHUP)
        assert hear(process, "ready")["sites"] == 2
        while hear(process, "round")["site"] != "two":
            pass
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def test_k6_k7_one_service_per_archive_its_owner_named_and_a_killed_one_replaced(house: House) -> None:
    house.publish(1)
    with house.running() as process:
        hear(process, "ready")
        for command in (["run"], ["fetch"]):
            second = subprocess.run(house.command(*command), cwd=ROOT, capture_output=True, text=True, check=False)
            assert second.returncode == 5
            assert f"process {process.pid}" in second.stderr
            assert "stop it first" in second.stderr
        status = subprocess.run(house.command("status"), cwd=ROOT, capture_output=True, text=True, check=True)
        assert f"the service runs: process {process.pid}" in status.stdout
        process.kill()
        process.wait(60)
    assert lock_path(house.archive).exists()
    status = subprocess.run(house.command("status"), cwd=ROOT, capture_output=True, text=True, check=True)
    assert "the service runs" not in status.stdout
    with house.running() as process:
        hear(process, "ready")
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def test_systemd_hears_that_it_is_ready_lives_reloads_and_stops(house: House, tmp_path: Path) -> None:
    house.publish(1)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "notify"))
        ear.settimeout(60)
        with house.running(NOTIFY_SOCKET=str(tmp_path / "notify"), WATCHDOG_USEC="200000") as process:
            heard = [ear.recv(2000).decode().splitlines()[0]]
            while heard[-1] != "READY=1":
                heard.append(ear.recv(2000).decode().splitlines()[0])
            assert set(heard[:-1]) <= {"WATCHDOG=1"}
            assert "WATCHDOG=1" in [ear.recv(2000).decode().splitlines()[0] for _ in range(3)]
            process.send_signal(signal.SIGHUP)
            while (first := ear.recv(2000).decode().splitlines()[0]) == "WATCHDOG=1":
                pass
            assert first == "RELOADING=1"
            while (first := ear.recv(2000).decode().splitlines()[0]) == "WATCHDOG=1":
                pass
            assert first == "READY=1"
            process.send_signal(signal.SIGTERM)
            while (first := ear.recv(2000).decode().splitlines()[0]) == "WATCHDOG=1":
                pass
            assert first == "STOPPING=1"
            assert process.wait(60) == 0


BLOCKED = """
import asyncio, sys, time
from pathlib import Path
from pipeline import app, service
service.set_up_logs("json")
opened = app.open_app(Path(sys.argv[1]), Path(sys.argv[2]))
block = lambda link, receipt: time.sleep(600)
asyncio.run(service.serve(opened, service.Surroundings(observe=block)))
"""


def test_m2_a_blocked_loop_ends_the_process_with_its_stack_told(house: House) -> None:
    with (house.config / "warraq.toml").open("a") as settings:
        settings.write('watchdog = "1s"\n')
    house.publish(1)
    command = [sys.executable, "-c", BLOCKED, str(house.archive), str(house.config)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 9
    assert "stood still" in done.stderr
    assert "<lambda>" in done.stderr
    assert house.room.rows("PRAGMA integrity_check") == [("ok",)]
