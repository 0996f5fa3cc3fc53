"""What an article is to the archive."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import dedupe
from pipeline.models import Article, Known, Unaided
from tests.archiving import BODY, OTHER_BODY, article, day, url_of


def known(read: Article, *, canonical: bool = False, asked: bool = False, article_id: int = 7) -> Known:
    print_ = dedupe.fingerprint(read)
    return Known(article_id, read.url, print_, read.title, read.body, read.newspaper, canonical, asked)


def judge(read: Article, *candidates: Known) -> tuple[str, int | None]:
    verdict = dedupe.judge(read, dedupe.fingerprint(read), candidates)
    return verdict.kind, verdict.article_id


def test_an_article_nobody_knows_is_new() -> None:
    assert judge(article()) == ("new", None)


def test_the_same_page_again_is_unchanged() -> None:
    assert judge(article(), known(article(), canonical=True, asked=True)) == ("unchanged", 7)


def test_another_text_at_the_same_address_is_an_update() -> None:
    assert judge(article(body=OTHER_BODY), known(article(), canonical=True, asked=True)) == ("updated", 7)


def test_another_title_alone_is_an_update() -> None:
    assert judge(article(title="عنوان جديد"), known(article(), canonical=True, asked=True)) == ("updated", 7)


def test_equal_text_at_another_address_is_a_duplicate() -> None:
    assert judge(replace(article(), url=url_of("other")), known(article())) == ("duplicate", 7)


def test_a_known_article_asked_for_at_a_new_address_is_a_duplicate() -> None:
    assert judge(article(), known(article(), canonical=True)) == ("duplicate", 7)


def test_an_edit_seen_first_at_a_new_address_is_an_update() -> None:
    edited = article(body=f"{BODY}\nوتوقع المزيد من الأمطار نهاية الأسبوع.")
    assert judge(edited, known(article(), canonical=True)) == ("updated", 7)


def test_h8_a_canonical_link_shared_by_unrelated_pages_does_not_make_them_one() -> None:
    unrelated = article(title="معرض الكتاب يفتح أبوابه", body=OTHER_BODY)
    assert judge(unrelated, known(article(), canonical=True)) == ("new", None)


def test_a_dead_page_redirected_to_another_article_does_not_replace_it() -> None:
    unrelated = article("other", title="معرض الكتاب يفتح أبوابه", body=OTHER_BODY)
    assert judge(unrelated, known(article(), asked=True)) == ("new", None)


def test_two_newspapers_with_one_agency_text_are_two_articles() -> None:
    assert judge(article("b", newspaper="الصباح", title="ت"), known(article("a", title="ت"))) == ("new", None)


def test_a_newspaper_that_is_found_later_is_no_edit() -> None:
    before = article(newspaper=None)
    verdict = dedupe.judge(article(), dedupe.fingerprint(article()), [known(before, canonical=True, asked=True)])
    assert verdict.kind == "unchanged"
    assert verdict.content_hash == dedupe.fingerprint(article())


def test_a_title_or_body_that_was_not_found_this_time_is_no_edit() -> None:
    seen = known(article(), canonical=True, asked=True)
    for poorer in (article(title=""), article(body=""), article(newspaper=None)):
        verdict = dedupe.judge(poorer, dedupe.fingerprint(poorer), [seen])
        assert (verdict.kind, verdict.content_hash) == ("unchanged", seen.content_hash)


def test_metadata_alone_is_no_edit() -> None:
    richer = article(authors=("سلمى",), section="اقتصاد", published=day("2025-12-12"), image="https://img.example/1")
    assert judge(richer, known(article(), canonical=True, asked=True)) == ("unchanged", 7)


def test_equal_title_and_next_to_no_text_is_no_identity() -> None:
    video = article("a", title="نشرة الأخبار", body="شاهد النشرة كاملة.")
    assert judge(replace(video, url=url_of("b")), known(video)) == ("new", None)
    assert judge(replace(video, body="", url=url_of("b")), known(replace(video, body=""))) == ("new", None)


def test_a_text_without_an_address_goes_by_its_content_alone() -> None:
    dump = replace(article(), url=None)
    assert judge(dump, known(dump)) == ("unchanged", 7)
    assert judge(dump, known(article())) == ("unchanged", 7)
    assert judge(article(), known(dump)) == ("unchanged", 7)
    assert judge(replace(dump, body="قصير"), known(replace(dump, body="قصير"))) == ("unchanged", 7)


def test_the_address_outranks_the_content() -> None:
    at_address, twin = known(article(title="قديم"), canonical=True, asked=True), known(article(), article_id=9)
    assert judge(article(), at_address, twin) == ("updated", 7)


def test_fingerprints_see_neither_spaces_nor_quotes_nor_tatweel_nor_digits_shape() -> None:
    plain = article(title='قال "نعم" 2026', body=BODY)
    shaped = article(title="قـــال «نعم»  ٢٠٢٦", body=BODY.replace("\n", "\n\n "))
    assert dedupe.fingerprint(plain) == dedupe.fingerprint(shaped)


def test_fingerprints_see_neither_date_nor_address_nor_author() -> None:
    moved = article("elsewhere", title="ت", published=None, authors=("من",))
    assert dedupe.fingerprint(replace(article(title="ت"), body="س")) == dedupe.fingerprint(replace(moved, body="س"))


def test_words_that_move_from_title_to_body_change_the_fingerprint() -> None:
    assert dedupe.fingerprint(article(title="ا ب", body="ج")) != dedupe.fingerprint(article(title="ا", body="ب ج"))


@given(title=st.text(), body=st.text(), newspaper=st.none() | st.text())
def test_any_text_is_judged_and_meets_itself_again(title: str, body: str, newspaper: str | None) -> None:
    read = article(title=title, body=body, newspaper=newspaper)
    assert len(dedupe.fingerprint(read)) == 64
    assert judge(read, known(read, canonical=True, asked=True)) == ("unchanged", 7)


APPEAL, OFFER = "تابعونا على منصات التواصل الاجتماعي.", "اشتركوا في نشرتنا اليومية."


def cleaned(text: str = BODY, *, title: str = "السدود تمتلئ 1", **changes: str) -> Article:
    """An article whose reader has learned that the site shows two of its lines everywhere."""
    whole = f"{APPEAL}\n{text}\n{OFFER}"
    return replace(article(body=text, title=title, **changes), unaided=Unaided(f"{title} - الأخبار", whole))


@pytest.mark.parametrize(
    "was",
    [
        article(body=f"{APPEAL}\n{BODY}\n{OFFER}", title="السدود تمتلئ 1 - الأخبار"),
        article(body=f"{BODY}\n{OFFER}"),
        article(body=BODY),
    ],
    ids=["before anything was known", "when less was known", "when as much was known"],
)
def test_a_page_that_is_read_better_is_unchanged(was: Article) -> None:
    assert judge(cleaned(), known(was, canonical=True, asked=True)) == ("unchanged", 7)


def test_an_edit_of_a_page_that_is_read_better_is_an_update() -> None:
    was = known(article(body=f"{APPEAL}\n{BODY}\n{OFFER}"), canonical=True, asked=True)
    assert judge(cleaned(f"{BODY}\nوتوقع المزيد من الأمطار."), was) == ("updated", 7)
    assert judge(cleaned(BODY.split("\n")[0]), was) == ("updated", 7)
    assert judge(cleaned(title="السدود تفيض"), was) == ("updated", 7)
    assert judge(cleaned(newspaper="الصباح"), was) == ("updated", 7)
