"""Runs functions on hostile input in child processes that can be killed, with wall, CPU and memory limits.

Owner and child talk over a socket pair of their own: a request is a length and a pickled (function, args), a reply a
status, a worn-out flag, a length and a pickle. So a child that dies at any byte harms its own call only.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import pickle
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from types import ModuleType
from typing import Any, NoReturn, Self, TypeVar

from pipeline.child import REPLY, REQUEST, Reply, Status, adopt, serve
from pipeline.errors import OutOfResources, ParseCrashed, ParseMemory, ParseTimeout, is_out_of_resources

T = TypeVar("T")

_START_WALL = 60.0  # seconds for a child to import what the context needs; a loaded machine must not fail here
_START_PAUSES = (0.05, 0.2, 1.0)  # seconds
_EXIT_WALL = 1.0  # seconds between the end of a child's socket and its exit code; microseconds in practice
_main_hiding = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class _Child:
    """The owner's end of one child. Closing the lifeline kills it, whatever it does."""

    process: ForkServerProcess
    lifeline: Connection
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, request: bytes) -> Reply:
        self.writer.writelines((REQUEST.pack(len(request)), request))
        await self.writer.drain()
        status, is_worn, length = REPLY.unpack(await self.reader.readexactly(REPLY.size))
        return Reply(Status(status), is_worn, await self.reader.readexactly(length))

    def kill(self) -> None:
        if self.process.is_alive():
            self.process.kill()
        self.writer.transport.abort()
        self.lifeline.close()

    def exit_code(self) -> int | None:
        """The code of a child whose socket has ended; None when it lives on all the same."""
        self.process.join(_EXIT_WALL)
        return self.process.exitcode


class Workers:
    """A fixed number of child processes that run functions under limits.

    `wall` and `cpu` are seconds per call (CPU is rounded up to whole seconds), `memory` is bytes of address space on
    top of what a fresh child has. `context` is pickled once and handed to each child at its start; functions read it
    with `child.context()`. `preload` names the modules of the functions: the fork server imports them once (a process
    has one fork server, so the Workers started first choose for all), and each child has them before its limits count.

    Children hold no descriptor of the owner's, ignore SIGINT, and never outlive the owner.
    """

    def __init__(
        self,
        *,
        count: int,
        wall: float,
        cpu: float,
        memory: int,
        context: object = None,
        preload: Sequence[str] = (),
    ) -> None:
        """Nothing starts yet. ValueError for a count below 1, pickle's own error for a context that cannot travel."""
        if count < 1:
            raise ValueError(f"count must be at least 1, not {count}")
        self._count, self._wall, self._cpu, self._memory = count, wall, cpu, memory
        self._preload = tuple(preload)
        self._greeting = pickle.dumps((adopt, (context, self._preload)), pickle.HIGHEST_PROTOCOL)
        self._idle: asyncio.Queue[_Child | None] = asyncio.Queue()  # None: a place whose child is to be started
        self._children: set[_Child] = set()
        self._is_open = False

    @property
    def count(self) -> int:
        """How many calls can run at once."""
        return self._count

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def start(self) -> None:
        """Start the fork server and one child, so that a context that cannot be loaded fails here, not at a page."""
        # The first start waits for the fork server's imports, so off the loop; later starts cost the loop about 10 ms.
        await asyncio.to_thread(_boot_fork_server, self._preload)
        self._is_open = True
        first = await self._start_child()
        for child in [first] + [None] * (self._count - 1):
            self._idle.put_nowait(child)

    async def close(self) -> None:
        """Kill all children, busy or idle, and fail the calls still waiting. Closing twice is fine."""
        self._is_open = False
        for child in tuple(self._children):
            self._discard(child)
            child.process.join()
            with suppress(OSError):  # the broken pipe of a child that was busy
                await child.writer.wait_closed()

    async def call(self, function: Callable[..., T], *args: object) -> T:
        """Run `function(*args)` in a child and return what it returns.

        `function` must be importable by name; arguments and result must pickle. A PageError that it raises comes
        through as it is, any other exception as the bug it is, with the child's traceback as a note. ParseTimeout past
        the wall or CPU limit, ParseMemory past the memory limit, ParseCrashed when the child died twice over this call.
        When the awaiting task is cancelled, the child is killed and its place is free.
        """
        request = pickle.dumps((function, args), pickle.HIGHEST_PROTOCOL)
        try:
            reply = await self._run(request)
        except ParseCrashed:  # perhaps killed for no fault of the page's (the OOM killer, an operator): once more
            reply = await self._run(request)
        return self._open(reply)  # type: ignore[no-any-return]

    async def _run(self, request: bytes) -> Reply:
        child = await self._idle.get()
        keep: _Child | None = None
        try:
            if child and child.reader.at_eof():
                self._discard(child)
                child = None
            child = child or await self._start_child()
            reply = await self._ask(child, request, self._wall)
            if reply.is_worn:
                self._discard(child)
            else:
                keep = child
            return reply
        finally:
            self._idle.put_nowait(keep)

    async def _ask(self, child: _Child, request: bytes, wall: float) -> Reply:
        try:
            async with asyncio.timeout(wall):
                return await child.ask(request)
        except TimeoutError:
            self._discard(child)
            raise ParseTimeout(f"not done after {wall:g} s; the child was killed", wall=wall) from None
        except (asyncio.IncompleteReadError, OSError):
            self._explain_death(child)
        except BaseException:
            self._discard(child)
            raise

    def _explain_death(self, child: _Child) -> NoReturn:
        code = child.exit_code()
        self._discard(child)
        if code == -signal.SIGXCPU:
            raise ParseTimeout(f"used its {self._cpu:g} s of CPU; the child was killed", cpu=self._cpu) from None
        raise ParseCrashed(f"the child died: {_name_exit(code)}", exit_code=code) from None

    async def _start_child(self) -> _Child:
        if not self._is_open:
            raise RuntimeError("these Workers are not open; use `async with Workers(...)`")
        try:
            child = await _launch_patiently(self._cpu, self._memory)
        except (OSError, EOFError) as error:
            if is_out_of_resources(error):
                raise OutOfResources(error) from error
            raise ParseCrashed(f"no child could be started: {error!r}") from error
        self._children.add(child)
        try:
            self._open(await self._ask(child, self._greeting, _START_WALL))
        except BaseException:
            self._discard(child)
            raise
        return child

    def _discard(self, child: _Child) -> None:
        self._children.discard(child)
        child.kill()

    def _open(self, reply: Reply) -> Any:
        if reply.status is Status.OUT_OF_MEMORY:
            raise ParseMemory(
                f"needed more than {self._memory >> 20} MiB ({reply.payload.decode()})", memory=self._memory
            )
        content = pickle.loads(reply.payload)  # noqa: S301 - written by our own child
        if reply.status is Status.RETURNED:
            return content
        if reply.status is Status.FAILED:
            raise content
        error, where = content
        error.add_note(f"In the child process:\n{where}")
        raise error


def _name_exit(code: int | None) -> str:
    if code is None:
        return "it closed its socket and went on"
    return f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"


def _boot_fork_server(preload: tuple[str, ...]) -> None:
    starter = multiprocessing.get_context("forkserver")
    starter.set_forkserver_preload([__name__, *preload])
    first = starter.Process(target=os.getpid, daemon=True)
    _start_process(first)
    first.join()
    first.close()


def _start_process(process: ForkServerProcess) -> None:
    """Start a child that does not know our main module: it would run the console script's imports anew (0.8 s)."""
    # CPython 3.11 ignores `__main__` among modules to preload: forkserver.py asks for a key that spawn.py has renamed.
    with _main_hiding:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            process.start()
        finally:
            sys.modules["__main__"] = main


async def _launch_patiently(cpu: float, memory: int) -> _Child:
    for pause in _START_PAUSES:
        try:
            return await _launch(cpu, memory)
        except (OSError, EOFError):  # a killed fork server refuses connections until it is reaped; then comes another
            await asyncio.sleep(pause)
    return await _launch(cpu, memory)


async def _launch(cpu: float, memory: int) -> _Child:
    starter = multiprocessing.get_context("forkserver")
    ours, theirs = socket.socketpair()
    hold, lifeline = starter.Pipe(duplex=False)
    try:
        process = starter.Process(target=serve, args=(theirs, hold, cpu, memory), daemon=True)
        _start_process(process)
        return _Child(process, lifeline, *await asyncio.open_connection(sock=ours))
    except BaseException:
        ours.close()
        lifeline.close()
        raise
    finally:
        theirs.close()
        hold.close()
