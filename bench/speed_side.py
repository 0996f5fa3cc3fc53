"""One contender of `bench.speed_peers`: reads the pages it is told to, and says how much CPU time that took.

    PYTHON bench/speed_side.py {warraq,lexbor,resiliparse,trafilatura} FOLDER [--every N]

It runs in the environment of the contender, so it imports nothing of the project but for Warraq. Lines in: the first
page and the step between pages; lines out: CPU seconds.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias

Page: TypeAlias = "tuple[bytes, str]"
Reader: TypeAlias = "Callable[[bytes, str], Any]"

_CHARSET: Final = re.compile(rb"charset=[\"']?\s*([\w-]+)")


def decode(html: bytes) -> str:
    """A page's text for readers that take no bytes: UTF-8, else what its first 8 kB declare, else windows-1252."""
    try:
        return html.decode("utf-8")
    except UnicodeDecodeError:
        declared = _CHARSET.search(html[:8192])
    try:
        return html.decode(declared[1].decode() if declared else "cp1252", "replace")
    except LookupError:
        return html.decode("latin-1")


def open_warraq() -> Reader:
    """Every field of an article and the ticker."""
    sys.path.insert(0, str(Path(__file__).parent.parent))
    extract: Reader = importlib.import_module("bench.reader").extract
    return extract


def open_lexbor() -> Reader:
    """The bare parse, nothing read: what no reader over this parser can be faster than."""
    parser = importlib.import_module("selectolax.lexbor").LexborHTMLParser
    return lambda html, _: parser(html)


def open_resiliparse() -> Reader:
    """The text of the main content; it reads no other field."""
    extract_plain_text = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda html, _: extract_plain_text(decode(html), main_content=True)


def open_trafilatura() -> Reader:
    """Text, title, author and date by its defaults."""
    bare_extraction = importlib.import_module("trafilatura").bare_extraction
    return lambda html, url: bare_extraction(html, url=url, with_metadata=True)


READERS: Final = {
    "warraq": open_warraq,
    "lexbor": open_lexbor,
    "resiliparse": open_resiliparse,
    "trafilatura": open_trafilatura,
}


def load_pages(folder: Path, every: int) -> list[Page]:
    """Each `every`th page of the folder, with its address."""
    lines = (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()[::every]
    cases = [json.loads(line) for line in lines]
    return [(gzip.decompress((folder / case["html_file"]).read_bytes()), case["url"]) for case in cases]


def time_pages(read: Reader, pages: list[Page]) -> float:
    """CPU seconds for the pages, collection of garbage included."""
    start = time.process_time()
    for html, url in pages:
        read(html, url)
    return time.process_time() - start


def main() -> None:
    """Load, read one page, then answer until the input ends."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reader", choices=READERS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    pages, read = load_pages(given.folder, given.every), READERS[given.reader]()
    time_pages(read, pages[:1])
    print("ready", flush=True)
    for line in sys.stdin:
        start, step = map(int, line.split())
        print(time_pages(read, pages[start::step]), flush=True)


if __name__ == "__main__":
    main()
