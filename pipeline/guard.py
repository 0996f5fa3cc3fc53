"""Where connections may go: the SSRF guard, asked at the moment of connecting, and host names mapped for tests."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, Final

from aiohttp.abc import AbstractResolver, ResolveResult

from pipeline.errors import BlockedAddress

MAX_ADDRESSES: Final = 6
"""Addresses of one host that are tried; a name with 1000 A records must not cost 1000 connection attempts."""

# IANA special-purpose registries (RFC 6890), less what is global. `ipaddress.is_global` of Python 3.11 calls NAT64,
# 6to4, ::ffff:100.64.0.1, multicast and 3fff::/20 global, so the list is our own.
_DENIED_V4: Final = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",  # multicast, reserved, broadcast
    )
)
_GLOBAL_V6: Final = IPv6Network("2000::/3")
_DENIED_V6: Final = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # Teredo, benchmarking, ORCHID
        "2001:db8::/32",
        "3fff::/20",
    )
)
_LOOPBACK: Final = (IPv4Network("127.0.0.0/8"), IPv6Network("::1/128"))
_NAT64: Final = IPv6Network("64:ff9b::/96")

AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]


def is_public(address: str) -> bool:
    """Whether an address literal is one of the public internet; of mapped, 6to4 and NAT64 forms the inner one counts.

    ValueError when it is no address.
    """
    # A zone ("fe80::1%eth0") only ever follows a link-local address.
    parsed = ip_address(address.partition("%")[0])
    if isinstance(parsed, IPv6Address):
        inner = _inner(parsed)
        if inner is None:
            return parsed in _GLOBAL_V6 and not any(parsed in block for block in _DENIED_V6)
        parsed = inner
    return not any(parsed in block for block in _DENIED_V4)


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def is_loopback(address: str) -> bool:
    """Whether an address literal is in 127.0.0.0/8 or is ::1, in no other spelling."""
    return any(ip_address(address.partition("%")[0]) in block for block in _LOOPBACK)


class Guard:
    """Decides on addresses. `allow_loopback` lets 127.0.0.0/8 and ::1 through as well: tests and the demo only."""

    def __init__(self, *, allow_loopback: bool = False) -> None:
        self.allow_loopback = allow_loopback

    def is_allowed(self, address: str) -> bool:
        """Whether a connection may go to this address literal."""
        return is_public(address) or (self.allow_loopback and is_loopback(address))

    def open_socket(self, info: AddressInfo) -> socket.socket:
        """aiohttp's `socket_factory`: a socket for one address about to be connected to, or BlockedAddress.

        Everything comes by here, literals as well as resolved names, whatever the spelling or the redirect was.
        """
        family, kind, protocol, _, address = info
        if not self.is_allowed(str(address[0])):
            raise BlockedAddress(f"{address[0]} is not a public address", address=str(address[0]))
        return socket.socket(family, kind, protocol)


class GuardedResolver(AbstractResolver):
    """Resolves names to allowed addresses only, a few of them. `connect_to` maps hosts to an address and port.

    A mapped host still passes the guard, so a mapping to loopback needs `allow_loopback`.
    """

    def __init__(self, guard: Guard, connect_to: Mapping[str, tuple[str, int]]) -> None:
        self._guard = guard
        self._connect_to = {host.lower(): target for host, target in connect_to.items()}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """At most MAX_ADDRESSES allowed addresses; BlockedAddress when there are only others, OSError when none."""
        if (target := self._connect_to.get(host.rstrip(".").lower())) is not None:
            found = [(target[0], target[1])]
        else:
            found = await _look_up(host, port, family)
        allowed = [place for place in found if self._guard.is_allowed(place[0])]
        if found and not allowed:
            raise BlockedAddress(f"{host} leads to {found[0][0]}, not a public address", address=found[0][0])
        return [_result(host, *place) for place in allowed[:MAX_ADDRESSES]]

    async def close(self) -> None:
        """Nothing is held open."""


async def _look_up(host: str, port: int, family: socket.AddressFamily) -> list[tuple[str, int]]:
    loop = asyncio.get_running_loop()
    try:
        infos = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family, flags=socket.AI_ADDRCONFIG)
    except UnicodeError as error:  # labels that are empty or longer than 63 octets (RFC 1035 §2.3.4)
        raise socket.gaierror(socket.EAI_NONAME, f"not a host name: {error}") from error
    # Scoped addresses are link-local, which no public host has; the guard refuses them without their zone too.
    return list(dict.fromkeys((str(info[4][0]), int(info[4][1])) for info in infos))


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    numeric = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=numeric)
