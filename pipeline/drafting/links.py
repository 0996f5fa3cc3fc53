"""Finds how links can be discovered: feeds that pages name, sitemaps of robots.txt, and a listing page's anchors."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborNode

from pipeline import urls
from pipeline.drafting.model import SourceDraft
from pipeline.drafting.samples import Sample
from pipeline.drafting.selectors import choose
from pipeline.parse.site_rules import text_of

HEADLINE: Final = 20
"""Characters of a link's text from which it is a headline; half as many count in scripts without ASCII."""
LEAST: Final = 5
"""Headlines that a page must link to be worth looking at as a listing."""
MAX_FEEDS: Final = 3
MAX_SITEMAPS: Final = 2
_FEED_TYPES: Final = ("application/rss+xml", "application/atom+xml", "application/feed+json", "text/xml")
_OF_COMMENTS: Final = re.compile(r"comment|commentaire|comentario|kommentar|تعليق", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+")


def find_feeds(samples: Iterable[Sample], home: str) -> list[SourceDraft]:
    """The feeds that `<link rel=alternate>` names, of this site and not of comments, the most often named first."""
    named = Counter[str]()
    for sample in samples:
        named.update(set(_alternates(sample)))
    own = [url for url in named if urls.is_same_site(url, home) and not _OF_COMMENTS.search(url)]
    ranked = sorted(own, key=lambda url: (-named[url], len(url)))[:MAX_FEEDS]
    return [SourceDraft(_number("feed", at), "feed", url, "<link rel=alternate>") for at, url in enumerate(ranked)]


def _alternates(sample: Sample) -> Iterator[str]:
    """The feeds a page names; one below a story's own address is of its comments."""
    outline, document = sample.document.outline, sample.document
    own = f"{sample.url.rstrip('/')}/" if urlsplit(sample.url).path not in ("", "/") else "\0"
    for number in outline.find("link"):
        url = document.resolve(outline.attribute(number, "href"), document.base)
        is_feed = outline.attribute(number, "type").lower() in _FEED_TYPES
        is_alternate = is_feed and "alternate" in outline.attribute(number, "rel").lower()
        is_of_comments = _OF_COMMENTS.search(outline.attribute(number, "title"))
        if url and is_alternate and not is_of_comments and not url.startswith(own):
            yield url


def find_sitemaps(told: Iterable[str], home: str) -> list[SourceDraft]:
    """The sitemaps that robots.txt names, those of news first."""
    own = dict.fromkeys(url for one in told if (url := _own_address(one, home)))
    ranked = sorted(own, key=lambda url: "news" not in url.lower())[:MAX_SITEMAPS]
    return [SourceDraft(_number("sitemap", at), "sitemap", url, "robots.txt") for at, url in enumerate(ranked)]


def _own_address(written: str, home: str) -> str | None:
    """An address as robots.txt has it, absolute; None when it is another site's or none at all."""
    try:
        url = urls.normalise(written, home)
    except ValueError:
        return None
    return url if urls.is_same_site(url, home) else None


def find_listings(pages: Iterable[Sample], articles: list[str], article_url: str | None) -> list[SourceDraft]:
    """For every page that lists stories the selector of their anchors, when one picks most of them and little else."""
    found = []
    for page in pages:
        wanted = _headlines(page, articles, article_url)
        css = _choose_link(page, wanted) if len(wanted) >= LEAST else None
        if css:
            name = "front-page" if urlsplit(page.url).path in ("", "/") else "section"
            found.append(
                SourceDraft(name, "listing", page.url, f"{len({anchor.url for anchor in wanted})} headlines", link=css)
            )
    return [
        source if number == 0 or source.id == "front-page" else _renamed(source, f"{source.id}-{number + 1}")
        for number, source in enumerate(found)
    ]


def _renamed(source: SourceDraft, name: str) -> SourceDraft:
    return SourceDraft(name, source.kind, source.url, source.found, source.link)


def _number(name: str, at: int) -> str:
    return name if at == 0 else f"{name}-{at + 1}"


@dataclass(frozen=True, slots=True)
class _Anchor:
    node: LexborNode
    url: str


def _anchors(page: Sample) -> Iterator[_Anchor]:
    for node in page.document.tree.css("a[href]"):
        url = page.document.resolve(node.attributes.get("href"), page.document.base)
        if url and urls.is_same_site(url, page.url) and urls.host_of(url) == urls.host_of(page.url):
            yield _Anchor(node, url)


def _headlines(page: Sample, articles: list[str], article_url: str | None) -> list[_Anchor]:
    """The anchors of stories: whose address is shaped as the articles' are and whose text is a headline."""
    pattern = re.compile(article_url) if article_url else None
    depth = {len(_segments(url)) for url in articles}
    return [
        anchor
        for anchor in _anchors(page)
        if (pattern.search(anchor.url) if pattern else len(_segments(anchor.url)) in depth)
        and _is_headline(text_of(anchor.node))
    ]


def pick_stories(page: Sample, most: int) -> list[str]:
    """Addresses of stories that a page lists: of its linked headlines those of the shape that has most text."""
    shapes = defaultdict[tuple[object, ...], dict[str, str]](dict)
    for anchor in _anchors(page):
        text = text_of(anchor.node)
        if _is_headline(text) and urls.canonicalise(anchor.url) != urls.canonicalise(page.url):
            shapes[_shape(anchor.url)].setdefault(anchor.url, text)
    largest = max(shapes.values(), key=_weigh, default={})
    return list(largest)[:most] if len(largest) >= LEAST else []


def _weigh(found: dict[str, str]) -> int:
    """How much some links look like stories: by their text, twice where the address has a number or a long slug."""
    telling = sum(bool(re.search(r"\d{3}|\w+-\w+-\w+-\w+", url.partition("://")[2])) for url in found)
    return sum(map(len, found.values())) * (2 if telling * 2 > len(found) else 1)


def _shape(url: str) -> tuple[object, ...]:
    """How deep an address is, where it has figures, and how it ends."""
    parts = _segments(url)
    end = re.search(r"\.[a-z]{3,5}$", parts[-1]) if parts else None
    return len(parts), tuple(bool(_NUMBER.search(part)) for part in parts), end and end[0]


def _is_headline(text: str) -> bool:
    return len(text) >= (HEADLINE if text.isascii() else HEADLINE // 2)


def _choose_link(page: Sample, wanted: list[_Anchor]) -> str | None:
    """The selector that finds most of the headlines and hardly a link that is none."""
    addresses = {anchor.url for anchor in wanted}
    tree, document = page.document.tree, page.document

    def judge(css: str) -> float:
        found = {document.resolve(node.attributes.get("href"), document.base) for node in tree.css(css)}
        right = len(found & addresses)
        if right < LEAST or right < 0.9 * len(found):
            return 0
        return 2.0 * right / (len(found) + len(addresses))

    return choose((anchor.node for anchor in wanted[:: max(len(wanted) // 12, 1)]), judge)


def article_pattern(articles: list[str], others: Iterable[str]) -> str | None:
    """What the addresses of articles have in common and others of the site have not; None when that is nothing.

    Segments that differ become patterns: of digits, and of a slug when all end alike (`.html`, `-12345`).
    """
    paths = [_segments(url) for url in articles]
    if not paths or len({len(path) for path in paths}) > 1:
        return None
    parts = [_common([path[at] for path in paths]) for at in range(len(paths[0]))]
    if not any(r"\d" in part or part.startswith(r"[^/]+\.") for part in parts):
        return None
    pattern = "/" + "/".join(parts)
    pattern += "$" if not parts[-1].endswith("[^/]+") else ""
    fits = re.compile(pattern)
    is_telling = all(fits.search(url) for url in articles) and not any(fits.search(url) for url in others)
    return pattern if is_telling else None


def _segments(url: str) -> list[str]:
    return [part for part in urlsplit(url).path.split("/") if part]


def _common(parts: list[str]) -> str:
    """One segment of all addresses as a pattern."""
    if all(part.isdigit() for part in parts):
        sizes = {len(part) for part in parts}
        return rf"\d{{{sizes.pop()}}}" if sizes in ({2}, {4}) else r"\d+"
    if len(set(parts)) == 1 and len(parts) > 1 and not _NUMBER.search(parts[0]):
        return re.sub(r"[.+?*()\[\]{}|^$\\]", r"\\\g<0>", parts[0])
    ends = [re.search(r"(-|_|\.|)(\d+)?(\.[a-z]{3,5})?$", unquote(part)) for part in parts]
    numbered = all(end and end[2] for end in ends)
    suffix = ends[0][3] if ends[0] and len({end and end[3] for end in ends}) == 1 else None
    tail = (r"\d+" if numbered else "") + (suffix or "").replace(".", r"\.")
    return f"[^/]*{tail}" if numbered else f"[^/]+{tail}"
