"""Search: the forms of words, the query language, ranking, dates, facets, and SQL that only reads."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from datasette.app import Datasette

from bench import search_recall
from pipeline import arabic, query, text
from pipeline.arabic_words import PLURALS, SHORT, WHOLE
from pipeline.cli import cli
from pipeline.errors import InputError, QueryTooLong
from pipeline.store import Archive, Reader, searching
from pipeline.store.wording import read_query, read_since, read_until
from tests.archiving import NOON, article, second, store, visit

NEWS = (
    article(1, title="السدود تمتلئ", body="قال الوزير إن المدارس تفتح."),
    article(
        2,
        title="معرض الكتاب",
        body="زار الناس المعرض والسدود.",
        newspaper="الصباح",
        published=second("2024-02-29T23:59:00Z"),
    ),
    article(
        3,
        title="Les barrages se remplissent",
        body="Le ministre étudie l'école. Les studieux aussi.",
        newspaper="Le Matin",
        language="fr",
        published=second("2025-12-12T09:30:00+01:00"),
        authors=("Salma Alaoui",),
        section="Société",
    ),
    article(4, title="بلا تاريخ", body="السدود مرة أخرى", newspaper=None, published=None),
)  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("search") / "archive.db"
    with Archive.open(place, clock=lambda: NOON) as archive:
        store(archive, *map(visit, NEWS))
    return place


@pytest.fixture(scope="module")
def archive(path: Path) -> Iterator[Reader]:
    with query.open_archive(path) as opened:
        yield opened


def ids(
    archive: Reader, words: str, only: query.Filter = query.EVERYTHING, sort: query.Sort = "relevance"
) -> list[int]:
    return [hit.line.article_id for hit in query.search(archive, words, only, sort=sort)]


def test_forms_are_found_and_other_words_are_not() -> None:
    totals = search_recall.totals(search_recall.measure())
    assert totals["recall"][0] >= 0.98
    assert totals["precision"][0] >= 0.98
    assert totals["recall"][1] < 0.1  # what FTS5 finds by itself


def test_no_word_of_the_lists_is_there_twice() -> None:
    folded = [text.fold(word) for word in WHOLE.split()]
    assert len(folded) == len(set(folded))
    assert all(word.translate(arabic._FOLDED) == text.fold(word) for word in (*WHOLE.split(), *SHORT))
    assert all(len(pair.split()) == 2 for pair in PLURALS.strip().replace("\n", "|").split("|"))


@pytest.mark.parametrize("word", ["", "و", "ال", "وال", "لل", "بال", "ه", "ات", "وب", "كال", "ء", "ا" * 99, "ين" * 50])
def test_every_arabic_word_has_a_stem(word: str) -> None:
    assert bool(arabic.stem(word)) == bool(word)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("title:السدود", [1]),
        ("body:السدود", [4, 2]),
        ("عنوان:سد", [1]),
        ("author:salma", [3]),
        ("auteur:barrages", []),
        ("newspaper:الصباح", [2]),
        ("studi*", [3]),
        ("المدر*", [1]),
        ("ecol*", [3]),
        ("barrages OR معرض", [3, 2]),
        ("ministre barrages OR معرض", [3]),
        ("OR السدود OR", [1, 4, 2]),
        ("السدود -title:معرض", [1, 4]),
        ("l'école", [3]),
        ("السدود since:2025", [1]),
        ("السدود until:2024-02", [2]),
        ("السدود since:٢٠٢٤-٠٢-٢٩ until:2024-02-29", [2]),
        ("lang:fr", [3]),
        ("lang:fr -barrages", []),
        ("section:societe", [3]),
        ("since:never", []),
        ("2024-02-29", []),
    ],
)  # fmt: skip
def test_the_query_language(archive: Reader, words: str, found: list[int]) -> None:
    assert sorted(ids(archive, words)) == sorted(found)


def test_the_title_goes_before_the_text(archive: Reader) -> None:
    assert ids(archive, "السدود")[0] == 1


def test_by_date_the_newest_come_first_and_the_undated_last(archive: Reader) -> None:
    assert ids(archive, "السدود", sort="date") == [1, 2, 4]


def test_options_and_the_filters_of_a_query_both_hold(archive: Reader) -> None:
    assert ids(archive, "السدود since:2025", query.articles_from(until=date(2024, 12, 31))) == []
    assert ids(archive, "السدود", query.articles_from(newspaper="الصّباح")) == [2]
    assert ids(archive, "", query.articles_from(section="SOCIETE")) == [3]
    assert [line.article_id for line in query.latest(archive, query.articles_from(section="Société"))] == [3]


def test_beginnings_are_marked(archive: Reader) -> None:
    (hit,) = query.search(archive, "studi*")
    assert "[studieux]" in hit.snippet.with_tags("[", "]")


def test_findings_are_counted(archive: Reader) -> None:
    found = query.find(archive, "السدود", limit=1)
    assert (len(found.hits), found.total, found.is_more) == (1, 3, False)
    counts = query.facets(archive, "السدود")
    assert counts.newspapers == {"الأخبار": 1, "الصباح": 1, None: 1}
    assert counts.years == {"2025": 1, "2024": 1, None: 1}
    assert sum(query.facets(archive, "").languages.values()) == 4


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("many") / "archive.db"
    start = second("2020-01-31T12:00:00Z")
    with Archive.open(place, clock=lambda: NOON) as archive:
        for number in range(1, 121):
            when = replace(start, value=start.value + timedelta(days=(number * 37) % 400))
            title = f"خبر {number} عاجل" if number % 10 == 0 else f"نبأ {number}"
            dated = None if number % 40 == 0 else when
            store(archive, visit(article(number, title=title, body=f"عاجل من المدينة {number}", published=dated)))
    return place


def test_of_very_many_the_newest_days_are_asked_for(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with query.open_archive(many) as opened:
        span = query.articles_from(since=date(2020, 3, 15), until=date(2020, 12, 2))
        for only in (query.EVERYTHING, span):
            whole = [hit.line for hit in query.search(opened, "عاجل", only, 200, sort="date")]
            with monkeypatch.context() as patched:
                patched.setattr(searching, "MOST_COUNTED", 20)
                patched.setattr(searching, "MOST_SORTED", 5)
                found = query.find(opened, "عاجل", only, 200, sort="date")
            assert [hit.line for hit in found.hits] == whole
            assert found.is_more
        assert len(whole) < 120
        assert all("2020-03-15" <= (line.published or "") < "2020-12-03" for line in whole)


def test_of_very_many_those_with_the_words_in_their_title_come_first(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_COUNTED", 50)
    with query.open_archive(many) as opened:
        found = query.find(opened, "عاجل", limit=8)
        counted = query.facets(opened, "عاجل")
    assert [hit.line.article_id for hit in found.hits] == [120, 110, 100, 90, 80, 70, 119, 118]
    assert (found.total, found.is_more, counted.is_more) == (50, True, True)


def test_common_words_are_not_weighed(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_WEIGHED", 30)
    monkeypatch.setattr(searching, "_SAMPLE", 60)
    with query.open_archive(many) as opened:
        assert ids(opened, "المدينة 77") == [77]
        assert ids(opened, "المدينة عاجل")[:2] == [120, 119]


def test_an_edit_moves_an_article_to_its_new_day_and_newspaper(tmp_path: Path) -> None:
    place = tmp_path / "archive.db"
    moved = replace(NEWS[0], newspaper="الصباح", published=second("2026-01-02T08:00:00Z"), body="نص آخر عن السدود.")
    with Archive.open(place, clock=lambda: NOON) as archive:
        store(archive, visit(NEWS[0]))
        store(archive, visit(moved, at=NOON + timedelta(hours=1)))
    with query.open_archive(place) as opened:
        assert ids(opened, "السدود since:2026", query.articles_from(newspaper="الصباح")) == [1]
        assert ids(opened, "السدود until:2025") == []


@pytest.mark.parametrize(
    "odd", ['"a', "NEAR(", "col:x", "-x", "^", "*", "a*", "title:", "title:*", "since:", "OR", "|", '- "']
)
def test_q1_any_text_is_a_query(archive: Reader, path: Path, odd: str) -> None:
    query.facets(archive, odd)
    query.search(archive, odd, sort="date")
    query.search(archive, f"{odd} السدود {odd}")
    sql = "select count(*) from articles_search where articles_search match warraq_match(:q)"
    query.ask_sql(path, sql, {"q": odd}, seconds=10, limit=1)


def test_q1_many_parts_are_cut(archive: Reader) -> None:
    for words in (
        "(" * 2000,
        " ".join(f"w{number}" for number in range(5000)),
        " OR ".join("ab*" for _ in range(3000)),
    ):
        assert query.search(archive, words) is not None


@pytest.mark.parametrize("value", ["' OR 1=1 --", "x'; DROP TABLE articles; --", '") OR ("', "\0", "\ud800"])
def test_q2_sql_in_every_parameter_is_bound(archive: Reader, value: str) -> None:
    only = query.articles_from(newspaper=value, language=value, section=value)
    assert query.search(archive, value, only) == []
    assert query.find(archive, f"lang:{value} السدود", replace(only, since=value, until=value)).total == 0
    assert query.facets(archive, "السدود", only).newspapers == {}


def test_dates_are_years_months_or_days() -> None:
    assert [read_since(value) for value in ("2025", "2025-2", "٢٠٢٥/٠٢/٠٣", "0000", "2025-13", "soon")] == [
        "2025-01-01", "2025-02-01", "2025-02-03", None, None, None,
    ]  # fmt: skip
    assert [read_until(value) for value in ("2025", "2025-12", "2025-12-31", "9999")] == [
        "2026-01-01", "2026-01-01", "2026-01-01", None,
    ]  # fmt: skip
    assert read_query("until:2025 since:x").until == "2026-01-01"


# -- SQL --------------------------------------------------------------------------------------------------------------


def ask(path: Path, sql: str, **values: str) -> query.Table:
    return query.ask_sql(path, sql, values, seconds=10, limit=100)


def test_sql_searches_as_search_does(path: Path) -> None:
    sql = (
        "select id, warraq_snippet(body, :q), warraq_snippet(title, :q, '<b>', '</b>') from articles where id in"
        " (select rowid from articles_search where articles_search match warraq_match(:q)) order by id"
    )
    found = ask(path, sql, q="والسدود -معرض lang:ar")
    assert found.columns[0] == "id"
    assert [row[0] for row in found.rows] == [1, 4]
    assert found.rows[0][2] == "<b>السدود</b> تمتلئ"
    assert ask(path, "select warraq_fold('الأُمّة ٢٠٢٦'), warraq_fold(null), warraq_snippet(null, 'x')").rows == (
        ("الامه 2026", None, None),
    )


@pytest.mark.parametrize(
    "sql",
    [
        "ATTACH '/tmp/other.db' AS other",
        "select load_extension('x')",
        "PRAGMA writable_schema = ON",
        "PRAGMA journal_mode = DELETE",
        "DELETE FROM articles",
        "CREATE TEMP TABLE t (x)",
        "VACUUM INTO '/tmp/copy.db'",
        "select * from nowhere",
        "select 1; select 2",
        "no sql",
        "select :unbound",
        "select zeroblob(1000000000)",
        "",
        "\0",
    ],
)  # fmt: skip
def test_q2_only_reading_is_allowed(path: Path, sql: str) -> None:
    before = path.read_bytes()
    if sql:
        with pytest.raises(InputError, match="SQL"):
            ask(path, sql)
    else:
        assert ask(path, sql).rows == ()
    assert path.read_bytes() == before


def test_pragmas_that_describe_are_allowed(path: Path) -> None:
    assert "body" in {row[1] for row in ask(path, "PRAGMA table_info(articles)").rows}


def test_q3_an_endless_question_is_ended(path: Path) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(QueryTooLong):
        query.ask_sql(path, endless, {}, seconds=0.2, limit=1)


def test_the_sql_command_prints_tables_csv_and_json(path: Path) -> None:
    def run(*words: str) -> str:
        result = CliRunner().invoke(cli, ["sql", "--archive", str(path), *words])
        assert result.exit_code == 0, result.output
        return result.output

    assert run("select id, title from articles where id = 1", "--csv") == "id,title\n1,السدود تمتلئ\n"
    assert json.loads(run("select :a as a, x'00ff' as b", "--set", "a=1=2", "--json")) == {"a": "1=2", "b": "00ff"}
    assert "only the first 2 rows" in run("select id from articles", "--limit", "2")
    assert "السدود" in run("select title, x'00' from articles")
    bad = CliRunner().invoke(cli, ["sql", "--archive", str(path), "drop table articles"])
    assert bad.exit_code == 7
    assert CliRunner().invoke(cli, ["sql", "select 1", "--set", "a"]).exit_code == 2


def test_the_search_command_sorts_counts_and_narrows(path: Path) -> None:
    def run(*words: str) -> str:
        result = CliRunner().invoke(cli, ["search", "--archive", str(path), *words])
        assert result.exit_code == 0, result.output
        return result.output

    assert "1 of 3 that match" in run("السدود", "--limit", "1")
    lines = [json.loads(line) for line in run("السدود", "--sort", "date", "--json").splitlines()]
    assert [line["article_id"] for line in lines] == [1, 2, 4]
    assert '{"facet": "language", "value": "ar", "articles": 3}' in run("السدود", "--facets", "--json")
    assert "Le Matin" in run("lang:fr", "--facets")
    assert "nothing found" in run("السدود", "--section", "nowhere")


async def test_datasette_has_the_functions(path: Path) -> None:
    datasette = Datasette([str(path)])
    sql = "select rowid from articles_search where articles_search match warraq_match(:q) order by rowid"
    answer = await datasette.client.get(
        f"/{path.stem}.json", params={"sql": sql, "q": "والسدود", "_shape": "arrayfirst"}
    )
    assert answer.json() == [1, 2, 4]


def test_an_index_of_before_is_made_anew(tmp_path: Path) -> None:
    place = tmp_path / "archive.db"
    with Archive.open(place, clock=lambda: NOON) as archive:
        store(archive, visit(NEWS[0]))
    with closing(sqlite3.connect(place)) as conn:
        conn.execute("INSERT INTO articles_search (articles_search) VALUES ('delete-all')")
        conn.execute("DELETE FROM search_rules")
        conn.commit()
    with Archive.open(place):
        pass
    with query.open_archive(place) as opened:
        assert ids(opened, "السدود since:2025-12", query.articles_from(newspaper="الأخبار")) == [1]
