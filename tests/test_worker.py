"""Workers against real children and real hostile pages."""

from __future__ import annotations

import asyncio
import ctypes
import fcntl
import os
import pickle
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from selectolax.lexbor import LexborHTMLParser

from pipeline import child
from pipeline.errors import NotAnArticle, ParseCrashed, ParseMemory, ParseTimeout
from pipeline.sites import FeedSource, FieldRule, Rules, Site
from pipeline.worker import Workers

MIB = 2**20


# What the children run.


def parse(html: bytes) -> int:
    return len(LexborHTMLParser(html).css("*"))


def echo(value: Any) -> Any:
    return value


def echo_later(value: int, seconds: float) -> int:
    time.sleep(seconds)
    return value


def get_pid() -> int:
    return os.getpid()


def raise_error(error: BaseException) -> None:
    raise error


class UnloadableError(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(one + two)


def raise_unloadable() -> None:
    raise UnloadableError("one", "two")


def die_once(mark: str, how: int) -> str:
    """Dies by signal `how` the first time it is called with this mark."""
    if Path(mark).exists():
        return "alive"
    Path(mark).touch()
    os.kill(os.getpid(), how)
    return "never"


def die_always(mark: str, how: int) -> None:
    with Path(mark).open("a") as file:
        file.write("died\n")
    os.kill(os.getpid(), how)


def exit_at_once(code: int) -> None:
    os._exit(code)


def read_null() -> None:
    ctypes.string_at(0)


def close_all_files() -> None:
    os.closerange(3, 256)
    time.sleep(60)


def write_pid_and_sleep(path: str) -> None:
    Path(path).write_text(str(os.getpid()))
    time.sleep(60)


def burn() -> None:
    while True:
        pass


def allocate(size: int) -> int:
    return len(bytearray(size))


def return_lambda() -> object:
    return lambda: None


def list_open_files() -> list[str]:
    return [link for link in map(read_link, Path("/proc/self/fd").iterdir()) if link]


def read_link(path: Path) -> str:
    try:
        return str(path.readlink())
    except FileNotFoundError:  # the descriptor of the listing itself
        return ""


def count_open_files() -> int:
    return len(list_open_files())


def is_sigint_ignored() -> bool:
    os.kill(os.getpid(), signal.SIGINT)
    return signal.getsignal(signal.SIGINT) is signal.SIG_IGN


def get_site_name(site_id: str) -> str:
    name: str = child.context()[site_id].name
    return name


def match_article(site_id: str, url: str) -> bool:
    return bool(child.context()[site_id].article_url.search(url))


class FailsToLoad:
    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return int, ("not a number",)


# Hostile pages (faults H1 to H4).

HOSTILE = {
    "h1_nested_divs": b"<div>" * 100_000,
    "h2_attributes": b"<p " + b" ".join(b"a%d=1" % number for number in range(50_000)) + b">x</p>",
    "h3_options": b"<select>" + b"<option>x" * 80_000,
}
MANY_NODES = b"<p>x" * 500_000  # H4: a million nodes


@pytest_asyncio.fixture
async def workers() -> AsyncIterator[Workers]:
    async with Workers(count=2, wall=30, cpu=30, memory=512 * MIB, preload=[__name__]) as pool:
        yield pool


def quick_workers(*, count: int = 1, wall: float = 0.8, cpu: float = 30, memory: int = 512 * MIB) -> Workers:
    return Workers(count=count, wall=wall, cpu=cpu, memory=memory, preload=[__name__])


async def assert_healthy(pool: Workers, calls: int = 200) -> None:
    answers = await asyncio.gather(*(pool.call(echo, number) for number in range(calls)))
    assert answers == list(range(calls))


def read_state(pid: int) -> tuple[str, int] | None:
    """State letter and parent of a process, None when there is none (proc(5))."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except (FileNotFoundError, ProcessLookupError):
        return None
    return state, int(parent)


async def is_gone(pid: int) -> bool:
    """Whether the process ends (or is a zombie) before a generous safety timeout."""
    for _ in range(500):
        state = read_state(pid)
        if state is None or state[0] == "Z":
            return True
        await asyncio.sleep(0.02)
    return False


def read_now(path: Path) -> str:
    return path.read_text() if path.exists() else ""


async def wait_for_text(path: Path) -> str:
    for _ in range(1500):
        if text := read_now(path):
            return text
        await asyncio.sleep(0.02)
    raise AssertionError(f"{path} was never written")


# Plain work.


async def test_returns_what_the_function_returns(workers: Workers) -> None:
    assert await workers.call(parse, b"<p>one<p>two") == 5  # html, head, body and two p


async def test_every_caller_gets_its_own_answer(workers: Workers) -> None:
    calls = [workers.call(echo_later, number, 0.02 * (number % 3)) for number in range(30)]
    assert await asyncio.gather(*calls) == list(range(30))


async def test_never_more_children_than_count(workers: Workers) -> None:
    pids = await asyncio.gather(*(workers.call(get_pid) for _ in range(100)))
    assert 1 <= len(set(pids)) <= 2
    assert os.getpid() not in pids


async def test_large_arguments_and_results_travel(workers: Workers) -> None:
    body = os.urandom(MIB) * 20
    assert await workers.call(echo, body) == body


async def test_unpicklable_arguments_fail_in_the_owner(workers: Workers) -> None:
    with pytest.raises((pickle.PicklingError, AttributeError)):
        await workers.call(echo, lambda: None)
    await assert_healthy(workers, 4)


async def test_unpicklable_result_is_a_bug_with_the_childs_traceback(workers: Workers) -> None:
    with pytest.raises((pickle.PicklingError, AttributeError)) as caught:
        await workers.call(return_lambda)
    assert "In the child process" in caught.value.__notes__[0]
    await assert_healthy(workers)


def test_count_must_be_positive() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Workers(count=0, wall=1, cpu=1, memory=MIB)


async def test_calling_closed_workers_is_an_error() -> None:
    pool = quick_workers()
    async with pool:
        pid = await pool.call(get_pid)
    await pool.close()
    assert await is_gone(pid)
    with pytest.raises(RuntimeError, match="not open"):
        await asyncio.wait_for(_call_after_close(pool), 10)


async def _call_after_close(pool: Workers) -> None:
    await pool.call(get_pid)


async def test_close_ends_calls_still_running(tmp_path: Path) -> None:
    pool = quick_workers(wall=60)
    await pool.start()
    running = asyncio.ensure_future(pool.call(write_pid_and_sleep, str(tmp_path / "pid")))
    waiting = asyncio.ensure_future(pool.call(echo, 1))
    pid = int(await wait_for_text(tmp_path / "pid"))
    await pool.close()
    assert await is_gone(pid)
    for call in (running, waiting):
        with pytest.raises(RuntimeError, match="not open"):
            await asyncio.wait_for(call, 10)


# Errors of the function itself.


async def test_page_errors_come_through_as_they_are(workers: Workers) -> None:
    error = NotAnArticle("a section page", url="https://example.org/", count=3)
    with pytest.raises(NotAnArticle) as caught:
        await workers.call(raise_error, error)
    assert (caught.value.detail, caught.value.url, caught.value.facts) == (
        "a section page",
        "https://example.org/",
        {"count": 3},
    )


async def test_bugs_come_through_loud_and_the_child_lives_on(workers: Workers) -> None:
    with pytest.raises(KeyError, match="missing") as caught:
        await workers.call(raise_error, KeyError("missing"))
    assert "raise_error" in caught.value.__notes__[0]
    await assert_healthy(workers)


async def test_errors_that_cannot_travel_still_tell_their_name(workers: Workers) -> None:
    with pytest.raises(RuntimeError, match="UnloadableError: onetwo"):
        await workers.call(raise_unloadable)


async def test_sys_exit_in_a_child_does_not_end_the_owner(workers: Workers) -> None:
    with pytest.raises(RuntimeError, match="SystemExit: 3"):
        await workers.call(raise_error, SystemExit(3))


# Limits (H1 to H4).


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_page_ends_at_the_wall_limit(name: str) -> None:
    async with quick_workers() as pool:
        with pytest.raises(ParseTimeout, match="not done after"):
            await pool.call(parse, HOSTILE[name])
        assert await pool.call(parse, b"<p>x") == 4


async def test_h4_million_nodes_end_at_the_memory_limit() -> None:
    async with quick_workers(wall=60, memory=100 * MIB) as pool:
        with pytest.raises(ParseMemory, match="needed more than 100 MiB"):
            await pool.call(parse, MANY_NODES)
        await assert_healthy(pool)


async def test_h4_million_nodes_end_at_the_wall_limit() -> None:
    async with quick_workers(memory=4096 * MIB) as pool:
        with pytest.raises(ParseTimeout):
            await pool.call(parse, MANY_NODES * 8)
        assert await pool.call(parse, b"<p>x") == 4


async def test_cpu_limit_kills_a_busy_child_and_is_renewed_for_each_call() -> None:
    async with quick_workers(wall=60, cpu=1) as pool:
        with pytest.raises(ParseTimeout, match="of CPU"):
            await pool.call(burn)
        await assert_healthy(pool)


async def test_cpu_limit_reaches_into_native_code() -> None:
    async with quick_workers(wall=60, cpu=1) as pool:
        with pytest.raises(ParseTimeout, match="of CPU"):
            await pool.call(parse, HOSTILE["h3_options"])


async def test_memory_error_is_named_and_the_child_replaced(workers: Workers) -> None:
    with pytest.raises(ParseMemory, match="512 MiB"):
        await workers.call(allocate, 1024 * MIB)
    await assert_healthy(workers)


async def test_child_that_grew_large_is_not_used_again() -> None:
    async with quick_workers(wall=30, memory=200 * MIB) as pool:
        before = await pool.call(get_pid)
        assert await pool.call(get_pid) == before
        assert await pool.call(allocate, 100 * MIB) == 100 * MIB
        assert await pool.call(get_pid) != before


async def test_child_is_replaced_after_two_thousand_calls() -> None:
    async with quick_workers(wall=30) as pool:
        pids = [await pool.call(get_pid) for _ in range(2010)]
        assert len(set(pids[:2000])) == 1
        assert len(set(pids)) == 2


# Death (K2, H14).


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV, signal.SIGTERM])
async def test_k2_page_of_a_killed_child_is_tried_once_more(workers: Workers, tmp_path: Path, how: int) -> None:
    assert await workers.call(die_once, str(tmp_path / "mark"), how) == "alive"
    await assert_healthy(workers)


async def test_k2_page_that_always_kills_gives_up_after_two_children(workers: Workers, tmp_path: Path) -> None:
    with pytest.raises(ParseCrashed, match="SIGKILL"):
        await workers.call(die_always, str(tmp_path / "mark"), signal.SIGKILL)
    assert (tmp_path / "mark").read_text() == "died\n" * 2
    await assert_healthy(workers)


async def test_k2_busy_child_killed_from_outside_is_tried_once_more(tmp_path: Path) -> None:
    async with quick_workers(wall=30) as pool:
        call = asyncio.ensure_future(pool.call(write_pid_and_sleep, str(tmp_path / "pid")))
        for _ in range(2):
            pid = int(await wait_for_text(tmp_path / "pid"))
            (tmp_path / "pid").unlink()
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(ParseCrashed, match="SIGKILL"):
            await call
        await assert_healthy(pool)


async def test_k2_idle_child_killed_from_outside_is_replaced_unnoticed() -> None:
    async with quick_workers(wall=30) as pool:
        pid = await pool.call(get_pid)
        os.kill(pid, signal.SIGKILL)
        assert await is_gone(pid)
        assert await pool.call(get_pid) != pid
        await assert_healthy(pool)


async def test_k2_fork_server_killed_from_outside_is_replaced() -> None:
    async with quick_workers(wall=30) as pool:
        pid = await pool.call(get_pid)
        state = read_state(pid)
        assert state
        os.kill(state[1], signal.SIGKILL)
        os.kill(pid, signal.SIGKILL)
        await assert_healthy(pool)


async def test_h14_segfault_is_a_crash_and_the_owner_is_fine(workers: Workers) -> None:
    with pytest.raises(ParseCrashed, match="SIGSEGV"):
        await workers.call(read_null)
    await assert_healthy(workers)


async def test_exit_code_is_told(workers: Workers) -> None:
    with pytest.raises(ParseCrashed, match="exit code 7") as caught:
        await workers.call(exit_at_once, 7)
    assert caught.value.facts == {"exit_code": 7}
    await assert_healthy(workers)


async def test_stopped_child_ends_at_the_wall_limit(tmp_path: Path) -> None:
    async with quick_workers(wall=1) as pool:
        with pytest.raises(ParseTimeout):
            await pool.call(die_once, str(tmp_path / "mark"), signal.SIGSTOP)
        await assert_healthy(pool)


async def test_child_that_closes_its_socket_is_killed() -> None:
    async with quick_workers(wall=30) as pool:
        pid = await pool.call(get_pid)
        with pytest.raises(ParseCrashed):
            await pool.call(close_all_files)
        assert await is_gone(pid)
        await assert_healthy(pool)


async def test_cancelled_call_kills_its_child_and_frees_the_place(tmp_path: Path) -> None:
    async with quick_workers(wall=60) as pool:
        call = asyncio.ensure_future(pool.call(write_pid_and_sleep, str(tmp_path / "pid")))
        pid = int(await wait_for_text(tmp_path / "pid"))
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert await is_gone(pid)
        await assert_healthy(pool)


async def test_many_cancelled_calls_leave_no_descriptor_behind() -> None:
    async with quick_workers(count=2, wall=60) as pool:
        await assert_healthy(pool, 10)
        before = count_open_files()
        for _ in range(15):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(pool.call(time.sleep, 60), 0.01)
        await assert_healthy(pool, 10)
        assert count_open_files() <= before + 8


async def test_faults_side_by_side_harm_only_their_own_call(tmp_path: Path) -> None:
    async with quick_workers(count=2, wall=2) as pool:
        faults = [
            pool.call(parse, HOSTILE["h3_options"]),
            pool.call(read_null),
            pool.call(raise_error, KeyError("bug")),
            pool.call(exit_at_once, 1),
        ]
        answers = await asyncio.gather(
            *faults, *(pool.call(echo, number) for number in range(50)), return_exceptions=True
        )
        assert [type(answer) for answer in answers[:4]] == [ParseTimeout, ParseCrashed, KeyError, ParseCrashed]
        assert answers[4:] == list(range(50))


# What a child has of its owner.

OWNER = """
import asyncio, sys
sys.path.insert(0, {root!r})
from pipeline.worker import Workers
from tests.test_worker import parse_after_telling

async def main():
    async with Workers(count=1, wall=100, cpu=100, memory=2**30) as pool:
        await pool.call(parse_after_telling, sys.argv[1])

if __name__ == "__main__":
    asyncio.run(main())
"""


def parse_after_telling(path: str) -> int:
    Path(path).write_text(str(os.getpid()))
    return parse(b"<select>" + b"<option>x" * 400_000)  # minutes in native code, the interpreter's lock held


def start_owner(folder: Path) -> subprocess.Popen[bytes]:
    script = folder / "owner.py"
    script.write_text(OWNER.format(root=str(Path(__file__).resolve().parent.parent)))
    return subprocess.Popen([sys.executable, str(script), str(folder / "pid")])


async def test_k2_child_dies_with_its_killed_owner_even_in_native_code(tmp_path: Path) -> None:
    owner = start_owner(tmp_path)
    try:
        child = int(await wait_for_text(tmp_path / "pid"))
        assert read_state(child)
    finally:
        owner.kill()
        owner.wait()
    assert await is_gone(child)


async def test_children_hold_no_socket_or_lock_of_the_owner(tmp_path: Path) -> None:
    async with quick_workers(wall=30) as pool:
        await pool.call(echo, 1)
        with socket.create_server(("127.0.0.1", 0)) as listening, (tmp_path / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with pytest.raises(ParseCrashed):
                await pool.call(exit_at_once, 1)  # so that the next child starts while both are open
            in_child = await pool.call(list_open_files)
            ours = {read_link(Path(f"/proc/self/fd/{file.fileno()}")) for file in (listening, lock)}
            assert len(in_child) >= 3
            assert not ours & set(in_child)


async def test_children_ignore_sigint(workers: Workers) -> None:
    assert await workers.call(is_sigint_ignored)


def make_sites() -> dict[str, Site]:
    rules = Rules(title=(FieldRule(css="h1", regex=re.compile(r"(.+) \|")),))
    return {
        "demo": Site(
            id="demo",
            name="خبر",
            home="https://example.org/",
            every=timedelta(hours=1),
            article_url=re.compile(r"/\d+$"),
            sources=(FeedSource(kind="feed", url="https://example.org/rss"),),
            rules=rules,
        )
    }


async def test_context_reaches_every_child_with_its_patterns_and_models() -> None:
    async with Workers(count=2, wall=30, cpu=30, memory=512 * MIB, context=make_sites()) as pool:
        assert await asyncio.gather(*(pool.call(get_site_name, "demo") for _ in range(20))) == ["خبر"] * 20
        assert await pool.call(match_article, "demo", "https://example.org/news/12")
        with pytest.raises(ParseCrashed):
            await pool.call(exit_at_once, 1)
        assert await pool.call(get_site_name, "demo") == "خبر"


def test_context_has_no_value_in_the_owner() -> None:
    with pytest.raises(RuntimeError, match="only in a child"):
        child.context()


def test_context_that_cannot_be_pickled_fails_before_anything_starts() -> None:
    with pytest.raises((pickle.PicklingError, AttributeError)):
        Workers(count=1, wall=1, cpu=1, memory=MIB, context=lambda: None)


async def test_context_that_cannot_be_loaded_fails_at_start() -> None:
    with pytest.raises(ValueError, match="not a number"):
        await Workers(count=1, wall=9, cpu=9, memory=512 * MIB, context=FailsToLoad()).start()


SCRIPT = """
import asyncio, os, sys
with open(sys.argv[1], "a") as seen:
    seen.write("imported\\n")
from pipeline.worker import Workers
async def main():
    async with Workers(count=1, wall=60, cpu=60, memory=2**30) as workers:
        await workers.call(os.getpid)
if __name__ == "__main__":
    asyncio.run(main())
"""


def test_children_do_not_run_the_imports_of_the_console_script_anew(tmp_path: Path) -> None:
    script, seen = tmp_path / "script.py", tmp_path / "seen"
    script.write_text(SCRIPT)
    subprocess.run([sys.executable, script, seen], check=True, timeout=60)
    assert seen.read_text() == "imported\n"
