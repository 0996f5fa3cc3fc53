"""What an answer means: where it redirects, when to come back, which error its status is. No I/O."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from pipeline import charset, urls
from pipeline.charset import Charset
from pipeline.errors import BadRedirect, BadStatus, FetchError, Gone, NotFound, RateLimited, ServerFailed

Headers = tuple[tuple[str, str], ...]

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_STATUS_ERRORS: Final[dict[int, type[BadStatus]]] = {404: NotFound, 410: Gone, 429: RateLimited}

_TEXT_TYPE = re.compile(r"text/|.*[/+](?:xml|json|xhtml|rss|atom|javascript|ecmascript)\b")
_UNSAID_TYPES: Final = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/x-unknown"})
_BINARY_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
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
    """One answer of one server. `body` is decoded; `failure` says why it is not whole."""

    url: str
    status: int
    headers: Headers
    body: bytes
    fetched_at: datetime
    elapsed: float
    failure: FetchError | None = None

    def header(self, name: str) -> str | None:
        """All values of a header joined by commas (RFC 9110 §5.3), by lower-case name; None without it."""
        return join_header(self.headers, name)


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


def _is_text(media_type: str, body: bytes) -> bool:
    if body.startswith(_GZIP):
        return False  # a .xml.gz file is often called text/xml
    if media_type in _UNSAID_TYPES:
        return not _BINARY_BYTES.search(body[:512])
    return bool(_TEXT_TYPE.match(media_type))
