"""Tables and columns for years of running by itself: hosts left in peace, robots.txt as it was, doubtful clocks."""

from __future__ import annotations

from typing import Final

from pipeline.store.declaring import Column, Table, columns

HOSTS: Final = Table(
    "hosts",
    "Hosts in trouble: several of their addresses failed in a row. One that answers again leaves the table.",
    columns(
        ("host", "TEXT PRIMARY KEY", "Host name"),
        ("reason", "TEXT NOT NULL", "The last failure, as in outcomes"),
        ("since", "TEXT NOT NULL", "UTC; when the trouble was noticed"),
        ("until", "TEXT NOT NULL", "UTC; nothing of the host is asked for until then, and then one address"),
        ("count", "INTEGER NOT NULL", "Pauses in a row, each twice as long as the last, a day at most"),
    ),
)

ROBOTS_VERSIONS: Final = Table(
    "robots_versions",
    "Every different answer to each robots.txt: the rules that pages were fetched under, see outcomes.robots_version.",
    columns(
        ("authority", "TEXT NOT NULL", "scheme://host[:port] it holds for"),
        ("version", "TEXT NOT NULL", "First 16 hex digits of the SHA-256 of status and body"),
        ("first_seen", "TEXT NOT NULL", "UTC; when it was first answered"),
        ("status", "INTEGER", "HTTP status; NULL when there was no answer"),
        ("body", "BLOB NOT NULL", "The file, 500 KiB at most, as a zstd frame"),
    ),
    ("PRIMARY KEY (authority, version)",),
    options=" WITHOUT ROWID",
)

TABLES: Final = (HOSTS, ROBOTS_VERSIONS)

OF_SOURCES: Final = Column(
    "quarantined_at", "TEXT", "UTC; since when its document is known to break its reader: one look a week; else NULL"
)
OF_OUTCOMES: Final = (
    Column("robots_version", "TEXT", "robots_versions.version that it was made under; NULL when none was asked"),
    Column("is_clock_suspect", "INTEGER NOT NULL DEFAULT 0", "1 when the machine's clock had just been set anew"),
)
