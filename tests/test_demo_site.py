"""The demo's site, over HTTP as any client meets it, and read by the shipped rules."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote_plus

import httpx
import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline import discover, parse
from pipeline.agencies import find_agency
from pipeline.demo import HOME, DemoServer, demo_site
from pipeline.demo.news import SECTIONS, News, Story, load_news
from pipeline.likeness import is_copy, read_wording, share
from pipeline.models import Capture, Hint, Page

NEWS = load_news()
SITE = demo_site()
REAL_NEWSPAPERS = """
hespress هسبريس hibapress هبة بريس al3omk العمق alyaoum24 اليوم 24 goud كود barlamane برلمان febrayer فبراير alaoual
الأول tanja24 طنجة 24 youm7 اليوم السابع echorouk الشروق masress مصرس maghress مغرس almassae المساء assabah الصباح
alahdath الأحداث المغربية akhbarona أخبارنا lematin le matin l'économiste telquel tel quel al-quds القدس العربي الشرق
الأوسط elkhabar الخبر الأهرام الجزيرة ahram aljazeera le monde libération medi1 le360 médias24 bayane البيان
"""


@pytest.fixture(scope="module")
def server() -> Iterator[DemoServer]:
    with DemoServer(slow=0.2) as running:
        yield running


@pytest.fixture
def client(server: DemoServer) -> Iterator[httpx.Client]:
    server.pass_number = 1
    with open_client(server) as opened:
        yield opened


def open_client(server: DemoServer) -> httpx.Client:
    host, port = server.address
    return httpx.Client(base_url=f"http://{host}:{port}", timeout=30, trust_env=False)


def with_trait(trait: str) -> Story:
    found = [story for story in NEWS.stories if trait in story.traits]
    assert found, f"no story is {trait}"
    return found[0]


def with_old_id() -> tuple[Story, str]:
    return next((story, story.old_path) for story in NEWS.stories if story.old_path)


def edited() -> Story:
    return next(story for story in NEWS.stories if story.edits)


def get_page(client: httpx.Client, path: str) -> LexborHTMLParser:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return LexborHTMLParser(answer.content)


def find(page: LexborHTMLParser | LexborNode, css: str) -> LexborNode:
    node = page.css_first(css)
    assert node is not None, css
    return node


def read_attribute(page: LexborHTMLParser | LexborNode, css: str, name: str) -> str:
    return find(page, css).attributes[name] or ""


def read_ticker(page: LexborHTMLParser) -> list[tuple[str, str]]:
    anchors = page.css("div#belowheader > marquee#marquee > span.marquee > a")
    return [(anchor.attributes["href"] or "", anchor.text()) for anchor in anchors]


def read_links(page: LexborHTMLParser) -> set[str]:
    return {anchor.attributes["href"] or "" for anchor in page.css("div.maincontainer a.teasertitle")}


def read_view_states(page: LexborHTMLParser) -> list[str]:
    return [field.attributes["value"] or "" for field in page.css('input[name="javax.faces.ViewState"]')]


def capture(client: httpx.Client, path: str) -> Capture:
    answer = client.get(path)
    return Capture(
        url=HOME + path,
        final_url=HOME + path,
        status=answer.status_code,
        headers=tuple(answer.headers.items()),
        body=answer.content,
        fetched_at=datetime.now(UTC),
        encoding="utf-8",
    )


def read_with_shipped_rules(client: httpx.Client, path: str) -> Page:
    return parse.read(capture(client, path), site=SITE, hint=Hint())


# The news.


def test_news_are_mostly_arabic_with_some_french() -> None:
    assert len(NEWS.stories) == 64
    assert (len(NEWS.of("ar")), len(NEWS.of("fr"))) == (52, 12)
    assert len(NEWS.newspapers) >= 6
    assert len({story.title for story in NEWS.stories}) == 64
    assert all(3 <= len(story.paragraphs) <= 6 for story in NEWS.stories)
    assert {story.section for story in NEWS.of("ar")} == set(SECTIONS)


def test_news_name_no_real_newspaper() -> None:
    for newspaper in NEWS.newspapers:
        assert newspaper.slug not in REAL_NEWSPAPERS.split()
        assert newspaper.name.lower() not in REAL_NEWSPAPERS
    assert all(story.source.startswith("https://example.org/") for story in NEWS.stories)


def test_news_hold_what_arabic_readers_must_cope_with() -> None:
    text = "\n".join("\n".join(story.paragraphs) for story in NEWS.of("ar"))
    for what in ("دجنبر", "غشت", "يوليوز", "\u0640", "إ", "أ", "آ", "ؤ", "ئ"):
        assert what in text
    assert re.search("[٠-٩]{2}", text)


# Pages.


def test_article_page_has_the_templates_elements(client: httpx.Client) -> None:
    story = next(story for story in NEWS.of("ar") if story.author and not story.traits and not story.old_id)
    answer = client.get(story.path)
    page = LexborHTMLParser(answer.content)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.content.startswith(b"<?xml version='1.0' encoding='UTF-8' ?>\n<!DOCTYPE html>")
    assert find(page, "span.articletitle").text() == story.title
    byline = find(page, "span.articlenewspaper").text()
    assert f"نشر في {story.newspaper.name} يوم {story.published:%d - %m - %Y}" in byline
    assert read_attribute(page, 'meta[property="og:url"]', "content") == story.url
    assert read_attribute(page, "img.articleimage", "src") == (
        f"//images2.warraq-demo.example/{story.newspaper.slug}/{story.id}"
    )
    assert read_attribute(page, 'a[target="_blank"]', "href") == story.source
    assert "شكرا على الإبلاغ!" in find(page, ".ui-dialog").text()


def test_every_article_is_read_right_by_the_shipped_rules(client: httpx.Client) -> None:
    for path, story in NEWS.by_path.items():
        if story.traits & {"gone", "vanishing"}:
            continue
        article = read_with_shipped_rules(client, path).article
        assert article is not None
        assert article.title == story.title
        assert article.paragraphs == list(story.paragraphs)
        assert (article.newspaper, article.source_link) == (story.newspaper.name, story.source)
        assert article.published
        assert article.published.iso() == story.published.date().isoformat()
        assert article.authors == ((story.author,) if story.author else ())
        assert (article.url, article.language) == (HOME + path, story.newspaper.language)


def test_every_source_of_the_site_file_leads_to_articles(client: httpx.Client) -> None:
    for source in SITE.sources:
        assert source.kind in ("feed", "listing")
        path = source.url.removeprefix(HOME)
        found = discover.find(capture(client, path), source, SITE)
        assert found.links, source.id
        assert {link.url.removeprefix(HOME) for link in found.links} <= set(NEWS.by_path)


def test_site_file_suits_two_quick_passes() -> None:
    assert SITE.home == f"{HOME}/"
    assert SITE.follow_ticker
    assert SITE.delay is not None
    assert not SITE.delay
    assert [age.total_seconds() for age in SITE.recheck] == [0]


# What changes, and what does not.


def test_ticker_and_view_states_change_at_every_request_and_the_article_does_not(client: httpx.Client) -> None:
    path = next(story.path for story in NEWS.of("ar") if story.is_listed)
    pages = [get_page(client, path) for _ in range(3)]
    tickers = [read_ticker(page) for page in pages]
    assert tickers[0] != tickers[1] != tickers[2]
    assert len({state for page in pages for state in read_view_states(page)}) == 12
    assert all(len(state) == 2000 for state in read_view_states(pages[0]))
    bodies = {find(page, "#mainContent").html for page in pages}
    assert len(bodies) == 1


@pytest.mark.parametrize("path", ["/", "/fr", "/sports", NEWS.of("ar")[5].path, NEWS.of("fr")[2].path])
def test_ticker_has_empty_and_repeated_headlines(client: httpx.Client, path: str) -> None:
    page = get_page(client, path)
    ticker = read_ticker(page)
    texts = [text for _, text in ticker if text]
    assert 40 <= len(ticker) <= 60
    assert len(texts) < len(ticker)
    assert len(set(texts)) < len(texts)
    assert all(NEWS.by_path[href].title == text for href, text in ticker if text)
    assert (find(page, "span.marquee").html or "").count("&nbsp;" * 4) == len(ticker)


def test_same_seed_gives_the_same_tickers() -> None:
    tickers = []
    for seed in (7, 7, 8):
        with DemoServer(seed=seed) as server, open_client(server) as client:
            tickers.append([read_ticker(get_page(client, "/")) for _ in range(2)])
    assert tickers[0] == tickers[1] != tickers[2]


def test_edited_story_changes_a_number_and_a_sentence_at_the_second_pass(
    server: DemoServer, client: httpx.Client
) -> None:
    story = edited()
    first = read_with_shipped_rules(client, story.path).article
    server.pass_number = 2
    second = read_with_shipped_rules(client, story.path).article
    assert first
    assert second
    assert (first.title, first.published, len(first.paragraphs)) == (
        second.title,
        second.published,
        len(second.paragraphs),
    )
    changed = [pair for pair in zip(first.paragraphs, second.paragraphs, strict=True) if pair[0] != pair[1]]
    assert len(changed) == len(story.edits) == 2
    assert [re.findall(r"\d+", text) for text in changed[0]] == [["14", "300"], ["15", "120"]]


def test_no_other_story_changes_between_the_passes() -> None:
    for story in NEWS.stories:
        assert (story.read(1) != story.read(2)) == bool(story.edits)


# The odd ones.


def test_one_article_is_at_two_addresses_and_a_listing_names_the_second(client: httpx.Client) -> None:
    story, old_path = with_old_id()
    contents = {find(get_page(client, path), "#mainContent").html for path in (story.path, old_path)}
    assert len(contents) == 1
    assert old_path in read_links(get_page(client, f"/{story.section}"))
    assert story.path in read_links(get_page(client, "/"))
    assert f"{story.url}<" in client.get("/rss").text


def test_gone_story_is_named_by_feed_and_ticker_at_both_passes(server: DemoServer, client: httpx.Client) -> None:
    story = with_trait("gone")
    for server.pass_number in (1, 2):
        assert client.get(story.path).status_code == 410
        assert f"<link>{story.url}</link>" in client.get("/rss").text
        assert story.path in dict(read_ticker(get_page(client, "/")))


def test_story_in_the_ticker_only_is_named_nowhere_else(client: httpx.Client) -> None:
    story = with_trait("ticker_only")
    author = f"/author/{quote_plus(story.author or story.newspaper.name)}"
    for path in ("/", "/fr", f"/{story.section}", f"/{story.newspaper.slug}", author):
        page = get_page(client, path)
        assert story.path not in read_links(page)
        assert story.path in dict(read_ticker(page))
    assert story.url not in client.get("/rss").text
    assert find(get_page(client, story.path), "span.articletitle").text() == story.title


def test_vanishing_headline_stands_in_the_first_ticker_only_and_leads_to_nothing(
    server: DemoServer, client: httpx.Client
) -> None:
    story = with_trait("vanishing")
    assert client.get(story.path).status_code == 410
    assert story.path in dict(read_ticker(get_page(client, "/")))
    assert story.url not in client.get("/rss").text
    server.pass_number = 2
    assert story.path not in dict(read_ticker(get_page(client, "/")))


def test_one_headline_is_reworded_at_the_second_pass_and_its_article_is_not(
    server: DemoServer, client: httpx.Client
) -> None:
    story = next(story for story in NEWS.stories if story.later)
    assert dict(read_ticker(get_page(client, "/")))[story.path] == story.title
    server.pass_number = 2
    assert dict(read_ticker(get_page(client, "/")))[story.path] == story.later
    assert find(get_page(client, story.path), "span.articletitle").text() == story.title


def test_three_newspapers_print_one_text_of_the_agencies() -> None:
    first, *others = (story for story in reversed(NEWS.stories) if story.source.endswith("/raml"))
    assert find_agency("\n".join(first.paragraphs)) == "agencies"
    texts = [read_wording("\n".join(story.paragraphs)) for story in (first, *others)]
    assert len({story.newspaper.slug for story in (first, *others)}) == 3
    assert all(is_copy(text, texts[0]) and share(text, texts[0]) < 1 for text in texts[1:])


def test_story_without_a_title_element_text_has_it_in_the_metas(client: httpx.Client) -> None:
    story = with_trait("untitled")
    page = get_page(client, story.path)
    assert find(page, "span.articletitle").text() == ""
    assert read_attribute(page, 'meta[property="og:title"]', "content") == story.title


def test_newspaper_logo_is_no_picture(client: httpx.Client) -> None:
    story = with_trait("logo")
    source = read_attribute(get_page(client, story.path), "img.articleimage", "src")
    assert source.endswith(f"/{story.newspaper.slug}/{story.newspaper.slug}/thumb")
    article = read_with_shipped_rules(client, story.path).article
    assert article
    assert article.image is None


def test_story_without_picture_has_none(client: httpx.Client) -> None:
    page = get_page(client, with_trait("plain").path)
    assert not page.css("img.articleimage, meta[property='og:image']")


def test_split_story_has_a_content_element_per_paragraph(client: httpx.Client) -> None:
    story = with_trait("split")
    assert [part.text() for part in get_page(client, story.path).css("span.articlecontent")] == list(story.paragraphs)


def test_slow_story_waits_and_stopping_does_not_wait_for_it() -> None:
    story = with_trait("slow")
    outcome: list[str] = []

    def ask(client: httpx.Client) -> None:
        try:
            outcome.append(client.get(story.path).text)
        except httpx.TransportError as error:
            outcome.append(repr(error))

    with DemoServer(slow=3600) as server, open_client(server) as client:
        asking = threading.Thread(target=ask, args=(client,))
        asking.start()
        while not server.requests[story.path]:
            asking.join(0.01)
        assert not outcome
        server.stop()
        asking.join(60)
    assert len(outcome) == 1


# Feeds, listings, robots.txt, HTTP.


@pytest.mark.parametrize(("path", "language"), [("/rss", "ar"), ("/fr/rss", "fr")])
def test_feed_gives_newspaper_time_and_the_beginning_of_the_text(
    client: httpx.Client, path: str, language: str
) -> None:
    answer = client.get(path)
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    items = etree.fromstring(answer.content).findall("./channel/item")
    assert len(items) == (30 if language == "ar" else 12)
    for item in items:
        story = NEWS.by_path[(item.findtext("link") or "").removeprefix(HOME)]
        assert story.newspaper.language == language
        assert item.findtext("title") == story.title
        assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == story.newspaper.name
        assert parsedate_to_datetime(item.findtext("pubDate") or "") == story.published
        assert 300 <= len(item.findtext("description") or "") <= 333


def test_feed_is_not_modified_between_the_passes(server: DemoServer, client: httpx.Client) -> None:
    first = client.get("/rss")
    server.pass_number = 2
    again = client.get("/rss", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/rss", headers={"If-None-Match": '"other"'}).status_code == 200


def test_listings_name_newspaper_and_author(client: httpx.Client) -> None:
    page = get_page(client, "/qandiljabal")
    teaser = find(page, "div.maincontainer div.teasercontainer")
    assert read_attribute(teaser, "a.teasernewspaper", "href") == "/qandiljabal"
    author = find(teaser, 'a.teaserauthor[href^="/author/"]')
    assert read_links(get_page(client, author.attributes["href"] or "")) <= set(NEWS.by_path)
    assert "(...)" in teaser.text()
    assert read_links(page) == {story.path for story in NEWS.stories if story.newspaper.slug == "qandiljabal"}


def test_home_page_points_to_its_feed(client: httpx.Client) -> None:
    for path, feed in (("/", "/rss"), ("/fr", "/fr/rss")):
        anchor = find(get_page(client, path), '.pagetitlewraper a[href$="rss"]')
        assert anchor.attributes["href"] == feed


def test_robots_allows_articles_and_forbids_faces(client: httpx.Client) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.splitlines() == ["User-agent: *", "Disallow: /faces/", "Crawl-delay: 0"]


@pytest.mark.parametrize("path", ["/nothing", "/qandiljabal/1", "/author/nobody", "/fr/qandiljabal/41207", "/faces/x"])
def test_unknown_addresses_are_not_found(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert not LexborHTMLParser(answer.content).css("span.articletitle")


def test_connection_is_kept_and_gzip_sent_only_when_asked(client: httpx.Client) -> None:
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/", headers={"Accept-Encoding": "identity"})
    assert packed.http_version == "HTTP/1.1"
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert int(plain.headers["content-length"]) == len(plain.content)
    assert packed.headers.get("connection", "keep-alive") == "keep-alive"
    head = client.head("/rss")
    assert (head.status_code, head.content) == (200, b"")


def test_requests_are_counted_by_path() -> None:
    with DemoServer() as server, open_client(server) as client:
        for path in ("/rss", "/rss?again=1", "/"):
            client.get(path)
        assert server.requests == {"/rss": 2, "/": 1}


def test_server_refuses_to_start_twice_and_can_start_again() -> None:
    server = DemoServer()
    with pytest.raises(RuntimeError, match="not running"):
        _ = server.address
    with server:
        with pytest.raises(RuntimeError, match="running already"):
            server.start()
        with open_client(server) as client:
            assert client.get("/robots.txt").status_code == 200
    server.stop()
    with server, open_client(server) as client:
        assert client.get("/robots.txt").status_code == 200


def test_news_are_loaded_anew_each_time() -> None:
    assert isinstance(load_news(), News)
    assert load_news() == NEWS
