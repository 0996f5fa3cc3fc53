"""Telling a text's language from script, letters, words and what the page declares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language import is_rtl, language_of

TEXTS = {
    "ar": (
        "قال رئيس الحكومة اليوم إن الميزانية الجديدة ستعرض على البرلمان قبل نهاية السنة، وأضاف أن الأسعار لن ترتفع."
    ),
    "fa": "رئیس جمهور امروز گفت که بودجه سال آینده پیش از پایان هفته به مجلس می‌رود و قیمت‌ها گران نخواهد شد.",
    "ur": ("وزیر اعظم نے آج کہا کہ نیا بجٹ سال کے آخر سے پہلے پارلیمنٹ میں پیش کیا جائے گا اور قیمتیں نہیں بڑھیں گی۔"),
    "ckb": "سەرۆکی حکومەت ئەمڕۆ گوتی کە بودجەی نوێ پێش کۆتایی ساڵ دەچێتە پەرلەمان و نرخەکان بەرز نابنەوە.",
    "ps": (
        "لومړي وزیر نن وویل چې نوې بودیجه به د کال تر پای مخکې پارلمان ته وړاندې شي او بیې به نه لوړیږي، ښه خبر دی."
    ),
    "he": "ראש הממשלה אמר היום כי התקציב החדש יוצג בכנסת לפני סוף השנה.",
    "ru": (
        "Премьер-министр сообщил сегодня, что новый бюджет будет представлен "
        "в парламент до конца года, и цены не вырастут."
    ),
    "uk": (
        "Прем'єр-міністр повідомив сьогодні, що новий бюджет подадуть до парламенту до кінця року, і ціни не зростуть."
    ),
    "bg": ("Министър-председателят съобщи днес, че новият бюджет ще бъде внесен в парламента до края на годината."),
    "sr": (
        "Председник владе рекао је данас да ће нови буџет бити "
        "поднет скупштини до краја године и да људи неће плаћати више."
    ),
    "kk": (
        "Премьер-министр бүгін жаңа бюджет жыл соңына "
        "дейін парламентке ұсынылатынын және бағалар көтерілмейтінін айтты."
    ),
    "el": "Ο πρωθυπουργός είπε σήμερα ότι ο νέος προϋπολογισμός θα κατατεθεί πριν από το τέλος του έτους.",
    "zh": "总理今天表示，新预算将在年底前提交议会，价格不会上涨。",
    "ja": "首相はきょう、新しい予算案を年末までに国会に提出すると述べた。",
    "ko": "총리는 오늘 새 예산안이 연말 전에 국회에 제출될 것이라고 말했다.",
    "th": "นายกรัฐมนตรีกล่าววันนี้ว่างบประมาณใหม่จะเสนอต่อรัฐสภาก่อนสิ้นปี",
    "hi": "प्रधानमंत्री ने आज कहा कि नया बजट साल के अंत से पहले संसद में पेश किया जाएगा।",
    "ka": "პრემიერმინისტრმა დღეს თქვა, რომ ახალი ბიუჯეტი წლის ბოლომდე წარედგინება პარლამენტს.",
    "en": ("The prime minister said today that the new budget will be put to parliament before the end of the year."),
    "fr": (
        "Le premier ministre a déclaré aujourd'hui que le nouveau "
        "budget sera présenté au parlement avant la fin de l'année."
    ),
    "es": (
        "El primer ministro dijo hoy que el nuevo presupuesto se presentará "
        "en el parlamento antes de fin de año y no más."
    ),
    "pt": (
        "O primeiro-ministro disse hoje que o novo orçamento será apresentado ao parlamento e não antes do fim do ano."
    ),
    "de": (
        "Der Ministerpräsident sagte heute, dass der neue Haushalt vor dem Ende des Jahres im Parlament vorgelegt wird."
    ),
    "it": (
        "Il primo ministro ha detto oggi che il nuovo bilancio sarà presentato alla camera prima della fine dell'anno."
    ),
    "nl": (
        "De premier zei vandaag dat de nieuwe begroting voor het einde van het jaar aan het parlement wordt voorgelegd."
    ),
    "tr": ("Başbakan bugün yeni bütçenin yıl sonundan önce meclise sunulacağını ve fiyatların artmayacağını söyledi."),
    "pl": (
        "Premier powiedział dziś, że nowy budżet zostanie przedłożony w "
        "sejmie przed końcem roku i że ceny się nie zmienią."
    ),
    "sw": (
        "Waziri mkuu alisema leo kwamba bajeti mpya ya serikali itawasilishwa kwa wabunge kabla ya mwisho wa mwaka huu."
    ),
    "id": (
        "Perdana menteri mengatakan hari ini bahwa anggaran baru akan "
        "diajukan ke parlemen dan tidak akan ada yang naik."
    ),
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
@pytest.mark.parametrize("claim", ["none", "true", "en-US", "ar"])
def test_a_sentence_tells_its_language_whatever_the_page_declares(language: str, text: str, claim: str) -> None:
    declared = {"none": None, "true": f"{language}-XX"}.get(claim, claim)
    assert language_of(text, declared) == language


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("Budget", "fr", "fr"),
        ("Budget", None, None),
        ("أخبار", None, "ar"),
        ("أخبار", "ar-MA", "ar"),
        ("سلام", "fa", "fa"),
        ("أخبار", "fr", "ar"),
        ("東京", "ja", "ja"),
        ("東京", None, "zh"),
        ("Budget 2025", "ar", None),
        ("नेपाल", "ne", "ne"),
        ("দিন", "bn-BD", "bn"),
        ("12345 — !", "fr-FR", "fr"),
        ("", None, None),
        ("", "x-klingon", None),
        ("", "en_US.UTF-8", "en"),
        ("Kuthiwaligqinsile", "zu", "zu"),
    ],
)
def test_short_texts_go_by_script_and_declaration(text: str, declared: str | None, language: str | None) -> None:
    assert language_of(text, declared) == language


def test_near_languages_are_as_declared() -> None:
    text = "Regjeringen har i dag sagt at det nye budsjettet er klart, og at det ikke er for sent å gjøre noe med den."
    assert language_of(text, "no") == "no"
    assert language_of(text, "nb-NO") == "nb"
    assert language_of(text, "en") in ("nb", "da", None)


@given(st.text(), st.none() | st.text(max_size=8))
def test_any_text_and_declaration_give_a_subtag_or_none(text: str, declared: str | None) -> None:
    language = language_of(text, declared)
    assert language is None or (2 <= len(language) <= 3 and language.isascii() and language.islower())


@pytest.mark.parametrize(("tag", "rtl"), [("ar", True), ("ar-MA", True), ("FA_ir", True), ("fr", False), (None, False)])
def test_right_to_left_languages_are_known_by_any_tag(tag: str | None, rtl: bool) -> None:
    assert is_rtl(tag) is rtl


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Umfula ugcwele amanzi namuhla, futhi abantu basedolobheni bayajabula kakhulu ngalokho.", "zu"),
        ("Umlambo uzele ngamanzi namhlanje, yaye abantu basedolophini bavuya kakhulu ngenxa yoko.", "xh"),
    ],
)
def test_a_language_without_a_table_is_identified_by_cld2(text: str, language: str) -> None:
    pytest.importorskip("pycld2")
    assert language_of(text) == language
