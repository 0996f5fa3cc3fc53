"""Reader of articles that another tool has already read: one JSON object, under the names the common tools use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pipeline import dates
from pipeline.dates import Moment
from pipeline.errors import ParseError
from pipeline.language import language_of
from pipeline.models import Article, Capture, Hint, Page
from pipeline.parse import decide, moments
from pipeline.parse.article import Answer, Answers, build_article
from pipeline.sites import Site
from pipeline.text import squeeze

MEDIA_TYPE: Final = "application/x-news-article+json"
READER: Final = "record"

_TITLE: Final = ("title", "headline", "title_page", "name")
_BODY: Final = ("body", "maintext", "content", "text", "plain_text", "cleaned_text", "articleBody", "article_text")
_PUBLISHED: Final = (
    "published",
    "date_publish",
    "date",
    "publish_date",
    "publishing_date",
    "published_at",
    "datePublished",
)
_MODIFIED: Final = ("modified", "date_modify", "date_modified", "updated_at", "dateModified")
_AUTHORS: Final = ("authors", "author", "byline")
_NEWSPAPER: Final = (
    "newspaper", "publisher", "source_name", "site_name", "sitename", "source", "source_domain", "domain", "hostname",
)  # fmt: skip
_LANGUAGE: Final = ("language", "lang")
_SECTION: Final = ("section", "category", "categories", "topics")
_IMAGE: Final = ("image", "image_url", "top_image", "thumbnail")


def read_record(capture: Capture, site: Site | None, hint: Hint) -> Page:
    """The article of a record; one without a text is none. ParseError when it is no JSON object."""
    try:
        record = json.loads(capture.body)
    except (ValueError, RecursionError) as error:
        raise ParseError(f"the record is not JSON: {error}", url=capture.url) from error
    if not isinstance(record, dict):
        raise ParseError("the record is no JSON object", url=capture.url)
    body = _paragraphs(record)
    if not body:
        return Page("other", None, why="the record holds no text")
    return Page("article", _article(record, body, capture, site))


def _article(record: Mapping[str, Any], body: str, capture: Capture, site: Site | None) -> Article:
    language = language_of(body, _first(record, _LANGUAGE))
    newspaper = _first(record, _NEWSPAPER) or (site.newspaper if site else None)
    answers = Answers(
        title=_answer(_first(record, _TITLE)),
        body=Answer(body, READER),
        published=_answer(_moment(record, _PUBLISHED, capture, site)),
        modified=_answer(_moment(record, _MODIFIED, capture, site)),
        authors=_answer(_authors(record) or None),
        newspaper=_answer(newspaper),
        source_link=_answer(_link(record, "source_link")),
        source_text=_answer(_first(record, ("source_text",))),
        language=_answer(language),
        section=_answer(_first(record, _SECTION)),
        image=_answer(next((link for name in _IMAGE if (link := _link(record, name))), None)),
    )
    return build_article(decide.own_address(capture), answers)


def _answer(value: Any) -> Answer[Any] | None:
    return Answer(value, READER) if value else None


def _first(record: Mapping[str, Any], names: Iterable[str]) -> str | None:
    """The first of these fields that says something, on one line."""
    return next((text for name in names for text in _texts(record.get(name))), None)


def _texts(value: Any) -> Iterator[str]:
    """The texts in a field: itself, those of a list, or the `name` of an object."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        for part in value:
            if not isinstance(part, list):
                yield from _texts(part)
    elif isinstance(value, str) and (line := squeeze(value)):
        yield line


def _paragraphs(record: Mapping[str, Any]) -> str:
    """The text, one paragraph a line; some tools give a list of paragraphs."""
    for name in _BODY:
        value = record.get(name)
        if isinstance(value, list):
            value = "\n".join(_texts(value))
        if isinstance(value, str) and (lines := [line for part in value.splitlines() if (line := squeeze(part))]):
            return "\n".join(lines)
    return ""


def _authors(record: Mapping[str, Any]) -> tuple[str, ...]:
    for name in _AUTHORS:
        found = [part.strip() for text in _texts(record.get(name)) for part in text.split(";") if part.strip()]
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def _moment(record: Mapping[str, Any], names: Iterable[str], capture: Capture, site: Site | None) -> Moment | None:
    for name in names:
        value = record.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            zone = moments.zone_of(site)
            if found := dates.read(str(value), zone=zone, now=capture.fetched_at):
                return found
    return None


def _link(record: Mapping[str, Any], name: str) -> str | None:
    text = _first(record, (name,))
    return text if text and text.startswith(("http://", "https://")) else None
