"""Month names of three calendars, and the reckoning that turns their years into Gregorian ones."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.dates.months import AM, COMMON, CROATIAN, PM

# Spellings that newspapers use and CLDR 47 lacks, folded; January first. Arabic: the Levant without articles, Egypt's
# and Algeria's variants; then Basque genitives and shorter or longer abbreviations.
_OTHER = (
    "كانون_ثاني كانون_ثان جنفي جانفيه ينابر urtarrilaren",
    "فيبراير فبراير فيفريه otsailaren febr",
    "مارص martxoaren",
    "ابرايل افرايل apirilaren abr",
    "مايه ايار maiatzaren",
    "يونيه حزيزان ekainaren",
    "يوليه يولييو جويلي يليوز uztailaren jully",
    "اوغسطس اغسطوس اوغست غوشت abuztuaren",
    "سيبتمبر سبتنبر شتنببر irailaren sept set setiembre",
    "اوكتوبر اكتوبير تشرين_اول تشرين_الاولي urriaren",
    "نوفنبر نوفمبير نوانبر تشرين_ثاني تشرين_ثان تشرين_التاني azaroaren",
    "دسمبر ديسامبر ديسنبر دجنبير كانون_اول abenduaren",
)
# The Solar Hijri year of Iran, then of Afghanistan; the first month begins at the March equinox.
_SOLAR = (
    ("فروردين", "حمل"),
    ("ارديبهشت", "ثور"),
    ("خرداد", "جوزا"),
    ("تير", "سرطان"),
    ("مرداد", "امرداد", "اسد"),
    ("شهريور", "سنبله"),
    ("مهر", "ميزان"),
    ("ابان", "عقرب"),
    ("اذر", "قوس"),
    ("دي", "جدي"),
    ("بهمن", "دلو"),
    ("اسفند", "اسپند", "حوت"),
)


def _number(*tables: tuple[str, ...]) -> dict[str, int]:
    return {
        name.replace("_", " "): number
        for table in tables
        for number, names in enumerate(table, start=1)
        for name in names.split()
    }


MONTHS = _number(CROATIAN, COMMON, _OTHER)
CROATIAN_MONTHS = _number(COMMON, _OTHER, CROATIAN)
SOLAR_MONTHS = {name: number for number, names in enumerate(_SOLAR, start=1) for name in names}

# What a word beside a time makes of its hour. "noon" is said from 11 on, "night" until 6.
HALVES = {
    **dict.fromkeys(AM.split(), "am"),
    **dict.fromkeys(
        ("فجرا", "الصبح", "صبح", "قظ", "午前", "凌晨", "早上", "清晨", "πμ", "sa", "manha", "paradites"), "am"
    ),
    **dict.fromkeys(PM.split(), "pm"),
    **dict.fromkeys(("عصرا", "بظ", "عصر", "午後", "晚上", "傍晚", "μμ", "ch", "tarde", "pasdites"), "pm"),
    **dict.fromkeys(("ظهرا", "ظهر", "中午"), "noon"),
    **dict.fromkeys(("ليلا", "شب"), "night"),
}

SOLAR_YEARS = range(1369, 1410)  # 1990 to 2031; later years are also years of the lunar calendar since 1990
BUDDHIST_YEARS = range(2533, 2643)  # 1990 to 2099
GREGORIAN_YEARS = range(1990, 2100)
_SOLAR_EPOCH = date(622, 3, 21).toordinal()  # where the cycle, run backwards, begins year 1


def gregorian_year(year: int) -> int:
    """The Gregorian year of a Thai (Buddhist era) one; others come back unchanged."""
    return year - 543 if year in BUDDHIST_YEARS else year


def from_solar(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Solar Hijri one, by the 33-year cycle, which holds for the years 1244 to 1472.

    Raises ValueError for a day that does not exist.
    """
    length = 31 if month <= 6 else 30 if month <= 11 or is_solar_leap(year) else 29
    if not (1 <= month <= 12 and 1 <= day <= length):
        raise ValueError(f"there is no day {day} in month {month} of {year}")
    leaps = (8 * (year - 1) + 29) // 33
    before = 365 * (year - 1) + leaps + 30 * (month - 1) + min(month - 1, 6)
    return date.fromordinal(_SOLAR_EPOCH) + timedelta(days=before + day - 1)


def is_solar_leap(year: int) -> bool:
    """Whether a Solar Hijri year has 366 days."""
    return (25 * year + 11) % 33 < 8
