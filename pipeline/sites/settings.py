"""Settings as values: what `config/warraq.toml` must fit, and the whole configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydantic import Field, field_validator

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


@dataclass(frozen=True, slots=True)
class Config:
    """A whole configuration, checked: the settings, the sites by id, and the folder it was read from."""

    settings: Settings
    sites: Mapping[str, Site]
    folder: Path
