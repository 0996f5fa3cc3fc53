"""The errors Warraq raises on purpose; anything else is a bug and stays loud.

PipelineError
|-- ConfigError          a setting, site file or option is wrong: file, line and key; nothing starts
|   `-- ConfigErrors     several of them, reported together
|-- InputError           a file given to `import` or `try` cannot be read as what it claims to be
|-- PageError            one page failed; an outcome row with a stable reason; the run goes on
|   |-- FetchError       the page could not be fetched
|   |   |-- RobotsDenied, RobotsUnavailable, BlockedAddress, BadUrl, DnsFailed, ConnectFailed,
|   |   |-- TlsFailed, DeadlineExceeded, ConnectionLost, ProtocolBroken, BadRedirect, BadStatus,
|   |   `-- TooLarge, BadEncoding, Truncated
|   |-- DiscoverError    a source was fetched but is not what it should be
|   |   `-- NotAFeed, NotASitemap, NotAListing, HeldBack
|   `-- ParseError       the page could not be read
|       `-- ParseTimeout, ParseCrashed, ParseMemory, RecordDamaged, NotAnArticle,
|           Obstructed         another page stands in the article's place: ConsentWall, Challenged, LoginPage,
|                              PaywallStub, SoftNotFound, ScriptNeeded, UnderMaintenance, ParkedDomain
|-- OutOfResources       this process or machine can open nothing more; no page and no host is to blame
`-- StoreError           the archive failed; the run stops cleanly and says what to do
    `-- ArchiveBusy, ArchiveForeign, ArchiveNewer, ArchiveMissing, ArchiveFull, ArchiveDamaged, QueryTooLong
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Final, TypeGuard


class PipelineError(Exception):
    """Base of every error that a user can act on."""

    exit_code: ClassVar[int] = 1


class ConfigError(PipelineError):
    """A setting, site file or option is wrong; raised before anything is fetched."""

    exit_code = 3

    def __init__(
        self, problem: str, *, file: Path | str | None = None, line: int | None = None, key: str | None = None
    ) -> None:
        """`file`, 1-based `line` and dotted `key` say where; `problem` says what, and what to do."""
        self.problem, self.file, self.line, self.key = problem, file, line, key
        place = ":".join(str(part) for part in (file, line) if part is not None)
        super().__init__(": ".join(part for part in (place, key, problem) if part))


class ConfigErrors(ConfigError):
    """All that is wrong with a configuration: `errors`, a line each in the message; the first gives file, line, key."""

    def __init__(self, errors: Sequence[ConfigError]) -> None:
        first = errors[0]
        super().__init__(first.problem, file=first.file, line=first.line, key=first.key)
        self.errors = tuple(errors)
        self.args = ("\n".join(str(error) for error in errors),)


class InputError(PipelineError):
    """A file or address given on the command line cannot be used."""

    exit_code = 7


class PageError(PipelineError):
    """One page failed. `reason` is the stable code of its outcome row, `detail` is for people.

    `transient` says whether trying again soon can help.
    """

    reason: ClassVar[str] = "page_failed"
    transient: ClassVar[bool] = False
    exit_code = 6

    def __init__(self, detail: str, *, url: str | None = None, **facts: Any) -> None:
        """`facts` are kept as attributes (for example `status=503, retry_after=120.0`)."""
        self.detail, self.url, self.facts = detail, url, facts
        super().__init__(f"{url}: {detail}" if url else detail)

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive the way back from a child process."""
        return _rebuild, (type(self), self.detail, self.url, self.facts)


def _rebuild(kind: type[PageError], detail: str, url: str | None, facts: dict[str, Any]) -> PageError:
    return kind(detail, url=url, **facts)


class FetchError(PageError):
    """The page could not be fetched."""

    reason = "fetch_failed"


class RobotsDenied(FetchError):
    """The site's robots.txt forbids this address to our user agent (RFC 9309)."""

    reason = "robots_denied"


class RobotsUnavailable(FetchError):
    """robots.txt answered 5xx, 429 or not at all: RFC 9309 §2.3.1.4 says to assume it forbids all."""

    reason = "robots_unavailable"
    transient = True


class BlockedAddress(FetchError):
    """The host leads to an address that is not public (SSRF guard)."""

    reason = "blocked_address"


class BadUrl(FetchError):
    """The address is not an http or https URL that can be fetched."""

    reason = "bad_url"


class DnsFailed(FetchError):
    """The host name does not resolve."""

    reason = "dns_failed"
    transient = True


class ConnectFailed(FetchError):
    """No connection: refused, unreachable or timed out."""

    reason = "connect_failed"
    transient = True


class TlsFailed(FetchError):
    """The certificate or the TLS handshake is bad; never ignored silently."""

    reason = "tls_failed"


class DeadlineExceeded(FetchError):
    """The whole request did not end within its wall deadline."""

    reason = "deadline_exceeded"
    transient = True


class ConnectionLost(FetchError):
    """The connection ended before an answer's head was complete."""

    reason = "connection_lost"
    transient = True


class ProtocolBroken(FetchError):
    """The answer breaks HTTP (RFC 9112): bad chunks, two lengths, a head too large."""

    reason = "protocol_broken"


class BadRedirect(FetchError):
    """A redirect leads nowhere usable: a loop, too many hops, another scheme, a bad Location."""

    reason = "bad_redirect"


class BadStatus(FetchError):
    """The server answered with an error status; `facts` hold `status` and `retry_after` (seconds or None)."""

    reason = "bad_status"


class NotFound(BadStatus):
    """404: there is no such page (now)."""

    reason = "not_found"


class Gone(BadStatus):
    """410: the page has been removed for good."""

    reason = "gone"


class RateLimited(BadStatus):
    """429: the server asks to slow down."""

    reason = "rate_limited"
    transient = True


class ServerFailed(BadStatus):
    """5xx: the server could not answer."""

    reason = "server_failed"
    transient = True


class TooLarge(FetchError):
    """The answer passes the cap on encoded or decoded bytes."""

    reason = "too_large"


class BadEncoding(FetchError):
    """The Content-Encoding is unknown, wrong or layered too deep."""

    reason = "bad_encoding"


class Truncated(FetchError):
    """The body ended before its declared length; what came is kept, flagged, never read as complete."""

    reason = "truncated"
    transient = True


class DiscoverError(PageError):
    """A source was fetched but is not what its site file says; "broken", as opposed to "empty"."""

    reason = "source_broken"


class NotAFeed(DiscoverError):
    """The document is neither RSS, Atom nor JSON Feed."""

    reason = "not_a_feed"


class NotASitemap(DiscoverError):
    """The document is neither a sitemap nor a sitemap index."""

    reason = "not_a_sitemap"


class NotAListing(DiscoverError):
    """None of the listing's selectors found anything on the page."""

    reason = "not_a_listing"


class HeldBack(DiscoverError):
    """The source suddenly serves other content; nothing of it is taken until it recovers or a person releases it."""

    reason = "held_back"


class ParseError(PageError):
    """The page could not be read."""

    reason = "parse_failed"


class ParseTimeout(ParseError):
    """Reading the page took longer than its wall or CPU limit; the child was killed."""

    reason = "parse_timeout"


class ParseCrashed(ParseError):
    """The reading child died (a crash in native code, or killed from outside)."""

    reason = "parse_crashed"


class ParseMemory(ParseError):
    """Reading the page needed more memory than its limit."""

    reason = "parse_memory"


class RecordDamaged(ParseError):
    """A record of an imported file is damaged, or not what its format asks for; the rest of the file is read."""

    reason = "record_damaged"


class NotAnArticle(ParseError):
    """The page was read but holds no article (a section page, an error page, a login …)."""

    reason = "not_an_article"


class Obstructed(ParseError):
    """Another page stands where the article should be; it is kept as evidence and never becomes an article."""

    reason = "obstructed"


class ConsentWall(Obstructed):
    """The page asks for consent to cookies or tracking before it shows anything."""

    reason = "consent_wall"


class Challenged(Obstructed):
    """The page wants proof that a person asks (an anti-robot check), or refuses robots."""

    reason = "challenged"
    transient = True


class LoginPage(Obstructed):
    """The page asks for a name and a password."""

    reason = "login_page"


class PaywallStub(Obstructed):
    """The page offers a subscription and next to nothing of the article."""

    reason = "paywall_stub"


class SoftNotFound(Obstructed):
    """The server said 200, the page says that there is no such page."""

    reason = "soft_not_found"


class ScriptNeeded(Obstructed):
    """The page is an empty shell that a script would fill."""

    reason = "script_needed"


class UnderMaintenance(Obstructed):
    """The page says that the site is out of order for now."""

    reason = "maintenance"
    transient = True


class ParkedDomain(Obstructed):
    """The domain is for sale or parked: the site is no longer there."""

    reason = "parked_domain"


class OutOfResources(PipelineError):
    """This process, or its machine, has no descriptor or no memory left to open anything with."""

    exit_code = 4

    def __init__(self, error: OSError) -> None:
        """`error` is one that `is_out_of_resources`."""
        super().__init__(f"{error.strerror}: nothing can be opened; raise the limit (ulimit -n) or end other programs")


OUT_OF_RESOURCES: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})


def is_out_of_resources(error: BaseException) -> TypeGuard[OSError]:
    """Whether the system refused us something because there is no more of it, for whomever we asked."""
    return isinstance(error, OSError) and error.errno in OUT_OF_RESOURCES


class StoreError(PipelineError):
    """The archive failed; the message names the file and says what to do."""

    exit_code = 4


class ArchiveBusy(StoreError):
    """Another process is writing to this archive; `by_service` when that does not end by itself."""

    exit_code = 5
    by_service: bool = False


class ArchiveMissing(StoreError):
    """There is no archive at this path."""


class ArchiveForeign(StoreError):
    """The file is not a Warraq archive."""


class ArchiveNewer(StoreError):
    """The archive was written by a newer Warraq than this one."""


class ArchiveFull(StoreError):
    """The disk, or the file's size limit, is full; nothing of the page was stored."""


class ArchiveDamaged(StoreError):
    """SQLite reports damage, or a capture does not match its hash."""


class QueryTooLong(StoreError):
    """A question to the archive took longer than it may; ask for less, or allow more time."""
