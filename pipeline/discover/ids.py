"""The id-range way: articles numbered in their address, asked for one after the other; the place reached is a value."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from pipeline import urls
from pipeline.errors import DiscoverError
from pipeline.models import Hint, Link
from pipeline.sites import IdsSource, Site


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a back-fill has come: the `next` number to ask for, `misses` in a row before it, whether it is done.

    `of` names the range it belongs to; a cursor of another range (the site file was changed) is not used.
    """

    next: int
    misses: int = 0
    done: bool = False
    of: str = ""

    def to_json(self) -> str:
        """The cursor as one line of JSON; `resume` reads it back."""
        return json.dumps(asdict(self))


def start(source: IdsSource) -> Cursor:
    """The cursor of a back-fill that has not begun."""
    return _settle(source, Cursor(source.start, of=f"{source.url} from {source.start} step {source.step}"))


def resume(source: IdsSource, saved: str | None) -> Cursor:
    """The cursor that `to_json` gave, None for the first time.

    Starts anew when the range's address, start or step has changed. A changed `stop` or `max_misses` holds from here
    on, so raising one wakes a range that was done. DiscoverError when the text is no cursor.
    """
    fresh = start(source)
    if saved is None:
        return fresh
    try:
        cursor = Cursor(**json.loads(saved))
        is_cursor = (type(cursor.next), type(cursor.misses)) == (int, int)
    except (ValueError, TypeError):
        is_cursor = False
    if not is_cursor:
        raise DiscoverError(f"the saved place of the id range is damaged: {saved[:100]!r}", url=source.url)
    return _settle(source, cursor) if cursor.of == fresh.of else fresh


def batch(source: IdsSource, cursor: Cursor, site: Site, limit: int | None = None) -> tuple[Link, ...]:
    """The links of the next numbers, in order: `per_run` of them, or fewer with `limit`; none when done."""
    if cursor.done:
        return ()
    count = source.per_run if limit is None else min(limit, source.per_run)
    numbers = (cursor.next + at * source.step for at in range(count))
    return tuple(_link(source, number, site) for number in numbers if not _is_past_end(source, number))


def advance(source: IdsSource, cursor: Cursor, hits: Iterable[bool]) -> Cursor:
    """The cursor after the answers to the next numbers, in their order: True for an article, False for none.

    A number that could not be asked for (host down, robots.txt, run ended) is neither: stop before it, it comes again.
    """
    for is_hit in hits:
        if cursor.done:
            break
        misses = 0 if is_hit else cursor.misses + 1
        cursor = _settle(source, replace(cursor, next=cursor.next + source.step, misses=misses))
    return cursor


def _settle(source: IdsSource, cursor: Cursor) -> Cursor:
    return replace(cursor, done=cursor.misses >= source.max_misses or _is_past_end(source, cursor.next))


def _is_past_end(source: IdsSource, number: int) -> bool:
    if number < 0:
        return True
    return source.stop is not None and (number - source.stop) * source.step > 0


def _link(source: IdsSource, number: int, site: Site) -> Link:
    # Plain replacement: str.format would let a site file reach into attributes of the number.
    address = source.url.replace("{id}", str(number))
    hint = Hint(language=source.language, newspaper=source.newspaper, section=source.section)
    try:
        return Link(urls.normalise(address), "ids", site.id, source.id, hint=hint)
    except ValueError as error:
        raise DiscoverError(f"not an address to fetch: {error}", url=address) from None
