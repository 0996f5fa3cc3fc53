"""Finds the time of day, and its zone, that stands beside a date in folded text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta, tzinfo

from pipeline.dates.machine import timed
from pipeline.dates.names import HALVES
from pipeline.dates.zones import city_zone, named_zone, offset_zone

_HALF = r"[ap]\. ?m|[^\W\d_][^\s\d,()|/:]{0,11}"  # perhaps a word for the half of the day; names.HALVES decides
_PLAIN_HALF = r"[ap]\.? ?m|صباحا|فجرا|مساء|ظهرا|عصرا|ليلا|uhr"  # enough to make a lone figure an hour
_OCLOCK = r"(?:uhr|h|น|wib|wita|wit|hs)(?![^\W\d_])"
_TIME = re.compile(
    r"(?<![\d:])(?<!\d[.,/-])"
    r"(?:"
    # 14:05, 14:05:33.5, also with the ratio and full-width colons that folding leaves
    r"(?P<hour>\d{1,2}) ?[:∶︰] ?(?P<minute>\d\d)(?: ?[:∶︰] ?(?P<second>\d\d)(?:[.,]\d{1,9})?)?(?![:\d])"
    # 14h05, 14 h 05 min 33 s, 14h, 14h05min
    r"|(?P<hour_h>\d{1,2}) ?(?:h|hs|hrs|u|ч)\.? ?"
    r"(?:(?P<minute_h>\d\d) ?(?:min|mn|m)?(?: (?P<second_h>\d\d) ?s)?)?(?![^\W_])"
    # 14时05分, 14点05, 14시 5분 33초, 14 นาฬิกา 05 นาที
    r"|(?P<hour_c>\d{1,2}) ?(?:[時时点點시]|นาฬิกา|ໂມງ)"
    r"(?: ?(?P<minute_c>\d{1,2})(?: ?(?:[分분]|นาที|ນາທີ)(?: ?(?P<second_c>\d{1,2}) ?(?:[秒초]|วินาที|ວິນາທີ))?)?)?"
    # 14.05 only where a word says it is a time, or straight after the date (checked by the caller)
    rf"|(?P<hour_d>\d{{1,2}})\.(?P<minute_d>\d\d)(?:\.(?P<second_d>\d\d))?(?![\d.,]*\d)(?P<said> ?{_OCLOCK})?"
    # 2 pm, 14 Uhr
    rf"|(?P<hour_o>\d{{1,2}})(?= ?(?:{_PLAIN_HALF})(?![^\W\d_]))"
    rf")(?P<half> ?\(?(?:{_HALF}))?"
)
_HALF_BEFORE = re.compile(r"(?P<half>[^\W\d_.,()|/:]{1,6})[ .]*$")
_SAID_BEFORE = re.compile(r"(?:klo|kl|kello|kell|pukul|jam|ore|alle|um|a las|الساعه)\.? ?$")
_ZONE = re.compile(
    r"[.)]? ?\(? ?(?:uhr|น|h)?\.? ?[,(|]? ?(?:"
    r"(?:gmt|utc|ut|z)? ?(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?(?![\d/.])"
    r"|(?P<name>[a-z]{1,5})(?![^\W_])"
    r"|(?:حسب |ب)?(?:ال)?توقيت (?:مدينه )?(?P<city>[^\W\d_]+)"
    r"|\(?(?P<greenwich>ت\.? ?غ|غرينتش|جرينتش)(?![^\W\d_])"
    r")"
)
_DIGIT = re.compile(r"\d")
_REACH = 40  # characters between a date and its time: «على الساعة», «at», a weekday


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time since midnight, whether it names seconds, and the zone it names. `end` is where its text ends."""

    since_midnight: timedelta
    has_seconds: bool
    zone: tzinfo | None
    end: int


def find_time(text: str, start: int, end: int, raw: str, floor: int = 0) -> TimeOfDay | None:
    """The time beside the date at `text[start:end]`: inside it, after it, or else before it but not before `floor`.

    `text` is folded; `raw` is the text unfolded, since zone abbreviations count only in capitals (French «est»).
    """
    for found in _TIME.finditer(text, start, end + _REACH + 12):
        if found.start() < end and found["hour"] is None:
            continue
        if found.start() > end + _REACH or _DIGIT.search(text, end, found.start()):
            break
        if time := _time_of(found, text, end, raw):
            return time
    return _time_before(text, start, raw, max(floor, start - _REACH - 24))


def _time_before(text: str, start: int, raw: str, floor: int) -> TimeOfDay | None:
    before = [found for found in _TIME.finditer(text, max(floor, 0), start) if _bare_end(found) <= start]
    if not before:
        return None
    found = before[-1]
    zone = _ZONE.match(text, _end(found))
    between = max(zone.end() if zone else 0, _end(found))
    return None if _DIGIT.search(text, between, start) else _time_of(found, text, None, raw)


def _time_of(found: re.Match[str], text: str, date_end: int | None, raw: str) -> TimeOfDay | None:
    hour, minute, second = _figures(found)
    if found["hour_d"] and not (found["said"] or _is_said(found, text, date_end)):
        return None
    half = _half_of(found, text)
    try:
        since_midnight = timed(_on_24_hours(half, int(hour)), int(minute or 0), int(second or 0))
    except ValueError:
        return None
    zone = _find_zone(text, _end(found), raw, american=half is not None)
    return TimeOfDay(since_midnight, second is not None, zone, _end(found))


def _half_of(found: re.Match[str], text: str) -> str | None:
    """am, pm, noon or night when a word after or before the time says so."""
    if half := _half_named(found["half"]):
        return half
    before = _HALF_BEFORE.search(text, max(0, found.start() - 8), found.start())
    return HALVES.get(before["half"]) if before else None


def _half_named(word: str | None) -> str | None:
    return HALVES.get(word.strip(" (").replace(".", "").replace(" ", "")) if word else None


def _end(found: re.Match[str]) -> int:
    """Where the time ends, with the word for its half of the day but without any other."""
    return found.end() if _half_named(found["half"]) else _bare_end(found)


def _bare_end(found: re.Match[str]) -> int:
    return found.start("half") if found["half"] else found.end()


def _figures(found: re.Match[str]) -> tuple[str, str | None, str | None]:
    for kind in ("", "_h", "_c", "_d"):
        if hour := found[f"hour{kind}"]:
            return hour, found[f"minute{kind}"], found[f"second{kind}"]
    return found["hour_o"], None, None


def _is_said(found: re.Match[str], text: str, date_end: int | None) -> bool:
    """Whether 14.05 is a time: a word says so, or it stands alone between the date and a mark or the end."""
    start = found.start()
    if _SAID_BEFORE.search(text, max(0, start - 8), start):
        return True
    follows = date_end is not None and date_end <= start and not text[date_end:start].strip(" ,|-(")
    after = _bare_end(found)
    return follows and not text[after : after + 4].lstrip()[:1].isalpha()


def _on_24_hours(half: str | None, hour: int) -> int:
    if half is None or hour > 12:
        return hour
    if half == "am" or (half == "night" and (hour == 12 or hour < 6)):
        return hour % 12
    return hour if half == "noon" and hour in (10, 11) else hour % 12 + 12


def _find_zone(text: str, at: int, raw: str, *, american: bool) -> tzinfo | None:
    found = _ZONE.match(text, at)
    if not found:
        return None
    if found["sign"]:
        return offset_zone(found["sign"], found["hours"], found["minutes"])
    if found["name"]:
        return named_zone(found["name"], american=american) if found["name"].upper() in raw else None
    return city_zone(found["city"] or "غرينتش")
