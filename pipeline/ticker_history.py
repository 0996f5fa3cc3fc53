"""THE TICKER'S STORY: headlines of a time, and the life of one: its ranks, wordings and article. Only reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from sqlite3 import Connection

from pipeline import query
from pipeline.errors import InputError
from pipeline.models import HeadlineKind
from pipeline.store import Reader, headline_reading
from pipeline.store.codec import from_time
from pipeline.store.headline_reading import HeadlineFilter, HeadlineLine, Stay

__all__ = ["HeadlineFilter", "HeadlineLine", "Stay", "Timeline", "headlines", "headlines_from", "timeline"]

MOST_NAMED = 10
"""Further headlines that a timeline names when its words fit several."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The life of a headline, all its wordings together.

    `wordings` in the order they followed one another, the one asked for among them: `asked`. `stays` are the looks at
    their ticker; where those were given up, none. `looked_until` is the last look there ever was. `others` fit the
    words that were asked for as well.
    """

    asked: HeadlineLine
    wordings: tuple[HeadlineLine, ...]
    stays: tuple[Stay, ...]
    looked_until: str | None
    others: tuple[HeadlineLine, ...] = ()

    @property
    def article(self) -> HeadlineLine | None:
        """The wording that is tied to an article; by address before by title. None when none is."""
        tied = [line for line in self.wordings if line.article_id is not None]
        return min(tied, key=lambda line: line.article_by != "url", default=None)

    @property
    def gaps(self) -> tuple[Stay, ...]:
        """Looks that did not find it, before it came back."""
        return tuple(stay for stay in self.stays[:-1] if stay.position is None)

    @property
    def shown(self) -> timedelta:
        """From its first to its last sight, without its gaps: from the last sight before to the first after each."""
        whole = _span(self.wordings[0].first_seen, max(line.last_seen for line in self.wordings))
        return whole - sum(
            (
                _span(before.last, after.first)
                for before, gap, after in zip(self.stays, self.stays[1:], self.stays[2:], strict=False)
                if gap.position is None
            ),
            timedelta(),
        )

    @property
    def gone_at(self) -> str | None:
        """The first look at the ticker that found no wording of it any more; None while none was taken."""
        last = max(self.wordings, key=lambda line: line.last_seen)
        return last.gone_at


def headlines_from(
    since: date | None = None,
    until: date | None = None,
    site: str | None = None,
    kind: HeadlineKind | None = None,
    *,
    orphans: bool = False,
    vanished: bool = False,
) -> HeadlineFilter:
    """Which headlines to look at, by when they were first seen; a day given as `until` is included."""
    days = query.articles_from(since=since, until=until)
    return HeadlineFilter(days.since, days.until, site, kind, orphans, vanished)


def headlines(archive: Reader, only: HeadlineFilter, limit: int = 100) -> list[HeadlineLine]:
    """Headlines, those first seen last before others."""
    return archive.ask(lambda conn: headline_reading.headlines(conn, only, limit))


def timeline(archive: Reader, id_or_text: str | int) -> Timeline:
    """The life of the headline of this number, or of the newest that holds these words; InputError without one."""
    return archive.ask(lambda conn: _timeline(conn, str(id_or_text)))


def _timeline(conn: Connection, wanted: str) -> Timeline:
    found = headline_reading.find(conn, wanted, MOST_NAMED)
    if not found:
        raise InputError(f"{wanted}: no such headline in the archive; `warraq ticker --since 7d` lists headlines")
    wordings = headline_reading.wordings(conn, found[0])
    asked = next(line for line in wordings if line.headline_id == found[0])
    stays = headline_reading.stays(conn, wordings)
    looked_until = headline_reading.looked_until(conn, found[0])
    return Timeline(asked, wordings, tuple(stays), looked_until, _others(conn, found[1:], wordings))


def _others(conn: Connection, found: Sequence[int], wordings: Sequence[HeadlineLine]) -> tuple[HeadlineLine, ...]:
    known = {line.headline_id for line in wordings}
    lines = [headline_reading.wordings(conn, number) for number in found if number not in known]
    return tuple(next(line for line in some if line.headline_id in found) for some in lines)


def _span(first: str, last: str) -> timedelta:
    return from_time(last) - from_time(first)
