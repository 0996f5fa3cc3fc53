"""Alarms as rows: raised once per trouble, resolved, acknowledged, muted, and which messages are still to be sent."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from pipeline.store.codec import to_json, to_text, to_time
from pipeline.store.site_watches import forget_state

AlarmKind = Literal["layout", "feed", "source", "quiet", "configuration"]
ResolvedBy = Literal["itself", "reparse", "person"]

FIRST_RETRY: Final = timedelta(minutes=5)
LONGEST_RETRY: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Trouble:
    """What an alarm is to say. `last_good` and `first_bad` are captures, None when it is not about pages."""

    kind: AlarmKind
    site: str
    source: str
    title: str
    detail: str
    fields: tuple[str, ...] = ()
    last_good: int | None = None
    first_bad: int | None = None


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm as the archive keeps it; times are ISO 8601 text, `last_good` and `first_bad` addresses of captures."""

    id: int
    kind: AlarmKind
    site: str
    source: str
    title: str
    detail: str
    fields: tuple[str, ...]
    raised_at: str
    resolved_at: str | None
    resolved_by: str | None
    acked_at: str | None
    notified_at: str | None
    resolution_notified_at: str | None
    tries: int
    last_good_capture_id: int | None
    last_good: str | None
    first_bad_capture_id: int | None
    first_bad: str | None
    is_muted: bool


_SELECT: Final = """SELECT a.id, a.kind, a.site, a.source, a.title, a.detail, a.fields, a.raised_at, a.resolved_at,
 a.resolved_by, a.acked_at, a.notified_at, a.resolution_notified_at, a.tries, a.last_good_capture_id, g.url,
 a.first_bad_capture_id, b.url,
 EXISTS (SELECT 1 FROM alarm_mutes AS m WHERE m.site = a.site AND m.source IN ('', a.source) AND m.until > ?1)
 FROM alarms AS a LEFT JOIN captures AS g ON g.id = a.last_good_capture_id
 LEFT JOIN captures AS b ON b.id = a.first_bad_capture_id"""


def _alarm(row: Sequence[object]) -> Alarm:
    values = list(row)
    values[6], values[18] = tuple(json.loads(str(values[6]))), bool(values[18])
    return Alarm(*values)  # type: ignore[arg-type]  # the columns of _SELECT in the order of the fields


def raise_alarm(conn: sqlite3.Connection, trouble: Trouble, now: datetime) -> int | None:
    """A new alarm; None when one of this kind is open there already: it takes the later text and stays one."""
    told = (to_text(trouble.title), to_text(trouble.detail), to_json(list(trouble.fields)))
    row = conn.execute(
        "UPDATE alarms SET title = ?4, detail = ?5, fields = ?6,"
        " last_good_capture_id = CASE WHEN ?7 < first_bad_capture_id THEN ?8 ELSE last_good_capture_id END,"
        " first_bad_capture_id = min(coalesce(first_bad_capture_id, ?7), coalesce(?7, first_bad_capture_id))"
        " WHERE kind = ?1 AND site = ?2 AND source = ?3 AND resolved_at IS NULL RETURNING id",
        (trouble.kind, trouble.site, trouble.source, *told, trouble.first_bad, trouble.last_good),
    ).fetchone()
    if row is not None:
        return None
    row = conn.execute(
        "INSERT INTO alarms (kind, site, source, title, detail, fields, raised_at, last_good_capture_id,"
        " first_bad_capture_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
        (trouble.kind, trouble.site, trouble.source, *told, to_time(now), trouble.last_good, trouble.first_bad),
    ).fetchone()
    return int(row[0])


def resolve_alarm(
    conn: sqlite3.Connection, kind: AlarmKind, where: tuple[str, str], by: ResolvedBy, now: datetime
) -> bool:
    """End the open alarm of this kind at a site and source; whether there was one."""
    done = conn.execute(
        "UPDATE alarms SET resolved_at = ?, resolved_by = ?, tries = 0, next_try = NULL"
        " WHERE kind = ? AND site = ? AND source = ? AND resolved_at IS NULL",
        (to_time(now), by, kind, *where),
    )
    return done.rowcount > 0


def open_alarm(conn: sqlite3.Connection, kind: AlarmKind, site: str, source: str) -> Alarm | None:
    """The alarm of this kind that is open there."""
    where = " WHERE a.kind = ?2 AND a.site = ?3 AND a.source = ?4 AND a.resolved_at IS NULL"
    row = conn.execute(_SELECT + where, ("", kind, site, source)).fetchone()
    return _alarm(row) if row else None


def list_alarms(conn: sqlite3.Connection, now: datetime, *, with_resolved: bool) -> list[Alarm]:
    """Alarms, the newest first; only open ones unless asked otherwise."""
    where = "" if with_resolved else " WHERE a.resolved_at IS NULL"
    rows = conn.execute(f"{_SELECT}{where} ORDER BY a.raised_at DESC, a.id DESC", (to_time(now),))
    return [_alarm(row) for row in rows]


def find_alarm(conn: sqlite3.Connection, alarm_id: int, now: datetime) -> Alarm | None:
    """The alarm of this number."""
    row = conn.execute(f"{_SELECT} WHERE a.id = ?2", (to_time(now), alarm_id)).fetchone()
    return _alarm(row) if row else None


def acknowledge(conn: sqlite3.Connection, alarm_id: int, now: datetime) -> None:
    """Write down that a person knows of an alarm."""
    conn.execute("UPDATE alarms SET acked_at = coalesce(acked_at, ?) WHERE id = ?", (to_time(now), alarm_id))


def mute(conn: sqlite3.Connection, site: str, source: str, until: datetime) -> None:
    """Send nothing of a site, or of one source of it, until a moment; a moment that has passed ends it."""
    conn.execute("INSERT OR REPLACE INTO alarm_mutes VALUES (?, ?, ?)", (site, source, to_time(until)))


def release(conn: sqlite3.Connection, alarm: Alarm, now: datetime) -> None:
    """Take what an alarm is about as the usual from now on: what was known is forgotten, a source is due at once."""
    if alarm.kind == "layout":
        forget_state(conn, alarm.site)
    else:
        conn.execute("DELETE FROM source_habits WHERE site = ? AND source = ?", (alarm.site, alarm.source))
        conn.execute(
            "UPDATE sources SET next_due = ?, failures = 0 WHERE site = ? AND source = ?",
            (to_time(now), alarm.site, alarm.source),
        )
        # The document has been fetched as it is: with its ETag the next answer would be a 304 without items.
        conn.execute(
            "UPDATE links SET etag = NULL, last_modified = NULL WHERE site = ? AND source = ? AND found_on IS NULL",
            (alarm.site, alarm.source),
        )
    resolve_alarm(conn, alarm.kind, (alarm.site, alarm.source), "person", now)


def waiting_messages(conn: sqlite3.Connection, now: datetime) -> list[Alarm]:
    """Alarms of which a message is still to be sent: that they are there, or that one which was told is over.

    One that was over before it could be told is not told, and neither is what a person knows or has muted.
    """
    rows = conn.execute(
        f"{_SELECT} WHERE (a.next_try IS NULL OR a.next_try <= ?1)"
        " AND ((a.notified_at IS NULL AND a.resolved_at IS NULL AND a.acked_at IS NULL)"
        " OR (a.notified_at IS NOT NULL AND a.resolved_at IS NOT NULL AND a.resolution_notified_at IS NULL))"
        " ORDER BY a.id",
        (to_time(now),),
    )
    return [alarm for alarm in map(_alarm, rows) if not alarm.is_muted]


def begin_sending(conn: sqlite3.Connection, alarms: Sequence[Alarm], now: datetime) -> None:
    """Put the next try off, before the message goes out: a kill in between costs a delay, never a flood."""
    for alarm in alarms:
        wait = min(FIRST_RETRY * (1 << min(alarm.tries, 10)), LONGEST_RETRY)
        conn.execute("UPDATE alarms SET tries = tries + 1, next_try = ? WHERE id = ?", (to_time(now + wait), alarm.id))


def finish_sending(conn: sqlite3.Connection, alarms: Sequence[Alarm], now: datetime) -> None:
    """Write down that the messages went out."""
    for alarm in alarms:
        column = "resolution_notified_at" if alarm.resolved_at else "notified_at"
        conn.execute(
            f"UPDATE alarms SET {column} = ?, tries = 0, next_try = NULL WHERE id = ?",  # noqa: S608 one of two names
            (to_time(now), alarm.id),
        )
