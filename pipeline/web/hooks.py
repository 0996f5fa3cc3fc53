"""Warraq's pages as a Datasette plugin; on a Datasette that shows no archive they are silent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import Response, hookimpl
from datasette import handle_exception as datasettes_own  # its default plugin, a module
from datasette.utils.asgi import Request
from jinja2 import Environment

from pipeline.web.newsroom import NewsroomDatasette
from pipeline.web.pages import ROUTES
from pipeline.web.shield import App, Shield
from pipeline.web.troubles import answer_trouble
from pipeline.web.visit import frame, routed, visit_of


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """The addresses of our pages."""
    return [(address, routed(view)) for address, view in ROUTES] if isinstance(datasette, NewsroomDatasette) else []


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """The shield before every answer, Datasette's own included."""

    def wrap(app: App) -> App:
        if not isinstance(datasette, NewsroomDatasette):
            return app
        return Shield(app, frozenset(datasette.options.hosts))

    return wrap


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Any) -> None:
    """Undefined values are mistakes of ours: loud in our templates, as they are in the rest of the code."""
    if isinstance(datasette, NewsroomDatasette):
        env.trim_blocks = env.lstrip_blocks = True


@hookimpl
def extra_template_vars(datasette: Any, request: Request | None) -> dict[str, Any]:
    """The frame around Datasette's own pages."""
    if not isinstance(datasette, NewsroomDatasette) or request is None:
        return {}
    return frame(visit_of(datasette, request))


@hookimpl(tryfirst=True)
def handle_exception(datasette: Any, request: Request, exception: Exception) -> Any:
    """An error as a page that says what to do and gives nothing away; details go to the log.

    Datasette waits for every plugin's answer and would print the values of all variables: its own is only asked here.
    """
    if not isinstance(datasette, NewsroomDatasette):
        return datasettes_own.handle_exception(datasette, request, exception)
    return answer_trouble(visit_of(datasette, request), exception)
