"""Items of an XML feed: RSS 0.9x, 1.0 (RDF) and 2.0, Atom 0.3 and 1.0, with the extensions news sites use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from pipeline.discover.document import Document
from pipeline.discover.item import Item
from pipeline.discover.markup import name_of, text_of

Fields = dict[str, list[etree._Element]]

PUBLISHED: Final = ("pubdate", "published", "issued", "dc:date", "dcterms:issued", "dcterms:created", "created", "date")
MODIFIED: Final = ("updated", "modified", "dcterms:modified")
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_ABOUT: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_PICTURE_ENDINGS: Final = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")


def read_items(document: Document, faults: list[str]) -> Iterator[Item]:
    """The items in order, without one that the end of the document cuts; `faults` then says what is wrong."""
    elements, pieces = document.elements("item", "entry")
    language: str | None = None
    for number, element in enumerate(elements.read(pieces)):
        if number == 0:  # the channel's own elements are freed once its first item has been read
            language = _feed_language(element)
        yield _read_item(element, language)
    if not elements.is_complete:
        faults.append(f"the feed is cut off or broken, whole items were read ({elements.fault or 'no closing tag'})")


def _feed_language(item: etree._Element) -> str | None:
    """The channel's `language` (RSS, dc) or the nearest `xml:lang` around the items."""
    for around in item.iterancestors():
        if written := around.get(_LANG):
            return written
        beside = [around, *(child for child in around if name_of(str(child.tag)) == "channel")]
        for child in (child for parent in beside for child in parent):
            if name_of(str(child.tag)) in ("language", "dc:language"):
                return text_of(child) or None
    return None


def _read_item(element: etree._Element, feed_language: str | None) -> Item:
    fields = _fields_of(element)
    guids = [*fields.get("guid", ()), *fields.get("id", ())]
    links = fields.get("link", [])
    return Item(
        addresses=tuple(_addresses(element, fields, links, guids)),
        base=next((link.base for link in links if link.base), element.base),
        title=_first_text(fields, ("title", "dc:title", "media:title")),
        published=_first_text(fields, PUBLISHED),
        modified=_first_text(fields, MODIFIED),
        creators=_texts(fields, "dc:creator"),
        authors=tuple(_authors(fields)),
        newspaper=_newspaper(fields),
        section=_section(fields),
        language=_first_text(fields, ("dc:language", "language")) or element.get(_LANG),
        feed_language=feed_language,
        image=_image(fields, links),
        guid=next((text for guid in guids if (text := text_of(guid))), None),
    )


def _fields_of(element: etree._Element) -> Fields:
    """The item's elements by name. Where none of them is an address, one left open has swallowed those after it.

    Then all that have no elements inside count, however deep; the texts of the others are not what they should be.
    """
    fields = _by_name(element)
    if fields.keys() & {"link", "guid", "id", "feedburner:origlink"}:
        return fields
    return _by_name(child for child in element.iterdescendants() if len(child) == 0)


def _by_name(elements: Iterable[etree._Element]) -> Fields:
    fields: Fields = {}
    for element in elements:
        fields.setdefault(name_of(str(element.tag)), []).append(element)
    return fields


def _addresses(
    element: etree._Element, fields: Fields, links: list[etree._Element], guids: list[etree._Element]
) -> Iterator[str]:
    """The original behind a feed service, then the link, then a guid or id that is an address."""
    yield from _texts(fields, "feedburner:origlink")
    pages = [link for link in links if link.get("rel", "alternate").lower() == "alternate"]
    yield from (href for link in sorted(pages, key=_is_not_html) if (href := link.get("href", "").strip()))
    yield from (text for link in links if (text := text_of(link)))
    for guid in guids:
        is_permalink = guid.get("isPermaLink", "true").strip().lower() != "false"
        if is_permalink and (text := text_of(guid)).startswith(("http://", "https://")):
            yield text
    yield from filter(None, [element.get(_ABOUT)])


def _is_not_html(link: etree._Element) -> bool:
    return "html" not in link.get("type", "text/html")


def _authors(fields: Fields) -> Iterator[str]:
    for author in fields.get("author", ()):
        names = [text_of(child) for child in author if name_of(str(child.tag)) == "name"]
        yield from names or ([text_of(author)] if len(author) == 0 else ())
    yield from _texts(fields, "itunes:author")


def _newspaper(fields: Fields) -> str | None:
    """The feed an item was taken from (RSS 2.0 and Atom `source`), or its publisher."""
    for source in fields.get("source", ()):
        titles = [text_of(child) for child in source if name_of(str(child.tag)) == "title"]
        if name := next(iter(titles), None) or (text_of(source) if len(source) == 0 else None):
            return name
    return _first_text(fields, ("dc:publisher",))


def _section(fields: Fields) -> str | None:
    for category in fields.get("category", ()):
        if name := text_of(category) or category.get("label") or category.get("term"):
            return name
    return _first_text(fields, ("dc:subject",))


def _image(fields: Fields, links: list[etree._Element]) -> str | None:
    """The first picture: media:content, enclosure, thumbnail, or an element named image."""
    media = [*fields.get("media:content", ()), *_inside(fields.get("media:group", ()), "media:content")]
    enclosures = [*fields.get("enclosure", ()), *(link for link in links if link.get("rel") == "enclosure")]
    thumbnails = [
        *fields.get("media:thumbnail", ()),
        *_inside((*media, *fields.get("media:group", ())), "media:thumbnail"),
    ]
    for element in (*filter(_is_picture, (*media, *enclosures)), *thumbnails, *fields.get("itunes:image", ())):
        if address := element.get("url", "") or element.get("href", ""):
            return str(address)
    pictures = fields.get("image", [])
    return next((text for element in (*_inside(pictures, "url"), *pictures) if (text := text_of(element))), None)


def _inside(elements: Iterable[etree._Element], name: str) -> list[etree._Element]:
    return [child for element in elements for child in element if name_of(str(child.tag)) == name]


def _is_picture(element: etree._Element) -> bool:
    kind = element.get("type") or element.get("medium")
    if kind:
        return kind.lower().startswith("image")
    path = (element.get("url") or "").partition("?")[0]
    return path.lower().endswith(_PICTURE_ENDINGS)


def _first_text(fields: Fields, names: Iterable[str]) -> str | None:
    return next((text for name in names for element in fields.get(name, ()) if (text := text_of(element))), None)


def _texts(fields: Fields, name: str) -> tuple[str, ...]:
    return tuple(text for element in fields.get(name, ()) if (text := text_of(element)))
