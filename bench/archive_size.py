"""How large an archive of one site is beside the gzip WARC of the same pages, tables, text and search index included.

    python -m bench.archive_size [--pages 600] [--view-state 2000] [--frame 112000] [--folder DIR]

The pages are of one template with invented words of a language's frequencies: inline style and script, navigation, a
ticker that moves on by a headline a page, an article of about 330 words, related stories, a footer, and what a server
draws anew for each answer (`--view-state` characters that no codec makes smaller, four times on the page).
"""

from __future__ import annotations

import argparse
import base64
import gzip
import random
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Final

from bench.commit import invent_words
from pipeline import dedupe
from pipeline.models import Article, Attempt, Capture, Headline, Link, Page
from pipeline.store import Archive

HOST: Final = "https://www.example.net"
START: Final = datetime(2025, 12, 1, tzinfo=UTC)
BAR: Final = 1 / 3


@dataclass(frozen=True, slots=True)
class Template:
    """What all pages share: head and foot, and the words that articles are made of."""

    head: str
    foot: str
    words: Sequence[str]
    weights: Sequence[float]
    chance: random.Random
    view_state: int

    def say(self, length: int) -> str:
        """So many words, as uneven as those of a language."""
        return " ".join(self.chance.choices(self.words, self.weights, k=length))

    def draw_state(self) -> str:
        """What the server draws anew: four hidden fields of one value."""
        value = base64.b64encode(self.chance.randbytes(self.view_state * 3 // 4)).decode()
        field = '<input type="hidden" name="javax.faces.ViewState" id="j_id1:{}" value="{}" />'
        return "\n".join(field.format(number, value) for number in range(4)) if value else ""


def make_template(view_state: int, frame: int, seed: int = 1) -> Template:
    """A frame of about so many bytes of style, script and navigation."""
    chance = random.Random(seed)  # noqa: S311 repeatable invented text
    words = invent_words(chance, 30_000)
    weights = [1 / (rank + 3) for rank in range(len(words))]
    latin = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(3, 9))) for _ in range(800)]
    style = "\n".join(
        f".{chance.choice(latin)} {{ {chance.choice(latin)}: {chance.randint(1, 900)}px; }}" for _ in range(frame // 75)
    )
    script = ";\n".join(
        f"var {chance.choice(latin)} = {chance.choice(latin)}({chance.random()})" for _ in range(frame // 150)
    )
    menu = "\n".join(f'<li><a href="/{chance.choice(latin)}">{chance.choice(words)}</a></li>' for _ in range(90))
    head = f"<!DOCTYPE html><html lang=ar><style>{style}</style><script>{script}</script><body><ul>{menu}</ul>"
    foot = f"<footer>{menu}</footer></body></html>"
    return Template(head, foot, words, weights, chance, view_state)


def invent_pages(count: int, template: Template) -> Iterator[Attempt]:
    """Pages one after the other, each five minutes later."""
    titles = [template.say(9) for _ in range(count + 60)]
    for number in range(count):
        yield _page(number, titles[number : number + 55], template)


def _page(number: int, titles: Sequence[str], template: Template) -> Attempt:
    at, url = START + timedelta(minutes=5 * number), f"{HOST}/akhbar/{1000 + number}"
    body = "\n".join(template.say(55) for _ in range(6))
    ticker = tuple(
        Headline(title, f"{HOST}/akhbar/{1000 + number + place}", place) for place, title in enumerate(titles)
    )
    capture = Capture(
        url, url, 200, _headers(number, template), _html(ticker, body, template), at, 0.2, "utf-8", "http"
    )
    article = Article(url, titles[0], body, newspaper="الأخبار", language="ar", provenance={"body": "site:css"})
    links = tuple(Link(line.url or "", "ticker", site="akhbar", found_on=url) for line in ticker)
    found = Link(url, "feed", site="akhbar", source="feed")
    return Attempt(found, at, capture=capture, page=Page("article", article, ticker), links=links)


def _headers(number: int, template: Template) -> tuple[tuple[str, str], ...]:
    at = START + timedelta(minutes=5 * number)
    return (
        ("Date", f"{at:%a, %d %b %Y %H:%M:%S GMT}"),
        ("Server", "nginx/1.24.0"),
        ("Content-Type", "text/html;charset=UTF-8"),
        ("Set-Cookie", f"JSESSIONID={template.chance.randbytes(16).hex().upper()}; Path=/; HttpOnly"),
        ("Cache-Control", "no-cache, no-store, must-revalidate"),
        ("X-Powered-By", "Servlet/3.1 JSP/2.3"),
        ("Vary", "Accept-Encoding"),
    )


def _html(ticker: Sequence[Headline], body: str, template: Template) -> bytes:
    bar = "".join(f'<a href="{line.url}">{escape(line.text)}</a>&nbsp;&nbsp;&nbsp;&nbsp;' for line in ticker)
    related = "".join(f'<div class="teaser"><a href="{line.url}">{line.text}</a></div>' for line in ticker[10:18])
    paragraphs = "\n<br />".join(body.split("\n"))
    text = f'<span class="articletitle">{ticker[0].text}</span><span class="articlecontent">{paragraphs}</span>'
    page = f"{template.head}<marquee>{bar}</marquee>{text}{related}{template.draw_state()}{template.foot}"
    return page.encode()


def warc_bytes(pages: Sequence[Attempt]) -> int:
    """Bytes of a gzip WARC: a response record a page, each a gzip member of its own (WARC 1.1, annex D)."""
    return sum(len(gzip.compress(_record(page.capture), 9)) for page in pages if page.capture)


def _record(capture: Capture) -> bytes:
    fields = "".join(f"{name}: {value}\r\n" for name, value in capture.headers)
    block = f"HTTP/1.1 200 OK\r\n{fields}\r\n".encode() + capture.body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {capture.url}\r\n"
        f"WARC-Date: {capture.fetched_at:%FT%TZ}\r\n"
        f"WARC-Record-ID: <urn:uuid:{capture.sha256[:32]}>\r\nWARC-Payload-Digest: sha256:{capture.sha256}\r\n"
        f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def archive_bytes(path: Path, pages: Sequence[Attempt]) -> int:
    """Bytes of the archive's one file after the pages were stored and it was closed."""
    with Archive.open(path) as archive:
        for page in pages:
            archive.submit(page, dedupe).result()
    return path.stat().st_size


def by_table(path: Path) -> list[tuple[str, int]]:
    """Bytes of each table and index, the largest first; none where SQLite has no dbstat."""
    with closing(sqlite3.connect(path)) as conn:
        try:
            return conn.execute(
                "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 15"
            ).fetchall()
        except sqlite3.OperationalError:
            return []


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--view-state", type=int, default=2000)
    parser.add_argument("--frame", type=int, default=112_000, help="bytes of style and script that all pages share")
    parser.add_argument("--folder", type=Path, help="where to write (default: a temporary folder)")
    asked = parser.parse_args()
    pages = list(invent_pages(asked.pages, make_template(asked.view_state, asked.frame)))
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        path = Path(name) / "archive.db"
        ours, warc = archive_bytes(path, pages), warc_bytes(pages)
        raw = sum(len(page.capture.body) for page in pages if page.capture)
        print(f"{len(pages)} pages, {raw / len(pages) / 1000:.1f} kB each as they came")
        print(f"gzip WARC {warc / len(pages) / 1000:6.2f} kB a page")
        print(f"archive   {ours / len(pages) / 1000:6.2f} kB a page, {ours / warc:.3f} of the WARC (bar: {BAR:.3f})")
        for table, size in by_table(path):
            print(f"  {table:28} {size / len(pages) / 1000:6.2f} kB a page")


if __name__ == "__main__":
    main()
