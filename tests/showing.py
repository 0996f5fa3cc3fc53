"""Archives for the tests of the pages: one with content of every kind, an empty one, and a hostile one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.models import Article, Headline
from pipeline.store import Archive
from tests.archiving import BODY, NOON, OTHER_BODY, article, headlines, second, store, visit

PAPERS = (("الأخبار", "ar"), ("La Gazette d'Aïn Zarqa", "fr"), ("The Dunes Observer", "en"))
TEXTS = {
    "ar": BODY,
    "fr": "Le conseil régional a voté le budget des pistes rurales.\nLes travaux commenceront au printemps prochain.",
    "en": "The regional council has voted the budget of the rural roads.\nWorks begin next spring, its head said.",
}
LONG_TEXT = (
    "افتتح الوزير صباح اليوم الطريق الجديدة التي تربط الساحل بالهضاب العليا بعد خمس سنوات من الأشغال المتواصلة، "
    "وقال في كلمة أمام الصحفيين إن المشروع كلف مئة وعشرين مليون درهم وشغل أكثر من ألفي عامل من أبناء المنطقة، "
    "مضيفا أن الطريق ستختصر ساعتين من زمن السفر وتفتح أسواق المدينة أمام فلاحي القرى البعيدة.\n"
    "وحضر الافتتاح رؤساء الجماعات ومئات السكان الذين انتظروا هذا اليوم طويلا، "
    "فيما طالب ممثلو النقل بإنارة المقاطع الجبلية وبناء محطات للاستراحة قبل حلول الشتاء."
)
SCRIPT = "<script>document.title='stolen'</script>"
IMAGE = '"><img src=x onerror="document.title=\'stolen\'">'
OVERRIDE = "\u202egnissim\u202c"
HOSTILE_LINKS = (
    "javascript:document.title='stolen'",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.example/x",
)


def fill(path: Path) -> Path:
    """Thirty days of three newspapers, a story in all of them, an edited article, and tickers every hour."""
    with Archive.open(path) as archive:
        store(archive, *(visit(_daily(number)) for number in range(90)))
        store(archive, *(visit(_copy(number)) for number in range(3)))
        store(archive, visit(article(500, title="الحكومة ترفع أجور 300 موظف")))
        edited = article(500, title="الحكومة ترفع أجور 900 موظف", body=f"{BODY}\nولم يؤكد الوزير الخبر.")
        store(archive, visit(edited, at=NOON + timedelta(hours=3)))
        store(archive, *(_edition(hour) for hour in range(12)))
    return path


def fill_nothing(path: Path) -> Path:
    """An archive in which nothing is."""
    with Archive.open(path):
        pass
    return path


def fill_hostile(path: Path) -> Path:
    """Articles and headlines whose every text tries to become more than text."""
    with Archive.open(path) as archive:
        store(
            archive,
            *(visit(_hostile(number, text)) for number, text in enumerate((SCRIPT, IMAGE, OVERRIDE, "ش" * 9000))),
        )
        store(archive, visit(_hostile(0, SCRIPT, " 2"), at=NOON + timedelta(hours=1)))
        ticker = (Headline(SCRIPT, HOSTILE_LINKS[0], 0), Headline(OVERRIDE, None, 1), Headline("A" * 5000, None, 2))
        store(archive, visit(None, at=NOON + timedelta(hours=2), ticker=ticker))
    _force_links(path)
    return fill_work(path, datetime.now(UTC), SCRIPT)


def _force_links(path: Path) -> None:
    """Put in the archive what no reader lets in, as another program may have done."""
    with closing(sqlite3.connect(path)) as conn, conn:
        for number, link in enumerate(HOSTILE_LINKS, 1):
            conn.execute("UPDATE articles SET source_link = ?, image = ? WHERE id = ?", (link, link, number))
        conn.execute("UPDATE headlines SET url = ?", (HOSTILE_LINKS[0],))


def _daily(number: int) -> Article:
    newspaper, language = PAPERS[number % 3]
    moment = NOON - timedelta(hours=8 * number + 1)
    return article(
        number + 1000,
        title=f"{TEXTS[language].splitlines()[0][:60]} {number}",
        body=f"{TEXTS[language]}\n{OTHER_BODY if language == 'ar' else ''} {number * 7919} {number * 104729}",
        newspaper=newspaper,
        language=language,
        published=second(moment.isoformat()),
        authors=("Salma Karim",) if number % 2 else (),
        section=("Politique", "Économie", "Sport")[number % 3],
    )


def _copy(number: int) -> Article:
    newspaper = (*[name for name, _ in PAPERS], "يقظة الوادي")[number]
    return article(
        number + 2000,
        title=("افتتاح طريق الهضاب بعد طول انتظار", "طريق الهضاب تفتح أخيرا", "افتتاح طريق الهضاب")[number],
        body=LONG_TEXT if number == 0 else f"{LONG_TEXT}\nعن وكالة الأنباء، نسخة {number}.",
        newspaper=newspaper,
        published=second((NOON - timedelta(hours=6 - number)).isoformat()),
    )


def _edition(hour: int) -> Any:
    shown = [f"{1000 + 3 * count} خبر عاجل رقم {count}" for count in range(hour // 2, hour // 2 + 6)]
    lines = headlines(*shown, "بلاغ هام إلى السكان" if hour < 6 else "بلاغ هام إلى جميع السكان")
    at = NOON + timedelta(hours=hour)
    return visit(None, at=at, ticker=lines, capture={"body": f"<html>{hour}</html>".encode()})


def _hostile(number: int, text: str, edit: str = "") -> Article:
    return article(
        number,
        title=text + edit,
        body=f"{text}\n{BODY}\n{text} {number}{edit}",
        newspaper=text[:200],
        authors=(text[:200],),
        section=text[:200],
        published=second((NOON - timedelta(hours=number)).isoformat()),
    )


def fill_work(path: Path, now: datetime, text: str = "") -> Path:
    """Sources, alarms, hosts, coverage, attempts and runs of every kind, up to a moment; `text` stands in each."""
    at = [(now - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ") for hours in range(0, 24 * 40)]
    later = (now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    sources = [
        (f"akhbar{text}", "feed", "feed", HOSTILE_LINKS[0] if text else "https://a.example/feed", at[3], "read",
         f"12 links{text}", 0, at[2], None, "every 900"),
        ("akhbar", "listing", "listing", "https://a.example/", at[5], "held_back", f"other hosts{text}", 3, later,
         None, "cron 0 6 * * * Asia/Beirut"),
        ("nashra", "map", "sitemap", None, at[30], "parse_failed", None, 7, later, at[90], None),
    ]  # fmt: skip
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.executescript("DELETE FROM sources; DELETE FROM alarms; DELETE FROM coverage; DELETE FROM gaps")
        conn.executemany(
            "INSERT INTO sources (site, source, kind, url, last_run, last_result, last_detail, failures, next_due,"
            " quarantined_at, schedule, added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '2025-01-01T00:00:00Z')",
            sources,
        )
        conn.execute(
            "INSERT INTO alarms (kind, site, source, title, detail, fields, raised_at, last_good_capture_id,"
            " first_bad_capture_id) VALUES ('layout', 'akhbar', '', ?, ?, '[\"author\"]', ?, 1, 2)",
            (f"akhbar is read otherwise{text}", f"author: was read by site:css, now by nobody{text}", at[1]),
        )
        conn.execute("INSERT INTO hosts VALUES (?, 'connect_failed', ?, ?, 2)", (f"broken.example{text}", at[4], later))
        hours = [(at[0], "o" * 12 + "." * 12), (at[24], "NNooxx" + "-" * 6 + "." * 12)]
        conn.executemany(
            "INSERT INTO coverage (site, source, day, due, looked, missed, hours)"
            " VALUES ('akhbar', 'feed', ?, 24, 18, 6, ?)",
            [(day[:10], letters) for day, letters in hours],
        )
        conn.execute(
            "INSERT INTO gaps (site, source, since, until, reason, missed, detail) VALUES"
            " ('akhbar', 'feed', ?, ?, 'not_running', 6, ?)",
            (at[20], at[14], f"nobody{text}"),
        )
        conn.executemany(
            "INSERT INTO runs (command, sites, started_at, finished_at, summary, note)"
            " VALUES ('fetch', '[]', ?, ?, ?, ?)",
            [
                (at[3], at[2], '{"new": 4, "unchanged": 6}', f"it came to an end early{text}"),
                (at[1], None, '{"new": 1, "gone": 1}', None),
            ],
        )
        conn.executemany(
            "INSERT INTO outcomes (link_id, site, at, reason, tries) VALUES (1, 'akhbar', ?, ?, 1)",
            [
                *((at[hours], "new") for hours in (1, 2, 3)),
                (at[3], "fetch_failed_for_the_test"),
                (at[900], "timeout_of_long_ago"),
            ],
        )
    return path
