"""The archive as Datasette opens it: read only, each question short, and cells that lead to our pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from datasette.database import Database
from datasette.utils.asgi import BadRequest, Request
from markupsafe import Markup

from pipeline.web.catalogue import named

COUNTING_MILLISECONDS: Final = 100
"""How long Datasette may count rows; a table that takes longer is shown without its count."""
MOST_FACETS: Final = 3
"""Facets of one page; each may take `facet_time_limit_ms`."""
_COUNTS: Final = ("select count(*)", "select (select count(*)")

_PAGES: Final = {
    "article_id": "/article/", "first_article_id": "/article/", "story_id": "/story/", "headline_id": "/headline/",
    "newspaper": "/newspaper/", "first_publisher": "/newspaper/", "capture_id": "/capture/",
    "last_good_capture_id": "/capture/", "first_bad_capture_id": "/capture/",
}  # fmt: skip
"""Columns whose values have a page of ours, and where it is."""


class ArchiveDatabase(Database):  # type: ignore[misc]  # Datasette ships no types
    """Datasette's database of the archive, which counts nothing at length and logs nobody's questions."""

    async def execute(
        self,
        sql: str,
        params: Mapping[str, Any] | Sequence[Any] | None = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = False,
    ) -> Any:
        """The rows of a statement, within the limits of time and rows."""
        limit = COUNTING_MILLISECONDS if sql.startswith(_COUNTS) else custom_time_limit
        return await super().execute(sql, params, truncate, limit, page_size, log_sql_errors=False)

    async def table_counts(self, limit: int = 10) -> dict[str, None]:
        """Every table without its count: forty of them would be counted for one page."""
        return dict.fromkeys(await self.table_names())

    async def attached_databases(self) -> list[Any]:
        """None ever is; asking SQLite would tell the path of the file."""
        return []

    async def hidden_table_names(self) -> list[str]:
        """The tables that are none of ours: the inside of the search index, and SQLite's own."""
        return [name for name in await self.table_names() if named(name) is None]


def show_cell(value: object, column: str, *, is_public: bool) -> Any:
    """A value as a link to its page; None where Datasette is to show it as it does, escaped."""
    label, plain = _unfold(value)
    if value is None or plain in ("", None) or isinstance(plain, bytes):
        return None
    address = _PAGES.get(column)
    if address is None or (is_public and address == "/capture/"):
        # Of a table that is not shown, a labelled value would be a link that leads nowhere.
        return str(label) if is_public and isinstance(value, dict) and _is_of_operator(column) else None
    if address != "/newspaper/" and not str(plain).isdigit():
        return None
    # Markup.format escapes what it is given; quote leaves nothing that an attribute could end with.
    return Markup('<a href="{}{}">{}</a>').format(address, quote(str(plain), safe=""), _cut(str(label)))


def _unfold(value: object) -> tuple[object, object]:
    """The label and the plain value of a cell; Datasette gives both where a table refers to another."""
    return (value["label"], value["value"]) if isinstance(value, dict) else (value, value)


def _is_of_operator(column: str) -> bool:
    return column.endswith("capture_id") or column in ("link_id", "payload_id", "generation_id", "run_id")


def _cut(text: str, length: int = 120) -> str:
    return text if len(text) <= length else f"{text[:length]}…"


def check_table_question(request: Request, *, is_public: bool) -> None:
    """BadRequest for what would take long or lead into tables that are not shown."""
    if sum(len(request.args.getlist(name)) for name in request.args if name.startswith("_facet")) > MOST_FACETS:
        raise BadRequest(f"at most {MOST_FACETS} facets at once")
    if is_public and "_through" in request.args:
        raise BadRequest("_through is not allowed here")
