"""The demo's web server: the site on a loopback port, for as long as a test or the demo needs it."""

from __future__ import annotations

import gzip
import socket
import sys
import threading
from collections import Counter
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from pipeline.demo.site import Answer, DemoSite

_SEED = 1448
_IDLE_SECONDS = 30  # then a kept-alive connection is closed


class DemoServer:
    """Serves the demo's site on 127.0.0.1 at a free port, in threads of its own.

    `pass_number` is 1 or 2 and may be set while it runs: at the second pass the edited story reads otherwise.
    `requests` counts what was asked for, by path. `slow` is the wait of the slow story, in seconds.
    """

    def __init__(self, *, seed: int = _SEED, slow: float = 1.5) -> None:
        self.pass_number = 1
        self.requests: Counter[str] = Counter()
        self.slow = slow
        self.site = DemoSite(seed)
        self.is_stopping = threading.Event()
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def address(self) -> tuple[str, int]:
        """Host and port it listens at; RuntimeError when it does not run."""
        if self._server is None:
            raise RuntimeError("the demo's server is not running; use `with DemoServer() as server`")
        return "127.0.0.1", self._server.server_port

    def start(self) -> None:
        """Listen, and answer from now on; starting twice is an error."""
        if self._server is not None:
            raise RuntimeError("the demo's server is running already")
        self.is_stopping.clear()
        self._server = _Server(self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="demo-server", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every connection; stopping twice is fine."""
        if self._server is None or self._thread is None:
            return
        self.is_stopping.set()
        self._server.shutdown()
        self._server.close_connections()
        self._server.server_close()
        self._thread.join()
        self._server = self._thread = None


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that server_close() waits for them
    request_queue_size = 128

    def __init__(self, demo: DemoServer) -> None:
        self.demo = demo
        self._connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        if isinstance(request, socket.socket):
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        if isinstance(request, socket.socket):
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """Clients may go away whenever they like; anything else is a bug of ours."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def close_connections(self) -> None:
        """Wake the threads that wait for a next request on a kept-alive connection."""
        for connection in tuple(self._connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:  # closed by the client in the meantime
                continue


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "WarraqDemo"
    timeout = _IDLE_SECONDS
    disable_nagle_algorithm = True  # head and body are two writes
    server: _Server

    def do_GET(self) -> None:
        """Answer one request (the name is the standard library's)."""
        demo = self.server.demo
        path = self.path.partition("?")[0]
        demo.requests[path] += 1
        answer = demo.site.answer(path, demo.pass_number)
        if answer.is_slow:
            demo.is_stopping.wait(demo.slow)
        if answer.etag and answer.etag in self._known_etags():
            self._send(answer, HTTPStatus.NOT_MODIFIED, b"")
        else:
            self._send(answer, answer.status, answer.body)

    def do_HEAD(self) -> None:
        """As GET, without the body."""
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the requests are counted instead."""

    def _known_etags(self) -> list[str]:
        header = self.headers.get("If-None-Match", "")
        return [tag.strip().removeprefix("W/") for tag in header.split(",")]

    def _send(self, answer: Answer, status: HTTPStatus, body: bytes) -> None:
        self.send_response(status)
        if status is not HTTPStatus.NOT_MODIFIED:
            body = self._write_content_headers(answer, body)
        if answer.etag:
            self.send_header("ETag", answer.etag)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _write_content_headers(self, answer: Answer, body: bytes) -> bytes:
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Vary", "Accept-Encoding")
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            self.send_header("Content-Encoding", "gzip")
            body = gzip.compress(body, compresslevel=1, mtime=0)
        self.send_header("Content-Length", str(len(body)))
        return body
