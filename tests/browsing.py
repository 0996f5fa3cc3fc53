"""An archive served as in `warraq web`, and a real browser that looks at it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from pipeline.web.newsroom import WebOptions
from pipeline.web.serving import address_of, build, configure, listen

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (apt-get install chromium)")


@contextmanager
def served(archive: Path, **options: object) -> Iterator[str]:
    """The pages of an archive on a free port of loopback; gives the address, without a slash at its end."""
    chosen = WebOptions(port=0, **options)  # type: ignore[arg-type]  # tests give what WebOptions takes
    newsroom = build(archive, chosen)
    with listen(chosen) as listener:
        server = uvicorn.Server(configure(newsroom))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield address_of(listener).rstrip("/")
        finally:
            server.should_exit = True
            thread.join(timeout=30)
            newsroom.close_desk()


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's chromium without a window."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield found
        finally:
            found.close()


def plain(text: str) -> str:
    """Text without the marks that isolate its directions, and with plain spaces."""
    return text.translate({0x2068: None, 0x2069: None, 0xA0: " ", 0x202F: " "})
