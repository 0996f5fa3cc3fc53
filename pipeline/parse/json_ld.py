"""Reader of JSON-LD: schema.org articles in `<script type="application/ld+json">`, broken and hostile ones included."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from html import unescape
from typing import Any, Final

from pipeline.parse.document import Document
from pipeline.parse.findings import Findings

MAX_SCRIPT = 2_000_000
"""Characters of one script that are read; the largest of 609 real pages has 400,000."""
MAX_ITEMS = 5_000
"""Objects looked at per page."""
MAX_KIND = 100
"""Characters of a type's name, from its end, that are looked at and remembered."""

_ARTICLE = re.compile(r"(article|posting|newsstory|report|review|newsitem|opinion)$", re.IGNORECASE)
_PAGE = frozenset({"webpage", "itempage", "videoobject", "creativework", "event", "podcastepisode", "medicalwebpage"})
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item")
_DATED: Final = frozenset({"datePublished", "uploadDate", "headline"})
_TELLING: Final = frozenset({"headline", "datePublished", "author", "articleBody", "publisher", "image", "description"})
_CONTROL = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")

_DECODER = json.JSONDecoder(strict=False)

Json = dict[str, Any]


def read(document: Document) -> Findings:
    """The answers of the item that describes this page's article; nothing when there is none."""
    items = [item for script in document.outline.scripts for item in _items(_load(script))]
    ranks = [_rank(item) for item in items]
    if not any(ranks):
        return Findings(newspaper=_publisher_among(items))
    best, articles = items[ranks.index(max(ranks))], [item for item, rank in zip(items, ranks, strict=True) if rank]
    page = next((item for item in articles if item is not best), {})
    named = _named(items)
    return Findings(
        title=_text(best.get("headline")) or _text(best.get("name")),
        body=_text(best.get("articleBody"), keep_lines=True),
        summary=_text(best.get("description")),
        published=_finest(best, articles) or _created(best) or _text(page.get("datePublished")),
        modified=_text(best.get("dateModified")) or _text(page.get("dateModified")),
        authors=tuple(_names(best.get("author") or best.get("creator"), named)),
        newspaper=next(iter(_names(_newspapers(best.get("publisher"), named), named)), None) or _publisher_among(items),
        section=_section(best.get("articleSection")),
        language=_text(best.get("inLanguage")),
        image=_address(best.get("image")) or _address(best.get("thumbnailUrl")),
        url=_address(best.get("mainEntityOfPage")) or _address(best.get("url")),
    )


def _created(best: Json) -> str | None:
    """When a work was made; when a video was put up."""
    return _text(best.get("dateCreated")) or _text(best.get("uploadDate"))


def _finest(best: Json, articles: list[Json]) -> str | None:
    """The item's date; at midnight, which stands for no time at all, the same story's time on that or the next day."""
    first = _text(best.get("datePublished"))
    if first is None or not _MIDNIGHT.search(first):
        return first
    days = (first[:10], _day_after(first[:10]))
    told = [
        _text(item.get("datePublished")) for item in articles if item.get("headline") in (None, best.get("headline"))
    ]
    others = (text for text in told if text and text[:10] in days and text[16:] and not _MIDNIGHT.search(text))
    return next(others, first)


_MIDNIGHT = re.compile(r"T00:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?$")


def _day_after(day: str) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except ValueError:
        return ""


def _load(script: str) -> Any:
    """The value of a script; None when it is too long, too deep (Python's own limit) or beyond mending."""
    if len(script) > MAX_SCRIPT:
        return None
    text = script.strip().removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>")
    for attempt in _attempts(text):
        try:
            return _DECODER.decode(attempt)
        except (ValueError, RecursionError):
            continue
    return _salvage(text)


def _attempts(text: str) -> Iterator[str]:
    """The text, then, if asked, without control characters, commas before a bracket and a last semicolon."""
    yield text
    yield _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", text)).rstrip("; ")


_PLAIN = re.compile(
    r'"(headline|datePublished|dateModified|dateCreated|articleSection)"\s*:\s*"((?:[^"\\\n]|\\.){1,300})"'
)
_BY = re.compile(r'"author"\s*:\s*\[?\s*(?:\{[^{}]{0,300}?"name"\s*:\s*)?"((?:[^"\\\n]|\\.){2,80})"')
_KIND = re.compile(r'"@type"\s*:\s*\[?\s*"([A-Za-z]{4,30})"')


def _salvage(text: str) -> Json | None:
    """The plain fields of a script that is no JSON: an unescaped quote in a description costs no more than that."""
    kinds = [kind for kind in _KIND.findall(text) if _ARTICLE.search(kind)]
    if not kinds:
        return None
    found: Json = {"@type": kinds[0]}
    for key, value in _PLAIN.findall(text):
        found.setdefault(key, value)
    if author := _BY.search(text):
        found["author"] = author[1]
    return found


def _items(value: Any) -> Iterator[Json]:
    """Every object, outer ones first, not deeper than the graphs and lists that hold whole items."""
    queue, seen = [value], 0
    while queue and seen < MAX_ITEMS:
        item = queue.pop(0)
        seen += 1
        if isinstance(item, list):
            queue.extend(item)
        elif isinstance(item, dict):
            yield item
            inner = [item[key] for key in _HOLDERS if key in item]
            queue.extend(value for value in inner if isinstance(value, list | dict))


def _types(item: Json) -> list[str]:
    kinds = item.get("@type")
    return [str(kind).rsplit("/", 1)[-1] for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind]


def _rank(item: Json) -> int:
    """How likely an item is the page's article: its type first, then how much it says."""
    rank = max([_rank_of_kind(kind[-MAX_KIND:]) for kind in _types(item)], default=0)
    if rank == 0 or (rank == 50 and _DATED.isdisjoint(item)):
        return 0
    return rank + len(_TELLING.intersection(item))


@lru_cache(maxsize=256)
def _rank_of_kind(kind: str) -> int:
    """The rank of a type: an article's, a page's that may be one, or none. Pages name the same few again and again."""
    if _ARTICLE.search(kind):
        return 100
    return 50 if kind.lower() in _PAGE else 0


def _text(value: Any, *, keep_lines: bool = False) -> str | None:
    """A string out of a string, number, language map or list of them."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = unescape(str(value)).strip()
    return (text if keep_lines else " ".join(text.split())) or None


def _named(items: list[Json]) -> Json:
    """By `@id`: the first item of that number that has a name."""
    return {item["@id"]: item for item in reversed(items) if item.get("name") and isinstance(item.get("@id"), str)}


def _names(value: Any, named: Json) -> Iterator[str]:
    """The names in an author or publisher, which may point to another item by `@id`."""
    for entry in value if isinstance(value, list) else [value]:
        entry = _pointed_at(entry, named)
        name = entry.get("name") if isinstance(entry, dict) else entry
        for text in name if isinstance(name, list) else [name]:
            if isinstance(text, str) and text.strip():
                yield " ".join(unescape(text).split())


def _newspapers(value: Any, named: Json) -> list[Any]:
    """A publisher without people: who publishes a site of their own is its author, and no newspaper."""
    entries = value if isinstance(value, list) else [value]
    pointed = [_pointed_at(entry, named) for entry in entries]
    return [entry for entry in pointed if not (isinstance(entry, dict) and "Person" in _types(entry))]


def _pointed_at(entry: Any, named: Json) -> Any:
    """An entry, or the named item that it points to by `@id`."""
    if isinstance(entry, dict) and not entry.get("name") and isinstance(entry.get("@id"), str):
        return named.get(entry["@id"], entry)
    return entry


def _publisher_among(items: list[Json]) -> str | None:
    """The newspaper's name from an item that only describes the site."""
    kinds = ("NewsMediaOrganization", "WebSite", "Organization")
    return next(
        (_text(item.get("name")) for kind in kinds for item in items if kind in _types(item) and item.get("name")), None
    )


def _section(value: Any) -> str | None:
    return _text(value)


def _address(value: Any) -> str | None:
    """A URL out of a string, an object or a list of either."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("url") or value.get("@id") or value.get("contentUrl")
    return value.strip() or None if isinstance(value, str) else None
