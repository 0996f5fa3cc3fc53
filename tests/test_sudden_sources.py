"""F13: a source that suddenly lists its archive brings no flood of news; a suddenly empty one deletes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline import query
from tests.newsroom import (
    NOON,
    XML,
    Newsroom,
    feed,
    item,
    listing,
    make_site,
    open_newsroom,
    page,
    rss,
    sitemap,
    ticker_of,
)

OLD = 10_000
READ = 2000 - 2  # of a feed, and two were known
LIST = {"kind": "listing", "url": "/", "link": ".list a"}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with open_newsroom(tmp_path) as newsroom:
        newsroom.sites = [make_site(every="10m")]
        yield newsroom


def waiting(room: Newsroom) -> list[tuple[int, int]]:
    """How many links wait to be fetched, by priority."""
    return room.rows("SELECT priority, count(*) FROM links WHERE last_fetched IS NULL GROUP BY priority ORDER BY 1")


@pytest.mark.parametrize("date", [None, NOON], ids=["without dates", "all dated today"])
async def test_f13_ten_thousand_items_at_once_are_back_fill_and_the_first_are_news(
    room: Newsroom, date: object
) -> None:
    room.publish(1, 2)
    await room.fetch()
    flood = [item(number, date=NOON if date else None) for number in (3, 1, 2, *range(1000, 1000 + OLD))]
    room.on("/news/3", page(3))
    room.on("/rss", rss(flood), *XML)
    room.clock.advance(minutes=20)
    summary = await room.fetch(max_pages=1)
    assert (summary.new_links, summary.back_fill) == (200, READ - 200)
    assert waiting(room) == [(0, 199), (1, READ - 200)]
    assert ("/news/3", "new") in room.outcomes()
    (detail,) = room.column("SELECT detail FROM outcomes WHERE detail LIKE '%back-fill%'")
    assert detail.endswith(f"{READ - 200} links, new at once, wait as back-fill")


async def test_f13_a_sitemap_of_ten_thousand_is_told_as_back_fill(room: Newsroom) -> None:
    room.sites = [make_site("one", {"kind": "sitemap", "url": "/sitemap.xml", "max_links": OLD})]
    room.on("/sitemap.xml", sitemap(*(f"/news/{number}" for number in range(OLD))))
    summary = await room.fetch(max_pages=0)
    assert (summary.new_links, summary.back_fill) == (0, OLD)
    assert waiting(room)[-1] == (1, OLD)


async def test_f13_what_is_news_after_the_flood_goes_before_it(room: Newsroom) -> None:
    room.on("/rss", rss(item(number, date=None) for number in range(1000, 1300)), *XML)
    await room.fetch(max_pages=1)
    room.publish(1)
    room.clock.advance(minutes=20)
    summary = await room.fetch(max_pages=200)
    assert summary.back_fill == 0
    assert ("/news/1", "new") in room.outcomes()
    assert waiting(room) == [(1, 100)]


async def test_f13_of_dated_items_the_newest_are_news(room: Newsroom) -> None:
    oldest_first = [item(number, date=NOON - timedelta(minutes=900 - number)) for number in range(500)]
    room.on("/rss", rss(oldest_first), *XML)
    await room.fetch(max_pages=1)
    late = room.column("SELECT url FROM links WHERE priority = 0 AND how = 'feed'")
    assert {int(url.rsplit("/", 1)[1]) for url in late if "/news/" in url} == set(range(300, 500))


async def test_f13_a_source_that_is_suddenly_empty_deletes_nothing(room: Newsroom) -> None:
    room.publish(1, 2)
    await room.fetch()
    before = room.titles(), room.rows("SELECT url, next_due FROM links WHERE url LIKE '%/news/%' ORDER BY url")
    room.on("/rss", feed(), *XML)
    room.clock.advance(minutes=20)
    summary = await room.fetch()
    assert summary.sources == {"empty": 1}
    assert (room.source()["last_result"], room.source()["failures"]) == ("empty", 0)
    assert (
        room.titles(),
        room.rows("SELECT url, next_due FROM links WHERE url LIKE '%/news/%' ORDER BY url"),
    ) == before


async def test_f13_a_front_page_without_its_ticker_takes_no_headline_away(room: Newsroom) -> None:
    room.sites = [make_site("one", LIST, every="10m", follow_ticker=True)]
    for number in (2, 3):
        room.on(f"/news/{number}", page(number))
    room.on("/", listing(1).replace("<body>", f"<body>{ticker_of(2, 3)}"))
    room.on("/news/1", page(1))
    await room.fetch()
    room.on("/", listing(1))
    room.clock.advance(minutes=20)
    await room.fetch()
    assert room.column("SELECT gone_at FROM headlines") == [None, None]
    room.on("/", listing(1).replace("<body>", f"<body>{ticker_of(3)}"))
    room.clock.advance(minutes=20)
    await room.fetch()
    assert room.column("SELECT gone_at IS NULL FROM headlines ORDER BY url") == [0, 1]
    with query.open_archive(room.archive) as opened:
        assert [len(view.headlines) for view in query.ticker(opened)] == [1]
