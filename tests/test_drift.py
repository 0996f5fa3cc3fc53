"""The drift watch as pure values: what is noticed, how soon, and what is not."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.drift import CHANGES, count_false_alarms, draw_profile, pages
from pipeline import drift, drift_feeds
from pipeline.drift import Sight, SiteWatch, notice
from pipeline.drift_feeds import Habits, Item, Look

STEADY = Sight(
    0,
    readers=dict.fromkeys(drift.FIELDS, "site:css"),
    length=3000,
    lag=0.1,
    language="ar",
    has_ticker=True,
)


def watch(*sights: Sight, start: SiteWatch | None = None) -> tuple[SiteWatch, list[tuple[int, str, str]]]:
    """The state after some pages, and (number of the page, field, what) of each change."""
    state = start or SiteWatch()
    found: list[tuple[int, str, str]] = []
    for at, sight in enumerate(sights, 1):
        noticed = notice(state, replace(sight, capture=at))
        state = noticed.watch
        found += [(at, change.field, change.what) for change in noticed.changes]
    return state, found


@pytest.mark.parametrize("name", CHANGES)
def test_h15_a_change_of_every_page_is_noticed_within_20_pages(name: str) -> None:
    field, change = CHANGES[name]
    bad = change(STEADY)
    steady = 200 if name == "body halves" else 30  # how far lengths stray takes longer to know
    _, found = watch(*[STEADY] * steady, *[bad] * 20)
    assert field in [changed for _, changed, _ in found], found
    assert all(at > steady for at, _, _ in found)


def test_h15_a_field_that_seven_pages_in_ten_have_is_missed_within_20() -> None:
    rng = random.Random(3)  # noqa: S311
    some = {name: "json-ld" for name in drift.FIELDS if name != "authors"}
    usual = [
        replace(STEADY, readers=({**some, "authors": "json-ld"} if rng.random() < 0.7 else some)) for _ in range(300)
    ]
    _, found = watch(*usual, *[replace(STEADY, readers=some)] * 20)
    assert [(field, what) for _, field, what in found] == [("authors", "gone")]


def test_a_change_names_the_last_good_and_the_first_bad_page() -> None:
    state = SiteWatch()
    bad = replace(STEADY, readers={**STEADY.readers, "title": "heuristic"})
    changes: list[drift.Change] = []
    for at, sight in enumerate([STEADY] * 40 + [bad] * 20, 1):
        noticed = notice(state, replace(sight, capture=at))
        state = noticed.watch
        changes += noticed.changes
    [change] = changes
    assert (change.field, change.what, change.last_good, change.first_bad) == ("title", "other_reader", 40, 41)
    assert change.usual == "site:css, 100% of pages" or change.usual.startswith("site:css, 9")


def test_what_is_as_before_ends_the_alarm_within_a_few_pages() -> None:
    bad = replace(STEADY, readers={})
    state, _ = watch(*[STEADY] * 40, *[bad] * 30)
    assert "published" in state.alarmed
    for pages_back in range(1, 9):
        state = notice(state, replace(STEADY, capture=100 + pages_back)).watch
        if not state.alarmed:
            return
    pytest.fail(f"still alarmed: {state.alarmed}")


def test_bursts_of_pages_without_a_field_raise_nothing_once_they_are_usual() -> None:
    bare = replace(STEADY, readers={name: "site:css" for name in drift.FIELDS if name != "authors"})
    rng = random.Random(7)  # noqa: S311
    sights: list[Sight] = []
    for _ in range(80):
        sights += [STEADY] * rng.randint(10, 40) + [bare] * rng.randint(1, 5)
    _, found = watch(*sights)
    assert found == []


def test_a_section_that_never_has_authors_raises_nothing_however_long_it_lasts() -> None:
    bare = replace(STEADY, part="video", readers={name: "site:css" for name in drift.FIELDS if name != "authors"})
    first = [STEADY, bare] * 15
    _, found = watch(*first, *[bare] * 200)
    assert found == []


BARE = replace(STEADY, readers={name: "site:css" for name in drift.FIELDS if name != "authors"})


def test_a_new_section_that_never_has_a_field_raises_nothing() -> None:
    _, found = watch(*[STEADY] * 300, *[replace(BARE, part="video")] * 100)
    assert found == []


@pytest.mark.parametrize("sections", [3, 12, 80])
def test_new_sections_without_a_field_among_others_raise_nothing(sections: int) -> None:
    rng = random.Random(sections)  # noqa: S311
    some = [replace(BARE if rng.random() < 0.3 else STEADY, part=f"p{number}") for number in range(sections)]
    _, found = watch(*[rng.choice(some) for _ in range(600)])
    assert found == []


def as_given(sight: Sight, **told: str) -> Sight:
    """A page of which these fields are told by others than before, as the page itself gives them."""
    return replace(sight, readers=drift.read_off({**sight.readers, **told}, drift.FIELDS))


def test_what_only_the_feed_tells_is_not_missed_on_pages_found_elsewhere() -> None:
    told = as_given(replace(STEADY, source="feed"), section="feed", published="feed")
    found_on = replace(STEADY, readers={**BARE.readers, "authors": "site:css"}, source="ticker")
    without = replace(found_on, readers={name: who for name, who in found_on.readers.items() if name != "section"})
    _, found = watch(*[told] * 60, *[without] * 60)
    assert found == []


def test_what_the_feed_fills_after_the_page_has_lost_it_is_noticed() -> None:
    found_on = replace(STEADY, source="feed")
    _, found = watch(*[found_on] * 60, *[as_given(found_on, section="feed")] * 20)
    assert [(name, what) for _, name, what in found] == [("section", "gone")]


def test_a_source_whose_pages_are_read_otherwise_raises_nothing_when_it_comes_after_another() -> None:
    rng = random.Random(1)  # noqa: S311
    told = replace(STEADY, source="feed")
    found_on = replace(BARE, readers={**BARE.readers, "published": "text"}, source="listing")
    morning = [replace(told, part=f"p{rng.randrange(12)}") for _ in range(40)]
    noon = [replace(found_on, part=f"q{rng.randrange(12)}") for _ in range(60)]
    _, found = watch(*morning, *noon)
    assert found == []


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("sections", "steady"), [(1, 40), (5, 40), (12, 45), (12, 200), (40, 60), (80, 60), (80, 400)])
def test_h15_a_change_of_all_sections_is_noticed_within_20_pages_of_the_site(
    sections: int, steady: int, seed: int
) -> None:
    rng = random.Random(seed)  # noqa: S311
    parts = [f"p{rng.randrange(sections)}" for _ in range(steady + 20)]
    bad = replace(STEADY, readers={**STEADY.readers, "title": "heuristic"})
    _, found = watch(*(replace(STEADY if at < steady else bad, part=part) for at, part in enumerate(parts)))
    assert [(field, what) for _, field, what in found] == [("title", "other_reader")]
    assert found[0][0] > steady


def test_a_few_pages_raise_nothing() -> None:
    _, found = watch(*[STEADY] * 10, *[replace(STEADY, readers={})] * 9)
    assert found == []


def test_steady_sources_raise_less_than_an_alarm_a_year_each() -> None:
    """Few and short here; the bench has the long run."""
    alarms, watched, _ = count_false_alarms(5, 90)
    assert watched > 1_000
    assert alarms.total() <= 2


def test_the_state_survives_being_kept() -> None:
    rng = random.Random(11)  # noqa: S311
    state = SiteWatch()
    for sight in list(pages(draw_profile(rng), 60, rng))[:300]:
        state = notice(state, sight).watch
        kept = drift.from_json(drift.to_json(state))
        assert drift.to_json(kept) == drift.to_json(state)
        state = kept


@settings(max_examples=40)
@given(
    st.lists(
        st.builds(
            Sight,
            capture=st.integers(1, 1000),
            part=st.sampled_from(["", "a", "b"]),
            is_article=st.booleans(),
            readers=st.dictionaries(st.sampled_from(drift.FIELDS), st.sampled_from(["site:css", "json-ld"])),
            length=st.none() | st.integers(0, 10**9),
            lag=st.none() | st.floats(-1e6, 1e6),
            language=st.none() | st.sampled_from(["ar", "fr"]),
            has_ticker=st.none() | st.booleans(),
        ),
        max_size=120,
    )
)
def test_no_pages_break_the_watch_and_a_field_is_told_once_until_it_is_back(sights: list[Sight]) -> None:
    state, told = SiteWatch(), frozenset[str]()
    for sight in sights:
        noticed = notice(state, sight)
        assert not {change.field for change in noticed.changes} - noticed.watch.alarmed
        told = noticed.watch.alarmed
        assert not noticed.back & told
        state = noticed.watch


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("https://e.example/sport/12345", "sport"),
        ("https://e.example/2026/03/01/x", "feed"),
        ("https://e.example/story.html", "feed"),
        ("https://e.example", "feed"),
        ("https://e.example/this-is-the-slug-of-a-long-headline/", "feed"),
    ],
)
def test_the_part_of_a_site_is_the_first_folder_that_is_a_word(url: str, part: str) -> None:
    assert drift.part_of(url, "feed") == part


# Feeds.

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def look(first: int, hours: int, *, count: int = 20, dated: bool = True) -> Look:
    at = NOON + timedelta(hours=hours)
    items = (
        Item(
            f"https://e.example/{n}",
            "e.example",
            f"عنوان {n}",
            "",
            at - timedelta(minutes=n - first) if dated else None,
        )
        for n in range(first, first + count)
    )
    return Look(at, tuple(items), "ar")


def used_to(looks: int = 10, step: int = 2) -> Habits:
    habits = Habits()
    for number in range(looks):
        seen = look(number * step, number)
        habits = drift_feeds.learn(drift_feeds.look_well(habits, seen.at, step), seen)
    return habits


def test_what_a_feed_usually_gives_is_not_doubted() -> None:
    assert drift_feeds.doubt(used_to(), look(20, 10)) is None


def test_a_young_feed_is_not_doubted() -> None:
    assert drift_feeds.doubt(used_to(2), replace(look(500, 3), language="en")) is None


def test_a_feed_that_is_wholly_new_at_each_look_is_not_doubted_for_it() -> None:
    assert drift_feeds.doubt(used_to(40, step=25), look(3_000, 41, dated=False)) is None


def test_new_stories_after_a_long_pause_are_not_doubted() -> None:
    assert drift_feeds.doubt(used_to(), look(900, 24 * 20)) is None


def test_a_second_language_that_was_there_before_is_not_doubted() -> None:
    habits = used_to()
    mixed = drift_feeds.learn(habits, replace(look(20, 10), language="fr"))
    assert drift_feeds.doubt(mixed, replace(look(22, 11), language="fr")) is None


def test_habits_survive_being_kept() -> None:
    habits = used_to()
    assert drift_feeds.from_json(drift_feeds.to_json(habits)) == habits


@pytest.mark.parametrize(("a_day", "weekend"), [(40, 0.3), (6, 0.2), (1, 0.5), (0.15, 1.0)])
def test_a_year_of_a_steady_rhythm_is_never_quiet_and_a_dead_source_is_noticed(a_day: float, weekend: float) -> None:
    rng = random.Random(5)  # noqa: S311
    habits, alarms = Habits(), 0
    moment = NOON
    for hour in range(24 * 365):
        moment = NOON + timedelta(hours=hour)
        rate = a_day / 16 * (weekend if moment.weekday() in (4, 5) else 1.0) if 6 <= moment.hour < 22 else 0.0
        was = drift_feeds.is_quiet(habits)
        habits = drift_feeds.look_well(habits, moment, int(rng.random() < rate))
        alarms += drift_feeds.is_quiet(habits) and not was
    assert alarms <= (1 if a_day < 1 else 0)
    limit = drift_feeds.quiet_after(habits)
    assert limit is not None
    assert limit < timedelta(days=3.5 / min(a_day, 1) * 8)
    for hour in range(24 * 400):
        habits = drift_feeds.look_well(habits, moment + timedelta(hours=hour), 0)
        if drift_feeds.is_quiet(habits):
            return
    pytest.fail("a dead source was never noticed")
