"""What a source says of a link, made fit for a Hint: clean short text, names, moments."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from pipeline import dates
from pipeline.dates import Moment
from pipeline.models import Capture
from pipeline.sites import Site, Source
from pipeline.text import clean_display, squeeze

MAX_TEXT: Final = 1000
"""Characters of a title, name or guid that are kept."""

# Tags that get into titles; others, and a "<" before anything else, are taken for text ("List<String>", "a < b").
_TAG = re.compile(
    r"</?(?:a|abbr|acronym|b|bdi|bdo|big|br|cite|code|div|em|font|h[1-6]|i|img|ins|del|mark|p|q|s|small|span|strike|strong"
    r"|sub|sup|tt|u|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_LINE_TAG = re.compile(r"<(?:br|p|/p|div|/div)\b", re.IGNORECASE)
_MAIL_AND_NAME = re.compile(r"\S+@\S+\s+\((.*)\)")
_NAME_AND_MAIL = re.compile(r"(.*?)\s*<\S+@\S+>")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")
_MAIL = re.compile(r"\S+@\S+")


def clean(text: str | None) -> str | None:
    """One line without markup, references, control or bidi-reordering characters; None when nothing is left.

    References are resolved as often as they were escaped, three times at most: feeds escape titles once too often.
    """
    if not text:
        return None
    text = text[: 16 * MAX_TEXT]
    if "&" in text or "<" in text:
        text = _strip_markup(text)
    return squeeze(clean_display(squeeze(text)))[:MAX_TEXT].strip() or None


def _strip_markup(text: str) -> str:
    for _ in range(3):
        plain = html.unescape(_TAG.sub(_space_for_line_tag, text))
        if plain == text:
            break
        text = plain
    return text


def _space_for_line_tag(tag: re.Match[str]) -> str:
    return " " if _LINE_TAG.match(tag[0]) else ""


def clean_name(text: str | None) -> str | None:
    """A person's name out of an author field, RSS's `mail (Name)` included; None for a bare mail address."""
    name = clean(text)
    if name is None or "@" not in name:
        return name
    found = _MAIL_AND_NAME.fullmatch(name) or _NAME_AND_MAIL.fullmatch(name)
    if found:
        return found[1].strip() or None
    return None if _MAIL.fullmatch(name) else name


def read_language(written: str | None) -> str | None:
    """The primary subtag of a language tag (BCP 47; `_` for `-` is common): `ar-MA` -> `ar`; None when it is none."""
    found = _LANGUAGE.fullmatch(written.strip()) if written else None
    return found[1].lower() if found else None


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a source's dates are to be read."""

    zone: tzinfo
    now: datetime
    language: str | None

    def read(self, raw: str | None) -> Moment | None:
        """The moment a field names; None when it names none that can be believed."""
        return dates.read(raw, zone=self.zone, now=self.now, language=self.language) if raw else None


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def calendar_of(capture: Capture, site: Site, source: Source) -> Calendar:
    """The site's zone, the moment of the fetch, the source's or site's language."""
    return Calendar(_zone(site.time_zone), capture.fetched_at, source.language or site.language)
