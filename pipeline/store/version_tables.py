"""What `versions` says of each change, and the view of edits; one migration creates them from these declarations."""

from __future__ import annotations

from typing import Final

from pipeline.store.declaring import View, columns

OF_VERSIONS: Final = columns(
    ("seen_at", "TEXT", "UTC; when the former state was first seen"),
    (
        "kind",
        "TEXT",
        "substantive when the change that replaced it changed what the article says, cosmetic when not; NULL for a "
        "re-parse",
    ),
    (
        "kinds",
        "TEXT",
        "JSON list: title, numbers, names, negation, wording, text_added, text_removed, text_moved, date, author, "
        "newspaper, source (substantive); spacing, punctuation, diacritics, shapes, spelling, case, furniture, "
        "section, image (cosmetic)",
    ),
    (
        "is_silent",
        "INTEGER",
        "1 when title, body or newspaper changed though the publisher gives the same `modified` as before, 0 when that "
        "moved; NULL when it gives none",
    ),
    (
        "returns_to",
        "INTEGER REFERENCES versions(id) ON DELETE SET NULL",
        "The earlier version whose text the article had again after the change",
    ),
    ("words_added", "INTEGER", "Words of title and body that came by the change, moved ones apart"),
    ("words_removed", "INTEGER", "Words of title and body that went"),
)
"""Columns that `versions` has gained."""

EDITS: Final = View(
    "edits",
    "What publishers changed in their articles, the latest first: `WHERE is_silent AND kind = 'substantive'` gives the "
    "stealth edits.",
    columns(
        ("version_id", "", "versions.id of the state before the edit"),
        ("article_id", "", "articles.id"),
        ("seen_at", "", "UTC; when the edit was seen; it was made since the state before was last fetched"),
        ("newspaper", "", "The newspaper"),
        ("url", "", "Canonical address"),
        ("title_before", "", "Headline before the edit"),
        ("title_now", "", "Headline of the article as it was last read"),
        ("kind", "", "substantive or cosmetic"),
        ("kinds", "", "What was changed, separated by commas; see versions.kinds"),
        ("is_silent", "", "1 when the publisher's own time of change did not move; NULL when it gives none"),
        ("modified", "", "What the publisher gave as last change before the edit"),
        ("words_added", "", "Words that came"),
        ("words_removed", "", "Words that went"),
        ("returns_to", "", "versions.id of the earlier state that the edit went back to"),
    ),
    """SELECT v.id AS version_id, v.article_id, v.replaced_at AS seen_at, a.newspaper, a.url, v.title AS title_before,
  a.title AS title_now, v.kind, (SELECT group_concat(value, ', ') FROM json_each(v.kinds)) AS kinds, v.is_silent,
  v.modified, v.words_added, v.words_removed, v.returns_to
FROM versions AS v JOIN articles AS a ON a.id = v.article_id
WHERE v.generation_id IS NULL
ORDER BY v.replaced_at DESC, v.id DESC""",
)

OF_EDITS_INDEX: Final = "CREATE INDEX versions_edits ON versions (replaced_at, id) WHERE generation_id IS NULL"
