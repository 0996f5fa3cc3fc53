"""From an address to a Capture: robots, turn, guard, deadline, caps, redirects, retries. The network edge."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from types import TracebackType
from typing import Final, Literal, Protocol, Self
from weakref import WeakValueDictionary

import httpx

from pipeline import answers, robots, urls
from pipeline.answers import REDIRECTS, Answer, Caps, Incoming
from pipeline.client import CLIENT_ERRORS, RAW_HEADERS, open_client, translate
from pipeline.errors import (
    BadRedirect,
    BadStatus,
    BadUrl,
    BlockedAddress,
    DeadlineExceeded,
    DnsFailed,
    FetchError,
    RobotsDenied,
    RobotsUnavailable,
    TlsFailed,
    TooLarge,
)
from pipeline.guard import Guard, GuardedResolver
from pipeline.models import Capture, Request, Sent
from pipeline.robots import MemoryRobotsCache, RobotsCache, RobotsRecord
from pipeline.sites import Settings
from pipeline.throttle import Throttle, Turn

FIRST_WAIT: Final = 1.0
"""Seconds before the first retry, give or take half; doubled for each further one."""
LONGEST_WAIT: Final = 30.0
"""A Retry-After of more seconds than this is left to the next run."""
ACCEPT: Final = b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@dataclass(frozen=True, slots=True)
class Policy:
    """How gently one address is asked for.

    `delay` is the pause in seconds after the host's last request, None for the settings' (a longer Crawl-delay wins).
    `robots_on_403` says what a robots.txt that answers 401 or 403 means. `ask_robots=False` is for addresses that the
    user named one by one. `max_decoded` replaces the settings' cap in bytes (sitemaps may be larger than pages).
    `distrusted` are the hosts (with the port when it is not the scheme's own) that are asked even when their
    certificate is bad; all others never are, whoever leads to them.
    """

    delay: float | None = None
    robots_on_403: Literal["allow", "deny"] = "allow"
    ask_robots: bool = True
    max_decoded: int | None = None
    distrusted: frozenset[str] = frozenset()

    def accepts(self, url: str) -> bool:
        """Whether an address is asked for even when its server's certificate is bad."""
        return bool(self.distrusted) and urls.origin_of(url).partition("://")[2] in self.distrusted


@dataclass(frozen=True, slots=True)
class _Leave:
    """What robots.txt says of an address: verdict, the pause its host is owed in seconds, which rules said so."""

    verdict: str
    delay: float
    version: str | None = None


class RequestLog(Protocol):
    """Where every request is written down."""

    def put(self, sent: Sent) -> None:
        """Keep a request, whose answer is there or will not come."""

    def since_last(self, host: str, now: datetime) -> float | None:
        """How many seconds ago the last request to a host that was kept ended; None when none was."""


_ROBOTS_CAPS: Final = Caps(robots.MAX_BODY + 1, robots.MAX_BODY + 1, only_prefix=True)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Fetcher:
    """Fetches addresses; one for all sites of a process, since it holds the hosts' turns. An async context manager.

    `connect_to` sends hosts to an address and port of its own (tests, the demo). `robots` keeps robots.txt records
    beyond this object. `clock` tells the time, `ticks` monotonic seconds, `sleep` waits seconds. `log` may be set to
    what is to be told of every request.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        connect_to: Mapping[str, tuple[str, int]] | None = None,
        robots: RobotsCache | None = None,
        clock: Callable[[], datetime] = _utc_now,
        ticks: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.settings = settings
        self._guard = Guard(allow_loopback=settings.network.allow_loopback)
        self._connect_to = connect_to or {}
        self._robots, self._recent_robots = robots, MemoryRobotsCache()
        self._robots_locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._clock, self._ticks, self._sleep = clock, ticks, sleep
        self.log: RequestLog | None = None
        polite = settings.politeness
        self._throttle = Throttle(
            polite.delay.total_seconds(),
            polite.hosts_at_once,
            remember=polite.max_crawl_delay.total_seconds(),
            clock=ticks,
            sleep=sleep,
            recall=lambda host: self.log.since_last(host, clock()) if self.log else None,
        )
        self._deadline = settings.limits.deadline.total_seconds()
        self._fixed_headers = (
            (b"User-Agent", user_agent(settings).encode()),
            (b"Accept", ACCEPT),
            (b"Accept-Encoding", b"gzip, deflate"),
        )

    async def __aenter__(self) -> Self:
        resolver = GuardedResolver(self._guard, self._connect_to)
        limit = self.settings.limits.connect
        self._client = open_client(self._guard, resolver, limit)
        self._trusting = open_client(self._guard, resolver, limit, check_certificates=False)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        await self._client.aclose()
        await self._trusting.aclose()

    async def fetch(self, request: Request, policy: Policy = Policy()) -> Capture:
        """The answer to a request: a whole 2xx, or a 304 to a conditional one; everything else is a FetchError.

        Follows redirects, asking robots.txt, the host's turn and the guard anew at each hop. Transient errors are
        tried again; `capture.tries` or `error.facts["tries"]` counts. When an answer came, `error.facts["capture"]`
        holds it, marked `truncated` when its body is not whole; BadStatus has the facts `status` and `retry_after`
        (seconds or None).
        """
        limits = self.settings.limits
        return await self._persist(request, policy, Caps(limits.max_encoded, policy.max_decoded or limits.max_decoded))

    async def _persist(self, request: Request, policy: Policy, caps: Caps) -> Capture:
        tries = 0
        while True:
            tries += 1
            try:
                return replace(await self._follow(request, policy, caps, tries), tries=tries)
            except FetchError as error:
                error.facts["tries"] = tries
                wait = self._wait_before_retry(error, tries)
                if wait is None:
                    raise
            await self._sleep(wait)

    def _wait_before_retry(self, error: FetchError, tries: int) -> float | None:
        if not _is_worth_retrying(error, tries) or tries > self.settings.limits.retries:
            return None
        asked = error.facts.get("retry_after") or 0.0
        own = FIRST_WAIT * 2.0 ** (tries - 1) * random.uniform(0.5, 1.5)  # noqa: S311
        return None if asked > LONGEST_WAIT else max(own, asked)

    async def _follow(self, request: Request, policy: Policy, caps: Caps, tries: int) -> Capture:
        url = _normalise(request.url)
        passed: list[str] = []
        while True:
            leave = await self._ask_robots(url, policy)
            # Validators are the site's own words: they go back to it alone.
            is_home = not passed or urls.is_same_site(url, request.url)
            asked = request if is_home else replace(request, etag=None, last_modified=None)
            async with self._throttle.turn(urls.host_of(url), leave.delay) as turn:
                sent = _begin_sending(url, asked, turn, leave, self._clock())
                sent = replace(sent, tries=tries, hop=len(passed))
                answer = await self._exchange(asked, caps, sent, accept=policy.accepts(url))
            target = answers.redirect_target(answer)
            if target is None:
                capture = _capture(answer, request, tuple(passed), leave)
                return self._judge(answer, capture, is_conditional=bool(asked.etag or asked.last_modified))
            passed.append(url)
            self._check_hop(target, passed, answer)
            url = target

    def _check_hop(self, target: str, passed: list[str], answer: Answer) -> None:
        if target in passed:
            raise BadRedirect(f"redirect loop: back to {target}", url=answer.url, status=answer.status)
        if len(passed) > self.settings.limits.max_redirects:
            detail = f"more than {self.settings.limits.max_redirects} redirects, the last to {target}"
            raise BadRedirect(detail, url=answer.url, status=answer.status)

    def _judge(self, answer: Answer, capture: Capture, *, is_conditional: bool) -> Capture:
        if not 200 <= answer.status < 300 and not (answer.status == 304 and is_conditional):
            longest = self.settings.limits.max_retry_after.total_seconds()
            retry_after = answers.read_retry_after(answer.header("retry-after"), self._clock(), longest)
            error = answers.status_error(answer.status)
            facts = {"status": answer.status, "retry_after": retry_after, "capture": capture}
            raise error(answers.describe_status(answer.status), url=answer.url, **facts)
        if answer.failure is None:
            return capture
        if not isinstance(answer.failure, TooLarge):
            answer.failure.facts["capture"] = capture
        raise answer.failure

    async def _exchange(self, request: Request, caps: Caps, sent: Sent, *, accept: bool) -> Answer:
        url, started = sent.url, self._ticks()
        incoming = Incoming()
        failure: FetchError | None = None
        try:
            async with asyncio.timeout(self._deadline):
                await self._receive(url, request, caps, incoming, accept=accept)
        except CLIENT_ERRORS as error:
            failure = self._explain(error, url)
            if not incoming.status:
                raise failure from error
            failure.__cause__ = error
        finally:
            self._keep(replace(sent, elapsed=self._ticks() - started), incoming, failure)
        body, failure = answers.unpack(incoming, caps, failure, url)
        took = self._ticks() - started
        return Answer(url, incoming.status, incoming.headers, body, sent.at, took, failure, incoming.distrust)

    def _keep(self, sent: Sent, incoming: Incoming, failure: FetchError | None) -> None:
        if self.log:
            why = failure.reason if failure else None
            self.log.put(replace(sent, status=incoming.status or None, failure=why, size=len(incoming.body)))

    def _explain(self, error: BaseException, url: str) -> FetchError:
        if type(error) is TimeoutError:  # the wall deadline's own; the client's timeouts are subclasses
            return DeadlineExceeded(f"not done within {self._deadline:g} s", url=url)
        return translate(error, url)

    async def _send(self, url: str, request: Request, incoming: Incoming, *, accept: bool) -> httpx.Response:
        """The answer's head; what is wrong with the server's certificate is noted where that is to be accepted."""
        asked = httpx.Request("GET", url, headers=self._headers(request))
        try:
            return await self._client.send(asked, stream=True)
        except CLIENT_ERRORS as error:
            if not accept or not isinstance(bad := self._explain(error, url), TlsFailed):
                raise
            incoming.distrust = bad.detail
        return await self._trusting.send(asked, stream=True)

    async def _receive(self, url: str, request: Request, caps: Caps, incoming: Incoming, *, accept: bool) -> None:
        response = await self._send(url, request, incoming, accept=accept)
        try:
            incoming.headers = answers.read_headers(response.extensions[RAW_HEADERS])
            incoming.status = response.status_code
            if incoming.status in REDIRECTS or incoming.status == 304:
                return  # whatever body follows says nothing
            answers.check_head(incoming, caps, url)
            async for chunk in response.aiter_raw():
                incoming.body += chunk
                if len(incoming.body) > caps.encoded:
                    if caps.only_prefix:
                        return
                    raise TooLarge(f"more than {caps.encoded} bytes", url=url, limit=caps.encoded)
        finally:
            await response.aclose()

    def _headers(self, request: Request) -> list[tuple[bytes, bytes]]:
        headers = list(self._fixed_headers)
        if etag := answers.sendable(request.etag):
            headers.append((b"If-None-Match", etag))
        if last_modified := answers.sendable(request.last_modified):
            headers.append((b"If-Modified-Since", last_modified))
        return headers

    async def _ask_robots(self, url: str, policy: Policy) -> _Leave:
        """Leave to ask for an address; RobotsDenied or RobotsUnavailable when there is none."""
        polite, agent = self.settings.politeness, self.settings.agent.name
        delay = self._throttle.delay if policy.delay is None else policy.delay
        if not policy.ask_robots:
            return _Leave("not_asked", delay)
        record = await self._robots_record(urls.origin_of(url), replace(policy, delay=delay))
        verdict = robots.verdict(record, url, agent, on_403=policy.robots_on_403)
        if verdict == "denied":
            raise RobotsDenied(
                f"{record.authority}/robots.txt forbids it to {agent}", url=url, robots_version=record.version
            )
        if verdict == "unavailable":
            why = record.note or f"status {record.status}"
            raise RobotsUnavailable(
                f"{record.authority}/robots.txt could not be read ({why})", url=url, robots_version=record.version
            )
        longest = polite.max_crawl_delay.total_seconds()
        return _Leave(verdict, max(delay, robots.crawl_delay(record, agent, longest) or 0.0), record.version)

    async def _robots_record(self, authority: str, policy: Policy) -> RobotsRecord:
        if (record := self._known_robots(authority)) is not None:
            return record
        lock = self._robots_locks.setdefault(authority, asyncio.Lock())
        async with lock:  # pages of one host that start together must not each ask
            if (record := self._known_robots(authority)) is not None:
                return record
            record = await self._fetch_robots(authority, policy)
            self._recent_robots.put(record)
            if self._robots is not None:
                self._robots.put(record)
            return record

    def _known_robots(self, authority: str) -> RobotsRecord | None:
        now = self._clock()
        for cache in (self._recent_robots, self._robots):
            record = cache.get(authority) if cache is not None else None
            if record is not None and record.is_fresh(now):
                self._recent_robots.put(record)
                return record
        return None

    async def _fetch_robots(self, authority: str, policy: Policy) -> RobotsRecord:
        policy = Policy(delay=policy.delay, ask_robots=False, distrusted=policy.distrusted)
        status, body, note = None, b"", ""
        try:
            capture = await self._persist(Request(f"{authority}/robots.txt", why="robots"), policy, _ROBOTS_CAPS)
            status, body = capture.status, capture.body
        except (BadStatus, BadRedirect) as error:
            status, note = error.facts.get("status"), error.detail
        except FetchError as error:
            # Nothing on this host can be had, and the page's outcome should say why.
            if isinstance(error, BlockedAddress | TlsFailed) and urls.origin_of(error.url or authority) == authority:
                raise
            note = f"{error.reason}: {error.detail}"
        return robots.record_answer(authority, status, body, self._clock(), self.settings.politeness.robots_ttl, note)


def user_agent(settings: Settings) -> str:
    """What we call ourselves: name, version, and where the operator is reached."""
    return f"{settings.agent.name}/{version('warraq')} (+{settings.agent.contact})"


def _begin_sending(url: str, request: Request, turn: Turn, leave: _Leave, at: datetime) -> Sent:
    """What is known of a request before it goes out, as the first try of the address itself."""
    return Sent(
        url=url,
        asked=None if request.why == "robots" else request.url,
        why=request.why,
        tries=1,
        hop=0,
        is_conditional=bool(request.etag or request.last_modified),
        at=at,
        delay=leave.delay,
        pause=turn.pause,
        waited=turn.waited,
        robots_version=leave.version,
    )


def _is_worth_retrying(error: FetchError, tries: int) -> bool:
    if isinstance(error, RobotsUnavailable):
        return False  # it has been tried again, and the answer is remembered
    if isinstance(error, DeadlineExceeded):
        return tries == 1  # each try costs the host's turn for the whole deadline
    if isinstance(error, DnsFailed):
        return bool(error.facts.get("temporary"))  # "no such name" will not change within seconds
    return error.transient


def _normalise(url: str) -> str:
    try:
        return urls.normalise(url)
    except ValueError as error:
        raise BadUrl(str(error), url=url[:2000]) from None


def _capture(answer: Answer, request: Request, passed: tuple[str, ...], leave: _Leave) -> Capture:
    found = answers.find_charset(answer)
    return Capture(
        url=request.url,
        final_url=answer.url,
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        fetched_at=answer.fetched_at,
        elapsed=answer.elapsed,
        encoding=found.name if found else None,
        encoding_source=found.source if found else None,
        redirects=passed,
        robots=leave.verdict,
        robots_version=leave.version,
        truncated=answer.failure is not None,
        distrust=answer.distrust,
    )
