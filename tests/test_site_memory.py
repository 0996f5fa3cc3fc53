"""What the pages of a site teach: counted once each, bounded, fading, and the same however it travels."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import site_memory
from pipeline.site_memory import (
    GROWN,
    HALVED_AT,
    MOST_PRINTS,
    MOST_SIGNS,
    RECENT,
    PageFacts,
    Shelf,
    SiteMemory,
    from_json,
    key_of,
    learn,
    to_json,
)

SUBSCRIBE, FOLLOW, IMPRINT = 7001, 7002, 7003


def facts(number: int, *repeated: int, **more: object) -> PageFacts:
    """A page of four lines of its own, beside texts that other pages may show too."""
    own = tuple(range(number * 100, number * 100 + 4))
    told = {"page": number, "title": -number, "lines": own, "texts": (*own, *repeated), **more}
    return PageFacts(**told)  # type: ignore[arg-type]


def learned(*pages: PageFacts) -> SiteMemory:
    memory = SiteMemory()
    for page in pages:
        memory = learn(memory, page)
    return memory


def test_a_text_of_two_articles_is_repeated_and_a_text_of_one_waits() -> None:
    memory = learned(facts(1, SUBSCRIBE), facts(2, SUBSCRIBE), facts(3, FOLLOW))
    assert memory.texts == {SUBSCRIBE: 2}
    assert memory.seen_elsewhere(page=9)[FOLLOW] == 1
    assert memory.pages == 3


def test_a_page_is_not_measured_by_its_own_texts() -> None:
    memory = learned(facts(1, SUBSCRIBE))
    assert memory.seen_elsewhere(page=1) == {}
    assert memory.seen_elsewhere(page=2)[SUBSCRIBE] == 1


def test_the_same_page_teaches_once() -> None:
    once = learned(facts(1, SUBSCRIBE))
    assert learn(once, facts(1, SUBSCRIBE)) is once


def test_a_wall_that_is_shown_again_and_again_teaches_nothing() -> None:
    wall = PageFacts(page=50, title=50, lines=(1, 2, 3), texts=(1, 2, 3))
    first = learned(facts(1), wall)
    assert learn(first, replace(wall, page=51, title=51)) is first
    assert first.texts == {}


def test_a_copy_of_a_story_under_another_title_teaches_nothing() -> None:
    story = facts(1, SUBSCRIBE)
    copy = replace(story, page=2, title=2, lines=(*story.lines, 900), texts=(*story.texts, 900))
    assert learn(learned(story), copy) == learned(story)


def test_a_page_without_lines_of_its_own_teaches_nothing() -> None:
    assert learn(SiteMemory(), PageFacts(page=1, title=1, texts=(SUBSCRIBE,), container=5)) == SiteMemory()


def test_a_part_that_shows_something_new_is_furniture_no_more() -> None:
    memory = learned(facts(1, stale=(5, 6)), facts(2, stale=(5, 6)))
    assert memory.parts == {5: 2, 6: 2}
    assert learn(memory, facts(3, stale=(5,), live=(6,))).parts == {5: 3}


def test_places_are_counted_by_kind() -> None:
    memory = learned(facts(1, container=8, bylines=(3,)), facts(2, container=8, datelines=(4,)))
    assert (memory.containers, memory.bylines, memory.datelines) == ({8: 2}, {3: 1}, {4: 1})


def test_what_a_site_no_longer_shows_fades_and_its_new_layout_takes_over() -> None:
    old = learned(*(facts(number, SUBSCRIBE, container=1) for number in range(1, 25)))
    new = old
    for number in range(25, 25 + 6 * HALVED_AT):
        new = learn(new, facts(number, FOLLOW, container=2))
    assert old.texts == {SUBSCRIBE: 24}
    assert SUBSCRIBE not in new.texts
    assert set(new.containers) == {2}
    assert new.texts[FOLLOW] >= HALVED_AT // 2 - 1


@pytest.mark.parametrize("order", list(itertools.permutations(range(1, 5))))
def test_the_order_of_pages_with_texts_of_their_own_changes_nothing(order: tuple[int, ...]) -> None:
    pages = {
        1: facts(1, SUBSCRIBE, FOLLOW, container=8, stale=(5,)),
        2: facts(2, SUBSCRIBE, IMPRINT, container=8),
        3: facts(3, FOLLOW, SUBSCRIBE, container=9, bylines=(3,)),
        4: facts(4, IMPRINT),
    }
    assert unordered(learned(*(pages[number] for number in order))) == unordered(learned(*pages.values()))


def unordered(memory: SiteMemory) -> SiteMemory:
    return replace(memory, recent=tuple(sorted(memory.recent, key=lambda seen: seen.page)))


some_prints = st.lists(st.integers(0, 60), max_size=12).map(tuple)
some_facts = st.builds(
    PageFacts,
    page=st.integers(0, 30),
    title=st.integers(0, 30),
    lines=some_prints,
    texts=some_prints,
    container=st.none() | st.integers(0, 5),
    bylines=some_prints,
    datelines=some_prints,
    stale=some_prints,
    live=some_prints,
)


@given(st.lists(some_facts, max_size=80))
def test_whatever_comes_the_memory_is_whole_and_travels(pages: list[PageFacts]) -> None:
    memory = SiteMemory()
    for page in pages:
        memory = learn(memory, page)
        assert memory.weight < HALVED_AT
        assert len(memory.recent) <= RECENT
        waiting = {text for seen in memory.recent for text in seen.texts}
        assert not waiting & memory.texts.keys()
    assert memory.pages <= len(pages)
    assert from_json(to_json(memory)) == memory
    assert to_json(from_json(to_json(memory))) == to_json(memory)


def test_a_memory_is_bounded_however_much_a_site_repeats() -> None:
    memory = SiteMemory()
    for number in range(1, 200):
        repeated = range(100_000 + number * 50, 100_000 + number * 50 + 2 * MOST_PRINTS)
        signs = tuple(range(number, number + 40))
        memory = learn(memory, facts(number, *repeated, container=number, bylines=signs, stale=signs))
    assert memory.pages == 199
    assert len(memory.texts) <= MOST_PRINTS
    assert len(memory.containers) <= MOST_SIGNS
    assert all(len(seen.texts) <= MOST_PRINTS for seen in memory.recent)
    assert len(to_json(memory)) < 60_000


def test_a_memory_of_other_rules_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    text = to_json(learned(facts(1), facts(2)))
    assert json.loads(text)["version"] == site_memory.VERSION
    assert from_json(text.replace('{"version":1', '{"version":99')) == SiteMemory()
    assert from_json("") == SiteMemory()


def test_a_grown_memory_takes_every_fourth_page() -> None:
    young, grown = SiteMemory(pages=GROWN - 1), SiteMemory(pages=GROWN)
    assert [page for page in range(8) if young.wants(page)] == list(range(8))
    assert [page for page in range(8) if grown.wants(page)] == [0, 4]


@pytest.mark.parametrize(
    ("site", "url", "key"),
    [
        ("akhbar", "https://www.example.org/1", "akhbar"),
        (None, "https://amp.news.example.co.uk/1", "example.co.uk"),
        (None, "file:///pages/1.html", None),
    ],
)
def test_a_memory_belongs_to_the_site_else_to_the_registered_domain(site: str | None, url: str, key: str) -> None:
    assert key_of(site, url) == key


def test_a_run_takes_one_state_of_a_memory_for_more_and_more_pages() -> None:
    loads: list[str] = []
    shelf = Shelf(lambda key: loads.append(key) or f"{key} {len(loads)}")  # type: ignore[func-returns-value]
    given = [shelf.take("one") for _ in range(200)]
    assert given[:6] == ["one 1", "one 2", "one 3", "one 3", "one 4", "one 4"]
    assert len(set(given)) == len(loads) == 10
    assert shelf.take(None) is None
    assert shelf.take("two") == "two 11"
