"""Text as people see it and as search compares it."""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"[\s\u00a0\u200b\ufeff]+")


def squeeze(text: str) -> str:
    """One line, single spaces, no outer space, NFC; zero-width spaces and BOMs dropped."""
    return unicodedata.normalize("NFC", _SPACE.sub(" ", text).strip())
