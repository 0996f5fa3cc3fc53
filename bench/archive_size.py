"""How large an archive of one site is beside the gzip WARC of the same pages, tables, text and search index included.

    python -m bench.archive_size [--pages 600] [--view-state 2000] [--frame 112000] [--folder DIR]
    python -m bench.archive_size --from FILE-OR-FOLDER [--from ...]

The pages are of one template: inline style and script, navigation, a ticker that moves on by a headline a page, an
article of about 330 invented words, related stories, a footer, and what a server draws anew for each answer
(`--view-state` characters that no codec makes smaller, four times on the page). The text packs, and fills an index, as
real Arabic news does: words come back within a text and follow one another habitually (bench/README.md).

With `--from` the pages are yours, as `warraq import` takes them: WARC files, or folders of saved pages.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import accumulate
from pathlib import Path
from typing import Final

from pipeline import dedupe
from pipeline.models import Article, Attempt, Capture, Headline, Link, Page
from pipeline.store import Archive, Reader, captures
from pipeline.store.schema import TABLES

HOST: Final = "https://www.example.net"
START: Final = datetime(2025, 12, 1, tzinfo=UTC)
BAR: Final = 1 / 3
LETTERS: Final = "المونيرتبعدسقفحهكجشطصخغضذثزظ"
"""The commonest first."""
LENGTHS: Final = (2, 3, 3, 4, 4, 5, 5, 5, 6, 6, 7, 8)
COMES_BACK, FOLLOWS, FEW = 0.11, 0.25, 20
"""How often a word is one of this text's earlier ones (once there are a few), or a habitual follower of the last."""


@dataclass(frozen=True, slots=True)
class Template:
    """What all pages share: head and foot, and the words that articles are made of."""

    head: str
    foot: str
    words: Sequence[str]
    weights: Sequence[float]
    chance: random.Random
    view_state: int

    followers: dict[str, Sequence[str]] = field(default_factory=dict)

    def say(self, length: int) -> str:
        """So many words, as uneven as those of a language, with turns of phrase and words that come back."""
        said: list[str] = []
        while len(said) < length:
            kind = self.chance.random()
            if kind < COMES_BACK and len(said) > FEW:
                at = self.chance.randrange(len(said))
                said += said[at : at + self.chance.choice((1, 2, 2, 3))]
            elif kind < COMES_BACK + FOLLOWS and said:
                said.append(self._follow(said[-1]))
            else:
                said.append(self._draw(1)[0])
        return " ".join(said[:length])

    def _draw(self, count: int) -> list[str]:
        return self.chance.choices(self.words, cum_weights=self.weights, k=count)

    def _follow(self, word: str) -> str:
        if word not in self.followers:
            self.followers[word] = self._draw(3)
        return self.chance.choice(self.followers[word])

    def draw_state(self) -> str:
        """What the server draws anew: four hidden fields of one value."""
        value = base64.b64encode(self.chance.randbytes(self.view_state * 3 // 4)).decode()
        field = '<input type="hidden" name="javax.faces.ViewState" id="j_id1:{}" value="{}" />'
        return "\n".join(field.format(number, value) for number in range(4)) if value else ""


def make_template(view_state: int, frame: int, seed: int = 1) -> Template:
    """A frame of about so many bytes of style, script and navigation."""
    chance = random.Random(seed)  # noqa: S311 repeatable invented text
    words = _invent_words(chance, 40_000)
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
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


def _invent_words(chance: random.Random, count: int) -> list[str]:
    uneven = [1 / (rank + 4) for rank in range(len(LETTERS))]
    return ["".join(chance.choices(LETTERS, uneven, k=chance.choice(LENGTHS))) for _ in range(count)]


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


def store_pages(path: Path, pages: Iterable[Attempt]) -> None:
    """Store pages one by one in a new archive."""
    with Archive.open(path) as archive:
        for page in pages:
            archive.submit(page, dedupe).result()


def by_table(path: Path) -> list[tuple[str, int, int, str | None]]:
    """Bytes of each table and index, how many of them are empty, and the table of an index; the largest first.

    None where SQLite has no dbstat.
    """
    with closing(sqlite3.connect(path)) as conn:
        try:
            return conn.execute(
                "SELECT d.name, sum(d.pgsize), sum(d.unused), (SELECT tbl_name FROM sqlite_schema AS s"
                " WHERE s.name = d.name AND s.type = 'index') FROM dbstat AS d GROUP BY d.name ORDER BY 2 DESC LIMIT 18"
            ).fetchall()
        except sqlite3.OperationalError:
            return []


def import_pages(path: Path, given: Sequence[Path]) -> None:
    """Take the pages of files and folders into an archive, as `warraq import` does."""
    folders = [file for folder in given if folder.is_dir() for file in sorted(folder.rglob("*")) if file.is_file()]
    files = [*(file for file in given if not file.is_dir()), *folders]
    command = [sys.executable, "-m", "pipeline", "import", "--archive", str(path), *map(str, files)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def read_captures(path: Path) -> Iterator[Capture]:
    """The raw answers that an archive keeps."""
    with Reader(path) as reader:
        for (number,) in reader.ask(lambda conn: conn.execute("SELECT id FROM captures ORDER BY id").fetchall()):
            if capture := reader.ask(lambda conn, number=number: captures.read_capture(conn, number)):  # type: ignore[misc]
                yield capture


def warc_sizes(found: Iterable[Capture]) -> list[tuple[int, int]]:
    """Of each capture its bytes as it came, and those of a record of a gzip WARC (WARC 1.1, annex D)."""
    return [(len(capture.body), len(gzip.compress(_record(capture), 9))) for capture in found]


def report(path: Path, sizes: Sequence[tuple[int, int]]) -> None:
    """Print both sizes and where the archive's bytes are."""
    count, ours, warc = len(sizes), path.stat().st_size, sum(packed for _, packed in sizes)
    print(f"{count} pages, {sum(raw for raw, _ in sizes) / count / 1000:.1f} kB each as they came")
    print(f"gzip WARC {warc / count / 1000:6.2f} kB a page")
    print(f"archive   {ours / count / 1000:6.2f} kB a page, {ours / warc:.3f} of the WARC (bar: {BAR:.3f})")
    about = {table.name: table.about for table in TABLES}
    for name, size, unused, of in by_table(path):
        told = f"index of {of}" if of else about.get(name, "")
        print(f"  {name:28} {size / count / 1000:6.2f} kB a page, {unused / count / 1000:4.2f} empty  {told[:60]}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=600)
    parser.add_argument("--view-state", type=int, default=2000)
    parser.add_argument("--frame", type=int, default=112_000, help="bytes of style and script that all pages share")
    parser.add_argument("--folder", type=Path, help="where to write (default: a temporary folder)")
    parser.add_argument("--from", type=Path, action="append", dest="given", help="pages of your own, of one site")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        path = Path(name) / "archive.db"
        if asked.given:
            import_pages(path, asked.given)
        else:
            store_pages(path, invent_pages(asked.pages, make_template(asked.view_state, asked.frame)))
        report(path, warc_sizes(read_captures(path)))


if __name__ == "__main__":
    main()
