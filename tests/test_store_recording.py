"""All that one attempt changes in the archive, and what it leaves alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline import errors
from pipeline.dates import Moment
from pipeline.models import OUTCOMES, Attempt, Discovery, Headline, Link
from pipeline.store import Archive
from tests.archiving import (
    BODY,
    NOON,
    OTHER_BODY,
    article,
    capture,
    day,
    failure,
    headlines,
    rows,
    second,
    store,
    url_of,
    visit,
)

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.db", clock=lambda: NOON) as opened:
        yield opened


def only(archive: Archive, query: str, *values: object) -> Any:
    """The one value, or the one row, that a query gives."""
    (row,) = rows(archive, query, *values)
    return row[0] if len(row) == 1 else row


def test_one_attempt_writes_all_that_a_page_is(archive: Archive) -> None:
    ticker = headlines("1 عاجل", "2 خبر آخر")
    found = (Link(url_of(2), "ticker", site="akhbar", found_on=url_of(1)),)
    (receipt,) = store(archive, visit(article(), ticker=ticker, links=found, next_due=LATER))

    assert (receipt.reason, receipt.article_id, receipt.new_links, receipt.new_headlines) == ("new", 1, 1, 2)
    assert only(archive, "SELECT published, newspaper, title, source_link FROM articles") == (
        "2025-12-11",
        "الأخبار",
        "السدود تمتلئ 1",
        None,
    )
    assert only(archive, "SELECT site, status, headlines, robots FROM captures") == ("akhbar", 200, 2, "allowed")
    assert only(archive, "SELECT next_due, last_status, failures, article_id FROM links WHERE url = ?", url_of(1)) == (
        "2025-12-11T13:00:00Z",
        200,
        0,
        1,
    )
    assert rows(archive, "SELECT position, text, article_id FROM ticker_now") == [
        (0, "1 عاجل", 1),
        (1, "2 خبر آخر", None),
    ]
    assert only(archive, "SELECT reason, status, tries, capture_id, article_id FROM outcomes") == ("new", 200, 1, 1, 1)


def test_the_second_look_is_unchanged_and_moves_last_seen(archive: Archive) -> None:
    receipts = store(archive, visit(article()), visit(article(), at=LATER))
    assert [receipt.reason for receipt in receipts] == ["new", "unchanged"]
    assert only(archive, "SELECT first_seen, last_seen FROM articles") == (
        "2025-12-11T12:00:00Z",
        "2025-12-11T13:00:00Z",
    )
    assert rows(archive, "SELECT * FROM versions") == []


def test_an_edit_keeps_the_former_state_with_the_capture_it_was_read_from(archive: Archive) -> None:
    store(archive, visit(article(image="https://img.example/1")))
    (receipt,) = store(archive, visit(article(body=OTHER_BODY), at=LATER))
    assert receipt.reason == "updated"
    assert only(archive, "SELECT body, capture_id, image FROM articles") == (OTHER_BODY, 2, "https://img.example/1")
    version = only(archive, "SELECT replaced_at, changed, capture_id, title, record FROM versions")
    assert version[:4] == ("2025-12-11T13:00:00Z", '["body"]', 1, "السدود تمتلئ 1")
    assert json.loads(version[4])["image"] == "https://img.example/1"
    assert only(archive, "SELECT body FROM versions") == article().body


def test_h13_there_and_back_again_is_three_states(archive: Archive) -> None:
    states = [article(), article(body=OTHER_BODY), article()]
    receipts = store(archive, *(visit(state, at=NOON + timedelta(hours=n)) for n, state in enumerate(states)))
    assert [receipt.reason for receipt in receipts] == ["new", "updated", "updated"]
    assert rows(archive, "SELECT body FROM versions ORDER BY id") == [(states[0].body,), (OTHER_BODY,)]
    assert only(archive, "SELECT body FROM articles") == states[2].body


def test_an_older_capture_that_comes_late_becomes_a_former_state(archive: Archive) -> None:
    store(archive, visit(article(body=OTHER_BODY)), visit(article(), at=NOON - timedelta(days=30)))
    assert only(archive, "SELECT body, first_seen, last_seen FROM articles") == (
        OTHER_BODY,
        "2025-11-11T12:00:00Z",
        "2025-12-11T12:00:00Z",
    )
    assert only(archive, "SELECT body FROM versions") == article().body


def test_what_was_known_is_never_lost_and_what_lacked_is_gained(archive: Archive) -> None:
    rich = article(authors=("سلمى العلوي", "Jane; Doe"), section="اقتصاد", source_link="https://paper.example/1")
    poor = article(
        published=None, newspaper=None, language=None, image="https://img.example/1", provenance={"image": "og"}
    )
    store(archive, visit(rich), visit(poor, at=LATER))
    assert only(
        archive, "SELECT author, section, source_link, published, newspaper, language, image FROM articles"
    ) == (
        "سلمى العلوي; Jane, Doe",
        "اقتصاد",
        "https://paper.example/1",
        "2025-12-11",
        "الأخبار",
        "ar",
        "https://img.example/1",
    )
    provenance = json.loads(only(archive, "SELECT provenance FROM articles"))
    assert provenance["title"] == "site:css"
    assert provenance["image"] == "og"


def test_the_finer_of_two_dates_of_one_day_stays(archive: Archive) -> None:
    fine = article(published=second("2025-12-11T09:30:00+01:00"))
    store(archive, visit(fine), visit(article(), at=LATER))
    row = "SELECT published, published_precision, published_zone, published_raw FROM articles"
    assert only(archive, row) == ("2025-12-11T08:30:00Z", "second", "given", "2025-12-11T09:30:00+01:00")
    store(archive, visit(article(published=day("2025-12-14")), at=LATER + timedelta(hours=1)))
    assert only(archive, row)[:2] == ("2025-12-14", "day")


ON_PAGE = {"published": "site:css"}
KNOWN: dict[str, Any] = {
    "authors": ("سلمى العلوي", "علي"),
    "section": "Économie",
    "published": second("2025-12-11T09:30:00+01:00"),
    "source_link": "https://paper.example/1",
    "image": "https://img.example/1.jpg?w=800",
    "provenance": ON_PAGE,
}


@pytest.mark.parametrize(
    ("column", "other"),
    [
        ("author", {"authors": ("سلمى العلوي",)}),
        ("section", {"section": "Sport"}),
        ("published", {"published": second("2025-12-11T10:45:00+01:00")}),
        ("published", {"published": day("2025-12-14")}),
        ("source_link", {"source_link": "https://paper.example/2"}),
        ("image", {"image": "https://img.example/2.jpg?w=800"}),
    ],
)
def test_another_value_of_a_field_leaves_the_former_state_behind(
    archive: Archive, column: str, other: dict[str, Any]
) -> None:
    receipts = store(archive, visit(article(**KNOWN)), visit(article(**{**KNOWN, **other}), at=LATER))
    assert [receipt.reason for receipt in receipts] == ["new", "unchanged"]
    changed, at, capture_id, author, published, record = only(
        archive, "SELECT changed, replaced_at, capture_id, author, published, record FROM versions"
    )
    assert (json.loads(changed), at, capture_id) == ([column], "2025-12-11T13:00:00Z", 1)
    former = {"author": author, "published": published, **json.loads(record)}
    assert (
        former[column]
        == {
            "author": "سلمى العلوي; علي",
            "section": "Économie",
            "published": "2025-12-11T08:30:00Z",
            "source_link": "https://paper.example/1",
            "image": "https://img.example/1.jpg?w=800",
        }[column]
    )
    assert only(archive, f"SELECT {column} FROM articles") != former[column]  # noqa: S608


@pytest.mark.parametrize(
    "other",
    [
        {"authors": ("علي", "سلمى العلوي")},
        {"authors": ()},
        {"section": "ÉCONOMIE"},
        {"section": None},
        {"published": day("2025-12-11")},
        {"published": day("2025-12-10")},
        {"published": second("2025-12-11T12:00:00+01:00"), "provenance": {"published": "json-ld"}},
        {"published": None},
        {"source_link": "http://paper.example/1"},
        {"image": "https://img.example/1.jpg?w=1200&v=2"},
        {"language": "fr", "modified": second("2025-12-12T09:30:00+01:00"), "source_text": "انقر هنا"},
    ],
)
def test_a_field_written_otherwise_is_no_former_state(archive: Archive, other: dict[str, Any]) -> None:
    receipts = store(archive, visit(article(**KNOWN)), visit(article(**{**KNOWN, **other}), at=LATER))
    assert [receipt.reason for receipt in receipts] == ["new", "unchanged"]
    assert rows(archive, "SELECT changed FROM versions") == []


@pytest.mark.parametrize("field", ["authors", "section", "published", "source_link", "image"])
def test_a_gained_field_is_no_former_state(archive: Archive, field: str) -> None:
    empty: Any = () if field == "authors" else None
    store(archive, visit(article(**{**KNOWN, field: empty})), visit(article(**KNOWN), at=LATER))
    assert rows(archive, "SELECT changed FROM versions") == []


def test_a_finer_date_of_the_same_day_or_year_is_no_former_state(archive: Archive) -> None:
    year = Moment(datetime(2025, 1, 1, tzinfo=UTC), "year", "none", "2025")
    states = (year, day("2025-12-11"), second("2025-12-11T09:30:00+01:00"))
    store(archive, *(visit(article(published=state), at=NOON + timedelta(hours=n)) for n, state in enumerate(states)))
    assert only(archive, "SELECT published FROM articles") == "2025-12-11T08:30:00Z"
    assert rows(archive, "SELECT changed FROM versions") == []


def test_an_older_capture_that_comes_late_replaces_no_field(archive: Archive) -> None:
    former = article(section="Sport", image="https://img.example/old")
    (_, receipt) = store(archive, visit(article(section="Politique")), visit(former, at=NOON - timedelta(days=30)))
    assert receipt.reason == "unchanged"
    assert only(archive, "SELECT section, image, capture_id FROM articles") == (
        "Politique",
        "https://img.example/old",
        1,
    )
    changed, at, record = only(archive, "SELECT changed, replaced_at, record FROM versions")
    assert (changed, at, json.loads(record)["section"]) == ('["section"]', "2025-12-11T12:00:00Z", "Sport")


def test_a_field_that_came_with_the_link_does_not_replace_what_the_page_said(archive: Archive) -> None:
    said = article(authors=("سلمى",), provenance={"authors": "json-ld"})
    hinted = article(authors=("أ ش أ",), section="سياسة", provenance={"authors": "feed", "section": "feed"})
    store(archive, visit(said), visit(hinted, at=LATER))
    assert only(archive, "SELECT author, section FROM articles") == ("سلمى", "سياسة")
    assert json.loads(only(archive, "SELECT provenance FROM articles")) == {"authors": "json-ld", "section": "feed"}


def test_h11_one_article_at_two_addresses_is_one_row_with_all_its_addresses(archive: Archive) -> None:
    store(archive, visit(article(1)))
    elsewhere = visit(
        article(1), url=url_of("old"), capture={"final_url": url_of("moved"), "redirects": (url_of("old"),)}
    )
    (receipt,) = store(archive, elsewhere)
    assert (receipt.reason, receipt.article_id) == ("duplicate", 1)
    assert {row[0] for row in rows(archive, "SELECT url FROM article_urls")} == {
        url_of(1),
        url_of("old"),
        url_of("moved"),
    }
    assert only(archive, "SELECT addresses FROM many_addresses") == 3
    assert only(archive, "SELECT redirects, final_url FROM captures WHERE id = 2") == (
        f'["{url_of("old")}"]',
        url_of("moved"),
    )


def test_a_duplicate_fills_gaps_and_replaces_nothing(archive: Archive) -> None:
    store(archive, visit(article(1, section="اقتصاد")))
    copy = replace(article(1, section="مال", image="https://img.example/2"), url=url_of("copy"))
    (receipt,) = store(archive, visit(copy, at=LATER))
    assert receipt.reason == "duplicate"
    assert only(archive, "SELECT url, section, image FROM articles") == (url_of(1), "اقتصاد", "https://img.example/2")


def test_h8_unrelated_pages_with_one_canonical_link_stay_apart(archive: Archive) -> None:
    shared = url_of("section")
    first = replace(article(1), url=shared)
    second_ = article("b", title="معرض الكتاب يفتح أبوابه", body=OTHER_BODY, url=shared)
    receipts = store(archive, visit(first, url=url_of("a")), visit(second_, url=url_of("b")))
    assert [receipt.reason for receipt in receipts] == ["new", "new"]
    assert rows(archive, "SELECT url FROM articles ORDER BY id") == [(shared,), (url_of("b"),)]
    again = store(archive, visit(first, url=url_of("a"), at=LATER), visit(second_, url=url_of("b"), at=LATER))
    assert [(receipt.reason, receipt.article_id) for receipt in again] == [("unchanged", 1), ("unchanged", 2)]


def test_a_text_dump_and_the_page_it_was_made_of_are_one_article(archive: Archive) -> None:
    dump = replace(article(), url=None)
    link = Link("file:///tmp/seed.txt", "import")
    receipts = store(archive, visit(dump, url=link.url, link=link), visit(dump, url=link.url, link=link))
    assert [receipt.reason for receipt in receipts] == ["new", "unchanged"]
    assert rows(archive, "SELECT * FROM article_urls") == []
    (receipt,) = store(archive, visit(article(), at=LATER))
    assert (receipt.reason, receipt.article_id) == ("unchanged", 1)
    assert only(archive, "SELECT url FROM articles") == url_of(1)


def test_identical_bodies_are_stored_once(archive: Archive) -> None:
    store(archive, visit(article(1)), visit(article(2)), visit(article(3), capture={"body": b"other"}))
    assert only(archive, "SELECT count(*), (SELECT count(*) FROM payloads) FROM captures") == (3, 2)


def test_headlines_are_rows_with_first_and_last_sight(archive: Archive) -> None:
    store(archive, visit(None, ticker=headlines("1 عاجل", "خبر بلا رابط", "خبر بلا رابط")))
    (receipt,) = store(archive, visit(None, ticker=headlines("2 جديد", "1 عـاجل"), at=LATER))
    assert receipt.new_headlines == 1
    assert rows(archive, "SELECT text, times_seen, first_seen, last_seen FROM headlines ORDER BY id") == [
        ("1 عاجل", 2, "2025-12-11T12:00:00Z", "2025-12-11T13:00:00Z"),
        ("خبر بلا رابط", 1, "2025-12-11T12:00:00Z", "2025-12-11T12:00:00Z"),
        ("2 جديد", 1, "2025-12-11T13:00:00Z", "2025-12-11T13:00:00Z"),
    ]
    sightings = "SELECT capture_id, position, headline_id FROM ticker_sightings"
    assert rows(archive, sightings) == [(1, 0, 1), (1, 1, 2), (1, 2, 2), (2, 0, 3), (2, 1, 1)]
    assert rows(archive, "SELECT position, text FROM ticker_now") == [(0, "2 جديد"), (1, "1 عاجل")]


def test_the_two_kinds_of_headlines_are_told_apart(archive: Archive) -> None:
    bar, list_ = Headline("خبر", None, 0), Headline("خبر", None, 0, kind="latest")
    store(archive, visit(None, ticker=(bar, list_)))
    assert rows(archive, "SELECT kind FROM headlines ORDER BY id") == [("ticker",), ("latest",)]
    assert only(archive, "SELECT count(*) FROM ticker_now") == 1


ARABIC = headlines("1 عاجل: أمطار غزيرة في الشمال", "2 السدود تمتلئ من جديد")
FRENCH = headlines(
    "3 Les barrages se remplissent dans le nord du pays", "4 La pluie est de retour et les écoles ferment"
)


def test_a_site_has_a_ticker_for_each_of_its_languages(archive: Archive) -> None:
    arabic, french, odd = visit(None, ticker=ARABIC), visit(None, ticker=FRENCH, at=LATER), headlines("20 : 21")
    store(archive, arabic, french, visit(None, ticker=ARABIC[1:], at=LATER), visit(None, ticker=odd))
    assert rows(archive, "SELECT ticker_language FROM captures") == [("ar",), ("fr",), ("ar",), ("und",)]
    assert rows(archive, "SELECT language, seen_at, text FROM ticker_now") == [
        ("ar", "2025-12-11T13:00:00Z", ARABIC[1].text),
        ("fr", "2025-12-11T13:00:00Z", FRENCH[0].text),
        ("fr", "2025-12-11T13:00:00Z", FRENCH[1].text),
        ("und", "2025-12-11T12:00:00Z", "20 : 21"),
    ]


def test_a_list_of_the_latest_news_does_not_hide_the_ticker(archive: Archive) -> None:
    latest = tuple(replace(headline, kind="latest") for headline in FRENCH)
    store(archive, visit(None, ticker=ARABIC), visit(None, ticker=latest, at=LATER))
    assert rows(archive, "SELECT ticker_language, headlines FROM captures") == [("ar", 2), (None, 2)]
    assert rows(archive, "SELECT language, text FROM ticker_now") == [("ar", line.text) for line in ARABIC]


def test_the_last_tickers_are_found_by_hopping_through_the_index(archive: Archive) -> None:
    plan = [row[3] for row in rows(archive, "EXPLAIN QUERY PLAN SELECT * FROM ticker_now")]
    assert "SEARCH captures USING COVERING INDEX captures_ticker ((site,ticker_language,fetched_at)<(?,?,?))" in plan
    # Only the first hop begins at the index's end, of which it reads one entry.
    scans = [line for line in plan if line.startswith("SCAN") and not re.match(r"SCAN (seen|\(?subquery)", line)]
    assert scans == ["SCAN captures USING COVERING INDEX captures_ticker"]


@pytest.mark.parametrize("article_first", [True, False])
def test_a_headline_finds_its_article_whichever_comes_first(archive: Archive, article_first: bool) -> None:
    attempts = [visit(article(1)), visit(None, ticker=headlines("1 عاجل"))]
    store(archive, *(attempts if article_first else reversed(attempts)))
    assert only(archive, "SELECT article_id FROM headlines") == 1


def test_a_listing_with_a_ticker_keeps_its_sightings_but_not_its_body(archive: Archive) -> None:
    found = Discovery(links=(Link(url_of(5), "listing", site="akhbar"),), notes=("one link passed over",))
    (receipt,) = store(archive, visit(None, ticker=headlines("1 عاجل"), discovery=found))
    assert (receipt.reason, receipt.new_links, receipt.new_headlines) == ("read", 1, 1)
    assert only(archive, "SELECT payload_id FROM captures") is None
    assert only(archive, "SELECT count(*) FROM ticker_now") == 1


def test_a_feed_is_kept_only_when_it_is_broken(archive: Archive) -> None:
    feed = Link("https://www.example.net/rss", "feed", site="akhbar", source="feed")
    good = Attempt(feed, NOON, capture=capture(feed.url), discovery=Discovery())
    broken = Attempt(feed, NOON, capture=capture(feed.url, b"<html>"), error=errors.NotAFeed("this is a web page"))
    assert [receipt.reason for receipt in store(archive, good, broken)] == ["empty", "not_a_feed"]
    assert rows(archive, "SELECT capture_id FROM outcomes ORDER BY id") == [(None,), (1,)]


def test_error_pages_are_evidence_but_missing_ones_are_not(archive: Archive) -> None:
    def answered(error: errors.PageError, status: int, **more: Any) -> Attempt:
        return failure(error, capture=capture(url_of(1), b"sorry", status=status, **more))

    store(
        archive,
        answered(errors.NotFound("404"), 404),
        answered(errors.Gone("410"), 410),
        answered(errors.ServerFailed("503"), 503),
        answered(errors.Truncated("cut"), 200, truncated=True),
    )
    assert rows(archive, "SELECT status, is_truncated FROM captures") == [(503, 0), (200, 1)]
    assert rows(archive, "SELECT * FROM articles") == []


def test_every_reason_can_be_stored_and_is_one_row(archive: Archive) -> None:
    def every(kind: type[errors.PageError]) -> list[type[errors.PageError]]:
        return [kind, *(found for sub in kind.__subclasses__() for found in every(sub))]

    kinds = every(errors.PageError)
    store(archive, *(failure(kind("it did not work", status=503)) for kind in kinds))
    stored = [row[0] for row in rows(archive, "SELECT reason FROM outcomes")]
    assert sorted(stored) == sorted(kind.reason for kind in kinds)
    assert set(stored) | {"new", "updated", "unchanged", "duplicate", "not_modified", "read", "empty"} >= set(OUTCOMES)
    assert only(archive, "SELECT DISTINCT status, detail FROM outcomes") == (503, "it did not work")


def test_robots_verdicts_are_in_the_outcomes(archive: Archive) -> None:
    denied, dark = failure(errors.RobotsDenied("no")), failure(errors.RobotsUnavailable("503"))
    store(archive, denied, dark, visit(article()), failure(errors.DnsFailed("no such host")))
    assert rows(archive, "SELECT robots FROM outcomes") == [("denied",), ("unavailable",), ("allowed",), (None,)]


def test_n17_validators_are_kept_verbatim_and_only_of_good_answers(archive: Archive) -> None:
    odd = (("ETag", 'W/"a,b"'), ("Last-Modified", "Thu, 01 Jan 2041 00:00:00 +0000"))
    newer = (("etag", '"2"'),)
    link = Link(url_of(1), "feed")
    store(archive, visit(article(), capture={"headers": odd}))
    due = archive.due_link(link)
    assert (due.etag, due.last_modified, due.last_full_fetch) == ('W/"a,b"', "Thu, 01 Jan 2041 00:00:00 +0000", NOON)

    unread = failure(errors.ParseTimeout("too slow"), capture=capture(url_of(1), headers=newer, fetched_at=LATER))
    store(archive, unread)
    assert archive.due_link(link).etag == 'W/"a,b"'

    store(archive, visit(None, unmodified=True, capture={"status": 304, "headers": newer}, url=url_of(1), at=LATER))
    due = archive.due_link(link)
    assert (due.etag, due.last_modified, due.last_full_fetch) == ('"2"', "Thu, 01 Jan 2041 00:00:00 +0000", NOON)
    assert rows(archive, "SELECT reason, article_id FROM outcomes") == [
        ("new", 1),
        ("parse_timeout", None),
        ("not_modified", 1),
    ]
    assert only(archive, "SELECT last_seen FROM articles") == "2025-12-11T13:00:00Z"


def test_failures_in_a_row_are_counted_until_one_succeeds(archive: Archive) -> None:
    slow = failure(errors.DeadlineExceeded("30 s"), next_due=LATER)
    store(archive, slow, slow)
    assert archive.due_link(Link(url_of(1), "feed")).failures == 2
    store(archive, visit(article()))
    assert archive.due_link(Link(url_of(1), "feed")).failures == 0


def test_f10_text_that_sqlite_cannot_hold_is_cleaned_not_refused(archive: Archive) -> None:
    bad = "قبل\ud800بعد\0نهاية"
    read = article(title=bad, authors=(bad,), provenance={"title": bad})
    store(archive, visit(read, ticker=(Headline(bad, None, 0),)), failure(errors.ParseError(bad)))
    assert only(archive, "SELECT title, author FROM articles") == ("قبل\ufffdبعدنهاية", "قبل\ufffdبعدنهاية")
    assert only(archive, "SELECT text FROM headlines") == "قبل\ufffdبعدنهاية"


def test_nothing_of_a_failed_attempt_stays_and_its_neighbours_are_stored(archive: Archive) -> None:
    class Broken:
        def fingerprint(self, read: object) -> str:
            raise RuntimeError("a bug")

        judge = fingerprint

    from pipeline import dedupe

    broken = archive.submit(visit(article(1), ticker=headlines("1 عاجل")), Broken())  # type: ignore[arg-type]
    fine = archive.submit(visit(article(2)), dedupe)
    with pytest.raises(RuntimeError, match="a bug"):
        broken.result(timeout=30)
    assert fine.result(timeout=30).reason == "new"
    assert only(
        archive, "SELECT count(*), (SELECT count(*) FROM links), (SELECT count(*) FROM headlines) FROM captures"
    ) == (1, 1, 0)


def test_a_page_that_is_no_article_says_why(archive: Archive) -> None:
    attempt = visit(None)
    assert attempt.page
    store(archive, replace(attempt, page=replace(attempt.page, why="a section page")))
    assert only(archive, "SELECT reason, detail, article_id FROM outcomes") == (
        "not_an_article",
        "a section page",
        None,
    )


def test_bodies_of_the_sample_are_long_enough_to_be_an_identity() -> None:
    assert len(BODY) > 80
    assert len(OTHER_BODY) > 80
