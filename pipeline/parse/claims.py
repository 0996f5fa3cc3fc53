"""All readers' findings on one page, and the order in which each field believes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar

from pipeline.models import Hint
from pipeline.parse import json_ld, metas, site_rules
from pipeline.parse.document import Document
from pipeline.parse.findings import Findings

T = TypeVar("T")

READERS: tuple[tuple[str, Callable[[Document], Findings]], ...] = (
    ("site:css", site_rules.read),
    ("json-ld", json_ld.read),
    ("opengraph", metas.read_opengraph),
    ("meta", metas.read_metas),
)
"""The readers of what a page says in so many words, in the order they are believed. To add one, add its line here."""
SPARE: tuple[str, Callable[[Document], Findings]] = ("microdata", metas.read_microdata)
"""The reader believed last. It searches the whole tree and costs as much as the others together, so it is asked only
where JSON-LD leaves title, date or authors open."""


_NOTHING: Final = Findings()


@dataclass(frozen=True, slots=True)
class Claims:
    """Findings by reader, in order of belief."""

    found: tuple[tuple[str, Findings], ...]

    def each(self, pick: Callable[[Findings], T | None]) -> Iterator[tuple[str, T]]:
        """Every answer to one question with the reader that gave it, most believed first."""
        for source, findings in self.found:
            answer = pick(findings)
            if answer:
                yield source, answer

    def of(self, source: str) -> Findings:
        """One reader's findings; empty ones when it did not run."""
        for name, findings in self.found:
            if name == source:
                return findings
        return _NOTHING


def gather_claims(document: Document) -> Claims:
    """Ask every reader."""
    claims = Claims(tuple((source, read(document)) for source, read in READERS))
    told = claims.of("json-ld")
    if told.title and told.published and told.authors:
        return claims
    source, read = SPARE
    return Claims((*claims.found, (source, read(document))))


def findings_of_hint(hint: Hint) -> Findings:
    """What the feed said, as the last reader's findings; its dates are kept apart, being read already."""
    return Findings(
        title=hint.title,
        authors=hint.authors,
        newspaper=hint.newspaper,
        section=hint.section,
        language=hint.language,
        image=hint.image,
    )
