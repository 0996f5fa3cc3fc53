"""Saved HTML pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pipeline.ingest.files import file_capture
from pipeline.models import Capture

HEAD: Final = 128 * 1024
"""How far into a page its own address is looked for, in bytes."""

_LOOKS_LIKE_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|h1)[\s>]", re.I)

# The page is hostile input and this runs in the parent: patterns over its head, no parser. The first that matches wins.
_OWN_ADDRESS = (
    re.compile(rb"<!--\s*saved from url=\(\d+\)(\S+)"),
    re.compile(rb"""<link\b[^>]{0,500}?rel=["']?canonical["']?[^>]{0,500}?href=["']([^"'>]{1,2000})""", re.I),
    re.compile(rb"""<link\b[^>]{0,500}?href=["']([^"'>]{1,2000})["'][^>]{0,500}?rel=["']?canonical""", re.I),
    re.compile(rb"""<meta\b[^>]{0,500}?property=["']?og:url["']?[^>]{0,500}?content=["']([^"'>]{1,2000})""", re.I),
    re.compile(rb"""<meta\b[^>]{0,500}?content=["']([^"'>]{1,2000})["'][^>]{0,500}?property=["']?og:url""", re.I),
)


def claims(path: Path, data: bytes) -> bool:
    """By the file's name, else by a tag near its start."""
    return path.suffix.lower() in (".html", ".htm", ".xhtml") or bool(_LOOKS_LIKE_HTML.search(data[:4096]))


def read(path: Path, data: bytes) -> Iterator[Capture | str]:
    """One capture, at the address the page itself gives (a browser's "saved from", canonical, og:url)."""
    yield file_capture(path, data, "text/html", own_address(data))


def own_address(data: bytes) -> str | None:
    """The page's own http(s) address as its head states it, None when it does not."""
    head = data[:HEAD]
    for pattern in _OWN_ADDRESS:
        match = pattern.search(head)
        found = html.unescape(match[1].decode("utf-8", "replace")).strip() if match else ""
        if found.startswith(("http://", "https://")):
            return found
    return None
