"""The ticker over time: what stood where and how long, what it was reworded to, what became of it, what vanished."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from pipeline import query, ticker_history
from pipeline.cli import cli
from pipeline.errors import InputError
from pipeline.models import Attempt, Headline, HeadlineKind, Link
from pipeline.store import Archive, Reader, files, migrations
from pipeline.ticker_history import HeadlineLine, Timeline
from tests.archiving import NOON, article, rows, store, url_of, visit

FLOOD = "السيول تجرف ثلاثة منازل في ضواحي المدينة القديمة"
FLOOD_LATER = "السيول تجرف سبعة منازل في ضواحي المدينة القديمة وتعزل قريتين"
MATCH = "المنتخب يتأهل إلى نصف النهائي بعد مباراة مثيرة"
RATES = "البنك المركزي يبقي سعر الفائدة الرئيسي دون تغيير"
FAIR = "افتتاح معرض الكتاب بحضور ناشرين من عشرين بلدا"


def at(hour: float) -> datetime:
    return NOON + timedelta(hours=hour)


def line(text: str, number: int | None = None, position: int = 0, kind: HeadlineKind = "ticker") -> Headline:
    return Headline(text, None if number is None else url_of(number), position, kind)


def look(hour: float, *lines: str | tuple[str, int], kind: HeadlineKind = "ticker", page: int = 500) -> Attempt:
    """The front page at an hour after noon with these headlines; those with a number lead to that article."""
    ticker = tuple(
        line(one, None, place, kind) if isinstance(one, str) else line(*one, place, kind)
        for place, one in enumerate(lines)
    )
    return visit(None, at=at(hour), ticker=ticker, url=url_of(page))


class Newsstand:
    """An archive that attempts are stored in, and that is asked afterwards."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, *attempts: Attempt) -> Newsstand:
        with Archive.open(self.path) as archive:
            store(archive, *attempts)
        return self

    def headlines(self, **only: Any) -> list[HeadlineLine]:
        with query.open_archive(self.path) as opened:
            return ticker_history.headlines(opened, ticker_history.headlines_from(**only))

    def texts(self, **only: Any) -> list[str]:
        return [found.text for found in self.headlines(**only)]

    def headline(self, text: str) -> HeadlineLine:
        return next(found for found in self.headlines() if found.text == text)

    def timeline(self, wanted: str | int) -> Timeline:
        with query.open_archive(self.path) as opened:
            return ticker_history.timeline(opened, wanted)


@pytest.fixture
def stand(tmp_path: Path) -> Newsstand:
    return Newsstand(tmp_path / "archive.db")


def stamp(hour: float) -> str:
    return f"{at(hour):%Y-%m-%dT%H:%M:%SZ}"


# When it was on show.


def test_a_headline_is_gone_at_the_first_later_look_that_does_not_find_it(stand: Newsstand) -> None:
    stand.keep(look(0, MATCH, RATES), look(1, RATES), look(2, RATES))
    assert stand.headline(MATCH).gone_at == stamp(1)
    assert stand.headline(RATES).gone_at is None


def test_what_nobody_looked_at_again_is_not_gone(stand: Newsstand) -> None:
    other_site = replace(look(3, FAIR), link=Link(url_of(500), "feed", site="other"))
    stand.keep(look(0, MATCH), other_site, look(0.5))
    assert stand.headline(MATCH).gone_at is None
    assert stand.texts(vanished=True) == []


def test_a_headline_that_comes_back_is_on_show_again(stand: Newsstand) -> None:
    stand.keep(look(0, MATCH, RATES), look(1, RATES), look(2, RATES, MATCH))
    assert stand.headline(MATCH).gone_at is None
    told = stand.timeline(MATCH)
    assert [(stay.position, stay.looks) for stay in told.stays] == [(0, 1), (None, 1), (1, 1)]
    assert [gap.first for gap in told.gaps] == [stamp(1)]
    assert told.shown == timedelta(0)  # from noon to two, and missing from noon to two


def test_ranks_are_told_look_by_look(stand: Newsstand) -> None:
    stand.keep(look(0, MATCH), look(1, RATES, MATCH), look(2, RATES, MATCH), look(3, FAIR, RATES, MATCH), look(4, FAIR))
    told = stand.timeline(MATCH)
    assert [(stay.position, stay.first, stay.last, stay.looks) for stay in told.stays] == [
        (0, stamp(0), stamp(0), 1),
        (1, stamp(1), stamp(2), 2),
        (2, stamp(3), stamp(3), 1),
        (None, stamp(4), stamp(4), 1),
    ]
    assert (told.shown, told.gone_at, told.looked_until) == (timedelta(hours=3), stamp(4), stamp(4))


LOOKS = (
    look(0, MATCH, RATES),
    look(0.5, FAIR, RATES),
    look(1, FAIR, (FLOOD, 7)),
    look(1.5, (FLOOD_LATER, 7), RATES),
    look(2, (FLOOD_LATER, 7)),
)


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 0, 4, 1, 3), (1, 4, 0, 3, 2)])
def test_captures_that_come_in_any_order_tell_the_same(stand: Newsstand, order: tuple[int, ...]) -> None:
    stand.keep(*(LOOKS[number] for number in order))
    told = {
        found.text: (found.first_seen, found.last_seen, found.gone_at, found.wordings) for found in stand.headlines()
    }
    assert told == {
        MATCH: (stamp(0), stamp(0), stamp(0.5), 1),
        RATES: (stamp(0), stamp(1.5), stamp(2), 1),
        FAIR: (stamp(0.5), stamp(1), stamp(1.5), 1),
        FLOOD: (stamp(1), stamp(1), stamp(1.5), 2),
        FLOOD_LATER: (stamp(1.5), stamp(2), None, 2),
    }


OWN_PAGE = (
    look(0, (MATCH, 7), RATES),
    look(1, RATES, FAIR, page=7),  # the match's own page, whose reader leaves it out of the bar
    look(2, (MATCH, 7), FAIR),
    look(3, FAIR, page=7),
    look(4, RATES, FAIR),
)


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (3, 1, 4, 2, 0), (0, 3, 4, 2, 1), (1, 4, 0, 2, 3)])
def test_a_headlines_own_page_is_no_look_at_it(stand: Newsstand, order: tuple[int, ...]) -> None:
    stand.keep(*(OWN_PAGE[number] for number in order))
    told = {found.text: found.gone_at for found in stand.headlines()}
    assert told == {MATCH: stamp(4), RATES: None, FAIR: None}
    timeline = stand.timeline(MATCH)
    assert [(stay.position, stay.first, stay.last) for stay in timeline.stays] == [
        (0, stamp(0), stamp(2)),
        (None, stamp(4), stamp(4)),
    ]
    assert timeline.gaps == ()


def test_a_headline_that_its_own_page_shows_too_is_seen_there(stand: Newsstand) -> None:
    stand.keep(look(0, (MATCH, 7), RATES), look(1, (MATCH, 7), RATES, page=7), look(2, RATES))
    assert [(stay.position, stay.looks) for stay in stand.timeline(MATCH).stays] == [(0, 2), (None, 1)]


def test_each_language_of_a_site_is_a_ticker_of_its_own(stand: Newsstand) -> None:
    french = "Les barrages se remplissent dans le nord du pays après la pluie"
    stand.keep(look(0, MATCH, RATES), look(0.2, french), look(0.4, french))
    assert stand.headline(MATCH).gone_at is None
    stand.keep(look(0.6, RATES))
    assert stand.texts(vanished=True) == [MATCH]
    assert stand.headline(french).gone_at is None


# Vanished.


def test_vanished_is_gone_within_an_hour_of_appearing(stand: Newsstand) -> None:
    stand.keep(look(0, MATCH, RATES), look(0.9, RATES, FAIR), look(2, FAIR), look(3.5, RATES))
    assert stand.texts(vanished=True) == [MATCH]  # FAIR may have stood for two hours and a half
    assert rows(stand.path, "SELECT text FROM headlines_vanished") == [(MATCH,)]


def test_a_reworded_headline_has_not_vanished(stand: Newsstand) -> None:
    stand.keep(look(0, FLOOD, RATES), look(0.3, FLOOD_LATER, RATES))
    assert stand.texts(vanished=True) == []


def test_f13_a_ticker_that_is_suddenly_empty_deletes_nothing(stand: Newsstand) -> None:
    stand.keep(look(0, MATCH, RATES), look(0.1), look(0.2), visit(None, at=at(0.3), url=url_of(501)))
    assert [found.gone_at for found in stand.headlines()] == [None, None]
    with query.open_archive(stand.path) as opened:
        (view,) = query.ticker(opened)
    assert [shown.text for shown in view.headlines] == [MATCH, RATES]


def test_a_list_of_latest_news_is_that_of_its_page(stand: Newsstand) -> None:
    sports = look(0.2, FAIR, kind="latest", page=600)
    stand.keep(look(0, MATCH, RATES, kind="latest"), sports, look(0.4, RATES, kind="latest"))
    gone = {found.text: found.gone_at for found in stand.headlines(kind="latest")}
    assert gone == {MATCH: stamp(0.4), RATES: None, FAIR: None}
    assert [stay.position for stay in stand.timeline(MATCH).stays] == [0, None]
    assert stand.headlines(kind="ticker") == []


# Wordings.


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((FLOOD, 7), (FLOOD_LATER, 8)),  # the words
        (("عاجل: بيان من وزارة الداخلية", 7), (FLOOD, 7)),  # the address
        (f"عاجل | {MATCH}", MATCH),
        ("Le gouvernement annonce un plan pour l'eau", "Eau : le gouvernement annonce un plan d'urgence"),
    ],
)
def test_a_rewording_continues_its_thread(stand: Newsstand, before: Any, after: Any) -> None:
    stand.keep(look(0, before), look(1, after))
    later, earlier = stand.headlines()
    assert later.thread == earlier.thread == earlier.headline_id
    assert later.wordings == 2
    assert [one.text for one in stand.timeline(later.headline_id).wordings] == [earlier.text, later.text]


def test_three_wordings_are_one_thread_whose_ranks_go_on(stand: Newsstand) -> None:
    last = "السيول تجرف تسعة منازل وتعزل قريتين في ضواحي المدينة القديمة"
    stand.keep(look(0, FLOOD, RATES), look(1, RATES, FLOOD_LATER), look(2, last, RATES))
    told = stand.timeline(FLOOD_LATER)
    assert [one.text for one in told.wordings] == [FLOOD, FLOOD_LATER, last]
    assert [stay.position for stay in told.stays] == [0, 1, 0]
    assert (told.gone_at, told.shown) == (None, timedelta(hours=2))


@pytest.mark.parametrize(
    "others",
    [
        (look(0, FLOOD), look(1, FLOOD, FLOOD_LATER)),  # both at once are two stories
        (look(0, FLOOD), look(9, FLOOD_LATER)),  # too long after
        (look(0, MATCH), look(1, RATES)),  # other words
        (look(0, "حالة الطقس اليوم"), look(1, "أسعار الذهب اليوم")),  # a turn of phrase
    ],
)
def test_what_is_no_rewording_stays_alone(stand: Newsstand, others: tuple[Attempt, ...]) -> None:
    assert {found.wordings for found in stand.keep(*others).headlines()} == {1}


def test_the_address_of_a_page_of_news_ties_nothing(stand: Newsstand) -> None:
    names = "طنجة فاس مراكش أكادير وجدة تطوان الرباط مكناس آسفي طاطا زاكورة ورزازات الناظور الحسيمة العرائش تازة بركان"
    live = [(f"{name} {number} تستقبل", 9) for number, name in enumerate(names.split() * 2)]
    stand.keep(*(look(number / 60, one) for number, one in enumerate(live)))
    assert max(found.wordings for found in stand.headlines()) <= 20


# Articles.


def test_a_headline_is_tied_to_its_article_by_address_whenever_that_comes(stand: Newsstand) -> None:
    stand.keep(look(0, (MATCH, 1), (RATES, 2)), visit(article(1, title="عنوان آخر تماما"), at=at(1)))
    assert stand.texts(orphans=True) == [RATES]
    found = stand.headline(MATCH)
    assert (found.article_id, found.article_by, found.article_title) == (1, "url", "عنوان آخر تماما")
    stand.keep(visit(article(2, title="خبر ثان"), at=at(2)))
    assert stand.texts(orphans=True) == []


def test_a_headline_is_tied_by_the_address_that_answered(stand: Newsstand) -> None:
    moved = visit(article(1), at=at(1), url=url_of(77), capture={"final_url": url_of(1)})
    assert stand.keep(look(0, (MATCH, 77)), moved).headline(MATCH).article_by == "url"


@pytest.mark.parametrize("article_first", [True, False])
def test_the_title_ties_what_the_address_does_not(stand: Newsstand, article_first: bool) -> None:
    shown, read = (
        look(1, (MATCH, 88), RATES),
        visit(article(1, title=f"{MATCH} (فيديو)"), at=at(0 if article_first else 2)),
    )
    stand.keep(*((read, shown) if article_first else (shown, read)))
    found = stand.headline(MATCH)
    assert (found.article_id, found.article_by) == (1, "title")
    assert stand.texts(orphans=True) == [RATES]


def test_an_address_says_more_than_a_title(stand: Newsstand) -> None:
    stand.keep(visit(article(1, title=MATCH)), look(1, (MATCH, 2)))
    assert stand.headline(MATCH).article_by == "title"
    stand.keep(visit(article(2, title="تقرير المباراة", body="نص آخر طويل عن المباراة التي انتهت أمس."), at=at(2)))
    found = stand.headline(MATCH)
    assert (found.article_id, found.article_by) == (2, "url")


@pytest.mark.parametrize(
    "read",
    [
        visit(article(1, title=MATCH), at=at(200)),  # much later
        visit(article(1, title=MATCH), at=at(1), link=Link(url_of(1), "feed", site="other")),  # another newspaper
        visit(article(1, title="المنتخب يتعادل بعد مباراة مثيرة أخرى"), at=at(1)),
    ],
)
def test_a_title_that_is_not_its_own_ties_nothing(stand: Newsstand, read: Attempt) -> None:
    assert stand.keep(look(0, (MATCH, 88)), read).texts(orphans=True) == [MATCH]


def test_the_article_of_one_wording_is_that_of_its_thread(stand: Newsstand) -> None:
    stand.keep(look(0, (FLOOD, 7)), look(1, (FLOOD_LATER, 8)), visit(article(8, title="خبر"), at=at(2)))
    assert stand.texts(orphans=True) == []
    told = stand.timeline(FLOOD)
    assert told.article is not None
    assert told.article.article_id == 1
    assert rows(stand.path, "SELECT count(*) FROM headlines_without_article") == [(0,)]


# Floods.


def test_f13_a_ticker_that_suddenly_lists_its_archive_brings_no_new_headlines(stand: Newsstand) -> None:
    flood = tuple(f"خبر قديم من الأرشيف تحت رقم {number}" for number in range(400))
    with Archive.open(stand.path) as archive:
        assert [receipt.new_headlines for receipt in store(archive, look(0, MATCH), look(1, *flood))] == [1, 0]
    assert len(stand.headlines(until=at(9))) == 100  # the list is bounded, the rows are all there
    assert rows(stand.path, "SELECT count(*), count(thread_id) FROM headlines") == [(401, 0)]


# What stays as it is.


def fill(path: Path) -> Newsstand:
    return Newsstand(path).keep(
        *LOOKS, visit(article(1, title=MATCH), at=at(3)), look(4, (RATES, 1), FAIR, kind="latest")
    )


TOLD = (
    "SELECT h.text, h.kind, h.language, h.first_seen, h.last_seen, h.gone_at, h.times_seen, l.url, t.text, a.url,"
    " h.article_by FROM headlines AS h LEFT JOIN links AS l ON l.id = h.link_id LEFT JOIN headlines AS t"
    " ON t.id = h.thread_id LEFT JOIN articles AS a ON a.id = h.article_id ORDER BY h.text, h.kind"
)


def make_older(path: Path, other: Path) -> None:
    """An archive of before there was a history, with the pages and headlines of another."""
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        conn.execute(f"PRAGMA application_id = {files.APPLICATION_ID}")
        migrations.MIGRATIONS.apply(Database(conn, execute_plugins=False), stop_before="m16_ticker_history")
        conn.execute("ATTACH ? AS other", (str(other),))
        for table in ("links", "dictionaries", "payloads", "captures", "articles", "article_urls", "headlines",
                      "ticker_sightings"):  # fmt: skip
            names = ", ".join(row[1] for row in conn.execute(f"PRAGMA main.table_info({table})"))
            conn.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM other.{table}")  # noqa: S608
        conn.execute("UPDATE main.headlines SET article_id = NULL WHERE text = ?", (MATCH,))  # only the title says it


def test_an_older_archive_learns_the_same(tmp_path: Path) -> None:
    stand, older = fill(tmp_path / "archive.db"), tmp_path / "older.db"
    make_older(older, stand.path)
    Archive.open(older).close()
    assert rows(older, TOLD) == rows(stand.path, TOLD)


def merge(into: Path, other: Path) -> None:
    done = CliRunner().invoke(cli, ["merge", str(other), "--archive", str(into)])
    assert done.exit_code == 0, done.output


def test_a_merge_carries_the_history_and_twice_is_as_good_as_once(tmp_path: Path) -> None:
    whole = fill(tmp_path / "whole.db")
    for _ in range(2):
        merge(tmp_path / "new.db", whole.path)
        assert rows(tmp_path / "new.db", TOLD) == rows(whole.path, TOLD)
    merge(whole.path, tmp_path / "new.db")
    assert rows(whole.path, TOLD) == rows(tmp_path / "new.db", TOLD)


def test_two_archives_that_looked_in_turns_know_together_what_one_would(tmp_path: Path) -> None:
    ours = Newsstand(tmp_path / "ours.db").keep(LOOKS[0], LOOKS[2], LOOKS[4])
    other = Newsstand(tmp_path / "other.db").keep(LOOKS[1], LOOKS[3], visit(article(1, title=RATES), at=at(1)))
    whole = Newsstand(tmp_path / "whole.db").keep(*LOOKS, visit(article(1, title=RATES), at=at(1)))
    merge(ours.path, other.path)
    assert rows(ours.path, TOLD) == rows(whole.path, TOLD)


def test_a_re_parse_and_pruning_leave_the_history_as_it_is(tmp_path: Path) -> None:
    stand = fill(tmp_path / "archive.db")
    told, sightings = rows(stand.path, TOLD), rows(stand.path, "SELECT count(*) FROM ticker_sightings")
    for _ in range(2):
        done = CliRunner().invoke(cli, ["reparse", "--archive", str(stand.path)])
        assert done.exit_code in (0, 6), done.output
    assert rows(stand.path, "SELECT count(*) FROM ticker_sightings") == sightings
    assert rows(stand.path, TOLD) == told
    done = CliRunner().invoke(cli, ["prune", "--captures-older-than", "1d", "--yes", "--archive", str(stand.path)])
    assert done.exit_code == 0, done.output
    assert rows(stand.path, TOLD) == told
    assert stand.timeline(MATCH).stays == ()


# Plans.


@pytest.mark.parametrize(
    "only",
    [
        {"since": NOON},
        {"since": NOON, "site": "akhbar"},
        {"site": "akhbar", "kind": "ticker"},
        {"vanished": True},
        {"since": NOON, "until": NOON, "orphans": True},
    ],
)
def test_lists_of_headlines_are_index_look_ups(tmp_path: Path, only: dict[str, Any]) -> None:
    stand = fill(tmp_path / "archive.db")
    chosen = ticker_history.headlines_from(**only)
    plans = explain(stand.path, lambda opened: ticker_history.headlines(opened, chosen))
    assert plans
    assert [line for line in plans if line.startswith("SCAN") and "INDEX" not in line] == []
    assert not any("TEMP B-TREE FOR ORDER BY" in line for line in plans)


def test_views_and_what_a_page_writes_are_index_look_ups(tmp_path: Path) -> None:
    stand = fill(tmp_path / "archive.db")
    with closing(sqlite3.connect(stand.path)) as conn:
        for name in ("headline_timeline", "headlines_vanished", "headlines_without_article"):
            plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN SELECT * FROM {name} LIMIT 20")]  # noqa: S608
            assert [line for line in plan if line.startswith("SCAN") and "INDEX" not in line] == [], name
            assert not any("TEMP B-TREE" in line for line in plan), (name, plan)
    asked: list[str] = []
    with Archive.open(stand.path) as archive:
        archive._conn.set_trace_callback(asked.append)
        store(archive, look(5, (FLOOD, 7), MATCH), look(6, (FLOOD_LATER, 7)), visit(article(7), at=at(7)))
        archive._conn.set_trace_callback(None)
    with closing(sqlite3.connect(stand.path)) as conn:
        about = [sql for sql in asked if "headlines" in sql and sql.startswith(("SELECT", "UPDATE", "INSERT"))]
        plans = [(sql, row[3]) for sql in about for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert [found for found in plans if found[1].startswith("SCAN") and "CONSTANT" not in found[1]] == []
    assert len(about) > 10


def explain(path: Path, ask: Callable[[Reader], object]) -> list[str]:
    """The plans of all that a question asks of an archive."""
    asked: list[str] = []
    with query.open_archive(path) as opened:
        opened._conn.set_trace_callback(asked.append)
        ask(opened)
        opened._conn.set_trace_callback(None)
        plans = [opened._conn.execute(f"EXPLAIN QUERY PLAN {sql}") for sql in asked if sql.startswith("SELECT")]
        return [row[3] for plan in plans for row in plan]


# The command.


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("ticker") / "archive.db").path


def warraq(path: Path, *words: str, fails: int = 0) -> str:
    done = CliRunner().invoke(cli, ["ticker", *words, "--archive", str(path)])
    assert done.exit_code == fails, done.output
    return done.output


def test_the_command_lists_the_headlines_of_a_time(kept: Path) -> None:
    assert FAIR in warraq(kept, "--since", "2025-12-11")
    assert warraq(kept, "--since", "2025-12-12") == "no such headline has been seen\n"
    listed = [
        json.loads(one) for one in warraq(kept, "--until", "2025-12-11", "--kind", "latest", "--json").splitlines()
    ]
    assert [(one["text"], one["kind"], one["gone_at"]) for one in listed] == [
        (FAIR, "latest", None),
        (RATES, "latest", None),
    ]
    vanished = [json.loads(one)["text"] for one in warraq(kept, "--vanished", "--json").splitlines()]
    assert vanished == [FAIR, MATCH]
    assert len(warraq(kept, "--orphans", "--limit", "1", "--json").splitlines()) == 1
    assert warraq(kept, "--since", "2025-12-11", "--source", "nobody", "--json") == ""


def test_the_command_tells_the_life_of_a_headline(kept: Path) -> None:
    told = json.loads(warraq(kept, "--headline", "سبعة منازل", "--json"))
    assert [one["text"] for one in told["wordings"]] == [FLOOD, FLOOD_LATER]
    assert [(stay["rank"], stay["looks"]) for stay in told["ranks"]] == [(2, 1), (1, 2)]
    assert (told["shown_seconds"], told["thread_gone_at"], told["article"]) == (3600, None, None)
    shown = warraq(kept, "--headline", "السُّيول تجرف ثلاثة")  # words are compared folded
    assert "▁" in shown
    assert "still there at the last look, 2025-12-11T14:00:00Z" in shown
    assert f"1 (by title): {MATCH}" in warraq(kept, "--headline", MATCH)


def test_q7_a_headline_cannot_steer_the_terminal(tmp_path: Path) -> None:
    evil = "\x1b]0;x\x07\u202eخبر عاجل من المدينة\x1b[31m"
    path = Newsstand(tmp_path / "archive.db").keep(look(0, evil)).path
    for words in (["--since", "2025-12-11"], ["--headline", "1"], []):
        assert not set("\x1b\x07\u202e") & set(warraq(path, *words))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--at", "2025-12-11", "--since", "7d"], "--at shows one thing by itself; leave out --since"),
        (["--headline", "x", "--at", "1h"], "--headline shows one thing by itself; leave out --at"),
        (["--headline", "x", "--vanished"], "--vanished"),
        (["--since", "some day"], "'--since'"),
        (["--until", "?"], "'--until'"),
        (["--kind", "sport"], "'--kind'"),
        (["--limit", "0"], "'--limit'"),
    ],
)
def test_a_wrong_option_is_named(kept: Path, words: list[str], said: str) -> None:
    assert said in warraq(kept, *words, fails=2)


@pytest.mark.parametrize("wanted", ["لا يوجد عنوان كهذا", "99999999999999999999999", "", "%", "\ud800"])
def test_a_headline_that_is_not_there_is_said(kept: Path, wanted: str) -> None:
    with query.open_archive(kept) as opened, pytest.raises(InputError, match="no such headline"):
        ticker_history.timeline(opened, wanted)


def test_days_and_moments_bound_a_list(kept: Path) -> None:
    stand = Newsstand(kept)
    assert stand.texts(since=datetime(2025, 12, 11, 16, tzinfo=UTC)) == [FAIR, RATES]
    assert stand.texts(until=NOON.date())[-1] in (MATCH, RATES)
    assert stand.texts(until=NOON) == []
