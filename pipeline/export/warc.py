"""WARC 1.1 (ISO 28500:2017): the answers as they came, one gzip member a record, through warcio."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from http.client import responses
from importlib.metadata import version
from typing import Any, Final

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.dates import Moment, utc_iso
from pipeline.export.base import Options, Shelf
from pipeline.export.places import Place
from pipeline.models import ArchivedCapture, Capture, Hint

OPTIONS: Final[frozenset[str]] = frozenset()
OWN_FIELD: Final = "Warraq-Capture"
"""A named field with what WARC has no field for, as ASCII JSON; other programs pass over it (ISO 28500 §4)."""

_OF_THE_WIRE: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that describe the body as it was sent. It is archived decoded, so they are kept as `X-Crawler-…`, as Common
Crawl does, and the real length is given: a replay would otherwise unpack what is not packed."""

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_INFO: Final = {
    "software": f"Warraq/{version('warraq')}",
    "format": "WARC File Format 1.1",
    "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    "description": "News pages out of a Warraq archive; bodies are stored with their content encodings undone.",
}


def write(shelf: Shelf, place: Place, options: Options) -> None:
    """A `warcinfo` record, then a `response` for each capture, or a `resource` for one that came as a file."""
    name = place.path.name if place.path else "warraq.warc.gz"
    with place.open_file() as file:
        writer = WARCWriter(file, gzip=not name.endswith(".warc"), warc_version="1.1")
        writer.write_record(writer.create_warcinfo_record(_CONTROL.sub(" ", name), _INFO))
        for archived in shelf.captures():
            writer.write_record(_record(writer, archived))


class _RawHeaders(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """Headers written as they were received: warcio would percent-encode what is not ASCII."""

    def to_ascii_bytes(self, header_filter: object = None) -> bytes:
        head: str = self.to_str(header_filter)
        return head.encode("latin-1", "replace") + b"\r\n"


def _record(writer: WARCWriter, archived: ArchivedCapture) -> Any:
    capture = archived.capture
    is_web = capture.final_url.startswith(("http://", "https://"))
    fields = {"WARC-Date": utc_iso(capture.fetched_at), OWN_FIELD: _own(archived)}
    if capture.truncated:
        fields["WARC-Truncated"] = "unspecified"
    return writer.create_warc_record(
        _CONTROL.sub("", capture.final_url),
        "response" if is_web else "resource",
        payload=io.BytesIO(capture.body),
        length=len(capture.body),
        warc_content_type="" if is_web else _media_type(capture),
        warc_headers_dict=fields,
        http_headers=_http_head(capture) if is_web else None,
    )


def _media_type(capture: Capture) -> str:
    """With its parameters: they say how the text is to be decoded."""
    return _CONTROL.sub(" ", capture.header("content-type") or "application/octet-stream")


def _http_head(capture: Capture) -> StatusAndHeaders:
    status = capture.status if 100 <= capture.status <= 599 else 200
    return _RawHeaders(f"{status} {responses.get(status, 'Unknown')}", list(_headers(capture)), protocol="HTTP/1.1")


def _headers(capture: Capture) -> Iterator[tuple[str, str]]:
    """The archived headers; one that could end a line or make another is defused (a header is a line of its own)."""
    for name, value in capture.headers:
        if _TOKEN.fullmatch(name):
            shown = f"X-Crawler-{name}" if name.lower() in _OF_THE_WIRE else name
            yield shown, _CONTROL.sub(" ", value)
    yield "Content-Length", str(len(capture.body))


def _own(archived: ArchivedCapture) -> str:
    capture, link = archived.capture, archived.link
    known = {
        "url": capture.url,
        "redirects": capture.redirects,
        "robots": capture.robots,
        "elapsed": capture.elapsed,
        "link": link.url,
        "hint": _filled(link.hint),
    }
    return json.dumps({name: value for name, value in known.items() if value})


def _filled(hint: Hint) -> dict[str, Any]:
    return {name: _plain(getattr(hint, name)) for name, value in asdict(hint).items() if value}


def _plain(value: Any) -> Any:
    if isinstance(value, Moment):
        return {"value": value.value.isoformat(), "precision": value.precision, "zone": value.zone, "raw": value.raw}
    return value
