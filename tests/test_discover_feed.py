"""Feeds: every format gives the same links and hints, and every fault its right behaviour."""

from __future__ import annotations

import gzip
import json
import pickle
from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline import discover
from pipeline.errors import DiscoverError, NotAFeed
from pipeline.models import Discovery, Hint
from pipeline.sites import UrlsSource
from tests.feeds import FEED, HOST, SITE, make_capture, make_rss, make_site, paths_of

DC, MEDIA = "http://purl.org/dc/elements/1.1/", "http://search.yahoo.com/mrss/"

RSS_2 = make_rss(
    """<title>وزير الماء يدشن سد الوادي</title><link>https://www.waraqa.example/nahar/41</link>
    <guid isPermaLink="false">nahar-41</guid><pubDate>Tue, 09 Dec 2025 10:15:30 +0100</pubDate>
    <dc:creator>سلمى التازي</dc:creator><dc:creator>آدم برادة</dc:creator>
    <category>سياسة</category><category>ماء</category>
    <source url="https://nahar.example/rss">النهار</source><dc:language>ar-MA</dc:language>
    <media:content url="//images.waraqa.example/nahar/41" medium="image"/>
    <atom:updated>2025-12-09T12:00:00+01:00</atom:updated>"""
)
RSS_2_OTHER = make_rss(
    """<title><![CDATA[وزير الماء يدشن <b>سد الوادي</b>]]></title><guid>https://www.waraqa.example/nahar/41</guid>
    <dc:date>2025-12-09T10:15:30+01:00</dc:date><author>desk@waraqa.example (سلمى التازي)</author>
    <author>آدم برادة</author><dc:subject>سياسة</dc:subject><dc:publisher>النهار</dc:publisher>
    <enclosure type="image/jpeg" url="https://images.waraqa.example/nahar/41" length="9"/>
    <dcterms:modified xmlns:dcterms="http://purl.org/dc/terms/">2025-12-09T11:00:00Z</dcterms:modified>""",
    channel="<language>ar</language>",
)
RSS_1 = f"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="{DC}" xmlns:i="http://search.yahoo.com/mrss/">
  <channel rdf:about="{HOST}/rss"><title>ورقة</title><dc:language>ar</dc:language></channel>
  <item rdf:about="{HOST}/nahar/41"><title>وزير الماء يدشن سد الوادي</title><dc:date>2025-12-09T10:15:30+01:00</dc:date>
  <dc:creator>سلمى التازي</dc:creator><dc:creator>آدم برادة</dc:creator><dc:subject>سياسة</dc:subject>
  <dc:publisher>النهار</dc:publisher><i:thumbnail url="https://images.waraqa.example/nahar/41"/></item></rdf:RDF>"""
ATOM_1 = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar" xml:base="{HOST}/nahar/"><title>ورقة</title>
  <link rel="self" href="{HOST}/atom"/>
  <entry><title type="html">وزير الماء يدشن &lt;em>سد الوادي&lt;/em></title><id>nahar-41</id>
  <link rel="self" href="/api/41"/><link rel="alternate" type="application/pdf" href="41.pdf"/>
  <link type="text/html" href="41"/><link rel="enclosure" type="image/png" href="https://images.waraqa.example/nahar/41"/>
  <published>2025-12-09T10:15:30+01:00</published><updated>2025-12-09T12:00:00+01:00</updated>
  <author><name>سلمى التازي</name><email>s@waraqa.example</email></author><author><name>آدم برادة</name></author>
  <category term="politics" label="سياسة"/><category term="water"/>
  <source><id>x</id><title>النهار</title></source></entry>
  </feed>"""
ATOM_03 = f"""<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="ar"><entry>
  <title mode="escaped">وزير الماء يدشن سد الوادي</title><link rel="alternate" type="text/html" href="{HOST}/nahar/41"/>
  <issued>2025-12-09T10:15:30+01:00</issued><modified>2025-12-09T12:00:00+01:00</modified></entry></feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "language": "ar",
        "items": [
            {
                "id": "nahar-41",
                "url": "/nahar/41",
                "title": "وزير الماء يدشن سد الوادي",
                "date_published": "2025-12-09T10:15:30+01:00",
                "date_modified": "2025-12-09T12:00:00+01:00",
                "authors": [{"name": "سلمى التازي"}, {"name": "آدم برادة"}],
                "tags": ["سياسة", "ماء"],
                "image": "https://images.waraqa.example/nahar/41",
            }
        ],
    }
)
RSS_091 = """<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss.dtd">
  <rss version="0.91"><channel><language>ar</language><item><title>وزير الماء يدشن سد الوادي</title>
  <link>https://www.waraqa.example/nahar/41</link></item></channel></rss>"""


def find(body: bytes | str, **changes: Any) -> Discovery:
    """The discovery of a feed on the invented site."""
    return discover.find(make_capture(body, **changes), FEED, SITE)


def only(body: bytes | str) -> Hint:
    """The hint of the one link that a feed must give."""
    (link,) = find(body).links
    return link.hint


@pytest.mark.parametrize("feed", [RSS_2, RSS_2_OTHER, RSS_1, ATOM_1, ATOM_03, JSON_FEED, RSS_091])
def test_every_format_gives_address_title_and_language(feed: str) -> None:
    (link,) = find(feed).links
    assert (link.url, link.how, link.site, link.source) == (f"{HOST}/nahar/41", "feed", "waraqa", "feed")
    assert link.found_on == f"{HOST}/rss"
    assert (link.hint.title, link.hint.language) == ("وزير الماء يدشن سد الوادي", "ar")


@pytest.mark.parametrize("feed", [RSS_2, RSS_2_OTHER, RSS_1, ATOM_1, ATOM_03, JSON_FEED])
def test_an_items_own_date_travels_to_the_second(feed: str) -> None:
    published = only(feed).published
    assert published is not None
    assert (published.iso(), published.precision) == ("2025-12-09T09:15:30Z", "second")


@pytest.mark.parametrize("feed", [RSS_2, RSS_2_OTHER, RSS_1, ATOM_1, JSON_FEED])
def test_authors_section_and_picture_travel(feed: str) -> None:
    hint = only(feed)
    assert hint.authors == ("سلمى التازي", "آدم برادة")
    assert (hint.section, hint.image) == ("سياسة", "https://images.waraqa.example/nahar/41")


@pytest.mark.parametrize("feed", [RSS_2, RSS_2_OTHER, RSS_1, ATOM_1])
def test_the_newspaper_an_item_was_taken_from_travels(feed: str) -> None:
    assert only(feed).newspaper == "النهار"


@pytest.mark.parametrize("feed", [RSS_2, RSS_2_OTHER, ATOM_1, ATOM_03, JSON_FEED])
def test_the_last_change_is_kept_apart_from_the_publication(feed: str) -> None:
    modified = only(feed).modified
    assert modified is not None
    assert modified.iso() == "2025-12-09T11:00:00Z"


def test_a_change_alone_is_not_taken_for_a_publication() -> None:
    hint = only(ATOM_03.replace("issued", "nothing"))
    assert hint.published is None
    assert hint.modified is not None


def test_the_creator_is_the_newspaper_where_the_site_file_says_so() -> None:
    source = FEED.model_copy(update={"creator": "newspaper"})
    body = make_rss("<link>/nahar/41</link><dc:creator>النهار</dc:creator><author>x@y.example (سلمى)</author>")
    (link,) = discover.find(make_capture(body), source, SITE).links
    assert (link.hint.newspaper, link.hint.authors) == ("النهار", ("سلمى",))


def test_the_site_file_fills_what_the_item_does_not_say_and_beats_the_channel() -> None:
    source = FEED.model_copy(update={"language": "fr", "newspaper": "Le Jour", "section": "sport"})
    body = make_rss(
        "<link>/a/1</link>",
        "<link>/a/2</link><dc:language>ar</dc:language><category>eau</category>",
        channel="<language>en-US</language>",
    )
    first, second = (link.hint for link in discover.find(make_capture(body), source, SITE).links)
    assert (first.language, first.newspaper, first.section) == ("fr", "Le Jour", "sport")
    assert (second.language, second.newspaper, second.section) == ("ar", "Le Jour", "eau")


def test_times_without_zone_are_the_sites() -> None:
    published = only(make_rss("<link>/a/1</link><pubDate>2025-12-09 10:00:00</pubDate>")).published
    assert published is not None
    assert (published.iso(), published.zone) == ("2025-12-09T09:00:00Z", "site")


def test_a_feed_services_address_gives_way_to_the_original() -> None:
    item = "<link>https://feeds.example/~r/x</link><feedburner:origLink>https://www.waraqa.example/a/1</feedburner:origLink>"
    assert paths_of(find(make_rss(item)).links) == ["/a/1"]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("<link>/a/1</link>", ["/a/1"]),
        ("<link>a/1</link>", ["/a/1"]),
        ("<link>//www.waraqa.example/a/1</link>", ["/a/1"]),
        ("<link>\n  https://www.waraqa.example/a/1\n</link>", ["/a/1"]),
        ("<link><![CDATA[/a?x=1&y=2]]></link>", ["/a?x=1&y=2"]),
        ("<link>/a?x=1&y=2</link>", ["/a?x=1&y=2"]),
        ("<link>/a?x=1&amp;amp;y=2</link>", ["/a?x=1&y=2"]),
        ("<link>/a?x=1&copy=2</link>", ["/a?x=1&copy=2"]),
        ("<link>javascript:alert(1)</link><guid>https://www.waraqa.example/a/1</guid>", ["/a/1"]),
        ("<link></link><guid>https://www.waraqa.example/a/1</guid>", ["/a/1"]),
        ("<guid isPermaLink='false'>https://www.waraqa.example/a/1</guid>", []),
        ("<atom:link rel='self' href='/self'/><link>/a/1</link>", ["/a/1"]),
        ("<atom:link href='/a/1'/>", ["/a/1"]),
        ("<link xml:base='/deep/er/'>1</link>", ["/deep/er/1"]),
        ("<link xml:base='http://[bad'>/a/1</link>", ["/a/1"]),
        ("<link>https://www.waraqa.example/</link>", []),
        ("<link>https://www.waraqa.example/rss#top</link>", []),
    ],
)
def test_f6_links_are_resolved_by_kind(item: str, expected: list[str]) -> None:
    assert paths_of(find(make_rss(item, "<link>/other</link>")).links) == [*expected, "/other"]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("javascript:alert(1)", "not http or https: javascript:"),
        ("data:text/html,x", "not http or https: data:"),
        ("mailto:a@b.example", "not http or https: mailto:"),
        ("https://elsewhere.example/a", "another site's"),
        ("http://127.0.0.1/a", "another site's"),
        ("http://user:pw@www.waraqa.example/a", "user name or password"),
        ("https://[", "cannot be fetched"),
        ("", "without an address"),
    ],
)
def test_f6_what_is_no_link_of_the_site_is_refused_with_a_note(written: str, reason: str) -> None:
    result = find(make_rss(f"<link>{written}</link>", "<link>/a/1</link>"))
    assert paths_of(result.links) == ["/a/1"]
    assert reason in result.notes[0]


def test_a_feed_whose_every_link_is_refused_is_broken_not_empty() -> None:
    with pytest.raises(DiscoverError, match=r"no link of this site.*elsewhere") as caught:
        find(make_rss("<link>https://elsewhere.example/1</link>"))
    assert caught.value.reason == "source_broken"


def test_a_valid_feed_without_items_is_empty_not_broken() -> None:
    assert find(make_rss()) == Discovery()
    assert find('<feed xmlns="http://www.w3.org/2005/Atom"/>') == Discovery()
    assert find('{"version": "https://jsonfeed.org/version/1", "items": []}') == Discovery()


def test_addresses_that_are_no_articles_are_counted() -> None:
    site = make_site(article_url=r"/\d+$")
    result = discover.find(make_capture(make_rss("<link>/video</link>", "<link>/a/1</link>")), FEED, site)
    assert paths_of(result.links) == ["/a/1"]
    assert result.notes == ("1 passed over, no article by `article_url`: /video",)
    only_others = discover.find(make_capture(make_rss("<link>/video</link>")), FEED, site)
    assert only_others.links == ()


def test_aliases_and_www_are_the_same_site_and_the_same_page() -> None:
    items = [f"<link>{host}/a/1</link>" for host in ("http://waraqa.example", "https://www.waraqa.test", HOST)]
    (link,) = find(make_rss(*items)).links
    assert link.url == "http://waraqa.example/a/1"


def test_f5_reused_changed_and_empty_guids_lose_and_double_nothing() -> None:
    items = [
        "<guid isPermaLink='false'>1</guid><link>/a/1</link><title>first</title>",
        "<guid isPermaLink='false'>1</guid><link>/a/2</link>",
        "<guid isPermaLink='false'>9</guid><link>/a/1?utm_source=rss</link><title>again</title>",
        "<guid></guid><link>/a/3</link>",
        "<guid></guid><link>/a/4</link>",
    ]
    links = find(make_rss(*items)).links
    assert paths_of(links) == ["/a/1", "/a/2", "/a/3", "/a/4"]
    assert [(link.hint.guid, link.hint.title) for link in links[:3]] == [("1", "first"), ("1", None), (None, None)]


@pytest.mark.parametrize(
    "written",
    ["", "soon", "0000-00-00 00:00:00", "Thu, 01 Jan 1970 00:00:00 GMT", "9999-12-31T00:00:00Z", "0001-01-01"],
)
def test_f7_a_date_that_is_none_gives_none_and_never_today(written: str) -> None:
    result = find(make_rss(f"<link>/a/1</link><pubDate>{written}</pubDate>"))
    assert result.links[0].hint.published is None
    assert result.notes == ((f"1 passed over, dates that are none or not believable: {written}",) if written else ())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("&amp;lt;b&amp;gt;سد&amp;lt;/b&amp;gt; &amp;amp;quot;الوادي&amp;amp;quot;", 'سد "الوادي"'),
        ("<![CDATA[سد &amp; <i class='x'>واد</i>]]>", "سد & واد"),
        ("A &amp; B", "A & B"),
        ("A & B", "A & B"),
        ("A&nbsp;B &eacute;t&eacute; &#8211; &#150; &unknown; &x", "A B été – – &unknown; &x"),
        ("5 &lt; 6 and List&lt;String&gt;", "5 < 6 and List<String>"),
        ("\u202eمقلوب\u202c نص", "مقلوب نص"),
        ("a\x0b\x00b&#0;c&#xD800;d", "ab\ufffdc\ufffdd"),
        ("سطر\n  وسطر", "سطر وسطر"),
        ("one<br/>two", "one two"),
        ("", None),
    ],
)
def test_f10_titles_are_cleaned(written: str, expected: str | None) -> None:
    assert only(make_rss(f"<link>/a/1</link><title>{written}</title>")).title == expected


def test_a_title_of_any_length_becomes_a_short_one() -> None:
    title = only(make_rss(f"<link>/a/1</link><title>{'و' * 100_000}</title>")).title
    assert title is not None
    assert len(title) == 1000


def test_f11_items_before_a_cut_are_kept_and_the_cut_is_noted() -> None:
    whole = make_rss("<link>/a/1</link>", "<link>/a/22</link>")
    for end in range(whole.index("</item>") + 7, whole.index("</rss>") + 5):
        result = find(whole[:end])
        is_second_whole = end >= whole.rindex("</item>") + 7
        assert paths_of(result.links) == (["/a/1", "/a/22"] if is_second_whole else ["/a/1"])
        assert "cut off" in result.notes[-1]


def test_f11_a_cut_json_feed_keeps_the_items_before_the_cut() -> None:
    whole = '{"version":"https://jsonfeed.org/version/1.1","items":[{"url":"/a/1"},{"url":"/a/22"}]}'
    result = find(whole[:-8])
    assert paths_of(result.links) == ["/a/1"]
    assert "cut off" in result.notes[-1]


def test_f11_a_truncated_answer_is_noted_even_when_its_xml_looks_whole() -> None:
    assert find(make_rss("<link>/a/1</link>"), truncated=True).notes == ("the answer was cut off before its end",)


def test_a_feed_cut_off_before_its_first_item_is_broken() -> None:
    with pytest.raises(NotAFeed, match="without a whole item"):
        find(make_rss("<link>/a/1</link>")[:-40])


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("", "an empty document"),
        ("   \n", "an empty document"),
        ("<!DOCTYPE html><html><head><title>تسجيل الدخول</title></head>", "an HTML page (title «تسجيل الدخول»)"),
        ("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>", "an HTML page"),
        ("<div><p>Just a moment</p></div>", "an HTML page"),
        (f"<urlset><url><loc>{HOST}/a</loc></url></urlset>", "a sitemap"),
        ("<opml version='2.0'/>", "an OPML outline"),
        ("<Error><Code>AccessDenied</Code></Error>", "XML whose root is <error>"),
        ('{"error": "rate limited"}', "JSON"),
        ("%PDF-1.7", "a PDF file"),
        ("Service unavailable", "no XML: it begins with 'Service unavailable'"),
        ('{"version": "https://jsonfeed.org/version/1", "items": "none"}', "without a list of items"),
    ],
)
def test_f9_what_is_not_a_feed_is_named(body: str, what: str) -> None:
    with pytest.raises(NotAFeed) as caught:
        find(body)
    assert caught.value.reason == "not_a_feed"
    assert what in caught.value.detail


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (make_rss("<link>/a/1</link><title>وزير الماء يدشن سد الوادي</title>").encode("windows-1256"), None),
        (make_rss("<link>/a/1</link><title>وزير الماء يدشن سد الوادي</title>").encode("utf-16-le"), None),
        (make_rss("<link>/a/1</link><title>وزير الماء يدشن سد الوادي</title>").encode("utf-16"), None),
        (make_rss("<link>/a/1</link><title>وزير الماء يدشن سد الوادي</title>").encode("windows-1256"), "windows-1256"),
        (b"\xef\xbb\xbf" + make_rss("<link>/a/1</link><title>وزير الماء يدشن سد الوادي</title>").encode(), "utf-8"),
    ],
)
def test_f12_a_lying_or_missing_encoding_still_gives_the_right_text(body: bytes, encoding: str | None) -> None:
    (link,) = find(body, encoding=encoding).links
    assert link.hint.title == "وزير الماء يدشن سد الوادي"


@pytest.mark.parametrize(
    "body",
    [
        "\n\n  " + make_rss("<link>/a/1</link>"),
        "<br />\n<b>Warning</b>: something in /x.php<br />\n" + make_rss("<link>/a/1</link>"),
        "<!-- cached --><?xml-stylesheet href='x'?>" + make_rss("<link>/a/1</link>").partition("?>")[2],
        make_rss("<link>/a/1</link>") + "\n<!-- 12 queries --><script>track()</script>",
        "<rss><channel><item><dc:creator>x</dc:creator><link>/a/1</link></item></channel></rss>",
        "<RDF><channel/><item><link>/a/1</link></item></RDF>",
        "<feed><entry><title>no namespace</title><link href='/a/1'/></entry></feed>",
        "<rss><channel><item><title>a <b>c</title><link>/a/1</link></item></channel></rss>",
        "<rss><channel><item><link>/a/1</link><x>&lt; a && b &c; <![CDATA[ x ]]></x></item></channel></rss>",
    ],
)
def test_broken_feeds_are_read_all_the_same(body: str) -> None:
    assert paths_of(find(body).links) == ["/a/1"]


def test_f4_items_beyond_the_cap_are_left_out_and_noted() -> None:
    body = make_rss(*(f"<link>/a/{number}</link>" for number in range(2_001)))
    result = find(body)
    assert len(result.links) == 2_000
    assert result.notes == ("only the first 2000 items were read, the feed has more",)


def test_a_gzipped_feed_is_unpacked() -> None:
    assert paths_of(find(gzip.compress(make_rss("<link>/a/1</link>").encode()), encoding=None).links) == ["/a/1"]


def test_arguments_and_results_survive_the_way_to_a_child_process() -> None:
    arguments = pickle.loads(pickle.dumps((make_capture(RSS_2), FEED, SITE)))  # noqa: S301 (our own bytes)
    result = discover.find(*arguments)
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301
    with pytest.raises(NotAFeed) as caught:
        find("<html>")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301


def test_a_source_without_document_is_a_bug_of_the_caller() -> None:
    with pytest.raises(TypeError, match="no document"):
        discover.find(make_capture(""), UrlsSource(kind="urls", urls=(HOST,)), SITE)


def test_dates_are_judged_by_the_moment_of_the_fetch() -> None:
    early = find(RSS_2, fetched_at=datetime(2025, 1, 1, tzinfo=UTC))
    assert early.links[0].hint.published is None
