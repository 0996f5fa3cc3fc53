"""The read story: what people ask the archive, and that no question breaks it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline import errors, query, text
from pipeline.cli import answers
from pipeline.errors import ArchiveDamaged, InputError, StoreError
from pipeline.models import Link
from pipeline.store import Archive, Reader
from pipeline.store.marking import excerpt, mark
from pipeline.store.sources import Look
from pipeline.store.wording import MOST_PARTS, read_query
from tests.archiving import NOON, article, failure, headlines, rows, second, store, url_of, visit

LATER = NOON + timedelta(hours=1)
ARTICLES = (
    article(1, title="السُّدود تمتلئ", body="قال الوزير إن المدارس ستُفتح يوم ٢٠ غشت.\nوأضاف أن السدود امتلأت."),
    article(2, title="معرض الكتاب", body="زار الناس المعرض، وفيه مدرسة قديمة والسدود في الصور.", newspaper="الصباح"),
    article(
        3,
        title="Les barrages se remplissent",
        body="Le ministre a visité les écoles régionales. L'école rouvre.",
        newspaper="Le Matin",
        language="fr",
        published=second("2025-12-12T09:30:00+01:00"),
        authors=("Salma Alaoui",),
    ),
    article(4, title="无题", body="今天北京的新闻报道很多。", newspaper=None, language="zh", published=None),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("query") / "archive.db"
    with Archive.open(place, clock=lambda: NOON) as archive:
        ticker = headlines("1 عاجل", "خبر بلا رابط")
        store(archive, *(visit(read, ticker=ticker, next_due=LATER) for read in ARTICLES))
        store(archive, visit(ARTICLES[0], at=LATER, ticker=headlines("2 جديد", "1 عاجل")))
        store(archive, visit(replace(ARTICLES[1], title="معرض الكتاب يمدد"), at=LATER, ticker=headlines("3 آخر")))
        store(archive, failure(errors.NotFound("404", status=404), 9))
    return place


@pytest.fixture(scope="module")
def archive(path: Path) -> Iterator[Reader]:
    with query.open_archive(path) as opened:
        yield opened


def found(archive: Reader, words: str, **only: object) -> list[int]:
    hits = query.search(archive, words, query.articles_from(**only))  # type: ignore[arg-type]
    return [hit.line.article_id for hit in hits]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("السدود", [1, 2]),
        ("سدود", [1, 2]),
        ("والسدود", [1, 2]),
        ("مدرسة السدود", [1, 2]),
        ("2٠", [1]),
        ("école", [3]),
        ("ECOLES", [3]),
        ("l'école", [3]),
        ("salma", [3]),
        ("الصباح", [2]),
        ("新闻", [4]),
        ("السدود -معرض", [1]),
        ("السدود -\"معرض الكتاب\"", [1]),
        ('"le ministre a visité"', [3]),
        ('"visité le ministre"', []),
        ('"معرض الكتاب', [2]),
        ("nowhere", []),
    ],
)  # fmt: skip
def test_words_are_found_in_any_form(archive: Reader, words: str, ids: list[int]) -> None:
    assert sorted(found(archive, words)) == ids


def test_the_title_counts_more_than_the_text(archive: Reader) -> None:
    assert found(archive, "السدود") == [1, 2]
    assert found(archive, "المعرض")[0] == 2


def test_filters_narrow_the_search(archive: Reader) -> None:
    assert found(archive, "السدود", newspaper="الصَّباح") == [2]
    assert found(archive, "السدود", newspaper="لا أحد") == []
    assert found(archive, "", language="fr") == [3]
    assert found(archive, "", since=date(2025, 12, 12)) == [3]
    assert found(archive, "", until=date(2025, 12, 11)) == [2, 1]
    assert found(archive, "", since=date(2025, 12, 11), until=date(2025, 12, 12)) == [3, 2, 1]
    assert found(archive, "", until=date.max) == [3, 2, 1, 4]
    assert found(archive, "", since=datetime(2025, 12, 12, 8, 30, tzinfo=UTC)) == [3]
    assert found(archive, "", since=datetime(2025, 12, 12, 8, 31, tzinfo=UTC)) == []
    assert [hit.line.article_id for hit in query.search(archive, "", limit=2)] == [3, 2]
    assert query.search(archive, "", limit=-1) == []


def test_only_exclusions_give_all_the_rest(archive: Reader) -> None:
    assert found(archive, "-السدود") == [3, 4]


def test_matches_are_marked_in_the_original_text(archive: Reader) -> None:
    first, _ = query.search(archive, "سدود مدارس")
    assert first.title.with_tags("[", "]") == "[السُّدود] تمتلئ"
    assert first.snippet.with_tags("[", "]") == "قال الوزير إن [المدارس] ستُفتح يوم ٢٠ غشت. وأضاف أن [السدود] امتلأت."
    (chinese,) = query.search(archive, "新闻")
    assert chinese.snippet.with_tags("[", "]") == "今天北京的[新闻]报道很多。"
    (french,) = query.search(archive, "ecole")
    assert french.snippet.with_tags("[", "]").endswith("les [écoles] régionales. L'[école] rouvre.")


ODD = [
    '"a',
    "NEAR(",
    "a NEAR/3 b",
    "title:x",
    "-x",
    "--",
    "^",
    "*",
    "a*",
    "AND",
    "a OR",
    "NOT",
    "{a b}:c",
    "+",
    ";",
    "'",
    "%_",
]


@pytest.mark.parametrize("words", [*ODD, "(" * 2000, " ".join(f"w{n}" for n in range(5000)), "a" * 100_000, '"' * 999])
def test_q1_any_text_is_a_query(archive: Reader, words: str) -> None:
    query.search(archive, words)


@given(st.text(st.characters(), max_size=60) | st.text('ab"-*^:(){}+ ANDORTNEAR', max_size=40))
@example("\ud800")
@example("\0")
def test_q1_no_text_breaks_a_query_or_its_marks(archive: Reader, words: str) -> None:
    for hit in query.search(archive, words, query.articles_from(newspaper=words, language=words)):
        assert hit.snippet.text
    query.search(archive, words)
    assert query.newspapers(archive)


def test_q1_the_parts_of_a_query_that_count_are_bounded() -> None:
    wanted = read_query(" ".join(f"w{number}" for number in range(5000)))
    assert wanted.match.count(" AND ") == MOST_PARTS - 1


@given(st.text(), st.text(min_size=1))
def test_marks_are_places_of_the_text_in_order(body: str, words: str) -> None:
    wanted = read_query(words).terms
    for marked in (mark(body, wanted), excerpt(body, wanted), excerpt(body + words, wanted)):
        ends = [0]
        for start, end in marked.marks:
            assert ends[-1] <= start < end <= len(marked.text)
            assert wanted & set(text.terms(marked.text[start:end]).split())
            ends.append(end)


def test_an_excerpt_shows_where_the_matches_are() -> None:
    body = " ".join(f"word{number}" for number in range(200))
    shown = excerpt(body, read_query("word150 word152").terms)
    assert shown.text.startswith("… word145 ")
    assert shown.text.endswith(" …")
    assert shown.with_tags("<", ">").count("<") == 2
    assert excerpt(body, frozenset()).text.startswith("word0 ")
    assert excerpt("", frozenset({"x"})).text == ""


def test_an_article_is_shown_by_number_or_any_of_its_addresses(archive: Reader) -> None:
    view = query.show(archive, 2)
    assert view.article.line.title == "معرض الكتاب يمدد"
    assert [(version.title, version.changed) for version in view.versions] == [("معرض الكتاب", ("title",))]
    assert view.urls == (url_of(2),)
    assert view.article.provenance["title"] == "site:css"
    assert view.capture
    assert view.capture.headers == (("Content-Type", "text/html; charset=utf-8"),)
    for address in ("2", url_of(2), "http://example.net/akhbar/2", f" {url_of(2)}?utm_source=x#y "):
        assert query.show(archive, address).article.line.article_id == 2


@pytest.mark.parametrize("unknown", ["99", "9" * 40, "-1", "", "https://other.example/", "no address", "\ud800", "٢"])
def test_what_is_not_there_is_said(archive: Reader, unknown: str) -> None:
    with pytest.raises(InputError, match="no such article"):
        query.show(archive, unknown)


def test_the_raw_answer_comes_back_as_it_came(archive: Reader) -> None:
    raw = query.raw(archive, 1)
    assert (raw.body, raw.url, raw.encoding, raw.robots) == (b"<html>page</html>", url_of(1), "utf-8", "allowed")
    assert raw.fetched_at == NOON


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ("UPDATE payloads SET body = ?", "cannot be unpacked"),
        ("UPDATE payloads SET sha256 = replace(sha256, substr(sha256, 1, 1), 'x')", "does not match its sha256"),
        ("UPDATE captures SET headers = x'00'", "headers are damaged"),
    ],
)
def test_d4_a_damaged_capture_is_refused_by_name_and_the_rest_is_readable(
    tmp_path: Path, damage: str, message: str
) -> None:
    place = tmp_path / "archive.db"
    with Archive.open(place) as archive:
        store(archive, visit(article()))
    with closing(sqlite3.connect(place)) as conn:
        conn.execute(damage, [b"\x28\xb5\x2f\xfd of zstd no more"] * damage.count("?"))
        conn.commit()
    with query.open_archive(place) as opened:
        with pytest.raises(ArchiveDamaged, match=rf"capture 1: .*{message}"):
            query.raw(opened, 1)
        assert query.search(opened, "السدود")


def test_an_answer_that_was_not_kept_is_said(tmp_path: Path) -> None:
    place = tmp_path / "archive.db"
    with Archive.open(place) as archive:
        store(archive, replace(visit(article()), capture=None))
    with query.open_archive(place) as opened, pytest.raises(InputError, match="not in the archive"):
        query.raw(opened, 1)


def test_the_ticker_is_as_it_was_at_a_moment(archive: Reader) -> None:
    def texts(at: datetime | None) -> list[list[str]]:
        return [[line.text for line in view.headlines] for view in query.ticker(archive, at)]

    assert texts(None) == [["3 آخر"]]
    assert texts(NOON) == [["1 عاجل", "خبر بلا رابط"]]
    assert texts(NOON - timedelta(seconds=1)) == []
    assert query.ticker(archive, site="nobody") == []
    (view,) = query.ticker(archive, NOON, "akhbar")
    assert (view.site, view.seen_at) == ("akhbar", "2025-12-11T12:00:00Z")
    assert [(line.position, line.article_id, line.times_seen) for line in view.headlines] == [(0, 1, 5), (1, None, 4)]


def test_each_language_of_a_site_has_its_ticker(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    french = headlines("1 Les barrages se remplissent dans le nord du pays", "2 La pluie est de retour et les écoles")
    latest = tuple(replace(headline, kind="latest") for headline in french)
    place = tmp_path / "archive.db"
    with Archive.open(place) as archive:
        store(archive, visit(None, ticker=headlines("عاجل: السدود تمتلئ")), visit(None, ticker=french, at=LATER))
        store(archive, visit(None, ticker=latest, at=LATER + timedelta(hours=1)))
        store(archive, visit(None, ticker=latest, link=Link(url_of(9), "feed", site="akhbar2")))
    with query.open_archive(place) as opened:
        views = query.ticker(opened)
        assert views == query.ticker(opened, site="akhbar")
        assert [(view.site, view.language) for view in query.ticker(opened, NOON)] == [("akhbar", "ar")]
        assert query.ticker(opened, site="akhbar2") == query.ticker(opened, site="") == []
    assert [(view.site, view.language, view.seen_at, len(view.headlines)) for view in views] == [
        ("akhbar", "ar", "2025-12-11T12:00:00Z", 1),
        ("akhbar", "fr", "2025-12-11T13:00:00Z", 2),
    ]
    answers.print_ticker_json(views)
    assert [json.loads(line)["language"] for line in capsys.readouterr().out.splitlines()] == ["ar", "fr", "fr"]
    answers.print_ticker(views)
    assert "akhbar (fr), seen 2025-12-11T13:00:00Z" in capsys.readouterr().out


def test_tickers_are_index_look_ups(archive: Reader) -> None:
    asked: list[str] = []
    archive._conn.set_trace_callback(asked.append)
    query.ticker(archive, NOON)
    archive._conn.set_trace_callback(None)
    with closing(sqlite3.connect(archive.path)) as conn:
        plans = [conn.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in asked if sql.startswith("SELECT")]
    lines = [row[3] for plan in plans for row in plan]
    assert len(plans) == 4  # the edition, that there is no other, its last capture, the headlines on that
    assert [line for line in lines if line.startswith("SCAN")] == []
    assert sum("INDEX captures_ticker ((site,ticker_language,fetched_at)>(?,?,?)" in line for line in lines) == 2


def test_the_latest_and_the_newspapers(archive: Reader) -> None:
    assert [line.article_id for line in query.latest(archive)] == [3, 2, 1, 4]
    assert [line.article_id for line in query.latest(archive, query.articles_from(language="ar"), 1)] == [2]
    lines = query.newspapers(archive)
    assert {line.name: line.articles for line in lines} == {"الأخبار": 1, "الصباح": 1, "Le Matin": 1, None: 1}


def test_the_status_counts_what_there_is(path: Path) -> None:
    with Archive.open(path, clock=lambda: LATER):
        with query.open_archive(path) as archive:
            status = query.status(archive, LATER)
        assert status.writer
    assert status.rows["articles"] == 4
    assert status.rows["outcomes"] == 7
    assert status.due_links == 2
    assert status.size > 4096
    assert status.newest
    assert status.newest.article_id == 3
    assert status.last_run is None


async def test_the_status_tells_of_the_last_run_and_the_sources(tmp_path: Path) -> None:
    place = tmp_path / "archive.db"
    with Archive.open(place, clock=lambda: NOON) as archive:
        await archive.start_run("fetch", ["akhbar"])
        store(archive, visit(article(1)), visit(article(2)), failure(errors.Gone("410"), 3))
        await archive.finish_source("akhbar", "feed", Look("not_a_feed", "a web page", 0, LATER))
        await archive.finish_run({"new": 2, "gone": 1}, None)
    with query.open_archive(place) as opened:
        status = query.status(opened, NOON)
    assert status.writer is None
    assert status.last_run
    assert status.last_run.outcomes == {"new": 2, "gone": 1}
    (source,) = status.sources
    assert (source.last_result, source.failures, source.next_due) == ("not_a_feed", 1, "2025-12-11T13:00:00Z")


def test_plain_sqlite_reads_the_archive(path: Path) -> None:
    assert rows(path, "SELECT published, newspaper, title, source_link FROM articles WHERE id = 3") == [
        ("2025-12-12T08:30:00Z", "Le Matin", "Les barrages se remplissent", None)
    ]


def test_a_missing_archive_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no archive here"):
        query.open_archive(tmp_path / "archive.db")
