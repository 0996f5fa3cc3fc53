"""Items of a JSON Feed (jsonfeed.org, versions 1 and 1.1), also of one that was cut off."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pipeline.discover.document import Document
from pipeline.discover.item import Item
from pipeline.errors import NotAFeed

_VERSION = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org', re.IGNORECASE)
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


def looks_like_feed(head: str) -> bool:
    """Whether JSON text names itself a JSON Feed or has `items`."""
    return bool(_VERSION.search(head) or _ITEMS.search(head))


def read_items(document: Document, faults: list[str]) -> Iterator[Item]:
    """The items in order; of a document that is not whole, those before the fault, which `faults` then names."""
    text = document.text.lstrip("\ufeff \t\r\n\x00")
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield from _salvage(text, faults, error)
        return
    items = feed.get("items")
    if not isinstance(items, list):
        raise NotAFeed("a JSON Feed without a list of items", url=document.url)
    language = _text(feed.get("language"))
    yield from (_read_item(item, language) for item in items if isinstance(item, dict))


def _salvage(text: str, faults: list[str], error: Exception) -> Iterator[Item]:
    faults.append(f"the JSON is cut off or broken, items before that were read ({type(error).__name__}: {error})")
    start = _ITEMS.search(text)
    position = start.end() if start else len(text)
    decoder = json.JSONDecoder()
    while True:
        position = _end_of_gap(text, position)
        try:
            item, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        if isinstance(item, dict):
            yield _read_item(item, None)


def _end_of_gap(text: str, position: int) -> int:
    gap = _BETWEEN.match(text, position)
    return gap.end() if gap else position


def _read_item(item: dict[str, Any], feed_language: str | None) -> Item:
    guid = _text(item.get("id"))
    addresses = (
        _text(item.get("url")),
        guid if guid and guid.startswith("http") else None,
        _text(item.get("external_url")),
    )
    return Item(
        addresses=tuple(address for address in addresses if address),
        title=_text(item.get("title")),
        published=_text(item.get("date_published")),
        modified=_text(item.get("date_modified")),
        authors=_names(item.get("authors")) or _names([item.get("author")]),
        section=_first(item.get("tags")),
        language=_text(item.get("language")),
        feed_language=feed_language,
        image=_text(item.get("image")) or _text(item.get("banner_image")),
        guid=guid,
    )


def _text(value: object) -> str | None:
    """A string or number as text; anything else is not what the field should hold."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value)


def _first(values: object) -> str | None:
    return next((text for value in values if (text := _text(value))), None) if isinstance(values, list) else None


def _names(people: object) -> tuple[str, ...]:
    if not isinstance(people, list):
        return ()
    names = (_text(person.get("name")) for person in people if isinstance(person, dict))
    return tuple(name for name in names if name)
