"""Hosts in trouble: when one is left in peace, for how long, and how it comes back. Pure; kept by who asks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

HOST_TROUBLE: Final = frozenset(
    {"dns_failed", "connect_failed", "tls_failed", "deadline_exceeded", "connection_lost", "robots_unavailable"}
    | {"rate_limited", "server_failed", "blocked_address"}
)
"""Outcomes that may be the host's doing and not the page's."""

WHOLE_HOST: Final = frozenset({"dns_failed", "connect_failed", "tls_failed", "robots_unavailable", "blocked_address"})
"""Those that say the same of every address of a host: each counts, also of an address that failed before."""

ANSWERED: Final = frozenset({"rate_limited", "server_failed"})
"""Those in which the host did answer: the way to it is open."""

IN_A_ROW: Final = 5
"""Different addresses of a host that fail so, none succeeding in between, before the host is held to be in trouble.

One address that answers 429 or 503 is its own affair: feeds on shared hosts would otherwise stop each other.
"""

FIRST_PAUSE: Final = timedelta(minutes=15)
LONGEST_PAUSE: Final = timedelta(days=1)
"""A host that has been dead for weeks is tried once a day, with one address."""

ALL_SILENT: Final = 3
"""Hosts that began to fail since any host last answered, from which on our own network is held to be in trouble."""

REMEMBERED: Final = 4096
"""Hosts whose last failures are counted."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A host left in peace `until` a moment: the `count`th time in a row, for a trouble that began at `since`."""

    host: str
    reason: str
    since: datetime
    until: datetime
    count: int = 1


@dataclass(slots=True)
class _Failing:
    """A host's failures in a row."""

    since: datetime
    addresses: set[str] = field(default_factory=set)


class Hosts:
    """What is known of hosts in trouble, told of every answer and failure."""

    def __init__(self, paused: Iterable[Pause] = ()) -> None:
        self._pauses = {pause.host: pause for pause in paused}
        self._failing: OrderedDict[str, _Failing] = OrderedDict()
        self._answered_at: datetime | None = None

    def pause_of(self, host: str) -> Pause | None:
        """The pause of a host in trouble, be it over or not; None for a host without trouble."""
        return self._pauses.get(host)

    def paused_until(self, host: str, now: datetime) -> datetime | None:
        """Until when a host is left in peace; None when it may be asked.

        A pause longer than any we make was written by a clock that has been put back since: it is over.
        """
        pause = self._pauses.get(host)
        return pause.until if pause and now < pause.until <= now + LONGEST_PAUSE else None

    def is_on_trial(self, host: str) -> bool:
        """Whether a host has been in trouble and not answered since: one request is enough to see."""
        return host in self._pauses

    def is_network_down(self) -> bool:
        """Whether several hosts have begun to fail and none at all has answered since; those long dead do not count."""
        began = [pause.since for pause in self._pauses.values()]
        began += [failing.since for failing in self._failing.values()]
        silent = sum(self._answered_at is None or since > self._answered_at for since in began)
        return silent >= ALL_SILENT

    def note_answer(self, host: str, now: datetime) -> Pause | None:
        """The host answered: it is out of trouble. Gives the pause that this ends."""
        self._answered_at = now
        self._failing.pop(host, None)
        return self._pauses.pop(host, None)

    def note_failure(self, host: str, url: str, reason: str, asked: float | None, now: datetime) -> Pause | None:
        """The host failed in a way of HOST_TROUBLE, asking for `asked` seconds of peace. Gives the pause this begins.

        A host on trial is paused again at once, twice as long as before; but while no host answers it is not to blame.
        """
        if reason in ANSWERED:
            self._answered_at = now
        before, began = self._pauses.get(host), self._failing.get(host, _Failing(now)).since
        if before is None and self._count(host, url, now, is_new=reason in WHOLE_HOST) < IN_A_ROW:
            return None
        if before and now < before.until:
            return None  # it was under way when the pause began
        count = before.count + 1 if before and not self.is_network_down() else 1
        wait = max(FIRST_PAUSE * (1 << min(count - 1, 10)), timedelta(seconds=asked or 0))
        pause = Pause(host, reason, before.since if before else began, now + min(wait, LONGEST_PAUSE), count)
        self._failing.pop(host, None)
        self._pauses[host] = pause
        return pause

    def _count(self, host: str, url: str, now: datetime, *, is_new: bool) -> int:
        failing = self._failing.setdefault(host, _Failing(now)).addresses
        failing.add(f"{url} {len(failing)}" if is_new else url)
        self._failing.move_to_end(host)
        if len(self._failing) > REMEMBERED:
            self._failing.popitem(last=False)
        return len(failing)
