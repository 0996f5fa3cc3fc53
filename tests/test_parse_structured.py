"""What pages say in JSON-LD, metas and microdata: believed in order, tolerated when broken, capped when hostile."""

from __future__ import annotations

import json

import pytest

from pipeline.models import Hint
from tests.parsing import URL, article_of

PROSE = "".join(
    f"<p>{text}</p>"
    for text in (
        "The lighthouse keeper of Sandholm has rung the fog bell by hand for the first time in nineteen years.",
        "A cable had failed at noon, and the motor with it, so she climbed the stairs and pulled the rope herself.",
        "Four ships answered with their horns, and the harbour wrote her a letter of thanks the same evening.",
    )
)


def page(head: str = "", body: str = PROSE, title: str = "Keeper rings the fog bell by hand") -> str:
    return f"<html lang=en><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>"


def ld(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return f'<script type="application/ld+json">{text}</script>'


NEWS = {
    "@type": "NewsArticle",
    "headline": "Keeper rings the fog bell by hand",
    "datePublished": "2024-03-01T10:00:00Z",
    "author": {"@type": "Person", "name": "Ida Sund"},
}


@pytest.mark.parametrize(
    "value",
    [
        NEWS,
        [NEWS],
        {"@graph": [{"@type": "WebSite", "name": "Fjord Post"}, NEWS]},
        [{"@type": "BreadcrumbList", "itemListElement": []}, {**NEWS, "@type": ["Article", "NewsArticle"]}],
        "<!-- " + json.dumps(NEWS) + " -->",
        json.dumps(NEWS)[:-1] + ",}",
        json.dumps(NEWS).replace("by hand", "by\nhand"),
        json.dumps(NEWS) + ";",
    ],
    ids=["object", "list", "graph", "several", "commented", "trailing comma", "line break", "semicolon"],
)
def test_json_ld_is_read_in_every_shape(value: object) -> None:
    article = article_of(page(ld(value)))
    assert article.published is not None
    assert article.published.iso() == "2024-03-01T10:00:00Z"
    assert article.authors == ("Ida Sund",)
    assert (article.provenance["published"], article.provenance["authors"]) == ("json-ld", "json-ld")


@pytest.mark.parametrize(
    "script",
    [
        "{" * 10_000,
        "[" * 10_000 + "]" * 10_000,
        '{"@type":"NewsArticle","datePublished":' + "[" * 5_000 + "]" * 5_000 + "}",
        '{"@type":"NewsArticle","datePublished":NaN,"headline":Infinity}',
        '{"@type":"NewsArticle","author":{"author":{"author":1}},"datePublished":true}',
        '{"@type":"NewsArticle","headline":"' + "x" * 5_000_000 + '"}',
        "not json at all",
        "",
    ],
    ids=["open braces", "deep list", "deep date", "nan", "odd types", "5 MB", "text", "empty"],
)
def test_h9_hostile_json_ld_leaves_the_field_to_other_readers(script: str) -> None:
    meta = '<meta property="article:published_time" content="2024-03-02T10:00:00Z">'
    article = article_of(page(ld(script) + meta))
    assert article.published is not None
    assert (article.published.iso(), article.provenance["published"]) == ("2024-03-02T10:00:00Z", "opengraph")


def test_h9_of_duplicate_keys_the_last_counts() -> None:
    article = article_of(page(ld('{"@type":"NewsArticle","datePublished":"1999","datePublished":"2024-03-01"}')))
    assert article.published is not None
    assert article.published.iso() == "2024-03-01"


def test_authors_point_to_other_items_by_id() -> None:
    graph = {"@graph": [{"@type": "Person", "@id": "#1", "name": "Ola Vik"}, {**NEWS, "author": {"@id": "#1"}}]}
    assert article_of(page(ld(graph))).authors == ("Ola Vik",)


@pytest.mark.parametrize(
    "claimed", ["https://elsewhere.example.net/world/a-story-1234", "https://news.example.org/", "/", "javascript:x"]
)
def test_h8_canonical_of_another_site_or_the_home_page_is_not_believed(claimed: str) -> None:
    head = f'<link rel="canonical" href="{claimed}"><meta property="og:url" content="{claimed}">'
    assert article_of(page(head)).url == URL


def test_h8_base_of_another_site_does_not_move_links() -> None:
    head = '<base href="https://evil.example.net/"><meta property="og:image" content="/pic/1.jpg">'
    assert article_of(page(head)).image == "https://news.example.org/pic/1.jpg"


def test_canonical_of_the_same_site_is_the_articles_address() -> None:
    article = article_of(page('<link rel="canonical" href="//www.example.org/world/1234">'))
    assert article.url == "https://www.example.org/world/1234"


def test_protocol_relative_image_becomes_absolute() -> None:
    assert article_of(page('<meta property="og:image" content="//img.example.org/a/1">')).image == (
        "https://img.example.org/a/1"
    )


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('<meta name="author" content="Ida Sund"><meta property="og:site_name" content="Fjord Post">', ("Ida Sund",)),
        ('<meta name="author" content="Fjord Post"><meta property="og:site_name" content="Fjord Post">', ()),
        ('<meta name="author" content="admin">', ()),
        ('<meta name="author" content="By Ida Sund and Per Aas">', ("Ida Sund", "Per Aas")),
        ('<meta name="author" content="Sund, Ida">', ("Ida Sund",)),
        ('<meta property="article:author" content="https://social.example/ida">', ()),
        ('<meta name="author" content="12 March 2024">', ()),
        ('<meta name="author" content="Senior reporter">', ()),
        ('<meta name="author" content="بقلم: ليلى الحداد">', ("ليلى الحداد",)),
    ],
)
def test_authors_are_people_never_the_site_a_date_or_a_job(head: str, name: tuple[str, ...]) -> None:
    assert article_of(page(head)).authors == name


def test_microdata_is_read() -> None:
    body = (
        '<div itemscope><time itemprop="datePublished" '
        'datetime="2024-03-01T10:00:00Z">1.3.</time><span itemprop="author" itemscope><b itemprop="name">Ida Sund</b>'
        f"</span>{PROSE}</div>"
    )
    article = article_of(page(body=body))
    assert article.published is not None
    assert article.published.iso() == "2024-03-01T10:00:00Z"
    assert (article.authors, article.provenance["authors"]) == (("Ida Sund",), "microdata")


def test_published_and_modified_are_kept_apart() -> None:
    head = '<meta property="article:modified_time" content="2024-03-09T10:00:00Z">'
    article = article_of(page(head, '<time datetime="2024-03-01">1 March</time>' + PROSE))
    assert article.published is not None
    assert article.modified is not None
    assert (article.published.iso(), article.modified.iso()) == ("2024-03-01", "2024-03-09T10:00:00Z")


def test_a_feeds_hint_fills_only_what_the_page_lacks() -> None:
    hint = Hint(title="Other title", authors=("Ida Sund",), newspaper="Fjord Post", section="Sea", language="no")
    article = article_of(page(), hint=hint)
    assert article.title == "Keeper rings the fog bell by hand"
    assert (article.authors, article.newspaper, article.section) == (("Ida Sund",), "Fjord Post", "Sea")
    assert {article.provenance[name] for name in ("authors", "newspaper", "section")} == {"feed"}


@pytest.mark.parametrize("future", ["2031-01-01T00:00:00Z", "0000-00-00", "1970-01-01T00:00:00Z", "soon"])
def test_impossible_dates_are_refused(future: str) -> None:
    assert article_of(page(f'<meta property="article:published_time" content="{future}">')).published is None


@pytest.mark.parametrize(
    ("heading", "told", "title"),
    [
        ("Keeper rings the fog bell", "Keeper rings the fog bell | Fjord Post", "Keeper rings the fog bell"),
        ("Fjord Post", "Keeper rings the fog bell", "Keeper rings the fog bell"),
        ("", "Fjord Post - Keeper rings the fog bell", "Keeper rings the fog bell"),
        ("Sea: Keeper rings the fog bell", "Keeper rings the fog bell", "Keeper rings the fog bell"),
        ("/ Keeper rings the fog bell", "", "Keeper rings the fog bell"),
        ("", "| Keeper rings the fog bell –", "Keeper rings the fog bell"),
    ],
)
def test_title_is_the_heading_its_head_confirms_without_site_and_kicker(heading: str, told: str, title: str) -> None:
    head = f'<meta property="og:title" content="{told}"><meta property="og:site_name" content="Fjord Post">'
    html = f"<html><head>{head if told else ''}</head><body><h1>{heading}</h1>{PROSE}</body></html>"
    assert article_of(html).title == title


def test_body_drawn_by_script_is_taken_from_json_ld() -> None:
    text = "\n".join(f"Paragraph {n} of a story that a script would have drawn on this page later." for n in range(9))
    article = article_of(page(ld({**NEWS, "articleBody": text}), body="<div id=app></div>"))
    assert (article.body, article.provenance["body"]) == (text, "json-ld")


@pytest.mark.parametrize("address", ["file:///tmp/page.html", "", "not an address", "http://[bad", "https://"])
def test_a_page_from_a_file_has_only_the_address_it_states(address: str) -> None:
    head = '<link rel="canonical" href="https://news.example.org/world/a-story-1234">'
    assert article_of(page(head), address).url == "https://news.example.org/world/a-story-1234"
    assert article_of(page(), address).url is None


def test_a_newspaper_with_a_number_in_its_name_is_no_author() -> None:
    head = '<meta name="author" content="Today 24"><meta property="og:site_name" content="Today 24">'
    assert article_of(page(head)).authors == ()
