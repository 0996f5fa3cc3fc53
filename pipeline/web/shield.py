"""What stands before every answer: which hosts and methods are heard, and the headers that keep a page harmless."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Content-Security-Policy of every page: nothing inline, nothing from elsewhere (https://www.w3.org/TR/CSP3/)."""
HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=()"),
)
METHODS: Final = frozenset({"GET", "HEAD"})
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
FOR_EVER: Final = b"public, max-age=31536000, immutable"
FOR_A_DAY: Final = b"public, max-age=86400"
NOT_AT_ALL: Final = b"no-cache"
"""How long an answer may be kept that says nothing of it (RFC 9111, RFC 8246)."""
LONGEST: Final = 8192
"""Bytes of path and query that are heard; browsers and proxies seldom pass more."""


class Shield:
    """Refuses what the pages never need, before Datasette sees it; adds the headers to every answer."""

    def __init__(self, app: App, hosts: frozenset[str], lasting: str) -> None:
        """`hosts` are the names, without port, that a Host header may have besides loopback; `*` allows any.

        What is below the path `lasting` never changes: browsers may keep it.
        """
        self._app, self._hosts, self._lasting = app, hosts | LOOPBACK, lasting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._refuse(scope)
        guarded = _guarded(send, self._keep(str(scope.get("path", ""))))
        if refused:
            await _answer(guarded, *refused)
        else:
            await self._app(scope, receive, guarded)

    def _keep(self, path: str) -> bytes:
        if path.startswith(self._lasting):
            return FOR_EVER
        return FOR_A_DAY if path.startswith("/-/static/") else NOT_AT_ALL

    def _refuse(self, scope: Scope) -> tuple[int, str] | None:
        if not self._is_our_host(scope):
            return 421, "This is not the name of this site. Whoever runs it can allow it: warraq web --allow-host NAME"
        if scope["method"] not in METHODS:
            return 405, "The archive is only read here: GET and HEAD."
        if b"\\" in (scope.get("raw_path") or b""):
            return 400, "An address has no backslash."  # a redirect to one leads browsers to another site
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > LONGEST:
            return 414, "The address is too long."
        return None

    def _is_our_host(self, scope: Scope) -> bool:
        given = [value for name, value in scope["headers"] if name == b"host"]
        if len(given) != 1:
            return False
        name = given[0].decode("latin-1").lower()
        host = name if name.endswith("]") else name.rpartition(":")[0] if ":" in name else name
        return "*" in self._hosts or host.rstrip(".") in self._hosts


def _guarded(send: Send, keep: bytes) -> Send:
    async def send_with_headers(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            given = list(message.get("headers", []))
            names = {name.lower() for name, _ in given}
            kept = keep if message["status"] == 200 else NOT_AT_ALL
            added = [*HEADERS, (b"content-security-policy", POLICY.encode()), (b"cache-control", kept)]
            message = {**message, "headers": [*given, *(pair for pair in added if pair[0] not in names)]}
        await send(message)

    return send_with_headers


async def _answer(send: Send, status: int, text: str) -> None:
    body = f"{text}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
