"""Holds a draft to the facts: what its sources gave when they were looked at, and the pages read again with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from pipeline import parse
from pipeline.drafting.model import Draft, FieldDraft, SourceDraft
from pipeline.models import Article, Capture
from pipeline.sites import Site

FIELDS: Final = ("title", "body", "published", "authors", "section", "image")


def with_links(draft: Draft, found: Mapping[str, Sequence[str]], problems: Mapping[str, str]) -> Draft:
    """The draft after its sources were looked at: `found` has their links by source id, `problems` what failed.

    Only an `article_url` that all links of a feed fit stands: a narrower one would pass stories over silently.
    """
    sources = tuple(
        replace(source, links=len(found[source.id]) if source.id in found else None, problem=problems.get(source.id))
        for source in draft.sources
    )
    fed = [url for source in sources if source.kind == "feed" for url in found.get(source.id, ())]
    pattern = draft.facts.article_url
    is_proven = bool(pattern) and len(fed) >= PROOF and all(re.search(pattern or "", url) for url in fed)
    return replace(draft, sources=sources, facts=replace(draft.facts, is_article_url_proven=is_proven))


PROOF: Final = 3
"""Links of feeds that show what addresses of stories look like."""


def is_usable(source: SourceDraft) -> bool:
    """Whether a source gave links, or was not looked at."""
    return source.problem is None and source.links != 0


def check_draft(draft: Draft, pages: Sequence[Capture], site: Site) -> Draft:
    """The draft with each rule's count of pages as the real reader has it, and a warning for every field it loses."""
    plain = [parse.read(capture).article for capture in pages]
    ruled = [parse.read(capture, site=site).article for capture in pages]
    fields = tuple(_recount(field, ruled) for field in draft.fields)
    return replace(draft, fields=fields, warnings=(*draft.warnings, *_losses(pages, plain, ruled)))


def _recount(field: FieldDraft, articles: Iterable[Article | None]) -> FieldDraft:
    if field.state != "rule":
        return field
    readers = [article.provenance.get(field.name) for article in articles if article]
    return replace(field, agreed=readers.count("site:css"), readers="site:css")


def _losses(
    pages: Sequence[Capture], plain: Sequence[Article | None], ruled: Sequence[Article | None]
) -> Iterator[str]:
    for capture, before, after in zip(pages, plain, ruled, strict=True):
        lost = [name for name in FIELDS if before and getattr(before, name) and not (after and getattr(after, name))]
        if lost:
            yield f"with this draft {', '.join(lost)} would be lost on {capture.final_url}"
