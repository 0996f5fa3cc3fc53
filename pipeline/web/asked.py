"""What a search page was asked, as its address says it: all of a search is in the address, so that it can be shared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from pipeline.query import Filter, Sort
from pipeline.store.wording import read_query, read_since, read_until
from pipeline.web.visit import Visit

LONGEST: Final = 200
"""Characters of a filter."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as it was typed; an empty text asks for nothing."""

    q: str = ""
    newspaper: str = ""
    language: str = ""
    section: str = ""
    since: str = ""
    until: str = ""
    sort: str = ""

    @property
    def order(self) -> Sort:
        """By date when that is asked for, and when there are no words that an article could fit better or worse."""
        return "date" if self.sort == "date" or not read_query(self.q).groups else "relevance"

    @property
    def only(self) -> Filter:
        """The filters; a date that is none does not narrow."""
        return Filter(
            newspaper=self.newspaper or None,
            language=self.language or None,
            since=read_since(self.since),
            until=read_until(self.until),
            section=self.section or None,
        )

    @property
    def wrong(self) -> Mapping[str, str]:
        """The dates that are none, or end before they begin: the key of what to say, by field."""
        found = {
            name: "date-wrong"
            for name, value, read in (("since", self.since, read_since), ("until", self.until, read_until))
            if value and read(value) is None
        }
        if not found and self.only.since and self.only.until and self.only.since >= self.only.until:
            return {"until": "dates-reversed"}
        return found

    def address(self, path: str = "/search", **changes: str | int) -> str:
        """The address of this search with some parts changed; an empty one is left out."""
        parts = {**dict(self._parts()), **changes}
        query = urlencode({name: value for name, value in parts.items() if value != ""})
        return f"{path}?{query}" if query else path

    def chips(self) -> Iterator[tuple[str, str, str]]:
        """Each filter that narrows: its name, its value, and the address of the search without it."""
        wrong = self.wrong
        for name, value in self._parts():
            if value and name not in ("q", "sort") and wrong.get(name) != "date-wrong":
                yield name, value, self.address(**{name: ""})

    def _parts(self) -> Iterator[tuple[str, str]]:
        for name in self.__dataclass_fields__:
            yield name, getattr(self, name)


def read_asked(visit: Visit) -> Asked:
    """The search of a visit's address."""
    texts = {name: visit.value(name, LONGEST) or "" for name in ("newspaper", "language", "section", "since", "until")}
    return Asked(visit.value("q") or "", sort="date" if visit.value("sort") == "date" else "", **texts)
