"""Tables and columns that keep the archive small and say which readings are its own doing."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pipeline.store.declaring import Column, Table, columns

DICTIONARIES: Final = Table(
    "dictionaries",
    "What the pages of a site have in common, made of its own captures: later ones are packed against it.",
    columns(
        ("id", "INTEGER PRIMARY KEY", "Number of the dictionary"),
        ("site", "TEXT NOT NULL", "captures.site"),
        ("made_at", "TEXT NOT NULL", "UTC; when the capture that it was made after was fetched"),
        ("sha256", "TEXT NOT NULL", "Hex digest of the unpacked dictionary; checked when it is read"),
        ("body", "BLOB NOT NULL", "zstd of a raw content dictionary (RFC 8878, section 5)"),
    ),
    indexes=("CREATE INDEX dictionaries_site ON dictionaries (site)",),
)

DICTIONARY_COPIES: Final = Table(
    "dictionary_copies",
    "Each dictionary a second time, elsewhere in the file: all captures packed against it hang on it.",
    columns(
        ("dictionary_id", "INTEGER PRIMARY KEY REFERENCES dictionaries(id) ON DELETE CASCADE", "The dictionary"),
        ("body", "BLOB NOT NULL", "As in dictionaries"),
    ),
)

GENERATIONS: Final = Table(
    "generations",
    "One row per re-parse of captures with later rules; what it replaced is in `versions` with its number.",
    columns(
        ("id", "INTEGER PRIMARY KEY", "Number of the generation"),
        ("rules", "TEXT NOT NULL", "Hex digest of the rules it read with: the program and the site files"),
        ("site", "TEXT", "The site it was about; NULL for all"),
        ("since", "TEXT", "UTC; captures fetched from then on; NULL for all"),
        ("started_at", "TEXT NOT NULL", "UTC; when its first article was written"),
        ("finished_at", "TEXT", "UTC; NULL while it goes on and after a kill: the same command takes it up again"),
        ("articles", "INTEGER NOT NULL DEFAULT 0", "Articles that came out otherwise"),
    ),
)

TABLES: Final = (DICTIONARIES, DICTIONARY_COPIES, GENERATIONS)
"""As they were first made."""

OF_PACKED: Final = Column(
    "dictionary_id", "INTEGER REFERENCES dictionaries(id)", "The dictionary it is packed against; NULL for none"
)
OF_CAPTURES: Final = Column(
    "headers_dictionary_id", "INTEGER REFERENCES dictionaries(id)", "As payloads.dictionary_id, for `headers`"
)
OF_DICTIONARIES: Final = Column(
    "base_id",
    "INTEGER REFERENCES dictionaries(id)",
    "An older dictionary that it begins with: `body` is then what follows, packed against that one",
)
OF_VERSIONS: Final = Column(
    "generation_id",
    "INTEGER REFERENCES generations(id)",
    "The re-parse that replaced it with a better reading of the same capture; NULL for a change of the page",
)

OF_GENERATIONS: Final = (
    Column("batch", "TEXT", "Name of the readings that were put in; NULL before they had one"),
    Column("reached", "INTEGER NOT NULL DEFAULT 0", "articles.id up to which they have been put in"),
)
BATCH_INDEX: Final = "CREATE UNIQUE INDEX generations_batch ON generations (batch) WHERE batch IS NOT NULL"

TABLES_NOW: Final = (
    replace(DICTIONARIES, columns=(*DICTIONARIES.columns, OF_DICTIONARIES)),
    DICTIONARY_COPIES,
    replace(GENERATIONS, columns=GENERATIONS.columns + OF_GENERATIONS),
)
"""As they are today."""

CHILD_INDEXES: Final = (
    "CREATE INDEX outcomes_capture ON outcomes (capture_id) WHERE capture_id IS NOT NULL",
    "CREATE INDEX versions_capture ON versions (capture_id) WHERE capture_id IS NOT NULL",
    "CREATE INDEX articles_capture ON articles (capture_id) WHERE capture_id IS NOT NULL",
    "CREATE INDEX captures_payload ON captures (payload_id) WHERE payload_id IS NOT NULL",
)
"""So that deleting a capture, or asking whether a body is still needed, does not read whole tables."""
