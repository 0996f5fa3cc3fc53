"""What a running service runs out of: descriptors, children, disk, network. It says so, and goes on by itself."""

from __future__ import annotations

import asyncio
import ctypes
import fcntl
import os
import resource
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.newsroom import check_consistent, make_site, open_newsroom
from tests.serving import serving, tune
from tests.test_service_process import House, hear, wait_until
from tests.test_store_faults import small_disk
from tests.zygote import ROOT, children_of

QUICK = """
import asyncio, sys
from pathlib import Path
from pipeline import app, service
service.set_up_logs("json")
opened = app.open_app(Path(sys.argv[1]), Path(sys.argv[2]))
asyncio.run(service.serve(opened, service.Surroundings(pace=service.Pace(beat=0.05, room=0.3))))
"""
"""`warraq run`, except that it looks more often whether there is room again."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with open_newsroom(tmp_path) as room:
        yield House(room)


@contextmanager
def running(house: House) -> Iterator[subprocess.Popen[str]]:
    """A quick service that has found the first article; killed at the end if it still runs."""
    house.publish(1)
    command = [sys.executable, "-c", QUICK, str(house.archive), str(house.config)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        try:
            while not hear(process, "round")["pages"]:
                pass
            yield process
        finally:
            process.kill()


def readers_of(service: int) -> list[int]:
    """The parsing children of a service."""
    return [reader for child in children_of(service) for reader in children_of(child)]


def stop(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


def wait_for_articles(house: House, count: int) -> None:
    wait_until(lambda: len(house.room.titles()) == count, f"{count} articles")


def test_d3_without_descriptors_the_service_pauses_blames_nobody_and_goes_on_when_it_has_some(house: House) -> None:
    with running(house) as process:
        limits = resource.prlimit(process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (3, limits[1]))
        for reader in readers_of(process.pid):
            os.kill(reader, signal.SIGKILL)
        house.publish(1, 2, 3)
        assert "nothing can be opened" in str(hear(process, "held")["why"])
        asked = len(house.room.server.asked)
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, limits)
        hear(process, "resumed")
        wait_for_articles(house, 3)
        stop(process)
    assert asked < len(house.room.server.asked)
    assert house.room.column("SELECT count(*) FROM hosts") == [0]
    assert {reason for _, reason in house.room.outcomes()} <= {"new", "read", "not_modified"}
    check_consistent(house.room)


def test_children_that_others_kill_cost_no_page_and_are_replaced(house: House) -> None:
    with running(house) as process:
        for first in range(2, 42, 8):
            house.publish(*range(1, first + 8))
            for child in [*readers_of(process.pid), *children_of(process.pid)]:  # also who starts them
                os.kill(child, signal.SIGKILL)
            wait_for_articles(house, first + 7)
        assert len(readers_of(process.pid)) <= 1
        stop(process)
    assert {reason for _, reason in house.room.outcomes()} == {"new", "read"}
    check_consistent(house.room)


def test_d1_d2_a_full_disk_pauses_the_service_and_room_resumes_it(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "24m") as disk, open_newsroom(disk) as room:
        house = House(room)
        with running(house) as process:
            ballast = disk / "ballast"
            ballast.write_bytes(bytes(free_on(disk) - 200_000))
            house.publish(*range(1, 80))
            assert "make room" in str(hear(process, "held")["why"])
            told = set(room.titles())
            assert len(told) < 79
            ballast.unlink()
            hear(process, "resumed")
            wait_for_articles(house, 79)
            stop(process)
        assert told <= set(room.titles())
        check_consistent(room)


def free_on(disk: Path) -> int:
    found = os.statvfs(disk)
    return found.f_bavail * found.f_frsize


NO_RIGHT = 75
"""Exit code of a child that may not have a network of its own."""
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1


def test_a_network_that_goes_and_comes_back_is_told_and_costs_no_article(tmp_path: Path) -> None:
    work = "import sys; from tests.test_service_faults import lose_network; lose_network(sys.argv[1])"
    command = [sys.executable, "-c", work, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    if done.returncode == NO_RIGHT:
        pytest.skip("needs the right to make a network of its own")
    assert done.returncode == 0, done.stderr


def lose_network(folder: str) -> None:
    """In a process of its own: three sites on a loopback device that goes down and up again."""
    if ctypes.CDLL(None).unshare(CLONE_NEWNET) and ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET):
        sys.exit(NO_RIGHT)
    asyncio.run(live_without(Path(folder)))


async def live_without(folder: Path) -> None:
    names = ("one", "two", "three")
    set_loopback(is_up=True)
    with open_newsroom(folder, *(make_site(name, every="15m", recheck=[]) for name in names), deadline="1s") as room:
        tune(room)
        for at, name in enumerate(names):
            room.publish(at, site_id=name)
        async with serving(room) as running:
            set_loopback(is_up=False)
            for at, name in enumerate(names):
                room.publish(at, at + 10, site_id=name)
            for _ in range(8):
                await running.sleep(hours=1)
            assert running.report.state == "degraded"
            assert list(running.report.troubles) == ["network"]
            set_loopback(is_up=True)
            for _ in range(2):
                await running.sleep(minutes=31)
            assert not running.report.troubles
            assert len(room.titles()) == 6
        assert {reason for _, reason in room.outcomes()} <= {"new", "read", "connect_failed", "deadline_exceeded"}
        check_consistent(room)


def set_loopback(*, is_up: bool) -> None:
    """Turn the loopback device of this network on or off."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
        asked = struct.pack("16sh", b"lo", 0).ljust(40, b"\0")
        (flags,) = struct.unpack_from("h", fcntl.ioctl(end, SIOCGIFFLAGS, asked), 16)
        wanted = flags | IFF_UP if is_up else flags & ~IFF_UP
        fcntl.ioctl(end, SIOCSIFFLAGS, struct.pack("16sh", b"lo", wanted).ljust(40, b"\0"))
