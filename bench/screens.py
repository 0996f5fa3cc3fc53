"""Pictures of every page: the demo archive served as by `warraq web`, looked at by a real browser.

    python -m bench.screens [FOLDER]        # docs/screens, in English on light and in Arabic on dark

Needs chromium (apt-get install chromium) and the demo archive, which it makes in a temporary folder.
"""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser

from tests.browsing import browser, served

LOOKS: Final = (("en", "light"), ("ar", "dark"))
"""Language and theme: both directions, both themes."""
WIDTH, HEIGHT = 1200, 850


def pages_of(archive: Path) -> dict[str, str]:
    """A name and an address for each page, with articles that show what the page is for."""
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as conn:
        edited = _one(conn, "SELECT article_id FROM versions ORDER BY id DESC LIMIT 1")
        story = _one(conn, "SELECT id FROM stories ORDER BY publishers DESC LIMIT 1")
        headline = _one(conn, "SELECT id FROM headlines WHERE thread_id IS NOT NULL ORDER BY id DESC LIMIT 1")
        capture = _one(conn, "SELECT capture_id FROM articles WHERE id = 1")
        newspaper = conn.execute("SELECT newspaper FROM articles WHERE id = 1").fetchone()[0]
    return {
        "front": "/",
        "search": "/search?q=سوق",
        "article": f"/article/{edited}",
        "diff": f"/article/{edited}/versions",
        "ticker": "/ticker",
        "headline": f"/headline/{headline}",
        "stories": "/stories",
        "story": f"/story/{story}",
        "newspapers": "/newspapers",
        "newspaper": f"/newspaper/{newspaper}",
        "health": "/health",
        "data": "/data",
        "capture": f"/capture/{capture}",
    }


def _one(conn: sqlite3.Connection, query: str) -> int:
    row = conn.execute(query).fetchone()
    return int(row[0]) if row else 1


def take(url: str, pages: dict[str, str], folder: Path, chromium: Browser) -> Iterator[Path]:
    """Each page in each look, as a PNG; gives the files as they are made."""
    for language, theme in LOOKS:
        context = chromium.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="dark" if theme == "dark" else "light"
        )
        context.add_cookies([{"name": "warraq_lang", "value": language, "url": url}])
        page = context.new_page()
        for name, path in pages.items():
            answer = page.goto(url + path)
            if answer is None or not answer.ok:
                raise SystemExit(f"{path}: {answer.status if answer else 'no answer'}")
            file = folder / f"{name}-{language}-{theme}.png"
            page.screenshot(path=file)
            yield file
        context.close()


def main() -> None:
    """Make the demo archive, serve it, take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/screens"))
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        archive = Path(scratch) / "archive.db"
        command = [sys.executable, "-m", "pipeline", "demo", "--archive", str(archive)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        with served(archive) as url, browser() as chromium:
            for file in take(url, pages_of(archive), folder, chromium):
                print(f"{file}  {file.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
