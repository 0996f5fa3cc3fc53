"""What an answer means: where it redirects, when to come back, which error its status is. No I/O."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from pipeline import charset, urls
from pipeline.charset import Charset
from pipeline.errors import (
    BadRedirect,
    BadStatus,
    FetchError,
    Gone,
    NotFound,
    ProtocolBroken,
    RateLimited,
    ServerFailed,
    TooLarge,
    Truncated,
)
from pipeline.inflate import inflate

Headers = tuple[tuple[str, str], ...]

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_STATUS_ERRORS: Final[dict[int, type[BadStatus]]] = {404: NotFound, 410: Gone, 429: RateLimited}

_TEXT_TYPE = re.compile(r"text/|.*[/+](?:xml|json|xhtml|rss|atom|javascript|ecmascript)\b")
_UNSAID_TYPES: Final = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/x-unknown"})
_BINARY_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NO_PAGE_TYPE = re.compile(r"(?:image|audio|video|font)/|application/(?:pdf|zip|msword|vnd\.)", re.IGNORECASE)
_GZIP: Final = b"\x1f\x8b"

CHALLENGE_HEADERS: Final = frozenset(
    {"cf-mitigated", "x-datadome", "x-datadome-cid", "x-px-block", "x-amzn-waf-action"}
)
"""Response headers that anti-robot services send with a challenge or a block (Cloudflare, DataDome, HUMAN, AWS WAF)."""
CHALLENGE_MARKS: Final = re.compile(
    rb"_cf_chl_opt|cf-challenge|cf_captcha_kind|captcha-delivery\.com|_Incapsula_Resource|px-captcha|_pxAppId"
    rb"|sucuri_cloudproxy_js|AwsWafIntegration|awsWafCookieDomainList|gokuProps|ddos-guard|__qrator|_kpsdk"
    rb"|/_sec/cp_challenge|Reference&#32;&#35;|errors\.edgesuite\.net|/\.well-known/sgcaptcha|distil_r_captcha"
    rb"|anubis_challenge|/TSPD/"
)
"""What the pages of such services have in their source; ordinary pages that they protect may have some of it too."""
_CHALLENGE_SIZE: Final = 100_000
"""Bytes of an error page that are searched for them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of one server. `body` is decoded; `failure` says why it is not whole, `distrust` as in Capture."""

    url: str
    status: int
    headers: Headers
    body: bytes
    fetched_at: datetime
    elapsed: float
    failure: FetchError | None = None
    distrust: str | None = None

    def header(self, name: str) -> str | None:
        """All values of a header joined by commas (RFC 9110 §5.3), by lower-case name; None without it."""
        return join_header(self.headers, name)


@dataclass(frozen=True, slots=True)
class Caps:
    """Bytes taken of a body, as sent and unpacked; what is over is cut off (`only_prefix`) or an error."""

    encoded: int
    decoded: int
    only_prefix: bool = False


@dataclass(slots=True)
class Incoming:
    """An answer while it comes in; what is here when the connection breaks is what there is."""

    status: int = 0
    headers: Headers = ()
    body: bytearray = field(default_factory=bytearray)
    distrust: str | None = None


def read_headers(raw: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Header bytes as text, a character per byte: nothing is lost, whatever encoding a server used (RFC 9110 §5.5)."""
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in raw)


def join_header(headers: Headers, name: str) -> str | None:
    """All values of a header joined by commas, by lower-case name; None without it."""
    values = [value for key, value in headers if key.lower() == name]
    return ", ".join(values) if values else None


def sendable(validator: str | None) -> bytes | None:
    """The bytes to send an ETag or Last-Modified back with, as they came; None when they cannot be sent.

    The client writes headers in UTF-8, so bytes that are not would change on the way.
    """
    if validator is None or not validator or not all(char >= " " and char != "\x7f" for char in validator):
        return None
    try:
        raw = validator.encode("latin-1")
        raw.decode("utf-8")
    except UnicodeError:
        return None
    return raw


def redirect_target(answer: Answer) -> str | None:
    """Where a redirect leads, absolute and normalised; None when the answer is none. BadRedirect for a bad Location."""
    if answer.status not in REDIRECTS:
        return None
    location = next((value for name, value in answer.headers if name.lower() == "location"), None)
    if location is None:
        raise BadRedirect(f"{answer.status} without a Location", url=answer.url, status=answer.status)
    try:
        return urls.normalise(_as_text(location), answer.url)
    except ValueError as error:
        detail = f"Location {location[:200]!r}: {error}"
        raise BadRedirect(detail, url=answer.url, status=answer.status) from None


def _as_text(value: str) -> str:
    # Browsers read the bytes of a Location as UTF-8.
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def status_error(status: int) -> type[BadStatus]:
    """The error that a status other than 2xx is."""
    return _STATUS_ERRORS.get(status) or (ServerFailed if 500 <= status < 600 else BadStatus)


def challenge_header(headers: Headers) -> str | None:
    """The header by which an anti-robot service says that it has answered instead of the site."""
    return next((name.lower() for name, _ in headers if name.lower() in CHALLENGE_HEADERS), None)


def is_challenge(headers: Headers, body: bytes) -> bool:
    """Whether an answer that is an error by its status comes from an anti-robot service."""
    return challenge_header(headers) is not None or CHALLENGE_MARKS.search(body, 0, _CHALLENGE_SIZE) is not None


def read_retry_after(value: str | None, now: datetime, longest: float) -> float | None:
    """Retry-After in seconds, between 0 and `longest`; None when there is none or it is neither number nor date."""
    if value is None:
        return None
    try:
        asked = float(value)
    except ValueError:
        asked = _seconds_until(value, now)
    return None if math.isnan(asked) else min(max(asked, 0.0), longest)


def _seconds_until(value: str, now: datetime) -> float:
    try:
        moment = parsedate_to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now.timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return math.nan


def find_charset(answer: Answer) -> Charset | None:
    """The encoding of a text body and who said so; None for an empty or binary one."""
    content_type = answer.header("content-type") or ""
    if not answer.body or not _is_text(content_type.partition(";")[0].strip().lower(), answer.body):
        return None
    return charset.decide(answer.body, content_type)


def is_no_page(media_type: str, body: bytes) -> bool:
    """Whether a body is a picture, a film, a document to download or other bytes that no page begins with.

    Kinds that nobody knows are taken for pages: servers call HTML by many names.
    """
    return bool(_NO_PAGE_TYPE.match(media_type) or _BINARY_BYTES.search(body[:512]))


def _is_text(media_type: str, body: bytes) -> bool:
    if body.startswith(_GZIP):
        return False  # a .xml.gz file is often called text/xml
    if media_type in _UNSAID_TYPES:
        return not _BINARY_BYTES.search(body[:512])
    return bool(_TEXT_TYPE.match(media_type))


def check_head(incoming: Incoming, caps: Caps, url: str) -> None:
    """ProtocolBroken or TooLarge for an answer whose head says that its body will not be taken."""
    coding = join_header(incoming.headers, "transfer-encoding")
    if coding and coding.strip().lower() not in ("chunked", "identity"):
        raise ProtocolBroken(f"Transfer-Encoding {coding[:80]!r}: only chunked is read", url=url)
    length = join_header(incoming.headers, "content-length")
    if length and length.isdecimal() and int(length[:20]) > caps.encoded and not caps.only_prefix:
        raise TooLarge(f"{length[:20]} bytes announced, at most {caps.encoded} are taken", url=url, limit=caps.encoded)


def unpack(incoming: Incoming, caps: Caps, failure: FetchError | None, url: str) -> tuple[bytes, FetchError | None]:
    """The decoded body and what is wrong with it. Of a body that is broken anyway, whatever can be read."""
    encoding = join_header(incoming.headers, "content-encoding")
    body = bytes(incoming.body)
    if isinstance(failure, TooLarge):
        return b"", failure
    if encoding is None:
        return (body[: caps.decoded], failure) if caps.only_prefix else _within(body, caps, failure, url)
    try:
        inflated = inflate(body, encoding, caps.decoded, only_prefix=caps.only_prefix)
    except FetchError as error:
        wrong = type(error)(error.detail, url=url, **error.facts)
        return b"" if isinstance(error, TooLarge) else body, failure or wrong
    if not inflated.is_complete and failure is None and not caps.only_prefix:
        failure = Truncated("the compressed body ends early", url=url)
    return inflated.body, failure


def _within(body: bytes, caps: Caps, failure: FetchError | None, url: str) -> tuple[bytes, FetchError | None]:
    if len(body) > caps.decoded:
        return b"", TooLarge(f"more than {caps.decoded} bytes", url=url, limit=caps.decoded)
    return body, failure


def describe_status(status: int) -> str:
    """What an error says of an answer's status."""
    if status == 304:
        return "status 304 although nothing was said of an earlier copy"
    return f"status {status}"
