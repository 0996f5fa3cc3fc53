"""The search: what fits, where it stands, how it spreads over newspapers and time; and the same for programs."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from datasette import Response
from datasette.utils.asgi import BadRequest
from markupsafe import Markup, escape

from pipeline import query
from pipeline.export import atom, csv
from pipeline.query import Cut, Facets, Hit, Marked, Part
from pipeline.text import clean_display
from pipeline.web.asked import Asked, read_asked
from pipeline.web.histogram import hits_chart
from pipeline.web.visit import Page, Visit
from pipeline.web.words import Words

PAGE: Final = 20
LAST_PAGE: Final = 50
"""Pages by relevance: nobody reads the thousandth best; by date the pages go on to the end."""

SHOWN_FACETS: Final = 12
PART: Final = 1_000
"""Articles of one answer for programs, which says where the next part is."""

FEED_PART: Final = 100
CHIP_LABELS: Final = {
    "newspaper": "newspaper-column",
    "language": "field-language",
    "section": "field-section",
    "since": "search-since",
    "until": "search-until",
}
FORMATS: Final = ("jsonl", "csv", "atom")
_FURTHEST: Final = 2**62


@dataclass(frozen=True, slots=True)
class Value:
    """A value that hits have: how it is called, how many have it, and where those are (None: cannot be asked for)."""

    name: str
    count: int
    link: str | None


async def show(visit: Visit) -> Page:
    """The search page."""
    asked, cut = read_asked(visit), _cut(visit)
    found, facets = await visit.ask(lambda archive: query.look(archive, asked.q, asked.only, cut, sort=asked.order))
    hits = found.hits[:PAGE]
    values = {
        "asked": asked,
        "asked_words": clean_display(asked.q),
        "chip_labels": CHIP_LABELS,
        "hits": hits,
        "found": found,
        "facets": list(_facet_lists(visit.words, asked, facets)),
        "facets_are_part": facets.is_more,
        "newspapers": [name for name in list(facets.newspapers)[:60] if name],
        "language_names": _language_names(visit.words, asked, facets),
        "chart": hits_chart(visit.words, asked, facets.days),
        "marked": marked,
        "is_first_page": not cut.skip and cut.after is None,
        "is_at_end": asked.order == "relevance" and len(found.hits) > PAGE and cut.skip // PAGE + 1 >= LAST_PAGE,
        "next_page": _next_page(asked, cut, found.hits),
        "formats": FORMATS,
        "part": PART,
    }
    title = f"{clean_display(asked.q)} · {visit.words('nav-search')}" if asked.q else visit.words("nav-search")
    return Page("search.html", title, values)


def marked(text: Marked) -> Markup:
    """A text with its matches in `mark` elements; everything else in it stays text."""
    parts, at = Markup(), 0
    for start, end in (*text.marks, (len(text.text), len(text.text))):
        parts += escape(clean_display(text.text[at:start]))
        if end > start:
            parts += Markup("<mark>{}</mark>").format(clean_display(text.text[start:end]))
        at = end
    return parts


# -- pages ------------------------------------------------------------------------------------------------------------


def _cut(visit: Visit) -> Cut:
    """The page that is asked for, and one hit more, which says whether there is a next one."""
    published, comma, number = (visit.value("after", 60) or "").rpartition(",")
    if comma and number.isascii() and number.isdigit():
        return Cut(PAGE + 1, after=(published, min(int(number), _FURTHEST)))
    return Cut(PAGE + 1, skip=PAGE * (visit.number("page", 1, LAST_PAGE) - 1))


def _next_page(asked: Asked, cut: Cut, hits: Sequence[Hit]) -> str | None:
    """Where the search goes on: by date after the last article shown, which costs the same however deep it is."""
    if len(hits) <= PAGE:
        return None
    if asked.order == "date":
        last = hits[PAGE - 1].line
        return asked.address(after=f"{last.published or ''},{last.article_id}")
    number = cut.skip // PAGE + 2
    return asked.address(page=number) if number <= LAST_PAGE else None


# -- facets -----------------------------------------------------------------------------------------------------------


def _facet_lists(words: Words, asked: Asked, facets: Facets) -> Iterator[tuple[str, list[Value]]]:
    """The key of each list's name, and its values, most first; years the newest first."""
    years = dict(sorted(facets.years.items(), key=lambda item: item[0] or "", reverse=True))
    yield "newspaper-column", [_value(words, asked, "newspaper", *item) for item in _first(facets.newspapers.items())]
    yield "field-language", [_value(words, asked, "language", *item) for item in _first(facets.languages.items())]
    yield "year-label", [_value(words, asked, "year", *item) for item in _first(years.items())]


def _first(items: Any) -> list[Any]:
    return list(items)[:SHOWN_FACETS]


def _value(words: Words, asked: Asked, kind: str, value: str | None, count: int) -> Value:
    if not value:
        return Value(words("search-unknown"), count, None)
    if kind == "year":
        return Value(value, count, asked.address(since=value, until=value))
    name = language_name(words, value) if kind == "language" else clean_display(value)
    return Value(name, count, asked.address(**{kind: value}))


def language_name(words: Words, code: str) -> str:
    """A language by its name in the interface's language; the code where there is no name."""
    if code == "und":
        return words("search-unknown")
    return str(words.locale.languages.get(code.partition("-")[0], clean_display(code)))


def _language_names(words: Words, asked: Asked, facets: Facets) -> dict[str, str]:
    codes = [code for code in facets.languages if code]
    if asked.language and asked.language not in codes:
        codes.append(asked.language)
    return {code: language_name(words, code) for code in codes[:40]}


# -- for programs -----------------------------------------------------------------------------------------------------


async def as_jsonl(visit: Visit) -> Response:
    """The articles found, whole: one JSON object a line."""
    asked, part = await _read_part(visit, PART)
    lines = (json.dumps(asdict(article), ensure_ascii=False) for article in part.articles)
    body = "".join(f"{line}\n" for line in lines)
    return _answer(visit, asked, part, body.encode("utf-8", "replace"), "application/x-ndjson; charset=utf-8")


async def as_csv(visit: Visit) -> Response:
    """The articles found, whole, as CSV that no spreadsheet takes for formulas; `exact=1` leaves cells as they are."""
    asked, part = await _read_part(visit, PART)
    text = io.StringIO(newline="")
    csv.write_rows(text, part.articles, is_safe=visit.value("exact") != "1")
    body = text.getvalue().encode("utf-8", "replace")
    return _answer(visit, asked, part, body, "text/csv; charset=utf-8; header=present")


async def as_atom(visit: Visit) -> Response:
    """The articles found as a feed, those archived last first."""
    asked, part = await _read_part(visit, FEED_PART)
    links = {"self": visit.request.full_path, "alternate": asked.address()}
    if part.next_before is not None:
        links["next"] = _next_address(visit, asked, part.next_before)
    head = atom.Head(
        identity=uuid.uuid5(uuid.UUID(atom.FEED_ID.removeprefix("urn:uuid:")), asked.address()).urn,
        title=f"Warraq: {asked.q}" if asked.q else "Warraq",
        updated=max(
            (article.first_seen for article in part.articles), default=visit.now.strftime("%Y-%m-%dT%H:%M:%SZ")
        ),
        links={relation: visit.datasette.absolute_url(visit.request, path) for relation, path in links.items()},
    )
    return _answer(visit, asked, part, atom.feed(head, part.articles), "application/atom+xml; charset=utf-8")


async def _read_part(visit: Visit, default: int) -> tuple[Asked, Part]:
    """The part of the search that is asked for; a date that is none is an error to a program."""
    asked = read_asked(visit)
    for name, key in asked.wrong.items():
        raise BadRequest(f"{name}: {visit.words(key)}")
    before = visit.number("before", 0, _FURTHEST) or None
    limit = visit.number("limit", default, PART)
    return asked, await visit.ask(
        lambda archive: query.find_part(archive, asked.q, asked.only, before=before, limit=limit)
    )


def _next_address(visit: Visit, asked: Asked, before: int) -> str:
    kept = {name: value for name in ("limit", "exact") if (value := visit.value(name, 12))}
    return asked.address(visit.request.path, **kept, before=before)


def _answer(visit: Visit, asked: Asked, part: Part, body: bytes, content_type: str) -> Response:
    """A part as an answer; its Link header (RFC 8288) leads to the next one."""
    kind = visit.request.path.rpartition(".")[2]
    headers = {} if kind == "atom" else {"content-disposition": f'attachment; filename="search.{kind}"'}
    if part.next_before is not None:
        headers["link"] = f'<{_next_address(visit, asked, part.next_before)}>; rel="next"'
    return Response(body, headers=headers, content_type=content_type)
