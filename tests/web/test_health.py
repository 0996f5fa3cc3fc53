"""The page Health: what is looked at and how that goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.condition import condition
from pipeline.store import Reader
from pipeline.web.pages.health import schedule_in
from pipeline.web.words import words_of
from tests.browsing import plain, served
from tests.showing import fill, fill_work
from tests.web.asking import ask

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill_work(fill(tmp_path_factory.mktemp("health") / "archive.db"), NOW)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = fill(tmp_path_factory.mktemp("health") / "archive.db")
    with served(fill_work(path, datetime.now(UTC))) as address:
        yield address


def test_sources_with_their_schedule_result_and_next_time(site: str) -> None:
    text = plain(ask(site, "/health").text)
    assert "every 15 minutes" in text
    assert "0 6 * * * Asia/Beirut" in text
    assert "held_back" in text
    assert "in quarantine since" in text
    assert "overdue" in text


def test_an_alarm_leads_to_its_captures_and_says_what_is_read_instead(site: str) -> None:
    text = ask(site, "/health").text
    assert 'href="/capture/1"' in text
    assert 'href="/capture/2"' in text
    assert "was read by site:css" in text
    assert "look at the first bad page with `warraq try`" in text


def test_hosts_coverage_gaps_outcomes_and_runs(site: str) -> None:
    text = plain(ask(site, "/health").text)
    assert "broken.example" in text
    assert 'class="hour-missed"' in text
    assert "not_running" in text
    assert "fetch_failed_for_the_test" in text
    assert "came to an end early" in text


def test_the_condition_counts_the_last_day_and_the_weeks(worked: Path) -> None:
    with Reader(worked) as archive:
        state = condition(archive, NOW)
    assert state.outcomes["new"] == 3
    assert "timeout_of_long_ago" not in state.outcomes
    assert [(week.week, week.runs, week.attempts, week.new) for week in state.weeks] == [("2026-03-02", 2, 12, 5)]
    assert state.sizes.database > 0
    assert state.rows["captures"] > 0
    assert ("akhbar", "feed") in state.overdue


def test_the_last_days_attempts_are_counted_in_an_index(worked: Path) -> None:
    with closing(sqlite3.connect(worked)) as conn:
        plan = conn.execute("EXPLAIN QUERY PLAN SELECT reason FROM outcomes WHERE at >= '' ORDER BY at DESC LIMIT 9")
        assert "COVERING INDEX outcomes_at" in " ".join(row[3] for row in plan)


def test_d6_the_journal_a_long_reader_holds_up_is_reported(worked: Path) -> None:
    with closing(sqlite3.connect(worked)) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("CREATE TABLE IF NOT EXISTS scratch (x)")
        conn.execute("INSERT INTO scratch VALUES (zeroblob(300000))")
        conn.commit()
        with Reader(worked) as archive:
            assert condition(archive, NOW).sizes.wal >= 300_000


def test_an_empty_archive_has_its_page(sites: dict[str, str]) -> None:
    text = ask(sites["empty"], "/health").text
    assert "No alarm is open." in text
    assert "Nothing has run yet." in text


def test_there_is_none_in_public(worked: Path) -> None:
    with served(worked, is_public=True) as site:
        answer = ask(site, "/health")
        assert answer.status == 404
        assert "whoever runs the archive" in answer.text
        assert 'href="/health"' not in ask(site, "/").text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("every 900", "every 15 minutes"),
        ("every 3600", "every hour"),
        ("every 86400", "every day"),
        ("every 100", "every 2 minutes"),
        ("cron 0 6 * * * UTC", "0 6 * * * UTC"),
        (None, "–"),
        ("whatever", "–"),
    ],
)
def test_a_schedule_reads_as_people_say_it(text: str | None, told: str) -> None:
    assert plain(schedule_in(words_of("en"))(text)) == told
