"""Tells systemd how the service is doing (sd_notify(3)); silent where nobody listens."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_MICROSECONDS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Notifier:
    """A datagram socket's address: a path, or an abstract name that begins with @; None for nobody."""

    address: str | None = None

    def ready(self, status: str) -> None:
        """The service is up, or has taken its new configuration."""
        self._send("READY=1", f"STATUS={status}")

    def reloading(self) -> None:
        """A new configuration is being read (systemd wants the monotonic clock with it, sd_notify(3))."""
        self._send("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def stopping(self, status: str) -> None:
        """The service is about to end."""
        self._send("STOPPING=1", f"STATUS={status}")

    def alive(self, status: str) -> None:
        """The service gets on."""
        self._send("WATCHDOG=1", f"STATUS={status}")

    def _send(self, *lines: str) -> None:
        if not self.address:
            return
        name = "\0" + self.address[1:] if self.address.startswith("@") else self.address
        text = "\n".join(line.replace("\n", " ") for line in lines)
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as end:
                end.setblocking(False)
                end.sendto(text.encode(), name)
        except OSError:
            pass  # who supervises us has gone or is busy; what it should hear it hears with the next ping


def find_notifier(environ: Mapping[str, str]) -> Notifier:
    """Who is to be told, by the variables that systemd sets."""
    return Notifier(environ.get("NOTIFY_SOCKET") or None)


def ping_interval(environ: Mapping[str, str], pid: int) -> float | None:
    """Seconds between two signs of life: half of what systemd allows (sd_watchdog_enabled(3)); None if it asks none."""
    asked = environ.get("WATCHDOG_USEC", "")
    is_meant = environ.get("WATCHDOG_PID", str(pid)) == str(pid)
    return int(asked) / _MICROSECONDS / 2 if is_meant and asked.isdecimal() and int(asked) else None
