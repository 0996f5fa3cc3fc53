"""Time zones as pages name them: abbreviations, offsets and «بتوقيت» a city."""

from __future__ import annotations

from datetime import timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Minutes east of Greenwich. RFC 5322 §4.3 fixes the American ones; the others mean one thing to nearly everybody.
# Left out because they mean several: AST, BST of Bangladesh, ECT, GST, SST, and CST of China.
_ABBREVIATIONS = {
    **dict.fromkeys(("z", "gmt", "utc", "ut", "wet", "tu", "tmg"), 0),
    **dict.fromkeys(("cet", "mez", "wat", "bst", "west"), 60),
    **dict.fromkeys(("cest", "mesz", "eet", "sast", "cat"), 120),
    **dict.fromkeys(("eest", "msk", "trt", "eat", "idt"), 180),
    **{"irst": 210, "aft": 270, "pkt": 300, "ist": 330, "npt": 345},
    **{"wib": 420, "ict": 420, "wita": 480, "hkt": 480, "sgt": 480, "myt": 480, "pht": 480, "awst": 480},
    **{"wit": 540, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780},
    **{"adt": -180, "brt": -180, "edt": -240, "est": -300, "cdt": -300, "cst": -360, "mdt": -360, "mst": -420},
    **{"pdt": -420, "pst": -480, "akdt": -480, "akst": -540, "hst": -600},
}
_AMERICAN = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}
_AMERICAN_ABBREVIATIONS = frozenset(
    {"est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "akst", "akdt", *_AMERICAN}
)
# The city or country after «بتوقيت», folded, by its first word.
_CITIES = {
    **dict.fromkeys(("غرينتش", "جرينتش", "غرينيتش", "جرينيتش", "كرينتش", "غرينويتش", "العالمي"), "Etc/UTC"),
    **dict.fromkeys(("مكه", "السعوديه", "الرياض"), "Asia/Riyadh"),
    **dict.fromkeys(("القاهره", "مصر"), "Africa/Cairo"),
    **dict.fromkeys(("المغرب", "الرباط"), "Africa/Casablanca"),
    **dict.fromkeys(("الجزاير",), "Africa/Algiers"),
    **dict.fromkeys(("تونس",), "Africa/Tunis"),
    **dict.fromkeys(("طرابلس", "ليبيا"), "Africa/Tripoli"),
    **dict.fromkeys(("الخرطوم", "السودان"), "Africa/Khartoum"),
    **dict.fromkeys(("بيروت", "لبنان"), "Asia/Beirut"),
    **dict.fromkeys(("دمشق", "سوريا", "سوريه"), "Asia/Damascus"),
    **dict.fromkeys(("بغداد", "العراق"), "Asia/Baghdad"),
    **dict.fromkeys(("عمان", "الاردن"), "Asia/Amman"),
    **dict.fromkeys(("القدس", "فلسطين", "غزه"), "Asia/Jerusalem"),
    **dict.fromkeys(("الدوحه", "قطر"), "Asia/Qatar"),
    **dict.fromkeys(("ابوظبي", "ابو", "الامارات", "دبي"), "Asia/Dubai"),
    **dict.fromkeys(("الكويت",), "Asia/Kuwait"),
    **dict.fromkeys(("صنعاء", "عدن", "اليمن"), "Asia/Aden"),
    **dict.fromkeys(("اسطنبول", "تركيا"), "Europe/Istanbul"),
    **dict.fromkeys(("موسكو",), "Europe/Moscow"),
    **dict.fromkeys(("باريس",), "Europe/Paris"),
    **dict.fromkeys(("لندن",), "Europe/London"),
}
_FARTHEST = 14 * 60  # Kiribati; what lies beyond is no offset


def named_zone(abbreviation: str, *, american: bool) -> tzinfo | None:
    """The zone of a folded abbreviation; `american` admits the two-letter ET, CT, MT and PT."""
    if american and abbreviation in _AMERICAN:
        return ZoneInfo(_AMERICAN[abbreviation])
    minutes = _ABBREVIATIONS.get(abbreviation)
    return None if minutes is None else timezone(timedelta(minutes=minutes))


def city_zone(first_word: str) -> tzinfo | None:
    """The zone of «بتوقيت» this city or country (folded, its first word)."""
    key = _CITIES.get(first_word)
    return ZoneInfo(key) if key else None


def place_zone(key: str) -> tzinfo | None:
    """The zone of an IANA name such as Europe/Paris; None when there is none of that name."""
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: "Europe" is a folder
        return None


def offset_zone(sign: str, hours: str, minutes: str | None) -> tzinfo | None:
    """The zone of a written offset; None when there is no such place on Earth."""
    east = int(hours) * 60 + int(minutes or 0)
    if east > _FARTHEST or int(minutes or 0) > 59:
        return None
    return timezone(timedelta(minutes=-east if sign == "-" else east))


def is_american(abbreviation: str) -> bool:
    """Whether only North Americans write this abbreviation, who also write the month first."""
    return abbreviation in _AMERICAN_ABBREVIATIONS
