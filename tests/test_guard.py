"""Which addresses a connection may go to, in every spelling, and names mapped for tests."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import guard
from pipeline.errors import BlockedAddress
from pipeline.guard import MAX_ADDRESSES, Guard, GuardedResolver, is_loopback, is_public

PRIVATE = """
    0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1
    172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1
    239.255.255.255 240.0.0.1 255.255.255.255
    :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:100.64.0.1 ::ffff:a00:1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1
    64:ff9b:1:ffff::808:808 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:db8::1 2002:7f00:1::
    2002:a00:1::1 3fff::1 3fff:fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1
"""
PUBLIC = """
    1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.0.1.1 223.255.255.255
    2606:4700::1111 2a00:1450::1 2400:cb00::1 ::ffff:8.8.8.8 64:ff9b::808:808 2002:808:808::1 3ffe::1
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_n11_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)
    assert not Guard().is_allowed(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)
    assert Guard().is_allowed(address)


def test_n11_the_switch_lets_plain_loopback_through_and_nothing_else() -> None:
    allowed = {address for address in PRIVATE.split() if Guard(allow_loopback=True).is_allowed(address)}
    assert allowed == {"127.0.0.1", "127.255.255.254", "::1"}
    assert all(is_loopback(address) for address in allowed)


@given(st.ip_addresses(v=4))
def test_n11_an_address_wrapped_in_ipv6_is_judged_like_itself(address: object) -> None:
    number = int(address)  # type: ignore[call-overload]
    high, low = f"{number >> 16:x}", f"{number & 0xFFFF:x}"
    for wrapped in (f"::ffff:{high}:{low}", f"64:ff9b::{high}:{low}", f"2002:{high}:{low}::1"):
        assert is_public(wrapped) == is_public(str(address))


TUNNELS = [ip_network("2002::/16"), ip_network("64:ff9b::/96")]  # judged by the address inside


@given(st.ip_addresses())
def test_what_python_calls_private_is_never_public(address: IPv4Address | IPv6Address) -> None:
    # Some releases of Python 3.11 call all of 6to4 private.
    if (address.is_private or address.is_multicast) and not any(address in tunnel for tunnel in TUNNELS):
        assert not is_public(str(address))


def test_a_socket_is_made_for_an_allowed_address_only() -> None:
    public = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("8.8.8.8", 80))
    with Guard().open_socket(public) as made:
        assert made.family is socket.AF_INET
    with pytest.raises(BlockedAddress, match=r"10\.0\.0\.1") as caught:
        Guard().open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("10.0.0.1", 80)))
    assert caught.value.facts["address"] == "10.0.0.1"


async def test_n12_mapped_hosts_go_where_they_are_sent_if_the_guard_agrees() -> None:
    mapping = {"News.Example": ("127.0.0.1", 8123), "six.example": ("::1", 8124)}
    resolver = GuardedResolver(Guard(allow_loopback=True), mapping)
    found = [await resolver.resolve(host, 80) for host in ("news.example", "NEWS.example.", "six.example")]
    assert [(entry[0]["host"], entry[0]["port"]) for entry in found] == [
        ("127.0.0.1", 8123),
        ("127.0.0.1", 8123),
        ("::1", 8124),
    ]
    with pytest.raises(BlockedAddress):
        await GuardedResolver(Guard(), mapping).resolve("news.example", 80)


async def test_n12_a_name_that_leads_to_private_addresses_only_is_blocked() -> None:
    with pytest.raises(BlockedAddress, match="localhost leads to"):
        await GuardedResolver(Guard(), {}).resolve("localhost", 80)


async def test_n12_of_a_thousand_addresses_a_few_public_ones_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    records = [(f"10.0.{number // 256}.{number % 256}", 80) for number in range(500)]
    records += [(f"8.8.{number // 256}.{number % 256}", 80) for number in range(500)]

    async def look_up(host: str, port: int, family: int) -> list[tuple[str, int]]:
        return records

    monkeypatch.setattr(guard, "_look_up", look_up)
    found = await GuardedResolver(Guard(), {}).resolve("many.example", 80)
    assert len(found) == MAX_ADDRESSES
    assert all(is_public(entry["host"]) for entry in found)


@pytest.mark.parametrize("host", ["a..b", "a" * 64, "\udcff"])
async def test_n12_what_does_not_resolve_is_a_lookup_error(host: str) -> None:
    with pytest.raises(socket.gaierror):
        await asyncio.wait_for(GuardedResolver(Guard(), {}).resolve(host, 80), 20)
