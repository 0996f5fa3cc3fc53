"""The page Data and Datasette's own pages in our frame: descriptions, ready questions, tables, rows, the SQL editor."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from pipeline.store.ready_queries import READY
from pipeline.store.schema import TABLES, VIEWS
from pipeline.web.catalogue import ARCHIVE, PUBLIC, metadata
from pipeline.web.words import LANGUAGES, keys_of
from tests.browsing import needs_chromium, plain
from tests.web.asking import ask


@pytest.fixture
def conn(archives: dict[str, Path]) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{archives['full']}?mode=ro", uri=True)) as opened:
        yield opened


def test_every_table_and_column_is_described(sites: dict[str, str]) -> None:
    page = ask(sites["full"], "/data").text
    for item in (*TABLES, *VIEWS):
        assert f'href="/archive/{item.name}"' in page
    told = metadata()["databases"][ARCHIVE]["tables"]
    assert all(told[item.name]["columns"].keys() == {c.name for c in item.columns} for item in (*TABLES, *VIEWS))


def test_what_is_public_exists() -> None:
    assert {item.name for item in (*TABLES, *VIEWS)} > PUBLIC


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_ready_question_has_its_words(language: str) -> None:
    wanted = {f"query-{query.name}{part}" for query in READY for part in ("", "-about")}
    assert wanted <= keys_of(language)


@pytest.mark.parametrize("name", [query.name for query in READY])
@pytest.mark.parametrize("archive", ["full", "empty", "hostile"])
def test_ready_questions_are_answered(sites: dict[str, str], archive: str, name: str) -> None:
    answer = ask(sites[archive], f"/archive/{name}.json?_shape=array&words={quote('السدود')}&since=&until=&hours=")
    assert answer.status == 200
    assert isinstance(json.loads(answer.text), list)


def test_the_ready_questions_find_what_there_is(sites: dict[str, str]) -> None:
    def rows(name: str, more: str = "") -> list[dict[str, object]]:
        found = json.loads(ask(sites["full"], f"/archive/{name}.json?_shape=array{more}").text)
        assert isinstance(found, list)
        return found

    assert sum(int(str(row["articles"])) for row in rows("per_week", "&since=&until=")) == 94
    assert rows("per_week", "&since=2030-01-01&until=") == []
    assert [row["copies_by_others"] for row in rows("first_publishers")]
    assert {row["without_author"] for row in rows("empty_fields")} != {0}
    assert len(rows("duplicates")) >= 2
    assert rows("words", f"&words={quote('السدود')}")


@pytest.mark.parametrize(
    ("table", "told"), [(t, m) for t, m in metadata()["databases"][ARCHIVE]["tables"].items() if "sort_desc" in m]
)
def test_large_tables_are_sorted_by_an_index(conn: sqlite3.Connection, table: str, told: dict[str, str]) -> None:
    if "sortable_columns" not in told:
        return  # small whatever the archive's size
    for column in {told["sort_desc"], *told["sortable_columns"]}:
        for order in ("", " DESC"):
            question = f'SELECT * FROM {table} ORDER BY "{column}"{order} LIMIT 51'  # noqa: S608 names of ours
            plan = conn.execute(f"EXPLAIN QUERY PLAN {question}")
            assert "TEMP B-TREE" not in " ".join(row[3] for row in plan), (table, column)


def test_cells_lead_to_our_pages_and_labels_stand_for_rows(sites: dict[str, str]) -> None:
    page = ask(sites["full"], "/archive/versions").text
    assert 'href="/article/94"' in page
    assert "الحكومة ترفع أجور" in page
    assert 'dir="auto"' in page


def test_a_hostile_archive_stays_text(sites: dict[str, str]) -> None:
    for path in ("/archive/articles", "/archive/articles/1", "/archive/headlines", "/archive/latest", "/archive/edits"):
        page = ask(sites["hostile"], path).text
        main = page.partition("<main")[2].partition("</main>")[0]
        assert "<script>" not in main
        assert "<img" not in main
        assert 'href="javascript:' not in page
        assert 'href="data:' not in page


def test_a_long_text_is_cut_in_tables_and_whole_in_its_row(sites: dict[str, str]) -> None:
    assert "ش" * 300 not in ask(sites["hostile"], "/archive/articles").text
    assert "ش" * 9000 in ask(sites["hostile"], "/archive/articles/4").text


@needs_chromium
def test_the_sql_editor_works_without_anything_inline(page: Page, sites: dict[str, str]) -> None:
    page.goto(sites["full"] + "/archive?sql=" + quote("select id,title from articles"))  # noqa: S608
    page.wait_for_selector(".CodeMirror")
    page.click("#sql-format")
    assert page.locator(".CodeMirror-line").count() > 2
    page.click(".sql button.main")
    page.wait_for_selector(".rows-and-columns")
    assert "94 rows" in plain(page.inner_text("main"))


@needs_chromium
def test_the_data_page_asks_sql_without_a_script(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/data")
    page.fill("#sql-text", "select count(*) as counted from articles")
    page.click(".sql button.main")
    assert "counted" in page.inner_text("main")


@needs_chromium
def test_the_menu_of_a_column_sorts_and_filters(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/archive/articles")
    page.locator("th[data-column=published] svg").click()
    page.click(".dropdown-sort-asc")
    assert "_sort=published" in page.url
    page.select_option("select[name=_filter_column]", "language")
    page.fill("input[name=_filter_value]", "fr")
    page.click(".row-filters button")
    assert "language" in page.url
    assert "30 rows" in plain(page.inner_text("main"))


@needs_chromium
def test_facets_count_and_narrow(page: Page, sites: dict[str, str]) -> None:
    page.goto(f"{sites['full']}/archive/articles?_facet=newspaper")
    page.click(".facet-info a:has-text('Dunes')")
    assert "31 rows" in plain(page.inner_text("main"))


@needs_chromium
def test_datasettes_pages_stand_in_our_frame(page: Page, sites: dict[str, str]) -> None:
    page.context.add_cookies([{"name": "warraq_lang", "value": "ar", "url": sites["full"]}])
    for path in ("/archive", "/archive/articles", "/archive/articles/1", "/archive/per_week"):
        page.goto(sites["full"] + path)
        assert page.get_attribute("html", "dir") == "rtl"
        assert page.locator(".site-header").count() == 1
