"""Finds the dates that people write, in folded text: with figures, with month names, in Han characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.dates.names import (
    CROATIAN_MONTHS,
    GREGORIAN_YEARS,
    MONTHS,
    SOLAR_MONTHS,
    SOLAR_YEARS,
    from_solar,
    gregorian_year,
)


@dataclass(frozen=True, slots=True)
class Style:
    """How the text's people write dates. `loose` admits years of two figures and figures set apart by spaces alone."""

    day_first: bool = True
    language: str | None = None
    loose: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """A date found at `text[start:end]`; the first of the month when it names no day."""

    start: int
    end: int
    day: date
    names_day: bool = True


def find_dates(text: str, style: Style) -> Iterator[Written]:
    """Every possible date of a folded text, each shape in its order; impossible ones are passed over."""
    yield from _find_figures(text, style)
    if any(sign in text for sign in _OF_YEAR):
        yield from _find_han(text)
    yield from _find_named(text, style)


_NO_MORE = r"(?!\d(?!\d?:\d\d))"  # no further digit, unless a page ran a time into the year: 12.12.202514:05
_SEPARATOR = r" ?([./\-]) ?"
_FIGURES = re.compile(
    r"(?<!\d)(?<!\d[./\-])(?:"
    rf"(?P<year>\d{{4}}){_SEPARATOR}(?P<m>\d{{1,2}}) ?\2 ?(?P<d>\d{{1,2}})(?!\d)"
    rf"|(?P<a>\d{{1,2}}){_SEPARATOR}(?P<b>\d{{1,2}})(?: ?\6 ?|(?<=/\d) |(?<=/\d\d)[ -])"  # also 11/12 2025, 11/12-2025
    rf"(?P<last>\d{{4}}{_NO_MORE}|\d\d(?!\d))(?![./\-]\d)"
    r"|(?P<spaced_a>\d{1,2}) (?P<spaced_b>\d{1,2}) (?P<spaced_last>\d{4})(?!\d)"
    r"|(?P<vd>\d{1,2}) (?:thang|thg) (?P<vm>\d{1,2}),? (?:nam )?(?P<vy>\d{4}))"
)


def _find_figures(text: str, style: Style) -> Iterator[Written]:
    for found in _FIGURES.finditer(text):
        day = _figures_day(found, style)
        if day:
            yield Written(found.start(), found.end(), day)


def _figures_day(found: re.Match[str], style: Style) -> date | None:
    if found["year"]:
        return _day(found["year"], found["m"], found["d"])
    if found["vy"]:
        return _day(found["vy"], found["vm"], found["vd"])
    first, second = found["a"] or found["spaced_a"], found["b"] or found["spaced_b"]
    last = found["last"] or found["spaced_last"]
    if not style.loose and (len(last) == 2 or found["spaced_a"]):
        return None
    if int(first) > 12 or (style.day_first and int(second) <= 12):
        return _day(last, second, first)
    return _day(last, first, second)


def _day(year: str, month: str | int, day: str | int) -> date | None:
    """The Gregorian day; None when there is no such day or the year is of no calendar read here."""
    number = _century(int(year)) if len(year) == 2 else int(year)
    try:
        if number in SOLAR_YEARS:
            return from_solar(number, int(month), int(day))
        number = gregorian_year(number)
        return date(number, int(month), int(day)) if number in GREGORIAN_YEARS else None
    except ValueError:
        return None


def _century(year: int) -> int:
    """POSIX's pivot would read 69 as 1969; a news date cannot be, but Thai ones abbreviate 2569 so."""
    return year + 1900 if year >= 90 else year + 2000


_HAN = re.compile(
    r"(?:(?P<era>令和|平成|民國|民国) ?)?(?<!\d)(?P<year>\d{4}|\d{1,3}|元) ?(?:[年년]|оны) ?"
    r"(?P<month>\d{1,2}) ?(?:[月월]|-?р сарын)"
    r"(?: ?(?P<day>\d{1,2})(?: ?[日일号號]|(?<=сарын \d)|(?<=сарын \d\d)))?"
)
_OF_YEAR = ("年", "년", "оны")  # one of which stands in every such date: a tenth of the pattern's price
_ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}


def _find_han(text: str) -> Iterator[Written]:
    for found in _HAN.finditer(text):
        year = 1 if found["year"] == "元" else int(found["year"])
        year += _ERAS.get(found["era"], 0)
        day = _day(f"{year:04}", found["month"], found["day"] or 1)
        if day:
            yield Written(found.start(), found.end(), day, found["day"] is not None)


_NO_LETTER = r"\s\d!-/:-@\[-`{-~«»،؛؟…·–—׳׀।॰။၊።“”‘’"
_COMPOSED = "|".join(  # names of several words or with dots inside, longest first
    sorted((re.escape(name) for name in MONTHS if re.search(f"[{_NO_LETTER}]", name)), key=len, reverse=True)
)
_WORD = re.compile(rf"(?:{_COMPOSED})(?:ي|ын)?(?![^{_NO_LETTER}])|[^{_NO_LETTER}]+")
_GLUED = ("ב", "ខែ", "เดือน", "ເດືອນ")  # "in", "month": written as one word with the name
_SUFFIXES = ("ي", "ын")  # Kurdish and Mongolian "of"

_GAP = r"[ .,/\-׳॰']{0,4}"
_ORDINAL = r"(?:[-.]?(?:st|nd|rd|th|er|re|eme|e|o|a|ú|η|го|е|და|ي)(?![^\W\d_]))?"
_OF = r"(?:(?:de|d'|ta'|of|den|di|da|do|ng|i|من|لشهر|شهر|ខែ|เดือน) ?)?"
_YEAR_OF = r"(?:(?:de|del|of|do|din|an|ng|year|عام|سنه|لعام|لسنه|พ\.ศ\.|ค\.ศ\.|ปี|ឆ្នាំ|'),? ?)?"
_YEAR = rf"(?P<year>\d{{4}}){_NO_MORE}"
_DAY_BEFORE = re.compile(rf"(?<![\d:])(?P<day>\d{{1,2}}){_ORDINAL}{_GAP}{_OF}$")
_FIGURE_BEFORE = re.compile(r"(?<!\d)\d{1,2}\D{0,12}$")  # perhaps the day, in a wording not known: not a whole month
_YEAR_BEFORE = re.compile(r"(?<!\d)(?P<year>\d{4})(?P<between>\D{0,12})$")
_YEAR_AFTER = re.compile(rf"{_GAP}{_YEAR_OF}{_YEAR}")
_SHORT_YEAR_AFTER = re.compile(rf"(?:{_GAP}'?)(?P<year>\d\d)(?![\d:.h])(?! ?[:h])")
_DAY_YEAR_AFTER = re.compile(
    rf"[ .]{{0,2}}(?P<day>\d{{1,2}}){_ORDINAL}"
    r"(?: \d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?(?: [a-z]{1,5})?)?"  # asctime: Dec 11 14:05:33 CET 2025
    rf"{_GAP}{_YEAR_OF}{_YEAR}"
)
_DAY_AFTER = re.compile(r"[ .-]{0,2}(?P<day>\d{1,2})(?!\d)(?! ?[:.h]\d)")
_SECOND_NAME = re.compile(rf" ?[/(|] ?(?P<name>(?:{_COMPOSED})|[^{_NO_LETTER}]+) ?\)?")


def _find_named(text: str, style: Style) -> Iterator[Written]:
    months = CROATIAN_MONTHS if style.language == "hr" else MONTHS
    for found in _WORD.finditer(text):
        word = found[0]
        if word in months:
            written = _around(text, found.start(), found.end(), months[word], style)
        elif word in SOLAR_MONTHS:
            written = _solar_around(text, found.start(), found.end(), SOLAR_MONTHS[word])
        elif (word.startswith(_GLUED) or word.endswith(_SUFFIXES)) and (number := months.get(_unglued(word))):
            written = _around(text, found.start(), found.end(), number, style)
        else:
            continue
        if written:
            yield written


def _unglued(word: str) -> str:
    return next(
        (word.removeprefix(prefix) for prefix in _GLUED if word.startswith(prefix)),
        word.removesuffix("ي").removesuffix("ын"),
    )


def _around(text: str, start: int, end: int, month: int, style: Style) -> Written | None:
    """The date around a month's name: D M Y, M D Y, Y M D, Y D M, D M YY, M Y or Y M, the first that fits."""
    end = _past_second_name(text, end, month)
    left = text[max(0, start - 32) : start]
    before = _DAY_BEFORE.search(left)
    if before and (after := _YEAR_AFTER.match(text, end)):
        return _written(start - len(left) + before.start(), after.end(), after["year"], month, before["day"])
    if after := _DAY_YEAR_AFTER.match(text, end):
        return _written(start, after.end(), after["year"], month, after["day"])
    if year := _year_first(text, start, end, left, month):
        return year
    if style.loose and before and (after := _SHORT_YEAR_AFTER.match(text, end)):
        year_text = _thai_century(after["year"], text[start:end])
        return _written(start - len(left) + before.start(), after.end(), year_text, month, before["day"])
    if not _FIGURE_BEFORE.search(left) and (after := _YEAR_AFTER.match(text, end)):
        return _written(start, after.end(), after["year"], month, None)
    return None


def _past_second_name(text: str, end: int, month: int) -> int:
    """Where the name ends, with its twin: «ديسمبر/كانون الأول»."""
    second = _SECOND_NAME.match(text, end)
    return second.end() if second and MONTHS.get(second["name"]) == month else end


def _year_first(text: str, start: int, end: int, left: str, month: int) -> Written | None:
    day_before = _DAY_BEFORE.search(left)
    if day_before and (year := _YEAR_BEFORE.search(left[: day_before.start()])):
        return _written(start - len(left) + year.start(), end, year["year"], month, day_before["day"])
    year = _YEAR_BEFORE.search(left)
    if not year:
        return None
    at = start - len(left) + year.start()
    if after := _DAY_AFTER.match(text, end):
        return _written(at, after.end(), year["year"], month, after["day"])
    return _written(at, end, year["year"], month, None) if not year["between"].strip(" .") else None


def _solar_around(text: str, start: int, end: int, month: int) -> Written | None:
    left = text[max(0, start - 24) : start]
    before, after = _DAY_BEFORE.search(left), _YEAR_AFTER.match(text, end)
    if not (before and after and int(after["year"]) in SOLAR_YEARS):
        return None
    return _written(start - len(left) + before.start(), after.end(), after["year"], month, before["day"])


def _thai_century(year: str, name: str) -> str:
    return f"25{year}" if "\u0e00" <= name[:1] <= "\u0e7f" else year


def _written(start: int, end: int, year: str, month: int, day: str | None) -> Written | None:
    found = _day(year, month, day or 1)
    return Written(start, end, found, day is not None) if found else None
