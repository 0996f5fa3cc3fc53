"""Reads times told from the present: «منذ ساعتين», "hier à 14h05", "2 hours ago"; in folded text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Ago:
    """How long ago: whole `days` back from today, else `span` back from this minute. `end` is where its text ends."""

    end: int
    days: int | None = None
    span: timedelta = timedelta()


# Units are those that fix a day or better: "three weeks ago" names no day, so it is not read.
_SECOND = r"seconds?|secs?|ثانيه|ثوان|ثواني|secondes?|sekunden?|segundos?|секунд\w*"
_MINUTE = r"minutes?|mins?|m|min|دقيقه|دقايق|minuten?|minutos?|мин\w*|dakika|menit"
_HOUR = r"hours?|hrs?|h|std|ساعه|ساعات|heures?|stunden?|horas?|час\w*|ore|saat|jam"
_DAY = r"days?|d|يوم|يوما|ايام|jours?|j|tag\w*|dias?|дн\w*|день|giorni|giorno|gun|hari"
_UNIT = (
    rf"(?:(?P<second{{0}}>{_SECOND})|(?P<minute{{0}}>{_MINUTE})|(?P<hour{{0}}>{_HOUR})|(?P<day{{0}}>{_DAY}))"
    r"(?![^\W\d_])"
)
_COUNT = (
    r"(?P<count{0}>\d{{1,3}}|an?|une?|ein(?:e[rmn]?)?|unos?|unas?|one|two|three|deux|trois|zwei|drei|dos|tres|"
    r"واحد|احدي|ثلاث|ثلاثه|اربع|اربعه|خمس|خمسه|ست|سته|سبع|سبعه|ثماني|ثمانيه|تسع|تسعه|عشر|عشره)"
)
_FIGURES = {
    **dict.fromkeys(("two", "deux", "zwei", "dos"), 2),
    **dict.fromkeys(("three", "trois", "drei", "tres", "ثلاث", "ثلاثه"), 3),
    **dict.fromkeys(("اربع", "اربعه"), 4),
    **dict.fromkeys(("خمس", "خمسه"), 5),
    **dict.fromkeys(("ست", "سته"), 6),
    **dict.fromkeys(("سبع", "سبعه"), 7),
    **dict.fromkeys(("ثماني", "ثمانيه"), 8),
    **dict.fromkeys(("تسع", "تسعه"), 9),
    **dict.fromkeys(("عشر", "عشره"), 10),
}
_AGO = re.compile(
    rf"(?<![^\W\d_])(?:"
    rf"{_COUNT.format(1)} ?{_UNIT.format(1)} (?:ago|назад|fa|once|lalu|yang lalu)"
    rf"|(?:منذ|قبل|il y a|vor|hace|ha) (?:حوالي |نحو |environ |etwa |unos |unas )?"
    rf"(?:(?P<dual>ثانيتين|دقيقتين|ساعتين|يومين)|(?:{_COUNT.format(2)} ?)?{_UNIT.format(2)})"
    r")(?![^\W\d_])"
)
_DUAL = {"ثانيتين": "second", "دقيقتين": "minute", "ساعتين": "hour", "يومين": "day"}
_NOW = r"just now|الان|قبل قليل|a l'instant|gerade eben|ahora mismo"
_TODAY = r"today|اليوم|aujourd'hui|heute|hoy|oggi|hoje|сегодня"
_YESTERDAY = r"yesterday|امس|البارحه|hier|gestern|ayer|ieri|ontem|вчера"
_BEFORE_YESTERDAY = r"avant-hier|vorgestern|anteayer|اول امس|امس الاول|позавчера"
_NAMED = re.compile(
    rf"(?<![^\W\d_])(?<![-'])(?:(?P<before>{_BEFORE_YESTERDAY})|(?P<yesterday>{_YESTERDAY})|(?P<today>{_TODAY})|(?P<now>{_NOW}))"
    r"(?![^\W\d_])"
)
_LONGEST = 80  # a byline's line; in running text "yesterday" is part of the story
_LENGTHS = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1), "hour": timedelta(hours=1)}


def find_ago(text: str) -> Ago | None:
    """The relative time in a short folded text; None when there is none or the text is too long to be a byline."""
    if len(text) > _LONGEST:
        return None
    if found := _AGO.search(text):
        return _counted(found)
    if not (named := _NAMED.search(text)):
        return None
    if named["now"]:
        return Ago(named.end())
    return Ago(named.end(), days=0 if named["today"] else 1 if named["yesterday"] else 2)


def _counted(found: re.Match[str]) -> Ago:
    if found["dual"]:
        unit, count = _DUAL[found["dual"]], 2
    else:
        side = "1" if found["count1"] else "2"
        unit = next(name for name in ("second", "minute", "hour", "day") if found[f"{name}{side}"])
        count = _count(found[f"count{side}"])
    if unit == "day":
        return Ago(found.end(), days=count)
    return Ago(found.end(), span=_LENGTHS[unit] * count)


def _count(word: str | None) -> int:
    if word and word.isdigit():
        return int(word)
    return _FIGURES.get(word or "", 1)
