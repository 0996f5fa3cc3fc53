"""What the tables and views of alarms, and of what they are told by, are for."""

from __future__ import annotations

from typing import Final

from pipeline.store.declaring import Table, View, columns

ALARMS: Final = Table(
    "alarms",
    "What a person should look at. One row per trouble: what is noticed later of the same one is added to its row.",
    columns(
        ("id", "INTEGER PRIMARY KEY", "Number of the alarm"),
        (
            "kind",
            "TEXT NOT NULL",
            "layout (pages are read otherwise), feed (held back), source (cannot be read), quiet (nothing new) or"
            " configuration (refused)",
        ),
        ("site", "TEXT NOT NULL", "The site; empty when it is about none"),
        ("source", "TEXT NOT NULL", "The source within it; empty when it is about the site's pages"),
        ("title", "TEXT NOT NULL", "What is wrong, in one line"),
        ("detail", "TEXT NOT NULL", "The same at length: field by field, what was, what is read instead, what to do"),
        ("fields", "TEXT NOT NULL", "JSON list of the fields it is about"),
        ("raised_at", "TEXT NOT NULL", "UTC"),
        (
            "last_good_capture_id",
            "INTEGER REFERENCES captures(id) ON DELETE SET NULL",
            "The last page that was as usual",
        ),
        ("first_bad_capture_id", "INTEGER REFERENCES captures(id) ON DELETE SET NULL", "The first one that was not"),
        ("resolved_at", "TEXT", "UTC; NULL while it is open"),
        ("resolved_by", "TEXT", "itself, reparse or person"),
        ("acked_at", "TEXT", "UTC; when a person said that they know"),
        ("notified_at", "TEXT", "UTC; when the notification went out"),
        ("resolution_notified_at", "TEXT", "UTC; when the message that it is over went out"),
        ("tries", "INTEGER NOT NULL DEFAULT 0", "Failed tries to send the message that is due"),
        ("next_try", "TEXT", "UTC; not sent again before then"),
    ),
    indexes=(
        "CREATE UNIQUE INDEX alarms_open ON alarms (kind, site, source) WHERE resolved_at IS NULL",
        "CREATE INDEX alarms_last_good ON alarms (last_good_capture_id) WHERE last_good_capture_id IS NOT NULL",
        "CREATE INDEX alarms_first_bad ON alarms (first_bad_capture_id) WHERE first_bad_capture_id IS NOT NULL",
    ),
)

ALARM_MUTES: Final = Table(
    "alarm_mutes",
    "Sites and sources whose alarms are written down but not sent.",
    columns(
        ("site", "TEXT NOT NULL", "The site"),
        ("source", "TEXT NOT NULL", "The source; empty for the whole site"),
        ("until", "TEXT NOT NULL", "UTC"),
    ),
    ("PRIMARY KEY (site, source)",),
    options=" WITHOUT ROWID",
)

DRIFT_STATES: Final = Table(
    "drift_states",
    "How the pages of each site are usually read: what layout alarms are told by.",
    columns(
        ("site", "TEXT PRIMARY KEY", "The site"),
        ("version", "INTEGER NOT NULL", "Of what is counted; a state of another version is begun anew"),
        ("seen_at", "TEXT NOT NULL", "UTC; when the last page was captured"),
        ("gap_from", "TEXT", "UTC; beginning of the last long time without a page: later pages may well be old"),
        ("gap_to", "TEXT", "UTC; its end"),
        ("state", "TEXT NOT NULL", "JSON object: shares of hits, levels of numbers, counts of readers by field"),
    ),
)

SOURCE_HABITS: Final = Table(
    "source_habits",
    "What each source usually gives, and how often something new: what feed, source and quiet alarms are told by.",
    columns(
        ("site", "TEXT NOT NULL", "The site"),
        ("source", "TEXT NOT NULL", "The source within it"),
        ("version", "INTEGER NOT NULL", "Of what is counted"),
        ("looked_at", "TEXT NOT NULL", "UTC; the last look at it"),
        ("state", "TEXT NOT NULL", "JSON object: hosts, languages, newspapers, prints of its items, its rhythm"),
    ),
    ("PRIMARY KEY (site, source)",),
    options=" WITHOUT ROWID",
)

OPEN_ALARMS: Final = View(
    "open_alarms",
    "Alarms that are not over, the newest first.",
    columns(
        ("id", "", "alarms.id"),
        ("kind", "", "layout, feed, source or quiet"),
        ("site", "", "The site"),
        ("source", "", "The source within it; empty when it is about the site's pages"),
        ("title", "", "What is wrong, in one line"),
        ("raised_at", "", "UTC"),
        ("acked_at", "", "UTC; when a person said that they know"),
        ("last_good", "", "Address of the last page that was as usual"),
        ("first_bad", "", "Address of the first one that was not"),
    ),
    """SELECT a.id, a.kind, a.site, a.source, a.title, a.raised_at, a.acked_at, g.url AS last_good, b.url AS first_bad
FROM alarms AS a LEFT JOIN captures AS g ON g.id = a.last_good_capture_id
LEFT JOIN captures AS b ON b.id = a.first_bad_capture_id
WHERE a.resolved_at IS NULL ORDER BY a.raised_at DESC, a.id DESC""",
)

TABLES: Final = (ALARMS, ALARM_MUTES, DRIFT_STATES, SOURCE_HABITS)
VIEWS: Final = (OPEN_ALARMS,)
