"""Sitemaps: pages and further sitemaps, packed or plain, within bounds decided purely."""

from __future__ import annotations

import gzip
import zlib
from typing import Any

import pytest

from pipeline import discover
from pipeline.discover.frontier import Frontier, Step, start
from pipeline.errors import DiscoverError, NotASitemap
from pipeline.models import Discovery, Link
from tests.feeds import FEED, HOST, LISTING, SITE, SITEMAP, make_capture, make_site, paths_of

SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def make_urlset(*entries: str) -> str:
    """A sitemap of these `url` elements' contents."""
    return f"<?xml version='1.0'?><urlset {SPACES}>{''.join(f'<url>{entry}</url>' for entry in entries)}</urlset>"


def make_index(*entries: str) -> str:
    """A sitemap index of these `sitemap` elements' contents."""
    inside = "".join(f"<sitemap>{entry}</sitemap>" for entry in entries)
    return f"<?xml version='1.0'?><sitemapindex {SPACES}>{inside}</sitemapindex>"


def find(body: bytes | str, *, max_links: int = 10_000, **changes: Any) -> Discovery:
    """The discovery of a sitemap on the invented site."""
    source = SITEMAP.model_copy(update={"max_links": max_links})
    return discover.find(make_capture(body, url=f"{HOST}/sitemap.xml", **changes), source, SITE)


def test_a_news_sitemap_gives_title_day_newspaper_language_and_picture() -> None:
    entry = """<loc>https://www.waraqa.example/nahar/41</loc><lastmod>2025-12-10T08:00:00Z</lastmod>
      <news:news><news:publication><news:name>النهار</news:name><news:language>ar</news:language></news:publication>
      <news:publication_date>2025-12-09</news:publication_date><news:title>سد &amp;quot;الوادي&amp;quot;</news:title>
      </news:news>
      <image:image><image:loc>/images/41.jpg</image:loc></image:image>"""
    (link,) = find(make_urlset(entry)).links
    assert (link.url, link.how, link.source) == (f"{HOST}/nahar/41", "sitemap", "sitemap")
    assert (link.hint.title, link.hint.newspaper, link.hint.language) == ('سد "الوادي"', "النهار", "ar")
    assert link.hint.image == f"{HOST}/images/41.jpg"
    assert link.hint.published is not None
    assert link.hint.modified is not None
    assert (link.hint.published.iso(), link.hint.modified.iso()) == ("2025-12-09", "2025-12-10T08:00:00Z")


def test_the_last_change_is_never_the_publication() -> None:
    (link,) = find(make_urlset("<loc>/a/1</loc><lastmod>2025-12-10</lastmod>")).links
    assert link.hint.published is None


def test_an_index_leads_to_its_sitemaps_newest_first() -> None:
    body = make_index(
        "<loc>/map-undated.xml</loc>",
        "<loc>/map-2024.xml</loc><lastmod>2024-12-31</lastmod>",
        "<loc>/map-2025.xml.gz</loc><lastmod>2025-12-10T10:00:00Z</lastmod>",
    )
    assert find(body) == Discovery(more=(f"{HOST}/map-2025.xml.gz", f"{HOST}/map-2024.xml", f"{HOST}/map-undated.xml"))


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "http://127.0.0.1/sitemap.xml",
        "http://[::1]/sitemap.xml",
        "http://169.254.169.254/latest",
        "http://2130706433/x",
        "https://elsewhere.example/sitemap.xml",
        "file:///etc/passwd",
        "https://www.waraqa.example/sitemap.xml",
        "",
    ],
)
def test_r9_sitemaps_elsewhere_and_the_sitemap_itself_are_not_followed(address: str) -> None:
    for body in (make_index(f"<loc>{address}</loc>"), f"User-agent: *\nDisallow:\nSitemap: {address}\n"):
        result = find(body)
        assert (result.links, result.more) == ((), ())


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/a", "javascript:x", "https://elsewhere.example/a", "http://[::1]/a"]
)
def test_r9_pages_elsewhere_are_refused_with_a_note(address: str) -> None:
    result = find(make_urlset(f"<loc>{address}</loc>", "<loc>/a/1</loc>"))
    assert paths_of(result.links) == ["/a/1"]
    assert address in result.notes[0]


def test_a_sitemap_on_another_host_of_the_sites_domain_is_followed() -> None:
    assert find(make_index("<loc>https://maps.waraqa.example/1.xml</loc>")).more == (
        "https://maps.waraqa.example/1.xml",
    )


def test_a_robots_txt_leads_to_the_sitemaps_it_names() -> None:
    body = "User-agent: *\nDisallow: /x\n\nSitemap: https://www.waraqa.example/map.xml # all\nsitemap:/news.xml\n"
    assert find(body, kind="text/plain").more == (f"{HOST}/map.xml", f"{HOST}/news.xml")


def test_a_plain_text_sitemap_has_an_address_a_line() -> None:
    body = f"\ufeff{HOST}/a/1\r\n\r\n{HOST}/a/2\nnonsense here\nhttps://elsewhere.example/3\n"
    result = find(body, kind="text/plain")
    assert paths_of(result.links) == ["/a/1", "/a/2", "/nonsense%20here"]


def test_f6_addresses_with_bare_ampersands_stay_whole() -> None:
    assert paths_of(find(make_urlset("<loc>/a?x=1&y=2&copy=3</loc>")).links) == ["/a?x=1&y=2&copy=3"]


def test_only_the_newest_pages_are_taken_when_there_are_too_many() -> None:
    body = make_urlset(*(f"<loc>/a/{day}</loc><lastmod>2025-11-{day}</lastmod>" for day in range(10, 30)))
    result = find(body, max_links=3)
    assert paths_of(result.links) == ["/a/29", "/a/28", "/a/27"]
    assert "3 of 20 pages" in result.notes[0]


def test_undated_pages_are_taken_from_the_front() -> None:
    result = find(make_urlset(*(f"<loc>/a/{number}</loc>" for number in range(9))), max_links=2)
    assert paths_of(result.links) == ["/a/0", "/a/1"]


def test_f8_no_more_entries_are_read_than_a_sitemap_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.discover.sitemap.MAX_ENTRIES", 5)
    result = find(make_urlset(*(f"<loc>/a/{number}</loc>" for number in range(9))))
    assert len(result.links) == 5
    assert "only the first 5 entries" in result.notes[0]


def test_gzip_is_unpacked_with_all_its_members() -> None:
    whole = make_urlset("<loc>/a/1</loc>", "<loc>/a/2</loc>").encode()
    packed = gzip.compress(whole[:150]) + gzip.compress(whole[150:])
    assert paths_of(find(packed, encoding=None, kind="application/gzip").links) == ["/a/1", "/a/2"]


def test_f12_a_packed_sitemap_that_lies_about_its_encoding_is_read_right() -> None:
    text = make_urlset("<loc>/a/1</loc><news:news><news:title>وزير الماء يدشن سد الوادي</news:title></news:news>")
    (link,) = find(gzip.compress(text.encode("windows-1256")), encoding=None).links
    assert link.hint.title == "وزير الماء يدشن سد الوادي"


def test_f11_packed_data_that_is_cut_off_keeps_whole_entries() -> None:
    entries = [f"<loc>/a/{zlib.crc32(bytes([number]))}</loc>" for number in range(200)]
    result = find(gzip.compress(make_urlset(*entries).encode())[:-200], encoding=None)
    assert 0 < len(result.links) < 200
    assert "cut off" in " ".join(result.notes)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (gzip.compress(b"\0" * (50 * 2**20 + 1)), "unpack to more than the 50 MiB"),
        (gzip.compress(gzip.compress(b"<urlset/>", mtime=0), mtime=0), "gzip inside gzip"),
        (b"\x1f\x8b\x08\x00" + b"\xff" * 40, "damaged"),
    ],
)
def test_n15_bombs_and_damage_are_named(body: bytes, what: str) -> None:
    with pytest.raises(DiscoverError, match=what):
        find(body, encoding=None)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<rss version='2.0'><channel/></rss>", "an RSS feed"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'/>", "an Atom feed"),
        ("<!doctype html><title>404</title>", "an HTML page (title «404»)"),
        ("", "an empty document"),
        ("not found", "begins with 'not found'"),
        ('{"items": []}', "JSON"),
        (make_urlset("<loc>/a</loc>")[:-60], "no whole entry"),
    ],
)
def test_f9_what_is_not_a_sitemap_is_named(body: str, what: str) -> None:
    with pytest.raises(NotASitemap) as caught:
        find(body)
    assert what in caught.value.detail


def test_an_empty_sitemap_is_empty_and_one_of_other_sites_is_broken() -> None:
    assert find(make_urlset()) == Discovery()
    assert find(make_index()) == Discovery()
    with pytest.raises(DiscoverError, match="no link of this site"):
        find(make_urlset("<loc>https://elsewhere.example/1</loc>"))


def test_addresses_that_are_no_articles_are_passed_over() -> None:
    site = make_site(article_url=r"/\d+$")
    capture = make_capture(make_urlset("<loc>/about</loc>", "<loc>/a/1</loc>"))
    assert paths_of(discover.find(capture, SITEMAP, site).links) == ["/a/1"]


def walk(frontier: Frontier, index: dict[str, list[str]]) -> tuple[list[Step], Frontier]:
    """Every step of a frontier over documents that lead to each other as `index` says."""
    steps = []
    while frontier.waiting:
        step, frontier = frontier.pop()
        steps.append(step)
        frontier = frontier.push(step.url, step.depth, index.get(step.url, []))
    return steps, frontier


def test_f8_an_index_of_itself_is_read_once() -> None:
    steps, frontier = walk(start(SITEMAP), {SITEMAP.url: [SITEMAP.url, SITEMAP.url + "?utm_source=x"]})
    assert steps == [Step(SITEMAP.url, 1)]
    assert frontier.notes == ()


def test_f8_a_redirect_back_to_a_read_document_is_known() -> None:
    step, frontier = start(SITEMAP).pop()
    frontier = frontier.push(f"{HOST}/real.xml", step.depth, [f"{HOST}/real.xml"])
    assert frontier.waiting == ()


def test_f8_fifty_levels_end_at_the_third() -> None:
    chain = {f"{HOST}/{level}": [f"{HOST}/{level + 1}"] for level in range(50)}
    steps, frontier = walk(start(SITEMAP.model_copy(update={"url": f"{HOST}/0"})), chain)
    assert [step.depth for step in steps] == [1, 2, 3]
    assert frontier.notes == ("1 further documents were left out: deeper than 3 levels",)


def test_f8_fifty_thousand_sitemaps_are_cut_to_the_sources_number() -> None:
    steps, frontier = walk(start(SITEMAP), {SITEMAP.url: [f"{HOST}/{number}" for number in range(50_000)]})
    assert len(steps) == SITEMAP.max_documents == 100
    assert frontier.notes == ("49901 further documents were left out: enough for one run",)


def test_links_are_counted_over_all_documents_of_a_source() -> None:
    frontier = start(SITEMAP.model_copy(update={"max_links": 3})).push(SITEMAP.url, 1, [f"{HOST}/b"])
    links = tuple(Link(f"{HOST}/a/{number}", "sitemap") for number in range(2))
    taken, frontier = frontier.take(links)
    assert (len(taken), frontier.links_left, len(frontier.waiting)) == (2, 1, 2)
    taken, frontier = frontier.take(links)
    assert (len(taken), frontier.links_left, frontier.waiting) == (1, 0, ())
    assert "max_links" in frontier.notes[0]


def test_a_listing_goes_through_its_pages_and_a_feed_is_one_document() -> None:
    pages = {f"{HOST}/politics": [f"{HOST}/p2"], f"{HOST}/p2": [f"{HOST}/p3"], f"{HOST}/p3": [f"{HOST}/p4"]}
    steps, _ = walk(start(LISTING.model_copy(update={"max_pages": 3})), pages)
    assert [step.url for step in steps] == [f"{HOST}/politics", f"{HOST}/p2", f"{HOST}/p3"]
    assert start(FEED).take(tuple(Link(HOST, "feed") for _ in range(9)))[1].links_left is None
    assert len(walk(start(FEED), {FEED.url: [f"{HOST}/rss2"]})[0]) == 1
