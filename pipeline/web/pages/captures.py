"""A capture: the facts of the answer, its bytes as a download, and the page in a frame that can run nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from datasette import Response
from datasette.utils.asgi import NotFound

from pipeline import charset, nearby
from pipeline.errors import ArchiveDamaged
from pipeline.nearby import Capture, CaptureFacts
from pipeline.store import Reader
from pipeline.web.visit import Page, Visit

POLICY: Final = "; ".join(
    (
        "sandbox",
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
"""Content-Security-Policy of a captured page: no script, no form, no origin of ours, nothing loaded from anywhere."""
_INERT: Final = {
    "link": "<basefont", "meta": "<basefont", "base": "<basefont", "math": "<span",
    "a": '<a href="#"', "area": '<area href="#"', "iframe": '<iframe src="" srcdoc=""', "frame": '<frame src=""',
}  # fmt: skip
"""Elements that reach out past that policy, and what stands for them. Seen in Chromium 156: a frame or a click on a
link opens a connection before the policy is asked, `link` may do so by itself, and no directive forbids a refresh by
`meta`. No browser does anything with `basefont`, which may stand in a head and has no content; of two attributes of
one name the first counts (HTML, 13.2.5.33)."""
_REACHING_OUT: Final = re.compile(rf"<({'|'.join(_INERT)})(?=[\s/>])", re.IGNORECASE)
_SHOWN_AS_TEXT: Final = re.compile(r"text/(?!html\b)|.*[/+](?:json|xml|rss|atom|javascript|ecmascript)$")
_SUFFIXES: Final = {
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "txt", "application/json": "json",
    "application/xml": "xml", "text/xml": "xml", "application/rss+xml": "xml", "application/atom+xml": "xml",
    "application/pdf": "pdf",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Body:
    """What became of a capture's body: `whole`, `damaged` or `absent`; the capture when it is whole."""

    state: str
    capture: Capture | None = None


async def show(visit: Visit) -> Page | Response:
    """What is known of a capture; with `raw=download` its bytes."""
    number = _number(visit)
    if visit.value("raw") == "download":
        return await _download(visit, number)
    try:
        facts = await visit.ask(lambda archive: nearby.capture_facts(archive, number))
    except ArchiveDamaged:
        return _refuse_damaged(visit)
    if facts.meta is None:
        return _say_absent(visit, facts)
    body = await visit.ask(lambda archive: _read_body(archive, number))
    values = {
        "capture": facts.meta,
        "facts": facts,
        "state": body.state,
        "is_shown": body.capture is not None and body.capture.encoding is not None,
        "is_article": bool(facts.articles),
    }
    return Page("capture.html", visit.words("capture-title", number=str(number)), values)


async def show_page(visit: Visit) -> Page | Response:
    """The captured page itself, for the frame; a browser that opens it by itself is sent to the page of the frame."""
    number = _number(visit)
    if visit.request.headers.get("sec-fetch-dest", "iframe") != "iframe":
        return Response.redirect(f"/capture/{number}")
    body = await visit.ask(lambda archive: _read_body(archive, number))
    if body.state == "damaged":
        return _refuse_damaged(visit)
    if body.capture is None or body.capture.encoding is None:
        raise NotFound(visit.words("capture-no-body"))
    headers = {"content-security-policy": POLICY, "x-dns-prefetch-control": "off", "cache-control": "no-store"}
    text, media_type = as_frame(body.capture)
    return Response(text.encode("utf-8", "replace"), headers=headers, content_type=f"{media_type}; charset=utf-8")


async def _download(visit: Visit, number: int) -> Page | Response:
    body = await visit.ask(lambda archive: _read_body(archive, number))
    if body.state == "damaged":
        return _refuse_damaged(visit)
    if body.capture is None:
        facts = await visit.ask(lambda archive: nearby.capture_facts(archive, number))
        return _say_absent(visit, facts)
    name = f"capture-{number}.{_SUFFIXES.get(body.capture.media_type, 'bin')}"
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "content-security-policy": "sandbox; default-src 'none'",
        "x-content-type-options": "nosniff",
    }
    return Response(body.capture.body, headers=headers, content_type="application/octet-stream")


def as_frame(capture: Capture) -> tuple[str, str]:
    """A page's text as it was read, and the media type to show it as; what could reach out of the frame is inert."""
    codec = charset.find_codec(capture.encoding or "") or "utf-8"
    text = capture.body.decode(codec, "replace")
    if _SHOWN_AS_TEXT.match(capture.media_type) and "xhtml" not in capture.media_type:
        return text, "text/plain"
    return _REACHING_OUT.sub(lambda found: _INERT[found[1].lower()], text), "text/html"


def _number(visit: Visit) -> int:
    if visit.is_public:  # whole pages are other people's works: they are evidence for whoever runs the archive
        raise NotFound(visit.words("capture-not-public"))
    return min(int(visit.part("id")[:19]), 2**63 - 1)


def _read_body(archive: Reader, number: int) -> _Body:
    try:
        capture = nearby.body_of(archive, number)
    except ArchiveDamaged:
        return _Body("damaged")
    return _Body("whole", capture) if capture else _Body("absent")


def _say_absent(visit: Visit, facts: CaptureFacts) -> Page:
    key = "capture-pruned" if facts.was_given_up else "capture-unkept" if facts.meta else "capture-unknown"
    status = 410 if facts.was_given_up else 404
    return Page("trouble.html", visit.words(key), {"key": key, "said": ""}, status)


def _refuse_damaged(visit: Visit) -> Page:
    key = "capture-damaged"
    return Page("trouble.html", visit.words(key), {"key": key, "said": ""}, 500)
