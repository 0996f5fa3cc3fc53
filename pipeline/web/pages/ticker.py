"""The ticker: as it is or was at a moment, its headlines as bars over hours, and one headline by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from datasette.utils.asgi import BadRequest

from pipeline.changes import FieldChange, State, compare
from pipeline.models import HeadlineKind
from pipeline.ticker_board import Board, HeadlineView, Question, has_vanished, view_board, view_headline
from pipeline.ticker_history import Timeline
from pipeline.web.timelines import axis, bars, rank_chart
from pipeline.web.visit import Page, Visit

SPANS: Final[Mapping[str, timedelta]] = {
    "6h": timedelta(hours=6),
    "24h": timedelta(hours=24),
    "3d": timedelta(days=3),
    "7d": timedelta(days=7),
}
DEFAULT_SPAN: Final = "24h"
KINDS: Final[tuple[HeadlineKind, ...]] = ("ticker", "latest")
STAYS: Final = 40
"""Stays in the table of a headline's page."""


async def show(visit: Visit) -> Page:
    """The board of a site."""
    asked = _question(visit)
    board = await visit.ask(lambda archive: view_board(archive, asked))
    values: dict[str, Any] = {"board": board, "spans": SPANS, "kinds": KINDS, "chosen": _chosen(visit)}
    if board:
        values |= {
            "rows": [_row(life, board) for life in board.rows],
            "ticks": axis(visit.words, board.since, board.until),
            "moment": board.until[:16],
            "older": _older(visit, board),
            "earlier": _moved(visit, board, board.since),
        }
    return Page("ticker.html", visit.words("nav-ticker"), values)


async def show_headline(visit: Visit) -> Page:
    """One headline."""
    number = int(visit.part("id"))
    view: HeadlineView = await visit.ask(lambda archive: view_headline(archive, number))
    life = view.life
    values = {
        "view": view,
        "life": life,
        "is_vanished": has_vanished(life),
        "chart": rank_chart(visit.words, life),
        "wordings": _reworded(life),
        "stays": life.stays[-STAYS:],
    }
    return Page("headline.html", life.asked.text, values)


def _question(visit: Visit) -> Question:
    before, number = visit.value("before", 40), visit.number("id", 0, 2**62)
    kind = visit.value("kind")
    return Question(
        site=visit.value("site"),
        until=_moment(visit.value("at", 40)),
        span=SPANS[_span(visit)],
        kind=next((known for known in KINDS if known == kind), None),
        orphans=visit.value("orphans") is not None,
        vanished=visit.value("vanished") is not None,
        before=(before, number) if before else None,
    )


def _span(visit: Visit) -> str:
    wanted = visit.value("span") or DEFAULT_SPAN
    return wanted if wanted in SPANS else DEFAULT_SPAN


def _moment(wanted: str | None) -> datetime | None:
    """A moment as a date-time field sends it, in UTC."""
    if wanted is None:
        return None
    try:
        moment = datetime.fromisoformat(wanted)
    except ValueError as error:
        raise BadRequest("at: this is no moment; write it as 2026-10-12T09:30") from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if not 1900 < moment.year < 9999:  # room for the span on both sides
        raise BadRequest("at: this moment is too far away")
    return moment


def _chosen(visit: Visit) -> dict[str, str]:
    """What the form stands at, defaults left out."""
    given = {name: visit.value(name) for name in ("site", "at", "kind", "orphans", "vanished")}
    given["span"] = _span(visit)
    return {name: value for name, value in given.items() if value}


def _older(visit: Visit, board: Board) -> str | None:
    if board.next_place is None:
        return None
    place, number = board.next_place
    return _moved(visit, board, board.until) + "&" + urlencode({"before": place, "id": number})


def _moved(visit: Visit, board: Board, until: str) -> str:
    """The address of the same board up to another moment."""
    return "/ticker?" + urlencode({**_chosen(visit), "site": board.site, "at": until})


def _row(life: Timeline, board: Board) -> dict[str, Any]:
    is_lost = has_vanished(life)
    return {
        "life": life,
        "line": life.wordings[-1],
        "is_lost": is_lost,
        "bars": bars(life, board.since, board.until, is_lost=is_lost),
        "best": min((stay.position for stay in life.stays if stay.position is not None), default=None),
    }


def _reworded(life: Timeline) -> list[tuple[Any, FieldChange | None]]:
    """The wordings in their order, each with what differs from the one before."""
    found: list[tuple[Any, FieldChange | None]] = []
    for at, line in enumerate(life.wordings):
        was = life.wordings[at - 1].text if at else line.text
        fields = compare(State(was, language=line.language), State(line.text, language=line.language)).fields
        found.append((line, fields[0] if fields else None))
    return found
