"""Takes another archive's ledgers in: requests, days, gaps and standstills, habits and rhythms, alarms that are over.

Rows that both have are joined so that doing it again changes nothing: of a day that both looked at the larger counts
stand, and the better letter of each hour. An alarm that is open in the other archive is not taken: whether something is
wrong is for this archive's own watch to say, which has seen other pages (drift_states, too, is not taken).
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import Final

from pipeline.store.coverage import RANKS
from pipeline.store.merging import Part, ask_other, insert_row, our_capture, part_after, rows_beyond
from pipeline.store.reader import Reader

_REQUEST: Final = (
    "host", "at", "why", "try", "hop", "url", "is_conditional", "status", "failure", "bytes", "elapsed", "delay",
    "pause", "waited", "robots_version",
)  # fmt: skip
_ALARM: Final = (
    "kind", "site", "source", "title", "detail", "fields", "raised_at", "resolved_at", "resolved_by", "acked_at",
    "notified_at",
)  # fmt: skip
_GAP: Final = "site, source, since, until, reason, missed, pieces, detail"
_DAY: Final = "site, source, day, due, looked, failed, empty, unchanged, missed, new_links, hours"


def merge_requests(conn: sqlite3.Connection, other: Reader, after: int) -> Part:
    """Requests to hosts: those of the same moment, address and try are the same."""
    rows, added = rows_beyond(other, "requests", ("link_id", *_REQUEST), after), Counter[str]()
    for _, link_id, *values in rows:
        request = dict(zip(_REQUEST, values, strict=True))
        url = ask_other(other, "SELECT url FROM links WHERE id = ?", link_id)[0][0] if link_id else None
        ours = conn.execute("SELECT id FROM links WHERE url = ?", (url,)).fetchone() if url else None
        request["link_id"] = ours and ours[0]
        known = conn.execute(
            "SELECT 1 FROM requests WHERE host = ? AND at = ? AND link_id IS ? AND url IS ? AND try = ? AND hop = ?",
            [request[name] for name in ("host", "at", "link_id", "url", "try", "hop")],
        ).fetchone()
        if known is None:
            insert_row(conn, "requests", request)
            added["requests"] += 1
    return part_after(rows, added)


def merge_coverage(conn: sqlite3.Connection, other: Reader, after: int) -> Part:
    """The days of the sources, one source a call, with the gaps of days on which nobody looked from here."""
    places = ask_other(other, "SELECT DISTINCT site, source FROM coverage ORDER BY 1, 2 LIMIT 1 OFFSET ?", after)
    if not places:
        return Part(None, Counter())
    place, added = tuple(places[0]), Counter[str]()
    for gap in ask_other(other, f"SELECT {_GAP} FROM gaps WHERE site = ? AND source = ?", *place):  # noqa: S608 own names
        added["gaps"] += _add_gap(conn, gap)  # before the days: they say which gaps are gaps here too
    for day in ask_other(other, f"SELECT {_DAY} FROM coverage WHERE site = ? AND source = ?", *place):  # noqa: S608
        added["coverage"] += _add_day(conn, day)
    return Part(after + 1, added)


def _add_gap(conn: sqlite3.Connection, gap: tuple[object, ...]) -> int:
    site, source, since, until = gap[:4]
    looked = conn.execute(
        "SELECT 1 FROM coverage WHERE site = ? AND source = ? AND day BETWEEN ? AND ? LIMIT 1",
        (site, source, str(since)[:10], str(until)[:10]),
    ).fetchone()
    if looked:
        return 0
    return conn.execute(f"INSERT OR IGNORE INTO gaps ({_GAP}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", gap).rowcount  # noqa: S608


def _add_day(conn: sqlite3.Connection, day: tuple[object, ...]) -> bool:
    known = conn.execute(
        f"SELECT {_DAY} FROM coverage WHERE site = ? AND source = ? AND day = ?",  # noqa: S608 own names
        day[:3],
    ).fetchone()
    joined = day if known is None else _join_days(known, day)
    conn.execute(f"INSERT OR REPLACE INTO coverage ({_DAY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", joined)  # noqa: S608
    return known is None


def _join_days(one: tuple[object, ...], other: tuple[object, ...]) -> tuple[object, ...]:
    """The larger counts, but of the times that were missed the smaller: the other archive looked at the rest."""
    *counts, missed, new_links = ((a, b) for a, b in zip(one[3:10], other[3:10], strict=True))
    hours = "".join(max(pair, key=RANKS.index) for pair in zip(str(one[10]), str(other[10]), strict=True))
    larger = [max(map(_whole, pair)) for pair in (*counts, new_links)]
    return (*one[:3], *larger[:-1], min(map(_whole, missed)), larger[-1], hours)


def _whole(value: object) -> int:
    return int(str(value))


def merge_states(conn: sqlite3.Connection, other: Reader, after: int) -> Part:
    """Standstills, and the habits and rhythms of sources that are not known here."""
    added: Counter[str] = Counter()
    stills = ask_other(other, "SELECT host, since, until, reason, detail FROM standstills")
    before = conn.total_changes
    conn.executemany(
        "INSERT OR IGNORE INTO standstills (host, since, until, reason, detail) VALUES (?, ?, ?, ?, ?)", stills
    )
    added["standstills"] = conn.total_changes - before
    habits = ask_other(other, "SELECT site, source, version, looked_at, state FROM source_habits")
    conn.executemany(
        "INSERT OR IGNORE INTO source_habits (site, source, version, looked_at, state) VALUES (?, ?, ?, ?, ?)", habits
    )
    conn.executemany(
        "INSERT INTO source_rhythms (site, source, time_zone, version, state) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET version = excluded.version, state = excluded.state"
        " WHERE source_rhythms.state = '' AND source_rhythms.time_zone = excluded.time_zone",
        ask_other(other, "SELECT site, source, time_zone, version, state FROM source_rhythms"),
    )
    return Part(None, added)


def merge_alarms(conn: sqlite3.Connection, other: Reader, after: int) -> Part:
    """Alarms that are over, as history: nobody is told of them again."""
    names = (*_ALARM, "resolution_notified_at", "last_good_capture_id", "first_bad_capture_id")
    rows, added = rows_beyond(other, "alarms", names, after), Counter[str]()
    for _, *values in rows:
        alarm = dict(zip(names, values, strict=True))
        if alarm["resolved_at"] is None:
            continue
        known = conn.execute(
            "SELECT 1 FROM alarms WHERE kind = :kind AND site = :site AND source = :source AND raised_at = :raised_at",
            alarm,
        ).fetchone()
        if known is None:
            for name in names[-2:]:
                alarm[name] = our_capture(conn, other, alarm[name])
            alarm["resolution_notified_at"] = alarm["resolution_notified_at"] or alarm["resolved_at"]
            insert_row(conn, "alarms", alarm)
            added["alarms"] += 1
    return part_after(rows, added)


STEPS: Final = (merge_requests, merge_coverage, merge_states, merge_alarms)
"""After those of `merging`: links and captures are there."""
