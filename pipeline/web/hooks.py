"""Warraq's pages as a Datasette plugin; on a Datasette that shows no archive they are silent."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import Response, hookimpl
from datasette import handle_exception as datasettes_own  # its default plugin, a module
from datasette.utils.asgi import Forbidden, NotFound, Request
from jinja2 import Environment

from pipeline.store.free_sql import keep_to_reading
from pipeline.web import links
from pipeline.web.catalogue import ARCHIVE, is_shown, names_shown
from pipeline.web.newsroom import NewsroomDatasette
from pipeline.web.pages import ROUTES
from pipeline.web.shield import App, Shield
from pipeline.web.tables import check_table_question, show_cell
from pipeline.web.troubles import answer_trouble
from pipeline.web.visit import frame, routed, visit_of

CLOSED = r"/(-/(?!static/|warraq/)|:memory:).*$"
"""What else Datasette answers below /-/: its settings, plugins, threads, permissions. Nobody needs it here."""


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """The addresses of our pages."""
    if not isinstance(datasette, NewsroomDatasette):
        return []
    return [*((address, routed(view)) for address, view in ROUTES), (CLOSED, _closed)]


async def _closed(request: Request) -> Response:
    raise NotFound(f"{request.path[:100]}: nothing is shown here")


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """The shield before every answer, Datasette's own included."""

    def wrap(app: App) -> App:
        if not isinstance(datasette, NewsroomDatasette):
            return app
        return Shield(app, frozenset(datasette.options.hosts), f"/{datasette.static}/")

    return wrap


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Any) -> None:
    """Undefined values are mistakes of ours: loud in our templates, as they are in the rest of the code."""
    if isinstance(datasette, NewsroomDatasette):
        env.trim_blocks = env.lstrip_blocks = True
        env.filters |= {"shown": links.shown, "web_address": links.web_address, "direction_in": links.direction_in}


@hookimpl
def extra_template_vars(datasette: Any, request: Request | None) -> dict[str, Any]:
    """The frame around Datasette's own pages."""
    if not isinstance(datasette, NewsroomDatasette) or request is None:
        return {}
    shown = names_shown(is_public=datasette.options.is_public)
    return {**frame(visit_of(datasette, request)), "tables_shown": shown}


@hookimpl(tryfirst=True)
def handle_exception(datasette: Any, request: Request, exception: Exception) -> Any:
    """An error as a page that says what to do and gives nothing away; details go to the log.

    Datasette waits for every plugin's answer and would print the values of all variables: its own is only asked here.
    """
    if not isinstance(datasette, NewsroomDatasette):
        return datasettes_own.handle_exception(datasette, request, exception)
    return answer_trouble(visit_of(datasette, request), exception)


@hookimpl
def forbidden(datasette: Any, request: Request, message: str) -> Any:
    """What is not shown, as a page that says so."""
    if not isinstance(datasette, NewsroomDatasette):
        return None
    return answer_trouble(visit_of(datasette, request), Forbidden(message))


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """SQL that people type reads the archive and does nothing else."""
    if isinstance(datasette, NewsroomDatasette) and database == ARCHIVE:
        keep_to_reading(conn)


@hookimpl
def permission_allowed(datasette: Any, action: str, resource: Any) -> bool | None:
    """Tables that are none of ours are shown to nobody, those of whoever runs the archive not to the public."""
    if not isinstance(datasette, NewsroomDatasette):
        return None
    if action == "view-table":
        return is_shown(resource[1], is_public=datasette.options.is_public)
    if action == "execute-sql":
        return not datasette.options.is_public
    return False if action in ("view-database-download", "debug-menu", "permissions-debug") else None


@hookimpl
def filters_from_request(datasette: Any, request: Request) -> None:
    """Refuses questions to a table that would take long or lead where nothing is shown."""
    if isinstance(datasette, NewsroomDatasette):
        check_table_question(request, is_public=datasette.options.is_public)


@hookimpl
def render_cell(datasette: Any, value: object, column: str) -> Any:
    """Cells that lead to our pages."""
    if not isinstance(datasette, NewsroomDatasette):
        return None
    return show_cell(value, column, is_public=datasette.options.is_public)
