"""One visit to one of Warraq's pages: who asks, in which language and theme, and the answer as a page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeVar
from urllib.parse import unquote

from datasette import Response
from datasette.utils.asgi import Request

from pipeline.store import Reader
from pipeline.web.newsroom import NewsroomDatasette
from pipeline.web.words import LANGUAGES, Words, choose_language, direction_of, words_of

T = TypeVar("T")
View = Callable[["Visit"], Awaitable["Page | Response"]]
THEMES: Final = ("auto", "light", "dark")
PLACES: Final = (
    ("/search", "nav-search"),
    ("/ticker", "nav-ticker"),
    ("/stories", "nav-stories"),
    ("/newspapers", "nav-newspapers"),
    ("/health", "nav-health"),
    ("/data", "nav-data"),
)
"""The menu: where each entry leads, and the key of its word."""
OPERATOR_PLACES: Final = frozenset({"/health"})
"""What `--public` leaves out."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a view answers: a template of templates/warraq and what stands in it. Title and values are plain text."""

    template: str
    title: str
    values: Mapping[str, Any]
    status: int = 200


@dataclass(frozen=True, slots=True)
class Visit:
    """A request with what every view needs."""

    datasette: NewsroomDatasette
    request: Request
    words: Words
    theme: str
    now: datetime

    @property
    def is_public(self) -> bool:
        """Whether the pages are shown to everybody, without those for whoever runs the archive."""
        return self.datasette.options.is_public

    async def ask(self, question: Callable[[Reader], T]) -> T:
        """The archive's answer; QueryTooLong when it takes longer than may be."""
        return await self.datasette.desk.ask(question)

    def part(self, name: str) -> str:
        """A named part of the address, decoded."""
        return unquote(self.request.url_vars[name])  # Datasette matches routes against the path as it was sent

    def value(self, name: str, longest: int = 500) -> str | None:
        """A parameter of the query, cut to `longest` characters; None when it is not there or blank."""
        given = str(self.request.args.get(name) or "").strip()
        return given[:longest] or None

    def number(self, name: str, default: int, most: int) -> int:
        """A parameter as a whole number from 1 to `most`; `default` when it is none."""
        given = self.value(name, 12) or ""
        return min(max(int(given), 1), most) if given.isascii() and given.isdigit() else default


def visit_of(datasette: NewsroomDatasette, request: Request) -> Visit:
    """The visit that a request makes."""
    cookies = request.cookies
    language = choose_language(cookies.get("warraq_lang"), request.headers.get("accept-language"))
    theme = cookies.get("warraq_theme", "auto")
    return Visit(datasette, request, words_of(language), theme if theme in THEMES else "auto", datetime.now(UTC))


def routed(view: View) -> Callable[..., Awaitable[Response]]:
    """A view as Datasette calls it."""

    async def answer(datasette: NewsroomDatasette, request: Request) -> Response:
        visit = visit_of(datasette, request)
        found = await view(visit)
        return await render(visit, found) if isinstance(found, Page) else found

    return answer


async def render(visit: Visit, page: Page) -> Response:
    """A page as an answer."""
    values = {"title": page.title, **frame(visit), **page.values}
    text = await visit.datasette.render_template(f"warraq/{page.template}", values, request=visit.request)
    return Response.html(text, status=page.status, headers={"vary": "Cookie, Accept-Language"})


def frame(visit: Visit) -> dict[str, Any]:
    """What the frame around every page needs, Datasette's own pages included."""
    return {
        "t": visit.words,
        "theme": visit.theme,
        "themes": THEMES,
        "languages": LANGUAGES,
        "is_public": visit.is_public,
        "nav_places": [place for place in PLACES if not (visit.is_public and place[0] in OPERATOR_PLACES)],
        "here": visit.request.path,
        "here_with_query": visit.request.full_path,
        "static": f"/{visit.datasette.static}",
        "direction_of": direction_of,
        "database": visit.datasette.archive_name,
    }
