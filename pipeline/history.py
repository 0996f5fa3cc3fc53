"""How an article changed, as people ask for it: its states by number, and what differs between two of them."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.changes import Changes
from pipeline.errors import InputError
from pipeline.store import Reader, reading, version_reading
from pipeline.store.records import Record
from pipeline.store.version_reading import StoredState, VersionLine
from pipeline.store.versions import describe

__all__ = ["Difference", "Record", "StoredState", "VersionLine", "difference", "states", "version"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two states of an article. `line` is there for neighbours: what the archive noted then."""

    article_id: int
    old: StoredState
    new: StoredState
    changes: Changes
    line: VersionLine | None = None


def states(archive: Reader, id_or_url: str | int) -> tuple[StoredState, ...]:
    """Every state of the article of this number or address, the present one last; InputError when there is none."""
    article_id = _find(archive, id_or_url)
    return archive.ask(lambda conn: version_reading.states(conn, article_id))


def version(archive: Reader, id_or_url: str | int, number: int) -> StoredState:
    """One state by its number, 1 for the first; InputError when the article has no such state."""
    return _pick(states(archive, id_or_url), number)


def difference(
    archive: Reader, id_or_url: str | int, new: int | None = None, old: int | None = None
) -> Difference | None:
    """What differs between a state (the present one) and another (the one before it); None for a first state.

    InputError when the article has no such state.
    """
    known = states(archive, article_id := _find(archive, id_or_url))
    newer = known[-1] if new is None else _pick(known, new)
    if old is None and newer.number == 1:
        return None
    older = _pick(known, newer.number - 1 if old is None else old)
    lines = archive.ask(lambda conn: version_reading.versions(conn, article_id))
    line = next((line for line in lines if line.number == older.number == newer.number - 1), None)
    return Difference(article_id, older, newer, describe(older.record, newer.first), line)


def _find(archive: Reader, id_or_url: str | int) -> int:
    found = archive.ask(lambda conn: reading.find_article(conn, str(id_or_url)))
    if found is None:
        raise InputError(f"{id_or_url}: no such article in the archive; `warraq search` finds articles by their words")
    return found


def _pick(known: tuple[StoredState, ...], number: int) -> StoredState:
    if not 1 <= number <= len(known):
        raise InputError(f"version {number}: this article has {len(known)}; `warraq show ID` lists them")
    return known[number - 1]
