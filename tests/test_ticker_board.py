"""The ticker as a board: what stood there in a span of time, from a few looks however many there were."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline import query
from pipeline.errors import InputError
from pipeline.ticker_board import Board, Question, has_vanished, view_board, view_headline
from tests.archiving import article, rows, visit
from tests.test_ticker_history import FAIR, FLOOD, FLOOD_LATER, MATCH, RATES, Newsstand, at, explain, look


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A headline that becomes an article and is reworded, one that goes and comes back, one that vanishes."""
    path = tmp_path_factory.mktemp("board") / "archive.db"
    looks = [
        look(0, (FLOOD, 7), MATCH),
        look(1, (FLOOD, 7), MATCH, RATES),
        look(1.5, MATCH, (FLOOD, 7)),
        look(3, (FLOOD_LATER, 7)),
        look(5, (FLOOD_LATER, 7), MATCH),
        look(8, FAIR),
    ]
    Newsstand(path).keep(*looks, visit(article(7), at=at(8.5)))
    return path


def board(path: Path, **asked: Any) -> Board:
    with query.open_archive(path) as opened:
        found = view_board(opened, Question(**asked))
    assert found is not None
    return found


def told(found: Board) -> list[str]:
    return [row.wordings[-1].text for row in found.rows]


def test_a_row_is_a_thread_the_newest_first(stand: Path) -> None:
    found = board(stand)
    assert told(found) == [FAIR, FLOOD_LATER, RATES, MATCH]
    assert [line.text for line in found.rows[1].wordings] == [FLOOD, FLOOD_LATER]
    assert found.rows[1].article is not None
    assert (found.since, found.until) == ("2025-12-11T12:00:00Z", "2025-12-11T20:00:00Z")


def test_stays_show_ranks_and_gaps(stand: Path) -> None:
    by_text = {row.wordings[-1].text: row for row in board(stand).rows}
    assert [stay.position for stay in by_text[MATCH].stays] == [1, 0, None, 1]
    assert [(stay.position, stay.looks) for stay in by_text[FLOOD_LATER].stays] == [(0, 2), (1, 1), (0, 2)]


def test_a_board_up_to_a_moment_knows_nothing_of_what_came_later(stand: Path) -> None:
    found = board(stand, until=at(2))
    assert told(found) == [RATES, MATCH, FLOOD]
    assert found.until == "2025-12-11T14:00:00Z"
    assert [line.text for _, line in found.editions[0].shown] == [MATCH, FLOOD]


def test_a_headline_that_stood_there_before_the_span_is_in_it(stand: Path) -> None:
    assert told(board(stand, until=at(6), span=timedelta(hours=2))) == [FLOOD_LATER, MATCH]


def test_only_what_vanished_or_never_became_an_article(stand: Path) -> None:
    assert told(board(stand, vanished=True)) == [RATES]
    assert has_vanished(board(stand, vanished=True).rows[0])
    assert told(board(stand, orphans=True)) == [FAIR, RATES, MATCH]
    assert told(board(stand, kind="latest")) == []


def test_pages_join_without_a_headline_lost_or_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Newsstand(tmp_path / "a.db").keep(*(look(hour, *(f"خبر {hour} {n}" for n in range(3))) for hour in range(4)))
    monkeypatch.setattr("pipeline.ticker_board.THREADS", 5)
    pages, place = [], None
    for _ in range(3):
        found = board(tmp_path / "a.db", before=place)
        pages += told(found)
        place = found.next_place
    assert place is None
    assert len(pages) == len(set(pages)) == 12


def test_many_looks_are_sampled_and_the_ends_are_exact(tmp_path: Path) -> None:
    """An aggregator shows its ticker on every page: what a board reads does not grow with them."""
    stand = Newsstand(tmp_path / "a.db").keep(*(look(minute / 60, MATCH) for minute in range(300)))
    row = board(stand.path).rows[0]
    assert sum(stay.looks for stay in row.stays) <= 97
    assert (row.wordings[0].first_seen, row.wordings[0].last_seen) == ("2025-12-11T12:00:00Z", "2025-12-11T16:59:00Z")


def test_pages_of_one_second_are_one_look(tmp_path: Path) -> None:
    stand = Newsstand(tmp_path / "a.db").keep(
        look(0, MATCH), look(1, RATES), look(1, MATCH, page=501), look(2, RATES, MATCH)
    )
    match = next(row for row in board(stand.path).rows if row.wordings[-1].text == MATCH)
    assert [stay.position for stay in match.stays] == [0, 1]


def test_a_headline_by_itself(stand: Path) -> None:
    number = rows(stand, "SELECT id FROM headlines WHERE text = ?", FLOOD)[0][0]
    with query.open_archive(stand) as opened:
        view = view_headline(opened, number)
    assert [line.text for line in view.life.wordings] == [FLOOD, FLOOD_LATER]
    assert view.life.gone_at == "2025-12-11T20:00:00Z"
    assert view.answer is not None
    assert (view.answer.status, view.answer.fetched_at) == (200, "2025-12-11T20:30:00Z")


def test_what_is_not_there_is_said(stand: Path, tmp_path: Path) -> None:
    with query.open_archive(stand) as opened:
        with pytest.raises(InputError, match="999"):
            view_headline(opened, 999)
        with pytest.raises(InputError, match="nowhere"):
            view_board(opened, Question(site="nowhere"))
    with query.open_archive(Newsstand(tmp_path / "empty.db").keep().path) as opened:
        assert view_board(opened, Question()) is None


@pytest.mark.parametrize(
    "asked", [{}, {"kind": "latest"}, {"orphans": True}, {"vanished": True}, {"before": ("2025-12-11T14:00:00Z", 2)}]
)
def test_a_board_reads_only_through_indexes(stand: Path, asked: dict[str, Any]) -> None:
    plans = explain(stand, lambda opened: view_board(opened, Question(site="akhbar", **asked)))
    scans = [line for line in plans if line.startswith("SCAN") and "json_each" not in line and "CONSTANT" not in line]
    assert [line for line in scans if "INDEX" not in line] == []
    assert any("first_seen>?" in line for line in plans)
