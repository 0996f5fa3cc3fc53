"""The write story through `app.fetch`: a real server, real children, a real archive."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pytest

from pipeline import app as composition
from pipeline.errors import ArchiveBusy, ConfigError, InputError
from pipeline.rounds import Plan
from pipeline.run import Summary
from pipeline.sites import read_site, shipped_folder
from pipeline.store import Archive
from tests.badserver import answer, in_turn, redirect
from tests.newsroom import (
    XML,
    Newsroom,
    address,
    body_of,
    feed,
    feed_source,
    item,
    make_site,
    open_newsroom,
    page,
    rss,
    ticker_of,
    title_of,
)

EVERY_RUN: dict[str, Any] = {"recheck": ["0s"]}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    with open_newsroom(tmp_path) as newsroom:
        yield newsroom


# The happy path.


async def test_a_feed_leads_to_pages_and_pages_to_articles(room: Newsroom) -> None:
    room.publish(1, 2, 3)
    summary = await room.fetch()
    assert summary.pages == {"new": 3}
    assert summary.sources == {"read": 1}
    assert summary.new_links == 3
    assert room.titles() == [title_of(number) for number in (1, 2, 3)]
    assert room.column("SELECT body FROM articles ORDER BY url") == ["\n".join(body_of(n)) for n in (1, 2, 3)]
    assert room.outcomes()[0] == ("/rss", "read")
    assert sorted(room.outcomes()[1:]) == [(f"/news/{number}", "new") for number in (1, 2, 3)]
    assert room.column("SELECT count(*) FROM captures WHERE payload_id IS NOT NULL") == [3]


async def test_the_run_is_a_row_with_its_counts(room: Newsroom) -> None:
    room.publish(1, 2)
    room.on("/rss", feed(1, 2, 3), *XML)
    await room.fetch()
    [(command, sites, started, finished, summary)] = room.rows(
        "SELECT command, sites, started_at, finished_at, summary FROM runs"
    )
    assert (command, json.loads(sites)) == ("fetch", ["one"])
    assert started == finished == "2026-03-01T12:00:00Z"
    assert json.loads(summary) == {"read": 1, "new": 2, "not_found": 1}
    assert room.column("SELECT DISTINCT run_id FROM outcomes") == [1]


async def test_receipts_are_told_as_they_are_acknowledged(room: Newsroom) -> None:
    room.publish(1, 2)
    await room.fetch()
    told = [(link.url, receipt.reason) for link, receipt in room.receipts]
    assert told[0] == (address("/rss"), "read")
    assert sorted(told[1:]) == [(address("/news/1"), "new"), (address("/news/2"), "new")]


async def test_the_feed_fills_what_the_page_lacks_and_never_what_it_has(tmp_path: Path) -> None:
    with open_newsroom(tmp_path, make_site("one", feed_source(creator="newspaper"))) as room:
        more = "<dc:creator>جريدة الضفة</dc:creator><category>مجتمع</category>"
        told = datetime(2026, 2, 27, 8, 15, 30, tzinfo=UTC)
        room.on("/rss", rss([item(1, date=told, more=more), item(2, date=told, more=more)]), *XML)
        room.on("/news/1", page(1))
        room.on("/news/2", page(2, date="2026-02-20", main='<p class="paper">جريدة أخرى</p>'))
        await room.fetch()
        found = room.rows(
            "SELECT published, published_precision, newspaper, section, json_extract(provenance, '$.published'),"
            " json_extract(provenance, '$.newspaper') FROM articles ORDER BY url"
        )
    assert found == [
        ("2026-02-27T08:15:30Z", "second", "جريدة الضفة", "مجتمع", "feed", "feed"),
        ("2026-02-20", "day", "جريدة أخرى", "مجتمع", "site:css", "site:css"),
    ]


# The second time.


async def test_a_second_run_adds_nothing_and_sends_the_validators_verbatim(tmp_path: Path) -> None:
    etag, changed = 'W/"odd, \\"tag"', "Sat, 28 Feb 2026 25:61:00 +0100"
    validators = (f"ETag: {etag}", f"Last-Modified: {changed}")
    with open_newsroom(tmp_path, make_site(**EVERY_RUN)) as room:
        room.on("/rss", in_turn(answer(feed(1), *XML, *validators), answer(b"", status=304)))
        room.on("/news/1", in_turn(answer(page(1), *validators), answer(b"", status=304)))
        await room.fetch()
        before = room.rows("SELECT * FROM articles")
        summary = await room.fetch(look_now=True)
        again = room.server.asked[-2:]
        assert [asked.path for asked in again] == ["/rss", "/news/1"]
        assert [asked.header("if-none-match") for asked in again] == [etag, etag]
        assert [asked.header("if-modified-since") for asked in again] == [changed, changed]
        assert summary.reasons == {"not_modified": 2}
        assert room.rows("SELECT * FROM articles") == before
        assert room.column("SELECT count(*) FROM captures") == [1]
        assert room.column("SELECT article_id FROM outcomes WHERE reason = 'not_modified' ORDER BY id") == [None, 1]


async def test_n17_validators_are_left_out_when_the_last_full_answer_is_too_old(tmp_path: Path) -> None:
    with open_newsroom(tmp_path, make_site(**EVERY_RUN)) as room:
        room.publish(1)
        room.on("/news/1", answer(page(1), 'ETag: "1"'))
        await room.fetch()
        room.clock.advance(days=31)
        summary = await room.fetch()
        assert summary.pages == {"unchanged": 1}
        assert room.server.asked[-1].header("if-none-match") is None


async def test_n17_a_304_to_an_unconditional_request_is_a_failure(room: Newsroom) -> None:
    room.publish(1)
    room.on("/news/1", answer(b"", status=304))
    await room.fetch()
    assert room.outcomes() == [("/rss", "read"), ("/news/1", "bad_status")]
    assert room.titles() == []


async def test_an_edit_is_an_update_and_the_former_state_is_kept(tmp_path: Path) -> None:
    with open_newsroom(tmp_path, make_site(**EVERY_RUN)) as room:
        room.publish(1)
        await room.fetch()
        room.on("/news/1", page(1, body=[*body_of(1), "وأضاف أن الجسر سيفتح ليلا أيضا."]))
        room.clock.advance(hours=1)
        summary = await room.fetch()
        assert summary.pages == {"updated": 1}
        [(body, first_seen, last_seen)] = room.rows("SELECT body, first_seen, last_seen FROM articles")
        assert body.endswith("ليلا أيضا.")
        assert (first_seen, last_seen) == ("2026-03-01T12:00:00Z", "2026-03-01T13:00:00Z")
        assert room.rows("SELECT body, replaced_at, changed FROM versions") == [
            ("\n".join(body_of(1)), "2026-03-01T13:00:00Z", '["body"]')
        ]
        assert room.column("SELECT count(*) FROM captures WHERE payload_id IS NOT NULL") == [2]


async def test_the_ticker_and_view_states_of_a_page_make_no_version(tmp_path: Path) -> None:
    with open_newsroom(tmp_path, make_site(**EVERY_RUN)) as room:
        room.publish(1)
        room.on("/news/1", in_turn(answer(page(1, main=ticker_of(7, 8))), answer(page(1, main=ticker_of(8, 9)))))
        await room.fetch()
        assert (await room.fetch()).pages == {"unchanged": 1}
        assert room.rows("SELECT * FROM versions") == []
        assert room.column("SELECT times_seen FROM headlines ORDER BY text") == [1, 2, 1]


async def test_one_article_at_two_addresses_is_a_duplicate_with_both_addresses(room: Newsroom) -> None:
    room.on("/rss", rss([item(1), item(1, url=address("/old/1"))]), *XML)
    room.on("/news/1", page(1))
    room.on("/old/1", page(1))
    summary = await room.fetch()
    assert summary.pages == {"new": 1, "duplicate": 1}
    assert len(room.titles()) == 1
    assert room.column("SELECT url FROM article_urls ORDER BY url") == [address("/news/1"), address("/old/1")]
    assert room.column("SELECT addresses FROM many_addresses") == [2]


async def test_a_redirected_page_is_known_by_the_addresses_of_both_ends(room: Newsroom) -> None:
    room.on("/rss", rss([item(1, url=address("/go/1"))]), *XML)
    room.on("/go/1", redirect("/news/1"))
    room.on("/news/1", page(1))
    assert (await room.fetch()).pages == {"new": 1}
    assert room.column("SELECT url FROM article_urls ORDER BY url") == [address("/go/1"), address("/news/1")]


async def test_pages_are_looked_at_again_at_the_ages_of_their_site_and_not_before(tmp_path: Path) -> None:
    with open_newsroom(tmp_path, make_site(recheck=["1h", "6h"])) as room:
        room.publish(1)
        await room.fetch()
        assert room.column("SELECT next_due FROM links WHERE how = 'feed' AND article_id IS NOT NULL") == [
            "2026-03-01T13:00:00Z"
        ]
        room.clock.advance(minutes=59)
        assert not (await room.fetch()).pages
        room.clock.advance(minutes=1)
        assert (await room.fetch()).pages == {"unchanged": 1}
        room.clock.advance(hours=5)
        assert (await room.fetch()).pages == {"unchanged": 1}
        assert room.column("SELECT next_due FROM links WHERE article_id IS NOT NULL") == [None]


async def test_a_page_that_is_no_article_is_an_outcome_without_an_article_and_is_never_due_again(
    room: Newsroom,
) -> None:
    room.publish(1)
    room.on("/news/1", "<html><body><h1>القسم</h1><ul><li><a href='/news/2'>خبر</a></li></ul></body></html>")
    await room.fetch()
    assert room.outcomes()[1:] == [("/news/1", "not_an_article")]
    assert room.titles() == []
    assert room.column("SELECT next_due FROM links WHERE url LIKE '%/news/1'") == [None]
    assert room.column("SELECT count(*) FROM captures WHERE payload_id IS NOT NULL") == [1]


# Addresses asked for one by one.


async def test_addresses_given_are_visited_and_sources_are_not(room: Newsroom) -> None:
    room.publish(1, 2)
    links = composition.asked_links(room.app, [address("/news/2")])
    summary = await composition.fetch(room.app, Plan(tuple(room.sites), links), room.observe)
    assert summary.pages == {"new": 1}
    assert room.server.paths() == ["/news/2"]
    assert room.rows("SELECT site, how FROM links") == [("one", "command")]


async def test_a_given_address_of_no_known_site_is_read_without_rules(room: Newsroom) -> None:
    room.on("/news/1", page(1))
    links = composition.asked_links(room.app, [room.server.url("/news/1")])
    assert (await composition.fetch(room.app, Plan((), links), room.observe)).pages == {"new": 1}
    assert room.titles() == [title_of(1)]


def test_what_is_no_address_is_refused_before_anything_is_done(room: Newsroom) -> None:
    with pytest.raises(InputError, match="not an address to fetch"):
        composition.asked_links(room.app, ["ftp://www.one.example/a"])
    with pytest.raises(ConfigError, match="there is no site 'two'; known: one"):
        room.app.chosen_sites(["two"])
    assert not room.archive.exists()


# Dry runs.


def snapshot(room: Newsroom) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in room.folder.iterdir()}


async def test_a_dry_run_lists_what_would_be_fetched_and_leaves_no_trace_where_no_archive_was(room: Newsroom) -> None:
    room.publish(1, 2)
    summary = await room.fetch(dry_run=True)
    assert [link.url for link in summary.would_fetch] == [address("/news/1"), address("/news/2")]
    assert not summary.reasons
    assert room.receipts == []
    assert room.server.paths() == ["/rss"]
    assert snapshot(room) == {}


async def test_a_dry_run_changes_no_byte_of_an_archive(room: Newsroom) -> None:
    room.publish(1)
    await room.fetch()
    room.publish(1, 2)
    room.sites = [make_site("one", feed_source(), {"kind": "listing", "url": "/", "link": ".list a"})]
    room.clock.advance(days=2)
    before = snapshot(room)
    assert set(before) == {"archive.db"}
    summary = await room.fetch(dry_run=True)
    assert [link.url for link in summary.would_fetch] == [address("/news/1"), address("/news/2")]  # 1 is due again
    after = snapshot(room)
    assert after["archive.db"] == before["archive.db"]
    assert not [content for name, content in after.items() if name.endswith(("-wal", ".lock")) and content]


async def test_a_dry_run_does_not_wait_for_a_writer(room: Newsroom) -> None:
    room.publish(1)
    with Archive.open(room.archive):
        summary = await room.fetch(dry_run=True)
    assert len(summary.would_fetch) == 1


async def test_a_dry_run_keeps_to_the_bounds_of_a_real_one(tmp_path: Path) -> None:
    with open_newsroom(tmp_path, make_site("one", max_links=3), make_site("two", max_links=3)) as room:
        for site_id in ("one", "two"):
            room.publish(1, 2, 3, 4, site_id=site_id)
        summary = await room.fetch(dry_run=True)
        assert len(summary.would_fetch) == 6
        assert len((await room.fetch(dry_run=True, max_pages=4)).would_fetch) == 4
        assert len((await room.fetch("/news/1", "/news/2", dry_run=True, max_pages=1)).would_fetch) == 1


# Two processes.

HOLDER = """
import sys
from pathlib import Path
from pipeline.store import Archive
with Archive.open(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.readline()
"""


async def hold(archive: Path) -> asyncio.subprocess.Process:
    """Another process that has the archive open until it is sent a line."""
    pipe = asyncio.subprocess.PIPE
    other = await asyncio.create_subprocess_exec(sys.executable, "-c", HOLDER, archive, stdin=pipe, stdout=pipe)
    assert other.stdout
    assert await other.stdout.readline() == b"open\n"
    return other


async def test_k6_a_second_writer_is_refused_and_told_who_the_first_one_is(room: Newsroom) -> None:
    room.publish(1)
    other = await hold(room.archive)
    with pytest.raises(ArchiveBusy, match=f"process {other.pid} ") as caught:
        await room.fetch()
    assert caught.value.exit_code == 5
    assert room.server.paths() == []
    await other.communicate(b"\n")
    assert (await room.fetch()).pages == {"new": 1}


async def test_k6_a_second_writer_may_wait_for_the_first_one_to_end(room: Newsroom) -> None:
    room.publish(1)
    other = await hold(room.archive)
    ended = asyncio.get_running_loop().run_in_executor(None, _end_soon, other)
    summary = await composition.fetch(room.app, Plan(tuple(room.sites)), room.observe, wait=60)
    await ended
    await other.wait()
    assert summary.pages == {"new": 1}


def _end_soon(other: asyncio.subprocess.Process) -> None:
    """From another thread: opening an archive waits without giving the event loop a turn."""
    transport: Any = other.stdin
    os.write(transport.get_extra_info("pipe").fileno(), b"\n")


# The page that the project started from.


@pytest.fixture
def seed(shared: Path) -> dict[str, Any]:
    known = json.loads((shared / "ress" / "seed.json").read_text(encoding="utf-8"))
    expected: dict[str, Any] = known["expected"]
    return expected


SEED_SITE = r"""
template = "ress"
id = "maghress"
name = "Maghress"
home = "http://www.maghress.com/" # as shipped but for the scheme: the test server speaks no TLS
country = "MA"
time_zone = "Africa/Casablanca"
article_url = '^http://www\.maghress\.com/(?:(?:fr|en)/)?(?!video/)[^/?#]+/[0-9]+$'
[vars]
host = "maghress.com"
"""
SEED_ADDRESS = "http://www.maghress.com/alaoual/999001"
SOURCE_ADDRESS = "https://example.org/news/1"


@pytest.fixture
def seed_room(tmp_path: Path) -> Iterator[Newsroom]:
    (tmp_path / "maghress.toml").write_text(SEED_SITE, encoding="utf-8")
    with open_newsroom(tmp_path, read_site(tmp_path / "maghress.toml", shipped_folder())) as room:
        yield room


def seed_page(seed: dict[str, Any]) -> str:
    """The page as its template would have shown it; the ticker's empty slots stand at its beginning."""
    empty = ['<a href="/febrayer/1"></a>'] * seed["ticker_empty_slots"]
    named = [f'<a href="/alaoual/{at}">{escape(text)}</a>' for at, text in enumerate(seed["ticker_headlines"], 2)]
    ticker = "".join(anchor + "&nbsp;" * 4 for anchor in empty + named)
    half = len(seed["paragraphs"]) // 2
    parts = ["\n<br />".join(map(escape, part)) for part in (seed["paragraphs"][:half], seed["paragraphs"][half:])]
    dated = escape(seed["published_line"]).replace(seed["newspaper"], f'<a href="/alaoual">{seed["newspaper"]}</a>')
    source = escape(seed["source_line"]).replace("هنا", f'<a href="{SOURCE_ADDRESS}" target="_blank">هنا</a>')
    return f"""<?xml version='1.0' encoding='UTF-8' ?>
<!DOCTYPE html>
<html xmlns="//www.w3.org/1999/xhtml"><head><title>مغرس : {escape(seed["title"])}
        </title></head><body class="Link body"><div class="wrap"><div id="container">
<form id="a" method="post"><ul><li><form id="b" method="post"><input id="queryText" type="text" /></form></li></ul>
<input type="hidden" name="javax.faces.ViewState" value="{"x" * 2000}" autocomplete="off" /></form>
<div id="belowheader"><marquee id="marquee"><span class="marquee">{ticker}</span>
</marquee><br /><br /><div id="sideBar"><div class="teasercontainer"><a href="/video/7" class="teasertitle">فيديو</a>
</div></div>
<div id="mainContent"><div class="ui-dialog">{"<br />".join(map(escape, seed["boilerplate"]))}</div>
<span class="articletitle">{escape(seed["title"])}</span>
<br /><span class="articlenewspaper">{dated}</span><br /><br />
{"".join(f'<span class="articlecontent">{part}</span>' for part in parts)}
<br /><br />{source}</div></div></div></div></body></html>"""


def check_seed(room: Newsroom, seed: dict[str, Any]) -> None:
    """The archive holds the one article of the seed, and its ticker."""
    [row] = room.rows(
        "SELECT title, newspaper, published, published_precision, language, source_text, author FROM articles"
    )
    assert row == (seed["title"], seed["newspaper"], seed["date"], "day", "ar", seed["source_line"], None)
    assert room.column("SELECT body FROM articles") == ["\n".join(seed["paragraphs"])]
    shown = room.rows("SELECT text, kind FROM ticker_sightings JOIN headlines ON id = headline_id ORDER BY position")
    assert shown == [(text, "ticker") for text in seed["ticker_headlines"]]
    assert room.column("SELECT text FROM ticker_now") == seed["ticker_headlines"]


async def fetch_seed(room: Newsroom, seed: dict[str, Any]) -> Summary:
    room.on("/alaoual/999001", seed_page(seed))
    links = composition.asked_links(room.app, [SEED_ADDRESS])
    return await composition.fetch(room.app, Plan(tuple(room.sites), links), room.observe)


async def import_seed(room: Newsroom, shared: Path) -> Summary:
    return await composition.import_files(room.app, [shared / "ress" / "seed.txt"], "maghress", room.observe)


async def test_the_seed_page_fetched_gives_exactly_its_record(seed_room: Newsroom, seed: dict[str, Any]) -> None:
    assert (await fetch_seed(seed_room, seed)).pages == {"new": 1}
    check_seed(seed_room, seed)
    assert seed_room.column("SELECT source_link FROM articles") == [SOURCE_ADDRESS]
    followed = seed_room.column("SELECT url FROM links WHERE how = 'ticker' ORDER BY id")
    assert followed == [f"http://www.maghress.com/alaoual/{at}" for at in range(2, 56)]
    assert seed_room.column("SELECT count(*) FROM headlines WHERE url IS NOT NULL") == [54]


async def test_the_seed_text_imported_gives_exactly_its_record(
    seed_room: Newsroom, seed: dict[str, Any], shared: Path
) -> None:
    assert (await import_seed(seed_room, shared)).pages == {"new": 1}
    check_seed(seed_room, seed)
    assert seed_room.column("SELECT url FROM articles") == [None]


async def test_the_seed_fetched_and_then_imported_is_one_article(
    seed_room: Newsroom, seed: dict[str, Any], shared: Path
) -> None:
    await fetch_seed(seed_room, seed)
    assert (await import_seed(seed_room, shared)).pages == {"unchanged": 1}
    check_one(seed_room, seed)


async def test_the_seed_imported_gains_its_address_and_source_link_when_it_is_fetched(
    seed_room: Newsroom, seed: dict[str, Any], shared: Path
) -> None:
    await import_seed(seed_room, shared)
    assert (await fetch_seed(seed_room, seed)).pages == {"unchanged": 1}
    check_one(seed_room, seed)


def check_one(room: Newsroom, seed: dict[str, Any]) -> None:
    assert room.rows("SELECT title, url, source_link FROM articles") == [(seed["title"], SEED_ADDRESS, SOURCE_ADDRESS)]
    assert room.rows("SELECT * FROM versions") == []


# Files that people have.


async def test_addresses_of_an_imported_list_are_fetched_by_the_next_run(room: Newsroom) -> None:
    room.publish(1)
    (room.folder / "list.txt").write_text(f"# some\n{address('/news/1')}\n{address('/news/1?utm_source=x')}\n")
    summary = await composition.import_files(room.app, [room.folder / "list.txt"], None, room.observe)
    assert (summary.new_links, summary.pages) == (1, {})
    room.on("/rss", feed(), *XML)
    assert (await room.fetch()).pages == {"new": 1}


async def test_an_imported_page_is_read_with_the_rules_of_the_site_that_owns_its_address(room: Newsroom) -> None:
    head = f'<link rel="canonical" href="{address("/news/1")}">'
    (room.folder / "saved.html").write_text(page(1, head=head, date="2026-02-20"), encoding="utf-8")
    summary = await composition.import_files(room.app, [room.folder / "saved.html"], None, room.observe)
    assert summary.pages == {"new": 1}
    [(url, site, read_by)] = room.rows("SELECT url, site, json_extract(provenance, '$.title') FROM articles")
    assert (url, read_by) == (address("/news/1"), "site:css")
    assert site == "one"


async def test_importing_a_page_that_is_to_be_looked_at_again_leaves_it_due(room: Newsroom) -> None:
    room.publish(1)
    await room.fetch()
    [due] = room.column("SELECT next_due FROM links WHERE how = 'feed' AND url LIKE '%/news/1'")
    head = f'<link rel="canonical" href="{address("/news/1")}">'
    (room.folder / "saved.html").write_text(page(1, head=head), encoding="utf-8")
    await composition.import_files(room.app, [room.folder / "saved.html"], None, room.observe)
    assert room.column("SELECT next_due FROM links WHERE url LIKE '%/news/1'") == [due] != [None]


async def test_one_file_that_cannot_be_read_keeps_all_from_being_stored(room: Newsroom) -> None:
    (room.folder / "good.html").write_text(page(1), encoding="utf-8")
    files = [room.folder / "good.html", room.folder / "missing.html"]
    with pytest.raises(InputError, match=r"missing\.html"):
        await composition.import_files(room.app, files, None, room.observe)
    assert not room.archive.exists()


async def test_one_page_is_read_without_an_archive(room: Newsroom) -> None:
    room.on("/news/1", page(1, date="2026-02-20"))
    capture, found = await composition.read_one(room.app, address("/news/1"), None)
    assert capture.status == 200
    assert found.article is not None
    assert (found.article.title, found.article.provenance["title"]) == (title_of(1), "site:css")
    (room.folder / "saved.html").write_text(page(2), encoding="utf-8")
    _, saved = await composition.read_one(room.app, str(room.folder / "saved.html"), "one")
    assert saved.article is not None
    assert saved.article.title == title_of(2)
    assert not room.archive.exists()
