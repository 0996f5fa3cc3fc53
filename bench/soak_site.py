"""Many small news sites made on the fly: `python -m bench.soak_site HOSTS` prints a port and serves until input ends.

Site N listens on 127.0.0.N (from 2 on), all at one port. Each look at a feed publishes further articles, so it goes on
for as long as somebody asks. What a page is follows from its number alone: most are short articles; the rest is what a
web server does to those who ask it for years (missing, broken off, slow, huge, moved, not HTML, edited in between).
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from random import Random
from typing import Final

PER_LOOK: Final = 30
"""Articles published at each look at a feed; it lists twice as many."""

FIRST: Final = 2
"""127.0.0.1 is left alone: other programs listen there."""

SYLLABLES: Final = "با دي كو سا رم لن تي نو فا هر قم زي عد شو جل حن مو وس طا يد".split()  # noqa: SIM905
OLD: Final = timedelta(days=40)
SLOW: Final = 0.7
HEAD_END: Final = b"\r\n\r\n"
HUGE: Final = "<!-- nothing -->" * 40_000  # 640 kB


def host_of(number: int) -> str:
    """The address of the site of this number, from 0 on."""
    return f"127.0.0.{FIRST + number}"


@contextmanager
def serve_sites(hosts: int) -> Iterator[int]:
    """The sites in a process of their own, for the length of the block; gives their port."""
    command = [sys.executable, "-m", "bench.soak_site", str(hosts)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        if not (line := server.stdout.readline() if server.stdout else ""):
            raise SystemExit("the sites' server did not start")
        yield int(line)
        server.communicate()  # its input ends here, and with it the server


@dataclass(slots=True)
class Reply:
    """An answer; `cut` leaves out its second half and closes, `wait` is seconds before it."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: str = ""
    cut: bool = False
    wait: float = 0.0

    def as_bytes(self) -> bytes:
        """The whole answer as it is sent."""
        length = "" if self.status == 304 else f"Content-Type: {self.kind}\r\nContent-Length: {len(self.body)}\r\n"
        head = f"HTTP/1.1 {self.status} Because\r\n{length}{self.headers}\r\n".encode()
        return (head + self.body)[: len(head) + len(self.body) // 2] if self.cut else head + self.body


class Site:
    """One host's articles; `asked` counts the looks at each page, so that some read otherwise later."""

    def __init__(self, number: int, port: int) -> None:
        self.number, self.base = number, f"http://{host_of(number)}:{port}"
        self.published = 0
        self._asked: dict[int, int] = {}

    def answer(self, path: str, tag: str) -> Reply:
        """What is said to a request for a path by one who has a copy of this ETag."""
        if path == "/rss":
            return self._feed(tag)
        if path.startswith("/news/") and path[6:].isdecimal():
            return self._page(int(path[6:]), tag)
        return (
            Reply(b"User-agent: *\nDisallow: /private/\n", kind="text/plain")
            if path == "/robots.txt"
            else Reply(status=404)
        )

    def _feed(self, tag: str) -> Reply:
        if tag == f'"{self.published}"' and self.published % 7 == 0:
            self.published += 1
            return Reply(status=304)
        self.published += PER_LOOK
        numbers = range(max(self.published - 2 * PER_LOOK, 0), self.published)
        items = "".join(self._item(number) for number in reversed(numbers))
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'
        return Reply(body.encode(), kind="application/rss+xml", headers=f'ETag: "{self.published}"\r\n')

    def _item(self, number: int) -> str:
        return (
            f"<item><title>{title_of(self.number, number)}</title><link>{self.base}/news/{number}</link>"
            f"<pubDate>{format_datetime(published_at(number))}</pubDate></item>"
        )

    def _page(self, number: int, tag: str) -> Reply:
        looks = self._asked[number] = self._asked.pop(number, -1) + 1
        if len(self._asked) > 20 * PER_LOOK * 10:
            del self._asked[next(iter(self._asked))]  # the oldest will not be asked for again
        trouble = Random(self.number * 1_000_003 + number).random()  # noqa: S311 - which page is which
        if trouble < 0.045:
            return self._trouble(number, trouble)
        edition = looks // 2 if trouble > 0.8 else 0
        if tag == f'"{edition}"' and trouble < 0.9:
            return Reply(status=304)
        page = render(self.number, number, edition)
        return Reply(page.encode(), headers=f'ETag: "{edition}"\r\n', wait=SLOW if 0.045 < trouble < 0.048 else 0.0)

    def _trouble(self, number: int, trouble: float) -> Reply:
        page = render(self.number, number, 0)
        kinds = (
            Reply(status=404),
            Reply(status=500),
            Reply(page.encode(), cut=True),
            Reply(page.replace("</body>", HUGE + "</body>").encode()),
            Reply(status=301, headers=f"Location: {self.base}/news/{number + 1}\r\n"),
            Reply(Random(number).randbytes(4000), kind="application/pdf"),  # noqa: S311
            Reply(b"<html><body><h1>Before you go on</h1><p>We use cookies, do you agree?</p></body></html>"),
            Reply(("<div>" * 3000 + page).encode()),
            Reply(b""),
        )
        return kinds[int(trouble * 200) % len(kinds)]


def render(site: int, number: int, edition: int) -> str:
    """An article of some 150 words of no language; every twentieth is word for word on all sites."""
    shared = number % 20 == 0
    chance = Random((0 if shared else site) * 1_000_003 + number)  # noqa: S311 - text that differs from page to page
    paragraphs = [" ".join(_word(chance) for _ in range(38)) + "." for _ in range(4)]
    paragraphs += [f"{_word(Random(edition))} {edition}."] * bool(edition)  # noqa: S311
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    ticker = "".join(f'<a href="/news/{near}">{title_of(site, near)}</a>' for near in range(max(number - 5, 0), number))
    return (
        f'<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>{title_of(site, number)}</title></head>'
        f'<body><div id="ticker">{ticker}</div><main><h1>{title_of(site, number)}</h1>'
        f'<time datetime="{published_at(number).isoformat()}">{published_at(number):%d/%m/%Y}</time>'
        f"<article>{text}</article></main></body></html>"
    )


def title_of(site: int, number: int) -> str:
    """An article's title."""
    chance = Random(f"{site} {number}")  # noqa: S311
    return " ".join(_word(chance) for _ in range(6))


def _word(chance: Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=chance.randint(1, 3)))


def published_at(number: int) -> datetime:
    """When an article is said to have appeared: today, but for every tenth, which is back-fill."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - OLD if number % 10 == 9 else today


class Answerer(asyncio.Protocol):
    """Keep-alive HTTP/1.1 for GET without a body."""

    def __init__(self, site: Site) -> None:
        self._site, self._pending = site, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport to answer on."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what create_server gives
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        *requests, self._pending = (self._pending + data).split(HEAD_END)
        for request in requests:
            first, *lines = request.decode("latin-1").split("\r\n")
            tag = next((line[15:] for line in lines if line.lower().startswith("if-none-match: ")), "")
            reply = self._site.answer(first.split(" ", 2)[1], tag)
            asyncio.get_running_loop().call_later(reply.wait, self._send, reply)

    def _send(self, reply: Reply) -> None:
        if not self._transport.is_closing():
            self._transport.write(reply.as_bytes())
            if reply.cut:
                self._transport.close()


async def serve(hosts: int) -> None:
    """Listen, print the port, and answer until standard input ends."""
    loop, port = asyncio.get_running_loop(), 0
    for number in range(hosts):
        site = Site(number, port)
        server = await loop.create_server(lambda site=site: Answerer(site), host_of(number), port)  # type: ignore[misc]
        port = server.sockets[0].getsockname()[1]
        site.base = f"http://{host_of(number)}:{port}"
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
