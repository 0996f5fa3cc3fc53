"""What holds of every page, whatever was done to its bytes: typed errors only, and dates and links that can be."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.errors import PageError
from pipeline.models import Article, Capture, Page
from pipeline.parse import read
from pipeline.parse.prose import without_copies
from pipeline.parse.titles import clean_title
from pipeline.text import clean_display, fold_letters, squeeze
from pipeline.urls import is_same_site
from tests.golden import NAMES, load_golden
from tests.parsing import NOW, PROSE, URL, capture
from tests.reshaping import Token, split_html

LAST = NOW + timedelta(days=2)  # zones and embargoes
_LINK = re.compile(r"https?://[^\s<>\"]+\Z")
_DAMAGE = ("drop", "double", "swap", "unquote", "unclose", "empty", "stray quote", "null", "high byte")


# Pages with damage done to them.


def _damage(token: Token, how: str) -> str:
    """A tag or text with one thing broken in it."""
    text = token[1]
    return {
        "drop": "",
        "double": text + text,
        "unquote": text.replace('"', "", 1),
        "unclose": text.removesuffix(">"),
        "empty": re.sub(r'="[^"]*"', '=""', text),
        "stray quote": text.replace("=", "=\"'", 1),
        "null": text + "\0",
        "high byte": text + "\udcff",
    }.get(how, text)


@st.composite
def damaged_pages(draw: st.DrawFn) -> tuple[str, bytes]:
    """A golden page with some of its tags and texts broken, cut off anywhere."""
    golden = load_golden(draw(st.sampled_from(NAMES)))
    tokens = split_html(golden.html)
    places = st.integers(0, len(tokens) - 1)
    for place, how, other in draw(
        st.lists(st.tuples(places, st.sampled_from(_DAMAGE), places), min_size=1, max_size=8)
    ):
        if how == "swap":
            tokens[place], tokens[other] = tokens[other], tokens[place]
        else:
            tokens[place] = (tokens[place][0], _damage(tokens[place], how))
    html = "".join(text for _, text in tokens)
    data = html.encode("utf-8", "surrogateescape")
    return golden.asked, data[: draw(st.integers(0, len(data))) or len(data)]


def check_page(page: Page, asked: str) -> None:
    """What is true of every page."""
    assert (page.kind == "article") == (page.article is not None) == (page.why is None)
    assert [headline.position for headline in page.ticker] == list(range(len(page.ticker)))
    for headline in page.ticker:
        assert headline.text == squeeze(headline.text) != ""
        assert headline.url is None or _LINK.match(headline.url)
    if page.article:
        check_article(page.article, asked)


def check_article(article: Article, asked: str) -> None:
    """What is true of every article."""
    assert article.url
    assert _LINK.match(article.url)
    assert is_same_site(article.url, asked)
    assert article.title == squeeze(article.title)
    assert article.body
    assert all(line == line.strip() != "" for line in article.paragraphs)
    assert len(set(article.authors)) == len(article.authors)
    assert all(name == squeeze(name) != "" for name in article.authors)
    for link in (article.image, article.source_link):
        assert link is None or _LINK.match(link)
    for moment in (article.published, article.modified):
        assert moment is None or (moment.value <= LAST and moment.value.year > 1989)
    assert article.language is None or re.fullmatch("[a-z]{2,3}", article.language)
    told = {name for name in ("newspaper", "section", "source_text") if getattr(article, name) == ""}
    assert not told, "a field without an answer is None"
    article.body.encode()
    article.title.encode()


@settings(max_examples=250)
@given(damaged_pages())
def test_a_damaged_page_is_read_or_refused_and_what_is_read_can_be(damaged: tuple[str, bytes]) -> None:
    asked, data = damaged
    taken = Capture(asked, asked, 200, (("content-type", "text/html"),), data, NOW)
    try:
        page = read(taken)
    except PageError:
        return
    check_page(page, asked)
    assert read(taken) == page


@settings(max_examples=150)
@given(
    st.binary(max_size=400),
    st.sampled_from(["text/html", "text/plain", "application/xhtml+xml", "", "x/y; charset=utf-16"]),
)
def test_any_bytes_of_any_kind_are_read_or_refused(data: bytes, kind: str) -> None:
    try:
        page = read(Capture(URL, URL, 200, (("content-type", kind),), data, NOW))
    except PageError:
        return
    check_page(page, URL)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_cut_off_at_any_tag_is_read(name: str) -> None:
    golden = load_golden(name)
    tokens = split_html(golden.html)
    for end in range(0, len(tokens), 7):
        page = read(golden.capture("".join(text for _, text in tokens[:end]).encode(golden.encoding)))
        check_page(page, golden.asked)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read_on_golden_pages_can_be(name: str) -> None:
    check_page(load_golden(name).page(), load_golden(name).asked)


# Dates.

DATE_PLACES = {
    "json-ld": '<script type="application/ld+json">'
    '{"@type":"NewsArticle","datePublished":"%s","dateModified":"%s"}</script>',
    "meta": '<meta property="article:published_time" content="%s"><meta property="article:modified_time" content="%s">',
    "meta date": '<meta name="date" content="%s"><meta name="last-modified" content="%s">',
    "time": '<time datetime="%s">then</time><time class="updated" datetime="%s">later</time>',
    "line": '<p class="date">%s</p><p class="modified">Updated: %s</p>',
    "words": "<div>Published: %s</div><div>Last updated: %s</div>",
    "microdata": '<meta itemprop="datePublished" content="%s"><meta itemprop="dateModified" content="%s">',
}
_ANY = (datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2200-01-01"))
MOMENTS = st.datetimes(*_ANY, timezones=st.just(UTC))
FORMS = st.sampled_from(
    [
        "%Y-%m-%dT%H:%M:%SZ",
        "%Y-%m-%d",
        "%d.%m.%Y",
        "%d/%m/%Y %H:%M",
        "%d %B %Y",
        "%B %d, %Y",
        "%A %d %B %Y %H:%M",
        "%Y年%m月%d日",
    ]
)


def dated_page(place: str, text: str) -> str:
    title = "Keeper rings the fog bell by hand"
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{DATE_PLACES[place] % (text, text)}{PROSE}"


@settings(max_examples=150)
@given(st.sampled_from(sorted(DATE_PLACES)), MOMENTS, FORMS)
@example("json-ld", datetime(1970, 1, 1, tzinfo=UTC), "%Y-%m-%dT%H:%M:%SZ")
@example("time", NOW + timedelta(days=3), "%Y-%m-%dT%H:%M:%SZ")
@example("line", datetime(2026, 1, 1, tzinfo=UTC), "%d %B %Y")
def test_f7_no_date_is_in_the_future_or_1970_wherever_it_stands(place: str, moment: datetime, form: str) -> None:
    page = read(capture(dated_page(place, moment.strftime(form))))
    check_page(page, URL)
    if moment.year < 1990 or moment > LAST + timedelta(days=1):
        assert page.article
        assert (page.article.published, page.article.modified) == (None, None)


@settings(max_examples=80)
@given(
    st.sampled_from(sorted(DATE_PLACES)),
    st.one_of(
        st.integers(-(2**63), 2**63).map(str),
        st.sampled_from(
            ["0", "0000-00-00", "1970-01-01", "Thu, 01 Jan 1970 00:00:00 GMT", "9999-12-31", "0001-01-01T00:00:00"]
        ),
        st.text(max_size=40).filter(lambda text: not set(text) & set("<>\"'&\\")),
        MOMENTS.map(format_datetime),
    ),
)
def test_f7_what_is_no_date_is_none_wherever_it_stands(place: str, text: str) -> None:
    check_page(read(capture(dated_page(place, text))), URL)


@settings(max_examples=80)
@given(
    MOMENTS, st.sampled_from(["https://news.example.org/%Y/%m/%d/a-story", "https://news.example.org/%Y%m%d/x.html"])
)
def test_f7_a_date_in_the_address_is_none_that_cannot_be(moment: datetime, form: str) -> None:
    url = moment.strftime(form)
    check_page(read(capture(f"<h1>Keeper rings the fog bell</h1>{PROSE}", url)), url)


# Links.

LINK_PLACES = {
    "canonical": '<link rel="canonical" href="%s">',
    "og:url": '<meta property="og:url" content="%s">',
    "image": '<meta property="og:image" content="%s">',
    "base": '<base href="%s"><meta property="og:image" content="pic.jpg"><link rel="canonical" href="story-2">',
    "json-ld": '<script type="application/ld+json">{"@type":"NewsArticle","url":"%s","image":"%s"}</script>',
}
_ODD = r"""
    # ? / // /// http: https:///x http:// http://[ http://[::1 javascript:alert(1) data:text/html,x mailto:a@b tel:1
    ftp://x/ file:///etc/passwd http://x:99999/ //evil.example/x http://news.example.org@evil.example/ \\evil.example\x
    http:\\evil.example https://news.example.org:443/a http://xn--a/ http://٠.example/ http://%zz/
"""
ODD_LINKS = st.one_of(
    st.sampled_from([*_ODD.split(), "", "http://a b/", "\t/x\n", "/" * 3000, "a" * 5000, "../" * 500]),
    st.text(max_size=30).filter(lambda text: not set(text) & set("<>\"'&\\")),
)


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from(sorted(LINK_PLACES)), ODD_LINKS, min_size=1), ODD_LINKS)
def test_h8_every_link_told_is_absolute_and_the_articles_own_is_on_its_site(heads: dict[str, str], link: str) -> None:
    head = "".join(LINK_PLACES[place].replace("%s", odd) for place, odd in heads.items())
    strip = f'<div class="ticker"><a href="{link}">The mill pond is open for skating again</a></div>'
    source = f'<p>Source: <a href="{link}">The agency of the upper valley</a></p>'
    html = f"<html><head>{head}</head><body>{strip}<h1>Keeper rings the fog bell</h1>{PROSE}{source}"
    check_page(read(capture(html.encode("utf-8", "replace"))), URL)


# Text.

ODD_TEXT = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("|–—-/ :·»«_\u200b\u00a0\u0301\ufeff\u202e\u2028.")),
    max_size=40,
)


@given(ODD_TEXT)
@example("- | a | -")
@example("/ / a")
@example("\u200b\u00a0| \u200b– Keeper – \u200b|")
def test_a_clean_title_is_left_alone(text: str) -> None:
    assert clean_title(clean_title(text)) == clean_title(text)


@given(ODD_TEXT)
def test_text_made_safe_to_show_is_left_alone(text: str) -> None:
    assert clean_display(clean_display(text)) == clean_display(text)


@given(ODD_TEXT)
def test_folded_letters_are_left_alone(text: str) -> None:
    assert fold_letters(fold_letters(text)) == fold_letters(text)


@given(
    st.lists(
        st.sampled_from(
            ["one two three " * 9, "four five six " * 9, "seven", "one two three " * 9 + "four five six " * 9]
        ),
        max_size=9,
    )
)
def test_paragraphs_without_copies_are_left_alone(paragraphs: list[str]) -> None:
    once = without_copies(paragraphs)
    assert without_copies(once) == once


INVISIBLE = {"zero-width space": "\u200b", "byte order mark": "\ufeff", "soft hyphen": "\u00ad", "direction": "\u200e"}
SPACES = {"no-break space": "\u00a0", "ideographic space": "\u3000", "line separator": "\u2028", "thin space": "\u2009"}


@pytest.mark.parametrize("blank", SPACES.values(), ids=SPACES)
def test_a_paragraph_of_white_space_is_none(blank: str) -> None:
    check_blank(blank)


@pytest.mark.parametrize("blank", INVISIBLE.values(), ids=INVISIBLE)
def test_a_paragraph_of_invisible_characters_is_none(blank: str) -> None:
    check_blank(blank)


def check_blank(blank: str) -> None:
    first, *others = PROSE.replace("</p>", "</p>\n").splitlines()
    page = read(
        capture(f"<h1>Keeper rings the fog bell</h1>{first}<p>{blank}</p><p>{blank}{blank}<br></p>{''.join(others)}")
    )
    assert page.article
    assert len(page.article.paragraphs) == 3
    check_page(page, URL)
