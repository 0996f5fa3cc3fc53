"""Shows on a loopback port how the service is doing: /health for supervisors, /metrics for Prometheus.

It answers from a thread of its own, so that it says "stuck" also while the event loop stands still.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final, cast

from pipeline import advice
from pipeline.errors import ConfigError, StoreError
from pipeline.footprint import measure_footprint
from pipeline.health import Health, Report
from pipeline.service.logs import hide_secrets, tell
from pipeline.store import Reader
from pipeline.store.gauging import Gauges, read_gauges

LONGEST_QUESTION: Final = 5.0
"""Seconds that the archive may take over its numbers, and that a client may take over its request."""

RED: Final = ("archive", "machine", "network")
"""Troubles under which nothing is fetched at all; with others (a site's, a refused configuration) the rest goes on."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen; `is_public` lets it be another address than the machine's own."""

    host: str
    port: int
    is_public: bool = False


def find_place(text: str, *, is_public: bool = False) -> Place | None:
    """The place of `127.0.0.1:9464`, `[::1]:9464` or `localhost:9464`, None for an empty text; else ConfigError.

    So too for an address that others can reach, unless that is wanted: nobody is asked for a password there.
    """
    if not text:
        return None
    host, _, port = text.rpartition(":")
    host = "127.0.0.1" if host == "localhost" else host.removeprefix("[").removesuffix("]")
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        raise ConfigError(f"{text!r} is no place to listen at; write it like 127.0.0.1:9464", key="health") from None
    if not port.isdecimal() or int(port) > 65535:
        raise ConfigError(f"{text!r} has no port; write it like 127.0.0.1:9464", key="health")
    if not address.is_loopback and not is_public:
        told = (
            f"{text!r} can be reached from outside, and nobody is asked for a password; allow it with --health-public"
        )
        raise ConfigError(told, key="health")
    return Place(str(address), int(port), is_public)


class Sights:
    """What is to be seen of a service: its health, and the numbers of its archive. May be asked from any thread."""

    def __init__(self, health: Health, archive: Path, ticks: Callable[[], float] = time.monotonic) -> None:
        self._health, self._archive, self._ticks = health, archive, ticks

    def health(self) -> tuple[HTTPStatus, dict[str, Any]]:
        """Whether the service does its work, and all that is wrong with it."""
        report = self._health.report(self._ticks())
        reasons = self._reasons(report)
        is_red = report.state in ("stuck", "stopping", "starting") or any(name in report.troubles for name in RED)
        return _status(not is_red), {
            "status": "red" if is_red else report.state,
            "state": report.state,
            "reasons": reasons,
            "to_do": {name: advice.for_hold(name) for name in reasons},
            "uptime_seconds": round(report.uptime, 1),
            "heartbeat_age_seconds": round(report.since_beat, 1),
            "progress_age_seconds": round(report.since_progress, 1),
            "sites": report.sites,
            "under_way": list(report.under_way),
            "rounds": report.rounds,
        }

    def live(self) -> tuple[HTTPStatus, dict[str, Any]]:
        """Whether it gets on; when not, only a new start helps."""
        why = self._health.stuck_reason(self._ticks())
        return _status(why is None), {"status": "red" if why else "ok", "reasons": {"stuck": why} if why else {}}

    def ready(self) -> tuple[HTTPStatus, dict[str, Any]]:
        """Whether it has started and does not end."""
        state = self._health.report(self._ticks()).state
        return _status(state in ("ok", "degraded")), {"status": state}

    def _reasons(self, report: Report) -> dict[str, str]:
        stuck = self._health.stuck_reason(self._ticks())
        reasons = {name: hide_secrets(told) for name, told in report.troubles.items()}
        return {**({"stuck": stuck} if stuck else {}), **reasons}

    def metrics(self) -> bytes:
        """The same in numbers, as Prometheus reads them."""
        from pipeline import metrics  # the library takes a third of a second to load

        report, footprint = self._health.report(self._ticks()), measure_footprint(self._archive)
        snapshot = metrics.Snapshot(report, self._health.meter, footprint, self._gauges(), time.time())
        return metrics.render(snapshot)

    def _gauges(self) -> Gauges | None:
        try:
            with Reader(self._archive, LONGEST_QUESTION) as reader:
                return reader.ask(lambda conn: read_gauges(conn, datetime.now(UTC)))
        except StoreError:
            return None  # told as warraq_archive_readable 0


def _status(is_well: bool) -> HTTPStatus:
    return HTTPStatus.OK if is_well else HTTPStatus.SERVICE_UNAVAILABLE


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, place: Place, sights: Sights) -> None:
        self.address_family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
        self.sights, self.is_public = sights, place.is_public
        super().__init__((place.host, place.port), _Asked)

    def server_bind(self) -> None:
        """As it is, without asking the DNS for our own name as http.server does."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away in the middle; whatever else goes wrong is answered with 500 and told."""


class _Asked(BaseHTTPRequestHandler):
    timeout = LONGEST_QUESTION
    server_version, sys_version = "Warraq", ""

    def do_GET(self) -> None:
        """Answer."""
        server = cast(_Server, self.server)
        if not server.is_public and not _is_own_name(self.headers.get("Host", "")):
            self._send(HTTPStatus.FORBIDDEN, b"", "text/plain")  # a web page that made a name point here
            return
        try:
            self._answer(server.sights, self.path.partition("?")[0])
        except OSError:
            raise  # the client's end
        except Exception as error:
            tell("endpoint_failed", f"{self.path}: a bug of Warraq's: {error!r}")
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, b"", "text/plain")

    do_HEAD = do_GET  # noqa: N815 the name that http.server looks for

    def _answer(self, sights: Sights, path: str) -> None:
        asked = {"/health": sights.health, "/health/live": sights.live, "/health/ready": sights.ready}
        if path == "/metrics":
            self._send(HTTPStatus.OK, sights.metrics(), "text/plain; version=0.0.4; charset=utf-8")
        elif path in asked:
            status, told = asked[path]()
            self._send(status, json.dumps(told, ensure_ascii=False).encode() + b"\n", "application/json")
        else:
            self._send(HTTPStatus.NOT_FOUND, b"/health /health/live /health/ready /metrics\n", "text/plain")

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
        }.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a line every few seconds tells nobody anything."""


def _is_own_name(host: str) -> bool:
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
    try:
        return not name or name == "localhost" or ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


@asynccontextmanager
async def listen(place: Place | None, archive: Path, health: Health) -> AsyncIterator[None]:
    """Answer for the length of the block; nowhere when there is no place. ConfigError when the place is taken."""
    if place is None:
        yield
        return
    try:
        server = _Server(place, Sights(health, archive))
    except OSError as error:
        told = f"cannot listen at {place.host}:{place.port}: {error.strerror or error}"
        raise ConfigError(told, key="health") from error
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), name="endpoint", daemon=True)
    thread.start()
    host = f"[{place.host}]" if ":" in place.host else place.host
    tell("listening", f"health and metrics: http://{host}:{server.server_port}/health", port=server.server_port)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
