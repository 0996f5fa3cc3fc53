"""Every link of every archive is followed, and the addresses are asked for nonsense: never a 500, no dead link."""

from __future__ import annotations

import re
from collections import deque
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.crawl import links_of
from pipeline.store.ready_queries import READY
from pipeline.store.schema import TABLES, VIEWS
from tests.browsing import served
from tests.web.asking import ask
from tests.web.conftest import FILLS

MOST = 150
"""Pages of one archive that are fetched."""
PER_KIND = 6
"""Addresses that differ in their numbers and parameters only, of which so many are fetched."""
_CHANGING = re.compile(r"(?<=/)[0-9]+|=[^&]*|(?<=/newspaper/).*")

NAMES = [*(item.name for item in (*TABLES, *VIEWS)), *(query.name for query in READY), "articles_search_data", "x"]
COLUMNS = [*sorted({column.name for item in (*TABLES, *VIEWS) for column in item.columns}), "rowid", "", "no_such"]
PARAMETERS = [
    *("_sort", "_sort_desc", "_size", "_next", "_facet", "_facet_date", "_facet_array", "_facet_size", "_col"),
    *("_nocol", "_search", "_where", "_through", "_shape", "_json", "_labels", "_label", "_ttl", "_timelimit"),
    *("_nl", "_stream", "_dl", "_trace", "_extras", "_blob_column", "_blob_hash", "_filter_column", "_filter_op"),
    *("_filter_value", "_sort_by_desc", "_show_sql", "_hide_sql", "_nocount", "_shape", "sql", "q", "since", "until"),
    *("newspaper", "language", "section", "site", "at", "sort", "page", "before", "id", "new", "old", "raw", "lang"),
]
VALUES = st.one_of(
    st.sampled_from(["", "1", "-1", "0", "max", "x", "999999999999999999999", "1e9", "$null", "%00", "\x00", "arrays"]),
    st.sampled_from(["array", "object", "objects", "arrayfirst", "on", "off", "2025-12-11"]),
    st.sampled_from(["{}", '{"table":"x"}', "[", "~", "a,b,c"]),
    st.sampled_from(COLUMNS),
    st.sampled_from(["select 1", "select * from articles", "select :x", "select", "select x'00'"]),
    st.sampled_from(["'", '"', "select 1;select 2"]),
    st.text(max_size=12),
)  # fmt: skip
OPERATORS = ["exact", "not", "contains", "gt", "lte", "like", "glob", "in", "arraycontains", "date", "isnull", "zzz"]
OURS = ["", "search", "ticker", "stories", "newspapers", "health", "data", "ticker/now", "article", "-/preferences"]
NUMBERED = ["article/{}", "article/{}.json", "article/{}/versions", "article/{}/diff", "story/{}", "headline/{}"]
NUMBERED += ["capture/{}", "capture/{}/view"]


def _kind(address: str) -> str:
    return _CHANGING.sub("#", address)


def _crawl(site: str) -> tuple[set[str], list[str]]:
    """The addresses that were asked for, and those that failed with the page that led there."""
    waiting, seen, kinds, dead = deque([(f"{site}/", "")]), {f"{site}/"}, dict[str, int](), list[str]()
    asked = set[str]()
    while waiting and len(asked) < MOST:
        address, found_on = waiting.popleft()
        asked.add(address)
        answer = ask(site, address.removeprefix(site))
        if answer.status >= 400 and not (answer.status == 503 and "archive" in address):
            dead.append(f"{answer.status} {address} on {found_on}")
        for link in links_of(answer, address):
            if link not in seen and urlsplit(link).netloc == urlsplit(site).netloc:
                seen.add(link)
                kinds[_kind(link)] = kinds.get(_kind(link), 0) + 1
                if kinds[_kind(link)] <= PER_KIND:
                    waiting.append((link, address))
    return asked, dead


@pytest.mark.parametrize("name", FILLS)
def test_no_link_is_dead(sites: dict[str, str], name: str) -> None:
    asked, dead = _crawl(sites[name])
    assert dead == []
    assert len(asked) > 60


def test_no_link_is_dead_in_public(archives: dict[str, Path]) -> None:
    with served(archives["full"], is_public=True) as site:
        asked, dead = _crawl(site)
    assert dead == []
    assert len(asked) > 60


def _query(given: list[tuple[str, str]]) -> str:
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in given)


_GIVEN = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(PARAMETERS), VALUES),
        st.tuples(st.builds("{}__{}".format, st.sampled_from(COLUMNS), st.sampled_from(OPERATORS)), VALUES),
        st.tuples(st.sampled_from(COLUMNS), VALUES),
    ),
    max_size=4,
)
_IN_ARCHIVE = st.builds(
    "/archive/{}{}{}".format,
    st.sampled_from(NAMES),
    st.sampled_from(["", "", "", "/1", "/x", "/1,2", "/~", "/-1"]),
    st.sampled_from(["", ".json", ".json", ".csv", ".blob", ".jsono", ".zzz"]),
)
_OF_OURS = st.one_of(
    st.sampled_from([f"/{name}" for name in OURS]),
    st.builds(
        lambda form, number: f"/{form}".format(number),
        st.sampled_from(NUMBERED),
        st.sampled_from([0, 1, 2, 91, 10**17, "x", "-1", "٣"]),
    ).map(quote),
    st.text(max_size=20).map(lambda name: f"/newspaper/{quote(name, safe='')}"),
    st.text(max_size=20).map(lambda name: f"/{quote(name, safe='/')}"),
)
_PATHS = st.one_of(_IN_ARCHIVE, _IN_ARCHIVE, _OF_OURS, st.sampled_from(["/archive", "/archive.json", "/archive.csv"]))


# Datasette leaves a coroutine behind, never awaited, when a question to a table fails half-way.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore:coroutine:RuntimeWarning")
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(path=_PATHS, asked=_GIVEN)
@pytest.mark.parametrize("name", ["full", "hostile"])
def test_q8_no_question_whatever_breaks_the_site(
    sites: dict[str, str], name: str, path: str, asked: list[tuple[str, str]]
) -> None:
    answer = ask(sites[name], f"{path}?{_query(asked)}")
    assert answer.status < 500 or answer.status == 503, (path, asked)
    for header in ("content-security-policy", "x-content-type-options", "referrer-policy"):
        assert header in answer.headers
    assert b"site-packages" not in answer.body
    assert b"Traceback" not in answer.body
