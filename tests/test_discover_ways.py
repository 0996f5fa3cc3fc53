"""The ways without a document: the ticker, numbered addresses, lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.discover import ids, ticker, urls
from pipeline.errors import DiscoverError
from pipeline.models import Headline
from pipeline.sites import IdsSource, UrlsSource
from tests.feeds import HOST, SITE, make_site, paths_of

IDS = IdsSource(kind="ids", id="ids", url=f"{HOST}/nahar/{{id}}", start=10, max_misses=3, per_run=4, newspaper="النهار")


def test_headlines_of_the_sites_articles_are_links_once_each() -> None:
    site = make_site(article_url=r"/\d+$")
    headlines = [
        Headline("عنوان أول في الشريط", "/nahar/1", 0),
        Headline("عنوان أول في الشريط", f"{HOST}/nahar/1", 1),
        Headline("بلا رابط", None, 2),
        Headline("موقع آخر", "https://elsewhere.example/1", 3),
        Headline("قسم", "/politics", 4),
        Headline("لا شيء", "javascript:x", 5),
        Headline("عنوان &amp;quot;ثان&amp;quot;", "http://waraqa.test/nahar/2", 6),
    ]
    links = ticker.links(headlines, site, f"{HOST}/nahar/99")
    assert [link.url for link in links] == [f"{HOST}/nahar/1", "http://waraqa.test/nahar/2"]
    assert [link.hint.title for link in links] == ["عنوان أول في الشريط", 'عنوان "ثان"']
    assert {(link.how, link.site, link.source, link.found_on) for link in links} == {
        ("ticker", "waraqa", None, f"{HOST}/nahar/99")
    }


def test_the_ticker_of_a_page_read_from_a_file_gives_its_absolute_links() -> None:
    headlines = [Headline("عنوان", "/nahar/1", 0), Headline("عنوان", f"{HOST}/nahar/2", 1)]
    assert paths_of(ticker.links(headlines, SITE, "file:///pages/1.html")) == ["/nahar/2"]


def test_a_back_fill_asks_for_the_next_numbers() -> None:
    links = ids.batch(IDS, ids.start(IDS), SITE)
    assert paths_of(links) == ["/nahar/10", "/nahar/11", "/nahar/12", "/nahar/13"]
    assert (links[0].how, links[0].source, links[0].hint.newspaper) == ("ids", "ids", "النهار")
    assert len(ids.batch(IDS, ids.start(IDS), SITE, limit=2)) == 2


def test_a_back_fill_ends_after_misses_in_a_row_and_a_hit_starts_the_count_anew() -> None:
    cursor = ids.advance(IDS, ids.start(IDS), [False, False, True, False, False])
    assert (cursor.next, cursor.misses, cursor.done) == (15, 2, False)
    cursor = ids.advance(IDS, cursor, [False, True, True])
    assert (cursor.next, cursor.misses, cursor.done) == (16, 3, True)
    assert ids.batch(IDS, cursor, SITE) == ()


def test_a_back_fill_ends_at_stop_in_either_direction() -> None:
    up = IDS.model_copy(update={"stop": 11})
    assert paths_of(ids.batch(up, ids.start(up), SITE)) == ["/nahar/10", "/nahar/11"]
    assert ids.advance(up, ids.start(up), [True, True]).done
    down = IDS.model_copy(update={"step": -4})
    assert paths_of(ids.batch(down, ids.start(down), SITE)) == ["/nahar/10", "/nahar/6", "/nahar/2"]
    assert ids.advance(down, ids.start(down), [True] * 3).done


def test_a_back_fill_resumes_where_it_was() -> None:
    cursor = ids.advance(IDS, ids.start(IDS), [True, False])
    assert ids.resume(IDS, cursor.to_json()) == cursor
    assert ids.resume(IDS, None) == ids.start(IDS)


def test_a_changed_range_starts_anew_and_a_raised_bound_wakes_it() -> None:
    done = ids.advance(IDS, ids.start(IDS), [False] * 3)
    assert done.done
    moved = IDS.model_copy(update={"start": 500})
    assert ids.resume(moved, done.to_json()).next == 500
    patient = IDS.model_copy(update={"max_misses": 9})
    resumed = ids.resume(patient, done.to_json())
    assert (resumed.next, resumed.misses, resumed.done) == (13, 3, False)


@pytest.mark.parametrize(
    "saved", ["", "{", "[]", "null", "7", '{"next": "x"}', '{"next": 1, "more": 2}', '{"next": true}']
)
def test_a_damaged_cursor_is_named(saved: str) -> None:
    with pytest.raises(DiscoverError, match="saved place of the id range is damaged"):
        ids.resume(IDS, saved)


def test_a_template_that_gives_no_address_is_named() -> None:
    broken = IDS.model_copy(update={"url": "nowhere/{id}"})
    with pytest.raises(DiscoverError, match="not an address to fetch"):
        ids.batch(broken, ids.start(broken), SITE)


@given(st.lists(st.booleans()), st.integers(0, 50), st.sampled_from([1, 3, -1, -7]), st.integers(1, 5))
def test_a_back_fill_in_pieces_ends_where_one_in_one_go_does(
    hits: list[bool], first: int, step: int, max_misses: int
) -> None:
    source = IDS.model_copy(update={"start": first, "step": step, "max_misses": max_misses})
    whole = ids.advance(source, ids.start(source), hits)
    cursor = ids.start(source)
    for hit in hits:
        assert not cursor.done or ids.batch(source, cursor, SITE) == ()
        cursor = ids.resume(source, ids.advance(source, cursor, [hit]).to_json())
    assert cursor == whole


def test_a_list_gives_its_addresses_and_names_bad_lines() -> None:
    source = UrlsSource(kind="urls", id="list", file="list.txt", urls=(f"{HOST}/a/0",), language="fr")
    data = (
        "\ufeff# made by hand\r\n\r\n"
        f"{HOST}/a/1\r\nnonsense\n  {HOST}/a/2  \nhttps://elsewhere.example/3\n{HOST}/a/1#top\nftp://x/y\nhttp://waraqa.test/a/4"
    )
    result = urls.find(source, SITE, data.encode())
    assert [link.url for link in result.links] == [
        f"{HOST}/a/0",
        f"{HOST}/a/1",
        f"{HOST}/a/2",
        "http://waraqa.test/a/4",
    ]
    assert {(link.how, link.source, link.hint.language) for link in result.links} == {("urls", "list", "fr")}
    assert [note.partition(" ")[0] for note in result.notes] == ["list.txt:4:", "list.txt:6:", "list.txt:8:"]
    assert "names no scheme" in result.notes[0]


def test_a_list_asks_nothing_of_article_url() -> None:
    source = UrlsSource(kind="urls", urls=(f"{HOST}/about",))
    assert paths_of(urls.find(source, make_site(article_url=r"/\d+$")).links) == ["/about"]


def test_a_long_list_of_bad_lines_gives_a_short_list_of_notes() -> None:
    result = urls.find(UrlsSource(kind="urls", file="x"), SITE, b"bad\n" * 5_000)
    assert (len(result.notes), result.notes[-1]) == (21, "4980 more lines passed over")


@given(st.binary(max_size=300))
def test_any_file_gives_links_of_the_site_and_notes(data: bytes) -> None:
    result = urls.find(UrlsSource(kind="urls", file="x"), SITE, data)
    assert all(SITE.owns(link.url) for link in result.links)
