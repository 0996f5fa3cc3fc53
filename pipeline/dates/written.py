"""Finds the dates that people write, in folded text: with figures, with month names, in Han characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.dates.names import (
    BIKRAM_MONTHS,
    CROATIAN_MONTHS,
    ETHIOPIC_MONTHS,
    GREGORIAN_YEARS,
    MONTHS,
    SOLAR_MONTHS,
    SOLAR_YEARS,
    from_bikram,
    from_ethiopic,
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
    if (style.language or "").startswith("zh"):
        yield from _find_minguo(text)
    if any(sign in text for sign in _OF_YEAR):
        yield from _find_han(text)
    yield from _find_named(text, style)


_NO_MORE = r"(?!\d(?!\d?:\d\d))"  # no further digit, unless a page ran a time into the year: 12.12.202514:05
_SEPARATOR = r" ?([./\-]) ?"
_FIGURES = re.compile(
    r"(?<!\d)(?<!\d[./\-])(?:"
    rf"(?P<year>\d{{4}}){_SEPARATOR}(?P<m>\d{{1,2}}) ?\2 ?(?P<d>\d{{1,2}})(?!\d)"
    rf"|(?P<a>\d{{1,2}}){_SEPARATOR}(?P<b>\d{{1,2}})(?: ?\6 ?|(?<=/\d) |(?<=/\d\d)[ -])"  # also 11/12 2025, 11/12-2025
    rf"(?P<last>\d{{4}}{_NO_MORE}|\d\d(?!\d| ?:\d\d))(?![./\-]\d)"  # no year: the hour of 11.11. 10:30
    r"|(?P<spaced_a>\d{1,2}) (?P<spaced_b>\d{1,2}) (?P<spaced_last>\d{4})(?!\d)"
    r"|(?P<vd>\d{1,2}) (?:thang|thg) (?P<vm>\d{1,2}),? (?:nam )?(?P<vy>\d{4})"
    r"|(?:thang|thg) (?P<wm>\d{1,2}) (?P<wd>\d{1,2}), (?P<wy>\d{4}))"  # WordPress: the month's name has a figure
)
_MINGUO = re.compile(r"(?<![\d./-])(?P<year>1[0-4]\d)(?P<mark>[./-])(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?![\d./-])")


def _find_minguo(text: str) -> Iterator[Written]:
    """113/03/12, as Taiwan's offices count."""
    for found in _MINGUO.finditer(text):
        if day := _day(str(int(found["year"]) + _ERAS["民國"]), found["month"], found["day"]):
            yield Written(found.start(), found.end(), day)


def _find_figures(text: str, style: Style) -> Iterator[Written]:
    for found in _FIGURES.finditer(text):
        day = _figures_day(found, style, text)
        if day:
            yield Written(found.start(), found.end(), day)


def _figures_day(found: re.Match[str], style: Style, text: str) -> date | None:
    if found["year"]:
        return _day(found["year"], found["m"], found["d"])
    if found["vy"]:
        return _day(found["vy"], found["vm"], found["vd"])
    if found["wy"]:
        return _day(found["wy"], found["wm"], found["wd"])
    first, second = found["a"] or found["spaced_a"], found["b"] or found["spaced_b"]
    last = found["last"] or found["spaced_last"]
    if not style.loose and (len(last) == 2 or found["spaced_a"]):
        return None
    if len(last) == 2 and found.start() and text[found.start() - 1].isalpha() and text[found.start() - 1].isascii():
        return None  # a version, "v6.3.12", or a year of the emperor
    if int(first) > 12 or int(second) > 12 or first == second:
        return _day(last, second, first) if int(first) > 12 else _day(last, first, second)
    named = _named_weekday(text[: found.start()])
    if named is None:
        return _day(last, second, first) if style.day_first else _day(last, first, second)
    days = [_day(last, second, first), _day(last, first, second)]
    fitting = [day for day in days if day and day.weekday() == named]
    return fitting[0] if len(fitting) == 1 else days[0 if style.day_first else 1]


_WEEKDAY = re.compile(r"(?<![a-z])(mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? $")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _named_weekday(before: str) -> int | None:
    """The English weekday that a text ends with, Monday being 0: it tells Drupal's "Wed, 03/06/2024" from 3 June."""
    found = _WEEKDAY.search(before)
    return _WEEKDAYS.index(found[1]) if found else None


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
    r"(?P<month>\d{1,2}) ?(?:[月월]|(?:-?р )?сарын)"
    r"(?: ?(?P<day>\d{1,2})(?: ?[日일号號]|(?<=сарын \d)|(?<=сарын \d\d)))?"
    r"|(?<!\d)(?P<month2>\d{1,2}) ?月 (?P<day2>\d{1,2}),? (?P<year2>\d{4})(?!\d)"  # WordPress's "F j, Y" in Chinese
    r"|(?<!\d)(?P<day3>\d{1,2}) (?P<month3>\d{1,2}) ?月,? (?P<year3>\d{4})(?!\d)"
    r"|(?P<month4>十[一二]?|[一二三四五六七八九])月 (?P<day4>\d{1,2}),? (?P<year4>\d{4})(?!\d)"
)
_NUMERALS = {sign: number for number, sign in enumerate("一二三四五六七八九十", start=1)}
_OF_YEAR = ("年", "년", "оны", "月")  # one of which stands in every such date: a tenth of the pattern's price
_ERAS = {"令和": 2018, "平成": 1988, "民國": 1911, "民国": 1911}


def _find_han(text: str) -> Iterator[Written]:
    for found in _HAN.finditer(text):
        if not found["year"]:
            yield from _han_month_first(found)
            continue
        year = 1 if found["year"] == "元" else int(found["year"])
        year += _ERAS.get(found["era"], 0 if year > 999 or "年" not in found[0] else _ERAS["民國"])
        day = _day(f"{year:04}", found["month"], found["day"] or 1)
        if day:
            yield Written(found.start(), found.end(), day, found["day"] is not None)


def _han_month_first(found: re.Match[str]) -> Iterator[Written]:
    """A date with its month before its year, as systems made for English put Chinese names together."""
    for number in "234":
        if found[f"year{number}"]:
            month = found[f"month{number}"]
            figure = int(month) if month.isdecimal() else sum(_NUMERALS[sign] for sign in month)
            if day := _day(found[f"year{number}"], figure, found[f"day{number}"]):
                yield Written(found.start(), found.end(), day)


_NO_LETTER = r"\s\d!-/:-@\[-`{-~«»،؛؟…·–—׳׀।॰။၊።“”‘’"
_COMPOSED = "|".join(  # names of several words or with dots inside, longest first
    sorted((re.escape(name) for name in MONTHS if re.search(f"[{_NO_LETTER}]", name)), key=len, reverse=True)
)
_WORD = re.compile(rf"(?:{_COMPOSED})(?:ي|ын|ы)?(?![^{_NO_LETTER}])|[^{_NO_LETTER}]+")
_GLUED = ("ב", "ខែ", "เดือน", "ເດືອນ")  # "in", "month": written as one word with the name
_SUFFIXES = ("ي", "ын", "ы")  # Kurdish, Mongolian and Kyrgyz "of"

_GAP = r"[ .,/\-׳॰']{0,4}"
_ORDINAL = r"(?:[-.]?(?:st|nd|rd|th|er|re|eme|e|o|a|ú|η|го|е|და|ي)(?![^\W\d_]))?"
_OF = r"(?:(?:de|d'|ta'|of|ga|den|di|da|do|ng|i|من|لشهر|شهر|ខែ|เดือน) ?)?"
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
_SECOND_NAME = re.compile(rf" ?[/(|-] ?(?P<name>(?:{_COMPOSED})|[^{_NO_LETTER}]+) ?\)?")


def _find_named(text: str, style: Style) -> Iterator[Written]:
    months = CROATIAN_MONTHS if style.language == "hr" else MONTHS
    for found in _WORD.finditer(text):
        word = found[0]
        if style.language == "am" and word in ETHIOPIC_MONTHS:
            written = _other_around(text, found, ETHIOPIC_MONTHS[word], from_ethiopic)
        elif word in months:
            written = _around(text, found.start(), found.end(), months[word], style)
        elif word in SOLAR_MONTHS:
            written = _other_around(text, found, SOLAR_MONTHS[word], _solar_day)
        elif word in BIKRAM_MONTHS:
            written = _other_around(text, found, BIKRAM_MONTHS[word], from_bikram)
        elif (word.startswith(_GLUED) or word.endswith(_SUFFIXES)) and (number := months.get(_unglued(word))):
            written = _around(text, found.start(), found.end(), number, style)
        else:
            continue
        if written:
            yield written


def _unglued(word: str) -> str:
    return next(
        (word.removeprefix(prefix) for prefix in _GLUED if word.startswith(prefix)),
        next(word.removesuffix(suffix) for suffix in (*_SUFFIXES, "") if word.endswith(suffix)),
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


def _other_around(
    text: str, found: re.Match[str], month: int, reckon: Callable[[int, int, int], date]
) -> Written | None:
    """The date around the name of a month that is no Gregorian one: D M Y, M D Y, Y M D or Y D M."""
    start, end = found.span()
    left = text[max(0, start - 24) : start]
    before, year_before = _DAY_BEFORE.search(left), _YEAR_BEFORE.search(left)
    if before and (after := _YEAR_AFTER.match(text, end)):
        return _reckoned((start - len(left) + before.start(), after.end()), reckon, after["year"], month, before["day"])
    if after := _DAY_YEAR_AFTER.match(text, end):
        return _reckoned((start, after.end()), reckon, after["year"], month, after["day"])
    if year_before and (after := _DAY_AFTER.match(text, end)):
        span = (start - len(left) + year_before.start(), after.end())
        return _reckoned(span, reckon, year_before["year"], month, after["day"])
    return None


def _reckoned(
    span: tuple[int, int], reckon: Callable[[int, int, int], date], year: str, month: int, day: str
) -> Written | None:
    try:
        return Written(*span, reckon(int(year), month, int(day)))
    except ValueError:
        return None


def _solar_day(year: int, month: int, day: int) -> date:
    """`from_solar` of the years that are no other calendar's."""
    if year not in SOLAR_YEARS:
        raise ValueError(f"{year} is no year of the solar calendar that news can be of")
    return from_solar(year, month, day)


def _thai_century(year: str, name: str) -> str:
    return f"25{year}" if "\u0e00" <= name[:1] <= "\u0e7f" else year


def _written(start: int, end: int, year: str, month: int, day: str | None) -> Written | None:
    found = _day(year, month, day or 1)
    return Written(start, end, found, day is not None) if found else None
