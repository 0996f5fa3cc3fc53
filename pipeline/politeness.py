"""Why an address was, or is not, asked for, and how gently a host is treated: the ledger of requests, read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection
from typing import Final

from pipeline.dates import utc_iso
from pipeline.robots import RobotsRecord, read_robots, verdict
from pipeline.store import Reader, request_reading
from pipeline.store.coverage_reading import Chosen, GapLine, gaps
from pipeline.store.lock import read_writer
from pipeline.store.request_reading import (
    HostTotals,
    LinkLine,
    PauseLine,
    RequestLine,
    RobotsLine,
    VisitLine,
)
from pipeline.store.sources import SourceState, source_state
from pipeline.urls import host_of, origin_of

__all__ = ["HostView", "LinkView", "RequestLine", "Rule", "forbidding_rule", "why_host", "why_link"]

NEVER: Final = "it is not due any more"
_AGENT: Final = "useragent"
_LINE_END: Final = re.compile(r"\r\n?|\n")
_FIELD: Final = re.compile(r"^[ \t]*([A-Za-z -]+?)[ \t]*:[ \t]*([^#\r\n]*)")


@dataclass(frozen=True, slots=True)
class Rule:
    """The line of a robots.txt that forbids an address; lines count from 1."""

    authority: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """All that is known of why an address is asked for when it is. `reasons` say it in words, the weightiest first."""

    link: LinkLine
    reasons: tuple[str, ...]
    visits: tuple[VisitLine, ...]
    requests: tuple[RequestLine, ...]
    gaps: tuple[GapLine, ...]
    rule: Rule | None
    pause: PauseLine | None


@dataclass(frozen=True, slots=True)
class HostView:
    """How a host is treated. `delay` is the peace it is promised now, in seconds; `per_hour` counts by hour."""

    host: str
    totals: HostTotals
    per_hour: Mapping[str, int]
    delay: float | None
    crawl_delay: float | None
    robots: tuple[RobotsLine, ...]
    pause: PauseLine | None
    requests: tuple[RequestLine, ...]


def why_link(archive: Reader, url: str, agent: str, since: datetime, now: datetime) -> LinkView | None:
    """Why an address is, or is not, asked for; None when the archive does not know it."""
    is_running = read_writer(archive.path) is not None
    return archive.ask(lambda conn: _why_link(conn, url, agent, utc_iso(since), (utc_iso(now), is_running)))


def why_host(archive: Reader, host: str, agent: str, since: datetime) -> HostView:
    """How a host has been treated since a moment."""
    return archive.ask(lambda conn: _why_host(conn, host_of(f"http://{host}/"), agent, utc_iso(since)))


def _why_link(conn: Connection, url: str, agent: str, since: str, now: tuple[str, bool]) -> LinkView | None:
    link = request_reading.find_link(conn, url)
    if link is None:
        return None
    host, visits = host_of(link.url), request_reading.visits(conn, link.link_id, since)
    rule, pause = _rule_of(conn, link.url, agent), request_reading.pause_of(conn, host)
    missed = gaps(conn, Chosen(since, link.site, link.source)) if link.site and link.source else []
    last = visits[-1] if visits else None
    reasons = [
        *_of_robots(rule),
        *_of_host(host, pause, now[0]),
        *_of_source(conn, link),
        *_of_link(link, last, now[0]),
        *([] if now[1] else ["nobody is fetching now: neither `warraq run` nor `warraq fetch` runs"]),
    ]
    made = request_reading.requests_for(conn, link.link_id, since)
    return LinkView(link, tuple(reasons), visits, made, tuple(missed), rule, pause)


def _of_robots(rule: Rule | None) -> list[str]:
    return [f"{rule.authority}/robots.txt forbids it, line {rule.line}: {rule.text}"] if rule else []


def _of_host(host: str, pause: PauseLine | None, now: str) -> list[str]:
    if pause is None:
        return []
    left = f"left in peace until {pause.until}" if pause.until > now else "tried with one address at a time"
    return [f"{host} has been in trouble since {pause.since} ({pause.reason}): {left}"]


def _of_source(conn: Connection, link: LinkLine) -> list[str]:
    if not (link.site and link.source):
        return []
    state: SourceState = source_state(conn, link.site, link.source)
    if state.quarantined_at:
        return [f"its source {link.site}/{link.source} is quarantined since {utc_iso(state.quarantined_at)}"]
    if state.failures:
        return [f"its source {link.site}/{link.source} failed {_times(state.failures)} ({state.last_result})"]
    return []


def _times(failures: int) -> str:
    return "once" if failures == 1 else f"{failures} times in a row"


def _of_link(link: LinkLine, last: VisitLine | None, now: str) -> list[str]:
    if link.last_fetched is None:
        told = "it was never asked for yet"
    else:
        told = f"last asked for {link.last_fetched}: {last.reason if last else 'before the time shown'}"
        if last and last.detail and link.failures:
            told += f" ({last.detail})"
    if link.failures:
        told += f"; it failed {_times(link.failures)}, and waits longer each time"
    return [told, _next(link, now)]


def _next(link: LinkLine, now: str) -> str:
    if link.next_due is None:
        return NEVER + (": too many failures, or one that is final" if link.failures else "")
    what = "older pages, which wait for fresh news" if link.priority else "news"
    return f"{'due since' if link.next_due <= now else 'due again'} {link.next_due}, as {what}"


def _rule_of(conn: Connection, url: str, agent: str) -> Rule | None:
    for robots in request_reading.robots_of(conn, host_of(url)):
        if robots.authority == origin_of(url):
            return forbidding_rule(robots, url, agent)
    return None


def forbidding_rule(robots: RobotsLine, url: str, agent: str) -> Rule | None:
    """The line that forbids an address to a product token, the longest of several; None when none does."""
    moment = datetime.fromisoformat(robots.fetched_at)
    record = RobotsRecord(robots.authority, moment, moment, robots.status, robots.body, robots.note)
    if verdict(record, url, agent) != "denied":
        return None
    denying = [
        (len(value), number, line)
        for number, line, value in _disallowed(robots.body.decode("utf-8", "replace"), agent.lower())
        if _matches(value, url)
    ]
    longest = max(denying, default=None)
    return Rule(robots.authority, longest[1], longest[2]) if longest else None


def _disallowed(text: str, agent: str) -> Iterator[tuple[int, str, str]]:
    """Number, text and value of the Disallow lines in the agent's groups, or in those of `*` when it has none."""
    lines = [(number, line, *_field(line)) for number, line in enumerate(_LINE_END.split(text), 1)]
    wanted = agent if any(key == _AGENT and value == agent for _, _, key, value in lines) else "*"
    named, is_naming = set[str](), False
    for number, line, key, value in lines:
        if key == _AGENT:
            named = {*(named if is_naming else ()), value}
        elif key == "disallow" and value and wanted in named:
            yield number, line.strip(), value
        is_naming = key == _AGENT or (is_naming and not key)


def _field(line: str) -> tuple[str, str]:
    found = _FIELD.match(line)
    if not found:
        return "", ""
    key, value = found[1].lower().replace("-", "").replace(" ", ""), found[2].strip()
    return key, value.partition("/")[0].lower() if key == _AGENT else value


def _matches(pattern: str, url: str) -> bool:
    return not read_robots(f"User-agent: *\nDisallow: {pattern}\n".encode()).can_fetch(url, "*")


def _why_host(conn: Connection, host: str, agent: str, since: str) -> HostView:
    made, robots = request_reading.requests_to(conn, host, since), request_reading.robots_of(conn, host)
    asked = [read_robots(line.body).crawl_delay(agent) for line in robots if line.status and line.status < 300]
    return HostView(
        host=host,
        totals=request_reading.totals(conn, host, since),
        per_hour=request_reading.per_hour(conn, host, since),
        delay=made[-1].delay if made else None,
        crawl_delay=max((delay for delay in asked if delay is not None), default=None),
        robots=robots,
        pause=request_reading.pause_of(conn, host),
        requests=made,
    )
