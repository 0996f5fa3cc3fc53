"""Texts that share most of their words are copies, however they are spelled and set; others are not."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.story_copies import brief, edited, sentences
from pipeline.likeness import LEAST_COMMON, LEAST_WORDS, PRINTS, is_copy, prints, read_wording, rules_fingerprint, share
from tests.archiving import BODY, OTHER_BODY

WORDS = [
    f"{one}{other}" for one in ("سدود", "مطر", "حقول", "ريح", "نهر", "جبل") for other in ("", "ات", "ان", "ين", "ها")
]
TEXTS = st.lists(st.sampled_from([*WORDS, "12", "7", "新", "聞", "\n", "«", "ـ", "ة", "the"]), max_size=120).map(
    " ".join
)


def invent(seed: int, words: int = 60) -> str:
    """A text of its own, with sentences and paragraphs."""
    chance = random.Random(seed)  # noqa: S311 repeatable
    parts = ["".join(chance.choices("ابتثجحخدذرزسشصضطعغفقكلمنهوي", k=chance.randint(3, 7))) for _ in range(words)]
    return "".join(word + chance.choice([" "] * 10 + [". ", ".\n", "، "]) for word in parts).strip()


@pytest.mark.parametrize(
    "other",
    [
        BODY.replace("أ", "ا").replace("إ", "ا"),
        BODY.replace("السدود", "الســـدود"),
        BODY.replace("\n", " "),
        "الرباط (و.م.ع) - " + BODY,
        BODY.replace("الأمطار", "«الأمطار»").replace(".", "،"),
        BODY.replace("الفلاحة", "الفِلاحة"),
    ],
    ids=["hamza", "tatweel", "paragraphs", "agency line", "quotes", "vowels"],
)
def test_spelling_setting_and_an_agency_line_do_not_matter(other: str) -> None:
    body, copy = (read_wording(text + " " + OTHER_BODY) for text in (BODY, other))
    assert is_copy(body, copy)
    assert len(set(prints(body)) & set(prints(copy))) >= PRINTS - 4


@pytest.mark.parametrize("seed", range(12))
def test_edited_copies_are_found_and_recognised(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 repeatable
    whole = invent(seed, 300)
    spare = sentences(invent(seed + 1000, 300))
    for text in (whole, brief(whole, chance) or ""):
        original = read_wording(text)
        for copy in edited(text, 0, spare, chance):
            wording = read_wording(copy.text)
            assert is_copy(original, wording), copy.how
            assert len(set(prints(original)) & set(prints(wording))) >= LEAST_COMMON, copy.how


def test_different_texts_are_no_copies() -> None:
    wordings = [read_wording(invent(seed)) for seed in range(40)]
    assert not any(is_copy(one, other) for one in wordings for other in wordings if one is not other)


def test_a_text_without_marked_words_is_compared_by_its_characters() -> None:
    text = "市長は月曜日、新しい図書館の建設を来年春に始めると発表した。総工費は約二十億円で、三年後の開館を目指す。"
    other = "気象庁によると、台風は週末にかけて本州へ近づく見込みで、沿岸部では高波への警戒を呼びかけている。"
    longer = text + "市議会は来月、予算案を審議する。"
    assert is_copy(read_wording(text), read_wording(longer))
    assert not is_copy(read_wording(text), read_wording(other))
    assert len(set(prints(read_wording(text))) & set(prints(read_wording(longer)))) >= LEAST_COMMON


def test_a_series_with_other_numbers_is_no_copy() -> None:
    frame = (
        "تتراوح درجات الحرارة اليوم بين {} و{} درجة في المدن الساحلية وبين {} و{} درجة في المدن الداخلية حسب مصلحة"
        " الأرصاد الجوية التي تنتظر أن تكون السماء صافية في معظم الجهات وأن تهب رياح خفيفة على السواحل خلال المساء"
    )
    assert not is_copy(read_wording(frame.format(11, 19, 7, 22)), read_wording(frame.format(14, 25, 9, 31)))
    assert is_copy(read_wording(frame.format(11, 19, 7, 22)), read_wording(frame.format(11, 19, 7, 23)))


def test_an_updated_toll_is_still_the_same_story() -> None:
    frame = (BODY + " " + OTHER_BODY + " وأسفر الحادث عن {} جرحى.").format
    assert is_copy(read_wording(frame(3)), read_wording(frame(8)))


def test_a_round_up_copies_none_of_its_items() -> None:
    items = [invent(seed) for seed in range(8)]
    assert not any(is_copy(read_wording(item), read_wording("\n".join(items))) for item in items)


def test_texts_too_short_leave_no_prints_and_are_no_copies() -> None:
    short = read_wording("اشترك في نشرتنا البريدية")
    assert prints(short) == []
    assert not is_copy(short, short)
    assert len(prints(read_wording(invent(1, LEAST_WORDS)))) == PRINTS


def test_the_share_is_that_of_words_in_common_passages() -> None:
    whole = read_wording(invent(1, 40) + " " + invent(2, 40))
    half = read_wording(invent(1, 40))
    assert share(half, whole) == 1.0
    assert share(whole, half) == pytest.approx(0.5)
    assert share(half, read_wording(invent(3, 40))) == 0.0


@given(TEXTS, TEXTS)
def test_every_two_texts_compare(one: str, other: str) -> None:
    wordings = read_wording(one), read_wording(other)
    assert 0 <= share(*wordings) <= 1
    assert is_copy(*wordings) == is_copy(*reversed(wordings))
    assert all(0 <= key < 2**32 for key in prints(wordings[0]))


@given(st.text(max_size=300))
def test_every_text_has_a_wording_and_is_like_itself(text: str) -> None:
    wording = read_wording(text)
    assert share(wording, wording) == (1.0 if wording.runs else 0.0)
    assert is_copy(wording, wording) == (wording.words >= LEAST_WORDS and bool(wording.runs))


def test_prints_are_the_same_in_every_process() -> None:
    program = (
        "import sys; from pipeline.likeness import *; print(rules_fingerprint(), prints(read_wording(sys.argv[1])))"
    )
    made = subprocess.run([sys.executable, "-c", program, invent(1)], capture_output=True, check=True, text=True).stdout
    assert made.split(" ", 1) == [rules_fingerprint(), f"{prints(read_wording(invent(1)))}\n"]
    assert prints(read_wording("one two three " * 8 + "four five"))[0] == 68322742
