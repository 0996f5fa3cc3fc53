"""Text as people see it, as a terminal may show it, and as search compares it."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.text import clean_display, count_words, fingerprint_text, fold, fold_letters, squeeze, terms

MIXED = st.text() | st.text(alphabet="أإآؤئىةـًٌَُِّْٰٓٔکیگہے ابتكلوه١٢٣éÉßœİıйёЁ-–—'’\u200f\u200c\u0301\u00a0中国ก")


def test_squeeze_makes_one_line_of_single_spaces() -> None:
    assert squeeze(" a\u00a0\u200b b\n\tc\ufeff ") == "a b c"
    assert squeeze("e\u0301") == "é"


@given(MIXED)
def test_squeeze_of_squeezed_text_is_itself(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)


FOLDED = {
    "الأُستاذ أَحمـــد": "الاستاذ احمد",
    "مسؤول رئيس هيئة مستشفى": "مسوول رييس هييه مستشفي",
    "القرآن إلى آخره ٱلكتاب": "القران الي اخره الكتاب",
    "کتابی زیبا": "كتابي زيبا",
    "سنة ١٤٤٧ و۱۴۰۴": "سنه 1447 و1404",
    "ﻻ إله ﷲ": "لا اله الله",
    "«نعم»، قال: لا!": "نعم قال لا",
    "L'Été à Paris — ÇA VA ?": "l ete a paris ca va",
    "Straße, œuvre, Łódź, İzmir, Kasım": "strasse oeuvre lodz izmir kasim",
    "Ёлка, йод, Київ": "елка йод київ",
    "Αθήνα Ἀθῆναι": "αθηνα αθηναι",
    "שָׁלוֹם": "שלום",
    "दिसंबर की १२": "दिसंबर की 12",
    "ﬁn ½ № ①": "fin 1 2 no 1",
    "می\u200cخواهم\u202e": "ميخواهم",
    "a\x00b\ud800c": "a b c",
    "": "",
}


@pytest.mark.parametrize(("text", "folded"), FOLDED.items())
def test_fold_forgets_what_search_passes_over(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(MIXED)
@example("и\u200d\u0306")
@example("\u1100\u200d\u1161")
@example("\u0345Ͱ")
def test_fold_of_folded_text_is_itself(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(MIXED)
def test_fold_does_not_see_case_or_composition(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(unicodedata.normalize("NFKC", text)) == fold(text)


def test_fold_letters_leaves_marks_in_their_places() -> None:
    assert fold_letters("١١–١٢ «ديسمبرَ»، À\u00a014:05") == "11-12 «ديسمبر», a 14:05"


RENDERINGS = [
    ("قال «نعم» — ثم مضى", 'قال "نعم" - ثم مضى'),
    ("الجمـــــعة 11 ديسمبر", "الجمعة ١١ ديسمبر"),
    ("Il a dit\u00a0: «\u00a0oui\u00a0»", 'Il a dit: "oui"'),
    ("L’été", "L'e\u0301te\u0301"),
    ("one\n\ntwo   three", "one two three"),
    ("wait…", "wait..."),
    ("soft\u00adhyphen \u200fx", "softhyphen x"),
]


@pytest.mark.parametrize(("one", "other"), RENDERINGS)
def test_renderings_of_one_text_have_one_fingerprint(one: str, other: str) -> None:
    assert fingerprint_text(one) == fingerprint_text(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("3 killed", "4 killed"), ("Title case", "Title Case"), ("كتب", "كتاب"), ("rue", "rué"), ("now here", "nowhere")],
)
def test_h13_other_wordings_have_other_fingerprints(one: str, other: str) -> None:
    assert fingerprint_text(one) != fingerprint_text(other)


@given(MIXED)
def test_a_fingerprint_does_not_see_composition_or_spacing(text: str) -> None:
    print_ = fingerprint_text(text)
    assert fingerprint_text(unicodedata.normalize("NFD", text)) == print_
    assert fingerprint_text(f"\n{text.replace(' ', '  ')}\u00a0") == print_


SAME_TERM = [
    "الكتاب كتاب والكتاب بالكتاب وبالكتاب للكتاب كتابه كتابها وكتاب الكِتاب",
    "مدرسة المدرسة بالمدرسة والمدرسة مدرسه مدرسته مدرستهم",
    "حكومة الحكومة والحكومة للحكومة الحكومات الحكومي الحكومية حكومتها وحكومة",
    "المغرب المغربي المغربية بالمغرب مغربي والمغرب للمغرب",
    "وزير الوزير والوزير للوزير ووزير وزيرة",
    "وزارة الوزارة الوزاري وزارته",
    "انتخابات الانتخابات انتخابي الانتخابية",
    "فلسطين الفلسطينيين فلسطيني الفلسطينية وفلسطين بفلسطين",
    "فرنسا فرنسي الفرنسية الفرنسيين وفرنسا بفرنسا",
    "لبنان لبناني اللبنانية ولبنان",
    "إسرائيل اسرائيل الإسرائيلي الاسرائيلية",
    "جامعة الجامعة جامعات الجامعات",
    "مستشفى المستشفى مستشفيات بالمستشفى مستشفي",
    "مسؤول المسؤولون المسؤولين",
    "election Elections élection élections ÉLECTION",
    "gouvernement gouvernements Gouvernement",
    "manifestant manifestants manifestante manifestation",
    "annoncé annoncée annonce annoncer annoncent",
    "cheval chevaux",
    "nationale nationales nationaux",
    "protest protests protesters protesting protested",
    "party parties",
    "city cities",
    "running runs run",
    "sécurité securite SÉCURITÉ",
    "выборы выборов выборам",
]


@pytest.mark.parametrize("words", SAME_TERM)
def test_forms_of_one_word_have_one_term(words: str) -> None:
    assert len({terms(word) for word in words.split()}) == 1


@pytest.mark.parametrize("words", ["كتاب مدرسة حكومة وزير وزارة", "مصر مغرب تونس", "election president economy police"])
def test_other_words_have_other_terms(words: str) -> None:
    assert len({terms(word) for word in words.split()}) == len(words.split())


def test_terms_of_a_sentence_are_those_of_its_words() -> None:
    assert terms("«رئيس الحكومة»: l'élection 2025!") == " ".join(
        map(terms, ("رئيس", "حكومة", "l", "elections", "٢٠٢٥"))
    )


def test_unspaced_scripts_are_pairs_so_that_a_query_meets_the_text() -> None:
    assert terms("中国新闻 2025") == "中国 国新 新闻 2025"
    assert terms("新闻") in terms("中国新闻")
    assert terms("国") == "国"
    assert set(terms("대통령").split()) <= set(terms("대통령이").split())


@given(MIXED)
def test_terms_are_single_spaced_and_blind_to_tatweel_and_composition(text: str) -> None:
    found = terms(text)
    assert found == " ".join(found.split())
    assert terms(unicodedata.normalize("NFD", text)) == found


def test_terms_agree_between_threads() -> None:
    words = [f"{stem}{end}" for stem in ("الكتاب", "manifest", "протест") for end in ("ات", "ations", "ов", "x1", "x2")]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(terms, words * 40)) == [terms(word) for word in words * 40]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one two — three", 3),
        ("L'été, c'est fini.", 3),
        ("قال الوزير: «نعم»", 3),
        ("中国新闻 2025", 5),
        ("日本のニュース", 7),
        ("대통령이 말했다", 2),
        ("... — !", 0),
        ("दिसंबर की सुबह", 3),
    ],
)
def test_words_are_counted_and_unspaced_scripts_by_character(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\nتيتر", "plain\nتيتر"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]0;owned\x07title", "]0;ownedtitle"),
        ("\x9b2J", "2J"),
        ("a\rb\tc\r\nd", "ab c\nd"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("\u2066x\u2069 \u202bى\u202c", "x ى"),
        ("nul\x00 and \ud800 alone", "nul and  alone"),
        ("می\u200cخواهم 👨\u200d👩", "می\u200cخواهم 👨\u200d👩"),
        ("tag\U000e0041\U000e007f", "tag"),
        ("line\u2028break", "line\nbreak"),
    ],
)
def test_q7_f10_what_is_shown_cannot_steer_terminal_or_page(text: str, shown: str) -> None:
    assert clean_display(text) == shown


@given(MIXED | st.text(alphabet=st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp"])))
def test_q7_shown_text_holds_no_control_but_newline_and_encodes(text: str) -> None:
    shown = clean_display(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in shown.replace("\n", ""))
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert clean_display(shown) == shown
    shown.encode()
