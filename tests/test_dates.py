"""Reading moments: machine forms, written forms, times, zones, relative forms, addresses, and what is refused."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dates import Moment, from_url, read, read_all, utc_iso

NOW = datetime(2025, 12, 12, 10, 0, 30, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


def told(text: str, **how: object) -> str | None:
    """`ISO value / precision / zone`, as the page writes it."""
    moment = read(text, **how)  # type: ignore[arg-type]
    return f"{moment.value.isoformat()} {moment.precision} {moment.zone}" if moment else None


MACHINE = {
    "2025-12-11": "2025-12-11T00:00:00+00:00 day none",
    "  2025-12-11\n": "2025-12-11T00:00:00+00:00 day none",
    "2025-12": "2025-12-01T00:00:00+00:00 month none",
    "12/2025": "2025-12-01T00:00:00+00:00 month none",
    "2025": "2025-01-01T00:00:00+00:00 year none",
    "20251211": "2025-12-11T00:00:00+00:00 day none",
    "2025-12-11T14:05": "2025-12-11T14:05:00+00:00 minute assumed",
    "2025-12-11T14": "2025-12-11T14:00:00+00:00 minute assumed",
    "2025-12-11T14:05:33": "2025-12-11T14:05:33+00:00 second assumed",
    "2025-12-11t14:05:33z": "2025-12-11T14:05:33+00:00 second given",
    "2025-12-11T14:05:33.123456Z": "2025-12-11T14:05:33+00:00 second given",
    "2025-12-11T14:05:33,5+01:00": "2025-12-11T14:05:33+01:00 second given",
    "2025-12-11T14:05:33+0100": "2025-12-11T14:05:33+01:00 second given",
    "2025-12-11T14:05:33+01": "2025-12-11T14:05:33+01:00 second given",
    "2025-12-11T14:05:33-05:30": "2025-12-11T14:05:33-05:30 second given",
    "2025-12-11 14:05:33 +01:00": "2025-12-11T14:05:33+01:00 second given",
    "2025-12-11 14:05:33 UTC": "2025-12-11T14:05:33+00:00 second given",
    "2025-12-11T14:05:33+01:00[Europe/Paris]": "2025-12-11T14:05:33+01:00 second given",
    "2025-12-11T14:05:33[Europe/Paris]": "2025-12-11T14:05:33+01:00 second given",
    "2025-12-11T14:05:33[Europe]": "2025-12-11T14:05:33+00:00 second assumed",
    "20251211T140533Z": "2025-12-11T14:05:33+00:00 second given",
    "20251211140533": "2025-12-11T14:05:33+00:00 second assumed",
    "2025-12-11T24:00:00Z": "2025-12-12T00:00:00+00:00 second given",
    "2025-06-30T23:59:60Z": "2025-06-30T23:59:59+00:00 second given",
    "2025-12-11T14:05:33+99:00": "2025-12-11T14:05:33+00:00 second assumed",
    "1765461933": "2025-12-11T14:05:33+00:00 second given",
    "1765461933000": "2025-12-11T14:05:33+00:00 second given",
    "Thu, 11 Dec 2025 14:05:33 +0100": "2025-12-11T14:05:33+01:00 second given",
    "Thu, 11 Dec 2025 14:05:33 GMT": "2025-12-11T14:05:33+00:00 second given",
    "11 Dec 25 14:05 EST": "2025-12-11T14:05:00-05:00 minute given",
    "Thursday, 11-Dec-25 14:05:33 GMT": "2025-12-11T14:05:33+00:00 second given",
    "Thu Dec 11 14:05:33 2025": "2025-12-11T14:05:33+00:00 second assumed",
    "Thu Dec 11 14:05:33 CET 2025": "2025-12-11T14:05:33+01:00 second given",
    "Thu Dec 11 2025 14:05:33 GMT+0100 (CET)": "2025-12-11T14:05:33+01:00 second given",
    "2025-12-11T09:30:00+01:00 (edited)": "2025-12-11T09:30:00+01:00 second given",
}


@pytest.mark.parametrize(("text", "expected"), MACHINE.items())
def test_machine_forms_are_read_to_their_last_figure(text: str, expected: str) -> None:
    assert told(text) == expected


FIGURES = {
    "11/12/2025": "2025-12-11",
    "11-12-2025": "2025-12-11",
    "11.12.2025": "2025-12-11",
    "11 - 12 - 2025": "2025-12-11",
    "11 12 2025": "2025-12-11",
    "1/2/2025": "2025-02-01",
    "11/12/25": "2025-12-11",
    "11.12.25": "2025-12-11",
    "11/12 2025": "2025-12-11",
    "11/12-2025": "2025-12-11",
    "12/31/2025": "2025-12-31",
    "31/12/2025": "2025-12-31",
    "2025/12/11": "2025-12-11",
    "2025.12.11": "2025-12-11",
    "2025-12-1": "2025-12-01",
    "١١/١٢/٢٠٢٥": "2025-12-11",
    "۱۱/۱۲/۲۰۲۵": "2025-12-11",
    "११/१२/२०२५": "2025-12-11",
    "１１／１２／２０２５": "2025-12-11",
    "11‏/12‏/2025": "2025-12-11",
    "11–12–2025": "2025-12-11",
    "Publié le 11/12/2025": "2025-12-11",
    "Date:11/12/2025.": "2025-12-11",
    "2025年12月11日": "2025-12-11",
    "2025 年 12 月 11 日 星期四": "2025-12-11",
    "令和7年12月11日": "2025-12-11",
    "民國114年12月11日": "2025-12-11",
    "2025년 12월 11일 목요일": "2025-12-11",
    "11 tháng 12, 2025": "2025-12-11",
    "ngày 11 tháng 12 năm 2025": "2025-12-11",
    "2025 оны 12-р сарын 11": "2025-12-11",
    "Actualizado el 25/05/202521:57 h": "2025-05-25",
}


@pytest.mark.parametrize(("text", "day"), FIGURES.items())
def test_figures_with_any_separator_are_a_day(text: str, day: str) -> None:
    moment = read(text)
    assert moment is not None
    assert (moment.iso()[:10], moment.precision) == (day, "day")


@pytest.mark.parametrize(
    ("how", "day"),
    [
        ({}, "2025-12-11"),
        ({"language": "en"}, "2025-12-11"),
        ({"language": "en-GB"}, "2025-12-11"),
        ({"language": "en-US"}, "2025-11-12"),
        ({"language": "en_US"}, "2025-11-12"),
        ({"day_first": False}, "2025-11-12"),
    ],
)
def test_the_month_comes_first_only_in_american_text(how: dict[str, object], day: str) -> None:
    moment = read("11/12/2025", **how)  # type: ignore[arg-type]
    assert moment is not None
    assert moment.iso() == day


def test_an_american_zone_tells_american_order() -> None:
    assert told("12/11/2025 2:05 PM EST") == "2025-12-11T14:05:00-05:00 minute given"
    assert told("12.11.2025 14:05 EST") == "2025-11-12T14:05:00-05:00 minute given"


TIMES = {
    "11/12/2025 14:05": "14:05:00 minute",
    "11/12/2025 - 14:05:33": "14:05:33 second",
    "2025/12/11 09:30": "09:30:00 minute",
    "14:05 - 11/12/2025": "14:05:00 minute",
    "11/12/2025 à 14h05": "14:05:00 minute",
    "11/12/2025 à 14 h 05": "14:05:00 minute",
    "11/12/2025 às 14h05min": "14:05:00 minute",
    "11/12/2025 14 h 05 min 33 s": "14:05:33 second",
    "11/12/2025 à 14h": "14:00:00 minute",
    "11.12.2025, 14.05 Uhr": "14:05:00 minute",
    "11.12.2025 um 14 Uhr": "14:00:00 minute",
    "12.30 Uhr, 11.12.2025": "12:30:00 minute",
    "11.12.2025 klo 14.05": "14:05:00 minute",
    "11.12.2025 14.05": "14:05:00 minute",
    "11 Desember 2025, 14.05 WIB": "14:05:00 minute",
    "December 11, 2025 2:05 PM": "14:05:00 minute",
    "December 11, 2025 at 2:05 p.m.": "14:05:00 minute",
    "December 11, 2025, 12:05 a. m.": "00:05:00 minute",
    "December 11, 2025 12:05pm": "12:05:00 minute",
    "December 11, 2025 2 pm": "14:00:00 minute",
    "2:05 PM, Thu December 11, 2025": "14:05:00 minute",
    "11 ديسمبر 2025 الساعة 14:05": "14:05:00 minute",
    "11 ديسمبر 2025 على الساعة 14:05": "14:05:00 minute",
    "الساعة 14:05 من يوم الخميس 11 دجنبر 2025": "14:05:00 minute",
    "11 ديسمبر 2025 2:05 م": "14:05:00 minute",
    "11 ديسمبر 2025 02:05م": "14:05:00 minute",
    "11 ديسمبر 2025 9:30 ص": "09:30:00 minute",
    "11 ديسمبر 2025 ص 9:30": "09:30:00 minute",
    "11 ديسمبر 2025 2:05 مساءً": "14:05:00 minute",
    "11 ديسمبر 2025 9:30 صباحًا": "09:30:00 minute",
    "11 ديسمبر 2025 12:30 ظهرا": "12:30:00 minute",
    "11 ديسمبر 2025 11:30 ظهرا": "11:30:00 minute",
    "11 ديسمبر 2025 10:00 ليلا": "22:00:00 minute",
    "11 ديسمبر 2025 1:00 ليلا": "01:00:00 minute",
    "11 ديسمبر 2025 الساعة 5 مساء": "17:00:00 minute",
    "١١ ديسمبر ٢٠٢٥ ٠٢:٠٥ م": "14:05:00 minute",
    "2025年12月11日 14:05": "14:05:00 minute",
    "2025年12月11日14時05分": "14:05:00 minute",
    "2025年12月11日 下午2:05": "14:05:00 minute",
    "2025년 12월 11일 오후 2:05": "14:05:00 minute",
    "2025년 12월 11일 오후 2시 5분 33초": "14:05:33 second",
    "11 ธันวาคม 2568 14.05 น.": "14:05:00 minute",
    "11 Δεκεμβρίου 2025, 2:05 μ.μ.": "14:05:00 minute",
    "11 декабря 2025 г. в 14:05": "14:05:00 minute",
    "11/12/2025 14:05 du soir": "14:05:00 minute",
    "10:30 du 11 décembre 2025": "10:30:00 minute",
}


@pytest.mark.parametrize(("text", "expected"), TIMES.items())
def test_the_time_of_day_is_read_beside_the_date(text: str, expected: str) -> None:
    moment = read(text)
    assert moment is not None
    assert moment.day == date(2025, 12, 11)
    assert f"{moment.value:%H:%M:%S} {moment.precision}" == expected


@pytest.mark.parametrize(
    "text",
    [
        "11/12/2025 25:05",
        "11/12/2025 14:75",
        "11 December 2025, 3.50 euros",
        "11/12/2025 | 120 comments, 14:05 minutes of video",
        "11 December 2025 score 3:1",
    ],
)
def test_figures_that_are_no_time_leave_the_day(text: str) -> None:
    moment = read(text)
    assert moment is not None
    assert (moment.iso(), moment.precision) == ("2025-12-11", "day")


ZONES = {
    "11 Dec 2025 14:05 GMT": "2025-12-11T14:05:00Z",
    "11 Dec 2025 14:05 (GMT+1)": "2025-12-11T13:05:00Z",
    "11 Dec 2025 14:05 UTC+05:30": "2025-12-11T08:35:00Z",
    "Thứ Năm, 11/12/2025, 14:05 (GMT+7)": "2025-12-11T07:05:00Z",
    "11 Dec 2025 14:05 CET": "2025-12-11T13:05:00Z",
    "11 Jul 2025 14:05 CEST": "2025-07-11T12:05:00Z",
    "11 Dec 2025 2:05 p.m. ET": "2025-12-11T19:05:00Z",
    "11 Jul 2025 2:05 p.m. ET": "2025-07-11T18:05:00Z",
    "11 Dec 2025 14:05 IST": "2025-12-11T08:35:00Z",
    "11 Dec 2025 14:05 -0800": "2025-12-11T22:05:00Z",
    "Updated 11:30 GMT, Dec 11, 2025": "2025-12-11T11:30:00Z",
    "11 ديسمبر 2025 14:05 بتوقيت غرينتش": "2025-12-11T14:05:00Z",
    "11 ديسمبر 2025 14:05 (ت.غ)": "2025-12-11T14:05:00Z",
    "11 ديسمبر 2025 14:05 بتوقيت مكة المكرمة": "2025-12-11T11:05:00Z",
    "11 يوليو 2025 14:05 بتوقيت القاهرة": "2025-07-11T11:05:00Z",
    "11 ديسمبر 2025 2:05 مساء بتوقيت بيروت": "2025-12-11T12:05:00Z",
}


@pytest.mark.parametrize(("text", "instant"), ZONES.items())
def test_a_zone_in_the_text_goes_before_the_sites(text: str, instant: str) -> None:
    moment = read(text, zone=PARIS)
    assert moment is not None
    assert (moment.iso(), moment.zone) == (instant, "given")


def test_without_a_zone_the_sites_applies_and_else_utc_is_assumed() -> None:
    assert told("11/07/2025 14:05", zone=PARIS) == "2025-07-11T14:05:00+02:00 minute site"
    assert told("11/07/2025 14:05") == "2025-07-11T14:05:00+00:00 minute assumed"
    assert told("11/07/2025", zone=PARIS) == "2025-07-11T00:00:00+00:00 day none"


@pytest.mark.parametrize("text", ["11/12/2025 14h05 et plus", "11/12/2025 14:05 est publié", "11/12/2025 14:05 XYZ"])
def test_words_that_only_look_like_zones_are_none(text: str) -> None:
    moment = read(text, zone=PARIS)
    assert moment is not None
    assert moment.zone == "site"


def test_a_dash_before_a_date_is_no_offset() -> None:
    assert told("14:05 -11/12/2025") == "2025-12-11T14:05:00+00:00 minute assumed"


CALENDARS = {
    "۲۰ آذر ۱۴۰۴": "2025-12-11",
    "1404/09/20": "2025-12-11",
    "1 فروردین 1404": "2025-03-21",
    "1 فروردین 1403": "2024-03-20",
    "30 اسفند 1399": "2021-03-20",
    "۱۳۷۵/۰۱/۰۱": "1996-03-20",
    "20 قوس 1404": "2025-12-11",
    "11 ธันวาคม 2568": "2025-12-11",
    "11/12/2568": "2025-12-11",
    "11 ธ.ค. 68": "2025-12-11",
    "20 جمادى الآخرة 1447هـ الموافق 11 ديسمبر 2025م": "2025-12-11",
    "الخميس 20 جمادى الآخرة 1447 - 11 كانون الأول 2025": "2025-12-11",
    "1447/06/20 - 2025/12/11": "2025-12-11",
}


@pytest.mark.parametrize(("text", "day"), CALENDARS.items())
def test_other_calendars_become_the_gregorian_day(text: str, day: str) -> None:
    moment = read(text)
    assert moment is not None
    assert moment.iso() == day


@pytest.mark.parametrize("text", ["30 اسفند 1404", "31 مهر 1404", "1447/06/20", "20 جمادى الآخرة 1447هـ", "2568"])
def test_days_that_calendars_lack_and_lone_lunar_dates_are_refused(text: str) -> None:
    assert read(text) is None


REFUSED = [
    *("", " ", "abc", "14:05", "11 décembre", "December 11", "الخميس", "12", "٣", "2025-13-01", "2025-00-10"),
    *("31/04/2025", "31 April 2025", "30 février 2025", "29/02/2025", "2025-02-30", "2025-12-11T25:00:00Z"),
    *("9999-12-31", "0001-01-01T00:00:00Z", "1970-01-01", "1970-01-01T00:00:00Z", "0", "0000000000", "1989-12-31"),
    *("31/12/9999", "1 January 1970", "00/00/2025", "10.12.20.25", "v1.12.2025.3", "+1 202 555 0199", "1.2.3"),
    *("\x00", "\ud800", "²⁰²⁵", "99999999999999", "11/12", "OCTOBER 24-28, 2022", "{{ date }}", "2100-01-01"),
]


@pytest.mark.parametrize("text", REFUSED)
def test_f7_what_is_no_believable_date_is_none(text: str) -> None:
    assert read(text, now=NOW) is None
    assert read(text) is None


def test_f7_more_than_two_days_ahead_is_refused_when_the_present_is_known() -> None:
    assert read("2025-12-14", now=NOW) is not None
    assert read("2025-12-15", now=NOW) is None
    assert read("2025-12-15") is not None
    assert read("15 décembre 2025 à 9h", now=NOW) is None


def test_a_month_is_not_given_a_day() -> None:
    assert told("December 2025") == "2025-12-01T00:00:00+00:00 month none"
    assert told("دجنبر 2025") == "2025-12-01T00:00:00+00:00 month none"
    assert told("2025年12月") == "2025-12-01T00:00:00+00:00 month none"


def test_of_several_dates_the_first_that_names_a_day_wins() -> None:
    assert told("Numéro de novembre 2025, publié le 11/12/2025, modifié le 12/12/2025") == (
        "2025-12-11T00:00:00+00:00 day none"
    )


RELATIVE = {
    "منذ ساعتين": "2025-12-12T08:00:00+00:00 minute given",
    "منذ 3 ساعات": "2025-12-12T07:00:00+00:00 minute given",
    "منذ ٣ ساعات": "2025-12-12T07:00:00+00:00 minute given",
    "منذ ثلاث ساعات": "2025-12-12T07:00:00+00:00 minute given",
    "منذ ساعة": "2025-12-12T09:00:00+00:00 minute given",
    "قبل 20 دقيقة": "2025-12-12T09:40:00+00:00 minute given",
    "قبل يومين": "2025-12-10T00:00:00+00:00 day none",
    "منذ 5 أيام": "2025-12-07T00:00:00+00:00 day none",
    "أمس": "2025-12-11T00:00:00+00:00 day none",
    "البارحة": "2025-12-11T00:00:00+00:00 day none",
    "أول أمس": "2025-12-10T00:00:00+00:00 day none",
    "اليوم": "2025-12-12T00:00:00+00:00 day none",
    "اليوم 09:30": "2025-12-12T09:30:00+00:00 minute assumed",
    "il y a 2 heures": "2025-12-12T08:00:00+00:00 minute given",
    "Il y a une heure": "2025-12-12T09:00:00+00:00 minute given",
    "hier à 14h05": "2025-12-11T14:05:00+00:00 minute assumed",
    "avant-hier": "2025-12-10T00:00:00+00:00 day none",
    "aujourd’hui à 9h": "2025-12-12T09:00:00+00:00 minute assumed",
    "2 hours ago": "2025-12-12T08:00:00+00:00 minute given",
    "an hour ago": "2025-12-12T09:00:00+00:00 minute given",
    "45 mins ago": "2025-12-12T09:15:00+00:00 minute given",
    "3 days ago": "2025-12-09T00:00:00+00:00 day none",
    "Posted yesterday at 2:05 PM": "2025-12-11T14:05:00+00:00 minute assumed",
    "just now": "2025-12-12T10:00:00+00:00 minute given",
    "vor 3 Stunden": "2025-12-12T07:00:00+00:00 minute given",
    "vor einer Stunde": "2025-12-12T09:00:00+00:00 minute given",
    "gestern, 14:05 Uhr": "2025-12-11T14:05:00+00:00 minute assumed",
    "hace 2 horas": "2025-12-12T08:00:00+00:00 minute given",
    "ayer": "2025-12-11T00:00:00+00:00 day none",
}


@pytest.mark.parametrize(("text", "expected"), RELATIVE.items())
def test_relative_forms_count_from_the_present(text: str, expected: str) -> None:
    assert told(text, now=NOW) == expected
    assert read(text) is None


def test_today_is_today_where_the_site_is() -> None:
    late = datetime(2025, 12, 12, 23, 30, tzinfo=UTC)
    assert told("اليوم", now=late, zone=ZoneInfo("Asia/Riyadh")) == "2025-12-13T00:00:00+00:00 day none"


@pytest.mark.parametrize("text", ["3 weeks ago", "منذ شهر", "il y a 2 ans", "two days before the vote", "4 min read"])
def test_what_names_no_day_is_not_reckoned(text: str) -> None:
    assert read(text, now=NOW) is None


ADDRESSES = {
    "https://example.org/2025/12/11/slug.html": "2025-12-11 day",
    "https://example.org/news/2025/12/1/slug": "2025-12-01 day",
    "https://example.org/news/2025-12-11-slug": "2025-12-11 day",
    "https://example.org/2025-12-11/slug": "2025-12-11 day",
    "https://example.org/20251211/slug": "2025-12-11 day",
    "https://example.org/202512/11/c_1.htm": "2025-12-11 day",
    "https://example.org/2025/1211/c1.html": "2025-12-11 day",
    "https://example.org/2025-12/11/c1.html": "2025-12-11 day",
    "https://example.org/world/2025/dec/11/slug": "2025-12-11 day",
    "https://example.org/a-slug-20251211": "2025-12-11 day",
    "https://example.org/20251211-OYT1T50001/": "2025-12-11 day",
    "https://example.org/article/A2025121114050004328": "2025-12-11 day",
    "https://example.org/a-slug-20251211140533-nt.html": "2025-12-11 day",
    "https://example.org/article/20251211123": "2025-12-11 day",
    "https://example.org/a-slug-2025-12-11": "2025-12-11 day",
    "https://example.org/a-slug_2025_12_11.html": "2025-12-11 day",
    "https://example.org/2014/04/slug": "2014-04-01 month",
    "https://example.org/2014/04/": "2014-04-01 month",
}


@pytest.mark.parametrize(("url", "expected"), ADDRESSES.items())
def test_days_in_addresses_are_read(url: str, expected: str) -> None:
    moment = from_url(url)
    assert moment is not None
    assert f"{moment.iso()} {moment.precision}" == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "https://example.org",
        "https://2025.example.org/12/11/",
        "https://example.org/v2.1.2025/x",
        "https://example.org/news/20251311123",
        "https://example.org/20251232123",
        "https://example.org/a20251311",
        "https://example.org/story-20251211x",
        "https://web.archive.org/web/20251211140533/https://example.org/a-story",
        "https://example.org/almassae/1803221451",
        "https://example.org/1970/01/01/x",
        "https://example.org/2025/13/11/x",
        "https://example.org/2025/02/30/x",
        "https://example.org/x?date=/2025/12/11/",
        "https://example.org/2025/olympics/11/x",
    ],
)
def test_ids_versions_and_impossible_days_in_addresses_are_none(url: str) -> None:
    assert from_url(url) is None


def test_a_future_address_is_refused_when_the_present_is_known() -> None:
    assert from_url("https://example.org/2026/01/11/x", now=NOW) is None


def test_read_all_gives_every_date_in_order_each_with_its_own_time() -> None:
    text = (
        "Rapport 2025 de la Cour. " + "Texte sans date. " * 30 + "Publié le 11 décembre 2025 14:05, modifié le "
        "12/12/2025. " + "Encore du texte. " * 30 + "الخميس 11 دجنبر 2025 - 09:30. © 2024 Example"
    )
    found = [(moment.iso(), moment.precision) for moment in read_all(text)]
    assert found == [("2025-12-11T14:05:00Z", "minute"), ("2025-12-12", "day"), ("2025-12-11T09:30:00Z", "minute")]


def test_read_all_keeps_the_text_around_a_date_and_reads_no_loose_figures() -> None:
    text = "x" * 80 + " call 10 11 2025 or 11.12.25; signed 11-12-2025 " + "y" * 80
    (moment,) = read_all(text, now=NOW)
    assert moment.iso() == "2025-12-11"
    assert "signed 11-12-2025" in moment.raw


def test_the_raw_text_is_kept_on_one_line_and_short() -> None:
    moment = read("  Publié\n le 11/12/2025 " + "et encore " * 40)
    assert moment is not None
    assert moment.raw.startswith("Publié le 11/12/2025 et")
    assert len(moment.raw) == 200


def test_moments_survive_the_way_between_processes() -> None:
    moment = read("11/07/2025 14:05", zone=PARIS)
    assert pickle.loads(pickle.dumps(moment)) == moment  # noqa: S301


def test_iso_is_the_day_or_the_utc_second() -> None:
    at = datetime(2025, 12, 11, 0, 30, tzinfo=timezone(timedelta(hours=3)))
    assert Moment(at, "minute", "given", "x").iso() == utc_iso(at) == "2025-12-10T21:30:00Z"
    assert Moment(at, "day", "none", "x").iso() == "2025-12-11"


@given(st.text(max_size=80) | st.text(alphabet="0123456789/-.: TZ+年月日تسمبردي٢٠٢٥decjan,ago", max_size=40))
def test_no_text_makes_the_readers_fail(text: str) -> None:
    for moment in (read(text, now=NOW), read(text, zone=PARIS), from_url("https://x.org/" + text)):
        assert moment is None or 1989 < moment.value.year < 2100
    assert all(1989 < moment.value.year < 2100 for moment in read_all(text))


@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30)),  # noqa: DTZ001
    st.integers(-14 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters))),
)
def test_a_moment_read_back_from_its_iso_form_is_the_same_instant(naive: datetime, zone: timezone) -> None:
    value = naive.replace(microsecond=0, tzinfo=zone)
    moment = read(value.isoformat())
    assert moment is not None
    assert moment.value == value
    again = read(moment.iso())
    assert again is not None
    assert again.value == value
    assert again.iso() == moment.iso()


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_every_order_of_figures(day: date) -> None:
    for pattern in ("%d/%m/%Y", "%d - %m - %Y", "%Y.%m.%d", "%Y%m%d", "%d.%m.%Y", "%Y年%m月%d日"):
        moment = read(day.strftime(pattern))
        assert moment is not None
        assert moment.day == day
    american = read(day.strftime("%m/%d/%Y"), language="en-US")
    assert american is not None
    assert american.day == day


@given(
    st.datetimes(datetime(1995, 1, 1), datetime(2025, 12, 1)),  # noqa: DTZ001 - the offset is written behind
    st.sampled_from(["Z", "+01:00", "-05:30", "+14:00", "+14:15", "-15:00", "+00:00", "", "+0100", " UTC"]),
    st.sampled_from(["", ".123", ".123456"]),
)
def test_a_stamp_reads_the_same_alone_and_with_spaces_around(value: datetime, offset: str, fraction: str) -> None:
    """Whole stamps take a shorter way, which a space closes."""
    stamp = value.replace(microsecond=0).isoformat() + fraction + offset
    assert read(stamp, now=NOW) == read(f" {stamp} ", now=NOW)
