"""Columns, indexes and views of the ticker's history; one migration adds them to `headlines`."""

from __future__ import annotations

from typing import Final

from pipeline.store.declaring import View, columns

OF_HEADLINES: Final = columns(
    ("language", "TEXT", "Language of the ticker it last stood in (captures.ticker_language); NULL for kind latest"),
    (
        "link_id",
        "INTEGER REFERENCES links(id)",
        "For kind latest: the page whose list showed it first, and whose later looks say that it has gone",
    ),
    (
        "gone_at",
        "TEXT",
        "UTC; the first look at its ticker after last_seen, which no longer had it; NULL while none was taken",
    ),
    ("thread_id", "INTEGER REFERENCES headlines(id)", "The first of the wordings it belongs to; NULL when it is alone"),
    ("article_by", "TEXT", "What ties it to its article: url, or title when only the words say so"),
)
"""Columns that `headlines` has gained."""

HAS_VANISHED: Final = "strftime('%s', h.gone_at) - strftime('%s', h.first_seen) <= 3600"
"""That a headline is known to have gone within an hour. What nobody looked at again has not."""

INDEXES: Final = (
    # Where an address leads, also after it has been tied: headlines_unlinked knew only those that were not.
    "DROP INDEX headlines_unlinked",
    "CREATE INDEX headlines_url ON headlines (url) WHERE url IS NOT NULL",
    # What is on show (gone_at IS NULL), or went at a certain look, in one ticker.
    "CREATE INDEX headlines_gone ON headlines (site, kind, language, link_id, gone_at)",
    "CREATE INDEX headlines_of_site ON headlines (site, first_seen)",
    "CREATE INDEX headlines_first_seen ON headlines (first_seen)",
    "CREATE INDEX headlines_orphans ON headlines (site, first_seen) WHERE article_id IS NULL",
    "CREATE INDEX headlines_vanished_first ON headlines (first_seen)"
    " WHERE strftime('%s', gone_at) - strftime('%s', first_seen) <= 3600",
    "CREATE INDEX headlines_thread ON headlines (thread_id) WHERE thread_id IS NOT NULL",
    "CREATE INDEX headlines_article ON headlines (article_id) WHERE article_id IS NOT NULL",
    "CREATE INDEX articles_of_site ON articles (site, first_seen)",
    # The looks at one page's list are found by time.
    "CREATE INDEX captures_link_time ON captures (link_id, fetched_at)",
    "DROP INDEX captures_link",
)

_TOLD: Final = columns(
    ("id", "", "headlines.id"),
    ("site", "", "The site"),
    ("kind", "", "ticker or latest"),
    ("language", "", "Language of the ticker; NULL for kind latest"),
    ("text", "", "The headline"),
    ("url", "", "Where it leads"),
    ("first_seen", "", "UTC"),
    ("last_seen", "", "UTC"),
    ("gone_at", "", "UTC; the first later look at its ticker, which no longer had it; NULL while none was taken"),
    ("minutes_shown", "", "From first_seen to last_seen; it may have stood until gone_at"),
    ("times_seen", "", "Captures that showed it"),
)
_SELECTED: Final = (
    "SELECT h.id, h.site, h.kind, h.language, h.text, h.url, h.first_seen, h.last_seen, h.gone_at,\n"
    "  (strftime('%s', h.last_seen) - strftime('%s', h.first_seen)) / 60 AS minutes_shown, h.times_seen"
)
WAS_REPLACED: Final = (
    "EXISTS (SELECT 1 FROM headlines AS w WHERE w.thread_id = h.thread_id AND w.first_seen > h.first_seen)"
)
BECAME_NONE: Final = (
    "h.article_id IS NULL AND NOT EXISTS"
    " (SELECT 1 FROM headlines AS w WHERE w.thread_id = h.thread_id AND w.article_id IS NOT NULL)"
)

HEADLINE_TIMELINE: Final = View(
    "headline_timeline",
    "Every headline with when it was on show, its wordings and the article it became, newest first.",
    (
        *_TOLD,
        *columns(
            ("thread", "", "headlines.id of the first wording; headlines of one thread are wordings of one story"),
            ("wordings", "", "How many wordings its thread has"),
            ("article_id", "", "articles.id of the article it became"),
            ("article_by", "", "url, or title when only the words say so"),
            ("article_title", "", "The title of that article"),
        ),
    ),
    f"""{_SELECTED}, coalesce(h.thread_id, h.id) AS thread,
  max(1, (SELECT count(*) FROM headlines AS w WHERE w.thread_id = h.thread_id)) AS wordings,
  h.article_id, h.article_by, (SELECT title FROM articles WHERE articles.id = h.article_id) AS article_title
FROM headlines AS h ORDER BY h.first_seen DESC""",  # noqa: S608 own text
)

HEADLINES_VANISHED: Final = View(
    "headlines_vanished",
    "Headlines that a later look at their ticker within an hour no longer found, and no other wording replaced; "
    "newest first.",
    (*_TOLD, *columns(("article_id", "", "articles.id of the article it became"))),
    f"{_SELECTED}, h.article_id\nFROM headlines AS h WHERE {HAS_VANISHED}\n  AND NOT {WAS_REPLACED}\n"
    "ORDER BY h.first_seen DESC",
)

HEADLINES_WITHOUT_ARTICLE: Final = View(
    "headlines_without_article",
    "Headlines of which no wording became an article in the archive, and what its address answered; newest first.",
    (
        *_TOLD,
        *columns(
            ("last_fetched", "", "UTC; when its address was last asked for; NULL when it never was"),
            ("last_status", "", "The HTTP status of that answer"),
        ),
    ),
    f"""{_SELECTED}, l.last_fetched, l.last_status
FROM headlines AS h LEFT JOIN links AS l ON l.url = h.url
WHERE {BECAME_NONE}
ORDER BY h.first_seen DESC""",
)

VIEWS: Final = (HEADLINE_TIMELINE, HEADLINES_VANISHED, HEADLINES_WITHOUT_ARTICLE)
