"""The child's side of `worker.py`: one process that runs what it is asked to, under limits, until its owner is gone.

A request is a length and a pickled (function, args), a reply a status, a worn-out flag, a length and a pickle.
"""

from __future__ import annotations

import enum
import fcntl
import gc
import importlib
import math
import os
import pickle
import resource
import select
import signal
import socket
import struct
import time
import traceback
from dataclasses import dataclass
from itertools import count as count_up
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.errors import PageError

REQUEST = struct.Struct("!Q")  # length of the pickle that follows
REPLY = struct.Struct("!B?Q")  # status, is the child worn out, length of what follows
_TASKS_PER_CHILD = 2000  # then a fresh child, against leaks in native code; a start costs about 10 ms
_SWOLLEN = 0.25  # of the memory limit: a child that ever held more is not used again


class Status(enum.IntEnum):
    """How a request ended."""

    RETURNED = 0
    FAILED = 1  # with a PageError
    BUG = 2
    OUT_OF_MEMORY = 3


@dataclass(frozen=True, slots=True)
class Reply:
    """What a child answers: `payload` is a pickle, or text for OUT_OF_MEMORY; a worn child is not asked again."""

    status: Status
    is_worn: bool
    payload: bytes


_NO_CONTEXT = object()
_context: object = _NO_CONTEXT


def context() -> Any:
    """The value given to `Workers(context=...)`. RuntimeError outside a child."""
    if _context is _NO_CONTEXT:
        raise RuntimeError("child.context() has a value only in a child of Workers")
    return _context


def adopt(value: object, preload: tuple[str, ...]) -> None:
    """The first request of every child: its context, and the modules to have before its limits count."""
    global _context
    _context = value
    for name in preload:
        importlib.import_module(name)
    gc.freeze()  # a full collection otherwise walks all modules, ten times the garbage of a page


def serve(wire: socket.socket, hold: Connection, cpu: float, memory: int) -> None:
    """A child's whole life: the context, then one request after the other until the owner closes the socket."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the owner's to answer
    _die_with_owner(hold.fileno())
    _limit(resource.RLIMIT_CORE, 0)
    stream = wire.makefile("rb")
    greeting = _receive(stream)
    if greeting:
        _send(wire, _perform(greeting))
        _limit(resource.RLIMIT_AS, _address_space() + memory)
        _serve_requests(wire, stream, cpu, memory)


def _serve_requests(wire: socket.socket, stream: BinaryIO, cpu: float, memory: int) -> None:
    at_start = _peak_resident()
    for done in count_up(1):
        request = _receive(stream)
        if request is None:
            return
        _limit(resource.RLIMIT_CPU, math.ceil(time.process_time() + cpu))
        reply = _perform(request)
        is_swollen = _peak_resident() - at_start > memory * _SWOLLEN
        if is_swollen and reply.status is Status.BUG:
            reply = _blame_memory(reply)
        is_worn = is_swollen or reply.status is Status.OUT_OF_MEMORY or done >= _TASKS_PER_CHILD
        _send(wire, Reply(reply.status, is_worn, reply.payload))


def _perform(request: bytes) -> Reply:
    try:
        function, args = pickle.loads(request)  # noqa: S301 - written by our own owner
        return Reply(Status.RETURNED, False, pickle.dumps(function(*args), pickle.HIGHEST_PROTOCOL))
    except MemoryError:
        return Reply(Status.OUT_OF_MEMORY, False, b"MemoryError")
    except BaseException as error:
        return _pack_error(error)


def _pack_error(error: BaseException) -> Reply:
    where = traceback.format_exc()
    if isinstance(error, PageError) and _can_travel(error):
        return Reply(Status.FAILED, False, pickle.dumps(error))
    if not (isinstance(error, Exception) and _can_travel(error)):  # SystemExit would end the owner
        error = RuntimeError(f"{type(error).__name__}: {error}")
    return Reply(Status.BUG, False, pickle.dumps((error, where)))


def _can_travel(error: BaseException) -> bool:
    try:
        return type(pickle.loads(pickle.dumps(error))) is type(error)  # noqa: S301 - just written
    except Exception:
        return False


def _blame_memory(reply: Reply) -> Reply:
    """Lexbor says "Can't parse HTML." for a failed malloc, so an error of a child this big is one of memory."""
    error, _ = pickle.loads(reply.payload)  # noqa: S301 - just written
    return Reply(Status.OUT_OF_MEMORY, True, f"{type(error).__name__}: {error}".encode())


def _send(wire: socket.socket, reply: Reply) -> None:
    wire.sendall(REPLY.pack(reply.status, reply.is_worn, len(reply.payload)))
    wire.sendall(reply.payload)


def _receive(stream: BinaryIO) -> bytes | None:
    head = stream.read(REQUEST.size)
    return stream.read(REQUEST.unpack(head)[0]) if len(head) == REQUEST.size else None


def _die_with_owner(hold: int) -> None:
    """Have the kernel SIGKILL this process when the pipe's other end closes (fcntl(2), F_SETSIG).

    PR_SET_PDEATHSIG follows the parent, which is the fork server and not the owner; a watching thread cannot run while
    a native parser holds the interpreter's lock.
    """
    fcntl.fcntl(hold, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(hold, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(hold, fcntl.F_SETFL, fcntl.fcntl(hold, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([hold], [], [], 0)[0]:  # the owner died before the signal was armed
        os._exit(1)


def _limit(what: int, soft: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _address_space() -> int:
    pages = Path("/proc/self/statm").read_text().split()[0]
    return int(pages) * resource.getpagesize()


def _peak_resident() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
