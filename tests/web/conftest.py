"""The archives of tests/showing.py, served once a module, and a browser to look at them with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browsing import browser, served
from tests.showing import fill, fill_hostile, fill_nothing

FILLS: dict[str, Callable[[Path], Path]] = {"full": fill, "empty": fill_nothing, "hostile": fill_hostile}


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("archives")
    return {name: make(folder / f"{name}.db") for name, make in FILLS.items()}


@pytest.fixture(scope="session")
def sites(archives: dict[str, Path]) -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        yield {name: stack.enter_context(served(path)) for name, path in archives.items()}


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page on a wide screen; a script error or a blocked resource on it fails the test."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900}, locale="en-GB")
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    yield opened
    context.close()
    assert troubles == []
