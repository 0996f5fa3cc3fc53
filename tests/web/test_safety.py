"""The site on the open internet: SQL only reads, and ends; nothing is given away; public is not the operator."""

from __future__ import annotations

import http.client
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from pipeline.store.schema import TABLES, VIEWS
from pipeline.web.catalogue import PUBLIC
from tests.browsing import served
from tests.web.asking import ask

ENDLESS = "with recursive c(n) as (select 1 union all select n + 1 from c) select count(*) from c"
HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy", "cache-control")
INSIDE = (
    *("/-/databases", "/-/databases.json", "/-/plugins.json?all=1", "/-/versions.json", "/-/settings.json"),
    *("/-/threads.json", "/-/metadata.json", "/-/config.json", "/-/actor.json", "/-/permissions", "/-/allow-debug"),
    *("/-/messages", "/-/patterns", "/-/logout", "/-/auth-token?token=x", "/_memory", "/_internal", "/_internal.json"),
    *("/:memory:", "/archive.db", "/archive/_sqlite_migrations", "/archive/articles_search_data"),
)


@pytest.fixture(scope="module")
def public(archives: dict[str, Path]) -> Iterator[str]:
    with served(archives["full"], is_public=True) as site:
        yield site


def _sql(question: str) -> str:
    return f"/archive?sql={quote(question)}"


@pytest.mark.parametrize(
    "question",
    [
        "select load_extension('x')",
        "select * from pragma_database_list",
        "select writefile('/tmp/x', 'x')",
        "select fts3_tokenizer('simple')",
        "select * from pragma_schema_version(7)",
    ],
)
def test_q2_what_does_more_than_read_is_refused_with_words(sites: dict[str, str], question: str) -> None:
    answer = ask(sites["full"], _sql(question))
    assert answer.status == 400
    if "writefile" not in question and "schema_version" not in question:
        assert "Only reading is allowed" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "attach database 'x.db' as x",
        "pragma writable_schema = 1",
        "delete from articles",
        "with x as (select 1) insert into articles(id) select 1 from x",
        "select 1; drop table articles",
        "vacuum into '/tmp/stolen.db'",
        "create table x (y)",
        "pragma journal_mode = delete",
    ],
)
def test_q2_nothing_writes(sites: dict[str, str], archives: dict[str, Path], question: str) -> None:
    answer = ask(sites["full"], _sql(question))
    assert answer.status == 400
    assert answer.headers["content-type"].startswith("text/html")
    with closing(sqlite3.connect(archives["full"])) as conn:
        assert conn.execute("SELECT count(*) FROM articles").fetchone()[0] == 94


def test_q3_an_endless_question_ends(sites: dict[str, str]) -> None:
    answer = ask(sites["full"], _sql(ENDLESS))
    assert answer.status == 503
    assert "takes too long" in answer.text
    assert ask(sites["full"], "/").status == 200


def test_a_question_that_asks_for_memory_gets_none(sites: dict[str, str]) -> None:
    assert ask(sites["full"], _sql("select length(zeroblob(500000000))")).status == 400


def test_the_search_is_there_in_sql(sites: dict[str, str]) -> None:
    question = "select count(*) from articles_search where articles_search match warraq_match('السدود')"
    answer = ask(sites["full"], f"{_sql(question).replace('archive?', 'archive.json?')}&_shape=arrayfirst")
    assert answer.status == 200
    assert int(answer.text.strip("[]\n")) > 0


@pytest.mark.parametrize("path", INSIDE)
@pytest.mark.parametrize("is_public", [False, True])
def test_the_inside_of_datasette_is_closed(sites: dict[str, str], public: str, path: str, is_public: bool) -> None:
    answer = ask(public if is_public else sites["full"], path)
    assert answer.status in (403, 404)
    assert "Datasette" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/archive/no_such_table",
        "/archive/no_such_table.json",
        "/archive/articles/x~y",
        "/archive/articles?_sort=body",
        "/archive/latest?_next=x",
        "/archive/articles?_timelimit=x",
        _sql("select * from nowhere"),
        _sql(ENDLESS),
        "/article/999999",
        "/-/databases.json",
        "/-/warraq/../newsroom.py",
        "/-/static/%2e%2e/app.py",
    ],
)
def test_no_error_gives_away_a_path_or_a_version(sites: dict[str, str], archives: dict[str, Path], path: str) -> None:
    answer = ask(sites["full"], path)
    assert 400 <= answer.status < 500 or answer.status == 503
    for secret in (str(archives["full"].parent), str(Path.cwd()), "site-packages", "Traceback", "sqlite3."):
        assert secret not in answer.text


@pytest.mark.parametrize("name", sorted({item.name for item in (*TABLES, *VIEWS)} - PUBLIC))
def test_the_operators_tables_are_not_public(public: str, name: str) -> None:
    for path in (f"/archive/{name}", f"/archive/{name}.json", f"/archive/{name}.csv", f"/archive/{name}/1.json"):
        answer = ask(public, path)
        assert answer.status == 403, path


def test_the_list_of_tables_is_that_of_the_public(public: str) -> None:
    told = json.loads(ask(public, "/archive.json?_show_hidden=1").text)
    assert {table["name"] for table in told["tables"]} | {view["name"] for view in told["views"]} == PUBLIC


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_the_news_are_public(public: str, name: str) -> None:
    assert ask(public, f"/archive/{name}").status == 200


@pytest.mark.parametrize(
    "path",
    [
        _sql("select 1"),
        "/archive.json?sql=select+1",
        "/archive.csv?sql=select+1",
        "/archive/articles?_where=1=1",
        "/archive/articles?_through=%7B%22table%22:%22captures%22,%22column%22:%22site%22,%22value%22:%22x%22%7D",
        "/archive/articles.csv?_stream=1",
        "/capture/1",
        "/capture/1/view",
        "/health",
    ],
)
def test_in_public_there_is_no_free_sql_and_no_operators_page(public: str, path: str) -> None:
    assert ask(public, path).status in (400, 403, 404)


def test_in_public_no_page_leads_to_what_is_not_shown(public: str) -> None:
    for path in ("/", "/data", "/archive", "/archive/articles", "/archive/articles/1", "/archive/headlines"):
        text = ask(public, path).text
        for hidden in ("/archive/captures", "/archive/links", "/archive/outcomes", "/capture/", 'href="/health"'):
            assert hidden not in text, (path, hidden)


def test_ready_questions_stay_in_public(public: str) -> None:
    assert ask(public, "/archive/empty_fields.json").status == 200


@pytest.mark.parametrize("path", ["/", "/data", "/health", "/archive", "/archive/articles", "/archive/articles.json"])
def test_head_answers_as_get_without_a_body(sites: dict[str, str], path: str) -> None:
    answer = ask(sites["full"], path, "HEAD")
    assert answer.status == 200
    assert answer.body == b""
    assert answer.headers["content-type"] == ask(sites["full"], path).headers["content-type"]


@pytest.mark.parametrize(
    "path",
    ["/", "/data", "/archive/articles.json", "/archive/articles.csv", "/archive/x", "/-/x", "/-/static/table.js"],
)
def test_every_answer_has_our_headers(sites: dict[str, str], path: str) -> None:
    answer = ask(sites["full"], path)
    assert [name for name in HEADERS if name not in answer.headers] == []


@pytest.mark.parametrize("folder", ["/-/warraq/", "/-/static/", "/-/warraq", "/-/static-plugins/"])
def test_no_folder_is_listed(sites: dict[str, str], folder: str) -> None:
    answer = ask(sites["full"], folder)
    assert answer.status in (302, 403, 404)
    assert "warraq.css" not in answer.text.partition("<body")[2]


def test_files_with_a_version_in_their_address_are_kept_for_ever(sites: dict[str, str]) -> None:
    page = ask(sites["full"], "/").text
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "immutable" in ask(sites["full"], address).headers["cache-control"]
    assert ask(sites["full"], address.replace("/warraq.css", "/none.css")).headers["cache-control"] == "no-cache"
    assert ask(sites["full"], "/-/warraq/warraq.css").headers["cache-control"] == "no-cache"


def test_q8_pages_of_rows_are_bounded(sites: dict[str, str]) -> None:
    assert ask(sites["full"], "/archive/articles.json?_size=max").status == 200
    assert ask(sites["full"], "/archive/articles.json?_size=1001").status == 400
    assert ask(sites["full"], "/archive/articles.json?_size=999999999999999999999").status == 400
    assert ask(sites["full"], "/archive/articles?_facet=a&_facet=b&_facet=c&_facet=d").status == 400


@pytest.mark.parametrize(
    "path", ["//evil.example/", "//evil.example/%2f..", "/\\evil.example/", "/archive//evil.example/"]
)
def test_q8_no_redirect_leads_elsewhere(sites: dict[str, str], path: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(sites["full"]).netloc, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    target = answer.getheader("location") or "/"
    connection.close()
    assert target.startswith("/")
    assert not target.startswith(("//", "/\\"))
