"""robots.txt as RFC 9309 reads it: what was answered, what it means for an address. No I/O."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, Literal, Protocol

from protego import Protego

RobotsVerdict = Literal["allowed", "no_rules", "unavailable_allowed", "denied", "unavailable"]

MAX_BODY: Final = 500 * 1024
"""Bytes that are read (RFC 9309 §2.5); more is passed over: 10^6 rules cost the parser 4.1 s and 464 MB."""
USUAL_BODY: Final = 16 * 1024
"""Bytes of most robots.txt. Rules take up to 80 times as many in memory, 40 MB of the longest: few such are kept."""
LONGEST_TTL: Final = timedelta(hours=24)
"""RFC 9309 §2.4."""
UNAVAILABLE_TTL: Final = timedelta(minutes=10)
"""How soon a robots.txt that could not be had is asked for again."""

_LINE_END = re.compile(r"\r\n?")
_AGENT_LINE = re.compile(
    r"^([ \t]*user[ -]?agent[ \t]*(?::|[ \t])[ \t]*)([^\s#]+)[^\n]*$", re.IGNORECASE | re.MULTILINE
)
_PRODUCT_TOKEN = re.compile(r"[A-Za-z0-9_-]+")
_ANY_RULE = re.compile(
    r"^[ \t]*(?:user[ -]?agent|disallow|allow|sitemap|crawl-delay)[ \t]*:", re.IGNORECASE | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class RobotsRecord:
    """One answer to `authority`/robots.txt (`https://host`, with the port when it is not the default).

    `status` is None when there was no answer, a 3xx when redirects led nowhere. `body` is decoded, 500 KiB at most.
    `note` says for people what was odd.
    """

    authority: str
    fetched_at: datetime
    expires_at: datetime
    status: int | None
    body: bytes = b""
    note: str = ""

    @property
    def version(self) -> str:
        """What tells this answer from the authority's other ones."""
        return version_of(self.status, self.body)

    def is_fresh(self, now: datetime) -> bool:
        """Whether it may still be used; never when the clock has gone back behind it."""
        return self.fetched_at <= now < self.expires_at


def version_of(status: int | None, body: bytes) -> str:
    """The first 16 hex digits of the SHA-256 of an answer's status and body."""
    return hashlib.sha256(f"{status}\n".encode() + body).hexdigest()[:16]


class RobotsCache(Protocol):
    """Where records are kept between fetches. `get` may return a stale record; who asks looks at the date."""

    def get(self, authority: str) -> RobotsRecord | None:
        """The last record put for this authority."""

    def put(self, record: RobotsRecord) -> None:
        """Keep a record, in place of the authority's last one."""


class MemoryRobotsCache:
    """A RobotsCache of the `size` most recently used authorities, gone with the process."""

    def __init__(self, size: int = 512) -> None:
        self._size = size
        self._records: OrderedDict[str, RobotsRecord] = OrderedDict()

    def get(self, authority: str) -> RobotsRecord | None:
        """The last record put for this authority."""
        if (record := self._records.get(authority)) is not None:
            self._records.move_to_end(authority)
        return record

    def put(self, record: RobotsRecord) -> None:
        """Keep a record, in place of the authority's last one."""
        self._records[record.authority] = record
        self._records.move_to_end(record.authority)
        if len(self._records) > self._size:
            self._records.popitem(last=False)


def record_answer(
    authority: str, status: int | None, body: bytes, fetched_at: datetime, ttl: timedelta, note: str = ""
) -> RobotsRecord:
    """The record of an answer: body cut to whole lines within 500 KiB, kept for `ttl` (24 h at most).

    What forbids everything because nothing could be learnt (no answer, 429, 5xx) is kept for 10 minutes.
    """
    if _is_unreachable(status):
        ttl = min(ttl, UNAVAILABLE_TTL)
    is_answer = status is not None and 200 <= status < 300
    kept = _first_lines(body) if is_answer else b""
    if not note and is_answer:
        note = _describe(body, kept)
    return RobotsRecord(authority, fetched_at, fetched_at + min(ttl, LONGEST_TTL), status, kept, note)


def _first_lines(body: bytes) -> bytes:
    if len(body) <= MAX_BODY:
        return body
    # A rule cut in two would be another, wider rule ("Disallow: /private" -> "Disallow: /").
    head = body[:MAX_BODY]
    return head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1]


def _describe(body: bytes, kept: bytes) -> str:
    if len(kept) < len(body):
        return f"only the first {MAX_BODY} bytes were read"
    text = _decode(kept)
    if text.lstrip().startswith("<") and not _ANY_RULE.search(text):
        return "an HTML page instead of rules: nothing is forbidden"
    return ""


def verdict(record: RobotsRecord, url: str, agent: str, *, on_403: Literal["allow", "deny"] = "allow") -> RobotsVerdict:
    """What a record means for an address, to the product token `agent` (RFC 9309 §2.3.1).

    2xx: by its rules, no_rules when none are for us. 404 and 410: no_rules. 401 and 403: by `on_403`. Other 4xx and
    redirects that led nowhere: unavailable_allowed. 429, 5xx and no answer: unavailable, which forbids everything.
    """
    status = record.status
    if status is None or _is_unreachable(status):
        return "unavailable"
    if status in (404, 410):
        return "no_rules"
    if status in (401, 403) and on_403 == "deny":
        return "denied"
    if not 200 <= status < 300:
        return "unavailable_allowed"
    rules = read_robots(record.body)
    if not rules.has_group(agent):
        return "no_rules"
    return "allowed" if rules.can_fetch(url, agent) else "denied"


def _is_unreachable(status: int | None) -> bool:
    return status is None or status == 429 or not 200 <= status < 500


def crawl_delay(record: RobotsRecord, agent: str, longest: float) -> float | None:
    """The pause in seconds that the record asks of `agent`, at most `longest`; None without a usable one."""
    if record.status is None or not 200 <= record.status < 300:
        return None
    asked = read_robots(record.body).crawl_delay(agent)
    return None if asked is None or not asked >= 0 else min(asked, longest)


def sitemaps_of(record: RobotsRecord | None) -> tuple[str, ...]:
    """The sitemaps that a record names (sitemaps.org, "Submitting your Sitemaps"); none without a good answer."""
    if record is None or record.status is None or not 200 <= record.status < 300:
        return ()
    return read_robots(record.body).sitemaps()


class Rules:
    """The rules of one robots.txt."""

    def __init__(self, text: str) -> None:
        self._tokens: set[str] = set()
        self._parser = Protego.parse(_AGENT_LINE.sub(self._take_token, text))

    def _take_token(self, line: re.Match[str]) -> str:
        # RFC 9309 §2.2.1 compares product tokens whole; "Warraq/1.0" on the line means the token Warraq.
        token = _PRODUCT_TOKEN.match(line[2])
        name = token[0] if token else line[2]
        self._tokens.add(name.lower())
        return line[1] + name

    def _group(self, agent: str) -> str:
        # Protego would also take a group for "war" to be about "warraq": ask it for a group that is there.
        return agent.lower() if agent.lower() in self._tokens else "*"

    def has_group(self, agent: str) -> bool:
        """Whether any group is for this product token, by name or by `*`."""
        return self._group(agent) in self._tokens

    def can_fetch(self, url: str, agent: str) -> bool:
        """Whether the longest rule that matches the address allows it; allow wins a tie (RFC 9309 §2.2.2)."""
        return self._parser.can_fetch(url, self._group(agent))

    def sitemaps(self) -> tuple[str, ...]:
        """The addresses of the Sitemap lines, as written."""
        return tuple(self._parser.sitemaps)

    def crawl_delay(self, agent: str) -> float | None:
        """The Crawl-delay of the token's group, as written."""
        return self._parser.crawl_delay(self._group(agent))


def read_robots(body: bytes) -> Rules:
    """Read a robots.txt of any encoding and line ends; never raises. Those read last are remembered."""
    return _read_usual(body) if len(body) <= USUAL_BODY else _read_large(body)


@lru_cache(maxsize=128)
def _read_usual(body: bytes) -> Rules:
    return Rules(_decode(body))


@lru_cache(maxsize=4)
def _read_large(body: bytes) -> Rules:
    return Rules(_decode(body))


def _decode(body: bytes) -> str:
    text = body.decode(_encoding(body), "replace")
    return _LINE_END.sub("\n", text.removeprefix("\ufeff").replace("\x00", ""))


def _encoding(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in body[:2]:  # UTF-16 without its mark: rules are ASCII, so every other byte is zero
        return "utf-16-be" if body.startswith(b"\x00") else "utf-16-le"
    return "utf-8"
