"""Plain text dumps of pages: the aggregator's, and any text."""

from __future__ import annotations

import pytest

from pipeline import parse
from pipeline.models import Article, Hint, Page
from tests.parsing import capture

NBSP = "\u00a0"
DUMP = "\n".join(
    [
        f"عنوان أول في الشريط{NBSP * 4}عنوان ثان{NBSP * 8}عنوان ثالث    عنوان ثان            عنوان رابع{NBSP * 4}",
        "",
        "",
        "شكرا على الإبلاغ!",
        "سيتم حجب هذه الصورة تلقائيا عندما يتم الإبلاغ عنها من طرف عدة أشخاص.",
        "",
        "| مهرجان الزهور يعود إلى البلدة",
        "نشر في البوابة الجديدة يوم 3 - 12 - 2024",
        "",
        "عاد مهرجان الزهور بعد غياب ثلاث سنوات.",
        "ويستمر المهرجان حتى يوم الأحد.",
        "",
        "انقر هنا لقراءة الخبر من مصدره.",
    ]
)


def read_text(text: str, hint: Hint | None = None) -> Page:
    return parse.read(capture(text, "https://www.maghress.com/bawaba/7", kind="text/plain"), hint=hint)


def article_of(text: str, hint: Hint | None = None) -> Article:
    page = read_text(text, hint)
    assert page.article is not None, page.why
    return page.article


def test_dump_is_taken_apart() -> None:
    page, article = read_text(DUMP), article_of(DUMP)
    assert [h.text for h in page.ticker] == ["عنوان أول في الشريط", "عنوان ثان", "عنوان ثالث", "عنوان رابع"]
    assert article.title == "مهرجان الزهور يعود إلى البلدة"
    assert article.newspaper == "البوابة الجديدة"
    assert article.published is not None
    assert (article.published.iso(), article.published.precision) == ("2024-12-03", "day")
    assert article.paragraphs == ["عاد مهرجان الزهور بعد غياب ثلاث سنوات.", "ويستمر المهرجان حتى يوم الأحد."]
    assert (article.source_text, article.source_link) == ("انقر هنا لقراءة الخبر من مصدره.", None)
    assert article.language == "ar"


def test_carriage_returns_and_a_bom_change_nothing() -> None:
    assert article_of("\ufeff" + DUMP.replace("\n", "\r\n")) == article_of(DUMP)


@pytest.mark.parametrize(
    "line",
    ["Publié dans Le Matin le 03 - 12 - 2024", "Published in Le Matin on 3 - 12 - 2024", "Le Matin 3 - 12 - 2024"],
)
def test_other_editions_go_by_the_digits(line: str) -> None:
    article = article_of(f"La fête des fleurs revient\n{line}\nLa fête revient après trois ans d'absence.")
    assert article.published is not None
    assert article.published.iso() == "2024-12-03"
    assert article.title == "La fête des fleurs revient"
    assert article.body == "La fête revient après trois ans d'absence."


def test_any_other_text_has_its_first_short_line_as_title() -> None:
    article = article_of("A fair of flowers\n\nIt is back after three years.\nIt lasts until Sunday.\n")
    assert (article.title, article.paragraphs) == (
        "A fair of flowers",
        ["It is back after three years.", "It lasts until Sunday."],
    )
    assert article.published is None


def test_a_long_first_line_is_no_title_and_the_feeds_is_taken() -> None:
    text = "word " * 100 + "\nMore."
    assert article_of(text, hint=Hint(title="From the feed")).title == "From the feed"


def test_empty_text_is_no_article() -> None:
    assert read_text(" \n \n").kind == "other"
