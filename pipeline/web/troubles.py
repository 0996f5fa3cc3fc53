"""Errors as pages: what happened in a sentence, what to do, and no path, query or trace."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Final

from datasette import Response
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Forbidden
from datasette.views.base import DatasetteError

from pipeline.errors import InputError, PipelineError, QueryTooLong, StoreError
from pipeline.web.catalogue import ARCHIVE
from pipeline.web.visit import Page, Visit, render

_log: Final = logging.getLogger("pipeline.web")
_ASKED_WRONG: Final = (ValueError, OverflowError, LookupError, TypeError, AssertionError, sqlite3.Error)
"""What Datasette's own pages raise for parameters that make no sense (`_next=x`, `_timelimit=x`)."""


def answer_trouble(visit: Visit, exception: Exception) -> Callable[[], Awaitable[Response]]:
    """What answers an exception, as Datasette's hook wants it."""

    async def answer() -> Response:
        status, key = sort_trouble(exception, is_ours=not visit.request.path.startswith(f"/{ARCHIVE}"))
        if key in ("trouble-bug", "trouble-archive"):
            _log.error("%s failed", visit.request.path, exc_info=exception)
        said = _said(exception) if status < 500 else ""
        if visit.request.path.endswith(".json"):
            told = {"ok": False, "status": status, "error": said or visit.words(key)}
            return Response.json(told, status=status)
        title = visit.words(key)
        return await render(visit, Page("trouble.html", title, {"key": key, "said": said, "status": status}, status))

    return answer


def sort_trouble(exception: Exception, *, is_ours: bool = True) -> tuple[int, str]:
    """The status of the answer, and the key of the words for it. `is_ours` tells our pages from Datasette's own."""
    if _took_too_long(exception):
        return 503, "trouble-slow"
    if isinstance(exception, StoreError):
        return 503, "trouble-archive"
    if isinstance(exception, InputError):
        return 404, "trouble-missing"
    if isinstance(exception, Forbidden):
        return 403, "trouble-closed"
    if isinstance(exception, Base400):
        return exception.status, "trouble-missing" if exception.status == 404 else "trouble-question"
    if isinstance(exception, DatasetteError):
        # Datasette says 500 of a column that cannot be sorted by; its own mistakes are other exceptions.
        return 400 if exception.status >= 500 else int(exception.status), "trouble-question"
    if not is_ours and isinstance(exception, _ASKED_WRONG):
        _log.warning("a question to a table could not be answered: %s: %.200s", type(exception).__name__, exception)
        return 400, "trouble-question"
    return 500, "trouble-bug"


def _took_too_long(exception: Exception) -> bool:
    if isinstance(exception, DatasetteError):
        return bool(exception.title == "SQL Interrupted")
    return isinstance(exception, QueryTooLong | QueryInterrupted)


def _said(exception: Exception) -> str:
    """What the error itself says, when it speaks of the question and not of the machine."""
    if isinstance(exception, PipelineError):
        return str(exception)
    if isinstance(exception, DatasetteError):
        return "" if exception.message_is_html else str(exception.message)
    if isinstance(exception, Forbidden):
        return ""
    return str(exception.args[0]) if isinstance(exception, Base400) and exception.args else ""
