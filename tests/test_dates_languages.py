"""Dates in the languages of the world's news: the generated month table, every country's Arabic, rendered dates."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime

import pytest
from babel import Locale, localedata
from babel.dates import format_date, format_datetime

from bench.write_months import TARGET
from pipeline.dates import read, read_all
from tests.conftest import ROOT

ARABIC_MONTHS = {
    "Morocco": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
    "Algeria": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "Tunisia": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "Mauritania": "يناير فبراير مارس إبريل مايو يونيو يوليو أغشت شتمبر أكتوبر نوفمبر دجمبر",
    "Libya": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "Egypt": "يناير فبراير مارس ابريل مايو يونيه يوليه اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
    "Sudan": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "Gulf": "يناير فبراير مارس إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "Levant": "كانون-الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين-الأول تشرين-الثاني كانون-الأول",
    "Levant, loosely": "كانون-ثاني شباط اذار نيسان ايار حزيران تموز اب ايلول تشرين-أول تشرين-ثاني كانون-أول",
}
SENTENCES = (
    "نشر في الأول يوم {day} {month} {year}",
    "الخميس {day} {month} {year} - 14:05",
    "{day} {month}، {year}",
    "{day}-{month}-{year}",
    "بتاريخ {day}/{month}/{year} على الساعة 14:05",
    "الجمعة {month} {day}, {year}",
    "كتب: أحمد علي | {day} {month} {year}م",
)
EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
TWINS = [
    *(("كانون الثاني", "يناير"), ("شباط", "فبراير"), ("آذار", "مارس"), ("نيسان", "أبريل"), ("أيار", "مايو")),
    *(("حزيران", "يونيو"), ("تموز", "يوليو"), ("آب", "أغسطس"), ("أيلول", "سبتمبر"), ("تشرين الأول", "أكتوبر")),
    *(("تشرين الثاني", "نوفمبر"), ("كانون الأول", "ديسمبر")),
]


@pytest.mark.parametrize("country", ARABIC_MONTHS)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_arab_countrys_months_are_read_in_a_sentence(country: str, sentence: str) -> None:
    for number, name in enumerate(ARABIC_MONTHS[country].split(), start=1):
        text = sentence.format(day=11, month=name.replace("-", " "), year=2025)
        for written in (text, text.translate(EASTERN), text.replace("ا", "اـ"), text.replace(" ", "\u00a0\u200f")):
            moment = read(written)
            assert moment is not None, written
            assert moment.iso()[:10] == f"2025-{number:02}-11", written
            assert moment.precision == ("minute" if "14:05" in text else "day"), written


@pytest.mark.parametrize(("levant", "egypt"), TWINS)
def test_months_with_both_their_names_are_one_month(levant: str, egypt: str) -> None:
    number = TWINS.index((levant, egypt)) + 1
    for text in (
        f"الخميس 11 {egypt}/{levant} 2025",
        f"الخميس 11 {levant} / {egypt} 2025 الساعة 14:05",
        f"11 {levant} ({egypt}) 2025",
    ):
        moment = read(text)
        assert moment is not None, text
        assert moment.iso()[:10] == f"2025-{number:02}-11", text


WORDINGS = {
    "1er décembre 2025": "2025-12-01",
    "mar. 11 déc. 2025": "2025-12-11",
    "the 11th of December, 2025": "2025-12-11",
    "Dec. 11th, 2025": "2025-12-11",
    "DECEMBER 11, 2025": "2025-12-11",
    "11DEC2025": "2025-12-11",
    "11 Sept 2025": "2025-09-11",
    "Sept. 11, 2025": "2025-09-11",
    "11 de diciembre del 2025": "2025-12-11",
    "11 d’abril de 2025": "2025-04-11",
    "11. prosince 2025": "2025-12-11",
    "11 ARALIK 2025": "2025-12-11",
    "11 KASIM 2025": "2025-11-11",
    "11 Aralık'ta, 11 Aralık 2025": "2025-12-11",
    "11-dekabr, 2025": "2025-12-11",
    "2025. december 11., csütörtök": "2025-12-11",
    "2025. gada 11. decembrī, 2025. gada 11. decembris": "2025-12-11",
    "2025 m. gruodžio 11 d.": "2025-12-11",
    "11 בדצמבר 2025": "2025-12-11",
    "ថ្ងៃទី១១ ខែធ្នូ ឆ្នាំ២០២៥": "2025-12-11",
    "११ दिसंबर २०२५": "2025-12-11",
    "১১ ডিসেম্বর, ২০২৫": "2025-12-11",
    "2025(e)ko abenduaren 11(a)": "2025-12-11",
    "11 декабря 2025 года": "2025-12-11",
    "вторник, 11 март 2025 г.": "2025-03-11",
}


@pytest.mark.parametrize(("text", "day"), WORDINGS.items())
def test_ordinals_articles_and_cases_of_many_languages(text: str, day: str) -> None:
    moment = read(text)
    assert moment is not None
    assert moment.iso() == day


def test_listopad_is_october_only_to_croats() -> None:
    for language, day in (("hr", "2025-10-11"), ("cs", "2025-11-11"), ("pl", "2025-11-11"), (None, "2025-11-11")):
        moment = read("11. listopad 2025", language=language)
        assert moment is not None
        assert moment.iso() == day


@pytest.mark.parametrize("text", ["11 deaths in December 2025", "11 قتيلا في ديسمبر 2025", "Top 10: best of May 2025"])
def test_a_figure_before_a_month_that_is_not_its_day_gives_no_date(text: str) -> None:
    assert read(text) is None


@pytest.fixture(scope="module")
def rendered_languages() -> list[str]:
    """One locale per language, and every Arabic one; `ku` inflects the names and is not read."""
    languages = (
        "am az be bg bn bs ca cs da de el en en_GB es et eu fa fi fil fr fr_CA ga gl gu ha he hi hr hu hy id is it ja "
        "ka kk kn ko lo lt lv mk ml mr ms nb nl nn pa pl pt pt_PT ro ru si sk sl so sq sr sr_Latn sv sw ta te th tr uk "
        "uz vi zh zh_Hant mn"
    )
    return [*languages.split(), *(name for name in localedata.locale_identifiers() if name.split("_")[0] == "ar")]


def test_every_months_long_and_full_date_is_read_in_every_language(rendered_languages: list[str]) -> None:
    for name in rendered_languages:
        locale = Locale.parse(name)
        for month in range(1, 13):
            day = datetime(2025, month, 11, 14, 5)  # noqa: DTZ001
            for width in ("full", "long", "medium"):
                text = format_date(day, width, locale=locale)
                moment = read(text, language=name.replace("_", "-"))
                assert moment is not None, (name, text)
                assert moment.day == day.date(), (name, text)


def test_every_languages_clock_is_read_beside_its_date(rendered_languages: list[str]) -> None:
    for name in rendered_languages:
        for hour in (0, 2, 12, 14):
            at = datetime(2025, 11, 21, hour, 5, 33)  # noqa: DTZ001
            text = format_datetime(at, "medium", locale=Locale.parse(name))
            moment = read(text, language=name.replace("_", "-"))
            assert moment is not None, (name, text)
            assert moment.value.replace(tzinfo=None) == at, (name, text)


def test_dates_of_every_language_are_found_in_running_text(rendered_languages: list[str]) -> None:
    for name in rendered_languages:
        day = datetime(2025, 11, 21)  # noqa: DTZ001
        text = "— " * 100 + format_date(day, "long", locale=Locale.parse(name)) + " — " * 100
        assert [moment.day for moment in read_all(text, language=name)] == [day.date()], (name, text)


def test_the_month_table_is_what_cldr_says() -> None:
    """In a process of its own: Babel's caches depend on which locales were used before (see bench.write_months)."""
    show = "import sys; from bench.write_months import render; sys.stdout.buffer.write(render().encode())"
    fresh = subprocess.run([sys.executable, "-c", show], capture_output=True, check=True, cwd=ROOT).stdout
    assert TARGET.read_bytes() == fresh, "run: python -m bench.write_months"
