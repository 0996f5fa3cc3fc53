"""Rich text of content systems as HTML: texts, Arc elements, ProseMirror, Slate, Contentful, Sanity, JsonML, React."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape
from typing import Any, Final

from pipeline.parse.prose import ENDS

MAX_DEPTH: Final = 60
"""Elements inside each other; deeper is no article."""
MAX_PARTS: Final = 20_000
"""Parts of one rich text that are looked at."""
MAX_RUN: Final = 200
"""Pieces into which formatting cuts a paragraph, at most."""
MAX_LENGTH: Final = 500_000
"""Characters of one rich text; what comes behind is left out."""
MAX_KEY: Final = 120
"""Characters of a key that names something; longer ones are addresses and queries."""
KEYS: Final = 4096
"""Keys remembered, since every object of a list has the same."""

TYPES = ("type", "_type", "nodeType", "__typename", "tagName", "tag", "kind", "name", "blockName", "component", "style")
_TEXTS: Final = """
    children content nodes items elements blocks paragraphs text textContent html innerHTML __html value rendered
    body contents data attributes props fields attrs model dangerouslySetInnerHTML json document
""".split()  # noqa: SIM905 - read as a list of words
"""Where an element keeps what it holds; the first that has any text is taken, since others repeat it."""
_PLACES: Final = {name.lower(): rank for rank, name in enumerate(_TEXTS)}
_NO_PLACE: Final = 1_000
_LIKE_PLACE = re.compile(r"(?:html|text|content|body|nodes|items|elements|blocks|paragraphs?|children)$", re.IGNORECASE)
_NOT_TEXT = re.compile(
    r"(?:url|link|slug|href|path|id|uuid|key|class(?:name)?|title|headline|name|date|time|format|variant|summary"
    r"|description|alt|label|source|hash)s?$|^(?:is|has|meta|seo|__typename|_?type)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"ima?ge?\b|photo|picture|gallery|galeri|slide|figure|caption|credit|video|audio|podcast|player|media|embed|oembed"
    r"|iframe|script|related|recirc|recommend|newsletter|promo|advert|^ads?\b|^ad[-_]|reference|interstitial|subscri"
    r"|social|share|tweet|instagram|facebook|youtube|byline|author|divider|teaser|readmore|also|paywall|quiz|poll\b"
    r"|comment|button|style$|nav\b|aside|svg",
    re.IGNORECASE,
)
_TITLE = re.compile(r"title$|headlines?$|^(?:name|heading|hed|titel|titre|titulo|titular|subject)$", re.IGNORECASE)
_LINK = re.compile(r"(?:url|link|slug|href|path|permalink|uri|id)s?$|^(?:url|link)", re.IGNORECASE)
_SLUG = re.compile(r"[^\W\d_]{3}-[^\W\d_]{2}")
_TAG = re.compile(r"(?:p|h[1-6]|ul|ol|li|blockquote|em|strong|b|i|a|span|div|section|article|br|sub|sup|u|cite)$")
_HEADING = re.compile(r"(?:sub)?head(?:ing|er|line)|(?:sub|inter|section|zwischen)-?_?tit", re.IGNORECASE)
_ITEM = re.compile(r"list-?_?item|^li$", re.IGNORECASE)
_INLINE = re.compile(r"text|span|a|b|i|u|em|strong|bold|italic|(?:hyper|internal|external)?-?link|mark|string", re.I)
_HTML = re.compile(
    r"<(?:p|br|div|h[1-6]|ul|ol|li|b|i|a|em|strong|span|blockquote|figure|table|section|article)\b[^<>]{0,2000}>"
)


def is_html(text: str) -> bool:
    """Whether a text is written in HTML."""
    return _HTML.search(text) is not None


@lru_cache(maxsize=KEYS)
def is_beside(kind: str) -> bool:
    """Whether an element of this kind stands beside the running text: a picture, a related story."""
    return _BESIDE.search(kind) is not None


def told_titles(part: dict[str, Any]) -> list[str]:
    """What an object calls itself; in a small object under the title too (`headlines: {basic: …}`)."""
    return [text for text in _told(part, is_title_key) if 4 <= len(text) < 400]


def told_links(part: dict[str, Any]) -> list[str]:
    """The links, slugs and numbers that an object says it has."""
    return [text for text in _told(part, is_link_key) if len(text) < 400]


def is_teaser(part: dict[str, Any]) -> bool:
    """Whether an object stands for a story of its own: it has a headline, and a link to lead there."""
    return any(len(text) >= 12 or not text.isascii() for text in told_titles(part)) and any(
        "/" in text or _SLUG.search(text) for text in told_links(part)
    )


@lru_cache(maxsize=KEYS)
def is_title_key(key: str) -> bool:
    """Whether what a story is called stands under this key."""
    return len(key) < MAX_KEY and _TITLE.search(key) is not None


@lru_cache(maxsize=KEYS)
def is_link_key(key: str) -> bool:
    """Whether a link, slug or number stands under this key."""
    return len(key) < MAX_KEY and _LINK.search(key) is not None


def _told(part: dict[str, Any], is_named: Callable[[str], bool]) -> list[str]:
    found: list[str] = []
    for key, child in part.items():
        if isinstance(child, str | dict) and is_named(key):
            found += [child] if isinstance(child, str) else []
            if isinstance(child, dict) and len(child) <= 8:
                found += [text for text in child.values() if isinstance(text, str)]
    return found


def kind_of(part: dict[str, Any]) -> str:
    """What an element says it is; empty when it does not."""
    return next((kind for key in TYPES if isinstance(kind := part.get(key), str) and len(kind) < 60), "")


def write_html(value: Any) -> str:
    """The HTML of a rich text, whatever form it has; empty when it holds none."""
    return _Writer().write(value, 0, is_inline=False)


def write_text(text: str, *, is_inline: bool) -> str:
    """A string of a rich text: HTML as it is, other text in a paragraph per line."""
    if "&lt;p" in text and not is_html(text):
        text = unescape(text)
    if is_html(text):
        return text if is_inline else f"<div>{text}</div>"
    if is_inline:
        return escape(unescape(text))
    return "".join(f"<p>{escape(unescape(line))}</p>" for line in text.split("\n") if line.strip())


class _Writer:
    """Walks a rich text and counts its parts; a part that holds itself ends at the depth or size allowed."""

    def __init__(self) -> None:
        self.parts, self.room = 0, MAX_LENGTH

    def write(self, value: Any, depth: int, *, is_inline: bool) -> str:
        self.parts += 1
        if depth > MAX_DEPTH or self.parts > MAX_PARTS:
            return ""
        if isinstance(value, str):
            self.room -= len(value)
            return write_text(value, is_inline=is_inline) if self.room >= 0 else ""
        if isinstance(value, list):
            return self.write_list(value, depth + 1, is_inline=is_inline)
        return self.write_part(value, depth + 1, is_inline=is_inline) if isinstance(value, dict) else ""

    def write_list(self, values: list[Any], depth: int, *, is_inline: bool) -> str:
        if values and isinstance(values[0], str) and (tag := _tag_of(values)):
            return self.write_tagged(tag, values, depth)
        if is_inline or is_run(values):
            run = "".join(self.write(value, depth, is_inline=True) for value in values)
            return run if is_inline else f"<p>{run}</p>"
        return "".join(self.write(value, depth, is_inline=False) for value in values)

    def write_tagged(self, tag: str, values: list[Any], depth: int) -> str:
        """An element as a list: `[tag, properties?, child…]` of JsonML, `["$", tag, key, properties]` of React."""
        if values[0] == "$":
            properties = values[3] if len(values) > 3 and isinstance(values[3], dict) else {}
            children: list[Any] = [properties.get("children"), properties.get("dangerouslySetInnerHTML")]
            labels = properties.get("className")
        else:
            has_properties = len(values) > 1 and isinstance(values[1], dict)
            children = values[2:] if has_properties else values[1:]
            labels = values[1].get("className") or values[1].get("class") if has_properties else None
        is_known = _TAG.match(tag) is not None
        if not is_known and is_beside(tag):
            return ""
        label = f' class="{escape(labels)}"' if isinstance(labels, str) else ""
        inner = "".join(self.write(child, depth, is_inline=True) for child in children)
        return f"<{tag}{label}>{inner}</{tag}>" if is_known else inner

    def write_part(self, part: dict[str, Any], depth: int, *, is_inline: bool) -> str:
        kind = kind_of(part)
        if (kind and is_beside(kind)) or (depth > 1 and is_teaser(part)):
            return ""
        is_inline = is_inline or (bool(_INLINE.fullmatch(kind)) and "content" not in part)
        inner, is_own_text = self.write_inner(part, depth, is_inline=is_inline)
        if is_inline or not inner:
            return f"<{kind}>{inner}</{kind}>" if kind in ("li", "p") and inner else inner
        if _HEADING.search(kind) or re.fullmatch(r"h[1-6]", kind):
            return f"<h2>{inner}</h2>"
        if _ITEM.search(kind):
            return f"<ul><li>{inner}</li></ul>"
        title = next((part[key] for key in ("heading", "title", "subtitle") if isinstance(part.get(key), str)), "")
        return f"<h3>{escape(title)}</h3>{inner}" if title and is_own_text else inner

    def write_inner(self, part: dict[str, Any], depth: int, *, is_inline: bool) -> tuple[str, bool]:
        """What an element holds, and whether it is text of its own: of what repeats it, the likeliest place."""
        for key in sorted(part, key=_rank_of_place):
            value = part[key]
            if not value or not isinstance(value, str | list | dict) or _rank_of_place(key) == _NO_PLACE:
                continue
            if isinstance(value, str) and _rank_of_place(key) > len(_TEXTS) and " " not in value.strip():
                continue
            if inner := self.write(value, depth, is_inline=is_inline):
                return inner, isinstance(value, str)
        return "", False


def _rank_of_place(key: str) -> int:
    """How early an element's text is looked for under a key: known names, names that end like them, others."""
    low = key.lower()
    if low in _PLACES:
        return _PLACES[low]
    if is_beside(key) or _NOT_TEXT.search(key):
        return _NO_PLACE
    return len(_TEXTS) if _LIKE_PLACE.search(key) else len(_TEXTS) + (1 if key not in TYPES else 2)


def _tag_of(values: list[Any]) -> str:
    """The tag when a list is an element; empty when it is a list of texts."""
    first = values[0]
    if first == "$" and len(values) >= 4 and isinstance(values[1], str):
        return str(values[1])
    is_element = len(first) < 30 and first.replace("-", "").isalnum() and first.islower() and len(values) > 1
    return first if is_element and (_TAG.match(first) or isinstance(values[1], dict)) else ""


def join_run(values: list[Any]) -> str:
    """The line that a list holds in pieces; empty when it holds something else."""
    has_leaf = any(read_leaf(value) is not None for value in values[:3])
    if len(values) > MAX_RUN or values[:1] == ["$"] or not has_leaf or not is_run(values):
        return ""
    return "".join(read_leaf(value) or "" for value in values)


def is_run(values: list[Any]) -> bool:
    """Whether a list holds the pieces of one line of text: what formatting has cut."""
    texts = [text for value in values if (text := read_leaf(value)) is not None]
    if not texts or len(texts) < len(values) / 2:
        return False
    if any(is_html(text) and "<p" in text for text in texts) or any("\n" in text.strip() for text in texts):
        return False
    filled = [text for text in texts if text.strip()]
    if any(text[0].isspace() or text[-1].isspace() for text in filled):
        return all(len(text) < 2_000 for text in filled) and not all(
            text.rstrip().endswith(ENDS) for text in filled[:-1]
        )
    return len(filled) == 1 or sum(text.endswith(ENDS) for text in filled) * 2 < len(filled)


def read_leaf(value: Any) -> str | None:
    """The text of a leaf; None for what holds more."""
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return None
    kind = kind_of(value)
    if kind and not _INLINE.fullmatch(kind):
        return None
    text = value.get("text", value.get("value"))
    return text if isinstance(text, str) else None
