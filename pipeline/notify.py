"""Sends messages to people through Apprise; what it is told of addresses never shows up anywhere."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from pipeline.errors import ConfigError
from pipeline.sites.settings import Notify

if TYPE_CHECKING:
    from apprise import Apprise, AppriseAsset

T = TypeVar("T")
_VARIABLE: Final = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_TALKATIVE: Final = ("apprise", "urllib3", "requests")
"""Libraries whose warnings may hold an address with its secrets."""


def read_addresses(settings: Notify, environ: Mapping[str, str]) -> tuple[str, ...]:
    """The addresses of the settings and of its file, variables filled in; a ConfigError does not show them."""
    told = [url.get_secret_value() for url in settings.urls]
    if settings.file:
        told += _read_file(Path(settings.file))
    return tuple(_fill(address, at, environ) for at, address in enumerate(told, 1))


def _read_file(path: Path) -> list[str]:
    try:
        mode, text = path.stat().st_mode, path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "is no UTF-8 text"
        raise ConfigError(f"{path}: {why}", key="notify.file") from None
    if mode & 0o077:
        raise ConfigError(f"{path}: others can read it; `chmod 600 {path}`", key="notify.file")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def _fill(address: str, at: int, environ: Mapping[str, str]) -> str:
    missing = [name for name in _VARIABLE.findall(address) if name not in environ]
    if missing:
        raise ConfigError(f"address {at}: the environment variable {missing[0]} is not set", key="notify.urls")
    return _VARIABLE.sub(lambda found: environ[found[1]], address)


def open_sender(addresses: tuple[str, ...]) -> Sender:
    """A sender to addresses; ConfigError when Apprise is missing or does not know one of them."""
    try:
        from apprise import Apprise, AppriseAsset  # an optional extra, and half a second of imports
    except ImportError:
        raise ConfigError('needs Apprise: pip install "warraq[notify]"', key="notify.urls") from None
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    asset = AppriseAsset(app_id="Warraq", app_desc="Warraq news archive", app_url="https://example.org/warraq")
    return Sender([_target(Apprise, asset, address, at) for at, address in enumerate(addresses, 1)])


def _target(kind: type[Apprise], asset: AppriseAsset, address: str, at: int) -> Apprise:
    target = kind(asset=asset)
    if not target.add(address):
        raise ConfigError(f"address {at} is none that Apprise knows", key="notify.urls")
    return target


class Sender:
    """Sends a message to every target, each within a deadline."""

    def __init__(self, targets: list[Apprise]) -> None:
        self._targets = targets

    async def send(self, title: str, body: str, deadline: float) -> list[str]:
        """Send to all side by side; gives which could not be reached, by number and scheme. Never raises."""
        sent = await asyncio.gather(*(self._try(target, title, body, deadline) for target in self._targets))
        return [self._name(at) for at, is_sent in enumerate(sent) if not is_sent]

    @property
    def count(self) -> int:
        """How many targets there are."""
        return len(self._targets)

    async def _try(self, target: Apprise, title: str, body: str, deadline: float) -> bool:
        try:
            async with asyncio.timeout(deadline):
                return bool(await _in_thread(lambda: target.notify(body=body, title=title)))
        except Exception:  # a message that cannot be sent must not cost the run; who reads the result is told
            return False

    def _name(self, at: int) -> str:
        scheme = next(iter(self._targets[at])).protocol or next(iter(self._targets[at])).secure_protocol
        return f"address {at + 1} ({scheme if isinstance(scheme, str) else next(iter(scheme or ['?']))})"


async def _in_thread(work: Callable[[], T]) -> T:
    """The result of blocking work. The thread dies with the program: a server that never answers holds up nothing."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def run() -> None:
        try:
            result = work()
        except Exception as error:
            told: Callable[[], None] = lambda error=error: _fail(future, error)  # type: ignore[misc]  # noqa: E731
        else:
            told = lambda: _finish(future, result)  # noqa: E731
        if not loop.is_closed():
            loop.call_soon_threadsafe(told)

    threading.Thread(target=run, name="notify", daemon=True).start()
    return await future


def _finish(future: asyncio.Future[T], result: T) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[T], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)


def sender_of(settings: Notify, environ: Mapping[str, str] = os.environ) -> Sender | None:
    """The sender that the settings ask for; None when nobody is to be told."""
    addresses = read_addresses(settings, environ)
    return open_sender(addresses) if addresses else None
