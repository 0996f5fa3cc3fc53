"""Agencies are recognised where a text names its source, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.agencies import find_agency

LONG = "قال متحدث باسم البلدية إن الأشغال ستنتهي قبل الشتاء وإن الطريق سيفتح أمام الجميع.\n" * 4


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("الرباط (و م ع) - قال الوزير", "MAP"),
        ("الدار البيضاء – «و.م.ع»: أعلنت الجمعية", "MAP"),
        ("PARIS, Nov 3 (Reuters) - The mayor said", "Reuters"),
        ("Berlin (dpa) - Der Senat", "DPA"),
        ("باريس/أ ف ب - قال", "AFP"),
        ("جنيف (أ.ف.ب) قال", "AFP"),
        ("القاهرة - أ ش أ : قال", "MENA"),
        ("الرياض (واس) - افتتح", "SPA"),
        ("(وكالات) قال الناطق", "agencies"),
        ("الدوحة ـ وكالة رويترز - قال", "Reuters"),
        (LONG + "رويترز", "Reuters"),
        (LONG + "المصدر: وكالات", "agencies"),
        (LONG + "نهاية الخبر (أ ف ب).", "AFP"),
        ("Le maire a parlé. " * 20 + "\nAvec AFP", "AFP"),
        ("The mayor spoke. " * 20 + "\n© AFP 2024", "AFP"),
        ("The mayor spoke. " * 20 + "\n(AFP, Reuters)", "AFP"),
    ],
)
def test_an_agency_line_is_recognised(text: str, agency: str) -> None:
    assert find_agency(text) == agency


@pytest.mark.parametrize(
    "text",
    [
        "قال الوزير ومع ذلك بقيت الأسعار كما هي",
        "قنا - افتتح المحافظ المدرسة",
        "The map of the new district hangs in the hall, and the tap is closed",
        "The American Psychological Association (APA) met in the small hall of the town, where members voted again",
        "وقالت رويترز إن المصنع أغلق أبوابه",
        "Reuters said that the plant had closed",
        "",
    ],
)
def test_a_word_or_a_subject_is_no_agency_line(text: str) -> None:
    assert find_agency(text) is None


def test_an_agency_can_be_the_author() -> None:
    assert find_agency(LONG, "AFP") == "AFP"
    assert find_agency(LONG, "سلمى العلوي; وكالة المغرب العربي للأنباء") == "MAP"
    assert find_agency(LONG, "Ap Karim") is None


@given(st.text(alphabet="(«/ -–:\nأفب AFPdpa.»)،", max_size=400), st.text(max_size=40))
def test_every_text_has_one_or_none(text: str, author: str) -> None:
    found = find_agency(text, author)
    assert found is None or found.isascii()
