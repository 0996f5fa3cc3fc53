"""Tables of the ledgers: what was looked at and what was not, every request, and how many rows there are of each."""

from __future__ import annotations

from typing import Final

from pipeline.store.declaring import Column, Table, columns

COVERAGE: Final = Table(
    "coverage",
    "Source by source and day, what was to be looked at and what was: no news is not the same as not looked.",
    columns(
        ("site", "TEXT NOT NULL", "The site"),
        ("source", "TEXT NOT NULL", "The source within it"),
        ("day", "TEXT NOT NULL", "Day, UTC"),
        ("due", "INTEGER NOT NULL DEFAULT 0", "Times of the schedule"),
        ("looked", "INTEGER NOT NULL DEFAULT 0", "Looks, those that were asked for by a person included"),
        ("failed", "INTEGER NOT NULL DEFAULT 0", "Of these, looks that failed"),
        ("empty", "INTEGER NOT NULL DEFAULT 0", "Of these, looks that gave no link"),
        ("unchanged", "INTEGER NOT NULL DEFAULT 0", "Of these, looks answered with 304: nothing has changed"),
        ("missed", "INTEGER NOT NULL DEFAULT 0", "Times of the schedule without a look; gaps says why"),
        ("new_links", "INTEGER NOT NULL DEFAULT 0", "Links that the archive did not have"),
        (
            "hours",
            "TEXT NOT NULL DEFAULT '........................'",
            "A letter for each hour: N new links, o looked, x looked in vain, - due and not looked, . nothing due",
        ),
    ),
    ("PRIMARY KEY (site, source, day)",),
    options=" WITHOUT ROWID",
)

GAPS: Final = Table(
    "gaps",
    "Times in which a source was not looked at although it was due, with the reason; written with the next look at it.",
    columns(
        ("site", "TEXT NOT NULL", "The site"),
        ("source", "TEXT NOT NULL", "The source within it"),
        ("since", "TEXT NOT NULL", "UTC; its beginning"),
        ("until", "TEXT NOT NULL", "UTC; its end"),
        (
            "reason",
            "TEXT NOT NULL",
            "not_running, archive_full, machine_full, suspended, clock_step, host_trouble, quarantined, robots,"
            " backing_off or late",
        ),
        (
            "missed",
            "INTEGER NOT NULL",
            "Times of the schedule that passed; 0 for a look that was an hour late",
        ),
        (
            "pieces",
            "INTEGER NOT NULL DEFAULT 1",
            "Parts it is made of: those of one day, or between failed looks",
        ),
        ("detail", "TEXT", "The same for people"),
    ),
    ("PRIMARY KEY (site, source, since, reason)",),
    ("CREATE INDEX gaps_until ON gaps (until)",),
    " WITHOUT ROWID",
)

STANDSTILLS: Final = Table(
    "standstills",
    "Times in which nothing could be asked for: the disk was full, the machine slept, a host was in trouble.",
    columns(
        ("host", "TEXT NOT NULL", "The host; empty when it was no host's affair"),
        ("since", "TEXT NOT NULL", "UTC; its beginning"),
        ("until", "TEXT NOT NULL", "UTC; its end"),
        ("reason", "TEXT NOT NULL", "archive_full, machine_full, suspended, clock_step or host_trouble"),
        ("detail", "TEXT", "The same for people"),
    ),
    ("PRIMARY KEY (host, since, reason)",),
    options=" WITHOUT ROWID",
)

REQUESTS: Final = Table(
    "requests",
    "Every request that was sent to a host, that for its robots.txt, redirects and retries included; see"
    " politeness.keep_requests for how long.",
    columns(
        ("id", "INTEGER PRIMARY KEY", "Number of the request"),
        ("host", "TEXT NOT NULL", "The host it went to"),
        ("at", "TEXT NOT NULL", "UTC with milliseconds; when it was sent"),
        ("why", "TEXT NOT NULL", "source, new, back_fill, revisit, asked (by a person) or robots"),
        ("try", "INTEGER NOT NULL", "1, or more for a retry"),
        ("hop", "INTEGER NOT NULL", "0, or more for a redirect's target"),
        (
            "link_id",
            "INTEGER REFERENCES links(id) ON DELETE SET NULL",
            "What it was made for; NULL for robots.txt",
        ),
        ("url", "TEXT", "The address it went to, when that is not the link's"),
        ("is_conditional", "INTEGER NOT NULL", "1 when it told what we have, so that the answer could be 304"),
        ("status", "INTEGER", "HTTP status; NULL without an answer"),
        ("failure", "TEXT", "Why it failed on the way, as in outcomes"),
        ("bytes", "INTEGER NOT NULL", "Bytes of the answer's body as sent"),
        ("elapsed", "REAL NOT NULL", "Seconds it took"),
        ("delay", "REAL NOT NULL", "Seconds of peace the host was promised after its last request"),
        ("pause", "REAL", "Seconds of peace it had; NULL for the first request to it that is known of"),
        ("waited", "REAL NOT NULL", "Seconds the request waited for its turn"),
        ("robots_version", "TEXT", "robots_versions.version it was made under; NULL when none was asked"),
    ),
    indexes=(
        "CREATE INDEX requests_host ON requests (host, at)",
        "CREATE INDEX requests_link ON requests (link_id) WHERE link_id IS NOT NULL",
    ),
)

ROW_COUNTS: Final = Table(
    "row_counts",
    "How many rows the large tables have, kept up to date by triggers.",
    columns(("name", "TEXT PRIMARY KEY", "The table"), ("rows", "INTEGER NOT NULL", "Its rows")),
    options=" WITHOUT ROWID",
)

TABLES: Final = (COVERAGE, GAPS, STANDSTILLS, REQUESTS, ROW_COUNTS)

OF_RUNS: Final = Column("seen_at", "TEXT", "UTC; when a run that goes on last said so")
OF_SOURCES: Final = Column("schedule", "TEXT", "When it is due: `every` and seconds, or `cron` with its zone")
OUTCOMES_INDEX: Final = "CREATE INDEX outcomes_at ON outcomes (at, reason)"

COUNTED: Final = ("article_urls", "versions", "headlines", "captures", "links", "outcomes")


def count_sql() -> tuple[str, ...]:
    """The statements that count what is there already, and the triggers that go on counting."""
    return tuple(statement for table in COUNTED for statement in _counting(table))


def _counting(table: str) -> tuple[str, ...]:
    change = "BEGIN UPDATE row_counts SET rows = rows {} 1 WHERE name = '{}'; END"
    return (
        f"INSERT INTO row_counts VALUES ('{table}', (SELECT count(*) FROM {table}))",  # noqa: S608 own names
        f"CREATE TRIGGER {table}_row_added AFTER INSERT ON {table} {change.format('+', table)}",
        f"CREATE TRIGGER {table}_row_removed AFTER DELETE ON {table} {change.format('-', table)}",
    )
