"""What runs inside a parsing child: a page or a source's document, read with its site's rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from pipeline import child, discover, parse, site_memory
from pipeline.models import Capture, Discovery, Hint, Page
from pipeline.sites import Site


@dataclass(frozen=True, slots=True)
class Looked:
    """What a source's document gave: its links and, when it is a page of the site, what stands on it."""

    discovery: Discovery
    page: Page | None = None


def read_page(capture: Capture, site_id: str | None, hint: Hint, memory: str | None = None) -> Page:
    """`parse.read` with the site looked up in the child's own copy of the configuration.

    `memory` is the stored JSON of the site's, empty when there is none yet; with None nothing is learned.
    """
    known = None if memory is None else site_memory.from_json(memory)
    return parse.read(capture, site=_sites().get(site_id or ""), hint=hint, memory=known)


def read_source(capture: Capture, site_id: str, source_id: str) -> Looked:
    """`discover.find` with the site and source looked up there; a listing is read for its ticker as well."""
    site = _sites()[site_id]
    source = site.source(source_id)
    found = discover.find(capture, source, site)
    is_page = source.kind == "listing" and site.follow_ticker
    return Looked(found, parse.read(capture, site=site) if is_page else None)


def _sites() -> Mapping[str, Site]:
    return cast(Mapping[str, Site], child.context() or {})
