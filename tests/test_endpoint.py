"""`/health` and `/metrics` of a running service: what supervisors and Prometheus are told."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import ConfigError
from pipeline.health import Health
from pipeline.meter import Meter
from pipeline.models import OUTCOMES
from pipeline.service.endpoint import Place, Sights, find_place, listen
from tests.newsroom import Newsroom, open_newsroom
from tests.serving import Running, serving, tune
from tests.test_service_process import House, hear


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with open_newsroom(tmp_path) as opened:
        tune(opened)
        yield opened


class Shown:
    """A service's endpoint, asked as its clients do."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    async def health(self, path: str = "/health") -> tuple[int, dict[str, Any]]:
        status, body = await asyncio.to_thread(self.ask, path)
        return status, json.loads(body)

    async def metrics(self) -> str:
        status, body = await asyncio.to_thread(self.ask, "/metrics")
        assert status == 200
        return body.decode()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@asynccontextmanager
async def shown(room: Newsroom) -> AsyncIterator[tuple[Shown, Running]]:
    """A service with its endpoint."""
    port = free_port()

    @asynccontextmanager
    async def attach(self: Running, health: Health) -> AsyncIterator[None]:
        self.health = health
        async with listen(Place("127.0.0.1", port), room.archive, health):
            yield

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Running, "meet", attach)
        async with serving(room) as running:
            yield Shown(port), running


def value(metrics: str, line: str) -> float:
    found = re.search(rf"^{re.escape(line)} (\S+)$", metrics, re.MULTILINE)
    assert found, f"{line} is not told:\n{metrics}"
    return float(found[1])


# -- health ------------------------------------------------------------------------------------------------------------


async def test_a_service_that_works_is_well_alive_and_ready(room: Newsroom) -> None:
    room.publish(1)
    async with shown(room) as (endpoint, _):
        status, told = await endpoint.health()
        assert (status, told["status"], told["reasons"], told["sites"]) == (200, "ok", {}, 1)
        assert (await endpoint.health("/health/live"))[0] == 200
        assert (await endpoint.health("/health/ready"))[0] == 200


async def test_a_full_disk_is_red_with_its_reason_and_a_sites_bug_only_degraded(room: Newsroom) -> None:
    room.publish(1)
    async with shown(room) as (endpoint, running):
        assert running.health
        running.health.trouble("site one", "a bug of Warraq's broke its round")
        status, told = await endpoint.health()
        assert (status, told["status"]) == (200, "degraded")
        running.health.trouble("archive", "the disk is full; asked of http://me:secret@127.0.0.1/?token=abc")
        status, told = await endpoint.health()
        assert (status, told["status"], told["state"]) == (503, "red", "degraded")
        assert set(told["reasons"]) == {"site one", "archive"}
        assert "secret" not in json.dumps(told)
        assert "abc" not in json.dumps(told)
        assert (await endpoint.health("/health/live"))[0] == 200, "a new start would not make room"


async def test_a_loop_that_stands_still_is_told_all_the_same(tmp_path: Path) -> None:
    """The endpoint has its own thread: while the event loop is blocked it answers 503 and why."""
    health = Health(time.monotonic(), 0.05, 60.0)
    health.is_ready = True
    port = free_port()
    heard: list[tuple[int, bytes]] = []
    async with listen(Place("127.0.0.1", port), tmp_path / "archive.db", health):

        def ask_late() -> None:
            time.sleep(0.2)
            heard.append(Shown(port).ask("/health/live"))

        asking = threading.Thread(target=ask_late)
        asking.start()
        asking.join()  # this blocks the event loop, as a bug would
    assert heard[0][0] == 503
    assert b"the event loop has stood still" in heard[0][1]


def test_work_in_which_nothing_gets_done_is_red(tmp_path: Path) -> None:
    health = Health(0.0, 60.0, 10.0)
    health.is_ready = True
    health.begin("one", 0.0)
    health.beat(50.0)
    status, told = Sights(health, tmp_path / "archive.db", lambda: 50.0).health()
    assert (status, told["status"], told["state"]) == (503, "red", "stuck")
    assert told["reasons"]["stuck"] == "nothing gets done for one"


def test_what_starts_or_ends_is_not_ready(tmp_path: Path) -> None:
    health = Health(0.0, 60.0, 60.0)
    sights = Sights(health, tmp_path / "archive.db", lambda: 1.0)
    assert sights.ready()[0] == sights.health()[0] == 503
    health.is_ready = True
    assert sights.ready()[0] == sights.health()[0] == 200
    health.is_stopping = True
    assert (sights.ready()[0], sights.live()[0]) == (503, 200)


# -- metrics -----------------------------------------------------------------------------------------------------------


async def test_metrics_tell_of_pages_times_sizes_and_the_process(room: Newsroom) -> None:
    room.publish(1, 2, 3)
    async with shown(room) as (endpoint, _):
        told = await endpoint.metrics()
    assert value(told, 'warraq_pages_total{outcome="new"}') == 3
    assert value(told, 'warraq_source_documents_total{outcome="read"}') >= 1
    assert value(told, "warraq_fetch_seconds_count") >= 4
    assert value(told, 'warraq_read_seconds_bucket{le="+Inf"}') == value(told, "warraq_read_seconds_count") >= 4
    assert value(told, "warraq_received_bytes_total") > 1000
    assert value(told, "warraq_archive_bytes") + value(told, "warraq_archive_wal_bytes") > 10_000
    assert value(told, "warraq_disk_free_bytes") > 0
    assert value(told, "warraq_children") >= 1
    assert value(told, "warraq_children_resident_memory_bytes") > 1_000_000
    assert value(told, 'warraq_state{state="ok"}') == 1
    assert value(told, 'warraq_source_lag_seconds{site="one"}') >= 0
    assert value(told, 'warraq_alarms_open{kind="layout"}') == 0
    assert value(told, 'warraq_due_links{part="news"}') >= 0
    assert value(told, "process_open_fds") > 5
    assert value(told, "process_resident_memory_bytes") > 1_000_000
    assert 'warraq_build_info{python="3.' in told


async def test_labels_are_bounded_and_hold_no_addresses_or_secrets(room: Newsroom) -> None:
    room.publish(*range(1, 8))
    room.on("/news/3", "HTTP/1.1 404 Not Found")
    async with shown(room) as (endpoint, running):
        assert running.health
        running.health.trouble("archive", "https://me:secret@one.example/?key=1")
        told = await endpoint.metrics()
    labels = re.findall(r'(\w+)="([^"]*)"', told)
    assert {name for name, _ in labels} <= {
        *("outcome", "site", "state", "kind", "part", "le", "version", "python", "sqlite")
    }
    assert all(outcome in OUTCOMES for name, outcome in labels if name == "outcome")
    assert "http" not in told
    assert "secret" not in told


async def test_an_archive_that_cannot_be_asked_is_told_and_the_rest_too(tmp_path: Path) -> None:
    health, port = Health(time.monotonic(), 60.0, 60.0), free_port()
    async with listen(Place("127.0.0.1", port), tmp_path / "nothing.db", health):
        told = await Shown(port).metrics()
    assert value(told, "warraq_archive_readable") == 0
    assert value(told, "warraq_archive_bytes") == 0
    assert "warraq_due_links" not in told


async def test_promtool_has_nothing_to_say_against_the_metrics(room: Newsroom, promtool: str) -> None:
    room.publish(1, 2)
    async with shown(room) as (endpoint, _):
        told = await endpoint.metrics()
    checked = await asyncio.to_thread(
        subprocess.run, [promtool, "check", "metrics"], input=told, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_a_scrape_of_an_archive_in_use_does_not_wait_for_its_writer(room: Newsroom) -> None:
    asyncio.run(room.fetch())
    with sqlite3.connect(room.archive) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert b"warraq_archive_readable 1.0" in Sights(Health(0.0, 60.0, 60.0), room.archive).metrics()
        writer.execute("ROLLBACK")


def test_times_are_counted_by_step() -> None:
    meter = Meter()
    for seconds in (0.01, 0.05, 0.06, 99.0):
        meter.fetched(seconds, 10)
    assert meter.fetches.cumulative()[:2] == [("0.05", 2), ("0.1", 3)]
    assert meter.fetches.cumulative()[-1] == ("+Inf", 4)
    assert meter.received == 40
    with pytest.raises(ZeroDivisionError), meter.reading():
        _ = 1 / 0
    assert meter.readings.cumulative()[-1][1] == 1, "a reading that failed took its time too"


# -- who may ask -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", None),
        ("127.0.0.1:9464", Place("127.0.0.1", 9464)),
        ("localhost:1", Place("127.0.0.1", 1)),
        ("[::1]:9464", Place("::1", 9464)),
    ],
)
def test_places_are_read(text: str, place: Place | None) -> None:
    assert find_place(text) == place


@pytest.mark.parametrize("text", ["9464", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000", "example.org:80", "[::1]"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=r"like 127\.0\.0\.1:9464"):
        find_place(text)


@pytest.mark.parametrize("text", ["0.0.0.0:9464", "192.0.2.1:9464", "[::]:9464"])
def test_a_place_that_others_can_reach_must_be_wanted(text: str) -> None:
    with pytest.raises(ConfigError, match="--health-public"):
        find_place(text)
    assert find_place(text, is_public=True)


async def test_a_web_page_cannot_ask_by_a_name_of_its_own(tmp_path: Path) -> None:
    """A site can make its own name point to 127.0.0.1 (DNS rebinding); the browser still names it as the host."""
    health, port = Health(time.monotonic(), 60.0, 60.0), free_port()
    health.is_ready = True
    async with listen(Place("127.0.0.1", port), tmp_path / "archive.db", health):
        ask = Shown(port).ask
        assert (await asyncio.to_thread(ask, "/health", Host="evil.example:9464"))[0] == 403
        assert (await asyncio.to_thread(ask, "/health", Host=f"localhost:{port}"))[0] == 200
        assert (await asyncio.to_thread(ask, "/health", Host="[::1]:1"))[0] == 200
        assert await asyncio.to_thread(ask, "/health", "HEAD") == (200, b"")
        assert (await asyncio.to_thread(ask, "/etc/passwd"))[0] == 404
        assert (await asyncio.to_thread(ask, "/health", "POST"))[0] == 501


async def test_a_place_that_is_taken_is_a_mistake_of_the_configuration(tmp_path: Path) -> None:
    health = Health(time.monotonic(), 60.0, 60.0)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = Place("127.0.0.1", taken.getsockname()[1])
        with pytest.raises(ConfigError, match="Address already in use"):
            async with listen(place, tmp_path / "archive.db", health):
                pass


def test_the_service_shows_itself_where_it_is_told_to(tmp_path: Path) -> None:
    with open_newsroom(tmp_path) as opened:
        house = House(opened)
        house.publish(1)
        with house.running("--health", "127.0.0.1:0") as process:
            port = hear(process, "listening")["port"]
            assert isinstance(port, int)
            hear(process, "round")
            status, body = Shown(port).ask("/health")
            assert (status, json.loads(body)["status"]) == (200, "ok")
            assert b"warraq_sites 1.0" in Shown(port).ask("/metrics")[1]
        refused = subprocess.run(
            house.command("run", "--health", "0.0.0.0:1"), capture_output=True, text=True, check=False
        )
        assert refused.returncode == 3
        assert "--health-public" in refused.stderr


@pytest.fixture
def promtool() -> str:
    return shutil.which("promtool") or pytest.skip("promtool (of the package prometheus) is not installed")
