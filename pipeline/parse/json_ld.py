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
from pipeline.text import fold

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
    found = [told for script in document.outline.scripts for told in _items(_load(script))]
    items = [item for item, _ in found]
    ranks = [_rank(item) for item in items]
    if _may_have_others(found, ranks):
        ranks = _without_others(document, found, ranks)
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


def _may_have_others(found: list[tuple[Json, bool]], ranks: list[int]) -> bool:
    """Whether there are several articles, or an item of something else: one of a list, a video, an event."""
    ranked = [(told, rank) for told, rank in zip(found, ranks, strict=True) if rank]
    if len(ranked) == 1 and not ranked[0][0][1] and ranked[0][1] >= OF_ARTICLE:
        return False
    if sum(rank >= OF_ARTICLE for _, rank in ranked) > 1:
        return True
    return any(is_part or not _BESIDE.isdisjoint(_types(item)) for (item, is_part), _ in ranked)


def _without_others(document: Document, found: list[tuple[Json, bool]], ranks: list[int]) -> list[int]:
    """The ranks, where none is left to items of other stories, and the one that has the page's title or address leads.

    A list's entry, a video or an event must have one of them. Beside an item that has, the others are not the page's.
    """
    titles, paths = _titles_of(document), _paths_of(document)
    own = [rank > 0 and _is_of_page(item, titles, paths) for (item, _), rank in zip(found, ranks, strict=True)]
    sure = any(is_own and rank >= OF_ARTICLE for is_own, rank in zip(own, ranks, strict=True))
    left = []
    for (item, is_part), rank, is_own in zip(found, ranks, own, strict=True):
        needs_own = is_part or not _BESIDE.isdisjoint(_types(item)) or (sure and _says_another(item))
        left.append(rank if is_own or not needs_own or (not sure and _leads_nowhere(item) and not is_part) else 0)
    return left


def _says_another(item: Json) -> bool:
    """Whether an article's item has a headline or an address, by which it would be known as the page's."""
    return _rank(item) >= OF_ARTICLE and (_path_of(item) is not None or bool(item.get("headline")))


def _leads_nowhere(item: Json) -> bool:
    """Whether an article's item names no address of its own, so that it can only be judged by its title."""
    return _rank(item) >= OF_ARTICLE and _path_of(item) is None


def _titles_of(document: Document) -> list[str]:
    """What the page is called in its head and headings, folded."""
    outline = document.outline
    texts = [outline.text_of(number) for number in (*outline.find("title")[:1], *outline.find("h1")[:3])]
    return [fold(text) for text in (*texts, document.meta("og:title", "twitter:title") or "") if text]


def _paths_of(document: Document) -> set[str]:
    """The paths that the page is known by."""
    outline = document.outline
    links = [document.address, document.meta("og:url")]
    links += [outline.attribute(n, "href") for n in outline.find("link") if outline.attribute(n, "rel") == "canonical"]
    return {path for link in links if link and (path := _path(link))}


def _is_of_page(item: Json, titles: list[str], paths: set[str]) -> bool:
    headline = fold((_text(item.get("headline")) or _text(item.get("name")) or "")[:MAX_TITLE])
    if len(headline) >= MIN_TITLE and any(headline in title or title in headline for title in titles):
        return True
    return _path_of(item) in paths


def _path_of(item: Json) -> str | None:
    """The path of a story that an item says it is; None when it says none, or only a home page."""
    for key in ("url", "mainEntityOfPage", "@id"):
        if (link := _address(item.get(key))) and (path := _path(link)):
            return path
    return None


def _path(link: str) -> str:
    """What tells a story's address from others of its site: no host, fragment, query or ending."""
    path = link.partition("#")[0].partition("?")[0].partition("://")[2].partition("/")[2] if "://" in link else link
    return path.strip("/").removesuffix(".html").removesuffix("/amp").lower()


OF_ARTICLE: Final = 100
"""The least rank of an item that is an article by its type."""
MIN_TITLE: Final = 12
"""Characters of a headline that can be known again within a longer title."""
MAX_TITLE: Final = 300
_BESIDE: Final = frozenset({"VideoObject", "Event", "PodcastEpisode", "CreativeWork"})
_PARTS: Final = frozenset({"hasPart", "itemListElement", "item"})


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
    if "&quot;" in text:
        yield unescape(text)
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


def _items(value: Any) -> Iterator[tuple[Json, bool]]:
    """Every object, outer ones first, not deeper than the graphs and lists that hold whole items.

    With each goes whether it is a part of another or one of a list.
    """
    queue: list[tuple[Any, bool]] = [(value, False)]
    seen = 0
    while queue and seen < MAX_ITEMS:
        item, is_part = queue.pop(0)
        seen += 1
        if isinstance(item, list):
            queue.extend((entry, is_part) for entry in item)
        elif isinstance(item, dict):
            yield item, is_part
            inner = [(item[key], is_part or key in _PARTS) for key in _HOLDERS if key in item]
            queue.extend(told for told in inner if isinstance(told[0], list | dict))


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
        name = _name_of(entry) if isinstance(entry, dict) else entry
        for text in name if isinstance(name, list) else [name]:
            if isinstance(text, str) and text.strip():
                yield " ".join(unescape(text).split())


def _name_of(entry: Json) -> Any:
    """A person's name, which may be told in a language or in two parts."""
    name = entry.get("name")
    if isinstance(name, dict):
        return name.get("@value")
    given, family = entry.get("givenName"), entry.get("familyName")
    return f"{given} {family}" if not name and isinstance(given, str) and isinstance(family, str) else name


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
