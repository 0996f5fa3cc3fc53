"""Tables and the view of what stood where in a ticker: the same headlines in the same order are written once."""

from __future__ import annotations

from typing import Final

from pipeline.store.declaring import Table, View, columns

TICKER_ROLLS: Final = Table(
    "ticker_rolls",
    "Headlines in an order in which they stood; a ticker shows a stretch of it, and a newer one a little further on.",
    columns(
        ("roll_id", "INTEGER NOT NULL", "Number of the roll"),
        ("place", "INTEGER NOT NULL", "Place on it; what comes in before the first gets a place below 0"),
        ("headline_id", "INTEGER NOT NULL REFERENCES headlines(id)", "The headline"),
    ),
    ("PRIMARY KEY (roll_id, place)",),
    options=" WITHOUT ROWID",
)

TICKER_STRETCHES: Final = Table(
    "ticker_stretches",
    "Which stretches of which rolls the ticker of a capture is made of; ticker_sightings shows the headlines.",
    columns(
        ("capture_id", "INTEGER NOT NULL REFERENCES captures(id) ON DELETE CASCADE", "The capture"),
        ("position", "INTEGER NOT NULL", "Where in its ticker the stretch begins, from 0"),
        ("roll_id", "INTEGER NOT NULL", "ticker_rolls.roll_id"),
        ("place", "INTEGER NOT NULL", "Where on the roll the stretch begins"),
        ("length", "INTEGER NOT NULL", "How many headlines it has"),
    ),
    ("PRIMARY KEY (capture_id, position, roll_id, place)",),
    options=" WITHOUT ROWID",
)

TABLES: Final = (TICKER_ROLLS, TICKER_STRETCHES)

OF_HEADLINES: Final = columns(
    ("roll_id", "INTEGER", "The roll of ticker_rolls on which it was put last; NULL before its first sighting"),
    ("roll_place", "INTEGER", "Its place there"),
)
"""Columns that `headlines` has gained."""

TICKER_SIGHTINGS: Final = View(
    "ticker_sightings",
    "Which headline stood where in the ticker of a capture.",
    columns(
        ("capture_id", "", "The capture"),
        ("position", "", "Place in the ticker, from 0"),
        ("headline_id", "", "The headline"),
    ),
    # A ticker of 55 headlines was 55 rows a page, and the page after it mostly had 54 of them again. A headline's
    # sightings are found through the captures of its site between its first_seen and last_seen.
    """SELECT s.capture_id, s.position + r.place - s.place AS position, r.headline_id
FROM ticker_stretches AS s
JOIN ticker_rolls AS r ON r.roll_id = s.roll_id AND r.place >= s.place AND r.place < s.place + s.length""",
)
