"""Month names of three calendars, and the reckoning that turns their years into Gregorian ones."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.dates.months import AM, COMMON, CROATIAN, PM

# Spellings that newspapers use and CLDR 47 lacks, folded; January first. Arabic: the Levant without articles, Egypt's
# and Algeria's variants; then Basque cases, shorter or longer abbreviations, Assamese, Burmese, Odia, Kinyarwanda,
# Malagasy, Hausa, Haitian, Tajik and Vietnamese, which has numbers for names.
_OTHER = (
    "كانون_ثاني كانون_ثان جنفي جانفيه ينابر urtarrilaren"
    " urtarrilak жанв janner janvye mutarama janoary januwari jenuwari январи জানুৱাৰী ଜାନୁଆରୀ thang_mot thang_gieng",
    "فيبراير فبراير فيفريه otsailaren febr"
    " otsailak feber fevriye gashyantare febroary februwari fabrairu феврали ফেব্ৰুৱাৰী ଫେବୃଆରୀ ଫେବ୍ରୁଆରୀ thang_hai",
    "مارص martxoaren martxoak mrz werurwe martsa mashi maris марти মাৰ্চ ମାର୍ଚ୍ଚ מרס မတ်လ thang_ba",
    "ابرايل افرايل apirilaren abr apirilak avril mata aprily ephreli afrilu апрели এপ্ৰিল ଅପ୍ରେଲ ဧပြီလ thang_tu",
    "مايه ايار maiatzaren maiatzak gicurasi meyi mayu майи ମଇ ମେ မေလ thang_nam",
    "يونيه حزيزان ekainaren ekainak kamena jona июни জুন ଜୁନ ဇွန်လ thang_sau",
    "يوليه يولييو جويلي يليوز uztailaren jully uztailak jiye nyakanga jolay julayi июли জুলাই ଜୁଲାଇ ဇူလိုင်လ thang_bay",
    "اوغسطس اغسطوس اوغست غوشت abuztuaren abuztuak kanama aogositra agasti августи আগষ্ট ଅଗଷ୍ଟ ဩဂုတ်လ thang_tam",
    "سيبتمبر سبتنبر شتنببر irailaren sept set setiembre"
    " irailak septanm nzeri septambra septhemba satumba сентябри ছেপ্টেম্বৰ ସେପ୍ଟେମ୍ବର စက်တင်ဘာလ thang_chin",
    "اوكتوبر اكتوبير تشرين_اول تشرين_الاولي urriaren"
    " urriak oktob ukwakira oktobra okthoba октябри অক্টোবৰ ଅକ୍ଟୋବର အောက်တိုဘာလ thang_muoi",
    "نوفنبر نوفمبير نوانبر تشرين_ثاني تشرين_ثان تشرين_التاني azaroaren"
    " azaroak novanm ugushyingo novambra nuwamba ноябри নৱেম্বৰ ନଭେମ୍ବର နိုဝင်ဘာလ thang_muoi_mot",
    "دسمبر ديسامبر ديسنبر دجنبير كانون_اول abenduaren"
    " abenduak desanm ukuboza desambra disemba disamba декабри ডিচেম্বৰ ଡିସେମ୍ବର ဒီဇင်ဘာလ thang_muoi_hai",
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
# Nepal's Bikram Sambat, whose years begin in the middle of April; folded.
_BIKRAM = (
    ("बैशाख", "वैशाख"),
    ("जेठ", "जेष्ठ", "ज्येष्ठ"),
    ("असार", "आषाढ"),
    ("साउन", "श्रावण"),
    ("भदौ", "भाद्र"),
    ("असोज", "आश्विन"),
    ("कात्तिक", "कार्तिक"),
    ("मंसिर", "मङ्सिर", "मार्ग"),
    ("पुस", "पुष", "पौष"),
    ("माघ",),
    ("फागुन", "फाल्गुन"),
    ("चैत", "चैत्र"),
)
BIKRAM_MONTHS = {name: number for number, names in enumerate(_BIKRAM, start=1) for name in names}
# Where each year begins, and the lengths of its months: an almanac's, not reckoned.
_BIKRAM_YEARS = {
    2070: (date(2013, 4, 14), "31 31 31 32 31 31 29 30 30 29 30 30"),
    2071: (date(2014, 4, 14), "31 31 32 31 31 31 30 29 30 29 30 30"),
    2072: (date(2015, 4, 14), "31 32 31 32 31 30 30 29 30 29 30 30"),
    2073: (date(2016, 4, 13), "31 32 31 32 31 30 30 30 29 29 30 31"),
    2074: (date(2017, 4, 14), "31 31 31 32 31 31 30 29 30 29 30 30"),
    2075: (date(2018, 4, 14), "31 31 32 31 31 31 30 29 30 29 30 30"),
    2076: (date(2019, 4, 14), "31 32 31 32 31 30 30 30 29 29 30 30"),
    2077: (date(2020, 4, 13), "31 32 31 32 31 30 30 30 29 30 29 31"),
    2078: (date(2021, 4, 14), "31 31 31 32 31 31 30 29 30 29 30 30"),
    2079: (date(2022, 4, 14), "31 31 32 31 31 31 30 29 30 29 30 30"),
    2080: (date(2023, 4, 14), "31 32 31 32 31 30 30 30 29 29 30 30"),
    2081: (date(2024, 4, 13), "31 32 31 32 31 30 30 30 29 30 29 31"),
    2082: (date(2025, 4, 14), "31 31 32 31 31 31 30 29 30 29 30 30"),
    2083: (date(2026, 4, 14), "31 31 32 31 31 31 30 29 30 29 30 30"),
}
# Ethiopia's months, folded: twelve of 30 days, and the rest of the year.
_ETHIOPIC = (
    ("መስከረም",),
    ("ጥቅምት",),
    ("ኅዳር", "ህዳር"),
    ("ታኅሣሥ", "ታህሳስ", "ታኅሳስ"),
    ("ጥር",),
    ("የካቲት",),
    ("መጋቢት",),
    ("ሚያዝያ", "ሚያዚያ"),
    ("ግንቦት",),
    ("ሰኔ",),
    ("ሐምሌ", "ሀምሌ", "ሃምሌ"),
    ("ነሐሴ", "ነሃሴ"),
    ("ጳጉሜን", "ጳጉሜ"),
)
ETHIOPIC_MONTHS = {name: number for number, names in enumerate(_ETHIOPIC, start=1) for name in names}
_ETHIOPIC_EPOCH = date(8, 8, 27).toordinal()  # 29 August 8 of the Julian calendar
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


def from_bikram(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Nepali one. Raises ValueError for a day that does not exist or of a year not known."""
    if year not in _BIKRAM_YEARS:
        raise ValueError(f"the year {year} is in no almanac here")
    start, lengths = _BIKRAM_YEARS[year]
    days = [int(length) for length in lengths.split()]
    if not 1 <= day <= days[month - 1]:
        raise ValueError(f"there is no day {day} in month {month} of {year}")
    return start + timedelta(days=sum(days[: month - 1]) + day - 1)


def from_ethiopic(year: int, month: int, day: int) -> date:
    """The Gregorian day of an Ethiopian one. Raises ValueError for a day that does not exist."""
    if not 1 <= day <= (30 if month < 13 else 6 if year % 4 == 3 else 5):
        raise ValueError(f"there is no day {day} in month {month} of {year}")
    return date.fromordinal(_ETHIOPIC_EPOCH + 365 * (year - 1) + year // 4 + 30 * (month - 1) + day - 1)


def is_solar_leap(year: int) -> bool:
    """Whether a Solar Hijri year has 366 days."""
    return (25 * year + 11) % 33 < 8
