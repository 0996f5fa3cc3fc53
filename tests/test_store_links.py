"""Links and their due times, sources, runs, robots.txt: what a run asks the archive between pages."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import errors
from pipeline.dates import Moment
from pipeline.models import Hint, HowFound, Link
from pipeline.robots import RobotsRecord
from pipeline.sites import Site
from pipeline.store import Archive, SourceState
from pipeline.store.codec import fill_hint, hint_from_json, hint_to_json
from pipeline.store.sources import Look
from tests.archiving import HOST, NOON, article, day, failure, rows, second, store, url_of, visit

LATER = NOON + timedelta(hours=1)


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    with Archive.open(tmp_path / "archive.db", clock=lambda: NOON) as opened:
        yield opened


def link(number: int | str, how: HowFound = "feed", hint: Hint = Hint(), site: str = "akhbar") -> Link:  # noqa: B008
    return Link(url_of(number), how, site=site, source="feed", found_on=f"{HOST}/rss", hint=hint)


def due_numbers(archive: Archive, now: datetime = NOON, limit: int = 100, site: str | None = "akhbar") -> list[str]:
    return [due.link.url.rsplit("/", 1)[1] for due in archive.due_links(site, now, limit)]


async def test_a_new_link_is_due_at_once_and_known_from_then_on(archive: Archive) -> None:
    assert archive.known_urls([url_of(1)]) == set()
    assert await archive.add_links([link(1), link(2), link(1)], NOON) == 2
    assert await archive.add_links([link(1)], LATER) == 0
    assert archive.known_urls([url_of(1), url_of(3)]) == {url_of(1)}
    assert due_numbers(archive) == ["1", "2"]
    assert due_numbers(archive, NOON - timedelta(seconds=1)) == []


async def test_spellings_of_one_address_are_one_link(archive: Archive) -> None:
    assert await archive.add_links([link(1), Link(url_of(1) + "?utm_source=rss#top", "ticker")], NOON) == 1
    assert archive.known_urls([url_of("1?fbclid=x")]) == {url_of("1?fbclid=x")}


async def test_an_address_of_an_article_is_known(archive: Archive) -> None:
    store(archive, visit(article(1), url=url_of("old")))
    assert archive.known_urls([url_of(1)]) == {url_of(1)}
    assert rows(archive, "SELECT url FROM links") == [(url_of("old"),)]


async def test_a_due_link_comes_back_with_its_hint(archive: Archive) -> None:
    hint = Hint(
        title="عنوان", published=second("2025-12-11T09:30:00+01:00"), authors=("سلمى", "علي"), newspaper="الأخبار"
    )
    await archive.add_links([link(1, hint=hint)], NOON)
    (due,) = archive.due_links("akhbar", NOON, 10)
    assert due.link == link(1, hint=hint)
    assert (due.first_seen, due.failures, due.last_full_fetch, due.article_id) == (NOON, 0, None, None)


async def test_a_known_link_gains_a_hint_it_lacked(archive: Archive) -> None:
    await archive.add_links([link(1, "ticker")], NOON)
    await archive.add_links([link(1, hint=Hint(title="من الخلاصة"))], NOON)
    await archive.add_links([link(1, hint=Hint(title="غيره"))], NOON)
    assert archive.due_link(link(1)).link.hint == Hint(title="من الخلاصة")
    assert archive.due_link(link(1, hint=Hint(title="من الأمر"))).link.hint == Hint(title="من الأمر")


async def test_hints_of_a_feed_and_of_a_section_listing_become_one(archive: Archive) -> None:
    of_feed = Hint(title="من الخلاصة", published=second("2025-12-11T09:30:00+01:00"), newspaper="الأخبار")
    of_listing = Hint(title="من القائمة", published=day("2025-12-11"), section="politics", language="ar")
    both = replace(of_feed, section="politics", language="ar")
    await archive.add_links([link(1, hint=of_feed)], NOON)
    await archive.add_links([link(1, "listing", of_listing)], NOON)
    assert archive.due_link(link(1)).link.hint == both
    await archive.add_links([link(2, hint=of_feed), link(2, "listing", of_listing)], NOON)
    assert archive.due_link(link(2)).link.hint == both
    assert archive.due_link(link(2, hint=Hint(title="من الأمر"))).link.hint == replace(both, title="من الأمر")


async def test_known_headlines_of_a_ticker_bring_no_hint_and_write_nothing(archive: Archive) -> None:
    await archive.add_links([link(number, hint=Hint(section="politics")) for number in range(60)], NOON)
    again = [link(number, "ticker", Hint(title="عنوان الشريط")) for number in range(60)]
    asked: list[str] = []
    archive._conn.set_trace_callback(asked.append)
    await archive.add_links(again, LATER)
    archive._conn.set_trace_callback(None)
    assert [sql.split()[0] for sql in asked if " links " in sql] == ["SELECT"]
    assert archive.due_link(link(7)).link.hint == Hint(section="politics")


HINTS = st.builds(
    Hint, title=st.none() | st.text(), section=st.none() | st.text(), authors=st.just(()) | st.just(("أ",))
)


@given(HINTS, HINTS)
def test_filling_a_hint_keeps_what_is_known_and_twice_changes_nothing(known: Hint, found: Hint) -> None:
    filled = fill_hint(known, found)
    assert fill_hint(filled, found) is filled
    assert all(getattr(filled, name) == value for name, value in asdict(known).items() if value)
    assert all(getattr(filled, name) for name, value in asdict(found).items() if value)


async def test_an_address_never_heard_of_is_due_without_a_past(archive: Archive) -> None:
    due = archive.due_link(link("unheard"))
    assert (due.link, due.first_seen, due.etag) == (link("unheard"), NOON, None)


async def test_f13_fresh_news_goes_before_back_fill(archive: Archive) -> None:
    old = Hint(published=day("2019-01-01"))
    await archive.add_links([link("a", "sitemap"), link("b", "feed", old), link("c", "ids")], NOON - timedelta(days=9))
    await archive.add_links([link("d"), link("e", "sitemap", Hint(published=day("2025-12-11")))], NOON)
    assert due_numbers(archive) == ["d", "e", "a", "b", "c"]
    assert due_numbers(archive, limit=3) == ["d", "e", "a"]
    assert due_numbers(archive, limit=0) == []


async def test_links_of_other_sites_stay_theirs(archive: Archive) -> None:
    await archive.add_links([link(1), link(2, site="sabah")], NOON)
    assert due_numbers(archive) == ["1"]
    assert due_numbers(archive, site=None) == ["1", "2"]


async def test_what_was_fetched_is_due_when_its_attempt_said(archive: Archive) -> None:
    await archive.add_links([link(1), link(2), link(3)], NOON)
    store(archive, visit(article(1), next_due=LATER), visit(article(2)))
    store(archive, failure(errors.DnsFailed("no such host"), 3, next_due=LATER + timedelta(hours=1)))
    assert due_numbers(archive) == []
    assert due_numbers(archive, LATER) == ["1"]
    assert due_numbers(archive, LATER + timedelta(days=365)) == ["1", "3"]


@pytest.mark.parametrize("site", ["akhbar", None])
async def test_due_links_are_an_index_look_up(archive: Archive, site: str | None) -> None:
    asked: list[str] = []
    archive._reader._conn.set_trace_callback(asked.append)
    archive.due_links(site, NOON, 5)
    archive._reader._conn.set_trace_callback(None)
    queries = [sql for sql in asked if sql.startswith("SELECT")]
    assert len(queries) == 2
    with closing(sqlite3.connect(archive.path)) as conn:
        for sql in queries:
            plan = " ".join(row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}"))
            assert "USING INDEX links_due" in plan
            assert "TEMP B-TREE" not in plan


MOMENTS = st.builds(
    Moment,
    st.datetimes(timezones=st.timezones()).map(lambda value: datetime.fromisoformat(value.isoformat())),
    st.sampled_from(["year", "month", "day", "minute", "second"]),
    st.sampled_from(["none", "given", "site", "assumed"]),
    st.text(),
)
TEXTS = st.none() | st.text(min_size=1)


@given(
    st.builds(
        Hint,
        TEXTS,
        st.none() | MOMENTS,
        st.none() | MOMENTS,
        st.lists(st.text()).map(tuple),
        TEXTS,
        TEXTS,
        TEXTS,
        TEXTS,
        TEXTS,
    )
)
def test_any_hint_survives_the_archive(hint: Hint) -> None:
    assert hint_from_json(hint_to_json(hint)) == hint


SITE = Site.model_validate(
    {
        "id": "akhbar",
        "name": "الأخبار",
        "home": HOST,
        "sources": [{"kind": "feed", "url": "/rss"}, {"kind": "ids", "url": "/akhbar/{id}", "start": 1}],
    }
)


async def test_sources_follow_the_site_files(archive: Archive) -> None:
    await archive.sync_sources([SITE])
    assert rows(archive, "SELECT site, source, kind, url, is_active FROM sources") == [
        ("akhbar", "feed", "feed", f"{HOST}/rss", 1),
        ("akhbar", "ids", "ids", f"{HOST}/akhbar/{{id}}", 1),
    ]
    await archive.sync_sources([])
    assert rows(archive, "SELECT is_active FROM sources") == [(0,), (0,)]
    assert rows(archive, "SELECT * FROM health") == []


async def test_a_source_remembers_how_it_stands(archive: Archive) -> None:
    assert archive.source_state("akhbar", "feed") == SourceState()
    await archive.finish_source("akhbar", "feed", Look("not_a_feed", "a web page", 0, LATER))
    await archive.finish_source("akhbar", "feed", Look("server_failed", "503", 0, LATER))
    assert archive.source_state("akhbar", "feed") == SourceState(LATER, NOON, "server_failed", 2, None)
    await archive.sync_sources([SITE])
    await archive.save_cursor("akhbar", "feed", '{"next":7}')
    await archive.finish_source("akhbar", "feed", Look("empty", None, 0, None))
    assert archive.source_state("akhbar", "feed") == SourceState(None, NOON, "empty", 0, '{"next":7}')


async def test_outcomes_bear_the_number_of_their_run(archive: Archive) -> None:
    store(archive, visit(article(1)))
    assert await archive.start_run("fetch", ["akhbar"]) == 1
    store(archive, visit(article(2)), visit(article(2)))
    await archive.finish_run({"new": 1, "unchanged": 1}, "all is well")
    store(archive, visit(article(3)))
    assert rows(archive, "SELECT run_id, reason FROM outcomes ORDER BY id") == [
        (None, "new"),
        (1, "new"),
        (1, "unchanged"),
        (None, "new"),
    ]
    assert rows(archive, "SELECT command, sites, finished_at, summary, note FROM runs") == [
        ("fetch", '["akhbar"]', "2025-12-11T12:00:00Z", '{"new":1,"unchanged":1}', "all is well")
    ]


async def test_robots_records_outlive_the_process(tmp_path: Path) -> None:
    record = RobotsRecord(HOST, NOON, LATER, 200, b"User-agent: *\nDisallow: /admin\n\xff", "odd")
    dark = RobotsRecord("https://dark.example", NOON, LATER, None)
    with Archive.open(tmp_path / "archive.db") as archive:
        assert archive.robots.get(HOST) is None
        archive.robots.put(record)
        archive.robots.put(dark)
        assert archive.robots.get(HOST) == record
    with Archive.open(tmp_path / "archive.db") as archive:
        assert archive.robots.get(HOST) == record
        assert archive.robots.get("https://dark.example") == dark
