"""Settings as values: what `config/warraq.toml` must fit, and the whole configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydantic import Field, SecretStr, field_validator

from pipeline.sites.base import Strict
from pipeline.sites.model import Site
from pipeline.sites.units import Bytes, Contact, Duration, Flag, Period


class Agent(Strict):
    """Who we say we are."""

    name: str = Field("Warraq", pattern=r"^[A-Za-z0-9_-]+$")
    """Product name in the User-Agent header and in robots.txt groups (RFC 9309: letters, `-` and `_`)."""
    contact: Contact = "https://example.org/warraq-contact"
    """A page or mailto address where the operator is reached; sent with every request. Set your own."""


class Politeness(Strict):
    """How gently sites are treated."""

    delay: Duration = timedelta(seconds=2)
    """Pause between two requests to one host."""
    max_crawl_delay: Duration = timedelta(seconds=300)
    """A longer crawl-delay in robots.txt is shortened to this."""
    robots_ttl: Period = timedelta(hours=24)
    """How long a robots.txt is believed before it is read again; RFC 9309 §2.4: at most 24 h."""
    hosts_at_once: int = Field(16, ge=1, strict=True)
    """How many hosts are asked side by side; each gets one request at a time."""
    keep_requests: Period = timedelta(days=90)
    """How long each request to a host is kept on record; `warraq why` shows them."""

    @field_validator("robots_ttl")
    @classmethod
    def _check_robots_ttl(cls, value: timedelta) -> timedelta:
        if value > timedelta(hours=24):
            raise ValueError("must be at most 24h (RFC 9309 §2.4)")
        return value


class Limits(Strict):
    """What one answer may cost."""

    deadline: Period = timedelta(seconds=30)
    """Wall clock of one request with its body, counted anew for each redirect."""
    connect: Period = timedelta(seconds=10)
    """How long a connection may take to be made."""
    max_encoded: Bytes = 10 * 2**20
    """Bytes of the answer as sent."""
    max_decoded: Bytes = 30 * 2**20
    """Bytes of the answer after unpacking."""
    max_redirects: int = Field(5, ge=0, le=5, strict=True)
    """Redirects followed."""
    retries: int = Field(2, ge=0, le=10, strict=True)
    """Further tries after a failure that may pass."""
    max_retry_after: Duration = timedelta(days=1)
    """A longer Retry-After is shortened to this."""


class Reading(Strict):
    """What reading one page may cost in its child process."""

    workers: int = Field(0, ge=0, strict=True)
    """Child processes that read pages; 0 for one per core."""
    wall: Period = timedelta(seconds=10)
    """Wall clock of one page."""
    cpu: Period = timedelta(seconds=8)
    """CPU time of one page."""
    memory: Bytes = 2**30
    """Address space of a child process."""


class Network(Strict):
    """Where connections may go."""

    allow_loopback: Flag = False
    """Let 127.0.0.0/8 and ::1 through the guard; only for tests and the demo."""
    full_fetch_every: Duration = timedelta(days=30)
    """How often a page is fetched without the conditions that allow a 304 answer."""


class Service(Strict):
    """How `warraq run` keeps going."""

    jitter: Duration = timedelta(seconds=10)
    """Each site keeps its own distance from its due times, drawn anew at each start, at most this."""
    grace: Duration = timedelta(seconds=45)
    """How long pages under way may take to end when the service is told to stop; others stay due."""
    sites_at_once: int = Field(64, ge=1, strict=True)
    """How many sites are looked at side by side; the others wait their turn."""
    backfill_at_once: int = Field(2, ge=0, strict=True)
    """How many sites fetch older pages, or count through numbers, in the gaps between news; 0 for never."""
    min_free: Bytes = 64 * 2**20
    """With less room than this left on the archive's disk fetching pauses, until there is more."""
    watchdog: Period = timedelta(seconds=60)
    """The service ends itself, to be started again, when its event loop stands still for longer."""
    stall: Period = timedelta(minutes=30)
    """A site is given up for now when it is being looked at and nothing gets done for longer."""
    health: str = ""
    """Where `/health` and `/metrics` are answered, like `127.0.0.1:9464`; empty for nowhere. Read at the start."""


class Alarms(Strict):
    """What is watched while fetching; `warraq alarms` lists what was noticed."""

    hold_feeds: Flag = True
    """Take nothing of a feed that suddenly serves other content, until it recovers or a person releases it."""


class Notify(Strict):
    """Who is told of alarms, and how: https://github.com/caronc/apprise lists the addresses."""

    urls: tuple[SecretStr, ...] = ()
    """Addresses of Apprise: `mailto://…`, `ntfy://…`, `json://…`; `${NAME}` stands for an environment variable."""
    file: str | None = None
    """A file with further addresses, one a line, that only the program's user can read."""
    deadline: Period = timedelta(seconds=20)
    """How long sending may take before it is left to the next run."""
    digest_over: int = Field(5, ge=1, strict=True)
    """More alarms than this at once are told in one message."""


class Settings(Strict):
    """`config/warraq.toml`: what holds for all sites."""

    archive: str = "archive.db"
    """The archive file; relative to the working folder. `--archive` and `WARRAQ_ARCHIVE` win."""
    agent: Agent = Agent()
    """Who we say we are."""
    politeness: Politeness = Politeness()
    """How gently sites are treated."""
    limits: Limits = Limits()
    """What one answer may cost."""
    reading: Reading = Reading()
    """What reading one page may cost."""
    network: Network = Network()
    """Where connections may go."""
    service: Service = Service()
    """How `warraq run` keeps going."""
    alarms: Alarms = Alarms()
    """What is watched while fetching."""
    notify: Notify = Notify()
    """Who is told of alarms, and how."""


@dataclass(frozen=True, slots=True)
class Config:
    """A whole configuration, checked: the settings, the sites by id, and the folder it was read from."""

    settings: Settings
    sites: Mapping[str, Site]
    folder: Path

    def rivals(self) -> list[tuple[str, str]]:
        """Pairs of sites with a host in common; its pages are read by the rules of the first."""
        first: dict[str, str] = {}
        for site in self.sites.values():
            for host in site.hosts:
                first.setdefault(host, site.id)
        owners = ((first[host], site.id) for site in self.sites.values() for host in site.hosts)
        return sorted({(owner, other) for owner, other in owners if owner != other})
