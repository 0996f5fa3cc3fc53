"""What differs between two states of an article, and whether it matters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.changes import Changes, Paragraph, State, compare, is_furniture, without_furniture

NEWS = (
    "قال وزير الفلاحة إن الأمطار الأخيرة أنعشت 12 سدا في الشمال.\n"
    "وأضاف أن الموسم يبدو واعدا بعد سنوات من الجفاف الطويل.\n"
    "وتابع أن الحكومة ستدعم الفلاحين في كل الجهات المتضررة."
)


def bodies(old: str, new: str, language: str | None = None) -> Changes:
    return compare(State(body=old, language=language), State(body=new, language=language))


def titles(old: str, new: str) -> Changes:
    return compare(State(title=old), State(title=new))


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("one two  three", "one two three", ()),
        ("بني ملال تحتفل", "بنيملال تحتفل", ("spacing",)),
        ("one two.\nthree four", "one two. three four", ("spacing",)),
        ("one two. three four", "one two.\nthree four", ("spacing",)),
        ("المدينة الكبيرة", "المديـــنة الكبيرة", ("diacritics",)),
        ("قتل رجل", "قُتِلَ رجلٌ", ("diacritics",)),
        ("مقتل 3 أشخاص", "مقتل ٣ أشخاص", ("shapes",)),
        ("he said “yes” – maybe", 'he said "yes" - maybe', ("shapes",)),
        ("l’eau et l’air", "l'eau et l'air", ("shapes",)),
        ("Hello, world", "Hello world!", ("punctuation",)),
        ("a list - of things", "a list of things", ("punctuation",)),
        ("مباراة اعلان النتائج", "مباراة إعلان النتائج", ("spelling",)),
        ("the us team", "the US team", ("case",)),
        ("1,000 people", "1000 people", ("punctuation",)),
        ("1 000 people", "1000 people", ("spacing",)),
        ("text\nعدد المشاهدات: 100", "text\nعدد المشاهدات: 245", ("furniture",)),
    ],
)
def test_dress_alone_is_cosmetic(old: str, new: str, kinds: tuple[str, ...]) -> None:
    found = bodies(old, new)
    assert found.kinds == kinds
    assert found.weight == ("cosmetic" if kinds else None)
    assert (found.words_added, found.words_removed) == (0, 0)


@pytest.mark.parametrize(
    ("old", "new", "kind", "language"),
    [
        ("مقتل 3 أشخاص", "مقتل 5 أشخاص", "numbers", "ar"),
        ("مقتل ثلاثة أشخاص", "مقتل خمسة أشخاص", "numbers", "ar"),
        ("rose 3.5% in May", "rose 35% in May", "numbers", "en"),
        ("about 5 degrees", "about -5 degrees", "numbers", "en"),
        ("two people died", "four people died", "numbers", "en"),
        ("ستقدم الحكومة الدعم", "لن تقدم الحكومة الدعم", "negation", "ar"),
        ("Il a accepté", "Il n’a pas accepté", "negation", "fr"),
        ("He did leave", "He didn't leave", "negation", "en"),
        ("Er kommt heute", "Er kommt heute nicht", "negation", "de"),
        ("Ella quiere ir", "Ella no quiere ir", "negation", "es"),
        ("Le ministre Jean Dupont parle", "Le ministre Paul Dupont parle", "names", "fr"),
        ("قال الرئيس ماكرون اليوم", "قال الرئيس ترامب اليوم", "names", "ar"),
        ("التقى أحمد العلوي أمس", "التقى خالد العلوي أمس", "names", "ar"),
        ("قال إن الوضع صعب", "قال إن الوضع خطير", "wording", "ar"),
        ("Der Hund bellt laut", "Der Kater bellt laut", "wording", "de"),
        ("short text.", "short text. And five more words come after.", "text_added", "en"),
        ("short text. And five more words come after.", "short text.", "text_removed", "en"),
    ],
)
def test_what_an_article_says_is_substantive(old: str, new: str, kind: str, language: str) -> None:
    found = bodies(old, new, language)
    assert kind in found.kinds
    assert found.weight == "substantive"


def test_h13_a_title_in_another_case_is_cosmetic_and_with_another_number_is_not() -> None:
    assert titles("Minister resigns today", "Minister Resigns Today").kinds == ("case",)
    found = titles("3 killed in fire", "5 killed in fire")
    assert (found.weight, found.kinds) == ("substantive", ("title", "numbers"))


def test_a_paragraph_that_stands_elsewhere_has_moved_and_no_word_came_or_went() -> None:
    first, second, third = NEWS.split("\n")
    found = bodies(NEWS, "\n".join((third, first, second)))
    assert found.kinds == ("text_moved",)
    assert (found.words_added, found.words_removed) == (0, 0)


def test_a_passage_within_a_paragraph_can_move() -> None:
    moved = "that nobody had ever seen before"
    found = bodies(
        f"They found, {moved}, a house in the deep wood near the lake",
        f"They found a house in the deep wood near the lake {moved}",
    )
    assert found.kinds == ("text_moved", "punctuation")


def test_an_added_passage_does_not_count_for_its_own_numbers_and_names() -> None:
    found = bodies(NEWS, f"{NEWS}\nوأعلن الرئيس محمد بناء 40 سدا جديدا خلال السنوات المقبلة.")
    assert found.kinds == ("text_added",)
    assert (found.words_added, found.words_removed) == (10, 0)


def test_other_fields_are_told_by_name() -> None:
    old = State("عنوان", NEWS, "الأخبار", "سلمى", "2025-12-11", "https://a.example/1", "سياسة", "https://i.example/1")
    new = State("عنوان", NEWS, "النهار", "علي", "2025-12-12", "https://a.example/2", "رياضة", "https://i.example/2")
    found = compare(old, new)
    assert found.kinds == ("date", "author", "newspaper", "source", "section", "image")
    assert [[(span.mark, span.text) for span in field.paragraphs[0].spans] for field in found.fields][1] == [
        ("removed", "سلمى"),
        ("added", "علي"),
    ]


def side(paragraphs: tuple[Paragraph, ...], mark: str) -> list[str]:
    """The words of one of the states, out of the spans of both."""
    texts = (span.text for paragraph in paragraphs for span in paragraph.spans if span.mark in ("equal", mark))
    return " ".join(texts).replace("¶", " ").split()


LINES = st.lists(
    st.sampled_from([*NEWS.split("\n"), "12:30", "كلمة واحدة", "one two three", "One, two — three!", "¡x 5%", "سد"]),
    max_size=6,
).map("\n".join)


@given(LINES, LINES)
def test_the_spans_make_both_states_again(old: str, new: str) -> None:
    found = bodies(old, new)
    if found.fields:
        (field,) = found.fields
        # Paragraphs that moved stand where they were and where they are, among the others in their order or not.
        assert sorted("".join(side(field.paragraphs, "removed"))) == sorted("".join(old.split()))
        assert sorted("".join(side(field.paragraphs, "added"))) == sorted("".join(new.split()))


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared_and_none_differs_from_itself(old: str, new: str) -> None:
    found = compare(State(title=old, body=new), State(title=new, body=old))
    assert (found.weight is None) == (not found.fields)
    assert compare(State(title=old, body=new), State(title=old, body=new)) == Changes()
    is_furniture(old)


@pytest.mark.parametrize(
    "line",
    [
        "12:30", "الاثنين 12 يناير 2026 - 12:30", "آخر تحديث: 14:05", "Mis à jour le 12 mars 2026 à 14h05",
        "1,245 views", "عدد المشاهدات: 1245", "12 تعليق", "Lecture 3 min",
        "الرباط 23°C", "Rabat 23° / 12°", "إعلان", "Publicité", "إعلان: اشتر الآن هاتفا جديدا",
        "Advertisement - buy now",
        "اقرأ أيضا: الملك يستقبل الوزير", "Lire aussi : la pluie revient", "Read more: rain is back",
    ],
)  # fmt: skip
def test_h12_lines_of_the_page_are_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "", "2026", "Number 1:", "إعلان حالة الطوارئ في البلاد بعد الزلزال", "قال إن 12 شخصا قتلوا.", "5 dead",
        "The ads were removed.",
        "Read the whole story of the rain", "درجة الحرارة بلغت 45° يوم أمس في مدينة مراكش والنواحي",
        "A view of 5 hills",
        "إعلان: " + "كلمة " * 40,
    ],
)  # fmt: skip
def test_lines_of_a_story_are_none(line: str) -> None:
    assert not is_furniture(line)


def test_a_text_without_its_furniture() -> None:
    assert without_furniture("one\n12:30\ntwo\nإعلان") == "one\ntwo"
