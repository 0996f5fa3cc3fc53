"""What the service is made of: hosts in trouble, clocks, health, logs, systemd's ear, the watchdog."""

from __future__ import annotations

import io
import json
import logging
import random
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.backoff import FIRST_PAUSE, IN_A_ROW, LONGEST_PAUSE, Hosts, Pause
from pipeline.health import Health
from pipeline.service import Format, find_notifier, hide_secrets, ping_interval, set_up_logs
from pipeline.service.clocks import SUSPECT_FOR, ClockWatch, Moment
from pipeline.service.logs import tell
from pipeline.service.watchdog import Watchdog

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOST = "www.one.example"


# Hosts.


def fail(hosts: Hosts, *numbers: int, now: datetime = NOW, asked: float | None = None) -> Pause | None:
    pauses = [hosts.note_failure(HOST, f"http://{HOST}/{number}", "rate_limited", asked, now) for number in numbers]
    return pauses[-1]


def test_n19_one_address_that_fails_for_ever_is_no_trouble_of_its_host() -> None:
    hosts = Hosts()
    assert fail(hosts, *[1] * 100) is None
    assert hosts.paused_until(HOST, NOW) is None


def test_several_addresses_in_a_row_are_and_an_answer_in_between_is_not() -> None:
    hosts = Hosts()
    assert fail(hosts, *range(IN_A_ROW - 1)) is None
    assert hosts.note_answer(HOST, NOW) is None
    assert fail(hosts, *range(IN_A_ROW - 1)) is None
    pause = fail(hosts, 99)
    assert pause == Pause(HOST, "rate_limited", NOW, NOW + FIRST_PAUSE)
    assert hosts.paused_until(HOST, NOW) == NOW + FIRST_PAUSE
    assert hosts.paused_until("www.two.example", NOW) is None


def test_a_host_on_trial_is_paused_again_at_once_twice_as_long_a_day_at_most() -> None:
    hosts, now = Hosts(), NOW
    waits: list[timedelta] = []
    pause = fail(hosts, *range(IN_A_ROW))
    while pause and len(waits) < 40:
        waits.append(pause.until - now)
        now = pause.until
        assert hosts.paused_until(HOST, now) is None
        assert hosts.is_on_trial(HOST)
        pause = fail(hosts, 1, now=now)
    assert waits[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert set(waits[7:]) == {LONGEST_PAUSE}
    ended = hosts.note_answer(HOST, NOW)
    assert ended
    assert ended.since == NOW
    assert not hosts.is_on_trial(HOST)
    assert fail(hosts, 1, now=now) is None


def test_failures_that_were_under_way_when_a_pause_began_do_not_lengthen_it() -> None:
    hosts = Hosts()
    fail(hosts, *range(IN_A_ROW))
    assert fail(hosts, *range(50, 58)) is None
    assert hosts.paused_until(HOST, NOW) == NOW + FIRST_PAUSE


@pytest.mark.parametrize(("asked", "wait"), [(10, FIRST_PAUSE), (7200, timedelta(hours=2)), (1e9, LONGEST_PAUSE)])
def test_n16_a_host_that_asks_for_peace_gets_it_within_bounds(asked: float, wait: timedelta) -> None:
    pause = fail(Hosts(), *range(IN_A_ROW), asked=asked)
    assert pause
    assert pause.until == NOW + wait


def test_c2_a_pause_written_by_a_clock_ahead_is_over() -> None:
    hosts = Hosts([Pause(HOST, "dns_failed", NOW, NOW + timedelta(days=3650))])
    assert hosts.paused_until(HOST, NOW) is None


def test_what_says_the_same_of_every_address_counts_each_time() -> None:
    hosts = Hosts()
    looks = [hosts.note_failure(HOST, f"http://{HOST}/rss", "dns_failed", None, NOW) for _ in range(IN_A_ROW)]
    assert [pause is not None for pause in looks] == [False] * (IN_A_ROW - 1) + [True]


def test_while_no_host_answers_it_is_our_network_and_no_host_waits_longer() -> None:
    hosts, names = Hosts(), ["a.example", "b.example", "c.example"]
    for name in names:
        for _ in range(IN_A_ROW):
            hosts.note_failure(name, f"http://{name}/", "dns_failed", None, NOW)
    assert hosts.is_network_down()
    now = NOW
    for _ in range(10):
        now += FIRST_PAUSE
        again = [hosts.note_failure(name, f"http://{name}/", "dns_failed", None, now) for name in names]
        assert {pause.until - now for pause in again if pause} == {FIRST_PAUSE}
    hosts.note_answer("a.example", now)
    assert not hosts.is_network_down()
    pause = hosts.note_failure("b.example", "http://b.example/", "dns_failed", None, now + FIRST_PAUSE)
    assert pause
    assert pause.until == now + 3 * FIRST_PAUSE


def test_a_host_that_is_long_dead_does_not_hide_that_the_network_is_gone() -> None:
    hosts, later = Hosts([Pause("dead.example", "dns_failed", NOW, NOW + LONGEST_PAUSE)]), NOW + timedelta(days=7)
    hosts.note_answer("a.example", later)
    assert not hosts.is_network_down()
    for at, name in enumerate(["a.example", "b.example", "c.example"]):
        hosts.note_failure(name, f"http://{name}/rss", "connect_failed", None, later + timedelta(minutes=at + 1))
    assert hosts.is_network_down()
    hosts.note_failure("b.example", "http://b.example/", "server_failed", None, later + timedelta(hours=1))
    assert not hosts.is_network_down()  # it failed, but it answered


# Clocks.


class Machine:
    """Three clocks that are turned by hand."""

    def __init__(self) -> None:
        self.now = Moment(NOW, 1000.0, 500.0)

    def read(self) -> Moment:
        return self.now

    def turn(self, *, wall: float, boot: float, ticks: float) -> None:
        was = self.now
        self.now = Moment(was.wall + timedelta(seconds=wall), was.boot + boot, was.ticks + ticks)


@given(st.lists(st.floats(0.5, 120), max_size=20))
def test_ordinary_time_is_no_jump(lengths: list[float]) -> None:
    machine = Machine()
    watch = ClockWatch(machine.read)
    for length in lengths:
        machine.turn(wall=length * (1 + 5e-4), boot=length, ticks=length)  # NTP slews by 500 ppm at most
        assert watch.look() is None
    assert not watch.is_suspect()


@pytest.mark.parametrize("step", [-3600.0, 10 * 365.25 * 86400])
def test_c1_c2_a_clock_that_is_set_is_told_once_and_doubted_for_an_hour(step: float) -> None:
    machine = Machine()
    watch = ClockWatch(machine.read)
    machine.turn(wall=1 + step, boot=1, ticks=1)
    jump = watch.look()
    assert jump
    assert jump.step == timedelta(seconds=step)
    assert jump.slept == timedelta(0)
    assert watch.is_suspect()
    machine.turn(wall=SUSPECT_FOR - 1, boot=SUSPECT_FOR - 1, ticks=SUSPECT_FOR - 1)
    assert watch.look() is None
    assert watch.is_suspect()
    machine.turn(wall=2, boot=2, ticks=2)
    watch.look()
    assert not watch.is_suspect()


def test_c3_sleep_is_told_from_a_clock_that_was_set() -> None:
    machine = Machine()
    watch = ClockWatch(machine.read)
    machine.turn(wall=8 * 3600, boot=8 * 3600, ticks=1)
    jump = watch.look()
    assert jump
    assert (jump.step, jump.slept) == (timedelta(0), timedelta(seconds=8 * 3600 - 1))
    assert str(jump) == "the machine slept 7:59:59"
    assert not watch.is_suspect()


# Health and the watchdog.


def test_health_says_what_is_wrong_and_when_it_is_over() -> None:
    health = Health(0.0, 60, 1800)
    assert health.report(1).state == "starting"
    health.is_ready = True
    assert health.report(1).state == "ok"
    assert health.trouble("archive", "the disk is full")
    assert not health.trouble("archive", "the disk is full")
    assert health.report(1).state == "degraded"
    assert health.report(1).troubles == {"archive": "the disk is full"}
    assert health.relieve("archive")
    assert not health.relieve("archive")
    assert health.report(1).state == "ok"
    health.is_stopping = True
    assert health.report(1).state == "stopping"


def test_m2_a_loop_that_stands_still_is_stuck() -> None:
    health = Health(0.0, 60, 1800)
    health.beat(100)
    assert health.stuck_reason(160) is None
    assert "the event loop has stood still for 61 s" in (health.stuck_reason(161) or "")
    assert health.report(161).state == "stuck"


def test_m2_work_in_which_nothing_gets_done_is_stalled_and_stuck_when_it_cannot_be_given_up() -> None:
    health = Health(0.0, 1e9, 1800)
    health.begin("one", 0)
    health.begin("two", 0)
    health.progress("two", 1000)
    assert health.stalled(1801) == ("one",)
    assert health.stuck_reason(1801) is None
    assert "one" in (health.stuck_reason(3601) or "")
    health.end("one", 3601)
    assert health.stuck_reason(3601) is None
    assert health.stalled(10**6) == ("two",)
    health.end("two", 10**6)
    assert health.stalled(10**7) == ()


def test_m2_the_watchdog_ends_a_service_that_is_stuck_and_no_other(capfd: pytest.CaptureFixture[str]) -> None:
    health, left = Health(0.0, 60, 1800), threading.Event()
    now = [0.0]
    reasons: list[str] = []

    def leave(reason: str) -> None:
        reasons.append(reason)
        left.set()

    with Watchdog(health, lambda: now[0], 0.01, leave):
        assert not left.wait(0.1)
        now[0] = 61.0
        assert left.wait(20)
    assert "stood still for 61 s" in reasons[0]
    assert "test_service_parts" in capfd.readouterr().err  # where every thread was


# What is said.


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    stream, root = io.StringIO(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


def test_q9_no_secret_is_said(said: io.StringIO) -> None:
    styles: tuple[Format, ...] = ("people", "json")
    for style in styles:
        set_up_logs(style, said)
        url = "https://amal:hunter2@www.one.example/rss?api_key=SECRET1&page=2&X-Amz-Signature=SECRET2#token=SECRET3"
        tell("note", f"one: {url}\nAuthorization: Bearer SECRET4", url=url, headers={"note": ["Cookie: id=SECRET5"]})
        try:
            raise ValueError(url)
        except ValueError:
            logging.getLogger("warraq").exception("broke at %s", url)
    told = said.getvalue()
    assert "hunter2" not in told
    assert "SECRET" not in told
    assert "www.one.example/rss" in told
    assert "page=2" in told


def test_json_lines_have_their_event_and_facts(said: io.StringIO) -> None:
    set_up_logs("json", said)
    tell("round", "one: 3 pages", site="one", pages={"new": 3})
    (line,) = said.getvalue().splitlines()
    told = json.loads(line)
    assert (told["event"], told["site"], told["pages"], told["level"]) == ("round", "one", {"new": 3}, "info")


def test_q7_what_servers_say_cannot_steer_a_terminal_or_begin_a_line(said: io.StringIO) -> None:
    set_up_logs("people", said)
    tell("note", "one: \x1b[2J\x1b]0;x\x07\r\nforged \u202etxt")
    (line,) = said.getvalue().splitlines()
    assert line.endswith("forged txt")
    assert "\x1b" not in line


@given(st.text())
def test_hiding_never_fails_and_hides_once(text: str) -> None:
    assert hide_secrets(hide_secrets(text)) == hide_secrets(text)


# systemd.


@pytest.mark.parametrize("is_abstract", [False, True])
def test_systemd_hears_of_start_reload_life_and_end(tmp_path: Path, is_abstract: bool) -> None:
    name = f"@warraq-{random.random()}" if is_abstract else str(tmp_path / "notify")  # noqa: S311
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind("\0" + name[1:] if is_abstract else name)
        ear.settimeout(20)
        notifier = find_notifier({"NOTIFY_SOCKET": name})
        notifier.ready("3 sites")
        notifier.reloading()
        notifier.alive("ok\nREADY=0")
        notifier.stopping("bye")
        heard = [ear.recv(1000).decode() for _ in range(4)]
    assert heard[0] == "READY=1\nSTATUS=3 sites"
    assert heard[1].startswith("RELOADING=1\nMONOTONIC_USEC=")
    assert heard[2:] == ["WATCHDOG=1\nSTATUS=ok READY=0", "STOPPING=1\nSTATUS=bye"]


def test_nobody_who_listens_is_no_error(tmp_path: Path) -> None:
    find_notifier({}).ready("x")
    find_notifier({"NOTIFY_SOCKET": str(tmp_path / "gone")}).ready("x")


def test_signs_of_life_come_twice_as_often_as_systemd_asks() -> None:
    assert ping_interval({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "7"}, 7) == 30
    assert ping_interval({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "8"}, 7) is None
    assert ping_interval({"WATCHDOG_USEC": "60000000"}, 7) == 30
    assert ping_interval({}, 7) is None
    assert ping_interval({"WATCHDOG_USEC": "soon"}, 7) is None
