"""The HTTP client: httpx over aiohttp with the guard in its connector, and each of its errors as one of ours."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from functools import cache
from typing import Final

import aiohttp
import httpx
from aiohttp import http_exceptions
from aiohttp.streams import StreamReader
from httpx_aiohttp import AiohttpTransport
from yarl import URL

from pipeline.errors import (
    BadUrl,
    ConnectFailed,
    ConnectionLost,
    DeadlineExceeded,
    DnsFailed,
    FetchError,
    OutOfResources,
    ProtocolBroken,
    TlsFailed,
    Truncated,
    is_out_of_resources,
)
from pipeline.guard import Guard, GuardedResolver

MAX_HEADERS: Final = 256
MAX_HEADER: Final = 16 * 1024
"""Lines of an answer's head, and bytes of each: news sites send Content-Security-Policy lines of 9 kB."""

RAW_HEADERS: Final = "raw_headers"
"""Key of `httpx.Response.extensions` with the headers as they came, in order, as (name, value) bytes."""


def open_client(
    guard: Guard, resolver: GuardedResolver, connect: timedelta, *, check_certificates: bool = True
) -> httpx.AsyncClient:
    """An httpx client whose every connection passes the guard; needs a running loop, closed with `aclose`.

    It keeps no cookies, reads no environment (proxies, netrc), follows no redirects and undoes no encodings. How long
    a whole request may take is the caller's to say; `connect` bounds one connection attempt, TLS included.
    """
    tls = _tls_context() if check_certificates else _trusting_context()
    connector = aiohttp.TCPConnector(resolver=resolver, socket_factory=guard.open_socket, ssl=tls, limit=0)
    session = aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=connect.total_seconds()),
        auto_decompress=False,
        max_headers=MAX_HEADERS,
        max_line_size=MAX_HEADER,
        max_field_size=MAX_HEADER,
    )
    return httpx.AsyncClient(transport=ExactTransport(verify=tls, client=session), trust_env=False, timeout=None)  # noqa: S113


@cache
def _tls_context() -> ssl.SSLContext:
    """Certificates are always checked, against certifi's list and the machine's own. Costs 20 ms, hence once."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context


@cache
def _trusting_context() -> ssl.SSLContext:
    """Takes any certificate and any TLS that this machine still speaks: only for hosts whose site file says so."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context


class ExactTransport(AiohttpTransport):
    """httpx-aiohttp's transport, except that nothing is altered or lost between the wire and the caller.

    Addresses are sent as they are (yarl would requote them; it only drops the `?` of an empty query). aiohttp's errors
    come through unmapped (the stock transport calls a refused or lost connection a ConnectTimeout). Headers come as
    they were, in `extensions`: httpx would act on some even when told not to (it parses Location, and fails on a bad
    one).
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request without a body; the answer's body is a stream still to be read."""
        session = self.get_client()
        url = URL(str(request.url), encoded=True)
        answer = await session.request(request.method, url, headers=request.headers, allow_redirects=False)
        extensions = {RAW_HEADERS: answer.raw_headers}
        return httpx.Response(answer.status, stream=_Body(answer), request=request, extensions=extensions)


class _Body(httpx.AsyncByteStream):
    """The bytes of an answer, the last ones before a break too; then the break is raised."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer, self._content = answer, answer.content
        # Taken now: a connection goes back to the pool, out of reach, with the last byte of its answer.
        self._protocol = (
            answer.connection.protocol if answer.connection else None
        )  # not None, yet falsy: it has a length

    async def __aiter__(self) -> AsyncIterator[bytes]:
        closed = None if self._protocol is None or self._content.is_eof() else self._protocol.closed
        if closed is not None:
            closed.add_done_callback(self._wake)
        try:
            async for chunk in self._content.iter_any():
                yield chunk
        except aiohttp.ClientPayloadError:
            if rest := _unread(self._content):
                yield rest
            raise
        except RuntimeError as error:  # aiohttp's word for reading on from a connection that is gone
            if self._protocol is not None and self._protocol.connected:
                raise
            raise aiohttp.ClientPayloadError("connection closed within the body") from (self._failure() or error)
        finally:
            if closed is not None:
                closed.remove_done_callback(self._wake)
                closed.add_done_callback(_ignore)
        if self._is_cut_off():
            raise aiohttp.ClientPayloadError("connection reset before the end") from self._failure()

    def _wake(self, closed: asyncio.Future[None]) -> None:
        # aiohttp 3.14 leaves the reader asleep for ever when a chunk header is bad: the parser has let go of the body
        # when the connection closes.
        _ignore(closed)
        if not self._content.is_eof() and self._content.exception() is None:
            failure = aiohttp.ClientPayloadError("connection closed within the body")
            failure.__cause__ = self._failure()
            self._content.set_exception(failure)

    def _failure(self) -> BaseException | None:
        return None if self._protocol is None else self._protocol.exception()

    def _is_cut_off(self) -> bool:
        # A body without a length ends with the connection; when that ended in a reset, the end is not the end.
        has_length = {"Content-Length", "Transfer-Encoding"} & self._answer.headers.keys()
        return not has_length and isinstance(self._failure(), OSError)

    async def aclose(self) -> None:
        """Give the connection back to the pool when the body was read to its end, else close it."""
        if self._content.is_eof():
            self._answer.release()
        else:
            self._answer.close()


def _unread(content: StreamReader) -> bytes:
    # No public way leads to these once the stream has failed.
    chunks = list(content._buffer)
    return b"".join(chunks)[content._buffer_offset :]


def _ignore(closed: asyncio.Future[None]) -> None:
    if not closed.cancelled():
        closed.exception()  # looked at, or asyncio logs it as "never retrieved"


_HTTP = http_exceptions
TABLE: Final[tuple[tuple[type[BaseException], type[FetchError], str], ...]] = (
    (ssl.SSLError, TlsFailed, "TLS"),
    (ssl.CertificateError, TlsFailed, "certificate"),
    (aiohttp.ServerFingerprintMismatch, TlsFailed, "certificate"),
    (socket.gaierror, DnsFailed, "name lookup"),
    (aiohttp.ClientConnectorDNSError, DnsFailed, "name lookup"),
    (aiohttp.ConnectionTimeoutError, ConnectFailed, "no connection in time"),
    (aiohttp.ClientConnectorError, ConnectFailed, "no connection"),
    (aiohttp.InvalidURL, BadUrl, "not an address to connect to"),
    (aiohttp.NonHttpUrlClientError, BadUrl, "not an address to connect to"),
    (httpx.InvalidURL, BadUrl, "not an address to connect to"),
    (httpx.UnsupportedProtocol, BadUrl, "not an address to connect to"),
    (_HTTP.ContentLengthError, Truncated, "the body is shorter than its Content-Length"),
    (_HTTP.TransferEncodingError, Truncated, "the body ends before its last chunk"),
    (_HTTP.HttpProcessingError, ProtocolBroken, "the answer is not proper HTTP"),
    (aiohttp.ClientResponseError, ProtocolBroken, "the answer is not proper HTTP"),
    (aiohttp.ClientPayloadError, Truncated, "the body was cut off"),
    (aiohttp.ServerTimeoutError, DeadlineExceeded, "no answer in time"),
    (aiohttp.ClientConnectionError, ConnectionLost, "the connection ended before the answer"),
    (aiohttp.ClientError, ProtocolBroken, "the exchange failed"),
    (httpx.TimeoutException, DeadlineExceeded, "no answer in time"),
    (httpx.ConnectError, ConnectFailed, "no connection"),
    (httpx.NetworkError, ConnectionLost, "the connection ended before the answer"),
    (httpx.HTTPError, ProtocolBroken, "the exchange failed"),
    (TimeoutError, DeadlineExceeded, "no answer in time"),
    (OSError, ConnectionLost, "the connection failed"),
)
"""The client's exceptions and what they are to us. The first row that fits an exception or one of its causes counts."""

CLIENT_ERRORS: Final = (aiohttp.ClientError, httpx.HTTPError, httpx.InvalidURL, OSError, FetchError)
"""What an exchange may raise; anything else is a bug. FetchError: the guard's verdict, from inside the connector."""


def translate(error: BaseException, url: str) -> FetchError:
    """The FetchError that one of CLIENT_ERRORS is, by the error or its causes (`__cause__`).

    DnsFailed has the fact `temporary`: the name server failed, as opposed to "no such name". OutOfResources, which is
    none, is raised when no host is to blame.
    """
    causes = list(_causes(error))
    for cause in causes:
        if is_out_of_resources(cause):
            raise OutOfResources(cause) from error
        if isinstance(cause, FetchError):
            return type(cause)(cause.detail, url=url, **cause.facts)
    for theirs, ours, what in TABLE:
        for cause in causes:
            if isinstance(cause, theirs):
                return ours(f"{what}: {_first_line(cause)}", url=url, **_facts(cause))
    raise error


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _first_line(error: BaseException) -> str:
    # aiohttp quotes the offending bytes and points at them over several lines.
    words = " ".join(str(error).split())
    return words[:200] or type(error).__name__


def _facts(error: BaseException) -> dict[str, bool]:
    if isinstance(error, socket.gaierror):
        return {"temporary": error.errno == socket.EAI_AGAIN}
    return {}
