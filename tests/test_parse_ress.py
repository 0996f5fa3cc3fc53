"""The *ress aggregators: one record from their HTML and from their text dumps, and every trap seen on their pages."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline import parse
from pipeline.dates import Moment
from pipeline.models import Article, Hint, Page
from tests.parsing import PAGES, article_of, capture, read, shipped_site

ADDRESS = "https://www.maghress.com/bawaba/4410"


@pytest.fixture(scope="module")
def html() -> str:
    return (PAGES / "ress.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return read(html, ADDRESS, site=shipped_site("maghress"))


@pytest.fixture(scope="module")
def article(page: Page) -> Article:
    assert page.article is not None, page.why
    return page.article


def test_ticker_drops_empty_slots_and_exact_repeats_and_keeps_near_repeats(page: Page) -> None:
    assert [(h.text, h.url, h.position, h.kind) for h in page.ticker] == [
        ("مزارعو السهل يبدؤون موسم جني الزعفران", "https://www.maghress.com/nahar/901", 0, "ticker"),
        ('قطار الجبل يعود إلى السير بعد "توقف" طويل', "https://www.maghress.com/bawaba/903", 1, "ticker"),
        ("معرض للخط العربي في المدينة القديمة", None, 2, "ticker"),
        ('قطار الجبل يعود إلى السير بعد "توقف" طويل...', "https://www.maghress.com/bawaba/904", 3, "ticker"),
    ]


def test_title_loses_the_dash_left_over_from_the_source(article: Article) -> None:
    assert article.title == "البلدة تفتتح مكتبتها الجديدة على ضفة الوادي"


def test_newspaper_and_day_come_from_the_dated_line(article: Article) -> None:
    assert article.newspaper == "البوابة الجديدة"
    assert article.published is not None
    assert (article.published.iso(), article.published.precision) == ("2024-02-03", "day")


def test_no_byline_means_no_author(article: Article) -> None:
    assert article.authors == ()


def test_body_joins_the_parts_in_order_and_breaks_paragraphs_at_br(article: Article) -> None:
    assert article.paragraphs == [
        "افتتحت البلدة صباح السبت مكتبة عمومية من طابقين",
        "تضم أربعة آلاف كتاب بالعربية والأمازيغية.",
        "وقال عمدة البلدة إن القاعة ستبقى مفتوحة حتى العاشرة ليلا سنة 1445ه\ufffd.",
        "ويرتقب أن تُنظم فيها ورشات للأطفال كل أسبوع.",
    ]


def test_source_line_and_its_link(article: Article) -> None:
    assert article.source_link == "https://example.org/news/1"
    assert article.source_text == "انقر هنا لقراءة الخبر من مصدره."


def test_image_is_absolute(article: Article) -> None:
    assert article.image == "https://images2.maghress.com/bawaba/4410"


def test_a_newspapers_logo_is_no_picture(html: str) -> None:
    logo = html.replace('maghress.com/bawaba/4410" />', 'maghress.com/bawaba/bawaba/thumb" />')
    logo = logo.replace("//images2.maghress.com/bawaba/4410", "//images2.maghress.com/bawaba/bawaba/thumb")
    assert article_of(logo, ADDRESS, site=shipped_site("maghress")).image is None


def test_url_language_and_provenance(article: Article) -> None:
    assert (article.url, article.language) == (ADDRESS, "ar")
    for name in ("title", "body", "published", "newspaper", "source_link", "image"):
        assert article.provenance[name].startswith("site:"), name
    assert "authors" not in article.provenance


def test_empty_title_falls_to_the_heads_title(html: str) -> None:
    bare = html.replace("– البلدة تفتتح مكتبتها الجديدة على ضفة الوادي</span>", " </span>")
    article = article_of(bare, ADDRESS, site=shipped_site("maghress"))
    assert article.title == "البلدة تفتتح مكتبتها الجديدة على ضفة الوادي"


@pytest.mark.parametrize("left_over", ["/ ", "| ", "– ", "/", "|"])
def test_separators_before_a_title_are_stripped(html: str, left_over: str) -> None:
    article = article_of(html.replace(">– البلدة", f">{left_over}البلدة"), ADDRESS, site=shipped_site("maghress"))
    assert article.title.startswith("البلدة")


def test_feeds_seconds_refine_the_pages_day(html: str) -> None:
    told = Moment(datetime(2024, 2, 3, 18, 20, 5, tzinfo=UTC), "second", "given", "Sat, 03 Feb 2024 18:20:05 GMT")
    article = article_of(html, ADDRESS, site=shipped_site("maghress"), hint=Hint(published=told))
    assert article.published == told
    assert article.provenance["published"] == "feed"


def test_feeds_other_day_does_not_move_the_pages_day(html: str) -> None:
    told = Moment(datetime(2024, 3, 9, 18, 20, 5, tzinfo=UTC), "second", "given", "x")
    article = article_of(html, ADDRESS, site=shipped_site("maghress"), hint=Hint(published=told))
    assert article.published is not None
    assert article.published.iso() == "2024-02-03"


def test_section_page_of_the_family_is_no_article_but_has_a_ticker(html: str) -> None:
    start, end = html.index('<div id="mainContent">'), html.index('<div id="footer">')
    teaser = '<div class="teasercontainer"><a class="teasertitle" href="/bawaba/1">خبر</a> بداية الخبر (...)</div>'
    listing = f'<div id="mainContent">{teaser}</div>'
    page = read(html[:start] + listing + html[end:], "https://www.maghress.com/politics", site=shipped_site("maghress"))
    assert (page.kind, page.article) == ("other", None)
    assert page.why
    assert len(page.ticker) == 4


# The real page, kept outside this repository


@pytest.fixture(scope="module")
def seed(shared: Path) -> dict[str, Any]:
    return dict(json.loads((shared / "ress" / "seed.json").read_text(encoding="utf-8"))["expected"])


@pytest.fixture(scope="module")
def seed_text_page(shared: Path) -> Page:
    data = (shared / "ress" / "seed.txt").read_bytes()
    return parse.read(capture(data, "https://www.maghress.com/alaoual/999001", kind="text/plain"))


@pytest.fixture(scope="module")
def seed_html_page(shared: Path, seed: dict[str, Any]) -> Page:
    """The real page's text poured into the reconstruction of its markup."""
    html = (shared / "ress" / "skeleton.html").read_text(encoding="utf-8")
    anchors = [f'<a href="/x/{n}">{text}</a>' for n, text in enumerate(seed["ticker_headlines"])]
    for slot in (19, 34, 42, 43):
        anchors.insert(slot, '<a href="/x/0"></a>')
    start = html.index('<span class="marquee">') + len('<span class="marquee">')
    end = html.index("</span>", start)
    html = html[:start] + "".join(f"{anchor}&nbsp;&nbsp;&nbsp;&nbsp;" for anchor in anchors) + html[end:]
    html = html.replace("عنوان المقال التجريبي", seed["title"])
    parts = seed["paragraphs"]
    html = html.replace("فقرة أولى من متن تجريبي.\n<br />فقرة ثانية من متن تجريبي.", "\n<br />".join(parts[:4]))
    html = html.replace("فقرة في جزء ثان.", "<br /><br />".join(parts[4:]))
    return read(html, "https://www.maghress.com/alaoual/999001", site=shipped_site("maghress"))


@pytest.mark.parametrize("form", ["seed_text_page", "seed_html_page"])
def test_real_page_gives_exactly_what_a_person_reads(
    form: str, seed: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(form)
    article = page.article
    assert article is not None
    assert [headline.text for headline in page.ticker] == seed["ticker_headlines"]
    assert [headline.position for headline in page.ticker] == list(range(54))
    assert article.title == seed["title"]
    assert article.newspaper == seed["newspaper"]
    assert article.published is not None
    assert (article.published.iso(), article.published.precision) == (seed["date"], "day")
    assert article.paragraphs == seed["paragraphs"]
    assert article.source_text == seed["source_line"]
    assert (article.authors, article.language) == ((), "ar")


def test_real_page_as_html_has_the_sources_link(seed_html_page: Page) -> None:
    assert seed_html_page.article is not None
    assert seed_html_page.article.source_link == "https://example.org/news/1"
