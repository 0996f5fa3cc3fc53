"""What the table of sources' rhythms is for."""

from __future__ import annotations

from typing import Final

from pipeline.store.declaring import Table, columns

SOURCE_RHYTHMS: Final = Table(
    "source_rhythms",
    'When each source publishes, by hour of the week: what `every = "auto"` follows. Kept of all, in case it is asked.',
    columns(
        ("site", "TEXT NOT NULL", "The site"),
        ("source", "TEXT NOT NULL", "The source within it"),
        ("time_zone", "TEXT NOT NULL", "The zone its hours are counted in"),
        ("version", "INTEGER NOT NULL", "Of what is counted; a state of another version is begun anew"),
        (
            "state",
            "TEXT NOT NULL DEFAULT ''",
            "JSON object: articles found and hours watched by hour of the week from Monday, both faded; 3 KB at most",
        ),
    ),
    ("PRIMARY KEY (site, source)",),
    options=" WITHOUT ROWID",
)

TABLES: Final = (SOURCE_RHYTHMS,)
