"""The page server of the end-to-end benchmark: `python -m bench.server FOLDER [--plain]` prints its port and serves.

`/page/ID` is the page of `FOLDER/html/ID.html.gz`, sent as it lies there (gzip) or, with `--plain`, unpacked; anything
else is a 404. All answers are made before the first request, so that a request costs the machine next to nothing. It
serves until its standard input ends, so it never outlives who started it.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SUFFIX: Final = ".html.gz"
HEAD_END: Final = b"\r\n\r\n"
NOT_FOUND: Final = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: where it listens on 127.0.0.1 and which process it is."""

    port: int
    pid: int


def page_ids(folder: Path) -> list[str]:
    """The names of the folder's pages, sorted; SystemExit with what to do when there is none."""
    found = sorted(file.name.removesuffix(SUFFIX) for file in folder.glob(f"html/*{SUFFIX}"))
    if not found:
        raise SystemExit(f"{folder}: no pages here (html/*{SUFFIX}); give the folder of the pages to serve")
    return found


@contextmanager
def serve_pages(folder: Path, *, plain: bool = False) -> Iterator[Served]:
    """A server in a process of its own, for the length of the block."""
    command = [sys.executable, "-m", "bench.server", str(folder), *(["--plain"] if plain else [])]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        first_line = server.stdout.readline() if server.stdout else ""
        if not first_line:
            raise SystemExit("the page server did not start")
        yield Served(int(first_line), server.pid)
        server.communicate()  # its input ends here, and with it the server


class Answerer(asyncio.Protocol):
    """Keep-alive HTTP/1.1 for GET without a body, of prepared answers."""

    def __init__(self, answers: Mapping[bytes, bytes]) -> None:
        self._answers, self._pending = answers, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport to answer on."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what create_server gives
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        *requests, self._pending = (self._pending + data).split(HEAD_END)
        for request in requests:
            path = request.split(b" ", 2)[1]
            self._transport.write(self._answers.get(path, NOT_FOUND))


def prepare_answers(folder: Path, *, plain: bool) -> dict[bytes, bytes]:
    """Path -> the bytes of its whole answer."""
    return {f"/page/{name}".encode(): _answer(folder, name, plain) for name in page_ids(folder)}


def _answer(folder: Path, name: str, plain: bool) -> bytes:
    packed = (folder / "html" / f"{name}{SUFFIX}").read_bytes()
    body = gzip.decompress(packed) if plain else packed
    encoding = "" if plain else "Content-Encoding: gzip\r\n"
    # No charset: these pages are in many, and say which in a meta.
    head = f'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: "{name}"\r\n{encoding}Content-Length: {len(body)}'
    return head.encode() + HEAD_END + body


async def serve(answers: Mapping[bytes, bytes]) -> None:
    """Listen on a free port of 127.0.0.1, print it, and answer until standard input ends."""
    server = await asyncio.get_running_loop().create_server(lambda: Answerer(answers), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


def main() -> None:
    """Serve the folder of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plain", action="store_true", help="send bodies unpacked")
    options = parser.parse_args()
    asyncio.run(serve(prepare_answers(options.folder, plain=options.plain)))


if __name__ == "__main__":
    main()
