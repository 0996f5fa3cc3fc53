"""Text and addresses of the archive as a page may show them: what people see, and which addresses may be links."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from pipeline.text import clean_display
from pipeline.web.words import direction_of

_RIGHT_TO_LEFT_LETTERS: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_FROM_RIGHT: Final = re.compile(f"[{_RIGHT_TO_LEFT_LETTERS}]")
_FROM_LEFT: Final = re.compile(rf"[^\W\d_{_RIGHT_TO_LEFT_LETTERS}]")
_NOT_IN_ADDRESSES: Final = re.compile(r"[\x00-\x20\x7f\\]")


def web_address(address: str | None) -> str | None:
    """An address that may be a link: http or https to a host; None for every other (`javascript:`, `data:` ...).

    Browsers pass over tabs and line breaks and read a backslash as a slash, so an address with one is no link.
    """
    if not address or _NOT_IN_ADDRESSES.search(address):
        return None
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        return None
    return address if is_whole else None


def shown(text: str | None) -> str:
    """Text of the archive without what steers: no controls, and nothing that reorders the letters after it."""
    return clean_display(text or "")


def direction_in(text: str, language: str | None = None) -> str:
    """`rtl` or `ltr` for a paragraph: where it has letters of both, or none, that of its language.

    The first letter alone misleads: many an Arabic paragraph begins with the name of a company.
    """
    has_right, has_left = _FROM_RIGHT.search(text) is not None, _FROM_LEFT.search(text) is not None
    if has_right != has_left:
        return "rtl" if has_right else "ltr"
    return direction_of(language)
