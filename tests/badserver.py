"""A real web server on loopback that misbehaves on request: raw sockets, one script of bytes and pauses per path.

    with BadServer() as server:
        server.on("/slow", script(head(200), b"abc", 0.3, RESET))
        ... fetch server.url("/slow") ...
        assert server.paths() == ["/slow"]

It runs on its own thread and event loop, so tests of any kind can use it. Unknown paths answer 404.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from types import TracebackType
from typing import Final, Self


class End(Enum):
    """How a script ends: keep the connection for the next request, close it, reset it, or never speak again."""

    KEEP = auto()
    CLOSE = auto()
    RESET = auto()
    STALL = auto()


KEEP, CLOSE, RESET, STALL = End.KEEP, End.CLOSE, End.RESET, End.STALL

Step = bytes | float | End


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came: `target` is the path with its query, header names are lower case."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    raw: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


Script = Callable[[Asked], Iterable[Step]]


def head(status: int, *headers: str) -> bytes:
    """The head of an answer, without any length unless a header gives it."""
    return "\r\n".join([f"HTTP/1.1 {status} Because", *headers, "", ""]).encode("latin-1")


def answer(body: bytes | str = b"", *headers: str, status: int = 200) -> Script:
    """A whole, honest answer; the connection is kept. HTML unless a header says otherwise."""
    content = body.encode() if isinstance(body, str) else body
    kind = [] if any(line.lower().startswith("content-type:") for line in headers) else ["Content-Type: text/html"]
    return script(head(status, f"Content-Length: {len(content)}", *kind, *headers) + content, KEEP)


def redirect(location: str, status: int = 302) -> Script:
    """A redirect with an empty body."""
    return answer(b"", f"Location: {location}", status=status)


def script(*steps: Step) -> Script:
    """The same steps for every request: bytes are sent, numbers are seconds to wait; closes at the end."""
    return lambda asked: steps


def in_turn(*scripts: Script) -> Script:
    """One script after the other, a request each; the last one stays."""
    left = list(scripts)
    return lambda asked: (left.pop(0) if len(left) > 1 else left[0])(asked)


@dataclass
class BadServer:
    """The server; a context manager. `tls` makes it speak HTTPS."""

    tls: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    _scripts: dict[tuple[str | None, str], Script] = field(default_factory=dict)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _open: set[asyncio.Task[None]] = field(default_factory=set)
    port: int = 0

    def on(self, path: str, what: Script, *, host: str | None = None) -> None:
        """Answer `path` (without query) with a script; with `host`, only under that Host header."""
        self._scripts[host, path] = what

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """The address of a path; `host` is for names that a client maps to this server."""
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """The targets asked for so far, robots.txt left out."""
        return [asked.target for asked in self.asked if asked.path != "/robots.txt"]

    def __enter__(self) -> Self:
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        if not ready.wait(10):
            raise RuntimeError("the test server did not start")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _run(self, ready: threading.Event) -> None:
        try:
            self._loop.run_until_complete(self._serve(ready))
        finally:
            self._loop.close()

    async def _serve(self, ready: threading.Event) -> None:
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=self.tls, limit=2**20, backlog=512)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._stop.wait()
        server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await server.wait_closed()
        await asyncio.sleep(0)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        self.connections += 1
        try:
            while await self._exchange(reader, writer) is KEEP:
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client went away, or the test is over
        finally:
            self._open.discard(task)
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> End:
        asked = _parse(await reader.readuntil(b"\r\n\r\n"))
        self.asked.append(asked)
        host = (asked.header("host") or "").partition(":")[0]
        what = self._scripts.get((host, asked.path)) or self._scripts.get((None, asked.path)) or NOT_FOUND
        for step in what(asked):
            if isinstance(step, End):
                return await _end(step, reader, writer)
            if isinstance(step, bytes):
                writer.write(step)
                await writer.drain()
            else:
                await asyncio.sleep(step)
        return CLOSE


async def _end(how: End, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> End:
    if how is RESET:
        # SO_LINGER with no time makes close() send RST instead of FIN.
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        writer.transport.abort()
    if how is STALL:
        await reader.read()  # until the client gives up
    return how


def _parse(raw: bytes) -> Asked:
    first, *lines = raw.decode("latin-1").rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ", 2)
    pairs = (line.partition(":") for line in lines)
    return Asked(method, target, tuple((name.lower(), value.strip()) for name, _, value in pairs), raw)


NOT_FOUND: Final = answer("not here", status=404)
