"""Finds articles by the full-text index, in bounded time however many match.

The index holds newspaper, section, language and date as words of their own (`search_index`), so a search never looks at
the rows of articles that do not match. Of very many that match, the newest are looked at.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from pipeline.store import summaries
from pipeline.store.beginnings import spell_out
from pipeline.store.codec import to_text
from pipeline.store.reading import LINE, ArticleLine, Filter, conditions
from pipeline.store.search_index import facet, periods
from pipeline.store.wording import Query

Sort = Literal["relevance", "date"]
Place = tuple[str, int]

MOST_COUNTED: Final = 5_000
"""Articles that are looked at of those that match, the newest; of more it is only known that there are more."""

MOST_WEIGHED: Final = 10_000
"""Articles that may hold what bm25 weighs: it reads every one of them, at 1 to 2 µs, whatever else is asked for."""

MOST_SORTED: Final = 1_000
"""Articles whose dates are looked up to sort them, at 3 µs each; of more, the newest days are asked for."""

_SAMPLE: Final = 10_000
"""Articles, the newest, in which it is counted how common a word is."""

_WEIGHTS: Final = "1.0, 10.0, 4.0, 4.0, 0.0"
"""bm25 weights of body, title, newspaper, author and facets."""

_END: Final = "\U0010ffff"
"""Sorts after every date."""

LAST: Final = 2**63 - 1
"""The highest number an article can have."""

_NEWEST: Final = "SELECT rowid FROM articles_search WHERE articles_search MATCH ? ORDER BY rowid DESC LIMIT ?"
_OF_IDS: Final = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Match:
    """An article that a search found. A lower `score` is better (FTS5's bm25); 0.0 where nothing was weighed."""

    line: ArticleLine
    body: str
    score: float


@dataclass(frozen=True, slots=True)
class Cut:
    """Which of the matches to give: `limit` of them, after the first `skip`, or by date those after a place.

    A place is the date (empty when it is not known) and the number of the article before; it costs no more the deeper
    it is, whereas `skip` reads what it skips.
    """

    limit: int
    skip: int = 0
    after: Place | None = None

    @property
    def reach(self) -> int:
        """How many of the matches are put in order."""
        return max(self.limit, 0) + max(self.skip, 0)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the best matches, and how many there are in all. `is_more`: `total` is only the least."""

    matches: tuple[Match, ...]
    total: int
    is_more: bool


@dataclass(frozen=True, slots=True)
class Facets:
    """How many of the articles that match are of each newspaper, language, year and day (None: not known), most first.

    Of `days`, an article of which only the year or month is known counts for `2025` or `2025-12`.
    """

    newspapers: Mapping[str | None, int]
    languages: Mapping[str | None, int]
    years: Mapping[str | None, int]
    days: Mapping[str | None, int]
    is_more: bool


def search(conn: sqlite3.Connection, wanted: Query, only: Filter, sort: Sort, limit: int | Cut) -> Found:
    """The `limit` best articles; the newest when nothing is wanted, or when that is asked for.

    Best is what bm25 says, the title ahead. Words that are in a large part of the archive say nothing and are not
    weighed. If more match than are counted, those with the words in their title come first, the newest before others.
    """
    return _find(conn, _begin(conn, wanted, only), sort, limit if isinstance(limit, Cut) else Cut(limit))


def facets(conn: sqlite3.Connection, wanted: Query, only: Filter) -> Facets:
    """What the articles that match are of; of more than are counted, the newest."""
    return _count(conn, _begin(conn, wanted, only))


def look(conn: sqlite3.Connection, wanted: Query, only: Filter, sort: Sort, cut: Cut) -> tuple[Found, Facets]:
    """What `search` and `facets` give, for less than both."""
    begun = _begin(conn, wanted, only)
    return _find(conn, begun, sort, cut), _count(conn, begun)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A search with the newest articles that match; one more than are counted when there are more.

    `spelled` is what is wanted with words for beginnings of words.
    """

    wanted: Query
    spelled: Query
    only: Filter
    expression: str
    ids: list[int]


def _begin(conn: sqlite3.Connection, wanted: Query, only: Filter) -> _Begun:
    only = narrow(only, wanted)
    spelled, is_whole = spell_out(conn, wanted)
    expression = to_expression(conn, spelled, only)
    if expression:
        ids = _candidates(conn, expression, only)
        if not is_whole and len(ids) <= MOST_COUNTED:  # few: the rarer words that begin so may be in others
            spelled, expression = wanted, to_expression(conn, wanted, only)
            ids = _candidates(conn, expression, only)
    else:
        newest = conn.execute("SELECT id FROM articles ORDER BY id DESC LIMIT ?", (MOST_COUNTED + 1,))
        ids = without(conn, wanted.exclude, [row[0] for row in newest])
    return _Begun(wanted, spelled, only, expression, ids)


def _find(conn: sqlite3.Connection, begun: _Begun, sort: Sort, cut: Cut) -> Found:
    wanted, expression, ids = begun.wanted, begun.expression, begun.ids
    if not expression:
        return _all(conn, wanted, cut)
    is_more = len(ids) > MOST_COUNTED
    scores: Mapping[int, float] = {}
    if sort == "date" or not wanted.groups:
        walks = is_more or len(ids) > MOST_SORTED
        best = _newest(conn, expression, begun.only, cut) if walks else _by_date(conn, ids, cut)
    else:
        scores = {} if is_more else _weigh(conn, begun)
        best = _by_score(ids, scores, cut) if scores else _title_first(conn, begun, cut.reach)
    shown = best[max(cut.skip, 0) : cut.reach]
    return Found(_read(conn, shown, scores), min(len(ids), MOST_COUNTED), is_more)


def _count(conn: sqlite3.Connection, begun: _Begun) -> Facets:
    query = f"SELECT newspaper, language, substr(published, 1, 10) FROM articles WHERE id {_OF_IDS}"  # noqa: S608 own
    rows = conn.execute(query, (json.dumps(begun.ids[:MOST_COUNTED]),)).fetchall()
    newspapers, languages, days = (Counter(row[place] for row in rows) for place in range(3))
    years: Counter[str | None] = Counter()
    for day, count in days.items():
        years[day and day[:4]] += count
    counted = [dict(counts.most_common()) for counts in (newspapers, languages, years, days)]
    total = len(begun.ids) if begun.expression else summaries.count_articles(conn)
    return Facets(counted[0], counted[1], counted[2], counted[3], total > MOST_COUNTED)


def narrow(only: Filter, wanted: Query) -> Filter:
    """The articles that both a filter and a query's own filters let pass."""
    sinces = [to_text(since) for since in (only.since, wanted.since) if since is not None]
    untils = [to_text(until) for until in (only.until, wanted.until) if until is not None]
    return replace(
        only,
        language=wanted.language if only.language is None else only.language,
        section=wanted.section if only.section is None else only.section,
        since=max(sinces, default=None),
        until=min(untils, default=None),
    )


# -- the expression ---------------------------------------------------------------------------------------------------


def to_expression(conn: sqlite3.Connection, wanted: Query, only: Filter) -> str:
    """What is wanted and where, for MATCH; empty when that is everything, or everything but some words."""
    parts = [f"({wanted.match})"] if wanted.groups else []
    parts += [
        f'"{facet(name, value)}"'
        for name, value in (
            ("newspaper", only.newspaper),
            ("language", only.language),
            ("section", only.section),
        )
        if value is not None
    ]
    if only.since is not None or only.until is not None:
        parts.append(_within(conn, only.since, only.until))
    expression = " AND ".join(parts)
    return f"({expression}) NOT ({wanted.exclude})" if expression and wanted.exclude else expression


def _within(conn: sqlite3.Connection, since: str | None, until: str | None) -> str:
    """The years, months and days that cover a span of time and have articles; days at both ends are whole."""
    first = (since or "")[:10]
    last = _END if until is None else until
    found = [periods(period)[-1] for period in _cover(conn, first, last)]
    return f"({' OR '.join(map(_quoted, found))})" if found else _quoted(periods("0000")[-1])


def _cover(conn: sqlite3.Connection, first: str, last: str) -> Iterator[str]:
    """The fewest periods that hold every date from `first` up to, not including, `last`; the newest first."""
    upper = last
    while (latest := _latest(conn, upper, first)) is not None:
        for length in (4, 7, 10):
            period = latest[:length]
            is_whole = first <= f"{period}-01-01"[:10] and period + "~" <= last
            if is_whole or length == 10:
                yield period
                upper = period
                break


def _latest(conn: sqlite3.Connection, before: str, since: str = "") -> str | None:
    row = conn.execute("SELECT max(published) FROM articles WHERE published < ? AND published >= ?", (before, since))
    latest: str | None = row.fetchone()[0]
    return latest


def _quoted(word: str) -> str:
    return f'"{word}"'


# -- what matches -----------------------------------------------------------------------------------------------------


def _candidates(conn: sqlite3.Connection, expression: str, only: Filter) -> list[int]:
    """The numbers of the newest articles that match, one more than are counted."""
    ids = [row[0] for row in conn.execute(_NEWEST, (expression, MOST_COUNTED + 1))]
    if not ids or max(len(only.since or ""), len(only.until or "")) <= 10:
        return ids
    where, values = conditions(conn, Filter(since=only.since, until=only.until))
    query = f"SELECT a.id FROM articles AS a WHERE a.id {_OF_IDS} {where} ORDER BY a.id DESC"  # noqa: S608 own text
    return [row[0] for row in conn.execute(query, (json.dumps(ids), *values))]


def _all(conn: sqlite3.Connection, wanted: Query, cut: Cut) -> Found:
    """The newest of all articles, or of all that do not hold some words; of those the newest are looked through."""
    ids = without(conn, wanted.exclude, _newest_of_all(conn, cut, MOST_COUNTED if wanted.exclude else cut.reach + 1))
    total = summaries.count_articles(conn)
    is_uncounted = bool(wanted.exclude) and total > MOST_COUNTED
    shown = ids[max(cut.skip, 0) : cut.reach]
    return Found(_read(conn, shown, {}), len(ids) if wanted.exclude else total, is_uncounted)


def _newest_of_all(conn: sqlite3.Connection, cut: Cut, limit: int) -> list[int]:
    """The newest articles after a place, those without a date last."""
    published, article_id = cut.after or (_END, 0)
    dated = "published IS NOT NULL AND (published, id) < (?, ?) ORDER BY published DESC, id DESC"
    undated = "published IS NULL AND id < ? ORDER BY id DESC"
    ids: list[int] = []
    if published:
        query = f"SELECT id FROM articles WHERE {dated} LIMIT ?"  # noqa: S608 own text
        ids = [row[0] for row in conn.execute(query, (published, article_id, limit))]
    if len(ids) < limit:
        query = f"SELECT id FROM articles WHERE {undated} LIMIT ?"  # noqa: S608 own text
        last = LAST if published else article_id
        ids += [row[0] for row in conn.execute(query, (last, limit - len(ids)))]
    return ids


def without(conn: sqlite3.Connection, exclude: str, ids: list[int]) -> list[int]:
    """The numbers of articles that do not match."""
    if not exclude or not ids:
        return ids
    query = "SELECT rowid FROM articles_search WHERE articles_search MATCH ? AND rowid BETWEEN ? AND ?"
    unwanted = {row[0] for row in conn.execute(query, (exclude, min(ids), max(ids)))}
    return [one for one in ids if one not in unwanted]


# -- by date ----------------------------------------------------------------------------------------------------------


def _by_date(conn: sqlite3.Connection, ids: Sequence[int], cut: Cut) -> list[int]:
    query = (
        f"SELECT id FROM articles WHERE id {_OF_IDS} AND (coalesce(published, ''), id) < (?, ?)"  # noqa: S608 own text
        " ORDER BY published DESC, id DESC LIMIT ?"
    )
    return [row[0] for row in conn.execute(query, (json.dumps(ids), *(cut.after or (_END, 0)), cut.reach))]


def _newest(conn: sqlite3.Connection, expression: str, only: Filter, cut: Cut) -> list[int]:
    """The newest of very many that match: day by day, past years and months that have none."""
    place, found, known = cut.after or (_END, 0), list[int](), set[str]()
    lower, upper = only.since or "", min(only.until or _END, f"{place[0]}!")
    query = (
        "SELECT a.id FROM articles_search JOIN articles AS a ON a.id = articles_search.rowid"
        " WHERE articles_search MATCH ? AND a.published >= ? AND a.published < ? AND (a.published, a.id) < (?, ?)"
        " ORDER BY a.published DESC, a.id DESC LIMIT ?"
    )
    while place[0] and len(found) < cut.reach and (latest := _latest(conn, upper, lower)) is not None:
        on_day = f'({expression}) AND "{periods(latest)[-1]}"'
        values = (on_day, max(latest[:10], lower), upper, *place, cut.reach - len(found))
        rows = conn.execute(query, values).fetchall()
        found += [row[0] for row in rows]
        upper = latest[:10] if rows else _start_of_empty(conn, expression, latest, known)
    undated = (
        "SELECT rowid FROM articles_search WHERE articles_search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
    )
    rest = (f'({expression}) AND "{periods(None)[0]}"', LAST if place[0] else place[1], cut.reach - len(found))
    return found + [row[0] for row in conn.execute(undated, rest)]


def _start_of_empty(conn: sqlite3.Connection, expression: str, latest: str, known: set[str]) -> str:
    """Of a day without a match, the beginning: of its year or month when nothing there matches; `known` have some."""
    for word, length in zip(periods(latest)[:-1], (4, 7), strict=False):
        if word in known:
            continue
        if not _is_any(conn, expression, word):
            return latest[:length]
        known.add(word)
    return latest[:10]


def _is_any(conn: sqlite3.Connection, expression: str, word: str) -> bool:
    return conn.execute(_NEWEST, (f'({expression}) AND "{word}"', 1)).fetchone() is not None


# -- by relevance -----------------------------------------------------------------------------------------------------


def _weigh(conn: sqlite3.Connection, begun: _Begun) -> dict[int, float]:
    """bm25 of those that match, by the words that tell articles apart; empty when none does."""
    ids, groups = begun.ids, zip(begun.wanted.groups, begun.spelled.groups, strict=True)
    telling = [group for group, spelled in groups if _is_telling(conn, spelled)]
    if not telling or not ids:
        return {}
    rows = conn.execute(
        f"SELECT rowid, bm25(articles_search, {_WEIGHTS}) FROM articles_search"  # noqa: S608 own text
        " WHERE articles_search MATCH ? AND rowid >= ?",
        (" AND ".join(telling), ids[-1]),
    )
    matching = set(ids)
    return {row[0]: row[1] for row in rows if row[0] in matching}


def _by_score(ids: Iterable[int], scores: Mapping[int, float], cut: Cut) -> list[int]:
    return sorted(ids, key=lambda one: (scores.get(one, 0.0), -one))[: cut.reach]


def _is_telling(conn: sqlite3.Connection, group: str) -> bool:
    """Whether few enough articles hold a part of a query, by how many of the newest do."""
    last = conn.execute("SELECT max(id) FROM articles").fetchone()[0] or 0
    if last <= MOST_WEIGHED:
        return True
    query = "SELECT count(*) FROM articles_search WHERE articles_search MATCH ? AND rowid > ?"
    sampled = conn.execute(query, (group, last - _SAMPLE)).fetchone()[0]
    return bool(sampled * last / _SAMPLE <= MOST_WEIGHED)


def _title_first(conn: sqlite3.Connection, begun: _Begun, limit: int) -> list[int]:
    """Those that match with the words in their title, the newest first, and then the others."""
    in_title = replace(begun.spelled, groups=(f"title : ({begun.spelled.match})",))
    expression = to_expression(conn, in_title, begun.only)
    query = "SELECT rowid FROM articles_search WHERE articles_search MATCH ? AND rowid >= ? ORDER BY rowid DESC LIMIT ?"
    first = [row[0] for row in conn.execute(query, (expression, begun.ids[-1], limit))] if begun.ids else []
    return list(dict.fromkeys([*first, *begun.ids[: limit + len(first)]]))[:limit]


def _read(conn: sqlite3.Connection, ids: Iterable[int], scores: Mapping[int, float]) -> tuple[Match, ...]:
    wanted = list(ids)
    query = f"SELECT {LINE}, a.body FROM articles AS a WHERE a.id {_OF_IDS}"  # noqa: S608 own column names
    rows: dict[int, Any] = {row[0]: row for row in conn.execute(query, (json.dumps(wanted),))}
    return tuple(
        Match(ArticleLine(*rows[one][:-1]), rows[one][-1], scores.get(one, 0.0)) for one in wanted if one in rows
    )
