"""From addresses as written to links: absolute, of the site, articles by their address, each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from pipeline import urls
from pipeline.errors import DiscoverError
from pipeline.models import Discovery, Hint, HowFound, Link
from pipeline.sites import Site, Source

UNUSABLE: Final = "cannot be fetched"
OFF_SITE: Final = "another site's"
NO_ARTICLE: Final = "no article by `article_url`"
_SHOWN: Final = 200  # characters of a bad address in a note
_REASONS: Final = 10  # reasons in the notes, the most common first; hostile schemes can make any number


class Gatherer:
    """Collects the links of one document, in order; what is passed over is counted by reason, with an example."""

    def __init__(self, how: HowFound, found_on: str | None, site: Site, source: Source | None = None) -> None:
        self._how, self.found_on, self._site, self._source = how, found_on, site, source
        self._home = urls.origin_of(site.home) + "/"
        self._never = {site.canonical(site.home), self._home, *self._canonical_or_none(found_on)}
        self._links: dict[str, Link] = {}
        self._refused = 0
        self._passed_over: Counter[str] = Counter()
        self._examples: dict[str, str] = {}
        self.notes: list[str] = []

    def _canonical_or_none(self, address: str | None) -> tuple[str, ...]:
        try:
            return (self._site.canonical(address),) if address else ()
        except ValueError:  # a document read from a file
            return ()

    def add(self, written: Iterable[str], hint: Hint, base: str | None = None) -> None:
        """Take the first of an item's addresses, as `written` relative to `base`, that is a link of this site.

        An address seen before in this document adds nothing but a title the first had not.
        """
        refused: list[tuple[str, str]] = []
        for address in written:
            if not address.strip():
                continue
            problem = self._try(address, hint, base)
            if problem is None:
                return
            refused.append((problem, address))
        problem, address = refused[0] if refused else ("without an address", hint.title or "")
        self._refused += problem != NO_ARTICLE
        self.pass_over(problem, address)

    def _try(self, address: str, hint: Hint, base: str | None) -> str | None:
        try:
            # An ampersand escaped once too often (F10); no address has "&amp;" for its own sake.
            url = urls.normalise(address.replace("&amp;", "&"), self._absolute_base(base))
            key = self._site.canonical(url)
        except ValueError as error:
            return f"{UNUSABLE} ({error})"
        if not key.startswith(self._home):  # an address of the site has home's origin once it is canonical
            return OFF_SITE
        if key in self._never:
            return "the page itself or the home page"
        if self._site.article_url is not None and not self._site.article_url.search(key):
            return NO_ARTICLE
        self._keep(key, url, hint)
        return None

    def _absolute_base(self, base: str | None) -> str | None:
        """A `base` written in the document may itself be relative; one that is no address counts as not written."""
        if base is None:
            return self.found_on
        try:
            return urls.normalise(base, self.found_on)
        except ValueError:
            return self.found_on

    def _keep(self, key: str, url: str, hint: Hint) -> None:
        known = self._links.get(key)
        if known is None:
            source_id = self._source.id if self._source else None
            self._links[key] = Link(url, self._how, self._site.id, source_id, self.found_on, self._fill(hint))
        elif known.hint.title is None and hint.title is not None:
            self._links[key] = replace(known, hint=replace(known.hint, title=hint.title))

    def _fill(self, hint: Hint) -> Hint:
        """What the site file says of the source, where the item says nothing."""
        source = self._source
        if source is None or not (source.language or source.newspaper or source.section):
            return hint
        return replace(
            hint,
            language=hint.language or source.language,
            newspaper=hint.newspaper or source.newspaper,
            section=hint.section or source.section,
        )

    def pass_over(self, reason: str, example: str) -> None:
        """Count something that could not be used."""
        self._passed_over[reason] += 1
        self._examples.setdefault(reason, example.strip()[:_SHOWN])

    def resolve(self, address: str | None, base: str | None = None) -> str | None:
        """The absolute form of a picture's address, on whatever site; None when it has none."""
        try:
            return urls.normalise(address, self._absolute_base(base)) if address else None
        except ValueError:
            return None

    def links(self) -> tuple[Link, ...]:
        """The links so far."""
        return tuple(self._links.values())

    def discovery(self, more: Iterable[str] = ()) -> Discovery:
        """What the document gave.

        DiscoverError when it named addresses and every one was another site's or of no use: "broken", as opposed to
        "empty". Addresses that `article_url` passes over are fine, a source may bring other things for a while.
        """
        more = tuple(more)
        notes = (*self.notes, *self._count_passed_over())
        if self._refused and not (self._links or more or self._passed_over[NO_ARTICLE]):
            raise DiscoverError("no link of this site: " + "; ".join(notes), url=self.found_on)
        return Discovery(self.links(), more, notes)

    def _count_passed_over(self) -> list[str]:
        return [
            f"{count} passed over, {reason}" + (f": {self._examples[reason]}" if self._examples[reason] else "")
            for reason, count in self._passed_over.most_common(_REASONS)
        ]
